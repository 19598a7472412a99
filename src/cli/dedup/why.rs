//! `litsieve dedup --why`: why two records are one reference, or two.

use serde_json::json;

use super::super::ui::Ui;
use crate::audit::{Run, Story, why_two};
use crate::diagnostic::suggest;
use crate::protocol::Protocol;
use crate::workspace::Error;

pub(super) fn run(records: &[String], protocol: Protocol, run: &Run<'_>, ui: &Ui) -> Result<(), Error> {
    let story =
        Story::under(protocol, run).map_err(|untold| Error::new(format!("the run cannot be told: {untold}"), ""))?;
    if let Some(unknown) = records.iter().find(|record| story.record(record).is_none()) {
        return Err(not_there(unknown, &story));
    }
    let [a, b] = records else { return Err(Error::new("--why takes two records", "Give two identifiers.")) };
    let Some(answer) = why_two(&story, a, b) else { return Err(not_there(a, &story)) };
    if ui.json {
        ui.json(&json!({ "text": answer.text }));
    } else {
        ui.line(answer.text.trim_end_matches('\n'));
    }
    Ok(())
}

fn not_there(record: &str, story: &Story) -> Error {
    let names = || story.records.iter().map(|found| found.record.as_str());
    let meant = suggest(record, names()).map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
    let some: Vec<String> = names().take(3).map(|name| format!("`{name}`")).collect();
    let hint = format!("The identifiers are those that --groups and --pairs write, such as {}.", some.join(", "));
    Error::new(format!("no record is called `{record}`{meant}"), hint)
}
