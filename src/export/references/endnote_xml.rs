//! EndNote's XML, which EndNote, Zotero, Mendeley, Covidence and the de-duplication tools read.
//!
//! No specification is published; elements and their order are those of EndNote's own exports. An element that EndNote has
//! once holds several values on a line each; the reader takes them apart where this program is named as the source.

use std::io::{self, Write};

use super::{Reference, References, Writer, codes, date, one_line, type_words};
use crate::format::REPORT_NUMBER;
use crate::record::date::DateKind;
use crate::record::identifier::{Isbn, Issn};
use crate::record::person::Person;
use crate::record::{Field, Fields};

/// EndNote XML.
pub struct EndnoteXml;

impl Writer for EndnoteXml {
    fn name(&self) -> &'static str {
        "endnote-xml"
    }

    fn about(&self) -> &'static str {
        "EndNote XML: EndNote, Zotero, Mendeley, Covidence. It has no place for the dates of online publication and of entry, \
         the original title, the name of a conference but of a paper in proceedings, or database subject headings; the PubMed identifier \
         is a note, and so is the ISBN of a numbered report."
    }

    fn extension(&self) -> &'static str {
        "xml"
    }

    fn lacks(&self) -> &'static [Field] {
        &[Field::OriginalTitle, Field::DateOnline, Field::DateEntry, Field::Conference, Field::SubjectHeading]
    }

    fn holds_of(&self, field: Field, fields: &Fields) -> bool {
        self.holds(field) || field == Field::Conference && codes::of(fields).endnote.0 == IN_PROCEEDINGS
    }

    fn keeps_line_ends(&self) -> bool {
        true
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n")?;
        for (at, reference) in references.enumerate() {
            out.write_all(record(&reference, at + 1).as_bytes())?;
        }
        out.write_all(b"</records></xml>\n")
    }
}

/// Elements in the order in which they are put.
struct Elements(String);

impl Elements {
    /// Adds an element, unless it is empty.
    fn put(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0.push_str(&format!("<{name}>{}</{name}>", escaped(value)));
        }
    }

    /// Adds one element with a value on each line.
    fn lines(&mut self, name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) {
        let values: Vec<String> = values.into_iter().map(|value| one_line(value.as_ref()).into_owned()).collect();
        self.put(name, &values.join("\n"));
    }

    /// Adds an element around others, unless there are none.
    fn within(&mut self, name: &str, put: impl FnOnce(&mut Self)) {
        let mut inner = Self(String::new());
        put(&mut inner);
        if !inner.0.is_empty() {
            self.0.push_str(&format!("<{name}>{}</{name}>", inner.0));
        }
    }
}

/// One record on a line.
fn record(reference: &Reference<'_>, number: usize) -> String {
    let fields = &reference.fields;
    let (kind, code) = codes::of(fields).endnote;
    let mut out = Elements(String::new());
    out.put("rec-number", &number.to_string());
    out.within("foreign-keys", |out| out.put("key", &reference.id));
    out.0.push_str(&format!("<ref-type name=\"{kind}\">{code}</ref-type>"));
    out.within("contributors", |out| {
        out.within("authors", |out| people(out, &fields.authors));
        // The second authors of a book are the editors of its series.
        let editors = if matches!(kind, "Book" | "Edited Book") { "tertiary-authors" } else { "secondary-authors" };
        out.within(editors, |out| people(out, &fields.editors));
    });
    out.lines("auth-address", &fields.affiliations);
    titles(&mut out, fields, kind);
    out.put("pages", &fields.pages.to_string());
    out.put("volume", &fields.volume);
    out.put("number", &fields.issue);
    out.put("edition", &fields.edition);
    out.within("keywords", |out| fields.keywords.iter().for_each(|word| out.put("keyword", &one_line(word))));
    dates(&mut out, fields);
    out.put("pub-location", &fields.publisher_place);
    out.put("publisher", &fields.publisher);
    let (numbers, labelled) = numbers(fields, kind == "Report");
    out.put("isbn", &numbers.join("; "));
    out.lines("accession-num", &fields.accessions);
    out.put("abstract", &fields.abstract_text);
    let pmid = fields.pmid.iter().map(|pmid| format!("PMID: {pmid}"));
    out.lines("notes", pmid.chain(labelled).chain(fields.notes.iter().cloned()));
    out.lines("work-type", type_words(fields, kind));
    out.within("urls", |out| {
        // Zotero takes the first for the address of the item and the others for attachments.
        let (first, further) = fields.urls.split_at(fields.urls.len().min(1));
        out.within("web-urls", |out| first.iter().for_each(|url| out.put("url", &one_line(url))));
        out.within("related-urls", |out| further.iter().for_each(|url| out.put("url", &one_line(url))));
    });
    out.put("custom2", fields.pmcid.as_ref().map_or("", |pmcid| pmcid.as_str()));
    if kind == IN_PROCEEDINGS {
        out.put("custom3", &fields.container);
    }
    out.put("custom7", &fields.article_number);
    out.put("electronic-resource-num", fields.doi.as_ref().map_or("", |doi| doi.as_str()));
    out.lines("remote-database-name", &fields.databases);
    out.put("access-date", &fields.accessed.as_ref().map(super::iso).unwrap_or_default());
    out.put("language", &fields.languages.iter().map(|language| language.code()).collect::<Vec<_>>().join("; "));
    format!("<record><source-app name=\"litsieve\">litsieve</source-app>{}</record>\n", out.0)
}

/// What stands in the one element for numbers, and what is a note with its label: for a report that element is *Report Number*, for
/// anything else ISSN or ISBN.
fn numbers(fields: &Fields, is_report: bool) -> (Vec<String>, Vec<String>) {
    let issns = fields.issns.iter().map(ToString::to_string);
    let isbns = fields.isbns.iter().map(ToString::to_string);
    let own: Vec<String> = Some(fields.report_number.clone()).into_iter().filter(|number| !number.is_empty()).collect();
    if is_report && !own.iter().any(|number| Issn::is_in(number) || Isbn::is_in(number)) {
        let labelled = issns.map(|issn| format!("ISSN: {issn}")).chain(isbns.map(|isbn| format!("ISBN: {isbn}")));
        return (own, labelled.collect());
    }
    (issns.chain(isbns).collect(), own.iter().map(|number| format!("{REPORT_NUMBER} {number}")).collect())
}

/// EndNote's name of what stands in proceedings: their title is `custom3`, and the second title the name of the conference.
const IN_PROCEEDINGS: &str = "Conference Proceedings";

/// The second title of a book or a report is its series; a journal stands under `periodical` too.
fn titles(out: &mut Elements, fields: &Fields, kind: &str) {
    let alone = matches!(kind, "Book" | "Edited Book" | "Report");
    let second = match kind {
        _ if alone => &fields.series,
        IN_PROCEEDINGS => &fields.conference,
        _ => &fields.container,
    };
    out.within("titles", |out| {
        out.put("title", &fields.title);
        out.put("secondary-title", second);
        out.put("tertiary-title", if alone { "" } else { &fields.series });
        out.put("alt-title", &fields.container_abbreviation);
    });
    out.within("periodical", |out| {
        out.put("full-title", &fields.container);
        out.put("abbr-1", &fields.container_abbreviation);
    });
}

/// EndNote keeps `Apr 26` apart from the year.
fn dates(out: &mut Elements, fields: &Fields) {
    let Some(date) = date(fields, DateKind::Issue) else { return };
    out.within("dates", |out| {
        out.put("year", &date.year.map(|year| format!("{year:04}")).unwrap_or_default());
        if let Some(month) = date.month {
            let day = date.day.map(|day| format!(" {day}")).unwrap_or_default();
            let text = format!("{}{day}", super::MONTHS[usize::from(month - 1)]);
            out.within("pub-dates", |out| out.put("date", &text));
        }
    });
}

fn people(out: &mut Elements, people: &[Person]) {
    people.iter().for_each(|person| out.put("author", &person.marked()));
}

/// Text of XML 1.0: without the characters it does not have (section 2.2).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push('\n'),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}
