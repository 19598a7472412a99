//! What a library keeps a record under, and that written formats read as what they were written from, however often.

use std::fs;
use std::sync::Arc;

use litsieve::export::references::{Reference, WRITERS, to_bytes, writer};
use litsieve::format::{self, Parsed};
use litsieve::source::SourceFile;

use crate::support::check_cli;

fn read(name: &str, bytes: Vec<u8>) -> Parsed {
    format::read(&Arc::new(SourceFile::new(name, bytes)))
}

fn written(format: &str, parsed: &Parsed) -> Vec<u8> {
    let id = |number: u32, own: Option<&str>| own.map_or_else(|| format!("x:{number}"), str::to_owned);
    let mut references =
        parsed.records.iter().map(|record| Reference::of(id(record.number(), record.own_key()), record));
    to_bytes(writer(format).unwrap(), &mut references)
}

/// A library made up in four formats, each with keys.
const LIBRARIES: [(&str, &str); 4] = [
    (
        "made-up.bib",
        "@book{Ek&Dow(2020),\n title={Sheds}, year=2020}\n@article{größe_2, title={Gardens}, journal={Towns}, year=2021}\n",
    ),
    (
        "made-up.json",
        r#"[{"id":"http://library.example/items/AB12","type":"article-journal","title":"Sheds","author":[{"family":"Ek","given":"Bo","non-dropping-particle":"van"}],"container-title":"Towns","volume":"3","keyword":"a, b","issued":{"date-parts":[[2019,4,1]]}},
        {"id":"ek2020","type":"book","title":"Gardens","language":"en","note":"x"},{"id":"r3","type":"report","title":"Ponds"}]"#,
    ),
    (
        "made-up.csv",
        "key,title,year,journal,authors\nrayyan-1,Sheds,2019,Towns,\"Ek, Bo and Dow, Cy\"\nrayyan-2,Gardens,2020,Towns,\n",
    ),
    ("own.csv", "litsieve_id,title,year,keywords\nek2020,Sheds,2019,\"a, b; c\"\n"),
];

#[test]
fn a_key_stays_where_the_format_has_a_place_for_it_or_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in LIBRARIES {
        fs::write(folder.path().join(name), text).unwrap();
        let library = read(name, text.as_bytes().to_vec());
        let keys: Vec<&str> = library.records.iter().map(|record| record.own_key().unwrap()).collect();
        for target in WRITERS {
            let out = format!("out.{}", target.extension());
            let convert = ["convert", name, "-o", &out, "--to", target.name()];
            let (_, told) = check_cli(folder.path(), &convert, 0);
            let bytes = fs::read(folder.path().join(&out)).unwrap();
            let again = read("out", bytes);
            let held = |key: &&str| {
                let mut values = again.records.iter().flat_map(|record| record.all_values());
                values.any(|value| value.value().ends_with(key))
            };
            if keys.iter().all(held) {
                assert!(!told.contains("key` (") && !told.contains("id` ("), "{name} {}: {told}", target.name());
            } else {
                let tag = library.records.record(0).all_values().find(|value| value.value() == keys[0]).unwrap().tag();
                assert!(told.contains(&format!("`{tag}` (")), "{name} {}: {told}", target.name());
            }
            if ["bibtex", "csl-json", "jsonl", "csv", "xlsx"].contains(&target.name()) {
                let kept: Vec<_> = again.records.iter().map(|record| record.own_key().unwrap()).collect();
                assert_eq!(kept, keys, "{name} {}", target.name());
            }
        }
    }
}

#[test]
fn a_key_of_two_records_is_no_identifier_and_is_kept_as_a_value() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "@book{ek, title={Sheds}}\n@book{ek, title={Gardens}}\n@book{b:1, title={Ponds}}\n@book{title={Towns}}\n";
    fs::write(folder.path().join("b.bib"), text).unwrap();
    let (out, _) = check_cli(folder.path(), &["convert", "b.bib", "-o", "-", "--to", "jsonl"], 0);
    let items: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["b:1+", "b:2", "b:1", "b:4"]);
    for item in &items[..2] {
        assert_eq!(item["custom"]["values"][0], serde_json::json!({"tag": "key", "field": "other", "value": "ek"}));
    }
    assert!(items[2].get("custom").is_none(), "{}", items[2]);
}

#[test]
fn json_of_our_own_reads_as_what_it_was_written_from_and_does_not_grow() {
    let further = [
        (
            "a.ris",
            "TY  - JOUR\nTI  - Sheds\nTI  - Sheds again\nM3  - Review\nSP  - 12, 14-19\nKW  - a, b\nKW  - c\nXX  - kept\nER  - \n",
        ),
        (
            "b.ris",
            "TY  - NEWS\nTI  - Ponds\nAU  - Ek, B. et al.\nER  - \n\nTY  - JOUR\nM3  - Letter\nTI  - Towns\nER  - \n",
        ),
    ];
    for (name, text) in LIBRARIES.into_iter().chain(further) {
        for format in ["csl-json", "jsonl"] {
            let first = written(format, &read(name, text.as_bytes().to_vec()));
            let again = read("again", first.clone());
            let second = written(format, &again);
            assert_eq!(String::from_utf8(second).unwrap(), String::from_utf8(first).unwrap(), "{name} {format}");
        }
    }
    let (name, text) = LIBRARIES[1];
    let values = |parsed: &Parsed| {
        let of =
            |value: litsieve::record::FieldValue<'_>| (value.tag().to_owned(), value.field(), value.value().to_owned());
        let mut values: Vec<_> = parsed.records.iter().flat_map(|record| record.all_values()).map(of).collect();
        // Nothing but their order, the form of the language and the place of a note may change.
        values.retain(|(tag, ..)| tag != "language" && !tag.ends_with("note"));
        values.sort();
        values
    };
    let first = read(name, text.as_bytes().to_vec());
    assert_eq!(values(&read("again", written("csl-json", &first))), values(&first));
}

#[test]
fn a_second_range_of_pages_is_told_or_kept() {
    let parsed = read("a.ris", b"TY  - JOUR\nTI  - Sheds\nSP  - 12, 14-19\nER  - \n".to_vec());
    let text = String::from_utf8(written("jsonl", &parsed)).unwrap();
    assert!(text.contains("12, 14-19"), "{text}");
}

/// A number of an article that looks like a range is written as it came, whatever tells that it is one.
#[test]
fn a_number_of_an_article_becomes_no_range() {
    let made_up = [
        ("a.nbib", "PMID- 20000001\nOWN - NLM\nTI  - Sheds\nPG  - e00123-20\n", "e00123-20"),
        ("a.nbib", "PMID- 20000002\nOWN - NLM\nTI  - Sheds\nPG  - 123-24\nLID - 123-24 [pii]\n", "123-24"),
        ("a.ris", "TY  - JOUR\nTI  - Sheds\nSP  - e02345-18\nER  - \n", "e02345-18"),
        ("a.ris", "TY  - JOUR\nTI  - Sheds\nSP  - 45131-2\nDO  - 10.5555/towns.45131-2\nER  - \n", "45131-2"),
        ("a.ris", "TY  - JOUR\nTI  - Sheds\nC7  - 123-4\nER  - \n", "123-4"),
        ("a.bib", "@article{a, title = {Sheds}, eid = {045131-2}}\n", "045131-2"),
        // Counter-cases: an abbreviated range is completed.
        ("b.nbib", "PMID- 20000003\nOWN - NLM\nTI  - Sheds\nPG  - 123-4\nLID - S12-3 [pii]\n", "123-124"),
        ("b.ris", "TY  - JOUR\nTI  - Sheds\nSP  - 45131-2\nDO  - 10.5555/towns.45131\nER  - \n", "45131-45132"),
    ];
    for (name, text, expected) in made_up {
        let parsed = read(name, text.as_bytes().to_vec());
        let pages = |parsed: &Parsed| litsieve::record::Fields::of(parsed.records.record(0)).pages.to_string();
        assert_eq!(pages(&parsed), expected, "{text}");
        for target in WRITERS {
            let again = written(target.name(), &parsed);
            match target.holds(litsieve::record::Field::ArticleNumber) || target.name() == "nbib" {
                true => assert_eq!(pages(&read("again", again)), expected, "{} of {text}", target.name()),
                false => {
                    let text = String::from_utf8(again).unwrap();
                    let (first, last) = expected.rsplit_once('-').unwrap();
                    let is_whole = text.contains(&format!("SP  - {expected}\n")) && !text.contains("EP  - ");
                    let is_range = text.contains(&format!("SP  - {first}\nEP  - {last}\n"));
                    assert!(is_whole || is_range && last.len() == first.len(), "{text}");
                }
            }
        }
    }
    let bibtex = written("bibtex", &read("a.ris", made_up[4].1.as_bytes().to_vec()));
    let bibtex = String::from_utf8(bibtex).unwrap();
    assert!(bibtex.contains("eid = {123-4}") && !bibtex.contains("pages"), "{bibtex}");
}
