//! What readers said of the same references, put side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::Run;
use crate::agreement::{TwoByTwo, krippendorff_alpha};
use crate::pipeline::{Identities, group_numbers};
use crate::protocol::Stage;
use crate::ruling::{self, Ruling, RulingKind};

/// The readings of one stage: per reference that anybody voted on, what each person said last.
#[derive(Debug, Clone)]
pub struct Reading<'r> {
    /// The stage.
    pub stage: Stage,
    /// Everybody who voted, by name.
    pub people: Vec<&'r str>,
    /// Per reference: the votes by name.
    pub votes: Vec<BTreeMap<&'r str, &'r Ruling>>,
    /// Votes that were given or changed when their person could see what others said, and are left out.
    pub not_independent: u64,
    /// Whether the stage has several readers, who were not told of each other.
    pub is_blind: bool,
}

/// Two readers on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'r> {
    /// Both readers, by name.
    pub readers: (&'r str, &'r str),
    /// What they said of the references that both voted on.
    pub table: TwoByTwo,
    /// References that only the first voted on.
    pub first_alone: u64,
    /// References that only the second voted on.
    pub second_alone: u64,
    /// References on which both used the same of the three words include, exclude, unsure.
    pub same_word: u64,
}

/// The readings of every stage that anybody voted at. Adjudications are no readings: they settle them.
///
/// Where a stage has several readers, a reading is what they said while none was told what another said: what was said after
/// that, or changed, is counted in [`Reading::not_independent`] and left out.
pub fn readings<'r>(run: &'r Run<'_>) -> Vec<Reading<'r>> {
    let said = everything_said(run, RulingKind::Group, |vote| Stage::from_name(&vote.stage));
    let of_stage = |stage: Stage| {
        let rule = run.protocol.votes.iter().find(|rule| rule.stage == stage);
        let voters = rule.map_or(1, |rule| rule.voters as usize);
        let mut not_independent = 0;
        let in_force = run.groups().map(|group| {
            let votes = group.rulings().map(|(_, ruling)| ruling);
            let votes = votes.filter(|said| said.kind == RulingKind::Group && said.stage == stage.name());
            let now: BTreeMap<&str, &Ruling> = votes.map(|said| (said.by.as_str(), said)).collect();
            let before = match said.get(&(group.number, stage)) {
                Some(history) if voters > 1 => before_unblinding(history, voters).unwrap_or_else(|| now.clone()),
                _ => now.clone(),
            };
            not_independent += changed(&before, &now);
            before
        });
        let votes: Vec<BTreeMap<&str, &Ruling>> = in_force.filter(|votes| !votes.is_empty()).collect();
        let people: BTreeSet<&str> = votes.iter().flat_map(|votes| votes.keys().copied()).collect();
        Reading { stage, people: people.into_iter().collect(), votes, not_independent, is_blind: voters > 1 }
    };
    Stage::ALL.into_iter().map(of_stage).filter(|reading| !reading.votes.is_empty()).collect()
}

/// How many people say something else now than they did.
pub(super) fn changed(before: &BTreeMap<&str, &Ruling>, now: &BTreeMap<&str, &Ruling>) -> u64 {
    let same = |by: &str| before.get(by).map(|said| &said.id) == now.get(by).map(|said| &said.id);
    now.keys().filter(|by| !same(by)).count() as u64
}

/// Per group and question (a stage, a criterion): every word on it with every one that took a word back, in the order in which they
/// were said.
pub(super) type History<'r, Q> = BTreeMap<(usize, Q), Vec<&'r Ruling>>;

/// Everything of a kind that was ever said of groups, by the question that it answers.
pub(super) fn everything_said<'r, Q: Ord + Copy>(
    run: &'r Run<'_>,
    kind: RulingKind,
    question: impl Fn(&Ruling) -> Option<Q>,
) -> History<'r, Q> {
    let mut history = History::new();
    if !run.rulings.iter().any(|ruling| ruling.kind == kind) {
        return history;
    }
    let identities = Identities::new(run.records());
    let group_of = group_numbers(&run.screened.deduplicated);
    let mut places: BTreeMap<&str, (usize, Q)> = BTreeMap::new();
    for ruling in run.rulings.iter().filter(|ruling| ruling.kind == kind) {
        let records = ruling.targets.first().map(|target| identities.find(target)).unwrap_or_default();
        let mut groups = records.iter().map(|id| group_of[id.index()]);
        let group = groups.next().filter(|&first| groups.all(|other| other == first));
        if let Some(place) = group.zip(question(ruling)) {
            places.insert(&ruling.id, place);
        }
    }
    // An undo may take back an undo, so places are handed on until nothing is new.
    let mut undos: Vec<&Ruling> = run.rulings.iter().filter(|ruling| ruling.kind == RulingKind::Undo).collect();
    loop {
        let before = undos.len();
        undos.retain(|undo| match undo.superseded().find_map(|id| places.get(id).copied()) {
            Some(place) => places.insert(&undo.id, place).is_some(),
            None => true,
        });
        if undos.len() == before {
            break;
        }
    }
    for ruling in run.rulings {
        if let Some(&place) = places.get(ruling.id.as_str()) {
            history.entry(place).or_default().push(ruling);
        }
    }
    history.values_mut().for_each(|said| in_order(said));
    history
}

/// Puts what people said in the order of its times, which are whole seconds: within one, what changes an earlier word comes last.
/// A clock that ran backwards does not turn around what one person said.
fn in_order(said: &mut Vec<&Ruling>) {
    let mut latest: BTreeMap<&str, &str> = BTreeMap::new();
    let mut timed: Vec<(&str, &Ruling)> = said
        .iter()
        .map(|&ruling| {
            let at = latest.entry(&ruling.by).or_insert(&ruling.at);
            *at = (*at).max(&ruling.at);
            (*at, ruling)
        })
        .collect();
    timed.sort_by_key(|(at, ruling)| (*at, is_change(ruling)));
    *said = timed.into_iter().map(|(_, ruling)| ruling).collect();
}

/// Whether a word changes or takes back one that was said before.
fn is_change(ruling: &Ruling) -> bool {
    ruling.superseded().next().is_some()
}

/// What people say once everything of `said` is said: the words in force, by name.
pub(super) fn words_after<'r>(said: &[&'r Ruling]) -> BTreeMap<&'r str, &'r Ruling> {
    let words: Vec<Ruling> = said.iter().map(|&ruling| ruling.clone()).collect();
    let in_force = ruling::in_force(&words).into_iter().map(|place| said[place as usize]);
    in_force.map(|vote| (vote.by.as_str(), vote)).collect()
}

/// How many of these words were said when as many people had spoken as the stage asks for: from then on they could see each
/// other's. `None` if that never came.
pub(super) fn opening(said: &[&Ruling], voters: usize) -> Option<usize> {
    let moment = |ruling: &Ruling| (ruling.at.clone(), is_change(ruling));
    let mut moments =
        (1..=said.len()).filter(|&count| count == said.len() || moment(said[count]) != moment(said[count - 1]));
    moments.find(|&count| words_after(&said[..count]).len() >= voters)
}

/// The words as they stood when their people could see each other's; `None` if that never came. A vote that was made in another
/// tool and came in later counts as its person's own.
pub(super) fn before_unblinding<'r>(said: &[&'r Ruling], voters: usize) -> Option<BTreeMap<&'r str, &'r Ruling>> {
    let opened = words_after(&said[..opening(said, voters)?]);
    let late = words_after(said).into_iter().filter(|(_, vote)| !vote.from.is_empty());
    Some(late.chain(opened).collect())
}

/// Whether a vote keeps a reference: who is unsure does not exclude.
fn keeps(vote: &Ruling) -> bool {
    vote.verdict != "exclude"
}

impl<'r> Reading<'r> {
    /// Every two readers: whether they keep the same references.
    pub fn comparisons(&self) -> Vec<Comparison<'r>> {
        self.compare(keeps)
    }

    /// Every two readers: whether they exclude the same references by this criterion.
    pub fn comparisons_on(&self, criterion: &str) -> Vec<Comparison<'r>> {
        self.compare(|vote| !keeps(vote) && vote.criterion == criterion)
    }

    fn compare(&self, says: impl Fn(&Ruling) -> bool) -> Vec<Comparison<'r>> {
        let mut all = Vec::new();
        for (place, &first) in self.people.iter().enumerate() {
            for &second in &self.people[place + 1..] {
                all.push(self.compare_two((first, second), &says));
            }
        }
        all
    }

    fn compare_two(&self, readers: (&'r str, &'r str), says: &impl Fn(&Ruling) -> bool) -> Comparison<'r> {
        let table = TwoByTwo::default();
        let mut found = Comparison { readers, table, first_alone: 0, second_alone: 0, same_word: 0 };
        for votes in &self.votes {
            let table = &mut found.table;
            match (votes.get(readers.0), votes.get(readers.1)) {
                (Some(a), Some(b)) => {
                    found.same_word += u64::from(a.verdict == b.verdict);
                    let cell = match (says(a), says(b)) {
                        (true, true) => &mut table.both_include,
                        (true, false) => &mut table.first_only,
                        (false, true) => &mut table.second_only,
                        (false, false) => &mut table.both_exclude,
                    };
                    *cell += 1;
                }
                (Some(_), None) => found.first_alone += 1,
                (None, Some(_)) => found.second_alone += 1,
                (None, None) => {}
            }
        }
        found
    }

    /// Krippendorff's alpha over everybody, whether to keep; `None` where nothing was read twice or nobody differs in anything.
    pub fn alpha(&self) -> Option<f64> {
        let units: Vec<Vec<u8>> =
            self.votes.iter().map(|votes| votes.values().map(|vote| u8::from(keeps(vote))).collect()).collect();
        krippendorff_alpha(&units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruling::Lineage;

    fn vote(id: &str, by: &str, verdict: &str, supersedes: &str) -> Ruling {
        Ruling {
            id: id.into(),
            kind: RulingKind::Group,
            stage: "screening".into(),
            round: 1,
            targets: Vec::new(),
            verdict: verdict.into(),
            criterion: String::new(),
            note: String::new(),
            by: by.into(),
            at: "2026-03-02T10:00:00Z".into(),
            supersedes: supersedes.into(),
            from: String::new(),
            file: String::new(),
            line: 0,
            lineage: Lineage::default(),
        }
    }

    /// Times are whole seconds: what is changed in the second of the last vote was changed by somebody who could see it.
    #[test]
    fn a_vote_changed_within_the_second_that_opened_the_votes_is_no_reading() {
        let changed = vote("3", "Ann", "exclude", "1");
        let (ann, bo) = (vote("1", "Ann", "include", ""), vote("2", "Bo", "exclude", ""));
        // The file of one person is read whole before that of the next.
        let mut said = vec![&ann, &changed, &bo];
        in_order(&mut said);
        let opened = before_unblinding(&said, 2).expect("two have voted");
        let verdicts: Vec<(&str, &str)> = opened.iter().map(|(by, vote)| (*by, vote.verdict.as_str())).collect();
        assert_eq!(verdicts, [("Ann", "include"), ("Bo", "exclude")]);
    }
}
