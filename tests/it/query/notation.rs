//! Trees in one line, as cases write them, made comparable: `AND[a, OR["b c"[TI], d]]`.

use litsieve::query::{Distance, Expression, Join, Node, Quote};

/// A tree without order where order means nothing, with fields at the terms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Canon {
    Leaf { text: String, field: String },
    Op(String, Vec<Canon>),
}

/// Reads the notation.
pub fn read(text: &str) -> Canon {
    let mut reader = Reader { rest: text.trim() };
    let tree = reader.tree();
    assert!(reader.rest.is_empty(), "left over: {} of {text}", reader.rest);
    canonical(tree)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn tree(&mut self) -> Canon {
        let word: String = if self.rest.starts_with('"') || self.rest.starts_with('{') {
            let end = 1 + self.rest[1..].find(['"', '}']).unwrap() + 1;
            self.take(end)
        } else {
            let end = self.rest.find(['[', ']', ',']).unwrap_or(self.rest.len());
            self.take(end)
        };
        let operator = ["AND", "OR", "NOT", "RANGE", "SAME"].contains(&word.as_str())
            || word.starts_with("NEAR/")
            || word.starts_with("PRE/")
            || word.starts_with("W/");
        if !operator {
            return Canon::Leaf { text: word.trim().to_owned(), field: self.field() };
        }
        // `OR[TS=][...]`: a field between the operator and its operands.
        let bracket = self.matching();
        let field = if self.rest[bracket..].starts_with('[') && !self.rest[1..bracket - 1].contains(['[', ',']) {
            self.field()
        } else {
            String::new()
        };
        assert!(self.rest.starts_with('['), "{}", self.rest);
        self.take(1);
        let mut list = vec![self.tree()];
        while self.rest.starts_with(',') {
            self.take(1);
            self.rest = self.rest.trim_start();
            list.push(self.tree());
        }
        assert_eq!(self.take(1), "]");
        let behind = self.field();
        let field = if field.is_empty() { behind } else { field };
        let operator = word.replace("W/", "NEAR/");
        Canon::Op(operator, list.into_iter().map(|part| with_field(part, &field)).collect())
    }

    fn take(&mut self, len: usize) -> String {
        let (head, rest) = self.rest.split_at(len);
        self.rest = rest;
        head.to_owned()
    }

    /// The end of the brackets that begin here.
    fn matching(&self) -> usize {
        let mut depth = 0;
        for (at, c) in self.rest.char_indices() {
            depth += i32::from(c == '[') - i32::from(c == ']');
            if depth == 0 {
                return at + 1;
            }
        }
        panic!("unbalanced: {}", self.rest)
    }

    fn field(&mut self) -> String {
        if !self.rest.starts_with('[') {
            return String::new();
        }
        let end = self.matching();
        let written = self.take(end);
        written.trim_matches(['[', ']']).trim_end_matches('=').to_lowercase()
    }
}

fn with_field(tree: Canon, outer: &str) -> Canon {
    match tree {
        Canon::Leaf { text, field } if field.is_empty() => Canon::Leaf { text, field: outer.to_owned() },
        Canon::Op(operator, list) => {
            Canon::Op(operator, list.into_iter().map(|part| with_field(part, outer)).collect())
        }
        leaf => leaf,
    }
}

/// Flattens AND in AND and OR in OR, drops repetitions, and sorts what has no order.
pub fn canonical(tree: Canon) -> Canon {
    let Canon::Op(operator, list) = tree else { return tree };
    let mut flat = Vec::new();
    for part in list.into_iter().map(canonical) {
        match part {
            Canon::Op(inner, parts) if inner == operator && (operator == "AND" || operator == "OR") => {
                flat.extend(parts)
            }
            part => flat.push(part),
        }
    }
    if operator == "AND" || operator == "OR" || operator.starts_with("NEAR/") {
        flat.sort();
    }
    if operator == "AND" || operator == "OR" {
        flat.dedup();
        if flat.len() == 1 {
            return flat.remove(0);
        }
    }
    Canon::Op(operator, flat)
}

/// A tree of ours in the same form. `split` takes words joined by an implied AND apart.
pub fn of(expression: &Expression, split: bool) -> Canon {
    canonical(plain(expression, split, ""))
}

fn plain(expression: &Expression, split: bool, field: &str) -> Canon {
    let list = |operands: &[Expression]| operands.iter().map(|part| plain(part, split, field)).collect::<Vec<_>>();
    let leaf = |text: String| Canon::Leaf { text, field: field.to_owned() };
    match &expression.node {
        Node::And(operands) => Canon::Op("AND".to_owned(), list(operands)),
        Node::Or(operands) => Canon::Op("OR".to_owned(), list(operands)),
        Node::Not { base, without } => {
            let base = base.iter().map(|base| plain(base, split, field));
            Canon::Op("NOT".to_owned(), base.chain([plain(without, split, field)]).collect())
        }
        Node::Near { distance, ordered, operands } => {
            let operator = match distance {
                Distance::Words(words) => format!("{}/{words}", if *ordered { "PRE" } else { "NEAR" }),
                Distance::SameField => "SAME".to_owned(),
            };
            Canon::Op(operator, list(operands))
        }
        Node::Between(from, to) => {
            Canon::Op("RANGE".to_owned(), vec![plain(from, split, field), plain(to, split, field)])
        }
        Node::Field { code, inner } => plain(inner, split, &code.written.to_lowercase()),
        Node::Term(term) if split && term.join == Join::And => {
            Canon::Op("AND".to_owned(), term.words.iter().map(|word| leaf(word.written.clone())).collect())
        }
        Node::Term(term) if term.quote == Quote::Bare => leaf(term.text()),
        Node::Term(term) => leaf(format!("\"{}\"", term.text())),
        Node::LineReference(reference) => leaf(reference.text()),
        Node::Missing => leaf("?".to_owned()),
    }
}
