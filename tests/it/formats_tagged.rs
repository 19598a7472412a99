//! Formats made of lines that begin with a tag: made-up exports, real ones, and damaged ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use litsieve::format::{self, Parsed};
use litsieve::record::date::{DateKind, PartialDate};
use litsieve::record::document_type::DocumentType;
use litsieve::record::identifier::Doi;
use litsieve::record::language::Language;
use litsieve::source::SourceFile;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use crate::support::{check_parse, corpora, damaged, repository};

/// The folders of `tests/corpus` and of the shared corpora that belong here.
pub const FORMATS: [&str; 7] = ["ris", "nbib", "wos-tagged", "ovid-tagged", "refworks-tagged", "enw", "proquest"];

/// The exports of `tests/corpus/<format>`.
pub fn made_up(format: &str) -> Vec<PathBuf> {
    let folder = repository().join("tests/corpus").join(format);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension != "expected"));
    files.sort();
    files
}

pub fn read(label: &str, bytes: Vec<u8>) -> Parsed {
    format::read(&Arc::new(SourceFile::new(label, bytes)))
}

#[test]
fn made_up_exports_are_read_as_written_down() {
    FORMATS.iter().for_each(|format| check_parse(&made_up(format)));
}

/// Rows of a table with a header, as maps.
pub fn table(text: &str, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .quoting(delimiter == b',')
        .from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn real_exports_give_as_many_records_as_an_independent_count() {
    let Some(folder) = corpora().map(|folder| folder.join("formats")) else { return };
    let index = table(&std::fs::read_to_string(folder.join("index.tsv")).unwrap(), b'\t');
    let exceptions = table(include_str!("../formats/count-exceptions.tsv"), b'\t');
    let mut wrong = Vec::new();
    let mut seen = 0;
    for row in index.iter().filter(|row| FORMATS.contains(&row["format"].as_str())) {
        let file = &row["file"];
        let parsed = read(file, std::fs::read(folder.join(file)).unwrap());
        let counted = row["records"].clone();
        let excepted = exceptions.iter().find(|exception| exception["file"] == *file);
        let expected = excepted.map_or(&counted, |exception| &exception["records"]);
        if parsed.records.len().to_string() != *expected {
            wrong.push(format!("{file}: {} records, expected {expected}", parsed.records.len()));
        }
        if excepted.is_some() && *expected == counted {
            wrong.push(format!("{file} is listed as an exception and agrees with the count"));
        }
        seen += 1;
    }
    wrong.extend(
        exceptions
            .iter()
            .map(|row| &row["file"])
            .filter(|file| !folder.join(file).exists())
            .map(|file| format!("{file} is not there")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 145, "only {seen} files");
}

/// Every line of a file that is not blank must be found in the records, unless it is mere structure.
#[test]
fn real_exports_lose_no_line() {
    let Some(folder) = corpora().map(|folder| folder.join("formats/ris")) else { return };
    let mut wrong = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let parsed = read(&path.file_name().unwrap().to_string_lossy(), std::fs::read(&path).unwrap());
        if parsed.records.format() != "ris" {
            continue;
        }
        let kept: usize = parsed
            .records
            .iter()
            .flat_map(|r| r.all_values())
            .filter(|v| !v.is_derived())
            .map(|v| letters(v.value()))
            .sum();
        let values = parsed.records.source().text().split(['\n', '\r']).map(|line| letters(value_of(line)));
        let written: usize = values.sum();
        // A tag in the middle of a line is no part of a value any more; that is told.
        let run_on = parsed.diagnostics.iter().filter(|diagnostic| diagnostic.code == "REA010").count();
        if kept + 4 * run_on < written {
            wrong.push(format!("{}: {kept} of {written} letters", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// A line without the tag of RIS before it, and without the name of a preamble.
fn value_of(line: &str) -> &str {
    let line = line.trim_start_matches('\u{feff}');
    match line.split_once("- ").or_else(|| line.split_once('-')) {
        Some((tag, value))
            if tag.len() <= 6
                && tag.trim().len() >= 2
                && tag.trim().chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) =>
        {
            value
        }
        _ => ["Provider:", "Database:", "Content:"].iter().find_map(|name| line.strip_prefix(name)).unwrap_or(line),
    }
}

#[test]
fn every_spelling_of_a_language_gives_its_code() {
    let Some(folder) = corpora() else { return };
    let text = std::fs::read_to_string(folder.join("language/language_field_cases.jsonl")).unwrap();
    // A macrolanguage may stand for its member and back.
    let same = |a: &str, b: &str| {
        a == b || [("zho", "cmn"), ("nor", "nob")].iter().any(|pair| *pair == (a, b) || *pair == (b, a))
    };
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let expected: Vec<&str> =
            case["expected"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
        let found = Language::parse_all(case["raw"].as_str().unwrap());
        if found.len() != expected.len() || found.iter().zip(&expected).any(|(a, b)| !same(a.code(), b)) {
            wrong.push(format!("{}: {found:?}", case["raw"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(text.lines().count() >= 90);
}

/// Codes whose mapping there is not ours, with the reason.
const TYPES_OTHERWISE: &[(&str, &str)] = &[
    ("Article; Proceedings Paper", "in a journal: an article"),
    ("Short Survey", "a short review by the manual of Scopus"),
    ("News", "one type for news and magazines"),
    ("Feature", "an article of a trade journal; TY tells the magazine"),
];

#[test]
fn codes_of_publication_types_are_mapped() {
    let Some(folder) = corpora() else { return };
    let rows = table(&std::fs::read_to_string(folder.join("types-and-dates/pubtype_map.csv")).unwrap(), b',');
    let ours = |theirs: &str| {
        match theirs {
            "review" => "review-article",
            "erratum" => "correction",
            "abstract" => "conference-abstract",
            "magazine-article" | "newspaper-article" => "news",
            "edited-book" => "book",
            "reference-entry" => "book-chapter",
            "note" | "commentary" | "peer-review" => "comment",
            "retraction-notice" => "retraction",
            "unpublished" => "preprint",
            "journal-issue" | "serial" | "paratext" => "other",
            other => DocumentType::from_name(other).map_or("", DocumentType::name),
        }
        .to_owned()
    };
    let mut wrong = Vec::new();
    for row in &rows {
        let (code, theirs) = (row["code"].as_str(), row["litsieve_type"].as_str());
        // Whether a work was retracted is no type; conference proceedings are given with the paper that stands in them.
        if matches!(theirs, "retracted" | "journal" | "conference-proceedings")
            || TYPES_OTHERWISE.iter().any(|(other, _)| *other == code)
        {
            continue;
        }
        let found = DocumentType::parse(code).map_or(String::new(), |kind| kind.name().to_owned());
        if found != ours(theirs) {
            wrong.push(format!("{} {code}: {found}, there {theirs}", row["source"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows.len() >= 100);
}

#[test]
fn years_are_read_from_every_form() {
    let Some(folder) = corpora() else { return };
    let text = std::fs::read_to_string(folder.join("types-and-dates/year_cases.jsonl")).unwrap();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let fields = case["fields"].as_object().unwrap();
        let dates: Vec<_> =
            fields.values().map(|value| PartialDate::parse(DateKind::Issue, value.as_str().unwrap())).collect();
        let mut found: Vec<i16> = dates.iter().flat_map(|date| [date.year, date.last_year]).flatten().collect();
        found.sort_unstable();
        found.dedup();
        let name = case["case"].as_str().unwrap();
        // Cases of a single value name its years; a span is named by the year that decides, or by both.
        let expected = case["years"].as_str().unwrap();
        let implausible = name == "future";
        let holds =
            expected.split('|').filter(|year| !year.is_empty()).all(|year| found.contains(&year.parse().unwrap()));
        if (implausible && !found.is_empty())
            || (!implausible && fields.len() == 1 && (!holds || (expected.is_empty() && !found.is_empty())))
        {
            wrong.push(format!("{name}: {found:?}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a file gives, for comparing two readings.
pub fn told(parsed: &Parsed) -> Vec<Vec<(String, String)>> {
    let values = |record: litsieve::record::Record<'_>| {
        record.all_values().map(|v| (v.tag().to_owned(), v.value().to_owned())).collect()
    };
    parsed.records.iter().map(values).collect()
}

pub fn content(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// A regular record in three formats, with a number in its title.
fn record(format: usize, number: usize) -> String {
    match format {
        0 => format!("TY  - JOUR\nAU  - Doe, J\nTI  - Title {number}\nAB  - One\ntwo\nPY  - 2001\nER  - \n\n"),
        1 => format!(
            "PMID- {}\nTI  - Title {number}\n      goes on\nFAU - Doe, Jane\nAU  - Doe J\nDP  - 2001\n\n",
            1000 + number
        ),
        _ => format!("PT J\nAU Doe, J\n   Roe, R\nTI Title {number}\nPY 2001\nER\n\n"),
    }
}

#[test]
fn a_large_file_read_in_parts_reads_as_its_records_one_by_one() {
    for format in 0..3 {
        let alone = told(&read("one", record(format, 7).into_bytes()));
        let count = 90_000;
        let text: String = (0..count).map(|number| record(format, number)).collect();
        assert!(text.len() > 4 << 20, "long enough for more than one part");
        let parsed = read("many", text.into_bytes());
        assert_eq!(
            (parsed.records.len(), parsed.markers, parsed.diagnostics.len()),
            (count, count, parsed.diagnostics.len().min(201))
        );
        for (number, record) in parsed.records.iter().enumerate() {
            assert_eq!(record.all_values().count(), alone[0].len());
            assert!(record.title().is_some_and(|title| title.starts_with(&format!("Title {number}"))));
        }
        let last = parsed.records.record(count - 1);
        assert_eq!(last.line(), parsed.records.source().line_at(last.origin().bytes.start as usize));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever happens to the bytes of an export, reading gives records and diagnostics.
    #[test]
    fn damaged_exports_are_read_without_panic(
        file in 0_usize..30,
        cuts in prop::collection::vec((0.0..1.0_f64, 0.0..0.2_f64), 0..4),
        inserts in prop::collection::vec((0.0..1.0_f64, prop::sample::select(vec![
            b"\0".to_vec(), b"\xff".to_vec(), b"\xe2\x80".to_vec(), b"\r".to_vec(), b"\n\n".to_vec(), b"TY  - ".to_vec(),
            b"\nER  - \n".to_vec(), b"\xed\xa0\x80".to_vec(), b"&#0;&amp;amp;<".to_vec(), b"\nPMID- 1\n".to_vec(), b"\n<3. >\n".to_vec(),
        ])), 0..8),
    ) {
        let files: Vec<PathBuf> = FORMATS.iter().flat_map(|format| made_up(format)).collect();
        let parsed = read("damaged", damaged(content(&files[file % files.len()]), cuts, inserts));
        for record in parsed.records.iter() {
            let fields = litsieve::record::Fields::of(record);
            prop_assert!(fields.authors.iter().all(|person| !person.family.is_empty() || !person.given.is_empty()));
            prop_assert!(record.origin().bytes.end as usize <= parsed.records.source().text().len());
        }
    }

    /// One broken record does not cost its neighbours.
    #[test]
    fn a_broken_record_costs_no_neighbour(format in 0_usize..3, noise in "[ -~]{0,40}", bytes in prop::collection::vec(0x80_u8.., 0..6)) {
        let mut text = record(format, 1).into_bytes();
        let whole = record(format, 2);
        let at = whole.find("2001").unwrap_or(0);
        text.extend(&whole.as_bytes()[..at]);
        text.extend(bytes);
        text.extend(noise.as_bytes());
        text.extend(&whole.as_bytes()[at..]);
        text.extend(record(format, 3).bytes());
        let parsed = read("broken", text);
        let titles: Vec<&str> = parsed.records.iter().filter_map(|record| record.title()).collect();
        let there = |title: &str| titles.iter().any(|found| found.starts_with(title));
        prop_assert!(there("Title 1") && there("Title 3"), "{titles:?}");
    }

    /// LF, CRLF and CR give the same records.
    #[test]
    fn line_ends_do_not_matter(file in 0_usize..30) {
        let files: Vec<PathBuf> = FORMATS.iter().flat_map(|format| made_up(format)).collect();
        let parsed = read("a", content(&files[file % files.len()]));
        let text = parsed.records.source().text().replace("\r\n", "\n").replace('\r', "\n");
        let plain = told(&read("a", text.clone().into_bytes()));
        prop_assert_eq!(&plain, &told(&read("a", text.replace('\n', "\r\n").into_bytes())));
        prop_assert_eq!(&plain, &told(&read("a", text.replace('\n', "\r").into_bytes())));
    }
}

/// Bytes that are no UTF-8, at every place of a record, leave the records before and behind as they are.
#[test]
fn bad_bytes_at_every_place_cost_no_neighbour() {
    let whole = record(0, 2);
    for at in 0..whole.len() {
        for bad in [&b"\xff"[..], b"\xc3", b"\0", b"\xed\xa0\x80"] {
            let text = [
                record(0, 1).as_bytes(),
                &whole.as_bytes()[..at],
                bad,
                &whole.as_bytes()[at..],
                record(0, 3).as_bytes(),
            ]
            .concat();
            let parsed = read("bad", text);
            let titles: Vec<_> = parsed.records.iter().filter_map(|record| record.title()).collect();
            assert!(
                titles.first() == Some(&"Title 1") && titles.last() == Some(&"Title 3"),
                "{at} {bad:?}: {titles:?}"
            );
        }
    }
}

/// Disagreements with a peer's opinion, each with the verdict who is right.
#[derive(Debug)]
struct Opinion {
    file: &'static str,
    field: &'static str,
    verdict: &'static str,
}

/// What Zotero's translators read otherwise.
const OPINIONS: &[Opinion] = &[
    Opinion {
        file: "ris/zotero__RIS_03.ris",
        field: "journal",
        verdict: "a form filled with the names of its fields: T2 is what every database writes the container into, C3 holds affiliations in Web of Science, J2 is the abbreviation by the specification",
    },
    Opinion {
        file: "ris/zotero__RIS_03.ris",
        field: "title",
        verdict: "the same form: TI is the title, whatever the type",
    },
    Opinion {
        file: "ris/zotero__RIS_05.ris",
        field: "journal",
        verdict: "ProCite's notes with labels are kept as notes",
    },
    Opinion {
        file: "ris/zotero__RIS_05.ris",
        field: "volume",
        verdict: "VL says `Edition`; ProCite's note with the label `Volume ID` is kept as a note",
    },
    Opinion {
        file: "nbib/zotero__MEDLINEnbib_09.nbib",
        field: "pages",
        verdict: "theirs is wrong: S1080-6032(22)00139-9 is the publisher's item identifier, no page",
    },
    Opinion {
        file: "ovid-tagged/zotero__OVID_Tagged_05.txt",
        field: "journal",
        verdict: "theirs parts the title from place and year behind it, which we keep",
    },
    Opinion {
        file: "ovid-tagged/zotero__OVID_Tagged_05.txt",
        field: "pages",
        verdict: "they stand in the text of the book's title only",
    },
    Opinion {
        file: "enw/zotero__ReferBibIX_01.enw",
        field: "journal",
        verdict: "two names of the journal, Chinese and English: the first counts for us, the last for them",
    },
];

#[test]
fn fields_agree_with_the_peers_where_these_are_right() {
    let Some(folder) = corpora().map(|folder| folder.join("formats")) else { return };
    let (mut wrong, mut agreed) = (Vec::new(), 0);
    let mut used = std::collections::BTreeSet::new();
    for format in FORMATS {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder.join(format)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for path in &files {
            let Some(stem) = path.to_str().and_then(|path| path.strip_suffix(".expected.json")) else { continue };
            let export =
                files.iter().find(|file| *file != path && file.with_extension("").to_str() == Some(stem)).unwrap();
            let name = format!("{format}/{}", export.file_name().unwrap().to_string_lossy());
            let expected: Vec<serde_json::Value> = serde_json::from_slice(&content(path)).unwrap();
            let parsed = read(&name, content(export));
            for (record, expected) in parsed.records.iter().zip(&expected) {
                for (field, ours, theirs) in compared(record, expected) {
                    let opinion =
                        OPINIONS.iter().find(|opinion| name.ends_with(opinion.file) && opinion.field == field);
                    if ours == theirs {
                        agreed += 1;
                    } else if let Some(opinion) = opinion {
                        used.insert((opinion.file, opinion.field));
                    } else {
                        wrong.push(format!("{name} {}: {field} is {ours:?}, theirs {theirs:?}", record.number()));
                    }
                }
            }
        }
    }
    wrong.extend(
        OPINIONS
            .iter()
            .filter(|opinion| !used.contains(&(opinion.file, opinion.field)))
            .map(|opinion| format!("{opinion:?} is listed and no longer differs; {}", opinion.verdict)),
    );
    assert!(wrong.is_empty(), "{agreed} agree\n{}", wrong.join("\n"));
    assert!(agreed >= 400, "only {agreed} values agree");
}

/// Letters and digits only, small, compatibility forms (`⁰`, `ﬁ`) as plain ones; without markup (`<i>`).
pub fn plain(text: &str) -> String {
    let (mut inside, mut out) = (false, String::new());
    for (at, c) in text.char_indices() {
        inside |= c == '<' && text[at + 1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
        if !inside {
            out.push(c);
        }
        inside &= c != '>';
    }
    out.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Title, authors, year, journal, DOI, volume and first page: ours and theirs, in a common form; only what they give.
pub fn compared(
    record: litsieve::record::Record<'_>,
    expected: &serde_json::Value,
) -> Vec<(&'static str, String, String)> {
    let theirs = |key: &str| {
        expected[key].as_str().map(str::to_owned).or_else(|| expected[key].as_i64().map(|number| number.to_string()))
    };
    let families = |names: Vec<String>| names.iter().map(|name| plain(name)).collect::<Vec<_>>().join(" ");
    let fields = litsieve::record::Fields::of(record);
    // A peer's author without a family name is a body, whose name is not given there.
    let family =
        |author: &serde_json::Value| author["family"].as_str().filter(|name| !name.is_empty()).map(str::to_owned);
    let authors = expected["authors"]
        .as_array()
        .and_then(|list| list.iter().map(family).collect::<Option<Vec<_>>>())
        .map(families);
    let pages = theirs("pages").map(|pages| litsieve::record::pages::Pages::parse(&pages, None).first);
    [
        ("title", plain(&fields.title), theirs("title").map(|text| plain(&text))),
        ("authors", families(fields.authors.iter().map(|person| person.family.clone()).collect()), authors),
        ("year", fields.year().map_or(String::new(), |year| year.to_string()), theirs("year")),
        ("journal", plain(&fields.container), theirs("journal").map(|text| plain(&text))),
        (
            "doi",
            fields.doi.as_ref().map_or(String::new(), ToString::to_string),
            theirs("doi").map(|text| Doi::parse(&text).map_or(text, |doi| doi.to_string())),
        ),
        ("volume", fields.volume.clone(), theirs("volume")),
        ("pages", fields.pages.first.clone(), pages),
    ]
    .into_iter()
    .filter_map(|(field, ours, theirs)| theirs.map(|theirs| (field, ours, theirs)))
    .collect()
}
