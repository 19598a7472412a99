//! Which boxes the diagram has, and what stands in them.

use crate::flow::{BOXES, Column, Flow, Note, Shown, by_reason};
use crate::protocol::{ExportsAre, Protocol, SourceKind, Stage};

/// How a line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As text.
    Plain,
    /// As the heading of a box.
    Bold,
    /// Below another line that it belongs to.
    Indented,
    /// What is not known.
    Muted,
}

/// A line of a box before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// How they are set.
    pub style: Style,
    /// The footnotes that belong to it, as letters.
    pub marks: String,
}

/// What kind of box this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Heading of the column of databases and registers.
    Heading,
    /// Heading of another column.
    QuietHeading,
    /// A box of the flow.
    Step,
    /// A box of what left the flow.
    Out,
    /// What waits for a person.
    Waiting,
    /// What is included.
    Included,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its name, and where it leads in the report.
    pub id: &'static str,
    /// What kind it is.
    pub tone: Tone,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// One row of a column: a box, and what leaves the flow there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The box.
    pub main: Option<Cell>,
    /// To its right, below each other.
    pub out: Vec<Cell>,
}

/// The rows of the diagram, below the headings.
pub const ROWS: usize = 6;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Its heading.
    pub heading: Cell,
    /// Its rows: identification, screening, sought, assessed, included, total.
    pub steps: [Step; ROWS],
}

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What the picture is called.
    pub title: String,
    /// Below the title: what must be known before any number is read.
    pub warnings: Vec<String>,
    /// The picture in words.
    pub description: String,
    /// The earlier version.
    pub previous: Option<Lane>,
    /// Databases and registers.
    pub databases: Lane,
    /// Other methods.
    pub other: Option<Lane>,
    /// The footnotes, each with its letter.
    pub notes: Vec<(char, String)>,
    /// Where the form of the diagram comes from, and what drew it.
    pub credit: String,
}

/// Collects what is drawn.
pub fn content(flow: &Flow, protocol: &Protocol, credit: &str) -> Content {
    let notes = flow.notes(protocol);
    let boxes = Boxes { flow, protocol, notes: &notes };
    let content = Content {
        title: format!("PRISMA 2020 flow diagram: {}", protocol.review.title),
        warnings: warnings(flow, protocol),
        description: String::new(),
        previous: boxes.previous(),
        databases: boxes.databases(),
        other: flow.other.as_ref().map(|other| boxes.other(other)),
        notes: notes.iter().enumerate().map(|(at, note)| (letter(at), note.text.clone())).collect(),
        credit: format!(
            "Form of the diagram: Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement. BMJ 2021;372:n71. \
             Counted and drawn by {credit}."
        ),
    };
    Content { description: describe(&content), ..content }
}

fn warnings(flow: &Flow, protocol: &Protocol) -> Vec<String> {
    let mut warnings = Vec::new();
    if flow.is_interim() {
        let undecided = match flow.undecided() {
            1 => "1 reference is undecided".to_owned(),
            n => format!("{n} references are undecided"),
        };
        warnings.push(format!("INTERIM: {undecided}; what comes later is not known yet."));
    }
    match protocol.review.exports_are {
        ExportsAre::Demonstration => {
            warnings.push("Counted on demonstration exports, not on the review's own.".to_owned())
        }
        ExportsAre::Rerun => {
            warnings.push("Counted on searches that were run again, not on the review's own exports.".to_owned())
        }
        ExportsAre::Original => {}
    }
    warnings
}

/// The letter of a footnote; after `z` they begin again, which no flow reaches.
fn letter(at: usize) -> char {
    char::from(b'a' + (at % 26) as u8)
}

/// The picture in words, box by box.
fn describe(content: &Content) -> String {
    let mut text = content.warnings.clone();
    for lane in content.previous.iter().chain([&content.databases]).chain(&content.other) {
        let cells = lane.steps.iter().flat_map(|step| step.main.iter().chain(&step.out));
        for cell in std::iter::once(&lane.heading).chain(cells) {
            let lines: Vec<&str> = cell.lines.iter().map(|line| line.text.as_str()).collect();
            text.push(format!("{}.", lines.join("; ").trim_end_matches('.')));
        }
    }
    text.join(" ")
}

/// Makes the boxes.
struct Boxes<'a> {
    flow: &'a Flow,
    protocol: &'a Protocol,
    notes: &'a [Note],
}

impl Boxes<'_> {
    fn previous(&self) -> Option<Lane> {
        self.flow.previous?;
        let mut lane = self.lane("prevstud", Tone::QuietHeading);
        let lines = [self.counted("previous_studies"), self.counted("previous_reports")].concat();
        lane.steps[0].main = Some(cell("previous_studies", Tone::Step, lines));
        Some(lane)
    }

    fn databases(&self) -> Lane {
        let column = &self.flow.databases;
        let mut lane = self.lane("newstud", Tone::Heading);
        lane.steps[0] = Step {
            main: Some(cell("database_results", Tone::Step, self.identified_in_databases())),
            out: self.with_undecided(column, Stage::BeforeScreening, self.removed_before_screening()),
        };
        lane.steps[1] = Step {
            main: Some(self.single("records_screened", Tone::Step)),
            out: self.with_undecided(column, Stage::Screening, self.excluded_in_screening()),
        };
        lane.steps[2] = Step {
            main: Some(self.single("dbr_sought_reports", Tone::Step)),
            out: vec![self.single("dbr_notretrieved_reports", Tone::Out)],
        };
        lane.steps[3] = Step {
            main: Some(self.single("dbr_assessed", Tone::Step)),
            out: self.with_undecided(column, Stage::Eligibility, self.excluded_at_full_text("dbr_excluded", column)),
        };
        lane.steps[4].main = Some(cell("new_studies", Tone::Included, self.included()));
        if self.flow.previous.is_some() {
            let lines = [self.counted("total_studies"), self.counted("total_reports")].concat();
            lane.steps[5].main = Some(cell("total_studies", Tone::Included, lines));
        }
        lane
    }

    fn other(&self, column: &Column) -> Lane {
        let mut lane = self.lane("othstud", Tone::QuietHeading);
        let early = column.undecided() - column.at(Stage::Eligibility).undecided;
        lane.steps[0] = Step {
            main: Some(cell("website_results", Tone::Step, self.identified_elsewhere())),
            out: waiting("oth_undecided", early).into_iter().collect(),
        };
        lane.steps[2] = Step {
            main: Some(self.single("other_sought_reports", Tone::Step)),
            out: vec![self.single("other_notretrieved_reports", Tone::Out)],
        };
        lane.steps[3] = Step {
            main: Some(self.single("other_assessed", Tone::Step)),
            out: std::iter::once(self.excluded_at_full_text("other_excluded", column))
                .chain(waiting("oth_undecided_3", column.at(Stage::Eligibility).undecided))
                .collect(),
        };
        lane
    }

    fn lane(&self, heading: &'static str, tone: Tone) -> Lane {
        let text = BOXES.iter().find(|row| row.r#box == heading).map_or("", |row| row.boxtext);
        Lane { heading: cell(heading, tone, vec![line(&self.wording(text), Style::Bold)]), steps: Default::default() }
    }

    /// A line with its number, `Records screened (n = 66)`, and its footnotes; where there is no number, a line that says so.
    fn counted(&self, data: &'static str) -> Vec<Line> {
        let Some(row) = BOXES.iter().find(|row| row.data == data) else { return Vec::new() };
        let text = self.wording(row.boxtext);
        match self.flow.shown(row, self.protocol) {
            Shown::Count(n) => vec![self.marked(data, &format!("{text} (n = {n})"))],
            _ => vec![self.marked(data, &text), line(self.not_known(data), Style::Muted)],
        }
    }

    fn marked(&self, data: &str, text: &str) -> Line {
        let marked = self.notes.iter().enumerate().filter(|(_, note)| note.data == data);
        let marks: Vec<String> = marked.map(|(at, _)| letter(at).to_string()).collect();
        Line { marks: marks.join(","), ..line(text, Style::Plain) }
    }

    /// Studies are "new" only in an update (PRISMA 2020 has a form for each).
    fn wording(&self, text: &str) -> String {
        if self.flow.previous.is_some() {
            return text.to_owned();
        }
        text.replace("New studies", "Studies").replace("new studies", "studies").replace("new included", "included")
    }

    /// What stands in place of a number. Reports are counted wherever they can be; what nobody wrote down is not recorded.
    fn not_known(&self, data: &str) -> &'static str {
        match data {
            _ if self.flow.is_interim() => "not known yet",
            "previous_reports" | "new_reports" | "total_reports" => "not known",
            _ => "not recorded",
        }
    }

    fn single(&self, data: &'static str, tone: Tone) -> Cell {
        cell(data, tone, self.counted(data))
    }

    fn with_undecided(&self, column: &Column, stage: Stage, out: Cell) -> Vec<Cell> {
        let id = match stage {
            Stage::BeforeScreening => "dbr_undecided_1",
            Stage::Screening => "dbr_undecided_2",
            Stage::Eligibility => "dbr_undecided_3",
        };
        std::iter::once(out).chain(waiting(id, column.at(stage).undecided)).collect()
    }

    fn identified_in_databases(&self) -> Vec<Line> {
        let mut lines = vec![line("Records identified from:", Style::Plain)];
        for (kind, data) in [(SourceKind::Database, "database_results"), (SourceKind::Register, "register_results")] {
            if self.flow.sources.iter().any(|count| count.kind == kind) {
                lines.extend(self.counted(data));
                lines.extend(self.sources(&[kind]));
            }
        }
        lines
    }

    fn identified_elsewhere(&self) -> Vec<Line> {
        let mut lines = vec![line("Records identified from:", Style::Plain)];
        for (data, kinds) in [
            ("website_results", &[SourceKind::Website][..]),
            ("organisation_results", &[SourceKind::Organisation]),
            ("citations_results", &[SourceKind::Citation]),
            ("oth_methods", &[SourceKind::Expert, SourceKind::Handsearch]),
        ] {
            if self.flow.sources.iter().any(|count| kinds.contains(&count.kind)) {
                lines.extend(self.counted(data));
                lines.extend(self.sources(kinds));
            }
        }
        // The footnotes of the column stand at its first source, whatever kind that is.
        lines.iter_mut().for_each(|line| line.marks.clear());
        if let Some(first) = lines.get_mut(1) {
            first.marks = self.marked("website_results", "").marks;
        }
        lines
    }

    /// The sources of some kinds, one line each.
    fn sources(&self, kinds: &[SourceKind]) -> Vec<Line> {
        let counts = self.flow.sources.iter().filter(|count| kinds.contains(&count.kind));
        counts
            .map(|count| {
                let name = &self.protocol.sources[count.source].name;
                match count.records {
                    Some(n) => line(&format!("{name} (n = {n})"), Style::Indented),
                    None => line(&format!("{name}: no export"), Style::Muted),
                }
            })
            .collect()
    }

    fn removed_before_screening(&self) -> Cell {
        let mut lines = vec![line("Records removed before screening:", Style::Plain)];
        lines.extend([self.counted("duplicates"), self.counted("excluded_automatic")].concat());
        let removed = &self.flow.databases.at(Stage::BeforeScreening).removed;
        lines.extend(reasons(by_reason(removed.iter(), self.protocol, |removed| removed.by_rule)));
        lines.extend(self.counted("excluded_other"));
        lines.extend(reasons(by_reason(removed.iter(), self.protocol, |removed| removed.by_people)));
        cell("duplicates", Tone::Out, lines)
    }

    fn excluded_in_screening(&self) -> Cell {
        let removed = &self.flow.databases.at(Stage::Screening).removed;
        let mut lines = match self.flow.databases.excluded_in_screening() {
            Some(_) => self.counted("records_excluded"),
            None => vec![self.marked("records_excluded", "Records excluded"), line("none so far", Style::Muted)],
        };
        lines.extend(reasons(by_reason(removed.iter(), self.protocol, |removed| removed.by_rule + removed.by_people)));
        cell("records_excluded", Tone::Out, lines)
    }

    fn excluded_at_full_text(&self, data: &'static str, column: &Column) -> Cell {
        if column.assessed().is_none() {
            return cell(
                data,
                Tone::Out,
                vec![self.marked(data, "Reports excluded"), line(self.not_known(data), Style::Muted)],
            );
        }
        let eligibility = column.at(Stage::Eligibility);
        let mut lines = vec![self.marked(data, &format!("Reports excluded (n = {})", eligibility.removed()))];
        let removed = eligibility.removed.iter();
        lines.extend(reasons(by_reason(removed, self.protocol, |removed| removed.by_rule + removed.by_people)));
        cell(data, Tone::Out, lines)
    }

    fn included(&self) -> Vec<Line> {
        let mut lines = [self.counted("new_studies"), self.counted("new_reports")].concat();
        if self.flow.is_interim() {
            lines.push(line(&format!("{} pass so far", self.flow.included()), Style::Plain));
        }
        lines
    }
}

fn reasons(list: Vec<(String, u64)>) -> impl Iterator<Item = Line> {
    list.into_iter().map(|(reason, n)| line(&format!("{reason} (n = {n})"), Style::Indented))
}

fn waiting(id: &'static str, n: u64) -> Option<Cell> {
    (n > 0).then(|| {
        cell(id, Tone::Waiting, vec![line(&format!("Undecided: for a person to decide (n = {n})"), Style::Plain)])
    })
}

fn line(text: &str, style: Style) -> Line {
    Line { text: text.to_owned(), style, marks: String::new() }
}

fn cell(id: &'static str, tone: Tone, lines: Vec<Line>) -> Cell {
    Cell { id, tone, lines }
}
