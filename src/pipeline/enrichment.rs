//! What services gave for records of the review (`enrichment/*.jsonl`), put to the records that lack it.
//!
//! Invariants: no value of an export is replaced, and none is added beside one; a value is taken only where the service
//! means the same report by its title, also where another found its identifier by that title; where services contradict each other none is believed, and each is told; a line
//! that cannot be read costs no other; nothing is excluded by a flag.

mod found;
mod said;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Ingested;
use crate::diagnostic::{Diagnostic, excerpt};
use crate::matching::{same_title, title_key};
use crate::record::identifier::Doi;
use crate::record::{Added, ENRICHMENT, Field, LED, Record, RecordFile, RecordFileBuilder, RecordTable};
use crate::source::SourceFile;
use crate::wire::enrichment::{Line, VERSION};
use said::{Said, taken};

pub use found::identified;

/// By what a service finds a report, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// Its DOI.
    Doi,
    /// Its PubMed identifier.
    Pmid,
    /// Its title.
    Title,
}

impl By {
    /// Every way, in order.
    pub const ALL: [Self; 3] = [Self::Doi, Self::Pmid, Self::Title];

    /// The word in a line of enrichment.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::Title => "title",
        }
    }
}

/// The fields that services fill: nothing by which a report is recognised, but for identifiers.
pub const FILLED: [Field; 7] =
    [Field::DocumentType, Field::Doi, Field::Pmid, Field::Pmcid, Field::Issn, Field::Language, Field::Abstract];

/// What a flag may say, with its code.
pub const FLAGS: [(&str, &str); 4] =
    [("retracted", "ENR004"), ("corrected", "ENR005"), ("concern", "ENR006"), ("preprint", PREPRINT)];

/// The code of a version that was not reviewed yet: of another report that is of no interest.
const PREPRINT: &str = "ENR007";
/// Said of a flag that came with another title than the record's.
const UNDER_ANOTHER_TITLE: &str = " under the same identifier, with another title (see whether it is this report)";

/// The code of what services say in different ways.
pub const CONTRADICTION: &str = "ENR008";

/// Longest value that is taken, in bytes; the longest abstracts have some ten thousand.
const LONGEST: usize = 1 << 20;

/// Everything by which a service may be asked about a record, the surest first.
pub fn keys_of(record: Record<'_>) -> Vec<(By, String)> {
    let written = record.all(Field::Doi).filter_map(Doi::parse).chain(record.doi());
    let dois: BTreeSet<String> = written.map(|doi| doi.as_str().to_owned()).collect();
    let mut keys: Vec<_> = dois.into_iter().map(|doi| (By::Doi, doi)).collect();
    keys.extend(record.pmid().map(|pmid| (By::Pmid, pmid.as_str().to_owned())));
    keys.extend(record.title().and_then(title_key).map(|title| (By::Title, title)));
    keys
}

/// Whether a record has no value for a field.
pub fn lacks(record: Record<'_>, field: Field) -> bool {
    record.first(field).is_none() && (field != Field::Doi || record.doi().is_none())
}

/// Whether what a service says of a report titled `title`, of `year`, may be taken for `record`, which it found `by`.
pub fn means(record: Record<'_>, by: By, title: &str, year: Option<i16>) -> bool {
    const TITLES: [Field; 4] = [Field::Title, Field::OriginalTitle, Field::TranslatedTitle, Field::ShortTitle];
    let titles = record.values().filter(|value| TITLES.contains(&value.field()));
    let near = |(a, b): (i16, i16)| a.abs_diff(b) <= 1;
    let same_time = by != By::Title || record.year().zip(year).is_none_or(near);
    same_time && titles.into_iter().any(|value| same_title(value.value(), title))
}

/// The lines of all files of enrichment.
pub(super) struct Enrichment {
    files: Vec<Arc<SourceFile>>,
    lines: Vec<Known>,
    by_key: HashMap<(By, String), Vec<usize>, FixedState>,
    diagnostics: Vec<Diagnostic>,
}

/// A line that could be read, with its place.
struct Known {
    file: usize,
    number: u32,
    by: By,
    line: Line,
    says: Says,
}

/// An identifier that a line gives for the title of a record, with the number of its file.
struct Found {
    key: (By, String),
    file: usize,
}

impl Found {
    fn gives(&self, field: Field) -> bool {
        matches!((self.key.0, field), (By::Doi, Field::Doi) | (By::Pmid, Field::Pmid))
    }
}

/// What a line says.
#[derive(Clone, Copy)]
enum Says {
    /// The value of a field.
    Value(Field),
    /// Something of which people should know, with its code.
    Flag(&'static str),
}

impl Enrichment {
    /// Reads the files, in the order of their names.
    pub(super) fn read(files: &[Arc<SourceFile>]) -> Self {
        let mut files = files.to_vec();
        files.sort_by(|a, b| a.label().cmp(b.label()));
        let (mut lines, mut diagnostics) = (Vec::new(), Vec::new());
        for (file, source) in files.iter().enumerate() {
            let numbered = source.text().lines().enumerate().filter(|(_, text)| !text.trim().is_empty());
            for (at, text) in numbered {
                let number = at as u32 + 1;
                match read_line(text.trim_start_matches('\u{feff}')) {
                    Ok((by, line, says)) => lines.push(Known { file, number, by, line, says }),
                    Err(why) => diagnostics.push(Diagnostic::new("ENR001", why).at(source.label(), number, 0)),
                }
            }
        }
        let mut by_key: HashMap<_, Vec<usize>, FixedState> = HashMap::default();
        for (at, known) in lines.iter().enumerate() {
            by_key.entry((known.by, known.line.key.clone())).or_default().push(at);
        }
        Self { files, lines, by_key, diagnostics }
    }

    /// Puts every value to the records that lack it, and tells what the flags say.
    pub(super) fn add_to(mut self, ingested: &mut Ingested) {
        ingested.diagnostics.append(&mut self.diagnostics);
        if self.lines.is_empty() {
            return;
        }
        let mut used = vec![false; self.lines.len()];
        let files = std::mem::take(&mut ingested.records).into_files();
        let files = files.into_iter().map(|file| self.added(file, &mut used, &mut ingested.diagnostics)).collect();
        ingested.records = RecordTable::new(files);
        ingested.diagnostics.extend(self.without_record(&used));
    }

    fn added(&self, file: RecordFile, used: &mut [bool], diagnostics: &mut Vec<Diagnostic>) -> RecordFile {
        let mut added = Vec::new();
        for (at, record) in file.iter().enumerate() {
            let (lines, found) = self.about(record);
            lines.iter().for_each(|&line| used[line] = true);
            let (ours, others): (Vec<&Known>, Vec<&Known>) =
                lines.into_iter().map(|line| &self.lines[line]).partition(|known| known.means(record, &found));
            for field in FILLED.into_iter().filter(|&field| lacks(record, field)) {
                match self.value(field, &ours, &found) {
                    Ok(values) => added.extend(values.into_iter().map(|value| Added { record: at, ..value })),
                    Err(said) => diagnostics.push(self.contradiction(record, field, &said)),
                }
            }
            diagnostics.extend(self.flags(record, &ours, &found, ""));
            let grave: Vec<&Known> = others.iter().copied().filter(|known| known.is_grave()).collect();
            diagnostics.extend(self.flags(record, &grave, &found, UNDER_ANOTHER_TITLE));
            diagnostics.extend(self.other_titles(record, &others));
        }
        if added.is_empty() { file } else { RecordFileBuilder::with_added(file, &added) }
    }

    /// The lines that speak of a record by its keys, or by the identifiers that lines found for its title; and these.
    fn about(&self, record: Record<'_>) -> (Vec<usize>, Vec<Found>) {
        let of = |key: &(By, String)| self.by_key.get(key).into_iter().flatten().copied();
        let mut lines: Vec<usize> = keys_of(record).iter().flat_map(of).collect();
        let said: Vec<&Line> = lines.iter().map(|&line| &self.lines[line].line).collect();
        let found = identified(record, &said).into_iter().map(|(by, key, at)| {
            let file = self.lines[lines[at]].file;
            Found { key: (by, key), file }
        });
        let found: Vec<Found> = found.collect();
        lines.extend(found.iter().flat_map(|found| of(&found.key)));
        lines.sort_unstable();
        lines.dedup();
        (lines, found)
    }

    /// What a record gains for a field that it lacks.
    ///
    /// # Errors
    /// If what the services say does not fit together: the lines that say so.
    fn value<'k>(&self, field: Field, ours: &[&'k Known], found: &[Found]) -> Result<Vec<Added>, Vec<&'k Known>> {
        let lines: Vec<&Known> = ours.iter().copied().filter(|known| known.fills(field)).collect();
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let said: Vec<Said<'_>> =
            lines.iter().map(|known| Said { file: known.file, value: &known.line.value }).collect();
        let name = |file: usize| stem(self.files[file].label());
        let added = |said: &Said<'_>| {
            let is_it = |known: &&&Known| (known.file, known.line.value.as_str()) == (said.file, said.value);
            let led = lines.iter().filter(is_it).find_map(|known| known.led_by(found));
            let led = led.map_or_else(String::new, |found| format!("{LED}{}", name(found.file)));
            // Who is asked by an identifier repeats it, and did not find it.
            let tag = match found.iter().find(|found| found.gives(field)) {
                Some(found) => format!("{ENRICHMENT}{}", name(found.file)),
                None => format!("{ENRICHMENT}{}{led}", name(said.file)),
            };
            Added { record: 0, tag, field, value: said.value.to_owned() }
        };
        taken(field, &said).map(|taken| taken.iter().map(added).collect()).ok_or(lines)
    }

    /// What each service says of a field, and where.
    fn contradiction(&self, record: Record<'_>, field: Field, said: &[&Known]) -> Diagnostic {
        let mut told = BTreeSet::new();
        let each = said.iter().filter(|known| told.insert((known.file, &known.line.value)));
        let each: Vec<String> =
            each.map(|known| format!("“{}” ({})", excerpt(&known.line.value), self.place(known))).collect();
        let title = excerpt(record.title().unwrap_or_default());
        about(record, CONTRADICTION, format!("{}: {}: nothing was taken for “{title}”", field.name(), each.join(", ")))
    }

    /// What flags say of a record, and `how` surely.
    fn flags(&self, record: Record<'_>, ours: &[&Known], found: &[Found], how: &str) -> Vec<Diagnostic> {
        let mut told = BTreeSet::new();
        let flags = ours.iter().filter_map(|known| match known.says {
            Says::Flag(code) if told.insert((code, known.file)) => Some((known, code)),
            _ => None,
        });
        let tell = |(known, code): (&&Known, &'static str)| {
            let words =
                if known.line.value == "true" { String::new() } else { format!(" ({})", excerpt(&known.line.value)) };
            let title = excerpt(record.title().unwrap_or_default());
            let led = known.led_by(found).map_or_else(String::new, |found| {
                let file = self.files[found.file].label();
                format!(" of the {} {}, which {file} gives for the title", known.line.by, known.line.key)
            });
            let message = format!("{}{words}, {} says{led}{how}: {title}", known.line.field, self.place(known));
            about(record, code, message)
        };
        flags.map(tell).collect()
    }

    /// One remark for each service that means another report.
    fn other_titles(&self, record: Record<'_>, others: &[&Known]) -> Vec<Diagnostic> {
        let mut told = BTreeSet::new();
        // A title that was looked up is folded: another year is no other report of the same identifier.
        let asked = others.iter().filter(|known| known.by != By::Title && told.insert((known.file, &known.line.key)));
        let tell = |known: &&Known| {
            let Line { by, key, title, .. } = &known.line;
            let given = if title.is_empty() { "no title".to_owned() } else { format!("“{}”", excerpt(title)) };
            let ours = excerpt(record.title().unwrap_or_default());
            let message =
                format!("{} gives {given} for the {by} {key} of “{ours}”: no value was taken", self.place(known));
            about(record, "ENR002", message)
        };
        asked.map(tell).collect()
    }

    /// One remark for each file with lines of which no record has need.
    fn without_record(&self, used: &[bool]) -> Vec<Diagnostic> {
        let mut remarks = Vec::new();
        for (number, file) in self.files.iter().enumerate() {
            let of_file = || self.lines.iter().zip(used).filter(|(known, _)| known.file == number);
            let unused = of_file().filter(|(_, used)| !**used).count();
            if unused > 0 {
                let message = format!("{unused} of {} lines speak of no record of the review", of_file().count());
                remarks.push(Diagnostic::new("ENR003", message).at(file.label(), 0, 0));
            }
        }
        remarks
    }

    fn place(&self, known: &Known) -> String {
        format!("{}:{}", self.files[known.file].label(), known.number)
    }
}

impl Known {
    fn fills(&self, field: Field) -> bool {
        matches!(self.says, Says::Value(other) if other == field)
    }

    /// Whether it warns of a report that an identifier names, so that it is told whatever title comes with it: a notice has a
    /// title of its own, and a translation another.
    fn is_grave(&self) -> bool {
        self.by != By::Title && matches!(self.says, Says::Flag(code) if code != PREPRINT)
    }

    /// Whether it may be taken for a record. An identifier that was found by the title is no surer than the title.
    fn means(&self, record: Record<'_>, found: &[Found]) -> bool {
        let by = if self.key_in(found).is_some() { By::Title } else { self.by };
        means(record, by, &self.line.title, self.line.year.parse().ok())
    }

    /// The identifier that led to it, where the record does not have that itself and another service gave it.
    fn led_by<'f>(&self, found: &'f [Found]) -> Option<&'f Found> {
        self.key_in(found).filter(|found| found.file != self.file)
    }

    fn key_in<'f>(&self, found: &'f [Found]) -> Option<&'f Found> {
        found.iter().find(|found| (found.key.0, &found.key.1) == (self.by, &self.line.key))
    }
}

fn about(record: Record<'_>, code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(code, message).at(record.file().source().label(), record.line(), record.number())
}

/// `openalex` of `enrichment/openalex.jsonl`.
fn stem(label: &str) -> &str {
    let name = label.rsplit('/').next().unwrap_or(label);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn read_line(text: &str) -> Result<(By, Line, Says), String> {
    let line: Line = serde_json::from_str(text).map_err(|error| format!("the line is no enrichment: {error}"))?;
    if line.v != VERSION {
        return Err(format!("the line has version {}, which is not known", line.v));
    }
    let Some(by) = By::ALL.into_iter().find(|by| by.name() == line.by) else {
        return Err(format!("`{}` is none of doi, pmid, title", excerpt(&line.by)));
    };
    let value = || Field::from_name(&line.field).filter(|field| FILLED.contains(field)).map(Says::Value);
    let flag = || FLAGS.iter().find(|(name, _)| *name == line.field).map(|(_, code)| Says::Flag(code));
    let says = match line.kind.as_str() {
        "value" => value().ok_or_else(|| format!("`{}` is no field that is filled", excerpt(&line.field)))?,
        "flag" => flag().ok_or_else(|| format!("`{}` is no flag", excerpt(&line.field)))?,
        other => return Err(format!("`{}` is neither `value` nor `flag`", excerpt(other))),
    };
    if line.value.trim().is_empty() || line.value.len() > LONGEST {
        return Err(format!("its value has {} bytes; one of 1 to {LONGEST} is taken", line.value.len()));
    }
    Ok((by, line, says))
}

#[cfg(test)]
mod tests {
    use super::super::{ExportFile, ingest_with};
    use super::*;

    /// Made up: an article without an abstract, a chapter with the DOI of its book, a record without identifiers.
    const EXPORT: &str = "\
TY  - JOUR\nTI  - Leaders of coproduction in four towns\nDO  - 10.5555/1\nPY  - 2016\nLA  - eng\nER  - \n\
TY  - CHAP\nTI  - Four towns and their many leaders\nDO  - 10.5555/book\nPY  - 2016\nER  - \n\
TY  - JOUR\nTI  - Followers and leaders in coproduced services\nPY  - 2015\nER  - \n";

    fn line(by: &str, key: &str, kind: &str, field: &str, value: &str, title: &str) -> String {
        let line = Line {
            v: 1,
            by: by.to_owned(),
            key: key.to_owned(),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value: value.to_owned(),
            title: title.to_owned(),
            year: "2016".to_owned(),
            from: "openalex".to_owned(),
            export: "enrichment/answers/a.json".to_owned(),
            sha256: String::new(),
            at: "2026-11-22T00:00:00Z".to_owned(),
        };
        serde_json::to_string(&line).unwrap_or_default()
    }

    fn file(label: &str, text: &str) -> Arc<SourceFile> {
        Arc::new(SourceFile::new(label, text.as_bytes().to_vec()))
    }

    fn enriched(files: &[(&str, Vec<String>)]) -> Ingested {
        let exports = vec![ExportFile { source: file("exports/a.ris", EXPORT), search: 0 }];
        let files: Vec<_> = files.iter().map(|(label, lines)| file(label, &lines.join("\n"))).collect();
        ingest_with(exports, &files)
    }

    fn said(ingested: &Ingested) -> Vec<(&'static str, u32, u32)> {
        ingested.diagnostics.iter().map(|found| (found.code, found.line, found.entry)).collect()
    }

    fn value(ingested: &Ingested, record: usize, field: Field) -> Option<(String, Option<String>)> {
        let record = ingested.records.files()[0].record(record);
        let mut values = record.values().filter(|value| value.field() == field);
        values.next().map(|value| (value.value().to_owned(), value.enriched_by().map(str::to_owned)))
    }

    #[test]
    fn a_gap_is_filled_with_its_origin_and_no_value_is_replaced() {
        let title = "Leaders of Coproduction in Four Towns.";
        let ingested = enriched(&[
            (
                "enrichment/openalex.jsonl",
                vec![
                    line("doi", "10.5555/1", "value", "abstract", "Of towns.", title),
                    line("doi", "10.5555/1", "value", "language", "it", title),
                ],
            ),
            (
                "enrichment/crossref.jsonl",
                vec![
                    line("doi", "10.5555/1", "value", "issn", "1234-5679", title),
                    line("doi", "10.5555/1", "value", "issn", "2049-3630", title),
                    line("doi", "10.5555/1", "flag", "retracted", "true", title),
                ],
            ),
        ]);
        let openalex = Some("openalex".to_owned());
        assert_eq!(value(&ingested, 0, Field::Abstract), Some(("Of towns.".to_owned(), openalex)));
        assert_eq!(value(&ingested, 0, Field::Language), Some(("eng".to_owned(), None)));
        assert_eq!(ingested.records.files()[0].record(0).issns().len(), 2);
        assert_eq!(said(&ingested), [("ENR004", 1, 1)]);
        assert!(ingested.diagnostics[0].message.contains("enrichment/crossref.jsonl:3"), "{:?}", ingested.diagnostics);
        assert_eq!(ingested.records.files()[0].record(2).title(), Some("Followers and leaders in coproduced services"));
    }

    #[test]
    fn services_that_contradict_each_other_are_told_and_none_is_believed() {
        let title = "Four towns and their many leaders";
        let says = |service: &str, field: &str, value: &str| {
            let line = line("doi", "10.5555/book", "value", field, value, title);
            (format!("enrichment/{service}.jsonl"), vec![line])
        };
        let of = |said: &[(String, Vec<String>)]| {
            let files: Vec<(&str, Vec<String>)> =
                said.iter().map(|(label, lines)| (label.as_str(), lines.clone())).collect();
            enriched(&files)
        };
        let ingested = of(&[says("crossref", "language", "en"), says("openalex", "language", "it")]);
        assert_eq!((value(&ingested, 1, Field::Language), said(&ingested)), (None, vec![("ENR008", 7, 2)]));
        let told = &ingested.diagnostics[0].message;
        for words in ["language: ", "“en” (enrichment/crossref.jsonl:1)", "“it” (enrichment/openalex.jsonl:1)", title]
        {
            assert!(told.contains(words), "{words} is not in {told}");
        }
        let ingested = of(&[says("crossref", "language", "en"), says("openalex", "language", "eng")]);
        let crossref = Some("crossref".to_owned());
        assert_eq!(
            (value(&ingested, 1, Field::Language), said(&ingested)),
            (Some(("en".to_owned(), crossref)), vec![])
        );
    }

    #[test]
    fn a_chapter_takes_nothing_from_its_book() {
        let book = "The Handbook of Coproduction";
        let ingested = enriched(&[(
            "enrichment/crossref.jsonl",
            vec![
                line("doi", "10.5555/book", "value", "abstract", "Of the book.", book),
                line("doi", "10.5555/book", "flag", "retracted", "true", book),
            ],
        )]);
        assert_eq!(value(&ingested, 1, Field::Abstract), None);
        // That the book was retracted is told all the same; it excludes nothing.
        assert_eq!(said(&ingested), [("ENR004", 7, 2), ("ENR002", 7, 2)]);
        assert!(ingested.diagnostics[0].message.contains("with another title"), "{}", ingested.diagnostics[0].message);
    }

    #[test]
    fn a_title_is_believed_of_the_same_year_only() {
        let title = "Followers and Leaders in Coproduced Services";
        let key = title_key(title).unwrap_or_default();
        let found = line("title", &key, "value", "doi", "10.5555/3", title);
        let ingested = enriched(&[("enrichment/semanticscholar.jsonl", vec![found.clone()])]);
        assert_eq!(value(&ingested, 2, Field::Doi).map(|(doi, _)| doi).as_deref(), Some("10.5555/3"));
        let later = found.replace("\"2016\"", "\"2019\"");
        let ingested = enriched(&[("enrichment/semanticscholar.jsonl", vec![later])]);
        assert_eq!((value(&ingested, 2, Field::Doi), said(&ingested)), (None, vec![]));
    }

    #[test]
    fn an_identifier_found_by_the_title_leads_to_what_others_say_of_it() {
        let title = "Followers and Leaders in Coproduced Services";
        let key = title_key(title).unwrap_or_default();
        let given = line("title", &key, "value", "doi", "10.5555/3", title);
        let of_doi =
            |kind: &str, field: &str, value: &str, title: &str| line("doi", "10.5555/3", kind, field, value, title);
        let openalex = vec![of_doi("value", "language", "en", title), of_doi("flag", "retracted", "true", title)];
        let scholar = ("enrichment/semanticscholar.jsonl", vec![given.clone()]);
        let ingested = enriched(&[scholar.clone(), ("enrichment/openalex.jsonl", openalex.clone())]);
        let language = |ingested: &Ingested| {
            let record = ingested.records.files()[0].record(2);
            let value = record.values().find(|value| value.field() == Field::Language);
            value
                .map(|value| (value.value().to_owned(), value.tag().to_owned(), value.enriched_by().map(str::to_owned)))
        };
        let chain = ("en".to_owned(), "enrichment:openalex<semanticscholar".to_owned(), Some("openalex".to_owned()));
        assert_eq!((language(&ingested), said(&ingested)), (Some(chain), vec![("ENR004", 12, 3)]));
        let told = &ingested.diagnostics[0].message;
        assert!(
            told.contains("of the doi 10.5555/3, which enrichment/semanticscholar.jsonl gives for the title"),
            "{told}"
        );
        // A report of the same name, but of another year; two that the service knows; and one of another name.
        let elsewhen = openalex.iter().map(|line| line.replace("\"2016\"", "\"2011\"")).collect();
        let ingested = enriched(&[scholar.clone(), ("enrichment/openalex.jsonl", elsewhen)]);
        assert_eq!(language(&ingested), None);
        let two = vec![given.clone(), given.replace("10.5555/3", "10.5555/4")];
        let ingested = enriched(&[("enrichment/semanticscholar.jsonl", two), ("enrichment/openalex.jsonl", openalex)]);
        assert_eq!((language(&ingested), said(&ingested)), (None, vec![("ENR008", 12, 3), ("ENR003", 0, 0)]));
        let other = vec![of_doi("value", "language", "en", "Kings and queens of the coproduced services")];
        let ingested = enriched(&[scholar, ("enrichment/openalex.jsonl", other)]);
        assert_eq!((language(&ingested), said(&ingested)), (None, vec![("ENR002", 12, 3)]));
    }

    #[test]
    fn a_line_that_cannot_be_read_costs_no_other() {
        let title = "Leaders of coproduction in four towns";
        let good = line("doi", "10.5555/1", "value", "abstract", "Of towns.", title);
        let ingested = enriched(&[(
            "enrichment/a.jsonl",
            vec![
                "{\"v\":1,\"by\":\"do".to_owned(),
                good.replace("\"v\":1", "\"v\":2"),
                good.replace("\"abstract\"", "\"title\""),
                good.replace("\"value\":\"Of towns.\"", "\"value\":\" \""),
                good.replace("10.5555/1", "10.5555/gone"),
                good,
            ],
        )]);
        assert_eq!(
            said(&ingested),
            [("ENR001", 1, 0), ("ENR001", 2, 0), ("ENR001", 3, 0), ("ENR001", 4, 0), ("ENR003", 0, 0)]
        );
        assert!(value(&ingested, 0, Field::Abstract).is_some());
    }
}
