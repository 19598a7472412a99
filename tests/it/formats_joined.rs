//! Files that were put together, cut off, or changed on their way: each record is read once, and nothing else is read as a record. The
//! grammar of what is expected is in `tests/corpus/README.md`.

use litsieve::source::SourceFile;

use crate::support::read_otherwise;

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
        ("a mark inside a value parts nothing", "a.ris", "TY  - JOUR\nTI  - One\nAB  - Some \u{feff}text\nER  - \n", "markers: 1\ncodes:\n---\ntitle: One\n"),
        ("that of the file itself is not told", "a.ris", "\u{feff}TY  - JOUR\nTI  - One\nER  - \n", "markers: 1\ncodes:\n---\ntitle: One\n"),
    ]);
}
