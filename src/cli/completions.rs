//! `litsieve completions`: scripts that complete commands in a shell.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::Outcome;
use super::ui::Ui;
use crate::workspace::Error;

/// Write a script that completes commands in your shell
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, ui: &Ui) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Args::command(), "litsieve", &mut script);
    ui.bytes(&script);
    Ok(Outcome::Done)
}
