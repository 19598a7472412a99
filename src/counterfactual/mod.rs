//! What hangs on each criterion: how the decisions would come out if it said something else.
//!
//! For every criterion the run is decided again as if it were dropped, applied to every search, or a little different, and as if
//! silence counted otherwise. Nothing else is changed: the records, the groups, the other criteria and the rulings stay as
//! they are. Known references are looked at twice: as the run found them, and as they are listed in their known set, each as a
//! record of its own. The second tells what a criterion does to them whatever the exports hold.
//!
//! Invariant: a change is compared with the decisions of the run itself; without a change nothing differs.

mod cases;
mod rescue;

pub use rescue::{Remedy, Rescue};

use crate::audit::Run;
use crate::protocol::{CriterionRule, Scope, SourceKind, Unclear};
use crate::recall::Recall;
use cases::{Cases, Trial};

/// What hangs on the criteria of a run.
#[derive(Debug)]
pub struct Counterfactual<'a> {
    /// Per criterion, in the order of the protocol.
    pub criteria: Vec<Effect<'a>>,
    /// The known references, of all known sets.
    pub known: Vec<Known>,
    /// For each known reference that the run excludes: the smallest change that keeps it.
    pub rescues: Vec<Rescue>,
}

/// A known reference, in the order of the known sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The identifier of its set.
    pub set: String,
    /// Its own.
    pub id: String,
    /// The number of its group in the run; `None` if it is in no export, or not for certain.
    pub group: Option<usize>,
}

/// What a decision comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Included.
    Included,
    /// A person has to decide.
    ToReview,
    /// Excluded.
    Excluded,
}

/// What hangs on one criterion.
#[derive(Debug)]
pub struct Effect<'a> {
    /// The criterion.
    pub rule: &'a CriterionRule,
    /// How many references it is the reason for excluding.
    pub excludes: usize,
    /// How many of all references nothing but it excludes.
    pub alone: usize,
    /// On how many it is unclear.
    pub unclear: usize,
    /// The known references that it is the reason for excluding, by their places in [`Counterfactual::known`].
    pub known: Vec<usize>,
    /// The same for the known references as they are listed, each as a record of its own.
    pub known_as_listed: Vec<usize>,
    /// What would be different.
    pub changes: Vec<Change>,
}

impl Fate {
    /// The word used in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::ToReview => "to-review",
            Self::Excluded => "excluded",
        }
    }
}

/// How a criterion could be different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is not applied at all.
    Dropped,
    /// It is applied to every search.
    EverySearch,
    /// Silence means something else.
    Silence(Unclear),
    /// Its own keys say something else.
    Keys(String),
    /// It is not applied to what searches of this kind of source found.
    NotFor(SourceKind),
}

impl Difference {
    /// What is supposed, as the end of "if ...".
    pub fn text(&self) -> String {
        match self {
            Self::Dropped => "it were dropped".to_owned(),
            Self::EverySearch => "it applied to every search".to_owned(),
            Self::Silence(Unclear::Exclude) => "silence excluded (unclear = \"exclude\")".to_owned(),
            Self::Silence(Unclear::Review) => "silence went to a person (unclear = \"review\")".to_owned(),
            Self::Silence(Unclear::Pass) => "silence passed (unclear = \"pass\")".to_owned(),
            Self::Keys(text) => text.clone(),
            Self::NotFor(kind) => {
                format!("it were not applied to what searches of the kind `{}` found", kind.name())
            }
        }
    }
}

/// What a different criterion would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is different.
    pub difference: Difference,
    /// The groups whose decision would be another, with what it would be, by number.
    pub groups: Vec<(usize, Fate)>,
    /// What these come to now.
    pub before: Vec<Fate>,
    /// The known references that would be excluded and are not, by their places in [`Counterfactual::known`].
    pub known_lost: Vec<usize>,
    /// Those that would be kept and are excluded.
    pub known_saved: Vec<usize>,
    /// Those that a person would have to decide on and now does not.
    pub known_to_review: Vec<usize>,
    /// As `known_lost`, for the references as they are listed.
    pub listed_lost: Vec<usize>,
    /// As `known_saved`, for the references as they are listed.
    pub listed_saved: Vec<usize>,
}

impl Change {
    /// How many groups would newly come to this.
    pub fn newly(&self, fate: Fate) -> usize {
        self.groups.iter().filter(|(_, after)| *after == fate).count()
    }

    /// How many groups are excluded now and would not be.
    pub fn no_longer_excluded(&self) -> usize {
        self.before.iter().filter(|before| **before == Fate::Excluded).count()
    }
}

/// What hangs on each criterion of a run. `recalls` tells where its known references are.
pub fn counterfactual<'a>(run: &Run<'a>, recalls: &[Recall<'a>]) -> Counterfactual<'a> {
    let known: Vec<Known> = recalls.iter().flat_map(known_of).collect();
    let cases = Cases::new(run, recalls, &known);
    let criteria: Vec<Effect<'a>> =
        (0..run.protocol.criteria.len()).map(|criterion| effect(run, &cases, &known, criterion)).collect();
    let rescues = rescue::rescues(run, &cases, &known, &criteria);
    Counterfactual { criteria, known, rescues }
}

fn known_of(recall: &Recall<'_>) -> Vec<Known> {
    let set = &recall.set.id;
    let known = |(id, group): (&String, Option<usize>)| Known { set: set.clone(), id: id.clone(), group };
    recall.references.iter().map(|reference| known((&reference.id, reference.found.group()))).collect()
}

fn effect<'a>(run: &Run<'a>, cases: &Cases<'_, '_>, known: &[Known], criterion: usize) -> Effect<'a> {
    let rule = &run.protocol.criteria[criterion];
    let changes: Vec<Change> = trials(rule)
        .into_iter()
        .map(|(difference, trial)| change(cases, known, difference, cases.try_out(criterion, &trial)))
        .collect();
    let dropped = changes.iter().find(|change| change.difference == Difference::Dropped);
    let is_reason = |case: &usize| cases.reason(*case) == Some(criterion);
    Effect {
        rule,
        excludes: (0..cases.groups).filter(is_reason).count(),
        alone: dropped.map_or(0, Change::no_longer_excluded),
        unclear: (0..cases.groups).filter(|&case| cases.is_unclear(case, criterion)).count(),
        known: (0..known.len()).filter(|&at| known[at].group.as_ref().is_some_and(is_reason)).collect(),
        known_as_listed: (0..known.len()).filter(|at| is_reason(&(cases.groups + at))).collect(),
        changes,
    }
}

/// What is tried on a criterion: everything that makes sense for it and is not so already.
fn trials(rule: &CriterionRule) -> Vec<(Difference, Trial)> {
    let mut trials = vec![(Difference::Dropped, Trial::Dropped)];
    if rule.scope != Scope::default() {
        trials.push((Difference::EverySearch, Trial::EverySearch));
    }
    // A question that nobody has answered yet is not silence of the records.
    let words = [Unclear::Exclude, Unclear::Review, Unclear::Pass];
    for word in words.into_iter().filter(|word| rule.question.is_none() && *word != rule.unclear) {
        trials.push((Difference::Silence(word), Trial::Silence(word)));
    }
    trials
        .extend(rule.variants().into_iter().map(|(name, criterion)| (Difference::Keys(name), Trial::Other(criterion))));
    trials
}

fn change(cases: &Cases<'_, '_>, known: &[Known], difference: Difference, moved: Vec<(usize, Fate)>) -> Change {
    let after =
        |case: usize| moved.binary_search_by_key(&case, |(case, _)| *case).map_or(cases.fate(case), |at| moved[at].1);
    let which = |of_known: &dyn Fn(usize) -> Option<usize>, lost: bool| -> Vec<usize> {
        let turns = |case: usize| {
            let (before, after) = (cases.fate(case) == Fate::Excluded, after(case) == Fate::Excluded);
            if lost { after && !before } else { before && !after }
        };
        (0..known.len()).filter(|&at| of_known(at).is_some_and(turns)).collect()
    };
    let is_to_review = |case: usize| cases.fate(case) != Fate::ToReview && after(case) == Fate::ToReview;
    let known_to_review = (0..known.len()).filter(|&at| known[at].group.is_some_and(is_to_review)).collect();
    let (in_run, listed) = (|at: usize| known[at].group, |at: usize| Some(cases.groups + at));
    Change {
        difference,
        known_lost: which(&in_run, true),
        known_saved: which(&in_run, false),
        known_to_review,
        listed_lost: which(&listed, true),
        listed_saved: which(&listed, false),
        before: moved.iter().filter(|(case, _)| *case < cases.groups).map(|&(case, _)| cases.fate(case)).collect(),
        groups: moved.into_iter().filter(|(case, _)| *case < cases.groups).collect(),
    }
}
