//! A methods paragraph and a statement on automation, in words that can go into a paper.

use std::io::{self, Write};

use super::prisma_2020::stage;
use super::prisma_s::{since, with_platform};
use super::{Facts, STANDARDS, Status, list, plural};
use crate::audit::Story;
use crate::export::StoryExport;
use crate::flow::Flow;
use crate::protocol::{Protocol, SourceKind, Stage};

/// `methods.md`.
pub const EXPORT: StoryExport = StoryExport {
    file: "methods.md",
    about: "A methods paragraph and a statement on automation in plain English, and what is not reported yet.",
    write,
};

fn write(story: &Story, flow: &Flow, out: &mut dyn Write) -> io::Result<()> {
    let facts = Facts::new(story, flow);
    writeln!(out, "# Search and selection\n")?;
    for paragraph in search_and_selection(&facts) {
        writeln!(out, "{}\n", markdown(&paragraph))?;
    }
    writeln!(out, "# Automation\n")?;
    for paragraph in automation(&facts) {
        writeln!(out, "{}\n", markdown(&paragraph))?;
    }
    writeln!(out, "# Not reported\n")?;
    for standard in STANDARDS {
        for item in standard.items {
            let answer = item.answer(&facts);
            if matches!(answer.status, Status::NotReported | Status::Partly) {
                let status = answer.status.words();
                let text = markdown(&answer.text);
                writeln!(out, "- {} item {}, {}: {status}. {text}", standard.name, item.number, item.topic)?;
            }
        }
    }
    writeln!(out, "\nRun: {}", story.started.run)
}

/// `text` with every character that Markdown would take for a mark set apart: names and reasons are other people's.
fn markdown(text: &str) -> String {
    const MARKS: &str = "\\`*_[]<>#|~&$";
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if MARKS.contains(c) {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// What was searched, and how references were selected.
pub fn search_and_selection(facts: &Facts<'_>) -> Vec<String> {
    let protocol = &facts.story.protocol;
    let mut paragraphs = Vec::new();
    paragraphs.extend(protocol.review.exports_are.caution().map(str::to_owned));
    if facts.is_replay() {
        let doi = protocol.review.doi.as_ref().map(|doi| format!(", doi:{doi}")).unwrap_or_default();
        paragraphs.push(format!(
            "This is a replay of a published review ({}{doi}). Sources, searches and criteria are told as the review reports \
             them; duplicates, exclusions and numbers are those of the replay, not of the review.",
            protocol.review.title
        ));
    }
    paragraphs.extend(update(facts));
    paragraphs.push([searched(protocol), rounds(facts), found(facts)].join(" "));
    paragraphs.push(duplicates(facts));
    paragraphs.push([criteria(protocol), selected(facts)].join(" "));
    paragraphs
}

/// Of an update: that it is one, what the earlier version included, and what became of its searches. `None` for other reviews.
fn update(facts: &Facts<'_>) -> Option<String> {
    let previous = facts.flow.previous?;
    let told = &facts.story.started.previous;
    let mut text = "This review is an update of an earlier version of it".to_owned();
    match previous.reports {
        Some(reports) => text.push_str(&format!(", which had included {}.", plural(reports, "report", "reports"))),
        None => text.push_str("; how many reports that had included is not known."),
    }
    if let (Some(again), Some(excluded)) = (previous.again, previous.excluded) {
        text.push_str(&format!(
            " The searches of the update found {} of these again: {again} included again, {excluded} now excluded{}.",
            told.found.len(),
            match told.found.len() as u64 - again - excluded {
                0 => String::new(),
                open => format!(", {open} not decided yet"),
            }
        ));
    }
    text.extend(since(&told.searches).map(|since| format!(" {since}")));
    if let (Some(new), Some(total)) = (facts.flow.new_reports(), facts.flow.total_reports()) {
        text.push_str(&format!(" New are {}, which makes {total} in all.", plural(new, "report", "reports")));
    }
    if let Some(excluded) = previous.excluded.filter(|excluded| *excluded > 0) {
        let (was, still) = if excluded == 1 { ("report that was", "counts") } else { ("reports that were", "count") };
        text.push_str(&format!(" The {excluded} {was} included before and excluded now still {still} in the numbers of the earlier version."));
    }
    Some(text)
}

fn searched(protocol: &Protocol) -> String {
    let of = |kinds: &[SourceKind]| -> Vec<String> {
        protocol.sources.iter().filter(|source| kinds.contains(&source.kind)).map(with_platform).collect()
    };
    let parts: Vec<String> = [
        (&[SourceKind::Database][..], "database", "databases"),
        (&[SourceKind::Register], "register", "registers"),
        (&[SourceKind::Website], "website", "websites"),
        (&[SourceKind::Organisation], "organisation", "organisations"),
        (&[SourceKind::Citation], "citation search", "citation searches"),
        (&[SourceKind::Expert], "group of experts", "groups of experts"),
        (&[SourceKind::Handsearch], "hand search", "hand searches"),
    ]
    .into_iter()
    .filter_map(|(kinds, one, many)| {
        let names = of(kinds);
        let noun = if names.len() == 1 { one } else { many };
        (!names.is_empty()).then(|| format!("the {noun} {}", list(&names)))
    })
    .collect();
    format!("The search covered {}.", list(&parts))
}

fn rounds(facts: &Facts<'_>) -> String {
    let protocol = &facts.story.protocol;
    let searches = protocol.searches().count() as u64;
    let mut text = format!(
        "{} made in {}.",
        plural(searches, "search was", "searches were"),
        plural(protocol.iterations.len() as u64, "round", "rounds")
    );
    let days: Vec<&str> =
        protocol.searches().filter_map(|(_, search)| search.run_on.on.as_ref()).map(|date| date.raw.as_str()).collect();
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first == last => {
            text.push_str(&format!(" Searches with a known day were run on {first}."))
        }
        (Some(first), Some(last)) => {
            text.push_str(&format!(" Searches with a known day were run between {first} and {last}."))
        }
        _ => text.push_str(" The days of the searches are not reported."),
    }
    text
}

fn found(facts: &Facts<'_>) -> String {
    let story = facts.story;
    let without: Vec<&str> = story
        .protocol
        .searches()
        .zip(&facts.yields.searches)
        .filter(|(_, gave)| gave.records.is_none())
        .map(|((_, search), _)| search.id.as_str())
        .collect();
    let mut text = format!("The exports hold {}.", plural(story.records.len() as u64, "record", "records"));
    if !without.is_empty() {
        let noun = if without.len() == 1 { "search" } else { "searches" };
        text.push_str(&format!(
            " No export could be had of the {noun} {}; that is not counted as zero.",
            list(&without)
        ));
    }
    text
}

fn duplicates(facts: &Facts<'_>) -> String {
    let story = facts.story;
    let by_people = story.links.iter().filter(|link| link.ruling.is_some()).count() as u64;
    let by_rule = story.links.len() as u64 - by_people;
    let repeats = (story.records.len() - story.groups.len()) as u64;
    format!(
        "Duplicates were identified with litsieve {} (preset {}): named rules compare titles, authors, years, journals, \
         volumes, issues, pages and identifiers. {} another, which leaves {}; {} joined by rule and {} by people. {}",
        story.started.tool.version,
        story.protocol.matching.preset.name(),
        plural(repeats, "record repeats", "records repeat"),
        plural(story.groups.len() as u64, "reference", "references"),
        plural(by_rule, "pair was", "pairs were"),
        by_people,
        match story.doubts.len() as u64 {
            0 => "No pair was left in doubt.".to_owned(),
            n => format!("{} not merged and left for a person.", plural(n, "doubtful pair was", "doubtful pairs were")),
        }
    )
}

fn criteria(protocol: &Protocol) -> String {
    let at = |stage: Stage| -> Vec<String> {
        protocol.criteria.iter().filter(|rule| rule.stage == stage).map(|rule| rule.reason.clone()).collect()
    };
    let parts: Vec<String> = Stage::ALL
        .into_iter()
        .filter(|&stage| !at(stage).is_empty())
        .map(|at_stage| format!("{}, {}", stage(at_stage), at(at_stage).join(", ")))
        .collect();
    if parts.is_empty() {
        return "The protocol has no criterion: nothing was screened, and every reference counts as included."
            .to_owned();
    }
    format!("The criteria for exclusion, in the order in which they are applied: {}.", parts.join("; "))
}

fn selected(facts: &Facts<'_>) -> String {
    let flow = facts.flow;
    let removed = |by_people: bool| -> u64 {
        let stages = flow.columns().flat_map(|column| &column.stages);
        stages.map(|stage| if by_people { stage.removed_by_people() } else { stage.removed_by_rule() }).sum()
    };
    let mut text = format!(
        "{} excluded by rules and {} by people{}.",
        plural(removed(false), "reference was", "references were"),
        removed(true),
        match not_retrieved(flow) {
            0 => String::new(),
            n => format!("; {} not be retrieved", plural(n, "report could", "reports could")),
        }
    );
    text.push_str(&readers(&facts.story.protocol));
    if flow.is_interim() {
        text.push_str(&format!(
            " {} not decided yet; {} so far.",
            plural(flow.undecided(), "reference is", "references are"),
            plural(flow.included(), "passes", "pass")
        ));
    } else {
        text.push_str(&format!(" The screened set has {}.", plural(flow.included(), "reference", "references")));
    }
    if flow.open_full_texts() > 0 {
        text.push_str(&format!(
            " The full texts of {} were not assessed yet.",
            plural(flow.open_full_texts(), "reference of it", "references of it")
        ));
    }
    text
}

/// Reports that left the review because nobody could have them.
fn not_retrieved(flow: &Flow) -> u64 {
    flow.columns().filter_map(|column| column.reports.as_ref()).map(|reports| reports.not_retrieved).sum()
}

/// Who decides at the stages for which the protocol asks for several people.
fn readers(protocol: &Protocol) -> String {
    let votes = protocol.votes.iter().filter(|rule| rule.voters > 1);
    votes
        .map(|rule| {
            let how = if rule.adjudicate { "; where they differ, a further ruling settles it" } else { "" };
            format!(" The protocol asks for {} people to decide {}{how}.", rule.voters, stage(rule.stage))
        })
        .collect()
}

/// What was decided by rule and what by people.
pub fn automation(facts: &Facts<'_>) -> Vec<String> {
    let story = facts.story;
    let counted = |rules: fn(&crate::wire::audit::Decision) -> bool, outcome: &str| {
        story.groups.iter().filter(|told| told.decision.decision == outcome && rules(&told.decision)).count() as u64
    };
    let by_rule: fn(&crate::wire::audit::Decision) -> bool = |decision| decision.ruling.is_none();
    let by_people: fn(&crate::wire::audit::Decision) -> bool = |decision| decision.ruling.is_some();
    let mut people: Vec<&str> =
        story.rulings.iter().filter(|ruling| ruling.in_force).map(|ruling| ruling.by.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    let kinds: Vec<&str> =
        story.protocol.criteria.iter().filter(|rule| rule.kind != "person").map(|rule| rule.id.as_str()).collect();
    let first = format!(
        "litsieve {} read the exports, identified duplicates and applied {} of the protocol{}. Its rules included {} and \
         excluded {}; people included {} and excluded {}{}; {} for a person.",
        story.started.tool.version,
        plural(kinds.len() as u64, "criterion", "criteria"),
        if kinds.is_empty() { String::new() } else { format!(" ({})", list(&kinds)) },
        plural(counted(by_rule, "included"), "reference", "references"),
        counted(by_rule, "excluded"),
        counted(by_people, "included"),
        counted(by_people, "excluded").saturating_sub(not_retrieved(facts.flow)),
        match not_retrieved(facts.flow) {
            0 => String::new(),
            n => format!(", and could not retrieve {}", plural(n, "report", "reports")),
        },
        plural(facts.flow.undecided(), "reference waits", "references wait"),
    );
    let second = match people.len() as u64 {
        0 => "No person has ruled on anything so far.".to_owned(),
        n => format!(
            "{} ruled, each ruling with name and time, and with the reason where one was given.",
            plural(n, "person has", "people have")
        ),
    };
    let third = "Every exclusion by rule names the words in the records that it rests on. A missing value never excludes \
                 unless the protocol says so; the flow notes where it does. No statistical or language model decided \
                 anything; a ranking, where one is used, changes only the order in which people read. The same files give \
                 the same results, byte for byte; the command litsieve verify checks it.";
    let ranking = &facts.story.started.ranking;
    let fourth = (!ranking.is_empty())
        .then(|| format!("References were offered to readers in the order of a ranking: {ranking}."));
    [first, second, third.to_owned()].into_iter().chain(fourth).collect()
}
