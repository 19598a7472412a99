//! Whole answers without records: what a search that found nothing leaves.

use serde_json::Value;

/// Longest text that is looked at: what holds no record is short.
const LONGEST: usize = 1 << 16;

/// Whether `text` is a whole document of JSON or XML in which a list of records stands empty, and that tells of no error and of no
/// records that it should hold.
pub(super) fn is_empty_answer(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.len() > LONGEST {
        return false;
    }
    if text.starts_with('<') {
        return is_empty_xml(text);
    }
    serde_json::from_str(text).is_ok_and(|answer: Value| {
        let mut lists = 0;
        holds_nothing(&answer, &mut lists) && lists > 0
    })
}

/// Whether nothing in a value is a record, an error or a number of records; counts the empty lists.
fn holds_nothing(value: &Value, lists: &mut usize) -> bool {
    match value {
        Value::Array(list) => {
            *lists += 1;
            list.is_empty()
        }
        Value::Object(members) => members.iter().all(|(key, value)| {
            let key = key.to_lowercase();
            let tells_error = key.starts_with("error") && !value.is_null();
            let counts = key.contains("total") || key.contains("count") || key.contains("found");
            let some = value.as_u64().is_some_and(|number| number > 0) || value.as_str().is_some_and(is_some);
            !(tells_error || counts && some) && holds_nothing(value, lists)
        }),
        _ => true,
    }
}

/// Whether a text is a number other than 0.
fn is_some(text: &str) -> bool {
    text.parse::<u64>().is_ok_and(|number| number > 0)
}

/// Whether there is nothing but tags; a web page is no answer.
fn is_empty_xml(text: &str) -> bool {
    let mut tags = text.split('<').skip(1);
    let is_tag = |tag: &str| tag.split_once('>').is_some_and(|(_, behind)| behind.trim().is_empty());
    !text.to_ascii_lowercase().contains("<html") && tags.all(is_tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_records_is_told_from_an_error_and_from_a_loss() {
        for text in [
            "[]",
            "{\"results\":[\n\n]}",
            "{\"meta\":{\"count\":0},\"results\":[]}",
            "{\"format\":\"scopus-json\",\"search-results\":{\"opensearch:totalResults\":\"0\",\"entry\":[]}}",
            "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n\n</PubmedArticleSet>\n",
            "<OAI-PMH xmlns=\"made-up\">\n<ListRecords>\n</ListRecords></OAI-PMH>",
        ] {
            assert!(is_empty_answer(text), "{text}");
        }
        for text in [
            "",
            "{}",
            "{\"meta\":{\"count\":7},\"results\":[]}",
            "{\"errors\":[]}",
            "{\"error\":\"too many\",\"results\":[]}",
            "{\"results\":[{\"id\":1}]}",
            "{\"results\":[",
            "{\"hits\":{\"total\":\"3\"},\"list\":[]}",
            "<PubmedArticleSet><ERROR>too many</ERROR></PubmedArticleSet>",
            "<html><body></body></html>",
            "Dear librarian,",
        ] {
            assert!(!is_empty_answer(text), "{text}");
        }
    }
}
