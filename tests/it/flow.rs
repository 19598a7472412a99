//! The PRISMA numbers of a run.

use litsieve::flow::{BOXES, Flow};
use litsieve::ruling::{Ruling, RulingKind};

use crate::made_up::{self, FILES, MadeUp, PROTOCOL, review, ruling};

/// What stands in a box.
fn shown(made: &MadeUp, data: &str) -> String {
    let run = made.run();
    let row = BOXES.iter().find(|row| row.data == data).unwrap_or_else(|| panic!("no box {data}"));
    run.flow.shown(row, &made.protocol).text()
}

fn ruled(rulings: Vec<Ruling>) -> MadeUp {
    made_up::with(PROTOCOL, &FILES, rulings)
}

#[test]
fn the_numbers_are_counted_by_hand() {
    let made = review();
    // Alpha has 3 records, Beta 2, the web 2. "Lamps at sea" is in all three, so 4 reports were first found in
    // databases (5 - 1) and one on the web (2 - 1). One of the 4 is too old; of the 3 screened, one is French, one does not
    // say, one passes.
    for (data, n) in [
        ("database_results", "5"),
        ("database_specific_results", "Alpha Index, 3; Beta the other one, 2"),
        ("register_results", "NA"),
        ("website_results", "2"),
        ("organisation_results", "NA"),
        ("duplicates", "1"),
        ("excluded_automatic", "1"),
        ("excluded_other", "0"),
        ("records_screened", "3"),
        ("records_excluded", "1"),
        ("dbr_auto_reasons", "published outside 1990-2020, 1"),
        ("dbr_undecided_1", "0"),
        ("dbr_undecided_2", "1"),
        ("dbr_pass", "1"),
        ("oth_repeats", "1"),
        ("oth_pass", "1"),
        ("oth_undecided", "0"),
        ("overlap", "1"),
        ("previous_studies", "NA"),
    ] {
        assert_eq!(shown(&made, data), n, "{data}");
    }
}

#[test]
fn what_comes_after_an_undecided_stage_is_blank_and_never_zero() {
    let made = review();
    assert!(made.run().flow.is_interim());
    for data in
        ["dbr_sought_reports", "dbr_notretrieved_reports", "dbr_assessed", "dbr_excluded", "new_studies", "new_reports"]
    {
        assert_eq!(shown(&made, data), "", "{data}");
    }
    let heading = BOXES.iter().find(|row| row.r#box == "newstud").unwrap();
    assert!(made.run().flow.boxtext(heading).starts_with("INTERIM (1 undecided): "));
}

#[test]
fn full_texts_are_counted_from_rulings_only() {
    let decided = ruling(RulingKind::Group, "screening", "kandili", "include", "ann");
    let made = ruled(vec![decided.clone()]);
    assert!(!made.run().flow.is_interim());
    assert_eq!(shown(&made, "dbr_sought_reports"), "", "nobody said that a full text was sought");
    assert_eq!(shown(&made, "new_reports"), "3");

    let made = ruled(vec![
        decided,
        ruling(RulingKind::Retrieval, "eligibility", "kandili", "not-retrieved", "ann"),
        ruling(RulingKind::Group, "eligibility", "lamps at sea", "exclude", "ann"),
    ]);
    assert_eq!(shown(&made, "dbr_sought_reports"), "2");
    assert_eq!(shown(&made, "dbr_notretrieved_reports"), "1");
    assert_eq!(shown(&made, "dbr_assessed"), "1");
    assert_eq!(shown(&made, "dbr_excluded"), "no criterion named, 1");
    assert_eq!(shown(&made, "other_sought_reports"), "", "nobody said anything about the web's reports");
}

/// Full texts of the two reports of the databases that pass screening, and of the one of the web.
fn at_full_text(said: &[(RulingKind, &str, &str, &str)]) -> MadeUp {
    let mut rulings = vec![ruling(RulingKind::Group, "screening", "kandili", "include", "ann")];
    rulings.extend(said.iter().map(|(kind, title, verdict, by)| ruling(*kind, "eligibility", title, verdict, by)));
    ruled(rulings)
}

/// The numbers after screening, in their order.
fn later_boxes(made: &MadeUp) -> Vec<String> {
    let boxes = ["dbr_sought_reports", "dbr_notretrieved_reports", "dbr_assessed", "dbr_excluded", "dbr_pass"];
    boxes.iter().map(|data| shown(made, data)).collect()
}

#[test]
fn a_report_that_was_not_retrieved_leaves_the_review_there() {
    use RulingKind::{Group, Retrieval};
    let made =
        at_full_text(&[(Retrieval, "kandili", "not-retrieved", "ann"), (Group, "lamps at sea", "include", "ann")]);
    // Two pass screening: 2 sought - 1 not retrieved = 1 assessed; 1 assessed - 0 excluded = 1 included.
    assert_eq!(later_boxes(&made), ["2", "1", "1", "0", "1"]);
    let decisions = made.result("decisions.csv");
    let row = decisions.lines().find(|line| line.to_lowercase().contains("kandili")).unwrap();
    assert!(row.contains("excluded,eligibility") && row.contains("the full text was not retrieved"), "{row}");
    assert!(!made.result("included.csv").to_lowercase().contains("kandili"));
}

#[test]
fn what_people_say_of_one_full_text_against_each_other_is_told_and_counted_once() {
    use RulingKind::{Group, Retrieval};
    // Assessed after all.
    let made = at_full_text(&[
        (Retrieval, "kandili", "not-retrieved", "ann"),
        (Group, "kandili", "include", "bo"),
        (Group, "lamps at sea", "exclude", "ann"),
    ]);
    assert_eq!(later_boxes(&made), ["2", "0", "2", "no criterion named, 1", "1"]);
    let told = |made: &MadeUp| {
        let run = made.run();
        let found = litsieve::pipeline::ruling_diagnostics(&run.screened.deduplicated, run.protocol, run.rulings);
        found.into_iter().map(|found| format!("{} {}", found.code, found.message)).collect::<Vec<_>>()
    };
    assert!(
        told(&made)
            .iter()
            .any(|text| text.contains("RUL012") && text.contains("bo") && text.contains("counts as assessed")),
        "{:?}",
        told(&made)
    );
    // Retrieved by somebody else: it is awaited, whichever file comes first, and what comes later is not known yet.
    for (ann, zed) in [("not-retrieved", "retrieved"), ("retrieved", "not-retrieved")] {
        let made = at_full_text(&[
            (Retrieval, "kandili", ann, "ann"),
            (Retrieval, "kandili", zed, "zed"),
            (Group, "lamps at sea", "include", "ann"),
        ]);
        assert_eq!(later_boxes(&made), ["2", "", "", "", "2"]);
        assert!(told(&made).iter().any(|text| text.contains("counts as retrieved")), "{:?}", told(&made));
        assert_eq!(shown(&made, "new_reports"), "", "a full text is still open");
    }
}

#[test]
fn an_excluded_record_is_not_sought() {
    let made = ruled(vec![
        ruling(RulingKind::Group, "screening", "kandili", "exclude", "ann"),
        ruling(RulingKind::Retrieval, "eligibility", "kandili", "sought", "bo"),
        ruling(RulingKind::Group, "eligibility", "lamps at sea", "include", "ann"),
    ]);
    assert_eq!(later_boxes(&made), ["1", "0", "1", "0", "1"]);
}

/// One of the two that other methods found is a repeat; the other is excluded in screening: there is nothing to seek, which is 0.
#[test]
fn where_nothing_passes_screening_nothing_is_sought() {
    let exclude = |title| ruling(RulingKind::Group, "screening", title, "exclude", "ann");
    let made = ruled(vec![
        exclude("light and lamp a port report"),
        ruling(RulingKind::Group, "screening", "kandili", "include", "ann"),
    ]);
    let boxes = ["other_sought_reports", "other_notretrieved_reports", "other_assessed", "other_excluded"];
    assert_eq!(boxes.map(|data| shown(&made, data)), ["0", "0", "0", "0"]);
    assert_eq!(shown(&made, "dbr_sought_reports"), "", "two passed there, and nobody said anything of full texts");
}

/// Every number of the diagram in its four forms, counted by hand. Of the five reports one is too old (a rule, before
/// screening), one is French (a rule, in screening), three are read in full: "Kandili" is excluded then, "Lamps at sea" and the
/// port report of the web are included. "Lamps at sea" is in all three sources.
#[test]
fn the_diagram_in_its_four_forms_adds_up() {
    let rulings = || {
        vec![
            ruling(RulingKind::Group, "screening", "kandili", "include", "ann"),
            ruling(RulingKind::Group, "eligibility", "kandili", "exclude", "ann"),
            ruling(RulingKind::Group, "eligibility", "lamps at sea", "include", "ann"),
            ruling(RulingKind::Group, "eligibility", "light and lamp a port report", "include", "ann"),
        ]
    };
    let of_databases = |records: &str, registers: &str| -> Vec<(&'static str, String)> {
        let all = records == "7";
        let own = |text: &str| text.to_owned();
        vec![
            ("database_results", own("5")),
            ("register_results", own(registers)),
            ("duplicates", own(if all { "2" } else { "1" })),
            ("excluded_automatic", own("1")),
            ("excluded_other", own("0")),
            ("records_screened", own(if all { "4" } else { "3" })),
            ("records_excluded", own("1")),
            ("dbr_sought_reports", own(if all { "3" } else { "2" })),
            ("dbr_notretrieved_reports", own("0")),
            ("dbr_assessed", own(if all { "3" } else { "2" })),
            ("dbr_excluded", own("no criterion named, 1")),
            ("new_reports", own("2")),
        ]
    };
    let of_others = [
        ("website_results", "2"),
        ("other_sought_reports", "1"),
        ("other_notretrieved_reports", "0"),
        ("other_assessed", "1"),
        ("other_excluded", "0"),
    ];
    for (other_methods, update) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut protocol = PROTOCOL.to_owned();
        if !other_methods {
            protocol = protocol.replace("kind = \"website\"", "kind = \"register\"");
        }
        if update {
            protocol = protocol.replace("mode = \"new\"", "mode = \"update\"");
        }
        let mut made = made_up::with(&protocol, &FILES, rulings());
        if update {
            made.inputs.previous.studies = Some(9);
            made.inputs.previous.reports = Some(12);
            made.inputs.previous.again = Some(0);
        }
        let form = format!("other methods {other_methods}, update {update}");
        let expected = if other_methods { of_databases("5", "NA") } else { of_databases("7", "2") };
        for (data, n) in expected {
            assert_eq!(shown(&made, data), n, "{form}: {data}");
        }
        for (data, n) in of_others {
            assert_eq!(shown(&made, data), if other_methods { n } else { "NA" }, "{form}: {data}");
        }
        let earlier =
            [("previous_studies", "9"), ("previous_reports", "12"), ("total_reports", "14"), ("total_studies", "")];
        for (data, n) in earlier {
            assert_eq!(shown(&made, data), if update { n } else { "NA" }, "{form}: {data}");
        }
        // The picture and the page show the same, and every number of the CSV stands in a box of the picture.
        let picture = made.result("flow.svg");
        assert_eq!(picture.contains("via other methods"), other_methods, "{form}");
        assert_eq!(picture.contains("Previous studies"), update, "{form}");
        let words = texts(&picture);
        let screened = if other_methods { "Records screened (n = 3)" } else { "Records screened (n = 4)" };
        assert!(words.iter().any(|text| text == screened), "{form}: {words:?}");
        assert!(!picture.contains("INTERIM") && !picture.contains("not known yet"), "{form}: everything is decided");
    }
}

#[test]
fn an_unclear_finding_that_passes_is_counted() {
    let flow: Flow = review().run().flow;
    assert_eq!(flow.unclear.iter().map(|count| (count.criterion, count.groups)).collect::<Vec<_>>(), [(0, 1)]);
}

/// A review with two columns has one count of what its criteria leave unclear: the footnote says so.
#[test]
fn the_footnote_on_unclear_findings_says_which_columns_it_counts() {
    let made = review();
    let notes =
        |flow: &Flow| flow.notes(&made.protocol).into_iter().map(|note| note.text).collect::<Vec<_>>().join("\n");
    let mut flow = made.run().flow;
    assert!(flow.other.is_some(), "the made-up review has other methods");
    assert!(notes(&flow).contains("decides, in both columns together: "), "{}", notes(&flow));
    flow.other = None;
    assert!(notes(&flow).contains("the protocol decides: "), "{}", notes(&flow));
}

#[test]
fn a_source_without_an_export_has_no_number() {
    let flow = review().run().flow;
    assert_eq!(flow.sources.iter().map(|count| count.records).collect::<Vec<_>>(), [Some(3), Some(2), Some(2), None]);
}

#[test]
fn an_update_shows_the_earlier_version_as_far_as_it_is_known() {
    let protocol = PROTOCOL.replace("mode = \"new\"", "mode = \"update\"");
    let mut made =
        made_up::with(&protocol, &FILES, vec![ruling(RulingKind::Group, "screening", "kandili", "include", "ann")]);
    assert_eq!(shown(&made, "previous_reports"), "", "an update whose earlier results are not known");
    made.inputs.previous.reports = Some(12);
    assert_eq!(shown(&made, "previous_reports"), "12");
    // Whether it included some of these three already is not known: nothing is counted twice.
    assert_eq!([shown(&made, "new_reports"), shown(&made, "total_reports")], ["", ""]);
    assert!(made.result("flow.svg").contains("how many of the 3 in the screened set are new"));
    made.inputs.previous.again = Some(1);
    assert_eq!([shown(&made, "new_reports"), shown(&made, "total_reports")], ["2", "14"]);
    assert_eq!(shown(&made, "total_studies"), "");
}

/// Every text of an SVG, in order; fails if it is not well-formed XML.
fn texts(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut texts, mut depth) = (vec![String::new()], 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(_) => (depth += 1, texts.push(String::new())).1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Text(text) => texts.last_mut().unwrap().push_str(&text),
            quick_xml::events::Event::GeneralRef(name) => texts.last_mut().unwrap().push_str(&format!("&{};", &*name)),
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

#[test]
fn the_diagram_is_text_that_can_be_read_aloud() {
    let texts = texts(&review().result("flow.svg"));
    for words in ["Records screened (n = 3)", "Alpha Index (n = 3)", "Maps: no export", "Duplicate records (n = 1)"] {
        assert!(texts.iter().any(|text| text == words), "{words}: {texts:?}");
    }
    let description = texts.iter().find(|text| text.starts_with("INTERIM: 1 reference is undecided")).unwrap();
    assert!(description.contains("Records screened (n = 3)") && description.contains("not known yet"), "{description}");
    assert!(!texts.iter().any(|text| text.contains("(n = )")), "no number is left out where one should be");
}

#[test]
fn the_diagram_has_the_columns_that_the_review_has() {
    let databases_only = PROTOCOL.replace("kind = \"website\"", "kind = \"register\"");
    let svg = made_up::with(&databases_only, &FILES, Vec::new()).result("flow.svg");
    assert!(!svg.contains("other methods") && !svg.contains("Previous studies") && svg.contains("Registers (n = 2)"));
    assert!(review().result("flow.svg").contains("via other methods"));
    let update = PROTOCOL.replace("mode = \"new\"", "mode = \"update\"");
    assert!(made_up::with(&update, &FILES, Vec::new()).result("flow.svg").contains("Previous studies"));
}

#[test]
fn nothing_in_a_name_becomes_markup() {
    let hostile = PROTOCOL.replace("Alpha Index", "A<script>&\\u0007\\\"'x");
    let svg = made_up::with(&hostile, &FILES, Vec::new()).result("flow.svg");
    assert!(!svg.contains("<script") && svg.contains("A&lt;script&gt;&amp;\u{FFFD}&quot;'x"), "{svg}");
    texts(&svg);
}

#[test]
fn the_flow_is_written_by_itself_in_three_forms() {
    let review = crate::support::shipped_review();
    let check = |arguments: &[&str], code| crate::support::check_cli(review.path(), arguments, code);
    check(&["run"], 0);
    for file in ["flow.svg", "flow.csv", "flow.html"] {
        check(&["flow", "-o", file, "--results", "results"], 0);
    }
    let read = |path: &str| std::fs::read_to_string(review.path().join(path)).unwrap();
    for file in ["flow.svg", "flow.csv"] {
        assert_eq!(read(file), read(&format!("results/{file}")), "from the audit alone, as the run wrote it");
    }
    // Every box of the page leads to a place that the report knows.
    let (page, report) = (read("flow.html"), read("results/report.html"));
    let links: Vec<&str> =
        page.split("<a href=\"results/report.html#box-").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(links.len() >= 8 && !page.contains("<a href=\"#"), "{links:?}");
    for link in links {
        assert!(report.contains(&format!("<a href=\"#box-{link}\"")), "{link}");
    }
    // So does a page that lies elsewhere; where there is no report, that is said.
    std::fs::create_dir_all(review.path().join("talk/slides")).unwrap();
    let (_, said) = check(&["flow", "-o", "talk/slides/flow.html"], 0);
    assert!(
        read("talk/slides/flow.html").contains("<a href=\"../../results/report.html#box-"),
        "the way there and back"
    );
    assert!(said.contains("links to ") && !said.contains("not there"), "{said}");
    check(&["flow", "-o", "results/flow.html"], 0);
    assert!(read("results/flow.html").contains("<a href=\"report.html#box-"), "beside the report");
    std::fs::remove_file(review.path().join("results/report.html")).unwrap();
    let (_, said) = check(&["flow", "-o", "flow.html"], 0);
    assert!(said.contains("which is not there yet: `litsieve run` writes it"), "{said}");
    let (out, _) = check(&["flow"], 0);
    assert!(
        out.contains("Records identified from: Databases") && out.contains("165") && out.contains("Demonstration"),
        "{out}"
    );
    assert!(check(&["flow", "-o", "flow.png"], 2).1.contains("flow --help"), "PNG is made by another program");
    assert!(check(&["flow", "--help"], 0).0.contains("rsvg-convert -f pdf -o flow.pdf flow.svg"));
}
