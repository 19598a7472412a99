//! Fields: none stated, stated beside the query, a journal or date in one branch only.

use super::{Message, Node, Subject};
use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::Expression;

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    not_stated(subject, messages);
    for tree in &subject.trees {
        tree.walk(&mut |part| {
            branch(part, JOURNAL, "QRY054", "a journal", messages);
            branch(part, FieldSet::of(&[SearchField::Year]), "QRY055", "a date", messages);
        });
    }
    too_many(subject, messages);
}

const JOURNAL: FieldSet = FieldSet::of(&[SearchField::Source, SearchField::Issn, SearchField::Isbn]);

fn not_stated(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let bare: Vec<_> = subject.terms.iter().filter(|term| term.fields.is_none()).collect();
    let (Some(first), Some(last)) = (bare.first(), bare.last()) else {
        if subject.context.fields_beside {
            let span = subject.parsed.expression.outer_span();
            let text = "every term has a field of its own; the fields stated beside the query apply to none";
            messages.push(Message::new("QRY039", span, text));
        }
        return;
    };
    let span = first.span().start..last.span().end.max(first.span().end);
    let terms = if bare.len() == 1 { "one term has".to_owned() } else { format!("{} terms have", bare.len()) };
    if subject.context.fields_beside {
        let text = format!("{terms} no field of their own; the fields are stated beside the query");
        messages.push(Message::new("QRY039", span, text.replace("has no field of their", "has no field of its")));
    } else if subject.dialect.field_expected {
        let text = format!(
            "{terms} no field; {} then looks in: {}",
            subject.dialect.title,
            subject.dialect.default_fields.names()
        );
        messages.push(Message::new("QRY035", span, text));
    }
}

/// Reports fields of `wanted` below some operands of an OR only.
fn branch(part: &Expression, wanted: FieldSet, code: &'static str, what: &str, messages: &mut Vec<Message>) {
    let Node::Or(list) = &part.node else { return };
    let found: Vec<Option<&Expression>> = list.iter().map(|operand| limited(operand, wanted)).collect();
    if found.iter().all(Option::is_some)
        || list.iter().any(|operand| matches!(operand.node, Node::Field { .. }) && limited(operand, wanted).is_some())
    {
        return;
    }
    for at in found.into_iter().flatten() {
        messages.push(Message::new(code, at.outer_span(), format!("{what} limits this branch of the OR only")));
    }
}

/// The part of `expression` that is limited to a field of `wanted`.
fn limited(expression: &Expression, wanted: FieldSet) -> Option<&Expression> {
    let mut found = None;
    expression.walk(&mut |part| {
        if let Node::Field { code, .. } = &part.node
            && !code.fields.is_empty()
            && wanted.covers(code.fields)
        {
            found.get_or_insert(part);
        }
    });
    found
}

fn too_many(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let Some(most) = subject.dialect.most_terms_in_all_fields else { return };
    let all = FieldSet::of(&[SearchField::All]);
    let count = subject.terms.iter().filter(|term| term.fields == Some(all)).count();
    if count > most {
        let text = format!("{count} terms in all fields; {} takes {most}", subject.dialect.title);
        messages.push(Message::new("QRY053", subject.parsed.expression.outer_span(), text));
    }
}
