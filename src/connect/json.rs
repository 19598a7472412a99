//! Answers in JSON.

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

use super::page::{PageError, not_empty_nor_html};
use crate::diagnostic::excerpt;

/// Reads a whole answer. Nesting is bounded by the parser (128 levels).
///
/// # Errors
/// If the answer is empty, a web page, cut off or not of this shape.
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, PageError> {
    not_empty_nor_html(body)?;
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Eof => PageError::Truncated(error.to_string()),
        _ => PageError::Unexpected(format!("{error}; it begins “{}”", beginning(body))),
    })
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

/// The first text under the names that services use for it.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(words),
        Value::Object(object) => ["message", "error", "detail", "description", "statusText", "service-error", "status"]
            .iter()
            .filter_map(|name| object.get(*name))
            .find_map(words),
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
