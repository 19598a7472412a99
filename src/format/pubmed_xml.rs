//! PubMed's XML: articles, book articles, and MEDLINE citations without PubMed's wrapping.
//!
//! Specification: National Library of Medicine, *MEDLINE/PubMed XML Element Descriptions and their Attributes*
//! (DTD of 2019 and 2024; older ones differ only in elements that are read as well).

use std::sync::Arc;

use super::xml::tree::{NodeId, View};
use super::xml::{self, Records, Sink};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::person::Person;
use crate::source::SourceFile;

/// PubMed XML.
pub struct PubmedXml;

impl Format for PubmedXml {
    fn name(&self) -> &'static str {
        "pubmed-xml"
    }

    fn about(&self) -> &'static str {
        "PubMed XML, as PubMed's E-utilities and its older website give it: articles, book articles, bare MEDLINE citations."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = xml::head(source.text());
        let is = |name: &str| head.contains(name);
        match () {
            () if is("<PubmedArticle") || is("<PubmedBookArticle") || is("<MedlineCitation") => 95,
            () if is("PubMedArticle") => 60,
            () => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        xml::read(&PubmedRecords, source)
    }

    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        xml::cut(&PubmedRecords, text, from)
    }
}

struct PubmedRecords;

impl Records for PubmedRecords {
    fn format(&self) -> &'static str {
        "pubmed-xml"
    }

    fn elements(&self) -> &'static [&'static [&'static str]] {
        &[&["PubmedArticle", "PubmedBookArticle"], &["MedlineCitation", "BookDocument"]]
    }

    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
        let document = view.child(root, "BookDocument").unwrap_or(root);
        let book = view.child(document, "Book").is_some();
        let chapter = book && view.child(document, "ArticleTitle").is_some();
        if book {
            // Its `PublicationType` says what the text does (`Review`, `Study Guide`), not that it stands in a book.
            out.derived("BookDocument", Field::DocumentType, if chapter { "Book Chapter" } else { "Book" });
        }
        xml::leaves(view, root, is_inline, |path, node| {
            let below = ["MedlineCitation/", "BookDocument/"].iter().find_map(|prefix| path.strip_prefix(prefix));
            out.element(path, field(below.unwrap_or(path), chapter, view, node), node);
        });
        for part in ["MedlineCitation", "BookDocument"].iter().filter_map(|name| view.child(root, name)).chain([root]) {
            together(view, part, chapter, out);
        }
        source(view, root, out);
    }
}

/// PubMed itself, whose identifier is its accession number: records in its wrapping, and citations with the status that the library
/// gives them. Other programs write the same elements without either.
fn source(view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
    let citation = view.child(root, "MedlineCitation").or_else(|| view.child(root, "BookDocument")).unwrap_or(root);
    let wrapped = citation != root;
    if let Some(pmid) = view.child(citation, "PMID").filter(|_| wrapped || view.attribute(root, "Status").is_some()) {
        out.derived("PMID", Field::Database, "PubMed");
        out.derived("PMID", Field::Accession, &view.text(pmid));
    }
}

/// Markup inside texts begins with a small letter (`i`, `sup`, MathML); the elements of the format with a capital.
fn is_inline(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) || name == "DispFormula"
}

/// What an element with text means by itself; people, dates and the abstract are put [`together`].
fn field(path: &str, chapter: bool, view: View<'_>, node: NodeId) -> Field {
    match path {
        "PMID" => Field::Pmid,
        "Article/ArticleTitle" | "ArticleTitle" => Field::Title,
        "Article/VernacularTitle" | "VernacularTitle" => Field::OriginalTitle,
        "Book/BookTitle" if chapter => Field::Container,
        "Book/BookTitle" => Field::Title,
        "Book/CollectionTitle" => Field::Series,
        "Book/Isbn" => Field::Isbn,
        "Book/Publisher/PublisherName" => Field::Publisher,
        "Book/Publisher/PublisherLocation" => Field::PublisherPlace,
        "Book/Volume" | "Article/Journal/JournalIssue/Volume" => Field::Volume,
        "Book/Edition" => Field::Edition,
        "Article/Journal/JournalIssue/Issue" => Field::Issue,
        "Article/Journal/Title" => Field::Container,
        "Article/Journal/ISOAbbreviation" | "MedlineJournalInfo/MedlineTA" => Field::ContainerAbbreviation,
        "Article/Journal/ISSN" | "MedlineJournalInfo/ISSNLinking" => Field::Issn,
        "MedlineJournalInfo/Country" => Field::Country,
        "Article/Pagination/MedlinePgn" | "Pagination/MedlinePgn" => Field::Pages,
        "Article/ELocationID" | "ELocationID" | "Book/ELocationID"
            if is_type(view, node, "EIdType", "doi") && is_valid(view, node) =>
        {
            Field::Doi
        }
        "PubmedData/ArticleIdList/ArticleId" | "PubmedBookData/ArticleIdList/ArticleId" | "ArticleIdList/ArticleId" => {
            match view.attribute(node, "IdType").as_deref() {
                Some("doi") => Field::Doi,
                Some("pubmed") => Field::Pmid,
                Some("pmc") => Field::Pmcid,
                Some("bookaccession") => Field::Accession,
                _ => Field::Other,
            }
        }
        "Article/Language" | "Language" => Field::Language,
        "Article/PublicationTypeList/PublicationType" => Field::DocumentType,
        "Article/Abstract/CopyrightInformation" | "Abstract/CopyrightInformation" => Field::Copyright,
        "Article/Affiliation"
        | "Article/AuthorList/Author/AffiliationInfo/Affiliation"
        | "AuthorList/Author/AffiliationInfo/Affiliation"
        | "Article/AuthorList/Author/Affiliation" => Field::Affiliation,
        "KeywordList/Keyword" => Field::Keyword,
        "PubmedData/PublicationStatus" | "PubmedBookData/PublicationStatus" => Field::Relation,
        "PubmedData/ReferenceList/Reference/Citation" => Field::CitedReference,
        _ => Field::Other,
    }
}

fn is_type(view: View<'_>, node: NodeId, attribute: &str, value: &str) -> bool {
    view.attribute(node, attribute).is_some_and(|found| found.eq_ignore_ascii_case(value))
}

/// Whether an element is not one that was corrected: `ValidYN="N"` marks what was wrong.
fn is_valid(view: View<'_>, node: NodeId) -> bool {
    !is_type(view, node, "ValidYN", "N")
}

/// Values that stand in several elements.
fn together(view: View<'_>, part: NodeId, chapter: bool, out: &mut Sink<'_>) {
    let article = view.child(part, "Article").unwrap_or(part);
    people(view, article, Field::Author, out);
    if let Some(book) = view.child(part, "Book") {
        let role = if chapter { Field::Editor } else { Field::Author };
        people(view, book, role, out);
        publication_date(view, view.child(book, "PubDate"), out);
    }
    publication_date(view, view.find(article, &["Journal", "JournalIssue", "PubDate"]), out);
    for date in view.children(article).filter(|&node| view.name(node) == "ArticleDate") {
        out.derived("ArticleDate", Field::DateOnline, &date_text(view, date));
    }
    for name in ["DateCreated", "DateCompleted", "DateRevised"] {
        if let Some(date) = view.child(part, name) {
            out.derived(name, Field::DateEntry, &date_text(view, date));
        }
    }
    if let Some(found) = view.child(article, "Abstract") {
        abstract_text(view, found, out);
    }
    headings(view, part, out);
    relations(view, part, out);
    funding(view, article, out);
}

fn people(view: View<'_>, parent: NodeId, role: Field, out: &mut Sink<'_>) {
    for list in view.children(parent).filter(|&node| view.name(node) == "AuthorList") {
        let role = if is_type(view, list, "Type", "editors") { Field::Editor } else { role };
        for author in view.children(list).filter(|&node| view.name(node) == "Author" && is_valid(view, node)) {
            let part = |name| view.child(author, name).map(|node| view.text(node).into_owned()).unwrap_or_default();
            if let Some(body) = view.child(author, "CollectiveName") {
                let (role, body) = Person::body_as(role, &view.text(body));
                out.derived("CollectiveName", role, &body);
                continue;
            }
            let given = if part("ForeName").is_empty() { part("Initials") } else { part("ForeName") };
            let given = if given.is_empty() { part("FirstName") } else { given };
            let parts = [part("LastName"), given, part("Suffix")];
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            out.derived("Author", role, &parts.join(", "));
        }
    }
}

fn publication_date(view: View<'_>, date: Option<NodeId>, out: &mut Sink<'_>) {
    if let Some(date) = date {
        out.derived("PubDate", Field::Date, &date_text(view, date));
    }
}

/// `2013-04-30`, `2013 Spring`, `1999 Feb`, or the words of `MedlineDate`.
fn date_text(view: View<'_>, date: NodeId) -> String {
    let part = |name| view.child(date, name).map(|node| view.text(node).into_owned()).unwrap_or_default();
    let (year, month, day) = (part("Year"), part("Month"), part("Day"));
    let number = |text: &str| text.parse::<u8>().ok();
    match (number(&month), number(&day)) {
        _ if year.is_empty() => part("MedlineDate"),
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        (None, _) => {
            let words = [year, month, day, part("Season")];
            words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        }
    }
}

/// The parts of a structured abstract with their labels, as MEDLINE's text export has them.
fn abstract_text(view: View<'_>, found: NodeId, out: &mut Sink<'_>) {
    let parts: Vec<NodeId> = view.children(found).filter(|&node| view.name(node) == "AbstractText").collect();
    if let [only] = parts.as_slice()
        && view.attribute(*only, "Label").is_none()
    {
        return out.element("AbstractText", Field::Abstract, *only);
    }
    let labelled = |&node: &NodeId| match view.attribute(node, "Label").filter(|label| !label.is_empty()) {
        Some(label) => format!("{label}: {}", view.text(node)),
        None => view.text(node).into_owned(),
    };
    out.derived("AbstractText", Field::Abstract, &parts.iter().map(labelled).collect::<Vec<_>>().join(" "));
}

/// MeSH headings as `Descriptor/Qualifier`, one value per qualifier.
fn headings(view: View<'_>, part: NodeId, out: &mut Sink<'_>) {
    let Some(list) = view.child(part, "MeshHeadingList") else { return };
    for heading in view.children(list) {
        let said = |name: &str| {
            view.children(heading)
                .filter(|&node| view.name(node) == name)
                .map(|node| view.text(node))
                .collect::<Vec<_>>()
        };
        let (descriptors, qualifiers) = (said("DescriptorName"), said("QualifierName"));
        for descriptor in &descriptors {
            if qualifiers.is_empty() {
                out.derived("MeshHeading", Field::SubjectHeading, descriptor);
            }
            for qualifier in &qualifiers {
                out.derived("MeshHeading", Field::SubjectHeading, &format!("{descriptor}/{qualifier}"));
            }
        }
    }
}

/// Corrections, retractions, comments and preprints, as `ErratumIn: source`; cited works by their source.
fn relations(view: View<'_>, part: NodeId, out: &mut Sink<'_>) {
    let Some(list) = view.child(part, "CommentsCorrectionsList") else { return };
    for relation in view.children(list) {
        let kind = view.attribute(relation, "RefType").unwrap_or_default();
        let source = view.child(relation, "RefSource").map(|node| view.text(node)).unwrap_or_default();
        if kind == "Cites" {
            out.derived("CommentsCorrections", Field::CitedReference, &source);
        } else {
            out.derived("CommentsCorrections", Field::Relation, &format!("{kind}: {source}"));
        }
    }
}

fn funding(view: View<'_>, article: NodeId, out: &mut Sink<'_>) {
    let Some(list) = view.child(article, "GrantList") else { return };
    for grant in view.children(list) {
        let parts: Vec<_> = view.children(grant).map(|node| view.text(node)).collect();
        out.derived("Grant", Field::Funding, &parts.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;
    use crate::record::document_type::DocumentType;

    fn read(text: &str) -> Parsed {
        PubmedXml.read(&Arc::new(SourceFile::new("made-up.xml", text.as_bytes().to_vec())))
    }

    const ARTICLE: &str = "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article><Journal><ISSN>1449-4035</ISSN>\
        <JournalIssue><Volume>3</Volume><PubDate><Year>2013</Year><Season>Spring</Season></PubDate></JournalIssue><Title>Made up</Title>\
        </Journal><ArticleTitle>On <i>made up</i> things</ArticleTitle><Abstract><AbstractText Label=\"AIM\">One.</AbstractText>\
        <AbstractText>p < 0.05</AbstractText></Abstract><AuthorList><Author><LastName>Ek</LastName><ForeName>Bo</ForeName><Suffix>Jr</Suffix>\
        </Author><Author><CollectiveName>The Group</CollectiveName></Author></AuthorList></Article><CommentsCorrectionsList>\
        <CommentsCorrections RefType=\"Cites\"><RefSource>Other</RefSource><PMID>8</PMID></CommentsCorrections></CommentsCorrectionsList>\
        </MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType=\"doi\">10.1000/1</ArticleId></ArticleIdList><ReferenceList><Reference>\
        <ArticleIdList><ArticleId IdType=\"doi\">10.1000/cited</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>";

    #[test]
    fn an_article_is_read_and_what_it_cites_is_not_taken_for_it() {
        let parsed = read(ARTICLE);
        let fields = Fields::of(parsed.records.record(0));
        assert_eq!(fields.title, "On made up things");
        assert_eq!(fields.abstract_text, "AIM: One. p < 0.05");
        assert_eq!(fields.authors.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Ek, Bo, Jr", "The Group"]);
        assert_eq!((fields.year(), fields.container.as_str()), (Some(2013), "Made up"));
        assert_eq!(fields.doi.map(|doi| doi.to_string()).as_deref(), Some("10.1000/1"));
        assert_eq!(fields.pmid.map(|pmid| pmid.to_string()).as_deref(), Some("7"));
    }

    #[test]
    fn a_chapter_has_its_book_as_container() {
        let parsed = read(
            "<PubmedBookArticle><BookDocument><PMID>9</PMID><Book><BookTitle>The book</BookTitle><PubDate><Year>2001</Year></PubDate>\
             <AuthorList Type=\"editors\"><Author><LastName>Dow</LastName></Author></AuthorList></Book><ArticleTitle>The chapter</ArticleTitle>\
             <AuthorList Type=\"authors\"><Author><LastName>Ek</LastName></Author></AuthorList><PublicationType>Review</PublicationType></BookDocument></PubmedBookArticle>",
        );
        let fields = Fields::of(parsed.records.record(0));
        assert_eq!((fields.title.as_str(), fields.container.as_str()), ("The chapter", "The book"));
        assert_eq!((fields.authors.len(), fields.editors.len(), fields.year()), (1, 1, Some(2001)));
        assert_eq!(fields.document_type, Some(DocumentType::BookChapter), "whatever its publication type");
        let whole = read(
            "<BookDocument><PMID>9</PMID><Book><BookTitle>The book</BookTitle></Book><PublicationType>Review</PublicationType></BookDocument>",
        );
        assert_eq!(whole.records.record(0).document_type(), Some(DocumentType::Book));
    }

    #[test]
    fn a_file_cut_off_anywhere_gives_what_is_there() {
        let whole = format!("{ARTICLE}{ARTICLE}");
        for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            let parsed = read(&whole[..end]);
            let expected = whole[..end].matches("<PubmedArticle>").count();
            assert_eq!(parsed.records.len(), expected, "cut at {end}");
        }
    }
}
