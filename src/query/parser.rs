//! Tokens to the tree: operators by the order of the dialect, with recovery.

use super::dialect::{Adjacent, Dialect, Kind, Levels, Operator};
use super::field::{FieldSet, SearchField};
use super::headings::{exploded, with_subheadings};
use super::lexer::{Token, TokenKind};
use super::message::Message;
use super::tree::{Distance, Expression, FieldCodeUse, Join, Node, Quote, Span, Term, Word};

/// How deep parentheses may be nested: what bounds the parser's own recursion.
const NESTED: usize = 100;

/// How deep a tree may grow: what bounds the recursion of everything that walks it.
const DEEPEST: usize = 250;

/// The tree of `tokens`, which end at byte `end`.
pub(super) fn tree(
    tokens: Vec<Token>,
    end: usize,
    dialect: &Dialect,
    levels: Levels,
    messages: &mut Vec<Message>,
) -> Expression {
    let tokens = balance(tokens, end, messages);
    let mut parser = Parser { tokens, at: 0, end, dialect, levels, nested: 0, messages };
    let tree = parser.level(levels.len()).tree;
    if parser.at < parser.tokens.len() {
        let rest = parser.tokens[parser.at].span.start..end;
        parser.message("QRY016", rest, "the query is nested too deeply; the rest was not read");
    }
    tree
}

/// A tree and how deep it is.
struct Deep {
    tree: Expression,
    depth: usize,
}

impl Deep {
    fn leaf(node: Node, span: Span) -> Self {
        Self { tree: Expression::new(node, span), depth: 1 }
    }

    fn is_missing(&self) -> bool {
        self.tree.node == Node::Missing && self.tree.parentheses.is_empty()
    }
}

/// Takes out closing parentheses without partner and closes open ones at the end.
fn balance(tokens: Vec<Token>, end: usize, messages: &mut Vec<Message>) -> Vec<Token> {
    let mut open: Vec<Span> = Vec::new();
    let mut kept = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token.span.clone()),
            TokenKind::Close if open.pop().is_none() => {
                messages.push(Message::new(
                    "QRY001",
                    token.span,
                    "this closing parenthesis has no partner; it was skipped",
                ));
                continue;
            }
            _ => {}
        }
        kept.push(token);
    }
    for span in open {
        messages.push(Message::new(
            "QRY001",
            span,
            "this parenthesis is not closed; it was closed at the end of the query",
        ));
        kept.push(Token { kind: TokenKind::Close, span: end..end });
    }
    kept
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    end: usize,
    dialect: &'a Dialect,
    levels: Levels,
    nested: usize,
    messages: &'a mut Vec<Message>,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Infix {
    Boolean(Operator),
    Near(Distance, bool),
}

impl Parser<'_> {
    fn kind(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(self.end..self.end, |token| token.span.clone())
    }

    fn message(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.messages.push(Message::new(code, span, message));
    }

    /// Operands combined by the operators of the `level` tightest levels, from left to right.
    fn level(&mut self, level: usize) -> Deep {
        let Some(kinds) = level.checked_sub(1).map(|index| self.levels[index]) else {
            return self.operand();
        };
        let mut left = self.level(level - 1);
        while left.depth < DEEPEST
            && let Some(infix) = self.infix(kinds)
        {
            let right = self.level(level - 1);
            left = combine(left, infix, right);
        }
        left
    }

    /// Takes the next operator if it belongs to `kinds`; AND is assumed between operands without one.
    fn infix(&mut self, kinds: &[Kind]) -> Option<Infix> {
        let infix = match self.kind()? {
            TokenKind::Operator(operator) => Infix::Boolean(*operator),
            TokenKind::Near { distance, ordered } => Infix::Near(*distance, *ordered),
            TokenKind::Close => return None,
            _ if kinds.contains(&Kind::And) => {
                let (before, next) = (self.tokens[self.at.saturating_sub(1)].span.clone(), self.span());
                self.message("QRY004", before.start..next.end, "no operator between these; AND was assumed");
                return Some(Infix::Boolean(Operator::And));
            }
            _ => return None,
        };
        kinds.contains(&infix.kind()).then(|| {
            self.at += 1;
            infix
        })
    }

    /// One operand: a group, a term, a field with its term, lines; a date, or two with a colon between.
    fn operand(&mut self) -> Deep {
        self.skip_stray();
        let from = self.one_operand();
        let next = self.tokens.get(self.at + 1).map(|token| &token.kind);
        if !matches!(self.kind(), Some(TokenKind::Colon))
            || !matches!(next, Some(TokenKind::Quoted(_) | TokenKind::Word(_)))
        {
            return from;
        }
        self.at += 1;
        let to = self.one_operand();
        let span = from.tree.outer_span().start..to.tree.outer_span().end;
        let depth = from.depth.max(to.depth) + 1;
        Deep { tree: Expression::new(Node::Between(Box::new(from.tree), Box::new(to.tree)), span), depth }
    }

    /// Skips what cannot begin an operand, with a message for each.
    fn skip_stray(&mut self) {
        loop {
            let (code, why) = match self.kind() {
                Some(TokenKind::Operator(Operator::Not)) if self.begins_negation() => return,
                Some(TokenKind::Operator(_) | TokenKind::Near { .. }) => {
                    ("QRY003", "this operator has no term on its left; it was skipped")
                }
                Some(TokenKind::Suffix(..) | TokenKind::LeftOut { behind: true }) => {
                    ("QRY006", "this field code has no term before it; it was skipped")
                }
                Some(TokenKind::Colon) => ("QRY046", "a colon without a date on both sides; it was skipped"),
                Some(TokenKind::Prefix(_)) => match self.tokens.get(self.at + 1).map(|token| &token.kind) {
                    Some(TokenKind::Prefix(_)) => ("QRY006", "this field code has no term; it was skipped"),
                    _ => return,
                },
                _ => return,
            };
            let span = self.span();
            self.message(code, span, why);
            self.at += 1;
        }
    }

    fn one_operand(&mut self) -> Deep {
        let mut operand = match self.kind() {
            Some(TokenKind::Operator(_)) => return self.negation(),
            Some(TokenKind::Open) => self.group(),
            Some(TokenKind::Word(_)) => self.words(),
            Some(TokenKind::Prefix(_)) => self.field(),
            Some(TokenKind::LeftOut { behind: false }) => self.left_out(),
            Some(TokenKind::Quoted(_) | TokenKind::Heading(..) | TokenKind::Lines(_)) => self.single(),
            _ => return self.missing(),
        };
        while operand.depth < DEEPEST && matches!(self.kind(), Some(TokenKind::Suffix(..))) {
            operand = self.suffix(operand);
        }
        if matches!(self.kind(), Some(TokenKind::LeftOut { behind: true })) {
            self.at += 1;
            return Deep::leaf(Node::Missing, operand.tree.outer_span());
        }
        operand
    }

    /// What an unknown field asks for: read, so that what follows stands in its place, and left out.
    fn left_out(&mut self) -> Deep {
        let start = self.span().start;
        self.at += 1;
        let operand = self.one_operand();
        Deep::leaf(Node::Missing, start..operand.tree.outer_span().end.max(start))
    }

    fn single(&mut self) -> Deep {
        let token = self.tokens[self.at].clone();
        self.at += 1;
        match token.kind {
            TokenKind::Heading(term, code) => {
                let inner = Box::new(Expression::new(Node::Term(term), token.span.clone()));
                Deep { tree: Expression::new(Node::Field { code, inner }, token.span), depth: 2 }
            }
            TokenKind::Quoted(term) => Deep::leaf(Node::Term(term), token.span),
            TokenKind::Lines(lines) => Deep::leaf(Node::LineReference(lines), token.span),
            _ => Deep::leaf(Node::Missing, token.span),
        }
    }

    /// Whether NOT stands where an operand begins, so that it takes away from everything.
    fn begins_negation(&self) -> bool {
        let next = self.tokens.get(self.at + 1).map(|token| &token.kind);
        let before = self.at.checked_sub(1).map(|at| &self.tokens[at].kind);
        matches!(before, None | Some(TokenKind::Open | TokenKind::Operator(Operator::And | Operator::Or)))
            && matches!(
                next,
                Some(
                    TokenKind::Open
                        | TokenKind::Word(_)
                        | TokenKind::Quoted(_)
                        | TokenKind::Prefix(_)
                        | TokenKind::LeftOut { behind: false }
                        | TokenKind::Heading(..)
                        | TokenKind::Lines(_)
                )
            )
    }

    fn negation(&mut self) -> Deep {
        let start = self.span().start;
        self.at += 1;
        let without = self.operand();
        if without.is_missing() {
            return without;
        }
        let span = start..without.tree.outer_span().end;
        let node = Node::Not { base: None, without: Box::new(without.tree) };
        Deep { tree: Expression::new(node, span), depth: without.depth + 1 }
    }

    /// No operand where one must stand: behind an operator, or nothing at all.
    fn missing(&mut self) -> Deep {
        let before = self.at.checked_sub(1).map(|at| self.tokens[at].clone());
        if let Some(before) = before
            && matches!(before.kind, TokenKind::Operator(_) | TokenKind::Near { .. })
        {
            self.message("QRY003", before.span, "this operator has no term on its right; it was skipped");
        }
        Deep::leaf(Node::Missing, self.span())
    }

    fn group(&mut self) -> Deep {
        let open = self.span();
        if self.nested == NESTED {
            self.at = self.tokens.len();
            self.message(
                "QRY016",
                open.start..self.end,
                "parentheses are nested too deeply; what is inside was not read",
            );
            return Deep::leaf(Node::Missing, open);
        }
        self.at += 1;
        self.nested += 1;
        let empty = matches!(self.kind(), Some(TokenKind::Close));
        let mut inner = self.level(self.levels.len());
        self.nested -= 1;
        let close = self.span();
        if matches!(self.kind(), Some(TokenKind::Close)) {
            self.at += 1;
        }
        let whole = open.start..close.end.max(open.end);
        if empty {
            self.message("QRY005", whole.clone(), "there is nothing between these parentheses");
        }
        // A group of nothing but what was left out is left out as well.
        if empty || !inner.is_missing() {
            inner.tree.parentheses.push(whole);
        }
        inner
    }

    /// Words without an operator between them.
    fn words(&mut self) -> Deep {
        let mut words: Vec<Word> = Vec::new();
        while let Some(TokenKind::Word(word)) = self.kind() {
            words.push(word.clone());
            self.at += 1;
        }
        let span = span_of(&words);
        // PubMed takes `tissue and organ procurement` for one heading or phrase.
        let whole = words.iter().any(|word| self.dialect.is_operator(&word.written));
        let join = match self.dialect.adjacent {
            _ if words.len() == 1 || whole => Join::Phrase,
            Adjacent::And | Adjacent::PhraseWithField => Join::And,
            Adjacent::Phrase => Join::Phrase,
            Adjacent::Within(number) => Join::Within(number),
        };
        Deep::leaf(Node::Term(Term { words, join, quote: Quote::Bare, subheadings: Vec::new() }), span)
    }

    /// A field code before its term.
    fn field(&mut self) -> Deep {
        let token = self.tokens[self.at].clone();
        self.at += 1;
        let TokenKind::Prefix(code) = token.kind else { return self.missing() };
        let inner = match self.kind() {
            Some(TokenKind::Open) => self.group(),
            Some(TokenKind::Word(_)) => self.words(),
            Some(TokenKind::Quoted(_) | TokenKind::Lines(_) | TokenKind::Heading(..)) => self.single(),
            _ => {
                self.message(
                    "QRY006",
                    token.span.clone(),
                    format!("no term follows the field code {}; it was skipped", code.written),
                );
                return Deep::leaf(Node::Missing, token.span);
            }
        };
        let span = token.span.start..inner.tree.outer_span().end;
        let (code, inner_tree) = exploded(code, inner.tree);
        let node = Node::Field { code, inner: Box::new(inner_tree) };
        Deep { tree: Expression::new(node, span), depth: inner.depth + 1 }
    }

    /// A field code behind its term.
    fn suffix(&mut self, operand: Deep) -> Deep {
        let token = self.tokens[self.at].clone();
        self.at += 1;
        let depth = operand.depth + 2;
        Deep { tree: self.with_suffix(operand.tree, token), depth }
    }

    fn with_suffix(&mut self, operand: Expression, token: Token) -> Expression {
        let TokenKind::Suffix(mut code, distance) = token.kind else { return operand };
        if let Node::Term(term) = &operand.node
            && let Some(fields) = self.dialect.fields_of_value(&code.written, &term.text())
        {
            code.fields = fields;
        }
        let group = !operand.parentheses.is_empty();
        if group && !self.dialect.fields_on_groups {
            let span = token.span.clone();
            self.message(
                "QRY019",
                span,
                format!("`[{}]` follows a group; it was read for each of its terms", code.written),
            );
        }
        let span = operand.outer_span().start..token.span.end;
        let heading = code.fields.iter().any(SearchField::is_heading);
        let inner = match distance {
            Some(distance) => self.window(operand, &code, distance),
            None if heading => with_subheadings(self.as_tagged(operand)),
            None => self.as_tagged(operand),
        };
        Expression::new(Node::Field { code, inner: Box::new(inner) }, span)
    }

    /// Words with a field code behind them, which PubMed looks up in its index of phrases first.
    ///
    /// PubMed help, Searching for a phrase: quotation marks, a hyphen, or a search tag, as in `kidney allograft[tw]`.
    fn as_tagged(&self, mut operand: Expression) -> Expression {
        if self.dialect.adjacent == Adjacent::PhraseWithField
            && operand.parentheses.is_empty()
            && let Node::Term(term) = &mut operand.node
        {
            term.join = Join::Phrase;
        }
        operand
    }

    /// The words of a phrase close to each other: PubMed's `"two words"[tiab:~3]`.
    fn window(&mut self, operand: Expression, code: &FieldCodeUse, distance: Distance) -> Expression {
        const ALLOWED: FieldSet = FieldSet::of(&[SearchField::Title, SearchField::Abstract, SearchField::Affiliation]);
        let Node::Term(term) = &operand.node else {
            self.message("QRY011", operand.span.clone(), "proximity takes a phrase in quotation marks");
            return operand;
        };
        if term.words.len() < 2 || term.quote == Quote::Bare {
            self.message("QRY011", operand.span.clone(), "proximity takes two or more words in quotation marks");
        }
        if code.fields.is_empty()
            || !ALLOWED.covers(code.fields)
            || code.fields == FieldSet::of(&[SearchField::Abstract])
        {
            let text = "proximity works in title, title and abstract, and affiliation only";
            self.message("QRY011", code.span.clone(), text);
        }
        if term.words.len() < 2 {
            return operand;
        }
        let single = |word: &Word| {
            let term =
                Term { words: vec![word.clone()], join: Join::Phrase, quote: term.quote, subheadings: Vec::new() };
            Expression::new(Node::Term(term), word.span.clone())
        };
        let operands = term.words.iter().map(single).collect();
        Expression { node: Node::Near { distance, ordered: false, operands }, ..operand }
    }
}

impl Infix {
    fn kind(self) -> Kind {
        match self {
            Self::Boolean(Operator::And) => Kind::And,
            Self::Boolean(Operator::Or) => Kind::Or,
            Self::Boolean(Operator::Not) => Kind::Not,
            Self::Near(Distance::SameField, _) => Kind::Same,
            Self::Near(_, true) => Kind::Before,
            Self::Near(_, false) => Kind::Near,
        }
    }
}

fn span_of(words: &[Word]) -> Span {
    let start = words.first().map_or(0, |word| word.span.start);
    start..words.last().map_or(start, |word| word.span.end)
}

/// Two operands and what stands between; an operand that is missing leaves the other.
fn combine(left: Deep, infix: Infix, right: Deep) -> Deep {
    if right.is_missing() {
        return left;
    }
    if left.is_missing() {
        return right;
    }
    let span = left.tree.outer_span().start..right.tree.outer_span().end;
    let bare = left.tree.parentheses.is_empty();
    let longer = left.depth.max(right.depth + 1);
    let deeper = left.depth.max(right.depth) + 1;
    let (left, right) = (left.tree, right.tree);
    let (node, depth) = match (infix, left.node) {
        (Infix::Boolean(Operator::And), Node::And(list)) if bare => (Node::And(with(list, right)), longer),
        (Infix::Boolean(Operator::Or), Node::Or(list)) if bare => (Node::Or(with(list, right)), longer),
        (infix, node) => (binary(infix, Expression { node, ..left }, right), deeper),
    };
    Deep { tree: Expression::new(node, span), depth }
}

fn with(mut list: Vec<Expression>, last: Expression) -> Vec<Expression> {
    list.push(last);
    list
}

fn binary(infix: Infix, left: Expression, right: Expression) -> Node {
    match infix {
        Infix::Boolean(Operator::And) => Node::And(vec![left, right]),
        Infix::Boolean(Operator::Or) => Node::Or(vec![left, right]),
        Infix::Boolean(Operator::Not) => Node::Not { base: Some(Box::new(left)), without: Box::new(right) },
        Infix::Near(distance, ordered) => Node::Near { distance, ordered, operands: vec![left, right] },
    }
}
