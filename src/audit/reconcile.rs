//! Published numbers beside what the run found: told from the audit alone.
//!
//! A published number is compared with what follows from the exports, the protocol and the rulings. Where that is not one
//! number (an export is missing, references wait for a person) it is a range, and only what holds for all of it is said.
//!
//! | what | the run's number |
//! |---|---|
//! | `identified` | records read from the exports |
//! | `duplicates_removed` | records less the references first found there |
//! | `removed_before_screening`, `excluded` | references excluded at that stage; for a criterion, those it excluded at any stage |
//! | `screened` | references that came to screening |
//! | `selected` | references that passed screening |
//! | `sought`, `not_retrieved`, `assessed` | reports, from rulings; of the whole review or a column only |
//! | `included` | references in the screened set; in an update the total of its flow, with what only the version before included |
//!
//! A reference counts for every search, iteration and source that found it. A publication may mean by the same words only what
//! no search before had found, so that the numbers of all parts add up to the whole: where its number is that one, it agrees, and
//! that is said. Duplicates are records less the references found first; within a part, less those found there, likewise. In the
//! columns of the flow a reference counts once, in the column that found it first. The whole review is both columns; a number of
//! one of them has the scope `databases` or `other`.

mod part;

use std::fmt;

use super::Story;
use crate::flow::Flow;
use crate::protocol::{ExportsAre, Qualifier, Reported};
use part::{Compared, Counting, Part};

/// A published number beside what the run found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// What is counted: `identified`, or one of [`crate::protocol::keys::COUNTED`].
    pub what: String,
    /// Of what: `review`, `iteration:1`, `search:2a.wos`, `source:wos`, `criterion:year`.
    pub scope: String,
    /// The number as published.
    pub number: Reported,
    /// Record starts that an independent count finds in the exports; `None` where there is no export.
    pub exported: Option<u64>,
    /// Records read from them.
    pub parsed: Option<u64>,
    /// References among these records.
    pub unique: Option<u64>,
    /// References of these that are decided.
    pub decided: Option<u64>,
    /// The run's number; `None` if the run has none.
    pub replayed: Option<Figure>,
    /// How the two compare.
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub why: String,
}

/// A number of the run, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// It is at least this.
    pub least: u64,
    /// It is at most this; `None` where there is no bound.
    pub most: Option<u64>,
}

/// How a published number and the run's compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// They agree; of a bound: it holds.
    Match,
    /// They differ by a tenth of the published number at most. A bound holds or does not, and is never nearly so.
    Near,
    /// They differ by more; of a bound: it does not hold.
    Mismatch,
    /// Nothing can be said.
    CannotBeChecked,
}

impl Outcome {
    /// Every outcome, the best first.
    pub const ALL: [Self; 4] = [Self::Match, Self::Near, Self::Mismatch, Self::CannotBeChecked];

    /// The words for readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Near => "within 10 %",
            Self::Mismatch => "mismatch",
            Self::CannotBeChecked => "cannot be checked",
        }
    }

    /// The name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Near => "within-10-percent",
            Self::Mismatch => "mismatch",
            Self::CannotBeChecked => "cannot-be-checked",
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.most {
            Some(most) if most == self.least => write!(f, "{most}"),
            Some(most) => write!(f, "{} to {most}", self.least),
            None => write!(f, "{} or more", self.least),
        }
    }
}

impl Reconciled {
    /// What is counted, in words: `records of search 2a.wos`, `included, whole review`.
    pub fn subject(&self) -> String {
        let what = match self.what.as_str() {
            "identified" => "records".to_owned(),
            "duplicates_removed" => "duplicates".to_owned(),
            other => other.replace('_', " "),
        };
        match (self.scope.split_once(':'), self.scope.as_str()) {
            (Some((kind, id)), _) => format!("{what}, {kind} {id}"),
            (None, DATABASES) => format!("{what}, databases and registers"),
            (None, OTHER) => format!("{what}, other methods"),
            (None, _) => format!("{what}, whole review"),
        }
    }
}

/// The scopes of the columns of the flow.
const DATABASES: &str = "databases";
const OTHER: &str = "other";

/// Every published number of the protocol, those of searches first; `flow` is the one of the same run.
pub fn reconcile(story: &Story, flow: &Flow) -> Vec<Reconciled> {
    let protocol = &story.protocol;
    let searches = protocol.searches().filter_map(|(iteration, search)| {
        let number = search.reported.clone()?;
        let scope = match number.scope.as_deref() {
            Some("iteration") => format!("iteration:{}", iteration.id),
            _ => format!("search:{}", search.id),
        };
        Some(("identified", scope, number))
    });
    let published =
        protocol.published.iter().map(|other| (other.what.as_str(), other.scope.clone(), other.number.clone()));
    searches.chain(published).map(|(what, scope, number)| one(story, flow, what, scope, number)).collect()
}

fn one(story: &Story, flow: &Flow, what: &str, scope: String, number: Reported) -> Reconciled {
    let part = Part::new(story, &scope);
    let counts = part.counts();
    let usual = if what == "duplicates_removed" { Counting::First } else { Counting::Found };
    let Compared { mut replayed, mut outcome, mut why } = part.compared(what, flow, &number, usual);
    if let Some(new) = new_in_this_version(flow, what, &scope).filter(|_| outcome != Outcome::CannotBeChecked)
        && outcome != Outcome::Match
        && number.value.and_then(|value| judge(number.qualifier, value, new)) == Some(Outcome::Match)
    {
        (replayed, outcome) = (Some(new), Outcome::Match);
        why = "The number is that of the reports that are new in this version.".to_owned();
    }
    if flow.previous.is_none() && outcome != Outcome::Match && story.protocol.review.exports_are == ExportsAre::Original
    {
        why.push_str(&of_databases_alone(story, flow, what, &scope, &number).unwrap_or_default());
    }
    let [exported, parsed, unique, decided] = counts;
    Reconciled { what: what.to_owned(), scope, number, exported, parsed, unique, decided, replayed, outcome, why }
}

/// The reports that an update includes and the version before it did not.
fn new_in_this_version(flow: &Flow, what: &str, scope: &str) -> Option<Figure> {
    let new = flow.new_reports().filter(|_| what == "included" && scope == "review" && flow.previous.is_some())?;
    Some(Figure { least: new, most: Some(new) })
}

/// A paper may mean the first column of the flow where it says nothing: whether its number is that one.
fn of_databases_alone(story: &Story, flow: &Flow, what: &str, scope: &str, number: &Reported) -> Option<String> {
    let value = number.value.filter(|_| scope == "review")?;
    let figure = Part::new(story, DATABASES).figure(what, flow, Counting::First).ok()?;
    let fits = judge(number.qualifier, value, figure) == Some(Outcome::Match);
    fits.then(|| {
        format!(
            " Of databases and registers alone the replay gives {figure}, as published: if the number counts those, its scope \
             is `{DATABASES}`."
        )
    })
}

fn compare(
    story: &Story,
    part: &Part<'_>,
    what: &str,
    number: &Reported,
    replayed: Option<Figure>,
    unknown: Option<String>,
) -> (Outcome, String) {
    let cannot = |why: String| (Outcome::CannotBeChecked, why);
    let Some(value) = number.value.filter(|_| number.qualifier != Qualifier::NotReported) else {
        return cannot("The publication does not report it, which is not zero.".to_owned());
    };
    match story.protocol.review.exports_are {
        ExportsAre::Original => {}
        ExportsAre::Rerun => {
            return cannot("The searches were run again: these are not the review's exports.".to_owned());
        }
        ExportsAre::Demonstration => {
            return cannot("The exports are a demonstration, not those of the review.".to_owned());
        }
    }
    let Some(figure) = replayed else { return cannot(unknown.unwrap_or_default()) };
    match judge(number.qualifier, value, figure) {
        Some(Outcome::Match) => (Outcome::Match, String::new()),
        Some(outcome) => (outcome, difference(number.qualifier, value, figure)),
        None => cannot(part.why_open(what)),
    }
}

/// What holds for every number that `figure` may be; `None` if that is not one outcome.
fn judge(qualifier: Qualifier, value: u64, figure: Figure) -> Option<Outcome> {
    let (low, high) = match qualifier {
        Qualifier::Exact | Qualifier::About => (value, Some(value)),
        Qualifier::MoreThan => (value.saturating_add(1), None),
        Qualifier::AtMost => (0, Some(value)),
        Qualifier::NotReported => return None,
    };
    let is_bound = matches!(qualifier, Qualifier::MoreThan | Qualifier::AtMost);
    let tenth = if is_bound { 0 } else { value / 10 };
    let below = |a: Option<u64>, b: Option<u64>| b.is_none_or(|b| a.is_some_and(|a| a <= b));
    if figure.least >= low && below(figure.most, high) {
        return Some(Outcome::Match);
    }
    let (low, high) = (low.saturating_sub(tenth), high.map(|high| high.saturating_add(tenth)));
    let known = figure.most == Some(figure.least);
    if known && figure.least >= low && below(figure.most, high) {
        return Some(Outcome::Near);
    }
    let outside = figure.most.is_some_and(|most| most < low) || high.is_some_and(|high| figure.least > high);
    outside.then_some(Outcome::Mismatch)
}

fn difference(qualifier: Qualifier, value: u64, figure: Figure) -> String {
    let more = figure.least > value;
    let by = if more { figure.least - value } else { value - figure.most.unwrap_or(value).min(value) };
    let share = if value == 0 { String::new() } else { format!(" ({:.1} %)", by as f64 * 100.0 / value as f64) };
    let least = if figure.most == Some(figure.least) { "" } else { "at least " };
    let words = if more { "more" } else { "fewer" };
    match qualifier {
        Qualifier::MoreThan if by == 0 => format!("The replay gives {figure}, which is not more than {value}."),
        Qualifier::MoreThan | Qualifier::AtMost => {
            let bound = qualifier.name().replace('_', " ");
            format!("The replay gives {figure}, which is not {bound} {value}: {least}{by}{share} {words}.")
        }
        _ => format!("The replay gives {figure}: {least}{by}{share} {words} than published."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(qualifier: Qualifier, value: u64, least: u64, most: Option<u64>) -> Option<Outcome> {
        judge(qualifier, value, Figure { least, most })
    }

    fn known(qualifier: Qualifier, value: u64, replayed: u64) -> Outcome {
        judged(qualifier, value, replayed, Some(replayed)).expect("a number that is known gives an outcome")
    }

    #[test]
    fn a_number_agrees_is_near_or_does_not() {
        let exact = |replayed| known(Qualifier::Exact, 50, replayed);
        assert_eq!([exact(50), exact(45), exact(55)], [Outcome::Match, Outcome::Near, Outcome::Near]);
        assert_eq!([exact(44), exact(56), exact(0)], [Outcome::Mismatch; 3]);
        assert_eq!(known(Qualifier::Exact, 0, 0), Outcome::Match);
        assert_eq!(known(Qualifier::Exact, 0, 1), Outcome::Mismatch);
        assert_eq!(known(Qualifier::About, 50, 53), Outcome::Near);
    }

    #[test]
    fn more_than_and_at_most_are_bounds() {
        let more = |replayed| known(Qualifier::MoreThan, 2000, replayed);
        assert_eq!([more(2001), more(90_000)], [Outcome::Match; 2]);
        assert_eq!([more(2000), more(1999), more(0)], [Outcome::Mismatch; 3], "2000 is not more than 2000");
        let most = |replayed| known(Qualifier::AtMost, 2000, replayed);
        assert_eq!(
            [most(0), most(2000), most(2001), most(2201)].map(Outcome::name),
            ["match", "match", "mismatch", "mismatch"]
        );
        let told = |qualifier, replayed| difference(qualifier, 11, Figure { least: replayed, most: Some(replayed) });
        assert_eq!(told(Qualifier::MoreThan, 11), "The replay gives 11, which is not more than 11.");
        assert_eq!(told(Qualifier::MoreThan, 10), "The replay gives 10, which is not more than 11: 1 (9.1 %) fewer.");
        assert_eq!(told(Qualifier::AtMost, 12), "The replay gives 12, which is not at most 11: 1 (9.1 %) more.");
    }

    #[test]
    fn of_a_range_only_what_holds_for_all_of_it_is_said() {
        assert_eq!(judged(Qualifier::Exact, 50, 40, Some(60)), None);
        assert_eq!(judged(Qualifier::Exact, 50, 56, Some(60)), Some(Outcome::Mismatch));
        assert_eq!(judged(Qualifier::Exact, 50, 56, None), Some(Outcome::Mismatch));
        assert_eq!(judged(Qualifier::Exact, 50, 10, None), None);
        assert_eq!(judged(Qualifier::Exact, 50, 10, Some(44)), Some(Outcome::Mismatch));
        assert_eq!(judged(Qualifier::MoreThan, 50, 51, None), Some(Outcome::Match));
        assert_eq!(judged(Qualifier::AtMost, 50, 10, None), None);
        assert_eq!(judged(Qualifier::AtMost, 50, 10, Some(20)), Some(Outcome::Match));
    }
}
