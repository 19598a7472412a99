//! Several records at once: letters, notices and the article they are about; a body that is the author of what its name stands in.

use std::collections::BTreeSet;
use std::sync::Arc;

use litsieve::matching::{Matches, Settings, deduplicate};
use litsieve::record::RecordTable;
use litsieve::source::SourceFile;

/// What becomes of files given as name and text.
fn matched(files: &[(&str, String)]) -> Matches {
    let read = |(name, text): &(&str, String)| {
        litsieve::format::read(&Arc::new(SourceFile::new(*name, text.clone().into_bytes()))).records
    };
    deduplicate(&RecordTable::new(files.iter().map(read).collect()), &Settings::default(), &[])
}

/// What becomes of rows of a table of these columns.
fn tabled(rows: &[&str]) -> Matches {
    let header = "title,authors,year,journal,volume,issue,pages,doi,type\n";
    matched(&[("made-up.csv", rows.iter().fold(header.to_owned(), |text, row| text + row + "\n"))])
}

/// The numbers of two records, and how they are linked.
fn links(matches: &Matches) -> BTreeSet<(u32, u32, &'static str)> {
    matches.versions.iter().map(|link| (link.a.0.min(link.b.0), link.a.0.max(link.b.0), link.kind.name())).collect()
}

const TITLE: &str = "Low beds and falls at night on wards";

#[test]
fn letters_under_one_doi_are_never_one_whatever_pages_they_have() {
    let letter = |people: &str, pages: &str, kind: &str| {
        format!("{TITLE},\"{people}\",2009,Ward Studies,373,9670,{pages},10.5555/ws.c09,{kind}")
    };
    for (pages, kind) in [
        (["1421-1423", "1424-1426", "1427"], ""),
        (["1421", "1421", "1422"], ""),
        (["1421-1427", "1421-1427", "1421-1427"], "Letter"),
        (["", "", ""], ""),
        (["1421", "", "1424-1427"], "Letter"),
    ] {
        let people = ["Malik, Sara", "Pohl, Uwe", "Osei, Kwame; Rossi, Ada"];
        let rows: Vec<String> = people.iter().zip(pages).map(|(people, pages)| letter(people, pages, kind)).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(tabled(&rows).groups.len(), 3, "{pages:?}");
    }
    let copies = [letter("Malik, Sara", "1421", "Letter"), letter("Malik, S.", "1421", "Article")];
    assert_eq!(tabled(&[&copies[0], &copies[1]]).groups.len(), 1, "two records of one letter");
}

#[test]
fn what_is_about_an_article_is_linked_to_it_and_not_to_each_other() {
    let row = |title: &str, people: &str, year: &str, place: &str| {
        format!("{title},\"{people}\",{year},Ward Studies,{place}")
    };
    let article = row(TITLE, "Okello, Grace; Brandt, Nils", "2009", "373,9663,547-556,10.5555/ws.1,Article");
    let erratum = row(TITLE, "Okello, Grace; Brandt, Nils", "2009", "374,9690,12,10.5555/ws.2,Published Erratum");
    let letter = row(TITLE, "Malik, Sara", "2009", "373,9670,1421,10.5555/ws.3,Letter");
    let reply = row(
        &format!("{TITLE} - Authors' reply"),
        "Okello, Grace; Brandt, Nils",
        "2009",
        "373,9670,1422,10.5555/ws.4,Letter",
    );
    let concern = row(&format!("Expression of concern: {TITLE}"), "", "2011", "377,9760,3,10.5555/ws.5,Editorial");
    let matches = tabled(&[&article, &erratum, &letter, &reply, &concern]);
    assert_eq!(matches.groups.len(), 5);
    let found = links(&matches);
    for link in [(0, 1, "correction"), (0, 2, "comment"), (0, 3, "comment"), (0, 4, "correction")] {
        assert!(found.contains(&link), "{link:?} in {found:?}");
    }
    assert!(found.iter().all(|&(a, ..)| a == 0 || found.iter().all(|&(x, y, _)| (x, y) != (1, 2))), "{found:?}");
    let concern = matches.versions.iter().find(|link| link.b.0 == 4 || link.a.0 == 4).expect("a link");
    assert_eq!(concern.rule, "expression-of-concern");
}

#[test]
fn a_body_is_one_author_in_every_format() {
    const BODY: &str = "HC Harbour Diabetes Cohort (HADICO) Group";
    let subject =
        "Early treatment of sugar in dockers with insulin or diet and the risk of complications in later life";
    let ris = |author: &str, title: &str| {
        let author = if author.is_empty() { String::new() } else { format!("AU  - {author}\nEP  - 53\n") };
        format!(
            "TY  - JOUR\nTI  - {title}\n{author}PY  - 1998\nT2  - Lancet of Harbours\nVL  - 352\nIS  - 9131\nSP  - 837\nER  - \n"
        )
    };
    let xml = |author: &str, title: &str| {
        format!(
            "<?xml version=\"1.0\"?><xml><records><record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors>\
             <author>{author}</author></authors></contributors><titles><title>{title}</title><secondary-title>Lancet of Harbours\
             </secondary-title></titles><pages>837-853</pages><volume>352</volume><number>9131</number><dates><year>1998</year></dates>\
             </record></records></xml>"
        )
    };
    let bare = ("bare.ris", ris("", subject));
    for title in [format!("{subject} (HADICO 33). {BODY}"), format!("{subject}. {BODY}"), subject.to_owned()] {
        for other in [
            ("body.ris", ris(BODY, &title)),
            ("body.ris", ris(&format!("{BODY},"), &title)),
            ("body.xml", xml(&format!("{BODY},"), &title)),
        ] {
            assert_eq!(matched(&[bare.clone(), other.clone()]).groups.len(), 1, "{}", other.1);
        }
    }
    let another = format!("{subject} (HADICO 34). {BODY}");
    let two = [
        ("a.ris", ris(BODY, &format!("{subject} (HADICO 33). {BODY}"))),
        ("b.xml", xml(BODY, &another).replace("837-853", "854-865")),
    ];
    assert_eq!(matched(&two).groups.len(), 2, "two reports of one body");
}
