//! RIS, the exchange format that nearly every database writes, each in its own way.
//!
//! Specification: Research Information Systems, *RIS Format Specifications* (2001, revised 2011). What databases write
//! beyond it is listed tag by tag in [`role`].

use std::sync::Arc;

use super::tagged::{self, Lines, Mark, Role, Shape, Syntax};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

/// RIS.
pub struct Ris;

impl Format for Ris {
    fn name(&self) -> &'static str {
        "ris"
    }

    fn about(&self) -> &'static str {
        "RIS, as written by Web of Science, Scopus, ProQuest, EBSCOhost, Ovid, Embase, Cochrane, EndNote, Zotero, \
         Mendeley, RefWorks, Rayyan, Covidence and publishers' sites."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let tags = || tagged::head(source.text()).filter_map(|line| tag_of(line).map(|(tag, _)| tag));
        match tags().filter(|tag| matches!(*tag, "TY" | "ER")).count() {
            0 if tags().filter(|tag| role(tag).is_some()).count() >= 3 => 40,
            0 => 0,
            _ => 90,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        tagged::parsed(source, tagged::read(&RisSyntax, source), "", markers(source.text()))
    }
}

struct RisSyntax;

impl Syntax for RisSyntax {
    fn format(&self) -> &'static str {
        "ris"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match tag_of(text) {
            Some((tag, value)) => Shape::Tag(tag, value),
            None => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        match tag {
            "TY" => Mark::Begin,
            "ER" => Mark::End,
            _ => Mark::Value,
        }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    /// `2.`, `<2. >`, `Record #2 of 9`, `Provider: ...` announce a record; Ovid's link to the full text follows one.
    fn announces(&self, text: &str) -> bool {
        !text.trim_start().starts_with("Link to the Ovid")
    }
}

/// The tag that begins a line, and where its value begins.
///
/// Two to four letters and digits, spaces, a hyphen. The specification wants exactly two spaces and a blank behind the
/// hyphen; other spacing is believed only of tags that are known, since text may begin with `DNA - `.
fn tag_of(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let tag = bytes.iter().take(5).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    if !(2..=4).contains(&tag) || !bytes[0].is_ascii_uppercase() {
        return None;
    }
    let gap = bytes[tag..].iter().take(8).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let after = tag + gap + 1;
    let name = &text[..tag];
    if bytes.get(after - 1) != Some(&b'-') {
        return (name == "ER" && text[tag..].trim().is_empty()).then_some((name, text.len()));
    }
    let blank_behind = bytes.get(after).is_none_or(u8::is_ascii_whitespace);
    let regular = bytes[tag..].starts_with(b"  -") && blank_behind;
    (regular || (role(name).is_some() && (blank_behind || gap > 0))).then_some((name, after))
}

/// What a tag means. Where the specification and a database differ, what the database writes decides.
fn role(tag: &str) -> Option<Role> {
    let field = match tag {
        "TY" | "M3" => Field::DocumentType,
        "AU" | "A1" => Field::Author,
        "A2" | "ED" => Field::Editor,
        "A3" | "A4" | "TA" => Field::Contributor,
        "TI" | "T1" | "CT" => Field::Title,
        "TT" => Field::TranslatedTitle,
        "ST" => Field::ShortTitle,
        "T2" | "JF" | "JO" | "BT" => Field::Container,
        "JA" | "J1" | "J2" | "J9" | "JI" => Field::ContainerAbbreviation,
        "T3" => Field::Series,
        "PY" | "Y1" | "DA" => Field::Date,
        "Y2" => Field::DateAccess,
        "VL" | "VO" => Field::Volume,
        "IS" | "CP" => Field::Issue,
        "SP" => Field::Pages,
        "EP" => Field::EndPage,
        "C7" => Field::ArticleNumber,
        "ET" => Field::Edition,
        "PB" | "PU" => Field::Publisher,
        "CY" | "PP" | "PI" => Field::PublisherPlace,
        "DO" => Field::Doi,
        "SN" => Field::Issn,
        "AN" => Field::Accession,
        "DB" => Field::Database,
        "DP" => Field::Platform,
        "LA" => Field::Language,
        "AB" | "N2" => Field::Abstract,
        "KW" => return Some(Role { field: Field::Keyword, each_line: true }),
        "AD" => Field::Affiliation,
        "UR" | "L1" | "L2" | "LK" => Field::Url,
        "N1" => Field::Note,
        "FU" | "FX" => Field::Funding,
        "ER" | "AV" | "C1" | "C2" | "C3" | "C4" | "C5" | "C6" | "C8" | "CA" | "CN" | "ID" | "L3" | "L4" | "LB"
        | "M1" | "M2" | "NV" | "OP" | "RI" | "RN" | "RP" | "SE" | "U1" | "U2" | "U3" | "U4" | "U5" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}

/// Lines that begin a record, or lines that end one where these are more.
fn markers(text: &str) -> usize {
    let (mut begins, mut ends) = (0, 0);
    for line in Lines::new(text.trim_start_matches('\u{feff}'), 0, 1) {
        let line = text.trim_start_matches('\u{feff}')[line.start..line.end].trim_end();
        begins += usize::from(line.starts_with("TY ") && line[2..].trim_start().starts_with('-'));
        ends += usize::from(line.starts_with("ER ") && line[2..].trim() == "-");
    }
    begins.max(ends)
}
