//! Whether two abstracts are one text.

use super::text::{fold, plain, words};
use super::title::word_id;
use super::title_diff::common;

/// How two abstracts compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AbstractLevel {
    /// One is missing or too short to say anything.
    Missing,
    /// Different.
    Different,
    /// Some sentences agree.
    Alike,
    /// The same text, apart from headings, cuts and spelling.
    Same,
}

/// How much of an abstract is read, in bytes.
const READ: usize = 1000;
/// Fewest runs of words that say anything.
const FEWEST: usize = 12;

/// Compares runs of three words, as Broder's containment of shingles does (On the resemblance and containment of documents,
/// 1997): how many of the shorter abstract stand in the longer.
///
/// The lines are judgements: one changed word breaks three runs, so that six tenths of the runs are left when about one word in
/// eight was changed, more than headings, cuts and spelling do to one text; two tenths are left of a text of which a sentence
/// or two was taken over.
pub(super) fn compare_abstracts(a: &str, b: &str) -> AbstractLevel {
    if a.len() < 4 * FEWEST || b.len() < 4 * FEWEST {
        return AbstractLevel::Missing;
    }
    let (a, b) = (runs_of_words(a), runs_of_words(b));
    let least = a.len().min(b.len());
    if least < FEWEST {
        return AbstractLevel::Missing;
    }
    match common(&a, &b) * 10 / least {
        6.. => AbstractLevel::Same,
        2.. => AbstractLevel::Alike,
        _ => AbstractLevel::Different,
    }
}

/// Whether two abstracts of one report are one text: alike but for headings, cuts and spelling. Of what is too short to be
/// compared so, only the same words are.
pub fn same_abstract(a: &str, b: &str) -> bool {
    match compare_abstracts(a, b) {
        AbstractLevel::Same => true,
        AbstractLevel::Missing => fold(&plain(a)) == fold(&plain(b)),
        AbstractLevel::Different | AbstractLevel::Alike => false,
    }
}

fn runs_of_words(text: &str) -> Vec<u32> {
    let folded = fold(&plain(beginning(text, READ)));
    let words: Vec<u32> = words(&folded).map(word_id).collect();
    let run = |run: &[u32]| run.iter().fold(0u32, |sum, word| sum.rotate_left(11) ^ word.wrapping_mul(0x9e37_79b1));
    let mut runs: Vec<u32> = words.windows(3).map(run).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The first `bytes` of `text`, cut at a character.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Towns in the north have lost people and shops for thirty years. We ask what the \
                        councils did about it, and what came of it, with interviews in eleven of them.";

    #[test]
    fn headings_and_cuts_do_not_make_another_abstract() {
        let with_heading = format!("BACKGROUND: {TEXT}");
        assert_eq!(compare_abstracts(TEXT, &with_heading), AbstractLevel::Same);
        assert_eq!(compare_abstracts(TEXT, &TEXT[..100]), AbstractLevel::Same);
        let other = "Grain was dear after the war because ships were scarce; prices fell when the harbours opened again \
                     and the mills could choose between sellers from both sides of the sea.";
        assert_eq!(compare_abstracts(TEXT, other), AbstractLevel::Different);
        assert_eq!(compare_abstracts(TEXT, "No abstract."), AbstractLevel::Missing);
    }
}
