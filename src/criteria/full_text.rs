//! Whether a full text can be had.

use super::values::Value;
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::Field;
use crate::record::identifier::Pmcid;

/// The kind `full_text`. It has no values that could be extended: where a record says that there is no full text, only the criterion
/// itself can be dropped, or not applied to the kind of source that says so.
pub(super) struct FullText;

impl Kind for FullText {
    fn name(&self) -> &'static str {
        "full_text"
    }

    fn about(&self) -> &'static str {
        include_str!("about/full_text.md")
    }

    fn keys(&self) -> &'static [Setting] {
        &[]
    }

    fn build(&self, _: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        Ok(Box::new(Available))
    }
}

#[derive(Debug)]
struct Available;

impl Criterion for Available {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let evidence: Vec<Evidence> = subject.values(|_| true).filter_map(|value| says(&value)).collect();
        let any = |weight| evidence.iter().any(|one| one.weight == weight);
        // One place that has it is enough, whatever another platform lacks.
        let (verdict, reason) = match (any(Weight::For), any(Weight::Against)) {
            (true, _) => (Verdict::Met, "a full text is linked"),
            (false, true) => (Verdict::NotMet, "the records say that there is no full text"),
            (false, false) => (Verdict::Unclear, "nothing tells whether the full text can be had"),
        };
        Finding { verdict, reason: reason.into(), evidence }
    }
}

fn says(value: &Value<'_>) -> Option<Evidence> {
    let lower = value.text.trim().to_lowercase();
    match value.field {
        Field::Pmcid if Pmcid::parse(value.text).is_some() => Some(value.whole("PubMed Central", Weight::For)),
        Field::Url if lower.split(['?', '#']).next().is_some_and(|path| path.ends_with(".pdf")) => {
            Some(value.whole("link to a PDF", Weight::For))
        }
        Field::Url | Field::Doi => Some(value.whole("link", Weight::Weak)),
        Field::Note | Field::Other => {
            let rest = ["full text", "fulltext"].iter().find_map(|start| lower.strip_prefix(start))?;
            match rest.trim_start_matches([':', '=', ' ']).trim_end_matches('.') {
                "yes" | "true" | "available" => Some(value.whole("statement", Weight::For)),
                "no" | "false" | "not available" | "unavailable" => Some(value.whole("statement", Weight::Against)),
                _ => None,
            }
        }
        _ => None,
    }
}
