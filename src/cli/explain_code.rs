//! `litsieve explain-code`: the page of a diagnostic.

use clap::Args;

use super::Outcome;
use super::ui::Ui;
use crate::diagnostic::{CODES, CodeText, suggest};
use crate::workspace::Error;

/// Explain the code of a diagnostic
#[derive(Debug, Args)]
pub(super) struct ExplainCodeArgs {
    /// The code, as in RIS014; without one, all are listed
    code: Option<String>,
}

pub(super) fn run(args: &ExplainCodeArgs, ui: &Ui) -> Result<Outcome, Error> {
    let all = || CODES.iter().flat_map(|table| table.iter());
    let Some(wanted) = &args.code else {
        for page in all() {
            ui.line(format_args!("{}  {:7}  {}", page.code, page.severity.name(), page.title));
        }
        return Ok(Outcome::Done);
    };
    let Some(page) = all().find(|page| page.code.eq_ignore_ascii_case(wanted)) else {
        let meant = suggest(wanted, all().map(|page| page.code));
        let hint =
            meant.map_or("`litsieve explain-code` lists all codes.".to_owned(), |code| format!("Did you mean {code}?"));
        return Err(Error::new(format!("there is no code `{wanted}`"), hint));
    };
    show(page, ui);
    Ok(Outcome::Done)
}

fn show(page: &CodeText, ui: &Ui) {
    let CodeText { code, severity, title, explanation, help } = page;
    if ui.json {
        let severity = severity.name();
        ui.json(&serde_json::json!({ "code": code, "severity": severity, "title": title, "explanation": explanation, "help": help }));
        return;
    }
    ui.line(format_args!("{code}: {title} ({})", severity.name()));
    ui.line(format_args!("\n{explanation}"));
    if !help.is_empty() {
        ui.line(format_args!("\n{help}"));
    }
}
