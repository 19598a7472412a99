//! Where the study was set.

use super::values::{Value, fields};
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::Field;

/// The kind `place`.
pub(super) struct Place;

const KEYS: &[Setting] = &[
    Setting {
        key: "any",
        about: "The countries (ISO 3166-1) or subdivisions (ISO 3166-2) wanted: `[\"GB\"]`. Required.",
    },
    Setting {
        key: "several",
        about: "A study in several countries, a wanted one among them: `met` (the default), `unclear` or `not-met`.",
    },
    Setting { key: "fields", about: "Where to look. Default `[\"title\", \"abstract\", \"keywords\"]`." },
];

impl Kind for Place {
    fn name(&self) -> &'static str {
        "place"
    }

    fn about(&self) -> &'static str {
        include_str!("../about/place.md")
    }

    fn keys(&self) -> &'static [Setting] {
        KEYS
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        if settings.texts("any")?.as_deref() != Some(&["GB"]) {
            return Err(SettingError::new("any", "`any` must be [\"GB\"]"));
        }
        Ok(Box::new(StudySetting { fields: fields(settings, &["title", "abstract", "keywords"])? }))
    }
}

#[derive(Debug)]
struct StudySetting {
    fields: Vec<Field>,
}

const WORDS: &[(&[&str], &str)] = &[
    (&["UK"], "country"),
    (&["United", "Kingdom"], "country"),
    (&["Great", "Britain"], "country"),
    (&["Britain"], "country"),
    (&["British"], "demonym"),
    (&["England"], "subdivision"),
    (&["English"], "demonym"),
    (&["Scotland"], "subdivision"),
    (&["Scottish"], "demonym"),
    (&["Northern", "Ireland"], "subdivision"),
];

impl Criterion for StudySetting {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let evidence: Vec<Evidence> =
            subject.values(|field| self.fields.contains(&field)).flat_map(|value| cues(&value)).collect();
        if evidence.is_empty() {
            return Finding::silent("the records do not say where the study was set");
        }
        Finding { verdict: Verdict::Met, reason: "set in GB".into(), evidence }
    }
}

fn cues(value: &Value<'_>) -> Vec<Evidence> {
    let words: Vec<(usize, &str)> = value
        .text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - value.text.as_ptr() as usize, word))
        .collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        for (phrase, cue) in WORDS {
            if words[at..].len() >= phrase.len()
                && phrase.iter().zip(&words[at..]).all(|(a, (_, b))| a.eq_ignore_ascii_case(b))
            {
                let (last, word) = words[at + phrase.len() - 1];
                found.push(value.evidence(words[at].0..last + word.len(), *cue, Weight::For));
            }
        }
    }
    found
}
