//! RefWorks tagged text.
//!
//! Specification: RefWorks, *RefWorks Tagged Format*. Two characters, a space, the value; `RT` begins a record.

use std::sync::Arc;

use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, line_begins};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::identifier::{Isbn, Issn};
use crate::source::SourceFile;

/// RefWorks tagged text.
pub struct Refworks;

impl Format for Refworks {
    fn name(&self) -> &'static str {
        "refworks-tagged"
    }

    fn about(&self) -> &'static str {
        "RefWorks tagged text (*Export, RefWorks tagged*), also offered by CSA and ProQuest."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let tags = || tagged::head(source.text()).filter_map(tag_of).map(|(tag, _)| tag);
        let begins = tags().any(|tag| tag == "RT");
        if begins && tags().any(|tag| matches!(tag, "SR" | "T1" | "A1" | "YR" | "JF")) { 90 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let begins = line_begins(source.text(), "RT", |rest| rest.starts_with(' '));
        let markers = begins + tagged::uncounted(source.text(), &glued(source.text()));
        tagged::parsed(source, tagged::read(&RefworksSyntax, source), "RefWorks", markers)
    }
}

struct RefworksSyntax;

impl Syntax for RefworksSyntax {
    fn format(&self) -> &'static str {
        "refworks-tagged"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match tag_of(text) {
            Some((tag, value)) => Shape::Tag(tag, value),
            None => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == "RT" { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    fn separates(&self, tag: &str, first: &str) -> bool {
        tag == first
    }

    fn glued(&self, text: &str) -> Vec<usize> {
        glued(text)
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        let journal = draft.has(Field::Container);
        for at in 0..draft.len() {
            let value = draft.value(at);
            match draft.tag(at) {
                "SN" if Issn::parse_all(value).is_empty() && !Isbn::parse_all(value).is_empty() => {
                    draft.set(at, Field::Isbn)
                }
                // The book of a chapter; beside a journal the title of a special issue.
                "T2" if !journal => draft.set(at, Field::Container),
                _ => {}
            }
        }
        // CNKI writes both pages as the last one, and what it is as the source of the data.
        if let (None, Some(at)) = (draft.first(Field::Pages), draft.first(Field::EndPage))
            && draft.value(at).contains('-')
        {
            draft.set(at, Field::Pages);
        }
        if let (None, Some(at)) = (draft.first(Field::Database), draft.first(Field::Platform))
            && draft.value(at) == "CNKI"
        {
            draft.set(at, Field::Database);
        }
        provenance::settle(draft);
    }
}

/// `DS CNKIRT Journal Article`: a type that fills the rest of the line, and a tag in the next that only the beginning of a record has. A
/// title in capitals may end so too.
fn glued(text: &str) -> Vec<usize> {
    let begins = |next: &str| matches!(tag_of(next), Some(("SR" | "ID" | "A1" | "T1", _)));
    let mut found = tagged::begins_inside(text, "RT ", tagged::is_kind, begins);
    let line = |at: usize| text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    found.retain(|&at| !matches!(tag_of(&text[line(at)..at]), Some(("RT" | "T1" | "T2", _)) | None));
    found
}

/// The tag that begins a line: one that is known, or two capitals that are no word.
fn tag_of(text: &str) -> Option<(&str, usize)> {
    const WORDS: [&str; 14] = ["AI", "DC", "EC", "EU", "GP", "II", "IN", "IQ", "IT", "NY", "TV", "UK", "UN", "US"];
    let (tag, rest) = text.split_at_checked(2)?;
    let shaped = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
        && (rest.is_empty() || rest.starts_with(' '));
    // CNKI writes this one small.
    let is_volume = tag == "vo" && rest.trim_start().chars().next().is_none_or(|c| c.is_ascii_digit());
    (is_volume || shaped && (role(tag).is_some() || !WORDS.contains(&tag))).then_some((tag, 2))
}

/// What a tag means.
fn role(tag: &str) -> Option<Role> {
    let field = match tag.as_bytes() {
        b"RT" => Field::DocumentType,
        b"A1" => Field::Author,
        b"A2" => Field::Editor,
        b"A3" | b"A4" | b"A5" | b"A6" => Field::Contributor,
        b"T1" => Field::Title,
        b"OT" => Field::OriginalTitle,
        b"ST" => Field::ShortTitle,
        b"JF" | b"WT" => Field::Container,
        b"JO" => Field::ContainerAbbreviation,
        b"T2" | b"T3" => Field::Series,
        b"YR" | b"FD" => Field::Date,
        b"WP" => Field::DateOnline,
        b"RD" => Field::DateAccess,
        b"VO" | b"vo" => Field::Volume,
        b"IS" => Field::Issue,
        b"SP" => Field::Pages,
        b"OP" => Field::EndPage,
        b"ED" => Field::Edition,
        b"PB" => Field::Publisher,
        b"PP" => Field::PublisherPlace,
        b"SN" => Field::Issn,
        b"DO" => Field::Doi,
        b"AN" => Field::Accession,
        b"DB" | b"SF" => Field::Database,
        b"DS" => Field::Platform,
        b"LA" => Field::Language,
        b"AB" => Field::Abstract,
        b"K1" => return Some(Role::list(Field::Keyword)),
        b"AD" => Field::Affiliation,
        b"UL" | b"LK" => Field::Url,
        b"NO" => Field::Note,
        b"CR" => Field::CitedReference,
        b"AV" | b"CL" | b"CN" | b"ID" | b"IP" | b"LL" | b"OL" | b"SL" | b"SR" | b"U1" | b"U2" | b"U3" | b"U4"
        | b"U5" | b"WV" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volume_pages_and_database_of_cnki_are_found() {
        let text = "RT Journal Article\nSR 1\nA1 王伟\nT1 作り\nJF Made-up Studies\nYR 2020\nIS 05\nvo 36\nOP 601-605\nDS CNKI\n";
        let parsed = Refworks.read(&Arc::new(SourceFile::new("a.txt", text.as_bytes().to_vec())));
        let record = parsed.records.record(0);
        let first = |field| record.first(field);
        assert_eq!(
            (first(Field::Volume), first(Field::Issue), first(Field::Database)),
            (Some("36"), Some("05"), Some("CNKI"))
        );
        assert_eq!(record.pages().to_string(), "601-605");
        let plain = "RT Journal Article\nT1 One\nSP 1\nOP 9\nDS EBSCO\n";
        let parsed = Refworks.read(&Arc::new(SourceFile::new("a.txt", plain.as_bytes().to_vec())));
        let record = parsed.records.record(0);
        assert_eq!((record.pages().to_string().as_str(), record.first(Field::Platform)), ("1-9", Some("EBSCO")));
    }
}
