//! Saved landing pages of publishers, repositories and organisations: what the page says of itself in its head.
//!
//! A page is one record. What speaks of the document most exactly is used, the rest is kept: Highwire's `citation_*` before
//! schema.org's JSON-LD before Dublin Core before PRISM before what social networks read and the title of the window.

mod gate;
mod json_ld;
mod page;
mod tags;

use std::collections::BTreeMap;
use std::sync::Arc;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use page::Page;

use super::log::Log;
use super::tagged::Draft;
use super::{Format, Parsed, provenance, repair, xml};
use crate::diagnostic::Diagnostic;
use crate::record::identifier::Doi;
use crate::record::{Field, RecordFileBuilder};
use crate::source::SourceFile;

/// The tokens of a page. Scripts and styles are one piece of text each, as browsers read them; a reading from memory cannot fail.
pub(in crate::format) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).map(|token| {
        let Ok(token) = token;
        token
    })
}

/// Saved web pages.
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "Saved web pages (HTML) of articles, reports and repositories: Highwire `citation_*`, schema.org JSON-LD, Dublin Core, PRISM. \
         A page is one record."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        const HEAD: usize = 1 << 14;
        let text = source.text().trim_start_matches('\u{feff}').trim_start();
        // A title stands in much XML too.
        if !begins_page(text) {
            return 0;
        }
        let head = text[..text.floor_char_boundary(HEAD)].to_ascii_lowercase();
        match () {
            () if head.starts_with("<!doctype html") || head.contains("<html") => 85,
            () if head.contains("<meta ") || head.contains("application/ld+json") => 60,
            () if head.contains("<body") || head.contains("<title") || head.contains("<head") => 50,
            () => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let text = source.text();
        let mut builder = RecordFileBuilder::new(Arc::clone(source), self.name());
        let mut log = Log::default();
        let page = page::read(text);
        let statements = statements(&page);
        if let Some(told) = gate::told(&page, &statements, source.label()) {
            let diagnostics = vec![Diagnostic::new("REA040", told).at(source.label(), 0, 0)];
            return Parsed { records: builder.finish(), diagnostics, dialect: "", markers: 0 };
        }
        builder.begin(0, 1);
        write(statements, &mut builder, &mut log);
        provenance::settle(&mut Draft::new(&mut builder, &mut log, text, 1));
        builder.end(text.len());
        Parsed { records: builder.finish(), diagnostics: log.finish(source.label()), dialect: "", markers: 1 }
    }
}

/// Whether the first element of a text is one that a page begins with, or what a program left of one (*HTML Living Standard*, the
/// document element, metadata content, and the flow content that no XML of records begins with).
pub(super) fn begins_page(text: &str) -> bool {
    const ELEMENTS: [&str; 13] =
        ["html", "head", "body", "title", "meta", "link", "base", "script", "style", "noscript", "div", "p", "h1"];
    xml::root(text).is_some_and(|root| ELEMENTS.iter().any(|name| root.eq_ignore_ascii_case(name)))
}

/// Something the page says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Statement {
    /// How exactly those speak who say such things; 0 is best.
    rank: u8,
    tag: String,
    field: Field,
    value: String,
}

/// All that the page says, whoever reads it.
fn statements(page: &Page) -> Vec<Statement> {
    let mut statements: Vec<Statement> = page
        .metas
        .iter()
        .map(|(name, content)| {
            let (rank, field) = tags::role(name);
            Statement { rank, tag: name.clone(), field, value: content.clone() }
        })
        .collect();
    statements.extend(kind(page));
    page.scripts.iter().for_each(|script| json_ld::statements(script, &mut statements));
    for (tag, field, value) in [
        ("title", Field::Title, &page.title),
        ("link canonical", Field::Url, &page.canonical),
        ("html lang", Field::Language, &page.language),
    ] {
        statements.push(Statement { rank: tags::LAST, tag: tag.to_owned(), field, value: value.clone() });
    }
    statements.retain(|statement| !statement.value.trim().is_empty());
    statements
}

fn write(mut statements: Vec<Statement>, builder: &mut RecordFileBuilder, log: &mut Log) {
    let mut best = BTreeMap::new();
    for statement in &mut statements {
        statement.field = by_value(statement.field, &statement.value);
        let rank = best.entry(stands_for(statement.field)).or_insert(statement.rank);
        *rank = statement.rank.min(*rank);
    }
    for statement in &statements {
        let used = best.get(&stands_for(statement.field)) == Some(&statement.rank);
        let field = if used { statement.field } else { Field::Other };
        builder.owned_field(&statement.tag, field, statement.value.trim());
        if field != Field::Other {
            repair::last_value(builder, log, 1);
        }
    }
}

/// The type of the document, where the page does not name it to scholars' search engines but tells where it stands.
fn kind(page: &Page) -> Option<Statement> {
    let given = |name: &str| {
        let named = |(tag, content): &&(String, String)| {
            let tag = tag.to_ascii_lowercase();
            tag.strip_suffix(name).is_some_and(|before| before.ends_with("citation_")) && !content.trim().is_empty()
        };
        page.metas.iter().find(named)
    };
    if given("article_type").or(given("type")).is_some() {
        return None;
    }
    let (tag, kind) = tags::KINDS.iter().find_map(|(name, kind)| Some((&given(name)?.0, kind)))?;
    Some(Statement { rank: 0, tag: tag.clone(), field: Field::DocumentType, value: (*kind).to_owned() })
}

/// An identifier is a DOI, an address, or a number of the house.
fn by_value(field: Field, value: &str) -> Field {
    match field {
        Field::Url if Doi::parse(value).is_some() && !value.starts_with("http") => Field::Doi,
        Field::Url if !value.contains("://") => Field::Other,
        field => field,
    }
}

/// Fields that say the same thing in other words: a body is an author too.
fn stands_for(field: Field) -> Field {
    match field {
        Field::CorporateAuthor => Field::Author,
        Field::EndPage => Field::Pages,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;
    use crate::record::document_type::DocumentType;

    fn fields(text: &str) -> Fields {
        let parsed = Html.read(&Arc::new(SourceFile::new("a.html", text.as_bytes().to_vec())));
        assert_eq!((parsed.records.len(), parsed.markers), (1, 1));
        Fields::of(parsed.records.record(0))
    }

    #[test]
    fn the_most_exact_statement_is_used() {
        let fields = fields(
            "<!DOCTYPE html><html lang=en><head><title>Made up &amp; more | Site</title><meta name=citation_title content='Made up &amp; more'>\
             <meta name=\"citation_author\" content=\"Bo Ek\"><meta name=citation_author content='Dow, Cy'><meta name='DC.Creator' content='B. Ek'>\
             <meta name=citation_publication_date content=2019/04/02><meta name=citation_firstpage content=1><meta name=citation_lastpage content=9>\
             <meta property='og:title' content='Social'></head><body><p>citation</body></html>",
        );
        assert_eq!(fields.title, "Made up & more");
        assert_eq!(fields.authors.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Ek, Bo", "Dow, Cy"]);
        assert_eq!((fields.year(), fields.pages.to_string()), (Some(2019), "1-9".to_owned()));
    }

    #[test]
    fn a_report_is_read_from_its_linked_data() {
        let fields = fields(
            "<html><head><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"Site\"},\
             {\"@type\":[\"Report\"],\"headline\":\"A made-up report\",\"datePublished\":\"2016-05-01\",\"author\":[{\"@type\":\"Organization\",\
             \"name\":\"The Office\"},{\"@type\":\"Person\",\"name\":\"Bo Ek\"}],\"publisher\":{\"name\":\"The Press\"}}]}</script></head></html>",
        );
        assert_eq!(
            (fields.title.as_str(), fields.year(), fields.publisher.as_str()),
            ("A made-up report", Some(2016), "The Press")
        );
        assert!(fields.authors[0].corporate);
    }

    #[test]
    fn where_a_document_stands_tells_what_it_is() {
        let kind = |metas: &str| fields(&format!("<html><head><title>x</title>{metas}</head></html>")).document_type;
        for (name, expected) in [
            ("citation_dissertation_institution", DocumentType::Thesis),
            ("bepress_citation_technical_report_institution", DocumentType::Report),
            ("citation_conference_title", DocumentType::ConferencePaper),
            ("citation_inbook_title", DocumentType::BookChapter),
        ] {
            assert_eq!(kind(&format!("<meta name={name} content='Made up'>")), Some(expected), "{name}");
        }
        let said = kind("<meta name=citation_article_type content=Editorial><meta name=citation_conference content=x>");
        assert_eq!(said, Some(DocumentType::Editorial), "what is said counts before where it stands");
        assert_eq!(kind("<meta name=citation_journal_title content=x>"), None);
    }

    #[test]
    fn a_title_in_xml_of_another_kind_makes_no_page() {
        let sniff = |text: &str| Html.sniff(&SourceFile::new("a", text.as_bytes().to_vec()));
        for text in [
            "<results><article><title>On sheds</title></article></results>",
            "<!-- made up --><catalogue><head>x</head></catalogue>",
            "<XML><RECORDS><RECORD><TITLE>On sheds</TITLE></RECORD></RECORDS></XML>",
            "<?xml version=\"1.0\"?><study><meta name=\"x\"/></study>",
            "<!DOCTYPE list [<!ELEMENT title (#PCDATA)>]><list><title>x</title></list>",
        ] {
            assert_eq!(sniff(text), 0, "{text}");
        }
        for text in [
            "<TITLE>On sheds</TITLE>",
            "<!-- saved from a site --><!DOCTYPE html><HTML><head><title>x</title>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><html><head></head></html>",
            "<head><title>On sheds [draft]</title>",
            "<meta name=citation_title content=x>",
        ] {
            assert!(sniff(text) >= 50, "{text}");
        }
    }

    #[test]
    fn broken_pages_give_what_they_say() {
        assert_eq!(fields("<title>Only a title").title, "Only a title");
        assert_eq!(fields("<script type='application/ld+json'>{\"@type\":\"Article\",").title, "");
    }
}
