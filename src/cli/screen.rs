//! `litsieve screen`: the screening page on this computer.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::options::Options;
use super::ui::Ui;
use super::{Outcome, browser};
use crate::web::{Server, Settings};
use crate::workspace::Error;

/// Decide on a page in the browser, one reference at a time; every decision is a line in rulings/
#[derive(Debug, Args)]
pub(super) struct ScreenArgs {
    /// The review folder
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// The port to serve on [default: always the same for this reader of this review; another where it is not free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
}

pub(super) fn run(args: &ScreenArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let root = options.folder_or(args.folder.as_deref())?;
    let progress = ui.progress("reading and computing the review");
    let server = Server::start(&Settings { root, by: args.by.clone(), port: args.port });
    progress.finish_and_clear();
    let server = server?;
    let address = server.address();
    if ui.json {
        ui.json(&json!({ "address": address, "elsewhere": server.is_elsewhere }));
    } else {
        ui.line(format_args!("The page for {} is at {address}", args.by.trim()));
        ui.say("Only this computer can open it. Ctrl-C ends it; what you decided is saved as you go.");
    }
    if server.is_elsewhere {
        ui.warn(
            "The port that this reader of this review always gets is in use, perhaps by an earlier `litsieve screen`. A page that lies \
             open from there does not find this program: copy a note that you began there.",
        );
    }
    ui.write(|out| out.flush());
    if args.open && !browser::open(&address) {
        ui.warn("The browser could not be opened; open the address yourself.");
    }
    server.run()?;
    Ok(Outcome::Done)
}
