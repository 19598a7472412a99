//! Web of Science tagged text (`savedrecs.txt`, `.ciw`, `.isi`).
//!
//! Specification: Clarivate, *Web of Science Core Collection Field Tags*. Two capitals, a space, the value; further lines
//! are indented by three spaces; `PT` begins a record, `ER` ends it; `FN`, `VR` and `EF` are about the file.

use std::sync::Arc;

use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, cut_between, line_begins};
use super::{Format, Parsed};
use crate::record::Field;
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

    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        cut_between(text, from, "ER", "PT ")
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

    fn has_end(&self) -> bool {
        true
    }

    /// `AF` gives the authors of `AU` again, with full names; `PS` the pages of `BP` and `EP`.
    fn settle(&self, draft: &mut Draft<'_>) {
        for (better, worse) in [("AF", "AU"), ("BF", "BA"), ("BP", "PS")] {
            let tagged = |draft: &Draft<'_>, tag: &str| -> Vec<usize> {
                let used = |&at: &usize| draft.field(at).is_some() && !draft.value(at).is_empty();
                draft.all_tagged(tag).into_iter().filter(used).collect()
            };
            if better == "AF" {
                name_families(draft, &tagged(draft, better), &tagged(draft, worse));
            }
            if !tagged(draft, better).is_empty() {
                tagged(draft, worse).into_iter().for_each(|at| draft.supersede(at));
            }
        }
        // A book whose chapters are not its records is by those who wrote it.
        if !draft.has(Field::Author) && !draft.has(Field::CorporateAuthor) {
            for at in 0..draft.len() {
                match (draft.tag(at), draft.field(at)) {
                    ("BA" | "BF", Some(_)) => draft.set(at, Field::Author),
                    ("GP", Some(_)) => draft.set(at, Field::CorporateAuthor),
                    _ => {}
                }
            }
        }
        provenance::settle(draft);
    }

    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        WosTagged.cut(text, from)
    }
}

/// Gives full names without a comma (`Wang Ying`) one behind the family name, which the short name of the same place has (`Wang, Y`).
fn name_families(draft: &mut Draft<'_>, full: &[usize], short: &[usize]) {
    if full.len() != short.len() {
        return;
    }
    let names =
        full.iter().zip(short).map(|(&full, &short)| with_comma(draft.value(full), draft.value(short))).collect();
    draft.read_people_as(full, names, "a name without a comma beside a short one with it");
}

/// `Wang, Ying` of `Wang Ying` and `Wang, Y`, also where the family name is the last word.
fn with_comma(full: &str, short: &str) -> Option<String> {
    let family = short.split_once(',').filter(|_| !full.contains(','))?.0.trim();
    let (head, tail) = (full.get(..family.len())?, full.get(full.len() - family.len()..)?);
    let given = match () {
        () if head.eq_ignore_ascii_case(family) => full[family.len()..].strip_prefix(' ')?,
        () if tail.eq_ignore_ascii_case(family) => full[..full.len() - family.len()].strip_suffix(' ')?,
        () => return None,
    };
    let (initial, own) = (short.split_once(',')?.1.trim().chars().next()?, given.trim().chars().next()?);
    initial.eq_ignore_ascii_case(&own).then(|| format!("{family}, {}", given.trim()))
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
    let field = match tag.as_bytes() {
        b"AU" | b"AF" => return Some(Role::list(Field::Author)),
        b"BA" | b"BF" | b"GP" => return Some(Role::list(Field::Contributor)),
        b"CA" => return Some(Role::list(Field::CorporateAuthor)),
        b"BE" | b"ED" => return Some(Role::list(Field::Editor)),
        b"C1" | b"C3" => return Some(Role::list(Field::Affiliation)),
        b"CR" => return Some(Role::list(Field::CitedReference)),
        b"DT" | b"PT" => Field::DocumentType,
        b"TI" => Field::Title,
        b"FT" => Field::OriginalTitle,
        b"SO" => Field::Container,
        b"J9" | b"JI" => Field::ContainerAbbreviation,
        b"SE" | b"BS" => Field::Series,
        b"LA" => Field::Language,
        b"DE" => Field::Keyword,
        b"ID" | b"MH" => Field::SubjectHeading,
        b"AB" => Field::Abstract,
        b"RP" => Field::Affiliation,
        b"FU" | b"FX" => Field::Funding,
        b"PU" => Field::Publisher,
        b"PI" => Field::PublisherPlace,
        b"SN" | b"EI" => Field::Issn,
        b"BN" => Field::Isbn,
        b"PY" | b"PD" => Field::Date,
        b"EA" | b"EY" => Field::DateOnline,
        b"DA" => Field::DateEntry,
        b"VL" => Field::Volume,
        b"IS" => Field::Issue,
        b"BP" | b"PS" => Field::Pages,
        b"EP" => Field::EndPage,
        b"AR" => Field::ArticleNumber,
        b"PG" => Field::PageCount,
        b"DI" => Field::Doi,
        b"PM" => Field::Pmid,
        b"UT" => Field::Accession,
        b"CT" => Field::Conference,
        b"AE" | b"CL" | b"CY" | b"D2" | b"DG" | b"EC" | b"EF" | b"EM" | b"ER" | b"FN" | b"GA" | b"HC" | b"HO"
        | b"HP" | b"MA" | b"NR" | b"OA" | b"OI" | b"P2" | b"PA" | b"PC" | b"PL" | b"PN" | b"RI" | b"SC" | b"SI"
        | b"SP" | b"SU" | b"TC" | b"U1" | b"U2" | b"VR" | b"WC" | b"WE" | b"Z8" | b"Z9" | b"ZA" | b"ZB" | b"ZR"
        | b"ZS" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}

/// Lines that begin a record, or lines that end one where these are more.
fn markers(text: &str) -> usize {
    let begins = line_begins(text, "PT", |rest| rest.len() <= 2 + rest.trim_end().len() && rest.trim().len() <= 1);
    let ends = line_begins(text, "ER", |rest| rest.trim().is_empty());
    begins.max(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_without_a_comma_has_the_family_name_of_the_short_one() {
        for (full, short, expected) in [
            ("Wang Ying", "Wang, Y", Some("Wang, Ying")),
            ("Chi Dinh Nguyen", "Nguyen, CD", Some("Nguyen, Chi Dinh")),
            ("de Vries Anna", "de Vries, A", Some("de Vries, Anna")),
            ("WANG YING", "Wang, Y", Some("Wang, YING")),
            ("Wang, Ying", "Wang, Y", None),
            ("Zhang Li", "Wang, L", None),
            ("Wangari Mary", "Wang, M", None),
            ("Made-up Study Group", "Made-up Study Group", None),
            // Both names are the family name's: the initial tells.
            ("Li Wei Li", "Li, W", Some("Li, Wei Li")),
            ("Wei", "Wei, X", None),
        ] {
            assert_eq!(with_comma(full, short).as_deref(), expected, "{full} / {short}");
        }
    }

    #[test]
    fn authors_of_a_book_are_those_of_its_record_and_not_those_of_its_chapters() {
        let authors = |own: &str| {
            let text = format!(
                "FN Made up\nVR 1.0\nPT B\n{own}BA Poe, E\n   Dow, C\nBF Poe, Eva\n   Dow, Cy\nTI Sheds\nER\n\nEF\n"
            );
            let parsed = WosTagged.read(&Arc::new(SourceFile::new("a.txt", text.into_bytes())));
            parsed.records.record(0).authors().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(authors(""), ["Poe, Eva", "Dow, Cy"]);
        assert_eq!(authors("AU Ek, B\n"), ["Ek, B"]);
    }
}
