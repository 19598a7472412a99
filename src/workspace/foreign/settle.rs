//! What one person said of one reference in files of another tool, held against what that person said before.
//!
//! Invariant: nothing is displaced by what is not known to be later. A vote without a time, and one whose time is before that of
//! the word that stands, is told where it says something else; what it adds to the same word is added.

use jiff::Timestamp;

use super::{ForeignFile, Found, Placing, Said, Taken, Taking, draft, remark, time};
use crate::audit::Run;
use crate::diagnostic::excerpt;
use crate::exchange::{self, Availability, Noted};
use crate::protocol::Stage;
use crate::ruling::{Draft, Ruling, RulingKind};
use crate::source::SourceFile;

/// Behind [`Draft::from`] of a vote whose file does not say when it was given: its time is that of the import.
pub(super) const UNDATED: &str = ", undated";

/// The rulings of one person on one reference at one stage.
pub(super) fn settle(
    placing: &Placing<'_>,
    files: &[ForeignFile],
    said: &Said<'_>,
    votes: Vec<Found>,
    taken: &mut Taken,
) {
    let run = placing.run;
    let title = excerpt(&run.group(said.group).headline().title);
    let Some(history) = in_order(files, said, &title, votes, taken) else { return };
    let mut before = Before::of(placing, said.by, said.group, (RulingKind::Group, said.stage));
    for Found { vote, file } in history {
        let source = &files[file].source;
        let mut next = draft(run, said, &vote, source, taken);
        match before.place(&next, time(&vote)) {
            Place::There => {
                taken.already += 1;
                continue;
            }
            Place::Against(ruling) => {
                let told = against(&title, said.by, &next, ruling);
                taken.contradictions.push(remark(source, vote.entry, told));
                continue;
            }
            Place::MoreOf(ruling) => {
                let added = std::mem::replace(&mut next.note, ruling.note.clone());
                exchange::add_note(&mut next.note, &added);
                if next.criterion.is_empty() {
                    next.criterion.clone_from(&ruling.criterion);
                }
                next.at.clone_from(&ruling.at);
            }
            Place::Next => {}
        }
        // Later words of one person replace earlier ones by themselves: only what stands in a file can be named.
        next.supersedes = before.replaced();
        taken.drafts.entry(said.by.to_owned()).or_default().push(next);
    }
}

/// What a file says of a full text.
pub(super) struct Told<'a> {
    pub how: &'a Taking<'a>,
    /// Who says so.
    pub by: &'a str,
    /// Of which reference.
    pub group: usize,
    /// What became of it.
    pub availability: Availability,
    /// Where and when it is said.
    pub noted: &'a Noted,
}

/// What a file says of a full text, as a ruling.
pub(super) fn settle_full_text(placing: &Placing<'_>, source: &SourceFile, told: &Told<'_>, taken: &mut Taken) {
    let run = placing.run;
    let at = exchange::time(&told.noted.at);
    let mut next = Draft {
        kind: RulingKind::Retrieval,
        stage: Stage::Eligibility.name().to_owned(),
        round: 1,
        targets: vec![super::target(run, told.group)],
        verdict: told.availability.verdict().to_owned(),
        criterion: String::new(),
        note: String::new(),
        supersedes: String::new(),
        from: super::from(told.how, source, at),
        at: super::written(at),
    };
    let mut before = Before::of(placing, told.by, told.group, (RulingKind::Retrieval, Stage::Eligibility));
    match before.place(&next, at) {
        Place::There | Place::MoreOf(_) => taken.already += 1,
        Place::Against(ruling) => {
            let title = excerpt(&run.group(told.group).headline().title);
            taken.contradictions.push(remark(source, told.noted.entry, against(&title, told.by, &next, ruling)));
        }
        Place::Next => {
            next.supersedes = before.replaced();
            taken.drafts.entry(told.by.to_owned()).or_default().push(next);
        }
    }
}

/// Tells words that were taken from a tool before, and that a log of it has taken back since: here they stand.
pub(super) fn still_here(
    run: &Run<'_>,
    log: &SourceFile,
    (by, group): (&str, usize),
    noted: &Noted,
    taken: &mut Taken,
) {
    let group = run.group(group);
    let title = excerpt(&group.headline().title);
    let taken_back = exchange::time(&noted.at);
    let is_before = |ruling: &&Ruling| {
        let given = exchange::time(&ruling.at);
        ruling.from.ends_with(UNDATED) || taken_back.is_none() || given <= taken_back
    };
    let theirs = |ruling: &&Ruling| ruling.kind == RulingKind::Group && ruling.by == by && !ruling.from.is_empty();
    for ruling in group.rulings().map(|(_, ruling)| ruling).filter(theirs).filter(is_before) {
        let Ruling { verdict, file, line, .. } = ruling;
        let message = format!(
            "\"{title}\": {by} took back there what was taken from the tool before ({verdict}, {file}:{line}), and here it stands; \
             `litsieve decide --undo {file}:{line}` takes it back"
        );
        taken.contradictions.push(remark(log, noted.entry, message));
    }
}

/// What the files say, in the order of its times; `None` where they contradict each other and no time says what was last. A log with
/// times is a history; what stands beside it without a time must agree with its end.
fn in_order(
    files: &[ForeignFile],
    said: &Said<'_>,
    title: &str,
    votes: Vec<Found>,
    taken: &mut Taken,
) -> Option<Vec<Found>> {
    let (mut history, dateless): (Vec<Found>, Vec<Found>) =
        votes.into_iter().partition(|found| time(&found.vote).is_some());
    history.sort_by_key(|found| time(&found.vote));
    history.dedup_by(|next, last| {
        let same = next.vote.word == last.vote.word && next.vote.reasons == last.vote.reasons;
        if same {
            exchange::add_note(&mut last.vote.note, &next.vote.note);
        }
        same
    });
    for found in dateless {
        match history.last_mut() {
            None => history.push(found),
            Some(last) if last.vote.word == found.vote.word => {
                // What the log gives to somebody is theirs, and a log that names reasons here names all.
                if time(&last.vote).is_none() || last.vote.reasons.is_empty() {
                    let is_of_nobody = |reason: &String| said.logged.is_none_or(|logged| !logged.contains(reason));
                    last.vote.reasons.extend(found.vote.reasons.into_iter().filter(is_of_nobody));
                }
                exchange::add_note(&mut last.vote.note, &found.vote.note);
            }
            Some(last) => {
                let message = format!(
                    "\"{title}\": {} said {} there, but {} in {}",
                    said.by,
                    found.vote.word.verdict(),
                    last.vote.word.verdict(),
                    files[last.file].source.label()
                );
                let is_log = time(&last.vote).is_some();
                taken.contradictions.push(remark(&files[found.file].source, found.vote.entry, message));
                if !is_log {
                    // Neither is later: none of them is taken.
                    return None;
                }
            }
        }
    }
    Some(history)
}

/// What a person said of a reference at a stage before.
struct Before<'a> {
    /// The words in force, until one takes their place.
    standing: Vec<&'a Ruling>,
    /// Every word, also those that were taken back.
    ever: Vec<&'a Ruling>,
}

/// What becomes of a vote beside what was said before.
enum Place<'a> {
    /// It says what a ruling says.
    There,
    /// It takes the place of what stands, or is the first word.
    Next,
    /// It says the same as what stands, and more: what it adds goes to that word and has its time.
    MoreOf(&'a Ruling),
    /// It says something else than what stands, and is not known to be later.
    Against(&'a Ruling),
}

impl<'a> Before<'a> {
    /// Of words of this kind at this stage.
    fn of(placing: &'a Placing<'_>, by: &str, group: usize, (kind, stage): (RulingKind, Stage)) -> Self {
        let is_own = |ruling: &&Ruling| ruling.kind == kind && ruling.by == by && ruling.stage == stage.name();
        let run = placing.run;
        let all = placing.ever.get(&super::target(run, group));
        Self {
            standing: run.group(group).rulings().map(|(_, ruling)| ruling).filter(is_own).collect(),
            ever: all.into_iter().flatten().copied().filter(is_own).collect(),
        }
    }

    /// The identities of what stands, which the next word takes the place of.
    fn replaced(&mut self) -> String {
        let standing = std::mem::take(&mut self.standing);
        standing.iter().map(|ruling| ruling.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What becomes of a vote that was given `at` a time; `None` if nobody says when.
    fn place(&self, next: &Draft, at: Option<Timestamp>) -> Place<'a> {
        // Of two words that contradict each other none is the last.
        let last = if let [only] = self.standing[..] { Some(only) } else { None };
        if last.is_some_and(|ruling| says(ruling, next)) {
            return Place::There;
        }
        let known = self.ever.iter().any(|ruling| says(ruling, next) && is_of(ruling, next, at));
        let Some(latest) = self.standing.iter().copied().max_by_key(|ruling| exchange::time(&ruling.at)) else {
            return if known { Place::There } else { Place::Next };
        };
        let all_undated = self.standing.iter().all(|ruling| ruling.from.ends_with(UNDATED));
        match at {
            Some(_) if known => Place::There,
            // A time is better than none.
            Some(_) if all_undated => Place::Next,
            Some(at) if exchange::time(&latest.at).is_none_or(|latest| latest < at) => Place::Next,
            _ if last.is_some_and(|ruling| is_more_of(ruling, next)) => Place::MoreOf(latest),
            // The file that came later, unless it came before as well.
            None if all_undated && !known => Place::Next,
            _ => Place::Against(latest),
        }
    }
}

/// Whether a ruling says everything that a vote says.
fn says(ruling: &Ruling, next: &Draft) -> bool {
    ruling.verdict == next.verdict
        && (next.criterion.is_empty() || ruling.criterion == next.criterion)
        && ruling.note.contains(&next.note)
}

/// Whether a vote gives the answer of a ruling and adds something to it.
fn is_more_of(ruling: &Ruling, next: &Draft) -> bool {
    let criteria = [&ruling.criterion, &next.criterion];
    ruling.verdict == next.verdict && (criteria[0] == criteria[1] || criteria.iter().any(|id| id.is_empty()))
}

/// Whether a ruling was taken from the same file, or given at the same time.
fn is_of(ruling: &Ruling, next: &Draft, at: Option<Timestamp>) -> bool {
    let bare = |from: &str| from.strip_suffix(UNDATED).unwrap_or(from).to_owned();
    bare(&ruling.from) == bare(&next.from) || at.is_some() && ruling.at == next.at
}

/// Says why a vote is not taken.
fn against(title: &str, by: &str, next: &Draft, ruling: &Ruling) -> String {
    let answer = |verdict: &str, criterion: &str| match criterion {
        "" => verdict.to_owned(),
        id => format!("{verdict} ({id})"),
    };
    let when = if next.at.is_empty() { "without a time".to_owned() } else { format!("on {}", next.at) };
    format!(
        "\"{title}\": {by} said {} there, {when}, but {} on {} ({}:{}), which stands; it is not taken. If it is the later word, take \
         the other back first: `litsieve decide --undo {}:{}`",
        answer(&next.verdict, &next.criterion),
        answer(&ruling.verdict, &ruling.criterion),
        ruling.at,
        ruling.file,
        ruling.line,
        ruling.file,
        ruling.line
    )
}
