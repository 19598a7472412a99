//! Exports that may stand under the wrong search: a file of another database, records that are younger than their search, and
//! records that the query of their search does not find in any reading.
//!
//! What is looked at are the records themselves. Nothing is said where they are silent: where no record names a database,
//! has a date, or shows the fields that were searched.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, place, plural};
use crate::diagnostic::{Diagnostic, Severity, excerpt};
use crate::protocol::{Search, Source};
use crate::query::{Cause, Reading, Replay, replay};
use crate::record::date::DateKind;
use crate::record::{Field, Record, RecordFile, RecordId};
use crate::ruling::fold;

/// Databases, by the words of their names; those of one line hold each other's records, or are one under several names.
const DATABASES: &[(&str, &[&str])] = &[
    ("Web of Science", &["web of science", "wos", "clarivate", "science citation index", "ssci", "sci expanded"]),
    ("Scopus", &["scopus"]),
    ("MEDLINE", &["pubmed", "medline"]),
    ("Embase", &["embase"]),
    ("PsycInfo", &["psycinfo"]),
    ("CINAHL", &["cinahl"]),
    ("ASSIA", &["assia", "applied social sciences index"]),
    ("IBSS", &["ibss", "international bibliography of the social sciences"]),
    ("Sociological Abstracts", &["sociological abstracts"]),
    ("ERIC", &["eric"]),
    ("EconLit", &["econlit"]),
    ("SocINDEX", &["socindex"]),
    ("Cochrane", &["cochrane", "central register of controlled trials"]),
    ("IEEE Xplore", &["ieee xplore", "ieee"]),
    ("Google Scholar", &["google scholar"]),
];

/// Databases whose exports hold records that name the other one: Embase takes over those of MEDLINE.
const TOGETHER: &[(&str, &str)] = &[("Embase", "MEDLINE")];

/// The databases that a name says.
fn databases(name: &str) -> BTreeSet<&'static str> {
    let name = format!(" {} ", fold(name));
    let says = |words: &str| name.contains(&format!(" {words} "));
    DATABASES.iter().filter(|(_, all)| all.iter().any(|words| says(words))).map(|(database, _)| *database).collect()
}

/// The databases that a source of the protocol is, by its name, identifier and platform.
fn of_source(source: &Source) -> BTreeSet<&'static str> {
    let platform = source.platform.as_ref().and_then(|platform| platform.value.as_deref()).unwrap_or_default();
    let said: BTreeSet<&str> = [source.name.as_str(), source.id.as_str()].into_iter().flat_map(databases).collect();
    if said.is_empty() { said } else { said.into_iter().chain(databases(platform)).collect() }
}

/// The one database that nearly all records of a file name; `None` where they name several or none.
fn of_file(file: &RecordFile) -> Option<&'static str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut named = 0;
    for record in file.iter() {
        let all: BTreeSet<&str> = record.all(Field::Database).flat_map(databases).collect();
        named += usize::from(!all.is_empty());
        all.into_iter().for_each(|database| *counts.entry(database).or_default() += 1);
    }
    let (database, most) = counts.into_iter().max_by_key(|(_, records)| *records)?;
    // Nine in ten: the rest are mistakes of single records.
    (most * 10 >= named * 9 && named * 2 >= file.len()).then_some(database)
}

fn agree(own: &BTreeSet<&str>, found: &str) -> bool {
    let together =
        |a: &str| TOGETHER.iter().any(|&(one, other)| (one, other) == (a, found) || (other, one) == (a, found));
    own.iter().any(|database| *database == found || together(database))
}

/// Exports whose records name another database than their search asked.
pub(super) fn of_another_database(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let protocol = &case.run.protocol;
    for (number, (iteration, search)) in protocol.searches().enumerate() {
        let source = &protocol.sources[search.source];
        let own = of_source(source);
        if own.is_empty() || !source.kind.is_database_or_register() {
            continue;
        }
        for file in files(case, number) {
            let Some(named) = of_file(file).filter(|named| !agree(&own, named)) else { continue };
            let others = protocol.sources.iter().filter(|other| agree(&of_source(other), named));
            let others: Vec<String> = others.map(|other| format!("`{}`", other.id)).collect();
            let of = if others.is_empty() {
                String::new()
            } else {
                format!("; a search of {} may lack it", others.join(", "))
            };
            let message = format!(
                "`{}` stands under the search `{}` of {}, and its records say that they are of {named}{of}",
                file.source().label(),
                search.id,
                source.name,
            );
            found.extend(case.about_searches("AUD028", &[(iteration, search)], message));
        }
    }
}

/// The files of a search.
fn files<'r>(case: &'r Case<'_>, search: usize) -> impl Iterator<Item = &'r RecordFile> {
    let ingested = &case.run.screened.deduplicated.ingested;
    ingested.records.files().iter().zip(&ingested.searches).filter(move |(_, of)| **of == search).map(|(file, _)| file)
}

/// The earliest year in which a record says that it was published.
fn earliest(record: Record<'_>) -> Option<i16> {
    record.dates().into_iter().filter(|date| date.kind != DateKind::Entry).filter_map(|date| date.year).min()
}

/// Records that were published more than a year after their search ran: an issue may be dated ahead, but not so far.
pub(super) fn younger_than_search(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for (number, (iteration, search)) in case.run.protocol.searches().enumerate() {
        let Some(day) = search.run_on.last_day() else { continue };
        let records = files(case, number).flat_map(|file| file.iter());
        let dated: Vec<i16> = records.filter_map(earliest).collect();
        let younger: Vec<i16> = dated.iter().copied().filter(|year| *year > day.year() + 1).collect();
        let (Some(first), Some(last)) = (younger.iter().min(), younger.iter().max()) else { continue };
        let years = if first == last { first.to_string() } else { format!("{first} to {last}") };
        let message = format!(
            "{} of the {} with a date that the search `{}` gave ({day}) are of {years}, more than a year after it ran",
            younger.len(),
            plural(dated.len(), "record", "records"),
            search.id,
        );
        let remark = case.about_searches("AUD029", &[(iteration, search)], message);
        // A single one may be a mistake of the database.
        let few = younger.len() * 100 < dated.len();
        found.extend(remark.map(|remark| if few { Diagnostic { severity: Severity::Note, ..remark } } else { remark }));
    }
}

/// How many records of an export are looked at.
const SAMPLE: usize = 1000;

/// The share of an export, in percent, from which on records that the query does not find are told of, and how many at least.
const UNEXPLAINED: (usize, usize) = (20, 5);

/// Exports a good share of which their query does not find in any reading, with nothing in the records to explain it.
pub(super) fn not_of_this_query(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for (number, (iteration, search)) in case.run.protocol.searches().enumerate() {
        if let Some(message) = unexplained(case, number, search) {
            let line = case.line(&format!("{}query", place(iteration, search)));
            found.push(Diagnostic::new("AUD030", message).at(&case.run.inputs.protocol.label, line, 0));
        }
    }
}

fn unexplained(case: &Case<'_>, number: usize, search: &Search) -> Option<String> {
    let protocol = &case.run.protocol;
    let source = &protocol.sources[search.source];
    // Websites search the full text, and a service was asked in words of its own.
    let is_replayable = source.kind.is_database_or_register() && source.syntax.is_some() && source.api.is_none();
    let [asked] = &protocol.queries_of(search)[..] else { return None };
    if !is_replayable {
        return None;
    }
    let records = sample(files(case, number).flat_map(|file| file.iter()).collect());
    let readings = replay(asked, &records);
    let is_error =
        |replay: &Replay| replay.messages.iter().any(|message| message.diagnostic.severity == Severity::Error);
    if readings.iter().any(is_error) {
        return None;
    }
    let (unexplained, causes) = in_no_reading(&readings);
    let (share, least) = UNEXPLAINED;
    if unexplained < least || unexplained * 100 < records.len() * share {
        return None;
    }
    let most = causes.into_iter().max_by_key(|(_, records)| *records);
    let why = most.map(|(cause, records)| format!("; of {records} of them: {}", excerpt(&cause))).unwrap_or_default();
    let looked_at = plural(records.len(), "record", "records");
    Some(format!(
        "{unexplained} of {looked_at} looked at under the search `{}` are found by its query in no reading, and no field \
         that is missing explains it{why}",
        search.id
    ))
}

/// How many records no reading finds, or may find if they showed more; and what they lack in the reading of the database.
fn in_no_reading(readings: &[Replay]) -> (usize, BTreeMap<String, usize>) {
    let is_unexplained = |cause: &Cause| matches!(cause, Cause::WrongExport(_) | Cause::Condition(_) | Cause::Limit(_));
    let of = |replay: &Replay| -> BTreeSet<RecordId> {
        replay.not_matching.iter().filter(|(_, cause)| is_unexplained(cause)).map(|(id, _)| *id).collect()
    };
    let everywhere = readings.iter().map(of).reduce(|all, more| all.intersection(&more).copied().collect());
    let everywhere = everywhere.unwrap_or_default();
    let printed = readings.iter().find(|replay| matches!(replay.reading, Reading::AsPrinted(_)));
    let mut causes = BTreeMap::new();
    for (_, cause) in printed.iter().flat_map(|printed| &printed.not_matching).filter(|(id, _)| everywhere.contains(id))
    {
        *causes.entry(cause.text()).or_default() += 1;
    }
    (everywhere.len(), causes)
}

/// Records from everywhere in the exports, at most so many, the same on every run.
fn sample(records: Vec<Record<'_>>) -> Vec<(RecordId, Record<'_>)> {
    let step = records.len().div_ceil(SAMPLE).max(1);
    let numbered = records.into_iter().enumerate().step_by(step);
    numbered.map(|(number, record)| (RecordId(number as u32), record)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_known_by_whole_words_of_its_name() {
        let one = |name: &str| databases(name).into_iter().collect::<Vec<_>>();
        assert_eq!(one("Web of Science Core Collection"), ["Web of Science"]);
        assert_eq!(one("Embase <1974 to 2023>"), ["Embase"]);
        assert_eq!(one("APA PsycInfo"), ["PsycInfo"]);
        assert_eq!(one("Ovid MEDLINE(R) ALL"), ["MEDLINE"]);
        assert_eq!(one("Applied Social Sciences Index & Abstracts (ASSIA)"), ["ASSIA"]);
        assert_eq!(one("ASSIA and IBSS"), ["ASSIA", "IBSS"]);
        for name in ["Generic index", "Central library", "ProQuest", "EBSCOhost", ""] {
            assert!(!one(name).contains(&"ERIC") && !one(name).contains(&"MEDLINE"), "{name}");
        }
    }

    #[test]
    fn databases_that_hold_each_other_agree() {
        let own = |name: &str| databases(name);
        assert!(agree(&own("Embase"), "MEDLINE") && agree(&own("PubMed"), "MEDLINE"));
        assert!(!agree(&own("Scopus"), "MEDLINE") && !agree(&own("CINAHL"), "PsycInfo"));
    }
}
