//! The language of the document.

use super::values::{list, of_record};
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::Field;
use crate::record::language::Language;

/// The kind `language`.
pub(super) struct LanguageKind;

impl Kind for LanguageKind {
    fn name(&self) -> &'static str {
        "language"
    }

    fn about(&self) -> &'static str {
        include_str!("../about/language.md")
    }

    fn keys(&self) -> &'static [Setting] {
        &[Setting {
            key: "any",
            about: "The languages wanted, as ISO 639-3 codes or English names: `[\"eng\"]`. Required.",
        }]
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        let names = settings.texts("any")?.unwrap_or_default();
        let mut wanted = Vec::new();
        for name in names {
            match Language::parse_all(name).as_slice() {
                [one] => wanted.push(*one),
                _ => {
                    return Err(SettingError::new(
                        "any",
                        format!("`{name}` is not the ISO 639-3 code or name of a language"),
                    ));
                }
            }
        }
        if wanted.is_empty() {
            return Err(SettingError::new("any", "a criterion on the language needs `any`, a list such as [\"eng\"]"));
        }
        Ok(Box::new(Languages { wanted }))
    }
}

#[derive(Debug)]
struct Languages {
    wanted: Vec<Language>,
}

impl Criterion for Languages {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let (mut stated, mut evidence): (Vec<Language>, Vec<Evidence>) = (Vec::new(), Vec::new());
        let (mut wanted, mut others) = (0, 0);
        for &(id, record) in subject.records {
            let languages = record.languages();
            let here = languages.iter().any(|language| self.wanted.contains(language));
            wanted += usize::from(here);
            others += usize::from(!here && !languages.is_empty());
            let weight = if here { Weight::For } else { Weight::Against };
            evidence.extend(
                of_record((id, record), |field| field == Field::Language)
                    .map(|value| value.whole("language field", weight)),
            );
            stated.extend(languages.into_iter().filter(|language| !stated.contains(language)).collect::<Vec<_>>());
        }
        let names = list(&stated.iter().map(Language::code).collect::<Vec<_>>());
        let (verdict, reason) = match (wanted, others) {
            (0, 0) => (Verdict::Unclear, "the records name no language".to_owned()),
            (_, 0) => (Verdict::Met, format!("language {names}")),
            (0, _) => (Verdict::NotMet, format!("language {names}")),
            _ => (Verdict::Unclear, format!("the records disagree about the language: {names}")),
        };
        Finding { verdict, reason: reason.into(), evidence }
    }
}
