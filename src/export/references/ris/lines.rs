//! The typed values of a reference as lines of RIS, with the tags of the 2011 specification and those that EndNote writes for each of
//! its types of reference.

use crate::export::references::{codes, date, type_words};
use crate::format::{ADDRESS, REPORT_NUMBER};
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
    /// Whether ISSN and ISBN of a report are notes, since `SN` is *Report Number* there.
    pub report_has_one_number: bool,
    /// Whether the title of proceedings stands in `C3` and the name of the conference in `T2`, as EndNote and Zotero have it; elsewhere
    /// the former stands in `T2`, where most programs look for what holds a document.
    pub proceedings_in_c3: bool,
    /// The types of which words for the type are believed in `M3`; `None` for all.
    pub typed_by_words: Option<&'static [&'static str]>,
    /// Whether the program has one address, one value of `SN`, which is what its type of item asks for, and no type `UNPB`.
    pub is_zotero: bool,
}

/// As the specification has it.
pub(super) const PLAIN: Manner = Manner {
    name_of: Person::exported,
    report_has_one_number: false,
    proceedings_in_c3: false,
    typed_by_words: None,
    is_zotero: false,
};

/// The type as RIS has it.
pub(super) fn code(fields: &Fields, manner: &Manner) -> &'static str {
    match codes::of(fields).ris {
        "UNPB" if manner.is_zotero => "UNPD",
        code => code,
    }
}

/// Whether a program that goes by the code of the type, and by words for few types, learns the type of a document.
pub(super) fn keeps_type(fields: &Fields, manner: &Manner) -> bool {
    let code = code(fields, manner);
    manner.typed_by_words.is_some_and(|types| types.contains(&code) || type_words(fields, code).is_empty())
}

/// The lines from `TY` on, identifiers of PubMed left out, for which RIS has no tag; some may be empty.
pub(super) fn lines(fields: &Fields, manner: &Manner) -> Vec<Line> {
    /// How many most references have.
    const USUAL: usize = 48;
    let mut lines = Vec::with_capacity(USUAL);
    let code = code(fields, manner);
    let mut put = |tag, value: &str| lines.push((tag, value.to_owned()));
    put("TY", code);
    let words = type_words(fields, code);
    match manner.typed_by_words {
        None => words.iter().for_each(|words| put("M3", words)),
        Some(types) if types.contains(&code) => put("M3", &words.join("; ")),
        Some(_) => {}
    }
    fields.authors.iter().for_each(|person| put("AU", &(manner.name_of)(person)));
    fields.editors.iter().for_each(|person| put(editor_tag(code, manner), &(manner.name_of)(person)));
    put("TI", &fields.title);
    titles(fields, code, manner, &mut put);
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
    for (at, url) in fields.urls.iter().enumerate() {
        // Zotero reads one address and passes others over.
        let is_plain = || url.starts_with("http") && !url.contains(char::is_whitespace);
        match at > 0 && manner.is_zotero {
            false => put("UR", url),
            true if is_plain() => put("N1", url),
            true => put("N1", &format!("{ADDRESS} {url}")),
        }
    }
    fields.accessed.iter().for_each(|date| put("Y2", &slashed(date)));
    fields.notes.iter().for_each(|note| put("N1", note));
    lines
}

/// The tag of editors: of a whole book `A2` is the editor of its series. Zotero takes `ED` for an editor in every type.
fn editor_tag(code: &str, manner: &Manner) -> &'static str {
    match code {
        _ if manner.is_zotero => "ED",
        "BOOK" | "EDBOOK" => "A3",
        _ => "A2",
    }
}

/// Whether the name of a conference has a place: in records of Web of Science and Scopus, with a title in `T2`, `C3` means something else.
pub(super) fn names_conference(fields: &Fields, manner: &Manner) -> bool {
    let is_of_web_of_science = fields.accessions.first().is_some_and(|number| number.starts_with("WOS:"));
    let is_of_scopus = fields.databases.first().is_some_and(|name| name == "Scopus");
    manner.proceedings_in_c3 && code(fields, manner) == "CONF" && !is_of_web_of_science && !is_of_scopus
}

/// What holds the document, and the series.
fn titles(fields: &Fields, code: &str, manner: &Manner, put: &mut dyn FnMut(&'static str, &str)) {
    // Of a document of its own `T2` is the series.
    let alone = matches!(code, "BOOK" | "EDBOOK" | "RPRT" | "THES" | "DATA" | "STAND" | "MAP");
    match code {
        "CONF" if manner.proceedings_in_c3 => {
            put("C3", &fields.container);
            put("T2", if names_conference(fields, manner) { &fields.conference } else { "" });
        }
        _ => put(if alone { "JF" } else { "T2" }, &fields.container),
    }
    put("J2", &fields.container_abbreviation);
    put(if alone { "T2" } else { "T3" }, &fields.series);
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
    if manner.is_zotero {
        return numbers_for_zotero(fields, code, is_report, put);
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

/// Zotero reads one `SN`, the field of which hangs on the type of item: what is of another kind goes to *Extra*, with a label.
fn numbers_for_zotero(fields: &Fields, code: &str, is_report: bool, put: &mut dyn FnMut(&'static str, &str)) {
    let (issns, isbns) = match code {
        "JOUR" | "MGZN" | "NEWS" => (true, false),
        "BOOK" | "EDBOOK" | "CHAP" | "CONF" | "CPAPER" | "ENCYC" | "DICT" => (false, true),
        _ => (false, false),
    };
    let all_issns: Vec<&str> = fields.issns.iter().map(|issn| issn.as_str()).collect();
    let all_isbns: Vec<&str> = fields.isbns.iter().map(|isbn| isbn.as_str()).collect();
    match issns {
        true => put("SN", &all_issns.join(", ")),
        false => all_issns.iter().for_each(|issn| put("M2", &format!("ISSN: {issn}"))),
    }
    match isbns {
        true => put("SN", &all_isbns.join(", ")),
        false => all_isbns.iter().for_each(|isbn| put("M2", &format!("ISBN: {isbn}"))),
    }
    if !is_report && !fields.report_number.is_empty() {
        put("N1", &format!("{REPORT_NUMBER} {}", fields.report_number));
    }
}
