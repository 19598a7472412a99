//! Which of the fields that a query looks at a record shows.

use super::compile::Place;
use super::document::Document;
use super::evaluate::Truth;
use super::field::{FieldSet, SearchField};

/// Whether the document shows a value of `field`. All fields are shown only where the two that hold most words are: a record
/// with a title alone says nothing of the others.
fn shows(document: &Document, field: SearchField) -> bool {
    let has = |field: SearchField| field.shown_by().iter().any(|&shown| document.has(shown));
    match field {
        SearchField::All => has(SearchField::Title) && has(SearchField::Abstract),
        _ => has(field),
    }
}

/// What of `field` the document does not show: of all fields, those of its parts that are searched most.
pub(super) fn not_shown(document: &Document, field: SearchField) -> FieldSet {
    const PARTS: [SearchField; 5] = [
        SearchField::Title,
        SearchField::Abstract,
        SearchField::AuthorKeyword,
        SearchField::Heading,
        SearchField::Affiliation,
    ];
    let asked = if field == SearchField::All { &PARTS[..] } else { &[field] };
    let hidden = asked.iter().filter(|&&part| !shows(document, part));
    hidden.fold(FieldSet::EMPTY, |all, &part| all.union(FieldSet::of(&[part])))
}

/// Found, or not: or not to be told, where the document lacks a field that it would have to stand in.
///
/// Keywords and headings are missing from many records that are complete, so that their absence leaves doubt only where nothing
/// else is looked at.
pub(super) fn found_or_unseen(found: bool, place: Place, document: &Document) -> Truth {
    const OFTEN_MISSING: FieldSet = FieldSet::of(&[
        SearchField::AuthorKeyword,
        SearchField::Heading,
        SearchField::OriginalTitle,
        SearchField::Substance,
    ]);
    if found {
        return Truth::Yes;
    }
    let needed = place.fields.without(OFTEN_MISSING);
    let needed = if needed.is_empty() { place.fields } else { needed };
    if needed.iter().all(|field| shows(document, field)) { Truth::No } else { Truth::Unknown }
}

#[cfg(test)]
mod tests {
    use crate::query::{Document, Options, Query, Scratch, Truth, dialect, parse};
    use crate::record::Field;

    fn truth(name: &str, text: &str, shown: &[(Field, &str)]) -> Truth {
        let mut document = Document::default();
        shown.iter().for_each(|(field, text)| document.add(*field, text));
        let dialect = dialect(name).expect("a dialect");
        Query::new(&parse(text, dialect).expression, Options::LITERAL).truth(&document, &mut Scratch::default())
    }

    #[test]
    fn all_fields_are_shown_where_title_and_abstract_are() {
        let title = (Field::Title, "Lamps of harbours");
        let whole = [title, (Field::Abstract, "Of oil.")];
        for (name, text) in [
            ("proquest", "noft(lamps AND piers)"),
            ("scopus", "ALL(lamps AND piers)"),
            ("wos", "ALL=(lamps AND piers)"),
        ] {
            assert_eq!(truth(name, text, &[title]), Truth::Unknown, "{text}");
            assert_eq!(truth(name, text, &[title, (Field::Affiliation, "Pier Institute")]), Truth::Unknown, "{text}");
            assert_eq!(truth(name, text, &whole), Truth::No, "{text}");
            assert_eq!(truth(name, text, &[title, (Field::Note, "On piers.")]), Truth::Yes, "{text}");
        }
        assert_eq!(truth("wos", "TI=(lamps AND piers)", &[title]), Truth::No, "a title is all that is asked for");
    }
}
