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
use super::csv::{RUN, write_row};
use crate::audit::{Story, Yields, yields};
use crate::diagnostic::plural;
use crate::flow::Flow;

pub use history::EXPORT as HISTORY;
pub use methods::{EXPORT as METHODS, automation, search_and_selection};

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
    /// What the review answers.
    pub fn answer(&self, facts: &Facts<'_>) -> Answer {
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
    /// Where it stands: tables of the protocol, files of the results.
    pub place: &'static str,
    /// The section of the report that shows it.
    pub section: &'static str,
}

impl Answer {
    fn new(status: Status, text: impl Into<String>, place: &'static str, section: &'static str) -> Self {
        Self { status, text: text.into(), place, section }
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
}

fn write(story: &Story, flow: &Flow, out: &mut dyn Write) -> io::Result<()> {
    let facts = Facts::new(story, flow);
    write_row(out, ["standard", "item", "topic", "asks", "status", "answer", "where", RUN])?;
    for standard in STANDARDS {
        for item in standard.items {
            let answer = item.answer(&facts);
            let status = answer.status.words();
            let cells = [standard.name, item.number, item.topic, item.asks, status, &answer.text, answer.place];
            write_row(out, cells.into_iter().chain([story.started.run.as_str()]))?;
        }
    }
    Ok(())
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
