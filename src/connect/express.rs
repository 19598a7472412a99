//! A search expression in the words of a service that has no dialect of its own in [`crate::query`].
//!
//! What would make the search find more than the expression says is told; what would make it find less is an error:
//! nobody would notice the records that never came.

use crate::query::{Distance, Expression, FieldSet, Join, Node, SearchField, Term, Word};

/// How the words of a service come from an expression.
#[derive(Debug, Clone, Copy)]
pub enum Words {
    /// In a style of its own.
    Style(Style),
    /// It takes a bag of words and ranks what it has; the expression is applied to its answer.
    Bag,
    /// It gives everything that it has; the expression is applied to its answer.
    Nothing,
}

/// How a service writes expressions.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// What stands between two operands that must both hold.
    pub and: &'static str,
    /// What stands between two of which one must hold.
    pub or: &'static str,
    /// What stands between an operand and one that must not hold; none if the service cannot.
    pub not: Option<&'static str>,
    /// Whether a word may end in `*`.
    pub truncation: bool,
    /// How it writes that words stand close together; none if it cannot.
    pub near: Option<Near>,
    /// Whether fields are written around a whole group.
    pub groups: bool,
    /// The fields searched by a term, with what stands before and behind it. The first is searched where the expression wants
    /// these fields and others besides; a later one where it wants no others.
    pub fields: &'static [(FieldSet, &'static str, &'static str)],
}

/// What stands before the number of words that may stand between two.
#[derive(Debug, Clone, Copy)]
pub struct Near {
    /// Where their order does not matter.
    pub any_order: &'static str,
    /// Where it does; none if the service cannot.
    pub in_order: Option<&'static str>,
}

/// Operators in capitals, words that may end in `*`, as search engines built on Lucene understand them.
pub const LUCENE: Style =
    Style { and: " AND ", or: " OR ", not: Some(" NOT "), truncation: true, near: None, groups: false, fields: &[] };

/// Everything.
pub const EVERYTHING: FieldSet = FieldSet::of(&[SearchField::All]);
/// Title and abstract.
pub const TITLE_ABSTRACT: FieldSet = FieldSet::of(&[SearchField::Title, SearchField::Abstract]);
/// Title.
pub const TITLE: FieldSet = FieldSet::of(&[SearchField::Title]);
/// Abstract.
pub const ABSTRACT: FieldSet = FieldSet::of(&[SearchField::Abstract]);

/// An expression in a service's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expressed {
    /// The words.
    pub text: String,
    /// What they do not carry.
    pub not_carried: Vec<String>,
}

/// Writes `expression`, which searches `fields` where it names none.
///
/// # Errors
/// If the service cannot say it without finding less; every reason, in words.
pub(super) fn express(expression: &Expression, fields: FieldSet, style: &Style) -> Result<Expressed, Vec<String>> {
    let mut writer = Writer { style, inside: false, not_carried: Vec::new(), impossible: Vec::new() };
    let text = writer.write(expression, fields).text;
    if writer.impossible.is_empty() {
        Ok(Expressed { text, not_carried: writer.not_carried })
    } else {
        Err(writer.impossible)
    }
}

struct Writer<'a> {
    style: &'a Style,
    /// Whether the fields are already written, around a group.
    inside: bool,
    not_carried: Vec<String>,
    impossible: Vec<String>,
}

/// A part that is written, and whether it needs parentheses beside other operators.
struct Written {
    text: String,
    compound: bool,
}

impl Written {
    fn simple(text: String) -> Self {
        Self { text, compound: false }
    }

    fn into_operand(self) -> String {
        if self.compound { format!("({})", self.text) } else { self.text }
    }
}

impl Writer<'_> {
    fn write(&mut self, expression: &Expression, fields: FieldSet) -> Written {
        let compound = !matches!(expression.node, Node::Term(_) | Node::Field { .. });
        if self.style.groups && !self.inside && compound && !names_fields(expression) {
            let (before, after) = self.field(fields);
            self.inside = true;
            let written = self.operation(expression, fields).text;
            self.inside = false;
            return Written::simple(format!("{before}{written}{after}"));
        }
        self.operation(expression, fields)
    }

    fn operation(&mut self, expression: &Expression, fields: FieldSet) -> Written {
        match &expression.node {
            Node::And(operands) => self.join(operands, fields, self.style.and),
            Node::Or(operands) => self.join(operands, fields, self.style.or),
            Node::Near { distance, ordered, operands } => {
                let operator = self.proximity(*distance, *ordered);
                self.join(operands, fields, &operator)
            }
            Node::Not { base: Some(base), without } => {
                let Some(not) = self.style.not else {
                    note(&mut self.impossible, "the service has no NOT");
                    return Written::simple(String::new());
                };
                let (base, without) =
                    (self.write(base, fields).into_operand(), self.write(without, fields).into_operand());
                Written { text: format!("{base}{not}{without}"), compound: true }
            }
            Node::Not { base: None, .. } => self.cannot("everything but something cannot be searched"),
            Node::Field { code, inner } if code.fields.is_empty() => {
                let words = format!("the field code `{}` is not known", code.written);
                note(&mut self.impossible, &words);
                self.write(inner, fields)
            }
            Node::Field { code, inner } => self.write(inner, code.fields),
            Node::Term(term) => self.term(term, fields),
            Node::Between(..) => self.cannot("a range stands in the expression: give years as a limit of the search"),
            Node::LineReference(_) => self.cannot("it refers to lines of a search history: write the query out"),
            Node::Missing => self.cannot("an operand is missing"),
        }
    }

    /// The operator between words that must stand close together.
    fn proximity(&mut self, distance: Distance, ordered: bool) -> String {
        let (Some(Near { any_order, in_order }), Distance::Words(words)) = (self.style.near, distance) else {
            note(&mut self.not_carried, "words that must stand close together may stand anywhere");
            return self.style.and.to_owned();
        };
        let operator = if ordered { in_order } else { Some(any_order) };
        if operator.is_none() {
            note(&mut self.not_carried, "words that must stand in this order may stand in any");
        }
        format!(" {}{words} ", operator.unwrap_or(any_order))
    }

    fn cannot(&mut self, why: &str) -> Written {
        note(&mut self.impossible, why);
        Written::simple(String::new())
    }

    fn join(&mut self, operands: &[Expression], fields: FieldSet, operator: &str) -> Written {
        let written: Vec<Written> = operands.iter().map(|operand| self.write(operand, fields)).collect();
        let compound = written.len() > 1;
        Written { text: written.into_iter().map(Written::into_operand).collect::<Vec<_>>().join(operator), compound }
    }

    fn term(&mut self, term: &Term, fields: FieldSet) -> Written {
        let (before, after) = if self.inside { ("", "") } else { self.field(fields) };
        let words: Vec<String> = term.words.iter().map(|word| self.word(word)).collect();
        match (term.join, words.as_slice()) {
            (_, [one]) => Written::simple(format!("{before}{}{after}", quoted_if_needed(one))),
            (Join::Phrase, _) => {
                if words.iter().any(|word| word.ends_with('*')) {
                    note(&mut self.impossible, &format!("the phrase “{}” holds a wildcard", term.text()));
                }
                Written::simple(format!("{before}\"{}\"{after}", words.join(" ")))
            }
            (Join::And | Join::Within(_), _) => {
                if matches!(term.join, Join::Within(_)) {
                    note(&mut self.not_carried, "words that must stand close together may stand anywhere");
                }
                let all: Vec<_> =
                    words.iter().map(|word| format!("{before}{}{after}", quoted_if_needed(word))).collect();
                Written { text: all.join(self.style.and), compound: true }
            }
        }
    }

    /// What stands around a term that is looked for in `fields`.
    fn field(&mut self, fields: FieldSet) -> (&'static str, &'static str) {
        let Some(&(whole, before, after)) = self.style.fields.first() else { return ("", "") };
        if let Some(&(_, before, after)) = self.style.fields.iter().find(|(only, _, _)| *only == fields) {
            return (before, after);
        }
        if fields.covers(whole) || fields.contains(SearchField::All) {
            let more = fields.without(whole);
            if !more.is_empty() {
                note(&mut self.not_carried, &format!("the service does not search: {}", more.names()));
            }
        } else if whole.covers(fields) || whole.contains(SearchField::All) {
            note(&mut self.not_carried, &format!("the service searches more than: {}", fields.names()));
        } else {
            note(&mut self.impossible, &format!("the service cannot search: {}", fields.without(whole).names()));
        }
        (before, after)
    }

    fn word(&mut self, word: &Word) -> String {
        if !word.has_wildcard() {
            return plain(&word.written);
        }
        if self.style.truncation && word.is_truncated() {
            return format!("{}*", plain(word.stem()));
        }
        let words =
            format!("the service cannot truncate `{}`: write its forms out, with OR between them", word.written);
        note(&mut self.impossible, &words);
        String::new()
    }
}

/// Whether a field code stands anywhere in an expression.
fn names_fields(expression: &Expression) -> bool {
    let mut found = false;
    expression.walk(&mut |part| found |= matches!(part.node, Node::Field { .. }));
    found
}

/// Every reason once.
fn note(list: &mut Vec<String>, words: &str) {
    if !list.iter().any(|known| known == words) {
        list.push(words.to_owned());
    }
}

/// A word without the marks that would end a quotation.
fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '"' | '\\' | '“' | '”')).collect()
}

/// Signs mean something to most services outside of quotation marks: `co-production` would be one word without another.
fn quoted_if_needed(word: &str) -> String {
    let stem = word.strip_suffix('*').unwrap_or(word);
    let operator = ["AND", "OR", "NOT"].contains(&stem);
    if stem.chars().all(char::is_alphanumeric) && !operator { word.to_owned() } else { format!("\"{word}\"") }
}

/// The fewest words one of which every record that the expression means must hold: for a service that ranks bags of words.
/// Of alternatives all are needed, of several conditions one suffices. `None` if there are no such words.
pub(super) fn necessary_words(expression: &Expression) -> Option<Vec<String>> {
    match &expression.node {
        Node::And(operands) | Node::Near { operands, .. } => {
            operands.iter().filter_map(necessary_words).min_by_key(Vec::len)
        }
        Node::Or(operands) => {
            let mut all: Vec<String> = Vec::new();
            // What must be there in any case comes first, so that phrases that contain it need nothing more.
            let mut terms: Vec<&Expression> = operands.iter().collect();
            terms.sort_by_key(|operand| matches!(&operand.node, Node::Term(term) if term.words.len() > 1));
            for operand in terms {
                if let Node::Term(term) = &operand.node
                    && term.words.iter().any(|word| all.contains(&plain(&word.written).to_lowercase()))
                {
                    continue;
                }
                all.extend(necessary_words(operand)?);
            }
            Some(all)
        }
        Node::Not { base, .. } => base.as_deref().and_then(necessary_words),
        Node::Field { inner, .. } => necessary_words(inner),
        Node::Term(term) => {
            // A longer word is a rarer one.
            let words = term.words.iter().filter(|word| !word.has_wildcard());
            let longest = words.max_by_key(|word| word.written.chars().count())?;
            Some(vec![plain(&longest.written).to_lowercase()])
        }
        Node::Between(..) | Node::LineReference(_) | Node::Missing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{dialect, parse};

    const STYLE: Style = Style { truncation: false, fields: &[(TITLE_ABSTRACT, "", "")], ..LUCENE };

    fn tree(text: &str) -> Expression {
        let wos = dialect("wos").expect("a dialect");
        parse(text, wos).expression
    }

    fn said(text: &str) -> Result<Expressed, Vec<String>> {
        express(&tree(text), FieldSet::TOPIC, &STYLE)
    }

    #[test]
    fn parentheses_stand_where_they_are_needed() {
        let text = "TS=((coproduction OR \"service coproduction\") AND (leader OR leaders)) NOT TS=co-production";
        let said = said(text).expect("it can be said");
        assert_eq!(
            said.text,
            "((coproduction OR \"service coproduction\") AND (leader OR leaders)) NOT \"co-production\""
        );
    }

    #[test]
    fn what_would_find_less_is_an_error_and_what_finds_more_is_told() {
        assert!(said("TS=(coproduc* AND leader)").expect_err("an error")[0].contains("cannot truncate `coproduc*`"));
        assert!(said("AU=Ostrom").expect_err("an error")[0].contains("cannot search: author"));
        let near = said("TI=(local NEAR/5 services)").expect("it can be said");
        assert_eq!(near.text, "local AND services");
        assert_eq!(
            near.not_carried,
            ["words that must stand close together may stand anywhere", "the service searches more than: title"]
        );
    }

    #[test]
    fn a_service_with_fields_around_groups_and_proximity_says_more() {
        let scopus = Style {
            truncation: true,
            near: Some(Near { any_order: "W/", in_order: Some("PRE/") }),
            groups: true,
            fields: &[(FieldSet::TOPIC, "TITLE-ABS-KEY(", ")"), (TITLE, "TITLE(", ")")],
            ..STYLE
        };
        let said = |text| express(&tree(text), FieldSet::TOPIC, &scopus).expect("it can be said");
        let driving = said("TS=((coproduc* OR \"service coproduction\") AND leader)");
        assert_eq!(driving.text, "TITLE-ABS-KEY((coproduc* OR \"service coproduction\") AND leader)");
        let mixed = said("TI=(local NEAR/3 service) AND TS=leader");
        assert_eq!(mixed.text, "TITLE(local W/3 service) AND TITLE-ABS-KEY(leader)");
        assert_eq!(mixed.not_carried, [""; 0]);
    }

    #[test]
    fn a_bag_of_words_holds_one_condition_only_and_one_word_of_a_phrase() {
        let words = |text| necessary_words(&tree(text)).expect("words");
        let driving = "TS=((coproduction OR \"service coproduction\" OR \"coproduction of services\") AND (leadership OR leader OR leaders))";
        assert_eq!(words(driving), ["coproduction"]);
        assert_eq!(words("TS=(\"service coproduction\" OR leader)"), ["leader", "coproduction"]);
        assert_eq!(necessary_words(&tree("TS=coproduc*")), None);
    }
}
