//! `litsieve why`: the whole story of one record or reference.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::options::Options;
use super::ui::Ui;
use super::{Outcome, review};
use crate::audit::{Told, why, why_two};
use crate::workspace::Error;

/// Tell the whole story of one record or reference, also of one that was never found
#[derive(Debug, Args)]
pub(super) struct WhyArgs {
    /// An identifier of a record or group, a DOI, an accession number, or words of the title; with two identifiers of
    /// records, why they are one reference or two
    #[arg(required = true)]
    what: Vec<String>,
    /// The results to tell from [default: results/ in the review folder; without results the review is run in memory]
    #[arg(long, value_name = "OUT")]
    results: Option<PathBuf>,
}

pub(super) fn run(args: &WhyArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let folder = options.folder_or(None)?;
    let results = args.results.clone().unwrap_or_else(|| folder.join("results"));
    let is_there = args.results.is_some() || results.join(review::AUDIT).exists();
    let story = if is_there { review::read_story(&results, ui)? } else { review::replay_story(&folder, ui)? };
    let two = match args.what.as_slice() {
        [a, b] => why_two(&story, a, b),
        _ => None,
    };
    let answer = two.unwrap_or_else(|| why(&story, &args.what.join(" ")));
    if ui.json {
        let groups: Vec<_> = answer.groups.iter().map(|&number| &story.groups[number]).collect();
        let told = |told: &&Told| json!({ "group": told.group, "findings": told.findings, "decision": told.decision });
        ui.json(&json!({ "groups": groups.iter().map(told).collect::<Vec<_>>(), "text": answer.text }));
    } else {
        ui.line(answer.text.trim_end_matches('\n'));
    }
    Ok(Outcome::Done)
}
