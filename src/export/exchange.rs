//! Decisions in the form that another tool reads, or that reads back as what went out.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::asreview_project;
use super::csv::write_row;
use super::left_behind::LeftBehind;
use super::references::{Limit, Reference, Writer, one_line, to_bytes, writer};
use crate::audit::{GroupStory, Run};
use crate::evidence::Actor;
use crate::exchange::{Availability, Outgoing, Said, Tool, Word, asreview, eppi};
use crate::pipeline::{Outcome, Votes};
use crate::protocol::Stage;
use crate::record::Fields;
use crate::ruling::RulingKind;

/// What goes out.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// The stage whose votes go out.
    pub stage: Stage,
    /// One person's votes only.
    pub by: Option<&'a str>,
    /// References with this decision only: a list, as Covidence has them.
    pub only: Option<Word>,
}

/// One reference that goes out.
pub(super) struct Going<'a> {
    pub(super) group: GroupStory<'a>,
    pub(super) votes: Vec<Said>,
    pub(super) decision: Option<Word>,
    criterion: (String, String),
    full_text: bool,
    availability: Option<Availability>,
}

/// The decisions of a run for a tool: one file, or several where the tool takes only so much in one.
pub struct Decisions<'a> {
    run: &'a Run<'a>,
    tool: &'a dyn Tool,
    extension: &'a str,
    stage: Stage,
    going: Vec<Going<'a>>,
    /// Where each file ends.
    ends: Vec<usize>,
}

impl<'a> Decisions<'a> {
    /// The decisions that are selected, for files with `extension`, one of [`Tool::extensions`].
    pub fn new(run: &'a Run<'a>, tool: &'a dyn Tool, extension: &'a str, selection: Selection<'_>) -> Self {
        let going = run.groups().map(|group| going(run, group, selection));
        let going: Vec<Going<'_>> =
            going.filter(|going| selection.only.is_none() || going.decision == selection.only).collect();
        // What a tool takes of references in one file it takes of them with decisions.
        let limit = writer(&format!("{extension}-{}", tool.name())).and_then(Writer::limit);
        let ends = match limit {
            Some(limit) => ends(going.iter().map(|going| ris_entry(tool, going).len()), limit),
            None => vec![going.len()],
        };
        Self { run, tool, extension, stage: selection.stage, going, ends }
    }

    /// How many files they are; at least one.
    pub fn files(&self) -> usize {
        self.ends.len()
    }

    /// How many references go out.
    pub fn references(&self) -> usize {
        self.going.len()
    }

    /// Writes one of the files, numbered from 0.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(&self, file: usize, out: &mut dyn Write) -> io::Result<()> {
        let Self { run, tool, extension, stage, .. } = *self;
        let begin = file.checked_sub(1).map_or(0, |before| self.ends[before]);
        let going = &self.going[begin..self.ends[file]];
        match extension {
            "csv" => write_csv(tool, going, out),
            "json" => write_eppi(tool, going, out),
            asreview::PROJECT => out.write_all(&asreview_project::project(run, tool, stage, going)?),
            "bib" => going.iter().try_for_each(|going| out.write_all(bibtex_entry(tool, going).as_bytes())),
            _ => going.iter().try_for_each(|going| out.write_all(ris_entry(tool, going).as_bytes())),
        }
    }

    /// The votes that have no place in the files.
    pub fn left_behind(&self) -> LeftBehind {
        let mut left = LeftBehind::default();
        self.going.iter().for_each(|going| left.take(self.tool, self.extension, &going.votes, going.decision));
        left
    }
}

/// Where each file ends, of entries of these sizes in as few files as the limit allows; at least one file, and one entry in each of
/// several.
fn ends(sizes: impl Iterator<Item = usize>, limit: Limit) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut entries, mut bytes, mut all) = (0, 0, 0);
    for size in sizes {
        if entries > 0 && (entries == limit.references || bytes + size > limit.bytes) {
            ends.push(all);
            (entries, bytes) = (0, 0);
        }
        (entries, bytes, all) = (entries + 1, bytes + size, all + 1);
    }
    ends.push(all);
    ends
}

fn going<'a>(run: &'a Run<'_>, group: GroupStory<'a>, selection: Selection<'_>) -> Going<'a> {
    let reason = |id: &str| run.protocol.criteria.iter().find(|rule| rule.id == id).map_or("", |rule| words(rule));
    let here = |kind: RulingKind, by: &str| kind == RulingKind::Group && selection.by.is_none_or(|only| only == by);
    let votes: Vec<Said> = group
        .rulings()
        .filter(|(_, ruling)| here(ruling.kind, &ruling.by) && ruling.stage == selection.stage.name())
        .map(|(_, ruling)| Said {
            by: ruling.by.clone(),
            word: Word::parse(&ruling.verdict),
            criterion: ruling.criterion.clone(),
            reason: reason(&ruling.criterion).to_owned(),
            note: ruling.note.clone(),
            at: ruling.at.clone(),
        })
        .collect();
    let (decision, criterion) = match (selection.by, &votes[..]) {
        // One person's file tells what that person said.
        (Some(_), votes) => votes.last().map_or((None, String::new()), |said| (said.word, said.criterion.clone())),
        (None, _) => decided(run, group),
    };
    let words = reason(&criterion).to_owned();
    let full_text = selection.stage == Stage::Eligibility;
    let is_assessed = || Votes::new(&group.screened.rulings, run.rulings).is_assessed();
    let availability = availability(group).filter(|_| full_text && !is_assessed());
    // Of a report that nobody has read, or that could not be had, nobody has said at this stage that it is in or out.
    let decision = decision.filter(|_| availability.is_none() || !votes.is_empty());
    Going { group, votes, decision, criterion: (criterion, words), full_text, availability }
}

/// What people said of the full text.
fn availability(group: GroupStory<'_>) -> Option<Availability> {
    let said = group.screened.retrieval?.name();
    Availability::ALL.into_iter().find(|known| known.verdict() == said)
}

fn words(rule: &crate::protocol::CriterionRule) -> &str {
    if rule.reason.is_empty() { &rule.id } else { &rule.reason }
}

/// What people decided on a reference, and by which criterion. What a rule decided is nobody's vote: it would come back as one.
fn decided(run: &Run<'_>, group: GroupStory<'_>) -> (Option<Word>, String) {
    if group.screened.decision.by == Actor::Rule {
        return (None, String::new());
    }
    match &group.screened.decision.outcome {
        Outcome::Included => (Some(Word::Include), String::new()),
        Outcome::Excluded(criterion) => {
            (Some(Word::Exclude), criterion.map(|number| run.protocol.criteria[number].id.clone()).unwrap_or_default())
        }
        Outcome::ToReview(_) => (None, String::new()),
    }
}

impl Going<'_> {
    fn marks(&self, tool: &dyn Tool) -> Vec<(&'static str, String)> {
        self.marks_of(tool, &self.votes, self.decision)
    }

    fn marks_of(&self, tool: &dyn Tool, votes: &[Said], decision: Option<Word>) -> Vec<(&'static str, String)> {
        let criterion = (self.criterion.0.as_str(), self.criterion.1.as_str());
        let Self { full_text, availability, .. } = *self;
        let identifier = &self.group.group.name;
        tool.marks(&Outgoing { identifier, votes, decision, criterion, full_text, availability })
    }

    fn reference(&self) -> Reference<'static> {
        Reference::merged(self.group.group.name.clone(), self.group.fields())
    }
}

/// Whether a mark is a RIS tag: two characters, capitals and digits.
fn is_tag(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn ris_entry(tool: &dyn Tool, going: &Going<'_>) -> String {
    let text = as_text("ris", going);
    let marks: String = going
        .marks(tool)
        .into_iter()
        .filter(|(name, value)| is_tag(name) && !value.is_empty())
        .map(|(name, value)| format!("{name}  - {}\n", unbroken(&value)))
        .collect();
    match text.rfind("ER  -") {
        Some(end) => format!("{}{marks}{}", &text[..end], &text[end..]),
        None => text,
    }
}

/// The value on one line, every blank that somebody typed in its place: only what would end the line is a blank instead.
fn unbroken(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn bibtex_entry(tool: &dyn Tool, going: &Going<'_>) -> String {
    let text = as_text("bibtex", going);
    let marks: String = going
        .marks(tool)
        .into_iter()
        .filter(|(name, value)| !is_tag(name) && !value.is_empty())
        .map(|(name, value)| format!("  {name} = {{{}}},\n", one_line(&value)))
        .collect();
    match text.rfind('}') {
        Some(end) => {
            let before = text[..end].trim_end();
            let comma = if before.ends_with(',') { "" } else { "," };
            format!("{before}{comma}\n{marks}{}", &text[end..])
        }
        None => text,
    }
}

fn as_text(format: &str, going: &Going<'_>) -> String {
    let bytes = writer(format).map(|writer| to_bytes(writer, &mut std::iter::once(going.reference())));
    String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
}

fn write_csv(tool: &dyn Tool, going: &[Going<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut header: Vec<&str> = tool.columns().to_vec();
    for (name, _) in tool.marks(&Outgoing::default()).into_iter().filter(|(name, _)| !is_tag(name)) {
        if !header.contains(&name) {
            header.push(name);
        }
    }
    write_row(out, &header)?;
    for (number, reference) in going.iter().enumerate() {
        let fields = reference.group.fields();
        let rows: Vec<Vec<(&str, String)>> = if tool.has_a_row_per_vote() && !reference.votes.is_empty() {
            let of_one = |said: &Said| reference.marks_of(tool, std::slice::from_ref(said), said.word);
            reference.votes.iter().map(of_one).collect()
        } else {
            vec![reference.marks(tool)]
        };
        for marks in rows {
            let cell = |column: &&str| {
                let marked = marks.iter().find(|(name, _)| name == column).map(|(_, value)| value.clone());
                marked.unwrap_or_else(|| column_value(&fields, column, number + 1))
            };
            write_row(out, header.iter().map(cell))?;
        }
    }
    Ok(())
}

/// A bibliographic value by the name that tools give its column.
pub(super) fn column_value(fields: &Fields, column: &str, number: usize) -> String {
    let list = |list: &[String]| list.join("; ");
    let authors = || fields.authors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    match column.to_lowercase().as_str() {
        "key" => format!("rayyan-{number}"),
        "covidence #" => format!("#{number}"),
        "title" => one_line(&fields.title).into_owned(),
        "authors" => authors(),
        "year" | "published year" => fields.year().map(|year| year.to_string()).unwrap_or_default(),
        "journal" => one_line(&fields.container).into_owned(),
        "issn" => fields.issns.first().map(ToString::to_string).unwrap_or_default(),
        "volume" => fields.volume.clone(),
        "issue" => fields.issue.clone(),
        "pages" => fields.pages.to_string(),
        "url" => fields.urls.first().cloned().unwrap_or_default(),
        "language" => fields.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        "publisher" => one_line(&fields.publisher).into_owned(),
        "location" => one_line(&fields.publisher_place).into_owned(),
        "abstract" => fields.abstract_text.clone(),
        "doi" => fields.doi.as_ref().map(ToString::to_string).unwrap_or_default(),
        "keywords" => list(&fields.keywords),
        "pubmed_id" => fields.pmid.as_ref().map(ToString::to_string).unwrap_or_default(),
        "pmc_id" => fields.pmcid.as_ref().map(ToString::to_string).unwrap_or_default(),
        "accession number" => fields.accessions.first().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// EPPI-Reviewer's JSON report: every code that was given once, and every reference with its codes.
fn write_eppi(tool: &dyn Tool, going: &[Going<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut codes: Vec<String> = Vec::new();
    let references: Vec<Value> = going
        .iter()
        .map(|reference| {
            let marks = reference.marks(tool);
            let mark = |name: &str| marks.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
            let given = mark(eppi::CODE).map(|code| {
                let known = codes.iter().position(|known| known == code).unwrap_or_else(|| {
                    codes.push(code.to_owned());
                    codes.len() - 1
                });
                json!({ "AttributeId": known + 1, "AdditionalText": mark(eppi::TEXT).unwrap_or_default(), "ArmId": 0, "ArmTitle": "", "ItemAttributeFullTextDetails": [] })
            });
            let fields = reference.group.fields();
            let value = |column: &str| column_value(&fields, column, 0);
            json!({
                "ItemId": reference.group.group.name, "Title": value("title"), "ParentTitle": value("journal"), "Year": value("year"),
                "Abstract": value("abstract"), "Authors": value("authors"), "DOI": value("doi"), "URL": value("url"),
                "Volume": value("volume"), "Issue": value("issue"), "Pages": value("pages"), "Codes": given.into_iter().collect::<Vec<_>>(),
            })
        })
        .collect();
    let list = codes.iter().enumerate().map(|(number, name)| {
        json!({ "AttributeId": number + 1, "AttributeName": name, "AttributeType": "Selectable (show checkbox)" })
    });
    let sets = json!([{ "SetName": "Screening", "Attributes": { "AttributesList": list.collect::<Vec<_>>() } }]);
    writeln!(out, "{:#}", json!({ "CodeSets": sets, "References": references }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_hold_what_the_tool_takes_and_no_entry_is_left_out() {
        let limit = Limit { references: 3, bytes: 100 };
        assert_eq!(ends([10; 7].into_iter(), limit), [3, 6, 7]);
        assert_eq!(ends([60, 60, 30, 300, 5].into_iter(), limit), [1, 3, 4, 5], "one too large stands alone");
        assert_eq!(ends(std::iter::empty(), limit), [0], "a file without references is a file");
    }
}
