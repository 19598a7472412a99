//! What a review has to report of its search and selection, as far as the protocol and the run tell it: checklists that
//! fill themselves, a methods paragraph, a statement on automation, a history of the searches.
//!
//! Invariant: an answer rests on the protocol or on the run, and says where; what neither tells is "not reported".

mod history;
mod methods;
mod prisma_2020;
mod prisma_s;

use std::io::{self, Write};

use super::StoryExport;
use super::csv::write_table;
use crate::audit::{Story, Yields, yields};
use crate::diagnostic::plural;
use crate::flow::Flow;
use crate::protocol::{ExportsAre, Mode};

pub use history::EXPORT as HISTORY;
pub use methods::{EXPORT as METHODS, automation, search_and_selection};
pub use prisma_s::with_platform;

/// `checklists.csv`.
pub const CHECKLISTS: StoryExport = StoryExport {
    file: "checklists.csv",
    about: "PRISMA-S and the PRISMA 2020 items on search and selection: the answer, and the place that proves it.",
    write,
};

/// The standards, in the order in which they are shown.
pub const STANDARDS: &[Standard] = &[prisma_s::STANDARD, prisma_2020::STANDARD];

/// A reporting standard, as far as it is about searching and selecting.
#[derive(Clone, Copy)]
pub struct Standard {
    /// Its name.
    pub name: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// Its items.
    pub items: &'static [Item],
}

/// One item of a standard.
#[derive(Clone, Copy)]
pub struct Item {
    /// Its number there.
    pub number: &'static str,
    /// What it is about.
    pub topic: &'static str,
    /// What it asks, in our words.
    pub asks: &'static str,
    answer: fn(&Facts<'_>) -> Answer,
}

impl Item {
    /// The answer. Of a replay it says who did what: what the review reports, and what the replay did.
    pub fn answer(&self, facts: &Facts<'_>) -> Answer {
        let Answer { status, text, replay, place, section } = self.of_review(facts);
        if !facts.is_replay() {
            return Answer { status, text: capitalised(&text), replay, place, section };
        }
        let mut all = match status {
            Status::Reported | Status::Partly => format!("The review reports, as the protocol has it: {text}"),
            Status::NotReported | Status::NoneListed => format!("Of the review: {text}"),
        };
        if let Some(replay) = &replay {
            all.push_str(&format!(" {}: {replay}", facts.this_replay()));
        }
        Answer { status, text: all, replay, place, section }
    }

    /// The answer without the words that say whose it is.
    fn of_review(&self, facts: &Facts<'_>) -> Answer {
        (self.answer)(facts)
    }
}

/// How far an item is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// In full.
    Reported,
    /// In part: something that the item asks is missing.
    Partly,
    /// Neither the protocol nor the run tells it.
    NotReported,
    /// The review lists nothing of this kind.
    NoneListed,
}

impl Status {
    /// The words for readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Partly => "partly reported",
            Self::NotReported => "not reported",
            Self::NoneListed => "none listed",
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How far the item is answered.
    pub status: Status,
    /// The answer, or what is missing.
    pub text: String,
    /// Of a replay: what this program did, which is no merit of the review.
    pub replay: Option<String>,
    /// Where it stands: tables of the protocol, files of the results.
    pub place: &'static str,
    /// The section of the report that shows it.
    pub section: &'static str,
}

impl Answer {
    fn new(status: Status, text: impl Into<String>, place: &'static str, section: &'static str) -> Self {
        Self { status, text: text.into(), replay: None, place, section }
    }

    /// An answer that is whole if nothing is missing, and in part otherwise.
    fn with_gap(text: String, gap: Option<String>, place: &'static str, section: &'static str) -> Self {
        match gap {
            None => Self::new(Status::Reported, text, place, section),
            Some(gap) => Self::new(Status::Partly, format!("{text} {gap}").trim().to_owned(), place, section),
        }
    }

    fn not_reported(text: impl Into<String>, place: &'static str) -> Self {
        Self::new(Status::NotReported, text, place, "inputs")
    }

    /// What the protocol says under a key of `[reporting]`; an empty list says that there is `none`.
    fn said(said: Option<&Vec<String>>, none: &str, missing: &str) -> Self {
        const PLACE: &str = "protocol.toml: [reporting]";
        let text = match said.map(Vec::as_slice) {
            None => return Self::not_reported(missing, PLACE),
            Some([]) => none.to_owned(),
            Some(list) => format!("{}.", list.join("; ").trim_end_matches('.')),
        };
        Self::new(Status::Reported, text, PLACE, "inputs")
    }

    /// An answer about something that this program did. In a new review that is what the review did; in a replay it is not,
    /// and the item is answered by what the review reports, if anything.
    fn own_work(facts: &Facts<'_>, done: Done) -> Self {
        let Done { text, gap, reported, unknown, place, section } = done;
        if !facts.is_replay() {
            return Self::with_gap(text, gap, place, section);
        }
        let answer = match reported {
            Some(reported) => Self::with_gap(reported, Some(unknown.to_owned()), place, section),
            None => Self::new(Status::NotReported, unknown, place, section),
        };
        Self { replay: Some([Some(text), gap].into_iter().flatten().collect::<Vec<_>>().join(" ")), ..answer }
    }
}

/// What this program did about an item.
struct Done {
    /// What it did.
    text: String,
    /// What is missing in it.
    gap: Option<String>,
    /// Of a replay: what the review reports.
    reported: Option<String>,
    /// Of a replay: what nobody knows of the review.
    unknown: &'static str,
    place: &'static str,
    section: &'static str,
}

/// What answers rest on.
pub struct Facts<'a> {
    /// The run.
    pub story: &'a Story,
    /// Its numbers.
    pub flow: &'a Flow,
    /// What its searches gave.
    pub yields: Yields,
}

impl<'a> Facts<'a> {
    /// Collects them.
    pub fn new(story: &'a Story, flow: &'a Flow) -> Self {
        Self { story, flow, yields: yields(story) }
    }

    /// Whether a published review is replayed: then what this program did is not what the review did.
    pub fn is_replay(&self) -> bool {
        self.story.protocol.review.mode == Mode::Replay
    }

    /// What this program did, in one word and what it was done on.
    fn this_replay(&self) -> &'static str {
        match self.story.protocol.review.exports_are {
            ExportsAre::Original => "This replay",
            ExportsAre::Rerun => "This replay, of searches run again",
            ExportsAre::Demonstration => "This replay, of made-up exports",
        }
    }
}

fn write(story: &Story, flow: &Flow, out: &mut dyn Write) -> io::Result<()> {
    let facts = Facts::new(story, flow);
    let exports_are = story.protocol.review.exports_are.name();
    let items = STANDARDS.iter().flat_map(|standard| standard.items.iter().map(move |item| (standard.name, item)));
    let rows = items.map(|(standard, item)| {
        let answer = item.answer(&facts);
        let status = answer.status.words();
        [standard, item.number, item.topic, item.asks, status, &answer.text, answer.place, exports_are]
            .map(str::to_owned)
    });
    let columns = ["standard", "item", "topic", "asks", "status", "answer", "where", "exports_are"];
    write_table(out, &story.started.run, columns, rows)
}

/// A sentence as it begins a text.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `a`, `a and b`, `a, b and c`.
fn list<S: AsRef<str>>(parts: &[S]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!([list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
    }

    #[test]
    fn the_standards_are_whole() {
        let numbers: Vec<&str> = prisma_s::STANDARD.items.iter().map(|item| item.number).collect();
        let all: Vec<String> = (1..=16).map(|number| number.to_string()).collect();
        assert_eq!(numbers, all, "PRISMA-S has 16 items");
        assert!(STANDARDS.iter().flat_map(|standard| standard.items).all(|item| !item.asks.is_empty()));
    }
}
