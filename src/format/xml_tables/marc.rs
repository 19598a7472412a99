//! MARC 21 in XML (`MARCXML`, Library of Congress), as library catalogues and repositories export it.

use super::{TABLE, XmlTable};
use crate::format::xml::Sink;
use crate::format::xml::tree::{NodeId, View};
use crate::record::Field;

/// MARCXML.
pub const MARC: XmlTable = XmlTable {
    name: "marcxml",
    about: "MARCXML: records of library catalogues (Alma, Koha, WorldCat) and repositories.",
    signs: &["record", "datafield", "subfield"],
    elements: &[&["record"]],
    more,
    ..TABLE
};

fn more(view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
    for field in view.children(root) {
        let tag = view.attribute(field, "tag").unwrap_or_default();
        match view.name(field) {
            "leader" => kind(&view.text(field), out),
            "controlfield" if tag == "001" => out.derived("001", Field::Accession, &view.text(field)),
            "controlfield" if tag == "008" => fixed(&view.text(field), out),
            "datafield" => data(&tag, &Subfields::of(view, field), out),
            _ => {}
        }
    }
}

/// The subfields of one field, in order.
struct Subfields(Vec<(char, String)>);

impl Subfields {
    fn of(view: View<'_>, field: NodeId) -> Self {
        let subfields = view.children(field).filter(|&node| view.name(node) == "subfield");
        let read = subfields.filter_map(|node| {
            Some((view.attribute(node, "code")?.chars().next()?, view.text(node).trim().to_owned()))
        });
        Self(read.collect())
    }

    fn all(&self, code: char) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(found, _)| *found == code).map(|(_, text)| text.as_str())
    }

    /// The first of these, without the punctuation with which cataloguers end them.
    fn plain(&self, codes: &[char]) -> String {
        let found = codes.iter().filter_map(|&code| self.all(code).next());
        let plain = found.map(|text| text.trim_end_matches([' ', '/', ':', ',', ';', '=']));
        plain.collect::<Vec<_>>().join(": ")
    }
}

/// The leader: position 6 is the type of the record, 7 its level (*MARC 21 Format for Bibliographic Data*).
fn kind(leader: &str, out: &mut Sink<'_>) {
    let kind = match leader.as_bytes().get(6..8) {
        Some(b"aa" | b"ab") => "journal article",
        Some(b"am" | b"tm") => "book",
        _ => return,
    };
    out.derived("leader", Field::DocumentType, kind);
}

/// Positions 7 to 10 of field 008 are the year, 35 to 37 the language.
fn fixed(text: &str, out: &mut Sink<'_>) {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    if part(7..11).bytes().all(|b| b.is_ascii_digit()) {
        out.derived("008", Field::Date, part(7..11));
    }
    if !matches!(part(35..38), "mul" | "und" | "zxx" | "   " | "|||") {
        out.derived("008", Field::Language, part(35..38));
    }
}

/// What a person did: by the code of the relation (`$4`, *MARC Code List for Relators*), else by its word (`$e`) in the language of the
/// catalogue. The main entry (`100`) is whoever made the work, if nothing says that it is another relation.
fn role(tag: &str, part: &Subfields) -> Field {
    const CODES: [(&str, Field); 5] = [
        ("aut", Field::Author),
        ("cre", Field::Author),
        ("dis", Field::Author),
        ("edt", Field::Editor),
        ("edc", Field::Editor),
    ];
    const WORDS: [(&str, Field); 11] = [
        ("aut", Field::Author),
        ("verf", Field::Author),
        ("förf", Field::Author),
        ("forf", Field::Author),
        ("joint author", Field::Author),
        ("ed", Field::Editor),
        ("éd", Field::Editor),
        ("hrsg", Field::Editor),
        ("hg", Field::Editor),
        ("herausg", Field::Editor),
        ("redakt", Field::Editor),
    ];
    // The code may be given as an address: `http://id.loc.gov/vocabulary/relators/aut`.
    let codes: Vec<&str> = part.all('4').filter_map(|code| code.rsplit('/').next()).collect();
    if !codes.is_empty() {
        let known = CODES.iter().find(|(code, _)| codes.iter().any(|told| told.eq_ignore_ascii_case(code)));
        return known.map_or(Field::Contributor, |&(_, field)| field);
    }
    let words: Vec<String> = part.all('e').map(str::to_lowercase).collect();
    let known = WORDS.iter().find(|(word, _)| words.iter().any(|told| told.starts_with(word)));
    match known {
        Some(&(_, field)) => field,
        None if words.is_empty() || tag == "100" => Field::Author,
        None => Field::Contributor,
    }
}

fn data(tag: &str, part: &Subfields, out: &mut Sink<'_>) {
    let mut each = |field: Field, code: char| part.all(code).for_each(|text| out.derived(tag, field, text));
    match tag {
        "020" => each(Field::Isbn, 'a'),
        "022" => each(Field::Issn, 'a'),
        "041" => each(Field::Language, 'a'),
        "024" if part.all('2').any(|kind| kind.eq_ignore_ascii_case("doi")) => each(Field::Doi, 'a'),
        "100" | "700" => out.derived(tag, role(tag, part), &part.plain(&['a'])),
        "110" | "710" | "111" | "711" => {
            let body: Vec<&str> =
                part.all('a').chain(part.all('b')).map(|text| text.trim_end_matches(['.', ',', ' '])).collect();
            out.derived(tag, Field::CorporateAuthor, &body.join(". "));
        }
        "245" => out.derived(tag, Field::Title, &part.plain(&['a', 'b'])),
        "240" | "246" => each(Field::OriginalTitle, 'a'),
        "250" => each(Field::Edition, 'a'),
        "260" | "264" => {
            out.derived(tag, Field::PublisherPlace, &part.plain(&['a']));
            out.derived(tag, Field::Publisher, &part.plain(&['b']));
            part.all('c').for_each(|text| out.derived(tag, Field::Date, text));
        }
        "300" => each(Field::PageCount, 'a'),
        "440" | "490" | "830" => out.derived(tag, Field::Series, &part.plain(&['a'])),
        "500" => each(Field::Note, 'a'),
        "502" => {
            each(Field::Note, 'a');
            out.derived(tag, Field::DocumentType, "thesis");
        }
        "520" => each(Field::Abstract, 'a'),
        "650" | "651" | "653" | "600" | "610" => {
            let terms: Vec<&str> = part.all('a').chain(part.all('x')).chain(part.all('z')).collect();
            let field = if tag == "653" { Field::Keyword } else { Field::SubjectHeading };
            out.derived(tag, field, &terms.join("/"));
        }
        "655" => each(Field::DocumentType, 'a'),
        "773" => {
            out.derived(tag, Field::Container, &part.plain(&['t']));
            part.all('x').for_each(|text| out.derived(tag, Field::Issn, text));
            part.all('g').for_each(|text| out.derived(tag, Field::Note, text));
        }
        "856" => each(Field::Url, 'u'),
        _ => {}
    }
}
