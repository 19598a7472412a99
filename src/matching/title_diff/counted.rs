//! Numbers in one title only that are no part of it: the count of a chapter, the mark of a footnote.

use super::{common, title_words};
use crate::matching::key::Key;
use crate::matching::text::is_stop_word;
use crate::matching::title::{Title, counts};

/// Whether all that one title has more is a number of one or two digits before it: chapters of standards and the parts of a report are
/// counted so, and some databases leave the count out.
pub(super) fn is_behind_a_number(counted: &str, plain: &str) -> bool {
    let is_count = |number: &str| number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit());
    counted.split_once(' ').is_some_and(|(number, title)| is_count(number) && title == plain)
}

/// Whether two records stand in one issue, on no two pages of it, or on one page of a volume, and have a name in common: a number that only one of their titles
/// has is then rather a mark than a part of the title.
pub(super) fn are_neighbours(a: &Key, b: &Key) -> bool {
    let (x, y) = (&a.place, &b.place);
    let is_one_page = !x.first.is_missing() && x.first == y.first;
    let has_no_page = x.first.is_missing() || y.first.is_missing();
    let is_one_issue = x.issue != 0 && x.issue == y.issue && has_no_page;
    x.volume != 0 && x.volume == y.volume && (is_one_issue || is_one_page) && common(&a.names.words, &b.names.words) > 0
}

/// Takes the mark of the first footnote out of the words that only this title has: a 1 behind a space at its end or before the names of
/// its authors, where headers of PDF files run on. The other title has no number that it lacks; "part 1" and "phase 1" count. Whether it
/// was there.
pub(super) fn forget_mark(
    title: &Title,
    words: &mut Vec<&str>,
    others: &[&str],
    is_name: impl Fn(&str) -> bool,
) -> bool {
    let has_digit = |word: &&str| word.bytes().any(|b| b.is_ascii_digit());
    let mut numbers = words.iter().filter(|word| has_digit(word));
    if numbers.next() != Some(&"1") || numbers.next().is_some() || others.iter().any(has_digit) {
        return false;
    }
    let runs_on = |word: &str| word.len() == 1 || word == "by" || is_stop_word(word) || is_name(word);
    let mut from_end = title.text.rsplit(' ').skip_while(|&word| word != "1" && runs_on(word));
    let is_last = from_end.next() == Some("1");
    // "A case study" ends more titles than cases that are counted.
    let is_counted = match (from_end.next(), from_end.next()) {
        (Some("study"), Some("case")) => false,
        (Some(word), _) => counts(word) || word.len() < 3,
        (None, _) => true,
    };
    let is_mark = is_last && !is_counted;
    if is_mark {
        words.retain(|&word| word != "1");
    }
    is_mark
}

/// How many numbers of `a` have none like them in `b`: runs of digits wherever they stand, so that `27degree` and `27 degree` agree.
pub(super) fn numbers_only_in(a: &str, b: &str) -> usize {
    fn numbers(text: &str) -> impl Iterator<Item = &[u8]> {
        text.as_bytes().split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty())
    }
    if !a.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    let mut rest: Vec<&[u8]> = numbers(b).collect();
    numbers(a)
        .filter(|number| match rest.iter().position(|other| other == number) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        })
        .count()
}

/// Takes out of `words`, which stand in one title only, the number that a group of authors gave its report, "(TOWNS 33)", where its name
/// stands before it; whether there was one.
pub(super) fn forget_number_of_a_body(title: &str, words: &mut Vec<&str>, is_name: impl Fn(&str) -> bool) -> bool {
    let is_number = |word: &str| word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let counts = |number: &str| {
        let pairs = title_words(title).zip(title_words(title).skip(1));
        pairs.into_iter().any(|(before, word)| word == number && before.len() > 2 && is_name(before))
    };
    let found = words.iter().position(|word| is_number(word) && counts(word));
    found.map(|at| words.remove(at)).is_some()
}
