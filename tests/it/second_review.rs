//! A second, made-up review: what the shipped demonstration does not show. Gaps, conflicting years, a report found by a
//! database and by a website, versions of one work, and people who agree, contradict each other and change their minds.

use std::fs;
use std::sync::Arc;

use litsieve::evidence::Actor;
use litsieve::pipeline::{self, ExportFile, Outcome, Screened};
use litsieve::protocol::{self, Protocol};
use litsieve::ruling::{self, Draft, Ruling, RulingKind, Target};
use litsieve::source::SourceFile;

use crate::support::repository;

const FILES: [&str; 3] = ["alpha.ris", "beta.ris", "web.ris"];

fn protocol() -> Protocol {
    let path = repository().join("tests/reviews/allotments/protocol.toml");
    protocol::parse(&fs::read_to_string(path).unwrap(), "protocol.toml").expect("a valid protocol")
}

fn texts() -> Vec<(String, String)> {
    let folder = repository().join("tests/reviews/allotments/exports");
    FILES.iter().map(|name| (format!("exports/{name}"), fs::read_to_string(folder.join(name)).unwrap())).collect()
}

fn run_on(texts: &[(String, String)], rulings: &[Ruling]) -> Screened {
    let export = |(search, (label, text)): (usize, &(String, String))| ExportFile {
        source: Arc::new(SourceFile::new(label.clone(), text.clone().into_bytes())),
        search,
    };
    pipeline::run(texts.iter().enumerate().map(export).collect(), &protocol(), rulings)
}

/// The number of the group that holds the record with this accession number.
fn group_of(screened: &Screened, accession: &str) -> usize {
    let records = &screened.deduplicated.ingested.records;
    let holds = |group: &&litsieve::matching::DuplicateGroup| {
        group.records.iter().any(|&id| Target::of(records.record(id)).accession == accession)
    };
    let groups = &screened.deduplicated.matches.groups;
    let found: Vec<usize> = (0..groups.len()).filter(|&at| holds(&&groups[at])).collect();
    assert_eq!(found.len(), 1, "{accession} is in {} groups", found.len());
    found[0]
}

/// `included`, `excluded:<criterion>` or `review:<criteria>`.
fn outcome(screened: &Screened, accession: &str) -> String {
    let protocol = protocol();
    let id = |at: &usize| protocol.criteria[*at].id.clone();
    match &screened.groups[group_of(screened, accession)].decision.outcome {
        Outcome::Included => "included".into(),
        Outcome::Excluded(criterion) => format!("excluded:{}", criterion.as_ref().map(id).unwrap_or_default()),
        Outcome::ToReview(unclear) => format!("review:{}", unclear.iter().map(id).collect::<Vec<_>>().join("+")),
    }
}

fn target(accession: &str) -> Target {
    let screened = run_on(&texts(), &[]);
    let records = &screened.deduplicated.ingested.records;
    let found = records.iter().map(|(_, record)| Target::of(record)).find(|target| target.accession == accession);
    found.expect("a record with this accession number")
}

fn vote(accession: &str, verdict: &str) -> Draft {
    Draft {
        kind: RulingKind::Group,
        stage: "screening".into(),
        round: 1,
        targets: vec![target(accession)],
        verdict: verdict.into(),
        criterion: String::new(),
        note: "made up".into(),
        supersedes: String::new(),
        from: String::new(),
        at: String::new(),
    }
}

/// What a person's file would hold, read back as a run reads it.
fn said(by: &str, drafts: &[Draft]) -> Vec<Ruling> {
    let text = ruling::lines_for(drafts, by, "2026-03-01T09:00:00Z", "");
    let (rulings, diagnostics) = ruling::read(&SourceFile::new(format!("rulings/{by}.jsonl"), text.into_bytes()));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    rulings
}

#[test]
fn what_a_record_does_not_say_never_excludes() {
    let screened = run_on(&texts(), &[]);
    assert_eq!(outcome(&screened, "ALPHA:2"), "review:year", "no year");
    assert_eq!(outcome(&screened, "ALPHA:3"), "included", "no language field, but an English title");
    assert_eq!(outcome(&screened, "ALPHA:4"), "review:article", "no document type");
    assert_eq!(outcome(&screened, "ALPHA:5"), "review:uk", "no title, no abstract");
    assert_eq!(outcome(&screened, "ALPHA:9"), "review:uk", "nothing about the place");
}

#[test]
fn what_a_record_says_excludes_by_its_words() {
    let screened = run_on(&texts(), &[]);
    assert_eq!(outcome(&screened, "ALPHA:6"), "excluded:english");
    assert_eq!(outcome(&screened, "ALPHA:8"), "excluded:article");
    assert_eq!(outcome(&screened, "BETA-79"), "excluded:uk", "Osaka, Japan");
}

#[test]
fn conflicting_years_of_one_report_are_read_as_the_protocol_says() {
    let screened = run_on(&texts(), &[]);
    let group = group_of(&screened, "ALPHA:1");
    assert_eq!(group, group_of(&screened, "BETA-77"), "2018 in one record, 2017 in the other");
    assert_eq!(outcome(&screened, "ALPHA:1"), "included", "`date = any`: one of the years lies inside");
    let finding = screened.groups[group].findings[0].as_ref().expect("the year applies");
    let years: Vec<&str> = finding.evidence.iter().map(|evidence| evidence.words.as_str()).collect();
    assert!(years.contains(&"2018") && years.contains(&"2017"), "both are shown: {years:?}");
}

#[test]
fn a_report_found_by_a_website_too_is_not_excluded_for_its_type() {
    let screened = run_on(&texts(), &[]);
    let group = &screened.groups[group_of(&screened, "ALPHA:7")];
    assert_eq!(group.arms, [0, 2]);
    assert_eq!(group.findings[2], None, "the criterion does not reach the website");
    assert_eq!(outcome(&screened, "ALPHA:7"), "included");
}

#[test]
fn a_preprint_is_linked_to_its_article_and_not_merged() {
    let screened = run_on(&texts(), &[]);
    let (article, preprint) = (group_of(&screened, "ALPHA:1"), group_of(&screened, "BETA-78"));
    assert_ne!(article, preprint);
    let records = &screened.deduplicated.ingested.records;
    let accession = |id| Target::of(records.record(id)).accession;
    let linked = screened.deduplicated.matches.versions.iter().any(|link| {
        let ends = [accession(link.a), accession(link.b)];
        ends.contains(&"BETA-78".to_owned())
            && (ends.contains(&"ALPHA:1".to_owned()) || ends.contains(&"BETA-77".to_owned()))
    });
    assert!(linked, "{:?}", screened.deduplicated.matches.versions);
}

#[test]
fn people_who_agree_decide() {
    let rulings = [said("ann", &[vote("ALPHA:9", "include")]), said("bo", &[vote("ALPHA:9", "include")])].concat();
    let screened = run_on(&texts(), &rulings);
    assert_eq!(outcome(&screened, "ALPHA:9"), "included");
    assert!(matches!(screened.groups[group_of(&screened, "ALPHA:9")].decision.by, Actor::People(_)));
}

#[test]
fn people_who_contradict_each_other_leave_it_open_until_it_is_settled() {
    let both = [said("ann", &[vote("ALPHA:9", "include")]), said("bo", &[vote("ALPHA:9", "exclude")])].concat();
    assert_eq!(outcome(&run_on(&texts(), &both), "ALPHA:9"), "review:");
    let settled = Draft { kind: RulingKind::Adjudication, ..vote("ALPHA:9", "include") };
    let all = [both, said("cy", &[settled])].concat();
    assert_eq!(outcome(&run_on(&texts(), &all), "ALPHA:9"), "included");
}

#[test]
fn an_undone_vote_leaves_no_trace() {
    let voted = said("bo", &[vote("ALPHA:9", "exclude")]);
    assert_eq!(outcome(&run_on(&texts(), &voted), "ALPHA:9"), "excluded:");
    let undo = Draft {
        kind: RulingKind::Undo,
        stage: String::new(),
        targets: Vec::new(),
        verdict: String::new(),
        supersedes: voted[0].id.clone(),
        ..vote("ALPHA:9", "exclude")
    };
    let both = said("bo", &[vote("ALPHA:9", "exclude"), undo]);
    assert_eq!(outcome(&run_on(&texts(), &both), "ALPHA:9"), "review:uk");
}

#[test]
fn a_person_may_part_what_a_rule_joined() {
    let apart = Draft {
        kind: RulingKind::Pair,
        stage: String::new(),
        targets: vec![target("ALPHA:1"), target("BETA-77")],
        ..vote("ALPHA:1", "different")
    };
    let screened = run_on(&texts(), &said("ann", &[apart]));
    assert_ne!(group_of(&screened, "ALPHA:1"), group_of(&screened, "BETA-77"));
}

/// The same searches exported again: other names, another order, changed citation counts, an abstract more, and one new duplicate.
fn fresh() -> Vec<(String, String)> {
    let mut texts = texts();
    for (label, text) in &mut texts {
        let mut records: Vec<String> =
            text.split("ER  - ").map(str::trim).filter(|record| !record.is_empty()).map(str::to_owned).collect();
        records.reverse();
        *text = records.iter().map(|record| format!("{record}\nN1  - Times cited: 12\nER  - \n\n")).collect();
        *label = label.replace(".ris", "-again.txt");
    }
    texts[1].1 = texts[1].1.replace("AN  - BETA-79", "AB  - An abstract that was added later.\nAN  - BETA-79");
    texts[1].1.push_str(
        "TY  - JOUR\nA1  - Okonkwo-Reyes, M.\nT1  - Robins, rakes and regulars: friendship on the plot\n\
         JF  - Journal of Made-Up Horticulture\nY1  - 2016\nVL  - 8\nSP  - 12-29\nLA  - eng\nAN  - BETA-80\nER  - \n",
    );
    texts
}

#[test]
fn rulings_survive_a_fresh_export() {
    let undone = said("bo", &[vote("ALPHA:3", "exclude")]);
    let rulings = [said("ann", &[vote("ALPHA:9", "exclude"), vote("ALPHA:2", "include")]), undone].concat();
    let (before, after) = (run_on(&texts(), &rulings), run_on(&fresh(), &rulings));
    assert_eq!(after.deduplicated.ingested.records.len(), before.deduplicated.ingested.records.len() + 1);
    assert_eq!(group_of(&after, "BETA-80"), group_of(&after, "ALPHA:9"), "the new duplicate joins");
    for accession in ["ALPHA:1", "ALPHA:2", "ALPHA:3", "ALPHA:4", "ALPHA:6", "ALPHA:7", "ALPHA:8", "ALPHA:9", "BETA-79"]
    {
        assert_eq!(outcome(&after, accession), outcome(&before, accession), "{accession}");
    }
    assert!(after.deduplicated.resolved.unplaced.is_empty(), "{:?}", after.deduplicated.resolved.unplaced);
    assert_eq!(outcome(&after, "ALPHA:9"), "excluded:");
}

#[test]
fn a_ruling_whose_record_is_gone_is_reported() {
    let rulings = said("ann", &[vote("ALPHA:9", "exclude")]);
    let mut texts = texts();
    let start = texts[0].1.find("TY  - JOUR\nAU  - Okonkwo").unwrap();
    texts[0].1.truncate(start);
    let screened = run_on(&texts, &rulings);
    assert_eq!(screened.deduplicated.resolved.unplaced.len(), 1);
}
