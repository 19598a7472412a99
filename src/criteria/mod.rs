//! The review's criteria: one file per kind, one line in [`KINDS`].
//!
//! Invariants: a criterion sees the records of one group and nothing else; silence is unclear; a verdict other
//! than unclear names its evidence.

mod document_type;
mod full_text;
mod keywords;
mod language;
mod peer_review;
mod person;
mod place;
mod settings;
mod values;
mod year;

pub use settings::{Setting, SettingError, Settings, Variant};

use crate::evidence::Finding;
use crate::record::{Record, RecordId};

/// The records of one group, as a criterion sees them.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The records with their numbers, the one kept for the group first.
    pub records: &'a [(RecordId, Record<'a>)],
}

/// A kind of criterion, as a protocol names it.
pub trait Kind: Sync {
    /// The name in the protocol: `year`, `language`.
    fn name(&self) -> &'static str;

    /// What it does, why, and an example, in Markdown: shown by help, report and README.
    fn about(&self) -> &'static str;

    /// The keys it takes besides those that every criterion has.
    fn keys(&self) -> &'static [Setting];

    /// Makes a criterion from its table of the protocol.
    ///
    /// # Errors
    /// A key with a value that cannot be used.
    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError>;

    /// Tables a little different from this one, to show what hangs on its values: for a kind that takes `fields`, the title
    /// alone.
    fn variants(&self, settings: &Settings) -> Vec<Variant> {
        let title = toml::Value::from(vec!["title"]);
        let takes_fields = self.keys().iter().any(|setting| setting.key == "fields");
        if !takes_fields || settings.value("fields") == Some(&title) {
            return Vec::new();
        }
        vec![Variant { name: "the title alone were read".to_owned(), settings: settings.with("fields", title) }]
    }

    /// The table changed as little as possible to let these records in, for a kind whose values can be extended.
    fn admitting(&self, _settings: &Settings, _subject: Subject<'_>) -> Option<Variant> {
        None
    }
}

/// A criterion that is ready to be applied.
pub trait Criterion: Send + Sync + std::fmt::Debug {
    /// What the records of the group say.
    fn assess(&self, subject: Subject<'_>) -> Finding;
}

/// Every kind of criterion.
pub const KINDS: &[&dyn Kind] = &[
    &year::Year,
    &language::LanguageKind,
    &document_type::DocumentTypeKind,
    &peer_review::PeerReview,
    &full_text::FullText,
    &keywords::Keywords,
    &place::PlaceKind,
    &person::Person,
];

/// The kind with this name.
pub fn kind(name: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}
