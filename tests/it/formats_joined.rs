//! Files that were put together, cut off, or changed on their way: each record is read once, and nothing else is read as a record. The
//! grammar of what is expected is in `tests/corpus/README.md`.

use crate::formats_tagged::read;
use std::io::Write as _;

use litsieve::source::SourceFile;

use crate::support::{check_cli, read_otherwise};

/// What happened to the file, its name, its text, and what is expected of it.
type Case = (&'static str, &'static str, &'static str, &'static str);

fn check(cases: &[Case]) {
    let of = |(what, label, text, expected): &Case| {
        read_otherwise(what, SourceFile::new(*label, text.as_bytes().to_vec()), expected)
    };
    let wrong: Vec<String> = cases.iter().flat_map(of).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[rustfmt::skip] // an export is one line here, as long as it is
fn a_byte_order_mark_between_two_files_hides_no_record() {
    check(&[
        ("enw", "a.enw", "\u{feff}%0 Journal Article\n%T One\n%A Ek, Bo\n\u{feff}%0 Journal Article\n%T Two\n", "format: enw\nmarkers: 2\ncodes: REA039\n---\ntitle: One\n---\ntitle: Two\n"),
        ("RefWorks", "a.txt", "\u{feff}RT Journal Article\nSR Electronic\nT1 One\nYR 2001\n\n\u{feff}RT Book, Whole\nSR Print\nT1 Two\n", "format: refworks-tagged\nmarkers: 2\ncodes: REA039\n---\ntitle: One\nyear: 2001\n---\ntitle: Two\n"),
        ("MEDLINE", "a.nbib", "\u{feff}PMID- 1\nOWN - NLM\nTI  - One\n\n\u{feff}PMID- 2\nOWN - NLM\nTI  - Two\n", "format: nbib\nmarkers: 2\ncodes: REA039\n---\ntitle: One\npmid: 1\n---\ntitle: Two\npmid: 2\n"),
        ("RIS keeps the type", "a.ris", "\u{feff}TY  - JOUR\r\nTI  - One\r\nER  - \r\n\u{feff}TY  - BOOK\r\nTI  - Two\r\nER  - \r\n", "markers: 2\ncodes: REA039\n---\ntitle: One\ntype: journal-article\n---\ntitle: Two\ntype: book\n"),
        ("a table with its header again", "a.csv", "\u{feff}title,year\nOne,2001\n\u{feff}title,year\nTwo,2002\n", "format: csv\nmarkers: 2\ncodes: REA039 TAB004\n---\ntitle: One\n---\ntitle: Two\nyear: 2002\n"),
        ("two formats", "a.txt", "PMID- 1\nOWN - NLM\nTI  - One\n\n\u{feff}TY  - JOUR\nTI  - Two\nER  - \n", "format: mixed\nmarkers: 2\ncodes: REA036 REA039\n---\ntitle: One\n---\ntitle: Two\n"),
        ("without a line end before", "a.ris", "TY  - JOUR\nTI  - One\nER  - \u{feff}TY  - JOUR\nTI  - Two\nER  - \n", "markers: 2\n---\ntitle: One\n---\ntitle: Two\n"),
        ("a mark inside a value parts nothing", "a.ris", "TY  - JOUR\nTI  - One\nAB  - Some \u{feff}text\nER  - \n", "markers: 1\ncodes:\n---\ntitle: One\n"),
        ("that of the file itself is not told", "a.ris", "\u{feff}TY  - JOUR\nTI  - One\nER  - \n", "markers: 1\ncodes:\n---\ntitle: One\n"),
    ]);
}

#[test]
#[rustfmt::skip]
fn every_table_of_a_file_is_read_under_its_own_header() {
    check(&[
        ("the second knows more columns", "a.csv", "Title,Authors,Year\nOne,Ek B,2001\nTwo,Dow C,2002\nPMID,Title,Authors,Citation,Journal/Book,Publication Year,DOI\n7,Three,Roe R,x,Made-up Studies,2003,10.5555/3\n", "markers: 3\ncodes: TAB010\n---\ntitle: One\nyear: 2001\n---\ntitle: Two\n---\ntitle: Three\njournal: Made-up Studies\npmid: 7\n"),
        ("the first knows more", "a.csv", "PMID,Title,Authors,Citation,Journal/Book,Publication Year,DOI\n7,One,Roe R,x,Made-up Studies,2003,10.5555/3\n\nYear,Title,Authors\n2001,Two,Ek B\n", "markers: 2\ncodes: TAB010\n---\ntitle: One\npmid: 7\n---\ntitle: Two\nyear: 2001\nauthors: Ek, B\n"),
        ("three", "a.csv", "Title,Year,DOI\nOne,2001,10.5555/1\nYear,Title,DOI\n2002,Two,10.5555/2\nDOI,Title,Year\n10.5555/3,Three,2003\n", "markers: 3\ncodes: TAB010\n---\nyear: 2001\n---\nyear: 2002\ntitle: Two\n---\nyear: 2003\ndoi: 10.5555/3\n"),
        ("another delimiter", "a.csv", "Title;Authors;Year\nOne;Ek, B;2001\nTitle,Authors,Year,DOI\nTwo,\"Dow, C\",2002,10.5555/2\n", "markers: 2\ncodes: TAB010\n---\ntitle: One\nauthors: Ek, B\n---\ntitle: Two\nauthors: Dow, C\ndoi: 10.5555/2\n"),
        ("behind many rows of tabs", "a.tsv", "title\tyear\tdoi\none\t2001\t10.5555/1\ntwo\t2002\t10.5555/2\nAuthor\tTitle\tYear\tAbstract\nEk, B\tthree\t2003\tText\n", "markers: 3\ncodes: TAB010\n---\nyear: 2001\n---\nyear: 2002\n---\nyear: 2003\nabstract: Text\nauthors: Ek, B\n"),
        ("the same header is no table", "a.csv", "Title,Authors,Year\nOne,Ek B,2001\nTITLE,authors,year\nTwo,Dow C,2002\n", "markers: 2\ncodes: TAB004\n---\ntitle: One\n---\ntitle: Two\n"),
        ("the same header without a line end before", "a.csv", "Title,Authors,Year\nOne,Ek B,2001Title,Authors,Year\nTwo,Dow C,2002\n", "markers: 2\ncodes: TAB004\n---\ntitle: One\nyear: 2001\n---\ntitle: Two\nyear: 2002\n"),
        ("a list of searched fields is none", "a.csv", "Searched fields,Title,Abstract,Keywords\nDate,2024-05-01\nTitle,Authors,Year,DOI\nOne,Ek B,2001,10.5555/1\n", "markers: 1\ncodes: TAB011\n---\ntitle: One\nyear: 2001\n"),
        ("a record about titles and abstracts is none", "a.csv", "Title,Authors,Year,Keywords\nOne,Ek B,2001,title; abstract; keywords\n\"Title, abstract, keywords\",Dow C,2002,Title\n", "markers: 2\ncodes:\n---\ntitle: One\n---\ntitle: Title, abstract, keywords\n"),
        ("rows above the header may be records", "a.csv", "One,Ek B,2001\nTwo,Dow C,2002\nTitle,Authors,Year\nThree,Roe R,2003\n", "markers: 1\ncodes: TAB011\n---\ntitle: Three\n"),
        ("a title above a header in a spreadsheet's width is none", "a.csv", "Search of May,,\nTitle,Authors,Year\nThree,Roe R,2003\n", "markers: 1\ncodes: TAB005\n---\ntitle: Three\n"),
    ]);
}

#[test]
#[rustfmt::skip]
fn pages_of_logins_and_errors_are_no_records() {
    check(&[
        ("a check for robots", "a.ris", "<!DOCTYPE html><html lang=\"en\"><head><title>Just a moment...</title><meta name=\"robots\" content=\"noindex\"></head><body>Checking</body></html>", "codes: REA026 REA040\nmarkers: 0\n"),
        ("a login", "a.html", "<html><head><title>Sign in - Made-up Host</title></head><body><form></form></body></html>", "codes: REA040\nmarkers: 0\n"),
        ("an error", "a.html", "<html><head><title>404 Not Found</title></head><body></body></html>", "codes: REA040\nmarkers: 0\n"),
        ("a login that greets social networks", "a.html", "<html><head><title>Login</title><meta property='og:title' content='Login | Made-up Library'><meta property='og:site_name' content='Made-up Library'></head></html>", "codes: REA040\nmarkers: 0\n"),
        ("an error in Spanish", "a.html", "<html lang=es><head><title>Página no encontrada | Biblioteca</title></head></html>", "codes: REA040\nmarkers: 0\n"),
        ("a start page in the place of a table", "a.csv", "<html><head><title>Made-up Host: search</title></head></html>", "codes: REA040\nmarkers: 0\n"),
        ("a report that has a title alone", "a.html", "<html><head><title>Gardens of the north | The Office</title></head><body><p>Text</p></body></html>", "codes:\nmarkers: 1\n---\ntitle: Gardens of the north | The Office\n"),
        ("a report whose title has such words", "a.html", "<html><head><title>Access denied: the practice of filtering in towns</title></head></html>", "codes:\nmarkers: 1\n---\ntitle: Access denied: the practice of filtering in towns\n"),
        ("an article of that name", "a.ris", "<html><head><title>Log in</title><meta name=citation_title content='Log in'><meta name=citation_author content='Ek, Bo'></head></html>", "codes: REA026\nmarkers: 1\n---\ntitle: Log in\nauthors: Ek, Bo\n"),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_record_begins_inside_a_line_where_the_file_before_had_no_line_end() {
    check(&[
        ("MEDLINE", "a.txt", "PMID- 1\nTI  - One\nSO  - Made Up. 2001;1:2-9.PMID- 2\nTI  - Two\n", "format: nbib\nmarkers: 2\ncodes: REA010\n---\ntitle: One\n---\ntitle: Two\npmid: 2\n"),
        ("MEDLINE, in the second line of a value", "a.txt", "PMID- 1\nTI  - One\nSO  - Made Up.\n      2001;1:2-9.PMID- 2\nTI  - Two\n", "format: nbib\nmarkers: 2\ncodes: REA010\n---\ntitle: One\n---\ntitle: Two\n"),
        ("enw", "a.enw", "%0 Journal Article\n%T One\n%W CNKI%0 Journal Article\n%T Two\n", "format: enw\nmarkers: 2\ncodes: REA010\n---\ntitle: One\n---\ntitle: Two\n"),
        ("RefWorks", "a.txt", "RT Journal Article\nSR 1\nT1 One\nDS CNKIRT Journal Article\nSR 1\nT1 Two\n", "format: refworks-tagged\nmarkers: 2\ncodes: REA010\n---\ntitle: One\n---\ntitle: Two\n"),
        ("with a byte order mark", "a.nbib", "PMID- 1\nTI  - One\nPG  - 2-9\u{feff}PMID- 2\nTI  - Two\n", "format: nbib\nmarkers: 2\ncodes: REA010\n---\ntitle: One\npages: 2-9\n---\ntitle: Two\n"),
        ("a number of PubMed in prose parts nothing", "a.nbib", "PMID- 1\nTI  - One\nAB  - See PMID- 2 and\n      PMID- 3.\nDP  - 2001\n", "format: nbib\nmarkers: 1\ncodes:\n---\nabstract: See PMID- 2 and PMID- 3.\nyear: 2001\n"),
        ("a per cent sign in prose", "a.enw", "%0 Journal Article\n%T One of 5 %0 of gardens\n%A Ek, Bo\n", "markers: 1\ncodes:\n---\ntitle: One of 5 %0 of gardens\n"),
        ("a title in capitals", "a.txt", "RT Journal Article\nT1 THE LIBERAL ART Studies\nA1 Ek, Bo\nYR 2001\n", "markers: 1\ncodes:\n---\ntitle: THE LIBERAL ART Studies\n"),
    ]);
}

#[test]
#[rustfmt::skip]
fn exports_of_several_formats_are_read_as_what_they_are() {
    check(&[
        ("BibTeX, then RIS", "a.txt", "@inproceedings{k1,\n title = {One}\n}\n\n@book{k2,\n title = {Two}\n}\n\nTY  - JOUR\nTI  - Three\nER  - \n", "format: mixed\nmarkers: 3\ncodes: REA036\n---\ntitle: One\n---\ntitle: Two\n---\ntitle: Three\ntype: journal-article\n"),
        ("BibTeX of a rare type, then RIS", "a.txt", "@dataset{k1,\n title = {One}\n}\n\nTY  - JOUR\nTI  - Two\nER  - \n", "format: mixed\nmarkers: 2\n---\ntitle: One\n---\ntitle: Two\n"),
        ("RIS, then BibTeX, then RIS", "a.txt", "TY  - JOUR\nTI  - One\nER  - \n\n@Misc{k,\n title = {Two}\n}\nTY  - JOUR\nTI  - Three\nER  - \n", "format: mixed\nmarkers: 3\ncodes: REA036\n---\ntitle: One\n---\ntitle: Two\n---\ntitle: Three\n"),
        ("enw, then BibTeX", "a.txt", "%0 Book\n%T One\n\n@phdthesis{k,\n title = {Two}\n}\n", "format: mixed\nmarkers: 2\n---\ntitle: One\n---\ntitle: Two\ntype: thesis\n"),
        ("MEDLINE, then BibTeX, then RIS", "a.txt", "PMID- 1\nOWN - NLM\nTI  - One\n\n@article{k,\n title = {Two}\n}\n\nTY  - JOUR\nTI  - Three\nER  - \n", "format: mixed\nmarkers: 3\n---\ntitle: One\n---\ntitle: Two\n---\ntitle: Three\n"),
        ("an entry inside a record is told", "a.ris", "TY  - JOUR\nTI  - One\nAB  - An entry begins so:\n@book{k,\nER  - \n", "format: ris\ncodes: REA012 REA033\n---\ntitle: One\n"),
        ("a name on a social network is no entry", "a.ris", "TY  - JOUR\nTI  - One\nAB  - Follow\n@gardens{us}\nER  - \n", "format: ris\ncodes: REA012\n---\ntitle: One\n"),
    ]);
}

#[test]
#[rustfmt::skip]
fn rows_that_line_ends_broke_are_whole_and_short_ones_are_told() {
    check(&[
        ("in the last column", "a.csv", "Title,Authors,Year,Abstract\nOne,\"Ek, B\",2001,Background: x\nMethods: y\nResults: z\nTwo,\"Dow, C\",2002,fine\n", "markers: 2\ncodes: TAB012\n---\ntitle: One\n---\ntitle: Two\nyear: 2002\n"),
        ("in a column in the middle", "a.csv", "Title,Authors,Abstract,Year,DOI\nOne,Ek B,Text,2001,10.5555/1\nTwo,Dow C,Background: x\nMethods: y\nResults: z,2002,10.5555/2\n", "markers: 2\ncodes: TAB012\n---\ntitle: One\n---\ntitle: Two\nyear: 2002\ndoi: 10.5555/2\n"),
        ("in a title, of tabs", "a.tsv", "Authors\tTitle\tYear\tDOI\nEk, B\tOne, or\nthe other\t2001\t10.5555/1\nDow, C\tTwo\t2002\t10.5555/2\n", "markers: 2\ncodes: TAB012\n---\nyear: 2001\ndoi: 10.5555/1\n---\ntitle: Two\n"),
        ("behind a row that is whole", "a.csv", "Title,Year,Keywords\nOne,2001,gardens\ntowns\nTwo,2002,sheds\n", "markers: 2\ncodes: TAB012\n---\ntitle: One\n---\ntitle: Two\n"),
        ("several rows", "a.csv", "Title;Year;Abstract\nOne;2001;a\nb\nTwo;2002;c\nd\n", "markers: 2\ncodes: TAB012\n---\ntitle: One\n---\ntitle: Two\n"),
        ("short rows are records of their own", "a.csv", "Title,Abstract,Year,DOI,Journal,Volume\nOne,Text,2001\nTwo,Text,2002,10.5555/2\n", "markers: 2\ncodes:\n---\ntitle: One\n---\ntitle: Two\ndoi: 10.5555/2\n"),
        ("two short rows that have all cells together", "a.csv", "Title,Abstract,Year,DOI,Journal\nOne,Text\nTwo,Text,2002,10.5555/2\n", "markers: 2\ncodes:\n---\ntitle: One\n---\ntitle: Two\ndoi: 10.5555/2\n"),
        ("a remark below the table", "a.csv", "Title,Year,DOI\nOne,2001,10.5555/1\nDownloaded in May\n", "markers: 2\ncodes: TAB013\n---\ntitle: One\n---\ntitle: Downloaded in May\n"),
        ("cut off", "a.csv", "Title,Year,DOI,Journal\nOne,2001,10.5555/1,Made-up Studies\nTwo,20", "markers: 2\ncodes: REA022 TAB013\n---\ntitle: One\n---\ntitle: Two\n"),
        ("short to its end, with a line end", "a.csv", "Title,Year,DOI,Journal\nOne,2001,10.5555/1,Made-up Studies\nTwo,2002\n", "markers: 2\ncodes:\n---\ntitle: One\n---\ntitle: Two\n"),
        ("titles alone, cells left out", "a.csv", "Title,Year\nOne\nTwo\n", "markers: 2\ncodes:\n---\ntitle: One\n---\ntitle: Two\n"),
    ]);
}

#[test]
#[rustfmt::skip]
fn ris_that_another_program_changed_is_read_as_it_was() {
    check(&[
        ("indented", "a.ris", "    TY  - JOUR\n    TI  - One\n    AU  - Ek, Bo\n    ER  - \n    \n    TY  - BOOK\n    TI  - Two\n    ER  -\n", "format: ris\nmarkers: 2\ncodes: REA041\n---\ntitle: One\nauthors: Ek, Bo\n---\ntitle: Two\ntype: book\n"),
        ("no-break spaces", "a.ris", "TY\u{a0}\u{a0}- JOUR\nTI\u{a0}\u{a0}- One\nPY\u{a0}\u{a0}- 2001\nER\u{a0}\u{a0}- \n", "format: ris\nmarkers: 1\ncodes: REA041\n---\ntitle: One\nyear: 2001\n"),
        ("dashes", "a.ris", "TY  – JOUR\nTI  – One – two\nPY  – 2001\nER  –\n", "format: ris\nmarkers: 1\ncodes: REA041\n---\ntitle: One – two\nyear: 2001\n"),
        ("quoted in a mail", "a.txt", "> TY  - JOUR\n> TI  - One\n> PY  - 2001\n> ER  - \n", "format: ris\nmarkers: 1\ncodes: REA041\n---\ntitle: One\nyear: 2001\n"),
        ("all at once", "a.txt", "\tTY \u{a0}— JOUR\n\tTI \u{a0}— One\n\tPY \u{a0}— 2001\n\tER \u{a0}—\n", "format: ris\nmarkers: 1\ncodes: REA041\n---\ntitle: One\nyear: 2001\n"),
        ("some lines of a regular file", "a.ris", "TY  - JOUR\nTI  - One\nPY  – 2001\nVL\u{a0}\u{a0}- 7\nER  - \n", "format: ris\nmarkers: 1\ncodes:\n---\ntitle: One\nyear: 2001\nvolume: 7\n"),
        ("indented prose of a regular file", "a.ris", "TY  - JOUR\nTI  - One\nAB  - Text\n  PY  - 1999 of it\nER  - \n", "format: ris\ncodes: REA012\n---\ntitle: One\nyear:\n"),
        ("a dash in prose", "a.ris", "TY  - JOUR\nTI  - One\nAB  - Text\nPY – the year\nER  - \n", "format: ris\ncodes: REA012\n---\nyear:\n"),
        ("rich text is named", "a.ris", "{\\rtf1\\ansi\\f0\\fs20 TY  - JOUR\\par\nTI  - One\\par\nER  - \\par\n}", "codes: REA034\n"),
    ]);
}

#[test]
#[rustfmt::skip]
fn columns_are_known_in_the_languages_of_those_who_name_them() {
    check(&[
        ("Dutch", "a.csv", "Titel;Auteurs;Jaar;Tijdschrift\nOne;Ek, B;2001;Made-up Studies\n", "codes:\n---\ntitle: One\nyear: 2001\njournal: Made-up Studies\n"),
        ("Polish", "a.csv", "Tytuł;Autorzy;Rok;Czasopismo;Słowa kluczowe\nOne;Ek, B;2001;Made-up Studies;sheds\n", "codes:\n---\ntitle: One\nauthors: Ek, B\nyear: 2001\njournal: Made-up Studies\nkeywords: sheds\n"),
        ("Turkish", "a.csv", "Başlık;Yazarlar;Yıl;Dergi;Özet\nOne;Ek, B;2001;Made-up Studies;Text\n", "codes:\n---\ntitle: One\nyear: 2001\njournal: Made-up Studies\nabstract: Text\n"),
        ("Turkish in capitals", "a.csv", "BAŞLIK;YAZAR;YIL;SAYI\nOne;Ek, B;2001;7\n", "codes:\n---\ntitle: One\nyear: 2001\nissue: 7\n"),
        ("Russian", "a.csv", "Название;Авторы;Год;Журнал;Том;Страницы\nOne;Ek, B;2001;Made-up Studies;7;1-9\n", "codes:\n---\ntitle: One\nyear: 2001\njournal: Made-up Studies\nvolume: 7\npages: 1-9\n"),
        ("Chinese", "a.csv", "题名,作者,年,刊名,摘要\nOne,\"Ek, B\",2001,Made-up Studies,Text\n", "codes:\n---\ntitle: One\nyear: 2001\njournal: Made-up Studies\nabstract: Text\n"),
        ("Japanese", "a.csv", "タイトル,著者,発行年,雑誌名\nOne,\"Ek, B\",2001,Made-up Studies\n", "codes:\n---\ntitle: One\nyear: 2001\njournal: Made-up Studies\n"),
        ("Swedish", "a.csv", "Titel;Författare;År;Tidskrift\nOne;Ek, B;2001;Made-up Studies\n", "codes:\n---\ntitle: One\nauthors: Ek, B\nyear: 2001\njournal: Made-up Studies\n"),
        ("what nobody calls so stays unknown", "a.csv", "title,year,jaarverslag\nOne,2001,x\n", "codes: TAB008\n---\ntitle: One\nyear: 2001\n"),
    ]);
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        writer.start_file(*name, stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What `inspect` says of an archive with these members, and whether its exit code is `code`.
fn inspected(bytes: &[u8], code: i32) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("all.zip"), bytes).unwrap();
    check_cli(folder.path(), &["inspect", "all.zip"], code)
}

const RIS: &[u8] = b"TY  - JOUR\nTI  - One\nER  - \n";

#[test]
fn what_lies_beside_the_exports_of_an_archive_costs_none_of_them() {
    let log = b"article_id,user_id,user_email,key,value,created_at\n1,5,a@x.example,included,1,2024-01-01\n";
    for (name, beside, told) in [
        ("readme.txt", b"Dear librarian,\nhere is the export.\n".as_slice(), "it begins `Dear librarian"),
        ("customizations_log.csv", log, "decisions import --format rayyan"),
        ("readings.csv", b"station,wind,rain\nA,1,2\nB,3,4\n", "no column has a known name"),
        ("notes.rtf", b"{\\rtf1 made up}", "rich text"),
        ("font.bin", b"\x00\x01\x00\x00\x02\x03\x04", "no export"),
    ] {
        let (out, err) = inspected(&zipped(&[("a.ris", RIS), (name, beside)]), 0);
        let both = out + &err;
        assert!(both.contains("ARC004") && both.contains(name) && both.contains(told), "{name}: {both}");
    }
}

#[test]
fn an_archive_without_an_export_and_one_with_an_export_that_is_not_read_say_so() {
    let (out, err) = inspected(&zipped(&[("readme.txt", b"Dear librarian,\nhere is the export.\n")]), 2);
    assert!((out + &err).contains("REA001"));
    let (out, err) =
        inspected(&zipped(&[("a.ris", RIS), ("b.xml", b"<?xml version=\"1.0\"?><catalogue><a>x</a></catalogue>")]), 2);
    assert!((out + &err).contains("REA034"));
}

#[test]
fn an_archive_that_was_cut_off_is_not_read_by_the_directory_of_one_inside() {
    let inner = zipped(&[("a.ris", RIS)]);
    let whole = zipped(&[("inner.zip", &inner), ("b.ris", &RIS.repeat(3))]);
    let cut = &whole[..memchr::memmem::rfind(&whole, b"PK\x01\x02").unwrap() - 10];
    let (out, err) = inspected(cut, 2);
    assert!((out + &err).contains("directory"));
    inspected(&whole, 0);
}

/// What is said inside a page or a cell does not make the file another format.
#[test]
fn the_outermost_of_two_formats_is_the_format_of_the_file() {
    let page = |inside: &str| {
        format!(
            "<!DOCTYPE html>\n<html><head>\n<style>\n@media (min-width:1024px){{.x{{color:red}}}}\n@font-face {{ font-family: x; }}\n</style>\n\
             <meta name=\"citation_title\" content=\"One\">\n<meta name=\"citation_doi\" content=\"10.5555/1\">\n</head><body>{inside}</body></html>\n"
        )
    };
    let shown = "<pre>&lt;mods&gt;</pre><xml><modsCollection xmlns=\"http://www.loc.gov/mods/v3\"><mods><titleInfo><title>Two</title></titleInfo></mods></modsCollection></xml>";
    for text in [page(""), page(shown)] {
        let parsed = read("page.html", text.clone().into_bytes());
        assert_eq!((parsed.records.format(), parsed.records.len()), ("html", 1), "{text}");
        assert_eq!(parsed.records.record(0).title(), Some("One"));
    }
    let bib = read(
        "a.html",
        b"<html><body>\n<pre>\n@article{k1,\n title = {One},\n year = 2001\n}\n</pre></body></html>".to_vec(),
    );
    assert_eq!((bib.records.format(), bib.records.len()), ("bibtex", 1));

    for line in ["TY  - JOUR", "PMID- 123", "PT J", "@article{x,", "%0 Journal Article", "FN Made up"] {
        let rows =
            (2..9).map(|number| format!("Title {number},Ek B,200{number},\"An abstract.\"\n")).collect::<String>();
        let text = format!("Title,Authors,Year,Abstract\nOne,Ek B,2001,\"We found\n{line}\nTI  - in a file.\"\n{rows}");
        let parsed = read("a.csv", text.into_bytes());
        assert_eq!((parsed.records.format(), parsed.records.len(), parsed.markers), ("csv", 8, 8), "{line}");
    }
    // Behind a table that has ended there are records again.
    let behind =
        read("a.csv", b"Title,Authors,Year\nOne,Ek B,2001\nTY  - JOUR\nTI  - Two\nPY  - 2002\nER  - \n".to_vec());
    assert!(behind.records.iter().any(|record| record.title() == Some("Two")));
}
