//! Where the records of an XML file begin and end, by their tags alone.

use std::ops::Range;

use memchr::memmem;

use crate::format::slices::Slice;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tag {
    /// Where its `<` is.
    at: u32,
    /// Which of the names it has.
    element: u8,
    begins: bool,
}

impl Tag {
    fn at(self) -> usize {
        self.at as usize
    }
}

/// The records, and how many tags begin one. `elements` are sets of names; the first of which the text has any is used.
pub fn slices(text: &str, elements: &[&[&str]]) -> (Vec<Slice>, usize) {
    let found = elements.iter().map(|names| tags(text, names));
    let tags = found.into_iter().find(|tags| !tags.is_empty()).unwrap_or_default();
    let mut begins = tags.iter().filter(|tag| tag.begins).count();
    let mut slices: Vec<Slice> = Vec::with_capacity(begins);
    let mut open: Option<Tag> = None;
    let mut end = |start: Tag, end: usize, closed: bool| slices.push(Slice::new(start.at()..end, closed));
    for (index, &tag) in tags.iter().enumerate() {
        match open {
            // The answer of a catalogue wraps each record in an element of that name: what it holds is the record.
            Some(start) if tag.begins && wraps(text, start, &tags[index..]) => begins -= 1,
            // A record inside a record is the next one: the first was never closed.
            Some(start) if tag.begins => end(start, tag.at(), false),
            Some(start) if tag.element == start.element => {
                let behind =
                    memchr::memchr(b'>', &text.as_bytes()[tag.at()..]).map_or(text.len(), |at| tag.at() + at + 1);
                end(start, behind, true);
            }
            Some(_) => continue,
            None => {}
        }
        open = tag.begins.then_some(tag);
    }
    if let Some(start) = open {
        end(start, text.len(), false);
    }
    (slices, begins)
}

/// Whether the element that `outer` begins only wraps the one that the first of `tags` begins, as SRU and OAI-PMH wrap records
/// (`<zs:record><zs:recordData><record>`): they are written with different prefixes, or both are closed, the inner one first.
fn wraps(text: &str, outer: Tag, tags: &[Tag]) -> bool {
    let [inner, behind @ ..] = tags else { return false };
    let prefix = |tag: Tag| {
        let name = text[tag.at() + 1..].split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
        name.split_once(':').map(|(prefix, _)| prefix)
    };
    let closes = |tag: &Tag| !tag.begins && tag.element == outer.element;
    outer.element == inner.element
        && (prefix(outer) != prefix(*inner) || behind.len() > 1 && behind[..2].iter().all(closes))
}

/// Every tag that begins or ends one of these elements, in order. Elements that are begun and ended by one tag have nothing in them.
fn tags(text: &str, names: &[&str]) -> Vec<Tag> {
    let mut tags = Vec::new();
    for (element, name) in names.iter().enumerate() {
        for at in memmem::find_iter(text.as_bytes(), name.as_bytes()) {
            tags.extend(tag_at(text, at, name.len()).map(|(at, begins)| Tag {
                at: at as u32,
                element: element as u8,
                begins,
            }));
        }
    }
    tags.sort_unstable_by_key(|tag| tag.at);
    let hidden = hidden(text);
    if !hidden.is_empty() {
        let within = |at: usize| {
            hidden.get(hidden.partition_point(|range| range.end <= at)).is_some_and(|range| range.contains(&at))
        };
        tags.retain(|tag| !within(tag.at()));
    }
    tags
}

/// Comments and sections of character data, in order: what stands in them is no markup. One that never ends hides nothing.
fn hidden(text: &str) -> Vec<Range<usize>> {
    const MARKS: [(&str, &str); 2] = [("<!--", "-->"), ("<![CDATA[", "]]>")];
    let bytes = text.as_bytes();
    let (mut hidden, mut at) = (Vec::new(), 0);
    // What does not end once does not end later: looking again and again would take the square of the text.
    let mut endless = [false; 2];
    while let Some(found) = memmem::find(&bytes[at..], b"<!") {
        let start = at + found;
        let mark = MARKS.iter().position(|(open, _)| text[start..].starts_with(open)).filter(|mark| !endless[*mark]);
        let end = mark.and_then(|mark| {
            let (open, close) = MARKS[mark];
            let inside = start + open.len();
            let end = memmem::find(&bytes[inside..], close.as_bytes());
            endless[mark] = end.is_none();
            Some(inside + end? + close.len())
        });
        at = end.unwrap_or(start + 2);
        hidden.extend(end.map(|end| start..end));
    }
    hidden
}

/// The tag whose name, without prefix, stands at `at`: where its `<` is, and whether it begins an element.
fn tag_at(text: &str, at: usize, len: usize) -> Option<(usize, bool)> {
    // A prefix is a short name.
    const PREFIX: usize = 32;
    let bytes = text.as_bytes();
    match bytes.get(at + len) {
        Some(b'>') => {}
        Some(byte) if byte.is_ascii_whitespace() => {}
        _ => return None,
    }
    let mut front = at;
    if front > 0 && bytes[front - 1] == b':' {
        let prefix = bytes[..front - 1].iter().rev().take(PREFIX).take_while(|b| b.is_ascii_alphanumeric()).count();
        front -= prefix + 1;
    }
    match &bytes[..front] {
        [.., b'<'] => Some((front - 1, true)),
        [.., b'<', b'/'] => Some((front - 2, false)),
        _ => None,
    }
}

/// The first place at or behind `from` where one of these elements begins right behind the end of one.
pub fn between(text: &str, from: usize, names: &[&str]) -> Option<usize> {
    /// Places looked at: a file in which none of so many fits is not one of records behind each other.
    const TRIED: usize = 10_000;
    let ends = |text: &str| names.iter().any(|name| text.strip_suffix('>').is_some_and(|text| text.ends_with(name)));
    let opens = |at: usize| {
        let rest = &text[at + 1..];
        names
            .iter()
            .any(|name| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '\t', '\r', '\n'])))
    };
    memchr::memchr_iter(b'<', &text.as_bytes()[from..])
        .map(|at| from + at)
        .filter(|&at| opens(at))
        .take(TRIED)
        .find(|&at| ends(text[..at].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        slices(text, &[&["rec", "other"], &["inner"]]).0.into_iter().map(|s| (&text[s.bytes()], s.closed)).collect()
    }

    #[test]
    fn records_are_found_by_their_tags() {
        let text = "<records><rec a=\"1\">one<inner/></rec ><x:rec>two</x:rec><rec/><other>three</other></records>";
        let expected = ["<rec a=\"1\">one<inner/></rec >", "<x:rec>two</x:rec>", "<other>three</other>"];
        assert_eq!(found(text), expected.map(|text| (text, true)));
        assert_eq!(found("<inner>only</inner>"), [("<inner>only</inner>", true)]);
    }

    #[test]
    fn an_element_that_wraps_a_record_of_its_name_is_none() {
        let sru = "<z:rec>1<rec>one</rec></z:rec><z:rec><rec>two</rec></z:rec>";
        assert_eq!(found(sru), [("<rec>one</rec>", true), ("<rec>two</rec>", true)]);
        assert_eq!(slices(sru, &[&["rec"]]).1, 2);
        assert_eq!(found("<rec><rec a=\"\">one</rec></rec><rec><rec>two</rec></rec>").len(), 2);
        assert_eq!(found("<z:rec><m:rec>cut off"), [("<m:rec>cut off", false)]);
        // Not wrapped, but never closed.
        let open = [("<rec>one", false), ("<rec>two</rec>", true), ("<rec>three</rec>", true)];
        assert_eq!(found("<rec>one<rec>two</rec><rec>three</rec>"), open);
        assert_eq!(found("<rec>one<other>two</other></rec>").len(), 2);
    }

    #[test]
    fn what_stands_in_a_comment_or_in_character_data_is_no_record() {
        let text = "<!-- <rec>old</rec> --><rec><![CDATA[a </rec><rec> b]]></rec><rec>two<!-- never closed</rec>";
        assert_eq!(found(text).len(), 2);
        assert_eq!(found(text)[0], ("<rec><![CDATA[a </rec><rec> b]]></rec>", true));
    }

    #[test]
    fn a_record_without_end_ends_where_the_next_begins_or_the_file_does() {
        assert_eq!(found("<rec>one<rec>two"), [("<rec>one", false), ("<rec>two", false)]);
        assert_eq!(found("</rec><rec>"), [("<rec>", false)]);
    }
}
