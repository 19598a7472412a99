//! ProQuest's plain-text report (*Save as, Text only*).
//!
//! No specification. Lines of underscores part the documents; `Document 1 of 100` begins one; its title stands alone on the
//! next line; then `Label: value` paragraphs, the text of the abstract among them.

use std::sync::Arc;

use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, lines_like};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

/// ProQuest's plain-text report.
pub struct ProquestReport;

impl Format for ProquestReport {
    fn name(&self) -> &'static str {
        "proquest"
    }

    fn about(&self) -> &'static str {
        "ProQuest's plain-text report (*Save as, Text only*)."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let mut lines = tagged::head(source.text());
        let ruled = lines.next().is_some_and(is_rule);
        let named = lines.by_ref().take(5).any(|line| line.contains("ProQuest"));
        match (ruled, named || lines.any(is_document)) {
            (true, true) => 95,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let markers = match lines_like(source.text(), "Document ", is_document) {
            0 => numbered(source.text()),
            documents => documents,
        };
        tagged::parsed(source, tagged::read(&ProquestSyntax, source), "ProQuest", markers)
    }
}

struct ProquestSyntax;

impl Syntax for ProquestSyntax {
    fn format(&self) -> &'static str {
        "proquest"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        if is_rule(text) {
            return Shape::Tag("____", text.len());
        }
        if is_document(text) {
            return Shape::Tag("Document", "Document".len());
        }
        if text.starts_with("http://") || text.starts_with("https://") {
            return Shape::Tag("URL", 0);
        }
        match text.split_once(':') {
            Some((label, rest)) if role_of_label(label).is_some() => Shape::Tag(label, text.len() - rest.len()),
            _ => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        match tag {
            "Document" => Mark::Begin,
            "____" => Mark::End,
            _ => Mark::Value,
        }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        match tag {
            // The lines behind it hold the title.
            "Document" => Some(Role::list(Field::Other)),
            "URL" => Some(Field::Url.into()),
            _ => role_of_label(tag).map(Role::from),
        }
    }

    /// The head of the report, its table of contents, and the bibliography behind the last document.
    fn announcement<'a>(&self, _text: &'a str) -> Option<(&'a str, Field, usize)> {
        Some(("Report", Field::Other, 0))
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        let titled: Vec<usize> =
            (0..draft.len()).filter(|&at| draft.tag(at) == "Document" && !draft.value(at).is_empty()).collect();
        for &at in titled.iter().skip(1) {
            draft.set(at, Field::Title);
        }
        let named: Vec<usize> =
            (0..draft.len()).filter(|&at| draft.tag(at) == "Title" && !draft.value(at).is_empty()).collect();
        for at in named {
            // In the list of particulars the title is the document's once more, or that of the journal where no other label names it.
            let field = match draft.first(Field::Title) {
                None => Field::Title,
                Some(title) if draft.value(title) == draft.value(at) => Field::Other,
                Some(_) if draft.tagged("Publication title").is_some() => Field::Other,
                Some(_) => Field::Container,
            };
            draft.set(at, field);
        }
        if draft.has(Field::Accession) {
            draft.derive("Database", Field::Platform, "ProQuest");
        }
        provenance::settle(draft);
    }
}

fn is_rule(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= 20 && text.bytes().all(|b| b == b'_')
}

/// How many parts between rules name their title or their number at ProQuest: reports whose documents are numbered `1. Title`.
fn numbered(text: &str) -> usize {
    const LABELS: [&str; 2] = ["Title:", "ProQuest document ID:"];
    let (mut count, mut counted) = (0, false);
    for line in text.split(['\n', '\r']) {
        counted = !is_rule(line) && counted;
        if !counted && LABELS.iter().any(|label| line.starts_with(label)) {
            (count, counted) = (count + 1, true);
        }
    }
    count
}

/// `Document 1 of 100`.
fn is_document(text: &str) -> bool {
    let digits = |word: Option<&str>| word.is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
    let mut words = text.split_whitespace();
    words.next() == Some("Document")
        && digits(words.next())
        && words.next() == Some("of")
        && digits(words.next())
        && words.next().is_none()
}

/// What a label means; `None` for anything that is not one, since text may hold colons.
fn role_of_label(label: &str) -> Option<Field> {
    let field = match label {
        "Author" => Field::Author,
        "Corporate author" | "Corporate/institutional author" => Field::CorporateAuthor,
        "Editor" => Field::Editor,
        "Advisor" | "Committee member" | "Translator" => Field::Contributor,
        "Abstract" => Field::Abstract,
        "Title" | "Publication title" => Field::Container,
        "Alternate title" | "Original title" => Field::OriginalTitle,
        "Volume" => Field::Volume,
        "Issue" => Field::Issue,
        "Pages" | "First page" => Field::Pages,
        "Number of pages" => Field::PageCount,
        "Publication year" | "Publication date" | "Year" | "Degree date" => Field::Date,
        "Publisher" => Field::Publisher,
        "Place of publication" => Field::PublisherPlace,
        "Country of publication" => Field::Country,
        "ISSN" | "EISSN" => Field::Issn,
        "ISBN" => Field::Isbn,
        "DOI" | "Digital object identifier" => Field::Doi,
        "Source type" => Field::Other,
        "Document type" => Field::DocumentType,
        "Language" | "Language of publication" => Field::Language,
        "Identifier / keyword" | "Identifier/keyword" | "Keyword" => Field::Keyword,
        "Subject" | "MeSH subject" | "Classification" => Field::SubjectHeading,
        "Accession number" | "ProQuest document ID" => Field::Accession,
        "Document URL" => Field::Url,
        "Database" => Field::Database,
        "Copyright" => Field::Copyright,
        "Last updated" | "Entry date" | "Revision date" | "Publication history" => Field::DateEntry,
        "Author affiliation" | "Affiliation" => Field::Affiliation,
        "Company / organization"
        | "Conference title"
        | "Degree"
        | "Department"
        | "Dissertation/thesis number"
        | "Document feature"
        | "Full text"
        | "Links"
        | "Location"
        | "Name"
        | "People"
        | "Publication info"
        | "Publication subject"
        | "School code"
        | "Section"
        | "Series"
        | "Source"
        | "Source attribution"
        | "Supplement"
        | "Number of references"
        | "University location"
        | "University/institution"
        | "Updates" => Field::Other,
        _ => return None,
    };
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_are_only_numbered_are_counted_too() {
        let rule = "_".repeat(60);
        let document = |n: usize| {
            format!("{n}. Gardens\nAuthor: Doe, Jane\nTitle: Gardens\nProQuest document ID: 123456{n}\n{rule}\n\n")
        };
        let text = format!(
            "{rule}\n\nReport Information from ProQuest\n\n{rule}\n\n{}{}Contact ProQuest\n",
            document(1),
            document(2)
        );
        let parsed = ProquestReport.read(&Arc::new(SourceFile::new("made-up.txt", text.into_bytes())));
        assert_eq!((parsed.records.len(), parsed.markers), (2, 2));
    }

    #[test]
    fn a_labelled_title_is_the_document_s_where_no_line_of_its_own_is() {
        let rule = "_".repeat(60);
        let read = |document: &str| {
            let text = format!(
                "{rule}\n\nReport Information from ProQuest\n\n{rule}\n\nDocument 1 of 1\n\n{document}\n\n{rule}\n"
            );
            let parsed = ProquestReport.read(&Arc::new(SourceFile::new("made-up.txt", text.into_bytes())));
            let record = parsed.records.record(0);
            (record.title().map(str::to_owned), record.container().map(str::to_owned))
        };
        let owned = |title: &str, journal: &str| (Some(title.to_owned()), Some(journal.to_owned()));
        let expected = owned("Gardens of town", "Made-up Studies");
        assert_eq!(read("Title: Gardens of town\n\nPublication title: Made-up Studies"), expected);
        assert_eq!(read("Gardens of town\n\nAuthor: Doe, Jane\n\nTitle: Made-up Studies"), expected);
        assert_eq!(
            read("Gardens of town\n\nTitle: Gardens of town: a survey\n\nPublication title: Made-up Studies"),
            expected
        );
    }
}
