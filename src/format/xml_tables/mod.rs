//! XML of databases, registers and journals whose elements mean something by their place: one file per format, each a table of roles
//! and what stands in several elements.

mod arxiv;
mod ebscohost;
mod esummary;
mod ictrp;
mod jats;
mod marc;

use std::sync::Arc;

use super::xml::tree::{NodeId, View};
use super::xml::{self, Records, Sink};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

pub use arxiv::ARXIV;
pub use ebscohost::EBSCOHOST;
pub use esummary::ESUMMARY;
pub use ictrp::ICTRP;
pub use jats::JATS;
pub use marc::MARC;

/// One such format.
pub struct XmlTable {
    name: &'static str,
    about: &'static str,
    /// What the beginning of a file holds, all of it, that no other format has.
    signs: &'static [&'static str],
    /// The elements that are records.
    elements: &'static [&'static [&'static str]],
    /// The part of a record whose elements are values; empty for all of it.
    part: &'static str,
    /// Elements that are markup inside a text.
    inline: fn(&str) -> bool,
    /// What an element means by its path.
    role: fn(&str) -> Field,
    /// Values that stand in several elements, or in attributes.
    more: fn(View<'_>, NodeId, &mut Sink<'_>),
}

/// What most are like.
const TABLE: XmlTable = XmlTable {
    name: "",
    about: "",
    signs: &[],
    elements: &[],
    part: "",
    inline: is_markup,
    role: |_| Field::Other,
    more: |_, _, _| {},
};

impl Format for XmlTable {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = xml::head(source.text());
        if !head.is_empty() && self.signs.iter().all(|sign| head.contains(sign)) { 93 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        xml::read(self, source)
    }
}

impl Records for XmlTable {
    fn format(&self) -> &'static str {
        self.name
    }

    fn elements(&self) -> &'static [&'static [&'static str]] {
        self.elements
    }

    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
        let part = view.child(root, self.part).unwrap_or(root);
        xml::leaves(view, part, self.inline, |path, node| out.element(path, (self.role)(path), node));
        (self.more)(view, root, out);
    }
}

/// Markup of texts, as in HTML.
fn is_markup(name: &str) -> bool {
    matches!(name, "i" | "b" | "u" | "sup" | "sub" | "em" | "strong" | "br" | "p" | "italic" | "bold")
}

/// The text of the first element at this path; empty if there is none.
fn text_at(view: View<'_>, root: NodeId, path: &[&str]) -> String {
    view.find(root, path).map(|node| view.text(node).trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::recognise;

    #[test]
    fn records_inside_others_elements_are_not_taken_for_theirs() {
        let endnote = "<xml><records><record><rec-number>1</rec-number><titles><title>x</title></titles></record></records></xml>";
        let source = SourceFile::new("a.xml", endnote.as_bytes().to_vec());
        assert_eq!(recognise(&source).map(Format::name), Some("endnote-xml"));
    }
}
