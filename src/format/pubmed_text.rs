//! Text in which records are numbered, `1. ...` and `2: ...`, and have no tags: PubMed's summaries and abstracts, as it saves and
//! e-mails them.

use std::sync::Arc;

use super::log::Log;
use super::tagged::{Draft, Lines, head, line_begins, without_mark};
use super::{Format, Parsed, provenance, repair};
use crate::record::person::{Person, split_medline};
use crate::record::{Field, RecordFileBuilder};
use crate::source::SourceFile;

/// PubMed's text: *Summary (text)* and *Abstract (text)*.
pub struct PubmedText;

impl Format for PubmedText {
    fn name(&self) -> &'static str {
        "pubmed-text"
    }

    fn about(&self) -> &'static str {
        "PubMed's *Summary (text)* and *Abstract (text)*. They lack types, languages and keywords: save as *PubMed* where that can still be done."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let mut lines = head(source.text());
        let numbered = lines.next().and_then(number_of).is_some_and(|(number, _)| number == 1);
        let tells = |lines: &mut dyn Iterator<Item = &str>| {
            lines.take(200).any(|line| line.contains("PMID: ")) || has_citation(source.text())
        };
        if numbered && tells(&mut lines) { 90 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let text = source.text();
        let mut builder = RecordFileBuilder::new(Arc::clone(source), self.name());
        let mut log = Log::default();
        let records = records(text);
        // An abstract stands in paragraphs, a summary is one.
        let in_paragraphs = |record: &Place| text[record.body..record.end].lines().any(|line| line.trim().is_empty());
        let abstracts = records.first().is_some_and(in_paragraphs);
        for record in &records {
            builder.begin(record.start, record.line);
            let body = &text[record.body..record.end];
            let mut out = Out { builder: &mut builder, log: &mut log, line: record.line };
            if abstracts {
                abstract_of(body, &mut out)
            } else {
                summary(&unwrapped(body), &mut out)
            }
            provenance::settle(&mut Draft::new(&mut builder, &mut log, text, record.line));
            builder.end(record.end);
        }
        let dialect = if abstracts { "PubMed abstracts" } else { "PubMed summaries" };
        let markers = match abstracts {
            true => line_begins(text, "PMID: ", |_| true),
            // The number may stand on the next line.
            false => text.matches("PMID:").count(),
        };
        Parsed { records: builder.finish(), diagnostics: log.finish(source.label()), dialect, markers }
    }
}

/// Where a record stands.
struct Place {
    start: usize,
    /// Behind its number.
    body: usize,
    end: usize,
    line: u32,
}

/// The records: from a line with the next number, behind a blank one, to the next.
fn records(text: &str) -> Vec<Place> {
    let (mut places, mut after_blank): (Vec<Place>, bool) = (Vec::new(), true);
    let skipped = text.len() - without_mark(text).len();
    for line in Lines::new(text, skipped, 1) {
        let here = &text[line.start..line.end];
        let expected = places.len() as u32 + 1;
        match number_of(here).filter(|(number, _)| *number == expected && after_blank) {
            Some((_, behind)) => {
                places.push(Place { start: line.start, body: line.start + behind, end: line.end, line: line.number });
            }
            None => {
                if let Some(last) = places.last_mut().filter(|_| !here.trim().is_empty()) {
                    last.end = line.end;
                }
            }
        }
        // Summaries may follow each other without a blank line.
        after_blank = here.trim().is_empty() || here.trim_end().ends_with('.');
    }
    places
}

/// The number that begins a line, and where what it numbers begins: `1. `, `12: `.
fn number_of(line: &str) -> Option<(u32, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?;
    if !(1..=7).contains(&digits) || !rest.starts_with(['.', ':']) || !rest[1..].starts_with(' ') {
        return None;
    }
    Some((line[..digits].parse().ok()?, digits + 2))
}

/// Whether the citation of the first record is one of PubMed, though it names no identifier: `Made Up J. 2015 Mar 1;5(3):1-9.`
fn has_citation(text: &str) -> bool {
    let first: String = head(text).take(8).collect::<Vec<_>>().join(" ");
    cited(&first).is_some()
}

fn unwrapped(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Takes the values of a record.
struct Out<'b> {
    builder: &'b mut RecordFileBuilder,
    log: &'b mut Log,
    line: u32,
}

impl Out<'_> {
    fn put(&mut self, tag: &str, field: Field, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.builder.derived_field(tag, field, value);
            repair::last_value(self.builder, self.log, self.line);
        }
    }

    fn people(&mut self, text: &str) {
        for (name, is_body) in split_medline(text) {
            let (field, name) =
                if is_body { Person::body_as(Field::Author, name) } else { (Field::Author, name.to_owned()) };
            self.put("authors", field, &name);
        }
    }
}

/// `Ek B, Dow C. A title. Made Up J. 2015 Mar 1;5(3):101-9. doi: 10.5555/x. PMID: 1; PMCID: PMC2.`
fn summary(text: &str, out: &mut Out<'_>) {
    out.put("citation", Field::Other, text);
    let Some(at) = cited(text) else { return identifiers(text, out) };
    // Before the date stand the journal, the title and, if there are any, the authors, each ended by a full stop.
    let before: Vec<&str> = sentences(&text[..at]);
    let [title @ .., journal] = before.as_slice() else { return identifiers(text, out) };
    let authors = title.first().filter(|first| title.len() > 1 && are_people(first));
    let title = title.iter().skip(usize::from(authors.is_some())).copied().collect::<Vec<_>>();
    authors.into_iter().for_each(|authors| out.people(authors));
    out.put("title", Field::Title, title.join(" ").trim_end_matches('.'));
    out.put("journal", Field::ContainerAbbreviation, journal.trim_end_matches('.'));
    citation(&text[at..], out);
    identifiers(text, out);
}

/// Where the date of a citation begins: a year behind a full stop, with what follows a date.
fn cited(text: &str) -> Option<usize> {
    text.match_indices(". ").map(|(at, _)| at + 2).find(|&at| {
        let year = text[at..].bytes().take_while(u8::is_ascii_digit).count() == 4;
        year && text[at + 4..].starts_with([' ', ';', '.', '-', ':'])
            && (text[at..].starts_with("19") || text[at..].starts_with("20") || text[at..].starts_with("18"))
    })
}

/// The sentences of a text, each with its end.
fn sentences(text: &str) -> Vec<&str> {
    let (mut start, mut list) = (0, Vec::new());
    for (at, _) in text.match_indices([' ']) {
        if text[start..at].ends_with(['.', '?', '!']) || text[start..at].ends_with("].") {
            list.push(&text[start..at]);
            start = at + 1;
        }
    }
    list.push(text[start..].trim_end());
    list.retain(|sentence| !sentence.is_empty());
    list
}

/// Whether a sentence lists people as MEDLINE prints them.
fn are_people(text: &str) -> bool {
    let names = split_medline(text);
    !names.is_empty()
        && names.iter().any(|(_, is_body)| !is_body)
        && names.iter().filter(|(_, is_body)| *is_body).count() <= 1
}

/// `2015 Mar 1;5(3):101-9.` and what follows.
fn citation(text: &str, out: &mut Out<'_>) {
    let end = text.find(". ").unwrap_or(text.len());
    let (date, place) = text[..end].split_once(';').unwrap_or((&text[..end], ""));
    out.put("citation", Field::Date, date.trim_end_matches('.'));
    let (volume, pages) = place.split_once(':').unwrap_or((place, ""));
    let (volume, issue) = volume.split_once('(').unwrap_or((volume, ""));
    out.put("citation", Field::Volume, volume.trim_end_matches('.'));
    out.put("citation", Field::Issue, issue.trim_end_matches([')', '.']));
    out.put("citation", Field::Pages, pages.trim_end_matches('.'));
}

/// Identifiers behind their labels, which both kinds have; the database follows from that of PubMed.
fn identifiers(text: &str, out: &mut Out<'_>) {
    let labelled = |labels: &[&str]| {
        let behind = labels.iter().find_map(|label| text.find(label).map(|at| &text[at + label.len()..]))?;
        behind.split_whitespace().next().map(|number| number.trim_end_matches([';', '.']))
    };
    if let Some(doi) = labelled(&["doi: ", "DOI: "]) {
        out.put("doi", Field::Doi, doi);
    }
    if let Some(pmcid) = labelled(&["PMCID: "]) {
        out.put("PMCID", Field::Pmcid, pmcid);
    }
    if let Some(pmid) = labelled(&["PMID: "]) {
        out.put("PMID", Field::Pmid, pmid);
        out.put("PMID", Field::Database, "PubMed");
        out.put("PMID", Field::Accession, pmid);
    }
}

/// Paragraphs: citation, title, authors with numbers of their addresses, addresses, abstract, copyright, identifiers.
fn abstract_of(text: &str, out: &mut Out<'_>) {
    let blocks = text.replace("\r\n", "\n");
    let mut paragraphs = blocks.split("\n\n").filter(|block| !block.trim().is_empty());
    let cited_as = paragraphs.next().map(unwrapped).unwrap_or_default();
    out.put("citation", Field::Other, &cited_as);
    if let Some(at) = cited(&cited_as) {
        out.put("journal", Field::ContainerAbbreviation, cited_as[..at].trim_end().trim_end_matches('.'));
        citation(&cited_as[at..], out);
    }
    out.put("title", Field::Title, paragraphs.next().map(unwrapped).unwrap_or_default().trim_end_matches('.'));
    let (mut prose, mut first) = (Vec::new(), true);
    for paragraph in paragraphs {
        let flat = unwrapped(paragraph);
        let begins = |words: &[&str]| words.iter().any(|word| flat.starts_with(word));
        match () {
            () if first && are_people(&without_numbers(&flat)) => out.people(&without_numbers(&flat)),
            () if begins(&["Author information:"]) => {
                paragraph.lines().skip(1).collect::<Vec<_>>().join(" ").split('(').for_each(|place| {
                    let place = place.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(')');
                    out.put("Author information", Field::Affiliation, place);
                });
            }
            () if begins(&["DOI: ", "PMCID: ", "PMID: "]) => identifiers(&flat, out),
            () if begins(&["Copyright ", "\u{a9}", "Conflict of interest statement:"]) => {
                out.put("", Field::Copyright, &flat)
            }
            () if begins(&["Comment in", "Comment on", "Erratum in", "Update of", "Update in", "Collaborators:"]) => {
                out.put("", Field::Relation, &flat);
            }
            () => prose.push(flat),
        }
        first = false;
    }
    out.put("abstract", Field::Abstract, &prose.join(" "));
}

/// `Ek B(1)(2), Dow C(3).` without the numbers of the addresses.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('(') {
        out.push_str(before);
        match behind.split_once(')').filter(|(number, _)| number.bytes().all(|b| b.is_ascii_digit() || b == b',')) {
            Some((_, behind)) => rest = behind,
            None => {
                out.push('(');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}
