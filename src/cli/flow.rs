//! `litsieve flow`: the PRISMA 2020 flow by itself.
//!
//! PNG and PDF are left to programs for that. resvg and svg2pdf in place of them bring 76 packages and more than 150 CPU seconds
//! to a build from cold, which has four minutes on two cores for everything, and would need the fonts of the system, which
//! makes the picture another one on another machine.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::options::Options;
use super::ui::{Table, Ui};
use super::{Outcome, review};
use crate::audit::{Story, replay};
use crate::export::diagram::{self, Setting};
use crate::export::{flow_csv, report};
use crate::flow::{BOXES, Flow, Shown};
use crate::workspace::{self, Error};

/// Show the PRISMA 2020 flow, or write it as SVG, as a page with links, or as the CSV of the PRISMA2020 R package
///
/// PNG and PDF are made from the SVG by a program for that:
///
///   rsvg-convert -f pdf -o flow.pdf flow.svg
///   rsvg-convert -z 2 -o flow.png flow.svg
///
/// (librsvg; Debian and Ubuntu call the package librsvg2-bin, Homebrew librsvg). With Chromium or Chrome, of flow.html, which
/// has the size of the picture (for PNG it must be given: `litsieve flow -o flow.html` says the command with the size):
///
///   chromium --headless --no-pdf-header-footer --print-to-pdf=flow.pdf flow.html
///   chromium --headless --hide-scrollbars --window-size=WIDTH,HEIGHT --screenshot=flow.png flow.html
///
/// The boxes of the page are links into report.html of the results, by the way from the page to it: move both together, or write
/// the page again where it is to lie.
///
/// Inkscape opens the SVG, too, and so do Word and LibreOffice.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct FlowArgs {
    /// The file to write; its ending says what: .svg, .html or .csv
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Results to take the numbers from [default: the review is run in memory]
    #[arg(long, value_name = "OUT")]
    results: Option<PathBuf>,
}

pub(super) fn run(args: &FlowArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let ending = args.out.as_ref().map(|out| out.extension().unwrap_or_default().to_string_lossy().to_lowercase());
    match ending.as_deref() {
        None | Some("svg" | "html" | "csv") => {}
        Some("png" | "pdf") => {
            let what = "litsieve draws SVG, from which other programs make PNG and PDF".to_owned();
            return Err(Error::new(
                what,
                "`litsieve flow -o flow.svg` writes it; `litsieve flow --help` has the commands.",
            ));
        }
        Some(other) => {
            return Err(Error::new(format!("a flow is written as .svg, .html or .csv, not as `.{other}`"), ""));
        }
    }
    let story = review::story(options, args.results.as_deref(), ui)?;
    let replayed = replay(&story).map_err(|wrong| {
        let first = wrong.first().map(|wrong| format!("{} {}", wrong.about, wrong.what)).unwrap_or_default();
        Error::new(format!("the audit contradicts itself: {first}"), "`litsieve verify` finds out what was changed.")
    })?;
    let flow = replayed.flow;
    let Some(out) = &args.out else {
        show(&story, &flow, ui);
        return Ok(Outcome::Done);
    };
    let protocol = &story.protocol;
    let results = match &args.results {
        Some(results) => results.clone(),
        None => options.folder_or(None)?.join("results"),
    };
    let report = results.join(report::FILE);
    let address = workspace::address_from(out, &report).ok().flatten();
    let link = address.as_deref().unwrap_or(report::FILE);
    let credit = diagram::credit(&story.started.tool.version, &story.started.run);
    workspace::write_file(out, |to: &mut dyn Write| match ending.as_deref() {
        Some("csv") => flow_csv::table(&flow, protocol, &story.started.run, to),
        Some("html") => to.write_all(diagram::page(&flow, protocol, &credit, link).as_bytes()),
        _ => to.write_all(diagram::svg(&flow, protocol, &credit, Setting::File).as_bytes()),
    })?;
    if ui.json {
        ui.json(&json!({ "flow": out.display().to_string(), "interim": flow.is_interim() }));
    } else {
        ui.line(out.display());
        if ending.as_deref() == Some("html") {
            ui.say(links(&report, address.is_some(), &results, &story.started.run));
            let (width, height) = diagram::size(&flow, protocol, &credit);
            ui.say(format_args!(
                "As PNG: chromium --headless --hide-scrollbars --force-device-scale-factor=2 --window-size={width},{height} \
                 --screenshot={} {}",
                out.with_extension("png").display(),
                out.display()
            ));
        }
    }
    Ok(Outcome::Done)
}

/// Where the links of the page lead, and what is in their way.
fn links(report: &Path, is_reached: bool, results: &Path, run: &str) -> String {
    let shown = review::shown(report);
    let of = workspace::summary_of(results).and_then(|summary| Some(summary.get("run_name")?.as_str()?.to_owned()));
    match of {
        _ if !is_reached => format!(
            "There is no way from the page to {shown}: its boxes are links to {} beside it, so put the page into that folder.",
            report::FILE
        ),
        _ if !report.is_file() => {
            format!("Its boxes are links to {shown}, which is not there yet: `litsieve run` writes it.")
        }
        Some(other) if other != run => {
            format!("Its boxes are links to {shown}, which is of another run, {other}: `litsieve run` writes it again.")
        }
        _ => format!("Its boxes are links to {shown}."),
    }
}

/// The numbers, and what they do not say by themselves.
fn show(story: &Story, flow: &Flow, ui: &Ui) {
    let protocol = &story.protocol;
    let known = BOXES.iter().filter_map(|row| match flow.shown(row, protocol) {
        _ if ["NA", "identification", "screening", "included"].contains(&row.data) => None,
        Shown::NotApplicable => None,
        Shown::Unknown => Some((row, "not known".to_owned())),
        shown => Some((row, shown.text())).filter(|(_, text)| !text.is_empty()),
    });
    let known: Vec<_> = known.collect();
    let notes = flow.notes(protocol);
    if ui.json {
        let numbers =
            known.iter().map(|(row, text)| json!({ "data": row.data, "description": row.description, "n": text }));
        ui.json(&json!({
            "interim": flow.is_interim(),
            "numbers": numbers.collect::<Vec<_>>(),
            "notes": notes.iter().map(|note| json!({ "data": note.data, "text": note.text })).collect::<Vec<_>>(),
        }));
        return;
    }
    let mut table = Table::new(&[], &[]);
    for (row, text) in &known {
        table.row(&[row.description.split(": [").next().unwrap_or_default(), text.as_str()]);
    }
    ui.line(&protocol.review.title);
    if let Some(caution) = protocol.review.exports_are.caution() {
        ui.line(caution);
    }
    ui.line(format_args!("\n{table}"));
    if !notes.is_empty() {
        ui.line("");
    }
    notes.iter().for_each(|note| ui.line(&note.text));
}
