//! Decisions in the form that another tool reads, or that reads back as what went out.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::asreview_project;
use super::csv::write_row;
use super::left_behind::{Elsewhere, LeftBehind};
use super::references::{Limit, Reference, Writer, one_line, to_bytes, writer};
use crate::audit::{GroupStory, Run};
use crate::evidence::Actor;
use crate::exchange::{Availability, Outgoing, Said, Tool, Word, asreview, eppi};
use crate::pipeline::{Outcome, Votes};
use crate::protocol::Stage;
use crate::record::Fields;
use crate::ruling::{Ruling, RulingKind};

/// What goes out.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// The stage whose votes go out; `None` for each reference the last one at which people spoke, where the tool tells
    /// [how far a reference came](Tool::tells_how_far), and else titles and abstracts.
    pub stage: Option<Stage>,
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
    /// The ruling that the decision rests on.
    pub(super) deciding: Option<&'a Ruling>,
    criterion: (String, String),
    stage: Stage,
    availability: Option<Availability>,
}

/// The decisions of a run for a tool: one file, or several where the tool takes only so much in one.
pub struct Decisions<'a> {
    run: &'a Run<'a>,
    tool: &'a dyn Tool,
    extension: &'a str,
    selection: Selection<'a>,
    going: Vec<Going<'a>>,
    /// Where each file ends.
    ends: Vec<usize>,
}

impl<'a> Decisions<'a> {
    /// The decisions that are selected, for files with `extension`, one of [`Tool::extensions`].
    pub fn new(run: &'a Run<'a>, tool: &'a dyn Tool, extension: &'a str, selection: Selection<'a>) -> Self {
        let going = run.groups().map(|group| going(tool, group, selection));
        let going: Vec<Going<'_>> =
            going.filter(|going| selection.only.is_none() || going.decision == selection.only).collect();
        // What a tool takes of references in one file it takes of them with decisions.
        let limit = writer(&format!("{extension}-{}", tool.name())).and_then(Writer::limit);
        let ends = match limit {
            Some(limit) => ends(going.iter().map(|going| ris_entry(tool, going).len()), limit),
            None => vec![going.len()],
        };
        Self { run, tool, extension, selection, going, ends }
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
        let Self { run, tool, extension, selection, .. } = *self;
        let stage = selection.stage.unwrap_or(READING);
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

    /// What the files do not say: votes that have no place there, and decisions of another stage.
    pub fn left_behind(&self) -> LeftBehind {
        let Self { tool, extension, selection, .. } = *self;
        let mut left = LeftBehind::default();
        for going in &self.going {
            left.take(tool, extension, &going.votes, going.decision);
            if let (Stage::Eligibility, None) = (going.stage, selection.stage) {
                // What a state of the full text says of the stage before it.
                let before = votes_at(going.group, Stage::Screening, selection.by);
                let passed = decision_at(going.group, Stage::Screening, &before, selection.by).map(|(word, _)| word);
                left.take(tool, extension, &before, passed);
            }
            left.take_elsewhere(tool, extension, going.elsewhere(selection.by));
        }
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

/// The stage that goes out where none is named and the tool knows of none.
const READING: Stage = Stage::Screening;

fn going<'a>(tool: &dyn Tool, group: GroupStory<'a>, selection: Selection<'_>) -> Going<'a> {
    let stage = match selection.stage {
        Some(stage) => stage,
        None if tool.tells_how_far() && has_spoken(group, Stage::Eligibility, selection.by) => Stage::Eligibility,
        None => READING,
    };
    let votes = votes_at(group, stage, selection.by);
    let decided = decision_at(group, stage, &votes, selection.by);
    let criterion = match (selection.by, votes.last(), decided) {
        (Some(_), Some(said), _) => said.criterion.clone(),
        (.., Some((Word::Exclude, Some(ruling)))) => ruling.criterion.clone(),
        _ => String::new(),
    };
    let words = reason(group, &criterion).to_owned();
    let is_assessed = || Votes::new(&group.screened.rulings, group.run.rulings).is_assessed();
    let availability = availability(group).filter(|_| stage == Stage::Eligibility && !is_assessed());
    let (decision, deciding) = (decided.map(|(word, _)| word), decided.and_then(|(_, ruling)| ruling));
    Going { group, votes, decision, deciding, criterion: (criterion, words), stage, availability }
}

/// Whether people, or this one, said something of a group at a stage.
fn has_spoken(group: GroupStory<'_>, stage: Stage, by: Option<&str>) -> bool {
    group.rulings().any(|(_, ruling)| read_at(ruling) == Some(stage) && by.is_none_or(|by| by == ruling.by))
}

/// The stage at which somebody read. Before screening nobody does: who answers a criterion of that stage reads titles and abstracts.
fn read_at(ruling: &Ruling) -> Option<Stage> {
    match ruling.kind {
        RulingKind::Retrieval => Some(Stage::Eligibility),
        _ => Stage::from_name(&ruling.stage).map(|stage| stage.max(READING)),
    }
}

/// The votes on a group at a stage.
fn votes_at(group: GroupStory<'_>, stage: Stage, by: Option<&str>) -> Vec<Said> {
    let votes = group.rulings().map(|(_, ruling)| ruling).filter(|ruling| {
        ruling.kind == RulingKind::Group && ruling.stage == stage.name() && by.is_none_or(|by| by == ruling.by)
    });
    votes
        .map(|ruling| Said {
            by: ruling.by.clone(),
            word: Word::parse(&ruling.verdict),
            criterion: ruling.criterion.clone(),
            reason: reason(group, &ruling.criterion).to_owned(),
            note: ruling.note.clone(),
            at: ruling.at.clone(),
        })
        .collect()
}

/// What people, or this one, decided on a group at a stage, and the ruling that it rests on. What a rule decided is nobody's vote:
/// it would come back as one. What was decided at another stage is not said of this one.
fn decision_at<'a>(
    group: GroupStory<'a>,
    stage: Stage,
    votes: &[Said],
    by: Option<&str>,
) -> Option<(Word, Option<&'a Ruling>)> {
    if by.is_some() {
        // One person's file tells what that person said.
        return votes.last().and_then(|said| Some((said.word?, None)));
    }
    let decision = &group.screened.decision;
    let rulings = group.run.rulings;
    if let Actor::People(number) = decision.by {
        let deciding = &rulings[number as usize];
        // Of a report that could not be had nobody has said that it is in or out.
        if deciding.kind != RulingKind::Retrieval && read_at(deciding) == Some(stage) {
            return match decision.outcome {
                Outcome::Included => Some((Word::Include, Some(deciding))),
                Outcome::Excluded(_) => Some((Word::Exclude, Some(deciding))),
                Outcome::ToReview(_) => None,
            };
        }
    }
    let settled = Votes::new(&group.screened.rulings, rulings).settled(stage, &group.run.protocol.votes);
    if let Some((number, includes)) = settled {
        return Some((if includes { Word::Include } else { Word::Exclude }, Some(&rulings[number as usize])));
    }
    let answered = |(_, ruling): &(_, &Ruling)| ruling.kind == RulingKind::Criterion && read_at(ruling) == Some(stage);
    let passed = decision.stage > stage && votes.is_empty();
    let answer = group.rulings().filter(|_| passed).find(answered);
    answer.map(|(_, ruling)| (Word::Include, Some(ruling)))
}

/// What people said of the full text.
fn availability(group: GroupStory<'_>) -> Option<Availability> {
    let said = group.screened.retrieval?.name();
    Availability::ALL.into_iter().find(|known| known.verdict() == said)
}

/// The reason of a criterion in words; its identifier where it has none.
fn reason<'a>(group: GroupStory<'a>, criterion: &str) -> &'a str {
    let rule = group.run.protocol.criteria.iter().find(|rule| rule.id == criterion);
    rule.map_or("", |rule| if rule.reason.is_empty() { &rule.id } else { &rule.reason })
}

impl Going<'_> {
    /// What is decided on the reference, of one person what that person has to do with, and does not stand in the file, because the
    /// file tells something else.
    pub(super) fn elsewhere(&self, by: Option<&str>) -> Option<Elsewhere> {
        let decision = &self.group.screened.decision;
        let is_excluded = matches!(decision.outcome, Outcome::Excluded(_));
        let is_later = decision.stage > self.stage && has_spoken(self.group, Stage::Eligibility, by);
        match decision.by {
            Actor::Rule => (is_excluded && by.is_none() && self.decision.is_none() && self.votes.is_empty())
                .then_some(Elsewhere::ByRule),
            Actor::People(_) if is_later && is_excluded => Some(Elsewhere::ExcludedLater),
            Actor::People(_) if is_later => Some(Elsewhere::ReadLater),
            Actor::People(_) => {
                let is_earlier =
                    decision.stage < self.stage && is_excluded && has_spoken(self.group, decision.stage, by);
                is_earlier.then_some(Elsewhere::ExcludedEarlier)
            }
        }
    }

    fn marks(&self, tool: &dyn Tool) -> Vec<(&'static str, String)> {
        self.marks_of(tool, &self.votes, self.decision)
    }

    fn marks_of(&self, tool: &dyn Tool, votes: &[Said], decision: Option<Word>) -> Vec<(&'static str, String)> {
        let criterion = (self.criterion.0.as_str(), self.criterion.1.as_str());
        let (full_text, availability) = (self.stage == Stage::Eligibility, self.availability);
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
