//! What changed in a text, so that a reader sees it: also where both look the same on a screen.

use super::excerpt;

/// How many characters before the first difference are shown of texts that are alike as far as an excerpt goes.
const BEFORE: usize = 30;

/// `Moor, Cy -> Moor, Ky`. Where the first characters that differ cannot be told apart by eye (a no-break space, a letter of another
/// script, a composed letter), or one text ends, their numbers follow: `(U+0020 -> U+00A0)`.
pub fn change(was: &str, is: &str) -> String {
    let (mut had, mut has) = (excerpt(was), excerpt(is));
    if had == has {
        let skipped = first_difference(was, is).saturating_sub(BEFORE);
        let around = |text: &str| format!("…{}", excerpt(&text.chars().skip(skipped).collect::<String>()));
        (had, has) = (around(was), around(is));
    }
    format!("{had} -> {has}{}", unseen(was, is))
}

/// The numbers of the first characters that differ, where a reader would not see them; else nothing.
pub fn unseen(was: &str, is: &str) -> String {
    let at = first_difference(was, is);
    let (had, has) = (was.chars().nth(at), is.chars().nth(at));
    let is_seen = |c: Option<char>| c.is_none_or(|c| !is_easily_missed(c));
    if was == is || is_seen(had) && is_seen(has) {
        return String::new();
    }
    let number = |c: Option<char>| c.map_or_else(|| "the end".to_owned(), |c| format!("U+{:04X}", u32::from(c)));
    format!(" ({} -> {})", number(had), number(has))
}

/// In characters.
fn first_difference(was: &str, is: &str) -> usize {
    was.chars().zip(is.chars()).take_while(|(was, is)| was == is).count()
}

/// Blanks, marks that join the letter before them, what has no width, and the letters of scripts that look like Latin ones.
fn is_easily_missed(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            u32::from(c),
            0xAD | 0x300..=0x36F | 0x370..=0x58F | 0x61C | 0x180E | 0x200B..=0x200F | 0x2010..=0x2015 | 0x2028..=0x202E
                | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xFF01..=0xFF5E | 0xE0000..=0xE0FFF
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_told_by_its_number() {
        assert_eq!(change("Moor, Cy", "Moor, Ky"), "Moor, Cy -> Moor, Ky");
        assert_eq!(change("Moor, Cy", "Moor,\u{a0}Cy"), "Moor, Cy -> Moor,\u{a0}Cy (U+0020 -> U+00A0)");
        assert_eq!(change("quay", "qu\u{430}y"), "quay -> qu\u{430}y (U+0061 -> U+0430)");
        assert_eq!(change("pier", "pier "), "pier -> pier  (the end -> U+0020)");
        assert_eq!(change("caf\u{e9}", "cafe\u{301}"), "caf\u{e9} -> cafe\u{301}", "an e is seen, whatever follows");
        assert_eq!(unseen("e\u{301}x", "ex"), " (U+0301 -> U+0078)");
    }

    #[test]
    fn of_long_texts_the_part_that_differs_is_shown() {
        let (was, is) = ("a".repeat(200) + "b", "a".repeat(200) + "c");
        let told = change(&was, &is);
        assert_eq!(told, format!("…{0}b -> …{0}c", "a".repeat(BEFORE)));
    }
}
