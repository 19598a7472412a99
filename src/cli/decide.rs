//! `litsieve decide`: what a person typed into a sheet becomes rulings.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::options::Options;
use super::review::{self, Replayed, shown};
use super::ui::{Ui, plural};
use super::{Outcome, files};
use crate::audit::one_line;
use crate::pipeline::Identities;
use crate::ruling::{self, Draft, Ruling, RulingKind};
use crate::workspace::{self, Error, Intake, Remark};

/// Take decisions from a filled-in to-review.csv, doubtful.csv or duplicates.csv into rulings/
#[derive(Debug, Args)]
pub(super) struct DecideArgs {
    /// The sheet, as a spreadsheet program saved it
    #[arg(required_unless_present = "undo")]
    file: Option<PathBuf>,
    /// Who decided
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Take back a ruling: its identifier, or the file and line it stands on, as in rulings/anna.jsonl:12
    #[arg(long, value_name = "RULING", conflicts_with = "file")]
    undo: Vec<String>,
    /// Why, for taking back
    #[arg(long, default_value = "", requires = "undo", hide_default_value = true)]
    note: String,
}

pub(super) fn run(args: &DecideArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    workspace::rulings_file_of(&args.by)?;
    let by = workspace::name_of(&args.by);
    let source = args.file.as_deref().map(files::read).transpose()?;
    let sheet = source.as_ref().map(workspace::read_sheet).transpose()?;
    let replayed = review::replay(&review_of(args.file.as_deref(), options)?, ui)?;
    let (intake, gone) = match &sheet {
        Some(sheet) => (workspace::take(sheet, &replayed.run(), &by), Vec::new()),
        None => undo(args, &replayed)?,
    };
    if intake.drafts.is_empty() && !intake.refused.is_empty() {
        show_remarks("could not be taken", &intake.refused, ui);
        return Err(Error::new("no decision could be taken", "Nothing was written. Mend what is listed above."));
    }
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string();
    workspace::append_rulings(&replayed.root, &by, &now, &intake.drafts)?;
    if ui.json {
        show_json(&intake, &gone, &replayed.root, args, ui)
    } else {
        show(&intake, &gone, &replayed.root, args, ui)
    }
}

/// The review that a sheet belongs to: the folder of `-C`; else the current one if it is a review; else the one above the sheet.
fn review_of(sheet: Option<&Path>, options: &Options) -> Result<PathBuf, Error> {
    let here = options.folder_or(None)?;
    if options.has_folder() || here.join(workspace::PROTOCOL).exists() {
        return Ok(here);
    }
    let sheet = sheet.and_then(|sheet| sheet.canonicalize().ok());
    let above = sheet
        .iter()
        .flat_map(|sheet| sheet.ancestors().skip(1))
        .find(|folder| folder.join(workspace::PROTOCOL).is_file());
    Ok(above.map_or(here, Path::to_owned))
}

/// A ruling that is taken back, as a person has to be told of it.
struct Gone {
    ruling: Ruling,
    /// The titles of what it is about.
    titles: Vec<String>,
    /// Whether it counted until now.
    counted: bool,
}

impl Gone {
    /// `Ann's include at eligibility of "A title" (2026-03-02T10:00:00Z, rulings/ann.jsonl:6, 81c9…)`.
    fn in_words(&self) -> String {
        let Ruling { by, verdict, criterion, stage, at, file, line, id, kind, .. } = &self.ruling;
        let verdict = if *kind == RulingKind::Undo { "undo" } else { verdict };
        let criterion = if criterion.is_empty() { String::new() } else { format!(" ({criterion})") };
        let stage = if stage.is_empty() { String::new() } else { format!(" at {stage}") };
        let titles: Vec<String> = self.titles.iter().map(|title| format!("\"{title}\"")).collect();
        let titles = if titles.is_empty() { String::new() } else { format!(" of {}", titles.join(" and ")) };
        let void = if self.counted { "" } else { "; it did not count any more, so nothing changes" };
        format!("{by}'s {verdict}{criterion}{stage}{titles} ({at}, {file}:{line}, {id}){void}")
    }

    fn json(&self) -> Value {
        let Ruling { id, kind, stage, verdict, criterion, by, at, file, line, .. } = &self.ruling;
        json!({
            "id": id, "kind": kind.name(), "stage": stage, "verdict": verdict, "criterion": criterion, "by": by, "at": at,
            "file": file, "line": line, "titles": self.titles, "counted": self.counted,
        })
    }
}

/// The rulings that take back those which were named, and those.
fn undo(args: &DecideArgs, replayed: &Replayed) -> Result<(Intake, Vec<Gone>), Error> {
    let run = replayed.run();
    let identities = Identities::new(run.records());
    let in_force = ruling::in_force(run.rulings);
    let undone = ruling::undone(run.rulings);
    let mut gone = Vec::new();
    let drafts = args.undo.iter().map(|name| {
        let place = find(run.rulings, name).ok_or_else(|| {
            let hint = "`litsieve why` shows the rulings on a reference with their place.";
            Error::new(format!("there is no ruling `{name}`"), hint)
        })?;
        let ruling = &run.rulings[place];
        let titles = ruling.targets.iter().map(|target| {
            let record = identities.find(target).first().map(|&id| run.records().record(id));
            one_line(record.and_then(|record| record.title()).unwrap_or(&target.title))
        });
        let counted = in_force.contains(&(place as u32)) || (ruling.kind == RulingKind::Undo && !undone[place]);
        gone.push(Gone { ruling: ruling.clone(), titles: titles.collect(), counted });
        Ok(Draft {
            kind: RulingKind::Undo,
            stage: String::new(),
            round: 1,
            targets: Vec::new(),
            verdict: String::new(),
            criterion: String::new(),
            note: args.note.clone(),
            supersedes: ruling.id.clone(),
            from: String::new(),
            at: String::new(),
        })
    });
    let drafts = drafts.collect::<Result<_, Error>>()?;
    Ok((Intake { drafts, ..Intake::default() }, gone))
}

/// The place of the ruling that is named.
fn find(rulings: &[Ruling], name: &str) -> Option<usize> {
    let name = name.replace('\\', "/");
    rulings.iter().position(|ruling| ruling.id == name || format!("{}:{}", ruling.file, ruling.line) == name)
}

fn show_json(intake: &Intake, gone: &[Gone], root: &Path, args: &DecideArgs, ui: &Ui) -> Result<Outcome, Error> {
    let file = root.join(workspace::rulings_file_of(&args.by)?);
    ui.json(&json!({
        "file": shown(&file), "taken": intake.drafts.len(), "changed": intake.changed, "already": intake.already,
        "without_criterion": intake.supposed,
        "refused": remarks_json(&intake.refused), "conflicts": remarks_json(&intake.conflicts),
        "taken_back": gone.iter().map(Gone::json).collect::<Vec<_>>(),
    }));
    Ok(Outcome::Done)
}

fn show(intake: &Intake, gone: &[Gone], root: &Path, args: &DecideArgs, ui: &Ui) -> Result<Outcome, Error> {
    let file = root.join(workspace::rulings_file_of(&args.by)?);
    gone.iter().for_each(|gone| ui.line(format_args!("Taken back: {}.", gone.in_words())));
    show_remarks("could not be taken", &intake.refused, ui);
    show_remarks("taken, and somebody else says otherwise", &intake.conflicts, ui);
    let changed = match intake.changed {
        0 => String::new(),
        changed => format!(", {changed} of them in place of an earlier word"),
    };
    ui.line(format_args!("{} taken into {}{changed}.", plural(intake.drafts.len(), "decision"), shown(&file)));
    for (criterion, &count) in &intake.supposed {
        ui.line(format_args!(
            "{} without a criterion: taken for `{criterion}`, the only one in question. If another is meant, type it into the column `criterion` and run this again.",
            plural(count, "exclusion")
        ));
    }
    if intake.already > 0 {
        ui.line(format_args!("{} there before.", was_were(intake.already, "decision")));
    }
    if !intake.drafts.is_empty() {
        ui.line("`litsieve run` applies them.");
    }
    Ok(Outcome::Done)
}

fn was_were(number: usize, noun: &str) -> String {
    format!("{} {}", plural(number, noun), if number == 1 { "was" } else { "were" })
}

fn show_remarks(what: &str, remarks: &[Remark], ui: &Ui) {
    if remarks.is_empty() {
        return;
    }
    ui.warn(format_args!("{} {what}:", plural(remarks.len(), "row")));
    for Remark { line, message } in remarks {
        ui.warn(format_args!("  line {line}: {message}"));
    }
}

fn remarks_json(remarks: &[Remark]) -> Value {
    remarks.iter().map(|Remark { line, message }| json!({ "line": line, "message": message })).collect()
}
