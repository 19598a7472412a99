//! From places to SVG.
//!
//! Colours stand as attributes, which every program understands; classes let a page restyle the picture.

use std::fmt::Write as _;

use super::Setting;
use super::content::{Content, Style, Tone};
use super::layout::{BAR, FONT, INDENT, LINE, Layout, MARGIN, PADDING, Placed, PlacedLane};

const INK: &str = "#1b1f24";
const MUTED: &str = "#5b6470";
const LINES: &str = "#4a525c";

/// Draws the picture.
pub fn draw(content: &Content, layout: &Layout<'_>, setting: Setting) -> String {
    let mut svg = Svg { out: String::new(), setting };
    svg.open(content, layout);
    svg.head(layout);
    for (name, y, height) in &layout.phases {
        svg.phase(name, *y, *height);
    }
    svg.arrows(layout);
    for lane in layout.previous.iter().chain([&layout.databases]).chain(&layout.other) {
        svg.cell(&lane.heading);
        for step in &lane.steps {
            step.main.iter().chain(&step.out).for_each(|placed| svg.cell(placed));
        }
    }
    svg.foot(layout);
    svg.out.push_str("</svg>\n");
    svg.out
}

/// Fill, border, dashes of a box.
fn colours(tone: Tone) -> (&'static str, &'static str, &'static str) {
    match tone {
        Tone::Heading => ("#ffd766", "#ffd766", ""),
        Tone::QuietHeading => ("#dfe3e8", "#dfe3e8", ""),
        Tone::Step | Tone::Out => ("#ffffff", LINES, ""),
        Tone::Waiting => ("#fff4d6", "#a06800", "5 4"),
        Tone::Included => ("#e9f4ec", "#2f6f45", ""),
    }
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Heading => "heading",
        Tone::QuietHeading => "heading quiet",
        Tone::Step => "step",
        Tone::Out => "out",
        Tone::Waiting => "waiting",
        Tone::Included => "included",
    }
}

struct Svg {
    out: String,
    setting: Setting,
}

impl Svg {
    /// Adds a line of SVG. Writing to a string cannot fail.
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(line);
        self.out.push('\n');
    }

    fn open(&mut self, content: &Content, layout: &Layout<'_>) {
        let (width, height) = (layout.width, layout.height);
        // A picture with links is a document of its own; without, one picture with a description.
        let role = if self.setting == Setting::Report { "group" } else { "img" };
        // In the report the page decides how wide it is, and allows no style but its own.
        let fluid = if self.setting == Setting::Report { "" } else { " style=\"max-width:100%;height:auto\"" };
        self.line(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"prisma\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\"{fluid} role=\"{role}\" aria-labelledby=\"prisma-title prisma-desc\" \
             font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\" font-size=\"{FONT}\">"
        ));
        self.line(format_args!("<title id=\"prisma-title\">{}</title>", escape(&content.title)));
        self.line(format_args!("<desc id=\"prisma-desc\">{}</desc>", escape(&content.description)));
        self.line(format_args!(
            "<defs><marker id=\"prisma-head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" \
             orient=\"auto-start-reverse\"><path class=\"arrowhead\" d=\"M0 0 10 5 0 10z\" fill=\"{LINES}\"/></marker></defs>"
        ));
        self.line(format_args!("<rect class=\"paper\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"));
    }

    fn head(&mut self, layout: &Layout<'_>) {
        let mut y = MARGIN + LINE - 2;
        for words in &layout.title {
            let size = FONT + 4;
            let words = escape(words);
            self.line(format_args!(
                "<text class=\"title\" x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"bold\" fill=\"{INK}\">{words}</text>"
            ));
            y += LINE + 5;
        }
        if layout.warnings.is_empty() {
            return;
        }
        let (top, width) = (y - LINE + 6, layout.width - 2 * MARGIN);
        let height = layout.warnings.len() as u32 * LINE + 10;
        self.line(format_args!(
            "<rect class=\"warning\" x=\"{MARGIN}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"#fff4d6\" \
             stroke=\"#a06800\"/>"
        ));
        y = top + LINE;
        for words in &layout.warnings {
            let (x, words) = (MARGIN + 10, escape(words));
            self.line(format_args!(
                "<text class=\"warning-text\" x=\"{x}\" y=\"{y}\" font-weight=\"bold\" fill=\"#5c3d00\">{words}</text>"
            ));
            y += LINE;
        }
    }

    fn phase(&mut self, name: &str, y: u32, height: u32) {
        let (x, middle) = (MARGIN + BAR / 2 + 5, y + height / 2);
        self.line(format_args!(
            "<rect class=\"phase\" x=\"{MARGIN}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\" rx=\"6\" fill=\"#b9d3f0\"/>"
        ));
        self.line(format_args!(
            "<text class=\"phase-text\" transform=\"translate({x} {middle}) rotate(-90)\" text-anchor=\"middle\" \
             font-weight=\"bold\" fill=\"#12304f\">{name}</text>"
        ));
    }

    fn cell(&mut self, placed: &Placed<'_>) {
        let counted = !matches!(placed.cell.tone, Tone::Heading | Tone::QuietHeading);
        let linked = self.setting == Setting::Report && counted;
        if linked {
            self.line(format_args!("<a href=\"#box-{}\">", placed.cell.id));
        }
        let (fill, stroke, dashes) = colours(placed.cell.tone);
        let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        let (x, y, width, height) = (placed.x, placed.y, placed.width, placed.height);
        let radius = if matches!(placed.cell.tone, Tone::Heading | Tone::QuietHeading) { 10 } else { 3 };
        self.line(format_args!(
            "<g class=\"cell {}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" fill=\"{fill}\" \
             stroke=\"{stroke}\"{dashes}/>",
            class(placed.cell.tone)
        ));
        let text_height = placed.lines.len() as u32 * LINE;
        let mut baseline = y + (height.saturating_sub(text_height)) / 2 + LINE - 5;
        for line in &placed.lines {
            let marks = match line.marks.as_str() {
                "" => String::new(),
                marks => format!("<tspan dx=\"2\" dy=\"-5\" font-size=\"{}\">{marks}</tspan>", FONT - 4),
            };
            let (weight, fill) = match line.style {
                Style::Bold => (" font-weight=\"bold\"", INK),
                Style::Muted => (" font-style=\"italic\"", MUTED),
                Style::Plain | Style::Indented => ("", INK),
            };
            let muted = if line.style == Style::Muted { " class=\"muted\"" } else { "" };
            let (at, anchor) = match placed.cell.tone {
                Tone::Heading | Tone::QuietHeading => (placed.middle_x(), " text-anchor=\"middle\""),
                _ => (x + PADDING + line.indent, ""),
            };
            let words = escape(&line.text);
            self.line(format_args!(
                "<text{muted} x=\"{at}\" y=\"{baseline}\"{anchor}{weight} fill=\"{fill}\">{words}{marks}</text>"
            ));
            baseline += LINE;
        }
        self.line(format_args!("</g>{}", if linked { "</a>" } else { "" }));
    }

    fn arrows(&mut self, layout: &Layout<'_>) {
        for lane in layout.previous.iter().chain([&layout.databases]).chain(&layout.other) {
            self.arrows_of(lane);
        }
        // What other methods found joins what databases found.
        if let Some((from, to)) = layout.other.as_ref().and_then(|lane| lane.main(3)).zip(layout.databases.main(4)) {
            let (x, y, end) = (from.middle_x(), to.middle_y(), to.right());
            self.arrow(&format!("M{x} {}V{y}H{end}", from.bottom()), false);
        }
        if let Some((from, to)) = layout.previous.as_ref().and_then(|lane| lane.main(0)).zip(layout.databases.main(5)) {
            let (x, y, end) = (from.middle_x(), to.middle_y(), to.x);
            self.arrow(&format!("M{x} {}V{y}H{end}", from.bottom()), false);
        }
    }

    /// Down from box to box, and to the right where something leaves.
    fn arrows_of(&mut self, lane: &PlacedLane<'_>) {
        let mains: Vec<&Placed<'_>> = lane.steps.iter().filter_map(|step| step.main.as_ref()).collect();
        for pair in mains.windows(2) {
            let x = pair[0].middle_x();
            self.arrow(&format!("M{x} {}V{}", pair[0].bottom(), pair[1].y), false);
        }
        for step in &lane.steps {
            let Some(main) = &step.main else { continue };
            for out in &step.out {
                let turn = main.right() + (out.x - main.right()) / 2;
                let (from, to) = (main.middle_y(), out.middle_y());
                // Straight where the middle of one is within the height of the other.
                let straight = from > out.y + 6 && from < out.bottom() - 6;
                let path = if straight {
                    format!("M{} {from}H{}", main.right(), out.x)
                } else {
                    format!("M{} {from}H{turn}V{to}H{}", main.right(), out.x)
                };
                self.arrow(&path, out.cell.tone == Tone::Waiting);
            }
        }
    }

    fn arrow(&mut self, path: &str, dashed: bool) {
        let dashes = if dashed { " stroke-dasharray=\"5 4\"" } else { "" };
        self.line(format_args!(
            "<path class=\"arrow\" d=\"{path}\" fill=\"none\" stroke=\"{LINES}\" stroke-width=\"1.5\"{dashes} \
             marker-end=\"url(#prisma-head)\"/>"
        ));
    }

    fn foot(&mut self, layout: &Layout<'_>) {
        for (letter, words, y) in &layout.notes {
            let (size, x, words) = (FONT - 1, MARGIN + INDENT + 4, escape(words));
            if let Some(letter) = letter {
                let (y, size) = (y - 4, FONT - 4);
                self.line(format_args!(
                    "<text class=\"note\" x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" fill=\"{INK}\">{letter}</text>"
                ));
            }
            self.line(format_args!(
                "<text class=\"note\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{INK}\">{words}</text>"
            ));
        }
        for (words, y) in &layout.credit {
            let (size, words) = (FONT - 3, escape(words));
            self.line(format_args!(
                "<text class=\"credit\" x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" fill=\"{MUTED}\">{words}</text>"
            ));
        }
    }
}

/// `text` as it may stand in XML: markup escaped, characters that XML forbids replaced.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
