//! One record of an XML file as a flat tree.
//!
//! The nodes stand in document order; each knows where its subtree ends, so that nothing here recurses and a million
//! nested elements are only a long list. No entity is ever expanded but the five of XML, characters by number and the named
//! characters of HTML: what a document type declares stays as written.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::mend;

/// A node by its place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `start..end` is what stands between `<` and `>`; `name` bytes of it are the name.
    Element { name: u32 },
    /// `start..end` is text as it stands.
    Text,
    /// `start..end` is `&name;`.
    Reference,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    start: u32,
    end: u32,
    kind: Kind,
    /// The first node behind the subtree.
    behind: u32,
}

/// What was not as XML wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Irregular {
    /// Characters that look like markup and are none were read as text.
    pub mended: bool,
    /// Elements were open at the end.
    pub unclosed: bool,
}

/// The elements and texts of one record.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// The text of the record where it had to be mended; else empty.
    mended: String,
    open: Vec<u32>,
    irregular: Irregular,
    unknown: String,
}

impl Tree {
    /// Reads `text[range]`, whose first character is the `<` of the record's element; takes the place of what was read before.
    pub fn read(&mut self, text: &str, range: Range<usize>) {
        self.mended.clear();
        self.irregular = Irregular::default();
        self.unknown.clear();
        if !self.parse(&text[range.clone()], range.start as u32) {
            self.mended = mend::mend(&text[range]);
            self.irregular.mended = true;
            let mended = std::mem::take(&mut self.mended);
            self.parse(&mended, 0);
            self.mended = mended;
        }
    }

    /// The first reference that stands for nothing known, as the file has it; empty if there is none.
    pub fn unknown_reference(&self) -> &str {
        &self.unknown
    }

    /// What was not as XML wants it.
    pub fn irregular(&self) -> Irregular {
        self.irregular
    }

    /// Fills the nodes; `false` where something looks like markup and is none, and the text is not yet mended.
    fn parse(&mut self, text: &str, offset: u32) -> bool {
        self.nodes.clear();
        self.open.clear();
        let mended = self.irregular.mended;
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let before = reader.buffer_position() as u32;
            let Ok(event) = reader.read_event() else {
                // What is left after mending cannot be read as anything: a comment or tag cut off by the end.
                self.irregular.unclosed |= mended;
                self.close_all();
                return mended;
            };
            let after = reader.buffer_position() as u32;
            match event {
                Event::Start(tag) if is_tag(&tag) || mended => {
                    self.element(&tag, offset + before, offset + after - 1, true)
                }
                Event::Empty(tag) if is_tag(&tag) || mended => {
                    self.element(&tag, offset + before, offset + after - 2, false)
                }
                Event::Start(_) | Event::Empty(_) => return false,
                Event::End(tag) => {
                    let name = tag.name().0;
                    if !mended && name.contains('<') {
                        return false;
                    }
                    self.close(name, text, offset);
                }
                Event::Text(part) => self.push(Kind::Text, offset + after - part.len() as u32, offset + after),
                Event::CData(part) => {
                    let end = offset + after - "]]>".len() as u32;
                    self.push(Kind::Text, end - part.len() as u32, end);
                }
                Event::GeneralRef(_) => {
                    let name = &text[before as usize..after as usize];
                    if self.unknown.is_empty() && !is_known(name) {
                        self.unknown = name.to_owned();
                    }
                    self.push(Kind::Reference, offset + before, offset + after);
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        self.irregular.unclosed = !self.open.is_empty();
        self.close_all();
        true
    }

    fn push(&mut self, kind: Kind, start: u32, end: u32) {
        let behind = self.nodes.len() as u32 + 1;
        if end > start {
            self.nodes.push(Node { start, end, kind, behind });
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>, from: u32, to: u32, open: bool) {
        if open {
            self.open.push(self.nodes.len() as u32);
        }
        self.push(Kind::Element { name: tag.name().0.len() as u32 }, from + 1, to.max(from + 2));
    }

    /// Closes the innermost open element of this name, and what is open inside it; an end without a beginning is left out.
    fn close(&mut self, name: &str, text: &str, offset: u32) {
        // Further out than this no element of these formats has its end.
        const REACH: usize = 40;
        let reach = self.open.len().saturating_sub(REACH);
        let is_same = |&at: &u32| {
            let node = self.nodes[at as usize];
            let Kind::Element { name: len } = node.kind else { return false };
            let start = (node.start - offset) as usize;
            &text[start..start + len as usize] == name
        };
        if let Some(found) = self.open[reach..].iter().rposition(is_same) {
            let behind = self.nodes.len() as u32;
            for at in self.open.drain(reach + found..) {
                self.nodes[at as usize].behind = behind;
            }
        }
    }

    fn close_all(&mut self) {
        let behind = self.nodes.len() as u32;
        for at in self.open.drain(..) {
            self.nodes[at as usize].behind = behind;
        }
    }

    /// A view of the tree; `text` is the text that was read.
    pub fn view<'t>(&'t self, text: &'t str) -> View<'t> {
        let source = if self.irregular.mended { &self.mended } else { text };
        View { tree: self, text: source, in_file: !self.irregular.mended }
    }
}

/// Whether this is a tag: its name begins as names begin, and no `<` stands in it.
fn is_tag(tag: &BytesStart<'_>) -> bool {
    let first = tag.chars().next();
    first.is_some_and(|c| c.is_alphabetic() || c == '_') && memchr::memchr(b'<', tag.as_bytes()).is_none()
}

/// A tree with the text it points into.
#[derive(Debug, Clone, Copy)]
pub struct View<'t> {
    tree: &'t Tree,
    text: &'t str,
    in_file: bool,
}

impl<'t> View<'t> {
    /// The element of the record; `None` for a record without any.
    pub fn root(self) -> Option<NodeId> {
        self.elements().next()
    }

    /// Every element, in document order.
    pub fn elements(self) -> impl Iterator<Item = NodeId> + use<'t> {
        (0..self.tree.nodes.len() as u32).map(NodeId).filter(move |&id| self.is_element(id))
    }

    fn node(self, id: NodeId) -> Node {
        self.tree.nodes[id.0 as usize]
    }

    fn raw(self, node: Node) -> &'t str {
        &self.text[node.start as usize..node.end as usize]
    }

    fn is_element(self, id: NodeId) -> bool {
        matches!(self.node(id).kind, Kind::Element { .. })
    }

    /// The name of an element without its namespace prefix; empty for text.
    pub fn name(self, id: NodeId) -> &'t str {
        let node = self.node(id);
        let Kind::Element { name } = node.kind else { return "" };
        let name = &self.raw(node)[..name as usize];
        match name.bytes().rposition(|byte| byte == b':') {
            Some(colon) => &name[colon + 1..],
            None => name,
        }
    }

    /// The child elements, in order.
    pub fn children(self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'t> {
        let behind = self.node(id).behind;
        let mut next = id.0 + 1;
        std::iter::from_fn(move || {
            while next < behind {
                let here = NodeId(next);
                next = self.node(here).behind.max(next + 1);
                if self.is_element(here) {
                    return Some(here);
                }
            }
            None
        })
    }

    /// The first child element of this name.
    pub fn child(self, id: NodeId, name: &str) -> Option<NodeId> {
        self.children(id).find(|&child| self.name(child) == name)
    }

    /// The first element that this path of names leads to.
    pub fn find(self, id: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(id, |at, name| self.child(at, name))
    }

    /// An attribute's value, by its name without prefix.
    pub fn attribute(self, id: NodeId, name: &str) -> Option<String> {
        let node = self.node(id);
        let Kind::Element { name: len } = node.kind else { return None };
        let tag = BytesStart::from_content(self.raw(node), len as usize);
        // Checking for repeated attributes would compare each with all before it.
        let mut attributes = tag.html_attributes();
        let found = attributes.with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name)?;
        Some(decode(&found.value))
    }

    /// Everything the element says, markup left out, references resolved, white space at both ends cut.
    pub fn text(self, id: NodeId) -> Cow<'t, str> {
        if let Some(range) = self.plain(id) {
            return Cow::Borrowed(&self.text[range]);
        }
        let mut out = String::new();
        for at in id.0..self.node(id).behind.max(id.0 + 1) {
            let node = self.tree.nodes[at as usize];
            match node.kind {
                Kind::Element { .. } => {}
                Kind::Text => out.push_str(self.raw(node)),
                Kind::Reference => out.push_str(&resolve(self.raw(node))),
            }
        }
        Cow::Owned(out.trim().to_owned())
    }

    /// Whether places in the view are places in the file: not where the text had to be mended.
    pub fn is_in_file(self) -> bool {
        self.in_file
    }

    /// The text at a place.
    pub fn part(self, range: Range<usize>) -> &'t str {
        &self.text[range]
    }

    /// Where the whole text of the element stands as it is; `None` if it has markup or references inside.
    pub fn plain(self, id: NodeId) -> Option<Range<usize>> {
        let mut texts = self.tree.nodes[id.0 as usize..self.node(id).behind.max(id.0 + 1) as usize]
            .iter()
            .filter(|node| !matches!(node.kind, Kind::Element { .. }));
        let only = texts.next().filter(|node| node.kind == Kind::Text)?;
        if texts.next().is_some() {
            return None;
        }
        let raw = self.raw(*only);
        let start = only.start as usize + (raw.len() - raw.trim_start().len());
        Some(start..start + raw.trim().len())
    }
}

/// Whether a reference is that of a character, by its number or by its name in HTML.
fn is_known(reference: &str) -> bool {
    reference.starts_with("&#") || html_escape::decode_html_entities(reference) != reference
}

/// What `&name;` stands for; itself where that is not known.
fn resolve(reference: &str) -> Cow<'_, str> {
    let name = reference.trim_start_matches('&').trim_end_matches(';');
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let c = code.ok().and_then(char::from_u32).filter(|&c| c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
        return Cow::Owned(c.to_string());
    }
    html_escape::decode_html_entities(reference)
}

/// Text with its references resolved.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest name that stands for a character has 31 letters.
        let end = rest.bytes().take(40).position(|byte| byte == b';');
        match end.filter(|&end| rest[1..end].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')) {
            Some(end) => {
                out.push_str(&resolve(&rest[..=end]));
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (String, Irregular) {
        let mut tree = Tree::default();
        tree.read(text, 0..text.len());
        let view = tree.view(text);
        (view.root().map(|root| view.text(root).into_owned()).unwrap_or_default(), tree.irregular())
    }

    #[test]
    fn markup_is_left_out_and_references_are_resolved() {
        let (text, irregular) = said("<t>a <i>b</i> &amp; <![CDATA[c < d]]> &eacute;&#8211;&#x41;&#0; &bomb;</t>");
        assert_eq!(text, "a b & c < d é–A\u{fffd} &bomb;");
        assert_eq!(irregular, Irregular::default());
    }

    #[test]
    fn what_only_looks_like_markup_is_text() {
        for (text, expected) in [
            ("<t>p < 0.05 and q > 1</t>", "p < 0.05 and q > 1"),
            ("<t>p <0.05</t>", "p <0.05"),
            ("<t>a <b and <i>c</i></t>", "a <b and c"),
            ("<t>A & B &C; &</t>", "A & B &C; &"),
            ("<t><!-- never closed</t>", "<!-- never closed"),
        ] {
            assert_eq!(said(text).0, expected, "{text}");
        }
        assert!(said("<t>p < 0.05</t>").1.mended);
    }

    #[test]
    fn elements_that_are_never_closed_end_with_their_parent() {
        let text = "<r><a>one<b>two</a><c>three</c>";
        let mut tree = Tree::default();
        tree.read(text, 0..text.len());
        let view = tree.view(text);
        let root = view.root().expect("an element");
        let names: Vec<_> =
            view.children(root).map(|child| (view.name(child), view.text(child).into_owned())).collect();
        assert_eq!(names, [("a", "onetwo".to_owned()), ("c", "three".to_owned())]);
        assert!(tree.irregular().unclosed);
    }

    #[test]
    fn attributes_are_read_without_their_prefix() {
        let text = "<r x:name=\"Journal &amp; Article\" bare other='1'/>";
        let mut tree = Tree::default();
        tree.read(text, 0..text.len());
        let view = tree.view(text);
        let root = view.root().expect("an element");
        assert_eq!(view.attribute(root, "name").as_deref(), Some("Journal & Article"));
        assert_eq!(view.attribute(root, "other").as_deref(), Some("1"));
    }

    #[test]
    fn a_million_nested_elements_are_a_long_list() {
        let text = format!("{}deep{}", "<a>".repeat(300_000), "</b>".repeat(300_000));
        assert_eq!(said(&text).0, "deep");
    }
}
