//! Text in which records are numbered, `1. ...` and `2: ...`, and have no tags: PubMed's summaries and abstracts, as it saves and
//! e-mails them.

use std::sync::Arc;

use super::log::Log;
use super::tagged::{Draft, Lines, head, line_begins, without_mark};
use super::{Format, Parsed, provenance, repair};
use crate::record::language::Language;
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
    // `12-20. Spanish. doi: 10.5555/x.`: a sentence that is nothing but languages.
    let sentences = text[end..].split(". ").map(|sentence| sentence.trim().trim_end_matches('.'));
    for name in sentences.flat_map(languages) {
        out.put("citation", Field::Language, name);
    }
}

/// The languages that a sentence names, if it does nothing else: one or several words of letters alone.
fn languages(sentence: &str) -> Vec<&str> {
    let names: Vec<&str> = sentence.split(", ").collect();
    let is_language = |name: &&str| {
        // In small letters stand words of labels; a code is none that PubMed writes.
        name.len() > 3
            && name.starts_with(char::is_uppercase)
            && name.chars().all(char::is_alphabetic)
            && Language::parse_all(name).len() == 1
    };
    if names.iter().all(is_language) { names } else { Vec::new() }
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
    let mut prose = Vec::new();
    // Remarks in brackets may stand between the title and the authors, nothing else does.
    let mut before_authors = true;
    for paragraph in paragraphs {
        let flat = unwrapped(paragraph);
        let begins = |words: &[&str]| words.iter().any(|word| flat.starts_with(word));
        if let Some(remark) = flat.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|_| before_authors)
        {
            remarked(remark, out);
            continue;
        }
        match () {
            () if before_authors && are_people(&without_numbers(&flat)) => out.people(&without_numbers(&flat)),
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
        before_authors = false;
    }
    out.put("abstract", Field::Abstract, &prose.join(" "));
}

/// What stands in brackets below a title: `Article in English, Spanish; Abstract available in Spanish from the publisher`. Any other remark
/// is a note.
fn remarked(remark: &str, out: &mut Out<'_>) {
    let article = remark.split(';').next().unwrap_or_default().trim();
    match article.strip_prefix("Article in ") {
        Some(languages) => languages.split([',', '/']).for_each(|name| out.put("Article in", Field::Language, name)),
        None if remark.eq_ignore_ascii_case("no authors listed") => {}
        None => out.put("", Field::Note, remark),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Authors, languages and abstract of the only record of a text.
    fn read(text: &str) -> (Vec<String>, Vec<String>, String) {
        let parsed = PubmedText.read(&Arc::new(SourceFile::new("made-up.txt", text.as_bytes().to_vec())));
        let record = parsed.records.record(0);
        let authors = record.authors().iter().map(ToString::to_string).collect();
        let languages = record.languages().iter().map(|language| language.code().to_owned()).collect();
        (authors, languages, record.abstract_text().unwrap_or_default().to_owned())
    }

    #[test]
    fn a_remark_below_the_title_costs_no_author() {
        let citation = "1. Rev Hecha. 2003 Jan-Feb;45(1):12-20.";
        let end = "\n\nSheds were made up.\n\nPMID: 12345671\n";
        let prose = "Sheds were made up.".to_owned();
        for (remark, codes) in [
            ("[Article in Spanish]\n\n", &["spa"][..]),
            ("[Article in English, Spanish]\n\n", &["eng", "spa"]),
            ("[Article in Chinese; Abstract available in Chinese from the publisher]\n\n", &["zho"]),
            ("[Article in French; Abstract available\nin French from the publisher]\n\n", &["fra"]),
            ("[Article in Portuguese]\n\n[A remark]\n\n", &["por"]),
            ("", &[]),
        ] {
            let text = format!("{citation}\n\n[Sheds in towns].\n\n{remark}Ek B(1), Dow C.{end}");
            let expected =
                (vec!["Ek, B".to_owned(), "Dow, C".to_owned()], codes.iter().map(|&c| c.to_owned()).collect());
            let (authors, languages, text) = read(&text);
            assert_eq!(((authors, languages), text), (expected, prose.clone()), "{remark}");
        }
        // Counter-cases: without authors, and brackets that begin an abstract.
        let (authors, languages, text) =
            read(&format!("{citation}\n\nSheds.\n\n[Article in Spanish]\n\n[No authors listed]{end}"));
        assert_eq!((authors.len(), languages.len(), text), (0, 1, prose));
        let (.., text) = read(&format!("{citation}\n\nSheds.\n\nEk B.\n\n[This retracts an article.]{end}"));
        assert_eq!(text, "[This retracts an article.] Sheds were made up.");
    }

    #[test]
    fn a_summary_names_its_language_behind_the_citation() {
        for (behind, codes) in [
            ("Spanish. PMID: 1.", &["spa"][..]),
            ("English, French. doi: 10.5555/x. PMID: 1.", &["eng", "fra"]),
            ("doi: 10.5555/x. Epub 2004 Mar 1. German. PMID: 1.", &["deu"]),
            ("Review. Japanese. PubMed PMID: 1.", &["jpn"]),
            ("Russian. PMID: 1; PMCID: PMC2.", &["rus"]),
            // Counter-cases: remarks that name no language.
            ("Epub 2004 Mar 1. PMID: 1.", &[]),
            ("No abstract available. Erratum in: Made Up J. 2004;46(2):1. PMID: 1.", &[]),
        ] {
            let (authors, languages, _) =
                read(&format!("1: Ek B. [Sheds]. Rev Hecha. 2003 Jan;45(1):12-20. {behind}\n"));
            assert_eq!((authors.len(), languages), (1, codes.iter().map(|&c| c.to_owned()).collect()), "{behind}");
        }
    }
}
