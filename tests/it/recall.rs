//! Where known references were found or lost: on a made-up review, on the shipped one, on a real one.

use std::fs;
use std::sync::Arc;

use litsieve::format;
use litsieve::protocol::Protocol;
use litsieve::query::Mode;
use litsieve::recall::{Answer, Found, Recall, recall};
use litsieve::source::SourceFile;

use crate::made_up::{self, FILES, MadeUp, PROTOCOL};
use crate::support::{check_cli, shipped_review};

/// Made up: one reference with its DOI, one that is in French, one of which the title is cut, one that nobody found, and an
/// editorial whose title and year are those of another.
const KNOWN: &str = "\
TY  - JOUR
ID  - sea
TI  - Lamps at sea
AU  - Quay, A.
PY  - 2001
DO  - 10.1000/LAMPS
ER  -
TY  - JOUR
ID  - french
TI  - Lampes de port
PY  - 2005
ER  -
TY  - JOUR
ID  - cats
TI  - Harbour cats of three towns
AU  - Pier, B.
PY  - 2004
ER  -
TY  - JOUR
ID  - other-sea
TI  - Lamps at sea
AU  - Strand, C.
PY  - 2001
DO  - 10.1000/other
ER  -
";

const SET: &str = "\n[[known]]\nid = \"core\"\nfile = \"known/core.ris\"\nrole = \"included\"\n";

fn attach(protocol: &mut Protocol, known: &str) {
    let source = Arc::new(SourceFile::new("known/core.ris", known.as_bytes().to_vec()));
    protocol.attach_known(vec![Some(format::read(&source).records)]);
}

fn review() -> MadeUp {
    let mut review = made_up::with(&format!("{PROTOCOL}{SET}"), &FILES, Vec::new());
    attach(&mut review.protocol, KNOWN);
    review
}

fn place(recall: &Recall<'_>, id: &str) -> usize {
    recall.references.iter().position(|reference| reference.id == id).expect("a known reference")
}

#[test]
fn a_known_reference_is_told_from_the_search_to_the_decision() {
    let review = review();
    let run = review.run();
    let told = recall(&run);
    let recall = &told[0];
    assert_eq!(recall.set.id, "core");

    let sea = &recall.references[place(recall, "sea")];
    let Found::Group { group, by } = &sea.found else { panic!("{:?}", sea.found) };
    assert_eq!(by, "DOI");
    assert_eq!(run.group(*group).group.records.len(), 3, "merged with the records of the other searches");
    assert_eq!(sea.searches(&run), [0, 1, 2]);

    let french = &recall.references[place(recall, "french")];
    let group = french.found.group().expect("found by its title and year");
    let lost: Vec<&str> = run.group(group).criteria().iter().map(|(_, rule)| rule.id.as_str()).collect();
    assert_eq!((run.group(group).decision(), lost), ("excluded", vec!["english"]));
    assert!(!french.is_kept(&run));

    assert_eq!(recall.references[place(recall, "cats")].found, Found::Missing(Vec::new()));
    let other = &recall.references[place(recall, "other-sea")].found;
    assert!(other.group().is_none(), "the same title and year by another author under another DOI: {other:?}");
}

#[test]
fn relative_recall_counts_what_each_search_found_and_no_export_is_not_zero() {
    let review = review();
    let run = review.run();
    let told = recall(&run);
    let recall = &told[0];
    let counted: Vec<_> = recall
        .searches
        .iter()
        .map(|one| (one.id, one.found.map(|share| (share.part, share.total)), one.only_here))
        .collect();
    assert_eq!(
        counted,
        [("1.alpha", Some((2, 4)), 1), ("1.beta", Some((1, 4)), 0), ("1.web", Some((1, 4)), 0), ("1.maps", None, 0),]
    );
    assert_eq!((recall.found.part, recall.kept.part, recall.found.total), (2, 1, 4));
}

#[test]
fn a_query_catches_a_reference_misses_it_or_cannot_tell() {
    let mut review = review();
    let query = PROTOCOL.replacen("lantern*", "sea AND lamp", 1);
    review.protocol = litsieve::protocol::parse(&format!("{query}{SET}"), "protocol.toml").expect("a protocol");
    attach(&mut review.protocol, &KNOWN.replacen("DO  - 10.1000/LAMPS", "DO  - 10.1000/LAMPS\nAB  - Of oil.", 1));
    let run = review.run();
    let told = recall(&run);
    let of = |mode: Mode, id: &str| {
        let found = told[0].retrievals.iter().find(|one| one.mode == mode && one.reading.name() == "as printed");
        found.expect("a query as printed").answers[place(&told[0], id)].clone()
    };
    assert_eq!(of(Mode::Literal, "sea"), Answer::Missed, "the known set shows title and abstract");
    let Answer::Caught { words, .. } = of(Mode::Normalised, "sea") else { panic!("{:?}", of(Mode::Normalised, "sea")) };
    assert_eq!(words, ["lamps", "sea"]);
    assert!(matches!(of(Mode::Normalised, "cats"), Answer::NotShown(_)));
}

/// The figures that the titles of the 35 references give were worked out by hand; see `the_titles_of_the_included_references_...`.
#[test]
fn the_shipped_review_finds_its_references_and_its_figures() {
    let folder = shipped_review();
    let (out, _) = check_cli(folder.path(), &["recall", "--json"], 0);
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let set = &told["known"][0];
    assert_eq!(set["references"].as_array().map(Vec::len), Some(35));
    let status = |word: &str| set["references"].as_array().unwrap().iter().filter(|one| one["status"] == word).count();
    assert_eq!((status("missing"), status("found") + status("ambiguous")), (0, 35), "every one stands in the exports");
    assert!(status("found") >= 31);
    assert_eq!(set["kept"]["part"], set["found"]["part"], "none is excluded");
    let caught = |search: &str, reading: &str, mode: &str| {
        let queries = set["queries"].as_array().unwrap();
        let of = queries.iter().find(|one| {
            one["search"] == search && one["mode"] == mode && one["reading"].as_str().unwrap().starts_with(reading)
        });
        of.unwrap_or_else(|| panic!("{search} {reading} {mode}"))["caught"].as_u64().unwrap()
    };
    for (search, reading, literal, normalised) in [
        ("1.wos", "intended", 0, 0),
        ("1.wos", "AND first", 11, 14),
        ("2a.wos", "as printed", 0, 0),
        ("2b.wos", "as printed", 0, 1),
    ] {
        assert_eq!((caught(search, reading, "literal"), caught(search, reading, "normalised")), (literal, normalised));
    }
    let google = set["searches"].as_array().unwrap().iter().find(|one| one["id"] == "3.google").unwrap();
    assert!(google["found"].is_null(), "what a search without an export found is not known");
}

#[test]
fn the_command_shows_a_table_one_story_and_csv() {
    let folder = shipped_review();
    let (table, _) = check_cli(folder.path(), &["recall"], 0);
    assert!(table.contains("of 35") && table.contains("not known: no export"), "{table}");
    let (one, _) = check_cli(folder.path(), &["recall", "--known", "A1-02-Barker2010"], 0);
    assert!(one.contains("found by 3.scholar") && one.contains("1.wos AND first (title)"), "{one}");
    assert!(one.contains("2b.wos as printed (as documented) (title, other word forms)"), "{one}");
    let (csv, _) = check_cli(folder.path(), &["recall", "--csv"], 0);
    assert_eq!(csv.lines().count(), 36);
    let (_, err) = check_cli(folder.path(), &["recall", "--known", "nobody"], 2);
    assert!(err.contains("there is no known set or known reference `nobody`"), "{err}");
    let protocol = folder.path().join("protocol.toml");
    let text = fs::read_to_string(&protocol).unwrap();
    fs::write(&protocol, text.replace("[[known]]", "[[known_later]]").replace("known_later", "amendment")).unwrap();
    check_cli(folder.path(), &["recall"], 2);
}

/// The review with its first search asking for lamps within limits, and one more search that asks the same within others.
fn limited(first: &str, second: &str) -> MadeUp {
    let protocol = PROTOCOL.replacen("lantern*", "lamp*", 1).replacen("limits = [\"English\"]", first, 1).replacen(
        "source = \"beta\"\n",
        &format!("source = \"beta\"\n  query = \"lamp*\"\n  {second}\n"),
        1,
    );
    let mut review = made_up::with(&format!("{protocol}{SET}"), &FILES, Vec::new());
    attach(&mut review.protocol, KNOWN);
    review
}

/// "Lamps at sea" is of 2001 and "Lampes de port" of 2005; both by titles alone, which hold the word.
#[test]
fn limits_of_a_search_are_applied_and_what_cannot_be_read_is_named() {
    let review = limited("limits = [\"year: 2003-2010\", \"peer reviewed\"]", "limits = [\"1990 to 2002\"]");
    let run = review.run();
    let told = recall(&run);
    let of = |search: usize, id: &str| {
        let found = told[0]
            .retrievals
            .iter()
            .find(|one| (one.search, one.mode, one.reading.name()) == (search, Mode::Normalised, "as printed"));
        found.expect("a query as printed").answers[place(&told[0], id)].clone()
    };
    assert_eq!(of(0, "sea"), Answer::Outside, "2001 is before 2003");
    assert!(matches!(of(1, "sea"), Answer::Caught { .. }), "2001 is inside 1990 to 2002");
    let limits = &told[0].retrievals[0].limits;
    assert_eq!((limits.read.len(), &limits.unread[..]), (1, &["peer reviewed".to_owned()][..]));
    let printed: Vec<_> = told[0].retrievals.iter().filter(|one| one.mode == Mode::Normalised).collect();
    let share = printed.iter().find(|one| one.search == 1).unwrap().share();
    assert_eq!((share.part, share.total), (2, 2), "both of 2001; those of 2004 and 2005 are outside");
}

#[test]
fn a_list_that_is_typed_by_people_names_its_references_and_is_nearly_right() {
    let mut review = review();
    let records = "TY  - JOUR\nTI  - Lamps of the northern harbour and the people who kept them burning\nAU  - Quay, Ann\nPY  - 2001\nER  -\n";
    let files = [(0, "exports/alpha.ris", records), FILES[1], FILES[2]];
    review = made_up::with(&format!("{PROTOCOL}{SET}"), &files, review.rulings);
    // One word of eleven is another; another author; another year; nothing alike.
    let list = "id,title,author,year\n\
        K1,Lamps of the northern harbour and the persons who kept them burning,\"Quay, Ann\",2001\n\
        K2,Lamps of the northern harbour and the persons who kept them burning,\"Pier, Bo\",2001\n\
        K3,Lamps of the northern harbour and the persons who kept them burning,\"Quay, Ann\",1990\n\
        K4,Of cats,\"Quay, Ann\",2001\n";
    let source = Arc::new(SourceFile::new("known/list.csv", list.as_bytes().to_vec()));
    review.protocol.attach_known(vec![Some(format::read(&source).records)]);
    let run = review.run();
    let told = recall(&run);
    let ids: Vec<&str> = told[0].references.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["K1", "K2", "K3", "K4"], "the column `id` names them");
    let is_likely = |id: &str| matches!(told[0].references[place(&told[0], id)].found, Found::Ambiguous { .. });
    assert!(is_likely("K1") && !is_likely("K2") && !is_likely("K3") && !is_likely("K4"));
    let first = &told[0].searches[0];
    assert_eq!((first.found.map(|share| share.part), first.likely), (Some(0), 1), "told, and not counted");
}
