//! What the XML formats share: finding the records, reading each by itself, writing its values.
//!
//! Records are found in the text by the tags that begin and end them, and each is then read alone: broken markup costs only
//! its own record, a file that was cut off gives all records before the cut, and parts are read in parallel.

mod mend;
mod slices;
pub mod tree;

use std::borrow::Cow;
use std::sync::Arc;

use tree::{NodeId, Tree, View};

use super::log::Log;
use super::slices::{self as format_slices, Part, Slice, read as read_slices};
use super::tagged::Draft;
use super::{Parsed, provenance, repair};
use crate::diagnostic::excerpt;
use crate::record::{Field, RecordFileBuilder};
use crate::source::SourceFile;

/// An XML format whose records are elements.
pub trait Records: Sync {
    /// The name of the format.
    fn format(&self) -> &'static str;

    /// The names of the elements that are records, without prefix: the first set of which the file has any.
    fn elements(&self) -> &'static [&'static [&'static str]];

    /// Writes the values of the record whose element is `root`.
    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>);
}

/// Reads every record of `source`.
pub fn read(records: &dyn Records, source: &Arc<SourceFile>) -> Parsed {
    let (slices, markers) = slices::slices(source.text(), records.elements());
    let (records, log) = read_slices::<Reader, _>(source, records.format(), slices, records);
    Parsed { records, diagnostics: log.finish(source.label()), dialect: "", markers }
}

/// Where, at or behind `from`, a record begins right behind the end of another, as [`super::Format::cut`] asks.
pub fn cut(records: &dyn Records, text: &str, from: usize) -> Option<usize> {
    let names = records.elements().first()?;
    slices::between(text, from, names)
}

/// The name of the element that all others stand in, as far as the text begins like markup: what declarations, comments and a document
/// type definition are followed by.
pub fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', b'-', ..] => "-->",
            // A definition may have its own markup in brackets.
            [b'<', b'!', ..] if rest.find('[').is_some_and(|open| rest.find('>').is_none_or(|end| open < end)) => "]>",
            [b'<', b'!', ..] => ">",
            [b'<', ..] => {
                let name = rest[1..].split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
                return name.filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'));
            }
            _ => return None,
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
}

/// Reads one record after the other into a tree that keeps its room.
#[derive(Default)]
struct Reader(Tree);

impl<'r> format_slices::Reader<dyn Records + 'r> for Reader {
    fn read(&mut self, shared: &(dyn Records + 'r), slice: &Slice, line: u32, out: &mut Part<'_>) {
        let tree = &mut self.0;
        tree.read(out.text, slice.bytes());
        out.records.begin(slice.bytes().start, line);
        let entry = out.records.len() as u32;
        let view = tree.view(out.text);
        if let Some(root) = view.root() {
            shared.record(view, root, &mut Sink { view, builder: &mut out.records, log: &mut out.log, line });
            provenance::settle(&mut Draft::new(&mut out.records, &mut out.log, out.text, line));
        }
        out.records.end(slice.bytes().end);
        if tree.irregular().mended {
            out.log.add("XML001", line, entry, "", || "characters that look like markup were read as text".to_owned());
        }
        if !tree.unknown_reference().is_empty() {
            let message =
                || format!("no character is called `{}`; left as it stands", excerpt(tree.unknown_reference()));
            out.log.add("XML004", line, entry, "", message);
        }
        if !slice.closed {
            out.log
                .add("XML002", line, entry, "", || "the record has no end; it was read as far as it goes".to_owned());
        } else if tree.irregular().unclosed {
            out.log.add("XML003", line, entry, "", || "an element inside the record is never closed".to_owned());
        }
    }
}

/// Takes the values of one record.
#[derive(Debug)]
pub struct Sink<'b> {
    view: View<'b>,
    builder: &'b mut RecordFileBuilder,
    log: &'b mut Log,
    line: u32,
}

impl Sink<'_> {
    /// Repairs the value just added, unless nobody reads it.
    fn repair(&mut self, field: Field) {
        if field != Field::Other {
            repair::last_value(self.builder, self.log, self.line);
        }
    }

    /// Adds what an element says.
    pub fn element(&mut self, tag: &str, field: Field, node: NodeId) {
        let here = self.view.plain(node);
        let text = here.clone().map_or_else(|| self.view.text(node), |range| Cow::Borrowed(self.view.part(range)));
        if text.is_empty() {
            return;
        }
        match here.filter(|_| self.view.is_in_file()) {
            // Line breaks in anything but prose come from indentation.
            _ if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some()
                && !matches!(field, Field::Abstract | Field::Note | Field::Affiliation) =>
            {
                self.builder.owned_field(tag, field, &text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            _ if is_indented(&text) => self.builder.owned_field(tag, field, &without_indentation(&text)),
            Some(range) => self.builder.field(tag, field, range),
            None => self.builder.owned_field(tag, field, &text),
        }
        self.repair(field);
    }

    /// Adds a value of an attribute.
    pub fn attribute(&mut self, tag: &str, field: Field, value: &str) {
        if !value.trim().is_empty() {
            self.builder.owned_field(tag, field, value.trim());
            self.repair(field);
        }
    }

    /// Adds a value that was put together from several elements, or taken out of one.
    pub fn derived(&mut self, tag: &str, field: Field, value: &str) {
        if !value.trim().is_empty() {
            self.builder.derived_field(tag, field, &without_indentation(value.trim()));
            self.repair(field);
        }
    }

    /// Says that the last value is kept but not used, because what was made of it follows.
    pub fn supersede_last(&mut self) {
        self.builder.supersede_last();
    }
}

/// Whether a line of the text begins with white space: it was broken where the file was indented, and not by whoever wrote it.
fn is_indented(text: &str) -> bool {
    memchr::memchr2_iter(b'\n', b'\r', text.as_bytes())
        .any(|at| matches!(text.as_bytes().get(at + 1), Some(b' ' | b'\t')))
}

/// The text with a blank for each line end that stands before indentation.
fn without_indentation(text: &str) -> Cow<'_, str> {
    if !is_indented(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            out.truncate(out.trim_end().len());
            out.push(' ');
        } else if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line.trim_start_matches([' ', '\t']));
    }
    Cow::Owned(out)
}

/// Every element of the record that holds text of its own, in order, with its path below the record's element.
///
/// `inline` says which elements are markup inside a text and not values.
pub fn leaves(view: View<'_>, root: NodeId, inline: impl Fn(&str) -> bool, mut each: impl FnMut(&str, NodeId)) {
    let mut path = String::new();
    // Elements whose children are being walked: the rest of the children, and how long the path was.
    let mut open = vec![(view.children(root), 0)];
    while let Some((children, length)) = open.last_mut() {
        path.truncate(*length);
        let Some(node) = children.next() else {
            open.pop();
            continue;
        };
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(view.name(node));
        let is_leaf = view.children(node).all(|child| inline(view.name(child)));
        if is_leaf || open.len() >= DEEPEST {
            each(&path, node);
        } else {
            let length = path.len();
            open.push((view.children(node), length));
        }
    }
}

/// Every element below `root`, in document order.
pub fn descendants(view: View<'_>, root: NodeId) -> Vec<NodeId> {
    view.elements().filter(|&node| node > root).collect()
}

/// Elements nested deeper than this are read as the text of the one above: no format goes so deep.
const DEEPEST: usize = 24;

/// The beginning of the text, as far as formats are told apart by it.
pub fn head(text: &str) -> &str {
    const HEAD: usize = 16_384;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        return "";
    }
    let head = &text[..text.floor_char_boundary(HEAD)];
    // A page may show XML, or hold some.
    if root(head).is_some_and(|root| root.eq_ignore_ascii_case("html")) { "" } else { head }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_indentation_broke_are_one_and_others_stay() {
        for (text, expected) in [
            ("a fast \u{3b2}\n\t\t2-agonist", "a fast \u{3b2} 2-agonist"),
            ("one\n   two\r\n    three", "one two three"),
            ("Background: one.\nMethods: two.\n\nResults.", "Background: one.\nMethods: two.\n\nResults."),
            ("Background: one\n  and two.\nMethods.", "Background: one and two.\nMethods."),
            ("in one line", "in one line"),
        ] {
            assert_eq!(without_indentation(text), expected);
        }
    }
}
