//! MEDLINE/PubMed text (`.nbib`, PubMed's *PubMed* format, `.medline`), also as ERIC and PMC write it.
//!
//! Specification: National Library of Medicine, *MEDLINE/PubMed Data Element (Field) Descriptions*. A tag fills four
//! columns, a hyphen follows; further lines are indented by six spaces; a blank line parts records.

use std::sync::Arc;

use memchr::memmem;

use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, line_begins};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::identifier::Doi;
use crate::source::SourceFile;

/// MEDLINE/PubMed text.
pub struct Nbib;

impl Format for Nbib {
    fn name(&self) -> &'static str {
        "nbib"
    }

    fn about(&self) -> &'static str {
        "MEDLINE/PubMed text (`.nbib`, *Save, Format: PubMed*), also of PMC and ERIC, and where it was saved as `.ris`."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let tags = || tagged::head(source.text()).filter_map(tag_of).map(|(tag, _)| tag);
        let own =
            tags().filter(|tag| matches!(*tag, "PMID" | "OWN" | "STAT" | "FAU" | "PMC" | "PMCR" | "DCOM")).count();
        match tags().next() {
            Some("PMID" | "PMC" | "PMCR" | "OWN" | "NBK") => 95,
            Some(first) if own >= 2 && first != "TY" => 92,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let text = source.text();
        let count = |tag| line_begins(text, tag, |rest| rest.trim_start().starts_with('-'));
        let markers = (count("PMID") + tagged::uncounted(text, &glued(text))).max(count("OWN"));
        let dialect =
            if count("OWN") > 0 && memmem::find(text.as_bytes(), b"OWN - ERIC").is_some() { "ERIC" } else { "PubMed" };
        tagged::parsed(source, tagged::read(&NbibSyntax, source), dialect, markers)
    }

    /// Before a `PMID` that a blank line precedes.
    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        let begins = memmem::find_iter(&text.as_bytes()[from..], "PMID- ").take(10_000).map(|at| from + at);
        let blank_before = |at: &usize| ["\n\n", "\n\r\n", "\r\r"].iter().any(|end| text[..*at].ends_with(end));
        begins.into_iter().find(blank_before)
    }
}

struct NbibSyntax;

impl Syntax for NbibSyntax {
    fn format(&self) -> &'static str {
        "nbib"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match tag_of(text) {
            Some((tag, value)) => Shape::Tag(tag, value),
            None if text.starts_with("  ") => Shape::More,
            None => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == "PMID" { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    /// Records of ERIC have no `PMID`, those of PMC begin with another tag.
    fn separates(&self, tag: &str, first: &str) -> bool {
        tag == first || matches!(tag, "PMC" | "OWN" | "NBK")
    }

    fn glued(&self, text: &str) -> Vec<usize> {
        glued(text)
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        settle(draft);
        provenance::settle(draft);
    }

    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        Nbib.cut(text, from)
    }
}

/// `... 12-19.PMID- 31234567`: a number that fills the rest of the line, and a tag in the next.
fn glued(text: &str) -> Vec<usize> {
    let is_number = |rest: &str| !rest.trim().is_empty() && rest.trim().bytes().all(|byte| byte.is_ascii_digit());
    tagged::begins_inside(text, "PMID- ", is_number, |next| tag_of(next).is_some())
}

/// The tag that begins a line: two to four capitals and digits, filled up with spaces to four columns, and a hyphen.
fn tag_of(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let tag = bytes.iter().take(4).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    let fills = bytes.get(tag..4).is_some_and(|gap| gap.iter().all(|&b| b == b' '));
    let hyphen = bytes.get(4) == Some(&b'-');
    (tag >= 2 && bytes[0].is_ascii_uppercase() && fills && hyphen).then(|| (&text[..tag], 5))
}

/// What a tag means.
fn role(tag: &str) -> Option<Role> {
    let field = match tag.as_bytes() {
        b"PMID" => Field::Pmid,
        b"PMC" => Field::Pmcid,
        b"TI" => Field::Title,
        b"TT" => Field::OriginalTitle,
        b"AB" => Field::Abstract,
        b"CI" => Field::Copyright,
        b"FAU" | b"AU" => Field::Author,
        b"CN" => Field::CorporateAuthor,
        b"FED" | b"ED" => Field::Editor,
        b"FIR" | b"IR" => Field::Contributor,
        b"AD" => Field::Affiliation,
        b"JT" | b"BTI" => Field::Container,
        b"TA" => Field::ContainerAbbreviation,
        b"CTI" => Field::Series,
        b"DP" => Field::Date,
        b"DEP" => Field::DateOnline,
        b"CRDT" | b"CTDT" | b"DA" | b"DCOM" | b"EDAT" | b"MHDA" => Field::DateEntry,
        b"VI" => Field::Volume,
        b"IP" => Field::Issue,
        b"PG" => Field::Pages,
        b"EN" => Field::Edition,
        b"PB" => Field::Publisher,
        b"PL" => Field::Country,
        b"IS" => Field::Issn,
        b"ISBN" => Field::Isbn,
        b"LA" => Field::Language,
        b"PT" => Field::DocumentType,
        b"OT" => Field::Keyword,
        b"MH" => Field::SubjectHeading,
        b"GR" => Field::Funding,
        b"OAB" | b"GN" => Field::Note,
        b"OID" => Field::Accession,
        b"CIN" | b"CON" | b"CRF" | b"CRI" | b"DDIN" | b"DRIN" | b"ECF" | b"ECI" | b"EFR" | b"EIN" | b"ORI" | b"PST"
        | b"RIN" | b"ROF" | b"RPF" | b"RPI" | b"RRF" | b"RRI" | b"SPIN" | b"UIN" | b"UOF" => Field::Relation,
        b"AID" | b"AUID" | b"CDAT" | b"COIS" | b"FPS" | b"GS" | b"IRAD" | b"JID" | b"LID" | b"MID" | b"NBK" | b"NM"
        | b"OABL" | b"OCI" | b"OTO" | b"OWN" | b"PHST" | b"PMCR" | b"PS" | b"PUBM" | b"RF" | b"RN" | b"SB" | b"SFM"
        | b"LR" | b"SI" | b"SO" | b"STAT" | b"VTI" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}

fn settle(draft: &mut Draft<'_>) {
    let mut before = String::new();
    let (mut doi, mut own) = (false, None);
    let (paged, titled) = (draft.first(Field::Pages), draft.first(Field::Title));
    let is_book = draft.tagged("BTI").is_some();
    let is_own = draft.tagged("OWN").is_some_and(|at| draft.value(at) == "litsieve");
    for at in 0..draft.len() {
        let value = draft.value(at);
        match draft.tag(at) {
            // The short form of the name before it.
            "AU" if before == "FAU" => draft.supersede(at),
            "ED" if before == "FED" => draft.supersede(at),
            "IR" if before == "FIR" => draft.supersede(at),
            "LID" | "AID" if value.ends_with("[doi]") || (!value.ends_with(']') && Doi::parse(value).is_some()) => {
                if doi {
                    continue;
                }
                doi = true;
                draft.set(at, Field::Doi);
            }
            "LID" if paged.is_none() && article_number(value).is_some() => {
                let number = article_number(value).unwrap_or_default().to_owned();
                draft.derive("LID", Field::ArticleNumber, &number);
            }
            "LID" | "AID" if value.starts_with("http") => draft.set(at, Field::Url),
            // The publisher's number of the article in the place of its pages (`e00123-20`).
            "LID" if article_number(value) == paged.map(|pages| draft.value(pages).trim()) => {
                paged.into_iter().for_each(|pages| draft.set(pages, Field::ArticleNumber));
            }
            // Of a whole book it is the title of the record.
            "BTI" if titled.is_some_and(|title| draft.value(title) == value) => draft.supersede(at),
            "BTI" if titled.is_none() => draft.set(at, Field::Title),
            "OWN" => own = Some(at),
            // Of a book the place where it came out, of a journal its country.
            "PL" if is_book || is_own => draft.set(at, Field::PublisherPlace),
            _ => {}
        }
        if draft.field(at).is_some() {
            draft.tag(at).clone_into(&mut before);
        }
    }
    source(draft, own);
}

/// `e0209483 [pii]`: a publisher's item number that is short is the article's place in the journal. Some files leave out what it is.
fn article_number(value: &str) -> Option<&str> {
    let is_bare = value.bytes().all(|b| b.is_ascii_alphanumeric()) && value.bytes().any(|b| b.is_ascii_digit());
    let number = if is_bare { Some(value) } else { value.strip_suffix(" [pii]") };
    number.filter(|number| number.len() <= 10 && !number.contains(['(', '/']))
}

/// `OWN - ERIC` tells ERIC; another owner, or a status, tells PubMed, where the `PMID` is the accession number. Other programs write
/// the format too (this one as owner itself) and know no more than the number.
fn source(draft: &mut Draft<'_>, own: Option<usize>) {
    if let Some(at) = own.filter(|&at| draft.value(at) == "ERIC") {
        let tag = draft.tag(at).to_owned();
        draft.derive(&tag, Field::Database, "ERIC");
    } else if let Some(pmid) = draft.first(Field::Pmid).filter(|_| is_of_the_library(draft, own)) {
        let number = draft.value(pmid).to_owned();
        draft.derive("PMID", Field::Database, "PubMed");
        draft.derive("PMID", Field::Accession, &number);
    }
}

fn is_of_the_library(draft: &Draft<'_>, own: Option<usize>) -> bool {
    match own {
        Some(own) => draft.value(own) != "litsieve",
        None => draft.tagged("STAT").is_some(),
    }
}
