//! How the sources overlap: an UpSet plot (Lex et al., *UpSet: Visualization of Intersecting Sets*, 2014), which stays
//! readable with many sources, and the same numbers as a table.

use std::fmt::Write as _;

use maud::{PreEscaped, html};

use super::super::diagram::{escape, wrap};
use super::html::{Section, count, plural, table};
use crate::audit::{Overlap, Story, Yields};

/// How many combinations are drawn; the table has all.
const DRAWN: usize = 20;

const ROW: usize = 30;
const COLUMN: usize = 40;
const BARS: usize = 150;
const NAMES: usize = 300;
const TOTALS: usize = 120;

/// The section.
pub fn section(story: &Story, yields: &Yields) -> Section {
    let sources: Vec<Source<'_>> = sources(story, &yields.overlaps);
    let columns = [("Found by", false), ("References", true), ("In the screened set", true)];
    let name = |source: &usize| story.protocol.sources[*source].name.as_str();
    let rows = yields.overlaps.iter().map(|overlap| {
        html! {
            th scope="row" { a href=(link(overlap)) { (overlap.sources.iter().map(name).collect::<Vec<_>>().join(" and ")) @if overlap.sources.len() == 1 { " only" } } }
            td.n { (count(overlap.references)) } td.n { (count(overlap.included)) }
        }
    });
    Section::new(
        "sources",
        "Sources and their overlap",
        html! {
            @if sources.is_empty() { p { "No source has an export." } } @else {
                p { "Each column of dots is a combination of sources, and the bar above it the references that exactly these sources found: the dark part of it is " @if story.counts.to_review > 0 { "what passes so far" } @else { "what was included" } ". The bars at the left are all that a source found." }
                p.soft.narrow { "The picture is wider than this window: move it sideways, or read the same numbers in the table below it." }
                figure.wide tabindex="0" role="region" aria-label="Overlap of the sources, drawn" { (PreEscaped(upset(&sources, &yields.overlaps))) }
                details { summary { "The same as a table" } (table("Overlap of the sources", &columns, rows)) }
            }
        },
    )
}

/// A source that found something.
struct Source<'a> {
    place: usize,
    name: &'a str,
    references: u64,
}

fn sources<'a>(story: &'a Story, overlaps: &[Overlap]) -> Vec<Source<'a>> {
    let all = story.protocol.sources.iter().enumerate().map(|(place, source)| {
        let with = overlaps.iter().filter(|overlap| overlap.sources.contains(&place));
        Source { place, name: &source.name, references: with.map(|overlap| overlap.references).sum() }
    });
    let mut found: Vec<Source<'a>> = all.filter(|source| source.references > 0).collect();
    found.sort_by_key(|source| (std::cmp::Reverse(source.references), source.place));
    found
}

/// Where a combination leads: to its references.
fn link(overlap: &Overlap) -> String {
    let places: Vec<String> = overlap.sources.iter().map(ToString::to_string).collect();
    format!("#set-sources-{}", places.join("."))
}

/// Columns are combinations, rows are sources; a bar above a column says how many references, dots below whose they are.
fn upset(sources: &[Source<'_>], overlaps: &[Overlap]) -> String {
    let drawn = &overlaps[..overlaps.len().min(DRAWN)];
    let left = NAMES + TOTALS + 20;
    let (width, top) = (left + drawn.len() * COLUMN + 10, BARS + 40);
    let height = top + sources.len() * ROW + 10;
    let most = drawn.iter().map(|overlap| overlap.references).max().unwrap_or(1).max(1);
    let largest = sources.iter().map(|source| source.references).max().unwrap_or(1).max(1);
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"upset\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" \
         aria-labelledby=\"upset-title upset-desc\"><title id=\"upset-title\">How the sources overlap</title>\
         <desc id=\"upset-desc\">{}</desc>",
        escape(&in_words(sources, drawn))
    );
    for (row, source) in sources.iter().enumerate() {
        let y = top + row * ROW;
        if row % 2 == 0 {
            let _ = write!(svg, "<rect class=\"stripe\" x=\"0\" y=\"{y}\" width=\"{width}\" height=\"{ROW}\"/>");
        }
        let bar = (source.references * TOTALS as u64).div_ceil(largest) as usize;
        let middle = y + ROW / 2;
        let name = shortened(source.name);
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect class=\"total\" x=\"{}\" y=\"{}\" width=\"{bar}\" height=\"16\"/>\
             <text class=\"number\" x=\"{}\" y=\"{}\">{}</text>",
            NAMES - 10,
            middle + 5,
            escape(&name),
            NAMES,
            middle - 8,
            NAMES + 6,
            middle + 5,
            count(source.references)
        );
    }
    for (column, overlap) in drawn.iter().enumerate() {
        svg.push_str(&combination(sources, overlap, left + column * COLUMN, top, most));
    }
    svg.push_str("</svg>");
    svg
}

/// One column: its bar, its dots, as a link.
fn combination(sources: &[Source<'_>], overlap: &Overlap, x: usize, top: usize, most: u64) -> String {
    let middle = x + COLUMN / 2;
    let bar = (overlap.references * BARS as u64).div_ceil(most) as usize;
    let included = (overlap.included * BARS as u64).div_ceil(most).min(bar as u64) as usize;
    let base = top - 12;
    let names: Vec<&str> =
        sources.iter().filter(|source| overlap.sources.contains(&source.place)).map(|source| source.name).collect();
    let label = format!("{}: {}", names.join(" and "), plural(overlap.references, "reference", "references"));
    let mut out = format!(
        "<a href=\"{}\" aria-label=\"{}\"><rect class=\"hit\" x=\"{x}\" y=\"0\" width=\"{COLUMN}\" height=\"{}\"/>\
         <rect class=\"bar\" x=\"{}\" y=\"{}\" width=\"24\" height=\"{bar}\"/><rect class=\"in\" x=\"{}\" y=\"{}\" width=\"24\" \
         height=\"{included}\"/><text class=\"number\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        link(overlap),
        escape(&label),
        top + sources.len() * ROW,
        middle - 12,
        base - bar,
        middle - 12,
        base - included,
        base - bar - 6,
        count(overlap.references)
    );
    let rows: Vec<usize> = (0..sources.len()).filter(|&row| overlap.sources.contains(&sources[row].place)).collect();
    let y = |row: usize| top + row * ROW + ROW / 2;
    if let (Some(&first), Some(&last)) = (rows.first(), rows.last()) {
        let _ = write!(out, "<path class=\"join\" d=\"M{middle} {}V{}\"/>", y(first), y(last));
    }
    for row in 0..sources.len() {
        let class = if rows.contains(&row) { "dot" } else { "dot off" };
        let _ = write!(out, "<circle class=\"{class}\" cx=\"{middle}\" cy=\"{}\" r=\"7\"/>", y(row));
    }
    out.push_str("</a>");
    out
}

fn shortened(name: &str) -> String {
    let lines = wrap(name, 14, false, NAMES as u32 - 30);
    match lines.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, ..] => format!("{first}…"),
    }
}

fn in_words(sources: &[Source<'_>], drawn: &[Overlap]) -> String {
    let mut parts: Vec<String> = sources
        .iter()
        .map(|source| format!("{} found {}", source.name, plural(source.references, "reference", "references")))
        .collect();
    let alone =
        drawn.iter().filter(|overlap| overlap.sources.len() == 1).map(|overlap| overlap.references).sum::<u64>();
    parts.push(format!("{} found by one source only", plural(alone, "reference was", "references were")));
    format!(
        "{}. Every column is a link to its references; the filled part of a bar is in the screened set.",
        parts.join("; ")
    )
}
