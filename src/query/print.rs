//! The tree back to text, in any dialect; what the dialect cannot hold is said.

use super::compile::years;
use super::dialect::{Dialect, FieldForm, Number, Operator, ProximityForm};
use super::field::{FieldSet, SearchField};
use super::message::{self, Message};
use super::parse::Parsed;
use super::tree::{Distance, Expression, Join, Node, Part, Quote, Term, Word};

/// How a translation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether field codes are written; without them for the search box of an interface that sets the field beside it.
    pub fields: bool,
    /// What becomes of the numbers of proximity operators where two databases count differently.
    pub numbers: Numbers,
}

/// What becomes of the number of a proximity operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// It is changed so that as many words may stand between as before: ADJ3 becomes NEAR/2.
    SameDistance,
    /// It is kept, so that the distance is another one: ADJ3 becomes NEAR/3.
    Kept,
}

impl Default for Style {
    fn default() -> Self {
        Self { fields: true, numbers: Numbers::SameDistance }
    }
}

/// A query in another dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The text, one line for each line of the source.
    pub text: String,
    /// What could not be carried over, with the place in the source.
    pub messages: Vec<Message>,
}

/// Writes a query that was read in one dialect in another.
pub fn translate(parsed: &Parsed, target: &'static Dialect, style: Style) -> Translation {
    let mut printer = Printer { source: parsed.dialect, target, style, messages: Vec::new() };
    let whole = parsed.lines.last().is_some_and(|line| line.number == 0);
    let text = if whole {
        printer.top(&parsed.expression)
    } else {
        parsed.lines.iter().map(|line| printer.top(&line.expression)).collect::<Vec<_>>().join("\n")
    };
    let mut messages = printer.messages;
    message::sort(&mut messages);
    messages.dedup();
    Translation { text, messages }
}

/// The proximity operator of `dialect` for this distance; `None` if it has none.
pub(super) fn proximity(dialect: &Dialect, distance: Distance, ordered: bool) -> Option<String> {
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

/// How a set of fields is written in a dialect.
enum Cover {
    /// No code: the default, or a search box.
    None,
    /// One code, or several joined by commas.
    Code(String),
    /// Several codes, of which each is searched.
    Each(Vec<&'static str>),
}

struct Printer {
    source: &'static Dialect,
    target: &'static Dialect,
    style: Style,
    messages: Vec<Message>,
}

impl Printer {
    fn note(&mut self, code: &'static str, at: &Expression, text: impl Into<String>) {
        self.messages.push(Message::new(code, at.outer_span(), text));
    }

    fn top(&mut self, expression: &Expression) -> String {
        self.print(expression, None)
    }

    /// Text of `expression`, in parentheses if it is made of several parts.
    fn operand(&mut self, expression: &Expression, fields: Option<FieldSet>) -> String {
        let text = self.print(expression, fields);
        if is_compound(&text) { format!("({text})") } else { text }
    }

    /// Text of `expression`, which stands in `fields` unless it says others.
    fn print(&mut self, expression: &Expression, fields: Option<FieldSet>) -> String {
        match uniform(expression, fields) {
            Some(Some(fields)) => self.in_fields(expression, fields),
            _ => self.operators(expression, fields),
        }
    }

    /// The operator of `expression` between its operands.
    fn operators(&mut self, expression: &Expression, fields: Option<FieldSet>) -> String {
        match &expression.node {
            Node::And(list) => self.joined(list, fields, Operator::And),
            Node::Or(list) => self.joined(list, fields, Operator::Or),
            Node::Not { base, without } => {
                let not = self.target.spelling(Operator::Not);
                let without = self.operand(without, fields);
                match base {
                    Some(base) => format!("{} {not} {without}", self.operand(base, fields)),
                    None => format!("NOT {without}"),
                }
            }
            Node::Near { distance, ordered, operands } => self.near(expression, *distance, *ordered, operands, fields),
            Node::Field { code, inner } => {
                self.print(inner, if code.fields.is_empty() { fields } else { Some(code.fields) })
            }
            Node::Term(term) => self.term(term, expression),
            Node::Between(from, to) => format!("{} : {}", self.operand(from, fields), self.operand(to, fields)),
            Node::LineReference(reference) => {
                let operator = if reference.combined_by_or { Operator::Or } else { Operator::And };
                let mark = self.target.line_marks.first().copied().unwrap_or("#");
                let lines: Vec<String> = reference.lines.iter().map(|line| format!("{mark}{line}")).collect();
                lines.join(&format!(" {} ", self.target.spelling(operator)))
            }
            Node::Missing => {
                self.note("QRY068", expression, "an operand is missing");
                String::new()
            }
        }
    }

    fn joined(&mut self, list: &[Expression], fields: Option<FieldSet>, operator: Operator) -> String {
        let parts: Vec<String> =
            list.iter().map(|part| self.operand(part, fields)).filter(|part| !part.is_empty()).collect();
        parts.join(&format!(" {} ", self.target.spelling(operator)))
    }

    /// Text of `expression`, all terms of which stand in `fields`.
    fn in_fields(&mut self, expression: &Expression, fields: FieldSet) -> String {
        let inner = inside(expression);
        let atom = matches!(inner.node, Node::Term(_) | Node::Near { .. });
        if let Node::Term(term) = &inner.node
            && let Some(text) = self.special(term, inner, fields)
        {
            return text;
        }
        if matches!(inner.node, Node::Between(..) | Node::LineReference(_)) {
            return self.operators(inner, Some(fields));
        }
        let groups = self.target.fields_on_groups && !contains_special(fields);
        match self.cover(fields, expression) {
            Cover::None => self.operators(inner, None),
            Cover::Code(code) if atom || groups => self.with_code(&code, inner),
            Cover::Each(codes) if atom || matches!(inner.node, Node::Or(_)) => {
                let each: Vec<String> = codes.iter().map(|code| self.with_code(code, inner)).collect();
                each.join(&format!(" {} ", self.target.spelling(Operator::Or)))
            }
            _ => self.operators(inner, Some(fields)),
        }
    }

    /// `inner` with one code; the fields of its terms are left out.
    fn with_code(&mut self, code: &str, inner: &Expression) -> String {
        if self.target.field_form == FieldForm::Brackets
            && let Node::Near { distance, ordered, operands } = &inner.node
        {
            return self.window(code, inner, *distance, *ordered, operands);
        }
        let bare = without_fields(inner);
        let text = self.operators(&bare, None);
        let group = if is_compound(&text) { format!("({text})") } else { text.clone() };
        match self.target.field_form {
            FieldForm::Equals => format!("{code}={group}"),
            FieldForm::Before => format!("{code} {group}"),
            FieldForm::Function => format!("{code}({text})"),
            FieldForm::Brackets => format!("{group}[{code}]"),
            FieldForm::Dots => format!("{group}.{code}."),
            FieldForm::Colon => format!("{code}:{group}"),
        }
    }

    /// Headings and dates, which databases write in forms of their own.
    fn special(&mut self, term: &Term, at: &Expression, fields: FieldSet) -> Option<String> {
        if fields == FieldSet::of(&[SearchField::Year]) {
            return self.years(term, at);
        }
        let field = fields.iter().next().filter(|field| field.is_heading() && fields == FieldSet::of(&[*field]))?;
        let exploded = matches!(field, SearchField::HeadingExploded | SearchField::MajorExploded);
        let major = matches!(field, SearchField::MajorExploded | SearchField::MajorExact);
        let words = term.text();
        let quoted = if term.words.len() > 1 { format!("\"{words}\"") } else { words.clone() };
        let slash =
            if term.subheadings.is_empty() { String::new() } else { format!("/{}", term.subheadings.join(",")) };
        if !self.style.fields {
            return None;
        }
        if self.target.slash_headings {
            let (exp, star) = (if exploded { "exp " } else { "" }, if major { "*" } else { "" });
            return Some(format!("{exp}{star}{quoted}{}", if slash.is_empty() { "/" } else { &slash }));
        }
        match self.target.field_form {
            FieldForm::Brackets => {
                let code = self.target.codes.iter().find(|code| code.fields == fields)?.codes[0];
                let quoted = if slash.is_empty() { quoted } else { format!("{words}{slash}") };
                Some(format!("{quoted}[{code}]"))
            }
            FieldForm::Before => {
                if !term.subheadings.is_empty() {
                    self.note("QRY065", at, "the subheading was left out");
                }
                let plus = if exploded { "+" } else { "" };
                let text = if term.words.len() > 1 { format!("\"{words}{plus}\"") } else { format!("{words}{plus}") };
                Some(format!("({} {text})", if major { "MM" } else { "MH" }))
            }
            _ => None,
        }
    }

    fn years(&mut self, term: &Term, at: &Expression) -> Option<String> {
        let (from, to) = years(&term.text())?;
        let code = self.target.codes.iter().find(|code| code.fields == FieldSet::of(&[SearchField::Year]))?.codes[0];
        let open = |year: i32| year <= 0 || year >= 9999;
        let range = |sign: &str| match (open(from), open(to)) {
            _ if from == to => format!("{from}"),
            (true, _) => format!("1000{sign}{to}"),
            (_, true) => format!("{from}{sign}3000"),
            _ => format!("{from}{sign}{to}"),
        };
        Some(match self.target.field_form {
            _ if !self.style.fields => return None,
            FieldForm::Function if self.target.braces => {
                let (after, before) = (format!("{code} > {}", from - 1), format!("{code} < {}", to.saturating_add(1)));
                match (open(from), open(to)) {
                    _ if from == to => format!("{code} = {from}"),
                    (true, _) => before,
                    (_, true) => after,
                    _ => format!("{after} AND {before}"),
                }
            }
            FieldForm::Function => format!("{code}({})", range("-")),
            FieldForm::Equals => format!("{code}={}", range("-")),
            FieldForm::Before => format!("{code} {}", range("-")),
            FieldForm::Brackets => format!("{}[{code}]", range(":")),
            FieldForm::Colon => format!("{code}:{}", range("-")),
            FieldForm::Dots => {
                self.note("QRY067", at, format!("Ovid takes years as a limit: limit to yr=\"{}\"", range("-")));
                format!("{}.{code}.", range("-"))
            }
        })
    }

    /// The codes of the target for `fields`; wider ones, with a message, where it has none.
    fn cover(&mut self, fields: FieldSet, at: &Expression) -> Cover {
        if !self.style.fields {
            let text = format!("the search box takes no field code; {} was left out", fields.names());
            self.note("QRY060", at, text);
            return Cover::None;
        }
        if let Some(cover) = self.exact_cover(fields) {
            return cover;
        }
        let wider = FieldSet::of(&[]).union(
            fields
                .iter()
                .fold(FieldSet::EMPTY, |all, field| all.union(FieldSet::of(&[field.wider().unwrap_or(field)]))),
        );
        let heading = fields
            .iter()
            .any(|field| field.is_heading() || field == SearchField::Substance || field == SearchField::Subheading);
        if wider != fields {
            let code = if heading { "QRY065" } else { "QRY060" };
            self.note(code, at, format!("{} has no field for: {}", self.target.title, fields.names()));
            return self.cover(wider, at);
        }
        let superset = self
            .target
            .codes
            .iter()
            .filter(|code| code.printed && code.fields.covers(fields))
            .min_by_key(|code| code.fields.iter().count());
        let text = match superset {
            Some(code) => {
                format!("{} has no field for: {}; {} was used", self.target.title, fields.names(), code.codes[0])
            }
            None => format!("{} has no field for: {}; none was used", self.target.title, fields.names()),
        };
        self.note("QRY060", at, text);
        superset.map_or(Cover::None, |code| Cover::Code(code.codes[0].to_owned()))
    }

    /// The codes that search exactly `fields`.
    fn exact_cover(&self, fields: FieldSet) -> Option<Cover> {
        let printed = || self.target.codes.iter().filter(|code| code.printed);
        if let Some(code) = printed().find(|code| code.fields == fields) {
            return Some(Cover::Code(code.codes[0].to_owned()));
        }
        if !self.target.field_expected && self.target.default_fields.covers(fields) && fields.covers(FieldSet::TOPIC) {
            return Some(Cover::None);
        }
        let mut rest = fields;
        let mut codes = Vec::new();
        for code in printed().filter(|code| fields.covers(code.fields)) {
            if !rest.is_empty() && rest.covers(code.fields) {
                rest = rest.without(code.fields);
                codes.push(code.codes[0]);
            }
        }
        if !rest.is_empty() || codes.is_empty() {
            return None;
        }
        Some(if self.target.joined_codes { Cover::Code(codes.join(",")) } else { Cover::Each(codes) })
    }

    fn near(
        &mut self,
        at: &Expression,
        distance: Distance,
        ordered: bool,
        operands: &[Expression],
        fields: Option<FieldSet>,
    ) -> String {
        let distance = self.distance(distance, at);
        let adjacent = ordered && distance == Distance::Words(0);
        let (operator, lost) =
            match (proximity(self.target, distance, ordered), proximity(self.target, distance, false)) {
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
    fn window(
        &mut self,
        code: &str,
        at: &Expression,
        distance: Distance,
        ordered: bool,
        operands: &[Expression],
    ) -> String {
        let words: Option<Vec<&Word>> = operands
            .iter()
            .map(|operand| match &inside(operand).node {
                Node::Term(term) if term.words.len() == 1 && !term.words[0].has_wildcard() => Some(&term.words[0]),
                _ => None,
            })
            .collect();
        if let (Some(words), Distance::Words(number)) = (words, distance)
            && matches!(code, "ti" | "tiab" | "ad")
        {
            if ordered {
                self.note("QRY062", at, "PubMed cannot ask for this order");
            }
            let words: Vec<&str> = words.iter().map(|word| word.written.as_str()).collect();
            return format!("\"{}\"[{code}:~{number}]", words.join(" "));
        }
        self.note(
            "QRY062",
            at,
            "PubMed has proximity for plain words in title, abstract and affiliation only; AND was used",
        );
        let fields = self.target.fields_of(code);
        self.joined(operands, fields, Operator::And)
    }

    fn term(&mut self, term: &Term, at: &Expression) -> String {
        let words: Vec<String> = term.words.iter().map(|word| self.word(word, at)).collect();
        let text = words.join(" ");
        if words.len() < 2 {
            let marks = !matches!(term.quote, Quote::Bare) && !term.words.iter().any(Word::has_wildcard);
            return if marks { format!("\"{text}\"") } else { text };
        }
        match term.join {
            Join::Phrase if term.quote == Quote::Braces && self.target.braces => format!("{{{text}}}"),
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

    fn word(&mut self, word: &Word, at: &Expression) -> String {
        word.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Any { min, max } => self.wildcard(*min, *max, word, at),
            })
            .collect()
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

/// Whether a text needs parentheses as an operand.
fn is_compound(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '{' if !quoted => depth += 1,
            ')' | '}' if !quoted => depth -= 1,
            ' ' if !quoted && depth == 0 && is_operator_behind(&text[at + 1..]) => return true,
            _ => {}
        }
    }
    false
}

/// Whether an operator in capitals begins `text`.
fn is_operator_behind(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    let capitals =
        word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '/') && text.len() > word.len();
    let boolean = matches!(word, "AND" | "OR" | "NOT" | ":");
    let near = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.ends_with(|c: char| c.is_ascii_digit())
        || matches!(word, "ADJ" | "SAME" | "NEAR" | "PRE");
    boolean || capitals && near
}

/// The fields of every term, if they are the same: `Some(None)` if none of them has any.
fn uniform(expression: &Expression, fields: Option<FieldSet>) -> Option<Option<FieldSet>> {
    match &expression.node {
        Node::Field { code, inner } => uniform(inner, if code.fields.is_empty() { fields } else { Some(code.fields) }),
        Node::Term(_) | Node::LineReference(_) | Node::Missing => Some(fields),
        _ => {
            let mut found = None;
            for child in expression.children() {
                let child = uniform(child, fields)?;
                if *found.get_or_insert(child) != child {
                    return None;
                }
            }
            found
        }
    }
}

/// What stands inside field codes.
fn inside(expression: &Expression) -> &Expression {
    match &expression.node {
        Node::Field { inner, .. } => inside(inner),
        _ => expression,
    }
}

/// Fields whose terms are written in forms of their own, so that a code on a group cannot hold them.
fn contains_special(fields: FieldSet) -> bool {
    fields.contains(SearchField::Year) || fields.iter().any(SearchField::is_heading)
}

/// The same without field codes.
fn without_fields(expression: &Expression) -> Expression {
    let all = |list: &[Expression]| list.iter().map(without_fields).collect::<Vec<_>>();
    let node = match &expression.node {
        Node::Field { inner, .. } => return without_fields(inner),
        Node::And(list) => Node::And(all(list)),
        Node::Or(list) => Node::Or(all(list)),
        Node::Not { base, without } => Node::Not {
            base: base.as_ref().map(|base| Box::new(without_fields(base))),
            without: Box::new(without_fields(without)),
        },
        Node::Near { distance, ordered, operands } => {
            Node::Near { distance: *distance, ordered: *ordered, operands: all(operands) }
        }
        other => other.clone(),
    };
    Expression { node, ..expression.clone() }
}

/// Terms next to each other, in order, as one phrase.
fn phrase_of(operands: &[Expression]) -> Option<String> {
    let words: Option<Vec<String>> = operands
        .iter()
        .map(|operand| match &inside(operand).node {
            Node::Term(term) if term.join == Join::Phrase && !term.words.iter().any(Word::has_wildcard) => {
                Some(term.text())
            }
            _ => None,
        })
        .collect();
    Some(format!("\"{}\"", words?.join(" ")))
}
