//! `flow.svg`: the PRISMA 2020 diagram.
//!
//! ```text
//! content (which boxes, with which lines) -> layout (where they stand) -> draw (SVG)
//! ```
//!
//! The picture is text all through: it can be read aloud, searched, copied and restyled. What is not known yet has no
//! number, and an undecided stage shows how many wait there.

mod content;
mod draw;
mod layout;
mod text;

use std::io::{self, Write};

pub use draw::escape;
pub use text::wrap;

use super::Export;
use crate::audit::Run;
use crate::flow::Flow;
use crate::protocol::Protocol;

/// The output.
pub const EXPORT: Export = Export {
    file: "flow.svg",
    about: "The PRISMA 2020 flow diagram: databases and registers, other methods, earlier versions.",
    write,
};

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(svg(&run.flow, run.protocol, &credit(&run.inputs.version, run.id()), Setting::File).as_bytes())
}

/// What drew the picture, and of which run.
pub fn credit(version: &str, run: &str) -> String {
    if run.is_empty() { format!("litsieve {version}") } else { format!("litsieve {version}, run {run}") }
}

/// Where the picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// In a file of its own.
    File,
    /// In the report: its boxes are links, and the page decides the colours.
    Report,
}

/// The picture; `credit` says what drew it.
pub fn svg(flow: &Flow, protocol: &Protocol, credit: &str, setting: Setting) -> String {
    let content = content::content(flow, protocol, credit);
    draw::draw(&content, &layout::layout(&content), setting)
}
