//! The footnotes of the flow: what its numbers do not say by themselves.

use super::{Column, Flow, Reports, by_reason};
use crate::diagnostic::plural;
use crate::protocol::{Protocol, Stage, Unclear};

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The row of [`super::BOXES`] that it belongs to, by its name in the column `data`.
    pub data: &'static str,
    /// The words.
    pub text: String,
}

impl Flow {
    /// The footnotes, in the order in which the diagram is read.
    pub fn notes(&self, protocol: &Protocol) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut note = |data: &'static str, text: Option<String>| notes.extend(text.map(|text| Note { data, text }));
        note("database_results", limits(protocol));
        note("database_results", self.without_export(protocol, true));
        note("database_results", self.not_read());
        note("duplicates", self.found_by_both());
        note("excluded_automatic", self.unclear_in_words(protocol, Stage::BeforeScreening));
        note("records_excluded", excluded_by_whom(&self.databases));
        note("records_excluded", self.unclear_in_words(protocol, Stage::Screening));
        note("dbr_assessed", full_texts(&self.databases));
        note("dbr_excluded", by_rule_at_full_text(&self.databases));
        note("dbr_excluded", self.unclear_in_words(protocol, Stage::Eligibility));
        if let Some(other) = &self.other {
            note("website_results", repeats(other));
            note("website_results", removed_early(other, protocol));
            note("website_results", self.without_export(protocol, false));
            note("other_assessed", full_texts(other));
            note("other_excluded", by_rule_at_full_text(other));
        }
        note("new_studies", studies(self));
        note("new_reports", again(self));
        note("total_reports", excluded_since(self));
        notes
    }

    fn found_by_both(&self) -> Option<String> {
        self.other.as_ref()?;
        let text = match self.overlap {
            0 => "No report was found both by databases or registers and by other methods.".to_owned(),
            1 => "1 report was found by both; it is counted in the column that found it first.".to_owned(),
            n => format!("{n} reports were found by both; each is counted in the column that found it first."),
        };
        Some(text)
    }

    fn without_export(&self, protocol: &Protocol, first_column: bool) -> Option<String> {
        let missing = self
            .sources
            .iter()
            .filter(|count| count.searches_without_export > 0 && count.kind.is_database_or_register() == first_column);
        let names: Vec<String> = missing
            .map(|count| match count.records {
                None => protocol.sources[count.source].name.clone(),
                Some(_) => {
                    let searches = plural(count.searches_without_export, "search", "searches");
                    format!("{} ({searches})", protocol.sources[count.source].name)
                }
            })
            .collect();
        (!names.is_empty()).then(|| format!("Without an export, so not counted and not zero: {}.", names.join(", ")))
    }

    fn not_read(&self) -> Option<String> {
        const NAMED: usize = 5;
        let files = &self.not_read;
        let more = if files.len() > NAMED { format!(" and {} more", files.len() - NAMED) } else { String::new() };
        let named = files.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        (!files.is_empty()).then(|| {
            format!(
                "{} among the exports {} named by no search of the protocol, and not read: {named}{more}.",
                plural(files.len() as u64, "file", "files"),
                if files.len() == 1 { "is" } else { "are" },
            )
        })
    }

    fn unclear_in_words(&self, protocol: &Protocol, stage: Stage) -> Option<String> {
        let counts =
            self.unclear.iter().filter(|count| count.groups > 0 && protocol.criteria[count.criterion].stage == stage);
        let parts: Vec<String> = counts
            .map(|count| {
                let counted = if count.counts_as == Unclear::Exclude { "not met" } else { "met" };
                format!("{}: {} counted as {counted}", protocol.criteria[count.criterion].id, count.groups)
            })
            .collect();
        let whose = if self.other.is_some() { ", in both columns together" } else { "" };
        (!parts.is_empty()).then(|| format!("Unclear findings that the protocol decides{whose}: {}.", parts.join("; ")))
    }
}

/// Limits set inside the sources: what they kept away was never exported.
fn limits(protocol: &Protocol) -> Option<String> {
    let limited = protocol.searches().filter_map(|(_, search)| Some((search, search.limits.as_ref()?)));
    let parts: Vec<String> = limited
        .filter(|(_, limits)| !limits.is_empty())
        .map(|(search, limits)| format!("{} ({})", search.id, limits.join(", ")))
        .collect();
    (!parts.is_empty()).then(|| format!("Limits set inside the source, before export: {}.", parts.join("; ")))
}

/// PRISMA 2020 asks how many records a person excluded and how many an automation tool.
fn excluded_by_whom(column: &Column) -> Option<String> {
    let screening = column.at(Stage::Screening);
    (screening.removed() > 0).then(|| {
        format!(
            "Excluded by people: {}; by rules of this program: {}.",
            screening.removed_by_people(),
            screening.removed_by_rule()
        )
    })
}

fn repeats(other: &Column) -> Option<String> {
    (other.repeats() > 0).then(|| {
        let remain = plural(other.groups, "report remains", "reports remain");
        let repeat = if other.repeats() == 1 { "repeats" } else { "repeat" };
        let of = plural(other.records, "record", "records");
        format!("{} of the {of} {repeat} another record; {remain}.", other.repeats())
    })
}

fn removed_early(other: &Column, protocol: &Protocol) -> Option<String> {
    let early = || other.stages.iter().filter(|count| count.stage < Stage::Eligibility);
    let total: u64 = early().map(super::StageCount::removed).sum();
    let reasons =
        by_reason(early().flat_map(|count| &count.removed), protocol, |removed| removed.by_rule + removed.by_people);
    let reasons: Vec<String> = reasons.into_iter().map(|(reason, n)| format!("{reason} (n = {n})")).collect();
    (total > 0).then(|| format!("{total} of them removed before full text: {}.", reasons.join(", ")))
}

fn full_texts(column: &Column) -> Option<String> {
    let Reports { sought, not_retrieved, assessed, awaited, unsought } = column.reports?;
    if awaited + unsought == 0 && !column.undecided_up_to(Stage::Screening) {
        return None;
    }
    let so_far = format!("So far {sought} sought, {not_retrieved} not retrieved and {assessed} assessed");
    Some(if unsought == 0 { format!("{so_far}.") } else { format!("{so_far}; {unsought} not sought yet.") })
}

fn by_rule_at_full_text(column: &Column) -> Option<String> {
    let by_rule = column.at(Stage::Eligibility).removed_by_rule();
    (by_rule > 0).then(|| format!("{by_rule} of them by rules of this program, which read no full text."))
}

/// What an update finds again is counted once.
fn again(flow: &Flow) -> Option<String> {
    flow.previous?;
    match flow.included_again() {
        Some(0) => None,
        Some(n) => Some(format!(
            "{} in the previous version already, and counted there.",
            plural(n, "report more was", "reports more were")
        )),
        None => Some(format!(
            "Which reports the previous version included is not known: how many of the {} in the screened set are new, and how \
             many there are in all, is left blank.",
            flow.included()
        )),
    }
}

/// What an earlier version included and this one excludes stays in the numbers of that version.
fn excluded_since(flow: &Flow) -> Option<String> {
    let excluded = flow.previous?.excluded.filter(|excluded| *excluded > 0)?;
    let (is, it, was) = if excluded == 1 { ("is", "it", "it was") } else { ("are", "they", "they were") };
    Some(format!(
        "{} in the previous version {is} excluded in this one; {it} still count{} in the total, where {was} counted before.",
        plural(excluded, "report that was included", "reports that were included"),
        if excluded == 1 { "s" } else { "" },
    ))
}

fn studies(flow: &Flow) -> Option<String> {
    flow.new_reports().map(|_| "Which reports belong to one study is not recorded.".to_owned())
}
