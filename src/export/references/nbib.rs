//! PubMed's text format (`.nbib`): what PubMed saves, and Covidence, Rayyan, EndNote and Zotero take.
//!
//! Specification: National Library of Medicine, *MEDLINE/PubMed Data Element (Field) Descriptions*.

use std::io::{self, Write};

use super::{Reference, References, Writer, date, one_line, type_words};
use crate::record::date::{DateKind, PartialDate};
use crate::record::document_type::DocumentType;
use crate::record::{Field, Fields};

/// PubMed's text format.
pub struct Nbib;

impl Writer for Nbib {
    fn name(&self) -> &'static str {
        "nbib"
    }

    fn about(&self) -> &'static str {
        "PubMed's text format: Covidence, Rayyan, EndNote, Zotero. It has no place for database and accession number (a \
         record in it is PubMed's), addresses on the web, date of access, conference, the number of a report and an article number \
         beside pages. Zotero recognises the file only if a record with a PubMed identifier comes first; for others take ris-zotero."
    }

    fn extension(&self) -> &'static str {
        "nbib"
    }

    fn lacks(&self) -> &'static [Field] {
        &[
            Field::ArticleNumber,
            Field::ReportNumber,
            Field::DateAccess,
            Field::Conference,
            Field::Accession,
            Field::Database,
            Field::Url,
        ]
    }

    /// Zotero looks for `PMID-` among the first lines (`zotero/translators`, `MEDLINEnbib.js`).
    fn refused(&self, reference: &Reference<'_>) -> Option<&'static str> {
        const WHY: &str =
            "no PubMed identifier, so that Zotero may not recognise a file that begins with it (take ris-zotero)";
        reference.fields.pmid.is_none().then_some(WHY)
    }

    fn keeps_identifier(&self) -> bool {
        false
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        for reference in references {
            out.write_all(entry(&reference).as_bytes())?;
        }
        Ok(())
    }
}

/// One reference: from `PMID`, or `OWN` where there is no number, as ERIC begins its records, to a blank line.
fn entry(reference: &Reference<'_>) -> String {
    let fields = &reference.fields;
    let mut text = fields.pmid.as_ref().map(|pmid| format!("PMID- {pmid}\n")).unwrap_or_default();
    text.push_str("OWN - litsieve\n");
    let mut put = |tag: &str, value: &str| {
        let value = one_line(value);
        if !value.is_empty() {
            text.push_str(&format!("{tag:<4}- {value}\n"));
        }
    };
    // Readers expect to be told print, electronic or linking; the last says no more than that it is the number of the journal.
    fields.issns.iter().for_each(|issn| put("IS", &format!("{issn} (Linking)")));
    fields.isbns.iter().for_each(|isbn| put("ISBN", isbn.as_str()));
    dates(fields, &mut put);
    put("TI", &fields.title);
    if fields.original_title != fields.title {
        put("TT", &fields.original_title);
    }
    put("VI", &fields.volume);
    put("IP", &fields.issue);
    let pages = fields.pages.to_string();
    put("PG", &pages);
    if pages == fields.article_number && !pages.is_empty() {
        // PubMed too repeats what numbers the article, which tells that it is no range.
        put("LID", &format!("{pages} [pii]"));
    }
    if let Some(doi) = &fields.doi {
        put("LID", &format!("{doi} [doi]"));
    }
    put("AB", &fields.abstract_text);
    for person in &fields.authors {
        put(
            if person.corporate { "CN" } else { "FAU" },
            &if person.corporate { person.family.clone() } else { person.exported() },
        );
    }
    fields.affiliations.iter().for_each(|address| put("AD", address));
    fields.editors.iter().for_each(|person| put("FED", &person.exported()));
    fields.languages.iter().for_each(|language| put("LA", language.code()));
    publication_types(fields).iter().for_each(|words| put("PT", words));
    put("TA", &fields.container_abbreviation);
    // A book has its title twice: some programs know the one tag, some the other.
    if fields.document_type == Some(DocumentType::Book) {
        put("BTI", &fields.title);
    }
    put(if fields.document_type == Some(DocumentType::BookChapter) { "BTI" } else { "JT" }, &fields.container);
    put("CTI", &fields.series);
    put("EN", &fields.edition);
    put("PL", &fields.publisher_place);
    put("PB", &fields.publisher);
    fields.subject_headings.iter().for_each(|heading| put("MH", heading));
    fields.keywords.iter().for_each(|keyword| put("OT", keyword));
    fields.pmcid.iter().for_each(|pmcid| put("PMC", pmcid.as_str()));
    fields.notes.iter().for_each(|note| put("GN", note));
    // Twice, as PubMed has it: some readers take the location for a copy of this and pass it over.
    if let Some(doi) = &fields.doi {
        put("AID", &format!("{doi} [doi]"));
    }
    text.push('\n');
    text
}

/// The words of the source for the type, and PubMed's own where these do not tell it.
fn publication_types(fields: &Fields) -> Vec<String> {
    let words = type_words(fields, "");
    let Some(kind) = fields.document_type else { return words };
    let own = kind.name().replace('-', " ");
    words
        .into_iter()
        .map(|word| if word == own { kind.in_medline().map_or(word, str::to_owned) } else { word })
        .collect()
}

/// `DP  - 2017 Apr 26`, `DEP - 20170426`, `CRDT- 2017/04/26`.
fn dates(fields: &Fields, put: &mut dyn FnMut(&str, &str)) {
    let joined = |date: &PartialDate, between: &str| super::iso(date).replace('-', between);
    if let Some(date) = date(fields, DateKind::Issue) {
        let month = date.month.map(|month| super::MONTHS[usize::from(month - 1)].to_owned());
        let parts = [
            date.year.map(|year| format!("{year:04}")),
            month.clone(),
            date.day.filter(|_| month.is_some()).map(|day| day.to_string()),
        ];
        put("DP", &parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    if let Some(date) = date(fields, DateKind::Online) {
        put("DEP", &joined(&date, ""));
    }
    if let Some(date) = date(fields, DateKind::Entry) {
        put("CRDT", &joined(&date, "/"));
    }
}
