//! What an auditor would remark on: every code on a made-up review, none on a clean one, and the driving case.

use std::collections::BTreeSet;
use std::sync::Arc;

use litsieve::audit::{EarlierVersion, InputFile, Inputs, Run};
use litsieve::diagnostic::{CODES, Diagnostic, Severity};
use litsieve::flow::Previous;
use litsieve::pipeline::{self, Screened};
use litsieve::protocol;
use litsieve::ruling::{Ruling, RulingKind};
use litsieve::scrutiny::{RULES, check};
use litsieve::source::{Digest, SourceFile};

use crate::made_up::ruling;
use crate::support::{check_cli, exports, repository};

/// A made-up review that states everything.
const CLEAN: &str = r#"
schema = "litsieve/protocol/1"

[review]
id = "quays"
title = "Quays: a made-up review"
mode = "replay"
doi = "10.1000/review"
published_on = "2016-06-01"
exports_are = "original"

[source.alpha]
name = "Alpha Index"
platform = "Alpha Web"
kind = "database"
syntax = "wos"

[source.beta]
name = "Beta"
platform = "ProQuest"
kind = "database"
syntax = "proquest"

[[iteration]]
id = "1"

  [[iteration.search]]
  id = "1.alpha"
  source = "alpha"
  query = "TI=quay*"
  run_on = "2016-02-01"
  exports = ["exports/alpha.ris"]
  reported = { value = 4 }

  [[iteration.search]]
  id = "1.beta"
  source = "beta"
  query = "TI(quay*)"
  run_on = "2016-02-02"
  exports = ["exports/beta.ris"]
  reported = { value = 1 }

[[criterion]]
id = "year"
kind = "year"
from = 1990
to = 2015
date = "any"
stage = "before_screening"

[[criterion]]
id = "english"
kind = "language"
any = ["eng"]
stage = "screening"

[[known]]
id = "core"
file = "known/core.ris"
role = "included"

[[published]]
what = "identified"
value = 5
[[published]]
what = "duplicates_removed"
value = 1
[[published]]
what = "screened"
value = 3
[[published]]
what = "excluded"
value = 1
[[published]]
what = "assessed"
value = 2
[[published]]
what = "included"
value = 2

[stage.screening]
voters = 1
"#;

const ALPHA: &str = "\
TY  - JOUR\nTI  - Quays of the northern harbours\nAU  - Quay, Ann\nAU  - Bell, Bo\nPY  - 2001\nLA  - English\nDO  - 10.1000/north\nAN  - A-1\nER  -
TY  - JOUR\nTI  - The keepers of the southern quays\nAU  - Moor, Cy\nPY  - 2003\nLA  - English\nDO  - 10.1000/south\nAN  - A-2\nER  -
TY  - JOUR\nTI  - Les quais du port\nAU  - Quai, Luc\nPY  - 2004\nLA  - French\nAN  - A-3\nER  -
TY  - JOUR\nTI  - Quays before the war\nAU  - Alt, Ida\nPY  - 1975\nLA  - English\nAN  - A-4\nER  -
";
const BETA: &str = "TY  - JOUR\nTI  - Quays of the northern harbours\nAU  - Quay, A.\nAU  - Bell, B.\nPY  - 2001\nLA  - eng\nDO  - 10.1000/north\nAN  - B-1\nER  -\n";
const CORE: &str = "TY  - JOUR\nID  - core-1\nTI  - Quays of the northern harbours\nAU  - Quay, Ann\nAU  - Bell, Bo\nPY  - 2001\nLA  - English\nDO  - 10.1000/north\nER  -\n";

/// A review that can be changed in one place.
#[derive(Clone)]
struct Made {
    protocol: String,
    files: Vec<(usize, &'static str, String)>,
    known: String,
    rulings: Vec<Ruling>,
    /// The names of the groups that an earlier version included.
    before: Vec<&'static str>,
}

fn clean() -> Made {
    Made {
        protocol: CLEAN.to_owned(),
        files: vec![(0, "exports/alpha.ris", ALPHA.to_owned()), (1, "exports/beta.ris", BETA.to_owned())],
        known: CORE.to_owned(),
        rulings: Vec::new(),
        before: Vec::new(),
    }
}

impl Made {
    fn edit(mut self, from: &str, to: &str) -> Self {
        assert!(self.protocol.contains(from), "{from}");
        self.protocol = self.protocol.replacen(from, to, 1);
        self
    }

    /// Changes the export of the second search.
    fn in_beta(mut self, from: &str, to: &str) -> Self {
        assert!(self.files[1].2.contains(from), "{from}");
        self.files[1].2 = self.files[1].2.replace(from, to);
        self
    }

    /// Adds twenty records with this title and a number to the first export.
    fn many(mut self, title: &str) -> Self {
        for number in 1..=20 {
            let text = format!("TY  - JOUR\nTI  - {title} {number}\nPY  - 2003\nLA  - English\nER  -\n");
            self.files[0].2.push_str(&text);
        }
        self
    }

    fn add(mut self, text: &str) -> Self {
        self.protocol.push_str(text);
        self
    }

    fn record(mut self, text: &str) -> Self {
        self.files[1].2.push_str(text);
        self
    }

    fn known(mut self, text: &str) -> Self {
        self.known.push_str(text);
        self
    }

    fn ruled(mut self, ruling: Ruling) -> Self {
        self.rulings.push(ruling);
        self
    }

    /// What the rules remark after `damage` was done to the finished run.
    fn remarks_after(&self, damage: impl Fn(&mut Screened)) -> Vec<Diagnostic> {
        let mut protocol = protocol::parse(&self.protocol, "protocol.toml").unwrap_or_else(|wrong| panic!("{wrong:?}"));
        let known = Arc::new(SourceFile::new("known/core.ris", self.known.as_bytes().to_vec()));
        protocol.attach_known(vec![Some(litsieve::format::read(&known).records)]);
        let files: Vec<_> = self.files.iter().map(|(search, label, text)| (*search, *label, text.as_str())).collect();
        let mut screened = pipeline::run(exports(&files), &protocol, &self.rulings);
        damage(&mut screened);
        let inputs = Inputs {
            version: "0.0.0".into(),
            protocol: InputFile { label: "protocol.toml".into(), digest: Digest::of(&[]), bytes: 0 },
            protocol_text: self.protocol.clone(),
            rulings: Vec::new(),
            other: Vec::new(),
            previous: Previous::default(),
            earlier: EarlierVersion {
                found: self.before.iter().map(|&name| name.to_owned()).collect(),
                ..EarlierVersion::default()
            },
            diagnostics: Vec::new(),
            remarks: Vec::new(),
        };
        check(&Run::new(&inputs, &protocol, &self.rulings, &screened))
    }

    fn remarks(&self) -> Vec<Diagnostic> {
        self.remarks_after(|_| {})
    }
}

fn codes(remarks: &[Diagnostic]) -> BTreeSet<&'static str> {
    remarks.iter().map(|remark| remark.code).collect()
}

fn vote(title: &str, verdict: &str, criterion: &str) -> Ruling {
    Ruling { criterion: criterion.into(), ..ruling(RulingKind::Group, "screening", title, verdict, "ann") }
}

#[test]
fn a_clean_review_gets_no_remark() {
    assert_eq!(clean().remarks(), []);
}

/// Every made-up fault with the code that tells it and words of its message.
fn faults() -> Vec<(&'static str, Made, &'static str)> {
    let unbracketed = "query = \"TI=(quay* OR pier* AND harbour*)\"";
    let silent = "TY  - JOUR\nID  - core-2\nTI  - Kandili\nPY  - 2001\nER  -\nTY  - JOUR\nID  - core-3\nTI  - Molo\nPY  - 2001\nER  -\n";
    let french =
        "TY  - JOUR\nID  - core-2\nTI  - Les quais du port\nAU  - Quai, Luc\nPY  - 2004\nLA  - French\nER  -\n";
    let second_round = "\n[[iteration]]\nid = \"2\"\n  [[iteration.search]]\n  id = \"2.alpha\"\n  source = \"alpha\"\n  query = \"TI=wharf\"\n  \
         run_on = \"2016-03-01\"\n  exports = []\n  reported = { value = 0 }\n";
    let mut parts = clean().edit("\"exports/beta.ris\"", "\"exports/b 1-500.ris\", \"exports/b 1001-1500.ris\"");
    parts.files[1].1 = "exports/b 1-500.ris";
    parts.files.push((
        1,
        "exports/b 1001-1500.ris",
        BETA.replace("northern", "eastern").replace("10.1000/north", "10.1000/east"),
    ));
    vec![
        ("AUD001", clean().ruled(vote("the keepers of the southern quays", "exclude", "")), "ann excluded 1 reference at screening"),
        ("AUD002", clean().ruled(vote("the keepers of the southern quays", "exclude", "english")), "which its records meet"),
        ("AUD004", clean().ruled(vote("les quais du port", "include", "")), "does not meet `english`"),
        (
            "AUD005",
            clean().edit("voters = 1", "voters = 2").ruled(vote("quays of the northern harbours", "include", "")),
            "1 reference has fewer votes",
        ),
        (
            "AUD006",
            clean().record("TY  - JOUR\nTI  - A wholly different matter of tides\nAU  - Other, Una\nPY  - 2010\nLA  - English\nDO  - 10.1000/south\nER  -\n"),
            "have the DOI 10.1000/south and were not merged",
        ),
        ("AUD007", clean().known("TY  - JOUR\nID  - core-9\nTI  - On piers that nobody exported\nAU  - Lost, Lea\nPY  - 2002\nLA  - English\nER  -\n"), "is in no export"),
        ("AUD008", clean().edit("  run_on = \"2016-02-01\"\n", ""), "no day is stated for 1.alpha"),
        ("AUD009", clean().edit("platform = \"Alpha Web\"", "platform = { value = \"Alpha Web\", basis = \"assumed\" }"), "`alpha` is assumed"),
        ("AUD010", clean().edit("{ value = 4 }", "{ qualifier = \"not_reported\" }"), "gave: 1.alpha"),
        ("AUD011", parts, "lack the records 501 to 1000"),
        ("AUD012", clean().edit("2016-06-01", "2018-06-01"), "more than 12 months before the review was published (2018-06-01): 1.alpha, 1.beta"),
        ("AUD013", clean().add("\n[[amendment]]\non = \"2016-04-01\"\nwhat = \"German too\"\nwhy = \"few found\"\n"), "after the first search had run"),
        (
            "AUD014",
            clean().edit("query = \"TI=quay*\"", unbracketed).edit("query = \"TI(quay*)\"", "same_query_as = \"1.alpha\""),
            "means other things",
        ),
        ("AUD015", clean().add(second_round), "`beta` was searched in iteration 1 and not in 2"),
        ("AUD016", clean().edit("to = 2015", "to = 2016"), "ends with 2016"),
        ("AUD017", clean().known(french), "1 of the 2 included references of `core` do not meet `english`"),
        (
            "AUD018",
            clean().known(french).edit("kind = \"language\"", "kind = \"language\"\napplies_to = { searches = [\"1.beta\"] }"),
            "applies to search 1.beta only",
        ),
        ("AUD019", clean().known(silent), "2 of the 3 included references of `core` say nothing to `english`"),
        (
            "AUD020",
            clean().edit("what = \"duplicates_removed\"\nvalue = 1", "what = \"duplicates_removed\"").edit("what = \"screened\"\nvalue = 3", "what = \"screened\""),
            "4, 1 records are reported for 1.alpha, 1.beta",
        ),
        ("AUD021", clean().edit("what = \"assessed\"\nvalue = 2", "what = \"assessed\""), "not zero: reports assessed"),
        (
            "AUD022",
            clean().record("TY  - JOUR\nTI  - Quays: a made-up review\nAU  - Self, Sue\nPY  - 2015\nLA  - English\nDO  - 10.1000/review\nER  -\n"),
            "the review itself",
        ),
        (
            "AUD023",
            clean().record("TY  - JOUR\nTI  - Quays of the northern harbours\nAU  - Bell, Bo\nAU  - Quay, Ann\nPY  - 2001\nLA  - English\nDO  - 10.1000/north\nER  -\n"),
            "the same authors in another order",
        ),
        (
            "AUD024",
            clean()
                .edit("voters = 1", "voters = 2")
                .ruled(vote("quays of the northern harbours", "exclude", "english"))
                .ruled(Ruling { by: "bob".into(), ..vote("quays of the northern harbours", "exclude", "") }),
            "for different reasons: bob without a reason, ann english",
        ),
        (
            "AUD004",
            clean()
                .add("\n[stage.eligibility]\nvoters = 2\n")
                .ruled(vote("les quais du port", "include", ""))
                .ruled(Ruling { stage: "eligibility".into(), ..vote("les quais du port", "include", "") }),
            "does not meet `english`",
        ),
        (
            "AUD005",
            clean()
                .add("\n[stage.eligibility]\nvoters = 2\n")
                .ruled(vote("quays of the northern harbours", "include", ""))
                .ruled(Ruling { stage: "eligibility".into(), ..vote("quays of the northern harbours", "include", "") }),
            "at eligibility 2 people decide on each reference, and 1 reference has fewer votes",
        ),
        (
            "AUD025",
            clean()
                .edit("voters = 1", "voters = 2")
                .ruled(vote("the keepers of the southern quays", "exclude", "english"))
                .ruled(Ruling { by: "bob".into(), ..vote("the keepers of the southern quays", "exclude", "english") })
                .ruled(Ruling { by: "cy".into(), stage: "eligibility".into(), ..vote("the keepers of the southern quays", "include", "") }),
            "was excluded at screening by ann, bob (`english`); a later word of cy counts before that, and it is included",
        ),
        (
            "AUD026",
            Made { before: vec!["alt-1975-quays-before-1", "quay-2001-quays-northern-1"], ..clean() },
            "1 report that the earlier version included is excluded in this one",
        ),
        (
            "AUD027",
            clean().ruled(ruling(RulingKind::Retrieval, "eligibility", "the keepers of the southern quays", "retrieved", "ann")),
            "2 references count as included, and nobody has assessed the full text (retrieved: 1), first",
        ),
        (
            "AUD028",
            clean()
                .edit("name = \"Beta\"", "name = \"Scopus\"")
                .in_beta("AN  - B-1", "AN  - B-1\nDB  - Web of Science Core Collection"),
            "`exports/beta.ris` stands under the search `1.beta` of Scopus, and its records say that they are of Web of Science",
        ),
        (
            "AUD029",
            clean().record("TY  - JOUR\nTI  - Quays to come\nAU  - Neu, Nel\nPY  - 2018\nLA  - English\nER  -\n"),
            "1 of the 2 records with a date that the search `1.beta` gave (2016-02-02) are of 2018",
        ),
        ("AUD030", clean().edit("query = \"TI=quay*\"", "query = \"TI=pier*\"").many("Quays of town"), "found by its query in no reading"),
        (
            "AUD031",
            clean().known("TY  - JOUR\nID  - core-1\nTI  - On piers that nobody exported\nAU  - Lost, Lea\nPY  - 2002\nER  -\n"),
            "2 entries are called `core-1`: 1, 2",
        ),
        ("AUD031", clean().known("TY  - JOUR\nID  - core-2\nPY  - 2002\nER  -\n"), "entry core-2 has neither a title nor an identifier"),
        ("AUD031", clean().known(&CORE.replace("core-1", "core-2")), "core-1, core-2 are one reference"),
        (
            "AUD031",
            clean().known("TY  - JOUR\nID  - core-2\nTI  - On piers that nobody exported\nDO  - 10.1000/NORTH\nER  -\n"),
            "core-1, core-2 have one DOI, 10.1000/north, and different titles",
        ),
        ("QRY034", clean().edit("query = \"TI=quay*\"", "query = \"TI=('quay' OR 'quays')\""), "search `1.alpha`"),
    ]
}

#[test]
fn every_fault_is_told_by_its_code() {
    for (code, made, words) in faults() {
        let remarks = made.remarks();
        let told: Vec<&Diagnostic> = remarks.iter().filter(|remark| remark.code == code).collect();
        assert!(told.iter().any(|remark| remark.message.contains(words)), "{code}, {words}: {remarks:#?}");
        assert!(told.iter().all(|remark| !remark.file.is_empty()), "{code} has a place: {told:?}");
    }
}

#[test]
fn a_reason_in_words_is_a_reason_and_everybody_who_excluded_is_named() {
    let title = "the keepers of the southern quays";
    let said = |by: &str, note: &str| Ruling { by: by.into(), note: note.into(), ..vote(title, "exclude", "") };
    let told = |one: Ruling, other: Ruling| {
        let remarks = clean().edit("voters = 1", "voters = 2").ruled(one).ruled(other).remarks();
        let remark = remarks.into_iter().find(|remark| remark.code == "AUD001").unwrap();
        (remark.severity, remark.message)
    };
    let (severity, message) = told(said("ann", ""), said("bob", ""));
    assert_eq!(severity, Severity::Warning);
    assert!(message.starts_with("ann, bob excluded 1 reference at screening without a criterion"), "{message}");
    // One names a criterion that its records meet; the other says why in words.
    let english = vote(title, "exclude", "english");
    let remarks = clean().edit("voters = 1", "voters = 2").ruled(english).ruled(said("bob", "about ships")).remarks();
    let message = |code: &str| remarks.iter().find(|remark| remark.code == code).unwrap().message.clone();
    assert!(message("AUD002").starts_with("ann excluded"), "{}", message("AUD002"));
    assert!(
        message("AUD024").contains("bob in words (\u{201c}about ships\u{201d}), ann english"),
        "{}",
        message("AUD024")
    );
    let (severity, message) = told(said("ann", ""), said("bob", "about ships, not quays"));
    assert_eq!(severity, Severity::Note);
    assert!(message.contains("the reason is in a note (\u{201c}about ships, not quays\u{201d})"), "{message}");
}

/// Of two readers who exclude for different reasons each is told with the own one, whichever counts.
#[test]
fn every_reason_that_the_records_contradict_is_told_of_those_who_gave_it() {
    let title = "the keepers of the southern quays";
    let by = |who: &str, criterion: &str, at: &str| Ruling {
        at: format!("2016-03-{at}T10:00:00Z"),
        criterion: criterion.into(),
        ..ruling(RulingKind::Group, "screening", title, "exclude", who)
    };
    let two = || clean().edit("voters = 1", "voters = 2");
    let told = |case: Made| -> Vec<String> {
        let remarks = case.remarks().into_iter().filter(|remark| remark.code == "AUD002");
        remarks.map(|remark| remark.message).collect()
    };
    // The first reason counts and does not apply to more than was found; the second contradicts the records.
    let both = told(two().ruled(by("ann", "year", "01")).ruled(by("bob", "english", "02")));
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both[0].starts_with("ann excluded") && both[0].contains("(`year`)"), "{both:?}");
    assert!(both[1].starts_with("bob excluded") && both[1].contains("(`english`)"), "{both:?}");
    assert!(!both[0].contains("another reason counts") && both[1].ends_with("; another reason counts"), "{both:?}");
    let agreed = told(two().ruled(by("ann", "english", "01")).ruled(by("bob", "english", "02")));
    assert_eq!(agreed.len(), 1);
    assert!(agreed[0].starts_with("ann, bob excluded"), "{agreed:?}");
    // Somebody else answered that the records say otherwise than the rule read: nobody's reason is contradicted.
    let answer =
        Ruling { criterion: "english".into(), ..ruling(RulingKind::Criterion, "screening", title, "not-met", "cy") };
    assert_eq!(told(clean().ruled(by("ann", "english", "01")).ruled(answer)), [""; 0]);
}

#[test]
fn a_record_that_is_in_no_group_is_told() {
    let remarks = clean().remarks_after(|screened| {
        let group = screened.deduplicated.matches.groups.iter_mut().find(|group| group.records.len() == 2).unwrap();
        let kept = group.kept;
        group.records.retain(|id| *id == kept);
    });
    assert!(codes(&remarks).contains("AUD003"), "{remarks:?}");
}

#[test]
fn every_rule_has_a_page_and_a_fault_that_it_tells() {
    let faults: BTreeSet<&str> = faults().iter().map(|(code, ..)| *code).chain(["AUD003"]).collect();
    for rule in RULES.iter().filter(|rule| !rule.code.is_empty()) {
        assert!(faults.contains(rule.code), "{} has no made-up fault", rule.code);
        assert!(CODES.iter().flat_map(|table| table.iter()).any(|page| page.code == rule.code), "{}", rule.code);
    }
}

#[test]
fn how_old_a_search_is_follows_from_the_review_and_not_from_the_clock() {
    let unpublished = clean().edit("published_on = \"2016-06-01\"\n", "");
    assert_eq!(codes(&unpublished.remarks()), BTreeSet::new(), "a day between the two searches");
    let late = ruling(RulingKind::Group, "screening", "quays of the northern harbours", "include", "ann");
    let late = Ruling { at: "2019-05-01T10:00:00Z".into(), ..late };
    let remarks = unpublished.ruled(late).remarks();
    let told = remarks.iter().find(|remark| remark.code == "AUD012").expect("three years between search and decision");
    assert!(told.message.contains("somebody last decided on a reference (2019-05-01)"), "{}", told.message);
}

/// The inconsistencies of the driving case that a tool can see from protocol, exports and known sets, each with the codes
/// that tell it.
const DRIVING_CASE: &[(&str, &[&str])] = &[
    ("Q1", &["QRY030", "AUD014"]),
    ("Q3", &["QRY034"]),
    ("Q4", &["QRY040"]),
    ("Q5", &["QRY035"]),
    ("Q6", &["QRY041"]),
    ("Q7", &["QRY043"]),
    ("D1", &["AUD015"]),
    ("D2", &["AUD008", "AUD009"]),
    ("D3", &["AUD016"]),
    ("T1", &["AUD018"]),
    ("U2", &["AUD019"]),
    ("N2", &["AUD020"]),
    ("N3", &["AUD010", "AUD021"]),
    ("S1", &["AUD022"]),
];

#[test]
fn the_inconsistencies_of_the_driving_case_are_told_with_their_lines() {
    let folder = repository().join("queries/bussu-galanti-2018");
    let (out, _) = check_cli(&folder, &["check", "--json"], 0);
    let found: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    for (id, codes) in DRIVING_CASE {
        for code in *codes {
            let remark = found.iter().find(|remark| remark["code"] == *code);
            let remark = remark.unwrap_or_else(|| panic!("{id}: {code} is not told"));
            assert!(remark["line"].as_u64() > Some(0), "{code} has a line: {remark}");
        }
    }
    let message = |code: &str| {
        let remark = found.iter().find(|remark| remark["code"] == code).unwrap();
        remark["message"].as_str().unwrap().to_owned()
    };
    assert!(message("AUD018").starts_with("12 of the 35 included references of `table-a1`"), "{}", message("AUD018"));
    assert!(message("AUD019").starts_with("26 of the 35 included references"), "{}", message("AUD019"));
    assert!(!found.iter().any(|remark| remark["code"] == "AUD012"), "the searches were not old when it was published");
}

/// What may look like an export under the wrong search, and is none.
#[test]
fn exports_that_fit_their_search_are_not_remarked_on() {
    let codes_of = |made: Made| -> Vec<&'static str> {
        let remarks = made.remarks();
        let wanted = ["AUD028", "AUD029", "AUD030", "AUD031"];
        remarks.iter().map(|remark| remark.code).filter(|code| wanted.contains(code)).collect()
    };
    let database = |source: &str, named: &str| {
        clean()
            .edit("name = \"Beta\"", &format!("name = \"{source}\""))
            .in_beta("AN  - B-1", &format!("AN  - B-1\nDB  - {named}"))
    };
    for (source, named) in [
        ("Scopus", "Scopus"),
        ("Embase", "MEDLINE"),
        ("MEDLINE (Ovid)", "PubMed"),
        ("ProQuest", "International Bibliography of the Social Sciences (IBSS)"),
        ("APA PsycInfo", "APA PsycInfo <1806 to 2020>"),
        ("Scopus", "10.1000/beta"),
        ("Beta", "Scopus"),
    ] {
        assert_eq!(codes_of(database(source, named)), [""; 0], "{named} under {source}");
    }
    // An issue is dated ahead; a search is found in part only by what it shows.
    let next_year = "TY  - JOUR\nTI  - Quays to come\nAU  - Neu, Nel\nPY  - 2017\nLA  - English\nER  -\n";
    assert_eq!(codes_of(clean().record(next_year)), [""; 0]);
    assert_eq!(codes_of(clean().edit("query = \"TI=quay*\"", "query = \"TS=pier*\"").many("Quays of town")), [""; 0]);
    assert_eq!(codes_of(clean().many("Quays of town")), [""; 0], "all are found");
    let few = clean().edit("query = \"TI=quay*\"", "query = \"TI=quays\"").many("Quays of town");
    assert_eq!(codes_of(few), [""; 0], "one in twenty is another word form, or another language");
}
