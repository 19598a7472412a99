//! Rulings on pairs: which records they bind, and which they leave alone.

use std::sync::Arc;

use super::super::{Deduplicated, ExportFile, deduplicate, group_numbers, ingest, ruling_diagnostics};
use super::*;
use crate::protocol::Protocol;
use crate::ruling::{Lineage, Ruling};
use crate::source::SourceFile;

const TITLE: &str = "Rooms to let: lodgers in northern towns";

/// A record of RIS with the title, author and year that all have here, and these lines more.
fn entry(more: &[&str]) -> String {
    format!("TY  - JOUR\nTI  - {TITLE}\nAU  - Larsen, Lena\nPY  - 2012\n{}\nER  - \n\n", more.join("\n"))
}

/// One article, the other, and a record with no more than the title, author and year of both.
fn articles() -> [String; 3] {
    [
        entry(&["JO  - Housing Studies", "VL  - 27", "IS  - 1", "SP  - 10", "EP  - 30", "DO  - 10.1234/x"]),
        entry(&["JO  - Urban Review", "VL  - 8", "IS  - 4", "SP  - 400", "EP  - 425", "DO  - 10.1234/w"]),
        entry(&[]),
    ]
}

/// Contributions to three conferences.
fn papers() -> [String; 3] {
    ["Meeting of the Society for Towns, Oslo", "Congress on Housing, Leeds", "Workshop on Lodging, Ghent"].map(
        |venue| {
            format!(
                "TY  - CONF\nTI  - {TITLE}\nAU  - Larsen, Lena\nPY  - 2012\nT2  - {venue}\nC3  - {venue}\nER  - \n\n"
            )
        },
    )
}

fn run(texts: &[String], rulings: &[Ruling]) -> Deduplicated {
    let source = Arc::new(SourceFile::new("v.ris", texts.concat().into_bytes()));
    let ingested = ingest(vec![ExportFile { source, search: 0 }]);
    deduplicate(ingested, &Protocol::only_duplicates(None), rulings)
}

/// What Bob ruled of two records.
fn ruled(texts: &[String], a: u32, b: u32, verdict: &str) -> Ruling {
    let records = run(texts, &[]).ingested.records;
    Ruling {
        id: format!("{a}-{b}"),
        kind: RulingKind::Pair,
        stage: String::new(),
        round: 1,
        targets: [a, b].map(|id| Target::of(records.record(RecordId(id)))).to_vec(),
        verdict: verdict.into(),
        criterion: String::new(),
        note: String::new(),
        by: "Bob".into(),
        at: String::new(),
        supersedes: String::new(),
        from: String::new(),
        file: "rulings/bob.jsonl".into(),
        line: a + 1,
        lineage: Lineage::default(),
    }
}

/// The pairs that were ruled, as they are applied.
fn bound(deduplicated: &Deduplicated) -> Vec<(u32, u32, bool)> {
    let pair = |pair: &PairRuling| (pair.a.0.min(pair.b.0), pair.a.0.max(pair.b.0), pair.same);
    let mut pairs: Vec<_> = deduplicated.resolved.pairs.iter().map(pair).collect();
    pairs.sort_unstable();
    pairs
}

fn codes(deduplicated: &Deduplicated, rulings: &[Ruling]) -> Vec<&'static str> {
    let found = ruling_diagnostics(deduplicated, &Protocol::only_duplicates(None), rulings);
    found.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_bare_record_is_bound_by_what_it_leaves_open() {
    let texts = articles();
    let of = |rulings: &[Ruling]| {
        let run = run(&texts, rulings);
        (bound(&run), group_numbers(&run))
    };
    let same = ruled(&texts, 2, 0, "same");
    let (pairs, groups) = of(std::slice::from_ref(&same));
    assert_eq!(pairs, [(0, 2, true)]);
    assert!(groups[0] == groups[2] && groups[0] != groups[1], "nobody spoke of the other article: {groups:?}");
    let both = [same, ruled(&texts, 2, 1, "different")];
    let run = run(&texts, &both);
    assert_eq!(bound(&run), [(0, 2, true), (1, 2, false)], "what is opposite on two pairs is no contradiction");
    assert_eq!(codes(&run, &both), [""; 0]);
}

#[test]
fn a_ruling_on_two_of_three_alike_leaves_the_third_alone() {
    let texts = papers();
    let same = [ruled(&texts, 0, 1, "same")];
    let run = run(&texts, &same);
    let groups = group_numbers(&run);
    assert_eq!(bound(&run), [(0, 1, true)]);
    assert!(groups[0] == groups[1] && groups[0] != groups[2], "{groups:?}");
}

#[test]
fn what_a_person_joins_in_spite_of_a_rule_brings_its_duplicates_and_nothing_else() {
    let mut texts = articles().to_vec();
    texts.push(texts[0].replace("Lena", "L."));
    assert_eq!(group_numbers(&run(&texts, &[]))[3], group_numbers(&run(&texts, &[]))[0], "a duplicate by rule");
    let groups = group_numbers(&run(&texts, &[ruled(&texts, 0, 1, "same")]));
    assert!(groups[0] == groups[1] && groups[0] == groups[3], "{groups:?}");
    // A third article is kept apart from the first two by rule, and the bare record by which it could come in stays with one of them.
    texts.push(entry(&["JO  - Planning Letters", "VL  - 3", "SP  - 71", "EP  - 90", "DO  - 10.1234/p"]));
    let groups = group_numbers(&run(&texts, &[ruled(&texts, 0, 1, "same"), ruled(&texts, 4, 2, "same")]));
    assert!(groups[0] == groups[1] && groups[2] == groups[4] && groups[0] != groups[4], "{groups:?}");
}

#[test]
fn what_cannot_be_told_apart_is_reported_and_nothing_is_applied() {
    // Two records that say nothing but a title that many have, and a third.
    let alike = "TY  - JOUR\nTI  - Editorial\nAU  - Larsen, Lena\nER  - \n\n".to_owned();
    let texts = [alike.clone(), alike.clone(), articles()[0].clone()];
    let rulings = [ruled(&texts, 0, 2, "same")];
    let deduplicated = run(&texts, &rulings);
    assert_ne!(group_numbers(&deduplicated)[0], group_numbers(&deduplicated)[1], "no rule joins them");
    assert_eq!((bound(&deduplicated), codes(&deduplicated, &rulings)), (vec![], vec!["RUL007"]));
    // Of two that both targets fit, it is plain which are meant.
    let rulings = [ruled(&texts, 0, 1, "same")];
    let deduplicated = run(&texts, &rulings);
    assert_eq!((bound(&deduplicated), codes(&deduplicated, &rulings)), (vec![(0, 1, true)], vec![]));
    assert_eq!(deduplicated.matches.links.len(), 1, "one link, not one for each way round");
    // With both joined by that ruling, they are one report, and a ruling on either holds for it.
    let rulings = [ruled(&texts, 0, 1, "same"), ruled(&texts, 1, 2, "same")];
    let deduplicated = run(&texts, &rulings);
    assert_eq!(codes(&deduplicated, &rulings), [""; 0]);
    assert_eq!(deduplicated.matches.groups.len(), 1);
}

#[test]
fn records_of_one_report_are_bound_together() {
    let [one, other, _] = articles();
    let texts = [one.clone(), one, other];
    let same = run(&texts, &[ruled(&texts, 1, 2, "same")]);
    assert_eq!(bound(&same).len(), 1, "one pair puts them together");
    assert_eq!(same.matches.groups.len(), 1);
    let different = run(&texts, &[ruled(&texts, 1, 2, "different")]);
    assert_eq!(bound(&different), [(0, 2, false), (1, 2, false)], "else they would meet by way of the duplicate");
}

#[test]
fn a_pair_of_which_one_record_is_gone_is_reported() {
    let texts = articles();
    let rulings = [ruled(&texts, 2, 0, "same")];
    let only_one = run(&texts[..1], &rulings);
    assert_eq!((bound(&only_one), codes(&only_one, &rulings)), (vec![], vec!["RUL006"]));
}
