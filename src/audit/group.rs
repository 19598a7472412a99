//! What became of one group, in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::{Actor, Evidence, Finding, RulingIndex, Verdict, Weight};
use crate::flow::NO_CRITERION;
use crate::matching::{self, DuplicateGroup};
use crate::pipeline::{Outcome, ScreenedGroup, Votes};
use crate::protocol::{CriterionRule, Stage};
use crate::record::Fields;
use crate::ruling::{Ruling, RulingKind};

use super::Run;

/// One group of a run with everything known about it.
#[derive(Debug, Clone, Copy)]
pub struct GroupStory<'a> {
    /// The run.
    pub run: &'a Run<'a>,
    /// The group's number.
    pub number: usize,
    /// The records.
    pub group: &'a DuplicateGroup,
    /// What became of them.
    pub screened: &'a ScreenedGroup,
}

/// What a reader needs to recognise a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headline {
    /// Title.
    pub title: String,
    /// Year, empty if unknown.
    pub year: String,
    /// DOI, empty if unknown.
    pub doi: String,
}

impl<'a> GroupStory<'a> {
    /// The merged reference.
    pub fn fields(self) -> Fields {
        matching::merge(self.run.records(), self.group).fields
    }

    /// Title, year and DOI of the merged reference.
    pub fn headline(self) -> Headline {
        let year = |year: Option<i16>| year.map_or_else(String::new, |year| year.to_string());
        if let [only] = self.group.records[..] {
            let record = self.run.records().record(only);
            return Headline {
                title: one_line(record.title().unwrap_or_default()),
                year: year(record.year()),
                doi: record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
            };
        }
        let fields = self.fields();
        Headline {
            title: one_line(&fields.title),
            year: year(fields.year()),
            doi: fields.doi.map(|doi| doi.to_string()).unwrap_or_default(),
        }
    }

    /// `included`, `excluded` or `to-review`.
    pub fn decision(self) -> &'static str {
        match self.screened.decision.outcome {
            Outcome::Included => "included",
            Outcome::Excluded(_) => "excluded",
            Outcome::ToReview(_) => "to-review",
        }
    }

    /// The stage at which the group was decided, or waits.
    pub fn stage(self) -> Stage {
        self.screened.decision.stage
    }

    /// The criteria that the decision rests on: the one that excludes, or those that are unclear.
    pub fn criteria(self) -> Vec<(usize, &'a CriterionRule)> {
        let numbers = match &self.screened.decision.outcome {
            Outcome::Included => &[][..],
            Outcome::Excluded(reason) => reason.as_slice(),
            Outcome::ToReview(unclear) => unclear,
        };
        numbers.iter().map(|&number| (number, &self.run.protocol.criteria[number])).collect()
    }

    /// Why: the reason of an exclusion in the words of the protocol, or what has to be decided; empty for an included group.
    pub fn reason(self) -> String {
        match &self.screened.decision.outcome {
            Outcome::Included => String::new(),
            Outcome::Excluded(Some(criterion)) => self.run.protocol.criteria[*criterion].reason.clone(),
            Outcome::Excluded(None) => match self.not_retrieved() {
                Some(ruling) if ruling.note.is_empty() => "the full text was not retrieved".to_owned(),
                Some(ruling) => format!("the full text was not retrieved: {}", one_line(&ruling.note)),
                None => self.noted(),
            },
            Outcome::ToReview(unclear) if unclear.is_empty() => self
                .waits_for_readers()
                .unwrap_or_else(|| format!("{}: {}", self.why_undecided(), self.votes_in_words())),
            Outcome::ToReview(unclear) => {
                let reason =
                    |&number: &usize| self.differing(number).or_else(|| self.finding_reason(number).map(str::to_owned));
                unclear.iter().filter_map(reason).collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// What people who excluded the group without naming a criterion wrote instead.
    fn noted(self) -> String {
        let excludes = self.rulings().map(|(_, ruling)| ruling).filter(|ruling| ruling.verdict == "exclude");
        let notes: BTreeSet<String> =
            excludes.filter(|ruling| self.speaks_for_decision(ruling)).map(|ruling| one_line(&ruling.note)).collect();
        let notes: Vec<&str> = notes.iter().map(String::as_str).filter(|note| !note.is_empty()).collect();
        match notes.as_slice() {
            [] => NO_CRITERION.to_owned(),
            [note] => format!("{NO_CRITERION}; note: {note}"),
            notes => format!("{NO_CRITERION}; notes: {}", notes.join(" | ")),
        }
    }

    /// What is missing where everybody voted who has to: one who is unsure keeps the group and contradicts nobody else who does.
    fn why_undecided(self) -> &'static str {
        let mut said = self.rulings().map(|(_, ruling)| ruling).filter(|ruling| self.speaks_for_decision(ruling));
        if said.any(|ruling| ruling.verdict == "exclude") {
            "not agreed by the readers"
        } else {
            "to look at again, somebody is unsure"
        }
    }

    /// Who has voted, where fewer people have than the stage asks for and they do not contradict each other. What they said is
    /// left to the rulings: the next one reads for himself.
    fn waits_for_readers(self) -> Option<String> {
        let rule = self.run.protocol.votes.iter().find(|rule| rule.stage == self.stage())?;
        let votes: Vec<&Ruling> =
            self.rulings().map(|(_, ruling)| ruling).filter(|ruling| self.speaks_for_decision(ruling)).collect();
        let people: BTreeSet<&str> = votes.iter().map(|vote| vote.by.as_str()).collect();
        let words: BTreeSet<&str> = votes.iter().map(|vote| vote.verdict.as_str()).collect();
        let has = if people.len() == 1 { "has" } else { "have" };
        (people.len() < rule.voters as usize && words.len() == 1).then(|| {
            let names: Vec<&str> = people.iter().copied().collect();
            format!("{} of {} {has} voted: {}", people.len(), rule.voters, names.join(", "))
        })
    }

    /// The ruling for which the group left the review, if that says that its full text was not retrieved.
    pub fn not_retrieved(self) -> Option<&'a Ruling> {
        let Actor::People(deciding) = self.screened.decision.by else { return None };
        Some(&self.run.rulings[deciding as usize]).filter(|ruling| ruling.kind == RulingKind::Retrieval)
    }

    fn finding_reason(self, criterion: usize) -> Option<&'a str> {
        self.screened.findings[criterion].as_ref().map(|finding| finding.reason.as_ref())
    }

    /// Who decided: `rule`, or the people who ruled on the group at its stage.
    pub fn by(self) -> String {
        self.people().join("; ")
    }

    /// Who decided, one by one.
    pub fn people(self) -> Vec<String> {
        let Actor::People(deciding) = self.screened.decision.by else { return vec!["rule".to_owned()] };
        let deciding = &self.run.rulings[deciding as usize];
        let mut names: Vec<&str> = vec![&deciding.by];
        let of_criterion = |ruling: &Ruling| {
            [deciding, ruling].iter().all(|said| said.kind == RulingKind::Criterion) && deciding.has_answer_of(ruling)
        };
        let speaks = |ruling: &Ruling| self.speaks_for_decision(ruling) || of_criterion(ruling);
        for (_, ruling) in self.rulings().filter(|(_, ruling)| speaks(ruling)) {
            if !names.contains(&ruling.by.as_str()) {
                names.push(&ruling.by);
            }
        }
        names.sort_unstable();
        names.into_iter().map(str::to_owned).collect()
    }

    /// Whether a ruling is one of those that the decision rests on: a vote at its stage, or the word that settled a conflict there.
    pub fn speaks_for_decision(self, ruling: &Ruling) -> bool {
        // Whoever settles a conflict decides, and not those who differed.
        let is_settled = self
            .rulings()
            .any(|(_, other)| other.kind == RulingKind::Adjudication && other.stage == self.stage().name());
        if is_settled && ruling.kind == RulingKind::Group {
            return false;
        }
        ruling.stage == self.stage().name() && matches!(ruling.kind, RulingKind::Group | RulingKind::Adjudication)
    }

    fn votes_in_words(self) -> String {
        let votes = self.rulings().filter(|(_, ruling)| self.speaks_for_decision(ruling));
        let words: Vec<String> = votes.map(|(_, ruling)| format!("{} says {}", ruling.by, ruling.verdict)).collect();
        words.join(", ")
    }

    /// The rulings in force on the group.
    pub fn rulings(self) -> impl Iterator<Item = (RulingIndex, &'a Ruling)> {
        self.screened.rulings.iter().map(move |&number| (number, &self.run.rulings[number as usize]))
    }

    /// The search that found the group first.
    pub fn first_search(self) -> &'a str {
        self.screened.arms.first().map_or("", |&arm| &self.run.search(arm).id)
    }

    /// What a criterion says of the group, as it counted: a person's word before the rule's. `None` where the criterion
    /// does not apply.
    pub fn verdict(self, criterion: usize) -> Option<(Verdict, Option<&'a Ruling>)> {
        let finding = self.screened.findings[criterion].as_ref()?;
        let rule = &self.run.protocol.criteria[criterion];
        let ruled = Votes::new(&self.screened.rulings, self.run.rulings).on_criterion(rule, &self.run.protocol.votes);
        Some(match ruled {
            Some((ruling, verdict)) => (verdict, Some(&self.run.rulings[ruling as usize])),
            None => (finding.verdict, None),
        })
    }

    /// What people say of a criterion who answered it, and not the same; `None` where they agree, or too few of them answered.
    fn differing(self, criterion: usize) -> Option<String> {
        let (_, ruled) = self.verdict(criterion)?;
        let answers = self.rulings().map(|(_, ruling)| ruling).filter(|said| said.kind == RulingKind::Criterion);
        let answers = answers.filter(|said| said.criterion == self.run.protocol.criteria[criterion].id);
        let answers: Vec<&Ruling> = answers.filter(|_| ruled.is_some()).collect();
        let differ = answers.windows(2).any(|two| two[0].verdict != two[1].verdict);
        let one = |said: &&Ruling| {
            let note = if said.note.is_empty() { String::new() } else { format!(" ({})", one_line(&said.note)) };
            format!("{} says {}{note}", said.by, said.verdict)
        };
        differ.then(|| format!("not agreed by the readers: {}", answers.iter().map(one).collect::<Vec<_>>().join(", ")))
    }

    /// What a criterion's verdict rests on, in words; empty where the criterion does not apply.
    pub fn evidence(self, criterion: usize) -> String {
        let Some(finding) = &self.screened.findings[criterion] else { return String::new() };
        let found = evidence_text(self.run, finding);
        if let Some(differing) = self.differing(criterion) {
            return format!("{differing}; {found}");
        }
        match self.verdict(criterion) {
            Some((verdict, Some(ruling))) => {
                let note = if ruling.note.is_empty() { String::new() } else { format!(", {}", one_line(&ruling.note)) };
                format!("ruled {} by {}{note}; {found}", verdict.name(), ruling.by)
            }
            _ => found,
        }
    }
}

/// The words of a finding, the most decisive first, each once, with the searches whose records say so; the reason where
/// there are no words.
pub fn evidence_text(run: &Run<'_>, finding: &Finding) -> String {
    let mut words: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for evidence in &finding.evidence {
        let weak = evidence.weight == Weight::Weak;
        let key = (weak, evidence.field, one_line(&evidence.words), evidence.cue.as_ref(), added_by(run, evidence));
        words.entry(key).or_default().insert(run.search_of(evidence.record));
    }
    let parts: Vec<String> = words
        .into_iter()
        .map(|((weak, field, words, cue, added), searches)| {
            let searches: Vec<&str> = searches.into_iter().map(|search| run.search(search).id.as_str()).collect();
            let weak = if weak { ", weak" } else { "" };
            let added = added.map_or_else(String::new, |name| format!(", from enrichment/{name}.jsonl"));
            format!("{} \"{words}\" ({cue}{weak}; {}{added})", field.name(), searches.join(", "))
        })
        .collect();
    if parts.is_empty() { one_line(&finding.reason) } else { parts.join("; ") }
}

/// The file of `enrichment/` that the words come from; `None` where they stand in the export.
fn added_by<'a>(run: &Run<'a>, evidence: &Evidence) -> Option<&'a str> {
    let mut values = run.records().record(evidence.record).values().filter(|value| value.field() == evidence.field);
    values.nth(evidence.nth.into())?.enriched_by()
}

/// `text` with every run of white space and ASCII control characters as one space.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_ascii_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
