//! What cells hold beside a plain value: nothing in words, lists, labelled identifiers.

use crate::format::repair;
use crate::record::Field;

/// Whether a cell says in words, or with a nought, that there is no value.
pub fn says_nothing(field: Field, text: &str) -> bool {
    // Publish or Perish writes 0 for a year, a volume and pages that it does not know.
    let is_counted =
        matches!(field, Field::Date | Field::Volume | Field::Issue | Field::Pages | Field::EndPage | Field::PageCount);
    if is_counted && text.trim() == "0" {
        return true;
    }
    ["NA", "NaN", "nan", "NULL", "null", "None", "N/A", "#N/A", "<NA>", "[]"].contains(&text.trim())
        || repair::is_placeholder(text)
}

/// Volume, issue and pages of a citation as PubMed prints it: `Made Up J. 2015 Mar 1;5(3):e001. doi: 10.1234/x.`
pub fn citation(text: &str) -> Vec<(Field, String)> {
    let Some((_, behind)) = text.split_once(';') else { return Vec::new() };
    let numbers = behind.split(". ").next().unwrap_or_default().trim().trim_end_matches('.');
    let (place, pages) = numbers.split_once(':').unwrap_or((numbers, ""));
    let (volume, issue) = place.split_once('(').unwrap_or((place, ""));
    let parts = [(Field::Volume, volume), (Field::Issue, issue.trim_end_matches(')')), (Field::Pages, pages)];
    filled(&parts)
}

fn filled(parts: &[(Field, &str)]) -> Vec<(Field, String)> {
    let parts = parts.iter().map(|(field, value)| (*field, value.trim().to_owned()));
    parts.filter(|(_, value)| !value.is_empty()).collect()
}

/// The parts of Embase's source: `Made-up Studies (2014) 3:3 (152-160). Date of Publication: 1 Mar 2014`, where an article number may
/// stand in place of the pages (`15:1 Article Number: 4063`).
pub fn embase_citation(text: &str) -> Vec<(Field, String)> {
    let Some(year) = year_in_brackets(text) else { return Vec::new() };
    let (numbers, date) = text[year + 7..].split_once("Date of Publication:").unwrap_or((&text[year + 7..], ""));
    let numbers = numbers.trim().trim_end_matches('.');
    let (numbers, article) = numbers.split_once("Article Number:").unwrap_or((numbers, ""));
    let (place, pages) = numbers.split_once(" (").unwrap_or((numbers, ""));
    let (volume, issue) = place.split_once(':').unwrap_or((place, ""));
    let date = if date.trim().is_empty() { &text[year + 2..year + 6] } else { date };
    let parts = [
        (Field::Container, &text[..year]),
        (Field::Date, date),
        (Field::Volume, volume),
        (Field::Issue, issue),
        (Field::Pages, pages.trim_end_matches(')')),
        (Field::ArticleNumber, article),
    ];
    filled(&parts)
}

/// The place of the blank before a year in brackets.
fn year_in_brackets(text: &str) -> Option<usize> {
    text.match_indices(" (").map(|(at, _)| at).find(|&at| {
        text[at + 2..].bytes().take_while(u8::is_ascii_digit).count() == 4 && text[at + 6..].starts_with(')')
    })
}

/// Whether a value is a citation as Embase prints it, whose label no name of a journal has behind its year.
pub fn is_embase_citation(text: &str) -> bool {
    year_in_brackets(text).is_some_and(|year| text[year..].contains("Date of Publication:"))
}

/// As [`embase_citation`], in a column of which not every value is a citation: another is the name of a journal.
pub fn embase_citation_or_journal(text: &str) -> Vec<(Field, String)> {
    match embase_citation(text) {
        parts if parts.is_empty() => filled(&[(Field::Container, text)]),
        parts => parts,
    }
}

/// The keywords of a cell: between semicolons, else bars, else commas.
pub fn split_keywords(text: &str) -> Vec<&str> {
    let separator = [';', '|', ','].into_iter().find(|&separator| text.contains(separator)).unwrap_or(';');
    text.split(separator).map(str::trim).filter(|word| !word.is_empty()).collect()
}

/// Identifiers that Zotero keeps as lines of its `Extra` column, `PMID: 30922926`, and that services give in an object:
/// `{'DOI': '10.1234/x', 'PubMed': '30922926'}`.
pub fn identifiers_in_note(text: &str) -> Vec<(Field, &str)> {
    let plain = |text: &'_ str| -> (usize, usize) {
        let start = text.len() - text.trim_start_matches([' ', '\'', '"', '{']).len();
        (start, text.trim_end_matches([' ', '\'', '"', '}']).len().max(start))
    };
    let labelled = |line| {
        let (label, value): (&str, &str) = str::split_once(line, ':')?;
        let (from, to) = plain(label);
        let field = match label[from..to].to_uppercase().as_str() {
            "PMID" | "PUBMED" => Field::Pmid,
            "PMCID" | "PUBMEDCENTRAL" => Field::Pmcid,
            "DOI" => Field::Doi,
            _ => return None,
        };
        let (from, to) = plain(value);
        Some((field, &value[from..to]))
    };
    let is_object = text.trim().starts_with('{') && text.trim().ends_with('}');
    let parts: Vec<&str> = if is_object { text.split(", ").collect() } else { text.lines().map(str::trim).collect() };
    parts.into_iter().filter_map(labelled).filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_of_pubmed_is_taken_apart() {
        let parts = |text| citation(text).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(parts("Made Up J. 2015 Mar 1;5(3):e001. doi: 10.1234/x."), ["5", "3", "e001"]);
        assert_eq!(parts("Made Up J. 2015 Mar;12 Suppl 1:S1-9."), ["12 Suppl 1", "S1-9"]);
        assert_eq!(parts("Made Up J. 2015 Mar 1. doi: 10.1234/x. Online ahead of print."), [""; 0]);
    }

    #[test]
    fn a_source_of_embase_is_taken_apart() {
        let parts = |text| embase_citation(text).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(
            parts("Made-up Studies: of towns (2014) 3:3 (152-160). Date of Publication: 1 Mar 2014"),
            ["Made-up Studies: of towns", "1 Mar 2014", "3", "3", "152-160"]
        );
        assert_eq!(
            parts("Made-up Studies (2024) 15:1 January Article Number: 4063. Date of Publication: 1 Dec 2024"),
            ["Made-up Studies", "1 Dec 2024", "15", "1 January", "4063"]
        );
        assert_eq!(parts("Made-up Studies (2024)."), ["Made-up Studies", "2024"]);
        assert_eq!(parts("Made-up Studies"), [""; 0]);
        assert_eq!(embase_citation_or_journal("Made-up Studies"), [(Field::Container, "Made-up Studies".to_owned())]);
        assert!(is_embase_citation("Made-up Studies (2026) 750 Article Number: 14. Date of Publication: 5 Dec 2026"));
        assert!(is_embase_citation("Studies (Old Town) (2026) 46:1 (1-9). Date of Publication: 1 Dec 2026"));
        for journal in
            ["Made-up Studies", "Made-up Studies (2024)", "Studies (Old Town)", "Date of Publication: 2024 (2024)"]
        {
            assert!(!is_embase_citation(journal), "{journal}");
        }
    }

    #[test]
    fn placeholders_of_scopus_are_no_values() {
        assert!(says_nothing(Field::Author, "[No author name available]"));
        assert!(says_nothing(Field::Abstract, "[No abstract available]"));
        assert!(!says_nothing(Field::Title, "[No title was ever found]"));
    }

    #[test]
    fn a_nought_is_no_volume_but_may_be_a_title() {
        assert!(says_nothing(Field::Volume, "0") && says_nothing(Field::Date, " 0 ") && says_nothing(Field::Doi, "NA"));
        assert!(!says_nothing(Field::Title, "0") && !says_nothing(Field::Volume, "10"));
    }

    #[test]
    fn zotero_keeps_identifiers_in_its_extra_column() {
        assert_eq!(identifiers_in_note("PMID: 12\nPublisher: X"), [(Field::Pmid, "12")]);
        assert_eq!(
            identifiers_in_note("{'DOI': '10.5555/a,b', 'PubMed': '12', 'CorpusId': 7, \"PubMedCentral\": \"PMC3\"}"),
            [(Field::Doi, "10.5555/a,b"), (Field::Pmid, "12"), (Field::Pmcid, "PMC3")]
        );
    }
}
