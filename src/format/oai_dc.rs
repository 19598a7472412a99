//! Dublin Core in answers of OAI-PMH repositories (Open Archives Initiative, *Protocol for Metadata Harvesting* 2.0; `oai_dc`).

use std::sync::Arc;

use super::xml::tree::{NodeId, View};
use super::xml::{self, Records, Sink};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::identifier::Doi;
use crate::source::SourceFile;

/// Dublin Core of OAI-PMH.
pub struct OaiDc;

impl Format for OaiDc {
    fn name(&self) -> &'static str {
        "oai-dc-xml"
    }

    fn about(&self) -> &'static str {
        "Dublin Core as repositories give it by OAI-PMH: theses, reports, working papers. Types and languages are free text."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        if xml::head(source.text()).contains("<OAI-PMH") { 95 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        xml::read(&OaiRecords, source)
    }
}

struct OaiRecords;

impl Records for OaiRecords {
    fn format(&self) -> &'static str {
        "oai-dc-xml"
    }

    fn elements(&self) -> &'static [&'static [&'static str]] {
        &[&["record"]]
    }

    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
        xml::leaves(view, root, |_| false, |path, node| out.element(path, field(path, &view.text(node)), node));
    }
}

fn field(path: &str, text: &str) -> Field {
    match path {
        "header/identifier" => return Field::Accession,
        "header/datestamp" => return Field::DateEntry,
        _ => {}
    }
    let Some(name) = path.strip_prefix("metadata/").and_then(|path| path.rsplit('/').next()) else {
        return Field::Other;
    };
    match name {
        "title" => Field::Title,
        "creator" => Field::Author,
        "contributor" => Field::Contributor,
        "subject" => Field::Keyword,
        "description" => Field::Abstract,
        "publisher" => Field::Publisher,
        "date" => Field::Date,
        "type" => Field::DocumentType,
        "identifier" if Doi::parse(text).is_some() => Field::Doi,
        "identifier" if text.starts_with("http") => Field::Url,
        "source" => Field::Container,
        "language" => Field::Language,
        "relation" => Field::Relation,
        "rights" => Field::Copyright,
        _ => Field::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;

    #[test]
    fn a_made_up_record_is_read() {
        let text = "<?xml version=\"1.0\"?><OAI-PMH><ListRecords><record><header><identifier>oai:example.org:1</identifier>\
            <datestamp>2011-01-10</datestamp></header><metadata><oai_dc:dc><dc:title>Made up</dc:title>\
            <dc:creator>Ek, Bo</dc:creator><dc:identifier>https://example.org/1</dc:identifier>\
            <dc:identifier>https://doi.org/10.5555/made-up</dc:identifier><dc:language>eng</dc:language><dc:date>2010</dc:date>\
            <dc:description>Things.</dc:description></oai_dc:dc></metadata></record></ListRecords></OAI-PMH>";
        let source = Arc::new(SourceFile::new("a.xml", text.as_bytes().to_vec()));
        assert_eq!(crate::format::recognise(&source).map(Format::name), Some("oai-dc-xml"));
        let parsed = OaiDc.read(&source);
        let record = parsed.records.record(0);
        let fields = Fields::of(record);
        assert_eq!((fields.title.as_str(), fields.abstract_text.as_str()), ("Made up", "Things."));
        assert_eq!(fields.authors[0].family, "Ek");
        assert_eq!(record.first(Field::Doi), Some("https://doi.org/10.5555/made-up"));
        assert_eq!(record.first(Field::Accession), Some("oai:example.org:1"));
        assert_eq!((parsed.records.len(), parsed.markers), (1, 1));
    }
}
