//! Names of groups: `bovaird-2007-beyond-engagement-1`, from what the kept record says and a number.

use super::key::Key;
use super::text::is_stop_word;

/// The name without its number: first author, year, first two words of the title that carry meaning.
pub(super) fn base(key: &Key) -> String {
    let author = key.names.family();
    let mut name = String::from(if author.is_empty() { "anonymous" } else { author }).replace(' ', "-");
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
        name.extend(word.chars().take(24));
    }
    name
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
    use super::*;

    #[test]
    fn equal_bases_are_numbered_by_content_and_never_collide() {
        let base = |text: &str, rank| (text.to_owned(), rank);
        let names = numbered(vec![base("a-1", 7), base("b", 2), base("a", 5), base("a", 3)]);
        assert_eq!(names, ["a-1-1", "b-1", "a-2", "a-1"]);
    }
}
