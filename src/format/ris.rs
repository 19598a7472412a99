//! RIS, the exchange format that nearly every database writes, each in its own way.
//!
//! Specification: Research Information Systems, *RIS Format Specifications* (2001, revised 2011). What databases write
//! beyond it is in the tables of `tags`; what only a whole record tells is in `settle`; how to tell the databases apart
//! is in `dialect`.

mod dialect;
mod habits;
mod settle;
mod tags;

use std::sync::{Arc, LazyLock};

use memchr::memmem;

use super::tagged::{self, Draft, Lines, Mark, Role, Shape, Syntax, cut_between, line_begins, without_mark};
use super::{Format, Parsed};
use crate::diagnostic::{Diagnostic, excerpt};
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
        let tags = || {
            let dashed = tagged::head(source.text()).filter(|line| line.contains('-'));
            dashed.filter_map(|line| tags::of(line).map(|(tag, _)| tag))
        };
        match tags().filter(|tag| matches!(*tag, "TY" | "ER")).count() {
            0 if was_changed(source.text()) => 88,
            0 if tags().filter(|tag| tags::role(tag).is_some()).count() >= 3 => 40,
            0 => 0,
            _ => 90,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        if was_changed(source.text()) {
            return read_changed(source);
        }
        let run_on = tagged::head(source.text()).next().is_some_and(|line| {
            tags::of(line).is_some_and(|(_, value)| next_tag(&line[value..], |_, _| true).is_some())
        });
        let marked = markers(source.text());
        let blocks = if marked == 0 { blocks(source.text()) } else { 0 };
        let syntax = RisSyntax { lost_line_ends: run_on, blank_lines_part: blocks > 0, changed: false };
        let (records, log) = tagged::read(&syntax, source);
        let dialect = dialect::of(&records);
        tagged::parsed(source, (records, log), dialect, marked.max(blocks))
    }

    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        cut_between(text, from, "ER  -", "TY  - ")
    }
}

/// Whether a value of the record, from its type to its end, goes on in lines without a tag. The specification does not say that it may.
pub(crate) fn is_folded(record: &str) -> bool {
    let is_tagged = |line: &str| tags::of(line).is_some();
    let lines = record.split(['\n', '\r']).map(str::trim_end).filter(|line| !line.is_empty());
    let inside =
        lines.skip_while(|line| !is_tagged(line)).take_while(|line| tags::of(line).is_none_or(|(tag, _)| tag != "ER"));
    inside.into_iter().any(|line| !is_tagged(line))
}

/// Whether a text has lines of RIS, a type among them, only as another program left them.
fn was_changed(text: &str) -> bool {
    const ENOUGH: usize = 3;
    let head = || tagged::head(text);
    let begins = |tag: Option<(&str, usize)>| tag.is_some_and(|(tag, _)| tag == "TY");
    head().any(|line| begins(tags::of_changed(line)))
        && !head().any(|line| begins(tags::of(line)))
        && head().filter(|line| tags::of_changed(line).is_some()).count() >= ENOUGH
}

/// Reads what another program changed.
fn read_changed(source: &Arc<SourceFile>) -> Parsed {
    let text = source.text();
    let syntax = RisSyntax { lost_line_ends: false, blank_lines_part: false, changed: true };
    let (records, log) = tagged::read(&syntax, source);
    let tags = Lines::new(text, 0, 1).filter_map(|line| tags::of_changed(&text[line.start..line.end]));
    let (mut begins, mut ends) = (0, 0);
    tags.for_each(|(tag, _)| {
        begins += usize::from(tag == "TY");
        ends += usize::from(tag == "ER");
    });
    let dialect = dialect::of(&records);
    let mut parsed = tagged::parsed(source, (records, log), dialect, begins.max(ends));
    let first = tagged::head(text).find(|line| tags::of_changed(line).is_some()).unwrap_or_default();
    let message = format!("the lines are not those of RIS, but may have been: `{}`", excerpt(first));
    parsed.diagnostics.insert(0, Diagnostic::new("REA041", message).at(source.label(), 0, 0));
    parsed
}

struct RisSyntax {
    /// Whether tags follow each other in one line throughout, as in a file that was pasted through a form.
    lost_line_ends: bool,
    /// Whether the file has neither `TY` nor `ER`, so that only blank lines part its records.
    blank_lines_part: bool,
    /// Whether another program indented the lines, or changed blanks and hyphens.
    changed: bool,
}

impl Syntax for RisSyntax {
    fn format(&self) -> &'static str {
        "ris"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match tags::of(text) {
            Some((tag, value)) => Shape::Tag(tag, value),
            None => {
                let tag = if self.changed { tags::of_changed(text) } else { tags::of_dashed(text) };
                tag.map_or(Shape::Text, |(tag, value)| Shape::Tag(tag, value))
            }
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        match tag {
            "TY" => Mark::Begin,
            "ER" => Mark::End,
            // The last line of Web of Science's files, whatever their format.
            "EF" => Mark::Footer,
            _ => Mark::Value,
        }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        tags::role(tag)
    }

    fn has_end(&self) -> bool {
        true
    }

    fn separates(&self, _tag: &str, _first: &str) -> bool {
        self.blank_lines_part
    }

    /// Rayyan writes `U2` behind `UR` in one line. In prose only the tags that part records are believed, where nothing but a record's end
    /// or beginning stands behind them.
    fn run_on(&self, tag: &str, value: &str) -> Option<usize> {
        let prose = matches!(tag, "AB" | "N2" | "N1" | "TI" | "T1" | "KW") && !self.lost_line_ends;
        next_tag(value, |next, behind| !prose || parts_records(next, behind))
    }

    /// `2.`, `<2. >`, `Record #2 of 9`, `Provider: ...` announce a record; Ovid's link to the full text follows one.
    fn announces(&self, text: &str) -> bool {
        !text.trim_start().starts_with("Link to the Ovid")
    }

    /// The preambles of Cochrane, JSTOR and APA PsycNet name the database and its provider.
    fn announcement<'a>(&self, text: &'a str) -> Option<(&'a str, Field, usize)> {
        let (name, value) = text.split_once(':')?;
        let field = match name {
            "Database" => Field::Database,
            "Provider" => Field::Platform,
            "Content" => Field::Other,
            _ => return None,
        };
        Some((name, field, text.len() - value.len()))
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        settle::record(draft);
    }

    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        Ris.cut(text, from)
    }
}

/// Whether a tag inside prose parts records: `ER` with nothing behind it, `TY` with a type, or either with another tag behind.
fn parts_records(tag: &str, behind: &str) -> bool {
    let behind = behind.trim();
    let is_done = |rest: &str| rest.is_empty() || tags::of(rest).is_some_and(|(tag, _)| tags::role(tag).is_some());
    let (kind, rest) = behind.split_once(char::is_whitespace).unwrap_or((behind, ""));
    let is_type = (2..=8).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    match tag {
        "ER" => is_done(behind),
        "TY" => is_type && is_done(rest.trim_start()),
        _ => false,
    }
}

/// What stands between a tag and its value.
static DASH: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("  - "));

/// Where in `value` a known tag begins that passes `test`, which gets the tag and what stands behind it.
fn next_tag(value: &str, test: impl Fn(&str, &str) -> bool) -> Option<usize> {
    DASH.find_iter(value.as_bytes()).find_map(|dash| {
        let start = dash.checked_sub(2)?;
        let apart = start == 0
            || value.as_bytes()[start - 1].is_ascii_whitespace()
            || value.get(..start).is_some_and(|before| before.ends_with('\u{feff}'));
        let tag = value.get(start..dash)?;
        (apart && tags::role(tag).is_some() && test(tag, &value[dash + "  - ".len()..])).then_some(start)
    })
}

/// Lines that begin a record, or lines that end one where these are more.
fn markers(text: &str) -> usize {
    let begins = line_begins(text, "TY", |rest| rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('-'));
    let ends = line_begins(text, "ER", |rest| rest.starts_with([' ', '\t']) && rest.trim() == "-");
    begins.max(ends)
}

/// How many runs of lines without a blank one begin with a tag; 0 for a text in which blank lines part the values of a record
/// rather than records, as in a copy from a word processor.
fn blocks(text: &str) -> usize {
    let (mut blocks, mut tags, mut after_blank) = (0, 0, true);
    for line in Lines::new(without_mark(text), 0, 1) {
        let line = &without_mark(text)[line.start..line.end];
        let is_tag = tags::of(line).is_some();
        tags += usize::from(is_tag);
        blocks += usize::from(is_tag && after_blank);
        after_blank = line.trim().is_empty();
    }
    if blocks * 2 <= tags { blocks } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> (Vec<String>, usize) {
        let parsed = Ris.read(&Arc::new(SourceFile::new("a.ris", text.as_bytes().to_vec())));
        (parsed.records.iter().map(|record| record.title().unwrap_or_default().to_owned()).collect(), parsed.markers)
    }

    #[test]
    fn a_tag_inside_prose_parts_records_only_where_it_can() {
        let all = |text: &str| {
            let parsed = Ris.read(&Arc::new(SourceFile::new("a.ris", text.as_bytes().to_vec())));
            let notes = parsed.records.iter().flat_map(|record| record.all(Field::Note)).map(str::to_owned);
            (parsed.records.len(), notes.collect::<Vec<_>>())
        };
        let one = "TY  - JOUR\nN1  - taken in the ER  - and seen later; TY  - ping errors\nTI  - One\nER  - \n";
        assert_eq!(all(one), (1, vec!["taken in the ER  - and seen later; TY  - ping errors".to_owned()]));
        let two = "TY  - JOUR\nTI  - One\nN1  - a note ER  - TY  - JOUR\nTI  - Two\nER  - \n";
        assert_eq!(all(two), (2, vec!["a note".to_owned()]));
    }

    #[test]
    fn a_line_behind_the_type_is_no_part_of_it_and_text_behind_the_end_is_told() {
        let text = "TY  - JOUR\na loose line\nTI  - One\nER  - 12 of 30\n\nTY  - BOOK\nTI  - Two\nER  - \n";
        let parsed = Ris.read(&Arc::new(SourceFile::new("a.ris", text.as_bytes().to_vec())));
        let types: Vec<_> = parsed.records.iter().map(|record| record.first(Field::DocumentType)).collect();
        assert_eq!(types, [Some("JOUR"), Some("BOOK")]);
        let codes: Vec<_> = parsed.diagnostics.iter().map(|one| (one.code, one.line)).collect();
        assert_eq!(codes, [("REA006", 2), ("REA006", 4)]);
        let kept: Vec<_> = parsed.records.record(0).all(Field::Other).collect();
        assert_eq!(kept, ["a loose line", "12 of 30"]);
    }

    #[test]
    fn the_footer_of_web_of_science_is_no_record() {
        for footer in ["EF  - ", "EF  -", "EF"] {
            let text = format!("TY  - JOUR\nTI  - One\nER  - \n\n{footer}\n");
            assert_eq!(titles(&text), (vec!["One".to_owned()], 1), "{footer}");
        }
        let inside = "TY  - JOUR\nEF  - kept\nTI  - One\nER  - \n";
        let parsed = Ris.read(&Arc::new(SourceFile::new("a.ris", inside.as_bytes().to_vec())));
        let kept: Vec<_> = parsed.records.iter().flat_map(|record| record.all(Field::Other)).collect();
        assert_eq!((parsed.records.len(), kept), (1, vec!["kept"]));
    }

    #[test]
    fn records_without_begin_and_end_are_parted_by_blank_lines() {
        let text = "AU  - Doe, J\nTI  - One\nAB  - A text\n\nTI  - Two\nAU  - Roe, R\nPY  - 2001\n\n\nT1  - Three\r\nY1  - 2002\r\n";
        assert_eq!(titles(text), (vec!["One".to_owned(), "Two".to_owned(), "Three".to_owned()], 3));
        let spaced = "TI  - One\n\nAU  - Doe, J\n\nPY  - 2001\n\nAB  - A text\n";
        assert_eq!(titles(spaced).0, ["One"], "blank lines between the values of one record");
    }
}
