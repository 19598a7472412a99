//! Texts with marks: the words that a criterion rests on, the terms that a search looked for.

use std::ops::Range;

use maud::{Markup, html};

use crate::ruling::fold;

/// Why a part of a text is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The part, in bytes; it must begin and end between characters.
    pub span: Range<usize>,
    /// What it stands for.
    pub why: Why,
    /// What to say of it.
    pub tip: String,
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The words of a criterion, by its place in the protocol.
    Criterion(usize),
    /// A term of a search of the review.
    Term,
    /// What the reader looks for.
    Wanted,
}

/// How many colours there are for criteria.
const COLOURS: usize = 6;

/// The class of a criterion's colour.
pub(super) fn colour(criterion: usize) -> String {
    format!("k{}", criterion % COLOURS)
}

/// `text` with its marks. Where marks of criteria overlap, the first in protocol order shows; a term is underlined inside of them.
pub(super) fn marked(text: &str, marks: &[Mark]) -> Markup {
    let fits = |mark: &&Mark| {
        let Range { start, end } = mark.span;
        start < end && text.is_char_boundary(start) && text.is_char_boundary(end) && end <= text.len()
    };
    let marks: Vec<&Mark> = marks.iter().filter(fits).collect();
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    html! {
        @for piece in cuts.windows(2) {
            (piece_of(&text[piece[0]..piece[1]], marks.iter().copied().filter(|mark| mark.span.start <= piece[0] && piece[1] <= mark.span.end)))
        }
    }
}

fn piece_of<'m>(text: &str, marks: impl Iterator<Item = &'m Mark> + Clone) -> Markup {
    let is_marked = |why: Why| marks.clone().any(|mark| mark.why == why);
    let inner = html! { @if is_marked(Why::Term) { u { (text) } } @else { (text) } };
    let inner = html! { @if is_marked(Why::Wanted) { b.wanted { (inner) } } @else { (inner) } };
    let criteria = marks.filter_map(|mark| match mark.why {
        Why::Criterion(number) => Some((number, &mark.tip)),
        Why::Term | Why::Wanted => None,
    });
    match criteria.min_by_key(|(number, _)| *number) {
        Some((number, tip)) => html! { mark class=(colour(number)) title=(tip) { (inner) } },
        None => inner,
    }
}

/// Where `words` stand in `text`: at `span` if they do, else wherever they are found, whatever their case.
pub(super) fn places(text: &str, words: &str, span: Option<Range<usize>>) -> Vec<Range<usize>> {
    if let Some(span) = span.filter(|span| text.get(span.clone()) == Some(words)) {
        return vec![span];
    }
    if words.is_empty() {
        return Vec::new();
    }
    let found = |needle: &str| text.match_indices(needle).map(|(at, part)| at..at + part.len()).collect::<Vec<_>>();
    let exact = found(words);
    if !exact.is_empty() || !text.is_ascii() {
        return exact;
    }
    let (lower, needle) = (text.to_ascii_lowercase(), words.to_ascii_lowercase());
    lower.match_indices(&needle).map(|(at, part)| at..at + part.len()).collect()
}

/// Where words begin with what the reader looks for, whatever case and accents.
pub(super) fn wanted(text: &str, words: &str) -> Vec<Mark> {
    let words = fold(words);
    let begins = |word: &str| words.split(' ').any(|wanted| !wanted.is_empty() && word.contains(wanted));
    let mut marks = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                if !words.is_empty() && begins(&fold(&text[start..at])) {
                    marks.push(Mark { span: start..at, why: Why::Wanted, tip: String::new() });
                }
                from = None;
            }
            _ => {}
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(span: Range<usize>, criterion: Option<usize>) -> Mark {
        Mark { span, why: criterion.map_or(Why::Term, Why::Criterion), tip: "tip".into() }
    }

    #[test]
    fn marks_may_overlap_and_nothing_gets_lost() {
        let marks = [mark(0..5, Some(1)), mark(3..8, None), mark(3..4, Some(0))];
        let page = marked("ab<cdefgh", &marks).into_string();
        let shown = r#"<mark class="k1" title="tip">ab&lt;</mark><mark class="k0" title="tip"><u>c</u></mark><mark class="k1" title="tip"><u>d</u></mark><u>efg</u>h"#;
        assert_eq!(page, shown);
    }

    #[test]
    fn what_is_looked_for_is_marked_whatever_its_accents() {
        let found: Vec<Range<usize>> =
            wanted("Über Leeds: leeds", "leed uber").into_iter().map(|mark| mark.span).collect();
        assert_eq!(found, [0..5, 6..11, 13..18]);
        assert!(wanted("Leeds", " ").is_empty());
    }

    #[test]
    fn a_mark_that_does_not_fit_is_none() {
        assert_eq!(marked("é", &[mark(1..2, Some(0)), mark(0..9, None), mark(2..2, None)]).into_string(), "é");
    }

    #[test]
    fn words_are_found_where_they_stand() {
        assert_eq!(places("In Leeds and leeds", "Leeds", Some(3..8)), vec![3..8]);
        assert_eq!(places("In Leeds and leeds", "LEEDS", None), vec![3..8, 13..18]);
        assert_eq!(places("In Leeds", "York", Some(3..8)), Vec::<Range<usize>>::new());
    }
}
