//! Who wrote a RIS file. Told to the user and used for nothing else: what a record means is settled from its own tags.

use crate::record::{Field, Record, RecordFile};

/// How many records are looked at.
const LOOKED_AT: usize = 50;

/// A dialect and the test that a record passes which is written in it.
struct Dialect {
    name: &'static str,
    test: fn(Record<'_>) -> bool,
}

/// Programs that write others' records again come before the databases whose marks those still bear.
const DIALECTS: &[Dialect] = &[
    Dialect { name: "Rayyan", test: |r| value(r, "AN", |v| v.starts_with("rayyan-")) },
    Dialect {
        name: "Covidence",
        test: |r| has(r, "NS") && has(r, "PD") && has(r, "AV") || has(r, "NS") && has(r, "PG"),
    },
    Dialect { name: "EPPI-Reviewer", test: |r| value(r, "KW", |v| v == "eppi-reviewer") },
    Dialect { name: "Citavi", test: |r| value(r, "M4", |v| v == "Citavi") },
    Dialect { name: "Cochrane Library", test: |r| value(r, "AN", |v| v.starts_with("CN-")) },
    Dialect { name: "JSTOR", test: |r| value(r, "Provider", |v| v.starts_with("JSTOR")) },
    Dialect { name: "APA PsycNet", test: |r| value(r, "Provider", |v| v.starts_with("American Psychological")) },
    Dialect { name: "EBSCOhost", test: |r| value(r, "DP", |v| v.starts_with("EBSCO")) },
    Dialect { name: "Web of Science", test: |r| value(r, "AN", |v| v.starts_with("WOS:")) || has(r, "WE") },
    Dialect { name: "Scopus", test: |r| value(r, "DB", |v| v == "Scopus") },
    Dialect { name: "Embase", test: |r| has(r, "U2") && value(r, "DB", |v| v == "Embase" || v == "Medline") },
    Dialect { name: "ProQuest", test: |r| value(r, "UR", |v| v.contains("proquest.com")) },
    Dialect { name: "Ovid", test: |r| value(r, "UR", |v| v.contains("ovid")) || value(r, "", is_ovid_text) },
    Dialect { name: "Lens", test: |r| value(r, "UR", |v| v.contains("lens.org/")) },
    Dialect { name: "Dimensions", test: |r| value(r, "UR", |v| v.contains("dimensions.ai")) },
    Dialect { name: "OpenAlex", test: |r| r.values().any(|v| v.value().starts_with("https://openalex.org/")) },
    Dialect { name: "IEEE Xplore", test: |r| has(r, "VO") && has(r, "JA") },
    Dialect { name: "Zotero", test: |r| value(r, "Y2", |v| v.matches('/').count() == 3 && v.contains(':')) },
    Dialect { name: "EndNote", test: |r| has(r, "ST") && last_tag(r) == Some("ID") },
];

/// The dialect that most of the first records are written in; empty if most bear no mark of any.
pub(super) fn of(records: &RecordFile) -> &'static str {
    let looked_at = records.len().min(LOOKED_AT);
    let count = |dialect: &Dialect| records.iter().take(looked_at).filter(|&record| (dialect.test)(record)).count();
    DIALECTS.iter().find(|dialect| count(dialect) * 2 > looked_at).map_or("", |dialect| dialect.name)
}

fn has(record: Record<'_>, tag: &str) -> bool {
    record.all_values().any(|value| value.tag() == tag)
}

fn value(record: Record<'_>, tag: &str, test: impl Fn(&str) -> bool) -> bool {
    record.all_values().any(|value| value.tag() == tag && test(value.value()))
}

fn last_tag(record: Record<'_>) -> Option<&str> {
    record.all_values().filter(|value| value.field() != Field::Platform && !value.is_derived()).last().map(|v| v.tag())
}

/// `<12. >`, `12.`, and the link behind a record.
fn is_ovid_text(text: &str) -> bool {
    let number = text.trim_matches(['<', '>', ' ', '.']);
    text.starts_with("Link to the Ovid") || (text.ends_with(['.', '>']) && number.bytes().all(|b| b.is_ascii_digit()))
}
