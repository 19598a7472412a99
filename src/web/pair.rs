//! Two records held against each other, word by word.

use std::ops::Range;

/// The words of `text` that `other` does not have at that place, in bytes: everything outside of the longest common
/// sequence of words. Case and marks between words do not count.
pub(super) fn differing(text: &str, other: &str) -> Vec<Range<usize>> {
    /// Longer texts are compared by their sets of words: the table of the comparison grows with the square.
    const MOST: usize = 400;
    let (a, b) = (words(text), words(other));
    if a.len() > MOST || b.len() > MOST {
        let known: std::collections::BTreeSet<&str> = b.iter().map(|(_, word)| word.as_str()).collect();
        return a.into_iter().filter(|(_, word)| !known.contains(word.as_str())).map(|(span, _)| span).collect();
    }
    // Length of the longest common sequence of the words from (i, j) on.
    let mut longest = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] =
                if a[i].1 == b[j].1 { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut differing = Vec::new();
    while i < a.len() {
        if j < b.len() && a[i].1 == b[j].1 {
            (i, j) = (i + 1, j + 1);
        } else if j < b.len() && longest[i][j + 1] >= longest[i + 1][j] {
            j += 1;
        } else {
            differing.push(a[i].0.clone());
            i += 1;
        }
    }
    differing
}

/// The words with their places, in small letters.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut begun = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), begun) {
            (true, None) => begun = Some(at),
            (false, Some(from)) => {
                words.push((from..at, text[from..at].to_lowercase()));
                begun = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
        differing(text, other).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn only_words_that_the_other_lacks_differ() {
        assert_eq!(shown("Co-production in Leeds, part 1", "Coproduction in Leeds: Part 2"), ["Co", "production", "1"]);
        assert_eq!(shown("the same", "The same."), [""; 0]);
        assert_eq!(shown("a b a", "b a"), ["a"], "one of two");
        assert_eq!(shown("", "b"), [""; 0]);
    }

    #[test]
    fn long_texts_are_compared_by_their_words() {
        let long = "word ".repeat(500);
        assert_eq!(shown(&format!("{long}new"), &long), ["new"]);
    }
}
