//! The language of the document.

mod detect;
mod titles;

use super::values::{Value, list, of_record};
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject, Variant};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::language::Language;
use crate::record::{Field, Record, RecordId};

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
            about: "The languages wanted, as ISO 639 codes or English names: `[\"eng\"]`. Required.",
        }]
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        let names = settings.texts("any")?.unwrap_or_default();
        let mut wanted = Vec::new();
        for name in names {
            match Language::parse_all(name).as_slice() {
                [one] => wanted.push(*one),
                _ => {
                    let message = format!("`{name}` is not the ISO 639 code or name of a language");
                    return Err(SettingError::new("any", message));
                }
            }
        }
        if wanted.is_empty() {
            return Err(SettingError::new("any", "a criterion on the language needs `any`, a list such as [\"eng\"]"));
        }
        Ok(Box::new(Languages { wanted }))
    }

    /// The language that the field of the records names is wanted as well.
    fn admitting(&self, settings: &Settings, subject: Subject<'_>) -> Vec<Variant> {
        widened(settings, subject).into_iter().collect()
    }
}

/// The languages wanted.
#[derive(Debug)]
struct Languages {
    wanted: Vec<Language>,
}

fn widened(settings: &Settings, subject: Subject<'_>) -> Option<Variant> {
    let language = subject.records.iter().find_map(|(_, record)| record.languages().first().copied())?;
    let mut any = settings.texts("any").ok()??;
    any.push(language.code());
    let name = format!("{} were wanted as well", spell(language));
    Some(Variant { name, settings: settings.with("any", any) })
}

/// A verdict with its reason and evidence, and whether it may contradict a language field.
struct Opinion {
    verdict: Verdict,
    reason: String,
    evidence: Vec<Evidence>,
    sure: bool,
}

impl Criterion for Languages {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let Some(stated) = self.of_fields(subject) else {
            let titles = self.of_titles(subject, true);
            let reason = format!("no language field; {}", titles.reason);
            return Finding { verdict: titles.verdict, reason: reason.into(), evidence: titles.evidence };
        };
        let mut finding = Finding { verdict: stated.verdict, reason: stated.reason.into(), evidence: stated.evidence };
        if finding.verdict == Verdict::Met {
            let titles = self.of_titles(subject, false);
            if titles.verdict == Verdict::NotMet && titles.sure {
                finding.verdict = Verdict::Unclear;
                finding.reason = format!("{}, but {}", finding.reason, titles.reason).into();
                finding.evidence.extend(titles.evidence);
            }
        }
        finding
    }
}

impl Languages {
    fn wants(&self, language: Language) -> bool {
        self.wanted.iter().any(|wanted| is_same(*wanted, language))
    }

    /// What the language fields and notes say; `None` where no record names a language.
    fn of_fields(&self, subject: Subject<'_>) -> Option<Opinion> {
        let (mut wanted, mut several, mut others) = (0, 0, 0);
        let mut unread: Vec<&str> = Vec::new();
        let (mut names, mut evidence): (Vec<String>, Vec<Evidence>) = Default::default();
        for &(id, record) in subject.records {
            let stated = stated((id, record));
            let languages: Vec<Language> = stated.iter().flat_map(|(_, languages)| languages).copied().collect();
            if languages.iter().any(|language| self.wants(*language)) {
                wanted += 1;
            } else if languages.iter().any(is_several) {
                several += 1;
            } else {
                others += usize::from(!languages.is_empty());
            }
            for (value, here) in &stated {
                if here.is_empty() && value.field == Field::Language && !says_nothing(value.text) {
                    unread.push(value.text.trim());
                }
                let weight = match here.is_empty() || here.iter().any(is_several) {
                    true => Weight::Weak,
                    false if here.iter().any(|language| self.wants(*language)) => Weight::For,
                    // `eng` beside `fre`: one language that is wanted is enough.
                    false if languages.iter().any(|language| self.wants(*language)) => Weight::Weak,
                    false => Weight::Against,
                };
                let cue = if value.field == Field::Note { "note on the language" } else { "language field" };
                evidence.push(value.whole(cue, weight));
            }
            for name in languages.into_iter().map(spell) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let names = list(&names);
        let (verdict, reason) = match (wanted, several, others) {
            (0, 0, 0) if !unread.is_empty() => {
                let reason = format!(
                    "the language field says `{}`, which is no language that is known",
                    crate::diagnostic::excerpt(unread[0])
                );
                (Verdict::Unclear, reason)
            }
            (0, 0, 0) => return None,
            (1.., _, 0) => (Verdict::Met, format!("the language field says {names}")),
            (0, 0, _) => (Verdict::NotMet, format!("the language field says {names}")),
            (0, ..) => (Verdict::Unclear, format!("the language field says {names}, not which")),
            _ => (Verdict::Unclear, format!("the language fields of the records disagree: {names}")),
        };
        Some(Opinion { verdict, reason, evidence, sure: true })
    }
}

/// The values of a record that name languages, with those that they name: its language fields, and notes such as `Article in German`.
fn stated<'a>(record: (RecordId, Record<'a>)) -> Vec<(Value<'a>, Vec<Language>)> {
    let values = of_record(record, |field| matches!(field, Field::Language | Field::Note));
    let of_value = |value: Value<'a>| {
        let languages = if value.field == Field::Language { Language::parse_all(value.text) } else { Vec::new() };
        if !languages.is_empty() {
            return Some((value, languages));
        }
        let noted = titles::language_of_remark(value.text);
        (noted.is_some() || value.field == Field::Language).then(|| (value, noted.into_iter().collect()))
    };
    values.filter_map(of_value).collect()
}

/// Whether a language field says that the language is not known.
fn says_nothing(text: &str) -> bool {
    const NOTHING: [&str; 16] = [
        "",
        "und",
        "unknown",
        "undetermined",
        "undefined",
        "unspecified",
        "not specified",
        "not available",
        "n/a",
        "na",
        "none",
        "zxx",
        "no linguistic content",
        "null",
        "-",
        "?",
    ];
    let text = text.trim().trim_matches(['[', ']', '(', ')', '.']);
    NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// Whether it stands for several languages that are not named: `mul` of ISO 639-2.
fn is_several(language: &Language) -> bool {
    language.code() == "mul"
}

/// The name of a language with its capital.
fn spell(language: Language) -> String {
    let name = language.name();
    name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect()
}

/// Languages that some sources name as one, each group with its macrolanguage of ISO 639-3 first.
const MACROLANGUAGES: [&[&str]; 12] = [
    &["zho", "cmn", "yue", "wuu", "nan", "hak"],
    &["nor", "nob", "nno"],
    &["ara", "arb"],
    &["fas", "pes", "prs"],
    &["msa", "ind", "zsm"],
    &["est", "ekk"],
    &["lav", "lvs"],
    &["swa", "swh"],
    &["hbs", "srp", "hrv", "bos", "cnr"],
    &["sqi", "als"],
    &["uzb", "uzn"],
    &["aze", "azj"],
];

/// Whether the codes may mean the same language: a macrolanguage stands for its members.
fn is_same(a: Language, b: Language) -> bool {
    let (a, b) = (a.code(), b.code());
    let group = |group: &&[&str]| a == group[0] && group.contains(&b) || b == group[0] && group.contains(&a);
    a == b || MACROLANGUAGES.iter().any(group)
}
