//! Refer, as EndNote imports and exports it (`.enw`), and as BibIX and library catalogues write it.
//!
//! Specification: EndNote, *EndNote import format*; Lesk, *Some applications of inverted indexes on the UNIX system*
//! (1978) for the original tags. A per cent sign and one character, a space, the value; `%0` begins a record, a blank line
//! parts records.

use std::sync::Arc;

use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, line_begins};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::identifier::{Isbn, Issn};
use crate::source::SourceFile;

/// Refer and EndNote import.
pub struct Refer;

impl Format for Refer {
    fn name(&self) -> &'static str {
        "enw"
    }

    fn about(&self) -> &'static str {
        "Refer / EndNote import (`.enw`), as EndNote, Google Scholar, Microsoft Academic, Wanfang and library catalogues write it."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let mut lines = tagged::head(source.text());
        match lines.next().and_then(tag_of) {
            Some(("%0", _)) => 90,
            Some((tag, _)) if role(tag).is_some() => {
                if lines.any(|line| tag_of(line).is_some()) {
                    80
                } else {
                    60
                }
            }
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let (records, log) = tagged::read(&ReferSyntax, source);
        let blank = |rest: &str| rest.is_empty() || rest.starts_with(' ');
        let titles = line_begins(source.text(), "%T", blank).min(records.len());
        let markers = match line_begins(source.text(), "%0", blank) {
            0 => titles.max(usize::from(!records.is_empty())),
            begins => begins + tagged::uncounted(source.text(), &glued(source.text())),
        };
        tagged::parsed(source, (records, log), "", markers)
    }
}

struct ReferSyntax;

impl Syntax for ReferSyntax {
    fn format(&self) -> &'static str {
        "enw"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match tag_of(text) {
            Some((tag, value)) => Shape::Tag(tag, value),
            None => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == "%0" { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    fn separates(&self, _tag: &str, _first: &str) -> bool {
        true
    }

    fn glued(&self, text: &str) -> Vec<usize> {
        glued(text)
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        let journal = (0..draft.len()).any(|at| draft.tag(at) == "%J");
        let book =
            (0..draft.len()).any(|at| draft.tag(at) == "%0" && matches!(draft.value(at), "Book" | "Edited Book"));
        for at in 0..draft.len() {
            let value = draft.value(at);
            match draft.tag(at) {
                "%@" if Issn::parse_all(value).is_empty() && !Isbn::parse_all(value).is_empty() => {
                    draft.set(at, Field::Isbn)
                }
                "%B" if journal || book => draft.set(at, Field::Series),
                _ => {}
            }
        }
        provenance::settle(draft);
    }
}

/// `%W CNKI%0 Journal Article`: a type that fills the rest of the line, and a tag in the next.
fn glued(text: &str) -> Vec<usize> {
    tagged::begins_inside(text, "%0 ", tagged::is_kind, |next| tag_of(next).is_some())
}

/// The tag that begins a line: a per cent sign, one character, and a space or nothing.
fn tag_of(text: &str) -> Option<(&str, usize)> {
    let (tag, rest) = text.split_at_checked(2)?;
    let shaped = tag.starts_with('%') && tag.ends_with(|c: char| c.is_ascii_graphic() && c != '%');
    (shaped && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some((tag, 2))
}

/// What a tag means.
fn role(tag: &str) -> Option<Role> {
    let field = match tag.as_bytes() {
        b"%0" | b"%9" => Field::DocumentType,
        b"%A" => Field::Author,
        b"%E" => Field::Editor,
        b"%Y" | b"%?" | b"%H" => Field::Contributor,
        b"%T" => Field::Title,
        b"%Q" => Field::TranslatedTitle,
        b"%!" => Field::ShortTitle,
        b"%J" | b"%B" => Field::Container,
        b"%S" => Field::Series,
        b"%D" | b"%8" => Field::Date,
        b"%[" => Field::DateAccess,
        b"%=" => Field::DateEntry,
        b"%V" => Field::Volume,
        b"%N" => Field::Issue,
        b"%P" => Field::Pages,
        b"%7" => Field::Edition,
        b"%I" => Field::Publisher,
        b"%C" => Field::PublisherPlace,
        b"%R" => Field::Doi,
        b"%@" => Field::Issn,
        b"%M" => Field::Accession,
        b"%~" => Field::Database,
        b"%W" => Field::Platform,
        b"%G" => Field::Language,
        b"%X" => Field::Abstract,
        b"%K" => return Some(Role::list(Field::Keyword)),
        b"%+" => Field::Affiliation,
        b"%U" => Field::Url,
        b"%Z" | b"%O" | b"%<" => Field::Note,
        b"%1" | b"%2" | b"%3" | b"%4" | b"%6" | b"%#" | b"%$" | b"%&" | b"%(" | b"%)" | b"%*" | b"%>" | b"%F"
        | b"%L" | b"%]" | b"%^" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}
