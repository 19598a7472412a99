//! Where the boxes stand: rows as high as their highest box, columns side by side.

use super::content::{Cell, Content, Lane, ROWS, Style};
use super::text::wrap;

/// Font size, in units of the picture, like everything here.
pub const FONT: u32 = 14;
/// From one line of text to the next.
pub const LINE: u32 = 19;
/// Between the edge of a box and its text.
pub const PADDING: u32 = 12;
/// How far the second line of an entry and an indented line stand in.
pub const INDENT: u32 = 14;
/// Around the picture.
pub const MARGIN: u32 = 24;
/// Width of the bars at the left that name the phases.
pub const BAR: u32 = 34;
const BOX: u32 = 282;
const GAP: u32 = 44;
const ROW_GAP: u32 = 34;
const BETWEEN_OUT: u32 = 10;

/// A line of text as it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetLine {
    /// The words.
    pub text: String,
    /// How they are set.
    pub style: Style,
    /// Footnote letters behind it.
    pub marks: String,
    /// How far it stands in.
    pub indent: u32,
}

/// A box with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The box.
    pub cell: &'a Cell,
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Its text.
    pub lines: Vec<SetLine>,
}

impl Placed<'_> {
    /// The middle, from left to right.
    pub fn middle_x(&self) -> u32 {
        self.x + self.width / 2
    }

    /// The middle, from top to bottom.
    pub fn middle_y(&self) -> u32 {
        self.y + self.height / 2
    }

    /// The right edge.
    pub fn right(&self) -> u32 {
        self.x + self.width
    }

    /// The lower edge.
    pub fn bottom(&self) -> u32 {
        self.y + self.height
    }
}

/// A column with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedLane<'a> {
    /// Its heading.
    pub heading: Placed<'a>,
    /// Its rows.
    pub steps: Vec<PlacedStep<'a>>,
}

impl PlacedLane<'_> {
    /// The box of a row.
    pub fn main(&self, row: usize) -> Option<&Placed<'_>> {
        self.steps.get(row)?.main.as_ref()
    }
}

/// A row of a column with its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlacedStep<'a> {
    /// The box.
    pub main: Option<Placed<'a>>,
    /// What leaves the flow there.
    pub out: Vec<Placed<'a>>,
}

/// The picture with all places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout<'a> {
    /// Width of the picture.
    pub width: u32,
    /// Height of the picture.
    pub height: u32,
    /// Lines of the title.
    pub title: Vec<String>,
    /// Lines of the warnings.
    pub warnings: Vec<String>,
    /// The bars of the phases: name, upper edge, height.
    pub phases: Vec<(&'static str, u32, u32)>,
    /// The earlier version.
    pub previous: Option<PlacedLane<'a>>,
    /// Databases and registers.
    pub databases: PlacedLane<'a>,
    /// Other methods.
    pub other: Option<PlacedLane<'a>>,
    /// The lines of the footnotes: their letter where one begins, the words, the lower edge of the letters.
    pub notes: Vec<(Option<char>, String, u32)>,
    /// Lines of the credit, with the lower edge of the letters.
    pub credit: Vec<(String, u32)>,
}

/// Places everything.
pub fn layout(content: &Content) -> Layout<'_> {
    let lanes = || content.previous.iter().chain([&content.databases]).chain(&content.other);
    let heights: [u32; ROWS] =
        std::array::from_fn(|row| lanes().map(|lane| step_height(lane, row)).max().unwrap_or_default());
    let mut x = MARGIN + BAR + 18;
    let mut place_x = |lane: &Lane| {
        let here = x;
        x += lane_width(lane) + GAP;
        here
    };
    let previous_x = content.previous.as_ref().map(&mut place_x);
    let databases_x = place_x(&content.databases);
    let other_x = content.other.as_ref().map(&mut place_x);
    let width = x - GAP + MARGIN;

    let room = width - 2 * MARGIN;
    let title = wrap(&content.title, FONT + 4, true, room);
    let warnings: Vec<String> = content.warnings.iter().flat_map(|text| wrap(text, FONT, true, room - 20)).collect();
    let mut y = MARGIN + title.len() as u32 * (LINE + 5) + 8;
    if !warnings.is_empty() {
        y += warnings.len() as u32 * LINE + 24;
    }
    let heading_height = lanes().map(|lane| cell_height(&lane.heading, lane_width(lane))).max().unwrap_or_default();
    let heading_y = y;
    y += heading_height + ROW_GAP - 10;
    let mut row_y = [0; ROWS];
    for (row, height) in heights.iter().enumerate() {
        row_y[row] = y;
        y += if *height > 0 { height + ROW_GAP } else { 0 };
    }
    y -= ROW_GAP;
    let phases = phases(&row_y, &heights);
    let place = |lane, x| place_lane(lane, x, heading_y, heading_height, &row_y, &heights);

    y += 30;
    let mut notes = Vec::new();
    for (letter, text) in &content.notes {
        for (at, words) in wrap(text, FONT - 1, false, room - 20).into_iter().enumerate() {
            notes.push(((at == 0).then_some(*letter), words, y));
            y += LINE - 1;
        }
        y += 3;
    }
    y += 8;
    let mut credit = Vec::new();
    for words in wrap(&content.credit, FONT - 3, false, room) {
        credit.push((words, y));
        y += LINE - 4;
    }
    Layout {
        width,
        height: y + MARGIN - 12,
        title,
        warnings,
        phases,
        previous: content.previous.as_ref().zip(previous_x).map(|(lane, x)| place(lane, x)),
        databases: place(&content.databases, databases_x),
        other: content.other.as_ref().zip(other_x).map(|(lane, x)| place(lane, x)),
        notes,
        credit,
    }
}

/// The three phases and the rows that they span.
fn phases(row_y: &[u32; ROWS], heights: &[u32; ROWS]) -> Vec<(&'static str, u32, u32)> {
    let span = |name, first: usize, last: usize| {
        let last = (first..=last).rev().find(|&row| heights[row] > 0).unwrap_or(first);
        (name, row_y[first], row_y[last] + heights[last] - row_y[first])
    };
    vec![span("Identification", 0, 0), span("Screening", 1, 3), span("Included", 4, 5)]
}

fn lane_width(lane: &Lane) -> u32 {
    let has_out = lane.steps.iter().any(|step| !step.out.is_empty());
    if has_out { 2 * BOX + GAP } else { BOX }
}

fn step_height(lane: &Lane, row: usize) -> u32 {
    let step = &lane.steps[row];
    let main = step.main.as_ref().map_or(0, |cell| cell_height(cell, BOX));
    let out: u32 = step.out.iter().map(|cell| cell_height(cell, BOX) + BETWEEN_OUT).sum();
    main.max(out.saturating_sub(BETWEEN_OUT))
}

fn cell_height(cell: &Cell, width: u32) -> u32 {
    set(cell, width).len() as u32 * LINE + 2 * PADDING - 4
}

/// The lines of a box, wrapped to its width.
fn set(cell: &Cell, width: u32) -> Vec<SetLine> {
    let mut lines = Vec::new();
    for line in &cell.lines {
        let indent = if matches!(line.style, Style::Indented | Style::Muted) { INDENT } else { 0 };
        // Room for the footnote letters, which are set smaller.
        let marks = if line.marks.is_empty() { 0 } else { 6 * line.marks.len() as u32 + 4 };
        let room = width - 2 * PADDING - indent - marks;
        let wrapped = wrap(&line.text, FONT, line.style == Style::Bold, room);
        let last = wrapped.len().saturating_sub(1);
        lines.extend(wrapped.into_iter().enumerate().map(|(at, text)| SetLine {
            text,
            style: line.style,
            marks: if at == last { line.marks.clone() } else { String::new() },
            indent,
        }));
    }
    lines
}

fn place_lane<'a>(
    lane: &'a Lane,
    x: u32,
    heading_y: u32,
    heading_height: u32,
    row_y: &[u32; ROWS],
    heights: &[u32; ROWS],
) -> PlacedLane<'a> {
    let place = |cell: &'a Cell, x, y, width, height| Placed { cell, x, y, width, height, lines: set(cell, width) };
    let width = lane_width(lane);
    let steps = lane.steps.iter().enumerate().map(|(row, step)| {
        let main = step.main.as_ref().map(|cell| {
            let height = cell_height(cell, BOX).max(if step.out.is_empty() { 0 } else { LINE + 2 * PADDING });
            // A box stands in the middle of its row, so that its arrow meets what leaves there.
            place(cell, x, row_y[row] + (heights[row] - height.min(heights[row])) / 2, BOX, height)
        });
        let mut y = row_y[row];
        let total: u32 = step.out.iter().map(|cell| cell_height(cell, BOX) + BETWEEN_OUT).sum::<u32>();
        y += (heights[row] - total.saturating_sub(BETWEEN_OUT).min(heights[row])) / 2;
        let out = step.out.iter().map(|cell| {
            let height = cell_height(cell, BOX);
            let placed = place(cell, x + BOX + GAP, y, BOX, height);
            y += height + BETWEEN_OUT;
            placed
        });
        PlacedStep { main, out: out.collect() }
    });
    let steps = steps.collect();
    PlacedLane { heading: place(&lane.heading, x, heading_y, width, heading_height), steps }
}
