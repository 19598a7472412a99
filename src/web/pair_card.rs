//! Two records that may be one reference, side by side.

use maud::{Markup, html};

use super::card::links;
use super::marks::{Mark, Why, marked};
use super::pair::differing;
use super::review::Review;
use crate::matching::Doubt;
use crate::record::{Field, Fields, RecordId};

/// The page of a doubtful pair.
pub(super) fn pair_card(review: &Review, doubt: &Doubt) -> Markup {
    let (a, b) = (doubt.link.a, doubt.link.b);
    html! {
        article.pair data-pair=(super::queue::pair_name(review, a, b)) aria-labelledby="title" {
            h2 id="title" tabindex="-1" { "Are these two the same report?" }
            p.why { b { "Why in doubt: " } (doubt.why.told(false, |id| review.name(id).to_string())) }
            @let said: Vec<_> = review.board.on_pair(a, b).collect();
            @if !said.is_empty() {
                section.conflict aria-labelledby="said" {
                    h3 id="said" { "The answers contradict each other, so none counts" }
                    ul.said { @for ruling in said { li { b { (ruling.by) } " " (ruling.verdict) @if !ruling.note.is_empty() { div.note { (ruling.note) } } } } }
                }
            }
            (table(review, a, b))
            p.soft { "Rule " code { (doubt.link.rule) } ", likeness " (format!("{:.2}", doubt.link.score)) }
        }
    }
}

/// Both records, field by field, with what differs marked.
pub(super) fn table(review: &Review, a: RecordId, b: RecordId) -> Markup {
    let (left, right) = (Fields::of(review.records().record(a)), Fields::of(review.records().record(b)));
    let rows = rows(&left).into_iter().zip(rows(&right));
    html! {
        div.scroll { table.compare {
            thead { tr { td {} (head(review, a, &left)) (head(review, b, &right)) } }
            tbody {
                @for ((name, one), (_, other)) in rows {
                    @if !one.is_empty() || !other.is_empty() {
                        tr.differs[differs(&one, &other)] {
                            th scope="row" { (name) @if differs(&one, &other) { span.unseen { " (differs)" } } }
                            td { (cell(&one, &other)) }
                            td { (cell(&other, &one)) }
                        }
                    }
                }
            }
        } }
    }
}

fn head(review: &Review, id: RecordId, fields: &Fields) -> Markup {
    html! {
        th scope="col" {
            code { (review.name(id)) }
            @if let Some(search) = review.search_of(id) { div.soft { (review.protocol.sources[search.source].name) ", search " (search.id) } }
            (links(fields))
        }
    }
}

fn rows(fields: &Fields) -> Vec<(&'static str, String)> {
    let authors: Vec<String> = fields.authors.iter().map(ToString::to_string).collect();
    vec![
        (Field::Title.name(), fields.title.clone()),
        (Field::Author.name(), authors.join("; ")),
        ("year", fields.year().map_or_else(String::new, |year| year.to_string())),
        (Field::Container.name(), fields.container.clone()),
        (Field::Volume.name(), fields.volume.clone()),
        (Field::Issue.name(), fields.issue.clone()),
        (Field::Pages.name(), fields.pages.to_string()),
        (Field::Doi.name(), fields.doi.as_ref().map_or_else(String::new, ToString::to_string)),
        (Field::Pmid.name(), fields.pmid.as_ref().map_or_else(String::new, ToString::to_string)),
        (Field::DocumentType.name(), fields.document_types.join("; ")),
        (Field::Conference.name(), fields.conference.clone()),
        (Field::Publisher.name(), fields.publisher.clone()),
        (Field::Abstract.name(), fields.abstract_text.clone()),
    ]
}

/// Both sides say something, and not the same.
fn differs(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && (!differing(one, other).is_empty() || !differing(other, one).is_empty())
}

fn cell(text: &str, other: &str) -> Markup {
    if text.is_empty() {
        return html! { span.soft { "not given" } };
    }
    if other.is_empty() {
        return html! { (text) };
    }
    let marks: Vec<Mark> = differing(text, other)
        .into_iter()
        .map(|span| Mark { span, why: Why::Criterion(0), tip: "differs".to_owned() })
        .collect();
    marked(text, &marks)
}
