//! Where the study was set.
//!
//! [`scan`] finds names of places in the words of a text ([`words`], [`lexicon`]) and [`context`] says what each is named for; [`resolve`] tells
//! namesakes apart by the other names of the record; [`judge`] makes a verdict of it.

mod code;
mod context;
mod judge;
mod lexicon;
mod resolve;
mod scan;
mod words;

use std::cell::RefCell;

use self::code::Code;
use self::judge::{Located, Question, Several};
use self::scan::{About, Scanner};
use super::values::{Value, fields};
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject, Variant};
use crate::evidence::{Finding, Verdict};
use crate::record::Field;

/// The kind `place`.
pub(super) struct PlaceKind;

const KEYS: &[Setting] = &[
    Setting {
        key: "any",
        about: "The countries (ISO 3166-1) or subdivisions (ISO 3166-2) wanted: `[\"GB\"]`, `[\"US-CA\"]`. Required.",
    },
    Setting {
        key: "several",
        about: "A study in several countries, a wanted one among them: `met` (the default), `unclear` or `not-met`.",
    },
    Setting {
        key: "elsewhere",
        about: "What words for another setting, and none for a wanted one, give: `not-met` (the default), or `unclear` where \
                records are titles only and a person has to look.",
    },
    Setting { key: "fields", about: "Where to look. Default `[\"title\", \"abstract\", \"keywords\"]`." },
];

/// Fields that are looked at whatever the protocol says, and never decide: they tell where authors and publishers are.
const WEAK: &[Field] = &[Field::Affiliation, Field::Country, Field::Publisher, Field::PublisherPlace];

impl Kind for PlaceKind {
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
        Ok(Box::new(StudySetting::of(settings)?))
    }

    /// The country or part of one where the records say that the study was made is wanted as well, or studies in several countries.
    fn admitting(&self, settings: &Settings, subject: Subject<'_>) -> Vec<Variant> {
        let Ok(criterion) = StudySetting::of(settings) else { return Vec::new() };
        let mut variants = Vec::new();
        if let Some(code) = criterion.setting_elsewhere(subject) {
            let any = settings.texts("any").ok().flatten().unwrap_or_default().into_iter().map(str::to_owned);
            let any: Vec<String> = any.chain([code.to_string()]).collect();
            let name =
                format!("studies set in {} were wanted as well", lexicon::lexicon().name(code).unwrap_or_default());
            variants.push(Variant { name, settings: settings.with("any", any) });
        }
        if criterion.question.several == Several::NotMet {
            let name = "studies in several countries were wanted".to_owned();
            variants.push(Variant { name, settings: settings.with("several", "met") });
        }
        variants
    }
}

impl StudySetting {
    fn of(settings: &Settings) -> Result<Self, SettingError> {
        let targets =
            settings.texts("any")?.unwrap_or_default().into_iter().map(target).collect::<Result<Vec<_>, _>>()?;
        if targets.is_empty() {
            return Err(SettingError::new("any", "a criterion on the place needs `any`, a list such as [\"GB\"]"));
        }
        let several = match settings.text("several")?.unwrap_or("met") {
            "met" => Several::Met,
            "unclear" => Several::Unclear,
            "not-met" => Several::NotMet,
            other => {
                let message = format!("`several` is `met`, `unclear` or `not-met`, not `{other}`");
                return Err(SettingError::new("several", message));
            }
        };
        let elsewhere = match settings.text("elsewhere")?.unwrap_or("not-met") {
            "not-met" => Verdict::NotMet,
            "unclear" => Verdict::Unclear,
            other => {
                let message = format!("`elsewhere` is `not-met` or `unclear`, not `{other}`");
                return Err(SettingError::new("elsewhere", message));
            }
        };
        let fields = fields(settings, &["title", "abstract", "keywords"])?;
        Ok(Self { question: Question { targets, several, elsewhere }, fields })
    }

    /// All names in the fields looked at, and those in fields that never decide, with what the texts say of the report.
    fn names<'a>(&self, subject: Subject<'a>) -> (Vec<Located<'a>>, Vec<Located<'a>>, About) {
        let (cues, about) = located(subject.values(|field| self.fields.contains(&field)));
        let (weak, _) = located(subject.values(|field| WEAK.contains(&field) && !self.fields.contains(&field)));
        (cues, weak, about)
    }

    fn setting_elsewhere(&self, subject: Subject<'_>) -> Option<Code> {
        let (cues, weak, _) = self.names(subject);
        self.question.setting_elsewhere(cues, &weak)
    }
}

fn target(name: &str) -> Result<Code, SettingError> {
    let known = Code::parse(name).filter(|code| lexicon::lexicon().name(*code).is_some());
    let hint = if name == "UK" { "; the United Kingdom is `GB`" } else { "" };
    known.ok_or_else(|| {
        SettingError::new("any", format!("`{name}` is no code of ISO 3166-1 (`GB`) or 3166-2 (`GB-SCT`){hint}"))
    })
}

/// Where the study was set, as a criterion.
#[derive(Debug)]
struct StudySetting {
    question: Question,
    fields: Vec<Field>,
}

impl Criterion for StudySetting {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let (cues, weak, about) = self.names(subject);
        self.question.judge(cues, &weak, about)
    }
}

/// The names of places in `values`, and what the values say of the report as a whole.
fn located<'a>(values: impl Iterator<Item = Value<'a>>) -> (Vec<Located<'a>>, About) {
    thread_local! {
        static SCANNER: RefCell<Scanner> = RefCell::default();
    }
    SCANNER.with_borrow_mut(|scanner| {
        let (mut cues, mut found, mut about) = (Vec::new(), Vec::new(), About::default());
        for value in values {
            about |= scanner.scan(value.text, scan::Kind::of(value.field), &mut cues);
            found.extend(cues.drain(..).map(|cue| Located { value, cue }));
        }
        (found, about)
    })
}
