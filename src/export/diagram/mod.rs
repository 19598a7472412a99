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

/// The picture as a page of its own: every box that counts something is a link to its records in the report, which lies at the
/// address `report` from the page. The page has the size of the picture, so that printing it to a file gives the picture and
/// nothing else; its heading is for those who hear it.
pub fn page(flow: &Flow, protocol: &Protocol, credit: &str, report: &str) -> String {
    let content = content::content(flow, protocol, credit);
    let layout = layout::layout(&content);
    let svg = draw::draw(&content, &layout, Setting::Report);
    let svg = svg.replace("<a href=\"#", &format!("<a href=\"{}#", escape(report)));
    let title = escape(&format!("PRISMA 2020 flow diagram: {}", protocol.review.title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n\
         <style>@page {{ size: {}px {}px; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }} a:focus-visible {{ outline: 3px solid #1259c3 }} h1 {{ position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; \
         clip-path: inset(50%) }}</style></head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{svg}</main>\n</body>\n</html>\n",
        layout.width, layout.height
    )
}

/// Width and height of the picture, in pixels.
pub fn size(flow: &Flow, protocol: &Protocol, credit: &str) -> (u32, u32) {
    let content = content::content(flow, protocol, credit);
    let layout = layout::layout(&content);
    (layout.width, layout.height)
}

/// The picture; `credit` says what drew it.
pub fn svg(flow: &Flow, protocol: &Protocol, credit: &str, setting: Setting) -> String {
    let content = content::content(flow, protocol, credit);
    draw::draw(&content, &layout::layout(&content), setting)
}
