//! Texts with marks: the words that a criterion rests on, the terms that a search looked for.

use std::ops::Range;

use maud::{Markup, html};

/// Why a part of a text is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The part, in bytes; it must begin and end between characters.
    pub span: Range<usize>,
    /// The place of the criterion in the protocol; `None` for a term of a search.
    pub criterion: Option<usize>,
    /// What to say of it.
    pub tip: String,
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
    let term = marks.clone().any(|mark| mark.criterion.is_none());
    let criterion = marks.filter(|mark| mark.criterion.is_some()).min_by_key(|mark| mark.criterion);
    let inner = html! { @if term { u { (text) } } @else { (text) } };
    match criterion.and_then(|mark| Some((mark.criterion?, &mark.tip))) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(span: Range<usize>, criterion: Option<usize>) -> Mark {
        Mark { span, criterion, tip: "tip".into() }
    }

    #[test]
    fn marks_may_overlap_and_nothing_gets_lost() {
        let marks = [mark(0..5, Some(1)), mark(3..8, None), mark(3..4, Some(0))];
        let page = marked("ab<cdefgh", &marks).into_string();
        let shown = r#"<mark class="k1" title="tip">ab&lt;</mark><mark class="k0" title="tip"><u>c</u></mark><mark class="k1" title="tip"><u>d</u></mark><u>efg</u>h"#;
        assert_eq!(page, shown);
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
