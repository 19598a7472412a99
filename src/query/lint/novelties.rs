//! What the database could not do yet when the search was made.

use super::{Message, Node, Subject};
use crate::query::dialect::Feature;
use crate::query::tree::{Part, Word};

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let Some(last_day) = subject.context.not_after else { return };
    for novelty in subject.dialect.novelties.iter().filter(|novelty| last_day < novelty.since.earliest) {
        let (code, what) = match novelty.feature {
            Feature::Proximity => ("QRY009", "proximity"),
            Feature::InnerWildcard => ("QRY045", "wildcards elsewhere than at the end of a word"),
        };
        let text = format!("{} takes {what} only since {}", subject.dialect.title, novelty.source);
        let help = "The search cannot have been made so: look up what was typed.";
        let mut say = |span| messages.push(Message::new(code, span, text.clone()).help(help));
        match novelty.feature {
            Feature::Proximity => subject.trees.iter().for_each(|tree| {
                tree.walk(&mut |part| {
                    if let Node::Near { .. } = part.node {
                        say(part.outer_span());
                    }
                });
            }),
            Feature::InnerWildcard => {
                let words = subject.terms.iter().flat_map(|term| &term.term.words);
                words.filter(|word| has_inner_wildcard(word)).for_each(|word| say(word.span.clone()));
            }
        }
    }
}

fn has_inner_wildcard(word: &Word) -> bool {
    word.parts.iter().rev().skip(1).any(|part| matches!(part, Part::Any { .. }))
}
