//! A sample of pairs that a person has judged, as `dedup --sample` wrote it and a spreadsheet program saved it.

use std::sync::Arc;

use super::Error;
use super::sheet::{cell, pair_verdict, records_of};
use crate::matching::estimate::Judged;
use crate::matching::sample::Stratum;
use crate::source::SourceFile;

/// What a judged sample holds.
#[derive(Debug, PartialEq, Eq)]
pub struct JudgedSample {
    /// Every stratum that has rows, the surest merges first.
    pub strata: Vec<Judged>,
    /// How many references the run has that the sample was drawn from.
    pub references: u32,
    /// How many rows have no decision.
    pub open: u32,
    /// Decisions that are not understood: the line, and what was typed.
    pub unread: Vec<(u32, String)>,
}

/// Reads a judged sample.
///
/// # Errors
/// If it is no sample of pairs.
pub fn read(source: &Arc<SourceFile>) -> Result<JudgedSample, Error> {
    let mut sample = JudgedSample { strata: Vec::new(), references: 0, open: 0, unread: Vec::new() };
    for record in records_of(source).iter() {
        let number = |column| cell(record, column).parse::<u32>().ok();
        let (Some(stratum), Some(population)) = (Stratum::from_name(&cell(record, "stratum")), number("population"))
        else {
            return Err(Error::new(
                format!("{}, line {}: no `stratum` with its `population`", source.label(), record.line()),
                "Give the file that `litsieve dedup --sample N` wrote, with its columns; type only into `decision` and `note`.",
            ));
        };
        sample.references = sample.references.max(number("references").unwrap_or(0));
        let decision = cell(record, "decision");
        let judged = sample.stratum(stratum, population);
        match pair_verdict(&decision) {
            Some(verdict) => {
                judged.judged += 1;
                judged.wrong += u32::from((verdict == "same") != stratum.is_merged());
            }
            None if decision.is_empty() => sample.open += 1,
            None => sample.unread.push((record.line(), decision)),
        }
    }
    sample.strata.sort_by_key(|judged| judged.stratum);
    Ok(sample)
}

impl JudgedSample {
    fn stratum(&mut self, stratum: Stratum, population: u32) -> &mut Judged {
        let at = self.strata.iter().position(|judged| judged.stratum == stratum).unwrap_or_else(|| {
            self.strata.push(Judged { stratum, population, judged: 0, wrong: 0 });
            self.strata.len() - 1
        });
        &mut self.strata[at]
    }
}
