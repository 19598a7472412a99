//! Text of others as a person may see it.
//!
//! A title may hold characters that move the cursor of a terminal, recolour it, or turn the direction of what follows: then a
//! line says something else than what stands in the file. Whatever is shown passes here.

use std::borrow::Cow;

/// `text` with every character that acts instead of being seen written as its number, as `\u{202e}`. Line ends and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |c| acts(c) || turns(c), |c| c.escape_unicode().to_string())
}

/// As [`visible`], for a JSON document: inside its strings, the only place for such characters, `\u202e` means the same.
pub fn visible_in_json(text: &str) -> Cow<'_, str> {
    escaped(text, |c| acts(c) || turns(c), |c| format!("\\u{:04x}", u32::from(c)))
}

/// As [`visible`], for a cell of a table: only the control characters of ASCII. Others stand in exports in place of dashes and
/// quotation marks, and are kept.
pub fn visible_in_cell(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c.is_ascii() && acts(c) && c != '\r', |c| c.escape_unicode().to_string())
}

/// As [`visible`], for a page: only characters that turn the direction of what follows, as `⟨U+202E⟩`. Marks that help a script
/// to be set stay.
pub fn unturned(text: &str) -> Cow<'_, str> {
    let overrides = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    escaped(text, overrides, |c| format!("\u{27E8}U+{:04X}\u{27E9}", u32::from(c)))
}

fn escaped(text: &str, unseen: impl Fn(char) -> bool, write: impl Fn(char) -> String) -> Cow<'_, str> {
    let Some(first) = text.find(&unseen) else { return Cow::Borrowed(text) };
    let (plain, rest) = text.split_at(first);
    let mut out = plain.to_owned();
    for c in rest.chars() {
        if unseen(c) { out.push_str(&write(c)) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Control characters but line ends and tabs.
fn acts(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// Characters that turn the direction of what follows, or end a line where none ends.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_seen_and_what_is_seen_stays() {
        assert_eq!(visible("a\u{1b}[31mb\r\u{202e}c\u{9b}\u{7f}"), "a\\u{1b}[31mb\\u{d}\\u{202e}c\\u{9b}\\u{7f}");
        assert_eq!(visible_in_json("\"\u{202e}\u{9b}\"\n"), "\"\\u202e\\u009b\"\n");
        assert_eq!(visible_in_cell("\u{1b}\u{97}\u{202e}\r\n\t"), "\\u{1b}\u{97}\u{202e}\r\n\t");
        assert_eq!(unturned("a\u{202E}b\u{2069}"), "a⟨U+202E⟩b⟨U+2069⟩");
        assert_eq!(unturned("שלום \u{200F}"), "שלום \u{200F}", "marks that only help a script to be set stay");
        for plain in ["", "two\nlines\tand é", "العربية", "किताब"] {
            assert!(matches!(visible(plain), Cow::Borrowed(same) if same == plain), "{plain}");
        }
    }
}
