//! PRISMA 2020, the items on search and selection.

use super::{Answer, Done, Facts, Item, STANDARDS, Standard, Status, list, plural};
use crate::protocol::{CriterionRule, Stage};

/// The standard.
pub const STANDARD: Standard = Standard {
    name: "PRISMA 2020",
    source: "Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement. BMJ 2021;372:n71. doi:10.1136/bmj.n71",
    items: ITEMS,
};

#[rustfmt::skip]
const ITEMS: &[Item] = &[
    Item { number: "5", topic: "Eligibility criteria", asks: "What had a report to meet to be included?", answer: criteria },
    Item { number: "6", topic: "Information sources", asks: "Which sources were searched, and when last?", answer: sources },
    Item { number: "7", topic: "Search strategy", asks: "What was the full strategy for every source, with its limits?", answer: strategy },
    Item { number: "8", topic: "Selection process", asks: "How many people decided, whether independently, and with which automation?", answer: selection },
    Item { number: "16a", topic: "Results of search and selection", asks: "How many records were found, removed, screened, sought, assessed and included?", answer: numbers },
    Item { number: "16b", topic: "Excluded studies", asks: "Which reports looked eligible and were excluded, and why?", answer: excluded },
    Item { number: "24a", topic: "Registration", asks: "Where is the review registered?", answer: registration },
    Item { number: "24b", topic: "Protocol", asks: "Where can the protocol be read?", answer: protocol },
    Item { number: "24c", topic: "Amendments", asks: "What changed after the protocol was written, and why?", answer: amendments },
    Item { number: "27", topic: "Availability of data and code", asks: "Which data and code can others use, and where?", answer: availability },
];

fn criteria(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: [[criterion]]; decisions.csv";
    let rules = &facts.story.protocol.criteria;
    if rules.is_empty() {
        return Answer::not_reported("The protocol has no criterion.", PLACE);
    }
    let each: Vec<String> =
        rules.iter().map(|rule| format!("{} ({}{})", rule.id, self::stage(rule.stage), asked(rule))).collect();
    let text = format!("{}, in this order: {}.", plural(rules.len() as u64, "criterion", "criteria"), list(&each));
    if facts.is_replay() {
        let reasons: Vec<&str> = rules.iter().map(|rule| rule.reason.as_str()).collect();
        let reported = format!("reasons to exclude, in this order: {}.", reasons.join("; "));
        return Answer { replay: Some(text), ..Answer::new(Status::Reported, reported, PLACE, "criteria") };
    }
    Answer::new(Status::Reported, text, PLACE, "criteria")
}

/// What a criterion asks, behind its stage.
fn asked(rule: &CriterionRule) -> String {
    let words = rule.question.clone().unwrap_or_else(|| rule.settings.in_words());
    if words.is_empty() { words } else { format!(": {words}") }
}

/// The answer of PRISMA-S to the item with this number.
fn prisma_s(facts: &Facts<'_>, number: &str) -> Option<Answer> {
    STANDARDS[0].items.iter().find(|item| item.number == number).map(|item| item.of_review(facts))
}

/// Puts answers to other items together: in full where all are.
fn together(answers: impl IntoIterator<Item = Option<Answer>>, place: &'static str) -> Answer {
    let answers: Vec<Answer> =
        answers.into_iter().flatten().filter(|answer| answer.status != Status::NoneListed).collect();
    let text: Vec<&str> = answers.iter().map(|answer| answer.text.as_str()).collect();
    let has = |status| answers.iter().any(|answer| answer.status == status);
    let status = match (has(Status::Partly) || has(Status::NotReported), has(Status::Reported) || has(Status::Partly)) {
        (false, _) => Status::Reported,
        (true, true) => Status::Partly,
        (true, false) => Status::NotReported,
    };
    Answer::new(status, text.join(" "), place, "searches")
}

fn sources(facts: &Facts<'_>) -> Answer {
    together(["1", "3", "4", "5", "6", "13"].map(|number| prisma_s(facts, number)), "protocol.toml: [source], run_on")
}

fn strategy(facts: &Facts<'_>) -> Answer {
    together(
        ["8", "9"].map(|number| prisma_s(facts, number)),
        "protocol.toml: [[iteration.search]]; search-history.json",
    )
}

fn selection(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: [stage]; decisions.csv; methods.md";
    let story = facts.story;
    let stages: Vec<String> = story
        .protocol
        .votes
        .iter()
        .map(|rule| {
            let people = plural(u64::from(rule.voters), "person decides", "people decide");
            format!("{people} on each reference {} by the protocol", stage(rule.stage))
        })
        .collect();
    let tool = format!("Rules of the protocol were applied by litsieve {}.", story.started.tool.version);
    let (text, gap) = match stages.as_slice() {
        [] => (tool, Some("The protocol does not say how many people decide.".to_owned())),
        some => (format!("{}. {tool}", list(some)), None),
    };
    let unknown = "how many people selected references, and whether independently, is not in the protocol.";
    Answer::own_work(facts, Done { text, gap, reported: None, unknown, place: PLACE, section: "log" })
}

/// When something happens, in words.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::BeforeScreening => "before screening",
        Stage::Screening => "in screening",
        Stage::Eligibility => "at full text",
    }
}

fn numbers(facts: &Facts<'_>) -> Answer {
    let (flow, counts) = (facts.flow, &facts.story.counts);
    let text = format!(
        "{} identified, {} references; {} excluded or not retrieved, {} in the screened set.",
        plural(counts.records, "record", "records"),
        counts.groups,
        counts.excluded,
        flow.included()
    );
    let text = match of_update(facts) {
        Some(update) => format!("{text} {update}"),
        None => text,
    };
    let gap = match (flow.undecided(), flow.open_full_texts()) {
        (0, 0) => None,
        (0, unread) => Some(format!(
            "{} not assessed yet, so later numbers are not known yet.",
            plural(unread, "full text is", "full texts are")
        )),
        (undecided, _) => Some(format!(
            "{} undecided, so later numbers are not known yet.",
            plural(undecided, "reference is", "references are")
        )),
    };
    let (place, section) = ("flow.csv; flow.svg; protocol.toml: [[published]]", "published");
    let (place, section) = if facts.is_replay() { (place, section) } else { ("flow.csv; flow.svg", "flow") };
    let unknown = "What it does not report is listed under published against replayed numbers.";
    Answer::own_work(facts, Done { text, gap, reported: published(facts), unknown, place, section })
}

/// The numbers that only an update has.
fn of_update(facts: &Facts<'_>) -> Option<String> {
    let previous = facts.flow.previous?;
    let known = |number: Option<u64>| number.map_or_else(|| "not known".to_owned(), |number| number.to_string());
    let mut text = format!(
        "This is an update: reports in the earlier version {}, new reports {}, in all {}.",
        known(previous.reports),
        known(facts.flow.new_reports()),
        known(facts.flow.total_reports())
    );
    if let Some(excluded) = previous.excluded.filter(|excluded| *excluded > 0) {
        text.push_str(&format!(
            " {excluded} of those in the earlier version excluded in this one, and still in the total."
        ));
    }
    Some(text)
}

/// The numbers that the review published of itself, but for those of single searches.
fn published(facts: &Facts<'_>) -> Option<String> {
    let all = facts.story.protocol.published.iter().filter(|published| published.number.value.is_some());
    let each: Vec<String> = all
        .map(|published| {
            let of = if published.scope == "review" {
                String::new()
            } else {
                format!(" ({})", published.scope.replace(':', " "))
            };
            format!("{}{of}: {}", published.what.replace('_', " "), published.number.words())
        })
        .collect();
    (!each.is_empty()).then(|| format!("{}.", each.join("; ")))
}

fn excluded(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "excluded.csv";
    let at_full_text: u64 = facts.flow.columns().map(|column| column.at(Stage::Eligibility).removed()).sum();
    let missing: u64 =
        facts.flow.columns().filter_map(|column| column.reports.as_ref()).map(|reports| reports.not_retrieved).sum();
    let all = facts.story.counts.excluded.saturating_sub(missing);
    let text = format!(
        "{}, each with its reason, {at_full_text} of them at full text{}.",
        plural(all, "exclusion is listed", "exclusions are listed"),
        match missing {
            0 => String::new(),
            n => format!(
                "; {}",
                plural(
                    n,
                    "report that was not retrieved is listed with them",
                    "reports that were not retrieved are listed with them"
                )
            ),
        }
    );
    let assessed = facts.flow.columns().any(|column| column.reports.is_some());
    let gap = (!assessed).then(|| "No full text was assessed so far.".to_owned());
    let unknown = "which reports it excluded, and why, is not in the protocol.";
    Answer::own_work(facts, Done { text, gap, reported: None, unknown, place: PLACE, section: "exclusions" })
}

fn registration(facts: &Facts<'_>) -> Answer {
    let said = facts.story.protocol.reporting.registration.as_ref();
    Answer::said(said, "The review is not registered.", "The protocol names no registration.")
}

fn protocol(facts: &Facts<'_>) -> Answer {
    let digest = &facts.story.started.protocol.sha256;
    let short = digest.get(..16).unwrap_or(digest);
    let what = if facts.is_replay() { "its own protocol" } else { "the protocol" };
    let text = format!("{what} stands in report.html and in audit.jsonl, word for word (SHA-256 {short}…).");
    let place = "protocol.toml; audit.jsonl";
    let unknown = "where its protocol can be read, if it had one, is not told.";
    Answer::own_work(facts, Done { text, gap: None, reported: None, unknown, place, section: "inputs" })
}

fn amendments(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: [[amendment]]";
    let amendments = &facts.story.protocol.amendments;
    if amendments.is_empty() {
        return Answer::new(Status::NoneListed, "The protocol lists no amendment.", PLACE, "inputs");
    }
    let each: Vec<String> = amendments
        .iter()
        .map(|amendment| format!("{}: {} ({})", amendment.on.raw, amendment.what, amendment.why))
        .collect();
    Answer::new(Status::Reported, format!("{}.", each.join("; ")), PLACE, "inputs")
}

fn availability(facts: &Facts<'_>) -> Answer {
    let text =
        "exports, protocol, rulings and results are files with digests, from which litsieve computes everything \
                again."
            .to_owned();
    let unknown = "whether its exports, decisions and code can be had is not in the protocol.";
    let place = "summary.json; audit.jsonl; protocol.toml: [reporting]";
    let data = facts.story.protocol.reporting.data.as_ref();
    let said = data.map(|_| Answer::said(data, "They can be had nowhere.", "").text);
    match said {
        Some(said) if facts.is_replay() => {
            Answer { replay: Some(text), ..Answer::new(Status::Reported, said, place, "inputs") }
        }
        Some(said) => {
            Answer::new(Status::Reported, format!("{text} Where they are published: {said}"), place, "inputs")
        }
        None => {
            let gap = Some("Where they are published is not reported.".to_owned());
            Answer::own_work(facts, Done { text, gap, reported: None, unknown, place, section: "inputs" })
        }
    }
}
