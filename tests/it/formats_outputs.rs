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
    assert_eq!(losses("ris-zotero", unread), ["a access date that could not be read"]);
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
            ("ris-zotero", "N1  - ISBN: 9780306406157\n"),
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
