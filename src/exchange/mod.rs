//! Decisions made in other tools, read as votes, and our decisions in the form other tools read: one file per tool, one
//! line in [`TOOLS`].
//!
//! A tool's file is first read like any export; what a tool adds to it (labels in notes, columns, tags) is read here.
//! Votes become rulings only when a person imports them under a stage; nothing here decides.
//!
//! Invariant: every vote that was read is placed on one reference, or listed as unplaced or ambiguous.

pub mod asreview;
mod citesource;
mod colrev;
mod covidence;
pub mod eppi;
pub mod place;
mod rayyan;
mod recognise;
mod table;
mod zotero;

use std::collections::BTreeSet;

use jiff::Timestamp;

pub use recognise::{Likeness, Recognised, recognise};

use crate::diagnostic::{Diagnostic, plural};
use crate::record::guard::unguarded;
use crate::record::{Field, FieldValue, Record, RecordFile};
use crate::source::SourceFile;

/// What somebody said of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// Include.
    Include,
    /// Exclude.
    Exclude,
    /// Undecided after reading: maybe.
    Unsure,
}

impl Word {
    /// The verdict of a group ruling.
    pub fn verdict(self) -> &'static str {
        match self {
            Self::Include => "include",
            Self::Exclude => "exclude",
            Self::Unsure => "unsure",
        }
    }

    /// Reads the words that tools and tables use: `Included`, `1`, `yes`, `maybe`, ...
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "include" | "included" | "1" | "yes" | "y" | "relevant" | "true" | "select" | "in" => Some(Self::Include),
            "exclude" | "excluded" | "0" | "-1" | "no" | "n" | "irrelevant" | "false" | "out" => Some(Self::Exclude),
            "maybe" | "unsure" | "unclear" | "?" => Some(Self::Unsure),
            _ => None,
        }
    }
}

/// What a tool's file says to identify a reference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Described {
    /// Identifiers that this program gave away, if they survived.
    pub identifiers: Vec<String>,
    /// DOI in normal form.
    pub doi: String,
    /// Web address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Family name of the first author.
    pub author: String,
    /// Journal or book.
    pub container: String,
    /// Year of publication, 0 if unknown.
    pub year: i16,
    /// Volume.
    pub volume: String,
    /// First page.
    pub page: String,
}

impl Described {
    /// What a record of a tool's file says. Our identifier is looked for behind `LITSIEVE-ID:` in any note.
    pub fn of(record: Record<'_>) -> Self {
        let identifiers = record
            .values()
            .filter(|value| matches!(value.field(), Field::Note | Field::Other | Field::Accession | Field::Keyword))
            .filter_map(|value| our_identifier(value.value()))
            .collect();
        Self {
            identifiers,
            doi: record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
            url: record.first(Field::Url).unwrap_or_default().to_owned(),
            title: record.title().unwrap_or_default().to_owned(),
            author: record.authors().into_iter().next().map(|person| person.family).unwrap_or_default(),
            container: record.first(Field::Container).unwrap_or_default().to_owned(),
            year: record.year().unwrap_or_default(),
            volume: record.first(Field::Volume).unwrap_or_default().to_owned(),
            page: record.pages().first,
        }
    }
}

/// How our identifier is written where a tool keeps notes but no foreign identifiers.
pub const IDENTIFIER_MARK: &str = "LITSIEVE-ID:";

fn our_identifier(note: &str) -> Option<String> {
    let after = note.split(IDENTIFIER_MARK).nth(1)?;
    let id = after.trim_start().split(|c: char| c.is_whitespace() || c == '|' || c == ';' || c == '<').next()?;
    (!id.is_empty()).then(|| id.to_owned())
}

/// One vote of one person in another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The reference.
    pub reference: Described,
    /// Who, as the tool names the person; empty where it does not say.
    pub by: String,
    /// What was said.
    pub word: Word,
    /// Reasons, in the tool's words.
    pub reasons: Vec<String>,
    /// Note.
    pub note: String,
    /// When, as the tool writes it; empty where it does not say.
    pub at: String,
    /// Whether it was said of the full text (or of title and abstract); `None` where the file does not say.
    pub full_text: Option<bool>,
    /// The entry of the file that says so, counted from 1.
    pub entry: u32,
}

/// What became of a full text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Availability {
    /// It is being looked for.
    Sought,
    /// It is there.
    Retrieved,
    /// It could not be had.
    NotRetrieved,
}

impl Availability {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Sought, Self::Retrieved, Self::NotRetrieved];

    /// The verdict of a retrieval ruling.
    pub fn verdict(self) -> &'static str {
        match self {
            Self::Sought => "sought",
            Self::Retrieved => "retrieved",
            Self::NotRetrieved => "not-retrieved",
        }
    }
}

/// Something that a file says of a reference and that is no vote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Noted {
    /// The reference.
    pub reference: Described,
    /// Who, as the tool names the person; empty where it does not say.
    pub by: String,
    /// When, as the tool writes it; empty where it does not say.
    pub at: String,
    /// The entry of the file that says so, counted from 1.
    pub entry: u32,
}

/// What was read from a tool's file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Votes {
    /// The votes, in file order.
    pub votes: Vec<Vote>,
    /// What became of full texts.
    pub full_texts: Vec<(Availability, Noted)>,
    /// Votes that were taken back, and nothing was said since: what another file holds of them is outdated.
    pub withdrawn: Vec<Noted>,
    /// The codes of [`Declared::codes`] that were found, where they are no reasons of votes.
    pub codes: BTreeSet<String>,
    /// What could not be read, or contradicts itself.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a person says about a file that does not say it itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declared {
    /// What every reference of the file is, where the file is a list (Covidence's excluded, included, ...).
    pub word: Option<Word>,
    /// What codes of the tool mean: `12345=include`, `12346=exclude:wrong setting`.
    pub codes: Vec<(String, Word, String)>,
}

/// A file of another tool: as text, and as the records that a format found in it.
#[derive(Debug, Clone, Copy)]
pub struct ToolFile<'a> {
    /// The file.
    pub source: &'a SourceFile,
    /// Its records; none where no format reads it (a log, a tool's own JSON).
    pub records: Option<&'a RecordFile>,
}

/// What one person said of a reference that goes out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Who.
    pub by: String,
    /// What; `None` never goes out.
    pub word: Option<Word>,
    /// The identifier of the criterion, for an exclusion.
    pub criterion: String,
    /// The criterion's reason in words.
    pub reason: String,
    /// Note.
    pub note: String,
    /// When, as RFC 3339.
    pub at: String,
}

/// What goes out for one reference besides its bibliographic fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outgoing<'a> {
    /// The name of its group.
    pub identifier: &'a str,
    /// Who said what.
    pub votes: &'a [Said],
    /// The decision, if there is one.
    pub decision: Option<Word>,
    /// The criterion of an exclusion with its reason in words; empty if there is none.
    pub criterion: (&'a str, &'a str),
    /// Whether it is about full texts (or titles and abstracts).
    pub full_text: bool,
    /// What became of its full text.
    pub availability: Option<Availability>,
}

/// What has a place in a file of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    /// What was decided at all.
    pub decisions: bool,
    /// The notes of votes.
    pub notes: bool,
    /// The criteria of exclusions.
    pub criteria: bool,
}

/// When something was said, as tools write it: RFC 3339, `2020-01-02 10:00:00`, also with `+0200` or `UTC` behind it, or seconds since
/// 1970.
pub fn time(at: &str) -> Option<Timestamp> {
    let at = at.trim();
    let seconds = || {
        let seconds = at.parse::<f64>().ok().filter(|seconds| *seconds > 0.0)?;
        Timestamp::from_second(seconds as i64).ok()
    };
    let plain = || {
        let local = at.trim_end_matches(" UTC").parse::<jiff::civil::DateTime>().ok()?;
        local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    };
    let with_offset = || at.replacen(' ', "T", 1).replace(' ', "").parse().ok();
    at.parse().ok().or_else(seconds).or_else(plain).or_else(with_offset)
}

/// Whether a stage is that of full texts, by the words that tools and people use for it; `None` for any other word.
pub fn is_of_full_texts(stage: &str) -> Option<bool> {
    match stage.trim().to_lowercase().replace(['_', '-'], " ").as_str() {
        "full text" | "fulltext" | "eligibility" => Some(true),
        "screening" | "title abstract" | "title and abstract" => Some(false),
        _ => None,
    }
}

/// Puts `more` behind a note, unless the note says it already.
pub fn add_note(note: &mut String, more: &str) {
    /// A longer note is not looked through: many notes on one reference would take their time squared.
    const LOOKED_THROUGH: usize = 10_000;
    if more.is_empty() || note.len() <= LOOKED_THROUGH && note.contains(more) {
        return;
    }
    if !note.is_empty() {
        note.push_str("; ");
    }
    note.push_str(more);
}

/// The columns that a tool's CSV has, where it asks for no others.
const COLUMNS: &[&str] = &[
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "pubmed_id",
    "url",
    "abstract",
    "keywords",
];

/// Another tool.
pub trait Tool: Sync {
    /// The name on the command line.
    fn name(&self) -> &'static str;

    /// What is read and written, and what the tool cannot hold, in Markdown.
    fn about(&self) -> &'static str;

    /// Why the file may be one of this tool; `None` if it does not look like one.
    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness>;

    /// The votes of a file.
    fn read(&self, file: ToolFile<'_>, declared: &Declared) -> Votes;

    /// What to add to a reference when it goes out to this tool: RIS tags of two letters, and names of columns (CSV) or fields
    /// (BibTeX), with their values.
    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)>;

    /// The extensions of the files that decisions are written in for this tool; the first is its own.
    fn extensions(&self) -> &'static [&'static str];

    /// The bibliographic columns of a CSV for this tool, in their order; those of the marks that are none of them follow.
    fn columns(&self) -> &'static [&'static str] {
        COLUMNS
    }

    /// What of `votes` votes on one reference has a place in a file with this extension; where the tool
    /// [holds every vote](Self::holds_every_vote), all of it.
    fn holds(&self, _extension: &str, _votes: usize) -> Holds {
        Holds { decisions: true, notes: true, criteria: true }
    }

    /// Whether every vote of every person has its place, and not only the decision.
    fn holds_every_vote(&self) -> bool {
        false
    }

    /// Whether what is written of a reference says at which stage it was decided: then a file tells of each how far it came.
    fn tells_how_far(&self) -> bool {
        false
    }

    /// The decisions that have a place.
    fn words(&self) -> &'static [Word] {
        &[Word::Include, Word::Exclude]
    }

    /// Whether a CSV has a row per vote and not per reference.
    fn has_a_row_per_vote(&self) -> bool {
        false
    }
}

/// Every tool.
pub const TOOLS: &[&dyn Tool] = &[
    &rayyan::Rayyan,
    &covidence::Covidence,
    &asreview::AsReview,
    &eppi::Eppi,
    &colrev::CoLRev,
    &citesource::CiteSource,
    &zotero::Zotero,
    &table::Table,
];

/// What people wrote of references on which they gave no vote: a note belongs to a vote, so it is counted and told.
#[derive(Debug, Default)]
struct Unsaid {
    times: usize,
    first: Option<(u32, u32, &'static str)>,
}

impl Unsaid {
    /// `what` stands beside a record, and no vote.
    fn add(&mut self, record: Record<'_>, what: &'static str) {
        self.times += 1;
        self.first.get_or_insert((record.line(), record.number(), what));
    }

    /// How many there are, at the first of them.
    fn told(&self, file: &str) -> Option<Diagnostic> {
        let (line, entry, what) = self.first?;
        let references = plural(self.times as u64, "reference has", "references have");
        let message = format!("{references} {what}: what stands there was not taken; this is the first");
        Some(Diagnostic::new("EXC005", message).at(file, line, entry))
    }
}

/// The values of a record whose tag or column has this name, whatever its case, as [`as_written`] has them.
fn tagged<'a>(record: Record<'a>, name: &str) -> impl Iterator<Item = &'a str> {
    as_written(record, |value| value.tag().eq_ignore_ascii_case(name))
}

/// The notes of a record.
fn notes(record: Record<'_>) -> impl Iterator<Item = &str> {
    as_written(record, |value| value.field() == Field::Note)
}

/// The values that are meant. What people write into a tool is no markup: where a reader of references took `<i>` or `&amp;` for
/// that, the value is the one before.
fn as_written<'a>(record: Record<'a>, is_meant: impl Fn(FieldValue<'a>) -> bool) -> impl Iterator<Item = &'a str> {
    let (mut before, mut values) = (None, Vec::new());
    for value in record.all_values().filter(|value| is_meant(*value)) {
        let text = value.value();
        if value.is_superseded() {
            before.get_or_insert(text);
            continue;
        }
        // What was joined from several lines is longer than each of them, and stays joined.
        let whole = before.take().filter(|raw: &&str| raw.contains(['<', '&']) && raw.len() > text.len());
        values.extend(whole.or(Some(text)).filter(|text| !text.is_empty()));
    }
    values.into_iter()
}

/// The cell of a table, without the guard against formulas that this program and others write.
fn cell(record: Record<'_>, column: &str) -> String {
    unguarded(tagged(record, column).next().unwrap_or_default().trim()).to_owned()
}

/// The cell of a table in which a person wrote what they liked: also `NA` and `none`, which say in other columns that there is nothing.
fn said_in(record: Record<'_>, column: &str) -> String {
    let said = cell(record, column);
    let written = || record.all_values().find(|value| value.tag().eq_ignore_ascii_case(column)).map(FieldValue::value);
    if said.is_empty() { unguarded(written().unwrap_or_default().trim()).to_owned() } else { said }
}

/// Whether any record of the file (of the first twenty) has a value with this tag or column.
fn has_column(file: ToolFile<'_>, name: &str) -> bool {
    first_values(file).any(|value| value.tag().eq_ignore_ascii_case(name))
}

/// The values of the first records of a file: enough to know its columns.
fn first_values(file: ToolFile<'_>) -> impl Iterator<Item = FieldValue<'_>> {
    file.records.into_iter().flat_map(|records| records.iter().take(20)).flat_map(|record| record.all_values())
}
