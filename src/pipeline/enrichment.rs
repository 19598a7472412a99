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
mod tests;
