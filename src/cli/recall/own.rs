//! Whether a reference can be found by the queries of the searches that found it.

use super::{Answer, Recall, Retrieval, Run};
use crate::query::Reading;

/// What the printed queries say of a reference: those of the searches that found it; of one that none found, all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// A query as its database reads it catches it, as typed or with other word forms.
    Yes,
    /// Only a query in another reading does.
    OtherReading,
    /// Nobody can tell: the reference does not show a field that was searched.
    CannotTell,
    /// None does, by what is shown.
    No,
    /// None of the searches states a query: a website, a person, a list of references.
    NoQuery,
}

impl Own {
    /// What the queries say of the reference at `at`.
    pub fn of(run: &Run<'_>, recall: &Recall<'_>, at: usize) -> Self {
        let arms = recall.references[at].searches(run);
        Self::by(recall, at, |retrieval| arms.is_empty() || arms.contains(&retrieval.search))
    }

    /// What all queries of the review say of the reference at `at`.
    pub fn of_any(recall: &Recall<'_>, at: usize) -> Self {
        Self::by(recall, at, |_| true)
    }

    fn by(recall: &Recall<'_>, at: usize, wanted: impl Fn(&Retrieval<'_>) -> bool) -> Self {
        let asked: Vec<&Retrieval<'_>> = recall.retrievals.iter().filter(|one| wanted(one)).collect();
        let printed = |one: &&&Retrieval<'_>| matches!(one.reading, Reading::AsPrinted(_));
        let caught = |one: &&Retrieval<'_>| matches!(one.answers[at], Answer::Caught { .. });
        let hidden = |one: &&Retrieval<'_>| matches!(one.answers[at], Answer::NotShown(_));
        match () {
            () if asked.is_empty() => Self::NoQuery,
            () if asked.iter().filter(printed).any(&caught) => Self::Yes,
            () if asked.iter().filter(printed).any(hidden) => Self::CannotTell,
            () if asked.iter().any(caught) => Self::OtherReading,
            () => Self::No,
        }
    }

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::OtherReading => "other reading only",
            Self::CannotTell => "cannot tell",
            Self::No => "no",
            Self::NoQuery => "no query",
        }
    }
}
