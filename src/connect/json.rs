//! Answers in JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::page::{PageError, not_empty_nor_html};
use crate::diagnostic::excerpt;

/// Reads a whole answer. Nesting is bounded by the parser (128 levels).
///
/// # Errors
/// If the answer is empty, a web page, cut off or not of this shape.
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, PageError> {
    not_empty_nor_html(body)?;
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Eof => PageError::Truncated(error.to_string()),
        _ => PageError::Unexpected(format!("{error}; it begins “{}”", beginning(body))),
    })
}

/// The elements of the array at `path`, as they stand in the answer.
///
/// # Errors
/// As [`read`]; also if there is no array.
pub(super) fn elements<'a>(body: &'a [u8], path: &[&str]) -> Result<Vec<&'a str>, PageError> {
    let mut value: &RawValue = read(body)?;
    for name in path {
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        value = match object.get(*name) {
            Some(inner) => inner,
            None => return Err(PageError::Unexpected(format!("there is no `{}`", path.join(".")))),
        };
    }
    let elements: Vec<&RawValue> = serde_json::from_str(value.get())
        .map_err(|_| PageError::Unexpected(format!("`{}` is no list", path.join("."))))?;
    Ok(elements.into_iter().map(RawValue::get).collect())
}

/// The elements of the array at `path`, each of which is a record.
///
/// # Errors
/// As [`elements`]; also if one is no object: what is counted as a record and read as none would be lost in silence.
pub(super) fn records<'a>(body: &'a [u8], path: &[&str]) -> Result<Vec<&'a str>, PageError> {
    let all = elements(body, path)?;
    match all.iter().position(|element| !element.starts_with('{')) {
        Some(other) => Err(PageError::Unexpected(format!(
            "number {} of `{}` is no record but “{}”",
            other + 1,
            path.join("."),
            excerpt(all[other])
        ))),
        None => Ok(all),
    }
}

/// The value under `name`, as it stands in the answer.
///
/// # Errors
/// As [`read`]; also if there is none.
pub(super) fn value<'a>(body: &'a [u8], name: &str) -> Result<&'a str, PageError> {
    let mut object: BTreeMap<String, &RawValue> = read(body)?;
    object.remove(name).map(RawValue::get).ok_or_else(|| PageError::Unexpected(format!("there is no `{name}`")))
}

/// The text or the number under `name` in each of `records`, where there is one.
pub(super) fn values_of(records: &[&str], name: &str) -> Vec<String> {
    let value = |record: &&str| {
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(record).ok()?;
        match serde_json::from_str(object.get(name)?.get()).ok()? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    records.iter().filter_map(value).collect()
}

/// The words of an error that a service sends as JSON or as plain text; `None` for a web page or nothing.
pub(super) fn complaint(body: &[u8]) -> Option<String> {
    not_empty_nor_html(body).ok()?;
    let words = match serde_json::from_slice::<Value>(body) {
        Ok(value) => words(&value)?,
        Err(_) => beginning(body),
    };
    Some(excerpt(words.trim()))
}

/// The names under which services put what went wrong, the clearest first.
const WORDS: &[&str] = &[
    "message",
    "error",
    "details",
    "detail",
    "description",
    "statusText",
    "title",
    "faultstring",
    "fault",
    "service-error",
    "status",
];

/// The first text under the names that services use for it.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(words),
        Value::Object(object) => WORDS.iter().filter_map(|name| object.get(*name)).find_map(words),
        _ => None,
    }
}

fn beginning(body: &[u8]) -> String {
    excerpt(String::from_utf8_lossy(&body[..body.len().min(400)]).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_found_in_the_shapes_that_services_use() {
        let said = |body: &str| complaint(body.as_bytes());
        assert_eq!(said("Resource not found.").as_deref(), Some("Resource not found."));
        assert_eq!(said(r#"{"error":"Invalid","message":"Unknown filter"}"#).as_deref(), Some("Unknown filter"));
        assert_eq!(said(r#"{"message":[{"type":"x","message":"no such filter"}]}"#).as_deref(), Some("no such filter"));
        assert_eq!(said("<html><title>503</title></html>"), None);
        assert_eq!(said("{}"), None);
    }
}
