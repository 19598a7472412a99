//! The contract's words on decisions, one test each.

use super::*;
use crate::criteria::{Criterion, Subject};
use crate::evidence::Verdict::{Met, NotMet, Unclear as IsUnclear};
use crate::protocol::{ExportsAre, Mode, Review, Scope};
use crate::ruling::Target;

#[derive(Debug)]
struct Silent;

impl Criterion for Silent {
    fn assess(&self, _: Subject<'_>) -> Finding {
        Finding::silent("a test")
    }
}

fn rule(id: &str, stage: Stage, unclear: Unclear) -> CriterionRule {
    CriterionRule {
        id: id.into(),
        kind: "test",
        reason: String::new(),
        stage,
        unclear,
        scope: Scope::default(),
        required: false,
        question: None,
        settings: Default::default(),
        criterion: Box::new(Silent),
    }
}

fn protocol(criteria: Vec<CriterionRule>, votes: Vec<VoteRule>) -> Protocol {
    Protocol {
        review: Review {
            id: "r".into(),
            title: "r".into(),
            mode: Mode::New,
            doi: None,
            published_on: None,
            exports_are: ExportsAre::Demonstration,
        },
        sources: Vec::new(),
        iterations: Vec::new(),
        matching: Default::default(),
        criteria,
        known: Vec::new(),
        known_references: Vec::new(),
        published: Vec::new(),
        votes,
        reporting: Default::default(),
        amendments: Vec::new(),
        previous: None,
    }
}

fn finding(verdict: Verdict) -> Option<Finding> {
    Some(Finding { verdict, reason: "a test".into(), evidence: Vec::new() })
}

fn ruling(kind: RulingKind, stage: Stage, verdict: &str, by: &str) -> Ruling {
    Ruling {
        id: format!("{by}{verdict}"),
        kind,
        stage: stage.name().into(),
        round: 1,
        targets: vec![Target::default()],
        verdict: verdict.into(),
        criterion: String::new(),
        note: String::new(),
        by: by.into(),
        at: "2026-01-01T00:00:00Z".into(),
        supersedes: String::new(),
        from: String::new(),
        file: format!("{by}.jsonl"),
        line: 1,
        lineage: Default::default(),
    }
}

fn decided(protocol: &Protocol, verdicts: &[Verdict], rulings: &[Ruling]) -> Decision {
    let findings: Vec<_> = verdicts.iter().map(|&verdict| finding(verdict)).collect();
    let numbers: Vec<_> = (0..rulings.len() as u32).collect();
    decide(protocol, &findings, &Votes::new(&numbers, rulings))
}

fn three() -> Protocol {
    protocol(
        vec![
            rule("year", Stage::BeforeScreening, Unclear::Review),
            rule("language", Stage::BeforeScreening, Unclear::Review),
            rule("uk", Stage::Screening, Unclear::Review),
        ],
        Vec::new(),
    )
}

#[test]
fn the_first_criterion_that_is_not_met_excludes_even_after_an_unclear_one() {
    let decision = decided(&three(), &[IsUnclear, NotMet, NotMet], &[]);
    assert_eq!((decision.outcome, decision.stage), (Outcome::Excluded(Some(1)), Stage::BeforeScreening));
}

fn two_voters(exclusion_needs_all: bool) -> VoteRule {
    VoteRule {
        stage: Stage::Screening,
        voters: 2,
        exclusion_needs_all,
        adjudicate: true,
        order: Default::default(),
        pilot: None,
    }
}

#[test]
fn who_says_two_things_is_asked_and_is_one_voter() {
    let vote = |verdict: &str, by: &str| ruling(RulingKind::Group, Stage::Screening, verdict, by);
    let twice = [vote("include", "ann"), vote("exclude", "ann")];
    let waits = Outcome::ToReview(Vec::new());
    assert_eq!(decided(&three(), &[Met, Met, Met], &twice).outcome, waits);
    let rule = VoteRule { adjudicate: false, ..two_voters(false) };
    let two = protocol(vec![self::rule("uk", Stage::Screening, Unclear::Review)], vec![rule]);
    let with_bo = [vote("include", "ann"), vote("exclude", "ann"), vote("include", "bo")];
    assert_eq!(decided(&two, &[Met], &with_bo).outcome, waits, "no rule of the stage settles what one person said");
    let alike = [vote("include", "ann"), vote("include", "ann")];
    assert_eq!(decided(&two, &[Met], &alike).outcome, waits, "one person is one vote");
    let settled = [
        vote("include", "ann"),
        vote("exclude", "bo"),
        ruling(RulingKind::Adjudication, Stage::Screening, "include", "dan"),
        ruling(RulingKind::Adjudication, Stage::Screening, "exclude", "cy"),
    ];
    assert_eq!(decided(&two, &[Met], &settled).outcome, waits, "two adjudications, two answers");
}

#[test]
fn a_criterion_needs_the_words_of_as_many_people_as_its_stage() {
    let on_uk = |verdict: &str, by: &str| Ruling {
        criterion: "uk".into(),
        ..ruling(RulingKind::Criterion, Stage::Screening, verdict, by)
    };
    let uk = || vec![rule("uk", Stage::Screening, Unclear::Review)];
    let two = protocol(uk(), vec![two_voters(true)]);
    let waits = Outcome::ToReview(vec![0]);
    assert_eq!(decided(&two, &[IsUnclear], &[on_uk("not-met", "ann")]).outcome, waits, "one of two");
    assert_eq!(decided(&two, &[IsUnclear], &[on_uk("not-met", "ann"), on_uk("met", "bo")]).outcome, waits);
    let both = [on_uk("not-met", "ann"), on_uk("not-met", "bo")];
    assert_eq!(decided(&two, &[Met], &both).outcome, Outcome::Excluded(Some(0)), "people before the rule");
    let one = protocol(uk(), Vec::new());
    assert_eq!(decided(&one, &[Met], &[on_uk("unclear", "ann")]).outcome, waits, "who cannot tell leaves it open");
}

#[test]
fn a_criterion_before_screening_is_answered_by_the_readers_of_titles_and_abstracts() {
    let on_year = |verdict: &str, by: &str| Ruling {
        criterion: "year".into(),
        ..ruling(RulingKind::Criterion, Stage::BeforeScreening, verdict, by)
    };
    let two = |rules: Vec<VoteRule>| protocol(vec![rule("year", Stage::BeforeScreening, Unclear::Review)], rules);
    let (one, both) = ([on_year("not-met", "ann")], [on_year("not-met", "ann"), on_year("not-met", "bo")]);
    let excluded = Outcome::Excluded(Some(0));
    let by_two = two(vec![two_voters(true)]);
    assert_eq!(decided(&by_two, &[IsUnclear], &one).outcome, Outcome::ToReview(vec![0]), "one of two");
    assert_eq!(decided(&by_two, &[IsUnclear], &both).outcome, excluded);
    let own = VoteRule { stage: Stage::BeforeScreening, voters: 1, ..two_voters(true) };
    assert_eq!(decided(&two(vec![own, two_voters(true)]), &[IsUnclear], &one).outcome, excluded, "a rule of its own");
    assert_eq!(decided(&two(Vec::new()), &[IsUnclear], &one).outcome, excluded, "one reader is enough");
}

#[test]
fn words_on_a_criterion_that_differ_count_as_votes_do() {
    let on_uk = |verdict: &str, by: &str| Ruling {
        criterion: "uk".into(),
        ..ruling(RulingKind::Criterion, Stage::Screening, verdict, by)
    };
    let by = |votes: VoteRule| protocol(vec![rule("uk", Stage::Screening, Unclear::Review)], vec![votes]);
    let differ = [on_uk("met", "ann"), on_uk("not-met", "bo")];
    let waits = Outcome::ToReview(vec![0]);
    assert_eq!(decided(&by(two_voters(true)), &[IsUnclear], &differ).outcome, waits);
    let decision = decided(&by(two_voters(false)), &[IsUnclear], &differ);
    assert_eq!((decision.outcome, decision.by), (Outcome::Excluded(Some(0)), Actor::People(1)), "any is enough");
    let includes = VoteRule { adjudicate: false, ..two_voters(true) };
    assert_eq!(decided(&by(includes.clone()), &[IsUnclear], &differ).outcome, Outcome::Included);
    let twice = [on_uk("met", "ann"), on_uk("not-met", "ann"), on_uk("met", "bo")];
    assert_eq!(decided(&by(includes), &[IsUnclear], &twice).outcome, waits, "one person said two things");
}

#[test]
fn unclear_goes_to_review_and_names_what_is_unclear() {
    let decision = decided(&three(), &[IsUnclear, Met, IsUnclear], &[]);
    assert_eq!((decision.outcome, decision.stage), (Outcome::ToReview(vec![0]), Stage::BeforeScreening));
    let decision = decided(&three(), &[Met, Met, IsUnclear], &[]);
    assert_eq!((decision.outcome, decision.stage), (Outcome::ToReview(vec![2]), Stage::Screening));
}

#[test]
fn all_met_is_included_by_rule() {
    let decision = decided(&three(), &[Met, Met, Met], &[]);
    assert_eq!(decision, Decision { outcome: Outcome::Included, stage: Stage::Screening, by: Actor::Rule });
}

#[test]
fn the_protocol_may_let_unclear_pass_or_exclude() {
    let one = |unclear| protocol(vec![rule("uk", Stage::Screening, unclear)], Vec::new());
    assert_eq!(decided(&one(Unclear::Pass), &[IsUnclear], &[]).outcome, Outcome::Included);
    assert_eq!(decided(&one(Unclear::Exclude), &[IsUnclear], &[]).outcome, Outcome::Excluded(Some(0)));
}

#[test]
fn a_criterion_that_does_not_apply_decides_nothing() {
    let decision = decide(&three(), &[finding(Met), None, finding(Met)], &Votes::new(&[], &[]));
    assert_eq!(decision.outcome, Outcome::Included);
}

#[test]
fn a_ruling_on_the_group_wins_at_its_stage_and_before_but_not_after() {
    let include = [ruling(RulingKind::Group, Stage::Screening, "include", "ann")];
    let decision = decided(&three(), &[IsUnclear, Met, NotMet], &include);
    assert_eq!((decision.outcome, decision.by), (Outcome::Included, Actor::People(0)));

    let early = [ruling(RulingKind::Group, Stage::BeforeScreening, "include", "ann")];
    let decision = decided(&three(), &[NotMet, NotMet, NotMet], &early);
    assert_eq!((decision.outcome, decision.by), (Outcome::Excluded(Some(2)), Actor::Rule));
}

#[test]
fn a_ruling_on_a_criterion_takes_the_place_of_its_finding() {
    let mut met = ruling(RulingKind::Criterion, Stage::Screening, "met", "ann");
    met.criterion = "uk".into();
    assert_eq!(decided(&three(), &[Met, Met, IsUnclear], std::slice::from_ref(&met)).outcome, Outcome::Included);
    let mut not_met = met.clone();
    (not_met.verdict, not_met.by) = ("not-met".into(), "bo".into());
    assert_eq!(
        decided(&three(), &[Met, Met, Met], &[met, not_met.clone()]).outcome,
        Outcome::ToReview(vec![2]),
        "two people who contradict each other"
    );
    let decision = decided(&three(), &[Met, Met, IsUnclear], &[not_met]);
    assert_eq!((decision.outcome, decision.by), (Outcome::Excluded(Some(2)), Actor::People(0)));
}

#[test]
fn conflicting_rulings_wait_for_a_person() {
    let votes = [
        ruling(RulingKind::Group, Stage::Screening, "include", "ann"),
        ruling(RulingKind::Group, Stage::Screening, "exclude", "bo"),
    ];
    let decision = decided(&three(), &[Met, Met, Met], &votes);
    assert!(matches!(decision.outcome, Outcome::ToReview(_)));
    let settled = [votes.to_vec(), vec![ruling(RulingKind::Adjudication, Stage::Screening, "exclude", "cy")]].concat();
    let decision = decided(&three(), &[Met, Met, Met], &settled);
    assert_eq!((decision.outcome, decision.by), (Outcome::Excluded(None), Actor::People(2)));
}

#[test]
fn one_vote_of_two_decides_nothing() {
    let rule = |all, adjudicate| VoteRule {
        stage: Stage::Screening,
        voters: 2,
        exclusion_needs_all: all,
        adjudicate,
        order: Default::default(),
        pilot: None,
    };
    let mut protocol = three();
    protocol.votes = vec![rule(true, true)];
    let one = [ruling(RulingKind::Group, Stage::Screening, "exclude", "ann")];
    assert_eq!(decided(&protocol, &[Met, Met, IsUnclear], &one).outcome, Outcome::ToReview(vec![2]));
    let half = decided(&protocol, &[Met, Met, Met], &one);
    assert_eq!(
        (half.outcome, half.by),
        (Outcome::ToReview(Vec::new()), Actor::People(0)),
        "half a double decision waits"
    );
    assert_eq!(
        decided(&protocol, &[NotMet, Met, Met], &one).outcome,
        Outcome::Excluded(Some(0)),
        "a rule before it stands"
    );

    let two = [one[0].clone(), ruling(RulingKind::Group, Stage::Screening, "include", "bo")];
    assert!(matches!(decided(&protocol, &[Met, Met, Met], &two).outcome, Outcome::ToReview(_)));
    protocol.votes = vec![rule(false, true)];
    assert_eq!(decided(&protocol, &[Met, Met, Met], &two).outcome, Outcome::Excluded(None), "any exclusion is enough");
    protocol.votes = vec![rule(true, false)];
    assert_eq!(decided(&protocol, &[Met, Met, Met], &two).outcome, Outcome::Included, "a conflict includes");
}

#[test]
fn a_question_to_a_person_blocks_only_where_it_is_required() {
    let mut question = rule("case", Stage::Eligibility, Unclear::Review);
    question.question = Some("Is it a case?".into());
    let open = protocol(vec![question], Vec::new());
    assert_eq!(decided(&open, &[IsUnclear], &[]).outcome, Outcome::Included);
    let mut required = rule("case", Stage::Eligibility, Unclear::Review);
    (required.question, required.required) = (Some("Is it a case?".into()), true);
    let waits = protocol(vec![required], Vec::new());
    assert_eq!(decided(&waits, &[IsUnclear], &[]).outcome, Outcome::ToReview(vec![0]));
}
