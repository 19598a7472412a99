//! Which reference is meant.

use std::collections::BTreeSet;

use super::super::Story;
use super::one::{cut, in_brackets, outcome};
use crate::diagnostic::plural;
use crate::record::identifier::Doi;
use crate::ruling::fold;

/// What a question means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// One group, and the record by which it was asked for.
    Group(usize, Option<String>),
    /// Several groups that fit equally well.
    Several(Vec<usize>),
    /// None; the groups with the nearest titles.
    Nothing(Vec<usize>),
}

/// The fields that hold identifiers.
const IDENTIFIERS: [&str; 5] = ["accession number", "pmid", "pmcid", "isbn", "doi"];

/// Finds what is meant: a record, a group, an identifier, words of a title, in this order.
pub fn find(story: &Story, what: &str) -> Sought {
    let what = what.trim();
    if let Some(number) = story.group_number_of(what) {
        return Sought::Group(number, Some(what.to_owned()));
    }
    if let Some(number) = story.groups.iter().position(|told| told.group.group == what) {
        return Sought::Group(number, None);
    }
    let ladder = [by_identifier(story, what), by_title(story, what)];
    for found in ladder {
        match found.as_slice() {
            [] => {}
            [number] => return Sought::Group(*number, None),
            several => return Sought::Several(several.to_vec()),
        }
    }
    Sought::Nothing(nearest(story, what))
}

/// The groups with a record that has this DOI, accession number or other identifier.
fn by_identifier(story: &Story, what: &str) -> Vec<usize> {
    let doi = Doi::parse(what);
    let is_it = |field: &str, value: &str| {
        let same = IDENTIFIERS.contains(&field) && value.trim().eq_ignore_ascii_case(what);
        same || (doi.is_some() && matches!(field, "doi" | "url") && Doi::parse(value) == doi)
    };
    let mut found = Vec::new();
    for record in &story.records {
        let Some(number) = story.group_number_of(&record.record) else { continue };
        let has = record.values.iter().any(|(field, value)| is_it(field, value));
        if has && !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

/// The groups with a title that is the words, else that begins with them, else that has them in this order, else that has all of them.
fn by_title(story: &Story, what: &str) -> Vec<usize> {
    let wanted = fold(what);
    if wanted.is_empty() {
        return Vec::new();
    }
    let words: Vec<&str> = wanted.split(' ').collect();
    let mut best: [BTreeSet<usize>; 4] = Default::default();
    for record in &story.records {
        let Some(number) = story.group_number_of(&record.record) else { continue };
        let title = fold(record.title());
        let padded = format!(" {title} ");
        let rank = if title == wanted {
            0
        } else if padded.starts_with(&format!(" {wanted} ")) {
            1
        } else if padded.contains(&format!(" {wanted}")) {
            2
        } else if words.iter().all(|word| title.split(' ').any(|of| of == *word)) {
            3
        } else {
            continue;
        };
        best[rank].insert(number);
    }
    let first = best.into_iter().find(|groups| !groups.is_empty()).unwrap_or_default();
    first.into_iter().collect()
}

/// How many nearest titles are shown.
const NEAREST: usize = 5;

/// The groups with the nearest titles, the nearest first: by the share of letter triples that they have in common.
fn nearest(story: &Story, what: &str) -> Vec<usize> {
    let wanted = triples(&fold(what));
    let mut near: Vec<(f32, usize)> = story
        .groups
        .iter()
        .enumerate()
        .map(|(number, told)| (alike(&wanted, &triples(&fold(&told.group.reference.title))), number))
        .filter(|(alike, _)| *alike > 0.15)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    near.into_iter().take(NEAREST).map(|(_, number)| number).collect()
}

fn triples(text: &str) -> BTreeSet<[char; 3]> {
    let letters: Vec<char> = format!("  {text} ").chars().collect();
    letters.windows(3).map(|three| [three[0], three[1], three[2]]).collect()
}

/// Dice's coefficient; for a question shorter than the title, how much of the question the title has counts as well.
fn alike(wanted: &BTreeSet<[char; 3]>, title: &BTreeSet<[char; 3]>) -> f32 {
    let common = wanted.intersection(title).count() as f32;
    let dice = 2.0 * common / (wanted.len() + title.len()).max(1) as f32;
    let covered = common / wanted.len().max(1) as f32;
    dice.max(0.8 * covered)
}

/// What was looked through, and what comes nearest.
pub fn nothing(story: &Story, what: &str, near: &[usize]) -> String {
    let mut text = format!("Nothing fits `{}`.\n\n", what.trim());
    text.push_str(&format!(
        "Looked through the titles and identifiers of {} ({}) from:\n",
        plural(story.records.len() as u64, "record", "records"),
        plural(story.groups.len() as u64, "reference", "references")
    ));
    for (_, search) in story.protocol.searches() {
        let records: Option<u64> = story
            .files
            .iter()
            .filter(|file| file.search == search.id)
            .map(|file| file.records)
            .reduce(|sum, records| sum + records);
        let source = &story.protocol.sources[search.source].name;
        match records {
            Some(records) => {
                text.push_str(&format!("  {}  {source}, {}\n", search.id, plural(records, "record", "records")))
            }
            None => text.push_str(&format!("  {}  {source}, no export: what it found is not known\n", search.id)),
        }
    }
    if !near.is_empty() {
        text.push_str("\nThe nearest titles:\n");
        for &number in near {
            let told = &story.groups[number];
            let reference = &told.group.reference;
            text.push_str(&format!(
                "  {}{}  {}  ({})\n",
                cut(&reference.title, 70),
                in_brackets(&reference.year),
                told.group.group,
                outcome(told)
            ));
        }
    }
    text.push_str(
        "\nIf it should have been found: no export holds it under these words. The query, the limits or the\n\
         date of a search kept it out, or a search has no export.\n",
    );
    text
}
