//! A sample of pairs that a person has judged, as `dedup --sample` wrote it and a spreadsheet program saved it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::Error;
use super::sheet::{cell, pair_verdict, records_of};
use crate::diagnostic::excerpt;
use crate::matching::estimate::Judged;
use crate::matching::sample::Stratum;
use crate::source::SourceFile;

/// What a judged sample holds.
#[derive(Debug, PartialEq, Eq)]
pub struct JudgedSample {
    /// Every stratum that has pairs, the surest merges first; also one of which no row is left: nothing of it was judged.
    pub strata: Vec<Judged>,
    /// How many references the run has that the sample was drawn from.
    pub references: u32,
    /// How many pairs have no decision.
    pub open: u32,
    /// How many rows say again what another row of their pair says: a pair counts once.
    pub repeated: u32,
    /// Rows that are not counted: the line, and why.
    pub unread: Vec<(u32, String)>,
}

/// A pair of records, whichever stands first, with what is said of it.
struct Pair {
    line: u32,
    stratum: Stratum,
    verdict: Option<&'static str>,
    is_contradicted: bool,
}

/// Reads a judged sample. Rows may be in any order, left out or repeated.
///
/// # Errors
/// If it is no sample of pairs, or not one sample.
pub fn read(source: &Arc<SourceFile>) -> Result<JudgedSample, Error> {
    let mut sample = JudgedSample { strata: Vec::new(), references: 0, open: 0, repeated: 0, unread: Vec::new() };
    let mut drawn_from = None;
    let mut pairs: BTreeMap<[String; 2], Pair> = BTreeMap::new();
    for record in records_of(source).iter() {
        let wrong = |what: &str| {
            Error::new(
                format!("{}, line {}: {what}", source.label(), record.line()),
                "Give the file that `litsieve dedup --sample N` wrote, with its columns; type only into `decision` and `note`.",
            )
        };
        let mut names = [cell(record, "record_a"), cell(record, "record_b")];
        if names[0].is_empty() {
            return Err(wrong("no `record_a` and `record_b`"));
        }
        let stratum = Stratum::from_code(&cell(record, "code"), [&names[0], &names[1]]);
        let stratum = stratum.ok_or_else(|| wrong("no `code` that fits its two records"))?;
        let populations =
            populations(&cell(record, "populations")).ok_or_else(|| wrong("no `populations` of the strata"))?;
        let references = cell(record, "references").parse().map_err(|_| wrong("no number of `references`"))?;
        if *drawn_from.get_or_insert((populations, references)) != (populations, references) {
            return Err(wrong("`populations` and `references` are not those of the first row: these are two samples"));
        }
        names.sort_unstable();
        let decision = cell(record, "decision");
        let verdict = pair_verdict(&decision);
        if verdict.is_none() && !decision.is_empty() {
            let decision = excerpt(&decision);
            let why = format!("`{decision}` is neither `same` nor `different`; the pair is not counted");
            sample.unread.push((record.line(), why));
        }
        match pairs.entry(names) {
            Entry::Vacant(new) => {
                let is_contradicted = false;
                new.insert(Pair { line: record.line(), stratum, verdict, is_contradicted });
            }
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                sample.repeated += 1;
                known.is_contradicted |= known.verdict.zip(verdict).is_some_and(|(a, b)| a != b);
                known.verdict = known.verdict.or(verdict);
            }
        }
    }
    let (populations, references) = drawn_from.unwrap_or_default();
    sample.references = references;
    let new = |(stratum, population)| Judged { stratum, population, judged: 0, wrong: 0 };
    let mut strata: Vec<Judged> = Stratum::ALL.into_iter().zip(populations).map(new).collect();
    let unread: Vec<u32> = sample.unread.iter().map(|(line, _)| *line).collect();
    for pair in pairs.into_values() {
        let judged = &mut strata[pair.stratum as usize];
        match pair.verdict {
            _ if pair.is_contradicted => {
                let why = "the rows of this pair contradict each other; it is not counted".to_owned();
                sample.unread.push((pair.line, why));
            }
            Some(verdict) => {
                judged.judged += 1;
                judged.wrong += u32::from((verdict == "same") != judged.stratum.is_merged());
            }
            None => sample.open += u32::from(!unread.contains(&pair.line)),
        }
        if judged.judged > judged.population {
            return Err(Error::new(
                format!("{} has more pairs of the stratum `{}` than there are", source.label(), judged.stratum.name()),
                "Rows were added or changed. Draw the sample again, or restore the file.",
            ));
        }
    }
    sample.unread.sort_unstable();
    sample.strata = strata.into_iter().filter(|judged| judged.population > 0).collect();
    Ok(sample)
}

/// Reads how many pairs each stratum has, as `merged surely 10; merged barely 4; doubtful 2; apart 0`.
fn populations(text: &str) -> Option<[u32; 4]> {
    let of = |stratum: Stratum| {
        let mut parts = text.split(';').filter_map(|part| part.trim().rsplit_once(' '));
        parts.find(|(name, _)| *name == stratum.name())?.1.parse().ok()
    };
    let [surely, barely, doubtful, apart] = Stratum::ALL.map(of);
    Some([surely?, barely?, doubtful?, apart?])
}
