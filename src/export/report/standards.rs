//! The checklists, the methods paragraph and the statement on automation, as the page shows them.

use maud::{Markup, html};

use super::super::standards::{Facts, STANDARDS, Standard, Status, automation, search_and_selection};
use super::html::{Section, plural, table};

/// The checklists.
pub fn checklists(facts: &Facts<'_>) -> Section {
    Section::new(
        "checklists",
        "Checklists",
        html! {
            p { "Filled from the protocol and the run. What neither of them tells is \"not reported\", and never guessed." }
            @for standard in STANDARDS { (checklist(standard, facts)) }
        },
    )
}

fn checklist(standard: &Standard, facts: &Facts<'_>) -> Markup {
    let answers: Vec<_> = standard.items.iter().map(|item| (item, item.answer(facts))).collect();
    let with = |status| answers.iter().filter(|(_, answer)| answer.status == status).count() as u64;
    let columns = [("Item", false), ("Asks", false), ("Status", false), ("Answer", false), ("Where", false)];
    let rows = answers.iter().map(|(item, answer)| {
        html! {
            th scope="row" { (item.number) " " (item.topic) }
            td { (item.asks) }
            td { span class={ "tag " (class(answer.status)) } { (answer.status.words()) } }
            td { (answer.text) }
            td { a href={ "#" (answer.section) } { (answer.place) } }
        }
    });
    html! {
        h3 { (standard.name) }
        p {
            (with(Status::Reported)) " of " (answers.len()) " items are reported, " (with(Status::Partly)) " in part; "
            (plural(with(Status::NotReported), "is", "are")) " not reported; of " (with(Status::NoneListed)) " the protocol lists nothing."
        }
        (table(standard.name, &columns, rows.into_iter()))
        p.soft { "Items in our words, after " (standard.source) "." }
    }
}

fn class(status: Status) -> &'static str {
    match status {
        Status::Reported => "reported",
        Status::Partly => "partly",
        Status::NotReported => "mismatch",
        Status::NoneListed => "plain-tag",
    }
}

/// The texts for a paper.
pub fn methods(facts: &Facts<'_>) -> Section {
    Section::new(
        "methods",
        "Methods and automation",
        html! {
            p.soft { "Words that can go into a paper; methods.md has them as text." }
            h3 { "Search and selection" }
            @for paragraph in search_and_selection(facts) { p { (paragraph) } }
            h3 { "Statement on automation" }
            @for paragraph in automation(facts) { p { (paragraph) } }
        },
    )
}
