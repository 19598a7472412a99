//! Cells that a spreadsheet program would take for formulas, and how they are written and read.

use std::borrow::Cow;

/// Characters that make a spreadsheet program compute a cell: OWASP, *CSV Injection*.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell as it may be written: an apostrophe stands before one that would be taken for a formula.
///
/// A cell that already has apostrophes before such a character gets one more, so that
/// [`unguarded`] gives back what was there.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What was written by [`guarded`]: one apostrophe is taken away where it guards.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Apostrophes and characters that nobody sees do not keep a program from taking what follows for a formula.
fn is_formula(cell: &str) -> bool {
    let unseen = |c: char| matches!(c, '\'' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    cell.trim_start_matches(unseen).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_comes_back() {
        for cell in [
            "=1+1",
            "+1",
            "-5",
            "@x",
            "\tx",
            "'=1",
            "''-",
            "plain",
            "'quoted'",
            "",
            "a=b",
            "\u{202E}=1",
            "'\u{200B}@x",
            "\u{202E}abc",
        ] {
            let written = guarded(cell);
            assert!(!written.starts_with(FORMULA), "{cell}");
            assert_eq!(unguarded(&written), cell);
        }
    }
}
