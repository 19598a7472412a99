//! The one tree that every dialect is read into.

use std::ops::Range;

use super::field::FieldSet;

/// A place in the text of a query, in bytes.
pub type Span = Range<usize>;

/// A search expression, or a part of one, with the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What it says.
    pub node: Node,
    /// Where it is written, parentheses of its own left out.
    pub span: Span,
    /// The parentheses around it, innermost first.
    pub parentheses: Vec<Span>,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// All of them.
    And(Vec<Expression>),
    /// At least one of them.
    Or(Vec<Expression>),
    /// The first without the second; without the first, everything but the second.
    Not {
        /// What is kept; `None` where the query begins with NOT.
        base: Option<Box<Expression>>,
        /// What is taken away.
        without: Box<Expression>,
    },
    /// All of them close to each other.
    Near {
        /// How close.
        distance: Distance,
        /// Whether they must come in the order written.
        ordered: bool,
        /// What must be close; two, or more where the dialect takes a window over several words.
        operands: Vec<Expression>,
    },
    /// Words.
    Term(Term),
    /// The inner expression, looked for in some fields only.
    Field {
        /// The field code as written.
        code: FieldCodeUse,
        /// What is looked for.
        inner: Box<Expression>,
    },
    /// From one value of a field to another: dates, mostly.
    Between(Box<Expression>, Box<Expression>),
    /// Lines of a search history, one or several that are combined.
    LineReference(LineReference),
    /// An operand that the text lacks. Says nothing: an operator with one operand left stands for that operand.
    Missing,
}

/// How far apart words may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Distance {
    /// At most so many words between them.
    Words(u32),
    /// In the same sentence, paragraph or field: what a record shows is the field.
    SameField,
}

/// A use of a field code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldCodeUse {
    /// As written, without brackets, dots and signs: `TS`, `tiab`, `ti,ab`.
    pub written: String,
    /// What it means; empty if the dialect has no such code.
    pub fields: FieldSet,
    /// Where it is written.
    pub span: Span,
}

/// Words that are looked for together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The words, in order.
    pub words: Vec<Word>,
    /// How the words hang together.
    pub join: Join,
    /// The marks around them.
    pub quote: Quote,
    /// Subheadings of a subject heading: `dt` of `psoriasis/dt`.
    pub subheadings: Vec<String>,
}

/// How the words of a term hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Join {
    /// Next to each other, in order.
    Phrase,
    /// Anywhere: the dialect puts AND between words without an operator.
    And,
    /// With at most so many words between, in any order: the dialect's reading of words without an operator.
    Within(u32),
}

/// The marks around a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quote {
    /// None.
    Bare,
    /// Straight double quotation marks.
    Double,
    /// Curly or angle quotation marks: `“…”`, `«…»`.
    Smart,
    /// Single quotation marks, straight or curly.
    Single,
    /// Braces: the exact phrase of Scopus.
    Braces,
}

/// One word, perhaps with wildcards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written.
    pub written: String,
    /// What it is made of.
    pub parts: Vec<Part>,
    /// Where it is written.
    pub span: Span,
}

/// A part of a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// These characters.
    Text(String),
    /// Any characters: at least `min`, at most `max` of them.
    Any {
        /// At least so many.
        min: u32,
        /// At most so many; `None` for any number.
        max: Option<u32>,
    },
}

/// Lines of a search history.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LineReference {
    /// The numbers, in the order written.
    pub lines: Vec<u32>,
    /// How several are combined: `or/1-4`.
    pub combined_by_or: bool,
}

impl Expression {
    /// An expression at `span`, without parentheses.
    pub fn new(node: Node, span: Span) -> Self {
        Self { node, span, parentheses: Vec::new() }
    }

    /// Where it is written, its outermost parentheses included.
    pub fn outer_span(&self) -> Span {
        self.parentheses.last().unwrap_or(&self.span).clone()
    }

    /// The operands, in the order written.
    pub fn children(&self) -> Vec<&Expression> {
        match &self.node {
            Node::And(list) | Node::Or(list) | Node::Near { operands: list, .. } => list.iter().collect(),
            Node::Not { base, without } => base.iter().map(|base| &**base).chain([&**without]).collect(),
            Node::Field { inner, .. } => vec![inner],
            Node::Between(from, to) => vec![from, to],
            Node::Term(_) | Node::LineReference(_) | Node::Missing => Vec::new(),
        }
    }

    /// Calls `visit` for this expression and everything below it, in the order written.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expression)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}

impl Word {
    /// Whether it has a wildcard.
    pub fn has_wildcard(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Any { .. }))
    }

    /// The characters before the first wildcard.
    pub fn stem(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether it ends in a wildcard for any number of characters and has no other.
    pub fn is_truncated(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Text(_), Part::Any { min: 0, max: None }])
    }
}

impl Term {
    /// The words as written, with single spaces between.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.written.as_str()).collect::<Vec<_>>().join(" ")
    }
}
