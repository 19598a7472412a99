//! Bytes to records and back: one file per format, one line in [`FORMATS`].
//!
//! Invariants: reading never fails (any bytes give records plus diagnostics); a format is recognised by
//! content, never by extension; a format knows nothing of other formats, of criteria or of matching.
//!
//! # To add a database
//! Most databases write a format that is here, in a dialect of their own. Look at an export, and find its row:
//!
//! | what the export is | what to write | example |
//! |---|---|---|
//! | RIS with marks of its own | a row of the table in `ris/dialect.rs`; a tag that means something else, in `ris/settle.rs` | Scopus |
//! | a table (CSV, TSV, XLSX) | a [`Dialect`](tabular::columns::Dialect) in `tabular/columns/dialects.rs`: the columns that tell it, and what its own columns mean | Embase |
//! | lines that begin with a tag or a label | a file with a `Syntax` of `tagged.rs`: what a line is, what begins a record, what a tag means | `cochrane_text.rs`, 100 lines |
//! | XML, one element a record, values in elements | a table in `xml_tables/`: which element is a record, what its paths mean | `xml_tables/arxiv.rs`, 40 lines |
//! | XML with more to it | a file that implements `xml::Records` | `mods.rs` |
//! | JSON of a service | a table in `services/`: which keys tell it, what its keys mean | `services/doaj.rs`, 50 lines |
//! | JSON with more to it | a file that implements `json::Records` | `openalex_json.rs` |
//!
//! Then, for a new format: `mod` and a line in [`FORMATS`] below; `sniff` says by marks of the content how sure it is (50 guess, 90
//! sure, above that where another format would be sure too); an export made up by you under `tests/corpus/<name>/` with what is to be read of it, which the tests
//! ask for by name; and the parts that only the whole record tells go into `settle`, which ends with `provenance::settle`.
//! A value that has no meaning is [`Field::Other`](crate::record::Field::Other), never left out; one that is read in another form than
//! it was written is derived beside the raw one, and a diagnostic says so (`diagnostic/codes/`). What these readers share - encodings,
//! parts on all cores, broken ends, repairs, counts - is not the format's business.

pub mod archive;
mod bibtex;
mod checks;
mod cnki_text;
mod cochrane_text;
mod crossref_json;
mod crossref_unixref;
mod csl;
mod csl_json;
pub mod csv;
mod datacite_json;
mod ebsco;
mod ebsco_source;
mod ebsco_text;
mod embase_text;
mod empty;
mod endnote_seven;
mod endnote_xml;
mod html;
mod html_table;
mod json;
mod known;
pub mod log;
mod mixed;
mod mods;
mod nbib;
mod note_express;
mod oai_dc;
mod openalex_json;
mod ovid;
mod ovid_source;
mod plain_json;
mod proquest;
mod provenance;
mod pubmed_text;
mod pubmed_xml;
mod refer;
mod refworks;
pub mod repair;
mod ris;
mod sciencedirect_text;
mod services;
mod slices;
pub mod stream;
pub mod tabular;
mod tagged;
pub mod text;
mod wos_tagged;
pub mod xlsx;
mod xml;
mod xml_tables;

pub(crate) use provenance::{ADDRESS, REPORT_NUMBER};
pub(crate) use ris::is_folded as ris_is_folded;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, excerpt};
use crate::record::{RecordFile, RecordFileBuilder};
use crate::source::{Content, SourceFile};

/// What reading a file gives: always records, always diagnostics, never a failure.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The records.
    pub records: RecordFile,
    /// What was wrong, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The dialect, as far as it shows: `Web of Science RIS`, `Ovid`; empty if it does not.
    pub dialect: &'static str,
    /// How many record starts an independent count finds.
    pub markers: usize,
}

/// A format that can be read.
pub trait Format: Sync {
    /// The name used on the command line and in results: `ris`, `endnote-xml`.
    fn name(&self) -> &'static str;

    /// What it is and who writes it, in Markdown: shown by the help and the README.
    fn about(&self) -> &'static str;

    /// How sure the content is of this format: 0 not at all, 100 certain. Looks at the beginning only.
    fn sniff(&self, source: &SourceFile) -> u8;

    /// Reads every record.
    fn read(&self, source: &Arc<SourceFile>) -> Parsed;

    /// The first place at or behind the byte `from` where a text of this format may be cut in two that are read alone: a record
    /// begins there, and nothing before has a bearing on it. `None` where there is no such place, and where the whole text is
    /// needed to read any record.
    fn cut(&self, _text: &str, _from: usize) -> Option<usize> {
        None
    }
}

/// Every format that can be read. Where two are equally sure, the first wins.
pub const FORMATS: &[&dyn Format] = &[
    &wos_tagged::WosTagged,
    &nbib::Nbib,
    &ovid::Ovid,
    &ris::Ris,
    &refworks::Refworks,
    &refer::Refer,
    &proquest::ProquestReport,
    &cochrane_text::CochraneText,
    &ebsco_text::EbscoText,
    &embase_text::EmbaseText,
    &note_express::NoteExpress,
    &cnki_text::CnkiText,
    &pubmed_text::PubmedText,
    &sciencedirect_text::ScienceDirectText,
    &endnote_xml::EndnoteXml,
    &pubmed_xml::PubmedXml,
    &oai_dc::OaiDc,
    &mods::Mods,
    &crossref_unixref::CrossrefUnixref,
    &xml_tables::EBSCOHOST,
    &xml_tables::ICTRP,
    &xml_tables::ARXIV,
    &xml_tables::JATS,
    &xml_tables::MARC,
    &xml_tables::ESUMMARY,
    &bibtex::Bibtex,
    &crossref_json::CrossrefJson,
    &openalex_json::OpenalexJson,
    &datacite_json::DataciteJson,
    &services::EUROPE_PMC,
    &services::SEMANTIC_SCHOLAR,
    &services::DOAJ,
    &services::CORE,
    &services::STARTER,
    &services::EXPANDED,
    &services::SCOPUS,
    &services::PUBLISH_OR_PERISH,
    &services::ZOTERO,
    &services::EPPI,
    &csl_json::CslJson,
    &plain_json::PlainJson,
    &html::Html,
    &html_table::HtmlTable,
    &xlsx::Xlsx,
    &csv::Csv,
];

/// What an export in JSON that `litsieve search` writes begins with, before the name of its format: its records may say less than the
/// answers that they came from, and there may be none.
pub const SIGNATURE: &str = "{\"format\":\"";

/// The format of a file, by its content.
pub fn recognise(source: &SourceFile) -> Option<&'static dyn Format> {
    recognised(source).map(|(format, _)| format)
}

/// The format of a file, and how sure it is of that.
fn recognised(source: &SourceFile) -> Option<(&'static dyn Format, u8)> {
    // Whatever stands in rich text, commands of the printing stand between.
    if known::is_rich_text(source) {
        return None;
    }
    if let Some((name, _)) = source.text().strip_prefix(SIGNATURE).and_then(|rest| rest.split_once('"'))
        && let Some(format) = FORMATS.iter().find(|format| format.name() == name)
    {
        return Some((*format, 100));
    }
    let sure = FORMATS.iter().map(|format| format.sniff(source));
    let best = sure.clone().max().filter(|&best| best > 0)?;
    FORMATS.iter().zip(sure).find(|(_, sure)| *sure == best).map(|(format, sure)| (*format, sure))
}

/// Recognises a file and reads it, with the checks that every format shares.
///
/// Never fails: a file of no known format, and an empty one, give no records and a diagnostic that says so.
pub fn read(source: &Arc<SourceFile>) -> Parsed {
    let Some(format) = recognise(source) else { return unread(source) };
    let mut parsed = mixed::read(source, format);
    checks::add(source, &mut parsed);
    parsed
}

/// Reads a file as the format of this name, whatever it looks like, with the checks that every format shares: for files of which is
/// known who wrote them.
///
/// # Panics
/// If there is no such format: that is a mistake in this program.
pub fn read_as(name: &str, source: &Arc<SourceFile>) -> Parsed {
    let Some(format) = FORMATS.iter().find(|format| format.name() == name) else {
        panic!("there is no format `{name}`")
    };
    let mut parsed = mixed::read_first(source, *format);
    checks::add(source, &mut parsed);
    parsed
}

/// Whether a file is the whole answer to a search that found nothing, as far as its content tells.
pub fn is_empty(source: &SourceFile) -> bool {
    matches!(source.content(), Content::Text { text, .. } if text.trim().is_empty() || empty::is_empty_answer(text))
}

/// A file that no format recognises.
fn unread(source: &Arc<SourceFile>) -> Parsed {
    let text = source.text().trim_start_matches('\u{feff}').trim();
    let diagnostic = match source.content() {
        Content::Text { .. } if text.is_empty() => Diagnostic::new("REA002", "the file is empty"),
        Content::Text { .. } if empty::is_empty_answer(text) => Diagnostic::new("REA035", "an answer without records"),
        _ if known::told(source).is_some() => Diagnostic::new("REA034", known::told(source).unwrap_or_default()),
        Content::Text { .. } => {
            Diagnostic::new("REA001", format!("not a format that can be read; it begins `{}`", excerpt(text)))
        }
        Content::Binary(bytes) => {
            let head: Vec<String> = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            Diagnostic::new("REA001", format!("not text, and no format that can be read; it begins {}", head.join(" ")))
        }
    };
    Parsed {
        records: RecordFileBuilder::new(Arc::clone(source), "unknown").finish(),
        diagnostics: vec![diagnostic.at(source.label(), 0, 0)],
        dialect: "",
        markers: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Parsed {
        read(&Arc::new(SourceFile::new("made-up.txt", text.as_bytes().to_vec())))
    }

    fn codes(parsed: &Parsed) -> Vec<&'static str> {
        parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn what_holds_no_record_says_so() {
        assert_eq!(codes(&read_text("\u{feff} \n")), ["REA002"]);
        assert_eq!(codes(&read_text("[]")), ["REA035"]);
        assert_eq!(codes(&read_text("<PubmedArticleSet>\n</PubmedArticleSet>\n")), ["REA035"]);
        assert_eq!(codes(&read_text("<PubmedArticleSet>closed</PubmedArticleSet>\n")), ["REA009"]);
        assert_eq!(codes(&read_text("Dear librarian,\nhere is the export.\n")), ["REA001"]);
        let binary = read(&Arc::new(SourceFile::new("a.ris", b"\x89PNG\r\n".to_vec())));
        assert_eq!((binary.records.len(), codes(&binary)), (0, vec!["REA001"]));
    }

    /// Text and tables together may take 2.5 times the file (`scripts/peak_memory.py` measures the whole program).
    #[test]
    fn the_tables_of_short_records_take_little_more_than_the_file() {
        let many = |before: &str, record: &str| {
            let records = (0..4_000).map(|number| record.replace('#', &format!("{}", 100_000 + number)));
            records.fold(before.to_owned(), |text, record| text + &record)
        };
        for (format, text) in [
            ("csv", many("title,authors,year,doi\n", "Gardens #,\"Doe, J; Roe, R.\",2015,10.5555/#\n")),
            (
                "csv",
                many("PT\tAU\tTI\tSO\tPY\tUT\n", "J\tDoe, J; Roe, R\tGardens #\tMade-up Studies\t2015\tWOS:000#\n"),
            ),
            ("bibtex", many("", "@article{k#,title={Gardens #},author={Doe, J},year=2015}\n")),
            (
                "ris",
                many(
                    "",
                    "TY  - JOUR\nAU  - Doe, J &amp; R\nTI  - Gardens &amp; town <i>#</i>\nDO  - none\nXQ  - unknown\nloose\nER  - \n\n",
                ),
            ),
            (
                "wos-tagged",
                many("FN Made up\nVR 1.0\n", "PT J\nAU Doe, J\nTI Gardens #\nSO Studies\nPY 2015\nUT WOS:000#\nER\n\n"),
            ),
            (
                "csl-json",
                many(
                    "",
                    "{\"id\":\"x#\",\"type\":\"article-journal\",\"title\":\"Gardens #\",\"author\":[{\"family\":\"Doe\"}]}\n",
                ),
            ),
        ] {
            let parsed = read_text(&text);
            assert_eq!((parsed.records.format(), parsed.records.len()), (format, 4_000));
            let times = parsed.records.room() as f64 / text.len() as f64;
            assert!(times < 1.45, "{times:.2} for {:.60}", text);
        }
    }

    #[test]
    fn a_format_is_recognised_by_content() {
        let parsed = read_text("FN Made up\nVR 1.0\nPT J\nAU Doe, J\n   Roe, R\nTI One\n   two\nER\n\nEF\n");
        let record = parsed.records.record(0);
        assert_eq!((parsed.records.format(), parsed.markers), ("wos-tagged", 1));
        assert_eq!((record.title(), record.authors().len()), (Some("One two"), 2));
        assert_eq!(codes(&parsed), [""; 0]);
    }
}
