//! What titles and abstracts tell of the language of a document.

use super::detect::{Detected, detect, is_more_than_a_phrase, may_be_english};
use super::{Languages, Opinion, spell};
use crate::criteria::Subject;
use crate::criteria::values::{Value, list};
use crate::evidence::{Evidence, Verdict, Weight};
use crate::record::Field;
use crate::record::language::Language;

/// What one title says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Wanted,
    Other,
    /// English, where that is not wanted: titles are often translated to it.
    PerhapsTranslated,
    /// In brackets: translated, from what is not said.
    Translated,
    Nothing,
}

/// So many words of a title are few.
const SHORT: usize = 4;

/// A title in Latin with fewer words is a phrase: authors write in Latin no longer, but quote it.
const OF_A_MOTTO: usize = 8;

/// What an abstract tells.
const OF_FULL_TEXT: &str = ": says nothing of the full text";

/// How many abstracts the records have.
#[derive(Debug, Clone, Copy, Default)]
struct Abstracts {
    all: usize,
    /// Surely in none of the languages wanted, and not in English, to which abstracts are translated.
    foreign: usize,
    /// Surely in one of the languages wanted.
    wanted: usize,
}

/// A title, or the part of it that is in the language of the document.
struct Title<'a> {
    text: &'a str,
    /// Whether it is a translation, by its brackets.
    translated: bool,
    /// The language that a note behind the title names: `[Article in French]`.
    noted: Option<Language>,
}

impl Languages {
    /// What the titles say, all records together; the abstracts are shown beside them, unless only a contradiction to a language field is looked for.
    pub(super) fn of_titles(&self, subject: Subject<'_>, with_abstracts: bool) -> Opinion {
        let (mut says, mut names, mut evidence): (Vec<Says>, Vec<String>, Vec<Evidence>) = Default::default();
        let (mut sure, mut short) = (true, true);
        for value in subject.values(|field| matches!(field, Field::Title | Field::OriginalTitle)) {
            let (one, name, certain) = self.of_title(&value);
            let weight = match one {
                Says::Wanted => Weight::For,
                Says::Other => Weight::Against,
                _ => Weight::Weak,
            };
            sure &= certain || one != Says::Other;
            let latin = value.text.chars().all(|c| !c.is_alphabetic() || c < '\u{250}');
            short &= one != Says::Other
                || latin && value.text.split_whitespace().nth(SHORT).is_none() && !is_more_than_a_phrase(value.text);
            evidence.push(value.whole(format!("title in {name}"), weight));
            says.push(one);
            names.push(name);
        }
        names.dedup();
        let any = |which| says.contains(&which);
        let abstracts = if with_abstracts { self.abstracts(subject, &mut evidence) } else { Abstracts::default() };
        let names = list(&names);
        let (verdict, reason) = match (any(Says::Wanted), any(Says::Other)) {
            (true, true) => (Verdict::Unclear, format!("titles in {names}")),
            (true, false) if abstracts.foreign > 0 => {
                (Verdict::Unclear, format!("the title is in {names}, the abstract is not"))
            }
            (true, false) => (Verdict::Met, format!("the title is in {names}")),
            // `Tour de force`, `Joie de vivre`: loan words and names.
            (false, true) if short && abstracts.wanted > 0 => {
                let reason = format!("the title is short and seems to be in {names}, the abstract is not");
                tell_of_a_phrase(&mut evidence);
                (Verdict::Unclear, reason)
            }
            (false, true) => (Verdict::NotMet, format!("the title is in {names}")),
            _ if any(Says::Translated) => (Verdict::Unclear, "the title in brackets is a translation".to_owned()),
            _ if any(Says::PerhapsTranslated) => {
                (Verdict::Unclear, "the title is in English, but may be translated".to_owned())
            }
            _ if abstracts.foreign > 0 && abstracts.foreign == abstracts.all => {
                let reason = "the title does not tell its language, the abstract is in another".to_owned();
                (Verdict::NotMet, reason)
            }
            _ if says.is_empty() => (Verdict::Unclear, "no title".to_owned()),
            _ => (Verdict::Unclear, "the title does not tell its language".to_owned()),
        };
        Opinion { verdict, reason, evidence, sure }
    }

    /// What a title says, the name of its language, and whether that is sure.
    fn of_title(&self, value: &Value<'_>) -> (Says, String, bool) {
        let title = Title::read(value.text);
        if let Some(language) = title.noted {
            let says = if self.wants(language) { Says::Wanted } else { Says::Other };
            return (says, spell(language), true);
        }
        if title.translated {
            return (Says::Translated, "brackets, translated".to_owned(), false);
        }
        match detect(title.text) {
            Detected::Languages { languages, sure } => {
                let names = languages.iter().copied().map(spell).collect::<Vec<_>>().join(" or ");
                if let Some(why) = self.may_be_in_english(title.text, &languages) {
                    return (Says::Nothing, format!("{names}, {why}"), false);
                }
                let wanted = languages.iter().filter(|language| self.wants(**language)).count();
                let says = match wanted {
                    all if all == languages.len() => Says::Wanted,
                    0 if languages == [Language::ENGLISH] && value.field == Field::Title => Says::PerhapsTranslated,
                    0 => Says::Other,
                    _ => Says::Nothing,
                };
                (says, names, sure)
            }
            Detected::Script(name) => (self.of_script(), format!("{name} script"), true),
            Detected::Mixed => (Says::Nothing, "several languages".to_owned(), false),
            Detected::Unknown => (Says::Nothing, "no certain language".to_owned(), false),
        }
    }

    /// Why a title in other languages may head a document in English, where that is wanted: it begins with a quotation or a phrase
    /// (`"Basta ya": protest in Madrid`, `Ex ante, ex post`), and English follows or nothing.
    fn may_be_in_english(&self, text: &str, languages: &[Language]) -> Option<&'static str> {
        if !self.wants(Language::ENGLISH) || languages.contains(&Language::ENGLISH) {
            return None;
        }
        let words = text.split_whitespace().count();
        if languages.iter().all(|language| language.code() == "lat") && words < OF_A_MOTTO {
            return Some("as phrases in English are");
        }
        let parts = [outside_quotes(text), last_part(text).to_owned()];
        let english = |part: &&String| part.len() < text.len() && may_be_english(part, languages);
        parts.iter().find(english).map(|_| "and a part in English")
    }

    /// A script of many languages excludes only where none but English is wanted.
    fn of_script(&self) -> Says {
        if self.wanted == [Language::ENGLISH] { Says::Other } else { Says::Nothing }
    }

    /// Shows what the abstracts are in.
    fn abstracts(&self, subject: Subject<'_>, evidence: &mut Vec<Evidence>) -> Abstracts {
        let mut abstracts = Abstracts::default();
        for value in subject.values(|field| field == Field::Abstract) {
            abstracts.all += 1;
            let (name, other) = match detect(value.text) {
                Detected::Languages { languages, sure } => {
                    let wanted = languages.iter().any(|one| self.wants(*one));
                    abstracts.wanted += usize::from(sure && wanted);
                    (list(&languages.iter().copied().map(spell).collect::<Vec<_>>()), sure && !wanted)
                }
                Detected::Script(name) => (format!("{name} script"), self.of_script() == Says::Other),
                Detected::Mixed | Detected::Unknown => continue,
            };
            abstracts.foreign += usize::from(other && name != spell(Language::ENGLISH));
            let first_words = value.text.char_indices().nth(60).map_or(value.text.len(), |(at, _)| at);
            evidence.push(value.evidence(0..first_words, format!("abstract in {name}{OF_FULL_TEXT}"), Weight::Weak));
        }
        abstracts
    }
}

impl<'a> Title<'a> {
    fn read(text: &'a str) -> Self {
        let text = text.trim();
        let bare = text.trim_end_matches('.');
        let behind = |open: char, close: char| Some(bare.strip_suffix(close)?.rsplit_once(open)?.1);
        let note = behind('[', ']').and_then(language_of_note);
        let note = note.or_else(|| behind('(', ')').and_then(language_of_remark));
        let plain = Self { text, translated: false, noted: note };
        let Some((inside, rest)) = bare.strip_prefix('[').and_then(|rest| rest.split_once(']')) else { return plain };
        if note.is_some() || !is_english(inside) {
            return plain;
        }
        // `[Translated title]; Titre original`
        let original = rest.chars().filter(|c| c.is_alphabetic()).count() >= 10;
        if original {
            Self { text: rest.trim_start_matches([';', '.', '=', ' ']), ..plain }
        } else {
            Self { translated: true, ..plain }
        }
    }
}

/// Beside a short title an English abstract does count: the title may be a phrase that English has borrowed.
fn tell_of_a_phrase(evidence: &mut [Evidence]) {
    for one in evidence {
        if let Some(language) = one.cue.strip_suffix(OF_FULL_TEXT) {
            one.cue = format!("{language}: the short title may be a borrowed phrase").into();
        }
    }
}

/// The text without what stands between quotation marks, which may be in any language.
fn outside_quotes(text: &str) -> String {
    const PAIRS: [(char, char); 5] = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')];
    let mut rest = text.to_owned();
    for (open, close) in PAIRS {
        while let Some(from) = rest.find(open) {
            let begin = from + open.len_utf8();
            let Some(length) = rest[begin..].find(close) else { break };
            rest.replace_range(from..begin + length + close.len_utf8(), " ");
        }
    }
    rest.trim().to_owned()
}

/// What follows the last colon, question mark or exclamation mark: a title begins with a phrase and says then what it is about.
fn last_part(text: &str) -> &str {
    let end = text.trim_end_matches([':', '?', '!', '.', ' ', '"', '”', '»']);
    end.rfind([':', '?', '!']).map_or(text, |at| end[at + 1..].trim())
}

fn is_english(text: &str) -> bool {
    match detect(text) {
        Detected::Languages { languages, .. } => languages == [Language::ENGLISH],
        Detected::Script(_) => false,
        Detected::Mixed | Detected::Unknown => true,
    }
}

/// The language in `Article in French`, `in German`, `Turkish`.
fn language_of_note(note: &str) -> Option<Language> {
    let note = note.trim().to_lowercase();
    let name = note.rsplit("in ").next().unwrap_or(&note);
    match Language::parse_all(name).as_slice() {
        [one] if one.name() == name => Some(*one),
        _ => None,
    }
}

/// The language in `Article in French.`, `In German`: a remark that is about nothing else.
pub(super) fn language_of_remark(remark: &str) -> Option<Language> {
    const ABOUT: &[&str] = &["article", "in", "text", "full", "paper", "publication", "document", "book", "written"];
    let bare = remark.trim().trim_end_matches('.').to_lowercase();
    let (before, _) = bare.rsplit_once(' ')?;
    let about = before.split(' ').all(|word| ABOUT.contains(&word)) && before.ends_with("in");
    about.then(|| language_of_note(&bare)).flatten()
}
