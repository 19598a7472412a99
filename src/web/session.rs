//! One reader's work on one review: what is shown, what is saved, what is read again.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::{Timestamp, Unit};
use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{self, Act, Refused, Show, Taken};
use super::queue::Queue;
use super::ranker::{self, Lesson};
use super::review::Review;
use super::view::{self, At, List, View};
use crate::ranking::Ranking;
use crate::workspace::{self, Appended, Error};

/// How often at most the folder is looked at for changes.
const LOOK: Duration = Duration::from_millis(500);

/// How long the ranking waits before it learns: who decides fast is not to wait for it, and it learns from several words at once.
const PAUSE: Duration = Duration::from_millis(100);

/// How often an act is looked at again because somebody else wrote to the same file.
const TRIES: usize = 20;

/// One reader's work on one review.
#[derive(Debug)]
pub(super) struct Session {
    /// The reader.
    pub by: String,
    root: PathBuf,
    state: Mutex<State>,
    /// The ranking, with the version of the review whose groups it numbers, and their order by lot.
    model: Mutex<Option<(u64, Ranking, Vec<usize>)>>,
}

#[derive(Debug)]
struct State {
    review: Review,
    looked: Instant,
    /// The review is being computed again.
    renewing: bool,
    /// Something changed since that began.
    again: bool,
    /// Why the folder could not be read again; the review is then as it was.
    trouble: Option<Error>,
    /// Counts the times that the review was computed.
    version: u64,
    /// What the ranking learnt from last.
    lesson: Option<Lesson>,
    /// How many rulings there were when it last looked, and the last of them.
    heard: Option<(usize, String)>,
    /// The ranking is learning.
    learning: bool,
}

/// A request to change something, and what to show afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct Ask {
    act: Act,
    #[serde(default)]
    view: View,
}

/// Why something was not saved.
enum NotSaved {
    /// It is not to be.
    Refused(Refused),
    /// The disk does not take it.
    Failed(Error),
}

/// An answer: its status and its content.
pub(super) type Answer = (u16, Value);

impl Session {
    pub fn new(review: Review, by: &str) -> Self {
        let state = State {
            review,
            looked: Instant::now(),
            renewing: false,
            again: false,
            trouble: None,
            version: 1,
            lesson: None,
            heard: None,
            learning: false,
        };
        Self { by: by.to_owned(), root: state.review.root.clone(), state: Mutex::new(state), model: Mutex::new(None) }
    }

    /// A panic while the lock was held has been told already; the review behind it is appended to or replaced, never half changed.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the review as it stands.
    pub fn with<T>(&self, use_it: impl FnOnce(&Review) -> T) -> T {
        use_it(&self.state().review)
    }

    /// What the page asks to see.
    pub fn show(self: &Arc<Self>, view: &View) -> Answer {
        let mut state = self.state();
        self.look(&mut state);
        self.learn(&mut state);
        (200, self.told(&state, view::show(&state.review, view, &self.by, Timestamp::now())))
    }

    /// Titles of a list, for finding one.
    pub fn list(self: &Arc<Self>, view: &View) -> Answer {
        const MOST: usize = 200;
        let state = self.state();
        let review = &state.review;
        let list = List::of(review, view, &self.by);
        let entries: Vec<Value> = (0..list.len().min(MOST))
            .filter_map(|place| list.name(review, place))
            .filter_map(|name| review.find_group(&name).map(|group| (name, group)))
            .map(|(name, group)| {
                let record = review.records().record(review.group(group).kept);
                let year = record.year().map_or_else(String::new, |year| year.to_string());
                let author = record.authors().into_iter().next().map(|person| person.family).unwrap_or_default();
                let title = crate::audit::one_line(record.title().unwrap_or("No title"));
                json!({ "name": name, "title": title, "year": year, "author": author })
            })
            .collect();
        (200, json!({ "entries": entries, "total": list.len() }))
    }

    /// Saves what was done, then shows what comes next. Nothing is said to be saved that is not on the disk.
    pub fn act(self: &Arc<Self>, ask: &Ask) -> Answer {
        let mut state = self.state();
        state.review.refresh();
        // What is decided is to be in the review that the reader sees: not in another that took its place, nor on a record that is gone.
        if state.review.is_outdated() {
            self.renew(&mut state);
            let message = "Not saved: the protocol or an export changed a moment ago, and the page reads the review again. Your decision is \
                           still on this page: give it again in a moment.";
            return (409, json!({ "error": message }));
        }
        let here = List::of(&state.review, &ask.view, &self.by).position(&state.review, &ask.view.at);
        let now = Timestamp::now().round(Unit::Second).unwrap_or_default();
        let (taken, path, appended) = match self.save(&mut state, ask, now) {
            Ok(saved) => saved,
            Err(NotSaved::Refused(refused)) => {
                let (status, message) = match refused {
                    Refused::Outdated(message) => (409, message),
                    Refused::Wrong(message) => (422, message),
                };
                let shown = view::show(&state.review, &ask.view, &self.by, Timestamp::now());
                return (status, json!({ "error": message, "view": self.told(&state, shown) }));
            }
            Err(NotSaved::Failed(error)) => {
                let message = format!("Not saved: {error}. {} Your decision is still on this page.", error.hint);
                return (507, json!({ "error": message }));
            }
        };
        if state.review.take(&path, appended) {
            self.renew(&mut state);
        }
        self.learn(&mut state);
        let list = List::of(&state.review, &ask.view, &self.by);
        let stays = list.position(&state.review, &ask.view.at).is_some();
        let at = match (&taken.show, here) {
            (Some(Show::Here(name)), _) => At::Name(name),
            (Some(Show::IfListed(name)), _) if list.position(&state.review, name).is_some() => At::Name(name),
            // What was taken back is in another list: the reader stays here.
            (Some(Show::IfListed(_)), _) if !ask.view.at.is_empty() => At::Name(&ask.view.at),
            // A report that was assessed stays in its list, and the next one is to show.
            (None, Some(here)) if ask.view.queue == Queue::Texts => At::Place(here + 1),
            (None, Some(_)) if stays => At::Name(&ask.view.at),
            (_, here) => At::Place(here.unwrap_or(0)),
        };
        let shown = view::show_at(&state.review, &ask.view, &list, at, &self.by, now);
        let mut answer = self.told(&state, shown);
        answer["saved"] = json!(taken.said);
        if let Some((name, note)) = &taken.note {
            answer["returned"] = json!({ "name": name, "note": note });
        }
        (200, answer)
    }

    /// Writes what an act comes to, behind everything that was read: what another program of the same reader wrote meanwhile is read
    /// first, and the act is then refused where it would take the place of something that the page never showed.
    fn save(&self, state: &mut State, ask: &Ask, now: Timestamp) -> Result<(Taken, PathBuf, Appended), NotSaved> {
        let path = self.root.join(workspace::rulings_file_of(&self.by).map_err(NotSaved::Failed)?);
        let at = now.to_string();
        let mut before: Option<Taken> = None;
        for _ in 0..TRIES {
            let taken = act::take(&state.review, &ask.act, &ask.view, &self.by).map_err(NotSaved::Refused)?;
            if before.as_ref().is_some_and(|before| before.drafts != taken.drafts) {
                let message = "Meanwhile you said something else of this in another window. Look again, then decide.";
                return Err(NotSaved::Refused(Refused::Outdated(message.to_owned())));
            }
            let length = state.review.read_so_far(&path);
            let appended = workspace::append_rulings_behind(&self.root, &self.by, &at, &taken.drafts, length);
            if let Some(appended) = appended.map_err(NotSaved::Failed)? {
                return Ok((taken, path, appended));
            }
            state.review.refresh();
            before = Some(taken);
        }
        let what = format!("another program writes to {} all the time", path.display());
        Err(NotSaved::Failed(Error::new(what, "End it, then decide again.")))
    }

    /// Adds what the page has to know of the review as a whole.
    fn told(&self, state: &State, mut shown: Value) -> Value {
        shown["version"] = json!(state.version);
        shown["edition"] = json!(state.review.edition());
        shown["renewing"] = json!(state.renewing);
        if let (Some(trouble), Some(notices)) = (&state.trouble, shown["notices"].as_array_mut()) {
            let text = format!(
                "The review folder changed and cannot be read: {trouble}. The page goes on with what it read before."
            );
            notices.insert(0, json!({ "code": "folder", "text": text, "help": trouble.hint }));
        }
        shown
    }

    /// Looks whether somebody else changed rulings, exports or the protocol.
    fn look(self: &Arc<Self>, state: &mut State) {
        if state.looked.elapsed() < LOOK {
            return;
        }
        state.looked = Instant::now();
        if state.review.refresh() || state.review.is_outdated() {
            self.renew(state);
        }
    }

    /// Lets the ranking learn from what was decided since, beside the work that goes on.
    fn learn(self: &Arc<Self>, state: &mut State) {
        if state.learning || !ranker::is_wanted(&state.review) {
            return;
        }
        let rulings = &state.review.board.rulings;
        let heard = (rulings.len(), rulings.last().map(|ruling| ruling.id.clone()).unwrap_or_default());
        if state.heard.as_ref() == Some(&heard) {
            return;
        }
        state.heard = Some(heard);
        state.learning = true;
        let session = Arc::clone(self);
        thread::spawn(move || {
            thread::sleep(PAUSE);
            session.learn_now();
        });
    }

    /// Learns from what was said so far. Nobody waits meanwhile: the review is held only to look at it and to give it its order.
    fn learn_now(&self) {
        let (lesson, version) = {
            let mut state = self.state();
            let lesson = ranker::lesson(&state.review, &self.by);
            if state.lesson.as_ref() == Some(&lesson) {
                state.learning = false;
                return;
            }
            state.lesson = Some(lesson.clone());
            (lesson, state.version)
        };
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        if model.as_ref().is_none_or(|(of, ..)| *of != version) {
            let mut state = self.state();
            if state.version != version {
                // What was said is by the numbers of another review: it is looked at again.
                (state.learning, state.heard, state.lesson) = (false, None, None);
                return;
            }
            let review = &state.review;
            let names: Vec<String> = (0..review.len()).map(|group| review.group(group).name.clone()).collect();
            let texts = ranker::texts(review);
            drop(state);
            *model = Some((version, Ranking::new(texts.iter().map(String::as_str)), ranker::lots(&names)));
        }
        let ranked = model.as_mut().map(|(_, ranking, lots)| ranker::learn(ranking, &lesson, lots));
        let mut state = self.state();
        state.learning = false;
        // A review that was computed again meanwhile has other numbers for its groups.
        if let Some(ranked) = ranked.filter(|_| state.version == version) {
            state.review.rank(ranked);
        }
    }

    /// Computes the whole review again, beside the work that goes on.
    fn renew(self: &Arc<Self>, state: &mut State) {
        if state.renewing {
            state.again = true;
            return;
        }
        state.renewing = true;
        let session = Arc::clone(self);
        thread::spawn(move || session.renew_until_settled());
    }

    fn renew_until_settled(&self) {
        loop {
            let opened = Review::open(&self.root);
            let mut state = self.state();
            let before = match opened {
                Ok(mut review) => {
                    // What was decided while this went on stands in the files.
                    review.refresh();
                    state.trouble = None;
                    state.lesson = None;
                    state.heard = None;
                    Some(std::mem::replace(&mut state.review, review))
                }
                Err(error) => {
                    state.trouble = Some(error);
                    None
                }
            };
            state.version += 1;
            let again = std::mem::take(&mut state.again);
            state.renewing = again;
            // A large review takes its time to be given up: nobody should wait for that.
            drop(state);
            drop(before);
            if !again {
                return;
            }
        }
    }
}
