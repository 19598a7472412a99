//! BibTeX and BibLaTeX, as databases, reference managers and people write it.
//!
//! Entries are read whole first, since they may take values from one another (`crossref`) and from macros defined anywhere.

mod fields;
mod latex;
mod names;
mod scan;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::FixedState;
use scan::{Entries, Entry, Fault, Part as ValuePart};

use super::log::Log;
use super::slices::{self, Part, Slice};
use super::tagged::Draft;
use super::{Format, Parsed, html, provenance};
use crate::diagnostic::excerpt;
use crate::source::SourceFile;

/// BibTeX.
pub struct Bibtex;

impl Format for Bibtex {
    fn name(&self) -> &'static str {
        "bibtex"
    }

    fn about(&self) -> &'static str {
        "BibTeX and BibLaTeX: Web of Science, Scopus, ACM, IEEE, Zotero, Mendeley, JabRef, Rayyan, CoLRev; also with missing braces, \
         commas or keys, and macros that are defined nowhere."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        const HEAD: usize = 1 << 18;
        let text = source.text();
        let head = &text[..text.floor_char_boundary(HEAD)];
        let mut entries = Entries::new(head);
        match entries.find(|entry| is_record(head, entry) || is_definition(head, entry)) {
            // In a page, what looks like an entry is a rule of its style (`@media`), unless it is shown as text.
            Some(entry) if html::begins_page(head) && !is_shown(&head[..entry.bytes.start]) => 0,
            Some(entry) if at_line_start(head, entry.bytes.start) => 90,
            Some(_) => 30,
            None if head.trim_start().starts_with("@comment") => 30,
            None => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let (bibliography, slices) = Bibliography::new(source.text());
        let (records, log) = slices::read::<Reader, _>(source, self.name(), slices, &bibliography);
        Parsed { records, diagnostics: log.finish(source.label()), dialect: "", markers: markers(source.text()) }
    }
}

/// Whether the text goes on inside an element of a page that shows it as it is.
fn is_shown(before: &str) -> bool {
    before.rfind('<').is_some_and(|at| before[at..].get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("<pre")))
}

/// Reads one entry after the other.
#[derive(Default)]
struct Reader;

impl<'t> slices::Reader<Bibliography<'t>> for Reader {
    fn read(&mut self, bibliography: &Bibliography<'t>, slice: &Slice, line: u32, out: &mut Part<'_>) {
        // Once more, since the fields of all entries together would take as much room as the file.
        let Some(entry) = Entries::within(out.text, &slice.bytes()).next() else { return };
        if entry.commented_out {
            let message = || format!("`{}`", excerpt(first_line(out.text, &entry)));
            return out.log.add("BIB005", line, 0, "", message);
        }
        out.records.begin(slice.bytes().start, line);
        faults(out.text, &entry, line, out.records.len() as u32, &mut out.log);
        fields::write(bibliography, &entry, line, &mut out.records, &mut out.log);
        provenance::settle(&mut Draft::new(&mut out.records, &mut out.log, out.text, line));
        out.records.end(slice.bytes().end);
    }
}

/// Entries that are no records.
const DEFINITIONS: [&str; 3] = ["string", "preamble", "comment"];

fn is_definition(text: &str, entry: &Entry) -> bool {
    DEFINITIONS[..2].iter().any(|name| text[entry.kind.clone()].eq_ignore_ascii_case(name))
}

/// Whether an entry is a record: it has a key or a field. `@media {...}` of a style sheet has neither.
fn is_record(text: &str, entry: &Entry) -> bool {
    let defines = DEFINITIONS.iter().any(|name| text[entry.kind.clone()].eq_ignore_ascii_case(name));
    !defines && !entry.commented_out && (!entry.fields.is_empty() || !entry.key.is_empty())
}

fn at_line_start(text: &str, at: usize) -> bool {
    text[..at]
        .trim_end_matches([' ', '\t', '\u{feff}'])
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '\n' | '\r' | '}'))
}

fn first_line<'t>(text: &'t str, entry: &Entry) -> &'t str {
    text[entry.bytes.start..].lines().next().unwrap_or_default()
}

fn faults(text: &str, entry: &Entry, line: u32, number: u32, log: &mut Log) {
    for fault in &entry.faults {
        match fault {
            Fault::Unclosed => log.add("BIB001", line, number, "", || {
                format!(
                    "a brace or quote is never closed; read as far as it goes: `{}`",
                    excerpt(first_line(text, entry))
                )
            }),
            Fault::Skipped(range) => {
                log.add("BIB003", line, number, "", || {
                    format!("text that is no field was left out: `{}`", excerpt(&text[range.clone()]))
                });
            }
        }
    }
}

/// Lines that begin with `@type{` or `@type(`, without definitions: counted without looking at braces.
fn markers(text: &str) -> usize {
    let starts_record = |line: &&str| {
        let Some(rest) = line.trim_start_matches(['\u{feff}', ' ', '\t', '}']).strip_prefix('@') else { return false };
        let kind = rest.trim_start();
        let end = kind.find(|c: char| !c.is_alphanumeric()).unwrap_or(kind.len());
        let opens = kind[end..].trim_start().is_empty() || kind[end..].trim_start().starts_with(['{', '(']);
        end > 0 && opens && !DEFINITIONS.iter().any(|name| kind[..end].eq_ignore_ascii_case(name))
    };
    text.split(['\n', '\r']).filter(starts_record).count()
}

/// What the entries of a file need of one another.
#[derive(Debug)]
pub(super) struct Bibliography<'t> {
    text: &'t str,
    macros: HashMap<String, Vec<ValuePart>, FixedState>,
    /// The entries that others name in `crossref`, by their keys.
    parents: HashMap<String, Entry, FixedState>,
}

impl<'t> Bibliography<'t> {
    /// Macros and parents of `text`, and where its records and the entries that are commented out stand.
    fn new(text: &'t str) -> (Self, Vec<Slice>) {
        let mut bibliography = Self { text, macros: HashMap::default(), parents: HashMap::default() };
        let (mut slices, mut named) = (Vec::new(), HashSet::<String, FixedState>::default());
        for entry in Entries::new(text) {
            if text[entry.kind.clone()].eq_ignore_ascii_case("string") {
                let defined =
                    entry.fields.iter().map(|field| (text[field.name.clone()].to_lowercase(), field.parts.clone()));
                bibliography.macros.extend(defined);
            } else if entry.commented_out || is_record(text, &entry) {
                let crossref =
                    entry.fields.iter().find(|field| text[field.name.clone()].eq_ignore_ascii_case("crossref"));
                named.extend(crossref.map(|field| bibliography.value(&field.parts, |_| {}).trim().to_lowercase()));
                slices.push(Slice::new(entry.bytes.clone(), !entry.faults.contains(&Fault::Unclosed)));
            }
        }
        let entries = slices.iter().filter_map(|slice| Entries::within(text, &slice.bytes()).next());
        for entry in entries.take(if named.is_empty() { 0 } else { usize::MAX }) {
            let key = text[entry.key.clone()].to_lowercase();
            if !entry.commented_out && named.contains(&key) {
                bibliography.parents.entry(key).or_insert(entry);
            }
        }
        (bibliography, slices)
    }

    /// The entry with this key; keys do not tell capitals apart.
    fn entry(&self, key: &str) -> Option<&Entry> {
        self.parents.get(&key.trim().to_lowercase())
    }

    /// The value of a field: its parts joined, macros in place of their names. A name that is defined nowhere stands for itself
    /// and is given to `undefined`.
    fn value(&self, parts: &[ValuePart], mut undefined: impl FnMut(&str)) -> Cow<'t, str> {
        if let [ValuePart::Text(range)] = parts {
            return Cow::Borrowed(&self.text[range.clone()]);
        }
        let mut out = String::new();
        self.expand(parts, 0, &mut out, &mut undefined);
        Cow::Owned(out)
    }

    fn expand(&self, parts: &[ValuePart], depth: usize, out: &mut String, undefined: &mut dyn FnMut(&str)) {
        // Macros of macros; what doubles with every step is stopped by its length.
        const DEEPEST: usize = 8;
        const LONGEST: usize = 1 << 16;
        for part in parts {
            match part {
                ValuePart::Text(range) => out.push_str(&self.text[range.clone()]),
                ValuePart::Word(range) => {
                    let word = &self.text[range.clone()];
                    match self.macros.get(&word.to_lowercase()) {
                        Some(parts) if depth < DEEPEST && out.len() < LONGEST => {
                            self.expand(parts, depth + 1, out, undefined);
                        }
                        _ => {
                            if !is_known_word(word) {
                                undefined(word);
                            }
                            out.push_str(word);
                        }
                    }
                }
            }
        }
    }
}

/// Numbers, and the months that every style defines.
fn is_known_word(word: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    word.starts_with(|c: char| c.is_ascii_digit()) || MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
}
