//! The limits of a search that stand beside its query: what a person ticked in the database, in the words of a report.
//!
//! Databases keep such limits apart from the query (EBSCO's "Limiters", PubMed's "Filters applied"), and reviews report them so.
//! Those on year, language and document type are conditions on every record found, and are applied; what cannot be read
//! from a record (peer review, full text, age of the people studied) is named instead.

use std::sync::Arc;

use super::conditions::{Condition, is_plain_type};
use super::dates;
use super::evaluate::Truth;
use super::field::{FieldSet, SearchField};
use crate::record::date::DateKind;
use crate::record::document_type::DocumentType;
use crate::record::language::Language;
use crate::record::{Field, Record};

/// The limits of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// Those that a record can be held against, each with its words.
    pub read: Vec<(Arc<str>, Condition)>,
    /// The words of the others.
    pub unread: Vec<String>,
}

const YEAR: &[&str] = &[
    "year",
    "years",
    "publication year",
    "publication years",
    "year of publication",
    "years of publication",
    "publication date",
    "publication dates",
    "date of publication",
    "published date",
    "published",
    "date",
    "dates",
    "date range",
    "py",
    "pd",
    "timespan",
    "time span",
    "time period",
    "period",
];

const LANGUAGE: &[&str] = &["language", "languages", "la", "language of publication"];

const TYPE: &[&str] = &[
    "type",
    "types",
    "document type",
    "document types",
    "publication type",
    "publication types",
    "article type",
    "article types",
    "doctype",
    "dt",
    "pt",
];

impl Limits {
    /// Reads limits as a protocol writes them: `year: 2000-2020`, `English only`, `document type: article, review`.
    pub fn read<'a>(words: impl IntoIterator<Item = &'a String>) -> Self {
        let mut limits = Self::default();
        for words in words {
            match condition(words) {
                Some(condition) => limits.read.push((words.as_str().into(), condition)),
                None => limits.unread.push(words.clone()),
            }
        }
        limits
    }

    /// Whether `record` is inside all limits that could be read; and the first that it is not inside of, or the fields that
    /// it would have to show.
    pub(super) fn hold(&self, record: Record<'_>) -> (Truth, Option<&Arc<str>>, FieldSet) {
        let mut unseen = FieldSet::EMPTY;
        for (words, condition) in &self.read {
            match holds(condition, record) {
                Truth::No => return (Truth::No, Some(words), FieldSet::EMPTY),
                Truth::Unknown => unseen = unseen.union(FieldSet::of(&[field(condition)])),
                Truth::Yes => {}
            }
        }
        (if unseen.is_empty() { Truth::Yes } else { Truth::Unknown }, None, unseen)
    }
}

fn field(condition: &Condition) -> SearchField {
    match condition {
        Condition::Years { .. } => SearchField::Year,
        Condition::Languages(_) => SearchField::Language,
        Condition::Types(_) => SearchField::DocumentType,
    }
}

/// Whether what the record says of itself meets the condition; any of its dates of publication does.
fn holds(condition: &Condition, record: Record<'_>) -> Truth {
    let values = |field: Field| record.values().filter(move |value| value.field() == field).map(|value| value.value());
    match condition {
        Condition::Years { from, to } => {
            let dates = record.dates().into_iter().filter(|date| date.kind != DateKind::Entry);
            any(dates.filter_map(|date| Some((date.year?, date.last_year))), |&(first, last)| {
                let last = i32::from(last.unwrap_or(first));
                from.is_none_or(|from| last >= from) && to.is_none_or(|to| i32::from(first) <= to)
            })
        }
        Condition::Languages(wanted) => {
            any(values(Field::Language).flat_map(Language::parse_all), |language| wanted.contains(language))
        }
        Condition::Types(wanted) => {
            let parts = values(Field::DocumentType).flat_map(|value| value.split(';'));
            let whole = record.document_type();
            any(parts.filter_map(DocumentType::parse).chain(whole), |kind| wanted.contains(kind))
        }
    }
}

/// Whether one of the values holds; nobody knows where there is none.
fn any<T>(values: impl Iterator<Item = T>, holds: impl Fn(&T) -> bool) -> Truth {
    let mut truth = Truth::Unknown;
    for value in values {
        if holds(&value) {
            return Truth::Yes;
        }
        truth = Truth::No;
    }
    truth
}

/// What the words of a limit ask of a record, if a record can tell.
fn condition(words: &str) -> Option<Condition> {
    let plain = words.trim().trim_end_matches('.').to_lowercase();
    let Some((key, value)) = plain.split_once([':', '=']) else {
        let only = plain.strip_suffix(" only");
        return years(&plain).or_else(|| languages(bare_language(&plain))).or_else(|| types(only?));
    };
    let key = key.trim().trim_end_matches("(s)");
    match () {
        () if YEAR.contains(&key) => years(value),
        () if LANGUAGE.contains(&key) => languages(value),
        () if TYPE.contains(&key) => types(value),
        () => None,
    }
}

/// `english` of `in English`, `English language`, `English only`.
fn bare_language(words: &str) -> &str {
    let words = words.strip_prefix("in ").unwrap_or(words);
    let behind = [" language", " only", "-language", " language only"];
    behind.iter().rev().find_map(|end| words.strip_suffix(end)).unwrap_or(words).trim_end_matches(" language")
}

/// `1985-2017`, `1985 to 2017`, `2000-`, `-2017`, `since 2000`, `until 2017`, `20000101-20201231`.
fn years(text: &str) -> Option<Condition> {
    let text = text.replace(['\u{2013}', '\u{2014}'], "-").replace(" to ", "-").replace(" and ", "-");
    let text = text.trim();
    let (prefix, span) = ["published ", "between ", "from ", "since ", "after ", "until ", "up-", "before "]
        .iter()
        .find_map(|word| text.strip_prefix(word).map(|rest| (*word, rest.trim())))
        .unwrap_or(("", text));
    let one = |text: &str| dates::years(text.trim()).filter(|(from, to)| from == to).map(|(year, _)| year);
    let (from, to) = match (prefix, span.split_once('-')) {
        ("since ", None) | ("from ", None) => (Some(one(span)?), None),
        ("after ", None) => (Some(one(span)? + 1), None),
        ("until " | "up-", None) => (None, Some(one(span)?)),
        ("before ", None) => (None, Some(one(span)? - 1)),
        (_, Some((from, ""))) => (Some(one(from)?), None),
        (_, Some(("", to))) => (None, Some(one(to)?)),
        (_, Some((from, "present" | "current" | "now" | "today"))) => (Some(one(from)?), None),
        _ => {
            let (from, to) = dates::years(span)?;
            (Some(from).filter(|year| *year > 0), Some(to).filter(|year| *year < 3000))
        }
    };
    let in_order = from.zip(to).is_none_or(|(from, to)| from <= to);
    (in_order && (from.is_some() || to.is_some())).then_some(Condition::Years { from, to })
}

/// Every one of the names must be a language.
fn languages(text: &str) -> Option<Condition> {
    let mut all = Vec::new();
    for name in listed(text) {
        match Language::parse_all(name).as_slice() {
            [one] => all.push(*one),
            _ => return None,
        }
    }
    (!all.is_empty()).then_some(Condition::Languages(all))
}

/// Every one of the names must be a type as a whole: `Academic Journals` is none.
fn types(text: &str) -> Option<Condition> {
    let mut all = Vec::new();
    for name in listed(text) {
        let single = name.strip_suffix('s').unwrap_or(name);
        let plain = [name, single].into_iter().find(|name| is_plain_type(name)).and_then(DocumentType::parse);
        all.push(DocumentType::from_name(name).or(plain)?);
    }
    (!all.is_empty()).then_some(Condition::Types(all))
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', ';', '/']).flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" and "));
    parts.map(|part| part.trim().trim_matches('"')).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn years(from: Option<i32>, to: Option<i32>) -> Option<Condition> {
        Some(Condition::Years { from, to })
    }

    #[test]
    fn limits_are_read_as_reviews_report_them() {
        for words in [
            "year: 1985-2017",
            "Publication years: 1985 to 2017",
            "1985\u{2013}2017",
            "Published Date: 19850101-20171231",
        ] {
            assert_eq!(condition(words), years(Some(1985), Some(2017)), "{words}");
        }
        for words in ["year: 2000-", "since 2000", "2000 to present", "Date: from 2000", "after 1999"] {
            assert_eq!(condition(words), years(Some(2000), None), "{words}");
        }
        for words in ["until 2017", "year: -2017", "before 2018"] {
            assert_eq!(condition(words), years(None, Some(2017)), "{words}");
        }
        assert_eq!(condition("2011"), years(Some(2011), Some(2011)));
        for words in
            ["English", "English only", "language: English", "in English", "English language", "Language(s): eng"]
        {
            assert_eq!(condition(words), Some(Condition::Languages(vec![Language::ENGLISH])), "{words}");
        }
        let both = vec![DocumentType::JournalArticle, DocumentType::ReviewArticle];
        for words in
            ["type: journal-article, review-article", "Document types: Articles; Reviews", "DT=Article or Review"]
        {
            assert_eq!(condition(words), Some(Condition::Types(both.clone())), "{words}");
        }
    }

    #[test]
    fn types_without_a_key_are_read_where_nothing_else_was_wanted() {
        let articles = Some(Condition::Types(vec![DocumentType::JournalArticle]));
        assert_eq!((condition("articles only"), condition("Journal articles only")), (articles.clone(), articles));
        for words in ["articles", "journals only", "peer-reviewed articles only"] {
            assert_eq!(condition(words), None, "{words}");
        }
    }

    #[test]
    fn what_a_record_cannot_tell_is_no_condition() {
        for words in [
            "peer reviewed",
            "Scholarly (Peer Reviewed) Journals",
            "full text",
            "humans",
            "source type: academic journals",
            "type: academic journals",
            "language: Klingon",
            "language: English, Klingon",
            "year: 2017-1985",
            "year: all",
            "set: humanities",
            "last 5 years",
            "",
        ] {
            assert_eq!(condition(words), None, "{words}");
        }
    }

    #[test]
    fn a_record_is_inside_outside_or_says_nothing() {
        let told = |text: &str, limits: &[&str]| {
            let limits: Vec<String> = limits.iter().map(|&words| words.to_owned()).collect();
            let source = SourceFile::new("made-up.ris", format!("TY  - JOUR\n{text}\nER  - \n").into_bytes());
            let file = crate::format::read(&Arc::new(source)).records;
            Limits::read(&limits).hold(file.record(0)).0
        };
        assert_eq!(told("TI  - Lamps\nPY  - 2010", &["year: 2000-2020"]), Truth::Yes);
        assert_eq!(told("TI  - Lamps\nPY  - 1998", &["year: 2000-2020"]), Truth::No);
        assert_eq!(told("TI  - Lamps", &["year: 2000-2020"]), Truth::Unknown, "silence decides nothing");
        assert_eq!(told("TI  - Lamps\nPY  - 2010\nLA  - German", &["2000-2020", "English only"]), Truth::No);
        assert_eq!(told("TI  - Lamps\nPY  - 2010\nLA  - en; de", &["2000-2020", "English only"]), Truth::Yes);
        assert_eq!(told("TI  - Lamps\nPY  - 1998", &["2000-2020", "English only"]), Truth::No, "one is enough");
        assert_eq!(told("TI  - Lamps\nPY  - 2010", &["peer reviewed"]), Truth::Yes, "nothing is asked of a record");
    }
}
