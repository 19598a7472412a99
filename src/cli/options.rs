//! The options of every command: what was typed and what is meant.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::workspace::Error;

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct GlobalArgs {
    /// The review folder [default: the current one]
    #[arg(short = 'C', value_name = "DIR", global = true)]
    in_folder: Option<PathBuf>,
    /// Print JSON for programs on standard output
    #[arg(long, global = true)]
    json: bool,
    /// Print nothing but results and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    color: When,
    /// How many threads to use; the result never depends on it [default: all cores]
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Also into files and pipes.
    Always,
    /// Not at all.
    Never,
}

/// What is meant.
#[derive(Debug, Clone)]
pub(super) struct Options {
    /// The folder of `-C`.
    folder: Option<PathBuf>,
    /// Whether standard output is for a program.
    pub json: bool,
    /// Whether to print results and errors only.
    pub quiet: bool,
    /// When to use colours.
    pub color: When,
    jobs: Option<u16>,
}

impl Options {
    pub fn new(args: &GlobalArgs) -> Self {
        let GlobalArgs { in_folder, json, quiet, color, jobs } = args;
        Self { folder: in_folder.clone(), json: *json, quiet: *quiet, color: *color, jobs: *jobs }
    }

    /// The review folder of a command that also takes it as its argument.
    ///
    /// # Errors
    /// If it was given both ways.
    pub fn folder_or(&self, argument: Option<&Path>) -> Result<PathBuf, Error> {
        match (&self.folder, argument) {
            (Some(_), Some(_)) => {
                Err(Error::new("the review folder is given twice", "Give it as an argument or with -C, not both."))
            }
            (Some(folder), None) => Ok(folder.clone()),
            (None, Some(folder)) => Ok(folder.to_owned()),
            (None, None) => Ok(PathBuf::from(".")),
        }
    }

    /// Whether a folder was named with `-C`.
    pub fn has_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// Sets the number of threads.
    pub fn use_jobs(&self) -> Result<(), Error> {
        let Some(jobs) = self.jobs else { return Ok(()) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global();
        pool.map_err(|error| {
            Error::new(format!("cannot start {jobs} threads: {error}"), "Give a smaller number to --jobs.")
        })
    }
}
