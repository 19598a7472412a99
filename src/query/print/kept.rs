//! What stays of a query of which the target lacks a part, so that it is never narrowed or widened unsaid.
//!
//! A condition that cannot be written is left out: among conditions the translation then finds more, among alternatives it
//! lacks what only this one found. Behind NOT a condition less would take more away, so that the whole group is not taken
//! away; and what only takes away is never written without something to take it from.

use super::Printer;
use super::shape::uniform;
use crate::query::field::FieldSet;
use crate::query::tree::{Expression, LineReference, Node};

/// Where a part stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The fields that hold for it unless it says others.
    fields: Option<FieldSet>,
    /// Whether it is taken away: an odd number of NOTs stands before it.
    taken: bool,
    /// Whether it is one of several alternatives.
    alternative: bool,
}

impl Place {
    fn condition(self) -> Self {
        Self { alternative: false, ..self }
    }

    fn behind_not(self) -> Self {
        Self { taken: !self.taken, alternative: false, ..self }
    }

    /// What leaving a part out does to the translation.
    fn effect(self) -> &'static str {
        if self.alternative && !self.taken {
            "; what only this part finds is missing"
        } else {
            "; the translation finds more"
        }
    }
}

impl Printer {
    /// What can be written of the line `number`, whose tree is `line`; `None` where nothing can.
    pub(super) fn kept(&mut self, line: &Expression, number: u32) -> Option<Expression> {
        if self.source.name == self.target.name {
            return Some(line.clone());
        }
        self.loses = false;
        let mut kept = self.part(line, Place { fields: None, taken: false, alternative: false });
        if kept.as_ref().is_some_and(only_takes) {
            let text = "only what is taken away is left, and nothing to take it from; it was left out";
            self.note("QRY068", line, text);
            kept = None;
        }
        if kept.is_none() {
            self.gone.push(number);
        } else if self.loses {
            self.shortened.push(number);
        }
        kept
    }

    fn part(&mut self, at: &Expression, place: Place) -> Option<Expression> {
        let told = self.messages.len();
        if self.cannot_be_written(at, place.fields) {
            self.loses = true;
            for message in &mut self.messages[told..] {
                message.diagnostic.message.push_str(place.effect());
            }
            return None;
        }
        let node = match &at.node {
            Node::And(list) => self.conditions(list, at, place)?,
            Node::Or(list) => self.alternatives(list, place)?,
            Node::Not { base, without } => self.difference(base.as_deref(), without, at, place)?,
            Node::Near { distance, ordered, operands } => match self.conditions(operands, at, place)? {
                Node::And(kept) if kept.len() == operands.len() => {
                    Node::Near { distance: *distance, ordered: *ordered, operands: kept }
                }
                fewer => fewer,
            },
            Node::Field { code, inner } => {
                let fields = if code.fields.is_empty() { place.fields } else { Some(code.fields) };
                let inner = self.part(inner, Place { fields, ..place })?;
                in_code(code, inner)
            }
            Node::LineReference(reference) => Node::LineReference(self.references(reference, at, place)?),
            other => other.clone(),
        };
        Some(again(at, node))
    }

    /// Whether the target has no way to write `at`, not counting its parts; if so, it is said.
    fn cannot_be_written(&mut self, at: &Expression, fields: Option<FieldSet>) -> bool {
        if let Some(Some(fields)) = uniform(at, fields)
            && self.left_out(fields, at)
        {
            return true;
        }
        match (&at.node, fields) {
            (Node::Term(term), Some(fields)) => self.lost_date(term, at, fields).is_some_and(|text| text.is_empty()),
            (Node::Between(from, to), _) => self.between(at, from, to, fields).is_empty(),
            (Node::Missing, _) => {
                self.note("QRY068", at, "an operand is missing");
                true
            }
            _ => false,
        }
    }

    fn conditions(&mut self, list: &[Expression], at: &Expression, place: Place) -> Option<Node> {
        let mut kept = Vec::new();
        let mut lost = 0;
        for part in list {
            match self.part(part, place.condition()) {
                // Several things that are only taken away are so one by one.
                Some(Expression { node: Node::And(parts), .. }) if parts.iter().all(only_takes) => kept.extend(parts),
                Some(part) => kept.push(part),
                None => lost += usize::from(part.node != Node::Missing),
            }
        }
        if place.taken && lost > 0 {
            self.tell_not_taken(at, !kept.is_empty());
            return None;
        }
        one_of(kept, Node::And)
    }

    fn alternatives(&mut self, list: &[Expression], place: Place) -> Option<Node> {
        let mut kept = Vec::new();
        for part in list {
            let place = Place { alternative: true, ..place };
            let Some(found) = self.part(part, place) else { continue };
            if only_takes(&found) {
                self.loses = true;
                let text = format!(
                    "an alternative of everything but something cannot be written in {}; it was left out{}",
                    self.target.title,
                    place.effect()
                );
                self.note("QRY068", part, text);
            } else {
                kept.push(found);
            }
        }
        one_of(kept, Node::Or)
    }

    fn difference(
        &mut self,
        base: Option<&Expression>,
        without: &Expression,
        at: &Expression,
        place: Place,
    ) -> Option<Node> {
        let kept = base.map(|base| self.part(base, place.condition()));
        let taken = self.part(without, place.behind_not());
        if place.taken && (kept == Some(None) || taken.is_none()) {
            self.tell_not_taken(at, taken.is_some() || kept.flatten().is_some());
            return None;
        }
        let kept = kept.flatten();
        let Some(taken) = taken else { return kept.map(bare) };
        let taken = if only_takes(&taken) {
            // What is not among what is not so, is so.
            opposite(taken)
        } else {
            match kept {
                Some(base) if !only_takes(&base) => {
                    return Some(Node::Not { base: Some(Box::new(base)), without: Box::new(taken) });
                }
                _ => again(at, Node::Not { base: None, without: Box::new(taken) }),
            }
        };
        one_of(kept.into_iter().chain([taken]).collect(), Node::And)
    }

    /// The lines that are there in the target; none, if what they ask for is taken away and they ask for less than in the source.
    fn references(&mut self, reference: &LineReference, at: &Expression, place: Place) -> Option<LineReference> {
        let there: Vec<u32> = reference.lines.iter().copied().filter(|line| !self.gone.contains(line)).collect();
        let shortened = there.iter().any(|line| self.shortened.contains(line));
        let fewer = there.len() < reference.lines.len();
        let less = fewer || shortened && place.taken;
        if !less {
            return Some(reference.clone());
        }
        self.loses = true;
        let not_taken = place.taken && (shortened || !reference.combined_by_or);
        if not_taken || there.is_empty() {
            let text = format!("what these lines ask for was left out, or a part of it{}", place.effect());
            self.note("QRY068", at, text);
            return None;
        }
        let alternative = place.alternative || reference.combined_by_or;
        let effect = Place { alternative, ..place }.effect();
        self.note("QRY068", at, format!("a line of which nothing is left was left out{effect}"));
        Some(LineReference { lines: there, combined_by_or: reference.combined_by_or })
    }

    fn tell_not_taken(&mut self, at: &Expression, more: bool) {
        if more {
            let text = "a part of what is taken away cannot be written, so that this is not taken away; the translation finds more";
            self.note("QRY068", at, text);
        }
    }
}

/// Whether it takes away and has nothing to take from.
fn only_takes(expression: &Expression) -> bool {
    match &expression.node {
        Node::Not { base, .. } => base.as_deref().is_none_or(only_takes),
        Node::And(list) => list.iter().all(only_takes),
        Node::Field { inner, .. } => only_takes(inner),
        _ => false,
    }
}

/// Everything that is not in `expression`, which only takes away.
fn opposite(expression: Expression) -> Expression {
    let Expression { node, span, parentheses } = expression;
    let node = match node {
        Node::Not { base: None, without } => return *without,
        Node::And(list) => Node::Or(list.into_iter().map(opposite).collect()),
        Node::Field { code, inner } => Node::Field { code, inner: Box::new(opposite(*inner)) },
        other => other,
    };
    Expression { node, span, parentheses }
}

/// `inner` with a field code, which stands at what is taken away, if nothing else is there.
fn in_code(code: &crate::query::tree::FieldCodeUse, inner: Expression) -> Node {
    let coded = |inner: Expression| {
        let span = inner.span.clone();
        Expression::new(Node::Field { code: code.clone(), inner: Box::new(inner) }, span)
    };
    match inner.node {
        Node::Not { base: None, without } => Node::Not { base: None, without: Box::new(coded(*without)) },
        Node::And(list) if list.iter().all(only_takes) => {
            Node::And(list.into_iter().map(|part| again(&part.clone(), in_code(code, part))).collect())
        }
        _ => Node::Field { code: code.clone(), inner: Box::new(inner) },
    }
}

/// Several parts with their operator, or the only one; `None` where there is none.
fn one_of(mut kept: Vec<Expression>, operator: fn(Vec<Expression>) -> Node) -> Option<Node> {
    match kept.len() {
        0 => None,
        1 => kept.pop().map(bare),
        _ => Some(operator(kept)),
    }
}

fn bare(expression: Expression) -> Node {
    expression.node
}

/// `node` where `at` stands.
fn again(at: &Expression, node: Node) -> Expression {
    Expression { node, span: at.span.clone(), parentheses: at.parentheses.clone() }
}
