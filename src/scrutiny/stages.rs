//! Records that got lost on the way.

use super::Case;
use crate::diagnostic::Diagnostic;

/// A file with more record starts than records, and records that are in no group or in several.
pub(super) fn lost(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let run = case.run;
    let ingested = &run.screened.deduplicated.ingested;
    for ((file, facts), &search) in ingested.records.files().iter().zip(&ingested.files).zip(&ingested.searches) {
        if facts.markers > file.len() {
            let message = format!(
                "{} of {} records of the search `{}` were lost in reading: {} starts were counted, {} records read",
                facts.markers - file.len(),
                facts.markers,
                run.search(search).id,
                facts.markers,
                file.len()
            );
            found.push(Diagnostic::new("AUD003", message).at(file.source().label(), 0, 0));
        }
    }
    let mut groups_of = vec![0_u32; run.records().len()];
    run.matches().groups.iter().flat_map(|group| &group.records).for_each(|id| groups_of[id.index()] += 1);
    for ((id, record), groups) in run.records().iter().zip(groups_of).filter(|(_, groups)| *groups != 1) {
        let origin = record.origin();
        let message = format!("the record {} came into {groups} groups in place of one", run.name(id));
        found.push(Diagnostic::new("AUD003", message).at(origin.file, origin.line, origin.entry));
    }
}
