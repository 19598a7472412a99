//! `litsieve why`: the whole story of one reference in a screenful, told from the audit alone.

mod one;
mod search;
mod two;

use super::Story;

pub use search::Sought;

/// An answer to `why`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The numbers of the groups that were meant; empty if nothing was found.
    pub groups: Vec<usize>,
    /// The answer for a reader, lines ended by LF.
    pub text: String,
}

/// How many groups are listed when a question fits many.
const LISTED: usize = 10;

/// Why did this end as it did? `what` is the identifier of a record or group, a DOI, an accession number, or words of a title.
pub fn why(story: &Story, what: &str) -> Answer {
    match search::find(story, what) {
        Sought::Group(number, record) => {
            Answer { groups: vec![number], text: one::tell(story, &story.groups[number], record.as_deref()) }
        }
        Sought::Several(numbers) => Answer { text: list(story, what, &numbers), groups: numbers },
        Sought::Nothing(near) => Answer { groups: Vec::new(), text: search::nothing(story, what, &near) },
    }
}

/// Why are two records one, or two? `None` unless both are identifiers of records.
pub fn why_two(story: &Story, a: &str, b: &str) -> Option<Answer> {
    let groups = [story.group_number_of(a)?, story.group_number_of(b)?];
    let mut numbers = groups.to_vec();
    numbers.dedup();
    Some(Answer { text: two::tell(story, story.record(a)?, story.record(b)?), groups: numbers })
}

fn list(story: &Story, what: &str, numbers: &[usize]) -> String {
    let mut text = format!("`{what}` fits {} references:\n", numbers.len());
    for &number in numbers.iter().take(LISTED) {
        let told = &story.groups[number];
        text.push_str(&format!(
            "  {}  {}  {}{}\n",
            told.group.group,
            one::outcome(told),
            one::cut(&told.group.reference.title, 60),
            one::in_brackets(&told.group.reference.year)
        ));
    }
    if numbers.len() > LISTED {
        text.push_str(&format!("  and {} more\n", numbers.len() - LISTED));
    }
    text.push_str("Ask for one of them by its name, or give more words of the title.\n");
    text
}
