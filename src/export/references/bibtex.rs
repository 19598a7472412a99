//! BibTeX, with BibLaTeX's names for what BibTeX has no field for.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Reference, References, Writer, codes, date, one_line, type_words};
use crate::record::date::DateKind;
use crate::record::document_type::DocumentType;
use crate::record::pages::Pages;
use crate::record::person::Person;
use crate::record::{Field, Fields};

/// BibTeX.
pub struct Bibtex;

impl Writer for Bibtex {
    fn name(&self) -> &'static str {
        "bibtex"
    }

    fn about(&self) -> &'static str {
        "BibTeX and BibLaTeX: LaTeX, JabRef, Zotero, Mendeley, CoLRev. Titles are in double braces so that no style changes \
         their capitals. The date of entry has no place."
    }

    fn extension(&self) -> &'static str {
        "bib"
    }

    fn lacks(&self) -> &'static [Field] {
        &[Field::DateOnline, Field::DateEntry]
    }

    fn keeps_et_al(&self) -> bool {
        true
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        let mut keys = BTreeMap::new();
        for reference in references {
            out.write_all(entry(&reference, &mut keys).as_bytes())?;
        }
        Ok(())
    }
}

fn entry(reference: &Reference<'_>, keys: &mut BTreeMap<String, usize>) -> String {
    let fields = &reference.fields;
    let entry_type = codes::of(fields).bibtex;
    let mut text = format!("@{entry_type}{{{},\n", key(reference, keys));
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("  {name} = {{{value}}},\n"));
        }
    };
    put("title", &braced(&fields.title));
    // What the export leaves out stays left out.
    put(
        "author",
        &format!("{}{}", people(&fields.authors), if reference.authors_are_cut() { " and others" } else { "" }),
    );
    put("editor", &people(&fields.editors));
    let container = container_name(entry_type);
    // Styles change the capitals of the titles of books.
    put(container, &if container == "booktitle" { braced(&fields.container) } else { escaped(&fields.container) });
    put("entrysubtype", subtype(codes::of(fields).csl));
    if let Some(date) = date(fields, DateKind::Issue) {
        put("date", &super::iso(&date));
        put("year", &date.year.map(|year| format!("{year:04}")).unwrap_or_default());
    }
    if let Some(date) = &fields.accessed {
        put("urldate", &super::iso(date));
    }
    for (name, value) in simple(fields) {
        let name = match (name, entry_type) {
            ("publisher", _) => publisher_name(entry_type),
            // What a report is numbered by, which has no issue.
            ("report-number", "techreport") => "number",
            ("number", "techreport") => "issue",
            _ => name,
        };
        put(name, &if name == "series" { braced(value) } else { escaped(value) });
    }
    put("langid", fields.languages.first().and_then(|language| babel(language.code())).unwrap_or_default());
    put("pages", &pages(fields));
    for (name, value) in verbatim(fields) {
        put(name, &value);
    }
    put("keywords", &escaped(&keywords(&fields.keywords)));
    for (name, values) in repeated(fields) {
        for (at, value) in values.iter().enumerate() {
            // BibTeX refuses a field that stands twice in an entry.
            let name = match (name, at) {
                (name, 0) => name.to_owned(),
                // BibLaTeX's fields for a second and a third note.
                ("note", 1) => "addendum".to_owned(),
                ("note", 2) => "annotation".to_owned(),
                (name, at) => format!("{name}{}", at + 1),
            };
            put(&name, &if name.starts_with("url") { without_braces(value) } else { escaped(value) });
        }
    }
    // An article may be a letter, and `misc` says nothing.
    let said = fields.document_type.filter(|kind| DocumentType::parse(entry_type) != Some(*kind));
    let called = match entry_type {
        // What a style prints: `Doctoral dissertation`.
        "phdthesis" | "mastersthesis" | "techreport" => type_words(fields, entry_type).into_iter().next(),
        _ => None,
    };
    put("type", &called.map_or_else(|| said.map_or("", DocumentType::name).to_owned(), |words| escaped(&words)));
    text.push_str("}\n\n");
    text
}

/// Where an article stands that is none of a journal.
fn subtype(csl: &str) -> &'static str {
    match csl {
        "article-magazine" => "magazine",
        "article-newspaper" => "newspaper",
        _ => "",
    }
}

/// What babel, and so BibLaTeX, calls a language; `None` for languages that it has no hyphenation of under a name of their own.
fn babel(code: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 17] = [
        ("eng", "english"),
        ("deu", "german"),
        ("fra", "french"),
        ("spa", "spanish"),
        ("por", "portuguese"),
        ("ita", "italian"),
        ("nld", "dutch"),
        ("dan", "danish"),
        ("swe", "swedish"),
        ("fin", "finnish"),
        ("pol", "polish"),
        ("rus", "russian"),
        ("ces", "czech"),
        ("hun", "hungarian"),
        ("tur", "turkish"),
        ("ell", "greek"),
        ("ukr", "ukrainian"),
    ];
    NAMES.iter().find(|(of, _)| *of == code).map(|(_, name)| *name)
}

/// `101--118`; nothing where the number of the article stands in their place, which `eid` has. A hyphen in a number is none between
/// pages.
fn pages(fields: &Fields) -> String {
    let Pages { first, last, further } = &fields.pages;
    match last.is_empty() {
        true if *first == fields.article_number => further.clone(),
        true => format!("{first}{further}"),
        false => format!("{first}--{last}{further}"),
    }
}

/// Fields with one value of prose.
fn simple(fields: &Fields) -> [(&'static str, &str); 12] {
    [
        ("shortjournal", &fields.container_abbreviation),
        ("series", &fields.series),
        ("volume", &fields.volume),
        ("number", &fields.issue),
        ("report-number", &fields.report_number),
        ("eid", &fields.article_number),
        ("edition", &fields.edition),
        ("publisher", &fields.publisher),
        ("address", &fields.publisher_place),
        ("eventtitle", &fields.conference),
        ("origtitle", &fields.original_title),
        ("abstract", &fields.abstract_text),
    ]
}

/// Identifiers and codes: characters mean themselves, as `doi` of BibLaTeX wants.
fn verbatim(fields: &Fields) -> [(&'static str, String); 6] {
    let join = |values: Vec<&str>| without_braces(&values.join("; "));
    [
        ("doi", join(fields.doi.iter().map(|doi| doi.as_str()).collect())),
        ("pmid", join(fields.pmid.iter().map(|pmid| pmid.as_str()).collect())),
        ("pmcid", join(fields.pmcid.iter().map(|pmcid| pmcid.as_str()).collect())),
        ("issn", join(fields.issns.iter().map(|issn| issn.as_str()).collect())),
        ("isbn", join(fields.isbns.iter().map(|isbn| isbn.as_str()).collect())),
        ("language", join(fields.languages.iter().map(|language| language.code()).collect())),
    ]
}

/// Fields that may have several values; the second is called `note2`. In addresses characters mean themselves.
fn repeated(fields: &Fields) -> [(&'static str, &[String]); 6] {
    [
        ("url", &fields.urls),
        ("accession", &fields.accessions),
        ("database", &fields.databases),
        ("subject-heading", &fields.subject_headings),
        ("affiliation", &fields.affiliations),
        ("note", &fields.notes),
    ]
}

/// A list separated by commas; by semicolons where a keyword has a comma.
fn keywords(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| one_line(word).replace(';', ",")).collect();
    if words.iter().any(|word| word.contains(',')) {
        return words.iter().map(|word| format!("{word};")).collect::<Vec<_>>().join(" ");
    }
    words.join(", ")
}

fn people(people: &[Person]) -> String {
    let name = |person: &Person| {
        let part = |text: &str| match escaped(text).replace(" and ", " {and} ") {
            // A comma would part the name elsewhere.
            part if part.contains(',') => format!("{{{part}}}"),
            part => part,
        };
        match person {
            // With a comma inside, one pair of braces may be around a person.
            Person { corporate: true, family, .. } if family.contains(',') => format!("{{{{{}}}}}", escaped(family)),
            Person { corporate: true, family, .. } => format!("{{{}}}", escaped(family)),
            // In braces it would be a body.
            Person { family, given, suffix, .. } if given.is_empty() && suffix.is_empty() => part(family),
            Person { family, given, suffix, .. } if suffix.is_empty() => format!("{}, {}", part(family), part(given)),
            Person { family, given, suffix, .. } => format!("{}, {}, {}", part(family), part(suffix), part(given)),
        }
    };
    people.iter().map(name).collect::<Vec<_>>().join(" and ")
}

fn braced(title: &str) -> String {
    let title = escaped(title);
    if title.is_empty() { title } else { format!("{{{title}}}") }
}

/// The text on one line, with what LaTeX would take for commands written so that it prints.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in one_line(text).chars() {
        // Two of these in a row would print as a dash or a quotation mark.
        if c == before && matches!(c, '-' | '\'' | '`') {
            out.push_str("{}");
        }
        before = c;
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c => out.push(c),
        }
    }
    out
}

/// Braces would end the field; in an address they are percent-encoded anyway (RFC 3986, section 2.1).
fn without_braces(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D")
}

/// The key that the record brought, as far as one may be written so; else the identifier with only the characters that every BibTeX
/// program takes in a key. Once in a file.
fn key(reference: &Reference<'_>, keys: &mut BTreeMap<String, usize>) -> String {
    let takes = |c: char| !c.is_whitespace() && !c.is_control() && !"{}\"#%,~\\=".contains(c);
    let plain: String = match reference.own_key() {
        Some(own) => own.chars().map(|c| if takes(c) { c } else { '_' }).collect(),
        None => {
            let plain = |c: char| c.is_ascii_alphanumeric() || ":-_.+/".contains(c);
            reference.id.chars().map(|c| if plain(c) { c } else { '_' }).collect()
        }
    };
    let plain = if plain.is_empty() { "reference".to_owned() } else { plain };
    let times = keys.entry(plain.clone()).or_default();
    *times += 1;
    if *times == 1 { plain } else { format!("{plain}+{times}") }
}

/// Where BibTeX looks for who brought something out (Patashnik 1988, section 3.1): styles and R leave out what lacks it.
fn publisher_name(entry_type: &str) -> &'static str {
    match entry_type {
        "techreport" => "institution",
        "phdthesis" | "mastersthesis" => "school",
        // BibLaTeX's `online` has no publisher.
        "online" => "organization",
        _ => "publisher",
    }
}

fn container_name(entry_type: &str) -> &'static str {
    match entry_type {
        "incollection" | "inproceedings" => "booktitle",
        _ => "journal",
    }
}

#[cfg(test)]
mod tests {
    use super::people;
    use crate::record::person::Person;

    #[test]
    fn no_part_of_a_name_is_left_out() {
        for (name, expected) in [
            ("Doe, JR", "Doe, JR"),
            ("Doe, Jr.", "Doe, Jr., "),
            ("Doe, J., Jr.", "Doe, Jr., J."),
            ("Doe", "Doe"),
            ("Made-Up Council", "{Made-Up Council}"),
        ] {
            assert_eq!(people(&[Person::parse(name).expect("a name")]), expected, "{name}");
        }
    }
}
