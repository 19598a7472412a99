//! Formats that are not made of tagged lines, and what is written: made-up exports, real ones, damaged ones, and back again.

use std::path::PathBuf;
use std::sync::Arc;

use litsieve::export::references::{self, Reference, WRITERS, Writer, texts};
use litsieve::format::Parsed;
use litsieve::record::{Field, Fields};
use litsieve::source::SourceFile;
use proptest::prelude::*;

use crate::formats_tagged::{compared, content, made_up, plain, read, table, told};
use crate::support::{check_parse, corpora, damaged};

/// The folders of `tests/corpus` and of the shared corpora that belong here.
const FORMATS: [&str; 30] = [
    "csv",
    "wos-tab",
    "bibtex",
    "csl-json",
    "crossref-json",
    "openalex-json",
    "datacite-json",
    "endnote-xml",
    "pubmed-xml",
    "mods",
    "crossref-unixref",
    "html-meta",
    "json",
    "publish-or-perish-json",
    "zotero-json",
    "eppi-json",
    "cochrane-text",
    "ebsco-text",
    "pubmed-text",
    "sciencedirect-text",
    "embase-text",
    "note-express",
    "cnki-text",
    "html-table",
    "pubmed-esummary-xml",
    "ebsco-xml",
    "ictrp-xml",
    "arxiv-atom",
    "jats-xml",
    "marcxml",
];

/// Formats of which the corpora have files and `tests/corpus` has none of its own.
const ONLY_REAL: [&str; 2] = ["scopus-csv", "xlsx"];

#[test]
fn made_up_exports_are_read_as_written_down() {
    FORMATS.iter().for_each(|format| check_parse(&made_up(format)));
}

#[test]
fn real_exports_give_as_many_records_as_an_independent_count() {
    let Some(folder) = corpora().map(|folder| folder.join("formats")) else { return };
    let index = table(&std::fs::read_to_string(folder.join("index.tsv")).unwrap(), b'\t');
    let exceptions = table(include_str!("../formats/count-exceptions-other.tsv"), b'\t');
    let ours = |format: &str| FORMATS.contains(&format) || ONLY_REAL.contains(&format);
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for row in index.iter().filter(|row| ours(&row["format"])) {
        let file = &row["file"];
        let parsed = read(file, content(&folder.join(file)));
        let excepted = exceptions.iter().find(|exception| exception["file"] == *file);
        let expected = excepted.map_or(&row["records"], |exception| &exception["records"]);
        if parsed.records.len().to_string() != *expected {
            wrong.push(format!("{file}: {} records, expected {expected}", parsed.records.len()));
        }
        if excepted.is_some() && *expected == row["records"] {
            wrong.push(format!("{file} is listed as an exception and agrees with the count"));
        }
        seen += 1;
    }
    let gone = exceptions.iter().filter(|row| !folder.join(&row["file"]).exists());
    wrong.extend(gone.map(|row| format!("{} is not there", row["file"])));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 308, "only {seen} files");
}

/// The fields of a record as texts, white space and the order of a list's punctuation left aside.
fn held(fields: &Fields, field: Field) -> Vec<String> {
    // Our own identifier, which some targets get as a note, is none of the source's.
    let values: Vec<String> =
        texts(fields, field).into_iter().filter(|value| !value.starts_with("LITSIEVE-ID:")).collect();
    values.iter().map(|value| value.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// How many references of one file are written and read again.
const MOST: usize = 25;

fn written(writer: &dyn Writer, parsed: &Parsed) -> Vec<u8> {
    let mut number = 0;
    let mut references = parsed.records.iter().take(MOST).map(|record| {
        number += 1;
        Reference::of(format!("r:{number}"), record)
    });
    references::to_bytes(writer, &mut references)
}

/// Where writing and reading again changes a field that the writer says it holds.
fn lost_on_the_way(writer: &dyn Writer, parsed: &Parsed, name: &str) -> Vec<String> {
    let again = read("again", written(writer, parsed));
    let count = parsed.records.len().min(MOST);
    if again.records.len() != count {
        return vec![format!("{name}: {} of {count} records", again.records.len())];
    }
    let mut wrong = Vec::new();
    for (before, after) in parsed.records.iter().zip(again.records.iter()) {
        let (number, before, after) = (before.number(), Fields::of(before), Fields::of(after));
        for &field in references::TYPED.iter().filter(|&&field| writer.holds(field)) {
            let (first, second) = (held(&before, field), held(&after, field));
            if first != second {
                wrong.push(format!("{name} {number} {}: {first:?} became {second:?}", field.name()));
            }
        }
    }
    wrong
}

#[test]
fn what_is_written_reads_as_what_was_read() {
    let mut wrong = Vec::new();
    for writer in WRITERS {
        for path in FORMATS.iter().flat_map(|format| made_up(format)) {
            let name = format!("{} of {}", writer.name(), path.file_name().unwrap().to_string_lossy());
            wrong.extend(lost_on_the_way(*writer, &read(&name, content(&path)), &name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Bodies of one word, of several, and with a comma inside; people without a given name, and with particles; as authors and as
/// editors; in every format, and from each of them into every other.
#[test]
fn bodies_and_people_stay_what_they_are_in_every_format() {
    let text = "title,authors,group_authors,editors,journal,year,litsieve_id\n\
        One,\"Ek, Bo; van der Dow, Cy; Aristotle\",\"Nesta; World Health Organization; Made-up Works, Saltby\",\"Roe, R.; Nesta,\",Made-up Studies,2015,x\n";
    let parsed = read("a.csv", text.as_bytes().to_vec());
    let fields = Fields::of(parsed.records.record(0));
    let corporate =
        |people: &[litsieve::record::person::Person]| people.iter().map(|person| person.corporate).collect::<Vec<_>>();
    assert_eq!(
        (corporate(&fields.authors), corporate(&fields.editors)),
        (vec![false, false, false, true, true, true], vec![false, true])
    );
    let mut wrong = Vec::new();
    for first in WRITERS {
        wrong.extend(lost_on_the_way(*first, &parsed, first.name()));
        let on_the_way = read("on the way", written(*first, &parsed));
        for second in WRITERS {
            wrong.extend(lost_on_the_way(*second, &on_the_way, &format!("{} of {}", second.name(), first.name())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same for real exports, a sample of each format.
#[test]
fn what_is_written_of_real_exports_reads_as_what_was_read() {
    let Some(folder) = corpora().map(|folder| folder.join("formats")) else { return };
    let (mut wrong, mut files) = (Vec::new(), 0);
    for format in FORMATS.iter().chain(&ONLY_REAL).chain(&crate::formats_tagged::FORMATS) {
        let index = table(&std::fs::read_to_string(folder.join("index.tsv")).unwrap(), b'\t');
        let of_format: Vec<_> = index
            .iter()
            .filter(|row| row["format"] == *format && row["bytes"].parse::<usize>().unwrap() < 60_000)
            .collect();
        for row in of_format.iter().step_by(of_format.len().div_ceil(SAMPLED).max(1)) {
            let parsed = read(&row["file"], content(&folder.join(&row["file"])));
            files += 1;
            for writer in WRITERS {
                wrong.extend(lost_on_the_way(*writer, &parsed, &format!("{} of {}", writer.name(), row["file"])));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    assert!(files >= 40, "only {files} files");
}

/// How many files of one format are written in every format.
const SAMPLED: usize = 6;

/// Every tag and value of a RIS record comes back, in order, whatever the program makes of it.
#[test]
fn tags_of_real_ris_come_back() {
    let Some(folder) = corpora().map(|folder| folder.join("formats/ris")) else { return };
    let (mut wrong, mut records) = (Vec::new(), 0);
    let ris = references::writer("ris").unwrap();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let parsed = read("a.ris", content(&path));
        if parsed.records.format() != "ris" {
            continue;
        }
        let again = read("b.ris", written(ris, &parsed));
        for (before, after) in parsed.records.iter().zip(again.records.iter()) {
            let (before, after) = (raw_values(before), raw_values(after));
            // A record without a type is none to other programs: it gets one, in front.
            let added = usize::from(before.iter().all(|(tag, _)| tag != "TY"));
            if before != after[added..] {
                wrong.push(format!("{} {}: {before:?} became {after:?}", path.display(), records));
            }
            records += 1;
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    assert!(records >= 400, "only {records} records");
}

/// Tags and values as they stand in the file, but for the end of the record.
fn raw_values(record: litsieve::record::Record<'_>) -> Vec<(String, String)> {
    let values = record.all_values().filter(|value| !value.is_derived() && value.tag() != "ER");
    values.map(|value| (value.tag().to_owned(), value.value().to_owned())).collect()
}

#[test]
fn ris_that_came_as_ris_leaves_with_every_tag() {
    for path in made_up("ris") {
        let parsed = read("a.ris", content(&path));
        if parsed.records.format() != "ris" {
            continue;
        }
        let ris = references::writer("ris").unwrap();
        let once = written(ris, &parsed);
        assert_eq!(written(ris, &read("b.ris", once.clone())), once, "{}: written twice", path.display());
    }
}

/// Whatever stands in the line that ends a record or behind it, and however lines end.
#[test]
fn ris_leaves_byte_for_byte() {
    let ris = references::writer("ris").unwrap();
    for text in [
        "TY  - JOUR\nTI  - One\nER  -\n\nTY  - JOUR\nTI  - Two\nER  - \n\n",
        "TY  - JOUR\nTI  - One\nER  - a word\n\nTY  - JOUR\nTI  - Two\nER  - \n\n",
        "TY  - JOUR\nTI  - One\nER  - \nLink to the Ovid Full Text: https://towns.example\n\n",
        "TY  - JOUR\r\nTI  - One\r\nER  - \r\n\r\nTY  - JOUR\r\nTI  - Two\r\nER  -\r\n\r\n",
        "TY  - JOUR TI  - One ER  -\n\n",
    ] {
        assert_eq!(String::from_utf8(written(ris, &read("a.ris", text.into()))).unwrap(), text);
    }
    let cut_off = written(ris, &read("a.ris", b"TY  - JOUR\nTI  - One".to_vec()));
    assert_eq!(cut_off, b"TY  - JOUR\nTI  - One\nER  - \n\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever happens to the bytes of an export, reading gives records and diagnostics.
    #[test]
    fn damaged_exports_are_read_without_panic(
        file in 0_usize..40,
        cuts in prop::collection::vec((0.0..1.0_f64, 0.0..0.2_f64), 0..4),
        inserts in prop::collection::vec((0.0..1.0_f64, prop::sample::select(vec![
            b"\0".to_vec(), b"\xff".to_vec(), b"\xe2\x80".to_vec(), b"\"".to_vec(), b"{".to_vec(), b"}".to_vec(), b"<".to_vec(),
            b"</record>".to_vec(), b"<record>".to_vec(), b"]]>".to_vec(), b"<!--".to_vec(), b"\\".to_vec(), b"\\u d800".to_vec(),
            b"\n@article{x,".to_vec(), b"&#0;&a;".to_vec(), b"'".to_vec(), b",\"\"\"".to_vec(), b"=\"".to_vec(), b"[{".to_vec(),
        ])), 0..8),
    ) {
        let files: Vec<PathBuf> = FORMATS.iter().flat_map(|format| made_up(format)).collect();
        let parsed = read("damaged", damaged(content(&files[file % files.len()]), cuts, inserts));
        for record in parsed.records.iter() {
            Fields::of(record);
            prop_assert!(record.origin().bytes.end as usize <= parsed.records.source().text().len());
        }
        written(WRITERS[file % WRITERS.len()], &parsed);
    }
}

/// Every place at which a small file may have been cut off.
#[test]
fn files_cut_off_anywhere_lose_no_record_before_the_cut() {
    for path in FORMATS.iter().flat_map(|format| made_up(format)) {
        let bytes = content(&path);
        let whole = read("whole", bytes.clone());
        // Enough places for every element and every kind of line of these small files.
        for end in (0..bytes.len()).step_by(bytes.len().div_ceil(60)) {
            let cut = read("cut", bytes[..end].to_vec());
            if cut.records.format() != whole.records.format() {
                continue;
            }
            let complete = whole.records.iter().filter(|record| record.origin().bytes.end as usize <= end).count();
            assert!(cut.records.len() >= complete, "{} cut at {end}: {} records", path.display(), cut.records.len());
        }
    }
}

#[test]
fn hostile_files_are_read_in_bounded_time_and_memory() {
    let bomb: String = (1..60).map(|n| format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1)).collect();
    let nested = format!("<PubmedArticle>{}x", "<Author>".repeat(200_000));
    let cases: Vec<(&str, String)> = vec![
        (
            "an entity bomb",
            format!(
                "<!DOCTYPE x [{bomb}]><xml><records><record><ref-type/><titles><title>&a59;</title></titles></record></records></xml>"
            ),
        ),
        ("a million nested elements", nested),
        ("a million open brackets", "<xml><records><record><rec-number>".to_owned() + &"<".repeat(200_000)),
        (
            "a macro bomb",
            (1..40).map(|n| format!("@string{{a{n} = a{} # a{}}}\n", n - 1, n - 1)).collect::<String>()
                + "@misc{k, title = a39}",
        ),
        ("deep JSON", format!("[{{\"title\":{}", "[".repeat(200_000))),
        ("quotes without end", "title,year\n".to_owned() + &"\"a,b\n".repeat(30_000)),
        ("braces without end", "@misc{k,\n".to_owned() + &"a = {{\n".repeat(30_000)),
        ("a page of tags", "<html>".to_owned() + &"<meta name=citation_title content=x>".repeat(20_000)),
        ("a long line", "title,year\n".to_owned() + &"x".repeat(2_000_000)),
    ];
    for (name, text) in cases {
        let parsed = read(name, text.into_bytes());
        let size: usize =
            parsed.records.iter().flat_map(|record| record.all_values()).map(|value| value.value().len()).sum();
        assert!(size < 20_000_000, "{name}: {size} bytes");
    }
}

/// Twice as long takes about twice the work: counted in values, since time is nobody's promise on a shared machine.
#[test]
fn nothing_is_read_twice_into_records() {
    for (format, one) in [
        ("endnote-xml", "<record><ref-type name=\"Book\">6</ref-type><titles><title>p < 1</title></titles></record>"),
        ("bibtex", "@article{k,\n title = {never closed\n}\n"),
    ] {
        let count = |times: usize| {
            let text = if format == "endnote-xml" {
                format!("<xml><records>{}</records></xml>", one.repeat(times))
            } else {
                one.repeat(times)
            };
            let parsed = read("x", text.into_bytes());
            assert_eq!(parsed.records.format(), format);
            (parsed.records.len(), told(&parsed).iter().map(Vec::len).sum::<usize>())
        };
        let ((records, values), (twice, more)) = (count(500), count(1000));
        assert_eq!((twice, more), (2 * records, 2 * values), "{format}");
    }
}

#[test]
fn utf_16_tables_are_read() {
    let text = "PT\tAU\tTI\tSO\tPY\tUT\nJ\tÉk, B\tOn made-up things\tPlaces\t2016\tWOS:1\n";
    let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let parsed = litsieve::format::read(&Arc::new(SourceFile::new("savedrecs.txt", bytes)));
    assert_eq!((parsed.records.len(), parsed.dialect), (1, "Web of Science tab-delimited"));
    assert_eq!(parsed.records.record(0).authors()[0].family, "Ék");
}

/// Whether two titles may be of one record.
type Test<'t> = &'t dyn Fn(&String, &String) -> bool;

/// Each expected record with the one of ours that has its title, else with one whose title begins alike, else with the next
/// that is left: some peers sort, some change titles.
fn paired<'p>(
    parsed: &'p Parsed,
    expected: &'p [serde_json::Value],
) -> Vec<(litsieve::record::Record<'p>, &'p serde_json::Value)> {
    let ours: Vec<String> = parsed.records.iter().map(|record| plain(record.title().unwrap_or_default())).collect();
    let theirs: Vec<String> =
        expected.iter().map(|record| plain(record["title"].as_str().unwrap_or_default())).collect();
    let begins = |title: &String| title.chars().take(12).collect::<String>();
    let tests: [Test<'_>; 3] =
        [&|a, b| a == b && !a.is_empty(), &|a, b| begins(a) == begins(b) && !a.is_empty(), &|_, _| true];
    let (mut partner, mut taken) = (vec![None; theirs.len()], vec![false; ours.len()]);
    for test in tests {
        for (at, title) in theirs.iter().enumerate() {
            if partner[at].is_none() {
                let fits = |other: &usize| !taken[*other] && test(title, &ours[*other]);
                partner[at] = [at].into_iter().chain(0..ours.len()).find(fits);
                partner[at].into_iter().for_each(|other: usize| taken[other] = true);
            }
        }
    }
    let record = |at: &usize| partner[*at].map(|other| parsed.records.record(other));
    (0..theirs.len()).filter_map(|at| record(&at).map(|record| (record, &expected[at]))).collect()
}

#[test]
fn fields_agree_with_the_peers_where_these_are_right() {
    let Some(folder) = corpora().map(|folder| folder.join("formats")) else { return };
    let opinions = table(include_str!("../formats/opinions-other.tsv"), b'\t');
    let mut used = vec![false; opinions.len()];
    let (mut wrong, mut agreed) = (Vec::new(), 0);
    for format in FORMATS {
        // Not every format has real files.
        let Ok(listed) = std::fs::read_dir(folder.join(format)) else { continue };
        let mut files: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for path in &files {
            let Some(stem) = path.to_str().and_then(|path| path.strip_suffix(".expected.json")) else { continue };
            let Some(export) =
                files.iter().find(|file| *file != path && file.with_extension("").to_str() == Some(stem))
            else {
                continue;
            };
            let name = format!("{format}/{}", export.file_name().unwrap().to_string_lossy());
            let Ok(expected) = serde_json::from_slice::<Vec<serde_json::Value>>(&content(path)) else { continue };
            let parsed = read(&name, content(export));
            if parsed.records.len() != expected.len() {
                continue;
            }
            for (record, expected) in paired(&parsed, &expected) {
                for (field, ours, theirs) in compared(record, expected) {
                    let opinion = opinions.iter().position(|row| {
                        (row["file"] == name || row["file"] == format!("{format}/*")) && row["field"] == field
                    });
                    match opinion {
                        _ if ours == theirs => agreed += 1,
                        Some(at) => used[at] = true,
                        None => wrong.push(format!("{name}\t{}\t{field}\t{ours}\t{theirs}", record.number())),
                    }
                }
            }
        }
    }
    let unused = opinions.iter().zip(&used).filter(|(_, used)| !**used);
    wrong.extend(unused.map(|(row, _)| format!("{} {} is listed and no longer differs", row["file"], row["field"])));
    assert!(wrong.is_empty(), "{agreed} agree, {} do not\n{}", wrong.len(), wrong.join("\n"));
    assert!(agreed >= 100, "only {agreed} values agree");
}

#[test]
fn every_format_has_a_fuzz_target() {
    let manifest: toml::Table = include_str!("../../fuzz/Cargo.toml").parse().unwrap();
    let targets: Vec<&str> =
        manifest["bin"].as_array().unwrap().iter().map(|bin| bin["name"].as_str().unwrap()).collect();
    let formats: Vec<&str> = litsieve::format::FORMATS.iter().map(|format| format.name()).collect();
    assert_eq!(targets, formats);
}

/// The same references give the same bytes, also in formats that like to write the time into a file.
#[test]
fn what_is_written_does_not_depend_on_when() {
    let parsed = read("a.ris", content(&made_up("ris")[0]));
    for writer in WRITERS {
        let first = written(*writer, &parsed);
        std::thread::sleep(std::time::Duration::from_millis(if writer.name() == "xlsx" { 2_100 } else { 0 }));
        assert_eq!(first, written(*writer, &parsed), "{}", writer.name());
    }
}
