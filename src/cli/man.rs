//! `litsieve man`: the manual page.

use std::path::Path;

use clap::{Args, CommandFactory as _};

use super::Outcome;
use super::ui::Ui;
use crate::workspace::Error;

/// Write the manual page, in the format of man(1)
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command to describe; without one, the program
    command: Option<String>,
}

pub(super) fn run(args: &ManArgs, ui: &Ui) -> Result<Outcome, Error> {
    let mut program = super::Args::command();
    program.build();
    let described = match &args.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            Error::new(format!("there is no command `{name}`"), "`litsieve help` lists the commands.")
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(described)
        .render(&mut page)
        .map_err(|error| Error::io("write to", Path::new("memory"), &error))?;
    ui.bytes(&page);
    Ok(Outcome::Done)
}
