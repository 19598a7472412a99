//! What hangs on each criterion: on a made-up review by hand, on the shipped one against the figures of its truth table.

use std::sync::Arc;

use litsieve::counterfactual::{Counterfactual, Difference, Effect, Remedy, counterfactual};
use litsieve::format;
use litsieve::protocol::{SourceKind, Unclear};
use litsieve::recall::recall;
use litsieve::source::SourceFile;
use serde_json::Value;

use crate::made_up::{self, FILES, MadeUp, PROTOCOL};
use crate::support::{check_cli, shipped_review};

/// Made up: a reference that the language excludes, one of the wrong year, one that passes.
const KNOWN: &str = "\
TY  - JOUR
ID  - french
TI  - Lampes de port
PY  - 2005
ER  -
TY  - JOUR
ID  - old
TI  - =Lamps, \"old\" and new
PY  - 1975
ER  -
TY  - JOUR
ID  - sea
TI  - Lamps at sea
PY  - 2001
DO  - 10.1000/lamps
ER  -
";

/// The made-up review with a known set, and a change of its protocol.
fn review(from: &str, to: &str) -> MadeUp {
    review_of(KNOWN, from, to)
}

fn review_of(known: &str, from: &str, to: &str) -> MadeUp {
    let set = "\n[[known]]\nid = \"core\"\nfile = \"known/core.ris\"\nrole = \"included\"\n";
    let text = PROTOCOL.replacen(from, to, 1);
    let mut review = made_up::with(&format!("{text}{set}"), &FILES, Vec::new());
    let source = Arc::new(SourceFile::new("known/core.ris", known.as_bytes().to_vec()));
    review.protocol.attach_known(vec![Some(format::read(&source).records)]);
    review
}

fn told(review: &MadeUp, check: impl Fn(&Counterfactual<'_>)) {
    let run = review.run();
    check(&counterfactual(&run, &recall(&run)));
}

/// How many are newly excluded and how many no longer, under one difference.
fn moved(effect: &Effect<'_>, difference: &Difference) -> (usize, usize) {
    let change = effect.changes.iter().find(|change| change.difference == *difference);
    let change = change.unwrap_or_else(|| panic!("{difference:?} is not among {:?}", effect.changes));
    (change.newly(litsieve::counterfactual::Fate::Excluded), change.no_longer_excluded())
}

#[test]
fn each_criterion_is_tried_by_itself() {
    // Five groups: sea (2001, English), old (1975), French (2005), Kandili (2003, no language), report (no year, English).
    told(&review("", ""), |told| {
        let [year, english] = &told.criteria[..] else { panic!("two criteria") };
        assert_eq!((year.excludes, year.alone, year.unclear), (1, 1, 1));
        assert_eq!((english.excludes, english.alone, english.unclear), (1, 1, 1));
        assert_eq!(moved(year, &Difference::Dropped), (0, 1));
        assert_eq!(moved(year, &Difference::Silence(Unclear::Exclude)), (1, 0), "the report without a year");
        assert_eq!(moved(english, &Difference::Silence(Unclear::Exclude)), (1, 0), "Kandili");
        let wider = Difference::Keys("the window were a year wider (from 1989, to 2021)".into());
        assert_eq!(moved(year, &wider), (0, 0));
        let scoped =
            |effect: &Effect<'_>| effect.changes.iter().any(|change| change.difference == Difference::EverySearch);
        assert!(!scoped(year) && !scoped(english), "nothing is scoped");
        let known: Vec<(&str, bool)> =
            told.known.iter().map(|known| (known.id.as_str(), known.group.is_some())).collect();
        assert_eq!(known, [("french", true), ("old", true), ("sea", true)]);
        assert_eq!((&year.known[..], &english.known[..]), (&[1][..], &[0][..]));
    });
}

#[test]
fn a_wider_window_saves_what_misses_it_by_a_year() {
    told(&review("from = 1990", "from = 1976"), |told| {
        let rescue = told.rescues.iter().find(|rescue| told.known[rescue.known].id == "old").expect("it is excluded");
        let wider = Difference::Keys("the window were a year wider (from 1975, to 2021)".into());
        assert_eq!((&rescue.remedy, rescue.others), (&Remedy::Criterion(0, wider), 0));
        let french =
            told.rescues.iter().find(|rescue| told.known[rescue.known].id == "french").expect("it is excluded");
        let wanted = Difference::Keys("French were wanted as well".into());
        assert_eq!((&french.remedy, french.others), (&Remedy::Criterion(1, wanted), 0), "nothing else would change");
    });
}

#[test]
fn a_window_reaches_just_so_far_as_is_needed() {
    told(&review("from = 1990", "from = 2003"), |told| {
        let of =
            |id: &str| told.rescues.iter().find(|rescue| told.known[rescue.known].id == id).expect("it is excluded");
        let from = |year: u16| Remedy::Criterion(0, Difference::Keys(format!("the window began in {year}")));
        assert_eq!((&of("sea").remedy, of("sea").others), (&from(2001), 0));
        assert_eq!((&of("old").remedy, of("old").others), (&from(1975), 1), "the one of 2001 would come in as well");
    });
}

#[test]
fn what_two_criteria_exclude_needs_the_smallest_change_of_both() {
    told(&review("from = 1990", "from = 2010"), |told| {
        let french =
            told.rescues.iter().find(|rescue| told.known[rescue.known].id == "french").expect("it is excluded");
        let both = vec![
            (0, Difference::Keys("the window began in 2005".into())),
            (1, Difference::Keys("French were wanted as well".into())),
        ];
        assert_eq!((&french.remedy, french.others), (&Remedy::Several(both), 0), "nothing need be dropped");
        let english = &told.criteria[1];
        assert_eq!(english.alone, 0, "the year excludes it as well");
    });
}

/// Found by a database only: a criterion that did not reach databases would keep it, and change nothing else.
#[test]
fn a_narrower_scope_is_smaller_than_no_criterion() {
    let known = "TY  - JOUR\nID  - kandili\nTI  - Kandili\nPY  - 2003\nER  -\n";
    let topic = "id = \"topic\"\nkind = \"query\"\nquery = \"title:(sea OR old OR lampes)\"\nreason = \"not on lamps\"\nstage = \"screening\"\n\n[[criterion]]\nid = \"english\"";
    told(&review_of(known, "id = \"english\"", topic), |told| {
        let [kandili] = &told.rescues[..] else { panic!("{:?}", told.rescues) };
        let scoped = Remedy::Criterion(1, Difference::NotFor(SourceKind::Database));
        assert_eq!((&kandili.remedy, kandili.others), (&scoped, 0), "the report of a website stays out");
    });
}

/// A criterion with a change of its own is not dropped, and the change is told.
#[test]
fn a_term_less_is_smaller_than_no_criterion() {
    let known = "TY  - JOUR\nID  - kandili\nTI  - Kandili\nPY  - 2003\nER  -\n";
    let topic = "id = \"topic\"\nkind = \"keywords\"\nnone = [\"kandili\", \"sea\"]\nfields = [\"title\"]\nreason = \"on the sea\"\nstage = \"screening\"\n\n[[criterion]]\nid = \"english\"";
    told(&review_of(known, "id = \"english\"", topic), |told| {
        let [kandili] = &told.rescues[..] else { panic!("{:?}", told.rescues) };
        let less = Difference::Keys("\"kandili\" were not unwanted".into());
        assert_eq!((&kandili.remedy, kandili.others), (&Remedy::Criterion(1, less), 0), "the sea stays unwanted");
    });
}

#[test]
fn a_scope_is_tried_on_every_search() {
    let scoped = "reason = \"published outside 1990-2020\"\napplies_to = { searches = [\"1.web\"] }";
    told(&review("reason = \"published outside 1990-2020\"", scoped), |told| {
        let year = &told.criteria[0];
        assert_eq!(moved(year, &Difference::EverySearch), (1, 0), "the old one, which another search found");
        let change = year.changes.iter().find(|change| change.difference == Difference::EverySearch).expect("tried");
        assert_eq!((&change.known_lost[..], &change.listed_lost[..]), (&[1][..], &[1][..]));
    });
}

/// The figures of the truth table: 12 of the 35 references are no journal articles, and of 26 the title does not name the UK.
#[test]
fn the_shipped_review_shows_what_scope_and_silence_cost() {
    let folder = shipped_review();
    let (out, _) = check_cli(folder.path(), &["counterfactual", "--json"], 0);
    let told: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(told["known"]["references"], 35);
    let lost = |criterion: &str, start: &str| {
        let effects = told["criteria"].as_array().unwrap();
        let effect = effects.iter().find(|effect| effect["criterion"] == criterion).unwrap();
        let changes = effect["changes"].as_array().unwrap();
        let change = changes.iter().find(|change| change["if"].as_str().unwrap().starts_with(start)).unwrap();
        change["known_as_listed_lost"].as_array().unwrap().len()
    };
    assert_eq!(lost("journal-article", "it applied to every search"), 12);
    assert_eq!(lost("uk", "silence excluded"), 26);
    assert_eq!(lost("year", "the window were a year wider"), 0);
    assert_eq!(told["rescues"].as_array().map(Vec::len), Some(0), "no known reference is excluded");
    let (table, _) = check_cli(folder.path(), &["counterfactual"], 0);
    assert!(table.contains("12 of 35") && table.contains("26 of 35"), "{table}");
}
