//! A search expression in the words of a service that has no dialect of its own in [`crate::query`].
//!
//! What would make the search find more than the expression says is told; what would make it find less is an error:
//! nobody would notice the records that never came.

use crate::query::{Distance, Expression, FieldCodeUse, FieldSet, Join, Node, SearchField, Term, Word};

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
    /// Where in quotation marks a word may.
    pub in_phrases: Truncated,
    /// Whether words are reduced to their stems, so that more is found than is written: an exclusion would take away more.
    pub stems: bool,
    /// How it writes that words stand close together; none if it cannot.
    pub near: Option<Near>,
    /// Whether fields are written around a whole group.
    pub groups: bool,
    /// The fields searched by a term, with what stands before and behind it. The first is searched where the expression wants
    /// these fields and others besides; a later one where it wants no others.
    pub fields: &'static [(FieldSet, &'static str, &'static str)],
}

/// Where in a phrase a word may end in `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncated {
    /// Nowhere: there it is a sign like any other.
    Nowhere,
    /// At its end.
    Last,
    /// Anywhere.
    Anywhere,
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
pub const LUCENE: Style = Style {
    and: " AND ",
    or: " OR ",
    not: Some(" NOT "),
    truncation: true,
    // A phrase of Lucene takes no wildcard: nothing would be found.
    in_phrases: Truncated::Nowhere,
    stems: false,
    near: None,
    groups: false,
    fields: &[],
};

/// Everything.
pub const EVERYTHING: FieldSet = FieldSet::of(&[SearchField::All]);
/// Title and abstract.
pub const TITLE_ABSTRACT: FieldSet = FieldSet::of(&[SearchField::Title, SearchField::Abstract]);
/// Title.
pub const TITLE: FieldSet = FieldSet::of(&[SearchField::Title]);
/// Abstract.
pub const ABSTRACT: FieldSet = FieldSet::of(&[SearchField::Abstract]);
/// What stands in words in a record, so that a search of everything finds it.
const IN_WORDS: FieldSet = FieldSet::TOPIC.union(FieldSet::of(&[
    SearchField::All,
    SearchField::FullText,
    SearchField::OriginalTitle,
    SearchField::Substance,
    SearchField::Author,
    SearchField::GroupAuthor,
    SearchField::Editor,
    SearchField::Affiliation,
    SearchField::Source,
    SearchField::Publisher,
]));

/// An expression in a service's words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expressed {
    /// The words.
    pub text: String,
    /// What they do not carry.
    pub not_carried: Vec<String>,
    /// What the service cannot exclude without excluding more: the answer has to be freed of it.
    pub exclusions: Vec<Expression>,
}

/// Writes `expression`, which searches `fields` where it names none.
///
/// # Errors
/// If the service cannot say it without finding less; every reason, in words.
pub(super) fn express(expression: &Expression, fields: FieldSet, style: &Style) -> Result<Expressed, Vec<String>> {
    let mut writer = Writer::new(style);
    let text = writer.write(expression, fields).text;
    if writer.impossible.is_empty() {
        Ok(Expressed { text, not_carried: writer.not_carried, exclusions: writer.exclusions })
    } else {
        Err(writer.impossible)
    }
}

struct Writer<'a> {
    style: &'a Style,
    /// Whether the fields are already written, around a group.
    inside: bool,
    /// Whether what is being written stands inside of alternatives, so that not all that is found has to meet it.
    optional: bool,
    not_carried: Vec<String>,
    /// Whether the words find more than the expression.
    is_wider: bool,
    exclusions: Vec<Expression>,
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

impl<'a> Writer<'a> {
    fn new(style: &'a Style) -> Self {
        Self {
            style,
            inside: false,
            optional: false,
            not_carried: Vec::new(),
            is_wider: false,
            exclusions: Vec::new(),
            impossible: Vec::new(),
        }
    }

    fn write(&mut self, expression: &Expression, fields: FieldSet) -> Written {
        let compound = !matches!(expression.node, Node::Term(_) | Node::Field { .. });
        if self.style.groups && !self.inside && compound && !names_fields(expression) {
            let was_wider = std::mem::take(&mut self.is_wider);
            let (before, after) = self.field(fields);
            // Around a group, a field that is wider would widen what is excluded in it.
            let is_exact = !self.is_wider || !has_exclusion(expression);
            self.is_wider |= was_wider;
            if is_exact {
                self.inside = true;
                let written = self.operation(expression, fields).text;
                self.inside = false;
                return Written::simple(format!("{before}{written}{after}"));
            }
        }
        self.operation(expression, fields)
    }

    fn operation(&mut self, expression: &Expression, fields: FieldSet) -> Written {
        match &expression.node {
            Node::And(operands) => self.join(operands, fields, self.style.and),
            Node::Or(operands) => self.inside_of_alternatives(|this| this.join(operands, fields, this.style.or)),
            Node::Near { distance, ordered, operands } => {
                let operator = self.proximity(*distance, *ordered);
                self.inside_of_alternatives(|this| this.join(operands, fields, &operator))
            }
            Node::Not { base: Some(base), without } => {
                let base = self.write(base, fields);
                match self.excluded(without, fields) {
                    Some(excluded) => Written { text: format!("{}{excluded}", base.into_operand()), compound: true },
                    None => {
                        self.leave_here(without, fields);
                        base
                    }
                }
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

    fn inside_of_alternatives(&mut self, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = std::mem::replace(&mut self.optional, true);
        let written = write(self);
        self.optional = before;
        written
    }

    /// The words that exclude `without`; `None` where they would exclude more than it says.
    fn excluded(&mut self, without: &Expression, fields: FieldSet) -> Option<String> {
        let not = self.style.not.filter(|_| !self.style.stems)?;
        let mut writer = Writer { inside: self.inside, optional: true, ..Writer::new(self.style) };
        let written = writer.write(without, fields).into_operand();
        if writer.is_wider || !writer.impossible.is_empty() {
            return None;
        }
        writer.not_carried.iter().for_each(|words| note(&mut self.not_carried, words));
        Some(format!("{not}{written}"))
    }

    /// What the service is not told to exclude is excluded from its answer, if that holds for all of it.
    fn leave_here(&mut self, without: &Expression, fields: FieldSet) {
        if self.optional {
            return self.wider("an exclusion inside of alternatives is left out: the service would exclude more");
        }
        self.is_wider = true;
        self.exclusions.push(looked_for_in(fields, without));
    }

    /// Says what makes the words find more.
    fn wider(&mut self, words: &str) {
        self.is_wider = true;
        note(&mut self.not_carried, words);
    }

    /// The operator between words that must stand close together.
    fn proximity(&mut self, distance: Distance, ordered: bool) -> String {
        let (Some(Near { any_order, in_order }), Distance::Words(words)) = (self.style.near, distance) else {
            self.wider("words that must stand close together may stand anywhere");
            return self.style.and.to_owned();
        };
        let operator = if ordered { in_order } else { Some(any_order) };
        if operator.is_none() {
            self.wider("words that must stand in this order may stand in any");
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
        let apart = match term.join {
            Join::Phrase => !self.takes_phrase(&term.words),
            Join::And | Join::Within(_) => term.words.len() > 1,
        };
        let words: Vec<String> = match term.join {
            Join::Phrase if apart => term.words.iter().flat_map(|word| self.parts(word)).collect(),
            _ => term.words.iter().map(|word| self.word(word)).collect(),
        };
        match words.as_slice() {
            [one] => Written::simple(format!("{before}{}{after}", quoted_if_needed(one))),
            all if apart => {
                if term.join != Join::And {
                    self.wider("words that must stand close together may stand anywhere");
                }
                let all: Vec<_> = all.iter().map(|word| format!("{before}{}{after}", quoted_if_needed(word))).collect();
                Written { text: all.join(self.style.and), compound: true }
            }
            all => Written::simple(format!("{before}\"{}\"{after}", all.join(" "))),
        }
    }

    /// Whether words can stand in quotation marks, as far as they have to.
    fn takes_phrase(&self, words: &[Word]) -> bool {
        let is_phrase = words.len() > 1 || words.iter().any(|word| !word.stem().chars().all(char::is_alphanumeric));
        let wild = |words: &[Word]| words.iter().any(Word::has_wildcard);
        !is_phrase
            || match self.style.in_phrases {
                Truncated::Nowhere => !wild(words),
                Truncated::Last => words.split_last().is_none_or(|(_, before)| !wild(before)),
                Truncated::Anywhere => true,
            }
    }

    /// A word in parts that need no quotation marks: `co` and `produc*` of `co-produc*`.
    fn parts(&mut self, word: &Word) -> Vec<String> {
        let written = self.word(word);
        written
            .split(|c: char| !c.is_alphanumeric() && c != '*')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
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
        } else if whole.covers(fields) || whole.contains(SearchField::All) && IN_WORDS.covers(fields) {
            self.wider(&format!("the service searches more than: {}", fields.names()));
        } else {
            let known = if whole.contains(SearchField::All) { IN_WORDS } else { whole };
            note(&mut self.impossible, &format!("the service cannot search: {}", fields.without(known).names()));
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

/// `expression`, which looks in `fields` where it names none.
pub(super) fn looked_for_in(fields: FieldSet, expression: &Expression) -> Expression {
    let span = expression.span.clone();
    let code = FieldCodeUse { written: String::new(), fields, span: span.clone() };
    Expression::new(Node::Field { code, inner: Box::new(expression.clone()) }, span)
}

/// Whether a field code stands anywhere in an expression.
fn names_fields(expression: &Expression) -> bool {
    let mut found = false;
    expression.walk(&mut |part| found |= matches!(part.node, Node::Field { .. }));
    found
}

/// Whether something is excluded anywhere in an expression.
fn has_exclusion(expression: &Expression) -> bool {
    let mut found = false;
    expression.walk(&mut |part| found |= matches!(part.node, Node::Not { .. }));
    found
}

/// Every reason once.
fn note(list: &mut Vec<String>, words: &str) {
    if !list.iter().any(|known| known == words) {
        list.push(words.to_owned());
    }
}

/// A word without the marks that would end a quotation.
pub(super) fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '"' | '\\' | '“' | '”')).collect()
}

/// Signs mean something to most services outside of quotation marks: `co-production` would be one word without another.
fn quoted_if_needed(word: &str) -> String {
    let stem = word.strip_suffix('*').unwrap_or(word);
    let operator = ["AND", "OR", "NOT"].contains(&stem);
    if stem.chars().all(char::is_alphanumeric) && !operator { word.to_owned() } else { format!("\"{word}\"") }
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
    fn an_exclusion_is_never_written_wider_than_it_is() {
        let everything = Style { fields: &[(EVERYTHING, "", "")], ..LUCENE };
        let stemmed = Style { stems: true, ..STYLE };
        for (style, text) in [
            (&STYLE, "TS=coproduction NOT TI=film"),
            (&STYLE, "TS=coproduction NOT TS=(film NEAR/3 studio)"),
            (&STYLE, "TS=coproduction NOT DT=Editorial"),
            (&everything, "TS=coproduction NOT TS=film"),
            (&stemmed, "TS=coproduction NOT TS=film"),
            (&LUCENE, "TS=coproduction NOT TS=\"co-produc*\""),
            (&STYLE, "TS=coproduction NOT (TS=film NOT TI=studio)"),
        ] {
            let said = express(&tree(text), FieldSet::TOPIC, style).expect("it can be said");
            assert_eq!((said.text.as_str(), said.exclusions.len()), ("coproduction", 1), "{text}");
        }
        let one = express(&tree("TS=leader OR (TS=coproduction NOT TI=film)"), FieldSet::TOPIC, &STYLE);
        let one = one.expect("it can be said");
        assert_eq!((one.text.as_str(), one.exclusions.len()), ("leader OR coproduction", 0));
        assert!(one.not_carried.iter().any(|words| words.starts_with("an exclusion inside of alternatives")));
    }

    #[test]
    fn a_search_of_everything_takes_no_value_of_a_field_for_words() {
        let style = Style { fields: &[(EVERYTHING, "", "")], ..LUCENE };
        for (text, name) in [("PY=2000", "publication"), ("DT=Article", "type"), ("LA=English", "language")] {
            let error = express(&tree(text), FieldSet::TOPIC, &style).expect_err("an error");
            assert!(error[0].starts_with("the service cannot search:") && error[0].contains(name), "{error:?}");
        }
    }

    #[test]
    fn a_wildcard_stands_in_a_phrase_only_where_the_service_takes_it() {
        let anywhere = Style { in_phrases: Truncated::Anywhere, ..LUCENE };
        let last = Style { in_phrases: Truncated::Last, ..LUCENE };
        for (style, text, said) in [
            (&LUCENE, "TS=co-produc*", "co AND produc*"),
            (&anywhere, "TS=co-produc*", "\"co-produc*\""),
            (&last, "TS=\"service co-produc*\"", "\"service co-produc*\""),
            (&last, "TS=\"servic* production\"", "servic* AND production"),
            (&LUCENE, "TS=(leader OR \"service co-produc*\")", "leader OR (service AND co AND produc*)"),
        ] {
            let found = express(&tree(text), FieldSet::TOPIC, style).expect("it can be said");
            assert_eq!(found.text, said, "{text}");
            assert_eq!(found.not_carried.is_empty(), !said.contains(" AND "), "{text}");
        }
    }
}
