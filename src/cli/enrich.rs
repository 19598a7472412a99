//! `litsieve enrich`: gaps of records filled by their DOIs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::options::Options;
use super::search::{ReachArgs, ask, check_keys};
use super::ui::{Ui, plural};
use crate::connect::{self, Finished, Gaps, How, Job};
use crate::pipeline::{self, Ingested};
use crate::workspace::{self, Error, Folder};

/// Fill missing abstracts, languages, types and identifiers by DOI, from OpenAlex
///
/// Exports stay as they are: what is found goes into enrichment/openalex.jsonl, one value a line with its origin, and so do
/// retractions and preprints, which exclude nothing by themselves.
#[derive(Debug, Args)]
pub(super) struct EnrichArgs {
    #[command(flatten)]
    reach: ReachArgs,
    /// Ask nothing; read the stored answers again
    #[arg(long)]
    replay: bool,
    /// Ask again, also after exports or reports have changed; the earlier answers are kept aside
    #[arg(long, conflicts_with = "replay")]
    restart: bool,
}

pub(super) fn run(args: &EnrichArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let (root, ingested) = opened(options)?;
    let gaps = Gaps::of(ingested.records.iter().map(|(_, record)| record));
    let asking = Asking { root: &root, replay: args.replay, restart: args.restart, reach: &args.reach, ui };
    let mut lines = Vec::new();
    for Finished { search, .. } in asking.works("enrich", "enrichment/answers", "doi", &gaps.dois())? {
        let path = root.join(&search.export);
        let export = fs::read(&path).map_err(|error| Error::io("read", &path, &error))?;
        lines.extend(gaps.fill(export, &search));
    }
    if !lines.is_empty() {
        workspace::write_file(&root.join("enrichment/openalex.jsonl"), |out| {
            lines.iter().try_for_each(|line| writeln!(out, "{}", serde_json::to_string(line).unwrap_or_default()))
        })?;
    }
    let flags = lines.iter().filter(|line| line.kind == "flag").count();
    ui.line(format_args!(
        "{} with gaps and a DOI; {} found, {}",
        plural(gaps.dois().len(), "report"),
        plural(lines.len() - flags, "value"),
        plural(flags, "flag")
    ));
    Ok(Outcome::Done)
}

/// The review folder and the records of its exports.
pub(super) fn opened(options: &Options) -> Result<(PathBuf, Ingested), Error> {
    let folder = Folder::open(&options.folder_or(None)?, &|_| {})?;
    match folder.inputs {
        Some(inputs) => Ok((folder.root, pipeline::ingest(inputs.exports))),
        None => Err(Error::new("the protocol cannot be used", "`litsieve check` shows what is wrong.")),
    }
}

/// How questions about single works are asked.
pub(super) struct Asking<'a> {
    pub root: &'a Path,
    pub replay: bool,
    pub restart: bool,
    pub reach: &'a ReachArgs,
    pub ui: &'a Ui,
}

impl Asking<'_> {
    /// Asks OpenAlex for the works whose `key` is one of `values`.
    pub fn works(
        &self,
        name: &str,
        folder: &str,
        key: &str,
        values: &BTreeSet<String>,
    ) -> Result<Vec<Finished>, Error> {
        let (jobs, unusable) = connect::works_by(name, folder, key, values);
        if unusable > 0 {
            let many = plural(unusable, "identifier");
            self.ui.warn(format_args!("{many} with a comma or a bar: the service cannot be asked for them"));
        }
        self.run(&jobs)
    }

    /// Runs jobs; the first that fails is the error.
    pub fn run(&self, jobs: &[Job]) -> Result<Vec<Finished>, Error> {
        let reach = self.reach.read(self.root)?;
        if !self.replay {
            check_keys(jobs, &reach)?;
        }
        let how =
            How { root: self.root.to_owned(), restart: self.restart, accept_differences: false, replay: self.replay };
        ask(jobs, how, &reach, self.ui)?.into_iter().collect()
    }
}
