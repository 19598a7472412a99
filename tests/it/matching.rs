//! De-duplication: against its slow twin, against labelled sets, and whatever order records come in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use litsieve::matching::{Matcher, Matches, PairRuling, Preset, Sentences, Settings, deduplicate, merge, why_same};
use litsieve::record::{Field, RecordId, RecordTable};
use litsieve::source::SourceFile;

#[path = "../../benches/support/made_up_records.rs"]
mod made_up_records;

fn table(files: &[(&str, &str)]) -> RecordTable {
    let read = |(label, text): &(&str, &str)| {
        litsieve::format::read(&Arc::new(SourceFile::new(*label, text.as_bytes().to_vec()))).records
    };
    RecordTable::new(files.iter().map(read).collect())
}

fn matched(records: &RecordTable) -> Matches {
    deduplicate(records, &Settings::default(), &[])
}

/// The groups as sets of what their records say, so that runs over other orders can be compared.
fn contents(records: &RecordTable, matches: &Matches) -> BTreeSet<(String, Vec<String>)> {
    let raw = |id: &RecordId| records.record(*id).raw().to_owned();
    let group = |group: &litsieve::matching::DuplicateGroup| {
        let mut members: Vec<String> = group.records.iter().map(raw).collect();
        members.sort();
        (group.name.clone(), members)
    };
    matches.groups.iter().map(group).collect()
}

/// The records of an RIS text, each with its end.
fn entries(text: &str) -> Vec<&str> {
    text.split_inclusive("ER  - \n\n").collect()
}

#[test]
fn blocking_misses_nothing_that_the_rules_accept() {
    let text = made_up_records::ris(400, 200, 11);
    let records = table(&[("a.ris", &text)]);
    let matcher = Matcher::new(&records, &Settings::default());
    let (fast, slow) = (matcher.deduplicate(&[]), matcher.deduplicate_all_pairs(&[]));
    assert!(fast.groups.len() < 350, "the made-up records hold duplicates");
    assert_eq!(fast.groups, slow.groups);
}

#[test]
fn made_up_duplicates_are_found_and_look_alikes_are_not_merged() {
    let text = made_up_records::ris(600, 200, 5);
    let records = table(&[("a.ris", &text)]);
    let work = |id: RecordId| {
        let record = records.record(id);
        record.values().map(|value| value.value()).find(|value| value.starts_with("work ")).unwrap_or_default()
    };
    let matches = matched(&records);
    let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in &matches.groups {
        let works: BTreeSet<&str> = group.records.iter().map(|&id| work(id)).collect();
        assert_eq!(works.len(), 1, "{} holds {works:?}", group.name);
        *parts.entry(work(group.kept)).or_default() += 1;
    }
    let apart: usize = parts.values().map(|parts| parts - 1).sum();
    // Records without a title, and editorials that lost what tells them apart, stay apart: one work in fifty is of either kind.
    assert!(apart * 25 < parts.len(), "{apart} of {} works fell apart", parts.len());
}

#[test]
fn the_order_of_records_and_files_does_not_matter() {
    let text = made_up_records::ris(300, 100, 3);
    let forward = table(&[("a.ris", &text)]);
    let backward: String = entries(&text).into_iter().rev().collect();
    let backward = table(&[("a.ris", &backward)]);
    let expected = contents(&forward, &matched(&forward));
    assert_eq!(contents(&backward, &matched(&backward)), expected);

    let parts = entries(&text);
    let (left, right) = (parts[..150].concat(), parts[150..].concat());
    for files in
        [[("a.ris", left.as_str()), ("b.ris", right.as_str())], [("b.ris", right.as_str()), ("a.ris", left.as_str())]]
    {
        let records = table(&files);
        assert_eq!(contents(&records, &matched(&records)), expected);
    }
}

/// The pairs of a sample, by what their records say.
fn sampled(records: &RecordTable, matches: &Matches) -> (Vec<BTreeSet<String>>, [usize; 4]) {
    let sample = Matcher::new(records, &Settings::default()).sample(matches, 80, 1);
    let raw = |id: RecordId| records.record(id).raw().to_owned();
    (sample.pairs.iter().map(|pair| BTreeSet::from([raw(pair.a), raw(pair.b)])).collect(), sample.populations)
}

#[test]
fn a_sample_is_the_same_whatever_the_order_and_asks_of_no_merged_pair_why_it_is_apart() {
    let text = made_up_records::ris(600, 400, 3);
    let forward = table(&[("a.ris", &text)]);
    let backward = table(&[("a.ris", &entries(&text).into_iter().rev().collect::<String>())]);
    let matches = matched(&forward);
    let (pairs, populations) = sampled(&forward, &matches);
    let [surely, barely, _, apart] = populations;
    assert!(pairs.len() > 40 && surely > 0 && barely > 0 && apart > 0, "{populations:?}");
    assert_eq!(sampled(&backward, &matched(&backward)), (pairs, populations));
    // By every rule that names two of a group as apart, the whole stratum: drawn without a limit.
    let all = Matcher::new(&forward, &Settings::default()).sample(&matches, usize::MAX, 1);
    let merged = |a: RecordId, b: RecordId| {
        matches.groups.iter().any(|group| group.records.contains(&a) && group.records.contains(&b))
    };
    for pair in all.pairs {
        assert_eq!(merged(pair.a, pair.b), pair.stratum.is_merged(), "{pair:?}");
    }
}

/// What is said of two records, in the order in which they are found.
fn told(said: &Sentences) -> String {
    said.told(false, |id| format!("record {}", id.0))
}

/// A record of RIS with this title, author and year, and these lines more.
fn town(title: &str, more: &[&str]) -> String {
    format!("TY  - JOUR\nTI  - {title}\nAU  - Larsen, L\nPY  - 2010\n{}\nER  - \n\n", more.join("\n"))
}

#[test]
fn a_doubt_names_what_contradicts_and_what_would_settle_it() {
    let text = town("Renewal of northern towns", &["JO  - Town Studies"])
        + &town("Renewal of northern towns", &["JO  - Planning Quarterly"]);
    let records = table(&[("a.ris", &text)]);
    let matches = matched(&records);
    let [doubt] = &matches.doubtful[..] else { panic!("{matches:?}") };
    let why = told(&doubt.why);
    assert!(
        why.starts_with(
            "Same title, authors (Larsen, L), year 2010. Differs: journal (Town Studies / Planning Quarterly)."
        ),
        "{why}"
    );
    assert!(why.contains("To settle it, see whether both journals"), "{why}");
}

#[test]
fn a_careful_preset_says_that_it_is_careful() {
    let text = town("Renewal of northern towns", &["JO  - Town Studies"]) + &town("Renewal of northern towns", &[]);
    let records = table(&[("a.ris", &text)]);
    let strict = Settings { preset: Preset::Strict, ..Settings::default() };
    let matches = deduplicate(&records, &strict, &[]);
    let [doubt] = &matches.doubtful[..] else { panic!("{matches:?}") };
    let why = told(&doubt.why);
    assert!(
        why.contains("Not enough for the preset `strict`; `balanced` merges on it (rule `title-and-authors`)"),
        "{why}"
    );
    let settles = "To settle it, search the source of either record for this title by Larsen, L: if there is one such text, `same`";
    assert!(why.contains(settles), "{why}");
}

/// Twelve articles of four journals whose volumes lie `apart` years from each other, all dated `year` if one is given.
fn articles(apart: u32, year: Option<u32>) -> String {
    const SUBJECTS: [&str; 12] = [
        "Ferries",
        "Bakeries",
        "Quarries",
        "Orchards",
        "Vineyards",
        "Foundries",
        "Libraries",
        "Tanneries",
        "Breweries",
        "Smithies",
        "Nurseries",
        "Canneries",
    ];
    let article = |(at, subject): (u32, &&str)| {
        let (journal, volume) = (["Town", "Harbour", "Valley", "Island"][at as usize % 4], 10 + at / 4 * apart);
        let year = year.unwrap_or(1990 + volume);
        format!(
            "TY  - JOUR\nTI  - {subject} and the renewal of small places\nAU  - Larsen, L\nPY  - {year}\nJO  - {journal} \
             Studies\nVL  - {volume}\nIS  - 2\nSP  - {0}\nEP  - {0}9\nER  - \n\n",
            21 + at
        )
    };
    (0..).zip(&SUBJECTS).map(article).collect()
}

#[test]
fn the_year_of_an_export_is_no_year_of_publication() {
    let groups = |apart: u32| {
        let records = table(&[("a.ris", &articles(apart, Some(2024))), ("b.ris", &articles(apart, None))]);
        matched(&records).groups.len()
    };
    assert_eq!(groups(5), 12, "one year in volumes of many years carries no weight");
    assert!(groups(1) > 12, "a search of one year has a constant year as well");
}

#[test]
fn a_version_says_what_makes_it_one() {
    let title = "Renewal of northern towns";
    let text = town(title, &["JO  - Town Studies", "VL  - 4"]) + &town(title, &["DO  - 10.5281/zenodo.1234567"]);
    let records = table(&[("a.ris", &text)]);
    let matches = matched(&records);
    let [version] = &matches.versions[..] else { panic!("{matches:?}") };
    for part in [
        "Town Studies; 2010; volume 4",
        "10.5281/zenodo.1234567",
        "a deposit of data",
        "Same title, authors (Larsen, L), year 2010.",
        "Score 1.00.",
    ] {
        assert!(told(&version.evidence).contains(part), "{part}: {}", told(&version.evidence));
    }
}

#[test]
fn one_identifier_on_very_many_records_fills_no_list() {
    let word = |mut number: usize| {
        let mut word = String::new();
        for _ in 0..2 {
            word.push(char::from(b"bdfgklmnprstvz"[number % 14]));
            word.push(char::from(b"aiou"[number / 14 % 4]));
            number /= 56;
        }
        word
    };
    // What one author wrote, with a DOI that somebody copied down the whole column.
    let record = |number: usize| {
        let [a, b, c] = [7919, 104_729, 15_485_863].map(|factor| word((number + 1) * factor % 3136));
        format!(
            "TY  - JOUR\nTI  - {a} {b} {c}\nAU  - Larsen, L\nPY  - 2010\nJO  - Town Studies\nDO  - 10.1000/one\nER  - \n\n"
        )
    };
    let text: String = (0..2000).map(record).collect();
    let records = table(&[("a.ris", &text)]);
    let matches = matched(&records);
    assert!(matches.groups.len() > 1900, "{}", matches.groups.len());
    assert!(matches.doubtful.len() <= 200, "{}", matches.doubtful.len());
    let [untold] = &matches.untold[..] else { panic!("{:?}", matches.untold) };
    assert!(untold.shared == Field::Doi && untold.pairs > 500, "{untold:?}");
}

#[test]
fn what_a_bound_leaves_uncompared_is_counted() {
    let letters = |number: usize| [number / 26, number % 26].map(|at| char::from(b'a' + at as u8));
    let record = |number: usize| {
        let [x, y] = letters(number * 11);
        format!(
            "TY  - JOUR\nTI  - Renewal of northern towns\nAU  - {x}{y}{x}{y}{x}, L\nPY  - {}\nER  - \n\n",
            1950 + number
        )
    };
    let text: String = (0..60).map(record).collect();
    let records = table(&[("a.ris", &text)]);
    let [cut] = &matched(&records).uncompared[..] else { panic!("one title") };
    assert_eq!((cut.shared, cut.records), (Field::Title, 60));
    assert!(cut.pairs > 1000 && cut.pairs < 60 * 59 / 2, "some of 1,770 pairs are compared: {cut:?}");

    let one = record(0).repeat(60);
    let records = table(&[("a.ris", &one)]);
    let matches = matched(&records);
    assert_eq!((matches.groups.len(), matches.uncompared.len()), (1, 0), "what is in one group needs no comparison");
}

#[test]
fn every_record_is_in_one_group_and_no_two_groups_share_a_name() {
    let text = made_up_records::ris(300, 100, 4);
    let records = table(&[("a.ris", &text)]);
    let matches = matched(&records);
    let mut seen: Vec<RecordId> = matches.groups.iter().flat_map(|group| group.records.clone()).collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..records.len() as u32).map(RecordId).collect::<Vec<_>>());
    let names: BTreeSet<&str> = matches.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names.len(), matches.groups.len());
    assert!(matches.groups.iter().all(|group| group.records.contains(&group.kept)));
    assert!(matches.groups.iter().all(|group| (group.records.len() > 1) == group.weakest.is_some()));
}

#[test]
fn a_source_less_merges_no_two_groups() {
    let text = made_up_records::ris(300, 100, 9);
    let parts = entries(&text);
    let (left, right) = (parts[..150].concat(), parts[150..].concat());
    let (whole, less) = (table(&[("a.ris", &left), ("b.ris", &right)]), table(&[("a.ris", &left)]));
    let (of_whole, of_less) = (matched(&whole), matched(&less));
    let group_of = |id: RecordId| of_whole.groups.iter().position(|group| group.records.contains(&id));
    for group in &of_less.groups {
        let homes: BTreeSet<_> = group.records.iter().map(|&id| group_of(id)).collect();
        assert_eq!(homes.len(), 1, "{}", group.name);
    }
}

const TWO: &str = "TY  - JOUR\nTI  - Renewal of northern towns\nAU  - Larsen, L\nPY  - 2010\nJO  - Town Studies\nVL  - 4\nSP  - 12\nEP  - 30\nER  - \n\n\
                   TY  - JOUR\nTI  - RENEWAL OF NORTHERN TOWNS\nAU  - Larsen, Lena\nPY  - 2010\nJO  - Town Studies\nVL  - 4\nSP  - 12\nDO  - 10.1000/t.1\nER  - \n\n\
                   TY  - JOUR\nTI  - Grain prices after the war\nAU  - Okafor, C\nPY  - 1999\nJO  - Planning Quarterly\nVL  - 9\nSP  - 1\nEP  - 9\nER  - \n\n";

#[test]
fn a_ruling_wins_over_every_rule_and_contradictions_are_reported() {
    let records = table(&[("a.ris", TWO)]);
    let pair = |a, b, same, ruling| PairRuling { a: RecordId(a), b: RecordId(b), same, ruling };
    let groups = |rulings: &[PairRuling]| deduplicate(&records, &Settings::default(), rulings).groups.len();
    assert_eq!(groups(&[]), 2);
    assert_eq!(groups(&[pair(0, 1, false, 0)]), 3);
    assert_eq!(groups(&[pair(0, 2, true, 0)]), 1);
    let contradicting = [pair(0, 1, false, 0), pair(1, 0, true, 1)];
    let matches = deduplicate(&records, &Settings::default(), &contradicting);
    assert_eq!((matches.groups.len(), matches.conflicts), (2, vec![vec![0, 1]]));
}

/// One editorial without pages fits two that have them: it may join one of them, and never joins the two.
#[test]
fn a_title_that_many_reports_have_bridges_nothing() {
    let editorial = |pages: &str| {
        format!(
            "TY  - JOUR\nTI  - Editorial\nAU  - Larsen, L\nPY  - 2010\nJO  - Town Studies\nVL  - 4\nIS  - 2\n{pages}ER  - \n\n"
        )
    };
    let text = [editorial("SP  - 101\nEP  - 103\n"), editorial(""), editorial("SP  - 190\nEP  - 192\n")].concat();
    let records = table(&[("a.ris", &text)]);
    let matches = matched(&records);
    let together =
        |group: &litsieve::matching::DuplicateGroup| [0, 2].map(RecordId).iter().all(|id| group.records.contains(id));
    assert!(!matches.groups.iter().any(together), "{:?}", matches.groups);
}

#[test]
fn the_merged_reference_takes_each_field_where_it_is_best() {
    let records = table(&[("a.ris", TWO)]);
    let matches = matched(&records);
    let group = matches.groups.iter().find(|group| group.records.len() == 2).expect("two of the three are one");
    assert_eq!(group.name, "larsen-2010-renewal-northern-1");
    let merged = merge(&records, group);
    assert_eq!(merged.fields.title, "Renewal of northern towns", "not the one in capitals");
    assert_eq!(merged.fields.doi.map(|doi| doi.to_string()).as_deref(), Some("10.1000/t.1"));
    assert_eq!(merged.fields.pages.last, "30");
    let from: BTreeSet<RecordId> = merged.origins.iter().map(|(_, id)| *id).collect();
    assert_eq!(from.len(), 2, "both records gave something");
}

#[test]
fn who_watches_sees_every_pair_counted_and_changes_nothing() {
    let text = made_up_records::ris(600, 200, 5);
    let records = table(&[("a.ris", &text)]);
    let matcher = Matcher::new(&records, &Settings::default());
    let seen = Mutex::new(Vec::new());
    let watched = matcher.deduplicate_watched(&[], &|done, all| seen.lock().unwrap().push((done, all)));
    assert_eq!(watched, matcher.deduplicate(&[]));
    let seen = seen.into_inner().unwrap();
    let all = seen[0].1;
    assert!(seen[0].0 == 0 && all > 0 && seen.contains(&(all, all)), "{seen:?}");
    assert!(seen.iter().all(|&(done, of)| done <= all && of == all), "{seen:?}");
}

#[test]
fn a_sample_is_the_same_for_the_same_seed() {
    let text = made_up_records::ris(300, 100, 4);
    let records = table(&[("a.ris", &text)]);
    let matcher = Matcher::new(&records, &Settings::default());
    let matches = matcher.deduplicate(&[]);
    let sample = matcher.sample(&matches, 40, 1);
    assert!(!sample.pairs.is_empty() && sample.pairs.len() <= 40);
    assert_eq!(sample, matcher.sample(&matches, 40, 1));
    assert_ne!(sample, matcher.sample(&matches, 40, 2));
}

/// The pair of two records, whatever becomes of it: its levels by field, and what is said of it.
fn said_of(text: &str) -> (Vec<(Field, &'static str)>, String) {
    let records = table(&[("a.ris", text)]);
    let matches = matched(&records);
    let levels = Matcher::new(&records, &Settings::default()).explain(RecordId(0), RecordId(1)).levels;
    let merged = matches.links.iter().map(|link| why_same(&records, link));
    let doubtful = matches.doubtful.iter().map(|doubt| doubt.why.clone());
    let linked = matches.versions.iter().map(|version| version.evidence.clone());
    let apart = || Matcher::new(&records, &Settings::default()).why_apart(RecordId(0), RecordId(1));
    let said: Vec<Sentences> = merged.chain(doubtful).chain(linked).collect();
    let said = if said.is_empty() { apart() } else { said };
    let levels = levels.iter().map(|level| (level.field, level.level)).collect();
    (levels, said.iter().map(told).collect::<Vec<_>>().join(" "))
}

/// A record of RIS.
fn ris(lines: &[&str]) -> String {
    format!("TY  - JOUR\n{}\nER  - \n\n", lines.join("\n"))
}

#[test]
fn a_merged_pair_says_what_agrees_and_which_clause_decided() {
    const PLACE: [&str; 5] = ["JO  - Town Studies", "VL  - 4", "IS  - 2", "SP  - 512", "EP  - 530"];
    let record = |title: &str, other: &[&str]| {
        let title = format!("TI  - {title}");
        ris(&[&[title.as_str(), "AU  - Larsen, Lena", "PY  - 2010"], other].concat())
    };
    let place = |at: usize, line: &'static str| {
        let mut place = PLACE;
        place[at] = line;
        place
    };
    let title = "Renewal of northern towns";
    for (a, b, parts) in [
        (
            record(title, &PLACE),
            record(title, &[&PLACE[..], &["DO  - 10.1000/towns.7"]].concat()),
            &[
                "Same title, authors (Larsen, Lena), year 2010, journal, volume 4, issue 2, pages 512-530.",
                "Only record 1 gives DOI.",
            ][..],
        ),
        (
            record(title, &PLACE),
            record(title, &place(2, "IS  - 3")),
            &["pages counted that high run through the volume", "In spite of: issue (2 / 3)."],
        ),
        (
            record("Renewal of northern towns by rail and ship", &PLACE),
            record("Renewal of northern towns by train and ship", &PLACE),
            &["The title differs in some words, but these are the pages of one text"],
        ),
        (
            record(title, &["JO  - Town Studies", "DO  - 10.1000/towns.7"]),
            record(title, &["JO  - Town Studies", "DO  - https://doi.org/10.1000/TOWNS.7"]),
            &["Same DOI 10.1000/towns.7, title, authors (Larsen, Lena), year 2010, journal."],
        ),
        (
            record(title, &["JO  - Town Studies"]),
            record(title, &PLACE),
            &["Same title, authors (Larsen, Lena), year 2010, journal. Only record 1 gives volume, issue and pages."],
        ),
    ] {
        let (_, said) = said_of(&(a + &b));
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

#[test]
fn people_whom_both_name_are_not_called_missing_and_a_given_name_is_nobody() {
    let title = "TI  - Renewal of northern towns";
    let place = ["PY  - 2010", "JO  - Town Studies", "VL  - 4", "SP  - 12", "EP  - 30"];
    let by = |people: &[&str]| ris(&[&[title], people, &place[..]].concat());
    let author = |levels: &[(Field, &'static str)]| levels.iter().find(|(field, _)| *field == Field::Author).unwrap().1;
    let body = by(&["A1  - Northern Towns Study Group"]);
    let (levels, said) = said_of(&(body + &by(&["AU  - Larsen, Lena", "AU  - Ek, Bo"])));
    assert_eq!(author(&levels), "set aside", "{said}");
    assert!(said.contains("Northern Towns Study Group / Larsen, Lena; Ek, Bo; a body and people"), "{said}");
    let (levels, said) = said_of(&(by(&["AU  - Holm, Paul", "AU  - Vik, Joan"]) + &by(&["AU  - Berg, Paul M"])));
    assert_eq!(author(&levels), "no family name in common", "{said}");
    let (levels, said) =
        said_of(&(by(&["AU  - Holm, Paul", "AU  - Vik, Joan"]) + &by(&["AU  - Holm, P", "AU  - Dahl, Eva"])));
    assert_eq!(author(&levels), "partly", "{said}");
}

#[test]
fn a_notice_says_whether_its_title_or_its_type_makes_it_one() {
    let title = "Renewal of northern towns";
    let record = |kind: &str, title: &str, pages: &str| {
        format!(
            "TY  - JOUR\nM3  - {kind}\nTI  - {title}\nAU  - Larsen, Lena\nPY  - 2010\nJO  - Town Studies\nVL  - 4\nSP  - {pages}\nER  - \n\n"
        )
    };
    let article = record("Article", title, "12");
    let by_type = said_of(&(article.clone() + &record("Erratum", title, "90"))).1;
    assert!(by_type.contains("By its type, not its title, this is a correction: record 1."), "{by_type}");
    let by_title = said_of(&(article + &record("Article", &format!("Erratum to: {title}"), "90"))).1;
    assert!(by_title.contains("By its title, this is a correction: record 1."), "{by_title}");
}

#[test]
fn what_settles_a_doubt_can_be_done_with_what_the_records_have() {
    let title = "TI  - Interpreting the renewal of northern towns";
    let bare = ris(&[title, "AU  - Larsen, L", "PY  - 2010"]);
    let long = format!("{title}: lessons of a decade");
    let whole = ris(&[&long, "AU  - Larsen, L", "PY  - 2010", "JO  - Town Studies", "VL  - 4", "IS  - 2", "SP  - 74"]);
    let (_, said) = said_of(&(bare + &whole));
    assert!(
        said.contains("look record 0 up") && said.contains("if it has volume 4, issue 2 and pages 74, `same`"),
        "{said}"
    );
    assert!(!said.contains("open "), "neither has an identifier: {said}");
}

#[test]
fn a_number_from_the_name_of_the_journal_is_said_to_stand_there() {
    let title = "TI  - Renewal of northern towns";
    let people = ["AU  - Larsen, Lena", "AU  - Ek, Bo", "PY  - 2010"];
    let paper = ris(&[&[title], &people[..], &["JO  - NBER Working Paper 13085"]].concat());
    let article = ris(&[&[title], &people[..], &["JO  - Town Studies", "IS  - 2", "VL  - 4", "SP  - 12"]].concat());
    let (_, said) = said_of(&(paper + &article));
    assert!(said.contains("issue (13085, in the name of the journal / 2)"), "{said}");
}
