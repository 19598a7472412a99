//! `litsieve decide`: what a person typed into a sheet becomes rulings.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::options::Options;
use super::review::{self, Replayed, shown};
use super::ui::{Ui, plural};
use super::{Outcome, files};
use crate::ruling::{Draft, Ruling, RulingKind};
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
    let intake = match &sheet {
        Some(sheet) => workspace::take(sheet, &replayed.run(), &by),
        None => undo(args, &replayed)?,
    };
    if intake.drafts.is_empty() && !intake.refused.is_empty() {
        show_remarks("could not be taken", &intake.refused, ui);
        return Err(Error::new("no decision could be taken", "Nothing was written. Mend what is listed above."));
    }
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string();
    workspace::append_rulings(&replayed.root, &by, &now, &intake.drafts)?;
    show(&intake, &replayed.root, args, ui)
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

/// The rulings that take back those which were named.
fn undo(args: &DecideArgs, replayed: &Replayed) -> Result<Intake, Error> {
    let run = replayed.run();
    let drafts = args.undo.iter().map(|name| {
        let ruling = find(run.rulings, name).ok_or_else(|| {
            let hint = "`litsieve why` shows the rulings on a reference with their place.";
            Error::new(format!("there is no ruling `{name}`"), hint)
        })?;
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
    Ok(Intake { drafts: drafts.collect::<Result<_, Error>>()?, ..Intake::default() })
}

fn find<'r>(rulings: &'r [Ruling], name: &str) -> Option<&'r Ruling> {
    let name = name.replace('\\', "/");
    rulings.iter().find(|ruling| ruling.id == name || format!("{}:{}", ruling.file, ruling.line) == name)
}

fn show(intake: &Intake, root: &Path, args: &DecideArgs, ui: &Ui) -> Result<Outcome, Error> {
    let file = root.join(workspace::rulings_file_of(&args.by)?);
    if ui.json {
        ui.json(&json!({
            "file": shown(&file), "taken": intake.drafts.len(), "changed": intake.changed, "already": intake.already,
            "without_criterion": intake.supposed,
            "refused": remarks_json(&intake.refused), "conflicts": remarks_json(&intake.conflicts),
        }));
        return Ok(Outcome::Done);
    }
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
