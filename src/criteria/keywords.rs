//! Terms that must or must not occur.

use std::ops::Range;

use super::values::{Value, fields, list};
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject, Variant};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::Field;

/// The kind `keywords`.
pub(super) struct Keywords;

const KEYS: &[Setting] = &[
    Setting {
        key: "any",
        about: "Terms of which one must occur, as `[\"coproduc*\", \"time bank\"]`; `*` at the end of a word stands for any letters.",
    },
    Setting { key: "none", about: "Terms of which none may occur. `any`, `none` or both are required." },
    Setting { key: "fields", about: "Where to look. Default `[\"title\", \"abstract\", \"keywords\"]`." },
];

/// Where terms are looked for if nothing else is said.
const TOPIC: [&str; 3] = ["title", "abstract", "keywords"];

impl Kind for Keywords {
    fn name(&self) -> &'static str {
        "keywords"
    }

    fn about(&self) -> &'static str {
        include_str!("about/keywords.md")
    }

    fn keys(&self) -> &'static [Setting] {
        KEYS
    }

    /// Without the unwanted terms that occur; with a wanted term truncated, where it then occurs; with all fields of the topic read.
    fn admitting(&self, settings: &Settings, subject: Subject<'_>) -> Vec<Variant> {
        let texts = |key| settings.texts(key).ok().flatten().unwrap_or_default();
        let looked_at = fields(settings, &TOPIC).unwrap_or_default();
        let values: Vec<Value<'_>> = subject.values(|field| looked_at.contains(&field)).collect();
        let words: Vec<_> = values.iter().map(|value| words(value.text)).collect();
        let occurs =
            |text: &str| Term::parse(text).is_some_and(|term| words.iter().any(|words| term.find(words).is_some()));
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
        let mut variants = Vec::new();
        let (unwanted, kept): (Vec<&str>, Vec<&str>) = texts("none").into_iter().partition(|text| occurs(text));
        if !unwanted.is_empty() {
            let name = format!("{} were not unwanted", quoted(&owned(&unwanted)));
            variants.push(Variant { name, settings: settings.with("none", owned(&kept)) });
        }
        let any = texts("any");
        let truncated = any.iter().filter(|text| !text.ends_with('*')).map(|text| format!("{text}*"));
        let truncated: Vec<String> = truncated.filter(|text| occurs(text)).collect();
        if !truncated.is_empty() {
            let name = format!("{} were wanted as well", quoted(&truncated));
            variants.push(Variant { name, settings: settings.with("any", [owned(&any), truncated].concat()) });
        }
        if settings.value("fields").is_some() {
            let name = format!("{} were read", list(&TOPIC));
            variants.push(Variant { name, settings: settings.with("fields", owned(&TOPIC)) });
        }
        variants
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        let (any, none) = (terms(settings, "any")?, terms(settings, "none")?);
        if any.is_empty() && none.is_empty() {
            return Err(SettingError::new("any", "a criterion on keywords needs `any`, `none` or both"));
        }
        Ok(Box::new(Terms { any, none, fields: fields(settings, &TOPIC)? }))
    }
}

fn terms(settings: &Settings, key: &str) -> Result<Vec<Term>, SettingError> {
    let texts = settings.texts(key)?.unwrap_or_default();
    let read = |text: &&str| {
        Term::parse(text).ok_or_else(|| SettingError::new(key, format!("`{text}` has no word to look for")))
    };
    texts.iter().map(read).collect()
}

/// A term: words in a row, in lower case, each perhaps only the beginning of one.
#[derive(Debug)]
struct Term(Vec<(String, bool)>);

impl Term {
    fn parse(text: &str) -> Option<Self> {
        let words: Vec<(String, bool)> = text
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric() && c != '*')
            .map(|word| (word.trim_end_matches('*').to_owned(), word.ends_with('*')))
            .filter(|(word, _)| !word.is_empty())
            .collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// The bytes of its first occurrence among the words of a text.
    fn find(&self, words: &[(Range<usize>, String)]) -> Option<Range<usize>> {
        let fits = |window: &&[(Range<usize>, String)]| {
            window.iter().zip(&self.0).all(|((_, word), (wanted, beginning))| match beginning {
                true => word.starts_with(wanted.as_str()),
                false => word == wanted,
            })
        };
        let found = words.windows(self.0.len()).find(fits)?;
        Some(found[0].0.start..found[found.len() - 1].0.end)
    }
}

/// The words of a text in lower case, with their bytes.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            (start..start + word.len(), word.to_lowercase())
        })
        .collect()
}

#[derive(Debug)]
struct Terms {
    any: Vec<Term>,
    none: Vec<Term>,
    fields: Vec<Field>,
}

impl Criterion for Terms {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let values: Vec<Value<'_>> = subject.values(|field| self.fields.contains(&field)).collect();
        let wanted = occurrences(&values, &self.any, Weight::For);
        let unwanted = occurrences(&values, &self.none, Weight::Against);
        let missing = self.missing(&values);
        let (verdict, reason) = match (wanted.is_empty(), unwanted.is_empty()) {
            (_, false) => (Verdict::NotMet, format!("{} occurs", spell(&unwanted))),
            (false, true) => (Verdict::Met, format!("{} occurs", spell(&wanted))),
            _ if !missing.is_empty() => {
                (Verdict::Unclear, format!("no term occurs, but the records have no {}", list(&missing)))
            }
            (true, true) if self.any.is_empty() => (Verdict::Met, "none of the terms occurs".to_owned()),
            (true, true) => (Verdict::NotMet, "none of the terms occurs".to_owned()),
        };
        let mut evidence = [unwanted, wanted].concat();
        if evidence.is_empty() && verdict != Verdict::Unclear {
            let weight = if verdict == Verdict::Met { Weight::For } else { Weight::Against };
            evidence.extend(values.iter().take(1).map(|value| value.whole("without the terms", weight)));
        }
        Finding { verdict, reason: reason.into(), evidence }
    }
}

impl Terms {
    /// Which of title and abstract were to be looked at and are in no record: then nothing can be said of what does not occur.
    fn missing(&self, values: &[Value<'_>]) -> Vec<&'static str> {
        let of_note = [Field::Title, Field::Abstract].into_iter().filter(|field| self.fields.contains(field));
        of_note.filter(|field| !values.iter().any(|value| value.field == *field)).map(Field::name).collect()
    }
}

/// The first occurrence of each term in each value.
fn occurrences(values: &[Value<'_>], terms: &[Term], weight: Weight) -> Vec<Evidence> {
    let mut found = Vec::new();
    for value in values {
        let words = words(value.text);
        let spans = terms.iter().filter_map(|term| term.find(&words));
        found.extend(spans.map(|span| value.evidence(span, "term", weight)));
    }
    found
}

fn quoted(terms: &[String]) -> String {
    list(&terms.iter().map(|term| format!("\"{term}\"")).collect::<Vec<_>>())
}

/// The words found, each once.
fn spell(evidence: &[Evidence]) -> String {
    let mut words: Vec<String> = evidence.iter().map(|one| format!("\"{}\"", one.words)).collect();
    words.sort();
    words.dedup();
    list(&words)
}
