//! Forms of a term that the query does not have: hyphens, British and American spellings, plurals, endings.

use std::collections::HashSet;

use super::redundant::word_covers;
use super::{Message, Subject, TermUse};
use crate::query::british::american_or_british;
use crate::query::number::{is_countable, is_cut_plural, plural, singular};
use crate::query::spelling::hyphen_variants;
use crate::query::text::is_hyphen;
use crate::query::tree::{Join, Part, Quote, Span, Term, Word};

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let mut told = HashSet::new();
    for term in subject.terms.iter().filter(|term| term.is_free_text()) {
        // Braces ask for one spelling and no other.
        if term.term.quote != Quote::Braces {
            hyphens(subject, term, &mut told, messages);
            spellings(subject, term, messages);
        }
        one_number(subject, term, messages);
        cut_behind_plural(subject, term, messages);
    }
    endings(subject, messages);
}

/// Whether the database looks for other forms of this term by itself.
fn found_anyway(subject: &Subject<'_>, term: &TermUse<'_>) -> bool {
    let exact = is_exact(subject, term) || term.term.words.iter().any(Word::has_wildcard);
    subject.dialect.finds_variants && !exact
}

/// Whether the marks around a term keep other forms out. Where braces hold the exact phrase, quotation marks are loose.
fn is_exact(subject: &Subject<'_>, term: &TermUse<'_>) -> bool {
    match term.term.quote {
        Quote::Bare => false,
        Quote::Braces => true,
        Quote::Double | Quote::Smart | Quote::Single => !subject.dialect.braces,
    }
}

/// Whether an alternative of the term finds `words` in its place.
fn present(subject: &Subject<'_>, term: &TermUse<'_>, words: &[Word]) -> bool {
    let words = without_hyphens(words);
    subject.terms.iter().filter(|other| other.group == term.group).any(|other| phrase_covers(other.term, &words))
}

/// Whether `wide` finds the phrase of `words`.
fn phrase_covers(wide: &Term, words: &[Word]) -> bool {
    let wide_words = without_hyphens(&wide.words);
    let covers = |window: &[Word]| window.iter().zip(&wide_words).all(|(word, wide)| word_covers(wide, word));
    match wide.join {
        Join::Phrase => words.windows(wide_words.len().max(1)).any(covers),
        Join::And | Join::Within(_) => wide_words.iter().all(|wide| words.iter().any(|word| word_covers(wide, word))),
    }
}

/// Whether the phrase may be a name: a word behind the first has a capital.
fn may_be_a_name(term: &Term) -> bool {
    let capital = |word: &Word| {
        let mut letters = word.written.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    term.words.iter().skip(1).any(capital)
}

/// `cigarettes*` misses the singular.
fn cut_behind_plural(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    for (at, word) in term.term.words.iter().enumerate().filter(|(_, word)| word.is_truncated()) {
        let Some(one) = is_cut_plural(&word.stem().to_lowercase()) else { continue };
        let mut words = replaced(term.term, at, std::slice::from_ref(&one));
        let wider = suggestion(&words);
        // The singular itself, without the wildcard, may be there as well.
        words[at] = Word { written: one.clone(), parts: vec![Part::Text(one)], span: word.span.clone() };
        if !present(subject, term, &words) {
            let text = format!("truncated behind the plural; {} is not found", suggestion(&words));
            messages.push(Message::new("QRY043", term.span(), text).help(format!("Write {wider}")));
        }
    }
}

/// Words with a hyphen as the two words that databases take them for.
pub(super) fn without_hyphens(words: &[Word]) -> Vec<Word> {
    let mut split = Vec::new();
    for word in words {
        let pieces: Vec<&str> = word.stem().split(is_hyphen).filter(|piece| !piece.is_empty()).collect();
        let [first @ .., last] = pieces.as_slice() else {
            split.push(word.clone());
            continue;
        };
        for piece in first {
            split.push(Word {
                written: (*piece).to_owned(),
                parts: vec![Part::Text((*piece).to_owned())],
                span: word.span.clone(),
            });
        }
        let parts = std::iter::once(Part::Text((*last).to_owned())).chain(word.parts[1..].iter().cloned()).collect();
        split.push(Word { written: (*last).to_owned(), parts, span: word.span.clone() });
    }
    split
}

/// The words of `term` with the one at `at` replaced by `forms`, wildcards kept.
fn replaced(term: &Term, at: usize, forms: &[String]) -> Vec<Word> {
    let original = &term.words[at];
    let tail: Vec<Part> = original.parts.iter().skip(1).cloned().collect();
    let sign: String = original.written.chars().skip(original.stem().chars().count()).collect();
    let mut words: Vec<Word> = term.words[..at].to_vec();
    for (number, form) in forms.iter().enumerate() {
        let last = number + 1 == forms.len();
        let mut parts = vec![Part::Text(form.clone())];
        let mut written = form.clone();
        if last {
            parts.extend(tail.iter().cloned());
            written.push_str(&sign);
        }
        words.push(Word { written, parts, span: original.span.clone() });
    }
    words.extend_from_slice(&term.words[at + 1..]);
    words
}

fn suggestion(words: &[Word]) -> String {
    let text = words.iter().map(|word| word.written.as_str()).collect::<Vec<_>>().join(" ");
    if words.len() > 1 { format!("\"{text}\"") } else { text }
}

/// Reports a form with or without hyphen that is missing; each compound once for a query.
fn hyphens(subject: &Subject<'_>, term: &TermUse<'_>, told: &mut HashSet<String>, messages: &mut Vec<Message>) {
    if term.term.join != Join::Phrase && term.term.words.len() > 1 {
        return;
    }
    for (at, word) in term.term.words.iter().enumerate() {
        let next = term.term.words.get(at + 1).map(Word::stem);
        let missing: Vec<String> = hyphen_variants(word.stem(), next)
            .into_iter()
            .map(|(forms, taken)| if taken > 1 { joined(term.term, at) } else { replaced(term.term, at, &forms) })
            .filter(|words| !present(subject, term, words))
            .map(|words| suggestion(&words))
            .collect();
        let compound = || {
            let next = next.filter(|_| !word.stem().contains(is_hyphen)).unwrap_or_default();
            format!("{}{next}", word.stem()).to_lowercase().replace(is_hyphen, "")
        };
        if !missing.is_empty() && told.insert(compound()) {
            let text = format!("`{}` is also written {}", term.term.text(), missing.join(" or "));
            messages.push(Message::new("QRY041", term.span(), text).help(format!("Add OR {}", missing.join(" OR "))));
        }
    }
}

/// The words of `term` with the one at `at` and the next written as one; the second brings its wildcards.
fn joined(term: &Term, at: usize) -> Vec<Word> {
    let (first, second) = (&term.words[at], &term.words[at + 1]);
    let text = Part::Text(format!("{}{}", first.stem(), second.stem()));
    let parts = std::iter::once(text).chain(second.parts.iter().skip(1).cloned()).collect();
    let written = format!("{}{}", first.written, second.written);
    let one = Word { written, parts, span: first.span.start..second.span.end };
    [&term.words[..at], &[one], &term.words[at + 2..]].concat()
}

fn spellings(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    if found_anyway(subject, term) {
        return;
    }
    for (at, word) in term.term.words.iter().enumerate() {
        let Some(form) = american_or_british(word.stem(), word.is_truncated()) else { continue };
        let words = replaced(term.term, at, &[form]);
        if !present(subject, term, &words) {
            let other = suggestion(&words);
            let text = format!("`{}` is also spelt {other}", term.term.text());
            messages.push(Message::new("QRY042", term.span(), text).help(format!("Add OR {other}")));
        }
    }
}

/// A phrase in quotation marks whose last word is a singular, and the plural is not asked for; or the other way round.
fn one_number(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    let exact = is_exact(subject, term) && !may_be_a_name(term.term);
    let last = term.term.words.len().saturating_sub(1);
    let Some(word) = term.term.words.get(last).filter(|word| exact && last > 0 && !word.has_wildcard()) else { return };
    let written = word.written.to_lowercase();
    // Behind a preposition a noun stands in one number: `quality of life`, `time on market`, `coproduction of services`.
    const PREPOSITIONS: [&str; 10] = ["at", "by", "for", "from", "in", "of", "on", "to", "with", "without"];
    let before = term.term.words[last - 1].written.to_lowercase();
    let is_free = !PREPOSITIONS.contains(&before.as_str());
    let singular = singular(&written);
    let number = if singular.is_some() { "plural" } else { "singular" };
    // Only nouns that are known to be counted: `social isolation`, `quality of life` and `British Columbia` have no plural.
    let counted = is_free && is_countable(singular.as_deref().unwrap_or(&written));
    let Some(form) = singular.or_else(|| plural(&written)).filter(|_| counted) else { return };
    let words = replaced(term.term, last, &[form]);
    if !present(subject, term, &words) {
        let other = suggestion(&words);
        let text = format!("the phrase is looked for in the {number} only; {other} is not found");
        let help = if number == "plural" { String::new() } else { ", or truncate the last word".to_owned() };
        messages.push(Message::new("QRY043", term.span(), text).help(format!("Add OR {other}{help}")));
    }
}

/// Three or more single words of one OR that differ in their endings only.
fn endings(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    const LEAST: usize = 3;
    let single =
        |term: &&TermUse<'_>| term.term.words.len() == 1 && term.is_text() && !term.term.words[0].has_wildcard();
    let mut words: Vec<(usize, String, Span)> = subject
        .terms
        .iter()
        .filter(single)
        .map(|term| (term.group, term.term.text().to_lowercase(), term.span()))
        .collect();
    words.sort_by(|a, b| (a.0, &a.1, a.2.start).cmp(&(b.0, &b.1, b.2.start)));
    let mut from = 0;
    while from < words.len() {
        let family = family(&words[from..]);
        if family.len() >= LEAST {
            let list: Vec<&str> = family.iter().map(|(_, word, _)| word.as_str()).collect();
            let stem = list.iter().skip(1).fold(list[0], |stem, word| shared(stem, word));
            let start = family.iter().map(|(.., span)| span.start).min().unwrap_or(0);
            let end = family.iter().map(|(.., span)| span.end).max().unwrap_or(start);
            let text = format!("{} have one stem; {stem}* finds them all", list.join(", "));
            messages.push(Message::new("QRY044", start..end, text));
        }
        from += family.len().max(1);
    }
}

/// Endings that words of one stem have.
const ENDINGS: &[&str] = &[
    "", "able", "al", "ally", "ance", "ances", "ant", "ants", "ary", "ate", "ated", "ates", "ating", "ation",
    "ational", "ations", "ative", "e", "ed", "ee", "ees", "ement", "ements", "er", "ers", "ership", "es", "hood",
    "ial", "ic", "ical", "ics", "ied", "ies", "ing", "ings", "ion", "ional", "ions", "ise", "ised", "ish", "ism",
    "ist", "ists", "ity", "ive", "ives", "ize", "ized", "ly", "ment", "mental", "ments", "ness", "or", "ors", "ory",
    "ous", "s", "ship", "ships", "tion", "tions", "y",
];

/// The first words of a sorted list, all of one group, that have one stem of at least four letters.
fn family(words: &[(usize, String, Span)]) -> &[(usize, String, Span)] {
    let mut stem = words[0].1.as_str();
    let mut len = 1;
    for (at, (group, word, _)) in words.iter().enumerate().skip(1) {
        let shorter = shared(stem, word);
        let related = |(_, word, _): &(usize, String, Span)| ENDINGS.binary_search(&&word[shorter.len()..]).is_ok();
        if *group != words[0].0 || shorter.len() < 4 || !words[..=at].iter().all(related) {
            break;
        }
        (stem, len) = (shorter, at + 1);
    }
    &words[..len]
}

/// What two words begin with.
fn shared<'a>(one: &'a str, other: &str) -> &'a str {
    let len = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    &one[..len]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_stem_are_a_family() {
        assert!(ENDINGS.is_sorted());
        let count = |list: &[&str]| {
            let mut words: Vec<_> = list.iter().map(|word| (0, (*word).to_owned(), 0..0)).collect();
            words.sort_by(|a, b| a.1.cmp(&b.1));
            family(&words).len()
        };
        assert_eq!(count(&["compute", "computing", "computation", "computational"]), 4);
        assert_eq!(count(&["leadership", "leader", "leaders"]), 3);
        assert_eq!(count(&["internet", "interview", "interest"]), 1);
    }
}
