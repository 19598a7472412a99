//! A record that lacks its place beside two that have one: it joins neither them with each other nor itself to one of them by chance.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use litsieve::matching::{Matches, PairRuling, Settings, deduplicate};
use litsieve::record::{RecordId, RecordTable};
use litsieve::source::SourceFile;

/// What a record says: year, journal, volume, issue, pages, and lines of RIS more.
type Said = [&'static str; 6];

const TITLE: &str = "Changing patterns of ferry fares among island commuters";

fn ris(said: &Said) -> String {
    let mut out = format!("TY  - JOUR\nTI  - {TITLE}\nAU  - Quay, Pia\n");
    for (tag, value) in ["PY", "T2", "VL", "IS", "SP"].iter().zip(said) {
        if !value.is_empty() {
            writeln!(out, "{tag}  - {value}").unwrap();
        }
    }
    out + said[5] + "ER  - \n\n"
}

/// The groups of several records, and the pairs that a person is asked about, by the numbers of the records.
fn found(matches: &Matches) -> (Vec<Vec<u32>>, BTreeSet<(u32, u32)>) {
    let mut groups: Vec<Vec<u32>> = matches
        .groups
        .iter()
        .filter(|group| group.records.len() > 1)
        .map(|group| group.records.iter().map(|id| id.0).collect())
        .collect();
    groups.sort();
    let asked = matches.doubtful.iter().map(|doubt| (doubt.link.a.0, doubt.link.b.0)).collect();
    (groups, asked)
}

fn matched(records: &[Said], order: &[usize], rulings: &[PairRuling]) -> Matches {
    let text: String = order.iter().map(|&at| ris(&records[at])).collect();
    let source = SourceFile::new("made-up.ris", text.into_bytes());
    let table = RecordTable::new(vec![litsieve::format::read(&Arc::new(source)).records]);
    assert_eq!(table.len(), records.len());
    deduplicate(&table, &Settings::default(), rulings)
}

const FERRIES: &str = "Ferry Notes";
const ABSTRACT: &str = "AB  - Fares rose by a third within four years while the boats grew older and fewer; who could moved to the town, and \
                        who could not shared a car to the bridge. We count both with the tickets of eleven islands.\n";

/// The case; the records; what is joined; which pairs are asked about.
type Case = (&'static str, Vec<Said>, &'static [&'static [u32]], &'static [(u32, u32)]);

fn cases() -> Vec<Case> {
    let bare = ["2005", FERRIES, "", "", "", ""];
    let long = ["2005", FERRIES, "13", "1", "21-36", ""];
    let other = ["2005", FERRIES, "13", "2", "131-146", ""];
    let column = |issue| ["2005", FERRIES, "13", issue, "15-17", ""];
    let paper = ["2005", "ICIS 2005 Proceedings", "", "", "1-12", ""];
    let article = ["2005", FERRIES, "58", "6", "433-446", ""];
    let nowhere = ["2005", "", "", "", "", ""];
    vec![
        ("two places in one volume", vec![long, other, bare], &[], &[(0, 2), (1, 2)]),
        ("one page of two issues", vec![column("1"), column("3"), bare], &[], &[(0, 1), (0, 2), (1, 2)]),
        (
            "one page of two issues without volumes",
            vec![["2005", FERRIES, "", "1", "21-26", ""], ["2005", FERRIES, "", "2", "21-26", ""], bare],
            &[],
            &[(0, 1), (0, 2), (1, 2)],
        ),
        (
            "three issues",
            vec![column("1"), column("3"), column("4"), bare],
            &[],
            &[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)],
        ),
        ("two bare records are still one", vec![long, other, bare, bare], &[&[2, 3]], &[(0, 2), (1, 2)]),
        ("copies of both", vec![long, long, other, other, bare], &[&[0, 1], &[2, 3]], &[(0, 4), (2, 4)]),
        ("conference and journal, no journal", vec![paper, article, nowhere], &[], &[(0, 2), (1, 2)]),
        (
            "abstract of a meeting and article",
            vec![["2005", FERRIES, "58", "Suppl 1", "S45", ""], article, bare],
            &[],
            &[(0, 2), (1, 2)],
        ),
        (
            "only the volume, which both have",
            vec![long, other, ["2005", FERRIES, "13", "", "", ""]],
            &[],
            &[(0, 2), (1, 2)],
        ),
        // What speaks for one of them joins it to that one.
        ("one candidate", vec![long, bare], &[&[0, 1]], &[]),
        (
            // Asked is whether the first belongs to the group of the others, once: with the reason that the two places differ.
            "its year is that of one",
            vec![["2004", FERRIES, "", "1", "21-26", ""], ["2005", FERRIES, "", "2", "21-26", ""], bare],
            &[&[1, 2]],
            &[(0, 2)],
        ),
        ("its issue is that of one", vec![long, other, ["2005", FERRIES, "13", "2", "", ""]], &[&[1, 2]], &[]),
        ("its page is that of one", vec![long, other, ["2005", FERRIES, "", "", "21", ""]], &[&[0, 2]], &[]),
        (
            "its DOI is that of one",
            vec![
                ["2005", FERRIES, "13", "1", "21-36", "DO  - 10.5555/fares.1\n"],
                other,
                ["2005", FERRIES, "", "", "", "DO  - 10.5555/fares.1\n"],
            ],
            &[&[0, 2]],
            &[],
        ),
        (
            "its abstract is that of one",
            vec![long, ["2005", FERRIES, "13", "2", "131-146", ABSTRACT], ["2005", FERRIES, "", "", "", ABSTRACT]],
            &[&[1, 2]],
            &[],
        ),
        (
            "the volumes differ and it has one",
            vec![long, article, ["2005", FERRIES, "58", "", "", ""]],
            &[&[1, 2]],
            &[],
        ),
    ]
}

#[test]
fn a_record_without_a_place_is_no_bridge_and_no_guess() {
    for (case, records, groups, asked) in cases() {
        let order: Vec<usize> = (0..records.len()).collect();
        let (found_groups, found_asked) = found(&matched(&records, &order, &[]));
        assert_eq!(found_groups, groups, "{case}");
        for pair in asked {
            assert!(found_asked.contains(pair), "{case}: {pair:?} is not among {found_asked:?}");
        }
    }
}

#[test]
fn what_a_record_joins_does_not_hang_on_the_order() {
    for (case, records, ..) in cases() {
        let sizes = |order: &[usize]| {
            let (groups, asked) = found(&matched(&records, order, &[]));
            let name = |id: u32| records[order[id as usize]];
            let mut groups: Vec<Vec<Said>> =
                groups.iter().map(|group| group.iter().map(|&id| name(id)).collect()).collect();
            groups.iter_mut().for_each(|group| group.sort_unstable());
            groups.sort();
            (groups, asked.len())
        };
        let forward: Vec<usize> = (0..records.len()).collect();
        let backward: Vec<usize> = forward.iter().rev().copied().collect();
        let turned: Vec<usize> = forward.iter().map(|at| (at + 1) % records.len()).collect();
        assert_eq!(sizes(&forward), sizes(&backward), "{case}");
        assert_eq!(sizes(&forward), sizes(&turned), "{case}");
    }
}

#[test]
fn a_person_says_which_of_them_it_is() {
    let records = [
        ["2005", FERRIES, "13", "1", "21-36", ""],
        ["2005", FERRIES, "13", "2", "131-146", ""],
        ["2005", FERRIES, "", "", "", ""],
    ];
    let ruled = |a, b, same| {
        let ruling = PairRuling { a: RecordId(a), b: RecordId(b), same, ruling: 0 };
        found(&matched(&records, &[0, 1, 2], &[ruling])).0
    };
    assert_eq!(ruled(0, 2, true), [[0, 2]]);
    assert_eq!(ruled(1, 2, true), [[1, 2]]);
    assert_eq!(ruled(0, 2, false), [[1, 2]], "the other is left");
    assert_eq!(ruled(0, 1, true), [[0, 1, 2]], "if the two are one, it fits only that");
}

#[test]
fn who_is_asked_is_told_between_which_two() {
    let records = [
        ["2005", FERRIES, "13", "1", "21-36", ""],
        ["2005", FERRIES, "13", "2", "131-146", ""],
        ["2005", FERRIES, "", "", "", ""],
    ];
    let matches = matched(&records, &[0, 1, 2], &[]);
    assert_eq!(matches.doubtful.len(), 2);
    for doubt in &matches.doubtful {
        for part in [
            "record 2 fits record",
            "equally",
            "rule `other-place` keeps these apart, by issue (",
            "`same` on the pair with that one is enough",
        ] {
            let why = doubt.why.told(false, |id| format!("record {}", id.0));
            assert!(why.contains(part), "{part}: {why}");
        }
    }
}

/// A subtitle that two databases put into other words is no ground to part what stands on one page of one issue.
#[test]
fn what_is_one_text_by_its_place_is_one_whatever_the_subtitles_say() {
    let record = |title: &str, pages: &str| {
        format!(
            "TY  - JOUR\nTI  - {title}\nAU  - Quay, Pia\nAU  - Moor, Ole\nPY  - 2012\nT2  - {FERRIES}\nVL  - 49\nIS  - 6\nSP  - {pages}\nER  - \n\n"
        )
    };
    let titles = [
        "Tickets & timetables: twenty-first century ferry research",
        "Tickets and Timetables: 21st Century Ferry Research",
        "TICKETS AND TIMETABLES - 21ST CENTURY FERRY RESEARCH",
    ];
    let groups = |pages: [&str; 3]| {
        let text: String = titles.iter().zip(pages).map(|(title, pages)| record(title, pages)).collect();
        let source = SourceFile::new("made-up.ris", text.into_bytes());
        let table = RecordTable::new(vec![litsieve::format::read(&Arc::new(source)).records]);
        deduplicate(&table, &Settings::default(), &[]).groups.len()
    };
    assert_eq!(groups(["280-291", "280-291", "280"]), 1);
    assert!(groups(["280", "280-291", "395"]) > 1, "another page is another text");
}

/// The groups of two and more that rows of a table of these columns are put into, by the first cells of the rows.
fn grouped(rows: &[&str]) -> Vec<String> {
    let header = "id,title,authors,year,journal,volume,issue,pages,doi,pmid\n";
    let text = rows.iter().fold(header.to_owned(), |text, row| text + row + "\n");
    let source = SourceFile::new("made-up.csv", text.into_bytes());
    let table = RecordTable::new(vec![litsieve::format::read(&Arc::new(source)).records]);
    assert_eq!(table.len(), rows.len());
    let (groups, _) = found(&deduplicate(&table, &Settings::default(), &[]));
    let name = |&id: &u32| rows[id as usize].split(',').next().unwrap_or_default();
    groups.iter().map(|group| group.iter().map(name).collect::<Vec<_>>().join(" ")).collect()
}

/// Letters on one article bear its title, and a journal may give all of one issue a single DOI.
#[test]
fn letters_under_one_doi_are_as_many_as_their_writers() {
    let title = "Ferry fares and the commuting of islanders.";
    let letter = |id: &str, people: &str, pages: &str, pmid: &str| {
        format!("{id},{title},\"{people}\",2016,{FERRIES},374,23,{pages},10.5555/fn.7,{pmid}")
    };
    let first = letter("a", "Quay, Pia; Moor, Ole", "2290", "31000001");
    let second = letter("b", "Dock, Ann; Pier, Jo", "2290-1", "31000002");
    let reply = letter("c", "Hull, Ole", "2294", "31000003");
    let none: [String; 0] = [];
    assert_eq!(grouped(&[&first, &second, &reply]), none);
    // Another database has no numbers of PubMed, and one record has no people and the pages of all.
    let copies = [letter("a2", "Quay, P.; Moor, O.", "2290", ""), letter("b2", "Dock, A.; Pier, J.", "2290-2291", "")];
    let whole = letter("w", "", "2290-2294", "");
    let all = [&first, &second, &copies[0], &copies[1], &whole];
    let groups = grouped(&all.map(String::as_str));
    assert!(groups.contains(&"a a2".to_owned()) && groups.contains(&"b b2".to_owned()), "{groups:?}");
    // Without numbers of PubMed, on one page.
    assert_eq!(grouped(&[&letter("a", "Quay, Pia", "698", ""), &letter("b", "Dock, Ann", "698", "")]), none);
    // One of two names in common is no reason to believe two numbers of PubMed to be one.
    assert_eq!(
        grouped(&[
            &letter("a", "Quay, Ole; Moor, Jo", "2290-1", "31000001"),
            &letter("b", "Hull, Ole", "2291", "31000002")
        ]),
        none
    );
    // An article of many pages whose people one database has wrong is one all the same.
    assert_eq!(
        grouped(&[&letter("a", "Quay, Pia", "698-712", ""), &letter("b", "Ferry Studies Group", "698-712", "")]),
        ["a b"]
    );
    assert_eq!(grouped(&[&first, &letter("d", "Quay, P; Moor, O", "2290", "")]), ["a d"]);
}

/// Both are `Lee, S`: what has no more than the initial does not join them.
#[test]
fn an_initial_joins_no_two_given_names() {
    let row = |id: &str, author: &str| format!("{id},Essays on the ferries of a strait,\"{author}\",2010,,,,,,");
    let none: [String; 0] = [];
    let with_initial =
        |[one, other, initial]: [&str; 3]| grouped(&[&row("a", one), &row("b", other), &row("c", initial)]);
    for names in [
        ["Lee, Soo-Young", "Lee, Seung-Yun", "Lee, S"],
        ["Quay, Angela R.", "Quay, Alan", "Quay, A"],
        ["Moor, Maria", "Moor, Mona", "Moor, M"],
    ] {
        assert_eq!(with_initial(names), none, "{names:?}");
    }
    for names in [
        ["Lee, Soo-Young", "Lee, Sooyoung", "Lee, S"],
        ["Quay, Alex", "Quay, Alexander", "Quay, A"],
        ["Moor, Catherine", "Moor, Katherine", "Moor, C"],
    ] {
        let groups = with_initial(names);
        assert!(groups.iter().any(|group| group.contains('a') && group.contains('c')), "{names:?}: {groups:?}");
    }
}

/// Two records with one DOI and one number in PubMed are not parted by a third that has neither and fits one of them.
#[test]
fn what_has_no_identifier_parts_no_two_that_share_one() {
    let row = |id: &str, volume: &str, pages: &str, numbers: &str| {
        format!(
            "{id},Statistics of ferry traffic on two straits,\"Quay, P; Moor, O\",1986,{FERRIES},{volume},8476,{pages},{numbers}"
        )
    };
    let numbers = "10.5555/fn.86,2868172";
    let groups =
        grouped(&[&row("a", "1", "307-10", numbers), &row("b", "327", "307-310", numbers), &row("c", "327", "", ",")]);
    assert!(groups.iter().any(|group| group.starts_with("a b")), "{groups:?}");
}
