//! Diagnostics as a compiler shows them: what, where, the line with a caret, how to mend it.

use std::collections::BTreeMap;
use std::sync::Arc;

use owo_colors::{OwoColorize as _, Style};

use super::table::{count, plural};
use crate::diagnostic::{Diagnostic, Severity, visible};
use crate::source::SourceFile;

/// The files that diagnostics may point into, by label.
#[derive(Debug, Default)]
pub struct Texts<'a>(BTreeMap<&'a str, &'a SourceFile>);

impl<'a> Texts<'a> {
    /// The files to show lines of.
    pub fn new(files: impl IntoIterator<Item = &'a Arc<SourceFile>>) -> Self {
        Self(files.into_iter().map(|file| (file.label(), file.as_ref())).collect())
    }
}

/// The longest line of a file that is shown, in characters.
const WIDTH: usize = 100;

/// The text of every diagnostic that is shown, the worst last, where the eye falls; with `most` set, so many of each code.
pub(super) fn render(found: &[Diagnostic], texts: &Texts<'_>, most: Option<usize>, quiet: bool) -> Vec<String> {
    render_some(found, texts, |_| most, quiet)
}

/// As [`render`], but `most` is for notes only.
pub(super) fn render_but_notes(
    found: &[Diagnostic],
    texts: &Texts<'_>,
    most: Option<usize>,
    quiet: bool,
) -> Vec<String> {
    render_some(found, texts, |severity| most.filter(|_| severity == Severity::Note), quiet)
}

fn render_some(
    found: &[Diagnostic],
    texts: &Texts<'_>,
    most: impl Fn(Severity) -> Option<usize>,
    quiet: bool,
) -> Vec<String> {
    let mut shown: Vec<&Diagnostic> =
        found.iter().filter(|diagnostic| !quiet || diagnostic.severity == Severity::Error).collect();
    shown.sort_by_key(|diagnostic| diagnostic.severity);
    let mut of_code: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    let mut out = Vec::new();
    for diagnostic in &shown {
        let number = of_code.entry((diagnostic.severity, diagnostic.code)).or_default();
        *number += 1;
        if most(diagnostic.severity).is_none_or(|most| *number <= most) {
            out.push(one(diagnostic, texts));
        }
    }
    for ((severity, code), number) in of_code {
        if let Some(most) = most(severity).filter(|&most| number > most) {
            out.push(format!(
                "{}: {} more like the ones above; `litsieve check --all` lists them",
                code,
                count(number - most)
            ));
        }
    }
    out.extend(totals(&shown));
    out
}

/// "2 errors, 1 warning".
fn totals(shown: &[&Diagnostic]) -> Option<String> {
    let of = |severity: Severity| shown.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (of(severity), severity.name()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| plural(number, name))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn one(diagnostic: &Diagnostic, texts: &Texts<'_>) -> String {
    let Diagnostic { code, severity, message, help, .. } = diagnostic;
    let style = match severity {
        Severity::Error => Style::new().red().bold(),
        Severity::Warning => Style::new().yellow().bold(),
        Severity::Note => Style::new().blue().bold(),
    };
    let head = format!("{}[{code}]", severity.name());
    let mut lines = vec![format!("{}: {}", head.style(style), visible(message).bold())];
    let source = texts.0.get(diagnostic.file.as_str());
    if !diagnostic.file.is_empty() {
        let column = source.and_then(|source| column(diagnostic, source.text()));
        lines.push(format!("  {} {}", "-->".cyan(), place(diagnostic, column)));
    }
    if let Some(source) = source.filter(|_| !diagnostic.bytes.is_empty()) {
        lines.extend(excerpt(diagnostic, source.text(), style));
    }
    if !help.is_empty() {
        lines.push(format!("   {} {}", "=".cyan(), visible(help)));
    }
    lines.join("\n")
}

/// `exports/a.ris:12:3, record 4, DO`.
fn place(diagnostic: &Diagnostic, column: Option<usize>) -> String {
    let mut place = visible(&diagnostic.file).into_owned();
    if diagnostic.line > 0 {
        place.push_str(&format!(":{}", diagnostic.line));
        if let Some(column) = column {
            place.push_str(&format!(":{column}"));
        }
    }
    if diagnostic.entry > 0 {
        place.push_str(&format!(", record {}", diagnostic.entry));
    }
    if !diagnostic.tag.is_empty() {
        place.push_str(&format!(", {}", visible(&crate::diagnostic::excerpt(&diagnostic.tag))));
    }
    place
}

/// The line around the first byte that is meant: its start and its end.
fn line_around(text: &str, at: usize) -> (usize, usize) {
    let start = memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length);
    (start, end)
}

fn column(diagnostic: &Diagnostic, text: &str) -> Option<usize> {
    let at = diagnostic.bytes.start as usize;
    if diagnostic.bytes.is_empty() || !text.is_char_boundary(at) {
        return None;
    }
    let (start, _) = line_around(text, at);
    Some(text[start..at].chars().count() + 1)
}

fn excerpt(diagnostic: &Diagnostic, text: &str, style: Style) -> Vec<String> {
    let (from, to) = (diagnostic.bytes.start as usize, diagnostic.bytes.end as usize);
    if to > text.len() || !text.is_char_boundary(from) || !text.is_char_boundary(to) {
        return Vec::new();
    }
    let (start, end) = line_around(text, from);
    // A character in place of each, so that the caret stands right.
    let plain = |part: &str| {
        part.chars()
            .map(|c| if c == '\t' || *visible(c.encode_utf8(&mut [0; 4])) != *c.to_string() { ' ' } else { c })
            .collect::<String>()
    };
    let (before, marked, after) =
        (plain(&text[start..from]), plain(&text[from..to.min(end)]), plain(&text[to.min(end)..end]));
    // Of a long line, the part around the mark is shown.
    let skipped = before.chars().count().saturating_sub(WIDTH / 2);
    let before: String = before.chars().skip(skipped).collect();
    let line: String = format!("{before}{marked}{after}").chars().take(WIDTH).collect();
    let number = diagnostic.line.to_string();
    let margin = " ".repeat(number.len());
    let caret = "^".repeat(marked.chars().count().clamp(1, WIDTH));
    let indent = " ".repeat(before.chars().count());
    vec![
        format!("{margin} {}", "|".cyan()),
        format!("{} {} {line}", number.cyan(), "|".cyan()),
        format!("{margin} {} {indent}{}", "|".cyan(), caret.style(style)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_words() {
        let text = "[a]\nid = \"é\"\tlangauge = 1\n";
        let source = Arc::new(SourceFile::new("protocol.toml", text.into()));
        let at = text.find("langauge").expect("in the text");
        let diagnostic = Diagnostic::new("PRO002", "unknown key").at("protocol.toml", 2, 0).bytes(at..at + 8);
        let shown = anstream::adapter::strip_str(&one(&diagnostic, &Texts::new([&source]))).to_string();
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1], "  --> protocol.toml:2:10");
        assert_eq!(lines[3], "2 | id = \"é\" langauge = 1");
        assert_eq!(lines[4], "  |          ^^^^^^^^");
    }

    #[test]
    fn the_worst_comes_last_and_repeats_are_counted() {
        let note = |line| Diagnostic::new("REA003", "decoded").at("a.ris", line, 0);
        let found = [Diagnostic::new("REA001", "unknown"), note(1), note(2), note(3)];
        let shown = render(&found, &Texts::default(), Some(2), false);
        assert_eq!(shown.len(), 5, "two notes, the error, the rest, the totals");
        assert!(shown[2].contains("REA001"));
        assert_eq!(shown[3], "REA003: 1 more like the ones above; `litsieve check --all` lists them");
        assert_eq!(shown[4], "1 error, 3 notes");
        assert_eq!(render(&found, &Texts::default(), None, true).len(), 2, "quiet: the error and the totals");
    }
}
