//! Web of Science tagged text (`savedrecs.txt`, `.ciw`, `.isi`).
//!
//! Specification: Clarivate, *Web of Science Core Collection Field Tags*. Two capitals, a space, the value; further lines
//! are indented by three spaces; `PT` begins a record, `ER` ends it; `FN`, `VR` and `EF` are about the file.

use std::sync::Arc;

use super::tagged::{self, Lines, Mark, Role, Shape, Syntax};
use super::{Format, Parsed};
use crate::record::{Field, RecordFileBuilder};
use crate::source::SourceFile;

/// Web of Science tagged text.
pub struct WosTagged;

impl Format for WosTagged {
    fn name(&self) -> &'static str {
        "wos-tagged"
    }

    fn about(&self) -> &'static str {
        "Web of Science tagged text: *Export, Plain text file* and *EndNote desktop* (`savedrecs.txt`, `savedrecs.ciw`)."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let tags = || tagged::head(source.text()).filter_map(tag_of).map(|(tag, _)| tag);
        let begins = tags().any(|tag| tag == "PT");
        match tags().next() {
            Some("FN") if begins => 95,
            Some("PT" | "VR") if tags().filter(|tag| role(tag).is_some()).count() >= 3 => 85,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let syntax = WosSyntax { indented: source.text().lines().any(|line| line.starts_with("   ")) };
        tagged::parsed(source, tagged::read(&syntax, source), "Web of Science", markers(source.text()))
    }
}

struct WosSyntax {
    /// Whether further lines are indented in this file; copies through web pages lose that.
    indented: bool,
}

impl Syntax for WosSyntax {
    fn format(&self) -> &'static str {
        "wos-tagged"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match tag_of(text) {
            Some((tag, value)) if self.indented || role(tag).is_some() => Shape::Tag(tag, value),
            _ if text.starts_with(' ') => Shape::More,
            _ => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        match tag {
            "PT" => Mark::Begin,
            "ER" => Mark::End,
            "FN" | "VR" => Mark::Header,
            "EF" => Mark::Footer,
            _ => Mark::Value,
        }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    /// `AF` gives the authors of `AU` again, with full names.
    fn settle(&self, record: &mut RecordFileBuilder) {
        let tagged = |record: &RecordFileBuilder, tag| -> Vec<usize> {
            let count = record.fields_in_record();
            (0..count).filter(|&at| record.value_at(at).is_some_and(|(other, ..)| other == tag)).collect()
        };
        let short = tagged(record, "AU");
        if short.len() == tagged(record, "AF").len() {
            short.into_iter().for_each(|at| record.supersede(at));
        }
    }
}

/// The tag that begins a line: two capitals or a capital and a digit, then a space or nothing.
fn tag_of(text: &str) -> Option<(&str, usize)> {
    match text.as_bytes() {
        [a, b, rest @ ..] if a.is_ascii_uppercase() && (b.is_ascii_uppercase() || b.is_ascii_digit()) => {
            matches!(rest, [] | [b' ' | b'\t', ..]).then(|| (&text[..2], 2))
        }
        _ => None,
    }
}

/// What a tag means.
fn role(tag: &str) -> Option<Role> {
    let field = match tag {
        "AU" | "AF" => return Some(Role { field: Field::Author, each_line: true }),
        "CA" | "GP" => return Some(Role { field: Field::CorporateAuthor, each_line: true }),
        "BE" | "ED" => return Some(Role { field: Field::Editor, each_line: true }),
        "C1" => return Some(Role { field: Field::Affiliation, each_line: true }),
        "CR" => return Some(Role { field: Field::CitedReference, each_line: true }),
        "PT" | "DT" => Field::DocumentType,
        "TI" => Field::Title,
        "SO" => Field::Container,
        "J9" | "JI" => Field::ContainerAbbreviation,
        "SE" | "BS" => Field::Series,
        "LA" => Field::Language,
        "DE" => Field::Keyword,
        "ID" | "MH" => Field::SubjectHeading,
        "AB" => Field::Abstract,
        "RP" => Field::Affiliation,
        "FU" | "FX" => Field::Funding,
        "PU" => Field::Publisher,
        "PI" => Field::PublisherPlace,
        "SN" | "EI" => Field::Issn,
        "BN" => Field::Isbn,
        "PY" | "PD" => Field::Date,
        "EA" => Field::DateOnline,
        "DA" => Field::DateEntry,
        "VL" => Field::Volume,
        "IS" => Field::Issue,
        "BP" | "PS" => Field::Pages,
        "EP" => Field::EndPage,
        "AR" => Field::ArticleNumber,
        "PG" => Field::PageCount,
        "DI" => Field::Doi,
        "PM" => Field::Pmid,
        "UT" => Field::Accession,
        "CT" => Field::Conference,
        "FN" | "VR" | "ER" | "EF" | "CY" | "CL" | "SP" | "HO" | "BA" | "BF" | "EM" | "RI" | "OI" | "NR" | "TC"
        | "Z9" | "U1" | "U2" | "PA" | "PN" | "SU" | "SI" | "MA" | "D2" | "EC" | "WC" | "WE" | "SC" | "GA" | "OA"
        | "HC" | "HP" | "C3" | "P2" | "EY" | "Z8" | "ZB" | "ZS" | "ZA" | "ZR" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}

/// Lines that begin a record, or lines that end one where these are more.
fn markers(text: &str) -> usize {
    let text = text.trim_start_matches('\u{feff}');
    let (mut begins, mut ends) = (0, 0);
    for line in Lines::new(text, 0, 1) {
        let line = text[line.start..line.end].trim_end();
        begins += usize::from(line == "PT" || (line.len() == 4 && line.starts_with("PT ")));
        ends += usize::from(line == "ER");
    }
    begins.max(ends)
}
