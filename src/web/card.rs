//! One reference as a reader sees it.

use maud::{Markup, html};

use super::answers;
use super::marks::{Mark, Why, colour, marked, places, wanted};
use super::pdf;
use super::queue::{self, READING};
use super::review::Review;
use crate::evidence::{Finding, Verdict, Weight};
use crate::matching::{Merged, merge};
use crate::pipeline::{Outcome, Retrieval};
use crate::protocol::{CriterionRule, Stage};
use crate::record::{Field, Fields, RecordId};
use crate::ruling::{Ruling, RulingKind};

/// Most authors that are named.
const MOST_AUTHORS: usize = 12;

/// The page of a group; `stage` is the stage that is read for, `by` the reader, `words` what the reader looks for.
pub(super) fn card(review: &Review, group: usize, stage: Stage, by: &str, words: &str) -> Markup {
    let merged = merge(review.records(), review.group(group));
    let fields = &merged.fields;
    html! {
        article.card data-group=(review.group(group).name) aria-labelledby="title" {
            div.text {
                h2 id="title" tabindex="-1" lang=[language(fields)] { (text_with_marks(review, group, &merged, Field::Title, words)) }
                (details(fields))
                (status(review, group, stage, by))
                @if queue::conflict(review, group) == Some(stage) { (conflict(review, group, stage, by)) }
                @if queue::in_doubt(review, group) == Some(stage) { (in_doubt(review, group, stage, by)) }
                @if stage == Stage::Eligibility { (full_text(review, group, fields)) }
                div.abstract lang=[language(fields)] {
                    @if fields.abstract_text.is_empty() { p.soft { "No abstract in any of its records." } }
                    @else { p { (text_with_marks(review, group, &merged, Field::Abstract, words)) } }
                }
                @if !fields.keywords.is_empty() { p.keywords { b { "Keywords " } (keywords(review, group, &fields.keywords)) } }
            }
            aside.side aria-label="About this reference" {
                (criteria(review, group, by))
                (moved_by(review, group))
                (origin(review, group))
                (history(review, group, by))
            }
        }
    }
}

/// The language of the texts as browsers and screen readers know it.
fn language(fields: &Fields) -> Option<&'static str> {
    const TAGS: [(&str, &str); 10] = [
        ("eng", "en"),
        ("fra", "fr"),
        ("deu", "de"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("nld", "nl"),
        ("swe", "sv"),
        ("zho", "zh"),
        ("rus", "ru"),
    ];
    let code = fields.languages.first()?.code();
    TAGS.iter().find(|(long, _)| *long == code).map(|(_, tag)| *tag)
}

/// Authors, year, journal and links.
fn details(fields: &Fields) -> Markup {
    let authors: Vec<String> = fields.authors.iter().take(MOST_AUTHORS).map(ToString::to_string).collect();
    let more = fields.authors.len().saturating_sub(MOST_AUTHORS);
    let place = [
        fields.container.clone(),
        [fields.volume.as_str(), &if fields.issue.is_empty() { String::new() } else { format!("({})", fields.issue) }]
            .concat(),
        fields.pages.to_string(),
    ];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    html! {
        p.details {
            @if authors.is_empty() { "No author" } @else { (authors.join("; ")) @if more > 0 { " and " (more) " more" } }
            @if let Some(year) = fields.year() { " · " b { (year) } } @else { " · " b { "no year" } }
            @if !place.is_empty() { " · " i { (place.join(", ")) } }
            @if let Some(kind) = fields.document_type { " · " (kind.name().replace('-', " ")) }
        }
        (links(fields))
    }
}

/// Where the document may be found. Only addresses of the web become links.
pub(super) fn links(fields: &Fields) -> Markup {
    let mut links: Vec<(String, String)> = Vec::new();
    if let Some(doi) = &fields.doi {
        links.push((format!("DOI {doi}"), format!("https://doi.org/{}", encoded(doi.as_str()))));
    }
    if let Some(pmid) = &fields.pmid {
        links.push((format!("PubMed {pmid}"), format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/")));
    }
    if let Some(pmcid) = &fields.pmcid {
        links.push((format!("PMC {pmcid}"), format!("https://www.ncbi.nlm.nih.gov/pmc/articles/{pmcid}/")));
    }
    let web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    let pages = fields.urls.iter().filter(web).filter(|url| !url.contains("doi.org/")).take(2);
    links.extend(pages.map(|url| ("Landing page".to_owned(), url.clone())));
    html! {
        @if !links.is_empty() {
            p.links {
                @for (name, address) in links {
                    a href=(address) target="_blank" rel="noopener noreferrer" { (name) span.unseen { " (opens a new tab)" } } " "
                }
            }
        }
    }
}

/// A DOI as a part of an address.
fn encoded(doi: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/():;".contains(&b);
    doi.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// A text of the merged reference with the evidence of each criterion and the terms of the queries.
fn text_with_marks(review: &Review, group: usize, merged: &Merged, field: Field, words: &str) -> Markup {
    let text = if field == Field::Title { &merged.fields.title } else { &merged.fields.abstract_text };
    if text.is_empty() {
        return html! { "No title" };
    }
    let origin = merged.origins.iter().find(|(of, _)| *of == field).map(|(_, id)| *id);
    let mut marks = evidence_marks(review, group, field, text, origin);
    let terms = review.terms.find(text).into_iter();
    marks.extend(terms.map(|span| Mark { span, why: Why::Term, tip: String::new() }));
    marks.extend(wanted(text, words));
    marked(text, &marks)
}

fn evidence_marks(review: &Review, group: usize, field: Field, text: &str, origin: Option<RecordId>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let rules = review.protocol.criteria.iter().zip(&review.screened(group).findings).enumerate();
    for (number, (rule, finding)) in rules {
        let evidence = finding.iter().flat_map(|finding| &finding.evidence);
        for found in evidence.filter(|found| found.field == field && is_worth_marking(&found.words, text)) {
            let exact = (origin == Some(found.record)).then_some(found.span.start as usize..found.span.end as usize);
            let tip = format!("{}: {}", rule.id, found.cue);
            let places = places(text, &found.words, exact);
            marks.extend(places.into_iter().map(|span| Mark { span, why: Why::Criterion(number), tip: tip.clone() }));
        }
    }
    marks
}

/// A finding that rests on the whole text would paint all of it.
fn is_worth_marking(words: &str, text: &str) -> bool {
    words.len() * 2 < text.len() || words.len() < 30
}

fn keywords(review: &Review, group: usize, keywords: &[String]) -> Markup {
    let text = keywords.join("; ");
    let mut marks = Vec::new();
    for field in [Field::Keyword, Field::SubjectHeading] {
        marks.extend(evidence_marks(review, group, field, &text, None));
    }
    let terms = review.terms.find(&text).into_iter();
    marks.extend(terms.map(|span| Mark { span, why: Why::Term, tip: String::new() }));
    marked(&text, &marks)
}

/// What the readers said who do not agree, beside each other.
fn conflict(review: &Review, group: usize, stage: Stage, by: &str) -> Markup {
    let at_issue = queue::at_issue(review, group, stage);
    let is_reader = at_issue.iter().any(|word| word.by == by);
    html! {
        section.conflict aria-labelledby="conflict" {
            h3 id="conflict" { "The readers do not agree" }
            (words_of(&at_issue))
            p.soft { "Your decision settles it and names what they said." }
            @if is_reader { p { b { "You are one of these readers." } " Somebody else should settle it; if you do, say in the note how you agreed." } }
        }
    }
}

/// What was said of a reference that nobody excludes and somebody was unsure of.
fn in_doubt(review: &Review, group: usize, stage: Stage, by: &str) -> Markup {
    let votes: Vec<&Ruling> = queue::votes(review, group, stage).collect();
    let own = votes.iter().find(|vote| vote.by == by);
    let is_alone = own.is_some() && votes.len() == 1;
    html! {
        section.conflict aria-labelledby="doubt" {
            h3 id="doubt" { "To look at again" }
            @if !is_alone { (words_of(&votes)) }
            p.soft { @match own.map(|vote| vote.verdict.as_str()) {
                Some("unsure") => "You were unsure. Nobody excludes it, and it waits until you decide again.",
                Some(_) => "Nobody excludes it. It waits until whoever was unsure decides again, or somebody else settles it.",
                None => "Nobody excludes it. Your decision settles it and names what was said.",
            } }
        }
    }
}

/// What people said, one a line.
fn words_of(words: &[&Ruling]) -> Markup {
    html! {
        ul.said { @for said in words {
            li { b { (said.by) } " " span.tag.(said.verdict) { (verdict_in_words(said)) } @if !said.note.is_empty() { div.note { (said.note) } } }
        } }
    }
}

/// What is known of the full text, and what can be said of it.
fn full_text(review: &Review, group: usize, fields: &Fields) -> Markup {
    let said = review.rulings_on(group).filter(|ruling| ruling.kind == RulingKind::Retrieval).last();
    html! {
        section.full-text aria-labelledby="full" {
            h3 id="full" { "Full text" }
            p {
                @match said {
                    Some(said) => { span.tag.(said.verdict) { (said.verdict.replace('-', " ")) } " " span.soft { "says " (said.by) } @if !said.note.is_empty() { ": " (said.note) } }
                    None => { span.soft { "Nobody has sought it yet." } }
                }
            }
            @if let Some(path) = pdf::find(review, group, fields) {
                p { a href={ "pdf/" (review.group(group).name) } target="_blank" { "PDF: " (path.file_name().unwrap_or_default().to_string_lossy()) } }
            }
            p {
                button.plain type="button" data-do="sought" { "Sought" kbd { "f" } } " "
                button.plain type="button" data-do="retrieved" { "Retrieved" kbd { "t" } } " "
                button.plain type="button" data-do="not-retrieved" { "Not retrieved: say why" kbd { "w" } }
            }
        }
    }
}

/// The words by which the ranking put the reference where it is.
fn moved_by(review: &Review, group: usize) -> Markup {
    html! {
        @if let Some(movers) = review.ranked.movers.get(&group) {
            section aria-labelledby="moved" {
                h3 id="moved" { "Why it comes now" }
                p.soft { "Words that moved it in the order of reading; they decide nothing." }
                ul.movers { @for mover in movers { li { (if mover.weight > 0.0 { "▲ " } else { "▼ " }) (mover.words) span.unseen { (if mover.weight > 0.0 { " (up)" } else { " (down)" }) } } } }
            }
        }
    }
}

/// What the reader said, and what became of the reference as far as the reader may know.
fn status(review: &Review, group: usize, stage: Stage, by: &str) -> Markup {
    let own = queue::own_vote(review, group, stage, by);
    let words = queue::own_words(review, group, stage, by);
    // Not the decision itself: that votes of others took part in it is not for this reader to know yet.
    let decision = queue::decision_for(review, group, by);
    let state = queue::shown_state(review, group, by);
    html! {
        @if own.is_none() && words.len() > 1 {
            section.conflict aria-labelledby="twice" {
                h3 id="twice" { "You said two things" }
                ul.said { @for vote in &words { li { span.tag.(vote.verdict) { (verdict_in_words(vote)) } " " span.soft { (when(vote)) } @if !vote.note.is_empty() { div.note { (vote.note) } } } } }
                p.soft { "On two machines, each without knowing of the other. Decide again: that takes the place of both." }
            }
        }
        @if own.is_some() || state != "to-review" {
            p.status {
                @if let Some(vote) = own { span.tag.(vote.verdict) { "You: " (verdict_in_words(vote)) } " " }
                @if state != "to-review" {
                    span.tag.(state) {
                        (state)
                        @if let Outcome::Excluded(Some(number)) = decision.outcome { ": " (review.protocol.criteria[number].reason) }
                        @if decision.by == crate::evidence::Actor::Rule { " by rule" }
                        @if state == "excluded" && review.screened(group).retrieval == Some(Retrieval::NotRetrieved) && decision.stage == Stage::Eligibility { ": not retrieved" }
                    }
                }
            }
            @if let Some(note) = own.map(|vote| vote.note.as_str()).filter(|note| !note.is_empty()) { p.note { "Your note: " (note) } }
        }
        (word_at_full_text(review, group, by))
    }
}

/// The reader's word on the full text, and how to take it back: it counts whatever is said of title and abstract.
fn word_at_full_text(review: &Review, group: usize, by: &str) -> Markup {
    html! {
        @if let Some(vote) = queue::own_words(review, group, Stage::Eligibility, by).last() {
            p.status {
                span.tag.(vote.verdict) { "You at full text: " (verdict_in_words(vote)) } " "
                button.plain type="button" data-do="withdraw" data-stage=(vote.stage) { "Take back" kbd { "z" } }
            }
        }
    }
}

/// When it was said, for a reader.
fn when(ruling: &Ruling) -> String {
    ruling.at.replace('T', " ").trim_end_matches('Z').to_owned()
}

fn verdict_in_words(ruling: &Ruling) -> String {
    if ruling.kind == RulingKind::Criterion {
        format!("{}: {}", ruling.criterion, ruling.verdict.replace('-', " "))
    } else if ruling.criterion.is_empty() {
        ruling.verdict.clone()
    } else {
        format!("{}, {}", ruling.verdict, ruling.criterion)
    }
}

/// Every criterion with what it found, and what the reader can say of it.
fn criteria(review: &Review, group: usize, by: &str) -> Markup {
    let findings = &review.screened(group).findings;
    html! {
        section aria-labelledby="criteria" {
            h3 id="criteria" { "Criteria" }
            ol.criteria {
                @for (number, (rule, finding)) in review.protocol.criteria.iter().zip(findings).enumerate() {
                    li { (criterion(number, rule, finding.as_ref(), &said_of(review, group, rule, by), by)) }
                }
            }
        }
    }
}

/// What was said of a criterion, as far as the reader may know.
fn said_of<'r>(review: &'r Review, group: usize, rule: &'r CriterionRule, by: &str) -> Vec<&'r Ruling> {
    let are_shown = answers::are_shown(review, group, rule);
    answers::answers(review, group, &rule.id).filter(|ruling| are_shown || ruling.by == by).collect()
}

/// What a reader can say of a criterion: the word, its sign, its name.
const ANSWERS: [(&str, &str, &str); 3] =
    [("met", "✓", "met"), ("not-met", "✗", "not met"), ("unclear", "?", "unclear")];

fn criterion(number: usize, rule: &CriterionRule, finding: Option<&Finding>, said: &[&Ruling], by: &str) -> Markup {
    let verdict = finding.map(|finding| finding.verdict);
    let (word, class) = match verdict {
        Some(Verdict::Met) => ("met", "met"),
        Some(Verdict::NotMet) => ("not met", "not-met"),
        Some(Verdict::Unclear) if rule.question.is_some() => ("a question for you", "unclear"),
        Some(Verdict::Unclear) => ("unclear", "unclear"),
        None => ("does not apply", "soft"),
    };
    let is_open = verdict != Some(Verdict::Met);
    let own = said.iter().filter(|ruling| ruling.by == by).map(|ruling| ruling.verdict.as_str()).next_back();
    html! {
        div.criterion data-criterion=(rule.id) data-own=(own.unwrap_or_default()) {
            span.key { (number + 1) } " " b.(colour(number)) { (rule.id) } " " span.tag.(class) { (word) }
            @if finding.is_some() {
                " " span.answers role="group" aria-label={ "You say of " (rule.id) } {
                    @for (answer, sign, name) in ANSWERS {
                        button.answer.(answer) type="button" data-do="criterion" data-answer=(answer) aria-pressed=(own == Some(answer)) title=(name) {
                            span aria-hidden="true" { (sign) } span.unseen { (name) }
                        }
                    }
                }
            }
            @for ruling in said { div.soft { b { (ruling.by) } " says " (ruling.verdict.replace('-', " ")) @if !ruling.note.is_empty() { ": " (ruling.note) } } }
            @if let Some(question) = &rule.question { p { (question) } }
            @if let Some(finding) = finding {
                @if rule.question.is_none() { p.soft { (finding.reason) } }
                @let words = evidence_words(finding);
                @if is_open && !words.is_empty() { ul.evidence { @for (words, cue, weak) in words { li { q { (words) } " " span.soft { (cue) @if weak { ", weak" } } } } } }
            }
        }
    }
}

/// The words of a finding, each once, the decisive ones first.
fn evidence_words(finding: &Finding) -> Vec<(String, String, bool)> {
    const MOST: usize = 6;
    const LONGEST: usize = 90;
    let mut words: Vec<(bool, String, String)> = Vec::new();
    for found in &finding.evidence {
        let mut text: String = found.words.chars().take(LONGEST).collect();
        if text.len() < found.words.len() {
            text.push('…');
        }
        let entry = (found.weight == Weight::Weak, text, format!("{}, {}", found.cue, found.field.name()));
        if !words.contains(&entry) {
            words.push(entry);
        }
    }
    words.sort_by_key(|(weak, ..)| *weak);
    words.truncate(MOST);
    words.into_iter().map(|(weak, words, cue)| (words, cue, weak)).collect()
}

/// Where it was found, and of which records it is made.
fn origin(review: &Review, group: usize) -> Markup {
    let members = &review.group(group).records;
    let links = review.matches().links.iter();
    let links: Vec<_> = links.filter(|link| members.len() > 1 && members.contains(&link.a)).collect();
    html! {
        section aria-labelledby="found" {
            h3 id="found" { "Found" @if members.len() > 1 { ", merged from " (members.len()) " records" } }
            ul.records {
                @for &id in members {
                    li {
                        code { (review.name(id)) }
                        @if let Some(search) = review.search_of(id) { " in " (review.protocol.sources[search.source].name) ", search " b { (search.id) } }
                        @if members.len() > 1 {
                            div.soft { (review.records().record(id).title().unwrap_or("no title")) }
                        }
                    }
                }
            }
            @if !links.is_empty() {
                details { summary { "Why these are one" }
                    ul { @for link in links { li { (review.name(link.a)) " and " (review.name(link.b)) ": " (link.rule) } } }
                }
                button.plain type="button" data-do="split" { "Split this group" kbd { "x" } }
            }
            button.plain type="button" data-do="duplicate" { "It is a duplicate of…" kbd { "d" } }
        }
    }
}

/// What this reader said before, and what others said where the reader may know.
fn history(review: &Review, group: usize, by: &str) -> Markup {
    let of_criterion = |id: &str| review.protocol.criteria.iter().find(|rule| rule.id == id);
    let open = |said: &Ruling| match said.kind {
        RulingKind::Undo => false,
        RulingKind::Criterion => {
            of_criterion(&said.criterion).is_some_and(|rule| answers::are_shown(review, group, rule))
        }
        _ => Stage::from_name(&said.stage).is_none_or(|stage| queue::is_open_to_all(review, group, stage)),
    };
    let lines: Vec<(&Ruling, bool)> =
        review.board.history(group).filter(|(ruling, _)| ruling.by == by || open(ruling)).collect();
    html! {
        @if !lines.is_empty() {
            section aria-labelledby="said" {
                h3 id="said" { "Said so far" }
                ul.said { @for (ruling, counts) in lines {
                    li.gone[!counts] {
                        b { (ruling.by) } " " @if ruling.kind == RulingKind::Undo { "took back a decision" } @else { (verdict_in_words(ruling)) }
                        @if ruling.stage != READING.name() && !ruling.stage.is_empty() { " (" (ruling.stage.replace('_', " ")) ")" }
                        " " span.soft { (when(ruling)) }
                        @if !ruling.note.is_empty() { div.note { (ruling.note) } }
                    }
                } }
            }
        }
    }
}
