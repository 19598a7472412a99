//! Where a record came from: database, platform and accession number, read from the tags that tell it.
//!
//! What is read from another value than its own tag is added as a derived value with the tag it came from.

use super::tagged::Draft;
use crate::record::Field;
use crate::record::accession::home_of;
use crate::record::identifier::{Pmcid, Pmid};

/// Adds database, platform, accession number and PubMed identifiers as far as other values tell them.
pub(super) fn settle(draft: &mut Draft<'_>) {
    for at in 0..draft.len() {
        match draft.field(at) {
            Some(Field::Accession) => accession(draft, at),
            Some(Field::Note) => note(draft, at),
            Some(Field::Url) => url(draft, at),
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

fn is_embase(value: &str) -> bool {
    value.strip_prefix('L').is_some_and(|digits| digits.len() >= 6 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// EBSCOhost's note begins with the accession number and goes on `Document Type: Article; Language: English`.
fn note(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    if !value.starts_with("Accession Number:") {
        return;
    }
    let tag = draft.tag(at).to_owned();
    let named = |name: &str| {
        let rest = &value[value.find(name)? + name.len()..];
        let end = rest.find(';').unwrap_or(rest.len());
        Some(rest[..end].trim().to_owned()).filter(|found| !found.is_empty() && found.len() <= 100)
    };
    let found = [
        (Field::Accession, named("Accession Number:")),
        (Field::DocumentType, named("; Document Type:")),
        (Field::Language, named("; Language:")),
    ];
    for (field, value) in found {
        if let Some(value) = value.filter(|_| field == Field::DocumentType || !draft.has(field)) {
            draft.derive(&tag, field, &value);
        }
    }
}

/// Addresses of databases hold the accession number or the PubMed identifier.
fn url(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    let parameter = |name: &str| {
        let rest = &value[value.find(name)? + name.len()..];
        Some(rest.split(['&', ' ']).next().unwrap_or(rest).to_owned()).filter(|found| !found.is_empty())
    };
    let hosts = [("ebscohost.com", "EBSCOhost"), ("ovidsp.ovid.com", "Ovid")];
    let platform = hosts.iter().find(|(host, _)| value.contains(host)).map(|(_, name)| *name);
    let (field, found) = if platform.is_some() {
        (Field::Accession, parameter("&AN="))
    } else if value.contains("scopus.com") {
        (Field::Accession, parameter("eid="))
    } else if value.contains("nlm.nih.gov/pubmed/") || value.contains("pubmed.ncbi.nlm.nih.gov/") {
        let number = value.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        (Field::Pmid, Pmid::parse(number).map(|pmid| pmid.to_string()))
    } else if value.contains("/pmc/articles/") {
        (Field::Pmcid, Pmcid::parse(value).map(|pmcid| pmcid.to_string()))
    } else {
        return;
    };
    let tag = draft.tag(at).to_owned();
    for (field, found) in [(field, found), (Field::Platform, platform.map(str::to_owned))] {
        if let Some(found) = found.filter(|_| !draft.has(field)) {
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
