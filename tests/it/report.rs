//! The page for people.

use litsieve::audit::{Story, yields};
use litsieve::ruling::{Ruling, RulingKind};
use serde_json::Value;

use crate::made_up::{self, FILES, PROTOCOL, review, ruling};
use crate::support::{check_cli, shipped_review};

/// The JSON that the page holds under this name.
pub(crate) fn json(page: &str, id: &str) -> Value {
    let start = page.find(&format!("<script id=\"{id}\" type=\"application/json\">")).expect("the page has data");
    let text = &page[start..];
    let text = &text[text.find('>').unwrap() + 1..text.find("</script>").unwrap()];
    serde_json::from_str(text).unwrap()
}

/// The values of an attribute, in order.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn the_page_holds_every_reference_with_its_records() {
    let page = review().result("report.html");
    let data = json(&page, "data");
    assert_eq!(data["groups"]["g"], serde_json::json!(["g-a-1", "g-a-2", "g-a-3", "g-b-7", "g-w-2"]));
    assert_eq!(data["groups"]["n"][0].as_array().unwrap().len(), 3);
    assert_eq!(data["records"]["r"].as_array().unwrap().len(), 7);
    let outcome = |group: usize| &data["words"][data["groups"]["o"][group].as_u64().unwrap() as usize];
    assert_eq!([outcome(0), outcome(1), outcome(3)], ["included", "excluded", "to-review"]);
    let stories = json(&page, "part-0");
    assert_eq!(stories[0]["v"].as_array().unwrap().len(), 3, "the values of every record of the first group");
    assert_eq!(stories[0]["l"].as_array().unwrap().len(), 2, "and why they are one report");
    assert!(page.contains("Interim: 1 of 5 references waits for a person"));
}

#[test]
fn a_page_with_a_problem_is_not_headed_in_green() {
    let all = ["kandili", "lampes de port", "lamps at sea", "light and lamp: a port report"];
    let with = |verdict: &str| {
        let said = all.map(|title| ruling(RulingKind::Group, "eligibility", title, verdict, "ann"));
        made_up::with(PROTOCOL, &FILES, said.to_vec()).result("report.html")
    };
    let fine = with("include");
    assert!(
        fine.contains("<div class=\"banner ok\"><p class=\"headline\">Complete: "),
        "{}",
        &fine[fine.find("banner").unwrap_or(0)..][..300]
    );
    // Excluded by a person, and nobody says why.
    let grave = with("exclude");
    assert!(grave.contains("<div class=\"banner warn\"><p class=\"headline\">Complete: "));
    assert!(grave.contains("1 thing does not hold: see what is marked as a problem."));
}

/// What an editor with ten minutes reads first says what it means.
#[test]
fn the_page_says_what_was_asked_and_what_is_included_in_plain_words() {
    let excluded = Ruling {
        note: "about ships".into(),
        from: "rayyan, articles.csv".into(),
        criterion: "english".into(),
        ..ruling(RulingKind::Group, "screening", "kandili", "exclude", "ann")
    };
    let page = made_up::with(PROTOCOL, &FILES, vec![excluded]).result("report.html");
    let stories = json(&page, "part-0").to_string();
    let said =
        "ann: exclude, english (title and abstract, 2020-01-01, imported from rayyan, articles.csv): about ships";
    assert!(stories.contains(said), "{stories}");
    let words = json(&page, "data")["words"].to_string();
    assert!(words.contains("\"title and abstract: english\""), "{words}");
    let nav = &page[page.find("<nav").unwrap()..page.find("</nav>").unwrap()];
    assert!(nav.contains("href=\"#box-included\""), "what is included is found at once: {nav}");
    // The values of a criterion stand beside what its kind does.
    assert!(page.contains("<br>from 1990") || page.contains("<br>any: eng"), "the criteria with their values");
    assert!(page.contains("the dark part of it is "), "the plot of the sources has a legend");
    // A review that published nothing is not held against what it published.
    assert!(!page.contains("id=\"published\"") && !page.contains("href=\"#published\""));
    assert!(page.contains(">Made by litsieve "), "nothing was replayed");
    let replay = PROTOCOL.replace("mode = \"new\"", "mode = \"replay\"");
    let page = made_up::with(&replay, &FILES, Vec::new()).result("report.html");
    assert!(page.contains("id=\"published\"") && page.contains(">Replayed by litsieve "));
}

/// What a box of the page leads to, as a number.
pub(crate) fn led_to(data: &Value, id: &str) -> u64 {
    let (kind, bit) = (data["boxes"][id][0].as_str().unwrap(), data["boxes"][id][1].as_u64().unwrap());
    let bits = data[if kind == "g" { "groups" } else { "records" }]["x"].as_array().unwrap();
    bits.iter().filter(|bits| bits.as_u64().unwrap() >> bit & 1 == 1).count() as u64
}

/// The numbers of flow.csv by the name of their row.
fn flow(made: &made_up::MadeUp) -> Vec<(String, String)> {
    let text = made.result("flow.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| (row[0].to_owned(), row[7].to_owned())).collect()
}

#[test]
fn every_box_leads_to_as_many_as_it_says() {
    let decided = vec![
        ruling(RulingKind::Group, "screening", "kandili", "include", "ann"),
        ruling(RulingKind::Retrieval, "eligibility", "lamps at sea", "retrieved", "ann"),
        ruling(RulingKind::Group, "eligibility", "lamps at sea", "include", "ann"),
        ruling(RulingKind::Retrieval, "eligibility", "kandili", "not-retrieved", "ann"),
        ruling(RulingKind::Group, "eligibility", "light and lamp: a port report", "exclude", "ann"),
    ];
    for rulings in [Vec::new(), decided] {
        let made = made_up::with(PROTOCOL, &FILES, rulings);
        let data = json(&made.result("report.html"), "data");
        let mut checked = 0;
        for (name, n) in flow(&made) {
            let (Ok(n), Some(_)) = (n.parse::<u64>(), data["boxes"].get(&name)) else { continue };
            // The CSV counts duplicates alone; the box of the diagram holds all that was removed before screening.
            let box_name = if name == "duplicates" { "duplicates_only" } else { &name };
            // Reports are counted over all other methods, databases and websites without their names.
            if ["database_results", "website_results", "new_studies"].contains(&box_name) {
                continue;
            }
            assert_eq!(led_to(&data, box_name), n, "{name}");
            checked += 1;
        }
        assert!(checked >= 8, "{checked} boxes were compared");
        assert_eq!(led_to(&data, "database_results") + led_to(&data, "website_results"), 7);
    }
}

#[test]
fn every_box_of_the_diagram_is_known_to_the_page() {
    let page = review().result("report.html");
    let data = json(&page, "data");
    let boxes = attributes(&page, "href").into_iter().filter_map(|link| link.strip_prefix("#box-"));
    let unknown: Vec<&str> = boxes.filter(|id| data["boxes"].get(id).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn what_turns_text_around_is_shown_and_not_done() {
    let files = FILES.map(|(search, label, text)| (search, label, text.replace("Kandili", "Kan\u{202E}dili")));
    let files: Vec<_> = files.iter().map(|(search, label, text)| (*search, *label, text.as_str())).collect();
    let made = made_up::with(PROTOCOL, &files, Vec::new());
    let page = made.result("report.html");
    assert!(!page.contains('\u{202E}') && page.contains("Kan⟨U+202E⟩dili"));
    assert!(made.result("decisions.csv").contains("Kan\u{202E}dili"), "the data stays as it is");
}

#[test]
fn only_the_scripts_and_styles_of_the_page_may_run() {
    let page = review().result("report.html");
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.contains("script-src 'sha256-") && policy.contains("style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(attributes(&page, "style").is_empty() && attributes(&page, "onclick").is_empty());
}

#[test]
fn the_page_needs_no_network() {
    let page = review().result("report.html");
    assert!(page.contains("default-src 'none'"), "a policy forbids every connection");
    assert!(attributes(&page, "src").is_empty());
    for link in attributes(&page, "href") {
        assert!(link.starts_with('#'), "{link}");
    }
    assert!(!page.contains("<link ") && !page.contains("@import"));
    assert_eq!(page.matches("url(").count(), page.matches("url(#").count(), "only parts of the page are referred to");
}

#[test]
fn every_link_inside_the_page_leads_somewhere() {
    let page = review().result("report.html");
    let ids = attributes(&page, "id");
    for link in attributes(&page, "href").into_iter().filter_map(|link| link.strip_prefix('#')) {
        let handled = ["r-", "g-", "box-", "set-"].iter().any(|kind| link.starts_with(kind));
        assert!(handled || ids.contains(&link), "#{link}");
    }
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "no id stands twice");
}

#[test]
fn nothing_from_outside_becomes_markup() {
    let hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>";
    let files = FILES.map(|(search, label, text)| (search, label, text.replace("Kandili", hostile)));
    let files: Vec<_> = files.iter().map(|(search, label, text)| (*search, *label, text.as_str())).collect();
    let page = made_up::with(&PROTOCOL.replace("Maps", "<b onclick=x>"), &files, Vec::new()).result("report.html");
    assert!(!page.contains("<script>alert") && !page.contains("<img") && !page.contains("<b onclick"));
    assert_eq!(page.matches("</script>").count(), 3, "the data, the stories and the script end once each");
    let titles = &json(&page, "data")["groups"]["t"];
    assert!(titles.as_array().unwrap().iter().any(|title| title == hostile), "and the title is whole");
}

#[test]
fn a_screen_reader_finds_its_way() {
    let page = review().result("report.html");
    for words in [
        "<html lang=\"en\">",
        "<main id=\"main\" tabindex=\"-1\">",
        "Skip to the content",
        "<nav aria-label=\"Contents\">",
        "role=\"status\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    let unlabelled = page
        .split("<th")
        .skip(1)
        .filter(|rest| rest.starts_with(['>', ' ']) && !rest.split('>').next().unwrap().contains("scope="));
    assert_eq!(unlabelled.filter(|rest| !rest.starts_with("ead")).count(), 0, "every heading cell says what it heads");
}

/// Words that an editor would stumble over.
#[test]
fn what_is_assumed_is_called_so_and_no_sentence_is_cut() {
    let review = crate::support::shipped_review();
    crate::support::check_cli(review.path(), &["run"], 0);
    let page = std::fs::read_to_string(review.path().join("results/report.html")).unwrap();
    assert!(page.contains("1.ibss · International Bibliography of the Social Sciences (ProQuest, assumed)"));
    let criteria = &page[page.find("id=\"criteria\"").unwrap()..page.find("id=\"exclusions\"").unwrap()];
    for about in criteria.split("<div class=\"soft\">").skip(1).map(|rest| rest.split("</div>").next().unwrap()) {
        assert_eq!(about.matches('(').count(), about.matches(')').count(), "{about}");
    }
    let known = &page[page.find("id=\"known\"").unwrap()..page.find("id=\"criteria\"").unwrap()];
    assert_eq!(
        known.matches("perhaps <a href=\"#g-").count(),
        4,
        "what may be one of several is shown with what it may be"
    );
    assert!(!page.contains("in no export, or excluded") && !page.contains("\"the only one\""));
}

#[test]
fn what_every_search_gave_is_counted_once() {
    let made = review();
    let story = Story::of(&made.run()).unwrap();
    let gave = yields(&story);
    let rows: Vec<_> = gave.searches.iter().map(|gave| (gave.records, gave.references, gave.new, gave.alone)).collect();
    // Alpha has three references, of which two are nowhere else; beta and the website bring one each that is new.
    assert_eq!(rows, [(Some(3), 3, 3, 2), (Some(2), 2, 1, 1), (Some(2), 2, 1, 1), (None, 0, 0, 0)]);
    assert_eq!(gave.iterations.iter().map(|round| (round.records, round.new)).collect::<Vec<_>>(), [(Some(7), 5)]);
    let overlaps: Vec<_> = gave.overlaps.iter().map(|overlap| (overlap.sources.clone(), overlap.references)).collect();
    assert_eq!(overlaps, [(vec![0], 2), (vec![0, 1, 2], 1), (vec![1], 1), (vec![2], 1)]);
}

#[test]
fn the_shipped_review_shows_everything_that_an_editor_asks_for() {
    let folder = shipped_review();
    check_cli(folder.path(), &["-q", "run"], 0);
    let page = std::fs::read_to_string(folder.path().join("results/report.html")).unwrap();
    for section in [
        "flow",
        "remarks",
        "published",
        "searches",
        "sources",
        "known",
        "criteria",
        "exclusions",
        "duplicates",
        "doubtful",
        "references",
        "records",
        "noticed",
        "checklists",
        "methods",
        "log",
        "inputs",
    ] {
        assert!(page.contains(&format!("<section id=\"{section}\"")), "{section}");
    }
    for words in [
        "Set table-a1 (included)",
        "35 references: ",
        "excluded by nothing but",
        "none disagrees",
        "+ local government",
        "3 ways, depending on which operator comes first",
        "not reported; between 2017-04-26 and 2018-01-08",
        "How the sources overlap",
        "code-AUD008",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
