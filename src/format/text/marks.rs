//! Byte order marks inside a text, as where files were put behind each other (`copy /b`, `cat`).
//!
//! *The Unicode Standard* 23.8: in the middle of a text U+FEFF is to be taken for nothing that is seen, and means nothing where a line
//! begins. Every reader that looks at how a line begins would miss the tag, the row or the element behind it.

use memchr::memmem;

const MARK: &str = "\u{feff}";

/// `text` without the byte order marks that begin a line, that of the file itself excepted, and where in what is left they stood,
/// in bytes. A text without any is handed back as it is.
pub fn without_inner_marks(text: String) -> (String, Vec<u32>) {
    let bytes = text.as_bytes();
    let of_the_file = text.len() - text.trim_start_matches(MARK).len();
    let mut marks = memmem::find_iter(&bytes[of_the_file..], MARK).map(|at| of_the_file + at).peekable();
    if marks.peek().is_none() {
        drop(marks);
        return (text, Vec::new());
    }
    let (mut kept, mut seams, mut taken) = (String::with_capacity(text.len()), Vec::new(), 0);
    for at in marks {
        // Behind another mark that was taken out, the line still begins.
        let begins_line = matches!(bytes[at - 1], b'\n' | b'\r') || (taken == at && taken > 0);
        if begins_line {
            kept.push_str(&text[taken..at]);
            taken = at + MARK.len();
            seams.push(kept.len() as u32);
        }
    }
    if seams.is_empty() {
        return (text, seams);
    }
    kept.push_str(&text[taken..]);
    // Two marks behind each other are one seam.
    seams.dedup();
    (kept, seams)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<u32>) {
        without_inner_marks(text.to_owned())
    }

    #[test]
    fn a_mark_that_begins_a_line_is_taken_out_and_its_place_told() {
        for (text, left, seams) in [
            ("a\n\u{feff}b", "a\nb", vec![2]),
            ("a\r\n\u{feff}b\n", "a\r\nb\n", vec![3]),
            ("a\r\u{feff}b", "a\rb", vec![2]),
            ("\u{feff}a\n\u{feff}b\n\u{feff}c", "\u{feff}a\nb\nc", vec![5, 7]),
            ("a\n\u{feff}\u{feff}b", "a\nb", vec![2]),
            ("a\n\u{feff}", "a\n", vec![2]),
        ] {
            assert_eq!(read(text), (left.to_owned(), seams), "{text:?}");
        }
    }

    #[test]
    fn a_mark_elsewhere_stays() {
        for text in [
            "",
            "\u{feff}a",
            "\u{feff}\u{feff}a",
            "AB  - \u{feff}Background",
            "a\u{feff}b\nc",
            "a\n \u{feff}b",
            "a\n，b",
        ] {
            assert_eq!(read(text), (text.to_owned(), Vec::new()), "{text:?}");
        }
    }
}
