//! Terms: wildcards the database does not take, characters it ignores, words without quotation marks.

use super::{Message, Subject, TermUse};
use crate::query::field::SearchField;
use crate::query::names::are_persons;
use crate::query::print::{is_phrase_first, proximity};
use crate::query::tree::{Distance, Join, Part, Quote, Word};

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    for term in &subject.terms {
        bare_words(subject, term, messages);
        foreign_proximity(subject, term, messages);
        heading_without_slash(subject, term, messages);
        in_braces(subject, term, messages);
        if !takes_wildcards(term) {
            continue;
        }
        for word in &term.term.words {
            if word.parts.iter().all(|part| matches!(part, Part::Any { .. })) {
                alone(term, word, messages);
            } else {
                foreign_sign(subject, word, messages);
                leading(subject, word, messages);
                truncated_early(subject, term, word, messages);
            }
        }
        ignored(subject, term, messages);
    }
}

/// Whether the signs in the term may be wildcards: not in dates and numbers, and not in the exact phrases of Scopus.
fn takes_wildcards(term: &TermUse<'_>) -> bool {
    const NOT_WORDS: &[SearchField] = &[
        SearchField::Year,
        SearchField::EntryDate,
        SearchField::Doi,
        SearchField::Issn,
        SearchField::Isbn,
        SearchField::HeadingExact,
        SearchField::HeadingExploded,
        SearchField::MajorExact,
        SearchField::MajorExploded,
    ];
    term.term.quote != Quote::Braces
        && !term.fields.is_some_and(|fields| NOT_WORDS.iter().any(|field| fields.contains(*field)))
}

/// A wildcard in the exact phrase of Scopus, where it is a character; a question mark may well be meant as one.
fn in_braces(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    let sign = subject.dialect.wildcards.iter().find(|wildcard| wildcard.max.is_none()).map(|wildcard| wildcard.sign);
    let Some(sign) = sign.filter(|sign| term.term.quote == Quote::Braces && term.term.text().contains(*sign)) else {
        return;
    };
    let text = format!("inside braces `{sign}` is no wildcard, but a character to look for");
    messages.push(Message::new("QRY045", term.span(), text).help("Take the braces away, or write the forms out."));
}

/// A wildcard as a word: between other words it stands for any word, by itself for nothing.
fn alone(term: &TermUse<'_>, word: &Word, messages: &mut Vec<Message>) {
    if term.term.words.len() == 1 {
        let text = format!("the wildcard `{}` stands alone", word.written);
        messages.push(Message::new("QRY049", term.span(), text));
    }
}

/// Signs that are wildcards somewhere.
const SIGNS: &str = "*?$#!";

fn foreign_sign(subject: &Subject<'_>, word: &Word, messages: &mut Vec<Message>) {
    let texts = word.parts.iter().filter_map(|part| match part {
        Part::Text(text) => Some(text),
        Part::Any { .. } => None,
    });
    let Some(sign) = texts.flat_map(|text| text.chars()).find(|c| SIGNS.contains(*c)) else { return };
    let source = subject.context.text.get(word.span.clone()).unwrap_or_default();
    let at = word.span.start + source.find(sign).unwrap_or(0);
    let own: String = subject.dialect.wildcards.iter().map(|wildcard| format!(" {}", wildcard.sign)).collect();
    let text = format!("`{sign}` is no wildcard in {}", subject.dialect.title);
    let help = if own.is_empty() { "Write the forms out.".to_owned() } else { format!("Its wildcards are:{own}") };
    messages.push(Message::new("QRY045", at..at + sign.len_utf8(), text).help(help));
}

fn leading(subject: &Subject<'_>, word: &Word, messages: &mut Vec<Message>) {
    if !subject.dialect.leading_wildcard && matches!(word.parts.first(), Some(Part::Any { .. })) {
        let sign = word.written.chars().next().map_or(1, char::len_utf8);
        let text = format!("{} takes no wildcard at the beginning of a word", subject.dialect.title);
        messages.push(Message::new("QRY048", word.span.start..word.span.start + sign, text));
    }
}

fn truncated_early(subject: &Subject<'_>, term: &TermUse<'_>, word: &Word, messages: &mut Vec<Message>) {
    let least = subject.dialect.least_before_truncation;
    let before = word.stem().chars().count();
    let inner = subject.dialect.wildcards.len() > 1;
    let at_end = matches!(word.parts.last(), Some(Part::Any { .. })) && word.parts.len() == 2;
    // Names may be cut after an initial: `AU=Li X*`.
    let name = term.fields.is_some_and(are_persons);
    if word.has_wildcard() && !name && before > 0 && before < least && (at_end || !inner) {
        let text = format!("{before} characters before the wildcard; {} wants at least {least}", subject.dialect.title);
        messages.push(Message::new("QRY047", term.span(), text));
    }
}

fn ignored(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    for word in &term.term.words {
        for (at, c) in word.written.char_indices() {
            let wildcard = SIGNS.contains(c);
            if subject.dialect.ignored.contains(c) && !wildcard && word.span.len() == word.written.len() {
                let at = word.span.start + at;
                let text = format!("{} takes `{c}` for a space", subject.dialect.title);
                messages.push(Message::new("QRY046", at..at + c.len_utf8(), text));
            }
        }
    }
}

fn bare_words(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    let how = match term.term.join {
        _ if term.term.words.len() < 2 || !term.is_text() => return,
        Join::And => "any place, joined by AND".to_owned(),
        Join::Within(words) => format!("within {words} words of each other"),
        Join::Phrase if is_phrase_first(term.term, subject.dialect) => {
            let text = format!(
                "{} looks for these words as a phrase, and joined by AND where its index of phrases lacks them",
                subject.dialect.title
            );
            messages.push(Message::new("QRY056", term.span(), text));
            return;
        }
        Join::Phrase => return,
    };
    let text = format!("{} looks for these words in {how}", subject.dialect.title).replace("in within", "within");
    messages.push(Message::new("QRY056", term.span(), text));
}

/// `coproduction N3 leader*`: operators of EBSCO, which other databases take for words.
fn foreign_proximity(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    // `N95 masks` is a mask, and no operator reaches so far.
    const FARTHEST: u32 = 50;
    let words = &term.term.words;
    if term.term.quote != Quote::Bare || words.len() < 3 {
        return;
    }
    for word in &words[1..words.len() - 1] {
        let Some(letter) = word.written.chars().next().filter(|letter| matches!(letter, 'N' | 'W')) else { continue };
        let number = word.written[1..].parse::<u32>().ok().filter(|number| *number <= FARTHEST);
        let Some(number) = number.filter(|_| word.written.len() <= 3) else { continue };
        let own = proximity(subject.dialect, Distance::Words(number), letter == 'W');
        let advice = own.map_or_else(String::new, |own| format!("; there it is {own}"));
        let text = format!(
            "`{}` was read as a word: {} has no such operator, EBSCO has{advice}",
            word.written, subject.dialect.title
        );
        messages.push(Message::new("QRY009", word.span.clone(), text));
    }
}

/// `exp Leadership`: without the slash behind it, no heading is exploded.
fn heading_without_slash(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    let words = &term.term.words;
    let explodes = words.len() > 1 && words[0].written.eq_ignore_ascii_case("exp");
    if !subject.dialect.slash_headings || term.term.quote != Quote::Bare || !explodes {
        return;
    }
    let rest: Vec<&str> = words[1..].iter().map(|word| word.written.as_str()).collect();
    let text =
        format!("`exp` was read as a word: {} explodes a heading only with a slash behind it", subject.dialect.title);
    let help = format!("If the heading is meant, write exp {}/", rest.join(" "));
    messages.push(Message::new("QRY018", words[0].span.clone(), text).help(help));
}
