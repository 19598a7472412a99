//! The page for people.

use serde_json::Value;

use crate::made_up::{self, FILES, PROTOCOL, review};

/// The data that the page's table is drawn from.
fn data(page: &str) -> Vec<Value> {
    let start = page.find("<script id=\"data\" type=\"application/json\">").expect("the page has data");
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
    let groups = data(&page);
    assert_eq!(
        groups.iter().map(|group| group["g"].as_str().unwrap()).collect::<Vec<_>>(),
        ["g-a-1", "g-a-2", "g-a-3", "g-b-7", "g-w-2"]
    );
    assert_eq!(groups[0]["n"].as_array().unwrap().len(), 3);
    assert_eq!(groups[1]["o"], "excluded");
    assert!(page.contains("Interim: 1 of 5 references wait for a person"));
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
        let handled = link.starts_with("ref=") || link.starts_with("box-");
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
    assert_eq!(page.matches("</script>").count(), 2, "the data and the script end once each");
    assert!(data(&page).iter().any(|group| group["t"] == hostile), "and the title is whole");
}

#[test]
fn a_screen_reader_finds_its_way() {
    let page = review().result("report.html");
    for words in [
        "<html lang=\"en\">",
        "<main id=\"main\">",
        "Skip to the content",
        "<nav aria-label=\"Sections\">",
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
