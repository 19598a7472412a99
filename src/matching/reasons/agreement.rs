//! What agrees between two records, what differs and what only one of them says: with the values of both.

use super::super::sentences::Sentences;
use super::super::{Level, Link};
use crate::evidence::Actor;
use crate::record::{Field, Record, RecordId, RecordTable};
use crate::ruling::fold;

/// Why a rule made one report of two records: what agrees, on what more the rule rests, in spite of what, and what only one of them
/// has. Nothing where a person ruled: the ruling says why.
pub fn why_same(records: &RecordTable, link: &Link) -> Sentences {
    if link.by != Actor::Rule {
        return Sentences::default();
    }
    let pair = Pair::of(records, link);
    let differing = pair.differing();
    let against = match differing.is_empty() {
        true => Sentences::default(),
        false => Sentences::from("In spite of: ").and(Sentences::joined(differing, "; ")).words("."),
    };
    let clauses = link.clauses.iter().map(|&clause| Sentences::from(clause));
    let parts = [pair.agreement()].into_iter().chain(clauses).chain([against, pair.two_dois(), pair.one_sided()]);
    Sentences::joined(parts, " ")
}

/// Two records, and how their fields compare.
pub(super) struct Pair<'a> {
    pub(super) a: Record<'a>,
    pub(super) b: Record<'a>,
    link: &'a Link,
}

impl<'a> Pair<'a> {
    pub(super) fn of(records: &'a RecordTable, link: &'a Link) -> Self {
        Self { a: records.record(link.a), b: records.record(link.b), link }
    }

    fn levels(&self) -> impl Iterator<Item = &'a Level> {
        /// What proves most comes first.
        const ORDER: [Field; 9] = [
            Field::Doi,
            Field::Pmid,
            Field::Title,
            Field::Author,
            Field::Date,
            Field::Container,
            Field::Volume,
            Field::Issue,
            Field::Pages,
        ];
        ORDER.into_iter().filter_map(|field| self.link.levels.iter().find(|level| level.field == field))
    }

    /// What both say of a field that was compared.
    pub(super) fn values(&self, field: Field) -> (String, String) {
        match field {
            Field::Issue => (issue(self.a), issue(self.b)),
            field => (value(self.a, field), value(self.b, field)),
        }
    }

    /// "Same title, authors (Larsen, L), year 2010 and journal."
    pub(super) fn agreement(&self) -> Sentences {
        let agreeing: Vec<Sentences> = self.levels().filter_map(|level| self.agreeing(level)).collect();
        match agreeing.is_empty() {
            true => Sentences::default(),
            false => Sentences::from("Same ").and(Sentences::joined(agreeing, ", ")).words("."),
        }
    }

    fn agreeing(&self, level: &Level) -> Option<Sentences> {
        let (one, other) = self.values(level.field);
        let name = name(level.field);
        match (level.field, level.level) {
            (Field::Title, "equal") => Some(name.into()),
            (Field::Author, "same") if self.are_as_many() => {
                Some(format!("authors ({})", shorter(&one, &other)).into())
            }
            (Field::Author, "same") => {
                Some(Sentences::from("authors for the most part (").values((one, other)).words(")"))
            }
            (Field::Container, "same") if fold(&one) == fold(&other) => Some(name.into()),
            (Field::Container, "same") => Some(Sentences::from("journal (").values((one, other)).words(")")),
            (Field::Pages, "one end equal") => {
                Some(Sentences::from("page at one end (").values((one, other)).words(")"))
            }
            (_, "equal") => Some(format!("{name} {}", if one.is_empty() { other } else { one }).into()),
            _ => None,
        }
    }

    fn are_one_each(&self) -> bool {
        self.a.authors().len() == 1 && self.b.authors().len() == 1
    }

    fn are_as_many(&self) -> bool {
        let families = |record: Record<'_>| -> Vec<String> {
            record.authors().iter().map(|person| fold(&person.family)).collect()
        };
        families(self.a) == families(self.b)
    }

    /// What differs, field by field, with both values. The titles stand beside: of them, how they differ.
    pub(super) fn differing(&self) -> Vec<Sentences> {
        self.levels().filter_map(|level| self.differs(level)).collect()
    }

    fn differs(&self, level: &Level) -> Option<Sentences> {
        let values = self.values(level.field);
        let name = name(level.field);
        let with = |before: &str, after: &str| {
            Some(Sentences::from(format!("{before} (")).values(values.clone()).words(format!("{after})")))
        };
        match (level.field, level.level) {
            (_, "missing" | "equal" | "same" | "one end equal") => None,
            (Field::Title, "set aside") => Some("title (on one side it says too little to be compared)".into()),
            (Field::Title, how) => Some(self.title_differs(how)),
            (Field::Author, "partly") if self.are_one_each() => with("authors, alike in part of the name", ""),
            (Field::Author, "partly") => with("authors, of whom only some are the same", ""),
            (Field::Author, "no family name in common") => with("authors", "; no family name in common"),
            (Field::Author, "other given name") => with("given names", ""),
            (Field::Author, "set aside") => with("authors, not comparable", "; a body and people, or initials alone"),
            (Field::Container, "similar") => with("journal, alike by name", ""),
            (Field::Pages, "counted by itself") => with("pages", "; one range counts from 1 or is provisional"),
            (Field::Pages, "overlap") => with("pages, which overlap", ""),
            (Field::Pages | Field::Volume | Field::Issue, "set aside") => with(name, "; not compared"),
            (_, "set aside") => with(name, "; not compared"),
            (Field::Doi, "part") => with("DOI, cut on one side", ""),
            _ => with(name, ""),
        }
    }

    fn title_differs(&self, how: &str) -> Sentences {
        let (one, other) = self.values(Field::Title);
        let (short, long) = if one.chars().count() < other.chars().count() {
            (self.link.a, self.link.b)
        } else {
            (self.link.b, self.link.a)
        };
        match how {
            "spelled otherwise" => "title, in spelling or order, or in names or a note beside it".into(),
            "cut" => Sentences::from("title, of which ").record(short).words(" has a part"),
            "words added" => Sentences::from("title, in which ").record(long).words(" has more words"),
            "reworded" => "title, in some words".into(),
            _ => "title".into(),
        }
    }

    /// What to do about two DOIs.
    fn two_dois(&self) -> Sentences {
        let are_two = self.levels().any(|level| level.field == Field::Doi && level.level == "conflict");
        if are_two {
            "Publishers give an article a second DOI at times; two texts behind them are `different`.".into()
        } else {
            Sentences::default()
        }
    }

    /// The fields that only one of the two has, of those that tell.
    pub(super) fn one_sided(&self) -> Sentences {
        let lacking = |id: RecordId, here: Record<'_>, there: Record<'_>| {
            let is_only_here = |field: &Field| !value(here, *field).is_empty() && value(there, *field).is_empty();
            let fields: Vec<&str> = self.levels().map(|level| level.field).filter(is_only_here).map(name).collect();
            match fields.is_empty() {
                true => Sentences::default(),
                false => Sentences::from("Only ").record(id).words(format!(" gives {}.", listed(&fields))),
            }
        };
        let sides = [lacking(self.link.a, self.a, self.b), lacking(self.link.b, self.b, self.a)];
        Sentences::joined(sides, " ")
    }
}

/// "volume, issue and pages".
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn shorter<'t>(a: &'t str, b: &'t str) -> &'t str {
    if a.chars().count() < b.chars().count() { a } else { b }
}

/// The name of a field in a sentence.
pub(super) fn name(field: Field) -> &'static str {
    match field {
        Field::Doi => "DOI",
        Field::Pmid => "PubMed identifier",
        Field::Author => "authors",
        Field::Date => "year",
        other => other.name(),
    }
}

/// How many people are named of a list.
const NAMED: usize = 3;

/// What a record says in a field, for a reader: people with their given names, pages from first to last.
pub(in crate::matching) fn value(record: Record<'_>, field: Field) -> String {
    let text = match field {
        Field::Author => {
            let names: Vec<String> = record.authors().iter().map(|person| person.to_string()).collect();
            match names.len().saturating_sub(NAMED) {
                0 | 1 => names.join("; "),
                more => format!("{}; {more} more", names[..NAMED].join("; ")),
            }
        }
        Field::Date => record.year().map_or_else(String::new, |year| year.to_string()),
        Field::Container => record.container().unwrap_or_default().to_owned(),
        Field::Pages => match record.pages().to_string() {
            none if none.is_empty() => record.first(Field::ArticleNumber).unwrap_or_default().to_owned(),
            pages => pages,
        },
        Field::Doi => record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
        Field::Pmid => record.pmid().map(|pmid| pmid.as_str().to_owned()).unwrap_or_default(),
        other => record.first(other).unwrap_or_default().to_owned(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The issue of a record that has one; where its field is empty, the number that stands for it, and where it was read.
fn issue(record: Record<'_>) -> String {
    let number = || Some(format!("{}, the number of the report", record.first(Field::ReportNumber)?));
    let written = record.first(Field::Issue).filter(|text| !text.trim().is_empty()).map(str::to_owned);
    written.or_else(number).or_else(|| in_another_field(record)).unwrap_or_default()
}

/// "4(2)" as the volume; "Working Paper 13085" as the journal of what has neither volume nor issue.
fn in_another_field(record: Record<'_>) -> Option<String> {
    let volume = record.first(Field::Volume).unwrap_or_default();
    if let Some((_, issue)) = volume.split_once('(') {
        return Some(format!("{}, in the volume", issue.trim_end_matches(')')));
    }
    let journal = record.container().filter(|_| volume.is_empty())?;
    let number = journal.rsplit(|c: char| !c.is_ascii_digit()).find(|run| !run.is_empty())?;
    Some(format!("{number}, in the name of the journal"))
}
