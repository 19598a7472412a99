//! ScienceDirect's text export (*Export citation to text*): a line per part, ended by a comma, a blank line between records.

use std::sync::Arc;

use super::log::Log;
use super::tagged::{Draft, Lines, head};
use super::{Format, Parsed, provenance, repair};
use crate::record::{Field, RecordFileBuilder};
use crate::source::SourceFile;

/// ScienceDirect's text.
pub struct ScienceDirectText;

/// The line with the address of a record's page, which every record has.
const ADDRESS: &str = "(https://www.sciencedirect.com/science/article/";

impl Format for ScienceDirectText {
    fn name(&self) -> &'static str {
        "sciencedirect-text"
    }

    fn about(&self) -> &'static str {
        "ScienceDirect's text (*Export citation to text*): authors, title and journal on lines of their own."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        if head(source.text()).take(40).any(|line| line.starts_with(ADDRESS)) { 90 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let text = source.text();
        let mut builder = RecordFileBuilder::new(Arc::clone(source), self.name());
        let mut log = Log::default();
        for (start, end, line) in blocks(text) {
            builder.begin(start, line);
            record(&text[start..end], line, &mut builder, &mut log);
            provenance::settle(&mut Draft::new(&mut builder, &mut log, text, line));
            builder.end(end);
        }
        let markers = text.matches(ADDRESS).count();
        let dialect = "ScienceDirect";
        Parsed { records: builder.finish(), diagnostics: log.finish(source.label()), dialect, markers }
    }
}

/// Where records stand, and on which line they begin: paragraphs with the line of the address, each with the paragraphs behind it that
/// have none and go on with its abstract.
fn blocks(text: &str) -> Vec<(usize, usize, u32)> {
    let mut blocks: Vec<(usize, usize, u32)> = Vec::new();
    let mut paragraph: Option<(usize, u32)> = None;
    for line in Lines::new(text, 0, 1) {
        let here = &text[line.start..line.end];
        if here.trim().is_empty() {
            paragraph = None;
            continue;
        }
        let (start, number) = *paragraph.get_or_insert((line.start, line.number));
        let in_last = blocks.last().is_some_and(|(begins, ..)| *begins == start);
        if here.starts_with(ADDRESS) && !in_last {
            // What was read of this paragraph so far went on with the record before.
            if let Some(before) = blocks.last_mut() {
                before.1 = before.1.min(text[..start].trim_end().len());
            }
            blocks.push((start, line.end, number));
        } else if let Some(last) = blocks.last_mut() {
            last.1 = line.end;
        }
    }
    blocks
}

fn record(text: &str, line: u32, builder: &mut RecordFileBuilder, log: &mut Log) {
    let mut put = |tag: &str, field: Field, value: &str| {
        let value = value.trim().trim_end_matches([',', '.']);
        if !value.is_empty() {
            builder.derived_field(tag, field, value);
            repair::last_value(builder, log, line);
        }
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let told = lines.iter().position(|line| kind(line).is_some()).unwrap_or(lines.len());
    let (authors, title, journal) = match &lines[..told] {
        [] => ("", String::new(), ""),
        [title] => ("", (*title).to_owned(), ""),
        [title, journal] => ("", (*title).to_owned(), *journal),
        [authors, title @ .., journal] => (*authors, title.join(" "), *journal),
    };
    authors.split(',').for_each(|author| put("authors", Field::Author, author));
    put("title", Field::Title, &title);
    put("journal", Field::Container, journal);
    put("", Field::Database, "ScienceDirect");
    let mut last = Field::Other;
    for line in &lines[told..] {
        match kind(line) {
            Some((field, value)) if field == Field::Volume => {
                let (volume, issue) = value.split_once(", Issue").unwrap_or((value, ""));
                put("Volume", Field::Volume, volume);
                put("Issue", Field::Issue, issue);
                last = field;
            }
            Some((field, value)) if field == Field::Keyword => {
                value.split([';', ',']).for_each(|word| put("Keywords", Field::Keyword, word));
                last = field;
            }
            Some((field, value)) => {
                put(line.split([' ', ':']).next().unwrap_or_default(), field, value);
                last = field;
            }
            None => put("", if last == Field::Abstract { Field::Abstract } else { Field::Other }, line),
        }
    }
}

/// What a line tells behind authors, title and journal.
fn kind(line: &str) -> Option<(Field, &str)> {
    const LABELS: [(&str, Field); 10] = [
        ("Volume ", Field::Volume),
        ("Article ", Field::ArticleNumber),
        ("Pages ", Field::Pages),
        ("ISSN ", Field::Issn),
        ("ISBN ", Field::Isbn),
        ("https://doi.org/", Field::Doi),
        ("Abstract: ", Field::Abstract),
        ("Keywords: ", Field::Keyword),
        ("Edited by", Field::Note),
        ("(https://", Field::Url),
    ];
    let number = line.trim_end_matches(',');
    if number.bytes().all(|b| b.is_ascii_digit()) {
        // A year; else the number of an article.
        return Some((if number.len() == 4 { Field::Date } else { Field::ArticleNumber }, number));
    }
    let (label, field) = LABELS.iter().find(|(label, _)| line.starts_with(label))?;
    let value = match field {
        Field::Doi => line,
        Field::Url => line.trim_matches(['(', ')']),
        _ if line.starts_with("Pages ") => line["Pages ".len()..].trim_start(),
        _ => &line[label.len()..],
    };
    // An article number stands where pages would.
    if *field == Field::Pages && !value.contains('-') && value.trim_end_matches(',').len() > 5 {
        return Some((Field::ArticleNumber, value));
    }
    Some((*field, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_without_an_address_go_on_with_an_abstract() {
        let one = "Bo Ek,\nOn sheds,\nTowns,\n(https://www.sciencedirect.com/science/article/pii/S1)\nAbstract: One.";
        let text = format!("{one}\n\nTwo.\n\n{one}\n");
        let found: Vec<&str> = blocks(&text).into_iter().map(|(start, end, _)| &text[start..end]).collect();
        assert_eq!(found, [format!("{one}\n\nTwo.").as_str(), one]);
    }
}
