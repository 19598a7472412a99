//! The limits of a search: as the protocol writes them, and as they stand in its query beside the subject.

use super::Limit;
use super::languages::english_name;
use crate::diagnostic::Diagnostic;
use crate::protocol::Protocol;
use crate::query::Condition;
use crate::record::document_type::DocumentType;
use crate::record::language::Language;
use crate::workspace::PROTOCOL;

/// How a limit is written.
pub(super) const FORMS: &str = "A limit is written as `year: 1985-2017`, `year: 2000-`, `language: English, German`, \
    `type: journal-article, review-article` (the types of the criterion `document_type`) or `set: NAME`.";

/// The limits that `search` could not read, of searches that it would run.
pub fn unread_limits(protocol: &Protocol) -> Vec<Diagnostic> {
    let by_api =
        protocol.searches().map(|(_, search)| search).filter(|search| protocol.sources[search.source].api.is_some());
    let wrong = by_api.flat_map(|search| {
        let limits = search.limits.iter().flatten().filter_map(|words| read_limit(words).err());
        limits.map(|what| Diagnostic::new("SEA030", format!("search `{}`: {what}", search.id)).at(PROTOCOL, 0, 0))
    });
    wrong.collect()
}

/// Reads `year: 1985-2017`, `language: English, German`, `type: journal-article`, `set: NAME`.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read_limit(words: &str) -> Result<Limit, String> {
    let not_understood = || format!("the limit “{words}” is not understood");
    let (key, values) = words.split_once(':').ok_or_else(not_understood)?;
    let values = values.trim();
    let list = values.split(',').map(str::trim).filter(|value| !value.is_empty());
    let unknown = |what: &str, name: &str| format!("the limit “{words}”: {what} “{name}” is not known");
    match key.trim().to_lowercase().as_str() {
        "year" | "years" => years(values).ok_or_else(not_understood),
        "language" | "languages" => {
            let read = |name: &str| match Language::parse_all(name).as_slice() {
                [one] => Ok(*one),
                _ => Err(unknown("the language", name)),
            };
            let all = list.map(read).collect::<Result<Vec<_>, _>>()?;
            if all.is_empty() { Err(not_understood()) } else { Ok(Limit::Languages(all)) }
        }
        "type" | "types" => {
            let read = |name: &str| {
                DocumentType::from_name(name).ok_or_else(|| match DocumentType::parse(name) {
                    Some(kind) => format!("{}; `{}` perhaps", unknown("the type", name), kind.name()),
                    None => unknown("the type", name),
                })
            };
            let all = list.map(read).collect::<Result<Vec<_>, _>>()?;
            if all.is_empty() { Err(not_understood()) } else { Ok(Limit::Types(all)) }
        }
        "set" if !values.is_empty() => Ok(Limit::Set(values.to_owned())),
        _ => Err(not_understood()),
    }
}

/// `1985-2017`, `2000`, `2000-`, `-2017`.
fn years(text: &str) -> Option<Limit> {
    let year = |text: &str, open: i16| match text.trim() {
        "" => Some(open),
        text => text.parse().ok().filter(|year| (Limit::EARLIEST..=Limit::LATEST).contains(year)),
    };
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (year(from, Limit::EARLIEST)?, year(to, Limit::LATEST)?);
    let says_something = (from, to) != (Limit::EARLIEST, Limit::LATEST);
    (says_something && from <= to).then_some(Limit::Years { from, to })
}

/// A condition of a query as a limit.
fn limit(condition: Condition) -> Option<Limit> {
    let year = |year: Option<i32>, open| year.map_or(Some(open), |year| i16::try_from(year).ok());
    Some(match condition {
        Condition::Years { from, to } => {
            Limit::Years { from: year(from, Limit::EARLIEST)?, to: year(to, Limit::LATEST)? }
        }
        Condition::Languages(all) => Limit::Languages(all),
        Condition::Types(all) => Limit::Types(all),
    })
}

/// The limits of the protocol, each with its words there, and the conditions of the query, as one limit of each kind at most.
///
/// # Errors
/// If no record can meet two of them.
pub(super) fn together(
    stated: Vec<(String, Limit)>,
    conditions: Vec<Condition>,
) -> Result<Vec<(String, Limit)>, String> {
    let of_query = conditions.into_iter().filter_map(limit).map(|limit| (in_words(&limit), limit));
    let mut all: Vec<(String, Limit)> = Vec::new();
    for (words, limit) in stated.into_iter().chain(of_query) {
        let Some((known, other)) = all.iter_mut().find(|(_, other)| is_same_kind(other, &limit)) else {
            all.push((words, limit));
            continue;
        };
        let both = both(other, &limit).ok_or_else(|| format!("no record can meet both “{known}” and “{words}”"))?;
        if both != *other {
            (*known, *other) = (in_words(&both), both);
        }
    }
    Ok(all)
}

fn is_same_kind(a: &Limit, b: &Limit) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// What meets both of two limits of one kind.
fn both(a: &Limit, b: &Limit) -> Option<Limit> {
    fn common<T: Copy + PartialEq>(a: &[T], b: &[T]) -> Option<Vec<T>> {
        Some(a.iter().copied().filter(|one| b.contains(one)).collect::<Vec<T>>()).filter(|all| !all.is_empty())
    }
    match (a, b) {
        (Limit::Years { from: a, to: b }, Limit::Years { from: c, to: d }) => {
            let (from, to) = (*a.max(c), *b.min(d));
            (from <= to).then_some(Limit::Years { from, to })
        }
        (Limit::Languages(a), Limit::Languages(b)) => common(a, b).map(Limit::Languages),
        (Limit::Types(a), Limit::Types(b)) => common(a, b).map(Limit::Types),
        (a, b) => (a == b).then(|| a.clone()),
    }
}

/// A limit as the protocol would write it.
fn in_words(limit: &Limit) -> String {
    match limit {
        Limit::Years { from, to } if from == to => format!("year: {from}"),
        Limit::Years { from, to } => {
            let end = |year: i16, open: i16| if year == open { String::new() } else { year.to_string() };
            format!("year: {}-{}", end(*from, Limit::EARLIEST), end(*to, Limit::LATEST))
        }
        Limit::Languages(all) => {
            let name = |language: &Language| english_name(*language).unwrap_or(language.code()).to_owned();
            format!("language: {}", all.iter().map(name).collect::<Vec<_>>().join(", "))
        }
        Limit::Types(all) => format!("type: {}", all.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")),
        Limit::Set(name) => format!("set: {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_or_what_is_wrong_is_said() {
        let years = |from, to| Ok(Limit::Years { from, to });
        assert_eq!(read_limit("year: 1985-2017"), years(1985, 2017));
        assert_eq!(read_limit("year: 2000-"), years(2000, Limit::LATEST));
        assert_eq!(read_limit("years: -2017"), years(Limit::EARLIEST, 2017));
        assert_eq!(read_limit("Year:2000"), years(2000, 2000));
        assert_eq!(read_limit("type: journal-article"), Ok(Limit::Types(vec![DocumentType::JournalArticle])));
        for (words, why) in [
            ("type: article", "`journal-article` perhaps"),
            ("yeer: 2000", "is not understood"),
            ("year: 2017-1985", "is not understood"),
            ("year: -", "is not understood"),
            ("language: Klingon", "the language “Klingon” is not known"),
            ("set:", "is not understood"),
        ] {
            let error = read_limit(words).expect_err(words);
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn a_condition_of_the_query_narrows_a_limit_of_the_protocol() {
        let stated = |words: &str| vec![(words.to_owned(), read_limit(words).expect("a limit"))];
        let years = |from, to| vec![Condition::Years { from: Some(from), to }];
        let words = |stated, conditions| {
            together(stated, conditions).map(|all| all.into_iter().map(|(words, _)| words).collect::<Vec<_>>())
        };
        assert_eq!(words(stated("year: 1985-2017"), years(1985, Some(2017))), Ok(vec!["year: 1985-2017".to_owned()]));
        assert_eq!(words(stated("year: 1985-2017"), years(2000, None)), Ok(vec!["year: 2000-2017".to_owned()]));
        assert_eq!(words(Vec::new(), years(2000, None)), Ok(vec!["year: 2000-".to_owned()]));
        assert!(words(stated("year: 1985-1990"), years(2000, None)).is_err());
    }
}
