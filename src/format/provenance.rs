//! Where a record came from: database, platform and accession number, read from the tags that tell it.
//!
//! What is read from another value than its own tag is added as a derived value with the tag it came from.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::ebsco;
use super::tagged::Draft;
use crate::record::Field;
use crate::record::accession::home_of;
use crate::record::identifier::{Isbn, Issn, Pmcid, Pmid};

/// Adds database, platform, accession number and PubMed identifiers as far as other values tell them.
pub(super) fn settle(draft: &mut Draft<'_>) {
    /// Notes and addresses looked at in one record: each may cost a pass over its values, and no database writes as many.
    const LOOKED_AT: usize = 64;
    let (mut notes, mut urls) = (0, 0);
    for at in 0..draft.len() {
        match draft.field(at) {
            Some(Field::Accession) => accession(draft, at),
            Some(Field::Note) if notes < LOOKED_AT => {
                notes += 1;
                note(draft, at);
            }
            Some(Field::Url) if urls < LOOKED_AT => {
                urls += 1;
                url(draft, at);
            }
            Some(Field::Database) => short_name(draft, at),
            Some(Field::Other) if draft.tag(at) == "U2" && is_embase(draft.value(at)) => {
                draft.set(at, Field::Accession);
            }
            _ => {}
        }
    }
    if !draft.has(Field::Accession) && draft.has(Field::Database) {
        record_number(draft);
    }
    if let Some(at) = draft.first(Field::Accession) {
        home(draft, at);
        pubmed_number(draft, at);
    }
}

/// PubMed's own number is that, and Ovid and EBSCOhost number their records of MEDLINE as PubMed does; ProQuest and others have numbers of their own.
fn pubmed_number(draft: &mut Draft<'_>, at: usize) {
    let value = |field| draft.first(field).map_or("", |at| draft.value(at));
    let (database, platform) = (value(Field::Database), value(Field::Platform));
    let as_pubmed = database.eq_ignore_ascii_case("PubMed")
        || database.starts_with("Ovid MEDLINE")
        || database.starts_with("MEDLINE") && ["EBSCOhost", "Ovid"].iter().any(|host| platform.starts_with(host));
    if let Some(pmid) = Pmid::parse(draft.value(at)).filter(|_| as_pubmed && !draft.has(Field::Pmid)) {
        let tag = draft.tag(at).to_owned();
        draft.derive(&tag, Field::Pmid, &pmid.to_string());
    }
}

/// ProQuest writes two numbers into one value; Rayyan writes its own.
fn accession(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    if value.starts_with("rayyan-") {
        draft.set(at, Field::Other);
    } else if let Some((first, rest)) = value.split_once("; ") {
        let (tag, numbers) = (draft.tag(at).to_owned(), [first.to_owned(), rest.to_owned()]);
        draft.supersede(at);
        numbers.iter().for_each(|number| draft.derive(&tag, Field::Accession, number.trim()));
    }
}

/// EBSCOhost names its databases by codes.
fn short_name(draft: &mut Draft<'_>, at: usize) {
    if let Some(name) = ebsco::database(draft.value(at)) {
        let tag = draft.tag(at).to_owned();
        draft.supersede(at);
        draft.derive(&tag, Field::Database, name);
    }
}

fn is_embase(value: &str) -> bool {
    value.strip_prefix('L').is_some_and(|digits| digits.len() >= 6 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The label of a note that holds the number of a report, where a format has no place for it.
pub(crate) const REPORT_NUMBER: &str = "Report number:";

/// The same for a further address that does not look like one.
pub(crate) const ADDRESS: &str = "Address:";

/// A note that is nothing but an identifier with its label, as Zotero, Mendeley and this program write what RIS has no tag for.
pub(super) fn labelled(value: &str) -> Option<Field> {
    let (label, number) = value.split_once(':').filter(|_| value.len() <= 24)?;
    match label.trim().to_ascii_uppercase().as_str() {
        "ISSN" => Some(Field::Issn).filter(|_| Issn::is_in(number)),
        "ISBN" => Some(Field::Isbn).filter(|_| Isbn::is_in(number)),
        "PMID" => Pmid::parse(number).map(|_| Field::Pmid),
        "PMCID" => Pmcid::parse(number).map(|_| Field::Pmcid),
        _ => None,
    }
}

/// EBSCOhost's note begins with the accession number and goes on `Document Type: Article; Language: English`.
fn note(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    if let Some(field) = labelled(value) {
        return draft.set(at, field);
    }
    for (label, field) in [(REPORT_NUMBER, Field::ReportNumber), (ADDRESS, Field::Url)] {
        if let Some(rest) = value.strip_prefix(label).map(str::trim).filter(|rest| !rest.is_empty()) {
            let (tag, rest) = (draft.tag(at).to_owned(), rest.to_owned());
            draft.supersede(at);
            return draft.derive(&tag, field, &rest);
        }
    }
    if !value.starts_with("Accession Number:") {
        return;
    }
    let tag = draft.tag(at).to_owned();
    let named = |name: &str| Some(part_of_note(&value[value.find(name)? + name.len()..]));
    let number = |name: &str| named(name).and_then(|part| part.split_whitespace().next());
    let found = [
        (Field::Accession, number("Accession Number:").map(|number| number.trim_end_matches('.'))),
        (Field::Pmid, number(" PMID:").filter(|number| Pmid::parse(number).is_some())),
        (Field::DocumentType, named(" Document Type:")),
        (Field::Language, named(" Language:")),
    ];
    let found = found
        .map(|(field, part)| (field, part.filter(|part| !part.is_empty() && part.len() <= 100).map(str::to_owned)));
    for (field, value) in found {
        if let Some(value) = value.filter(|_| field == Field::DocumentType || !draft.has(field)) {
            draft.derive(&tag, field, &value);
        }
    }
}

/// What stands behind a label of EBSCOhost's note: up to a semicolon, a full stop, or the place where the next label was glued
/// on (`Language: EnglishMajor Descriptor: Leadership`).
fn part_of_note(rest: &str) -> &str {
    let end = rest.find(';').unwrap_or(rest.len()).min(rest.find(". ").unwrap_or(rest.len()));
    let mut before = ' ';
    let glued = rest[..end].char_indices().find(|(_, c)| {
        let glued = before.is_lowercase() && c.is_uppercase();
        before = *c;
        glued
    });
    rest[..glued.map_or(end, |(at, _)| at)].trim().trim_end_matches('.')
}

/// Databases that show in an address: the host, the platform it is, and the role and parameter of what else it holds.
const HOSTS: &[(&str, &str, Field, &str)] = &[
    ("ebscohost.com", "EBSCOhost", Field::Accession, "&AN="),
    ("ovidsp.ovid.com", "Ovid", Field::Accession, "&AN="),
    ("scopus.com", "Scopus", Field::Accession, "eid="),
    ("proquest.com", "ProQuest", Field::Accession, "/docview/"),
    ("nlm.nih.gov/pubmed/", "", Field::Pmid, "/pubmed/"),
    ("pubmed.ncbi.nlm.nih.gov/", "", Field::Pmid, ".gov/"),
    ("/pmc/articles/", "", Field::Pmcid, "/articles/"),
];

/// Finds the hosts: building the search for each address would cost more than the search.
static FINDERS: LazyLock<Vec<Finder<'_>>> =
    LazyLock::new(|| HOSTS.iter().map(|(host, ..)| Finder::new(host)).collect());

/// Addresses of databases tell the platform and hold the accession number or the PubMed identifier.
fn url(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    let is_named = |finder: &Finder<'_>| finder.find(value.as_bytes()).is_some();
    let Some((_, platform, field, parameter)) =
        FINDERS.iter().zip(HOSTS).find(|(finder, _)| is_named(finder)).map(|(_, host)| host)
    else {
        return;
    };
    let behind = value.find(parameter).map_or("", |found| &value[found + parameter.len()..]);
    let number = behind.split(['&', ' ', '/', '?']).next().unwrap_or_default();
    let number = match field {
        Field::Pmid => Pmid::parse(number).map(|pmid| pmid.to_string()),
        Field::Pmcid => Pmcid::parse(number).map(|pmcid| pmcid.to_string()),
        _ => Some(number.to_owned()),
    };
    let tag = draft.tag(at).to_owned();
    for (field, found) in [(*field, number.unwrap_or_default()), (Field::Platform, (*platform).to_owned())] {
        if !found.is_empty() && !draft.has(field) {
            draft.derive(&tag, field, &found);
        }
    }
}

/// `ID` is the accession number where a database is named (Ovid, EBSCOhost) and a running number elsewhere (EndNote).
fn record_number(draft: &mut Draft<'_>) {
    const SHORTEST: usize = 6;
    let id = (0..draft.len()).find(|&at| draft.tag(at) == "ID" && draft.value(at).len() >= SHORTEST);
    if let Some(at) = id {
        draft.set(at, Field::Accession);
    }
}

/// The database that the form of the accession number tells.
fn home(draft: &mut Draft<'_>, at: usize) {
    let Some(home) = home_of(draft.value(at)) else { return };
    let tag = draft.tag(at).to_owned();
    for (field, name) in [(Field::Database, home.database), (Field::Platform, home.platform)] {
        if !name.is_empty() && !draft.has(field) {
            draft.derive(&tag, field, name);
        }
    }
}
