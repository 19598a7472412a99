//! What is printed is read again: it means what it should in the target, and the target finds no error in it.

use std::fs;

use litsieve::diagnostic::Severity;
use litsieve::query::{
    Context, DIALECTS, Dialect, Distance, Expression, FieldCodeUse, FieldSet, Node, SearchField, Style, dialect, lint,
    parse, translate,
};
use serde_json::Value;

use super::meaning;
use crate::support::repository;

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

const WORDS: &[&str] = &["lamp", "lantern*", "\"oil lamp\"", "garden", "yard", "light*", "mayor", "\"street lights\""];
const CODES: &[&str] = &["ti", "ab", "ti,ab", "kf", "ti,ab,kf"];

/// A query as Ovid writes it, every term of which has a field.
fn query(dice: &mut Dice, depth: u32, coded: bool) -> String {
    let code = dice.one(CODES);
    let here = !coded && (depth == 0 || dice.below(3) == 0);
    let inner = here || coded;
    let text = match (depth, dice.below(4)) {
        (0, 0) if inner => format!("({} adj{} {})", nearby(dice), 2 + dice.below(4), nearby(dice)),
        (0, _) => dice.one(WORDS).to_owned(),
        (_, 0) => format!("({} not {})", query(dice, depth - 1, inner), query(dice, depth - 1, inner)),
        (_, kind) => {
            let operator = if kind == 1 { " and " } else { " or " };
            let parts: Vec<String> = (0..2 + dice.below(2)).map(|_| query(dice, depth - 1, inner)).collect();
            format!("({})", parts.join(operator))
        }
    };
    if here { format!("{text}.{code}.") } else { text }
}

/// A word to stand near another one, or several.
fn nearby(dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => format!("({} or {})", dice.one(&["oil", "gas", "wax*"]), dice.one(&["lamp", "lights"])),
        _ => dice.one(&["oil", "lamp", "lantern*", "yard"]).to_owned(),
    }
}

/// The query as the target can ask it: PubMed has proximity for whole words in the title, and in title or abstract.
fn intended(expression: &Expression, fields: Option<FieldSet>, target: &Dialect) -> Expression {
    let part = |part: &Expression| intended(part, fields, target);
    let all = |list: &[Expression]| list.iter().map(part).collect::<Vec<_>>();
    let node = match &expression.node {
        Node::And(list) => Node::And(all(list)),
        Node::Or(list) => Node::Or(all(list)),
        Node::Not { base, without } => {
            Node::Not { base: base.as_ref().map(|base| Box::new(part(base))), without: Box::new(part(without)) }
        }
        Node::Field { code, inner } => {
            Node::Field { code: code.clone(), inner: Box::new(intended(inner, Some(code.fields), target)) }
        }
        Node::Near { distance, operands, .. } if target.name == "pubmed" => in_pubmed(*distance, operands, fields),
        other => other.clone(),
    };
    Expression { node, ..expression.clone() }
}

fn in_pubmed(distance: Distance, operands: &[Expression], fields: Option<FieldSet>) -> Node {
    use SearchField::{Abstract, AuthorKeyword, Title};
    let mut rest = fields.expect("every term has a field");
    let single = operands.iter().all(|part| matches!(&part.node, Node::Term(term) if !term.words[0].has_wildcard()));
    let mut each = Vec::new();
    for (code, window) in
        [(&[Title, Abstract][..], true), (&[Title], true), (&[Abstract], false), (&[AuthorKeyword], false)]
    {
        let code = FieldSet::of(code);
        if code.is_empty() || !rest.covers(code) {
            continue;
        }
        rest = rest.without(code);
        let operands = operands.to_vec();
        let node =
            if window && single { Node::Near { distance, ordered: false, operands } } else { Node::And(operands) };
        let code = FieldCodeUse { written: String::new(), fields: code, span: 0..0 };
        each.push(Expression::new(Node::Field { code, inner: Box::new(Expression::new(node, 0..0)) }, 0..0));
    }
    assert!(rest.is_empty());
    Node::Or(each)
}

#[test]
fn what_is_printed_is_read_as_it_was_meant() {
    let mut dice = Dice(5);
    let source = dialect("ovid").unwrap();
    for _ in 0..400 {
        let depth = dice.below(4) as u32;
        let text = query(&mut dice, depth, false);
        let parsed = parse(&text, source);
        assert!(parsed.messages.is_empty(), "{text}: {:?}", parsed.messages);
        for target in DIALECTS {
            let printed = translate(&parsed, target, Style::default()).text;
            let again = parse(&printed, target);
            assert!(again.messages.is_empty(), "{}: {text}\n{printed}\n{:?}", target.name, again.messages);
            assert_eq!(
                meaning::of(&again.expression, None),
                meaning::of(&intended(&parsed.expression, None, target), None),
                "{}: {text}\n{printed}",
                target.name
            );
        }
    }
}

/// The queries of our own cases that their own dialects read and find no error in.
fn sound() -> Vec<(&'static Dialect, String)> {
    let mut queries = Vec::new();
    for &dialect in DIALECTS {
        let text = fs::read_to_string(repository().join(format!("tests/query/{}.jsonl", dialect.name))).unwrap();
        for line in text.lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let query = case["query"].as_str().unwrap().to_owned();
            // A translation of a history is its lines, which the interface numbers.
            if errors(&query, dialect).is_empty() && case["era"].is_null() && !query.contains('\n') {
                queries.push((dialect, query));
            }
        }
    }
    queries
}

/// The errors of a text in a dialect, of reading and of checking.
fn errors(text: &str, dialect: &'static Dialect) -> Vec<String> {
    let parsed = parse(text, dialect);
    let lints = lint(&parsed, Context { text, ..Context::default() });
    let all = parsed.messages.iter().chain(&lints);
    let errors = all.filter(|message| message.diagnostic.severity == Severity::Error);
    errors.map(|message| format!("{} {}", message.code(), message.diagnostic.message)).collect()
}

#[test]
fn the_target_finds_no_error_in_what_is_printed() {
    let queries = sound();
    assert!(queries.len() > 100, "{}", queries.len());
    let mut wrong = Vec::new();
    for (source, query) in &queries {
        for target in DIALECTS {
            let found = translate(&parse(query, source), target, Style::default());
            // What is said to be left for a person to write out, or left out as a whole, is no surprise.
            let code = if found.text.is_empty() { "QRY068" } else { "QRY061" };
            let told = found.messages.iter().any(|message| message.code() == code);
            let errors = errors(&found.text, target);
            if !errors.is_empty() && !told {
                wrong.push(format!("{} -> {}: {query}\n  {}\n  {errors:?}", source.name, target.name, found.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_stands_behind_not_says_that_a_wider_thing_takes_more_away() {
    let told = |text: &str| {
        let found = translate(&parse(text, dialect("ovid").unwrap()), dialect("pubmed").unwrap(), Style::default());
        found.messages.iter().any(|message| message.diagnostic.message.contains("takes more away"))
    };
    assert!(told("lamp.ti. not (oil adj3 yard*).ti."));
    assert!(!told("lamp.ti. and (oil adj3 yard*).ti."));
    assert!(!told("lamp.ti. not (mayor.ti. not (oil adj3 yard*).ti.)"), "taken from what is taken away");
}

#[test]
fn words_with_a_tag_are_a_phrase_in_pubmed() {
    use litsieve::query::{Options, Query, Scratch, Truth};
    use litsieve::record::Field;
    for (text, title, expected) in [
        ("garden lamp[ti]", "A garden lamp", Truth::Yes),
        ("garden lamp[ti]", "A lamp in the garden", Truth::No),
        ("garden lamp*[ti]", "Garden lamps", Truth::Yes),
        ("garden lamp*[ti]", "Lamps of a garden", Truth::No),
        ("garden lamp", "Lamp of a garden", Truth::Yes),
    ] {
        let only = FieldSet::of(&[SearchField::Title]);
        let query = Query::new(&parse(text, dialect("pubmed").unwrap()).expression, Options::LITERAL.only(only));
        let found = query.truth(&super::document(&[(Field::Title, title)]), &mut Scratch::default());
        assert_eq!(found, expected, "{text}: {title}");
    }
    let lints = |text: &str| {
        let parsed = parse(text, dialect("pubmed").unwrap());
        lint(&parsed, Context { text, ..Context::default() })
    };
    let said = |text: &str, what: &str| {
        lints(text).iter().any(|message| message.code() == "QRY056" && message.diagnostic.message.contains(what))
    };
    assert!(said("garden lamp[ti]", "as a phrase") && said("garden lamp", "joined by AND"));
    assert!(!said("\"garden lamp\"[ti]", "") && !said("journal article[pt]", "") && !said("Bovaird T[au]", ""));
}
