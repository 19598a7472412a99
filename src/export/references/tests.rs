use std::sync::Arc;

use super::*;
use crate::format;
use crate::source::SourceFile;

fn file(name: &str, text: &str) -> format::Parsed {
    format::read(&Arc::new(SourceFile::new(name, text.as_bytes().to_vec())))
}

fn written(writer: &dyn Writer, parsed: &format::Parsed) -> String {
    let mut references = parsed.records.iter().map(|record| Reference::of("made-up:1", record));
    String::from_utf8(to_bytes(writer, &mut references)).expect("writers write UTF-8")
}

#[test]
fn a_ris_record_leaves_as_it_came() {
    let text = "TY  - JOUR\nXX  - kept\nTI  - One\n  two\nER  - \n\n";
    assert_eq!(written(&ris::Ris, &file("a.ris", text)), text);
    let unended = "TY  - JOUR\r\nTI  - One\r\n";
    assert_eq!(
        written(&ris::Ris, &file("a.ris", unended)),
        "TY  - JOUR\r\nTI  - One\r\nER  - \r\n\r\n",
        "in the line ends it has"
    );
    let untyped = "C1  - 5\nTI  - One\nER  - \n\n";
    assert_eq!(written(&ris::Ris, &file("a.ris", untyped)), format!("TY  - GEN\n{untyped}"));
    let late = "C1  - 5\nTY - JOUR\nTI  - One\nER  - \n\n";
    assert_eq!(written(&ris::Ris, &file("a.ris", late)), late, "a type of its own stays where it is");
}

#[test]
fn what_csv_writes_csv_reads() {
    let text = "title,authors,year,month,doi,keywords,pages,note\n\
            =1+1,\"Ek, Bo; Dow, Cy, Jr.\",2015,4,10.1000/1,\"a; b, c\",1-5,\"-x\"\n";
    let first = file("a.csv", text);
    let again = file("b.csv", &written(&csv::Csv, &first));
    let (before, after) = (Fields::of(first.records.record(0)), Fields::of(again.records.record(0)));
    for &field in TYPED {
        assert_eq!(texts(&before, field), texts(&after, field), "{}", field.name());
    }
    assert_eq!(texts(&after, Field::Title), ["=1+1"]);
}

#[test]
fn authors_keep_their_order_wherever_a_body_stands() {
    let names = |parsed: &format::Parsed| -> Vec<(String, bool)> {
        let authors = parsed.records.record(0).authors();
        authors.into_iter().map(|author| (author.to_string(), author.corporate)).collect()
    };
    let orders: [&[(&str, bool)]; 4] = [
        &[("Nesta", true), ("Ek, Bo", false), ("Department of Health and Social Care", true), ("Dow, Cy, Jr.", false)],
        &[("Ek, Bo", false), ("Nesta", true)],
        &[("Nesta", true), ("Made-Up University, Saltby", true)],
        &[("Nesta", true), ("Ek, Bo", false), ("Nesta", true)],
    ];
    for order in orders {
        let ris = |(name, body): &(&str, bool)| match body {
            true => format!("AU  - {}\n", Person::body(name).marked()),
            false => format!("AU  - {name}\n"),
        };
        let text = format!("TY  - JOUR\nTI  - One\n{}ER  - \n", order.iter().map(ris).collect::<String>());
        let first = file("a.ris", &text);
        let expected: Vec<(String, bool)> = order.iter().map(|(name, body)| ((*name).to_owned(), *body)).collect();
        assert_eq!(names(&first), expected);
        for writer in WRITERS {
            let mut references = first.records.iter().map(|record| Reference::of("made-up:1", record));
            let bytes = to_bytes(*writer, &mut references);
            let again = format::read(&Arc::new(SourceFile::new("b", bytes)));
            assert_eq!(names(&again), expected, "{}", writer.name());
        }
    }
}

#[test]
fn a_list_of_authors_that_goes_on_says_so_or_is_told() {
    let first = file("a.csv", "Authors,Title,Year\n\"JP Dow, K van der Ek, ...\",One,2018\n");
    let names = |parsed: &format::Parsed| texts(&Fields::of(parsed.records.record(0)), Field::Author);
    assert_eq!(names(&first), ["Dow, JP", "van der Ek, K"]);
    for writer in WRITERS {
        let reference = || Reference::of("made-up:1", first.records.record(0));
        let bytes = to_bytes(*writer, &mut std::iter::once(reference()));
        let again = format::read(&Arc::new(SourceFile::new("b", bytes)));
        assert_eq!(names(&again), ["Dow, JP", "van der Ek, K"], "{}", writer.name());
        let mut losses = Losses::default();
        losses.count(*writer, &reference());
        let told = losses.iter().any(|(loss, _)| *loss == Loss::EtAl);
        assert_eq!(again.records.record(0).authors_are_cut(), !told, "{}", writer.name());
    }
}

#[test]
fn lines_of_an_abstract_stay_lines_or_it_is_told() {
    let first = file("a.csv", "Title,Year,Abstract\nOne,2018,\"Background: a town.\nMethods: we asked.\"\n");
    for writer in WRITERS {
        let reference = || Reference::of("made-up:1", first.records.record(0));
        let bytes = to_bytes(*writer, &mut std::iter::once(reference()));
        let again = format::read(&Arc::new(SourceFile::new("b", bytes)));
        let again = texts(&Fields::of(again.records.record(0)), Field::Abstract);
        let mut losses = Losses::default();
        losses.count(*writer, &reference());
        let told = losses.iter().any(|(loss, _)| *loss == Loss::LineEnds);
        let expected =
            if told { "Background: a town. Methods: we asked." } else { "Background: a town.\nMethods: we asked." };
        assert_eq!(again, [expected], "{}", writer.name());
    }
    let one_line = file("a.csv", "Title,Year,Abstract\nOne,2018,Background: a town.\n");
    let mut losses = Losses::default();
    losses.count(&nbib::Nbib, &Reference::of("made-up:1", one_line.records.record(0)));
    assert!(losses.iter().all(|(loss, _)| *loss != Loss::LineEnds), "an abstract of one line loses none");
}

#[test]
fn zotero_keeps_a_type_that_its_code_tells() {
    let told = |code: &str| {
        let first = file("a.ris", &format!("TY  - {code}\nTI  - One\nPY  - 2018\nER  - \n"));
        let mut losses = Losses::default();
        losses.count(
            writer("ris-zotero").expect("a format that is written"),
            &Reference::of("made-up:1", first.records.record(0)),
        );
        losses.iter().any(|(loss, _)| *loss == Loss::Field(Field::DocumentType))
    };
    assert_eq!(["JOUR", "CHAP", "THES", "RPRT", "BOOK"].map(told), [false; 5]);
    assert!(told("JOUR\nM3  - Editorial"), "an editorial is a journal article there");
}

#[test]
fn an_apostrophe_of_a_title_is_no_guard() {
    for title in ["'=1", "=1", "''-x", "'quoted'"] {
        let first = file("a.ris", &format!("TY  - JOUR\nTI  - {title}\nER  - \n"));
        for writer in [&csv::Csv as &dyn Writer, &xlsx::Xlsx] {
            let mut references = first.records.iter().map(|record| Reference::of("made-up:1", record));
            let again = format::read(&Arc::new(SourceFile::new("b", to_bytes(writer, &mut references))));
            assert_eq!(again.records.record(0).title(), Some(title), "{}", writer.name());
        }
    }
}

#[test]
fn runs_of_white_space_are_one_blank() {
    for text in
        ["", " ", "one", "one two", " one", "one ", "one  two", "one\ntwo", "one\u{a0}two", "\u{3000}", "one \t two"]
    {
        assert_eq!(one_line(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
    }
    assert_eq!(one_line("a\u{1b}[31mred\u{7}"), "a [31mred");
}

#[test]
fn a_field_is_there_if_it_has_a_text() {
    let text = "title,authors,abstract,keywords,affiliation,url,note,year,date online,doi,pages\n\
            One,\"Ek, Bo; World Health Organization\",Text,a; b,Univ,https://towns.example,x,2015,2014,10.1000/1,1-5\nTwo\n";
    for record in file("a.csv", text).records.iter() {
        let fields = Fields::of(record);
        for &field in TYPED {
            assert_eq!(has(&fields, field), !texts(&fields, field).is_empty(), "{}", field.name());
        }
    }
}

#[test]
fn losses_name_what_a_format_has_no_place_for() {
    let parsed = file("a.csv", "title,conference name,year\nOne,Meeting,2015\n");
    let mut losses = Losses::default();
    losses.count(&ris::Ris, &Reference::of("a:1", parsed.records.record(0)));
    assert_eq!(losses.iter().collect::<Vec<_>>(), [(&Loss::Field(Field::Conference), 1)]);
}

#[test]
fn every_writer_says_what_it_is() {
    for writer in WRITERS {
        assert!(!writer.about().is_empty() && !writer.extension().is_empty());
        assert_eq!(super::writer(writer.name()).map(|found| found.name()), Some(writer.name()));
    }
}
