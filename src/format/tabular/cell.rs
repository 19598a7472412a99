//! What cells hold beside a plain value: nothing in words, lists, labelled identifiers.

use crate::record::Field;

pub fn says_nothing(text: &str) -> bool {
    ["NA", "NaN", "nan", "NULL", "null", "None", "N/A", "#N/A", "<NA>", "[]"].contains(&text.trim())
}

/// The keywords of a cell: between semicolons, else bars, else commas.
pub fn split_keywords(text: &str) -> Vec<&str> {
    let separator = [';', '|', ','].into_iter().find(|&separator| text.contains(separator)).unwrap_or(';');
    text.split(separator).map(str::trim).filter(|word| !word.is_empty()).collect()
}

/// Identifiers that Zotero keeps as lines of its `Extra` column: `PMID: 30922926`.
pub fn identifiers_in_note(text: &str) -> Vec<(Field, &str)> {
    let labelled = |line| {
        let (label, value): (&str, &str) = str::split_once(line, ':')?;
        let field = match label.trim().to_uppercase().as_str() {
            "PMID" => Field::Pmid,
            "PMCID" => Field::Pmcid,
            "DOI" => Field::Doi,
            _ => return None,
        };
        Some((field, value.trim()))
    };
    text.lines().filter_map(labelled).filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zotero_keeps_identifiers_in_its_extra_column() {
        assert_eq!(identifiers_in_note("PMID: 12\nPublisher: X"), [(Field::Pmid, "12")]);
    }
}
