//! Terms that add nothing: covered by another of the same OR, or on both sides of an AND.

use std::collections::{HashMap, HashSet};

use super::variants::without_hyphens;
use super::{Message, Node, Subject};
use crate::query::field::FieldSet;
use crate::query::text::{fold, is_hyphen};
use crate::query::tree::{Expression, Join, Part, Quote, Term, Word};

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    for tree in &subject.trees {
        walk(tree, None, false, messages);
    }
    if subject.dialect.hyphen_is_space {
        hyphen_twins(subject, messages);
    }
    both_sides(subject, messages);
}

/// Reports one of two alternatives that differ by a hyphen, where the database takes it for a space.
fn hyphen_twins(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let phrases = || subject.terms.iter().filter(|term| term.is_text() && term.term.join == Join::Phrase);
    let exact = |quote: Quote| quote == Quote::Braces;
    let hyphened = |term: &Term| term.words.iter().any(|word| word.stem().contains(is_hyphen));
    for twin in phrases().filter(|twin| hyphened(twin.term) && !exact(twin.term.quote)).take(MOST) {
        let split = without_hyphens(&twin.term.words);
        let same = |one: &[Word], other: &[Word]| {
            one.len() == other.len() && one.iter().zip(other).all(|(wide, word)| word_covers(wide, word))
        };
        let other = phrases().find(|other| {
            let apart = other.group == twin.group && other.fields == twin.fields && !exact(other.term.quote);
            apart && !hyphened(other.term) && {
                let words = &other.term.words;
                same(words, &split) || same(&split, words)
            }
        });
        let Some(other) = other else { continue };
        let (wide, narrow) = if same(&other.term.words, &split) { (other, twin) } else { (twin, other) };
        let text =
            format!("`{}` finds the same: {} takes a hyphen for a space", wide.term.text(), subject.dialect.title);
        messages.push(Message::new("QRY040", narrow.at.outer_span(), text));
    }
}

/// Most alternatives with a word in common that one alternative is compared with.
const MOST: usize = 200;

/// An alternative of an OR with the fields around it.
type Alternative<'a> = (&'a Expression, Option<FieldSet>);

fn walk(expression: &Expression, fields: Option<FieldSet>, inside_or: bool, messages: &mut Vec<Message>) {
    match &expression.node {
        Node::Field { code, inner } => walk(inner, Some(code.fields), inside_or, messages),
        Node::Or(list) => {
            if !inside_or {
                let mut alternatives = Vec::new();
                flatten(expression, fields, &mut alternatives);
                compare(&alternatives, messages);
            }
            list.iter().for_each(|part| walk(part, fields, true, messages));
        }
        _ => expression.children().into_iter().for_each(|part| walk(part, fields, false, messages)),
    }
}

/// The alternatives of an OR, those of ORs inside it among them.
fn flatten<'a>(expression: &'a Expression, fields: Option<FieldSet>, alternatives: &mut Vec<Alternative<'a>>) {
    match &expression.node {
        Node::Or(list) => list.iter().for_each(|part| flatten(part, fields, alternatives)),
        Node::Field { code, inner } if matches!(inner.node, Node::Or(_) | Node::Term(_)) => {
            flatten(inner, Some(code.fields), alternatives);
        }
        _ => alternatives.push((expression, fields)),
    }
}

fn compare(alternatives: &[Alternative<'_>], messages: &mut Vec<Message>) {
    let index = Index::of(alternatives);
    for (at, &(narrow, fields)) in alternatives.iter().enumerate() {
        let wider = index.candidates(narrow).into_iter().find(|&other| {
            let (wide, wide_fields) = alternatives[other];
            let Node::Term(term) = &wide.node else { return false };
            // Of two that cover each other the second is redundant.
            other != at
                && covers(term, wide_fields, narrow, fields)
                && (other < at || !matches!(&narrow.node, Node::Term(same) if covers(same, fields, wide, wide_fields)))
        });
        if let Some(other) = wider
            && let Node::Term(term) = &alternatives[other].0.node
        {
            let text = format!("`{}` finds everything that this finds", term.text());
            messages.push(Message::new("QRY040", narrow.outer_span(), text));
        }
    }
}

/// The terms among alternatives by a word of theirs, so that each is compared only with those that may cover it.
#[derive(Default)]
struct Index {
    /// By a whole word.
    words: HashMap<String, Vec<usize>>,
    /// By what stands before a wildcard at the end.
    stems: HashMap<String, Vec<usize>>,
    /// Terms whose words have wildcards elsewhere, at most [`MOST`].
    others: Vec<usize>,
}

/// What a word is found by in an [`Index`].
enum Key {
    Word(String),
    Stem(String),
    Other,
}

impl Index {
    fn of(alternatives: &[Alternative<'_>]) -> Self {
        let terms = || {
            alternatives.iter().enumerate().filter_map(|(at, (expression, _))| match &expression.node {
                Node::Term(term) => Some((at, term)),
                _ => None,
            })
        };
        let mut uses: HashMap<String, usize> = HashMap::new();
        for (_, term) in terms() {
            term.words.iter().for_each(|word| *uses.entry(fold(word.stem())).or_default() += 1);
        }
        let mut index = Self::default();
        for (at, term) in terms() {
            // By its rarest word: `local services` among many phrases with `local`.
            let rarest = term.words.iter().min_by_key(|word| uses.get(&fold(word.stem())).copied().unwrap_or(0));
            match rarest.map_or(Key::Other, key) {
                Key::Word(word) => index.words.entry(word).or_default().push(at),
                Key::Stem(stem) => index.stems.entry(stem).or_default().push(at),
                Key::Other if index.others.len() < MOST => index.others.push(at),
                Key::Other => {}
            }
        }
        index
    }

    /// The terms that may cover `narrow`, in their order, at most [`MOST`] for each of its words.
    fn candidates(&self, narrow: &Expression) -> Vec<usize> {
        let mut found: Vec<usize> = self.others.clone();
        let mut take = |list: Option<&Vec<usize>>| found.extend(list.into_iter().flatten().take(MOST));
        narrow.walk(&mut |part| {
            let Node::Term(term) = &part.node else { return };
            for word in &term.words {
                let text = fold(word.stem());
                take(self.words.get(&text));
                for (end, _) in text.char_indices().skip(1).take(LONGEST_STEM) {
                    take(self.stems.get(&text[..end]));
                }
                take(self.stems.get(&text));
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The longest stem that shorter words are looked up by, in characters.
const LONGEST_STEM: usize = 40;

fn key(word: &Word) -> Key {
    match word.parts.as_slice() {
        [Part::Text(text)] => Key::Word(fold(text)),
        _ if word.is_truncated() => Key::Stem(fold(word.stem())),
        _ => Key::Other,
    }
}

/// Whether everything that `narrow` finds is found by the term `wide`.
fn covers(wide: &Term, wide_fields: Option<FieldSet>, narrow: &Expression, fields: Option<FieldSet>) -> bool {
    match &narrow.node {
        Node::Term(term) => {
            let same = wide_fields == fields
                || wide_fields.zip(fields).is_some_and(|(wide, narrow)| !narrow.is_empty() && wide.covers(narrow));
            same && term_covers(wide, term, is_word_field(wide_fields))
        }
        Node::Field { code, inner } => covers(wide, wide_fields, inner, Some(code.fields)),
        Node::And(list) | Node::Near { operands: list, .. } => {
            list.iter().any(|part| covers(wide, wide_fields, part, fields))
        }
        Node::Or(list) => !list.is_empty() && list.iter().all(|part| covers(wide, wide_fields, part, fields)),
        Node::Not { base: Some(base), .. } => covers(wide, wide_fields, base, fields),
        _ => false,
    }
}

/// Whether a phrase is found wherever its words are: not so with headings, names, places and numbers, which are compared whole.
fn is_word_field(fields: Option<FieldSet>) -> bool {
    use crate::query::field::SearchField as F;
    const WORDS: FieldSet =
        FieldSet::of(&[F::All, F::FullText, F::Title, F::OriginalTitle, F::Abstract, F::AuthorKeyword, F::Heading]);
    fields.is_none_or(|fields| !fields.is_empty() && WORDS.covers(fields))
}

/// Whether every text with `narrow` has `wide`.
fn term_covers(wide: &Term, narrow: &Term, word_field: bool) -> bool {
    let (wide_words, words) = (&wide.words, &narrow.words);
    let whole =
        wide_words.len() == words.len() && wide_words.iter().zip(words).all(|(wide, word)| word_covers(wide, word));
    if !word_field || wide.subheadings != narrow.subheadings {
        return whole && wide.join == narrow.join && wide.subheadings == narrow.subheadings;
    }
    match (wide.join, narrow.join) {
        (Join::Phrase, Join::Phrase) => words
            .windows(wide_words.len().max(1))
            .any(|window| window.iter().zip(wide_words).all(|(word, wide)| word_covers(wide, word))),
        (Join::And, _) => wide_words.iter().all(|wide| words.iter().any(|word| word_covers(wide, word))),
        _ => {
            wide_words.len() == 1 && words.iter().any(|word| word_covers(&wide_words[0], word))
                || whole && wide.join == narrow.join
        }
    }
}

/// Whether every word that `narrow` stands for is one that `wide` stands for.
pub(super) fn word_covers(wide: &Word, narrow: &Word) -> bool {
    let text = |word: &Word| match word.parts.as_slice() {
        [Part::Text(text)] => Some(fold(text)),
        _ => None,
    };
    if let (Some(wide), Some(narrow)) = (text(wide), text(narrow)) {
        return wide == narrow;
    }
    if wide.is_truncated() {
        let stem = fold(wide.stem());
        return fold(narrow.stem()).starts_with(&stem);
    }
    if let Some(narrow) = text(narrow) {
        return crate::query::evaluate::matches_parts(&folded(wide), &narrow);
    }
    folded(wide) == folded(narrow)
}

fn folded(word: &Word) -> Vec<Part> {
    let fold_part = |part: &Part| match part {
        Part::Text(text) => Part::Text(fold(text)),
        any => any.clone(),
    };
    word.parts.iter().map(fold_part).collect()
}

/// Reports a term that is an alternative on both sides of an AND: the others beside it then change nothing.
fn both_sides(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    for tree in &subject.trees {
        tree.walk(&mut |part| {
            let Node::And(list) = &part.node else { return };
            let sides: Vec<Vec<Alternative<'_>>> = list
                .iter()
                .map(|side| {
                    let mut alternatives = Vec::new();
                    flatten(side, None, &mut alternatives);
                    alternatives
                })
                .collect();
            let mut before: HashSet<(String, Option<FieldSet>)> = HashSet::new();
            for side in sides.iter().filter(|side| side.len() > 1) {
                let terms = || {
                    side.iter().filter_map(|(here, fields)| match &here.node {
                        Node::Term(term) => Some((*here, term, (term.text().to_ascii_lowercase(), *fields))),
                        _ => None,
                    })
                };
                for (here, term, _) in terms().filter(|(.., own)| before.contains(own)) {
                    let text = format!("`{}` stands on both sides of an AND", term.text());
                    messages.push(Message::new("QRY057", here.outer_span(), text));
                }
                let own: Vec<_> = terms().map(|(.., own)| own).collect();
                before.extend(own);
            }
        });
    }
}
