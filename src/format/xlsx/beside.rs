//! What a workbook hides of its cells, and what it says beside them: hidden sheets, rows and columns, formulas, comments,
//! drawings.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use super::super::xml::tree::{NodeId, Tree, View};
use super::check_size;

/// Everything that a workbook hides or says beside its cells, in words: `sheet `Decisions`, row 3 is hidden`.
///
/// # Errors
/// Why it cannot be read, for people.
pub fn beside(bytes: &[u8]) -> Result<Vec<String>, String> {
    check_size(bytes)?;
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("the workbook cannot be unpacked: {error}"))?;
    let mut told = Vec::new();
    for Sheet { name, part, is_hidden } in sheets(&mut archive) {
        if is_hidden {
            told.push(format!("the sheet `{name}` is hidden"));
        }
        let mut found = |text: String| told.push(format!("sheet `{name}`, {text}"));
        with_part(&mut archive, &part, |view| cells(view, &mut found));
        for (kind, target) in relations(&mut archive, &part) {
            match kind.as_str() {
                "comments" | "threadedComment" => with_part(&mut archive, &target, |view| comments(view, &mut found)),
                "drawing" => found("something is drawn over its cells".to_owned()),
                _ => {}
            }
        }
    }
    Ok(told)
}

struct Sheet {
    name: String,
    part: String,
    is_hidden: bool,
}

fn sheets(archive: &mut ZipArchive<impl Read + Seek>) -> Vec<Sheet> {
    const WORKBOOK: &str = "xl/workbook.xml";
    let mut named = Vec::new();
    with_part(archive, WORKBOOK, |view| {
        for sheet in elements(view, "sheet") {
            let value = |name: &str| view.attribute(sheet, name).unwrap_or_default();
            named.push((value("name"), value("id"), value("state")));
        }
    });
    let parts = targets(archive, WORKBOOK);
    let sheet = |(name, id, state): (String, String, String)| {
        let (.., part) = parts.iter().find(|(known, ..)| *known == id)?;
        Some(Sheet { name, part: part.clone(), is_hidden: state.ends_with("idden") })
    };
    named.into_iter().filter_map(sheet).collect()
}

/// Hidden rows and columns, and formulas.
fn cells(view: View<'_>, found: &mut dyn FnMut(String)) {
    let is = |node: NodeId, name: &str| matches!(view.attribute(node, name).as_deref(), Some("1" | "true"));
    let value = |node: NodeId, name: &str| view.attribute(node, name).unwrap_or_default();
    let is_flat = |node: NodeId, name: &str| view.attribute(node, name).is_some_and(|size| size.parse() == Ok(0.0));
    for node in view.elements() {
        match view.name(node) {
            "row" if is(node, "hidden") || is_flat(node, "ht") => found(format!("row {} is hidden", value(node, "r"))),
            "col" if is(node, "hidden") || is_flat(node, "width") => {
                let column = |name: &str| {
                    value(node, name).parse().map_or_else(|_| String::new(), |at: usize| letters(at.saturating_sub(1)))
                };
                found(match (column("min"), column("max")) {
                    (first, last) if first == last => format!("column {first} is hidden"),
                    (first, last) => format!("columns {first} to {last} are hidden"),
                });
            }
            "c" => {
                if let Some(formula) = view.child(node, "f") {
                    found(format!("cell {} is a formula: {}", value(node, "r"), view.text(formula)));
                }
            }
            _ => {}
        }
    }
}

fn comments(view: View<'_>, found: &mut dyn FnMut(String)) {
    for node in elements(view, "comment").chain(elements(view, "threadedComment")) {
        let cell = view.attribute(node, "ref").unwrap_or_default();
        found(format!("cell {cell} has a comment: {}", view.text(node)));
    }
}

fn elements<'t>(view: View<'t>, name: &'static str) -> impl Iterator<Item = NodeId> + use<'t> {
    view.elements().filter(move |&node| view.name(node) == name)
}

/// What belongs to a part: the last word of its kind, and where it is.
fn relations(archive: &mut ZipArchive<impl Read + Seek>, part: &str) -> Vec<(String, String)> {
    targets(archive, part).into_iter().map(|(_, kind, target)| (kind, target)).collect()
}

/// Identifier, kind and place of what belongs to a part.
fn targets(archive: &mut ZipArchive<impl Read + Seek>, part: &str) -> Vec<(String, String, String)> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let mut targets = Vec::new();
    with_part(archive, &format!("{folder}/_rels/{file}.rels"), |view| {
        for relation in elements(view, "Relationship") {
            let value = |name: &str| view.attribute(relation, name).unwrap_or_default();
            let kind = value("Type").rsplit('/').next().unwrap_or_default().to_owned();
            targets.push((value("Id"), kind, place(folder, &value("Target"))));
        }
    });
    targets
}

/// `../comments1.xml` seen from `xl/worksheets`: `xl/comments1.xml`.
fn place(folder: &str, target: &str) -> String {
    let begin = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in begin.split('/').chain(target.split('/')).filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// How large a part may be that is looked at, in bytes: its tree takes several times as much.
const LARGEST_PART: u64 = 1 << 27;

/// Reads a part as XML; nothing where it is not there, or too large.
fn with_part(archive: &mut ZipArchive<impl Read + Seek>, name: &str, read: impl FnOnce(View<'_>)) {
    let mut text = String::new();
    let part = archive.by_name(name).ok().filter(|part| part.size() <= LARGEST_PART);
    if part.and_then(|part| part.take(LARGEST_PART).read_to_string(&mut text).ok()).is_none() {
        return;
    }
    // Behind the declaration, and what else may stand before the first element.
    let begin = text.match_indices('<').map(|(at, _)| at).find(|at| !text[at + 1..].starts_with(['?', '!']));
    let mut tree = Tree::default();
    if let Some(begin) = begin {
        tree.read(&text, begin..text.len());
        read(tree.view(&text));
    }
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
pub fn letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (column % 26) as u8));
        match column / 26 {
            0 => return letters,
            more => column = more - 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_and_what_is_said_beside_the_cells_is_told() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet().set_name("Decisions").expect("a name");
        sheet.write_string(1, 0, "excluded").expect("a cell");
        sheet.write_string(2, 0, "included").expect("a cell");
        assert_eq!(beside(&workbook.save_to_buffer().expect("bytes")), Ok(Vec::new()));
        let sheet = workbook.worksheet_from_index(0).expect("the sheet");
        sheet.set_row_hidden(1).expect("a row").set_column_hidden(27).expect("a column");
        sheet.write_formula(3, 1, "=A2").expect("a formula");
        sheet.insert_note(2, 0, &rust_xlsxwriter::Note::new("not so").add_author_prefix(false)).expect("a note");
        workbook.add_worksheet().set_name("Other").expect("a name").set_hidden(true);
        assert_eq!(
            beside(&workbook.save_to_buffer().expect("bytes")).expect("a workbook"),
            [
                "sheet `Decisions`, column AB is hidden",
                "sheet `Decisions`, row 2 is hidden",
                "sheet `Decisions`, cell B4 is a formula: A2",
                "sheet `Decisions`, cell A3 has a comment: not so",
                "the sheet `Other` is hidden",
            ]
        );
        assert!(beside(b"PK no workbook").is_err());
    }

    #[test]
    fn a_place_is_seen_from_its_folder() {
        assert_eq!(place("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(place("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(place("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
    }
}
