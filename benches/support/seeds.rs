//! A small made-up file of every format, as long as asked for: what benches, tests of growth and fuzzing begin with.

use litsieve::export::references::{Reference, to_bytes, writer};
use litsieve::format::read;
use litsieve::source::SourceFile;
use std::sync::Arc;

/// A format, what stands before its records, one record, what parts two, and what stands behind. `#` is the number of the record, `##` a
/// hash.
type Shape = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Every format but Excel, whose files are written.
const SHAPES: &[Shape] = &[
    (
        "wos-tagged",
        "FN Made up\nVR 1.0\n",
        "PT J\nAU Doe, J\n   Roe, R\nTI Gardens # of towns\nSO MADE-UP STUDIES\nPY 2015\nAB Text.\nER\n\n",
        "",
        "EF\n",
    ),
    (
        "nbib",
        "",
        "PMID- #\nOWN - NLM\nTI  - Gardens # of towns\nFAU - Doe, Jane\nAU  - Doe J\nDP  - 2015 Apr\nAB  - Text\n      goes on.\n",
        "\n",
        "",
    ),
    (
        "ovid-tagged",
        "",
        "<#. >\nVN  - Ovid Technologies\nAU  - Doe J\nTI  - Gardens # of towns\nSO  - Made-up Studies. 28(2):103-106, April 2015.\nAB  - Text.\n",
        "\n",
        "",
    ),
    (
        "ris",
        "",
        "TY  - JOUR\nAU  - Doe, J\nTI  - Gardens # of towns\nT2  - Made-up Studies\nPY  - 2015\nAB  - Text.\nER  - \n",
        "\n",
        "",
    ),
    (
        "refworks-tagged",
        "",
        "RT Journal\nSR Electronic(1)\nID #\nA1 Doe,Jane\nT1 Gardens # of towns\nYR 2015\nJF Made-up Studies\nAB Text.\n",
        "\n",
        "",
    ),
    (
        "enw",
        "",
        "%0 Journal Article\n%A Doe, Jane\n%T Gardens # of towns\n%J Made-up Studies\n%D 2015\n%X Text.\n",
        "\n",
        "",
    ),
    (
        "proquest",
        "____________________________________________________________\n\nReport Information from ProQuest\n",
        "____________________________________________________________\n\nDocument # of 9\n\nGardens # of towns\n\nAuthor: Doe, Jane\n\nAbstract: Text.\n\nPublication year: 2015\n\n",
        "",
        "",
    ),
    (
        "cochrane-text",
        "",
        "Record ### of 9\nID: CN-0000#\nAU: Doe J\nTI: Gardens # of towns\nSO: Made-up Studies\nYR: 2015\nAB: Text.\n",
        "\n",
        "",
    ),
    (
        "ebsco-text",
        "",
        "Record: #\n\nTitle:\n  Gardens # of towns\nAuthors:\n  Doe, Jane\nSource:\n  Made-up Studies. Apr2015, Vol. 28 Issue 2, p103-106.\nDocument Type:\n  Article\n",
        "\n",
        "",
    ),
    (
        "pubmed-text",
        "",
        "#: Doe J, Roe R. Gardens # of towns. Made Up Stud. 2015 Apr 1;28(2):103-6. doi: 10.5555/#. PMID: #.\n",
        "\n",
        "",
    ),
    (
        "sciencedirect-text",
        "",
        "Jane Doe, Richard Roe,\nGardens # of towns,\nMade-up Studies,\nVolume 28, Issue 2,\n2015,\nPages 103-106,\n(https://www.sciencedirect.com/science/article/pii/S#)\nAbstract: Text.\n",
        "\n",
        "",
    ),
    (
        "embase-text",
        "",
        "RECORD #\nTITLE\n  Gardens # of towns\nAUTHOR NAMES\n  Doe J.; Roe R.\nSOURCE\n  Made-up Studies (2015) 28:2 (103-106). Date of Publication: 1 Apr 2015\nPUI\n  L#\n",
        "\n",
        "",
    ),
    (
        "note-express",
        "",
        "{Reference Type}: Journal Article\n{Title}: Gardens # of towns\n{Author}: Doe, Jane\n{Journal}: Made-up Studies\n{Year}: 2015\n",
        "\n",
        "",
    ),
    (
        "cnki-text",
        "",
        "SrcDatabase-来源库: 期刊\nTitle-题名: Gardens # of towns\nAuthor-作者: 张某某;李某;\nSource-文献来源: 某某学报\nYear-年: 2015\n",
        "\n",
        "",
    ),
    (
        "pubmed-esummary-xml",
        "<eSummaryResult>",
        "<DocSum><Id>#</Id><Item Name=\"PubDate\" Type=\"Date\">2015 Apr</Item><Item Name=\"AuthorList\" Type=\"List\"><Item Name=\"Author\" Type=\"String\">Doe J</Item></Item><Item Name=\"Title\" Type=\"String\">Gardens # of towns</Item></DocSum>",
        "\n",
        "</eSummaryResult>",
    ),
    (
        "html-table",
        "<html><body><table><tr><th>Title</th><th>Authors</th><th>Year</th></tr>",
        "<tr><td>Gardens # of towns</td><td>Doe, J; Roe, R</td><td>2015</td></tr>",
        "\n",
        "</table></body></html>",
    ),
    (
        "ebsco-xml",
        "<records>",
        "<rec resultID=\"#\"><header shortDbName=\"aph\" uiTerm=\"#\"><controlInfo><jinfo><jtl>Made-up Studies</jtl></jinfo><pubinfo><dt year=\"2015\"/></pubinfo><artinfo><tig><atl>Gardens # of towns</atl></tig><aug><au>Doe, Jane</au></aug></artinfo></controlInfo></header></rec>",
        "\n",
        "</records>",
    ),
    (
        "ictrp-xml",
        "<Trials_downloaded_from_ICTRP>",
        "<Trial><TrialID>NCT#</TrialID><Public_title>Gardens # of towns</Public_title><Date_registration3>20150401</Date_registration3></Trial>",
        "\n",
        "</Trials_downloaded_from_ICTRP>",
    ),
    (
        "arxiv-atom",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
        "<entry><id>http://arxiv.org/abs/1501.0#v1</id><published>2015-04-01</published><title>Gardens # of towns</title><author><name>Jane Doe</name></author></entry>",
        "\n",
        "</feed>",
    ),
    (
        "jats-xml",
        "<pmc-articleset>",
        "<article article-type=\"research-article\"><front><journal-meta><journal-title>Made-up Studies</journal-title></journal-meta><article-meta><title-group><article-title>Gardens # of towns</article-title></title-group></article-meta></front></article>",
        "\n",
        "</pmc-articleset>",
    ),
    (
        "marcxml",
        "<collection>",
        "<record><controlfield tag=\"001\">#</controlfield><datafield tag=\"100\" ind1=\"1\" ind2=\" \"><subfield code=\"a\">Doe, Jane.</subfield></datafield><datafield tag=\"245\" ind1=\"1\" ind2=\"0\"><subfield code=\"a\">Gardens # of towns</subfield></datafield></record>",
        "\n",
        "</collection>",
    ),
    (
        "endnote-xml",
        "<xml><records>",
        "<record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>Doe, Jane</author></authors></contributors><titles><title>Gardens # of towns</title></titles><dates><year>2015</year></dates></record>",
        "\n",
        "</records></xml>",
    ),
    (
        "pubmed-xml",
        "<PubmedArticleSet>",
        "<PubmedArticle><MedlineCitation><PMID>#</PMID><Article><ArticleTitle>Gardens # of towns</ArticleTitle><AuthorList><Author><LastName>Doe</LastName><ForeName>Jane</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>",
        "\n",
        "</PubmedArticleSet>",
    ),
    (
        "oai-dc-xml",
        "<OAI-PMH><ListRecords>",
        "<record><header><identifier>oai:x:#</identifier></header><metadata><oai_dc:dc><dc:title>Gardens # of towns</dc:title><dc:creator>Doe, Jane</dc:creator><dc:date>2015</dc:date></oai_dc:dc></metadata></record>",
        "\n",
        "</ListRecords></OAI-PMH>",
    ),
    (
        "mods",
        "<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">",
        "<mods><titleInfo><title>Gardens # of towns</title></titleInfo><name type=\"personal\"><namePart type=\"family\">Doe</namePart></name></mods>",
        "\n",
        "</modsCollection>",
    ),
    (
        "crossref-unixref",
        "<crossref_result>",
        "<doi_record><crossref><journal><journal_article><titles><title>Gardens # of towns</title></titles><doi_data><doi>10.5555/#</doi></doi_data></journal_article></journal></crossref></doi_record>",
        "\n",
        "</crossref_result>",
    ),
    (
        "bibtex",
        "",
        "@article{key#,\n  title = {Gardens # of towns},\n  author = {Doe, Jane and Roe, R.},\n  year = 2015,\n  abstract = \"Text.\"\n}\n",
        "\n",
        "",
    ),
    (
        "crossref-json",
        "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"items\":[",
        "{\"DOI\":\"10.5555/#\",\"prefix\":\"10.5555\",\"member\":\"1\",\"title\":[\"Gardens # of towns\"],\"author\":[{\"family\":\"Doe\",\"given\":\"Jane\"}],\"issued\":{\"date-parts\":[[2015]]}}",
        ",\n",
        "]}}",
    ),
    (
        "openalex-json",
        "{\"results\":[",
        "{\"id\":\"https://openalex.org/W#\",\"display_name\":\"Gardens # of towns\",\"title\":\"Gardens # of towns\",\"publication_year\":2015}",
        ",\n",
        "]}",
    ),
    (
        "datacite-json",
        "{\"data\":[",
        "{\"id\":\"10.5555/#\",\"attributes\":{\"doi\":\"10.5555/#\",\"creators\":[{\"name\":\"Doe, Jane\"}],\"titles\":[{\"title\":\"Gardens # of towns\"}],\"publicationYear\":2015}}",
        ",\n",
        "]}",
    ),
    (
        "europepmc-json",
        "{\"resultList\":{\"result\":[",
        "{\"id\":\"#\",\"source\":\"MED\",\"pmid\":\"#\",\"title\":\"Gardens # of towns\",\"authorString\":\"Doe J.\",\"pubYear\":\"2015\"}",
        ",\n",
        "]}}",
    ),
    (
        "semanticscholar-json",
        "{\"data\":[",
        "{\"paperId\":\"a#\",\"externalIds\":{\"DOI\":\"10.5555/#\"},\"title\":\"Gardens # of towns\",\"year\":2015,\"authors\":[{\"name\":\"Jane Doe\"}]}",
        ",\n",
        "]}",
    ),
    (
        "doaj-json",
        "{\"results\":[",
        "{\"id\":\"a#\",\"bibjson\":{\"title\":\"Gardens # of towns\",\"year\":\"2015\",\"journal\":{\"title\":\"Made-up Studies\"},\"author\":[{\"name\":\"Jane Doe\"}]}}",
        ",\n",
        "]}",
    ),
    (
        "core-json",
        "{\"results\":[",
        "{\"id\":#,\"title\":\"Gardens # of towns\",\"yearPublished\":2015,\"downloadUrl\":\"https://towns.example/#\",\"authors\":[{\"name\":\"Doe, Jane\"}]}",
        ",\n",
        "]}",
    ),
    (
        "wos-starter-json",
        "{\"hits\":[",
        "{\"uid\":\"WOS:#\",\"title\":\"Gardens # of towns\",\"sourceTypes\":[\"Article\"],\"source\":{\"sourceTitle\":\"MADE-UP STUDIES\",\"publishYear\":2015},\"names\":{\"authors\":[{\"displayName\":\"Doe, Jane\"}]}}",
        ",\n",
        "]}",
    ),
    (
        "wos-expanded-json",
        "{\"Data\":{\"Records\":{\"records\":{\"REC\":[",
        "{\"UID\":\"WOS:#\",\"static_data\":{\"summary\":{\"titles\":{\"title\":[{\"type\":\"item\",\"content\":\"Gardens # of towns\"}]},\"pub_info\":{\"pubyear\":2015}}}}",
        ",\n",
        "]}}}}",
    ),
    (
        "scopus-json",
        "{\"search-results\":{\"entry\":[",
        "{\"eid\":\"2-s2.0-#\",\"dc:title\":\"Gardens # of towns\",\"dc:creator\":\"Doe J.\",\"prism:coverDate\":\"2015-04-01\"}",
        ",\n",
        "]}}",
    ),
    (
        "publish-or-perish-json",
        "[",
        "{\"rank\":#,\"cites\":3,\"title\":\"Gardens # of towns\",\"authors\":[\"J Doe\"],\"year\":2015,\"source\":\"Made-up Studies\",\"uid\":\"GSRM:#\"}",
        ",\n",
        "]",
    ),
    (
        "zotero-json",
        "[",
        "{\"key\":\"A#\",\"data\":{\"itemType\":\"journalArticle\",\"title\":\"Gardens # of towns\",\"creators\":[{\"creatorType\":\"author\",\"firstName\":\"Jane\",\"lastName\":\"Doe\"}],\"date\":\"2015\"}}",
        ",\n",
        "]",
    ),
    (
        "eppi-json",
        "{\"CodeSets\":[],\"References\":[",
        "{\"ItemId\":#,\"Title\":\"Gardens # of towns\",\"Authors\":\"Doe J;\",\"Year\":\"2015\",\"ParentTitle\":\"Made-up Studies\",\"Codes\":[]}",
        ",\n",
        "]}",
    ),
    (
        "csl-json",
        "[",
        "{\"id\":\"x#\",\"type\":\"article-journal\",\"title\":\"Gardens # of towns\",\"author\":[{\"family\":\"Doe\",\"given\":\"Jane\"}],\"issued\":{\"date-parts\":[[2015]]}}",
        ",\n",
        "]",
    ),
    (
        "json",
        "[",
        "{\"title\":\"Gardens # of towns\",\"authors\":[\"Doe, Jane\"],\"year\":2015,\"journal\":\"Made-up Studies\"}",
        ",\n",
        "]",
    ),
    (
        "html",
        "<!DOCTYPE html><html><head><title>Gardens of towns</title>",
        "<meta name=\"citation_author\" content=\"Doe, Jane #\">",
        "\n",
        "</head></html>",
    ),
    (
        "csv",
        "title,authors,year,journal,doi\n",
        "Gardens # of towns,\"Doe, Jane; Roe, R.\",2015,Made-up Studies,10.5555/#\n",
        "",
        "",
    ),
];

/// Damage that is dear to a careless reader, again and again: values, entries and elements without end.
const HOSTILE: &[Shape] = &[
    ("quotes in CSV", "title,authors,year\n", "\"a,b\"x\n", "", ""),
    ("quotes in BibTeX", "@misc{k,\n", "a = \"b\n", "", ""),
    ("braces in BibTeX", "@misc{k,\n", "a = {{\n", "", ""),
    ("commas in BibTeX", "@misc{k, title = \"", "aa, ", "", ""),
    ("elements", "<xml><records><record><titles>", "<title>", "", ""),
    ("records without end", "<xml><records>", "<record><titles><title>x", "", ""),
    ("brackets in JSON", "[{\"title\":", "[", "", ""),
    (
        "values out of order in JSON",
        "[{\"id\":1,\"title\":\"x\",\"type\":\"y\"",
        ",\"k#\":\"a value that is longer than thirty-two bytes \\u00e9\"",
        "",
        "}]",
    ),
    ("lines without a tag", "TY  - JOUR\nTI  - x\n", "loose\n", "", ""),
    ("tags in a line", "TY  - JOUR", " UR  - x", "", "\n"),
    ("keywords", "TY  - JOUR\nKW  - ", "a; ", "", "\nER  - \n"),
    ("names", "TY  - JOUR\nAU  - ", "Doe, J. and ", "", "\nER  - \n"),
    ("a sheet on its side", "TITLE,\"x\"", ",\"y\"", "", "\nDOI,1\nYEAR,2015\n"),
    ("rows of one cell", "title,authors,year\n", "x#\n", "", ""),
    ("rows of one cell between carriage returns", "title,authors,year\r", "x#\r", "", ""),
    ("rows that lines have broken", "abstract,title,year\nx,y,2015\n", "of towns #\n", "", ""),
    ("tables behind tables", "", "title,authors,year,doi\nx,Doe,2015,1\ndoi,title,issn\n1,x,2\n", "", ""),
    ("tables between carriage returns", "", "title,authors,year,doi\rx,Doe,2015,1\rdoi;title;issn\r1;x;2\r", "", ""),
    ("cells without an end", "title;authors;year\n", "\"a;b\n", "", ""),
    ("records without a line end between", "", "TY  - JOUR\nTI  - x #\nER  -", "", ""),
    ("entries without an end", "", "@article{k#, title = {x\n", "", ""),
    ("formats behind formats", "", "TY  - JOUR\nTI  - x #\nER  - \n@article{k#, title = {x}}\n", "", ""),
    (
        "XML behind XML",
        "",
        "<?xml version=\"1.0\"?><xml><records><record><titles><title>x</title></titles></record></records></xml>\n",
        "",
        "",
    ),
    ("JSON behind JSON", "", "[{\"title\":\"x #\"}]\n", "", ""),
    ("tables in cells", "<html><body>", "<table><tr><td>", "", ""),
    ("rows of a page", "<html><body><table><tr><th>Title</th><th>Year</th></tr>", "<tr><td>x #", "", ""),
    ("comments of a page", "<html><head>", "<!-- ", "", ""),
    ("entities", "TY  - JOUR\nTI  - x", "&amp;", "", "\nER  - \n"),
    ("ends of records", "TY  - JOUR\nTI  - x\n", "ER  - \n", "", ""),
    ("lines of a labelled text", "Title: x\n", "Author: Doe, J.\n\n", "", ""),
    ("brackets in names", "TY  - JOUR\nAU  - ", "(", "", "\nER  - \n"),
    ("blanks", "TY  - JOUR\nTI  - x", "  ", "", "\nER  - \n"),
    ("one word", "TY  - JOUR\nTI  - x", "y", "", "\nER  - \n"),
    ("quotes in one cell", "title,authors,year\n\"", "\"\"", "", "\n"),
    ("guards of cells", "title,authors,year\n", "=\"", "", "\n"),
    ("dates", "TY  - JOUR\nPY  - ", "2015/", "", "\nER  - \n"),
    ("addresses", "PMID- 1\nTI  - x\nAD  - ", "1 Town, X, UK; ", "", "\n\n"),
];

fn filled(shape: &Shape, count: usize) -> Vec<u8> {
    let (_, before, record, between, behind) = shape;
    let numbered = |number: usize| record.replace("##", "\0").replace('#', &number.to_string()).replace('\0', "#");
    let records: Vec<String> = (1..=count).map(numbered).collect();
    format!("{before}{}{behind}", records.join(between)).into_bytes()
}

/// A file of the format with so many records; a page, which is one record, with so many authors.
pub fn seed(format: &str, count: usize) -> Option<Vec<u8>> {
    if format == "xlsx" {
        let table = read(&Arc::new(SourceFile::new("a.csv", seed("csv", count)?)));
        let mut references = table.records.iter().map(|record| Reference::of(format!("x:{}", record.number()), record));
        return Some(to_bytes(writer("xlsx")?, &mut references));
    }
    SHAPES.iter().find(|(name, ..)| *name == format).map(|shape| filled(shape, count))
}

/// Every kind of damage, so many times over, with a name for it.
pub fn hostile(count: usize) -> Vec<(&'static str, Vec<u8>)> {
    HOSTILE.iter().map(|shape| (shape.0, filled(shape, count))).collect()
}
