//! What tells two titles apart: word by word, so that a letter off, a cut subtitle and another subject are three things.

mod counted;
mod spelling;
mod telling;

pub(super) use spelling::{is_variant, respelled};
pub(super) use telling::{Telling, announces_another_text};

use super::key::Key;
use super::text::{is_stop_word, words};
use super::title::{Title, is_language, word_id};
use counted::{are_neighbours, forget_mark, forget_number_of_a_body, is_behind_a_number, numbers_only_in};
use spelling::{begins_otherwise, is_left_of, is_misread, spelling};
use telling::{denied, is_study, is_wording, phrase, telling};

/// How two titles compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TitleLevel {
    /// One is missing.
    Missing,
    /// Different.
    Different,
    /// Much alike, but words stand for other words.
    Reworded,
    /// One has words that the other lacks.
    Longer,
    /// One is the beginning of the other: a subtitle is missing.
    Cut,
    /// The same words, some spelled otherwise.
    Spelled,
    /// The same letters.
    Equal,
}

/// What tells two titles apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Diff {
    /// Both have a number that the other lacks, or nothing but a number tells them apart.
    pub(super) numbers: bool,
    /// What a word that stands in one only announces.
    pub(super) telling: Telling,
    /// Something small tells the titles apart that may be a slip of the pen or show two reports: a word is a letter or two off and no
    /// spelling of the other (`Iceland`, `Ireland`), the same words stand in another order ("from town to country"), one is noted
    /// as a letter, the Chinese characters differ, or a series with its number stands in one only.
    pub(super) slip: bool,
    /// Little words tell the same words apart, "from" for "to": no slip of a pen.
    pub(super) related_otherwise: bool,
    /// Nothing but words that say what kind of text it is tells the titles apart: "a study", "an analysis".
    pub(super) wording: bool,
    /// Nothing but words that say what kind of study it is tells the titles apart: "a systematic review", "a randomised trial".
    pub(super) study: bool,
    /// One title says which edition it is.
    pub(super) edition: bool,
    /// Words in one title only, both sides together.
    pub(super) extra: u8,
    /// Words in both.
    pub(super) common: u8,
}

/// Compares the titles of two records. Names of their authors do not count as words: headers of PDFs run title and authors together.
pub(super) fn compare_titles(a: &Key, b: &Key) -> (TitleLevel, Diff) {
    let (x, y) = (&a.title, &b.title);
    if x.text.is_empty() || y.text.is_empty() {
        return (TitleLevel::Missing, Diff::default());
    }
    if x.hash == y.hash {
        let slip = x.differs_beyond_letters(y);
        let level = if slip { TitleLevel::Spelled } else { TitleLevel::Equal };
        return (level, Diff { common: x.words.len().min(255) as u8, slip, ..Diff::default() });
    }
    let least = x.words.len().min(y.words.len());
    let is_main = x.main_hash == y.hash || y.main_hash == x.hash;
    let cut = is_main || is_cut_off(x, y) || is_cut_off(y, x);
    if common(&x.words, &y.words) * 2 < least && !cut && !near_letters(x, y) {
        return in_two_languages(x, y).unwrap_or((TitleLevel::Different, Diff::default()));
    }
    let (mut diff, left, right) = diff(a, b);
    // `Niger` is no `Nigeria` that somebody cut.
    diff.slip |= !is_main && (ends_in_a_shorter_word(x, y) || ends_in_a_shorter_word(y, x));
    let level = match (left, right) {
        (0, 0) => TitleLevel::Spelled,
        // What a cut left of a word is a word of its own.
        _ if cut => TitleLevel::Cut,
        (0, _) | (_, 0) if diff.extra <= diff.common / 2 + 1 || is_part(a, b) || is_part(b, a) => TitleLevel::Longer,
        _ if usize::from(diff.common) * 10 >= least * 6 => TitleLevel::Reworded,
        _ => TitleLevel::Different,
    };
    let parallel = if level < TitleLevel::Cut || diff.slip { in_two_languages(x, y) } else { None };
    parallel.unwrap_or((level, diff))
}

/// One title is that in one of the languages in which the other stands: a cut one.
fn in_two_languages(x: &Title, y: &Title) -> Option<(TitleLevel, Diff)> {
    let diff = || {
        let common = x.words.len().min(y.words.len()).min(255) as u8;
        Diff { common, slip: x.differs_beyond_letters(y), ..Diff::default() }
    };
    x.is_parallel_to(y).then(|| (TitleLevel::Cut, diff()))
}

/// Whether a title is the beginning of another and ends where a program cut it off: with three dots; or, where it is as long as
/// what search engines and spreadsheets leave, within a word or behind one that ends no title.
fn is_cut_off(short: &Title, long: &Title) -> bool {
    if !long.text.starts_with(&*short.text) {
        return false;
    }
    let ends_short = || is_word_cut(short, long) || short.text.rsplit(' ').next().is_some_and(is_stop_word);
    short.is_cut && short.own > 1 || begins(short, long) && ends_short()
}

/// Whether a title is the beginning of another and ends within one of its words, without the dots of what cuts titles off.
fn is_word_cut(short: &Title, long: &Title) -> bool {
    let rest = long.text.strip_prefix(&*short.text).unwrap_or_default();
    !short.is_cut && rest.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether nothing but the end of the last word tells two titles apart: what cuts titles off seldom leaves that little.
fn ends_in_a_shorter_word(short: &Title, long: &Title) -> bool {
    is_word_cut(short, long) && !long.text[short.text.len()..].contains(' ')
}

/// Whether a title is the beginning of another, and long enough that it may have been cut off there, or that scans of both would
/// begin so.
pub(super) fn begins(short: &Title, long: &Title) -> bool {
    short.text.len() >= LONG && long.text.starts_with(&*short.text)
}

/// Whether a long title is the beginning of another, or stands in it whole on the same place: the names of the authors stand behind it, or
/// the heading of a section before it.
fn is_part(a: &Key, b: &Key) -> bool {
    let (short, long) = (&a.title, &b.title);
    let stands_in = || {
        let at = long.text.find(&*short.text)?;
        let behind = &long.text[at + short.text.len()..];
        Some(long.text[..at].ends_with(' ') && (behind.is_empty() || behind.starts_with(' ')))
    };
    begins(short, long) || short.text.len() >= LONG && are_neighbours(a, b) && stands_in() == Some(true)
}

/// So many letters has a title that search engines and spreadsheets cut off, at least, and one that is known again within another.
const LONG: usize = 40;

/// How many numbers stand in both of two ascending lists.
pub(super) fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n) = (i + 1, j + 1, n + 1),
        }
    }
    n
}

/// Whether the titles are near by letters although they share few words: spaces lost or added, an encoding that broke, a scan.
///
/// Of the letters of both titles together, 15 in 100 may be in one only: as many as two misread words of a short title make, which
/// `matching_pairs` holds; a bound of 0.95 misses it. The labelled sets come out the same with any bound from 0.70 on, since this
/// only opens the comparison by words.
fn near_letters(x: &Title, y: &Title) -> bool {
    let (a, b) = (x.text.as_bytes(), y.text.as_bytes());
    if a.len().abs_diff(b.len()) * 5 > a.len().max(b.len()) {
        return false;
    }
    let args = rapidfuzz::distance::indel::Args::default().score_cutoff(0.85);
    rapidfuzz::distance::indel::normalized_similarity_with_args(a.iter().copied(), b.iter().copied(), &args).is_some()
}

/// The words that tell two titles apart, and how many stand on each side only.
fn diff(a: &Key, b: &Key) -> (Diff, usize, usize) {
    let (text_a, text_b) = (a.title.beside(&b.title), b.title.beside(&a.title));
    let (mut left, mut right) = (meaning_words(text_a), meaning_words(text_b));
    let before = left.len().min(right.len());
    take_pairs(&mut left, &mut right, |x, y| x == y);
    join(&mut left, &mut right);
    join(&mut right, &mut left);
    take_pairs(&mut left, &mut right, is_variant);
    let unlike = left.len();
    let digits = |words: &[&str]| words.iter().filter(|word| word.bytes().any(|b| b.is_ascii_digit())).count();
    let (digits_left, digits_right) = (digits(&left), digits(&right));
    take_pairs(&mut left, &mut right, is_misread);
    let misread = (digits_left - digits(&left), digits_right - digits(&right));
    take_pairs(&mut left, &mut right, |x, y| respelled(x, y) && !begins_otherwise(x, y));
    if a.title.has_lost_letters || b.title.has_lost_letters {
        take_pairs(&mut left, &mut right, |x, y| {
            a.title.has_lost_letters && is_left_of(x, y) || b.title.has_lost_letters && is_left_of(y, x)
        });
    }
    let has_all_words = unlike == 0 && right.is_empty();
    let related_otherwise = has_all_words && !are_related_alike(&a.title, &b.title);
    let is_respelled = left.len() < unlike || related_otherwise || has_all_words && !is_one_order(text_a, text_b);
    let mut only_a = numbers_only_in(text_a, text_b).saturating_sub(misread.0);
    let mut only_b = numbers_only_in(text_b, text_a).saturating_sub(misread.1);
    let is_name = |word: &str| {
        let id = word_id(word);
        a.names.have(id) || b.names.have(id)
    };
    let counts_reports = match (only_a, only_b) {
        (1, 0) => forget_number_of_a_body(text_a, &mut left, is_name),
        (0, 1) => forget_number_of_a_body(text_b, &mut right, is_name),
        _ => false,
    };
    if counts_reports {
        (only_a, only_b) = (0, 0);
    }
    for (side, title) in [(&mut left, &a.title), (&mut right, &b.title)] {
        side.retain(|word| !is_noise(word));
        forget_people(title, side, is_name);
    }
    forget_lost(&a.title, &mut left, &right);
    forget_lost(&b.title, &mut right, &left);
    if are_neighbours(a, b) {
        only_a -= usize::from(only_a > 0 && forget_mark(&a.title, &mut left, &right, is_name));
        only_b -= usize::from(only_b > 0 && forget_mark(&b.title, &mut right, &left, is_name));
    }
    let mut names_series = counts_reports;
    for (words, numbers) in [(&mut left, &mut only_a), (&mut right, &mut only_b)] {
        if forget_series(words, a, b) {
            names_series = true;
            *numbers = numbers.saturating_sub(1);
        }
    }
    let is_enumerated = is_behind_a_number(text_a, text_b) || is_behind_a_number(text_b, text_a);
    let rest = || left.iter().chain(&right);
    let diff = Diff {
        numbers: only_a > 0 && only_b > 0
            || rest().any(|word| *word == "part")
            || only_a + only_b > 0 && left.len() + right.len() <= 1 && !is_enumerated
            || other_letter(&a.title, &b.title),
        telling: rest()
            .map(|word| telling(word))
            .max()
            .unwrap_or_default()
            .max(phrase(&left))
            .max(phrase(&right))
            .max(denied(&left, &right)),
        slip: is_respelled || names_series || is_enumerated || a.title.differs_beyond_letters(&b.title),
        related_otherwise,
        wording: rest().all(|word| is_wording(word)),
        study: rest().all(|word| is_study(word) || announces_another_text(word)),
        edition: rest().any(|word| matches!(*word, "edition" | "ed" | "edn" | "auflage" | "edicion")),
        extra: (left.len() + right.len()).min(255) as u8,
        common: before.saturating_sub(left.len().min(right.len())).min(255) as u8,
    };
    (diff, left.len(), right.len())
}

/// Whether the little words between the words of two titles, which have the same words, say the same: `migration from Poland` and
/// `migration to Poland` are two subjects, and so are `from school to work` and `to school from work`. A little word that stands on
/// one side only was left out.
fn are_related_alike<'t>(a: &'t Title, b: &'t Title) -> bool {
    let relations =
        |title: &'t Title| -> Vec<&'t str> { title_words(&title.text).filter(|word| is_relation(word)).collect() };
    let (mut a, mut b) = (relations(a), relations(b));
    if a.len() == b.len() && a != b {
        return false;
    }
    take_pairs(&mut a, &mut b, |x, y| x == y);
    a.is_empty() || b.is_empty()
}

/// Words without a meaning of their own that say how those beside them belong together. `of`, `on`, `in` and `for` are taken for each
/// other in typing and translating.
fn is_relation(word: &str) -> bool {
    matches!(word, "and" | "by" | "from" | "or" | "to" | "with")
}

/// Whether another single letter stands behind the same word: hepatitis A and B, cohort C and D.
fn other_letter(a: &Title, b: &Title) -> bool {
    fn letters(title: &Title) -> impl Iterator<Item = (&str, &str)> {
        let is_letter = |word: &str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut last = "";
        let pairs = title_words(&title.text).map(move |word| (std::mem::replace(&mut last, word), word));
        pairs.filter(move |(before, word)| is_letter(word) && before.len() > 3 && !is_stop_word(before))
    }
    letters(a).any(|(before, letter)| {
        let mut there = letters(b).filter(|(other, _)| *other == before).peekable();
        there.peek().is_some() && there.all(|(_, other)| other != letter)
    })
}

fn title_words(text: &str) -> impl Iterator<Item = &str> {
    words(text).take(MOST_WORDS)
}

/// Of longer titles the beginning is compared: a page was pasted into the field.
const MOST_WORDS: usize = 300;

/// Whether the words of two titles that have the same words stand in the same order.
fn is_one_order(a: &str, b: &str) -> bool {
    let spelled = |text| meaning_words(text).into_iter().map(spelling).collect::<Vec<_>>();
    let (a, b) = (spelled(a), spelled(b));
    a.len() != b.len() || a == b
}

fn meaning_words(text: &str) -> Vec<&str> {
    title_words(text).filter(|word| !is_stop_word(word)).collect()
}

/// Takes out of both lists the words that `same` pairs.
fn take_pairs(left: &mut Vec<&str>, right: &mut Vec<&str>, same: impl Fn(&str, &str) -> bool) {
    left.retain(|word| match right.iter().position(|other| same(word, other)) {
        Some(at) => {
            right.remove(at);
            false
        }
        None => true,
    });
}

/// Takes two neighbours out of `left` that, put together, are a word of `right`, which is taken out too: "co production".
fn join(left: &mut Vec<&str>, right: &mut Vec<&str>) {
    let mut at = 0;
    while at + 1 < left.len() {
        let (x, y) = (left[at], left[at + 1]);
        let joined = |word: &&str| word.len() == x.len() + y.len() && word.starts_with(x) && word.ends_with(y);
        match right.iter().position(joined) {
            Some(found) => {
                right.remove(found);
                left.drain(at..at + 2);
            }
            None => at += 1,
        }
    }
}

/// Remains of markup, and names of places where a title was found, which stand behind it in exports of search engines.
fn is_noise(word: &str) -> bool {
    matches!(word, "amp" | "escholarship" | "inf" | "pubmed" | "quot" | "sub" | "sup")
}

/// Takes out of `words` of `title` the names of its authors: several words with the initials among them, or one at the end of the
/// title. A single word before is a word that somebody is called as well, "Small firms" by Small.
fn forget_people(title: &Title, words: &mut Vec<&str>, is_name: impl Fn(&str) -> bool) {
    let is_name = |word: &str| word.len() > 1 && is_name(word);
    let last = title.text.rsplit(' ').next().unwrap_or_default();
    let several = words.iter().filter(|word| is_name(word)).count() > 1;
    let is_initial = |word: &str| several && word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    words.retain(|word| !(is_initial(word) || is_name(word) && (several || *word == last)));
}

/// Takes the name of a series with its number, "Town Papers 12", out of the words that stand in one title only; whether it stood
/// there.
fn forget_series(words: &mut Vec<&str>, a: &Key, b: &Key) -> bool {
    let has_number = words.iter().any(|word| word.bytes().all(|b| b.is_ascii_digit()));
    if !has_number {
        return false;
    }
    let names = |key: &Key, word: &str| key.venue.words.split(' ').any(|name| name == word);
    let is_count = |word: &str| {
        matches!(word, "issue" | "no" | "nr" | "number" | "paper" | "papers" | "series" | "vol" | "volume")
            || word.bytes().all(|b| b.is_ascii_digit())
    };
    let named = |key: &Key| words.iter().filter(|word| names(key, word)).count();
    let is_whole = |key: &&Key| named(key) > 1 && named(key) * 3 >= key.venue.words.split(' ').count() * 2;
    let Some(key) = [a, b].into_iter().find(is_whole) else { return false };
    words.retain(|word| !names(key, word) && !is_count(word));
    true
}

/// Takes out of `words` of `title` what exports lose or databases add where the other title has nothing in its stead: names of
/// Greek letters, and the language at the end. `German` for `Dutch` and `alpha` for `omega` are other subjects.
fn forget_lost(title: &Title, words: &mut Vec<&str>, others: &[&str]) {
    const LETTERS: [&str; 9] = ["alpha", "beta", "delta", "epsilon", "gamma", "kappa", "mu", "omega", "sigma"];
    if others.is_empty() {
        let last = title.text.rsplit(' ').next().unwrap_or_default();
        words.retain(|word| !(LETTERS.contains(word) || *word == last && is_language(word)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::names::Names;

    fn level(a: &str, b: &str) -> (TitleLevel, Diff) {
        let key = |title: &str| Key { title: Title::new(title), ..Key::default() };
        compare_titles(&key(a), &key(b))
    }

    #[test]
    fn titles_end_on_the_level_that_a_reader_would_name() {
        for (a, b, expected) in [
            ("Co-production of local services", "Coproduction of Local Services.", TitleLevel::Equal),
            ("Organisational renewal in towns", "Organizational renewal in town", TitleLevel::Spelled),
            ("Renewal of towns: evidence from the north", "Renewal of towns", TitleLevel::Cut),
            ("Local renewal in small northern towns", "Renewal in small northern towns", TitleLevel::Longer),
            ("Renewal of northern towns by rail", "Renewal of northern towns by road", TitleLevel::Reworded),
            ("Renewal of northern towns by rail", "Grain prices since the war", TitleLevel::Different),
            ("", "Grain prices", TitleLevel::Missing),
        ] {
            assert_eq!(level(a, b).0, expected, "{a} / {b}");
        }
    }

    #[test]
    fn numbers_and_telling_words_are_seen() {
        assert!(level("Renewal of towns, part 1", "Renewal of towns, part 2").1.numbers);
        assert!(level("Renewal of towns II", "Renewal of towns").1.numbers);
        for (a, b) in [
            ("Renewal of small towns1", "Renewal of small towns2"),
            ("Renewal of small towns, part1", "Renewal of small towns, part"),
            ("Renewal of towns after covid19", "Renewal of towns after covid"),
            ("Renewal of small towns2", "Renewal of small towns"),
            ("Renewal of small towns1", "Renewal of small towns 2"),
        ] {
            let (found, diff) = level(a, b);
            assert!(diff.numbers || found == TitleLevel::Reworded, "{a} / {b}: {found:?}");
        }
        assert!(!level("Ischaemia at 27degreeC in hearts", "Ischaemia at 27 degrees C in hearts").1.numbers);
        assert_eq!(level("Renewal of towns: a trial", "Renewal of towns: a trial protocol").1.telling, Telling::Plan);
        assert_eq!(level("Uptake in vivo by the heart", "Uptake in vitro by the heart").1.telling, Telling::Opposite);
        assert_eq!(level("Old causes of hypertension", "Old causes of hypotension").0, TitleLevel::Reworded);
        for (more, telling) in [
            ("teaching note", Telling::Part),
            ("a note on teaching", Telling::Part),
            ("a note", Telling::Nothing),
            ("continued", Telling::Part),
            ("executive summary", Telling::Summary),
        ] {
            assert_eq!(level("Renewal of towns", &format!("Renewal of towns: {more}")).1.telling, telling, "{more}");
        }
        assert!(level("Renewal of towns", "Renewal of towns, 2nd edition").1.edition);
        assert!(level("Hepatitis A vaccines in towns", "Hepatitis B vaccines in towns").1.numbers);
        assert!(!level("Building a town by the sea", "Building town by the sea").1.numbers);
        for (a, b) in [
            ("Living with cars in towns", "Living without cars in towns"),
            ("Small cell cancers in towns", "Non-small cell cancers in towns"),
            ("Symptomatic cases in northern towns", "Asymptomatic cases in northern towns"),
            ("Paid work in northern towns", "Unpaid work in northern towns"),
        ] {
            let (found, diff) = level(a, b);
            assert!(diff.telling == Telling::Opposite || found == TitleLevel::Reworded, "{a} / {b}: {found:?}");
        }
        assert_eq!(level("Leaders of towns", "Leaders of towns: what they do not do").1.telling, Telling::Nothing);
        let cut = "Attendance of primary schools in rural Niger";
        assert!(level(cut, "Attendance of primary schools in rural Nigeria").1.slip, "two countries, or a cut word");
    }

    #[test]
    fn a_letter_off_is_told_from_another_spelling() {
        for (a, b, slip) in [
            ("Organisational behaviour in health centres", "Organizational behavior in health center", false),
            ("Paediatric policies of towns", "Pediatric policy of towns", false),
            ("Surveys of towns: Ireland", "Surveys of towns: Iceland", true),
            ("The politics of police reform in towns", "The politics of policy reform in towns", true),
            ("Renewal of northern towns", "Renewal of nortern towns", true),
            ("Moving from town to country", "Moving from country to town", true),
            ("Moving from northern towns after the war", "Moving to northern towns after the war", true),
            ("From school to work in towns", "To school from work in towns", true),
            ("Renewal of the northern towns in decline", "Renewal of northern towns in a decline", false),
            ("Renewal in and of northern towns", "Renewal of northern towns", false),
            ("Some remarks on modern cotton mills", "Sorne remarks on rnodern cotton mills", true),
            ("Tithes and glebe, 1660-1714", "Tithes and glebe, l660-1714", true),
            ("A unified view of small towns1", "A unified view of small towns", false),
            ("TRUST IN SMALL NETWORKS1.", "Trust in small networks", false),
            ("Odnowa małych miasteczek na północy", "Odnowa ma?ych miasteczek na p??nocy", true),
        ] {
            let (found, diff) = level(a, b);
            assert_eq!((found, diff.slip), (TitleLevel::Spelled, slip), "{a} / {b}");
        }
    }

    #[test]
    fn a_title_of_signs_and_a_letter_is_compared_with_any_other() {
        for other in ["? (B)", "Part one of the harbour", "! (A) part"] {
            assert!(level("? (A)", other).0 <= TitleLevel::Equal, "{other}");
        }
    }

    #[test]
    fn other_languages_and_other_greek_letters_are_other_subjects() {
        for (a, b) in [
            ("Trust in German local government", "Trust in Dutch local government"),
            ("Growth and beta convergence of towns", "Growth and sigma convergence of towns"),
        ] {
            assert_eq!(level(a, b).0, TitleLevel::Reworded, "{a} / {b}");
        }
        assert_eq!(level("Effects of TNF-alpha in towns", "Effects of TNF- in towns").0, TitleLevel::Spelled);
        assert_eq!(level("Trust in German local government", "Trust in local government").0, TitleLevel::Longer);
    }

    #[test]
    fn names_of_authors_at_the_end_of_a_title_are_no_words() {
        let names = Names::from_text("larsen lena|miller karl");
        let long = Key { title: Title::new("Renewal of towns LENA LARSEN AND KARL MILLER"), ..Key::default() };
        let short = Key { title: Title::new("Renewal of towns"), names, ..Key::default() };
        assert_eq!(compare_titles(&long, &short).0, TitleLevel::Spelled);
    }
}
