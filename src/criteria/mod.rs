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

use std::any::Any;

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

    /// Tables changed as little as possible to let these records in, for a kind whose values can be extended; whether one of
    /// them does is for the caller to try.
    fn admitting(&self, _settings: &Settings, _subject: Subject<'_>) -> Vec<Variant> {
        Vec::new()
    }
}

/// A criterion that is ready to be applied.
pub trait Criterion: Send + Sync + std::fmt::Debug {
    /// What the records of the group say.
    fn assess(&self, subject: Subject<'_>) -> Finding;

    /// The same, where other criteria look at the same group and may need the same of it.
    fn assess_sharing(&self, subject: Subject<'_>, _shared: &mut Shared) -> Finding {
        self.assess(subject)
    }

    /// The criterion changed as little as possible to let these records in, each with what is different for a reader, where its
    /// settings alone do not make it: a known set with one reference more.
    fn admitting(&self, _subject: Subject<'_>) -> Vec<(String, Box<dyn Criterion>)> {
        Vec::new()
    }
}

/// What criteria make of the records of one group and share, such as their words; empty for every new group.
#[derive(Debug, Default)]
pub struct Shared(Option<Box<dyn Any>>);

impl Shared {
    /// What was made as a `T` before, or a new one.
    pub fn of<T: Any + Default>(&mut self) -> Option<&mut T> {
        self.0.get_or_insert_with(|| Box::<T>::default()).downcast_mut()
    }
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
