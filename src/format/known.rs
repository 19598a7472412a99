//! Files that people hold and that are not read: what they are, and which export to take instead.

use super::{html, xml};
use crate::source::{Content, SourceFile};

/// A kind of file, how it is recognised, and what to do.
struct Known {
    name: &'static str,
    is: fn(&SourceFile) -> bool,
    instead: &'static str,
}

const KNOWN: &[Known] = &[
    Known {
        name: "a PDF",
        is: |file| bytes(file).starts_with(b"%PDF-"),
        instead: "save the search as RIS in the database; a reference manager takes references out of articles",
    },
    Known {
        name: "a Word document",
        is: |file| is_zip_with(file, b"word/document.xml"),
        instead: "save the search as RIS in the database, or the table in it as CSV",
    },
    Known {
        name: "an old Office file (.doc, .xls)",
        is: |file| bytes(file).starts_with(b"\xd0\xcf\x11\xe0"),
        instead: "open it and save it as .xlsx or CSV",
    },
    Known {
        name: "a database file (SQLite), as Zotero, Mendeley and EndNote keep libraries in",
        is: |file| bytes(file).starts_with(b"SQLite format 3\0"),
        instead: "export the library from the program as RIS or EndNote XML",
    },
    Known {
        name: "rich text (RTF)",
        is: is_rich_text,
        instead: "save the search as RIS in the database; an RTF holds a printed list of references",
    },
    Known {
        name: "Zotero RDF",
        is: |file| text(file).starts_with('<') && head(file).contains("<rdf:RDF"),
        instead: "export the library from Zotero as RIS or Zotero's own JSON (Better BibTeX JSON or CSL JSON)",
    },
    Known {
        name: "RefWorks XML",
        is: |file| text(file).starts_with('<') && head(file).contains("<refworks"),
        instead: "export from RefWorks as RIS or in RefWorks tagged format",
    },
    Known {
        name: "a newsfeed (RSS or Atom)",
        is: |file| text(file).starts_with('<') && (head(file).contains("<rss") || head(file).contains("<feed")),
        instead: "save the search in the database as RIS; a feed holds only what is new",
    },
    Known {
        name: "Microsoft Word's list of sources",
        is: |file| text(file).starts_with('<') && head(file).contains("officeDocument/2006/bibliography"),
        instead: "turn it into RIS with bibutils (`wordbib2xml FILE | xml2ris`), or open it in JabRef and export it as RIS",
    },
    Known {
        name: "dblp XML",
        is: |file| xml::root(text(file)) == Some("dblp"),
        instead: "take the same records from dblp as BibTeX or RIS (*export record*, *export bibliography*)",
    },
    Known {
        name: "ReDIF, as RePEc's archives hold it",
        is: |file| head(file).lines().any(|line| line.to_ascii_lowercase().starts_with("template-type: redif")),
        instead: "take the records from IDEAS or EconPapers as RIS or BibTeX, which give them by handle",
    },
    Known {
        name: "a report of NEP (RePEc), as it is e-mailed",
        is: |file| head(file).contains("nep.repec.org"),
        instead: "open it in JabRef, which reads it, and export it as RIS; or take the records from IDEAS",
    },
    Known {
        name: "INSPEC text",
        is: |file| {
            head(file).contains("INSPEC") && head(file).lines().filter(|line| line.get(2..5) == Some(" ~ ")).count() > 2
        },
        instead: "open it in JabRef, which reads it, and export it as RIS; or save the search again as RIS",
    },
    Known {
        name: "a citation file of a program (CITATION.cff)",
        is: |file| head(file).lines().any(|line| line.starts_with("cff-version:")),
        instead: "turn it into RIS or BibTeX with cffconvert (`cffconvert -f ris`)",
    },
    Known {
        name: "Hayagriva, as Typst reads it",
        is: |file| {
            let begins = |line: &str, key: &str| line.starts_with(' ') && line.trim_start().starts_with(key);
            let has = |key: &str| head(file).lines().any(|line| begins(line, key));
            let is_key = |line: &str| line.ends_with(':') && !line.starts_with(' ') && !line.contains(' ');
            head(file).lines().next().is_some_and(|line| is_key(line.trim_end())) && has("type:") && has("title:")
        },
        instead: "export the library as BibTeX from the program that it was made from",
    },
    Known {
        name: "MARC 21 (ISO 2709)",
        is: |file| text(file).contains(['\u{1e}']) && text(file).bytes().take(5).all(|b| b.is_ascii_digit()),
        instead: "export from the catalogue as MARCXML, MODS or RIS",
    },
    Known {
        name: "a list of PubMed identifiers",
        is: |file| {
            let mut lines = text(file).lines().filter(|line| !line.trim().is_empty()).take(50).peekable();
            lines.peek().is_some()
                && lines
                    .all(|line| (4..=8).contains(&line.trim().len()) && line.trim().bytes().all(|b| b.is_ascii_digit()))
        },
        instead: "save the search in PubMed in the format PubMed, which has the records themselves",
    },
    Known {
        name: "XML of a kind that litsieve does not know",
        is: |file| {
            let is_closed = |root: &str| memchr::memmem::find(bytes(file), format!("</{root}").as_bytes()).is_some();
            let text = text(file);
            text.starts_with("<?xml") || !html::begins_page(text) && xml::root(text).is_some_and(is_closed)
        },
        instead: "save the search as RIS, or as XML of EndNote or PubMed",
    },
];

/// What lies in the archives that people make beside the exports, and is none: an article, a document, a picture.
pub(super) fn paper(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 5] = [
        (b"{\\rtf", "rich text (RTF)"),
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
    ];
    let is_word = || bytes.starts_with(b"PK") && memchr::memmem::find(bytes, b"word/document.xml").is_some();
    let begun = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, what)| *what);
    begun.or_else(|| is_word().then_some("a Word document"))
}

/// Whether a file is rich text, of a word processor.
pub(super) fn is_rich_text(file: &SourceFile) -> bool {
    text(file).starts_with("{\\rtf")
}

/// What a file is that no format reads, and what to do; `None` for one that nobody knows.
pub(super) fn told(file: &SourceFile) -> Option<String> {
    let known = KNOWN.iter().find(|known| (known.is)(file))?;
    Some(format!("this is {}; no record was read: {}", known.name, known.instead))
}

fn bytes(file: &SourceFile) -> &[u8] {
    match file.content() {
        Content::Binary(bytes) => bytes,
        Content::Text { text, .. } => text.as_bytes(),
    }
}

fn text(file: &SourceFile) -> &str {
    file.text().trim_start_matches('\u{feff}').trim_start()
}

fn head(file: &SourceFile) -> &str {
    const HEAD: usize = 4096;
    let text = text(file);
    &text[..text.floor_char_boundary(HEAD)]
}

fn is_zip_with(file: &SourceFile, member: &[u8]) -> bool {
    let bytes = bytes(file);
    bytes.starts_with(b"PK") && memchr::memmem::find(bytes, member).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_and_not_read_is_named() {
        for (bytes, name) in [
            (b"%PDF-1.7\n...".to_vec(), "a PDF"),
            (b"{\\rtf1 Made up}".to_vec(), "rich text"),
            (b"<?xml version=\"1.0\"?><rdf:RDF></rdf:RDF>".to_vec(), "Zotero RDF"),
            (b"12345678\n12345679\n".to_vec(), "a list of PubMed identifiers"),
            (
                b"<b:Sources xmlns:b=\"http://schemas.openxmlformats.org/officeDocument/2006/bibliography\"></b:Sources>".to_vec(),
                "Word's list of sources",
            ),
            (b"<dblp><article key=\"x\"><title>x</title></article></dblp>".to_vec(), "dblp XML"),
            (b"Template-Type: ReDIF-Paper 1.0\nTitle: On sheds\n".to_vec(), "ReDIF"),
            (b"nep.repec.org\n\n1. On sheds\nDate: 2005-11-07\n".to_vec(), "NEP"),
            (b"Record 1 from database: INSPEC\n\nTI ~ On sheds\nAU ~ Ek, B\nPY ~ 1992\n".to_vec(), "INSPEC"),
            (b"cff-version: 1.2.0\ntitle: Sheds\n".to_vec(), "CITATION.cff"),
            (b"ek:\n    type: Book\n    title: On sheds\n".to_vec(), "Hayagriva"),
            (b"<?xml version=\"1.0\"?><catalogue/>".to_vec(), "XML of a kind"),
            (b"<results><article><title>On sheds</title></article></results>".to_vec(), "XML of a kind"),
            (b"<!-- made up --><shop><article><title>x</title></article></shop>".to_vec(), "XML of a kind"),
        ] {
            let told = told(&SourceFile::new("a", bytes)).unwrap_or_default();
            assert!(told.contains(name), "{name}: {told}");
        }
        for text in ["Dear librarian", "<3 sheds", "<b>Dear librarian"] {
            assert_eq!(told(&SourceFile::new("a", text.as_bytes().to_vec())), None, "{text}");
        }
    }
}
