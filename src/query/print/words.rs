//! Words, their wildcards, and how close they stand.

use super::shape::{inside, phrase_of};
use super::{Numbers, Printer};
use crate::query::dialect::{Adjacent, Dialect, Number, Operator, ProximityForm};
use crate::query::field::FieldSet;
use crate::query::tree::{Distance, Expression, Join, Node, Part, Quote, Term, Word};

/// The proximity operator of `dialect` for this distance; `None` if it has none.
pub(in crate::query) fn proximity(dialect: &Dialect, distance: Distance, ordered: bool) -> Option<String> {
    let form = proximity_form(dialect, distance, ordered)?;
    Some(match (form.number, distance) {
        (Number::Between, Distance::Words(words)) => format!("{}{words}", form.prefix),
        (Number::OneMore, Distance::Words(words)) => format!("{}{}", form.prefix, words.saturating_add(1)),
        _ => form.prefix.to_owned(),
    })
}

fn proximity_form(dialect: &Dialect, distance: Distance, ordered: bool) -> Option<&'static ProximityForm> {
    let fits = |form: &&ProximityForm| match form.number {
        Number::Fixed(fixed) => form.ordered == ordered && fixed == distance,
        Number::Between | Number::OneMore => form.ordered == ordered && matches!(distance, Distance::Words(_)),
    };
    // A form with a number says what it means; a fixed one may be a default that is not known to everyone.
    let numbered = dialect.proximity.iter().find(|form| fits(form) && !matches!(form.number, Number::Fixed(_)));
    numbered.or_else(|| dialect.proximity.iter().find(fits))
}

/// Whether the number of the dialect's proximity operators is one more than the words between.
fn counts_one_more(dialect: &Dialect) -> bool {
    dialect.proximity.iter().any(|form| form.number == Number::OneMore)
        && !dialect.proximity.iter().any(|form| form.number == Number::Between)
}

/// Whether proximity of another kind or with another number stands in `expression`.
fn has_other_proximity(expression: &Expression, distance: Distance, ordered: bool) -> bool {
    let mut found = false;
    expression.walk(&mut |part| {
        found |= match &part.node {
            Node::Near { distance: other, ordered: order, .. } => (*other, *order) != (distance, ordered),
            Node::Term(term) => matches!(term.join, Join::Within(_)) && term.words.len() > 1,
            _ => false,
        };
    });
    found
}

/// Whether the words have no quotation marks and are a phrase only because a field code follows them.
pub(in crate::query) fn is_phrase_first(term: &Term, dialect: &Dialect) -> bool {
    let phrase = term.join == Join::Phrase && term.quote == Quote::Bare && term.words.len() > 1;
    phrase
        && dialect.adjacent == Adjacent::PhraseWithField
        && !term.words.iter().any(|word| dialect.is_operator(&word.written))
}

impl Printer {
    pub(super) fn near(
        &mut self,
        at: &Expression,
        distance: Distance,
        ordered: bool,
        operands: &[Expression],
        fields: Option<FieldSet>,
    ) -> String {
        let mixed =
            !self.target.mixed_proximity && operands.iter().any(|part| has_other_proximity(part, distance, ordered));
        let distance = self.distance(distance, at);
        let adjacent = ordered && distance == Distance::Words(0);
        let (operator, lost) =
            match (proximity(self.target, distance, ordered), proximity(self.target, distance, false)) {
                _ if mixed => (None, true),
                (Some(operator), _) => (Some(operator), false),
                (None, Some(operator)) if ordered => (Some(operator), true),
                _ => (None, true),
            };
        if adjacent
            && lost
            && let Some(text) = phrase_of(operands)
        {
            return text;
        }
        if !lost && distance == Distance::SameField && self.source.name != self.target.name {
            let text = format!(
                "what {} takes for near may be another part of the text in {}",
                self.source.title, self.target.title
            );
            self.note("QRY062", at, text);
        }
        if lost {
            let what = if operator.is_some() { "order" } else { "proximity" };
            self.note("QRY062", at, format!("{} cannot ask for this {what}", self.target.title));
        }
        let operator = operator.unwrap_or_else(|| self.target.spelling(Operator::And).to_owned());
        let parts: Vec<String> =
            operands.iter().map(|part| self.operand(part, fields)).filter(|part| !part.is_empty()).collect();
        parts.join(&format!(" {operator} "))
    }

    /// The distance to print: the same, or the one that keeps the number.
    fn distance(&mut self, distance: Distance, at: &Expression) -> Distance {
        let Distance::Words(words) = distance else { return distance };
        let (from, to) = (counts_one_more(self.source), counts_one_more(self.target));
        if from == to || self.target.proximity.is_empty() {
            return distance;
        }
        if self.style.numbers == Numbers::SameDistance {
            self.note("QRY063", at, format!("at most {words} words between, as before"));
            return distance;
        }
        let kept = if from { words + 1 } else { words.saturating_sub(1) };
        self.note(
            "QRY064",
            at,
            format!("at most {words} words between in {}, {kept} in {}", self.source.title, self.target.title),
        );
        Distance::Words(kept)
    }

    /// PubMed's proximity: plain words in quotation marks with the distance in the field code.
    pub(super) fn window(
        &mut self,
        code: &str,
        at: &Expression,
        distance: Distance,
        ordered: bool,
        operands: &[Expression],
    ) -> String {
        let takes_windows = matches!(code, "ti" | "tiab" | "ad");
        let words: Option<Vec<&Word>> = operands
            .iter()
            .map(|operand| match &inside(operand).node {
                Node::Term(term) if term.words.len() == 1 && !term.words[0].has_wildcard() => Some(&term.words[0]),
                _ => None,
            })
            .collect();
        if let (Some(words), Distance::Words(number)) = (words, distance)
            && takes_windows
        {
            if ordered {
                self.note("QRY062", at, "PubMed cannot ask for this order");
            }
            let words: Vec<&str> = words.iter().map(|word| word.written.as_str()).collect();
            return format!("\"{}\"[{code}:~{number}]", words.join(" "));
        }
        let why = if takes_windows {
            "PubMed has proximity for single words without wildcards only".to_owned()
        } else {
            format!("PubMed has proximity with the field codes ti, tiab and ad only, not with {code}")
        };
        self.note("QRY062", at, format!("{why}; AND was used"));
        let fields = self.target.fields_of(code);
        self.joined(operands, fields, Operator::And)
    }

    /// The words of a term that its dialect joins, each as a term of its own.
    pub(super) fn words_apart(&mut self, term: &Term, at: &Expression) -> Expression {
        let single = |word: &Word| {
            let term = Term { words: vec![word.clone()], join: Join::Phrase, ..term.clone() };
            Expression::new(Node::Term(term), word.span.clone())
        };
        let operands: Vec<Expression> = term.words.iter().map(single).collect();
        let node = match term.join {
            Join::Within(words) => {
                let distance = Distance::Words(words.saturating_mul(operands.len() as u32 - 1));
                Node::Near { distance, ordered: false, operands }
            }
            _ => {
                self.note("QRY066", at, "words without quotation marks were joined by AND");
                Node::And(operands)
            }
        };
        Expression { node, ..at.clone() }
    }

    pub(super) fn term(&mut self, term: &Term, at: &Expression) -> String {
        let signs = |c: char| self.target.wildcards.iter().any(|wildcard| wildcard.sign == c);
        let character = term.quote == Quote::Braces && !self.target.braces && term.text().contains(signs);
        let words = term.words.iter().map(|word| self.word(word, at));
        let words: Vec<String> = if character {
            words.map(|word| word.replace(signs, "")).filter(|word| !word.is_empty()).collect()
        } else {
            words.collect()
        };
        let text = words.join(" ");
        if words.len() < 2 {
            let marks = !matches!(term.quote, Quote::Bare) && !term.words.iter().any(Word::has_wildcard);
            return if marks { format!("\"{text}\"") } else { text };
        }
        match term.join {
            Join::Phrase if term.quote == Quote::Braces && self.target.braces => format!("{{{text}}}"),
            Join::Phrase if is_phrase_first(term, self.source) => self.phrase_first(text, at),
            Join::Phrase => format!("\"{text}\""),
            Join::And => {
                self.note("QRY066", at, "words without quotation marks were joined by AND");
                words.join(&format!(" {} ", self.target.spelling(Operator::And)))
            }
            Join::Within(number) => match proximity(self.target, Distance::Words(number), false) {
                Some(operator) => {
                    self.note("QRY066", at, format!("words without quotation marks were joined by {operator}"));
                    words.join(&format!(" {operator} "))
                }
                None => {
                    self.note("QRY062", at, "words without quotation marks were joined by AND");
                    words.join(&format!(" {} ", self.target.spelling(Operator::And)))
                }
            },
        }
    }

    /// Words that the source takes for a phrase where it knows them as one.
    fn phrase_first(&mut self, text: String, at: &Expression) -> String {
        if self.source.name == self.target.name {
            return text;
        }
        let known = format!("{} takes these words apart where its index of phrases lacks them", self.source.title);
        self.note("QRY066", at, format!("they were written as a phrase; {known}"));
        format!("\"{text}\"")
    }

    fn word(&mut self, word: &Word, at: &Expression) -> String {
        self.tell_what_is_refused(word, at);
        word.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Any { min, max } => self.wildcard(*min, *max, word, at),
            })
            .collect()
    }

    /// Says that the target does not take a wildcard where it stands in this word.
    fn tell_what_is_refused(&mut self, word: &Word, at: &Expression) {
        let before = match word.parts.first() {
            Some(Part::Text(text)) if word.has_wildcard() => text.chars().count(),
            Some(Part::Any { .. }) => 0,
            _ => return,
        };
        let (title, written) = (self.target.title, &word.written);
        if before == 0 && !self.target.leading_wildcard {
            let text = format!(
                "{title} takes no wildcard at the beginning of a word; write the beginnings of `{written}` out"
            );
            self.note("QRY061", at, text);
        } else if before > 0 && before < self.target.least_before_truncation {
            let least = self.target.least_before_truncation;
            let text = format!("{title} wants {least} letters before a wildcard; write the forms of `{written}` out");
            self.note("QRY061", at, text);
        }
    }

    fn wildcard(&mut self, min: u32, max: Option<u32>, word: &Word, at: &Expression) -> String {
        let signs = self.target.wildcards;
        if let Some(same) = signs.iter().find(|sign| sign.min == min && sign.max == max) {
            return same.sign.to_string();
        }
        if let Some(most) = max.filter(|_| min == 0) {
            if self.target.bracketed_wildcards {
                return format!("[*{most}]");
            }
            if let Some(sign) = self.target.counted_wildcards.first() {
                return format!("{sign}{most}");
            }
        }
        let wider =
            signs.iter().find(|sign| sign.min <= min && sign.max.is_none_or(|most| max.is_some_and(|max| max <= most)));
        let text = format!("{} has no wildcard like the one in `{}`", self.target.title, word.written);
        self.note("QRY061", at, text);
        wider.map_or(String::new(), |sign| sign.sign.to_string())
    }
}
