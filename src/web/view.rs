//! What the page asks to see, and the answer.

use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use super::card::card;
use super::pair_card::pair_card;
use super::progress::{self, Counts, in_words};
use super::queue::{self, Narrowed, Queue};
use super::review::Review;
use super::{pilot, ranker};
use crate::audit::one_line;
use crate::diagnostic::{excerpt, plural};
use crate::protocol::Stage;

/// What the page asks to see.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    /// The list.
    pub queue: Queue,
    /// Words of title, authors, abstract or identifiers.
    pub words: String,
    /// Where it was found: see [`Narrowed::search`].
    pub search: String,
    /// What a criterion says: see [`Narrowed::unclear`].
    pub unclear: String,
    /// What became of it: see [`Narrowed::state`].
    pub state: String,
    /// The reference or pair to begin from; the first if it is empty.
    pub at: String,
    /// The first year.
    pub from: String,
    /// The last year.
    pub to: String,
    /// How many steps from there.
    pub step: i64,
    /// The number of the entry in the list, counted from 1, where one is asked for by its number.
    pub number: usize,
}

impl View {
    /// What the list is narrowed to.
    pub fn narrowed(&self) -> Narrowed {
        let Self { words, search, unclear, state, from, to, .. } = self.clone();
        Narrowed { words, search, unclear, state, from: year(&from), to: year(&to) }
    }

    /// What was typed for a year and is none.
    fn no_years(&self) -> impl Iterator<Item = &str> {
        [&self.from, &self.to]
            .into_iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty() && year(text).is_none())
    }
}

/// A year of four digits.
fn year(text: &str) -> Option<i16> {
    text.trim().parse().ok().filter(|year| (1000..=9999).contains(year))
}

/// The entries of a list, in its order.
pub(super) enum List {
    /// Groups, by number.
    Groups(Vec<usize>),
    /// Doubtful pairs, by number.
    Pairs(Vec<usize>),
}

impl List {
    pub fn of(review: &Review, view: &View, by: &str) -> Self {
        match view.queue {
            Queue::Pairs => Self::Pairs(queue::pairs(review)),
            queue => Self::Groups(queue::groups(review, queue, &view.narrowed(), by)),
        }
    }

    pub fn position(&self, review: &Review, name: &str) -> Option<usize> {
        match self {
            Self::Groups(groups) => {
                let group = review.find_group(name)?;
                groups.iter().position(|&other| other == group)
            }
            Self::Pairs(pairs) => pairs.iter().position(|&pair| pair_at(review, pair) == name),
        }
    }

    pub fn name(&self, review: &Review, position: usize) -> Option<String> {
        match self {
            Self::Groups(groups) => groups.get(position).map(|&group| review.group(group).name.clone()),
            Self::Pairs(pairs) => pairs.get(position).map(|&pair| pair_at(review, pair)),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Groups(list) | Self::Pairs(list) => list.len(),
        }
    }
}

fn pair_at(review: &Review, pair: usize) -> String {
    let link = &review.matches().doubtful[pair].link;
    queue::pair_name(review, link.a, link.b)
}

/// The answer to a view: the page's content with everything around it.
pub(super) fn show(review: &Review, view: &View, by: &str, now: Timestamp) -> Value {
    let list = List::of(review, view, by);
    if let Some(place) = view.number.checked_sub(1) {
        return show_at(review, view, &list, At::Place(place), by, now);
    }
    let here = list.position(review, &view.at);
    let last = list.len().saturating_sub(1) as i64;
    let position = here.map_or(0, |here| (here as i64 + view.step).clamp(0, last)) as usize;
    // A reference that is asked for by name is shown even where the list does not hold it.
    let asked_for = (here.is_none() && view.step == 0 && !view.at.is_empty()).then_some(view.at.as_str());
    show_at(
        review,
        view,
        &list,
        asked_for.filter(|name| exists(review, view.queue, name)).map_or(At::Place(position), At::Name),
        by,
        now,
    )
}

/// Which entry of a list is shown.
pub(super) enum At<'n> {
    Place(usize),
    Name(&'n str),
}

fn exists(review: &Review, queue: Queue, name: &str) -> bool {
    match queue {
        Queue::Pairs => find_pair(review, name).is_some(),
        _ => review.find_group(name).is_some(),
    }
}

/// The answer with the entry at a place of the list; the last where the list ends before it.
pub(super) fn show_at(review: &Review, view: &View, list: &List, at: At<'_>, by: &str, now: Timestamp) -> Value {
    let (name, position) = match at {
        At::Name(name) => (Some(name.to_owned()), list.position(review, name)),
        At::Place(place) => {
            let place = place.min(list.len().saturating_sub(1));
            (list.name(review, place), (list.len() > 0).then_some(place))
        }
    };
    let name = name.as_deref();
    let stage = stage_of(review, view.queue, name);
    let html = name.and_then(|name| content(review, view, name, stage, by));
    let counts = Counts::of(review, by);
    let progress = progress::progress(review, view.queue, by, &counts, now);
    let group = name.and_then(|name| review.find_group(name));
    // A conflict is settled with words of its own, never with those of one of its votes.
    let own =
        group.filter(|_| view.queue != Queue::Conflicts).and_then(|group| queue::own_vote(review, group, stage, by));
    json!({
        "html": html.unwrap_or_else(|| nothing(review, view)).into_string(),
        "name": name.unwrap_or_default(),
        "title": name.map(|name| title(review, view.queue, name)).unwrap_or_default(),
        "stage": stage.name(),
        "seen": group.map(|group| queue::seen(review, group, stage, by)).unwrap_or_default(),
        "note": own.map_or("", |vote| vote.note.as_str()),
        "narrowed": view.narrowed() != Narrowed::default(),
        "position": position.map(|position| position + 1),
        "total": list.len(),
        "counts": Queue::ALL.iter().map(|(queue, name, _)| ((*name).to_owned(), json!(counts.waiting(*queue)))).collect::<serde_json::Map<_, _>>(),
        "what": progress.what,
        "done": progress.done,
        "left": progress.left,
        "remaining": progress.seconds.filter(|_| progress.left > 0).map(in_words),
        "undo": !review.board.to_undo(by).is_empty(),
        "redo": !review.board.to_redo(by).is_empty(),
        "advice": advice(review).into_iter().collect::<Vec<_>>(),
        "notices": notices(review, view, progress.is_clock_behind),
    })
}

/// The stage that an entry is read for.
fn stage_of(review: &Review, queue: Queue, name: Option<&str>) -> Stage {
    match queue {
        Queue::Texts => Stage::Eligibility,
        Queue::Conflicts => {
            let group = name.and_then(|name| review.find_group(name));
            group.and_then(|group| queue::conflict(review, group)).unwrap_or(queue::READING)
        }
        _ => queue::READING,
    }
}

fn content(review: &Review, view: &View, name: &str, stage: Stage, by: &str) -> Option<Markup> {
    if view.queue == Queue::Pairs {
        return find_pair(review, name).map(|doubt| pair_card(review, doubt));
    }
    let group = review.find_group(name)?;
    Some(card(review, group, stage, by, &view.words))
}

fn find_pair<'r>(review: &'r Review, name: &str) -> Option<&'r crate::matching::Doubt> {
    let mut doubts = review.matches().doubtful.iter();
    doubts.find(|doubt| queue::pair_name(review, doubt.link.a, doubt.link.b) == name)
}

fn title(review: &Review, queue: Queue, name: &str) -> String {
    let record = match queue {
        Queue::Pairs => find_pair(review, name).map(|doubt| doubt.link.a),
        _ => review.find_group(name).map(|group| review.group(group).kept),
    };
    record.map(|id| one_line(review.records().record(id).title().unwrap_or("No title"))).unwrap_or_default()
}

/// What stands where a list is empty.
fn nothing(review: &Review, view: &View) -> Markup {
    let in_doubt = (0..review.len()).filter(|&group| queue::in_doubt(review, group).is_some()).count();
    let narrowed = view.narrowed() != Narrowed::default();
    html! {
        article.empty aria-labelledby="title" {
            h2 id="title" tabindex="-1" {
                @if narrowed { "Nothing here fits" } @else { (match view.queue {
                    Queue::Review => "Nothing is left for you to review",
                    Queue::Pairs => "No pair is in doubt",
                    Queue::Conflicts => "No conflict waits",
                    Queue::Texts => "No full text is wanted yet",
                    Queue::All => "The review has no references",
                }) }
            }
            @if narrowed { p { "Clear the search and the filters to see the whole list." } }
            @else if view.queue == Queue::Review {
                p { "Every reference that waits for a reader has your decision. " code { "litsieve run" } " writes the results." }
                @if in_doubt > 0 {
                    p { (plural(in_doubt as u64, "reference waits", "references wait")) " to be looked at again: somebody was unsure. "
                        button.plain type="button" data-do="doubts" { "Show them" } }
                }
            }
        }
    }
}

/// What the pilot has to say, and once it is over the ranking; never a decision.
fn advice(review: &Review) -> Option<String> {
    let pilot = pilot::standing(review).filter(|standing| !standing.is_passed()).map(pilot::in_words);
    pilot.or_else(|| review.ranked.advice.as_ref().map(ranker::in_words))
}

/// What is wrong, for a reader: the message with its place and how to mend it.
fn notices(review: &Review, view: &View, is_clock_behind: bool) -> Vec<Value> {
    const MOST: usize = 20;
    let mut notices: Vec<Value> = review
        .noticed()
        .take(MOST)
        .map(|wrong| {
            let place = if wrong.line > 0 { format!("{}:{} ", wrong.file, wrong.line) } else { String::new() };
            json!({ "code": wrong.code, "text": format!("{place}{}", wrong.message), "help": wrong.help })
        })
        .collect();
    notices.extend(view.no_years().map(|text| {
        json!({
            "code": "year",
            "text": format!("\u{201c}{}\u{201d} is no year, and the list is not narrowed by it.", excerpt(text)),
            "help": "Write a year with four digits into the filter.",
        })
    }));
    if is_clock_behind {
        notices.push(json!({
            "code": "clock",
            "text": "The clock of this computer runs behind your last decision. Decisions keep their order; their times will look odd.",
            "help": "Set the clock.",
        }));
    }
    notices
}
