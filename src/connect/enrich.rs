//! What services say about the reports of a review. Pure: the answers are read from exports.
//!
//! Nothing in an export is changed: what a service says becomes lines of their own, each with its origin.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::lookup::asked_as;
use crate::format;
use crate::pipeline::{By, FILLED, identified, keys_of, lacks, means};
use crate::record::document_type::DocumentType;
use crate::record::{Field, Record};
use crate::source::SourceFile;
use crate::wire::enrichment::{Line, VERSION};
use crate::wire::searches::Search;

/// The reports of a review, by what services are asked about them.
#[derive(Debug, Default)]
pub struct Reports<'a> {
    reports: Vec<Report<'a>>,
    by_key: BTreeMap<(By, String), Vec<Record<'a>>>,
}

/// A record, with that by which services are asked about it.
#[derive(Debug)]
struct Report<'a> {
    record: Record<'a>,
    /// What its export says.
    own: Vec<(By, String)>,
    /// What a service gave for its title.
    found: Vec<(By, String)>,
}

impl<'a> Reports<'a> {
    /// The reports of `records`.
    pub fn of(records: impl Iterator<Item = Record<'a>>) -> Self {
        let mut all = Self::default();
        for record in records {
            let own = keys_of(record);
            let named = own.iter().any(|(by, _)| *by != By::Title);
            // A title is looked up only where there is nothing surer.
            for key in own.iter().filter(|(by, _)| !named || *by != By::Title) {
                all.by_key.entry(key.clone()).or_default().push(record);
            }
            all.reports.push(Report { record, own, found: Vec::new() });
        }
        all
    }

    /// The same, asked about also by the identifiers that `lines` give for titles.
    pub(super) fn identified(mut self, lines: &[Line]) -> Self {
        let mut by_title: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.by == By::Title.name()) {
            by_title.entry(&line.key).or_default().push(line);
        }
        for Report { record, own, found } in &mut self.reports {
            let title = own.iter().find(|(by, _)| *by == By::Title);
            let Some(lines) = title.and_then(|(_, title)| by_title.get(title.as_str())) else { continue };
            found.extend(identified(*record, lines).into_iter().map(|(by, key, _)| (by, key)));
            for key in found {
                self.by_key.entry(key.clone()).or_default().push(*record);
            }
        }
        self
    }

    /// What a service is asked that finds reports in the ways of `order`: each record by the first that it has.
    pub fn asked(&self, order: &[By]) -> BTreeMap<By, BTreeSet<String>> {
        let mut asked: BTreeMap<By, BTreeSet<String>> = BTreeMap::new();
        for Report { record, own, .. } in &self.reports {
            let Some(first) = first_of(order, own) else { continue };
            let named = own.iter().any(|(by, _)| *by != By::Title);
            if first == By::Title && !named {
                asked.entry(first).or_default().extend(record.title().map(one_line));
            } else if first != By::Title {
                asked.entry(first).or_default().extend(keys_by(first, own));
            }
        }
        asked
    }

    /// What it is asked besides, by the identifiers that another gave for titles.
    pub fn asked_by_found(&self, order: &[By]) -> BTreeMap<By, BTreeSet<String>> {
        let mut asked: BTreeMap<By, BTreeSet<String>> = BTreeMap::new();
        // Who finds titles has said what it knows of them.
        for Report { found, .. } in self.reports.iter().filter(|_| !order.contains(&By::Title)) {
            if let Some(first) = first_of(order, found) {
                asked.entry(first).or_default().extend(keys_by(first, found));
            }
        }
        asked
    }

    /// What the answer in `export`, which the search `asked` left, says about the reports.
    pub fn fill(&self, export: Vec<u8>, asked: &Search) -> Vec<Line> {
        let records = read_answer(export, asked).records;
        let of_use = |answer| said_of(answer, asked).into_iter().filter(move |line| self.needs(answer, line));
        let mut lines: Vec<Line> = records.iter().flat_map(of_use).collect();
        lines.sort();
        lines.dedup();
        lines
    }

    /// Whether a record of the review has this identifier, by its export or by its title.
    pub(super) fn has(&self, by: By, key: &str) -> bool {
        self.by_key.contains_key(&(by, key.to_owned()))
    }

    /// Whether a record of the review has need of what an answer says.
    fn needs(&self, answer: Record<'_>, line: &Line) -> bool {
        let Some(by) = By::ALL.into_iter().find(|by| by.name() == line.by) else { return false };
        let records = self.by_key.get(&(by, line.key.clone())).into_iter().flatten();
        let field = Field::from_name(&line.field).filter(|_| line.kind == "value");
        records
            .filter(|record| by != By::Title || is_same(**record, answer))
            .any(|record| field.is_none_or(|field| lacks(*record, field)))
    }
}

/// The first way of `order` for which there is a key.
fn first_of(order: &[By], keys: &[(By, String)]) -> Option<By> {
    order.iter().copied().find(|by| keys.iter().any(|(other, _)| other == by))
}

fn keys_by(by: By, keys: &[(By, String)]) -> impl Iterator<Item = String> {
    keys.iter().filter(move |(other, _)| *other == by).map(|(_, key)| key.clone())
}

/// An answer, read as what the service sends that was asked.
fn read_answer(export: Vec<u8>, asked: &Search) -> format::Parsed {
    let source = Arc::new(SourceFile::new(asked.export.clone(), export));
    match asked_as(&asked.id, &asked.database) {
        Some(database) => format::read_as(database.service().format, &source),
        None => format::read(&source),
    }
}

/// Everything that the answer in `export` says, of use or not.
pub(super) fn said_in(export: Vec<u8>, asked: &Search) -> impl Iterator<Item = Line> {
    let records = read_answer(export, asked).records;
    let said: Vec<Line> = records.iter().flat_map(|answer| said_of(answer, asked)).collect();
    said.into_iter()
}

fn said_of(answer: Record<'_>, asked: &Search) -> Vec<Line> {
    let fills = |field: Field| values(answer, field).into_iter().map(move |value| ("value", field.name(), value));
    let flags = flags(answer).into_iter().map(|(flag, words)| ("flag", flag, words));
    let said: Vec<_> = FILLED.into_iter().flat_map(fills).chain(flags).collect();
    let line = |by: By, key: &str, (kind, field, value): &(&str, &str, String)| Line {
        v: VERSION,
        by: by.name().to_owned(),
        key: key.to_owned(),
        kind: (*kind).to_owned(),
        field: (*field).to_owned(),
        value: value.clone(),
        title: answer.title().unwrap_or_default().to_owned(),
        year: answer.year().map_or_else(String::new, |year| year.to_string()),
        from: asked.database.clone(),
        export: asked.export.clone(),
        sha256: asked.export_sha256.clone(),
        at: asked.finished.clone(),
    };
    keys_of(answer)
        .iter()
        .flat_map(|(by, key)| said.iter().map(|said| line(*by, key, said)).collect::<Vec<_>>())
        .collect()
}

/// A title that was looked up is believed if year and first author do not speak against it.
fn is_same(record: Record<'_>, answer: Record<'_>) -> bool {
    let first = |record: Record<'_>| {
        let authors = record.authors();
        authors.first().map(|person| deunicode::deunicode(&person.family).to_lowercase())
    };
    let same_author = match (first(record), first(answer)) {
        (Some(ours), Some(theirs)) => ours == theirs || ours.is_empty() || theirs.is_empty(),
        _ => true,
    };
    same_author && means(record, By::Title, answer.title().unwrap_or_default(), answer.year())
}

/// What an answer has for a field, identifiers in normal form.
fn values(answer: Record<'_>, field: Field) -> Vec<String> {
    let first = || answer.first(field).map(str::to_owned).into_iter().collect();
    match field {
        Field::Doi => answer.doi().map(|doi| doi.to_string()).into_iter().collect(),
        Field::Pmid => answer.pmid().map(|pmid| pmid.to_string()).into_iter().collect(),
        Field::Pmcid => answer.pmcid().map(|pmcid| pmcid.to_string()).into_iter().collect(),
        Field::Issn => answer.issns().iter().map(ToString::to_string).collect(),
        Field::DocumentType => answer.all(field).map(str::to_owned).collect(),
        _ => first(),
    }
}

/// What people should know about the report: the flag, and the words that say so.
fn flags(answer: Record<'_>) -> BTreeSet<(&'static str, String)> {
    let mut flags = BTreeSet::new();
    for value in answer.values() {
        let (tag, words) = (value.tag(), value.value());
        match value.field() {
            Field::Relation if tag != "update-to" => {
                flags.extend(flag_of(words).map(|flag| (flag, one_line(words))));
            }
            Field::DocumentType if words.eq_ignore_ascii_case("retracted publication") => {
                flags.insert(("retracted", one_line(words)));
            }
            _ if tag == "is_retracted" && words == "true" => {
                flags.insert(("retracted", "true".to_owned()));
            }
            _ => {}
        }
    }
    if answer.document_type() == Some(DocumentType::Preprint) {
        flags.insert(("preprint", "true".to_owned()));
    }
    flags
}

/// What a relation to another text means for the report: `RetractionIn: source`, `Correction: 10.5555/2`. A notice itself
/// (`RetractionOf`, `ErratumFor`) is nothing that people should know of its own.
pub(super) fn flag_of(relation: &str) -> Option<&'static str> {
    let (kind, source) = relation.split_once(':').unwrap_or((relation, ""));
    let (kind, source) = (kind.to_lowercase().replace([' ', '-', '_'], ""), source.to_lowercase());
    let says = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let of_a_server = ["rxiv", "preprint", "ssrn", "research square"].iter().any(|name| source.contains(name));
    match kind.as_str() {
        "haspreprint" | "ispreprintof" => Some("preprint"),
        "updatein" | "updateof" => of_a_server.then_some("preprint"),
        _ if ["of", "for", "from"].iter().any(|end| kind.ends_with(end)) || kind.starts_with("comment") => None,
        _ if says(&["concern"]) => Some("concern"),
        _ if says(&["retract", "withdraw", "removal"]) => Some("retracted"),
        _ if says(&["errat", "corrig", "correct", "addend", "clarif"]) => Some("corrected"),
        _ => None,
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_told_apart() {
        for (relation, flag) in [
            ("RetractionIn: J Made Up. 2010;1:2", Some("retracted")),
            ("RetractionOf: J Made Up. 2010;1:2", None),
            ("Partial retraction: 10.5555/2", Some("retracted")),
            ("Withdrawal: 10.5555/2", Some("retracted")),
            ("ErratumIn: J Made Up. 2010;1:2", Some("corrected")),
            ("ErratumFor: J Made Up. 2010;1:2", None),
            ("Correction: 10.5555/2", Some("corrected")),
            ("CorrectedandRepublishedFrom: J Made Up", None),
            ("Expression of concern: 10.5555/2", Some("concern")),
            ("ExpressionOfConcernIn: J Made Up", Some("concern")),
            ("CommentIn: J Made Up", None),
            ("CommentOn: J Made Up", None),
            ("UpdateOf: bioRxiv. 2020", Some("preprint")),
            // Cochrane reviews are updated as well.
            ("UpdateIn: Cochrane Database Syst Rev. 2020", None),
            ("is-preprint-of: 10.5555/3", Some("preprint")),
            ("aheadofprint", None),
        ] {
            assert_eq!(flag_of(relation), flag, "{relation}");
        }
    }
}
