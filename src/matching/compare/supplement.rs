//! What stands in a supplement, and what only a letter of its number would put there.

use super::Comparison;
use crate::matching::key::Key;
use crate::record::document_type::DocumentType;
use crate::record::{Field, Record};

impl Comparison<'_> {
    /// One is a part of a supplement, as abstracts of a meeting are.
    pub(in crate::matching) fn is_in_a_supplement(&self) -> bool {
        let is_there = |key: &Key, record| key.place.first.has_letter() || is_called_a_supplement(record);
        is_there(self.a, self.records.0) || is_there(self.b, self.records.1)
    }

    /// One stands on one or two pages of a supplement, or without any, as abstracts of a meeting do, and the other fills more than three
    /// pages.
    pub(in crate::matching) fn one_is_a_meeting_abstract(&self) -> bool {
        let is_abstract = |key: &Key, record: Record<'_>| {
            let (first, last) = (key.place.first, key.place.last);
            last.number <= first.number + 1 && (is_called_a_supplement(record) || is_numbered_as_abstract(key, record))
        };
        let is_long = |key: &Key| key.place.last.number > key.place.first.number + 2;
        is_abstract(self.a, self.records.0) && is_long(self.b) || is_abstract(self.b, self.records.1) && is_long(self.a)
    }

    /// One record is a letter by its type or a note behind its title, and the other is none.
    pub(in crate::matching) fn one_is_a_letter(&self) -> bool {
        is_letter(self.a, self.records.0) != is_letter(self.b, self.records.1)
    }

    /// Both records are letters by their types or a note behind their titles.
    pub(in crate::matching) fn are_letters(&self) -> bool {
        is_letter(self.a, self.records.0) && is_letter(self.b, self.records.1)
    }

    /// One record is a notice by its type or title, and the other a letter: both are about an article.
    pub(in crate::matching) fn are_notice_and_letter(&self) -> bool {
        let are = |notice: &Key, letter: &Key, record: Record<'_>| {
            notice.title.marker.is_notice() && !letter.title.marker.is_notice() && is_letter(letter, record)
        };
        are(self.a, self.b, self.records.1) || are(self.b, self.a, self.records.0)
    }
}

fn is_letter(key: &Key, record: Record<'_>) -> bool {
    key.title.is_letter || record.document_type() == Some(DocumentType::Letter)
}

/// The issue or volume is called a supplement (`Suppl 2`, `S1`) or that of the abstracts of a meeting.
fn is_called_a_supplement(record: Record<'_>) -> bool {
    let says = |field| {
        record.first(field).is_some_and(|text: &str| {
            let text = text.to_lowercase();
            let counts = |(at, _): (usize, _)| {
                let is_word = !text[..at].ends_with(|c: char| c.is_alphanumeric());
                is_word && text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit())
            };
            text.contains("sup") || text.contains("meeting") || text.match_indices('s').any(counts)
        })
    };
    says(Field::Issue) || says(Field::Volume)
}

/// Whether the first page is numbered as that of an abstract or a supplement: `S12`, `A345`, `P-123`, `Abstract 45`, `ii803`, `14S`, `55A`. The
/// letters of electronic articles are others (`e12`, `W45`, `b2535`, `CD004797`); the BMJ went on through the alphabet year by year.
pub(super) fn is_numbered_as_abstract(key: &Key, record: Record<'_>) -> bool {
    const HEADS: [&str; 23] = [
        "A", "AB", "ABS", "ABSTRACT", "I", "II", "III", "IV", "O", "OA", "OP", "OR", "ORAL", "P", "PO", "POS",
        "POSTER", "PP", "PS", "S", "SUPPL", "V", "VI",
    ];
    let text = record.first(Field::Pages).or_else(|| record.first(Field::ArticleNumber)).unwrap_or_default();
    // `P-123` in two fields.
    let is_parted = !text.bytes().any(|byte| byte.is_ascii_digit());
    let text = &*format!("{text}{}", record.first(Field::EndPage).filter(|_| is_parted).unwrap_or_default());
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else { return false };
    let head: String = text[..at].chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).collect();
    let behind = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
    let ends_so = head.is_empty() && behind.starts_with(['A', 'S', 's']);
    let is_bmj = || matches!(&*key.venue.words, "bmj" | "british medical journal") && head.len() == 1;
    (ends_so || HEADS.binary_search(&&*head).is_ok()) && !is_bmj()
}

/// Whether the first page is the number of an electronic article: a letter that stands for no supplement, and no section of a journal that
/// counts its pages behind one, `H1032-H1039`, unless the other journal has the same. A small number behind an `e` may be that of an abstract
/// too.
pub(super) fn is_electronic(key: &Key, record: Record<'_>) -> bool {
    let first = key.place.first;
    first.has_letter() && !first.is_roman() && !is_numbered_as_abstract(key, record) && !is_called_a_supplement(record)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{RecordId, RecordTable};
    use crate::source::SourceFile;

    fn is_abstract(journal: &str, pages: &str) -> bool {
        let ris = format!("TY  - JOUR\nTI  - Renewal\nT2  - {journal}\nVL  - 37\nSP  - {pages}\nER  - \n");
        let source = SourceFile::new("made-up.ris", ris.into_bytes());
        let records = RecordTable::new(vec![crate::format::read(&Arc::new(source)).records]);
        is_numbered_as_abstract(&crate::matching::key::keys(&records)[0], records.record(RecordId(0)))
    }

    #[test]
    fn numbers_of_abstracts_are_told_from_those_of_articles() {
        for pages in
            ["S12", "A345", "P-123", "Abstract 45", "Poster 7", "ii803", "14S", "55A", "AB78", "OP0123", "III-369"]
        {
            assert!(is_abstract("Town Studies", pages), "{pages}");
        }
        for pages in ["b2535", "f2610", "e1000097", "CD004797", "W45", "E13", "e12", "345", "H1753", "iii", "1456"] {
            assert!(!is_abstract("Town Studies", pages), "{pages}");
        }
        for pages in ["a123", "i4086", "p1072", "o1234"] {
            assert!(!is_abstract("BMJ", pages), "{pages}");
        }
        assert!(is_abstract("BMJ Towns", "A12"));
    }

    #[test]
    fn a_supplement_is_known_by_its_issue() {
        let is_one = |issue: &str| {
            let source = SourceFile::new("made-up.ris", format!("TY  - JOUR\nIS  - {issue}\nER  - \n").into_bytes());
            let records = RecordTable::new(vec![crate::format::read(&Arc::new(source)).records]);
            is_called_a_supplement(records.record(RecordId(0)))
        };
        for issue in ["Suppl 2", "S1", "S 01", "8 Suppl. 1", "12 (S2)", "1 MeetingAbstracts", "SUPPL.1"] {
            assert!(is_one(issue), "{issue}");
        }
        for issue in ["12", "Spec Iss", "7-8", "Issue 3", "pts 1-2", "Spring 2009"] {
            assert!(!is_one(issue), "{issue}");
        }
    }
}
