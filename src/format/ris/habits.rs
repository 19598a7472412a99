//! What the dialects of RIS do differently, where that takes more than a tag: used by `dialect` alone.

use super::dialect::Marks;
use crate::format::tagged::Draft;
use crate::record::Field;
use crate::record::identifier::Doi;
use crate::record::person::Person;

/// Emerald, and ProQuest in some of its databases, write names family name first and without a comma (`Larsen Lena Jane`).
pub(super) fn family_first(draft: &mut Draft<'_>) {
    let people: Vec<usize> =
        (0..draft.len()).filter(|&at| matches!(draft.field(at), Some(Field::Author | Field::Editor))).collect();
    if people.iter().any(|&at| draft.value(at).contains(',')) {
        return;
    }
    let name = |&at: &usize| Person::parse_family_first(draft.value(at)).map(|person| person.exported());
    let names = people.iter().map(name).collect();
    draft.read_people_as(&people, names, "a name without a comma, family name first");
}

/// Scopus names the book series or the proceedings that a paper stands in in `C3`, and in `T2` too, or there alone.
pub(super) fn container_in_c3(draft: &mut Draft<'_>) {
    if let (false, Some(at)) = (draft.has(Field::Container), draft.tagged("C3")) {
        draft.set(at, Field::Container);
    }
}

/// JSTOR writes the authors of a reviewed book into `A2`, where elsewhere editors stand.
pub(super) fn reviewed_authors(draft: &mut Draft<'_>) {
    if draft.tagged("TY").is_some_and(|at| draft.value(at) == "JOUR") {
        for at in draft.all_tagged("A2") {
            draft.set(at, Field::Contributor);
        }
    }
}

/// Web of Science writes the bodies among the authors into `A1`.
pub(super) fn bodies_in_a1(draft: &mut Draft<'_>) {
    let used = |at: usize, tag: &str| draft.field(at) == Some(Field::Author) && draft.tag(at) == tag;
    if (0..draft.len()).any(|at| used(at, "AU")) {
        for at in (0..draft.len()).filter(|&at| used(at, "A1")).collect::<Vec<_>>() {
            draft.set(at, Field::CorporateAuthor);
        }
    }
}

/// Emerald's own exports name it as publisher, or its DOIs, and no database and no accession number, which those of databases that hold
/// its journals do.
pub(super) fn is_of_emerald(record: &dyn Marks) -> bool {
    const PREFIX: &str = "10.1108/";
    let names_a_database = || ["DB", "DP", "AN"].iter().any(|tag| record.value(tag, |value| !value.is_empty()));
    let has_doi = || record.value("DO", |value| Doi::parse(value).is_some());
    let own_doi = || record.value("DO", |value| Doi::parse(value).is_some_and(|doi| doi.as_str().starts_with(PREFIX)));
    let has_publisher = || record.value("PB", |value| !value.is_empty());
    let own_publisher = || record.value("PB", |value| value.to_ascii_lowercase().contains("emerald"));
    // Asked of every record: what tells most of them apart comes first.
    !names_a_database() && if has_publisher() { own_publisher() && (own_doi() || !has_doi()) } else { own_doi() }
}
