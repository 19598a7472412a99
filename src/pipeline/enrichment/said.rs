//! What several services say of one field of a record: one thing in their own spellings, or things that do not fit together.

use std::collections::BTreeSet;

use crate::matching::same_abstract;
use crate::record::Field;
use crate::record::document_type::DocumentType;
use crate::record::language::Language;

/// A value with the number of the file in which a service gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said<'a> {
    pub file: usize,
    pub value: &'a str,
}

/// The values that a record takes, in order; `None` if the services contradict each other, or one itself: then
/// none is right until a person has looked. `said` is in the order of the files.
pub(super) fn taken<'a>(field: Field, said: &[Said<'a>]) -> Option<Vec<Said<'a>>> {
    let first = *said.first()?;
    match field {
        // A journal has one for print and one for the screen: what another adds is no contradiction.
        Field::Issn => Some(each_once(said)),
        // Notes of the publisher and headings differ; the longest has lost least.
        Field::Abstract => {
            let one_text = said.iter().all(|other| same_abstract(first.value, other.value));
            let longest = said.iter().rev().max_by_key(|said| said.value.len()).copied();
            longest.filter(|_| one_text).map(|longest| vec![longest])
        }
        // One service may give several words for the type, which are weighed together.
        Field::DocumentType => {
            let of_first: Vec<Said<'a>> = said.iter().copied().filter(|said| said.file == first.file).collect();
            let files: BTreeSet<usize> = said.iter().map(|said| said.file).collect();
            let kinds: BTreeSet<_> = files.into_iter().map(|file| kind_in(file, said)).collect();
            (kinds.len() == 1).then(|| each_once(&of_first))
        }
        _ => {
            let meanings: BTreeSet<_> = said.iter().map(|said| meaning(field, said.value)).collect();
            (meanings.len() == 1).then(|| vec![first])
        }
    }
}

fn each_once<'a>(said: &[Said<'a>]) -> Vec<Said<'a>> {
    let mut values = BTreeSet::new();
    said.iter().copied().filter(|said| values.insert(said.value)).collect()
}

/// The document type that a file's values make, or their words where they name none.
fn kind_in(file: usize, said: &[Said<'_>]) -> String {
    let values = || said.iter().filter(|said| said.file == file).map(|said| said.value);
    let kind = DocumentType::decide(values().map(|value| ("", value)), false);
    kind.map_or_else(|| values().collect::<Vec<_>>().join("; ").to_lowercase(), |kind| kind.name().to_owned())
}

/// A value without its spelling.
fn meaning(field: Field, value: &str) -> String {
    let languages = if field == Field::Language { Language::parse_all(value) } else { Vec::new() };
    if languages.is_empty() {
        return value.trim().to_lowercase();
    }
    let codes: BTreeSet<&str> = languages.iter().map(Language::code).collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values<'a>(field: Field, said: &[(usize, &'a str)]) -> Option<Vec<&'a str>> {
        let said: Vec<Said<'_>> = said.iter().map(|&(file, value)| Said { file, value }).collect();
        taken(field, &said).map(|taken| taken.into_iter().map(|said| said.value).collect())
    }

    #[test]
    fn spellings_are_no_contradiction() {
        assert_eq!(values(Field::Language, &[(0, "en"), (1, "eng"), (2, "English")]), Some(vec!["en"]));
        assert_eq!(values(Field::Doi, &[(0, "10.5555/a"), (1, "10.5555/A")]), Some(vec!["10.5555/a"]));
        assert_eq!(
            values(Field::DocumentType, &[(0, "journal-article"), (1, "Journal Article"), (1, "Research Support")]),
            Some(vec!["journal-article"])
        );
        let both = Some(vec!["1234-5679", "2049-3630"]);
        assert_eq!(values(Field::Issn, &[(0, "1234-5679"), (1, "2049-3630"), (2, "1234-5679")]), both);
    }

    #[test]
    fn of_what_contradicts_itself_nothing_is_taken() {
        assert_eq!(values(Field::Language, &[(0, "en"), (1, "it")]), None);
        assert_eq!(values(Field::Doi, &[(0, "10.5555/a"), (0, "10.5555/b")]), None, "one service twice");
        assert_eq!(
            values(Field::DocumentType, &[(0, "journal-article"), (1, "Journal Article"), (1, "Editorial")]),
            None
        );
    }

    #[test]
    fn of_one_abstract_the_longest_is_taken_and_of_two_none() {
        let whole = "Towns in the north have lost people and shops for thirty years. We ask what the councils did \
                     about it, and what came of it, with interviews in eleven of them.";
        let other = "Grain was dear after the war because ships were scarce; prices fell when the harbours opened \
                     again and the mills could choose between sellers from both sides of the sea.";
        assert_eq!(values(Field::Abstract, &[(0, &whole[..110]), (1, whole)]), Some(vec![whole]));
        assert_eq!(values(Field::Abstract, &[(0, whole), (1, other)]), None);
        assert_eq!(values(Field::Abstract, &[(0, "No abstract."), (1, "Abstract not available")]), None);
    }
}
