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
//! | `included` | references in the screened set |
//!
//! A reference counts for the search, iteration, source or column of the flow that found it first, so that numbers of all
//! parts add up to the whole. The whole review is both columns; a number of one of them has the scope `databases` or `other`.

use std::fmt;

use super::{Story, Told};
use crate::flow::{Column, Flow, Reports};
use crate::protocol::{ExportsAre, Qualifier, Reported, Stage};

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
    /// They differ by a tenth of the published number at most.
    Near,
    /// They differ by more.
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
    let (replayed, unknown) = match part.figure(what, flow) {
        Ok(figure) => (Some(figure), None),
        Err(why) => (None, Some(why)),
    };
    let (outcome, mut why) = compare(story, &part, what, &number, replayed, unknown);
    if outcome != Outcome::Match && story.protocol.review.exports_are == ExportsAre::Original {
        why.push_str(&of_databases_alone(story, flow, what, &scope, &number).unwrap_or_default());
    }
    let [exported, parsed, unique, decided] = counts;
    Reconciled { what: what.to_owned(), scope, number, exported, parsed, unique, decided, replayed, outcome, why }
}

/// A paper may mean the first column of the flow where it says nothing: whether its number is that one.
fn of_databases_alone(story: &Story, flow: &Flow, what: &str, scope: &str, number: &Reported) -> Option<String> {
    let value = number.value.filter(|_| scope == "review")?;
    let figure = Part::new(story, DATABASES).figure(what, flow).ok()?;
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
    let tenth = value / 10;
    let below = |a: Option<u64>, b: Option<u64>| b.is_none_or(|b| a.is_some_and(|a| a <= b));
    if figure.least >= low && below(figure.most, high) {
        return Some(Outcome::Match);
    }
    let (low, high) = (low.min(value) - tenth.min(low.min(value)), high.map(|high| high.saturating_add(tenth)));
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
        Qualifier::MoreThan if by == 0 => format!("The replay gives {figure}, and more are reported."),
        _ => format!("The replay gives {figure}: {least}{by}{share} {words} than published."),
    }
}

/// The part of a review that a number is about.
struct Part<'a> {
    story: &'a Story,
    /// The searches it holds.
    searches: Vec<&'a str>,
    criterion: Option<&'a str>,
    /// The scope is `review`, `databases` or `other`: for those the flow counts full texts.
    columns: Option<&'a str>,
}

impl<'a> Part<'a> {
    fn new(story: &'a Story, scope: &'a str) -> Self {
        let (kind, id) = scope.split_once(':').unwrap_or((scope, ""));
        let protocol = &story.protocol;
        let holds = |iteration: &str, search: &crate::protocol::Search| match kind {
            "iteration" => iteration == id,
            "search" => search.id == id,
            "source" => protocol.sources[search.source].id == id,
            DATABASES => protocol.sources[search.source].kind.is_database_or_register(),
            OTHER => !protocol.sources[search.source].kind.is_database_or_register(),
            _ => true,
        };
        let searches = protocol
            .searches()
            .filter(|(iteration, search)| holds(&iteration.id, search))
            .map(|(_, search)| search.id.as_str())
            .collect();
        let criterion = (kind == "criterion").then_some(id);
        let columns = ["review", DATABASES, OTHER].contains(&kind).then_some(kind);
        Self { story, searches, criterion, columns }
    }

    fn holds(&self, search: &str) -> bool {
        self.searches.contains(&search)
    }

    /// Exported, parsed, unique, decided.
    fn counts(&self) -> [Option<u64>; 4] {
        let files = || self.story.files.iter().filter(|file| self.holds(&file.search));
        if files().next().is_none() {
            return [None; 4];
        }
        let found: Vec<&Told> = self.found().collect();
        let decided = found.iter().filter(|told| told.decision.decision != "to-review").count();
        [
            Some(files().map(|file| file.markers).sum()),
            Some(files().map(|file| file.records).sum()),
            Some(found.len() as u64),
            Some(decided as u64),
        ]
    }

    /// The references that a search of this part found.
    fn found(&self) -> impl Iterator<Item = &'a Told> {
        self.story.groups.iter().filter(|told| told.decision.searches.iter().any(|search| self.holds(search)))
    }

    /// The references that a search of this part found first.
    fn first(&self) -> impl Iterator<Item = &'a Told> {
        self.story.groups.iter().filter(|told| told.decision.searches.first().is_some_and(|search| self.holds(search)))
    }

    /// The searches without an export.
    fn without_export(&self) -> Vec<&'a str> {
        let has = |search: &&str| self.story.files.iter().any(|file| file.search == **search);
        self.searches.iter().copied().filter(|search| !has(search)).collect()
    }

    /// The run's number.
    fn figure(&self, what: &str, flow: &Flow) -> Result<Figure, String> {
        if self.searches.len() == self.without_export().len() {
            return Err(self.why_open(what));
        }
        let at = |stage: Stage| {
            self.tally(self.first(), |told| told.decision.decision == "excluded" && stage_of(told) == stage, stage)
        };
        match what {
            "identified" => {
                let records = self.story.files.iter().filter(|file| self.holds(&file.search));
                Ok(self.bounded(records.map(|file| file.records).sum(), 0))
            }
            "duplicates_removed" => {
                let records = self.story.files.iter().filter(|file| self.holds(&file.search));
                let records: u64 = records.map(|file| file.records).sum();
                Ok(self.bounded(records - self.first().count() as u64, 0))
            }
            "removed_before_screening" | "excluded" if self.criterion.is_some() => Ok(self.by_criterion()),
            "removed_before_screening" => Ok(at(Stage::BeforeScreening)),
            "excluded" => Ok(at(Stage::Screening)),
            "screened" => {
                let came = |told: &Told| stage_of(told) >= Stage::Screening;
                Ok(self.tally(self.first(), came, Stage::BeforeScreening))
            }
            "selected" => {
                let passed = |told: &Told| told.decision.decision == "included" || stage_of(told) == Stage::Eligibility;
                Ok(self.tally(self.first(), passed, Stage::Screening))
            }
            "included" => Ok(self.included()),
            "sought" => self.reports(flow, |reports| reports.sought),
            "not_retrieved" => self.reports(flow, |reports| reports.not_retrieved),
            "assessed" => self.reports(flow, |reports| reports.assessed),
            other => Err(format!("`{other}` is nothing that a run counts.")),
        }
    }

    /// How many references count; those that wait at `stage` or before it may come to count.
    fn tally(
        &self,
        references: impl Iterator<Item = &'a Told>,
        counts: impl Fn(&Told) -> bool,
        stage: Stage,
    ) -> Figure {
        let (mut sure, mut open) = (0, 0);
        for told in references {
            if counts(told) {
                sure += 1;
            } else if told.decision.decision == "to-review" && stage_of(told) <= stage {
                open += 1;
            }
        }
        self.bounded(sure, open)
    }

    /// What passes so far and was neither read nor answers every question that is asked of full texts may still be excluded.
    fn included(&self) -> Figure {
        let asks: Vec<&str> = self
            .story
            .protocol
            .criteria
            .iter()
            .filter(|rule| rule.stage == Stage::Eligibility)
            .map(|rule| rule.id.as_str())
            .collect();
        let is_sure = |told: &Told| {
            let by_a_person = told.decision.ruling.is_some() && stage_of(told) == Stage::Eligibility;
            let answered = |finding: &&crate::wire::audit::Finding| {
                finding.ruled.as_ref().map_or(finding.verdict.as_str(), |ruled| ruled.verdict.as_str()) == "met"
            };
            let of_full_text = || told.findings.iter().filter(|finding| asks.contains(&finding.criterion.as_str()));
            by_a_person || of_full_text().filter(answered).count() == of_full_text().count()
        };
        let (mut sure, mut open) = (0, 0);
        for told in self.first() {
            match told.decision.decision.as_str() {
                "included" if is_sure(told) => sure += 1,
                "included" | "to-review" => open += 1,
                _ => {}
            }
        }
        self.bounded(sure, open)
    }

    fn by_criterion(&self) -> Figure {
        let protocol = &self.story.protocol;
        let rule = protocol.criteria.iter().find(|rule| Some(rule.id.as_str()) == self.criterion);
        let excluded = |told: &Told| {
            told.decision.decision == "excluded" && told.decision.criteria.first().map(String::as_str) == self.criterion
        };
        self.tally(self.first(), excluded, rule.map_or(Stage::Eligibility, |rule| rule.stage))
    }

    /// A search without an export may bring any number more.
    fn bounded(&self, least: u64, open: u64) -> Figure {
        let most = self.without_export().is_empty().then_some(least + open);
        Figure { least, most }
    }

    fn reports(&self, flow: &Flow, number: fn(&Reports) -> u64) -> Result<Figure, String> {
        let columns: Vec<&Column> = match self.columns {
            None => {
                return Err("Full texts are counted for the whole review and the columns of the flow only.".to_owned());
            }
            Some(DATABASES) => vec![&flow.databases],
            Some(OTHER) => flow.other.iter().collect(),
            Some(_) => flow.columns().collect(),
        };
        let counted: Vec<u64> = columns.into_iter().filter_map(|column| column.reports.as_ref()).map(number).collect();
        if counted.is_empty() {
            return Err("No ruling says which full texts were sought.".to_owned());
        }
        let least = counted.iter().sum();
        Ok(Figure { least, most: (!flow.is_interim() && self.without_export().is_empty()).then_some(least) })
    }

    /// Why the run has a range in place of a number. Records and duplicates wait for nobody.
    fn why_open(&self, what: &str) -> String {
        let missing = self.without_export();
        let waiting = self.found().filter(|told| told.decision.decision == "to-review").count();
        let mut why = Vec::new();
        if !missing.is_empty() {
            why.push(format!("There is no export of {}.", missing.join(", ")));
        }
        if what == "included" && waiting == 0 && missing.is_empty() {
            why.push("Full texts were not read, or not everything is answered that is asked of them.".to_owned());
        }
        if waiting > 0 && !["identified", "duplicates_removed"].contains(&what) {
            let wait = if waiting == 1 { "reference waits" } else { "references wait" };
            why.push(format!("{waiting} {wait} for a person."));
        }
        why.join(" ")
    }
}

fn stage_of(told: &Told) -> Stage {
    Stage::from_name(&told.decision.stage).unwrap_or(Stage::Eligibility)
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
        assert_eq!([more(2000), more(1800), more(1799)], [Outcome::Near, Outcome::Near, Outcome::Mismatch]);
        let most = |replayed| known(Qualifier::AtMost, 2000, replayed);
        assert_eq!(
            [most(0), most(2000), most(2200), most(2201)].map(Outcome::name),
            ["match", "match", "within-10-percent", "mismatch"]
        );
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
