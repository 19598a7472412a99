//! Whether the report was reviewed by peers.

use super::values::Value;
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject, Variant};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::Field;
use crate::record::document_type::DocumentType;

/// The kind `peer_review`.
pub(super) struct PeerReview;

impl Kind for PeerReview {
    fn name(&self) -> &'static str {
        "peer_review"
    }

    fn about(&self) -> &'static str {
        include_str!("about/peer_review.md")
    }

    fn keys(&self) -> &'static [Setting] {
        &[Setting {
            key: "assume_journals",
            about: "Whether an article or review in a journal counts as reviewed where nothing else is said: `true` or `false` (the default).",
        }]
    }

    /// Articles in journals count as reviewed, where they do not yet.
    fn admitting(&self, settings: &Settings, _: Subject<'_>) -> Vec<Variant> {
        if settings.flag("assume_journals").ok().flatten() == Some(true) {
            return Vec::new();
        }
        let name = "an article in a journal counted as reviewed".to_owned();
        vec![Variant { name, settings: settings.with("assume_journals", true) }]
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        Ok(Box::new(Reviewed { assume_journals: settings.flag("assume_journals")?.unwrap_or(false) }))
    }
}

#[derive(Debug)]
struct Reviewed {
    assume_journals: bool,
}

impl Criterion for Reviewed {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let evidence: Vec<Evidence> = subject.values(|_| true).filter_map(|value| self.says(&value)).collect();
        let any = |weight| evidence.iter().any(|one| one.weight == weight);
        let (verdict, reason) = match (any(Weight::For), any(Weight::Against)) {
            (true, true) => (Verdict::Unclear, "the records disagree about peer review"),
            (true, false) => (Verdict::Met, "reviewed by peers, as the records say or their type lets assume"),
            (false, true) => (Verdict::NotMet, "not reviewed by peers, as the records or their type say"),
            (false, false) => (Verdict::Unclear, "nothing tells whether it was reviewed by peers"),
        };
        Finding { verdict, reason: reason.into(), evidence }
    }
}

impl Reviewed {
    fn says(&self, value: &Value<'_>) -> Option<Evidence> {
        if value.field == Field::DocumentType {
            let kind = DocumentType::parse(value.text)?;
            let weight = match kind {
                DocumentType::JournalArticle | DocumentType::ReviewArticle if self.assume_journals => Weight::For,
                kind if is_never_reviewed(kind) => Weight::Against,
                _ => Weight::Weak,
            };
            return Some(value.whole(kind.name(), weight));
        }
        let stated = matches!(value.field, Field::Note | Field::Other).then(|| statement(value.text)).flatten()?;
        Some(value.whole("statement", if stated { Weight::For } else { Weight::Against }))
    }
}

/// Types that go through no review by peers.
fn is_never_reviewed(kind: DocumentType) -> bool {
    use DocumentType::{Dataset, News, Preprint, Report, Thesis, TrialRegistration, WebPage};
    matches!(kind, Dataset | News | Preprint | Report | Thesis | TrialRegistration | WebPage)
}

/// `Peer reviewed: Yes`, `Refereed: false`, as platforms write it.
fn statement(text: &str) -> Option<bool> {
    let lower = text.trim().to_lowercase().replace('-', " ");
    let rest = ["peer reviewed", "peer review", "refereed"].iter().find_map(|start| lower.strip_prefix(start))?;
    match rest.trim_start_matches([':', '=', ' ']).trim_end_matches('.') {
        "" | "yes" | "true" | "y" => Some(true),
        "no" | "false" | "n" | "not" => Some(false),
        _ => None,
    }
}
