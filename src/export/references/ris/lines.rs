//! The typed values of a reference as lines of RIS, with the tags of the 2011 specification and those that EndNote writes for each of
//! its types of reference.

use crate::export::references::{codes, date, type_words};
use crate::format::REPORT_NUMBER;
use crate::record::Fields;
use crate::record::date::{DateKind, PartialDate};
use crate::record::identifier::{Isbn, Issn};
use crate::record::pages::Pages;
use crate::record::person::Person;

/// A tag and its value.
pub(super) type Line = (&'static str, String);

/// What programs want differently.
pub(super) struct Manner {
    /// How names are written.
    pub name_of: fn(&Person) -> String,
    /// Whether the numbers of a report that are not *Report Number*, which `SN` is in a report, are notes.
    pub report_has_one_number: bool,
}

/// As the specification has it.
pub(super) const PLAIN: Manner = Manner { name_of: Person::exported, report_has_one_number: false };

/// The lines from `TY` on, identifiers of PubMed left out, for which RIS has no tag; some may be empty.
pub(super) fn lines(fields: &Fields, manner: &Manner) -> Vec<Line> {
    let mut lines = Vec::new();
    let code = codes::of(fields.document_type).ris;
    let mut put = |tag, value: &str| lines.push((tag, value.to_owned()));
    put("TY", code);
    type_words(fields, code).iter().for_each(|words| put("M3", words));
    fields.authors.iter().for_each(|person| put("AU", &(manner.name_of)(person)));
    fields.editors.iter().for_each(|person| put(editor_tag(code), &(manner.name_of)(person)));
    put("TI", &fields.title);
    titles(fields, code, &mut put);
    if let Some(date) = date(fields, DateKind::Issue) {
        put("PY", &date.year.map(|year| format!("{year:04}")).unwrap_or_default());
        if date.month.is_some() {
            put("DA", &slashed(&date));
        }
    }
    put("VL", &fields.volume);
    put("IS", &fields.issue);
    let Pages { first, last, further } = &fields.pages;
    if last.is_empty() {
        put("SP", &format!("{first}{further}"));
    } else {
        put("SP", first);
        put("EP", &format!("{last}{further}"));
    }
    put("C7", &fields.article_number);
    put("ET", &fields.edition);
    put("PB", &fields.publisher);
    put("CY", &fields.publisher_place);
    numbers(fields, code, manner, &mut put);
    fields.doi.iter().for_each(|doi| put("DO", doi.as_str()));
    fields.accessions.iter().for_each(|accession| put("AN", accession));
    fields.databases.iter().for_each(|database| put("DB", database));
    fields.languages.iter().for_each(|language| put("LA", language.code()));
    put("AB", &fields.abstract_text);
    fields.keywords.iter().for_each(|keyword| put("KW", keyword));
    fields.affiliations.iter().for_each(|address| put("AD", address));
    fields.urls.iter().for_each(|url| put("UR", url));
    fields.accessed.iter().for_each(|date| put("Y2", &slashed(date)));
    fields.notes.iter().for_each(|note| put("N1", note));
    lines
}

/// The tag of editors.
fn editor_tag(_code: &str) -> &'static str {
    "A2"
}

/// What holds the document, and the series.
fn titles(fields: &Fields, code: &str, put: &mut dyn FnMut(&'static str, &str)) {
    // In a document of its own `T2` would be the series.
    let alone = matches!(code, "BOOK" | "RPRT" | "THES" | "DATA");
    put(if alone { "JF" } else { "T2" }, &fields.container);
    put("J2", &fields.container_abbreviation);
    put("T3", &fields.series);
}

/// `2021/04/07/`, with what is not known left empty.
fn slashed(date: &PartialDate) -> String {
    let part = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    let year = date.year.map(|year| format!("{year:04}")).unwrap_or_default();
    format!("{year}/{}/{}/", part(date.month), part(date.day))
}

/// The number of a report, ISSN and ISBN. `SN` of a report is its number, as EndNote and Zotero have it; that of anything else has no tag.
fn numbers(fields: &Fields, code: &str, manner: &Manner, put: &mut dyn FnMut(&'static str, &str)) {
    let own = &fields.report_number;
    let is_report = code == "RPRT" && !Issn::is_in(own) && !Isbn::is_in(own);
    if is_report {
        put("SN", own);
    }
    if is_report && manner.report_has_one_number {
        fields.issns.iter().for_each(|issn| put("N1", &format!("ISSN: {issn}")));
        fields.isbns.iter().for_each(|isbn| put("N1", &format!("ISBN: {isbn}")));
    } else {
        fields.issns.iter().for_each(|issn| put("SN", issn.as_str()));
        fields.isbns.iter().for_each(|isbn| put("SN", isbn.as_str()));
    }
    if !is_report && !own.is_empty() {
        put("N1", &format!("{REPORT_NUMBER} {own}"));
    }
}
