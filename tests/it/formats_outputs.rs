//! What the programs for which a format is written find in it: types, numbers, dates and people at the place where each looks.

use std::sync::Arc;

use litsieve::export::references::{Losses, Reference, WRITERS, texts, to_bytes, writer};
use litsieve::format::{self, Parsed};
use litsieve::record::{Field, Fields};
use litsieve::source::SourceFile;

fn read(text: &str) -> Parsed {
    format::read(&Arc::new(SourceFile::new("made-up", text.as_bytes().to_vec())))
}

fn written(target: &str, text: &str) -> String {
    let parsed = read(text);
    let mut references = parsed.records.iter().map(|record| Reference::of("made-up:1", record));
    String::from_utf8(to_bytes(writer(target).unwrap(), &mut references)).unwrap()
}

/// Whether `text`, written for each of the targets, holds what stands beside its name, and not what stands there behind a `!`.
fn check(text: &str, expected: &[(&str, &str)]) {
    for (target, part) in expected {
        let written = written(target, text);
        match part.strip_prefix('!') {
            Some(part) => assert!(!written.contains(part), "{target} has `{part}`:\n{written}"),
            None => assert!(written.contains(part), "{target} lacks `{part}`:\n{written}"),
        }
    }
}

/// The texts of one field after writing and reading, for every target that says it holds the field.
fn check_again(text: &str, field: Field) {
    let first = texts(&Fields::of(read(text).records.record(0)), field);
    assert!(!first.is_empty(), "{}: {text}", field.name());
    for target in WRITERS.iter().filter(|target| target.holds(field)) {
        let parsed = read(text);
        let mut references = parsed.records.iter().map(|record| Reference::of("made-up:1", record));
        let bytes = to_bytes(*target, &mut references);
        let again = format::read(&Arc::new(SourceFile::new("again", bytes)));
        let mut again = texts(&Fields::of(again.records.record(0)), field);
        again.retain(|value| !value.starts_with("LITSIEVE-ID:"));
        assert_eq!(again, first, "{} of {} of {text}", field.name(), target.name());
    }
}

fn losses(target: &str, text: &str) -> Vec<String> {
    let (parsed, mut losses) = (read(text), Losses::default());
    let reference = Reference::of("made-up:1", parsed.records.record(0));
    losses.count(writer(target).unwrap(), &reference);
    losses.iter().map(|(loss, _)| loss.to_string()).collect()
}

#[test]
fn the_date_of_access_arrives_where_there_is_a_place_for_it() {
    for text in [
        "TY  - ELEC\nTI  - Sheds\nUR  - https://towns.example\nY2  - 2021/04/07/\nER  - \n",
        "TY  - RPRT\nTI  - Sheds\nY2  - 2021-04-07 12:30:01\nER  - \n",
        "@online{a, title = {Sheds}, urldate = {2021-04-07}}\n",
        "[{\"type\":\"webpage\",\"title\":\"Sheds\",\"accessed\":{\"date-parts\":[[2021,4,7]]}}]",
        "<xml><records><record><ref-type name=\"Web Page\">12</ref-type><titles><title>Sheds</title></titles><access-date>April 7, 2021</access-date></record></records></xml>",
        "title,access date\nSheds,2021-04-07\n",
    ] {
        check_again(text, Field::DateAccess);
        check(
            text,
            &[
                ("ris-zotero", "Y2  - 2021/04/07/\n"),
                ("ris-endnote", "Y2  - 2021/04/07/\n"),
                ("endnote-xml", "<access-date>2021-04-07</access-date>"),
                ("bibtex", "urldate = {2021-04-07}"),
                ("csl-json", "\"accessed\":{\"date-parts\":[[2021,4,7]]}"),
                ("jsonl", "!access date"),
            ],
        );
        assert!(losses("ris-zotero", text).iter().all(|loss| !loss.contains("access date")));
        assert!(losses("nbib", text).contains(&"access date".to_owned()));
    }
    // It is no date of publication, and what is none is told.
    let only = read("TY  - ELEC\nTI  - Sheds\nY2  - 2021/04/07/\nER  - \n");
    assert_eq!(Fields::of(only.records.record(0)).year(), None);
    let unread = "TY  - ELEC\nTI  - Sheds\nY2  - in spring\nER  - \n";
    assert!(losses("ris-zotero", unread).contains(&"a access date that could not be read".to_owned()));
}

#[test]
fn the_number_of_a_report_is_that_everywhere() {
    for text in [
        "TY  - RPRT\nTI  - Sheds\nSN  - WP-2020/17\nER  - \n",
        "TY  - RPRT\nTI  - Sheds\nIS  - WP-2020/17\nER  - \n",
        "@techreport{a, title = {Sheds}, number = {WP-2020/17}}\n",
        "[{\"type\":\"report\",\"title\":\"Sheds\",\"number\":\"WP-2020/17\"}]",
        "<xml><records><record><ref-type name=\"Report\">27</ref-type><titles><title>Sheds</title></titles><isbn>WP-2020/17</isbn></record></records></xml>",
        "type,title,report number\nreport,Sheds,WP-2020/17\n",
    ] {
        check_again(text, Field::ReportNumber);
        check(
            text,
            &[
                ("ris-zotero", "SN  - WP-2020/17\n"),
                ("ris-endnote", "SN  - WP-2020/17\n"),
                ("endnote-xml", "<isbn>WP-2020/17</isbn>"),
                ("bibtex", "number = {WP-2020/17}"),
                ("csl-json", "\"number\":\"WP-2020/17\""),
            ],
        );
    }
    for text in [
        // Counter-cases: an issue in a volume, a series with an ISSN, a book.
        "TY  - RPRT\nTI  - Sheds\nVL  - 4\nIS  - 17\nER  - \n",
        "TY  - RPRT\nTI  - Sheds\nSN  - 1449-4035\nER  - \n",
        "TY  - BOOK\nTI  - Sheds\nIS  - 17\nER  - \n",
        "[{\"type\":\"article-journal\",\"title\":\"Sheds\",\"issue\":\"17\"}]",
        "@article{a, title = {Sheds}, number = {17}}\n",
    ] {
        assert_eq!(Fields::of(read(text).records.record(0)).report_number, "", "{text}");
    }
}

/// Where it has no place of its own, or looks like another number, it is a note with a label.
#[test]
fn a_number_that_is_none_of_a_report_is_kept_too() {
    for text in [
        "type,title,report number,author\ndataset,Sheds,DS-12,\"Ek, Bo\"\n",
        "type,title,report number\njournal-article,Sheds,DS-12\n",
        "type,title,report number\nreport,Sheds,1449-4035\n",
        "type,title,report number,isbn\nreport,Sheds,WP-2020/17,9780306406157\n",
        "type,title,report number,issue,issn\nreport,Sheds,WP-2020/17,3,1449-4035\n",
        "[{\"type\":\"thesis\",\"title\":\"Sheds\",\"number\":\"T 12\"}]",
    ] {
        check_again(text, Field::ReportNumber);
    }
    let text = "type,title,report number,isbn\nreport,Sheds,WP-2020/17,9780306406157\n";
    check_again(text, Field::Isbn);
    check(
        text,
        &[
            ("ris-zotero", "M2  - ISBN: 9780306406157\n"),
            ("ris-endnote", "N1  - ISBN: 9780306406157\n"),
            ("endnote-xml", "<isbn>WP-2020/17</isbn>"),
            ("endnote-xml", "ISBN: 9780306406157"),
        ],
    );
}

#[test]
fn the_number_of_an_article_is_what_styles_print() {
    let text = "[{\"type\":\"article-journal\",\"title\":\"Sheds\",\"number\":\"e12\"}]";
    assert_eq!(Fields::of(read(text).records.record(0)).article_number, "e12");
    check_again(text, Field::ArticleNumber);
    check(text, &[("csl-json", "\"number\":\"e12\""), ("csl-json", "!article_number"), ("bibtex", "eid = {e12}")]);
    check("type,title,article number\nchapter,Sheds,e12\n", &[("csl-json", "\"article_number\":[\"e12\"]")]);
}

#[test]
fn a_note_is_a_note_of_csl() {
    for text in [
        "TY  - JOUR\nTI  - Sheds\nN1  - One note\nER  - \n",
        "TY  - JOUR\nTI  - Sheds\nN1  - One note\nN1  - Another\nER  - \n",
        "[{\"type\":\"article-journal\",\"title\":\"Sheds\",\"note\":\"One note\"}]",
    ] {
        check_again(text, Field::Note);
        check(text, &[("csl-json", "\"note\":\"One note")]);
    }
}

#[test]
fn a_type_is_the_one_that_each_program_has() {
    for (kind, expected) in [
        ("TY  - MGZN\nVL  - 3\n", ["TY  - MGZN", "\"Magazine Article\">19<", "@article", "\"article-magazine\""]),
        (
            "TY  - MGZN\nM3  - Feature\n",
            ["TY  - MGZN", "\"Magazine Article\">19<", "entrysubtype = {magazine}", "\"article-magazine\""],
        ),
        (
            "TY  - NEWS\nVL  - 3\n",
            ["TY  - NEWS", "\"Newspaper Article\">23<", "entrysubtype = {newspaper}", "\"article-newspaper\""],
        ),
        (
            "TY  - JOUR\nM3  - News\nVL  - 3\n",
            ["TY  - JOUR", "\"Journal Article\">17<", "@article", "\"article-journal\""],
        ),
        ("TY  - UNPB\n", ["TY  - UNPD", "\"Unpublished Work\">34<", "@unpublished", "\"manuscript\""]),
        ("TY  - UNPD\n", ["TY  - UNPD", "\"Unpublished Work\">34<", "@unpublished", "\"manuscript\""]),
        ("TY  - MANSCPT\n", ["TY  - MANSCPT", "\"Manuscript\">36<", "@unpublished", "\"manuscript\""]),
        ("TY  - PAT\n", ["TY  - PAT", "\"Patent\">25<", "@patent", "\"patent\""]),
        ("TY  - COMP\n", ["TY  - COMP", "\"Computer Program\">9<", "@software", "\"software\""]),
        ("TY  - EDBOOK\nAU  - Ek, Bo\n", ["TY  - EDBOOK", "\"Edited Book\">28<", "@book", "\"book\""]),
        ("TY  - BLOG\n", ["TY  - BLOG", "\"Blog\">56<", "@online", "\"post-weblog\""]),
        (
            "TY  - CPAPER\nT2  - Papers of Saltby\n",
            ["TY  - CONF", "\"Conference Proceedings\">10<", "@inproceedings", "\"paper-conference\""],
        ),
        // Counter-cases: nothing finer is said, or there are no proceedings.
        ("TY  - CONF\n", ["TY  - CPAPER", "\"Conference Paper\">47<", "@inproceedings", "\"paper-conference\""]),
        ("TY  - BOOK\nAU  - Ek, Bo\n", ["TY  - BOOK", "\"Book\">6<", "@book", "\"book\""]),
        ("TY  - GEN\n", ["TY  - GEN", "\"Generic\">13<", "@misc", "\"document\""]),
    ] {
        let (first, rest) = kind.split_once('\n').unwrap();
        let text = format!("{first}\nTI  - Sheds\n{rest}ER  - \n");
        let targets = ["ris-zotero", "endnote-xml", "bibtex", "csl-json"];
        check(&text, &targets.into_iter().zip(expected).collect::<Vec<_>>());
        let before = Fields::of(read(&text).records.record(0)).document_type;
        for target in WRITERS.iter().filter(|target| target.holds(Field::DocumentType)) {
            let again = Fields::of(read(&written_bytes(target.name(), &text)).records.record(0)).document_type;
            assert_eq!(again, before, "{} of {text}", target.name());
        }
    }
}

fn written_bytes(target: &str, text: &str) -> String {
    if target == "xlsx" { text.to_owned() } else { written(target, text) }
}

#[test]
fn no_code_of_one_format_is_a_word_in_another() {
    for text in [
        "TY  - JOUR\nTI  - Sheds\nER  - \n",
        "TY  - CONF\nTI  - Sheds\nER  - \n",
        "@phdthesis{a, title = {Sheds}}\n",
        "[{\"type\":\"chapter\",\"title\":\"Sheds\",\"author\":[{\"family\":\"Ek\"}]}]",
        "type,title\nconference-paper,Sheds\n",
    ] {
        for target in ["ris-rayyan", "ris-covidence", "ris-endnote"] {
            check(text, &[(target, "!M3  - ")]);
        }
        check(text, &[("endnote-xml", "!<work-type>")]);
    }
    let thesis = "TY  - THES\nTI  - Sheds\nM3  - Master's thesis\nER  - \n";
    check(
        thesis,
        &[
            ("ris-zotero", "M3  - Master's thesis\n"),
            ("endnote-xml", "<work-type>Master's thesis</work-type>"),
            ("bibtex", "@mastersthesis"),
            ("bibtex", "type = {Master's thesis}"),
            ("csl-json", "\"genre\":\"Master's thesis\""),
            ("nbib", "PT  - Master's thesis\n"),
        ],
    );
    // An editorial has no type of its own, so that its word is needed.
    let editorial = "TY  - JOUR\nTI  - Sheds\nM3  - Editorial\nER  - \n";
    check(editorial, &[("ris-endnote", "M3  - Editorial"), ("ris-zotero", "!M3"), ("csl-json", "!genre")]);
}

#[test]
fn an_article_of_csl_without_a_journal_is_a_preprint() {
    use litsieve::record::document_type::DocumentType;
    let kind = |more: &str| {
        let text = format!("[{{\"type\":\"article\",\"title\":\"Sheds\",\"author\":[{{\"family\":\"Ek\"}}]{more}}}]");
        Fields::of(read(&text).records.record(0)).document_type
    };
    for more in
        ["", ",\"publisher\":\"bioRxiv\"", ",\"container-title\":\"medRxiv\"", ",\"volume\":\"\"", ",\"number\":\"2\""]
    {
        assert_eq!(kind(more), Some(DocumentType::Preprint), "{more}");
    }
    for more in [",\"volume\":\"4\"", ",\"ISSN\":\"1449-4035\"", ",\"page\":\"1-5\""] {
        assert_eq!(kind(more), Some(DocumentType::JournalArticle), "{more}");
    }
}

#[test]
fn proceedings_and_their_conference_stand_where_each_program_looks() {
    let text = "TY  - CONF\nTI  - Sheds\nC3  - Papers of Saltby\nT2  - Meeting in Saltby\nSN  - 9780306406157\nA2  - Ek, Bo\nER  - \n";
    let fields = Fields::of(read(text).records.record(0));
    assert_eq!((fields.container.as_str(), fields.conference.as_str()), ("Papers of Saltby", "Meeting in Saltby"));
    check_again(text, Field::Container);
    check_again(text, Field::Editor);
    check(
        text,
        &[
            ("ris-zotero", "C3  - Papers of Saltby\n"),
            ("ris-zotero", "T2  - Meeting in Saltby\n"),
            ("ris-rayyan", "T2  - Papers of Saltby\n"),
            ("endnote-xml", "<secondary-title>Meeting in Saltby</secondary-title>"),
            ("endnote-xml", "<custom3>Papers of Saltby</custom3>"),
            ("bibtex", "booktitle = {{Papers of Saltby}}"),
        ],
    );
    for target in ["ris-zotero", "ris-endnote", "endnote-xml"] {
        let again = Fields::of(read(&written(target, text)).records.record(0));
        assert_eq!(
            (again.container, again.conference),
            (fields.container.clone(), fields.conference.clone()),
            "{target}"
        );
        assert!(!losses(target, text).contains(&"conference".to_owned()), "{target}");
    }
    let container = |text: &str| Fields::of(read(text).records.record(0)).container;
    for (more, expected) in [
        ("C3  - Papers of Saltby\n", "Papers of Saltby"),
        ("T2  - Papers of Saltby\n", "Papers of Saltby"),
        // Counter-cases: an organisation in Web of Science, a number in CENTRAL.
        ("T2  - Papers of Saltby\nC3  - University of Saltby\nAN  - WOS:000000000000001\n", "Papers of Saltby"),
        ("T2  - Papers of Saltby\nC3  - PUBMED 20000001\n", "Papers of Saltby"),
        ("T2  - Made-up Lecture Notes\nC3  - Papers of Saltby\nDB  - Scopus\n", "Made-up Lecture Notes"),
    ] {
        assert_eq!(container(&format!("TY  - CONF\nTI  - Sheds\n{more}ER  - \n")), expected, "{more}");
    }
    assert_eq!(container("TY  - JOUR\nTI  - Sheds\nC3  - University of Saltby\nER  - \n"), "");
    let told = losses("ris-zotero", "title,journal,conference name\nSheds,Papers of Saltby,Meeting\n");
    assert_eq!(told, ["conference"], "of what is no paper in proceedings");
}

#[test]
fn editors_and_series_of_a_whole_book_stand_apart() {
    let text = "title,type,author,editor,series\nSheds,book,\"Ek, Bo\",\"Roe, Ann\",Made-up Series\n";
    check_again(text, Field::Editor);
    check_again(text, Field::Series);
    check(
        text,
        &[
            ("ris", "A3  - Roe, Ann\n"),
            ("ris-endnote", "A3  - Roe, Ann\n"),
            ("ris-endnote", "T2  - Made-up Series\n"),
            ("ris-zotero", "ED  - Roe, Ann\n"),
            ("endnote-xml", "<tertiary-authors><author>Roe, Ann</author></tertiary-authors>"),
            ("endnote-xml", "<secondary-title>Made-up Series</secondary-title>"),
            ("bibtex", "series = {{Made-up Series}}"),
            ("nbib", "CTI - Made-up Series\n"),
        ],
    );
    let chapter = text.replace("book,", "book-chapter,");
    check(&chapter, &[("ris", "A2  - Roe, Ann\n"), ("ris-endnote", "T3  - Made-up Series\n")]);
    let editors = |text: &str| texts(&Fields::of(read(text).records.record(0)), Field::Editor);
    assert_eq!(editors("TY  - BOOK\nTI  - Sheds\nA2  - Ek, Bo\nA3  - Roe, Ann\nER  - \n"), ["Roe, Ann"]);
    assert_eq!(editors("TY  - BOOK\nTI  - Sheds\nA2  - Ek, Bo\nER  - \n"), ["Ek, Bo"]);
    assert_eq!(editors("TY  - CHAP\nTI  - Sheds\nA2  - Ek, Bo\nA3  - Roe, Ann\nER  - \n"), ["Ek, Bo"]);
}

#[test]
fn zotero_gets_once_what_it_reads_once() {
    let text = "TY  - JOUR\nTI  - Sheds\nSN  - 0736-0266\nSN  - 1554-527X\nUR  - https://towns.example/1\nUR  - https://towns.example/2\nER  - \n";
    check_again(text, Field::Url);
    check_again(text, Field::Issn);
    check(
        text,
        &[
            ("ris-zotero", "SN  - 0736-0266, 1554-527X\n"),
            ("ris-zotero", "N1  - https://towns.example/2\n"),
            ("ris", "UR  - https://towns.example/2\n"),
        ],
    );
    let chapter = "TY  - CHAP\nTI  - Sheds\nSN  - 9780306406157\nSN  - 1449-4035\nER  - \n";
    check_again(chapter, Field::Issn);
    check(chapter, &[("ris-zotero", "SN  - 9780306406157\n"), ("ris-zotero", "M2  - ISSN: 1449-4035\n")]);
    check(text, &[("endnote-xml", "<web-urls><url>https://towns.example/1</url></web-urls>")]);
}

#[test]
fn types_of_publication_are_those_of_the_library() {
    for (kind, expected) in [
        ("JOUR", "Journal Article"),
        ("CHAP", "Book Chapter"),
        ("BOOK", "Book"),
        ("THES", "Academic Dissertation"),
        ("RPRT", "Technical Report"),
        ("UNPB", "Preprint"),
    ] {
        let text = format!("TY  - {kind}\nTI  - Sheds\nCY  - Saltby\nER  - \n");
        check(&text, &[("nbib", &format!("PT  - {expected}\n")), ("nbib", "PL  - Saltby\n")]);
        let kinds = |text: &str| Fields::of(read(text).records.record(0)).document_type;
        assert_eq!(kinds(&written("nbib", &text)), kinds(&text));
        check_again(&text, Field::PublisherPlace);
    }
    let chapter = "TY  - CHAP\nTI  - Sheds\nT2  - The book\nER  - \n";
    check(chapter, &[("nbib", "BTI - The book\n"), ("nbib", "!JT  - ")]);
    let book = "TY  - BOOK\nTI  - Sheds\nER  - \n";
    check(book, &[("nbib", "BTI - Sheds\n")]);
    assert_eq!(Fields::of(read(&written("nbib", book)).records.record(0)).container, "");
    // Of a journal it is the country.
    let journal = "PMID- 20000001\nOWN - NLM\nTI  - Sheds\nPL  - England\nJT  - Towns\n";
    assert_eq!(Fields::of(read(journal).records.record(0)).publisher_place, "");
}

#[test]
fn a_number_of_pubmed_is_one_where_that_is_the_database() {
    let pmid = |database: &str, number: &str| {
        let text = format!("TY  - JOUR\nTI  - Sheds\nDB  - {database}\nAN  - {number}\nER  - \n");
        texts(&Fields::of(read(&text).records.record(0)), Field::Pmid)
    };
    for database in ["PubMed", "pubmed", "PUBMED"] {
        assert_eq!(pmid(database, "29900001"), ["29900001"], "{database}");
    }
    for (database, number) in [("ERIC", "29900001"), ("PubMed", "PMC1"), ("ProQuest MEDLINE", "29900001")] {
        assert!(pmid(database, number).is_empty(), "{database} {number}");
    }
}

#[test]
fn what_a_program_would_refuse_is_told() {
    let folded = "TY  - JOUR\nTI  - Sheds\nAB  - Background: of sheds\nMethods: we searched\nER  - \n";
    assert!(losses("ris", folded).iter().any(|loss| loss.contains("several lines")), "{:?}", losses("ris", folded));
    assert_eq!(written("ris", folded), format!("{folded}\n"), "it stays as it came");
    check(folded, &[("ris-endnote", "AB  - Background: of sheds Methods: we searched\n")]);
    assert!(losses("ris-endnote", folded).is_empty());
    for whole in [
        "TY  - JOUR\nTI  - Sheds\nER  - \n",
        "1.\nTY  - JOUR\r\nTI  - Sheds\r\n\r\nER  - \r\nLink to the text\r\n",
        "TY  - JOUR\rTI  - Sheds\rER  - \r",
    ] {
        assert_eq!(losses("ris", whole), [""; 0], "{whole}");
    }
    let without = losses("nbib", "TY  - JOUR\nTI  - Sheds\nER  - \n");
    assert!(without.iter().any(|loss| loss.contains("PubMed identifier")), "{without:?}");
    assert_eq!(losses("nbib", "TY  - JOUR\nTI  - Sheds\nN1  - PMID: 20000001\nER  - \n"), [""; 0]);
}
