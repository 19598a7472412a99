//! Names of groups: `bovaird-2007-beyond-engagement-1`, from what the kept record says and a number.

use std::collections::BTreeMap;

use super::key::Key;
use super::text::is_stop_word;
use crate::record::{Field, Record};

/// The name without its number: first author, year, first two words of the title that carry meaning.
pub(super) fn base(key: &Key, record: Record<'_>) -> String {
    let spelled = as_spelled(record);
    let plain = |word: &str| spelled.get(word).map_or_else(|| word.to_owned(), String::clone);
    let author = key.names.family();
    let author: Vec<String> = author.split(' ').filter(|word| !word.is_empty()).map(plain).collect();
    let mut name = if author.is_empty() { "anonymous".to_owned() } else { author.join("-") };
    name.push('-');
    match key.years {
        (0, _) => name.push_str("undated"),
        (_, year) => name.push_str(&year.to_string()),
    }
    let mut words = key.title.text.split(' ').filter(|word| !is_stop_word(word) && !word.is_empty()).peekable();
    if words.peek().is_none() {
        name.push_str("-untitled");
    }
    for word in words.take(2) {
        name.push('-');
        name.extend(plain(word).chars().take(24));
    }
    name
}

/// The words of people and title that the normal form spells otherwise than the record, which has American `e` for `ae` and
/// `oe`: "ecd" is "oecd".
fn as_spelled(record: Record<'_>) -> BTreeMap<String, String> {
    const NAMING: [Field; 4] = [Field::Author, Field::CorporateAuthor, Field::Editor, Field::Title];
    let mut spelled = BTreeMap::new();
    for value in record.values().filter(|value| NAMING.contains(&value.field()) && has_digraph(value.value())) {
        for word in value.value().split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase) {
            let normal = without_digraphs(&word);
            if normal != word {
                spelled.entry(normal).or_insert(word);
            }
        }
    }
    spelled
}

fn has_digraph(text: &str) -> bool {
    let is = |byte: u8, letter: u8| byte.eq_ignore_ascii_case(&letter);
    text.as_bytes().windows(2).any(|pair| is(pair[1], b'e') && (is(pair[0], b'a') || is(pair[0], b'o')))
}

fn without_digraphs(word: &str) -> String {
    let mut normal = String::with_capacity(word.len());
    for c in word.chars() {
        if c == 'e' && normal.ends_with(['a', 'o']) {
            normal.pop();
        }
        normal.push(c);
    }
    normal
}

/// Names for all groups, given the base and the content of each in an order made by content: equal bases are numbered in it.
pub(super) fn numbered(bases: Vec<(String, u32)>) -> Vec<String> {
    let mut order: Vec<usize> = (0..bases.len()).collect();
    order.sort_by(|&x, &y| bases[x].cmp(&bases[y]));
    let mut names = vec![String::new(); bases.len()];
    let mut before: Option<(&str, u32)> = None;
    for at in order {
        let base = bases[at].0.as_str();
        let number = match before {
            Some((last, number)) if last == base => number + 1,
            _ => 1,
        };
        names[at] = format!("{base}-{number}");
        before = Some((base, number));
    }
    names
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::matching::Settings;
    use crate::record::RecordTable;
    use crate::source::SourceFile;

    #[test]
    fn a_name_is_spelled_as_the_record_spells_it() {
        let ris = "TY  - RPRT\nAU  - OECD\nPY  - 2011\nTI  - OECD economic surveys of haemophilia\nER  - \n";
        let source = Arc::new(SourceFile::new("made-up.ris", ris.as_bytes().to_vec()));
        let records = RecordTable::new(vec![crate::format::read(&source).records]);
        let matches = crate::matching::deduplicate(&records, &Settings::default(), &[]);
        assert_eq!(matches.groups[0].name, "oecd-2011-oecd-economic-1");
    }

    #[test]
    fn equal_bases_are_numbered_by_content_and_never_collide() {
        let base = |text: &str, rank| (text.to_owned(), rank);
        let names = numbered(vec![base("a-1", 7), base("b", 2), base("a", 5), base("a", 3)]);
        assert_eq!(names, ["a-1-1", "b-1", "a-2", "a-1"]);
    }
}
