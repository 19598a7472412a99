//! How wide a text is, and where it breaks.

/// Widths of the characters from space to tilde in Helvetica, in thousandths of the font size
/// (Adobe Font Metrics of Helvetica; Arial and Liberation Sans have the same).
#[rustfmt::skip]
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Width of `text` at a font size, in the same unit, rounded up.
pub fn width(text: &str, size: u32, bold: bool) -> u32 {
    let thousandths: u32 = text.chars().map(|c| u32::from(char_width(c))).sum();
    // Bold letters are about a fifteenth wider.
    let thousandths = if bold { thousandths * 16 / 15 } else { thousandths };
    (thousandths * size).div_ceil(1000)
}

fn char_width(c: char) -> u16 {
    match c {
        ' '..='~' => WIDTHS[c as usize - ' ' as usize],
        // Wide scripts from Hangul on take a full square; other letters are about as wide as a capital.
        '\u{1100}'.. => 1000,
        _ => 667,
    }
}

/// Breaks `text` at spaces so that no line is wider than `room`; a word that is wider is broken where it must be.
pub fn wrap(text: &str, size: u32, bold: bool, room: u32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, bold) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if width(&line, size, bold) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    // A number alone on a line reads as another number: keep `(n = 5)` together by breaking before it.
    keep_numbers_together(lines, |line| width(line, size, bold) <= room)
}

/// Moves a `(n` or `(n =` from the end of a line to the next one, where it fits.
fn keep_numbers_together(mut lines: Vec<String>, fits: impl Fn(&str) -> bool) -> Vec<String> {
    for at in 1..lines.len() {
        let Some(start) = lines[at - 1].rfind("(n").filter(|&start| start > 0 && !lines[at - 1][start..].contains(')'))
        else {
            continue;
        };
        let joined = format!("{} {}", &lines[at - 1][start..], lines[at]);
        if fits(&joined) {
            lines[at] = joined;
            let shorter = lines[at - 1][..start].trim_end().len();
            lines[at - 1].truncate(shorter);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let text = "Records marked as ineligible by automation tools (n = 22)";
        let lines = wrap(text, 14, false, 150);
        assert!(lines.iter().all(|line| width(line, 14, false) <= 150), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().any(|line| line.contains("(n = 22)")), "{lines:?}");
    }

    #[test]
    fn a_word_without_end_is_broken() {
        let lines = wrap(&"x".repeat(100), 14, false, 70);
        assert!(lines.len() >= 10 && lines.iter().all(|line| width(line, 14, false) <= 70));
    }
}
