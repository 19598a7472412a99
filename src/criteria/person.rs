//! What only a person can tell.

use super::{Criterion, Kind, Setting, SettingError, Settings, Subject};
use crate::evidence::Finding;

/// The kind `person`.
pub(super) struct Person;

impl Kind for Person {
    fn name(&self) -> &'static str {
        "person"
    }

    fn about(&self) -> &'static str {
        include_str!("about/person.md")
    }

    fn keys(&self) -> &'static [Setting] {
        &[Setting { key: "question", about: "The question put to the person, in quotes. Required." }]
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        match settings.text("question")?.map(str::trim) {
            Some(question) if !question.is_empty() => Ok(Box::new(Question(question.to_owned()))),
            _ => Err(SettingError::new("question", "a criterion for a person needs its `question`")),
        }
    }
}

#[derive(Debug)]
struct Question(String);

impl Criterion for Question {
    fn assess(&self, _: Subject<'_>) -> Finding {
        Finding::silent(format!("for a person to decide: {}", self.0))
    }
}
