//! Which queries would have caught the known references, in which reading.

use std::collections::BTreeSet;

use super::KnownReference;
use super::share::Share;
use crate::audit::Run;
use crate::query::{Cause, FieldSet, Limits, Mode, Reading, replay};
use crate::record::{Field, Record, RecordId};

/// What one query, in one reading and one mode, says about the references of a known set.
#[derive(Debug, Clone)]
pub struct Retrieval<'a> {
    /// The number of the search.
    pub search: usize,
    /// The query as printed.
    pub query: &'a str,
    /// The name of the dialect that it is read in.
    pub dialect: &'static str,
    /// The limits that stand beside it.
    pub limits: Limits,
    /// The reading.
    pub reading: Reading,
    /// Literal or normalised.
    pub mode: Mode,
    /// Per reference of the set.
    pub answers: Vec<Answer>,
}

/// Whether a query catches a reference: by what the exports and the known set say of it together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Caught {
        /// The fields that hold the words, in order.
        fields: Vec<Field>,
        /// The words, once each.
        words: Vec<String>,
    },
    /// Nobody can tell: these fields, in which the words may stand, are not shown.
    NotShown(FieldSet),
    /// It is outside a limit of the search, or a condition of the query on year, language or document type: no words would help.
    Outside,
    /// It does not; as typed perhaps only because another form of a word was.
    Missed,
}

impl Retrieval<'_> {
    /// How many of the references the query catches.
    pub fn caught(&self) -> usize {
        self.answers.iter().filter(|answer| matches!(answer, Answer::Caught { .. })).count()
    }

    /// How many are outside its limits and conditions.
    pub fn outside(&self) -> usize {
        self.answers.iter().filter(|answer| **answer == Answer::Outside).count()
    }

    /// How many of those that are not outside it catches: its sensitivity on the set, as far as can be told.
    pub fn share(&self) -> Share {
        Share { part: self.caught(), total: self.answers.len() - self.outside() }
    }

    /// How many it catches by words of the title.
    pub fn caught_by_title(&self) -> usize {
        let by_title =
            |answer: &&Answer| matches!(answer, Answer::Caught { fields, .. } if fields.contains(&Field::Title));
        self.answers.iter().filter(by_title).count()
    }
}

/// Holds every query of every search against every reference.
pub(super) fn retrievals<'a>(run: &Run<'a>, references: &[KnownReference<'a>]) -> Vec<Retrieval<'a>> {
    let records: Vec<(RecordId, Record<'_>)> =
        references.iter().enumerate().flat_map(|(at, reference)| said_of(run, at, reference)).collect();
    let mut all = Vec::new();
    for (number, (_, search)) in run.protocol.searches().enumerate() {
        for asked in run.protocol.queries_of(search) {
            for replayed in replay(&asked, &records) {
                let mut answers = vec![Answer::NotShown(FieldSet::EMPTY); references.len()];
                let outside: BTreeSet<RecordId> = replayed.outside.iter().copied().collect();
                for (at, cause) in &replayed.not_matching {
                    missed(&mut answers[at.index()], cause, outside.contains(at));
                }
                for (at, found) in replayed.matching {
                    caught(&mut answers[at.index()], &found.hits);
                }
                let dialect = asked.dialect.name;
                let (reading, mode) = (replayed.reading, replayed.mode);
                let limits = asked.limits.clone();
                all.push(Retrieval { search: number, query: asked.text, dialect, limits, reading, mode, answers });
            }
        }
    }
    all
}

/// Everything that is said of a reference: by its known set and by its records in the exports. All of it goes under the number
/// of the reference.
fn said_of<'a>(run: &Run<'a>, at: usize, reference: &KnownReference<'a>) -> Vec<(RecordId, Record<'a>)> {
    let group = reference.found.group();
    let members = group.map_or(&[][..], |group| &run.matches().groups[group].records);
    let table = run.records();
    std::iter::once(reference.record)
        .chain(members.iter().map(|&id| table.record(id)))
        .map(|record| (RecordId(at as u32), record))
        .collect()
}

/// Adds that one more record of a reference was not caught. A record that shows every field in question answers for all.
fn missed(answer: &mut Answer, cause: &Cause, outside: bool) {
    *answer = match (&*answer, cause) {
        (Answer::Missed, _) => Answer::Missed,
        _ if outside => Answer::Outside,
        (Answer::Outside, Cause::HiddenField(_)) => Answer::Outside,
        (Answer::NotShown(fields), Cause::HiddenField(more)) => Answer::NotShown(fields.union(*more)),
        _ => Answer::Missed,
    };
}

/// Adds what one more record of a reference was caught by.
fn caught(answer: &mut Answer, hits: &[crate::query::Hit]) {
    let (mut fields, mut words): (BTreeSet<Field>, BTreeSet<String>) = (BTreeSet::new(), BTreeSet::new());
    if let Answer::Caught { fields: known, words: said } = answer {
        fields.extend(known.iter());
        words.extend(std::mem::take(said));
    }
    fields.extend(hits.iter().map(|hit| hit.field));
    words.extend(hits.iter().map(|hit| hit.words.to_lowercase()));
    *answer = Answer::Caught { fields: fields.into_iter().collect(), words: words.into_iter().collect() };
}
