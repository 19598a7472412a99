//! Who writes RIS, and what each does differently: a database is added here, in one entry of [`DIALECTS`].
//!
//! An entry says how a record of it is known, and what is to be settled in such a record beyond what `tags` and `settle` do for all.
//! What a database shares among all formats is elsewhere: the form of its accession numbers in `record/accession.rs`, the address of
//! its records in `format/provenance.rs`.

use super::habits::{bodies_in_a1, container_in_c3, family_first, is_of_emerald, reviewed_authors};
use crate::format::tagged::Draft;
use crate::record::{Field, Record, RecordFile};

/// How many records are looked at to name the dialect of a file.
const LOOKED_AT: usize = 50;

/// A database or a program that writes RIS.
struct Dialect {
    /// Its name, for people.
    name: &'static str,
    /// Whether a record is written by it.
    is: fn(&dyn Marks) -> bool,
    /// What is to be settled in its records; `None` for nothing.
    settle: Option<fn(&mut Draft<'_>)>,
}

/// A record that shows who wrote it: one that is being read, or one that was.
pub(super) trait Marks {
    /// Whether a value passes `test`, which gets its tag and the value.
    fn any(&self, test: &mut dyn FnMut(&str, &str) -> bool) -> bool;

    /// The last tag of the file's own.
    fn last_tag(&self) -> Option<&str>;

    /// Whether the tag is there, empty or not.
    fn has(&self, tag: &str) -> bool {
        self.any(&mut |other, _| other == tag)
    }

    /// Whether a value of the tag passes `test`.
    fn value(&self, tag: &str, test: fn(&str) -> bool) -> bool {
        self.any(&mut |other, value| other == tag && test(value))
    }
}

impl Marks for Record<'_> {
    fn any(&self, test: &mut dyn FnMut(&str, &str) -> bool) -> bool {
        self.all_values().any(|value| test(value.tag(), value.value()))
    }

    fn last_tag(&self) -> Option<&str> {
        let own = self.all_values().filter(|value| value.field() != Field::Platform && !value.is_derived());
        own.last().map(|value| value.tag())
    }
}

impl Marks for Draft<'_> {
    fn any(&self, test: &mut dyn FnMut(&str, &str) -> bool) -> bool {
        (0..self.len()).any(|at| test(self.tag(at), self.value(at)))
    }

    fn has(&self, tag: &str) -> bool {
        self.any_tagged(tag, |_| true)
    }

    fn value(&self, tag: &str, test: fn(&str) -> bool) -> bool {
        self.any_tagged(tag, test)
    }

    fn last_tag(&self) -> Option<&str> {
        self.len().checked_sub(1).map(|at| self.tag(at))
    }
}

/// What most are like.
const PLAIN: Dialect = Dialect { name: "", is: |_| false, settle: None };

/// Programs that write others' records again come before the databases whose marks those still bear.
const DIALECTS: &[Dialect] = &[
    Dialect { name: "Rayyan", is: |r| r.value("AN", |v| v.starts_with("rayyan-")), ..PLAIN },
    Dialect {
        name: "Covidence",
        is: |r| r.has("NS") && r.has("PD") && r.has("AV") || r.has("NS") && r.has("PG"),
        ..PLAIN
    },
    Dialect { name: "EPPI-Reviewer", is: |r| r.value("KW", |v| v == "eppi-reviewer"), ..PLAIN },
    Dialect { name: "Citavi", is: |r| r.value("M4", |v| v == "Citavi"), ..PLAIN },
    Dialect { name: "Cochrane Library", is: |r| r.value("AN", |v| v.starts_with("CN-")), ..PLAIN },
    Dialect { name: "JSTOR", is: |r| r.value("Provider", |v| v.starts_with("JSTOR")), settle: Some(reviewed_authors) },
    Dialect { name: "APA PsycNet", is: |r| r.value("Provider", |v| v.starts_with("American Psychological")), ..PLAIN },
    Dialect { name: "EBSCOhost", is: |r| r.value("DP", |v| v.starts_with("EBSCO")), ..PLAIN },
    Dialect {
        name: "Web of Science",
        is: |r| r.value("AN", |v| v.starts_with("WOS:")) || r.has("WE"),
        settle: Some(bodies_in_a1),
    },
    Dialect { name: "Scopus", is: |r| r.value("DB", |v| v == "Scopus"), settle: Some(container_in_c3) },
    Dialect { name: "Embase", is: |r| r.has("U2") && r.value("DB", |v| v == "Embase" || v == "Medline"), ..PLAIN },
    Dialect { name: "ProQuest", is: |r| r.value("UR", |v| v.contains("proquest.com")), settle: Some(family_first) },
    Dialect { name: "Ovid", is: |r| r.value("UR", |v| v.contains("ovid")) || r.value("", is_ovid_text), ..PLAIN },
    Dialect { name: "Lens", is: |r| r.value("UR", |v| v.contains("lens.org/")), ..PLAIN },
    Dialect { name: "Dimensions", is: |r| r.value("UR", |v| v.contains("dimensions.ai")), ..PLAIN },
    Dialect { name: "OpenAlex", is: |r| r.any(&mut |_, v| v.starts_with("https://openalex.org/")), ..PLAIN },
    Dialect { name: "IEEE Xplore", is: |r| r.has("VO") && r.has("JA"), ..PLAIN },
    Dialect { name: "Emerald", is: is_of_emerald, settle: Some(family_first) },
    Dialect { name: "Zotero", is: |r| r.value("Y2", |v| v.matches('/').count() == 3 && v.contains(':')), ..PLAIN },
    Dialect { name: "EndNote", is: |r| r.has("ST") && r.last_tag() == Some("ID"), ..PLAIN },
];

/// Settles in a record what whoever wrote it does differently.
pub(super) fn settle(draft: &mut Draft<'_>) {
    for dialect in DIALECTS {
        if let Some(settle) = dialect.settle
            && (dialect.is)(draft)
        {
            settle(draft);
        }
    }
}

/// The dialect that most of the first records are written in; empty if most bear no mark of any.
pub(super) fn of(records: &RecordFile) -> &'static str {
    let looked_at = records.len().min(LOOKED_AT);
    let count = |dialect: &Dialect| records.iter().take(looked_at).filter(|record| (dialect.is)(record)).count();
    DIALECTS.iter().find(|dialect| count(dialect) * 2 > looked_at).map_or("", |dialect| dialect.name)
}

/// `<12. >`, `12.`, and the link behind a record.
fn is_ovid_text(text: &str) -> bool {
    let number = text.trim_matches(['<', '>', ' ', '.']);
    text.starts_with("Link to the Ovid") || (text.ends_with(['.', '>']) && number.bytes().all(|b| b.is_ascii_digit()))
}
