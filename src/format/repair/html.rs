//! HTML entities and tags in what should be plain text.

use memchr::{memchr, memchr_iter};

/// Entities are resolved, also those that were escaped twice (`&amp;lt;`); `None` without any.
pub fn entities(text: &str) -> Option<String> {
    if !memchr_iter(b'&', text.as_bytes()).any(|at| may_be_entity(&text.as_bytes()[at + 1..])) {
        return None;
    }
    let once = html_escape::decode_html_entities(text);
    let twice = html_escape::decode_html_entities(&once);
    (twice != text).then(|| twice.into_owned())
}

/// Whether what stands behind an `&` has the form of an entity: a look that spares the search among two thousand names, since most stand
/// between two words.
fn may_be_entity(behind: &[u8]) -> bool {
    let name = behind.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    name > 0 && behind.get(name) == Some(&b';')
}

/// Elements that databases and publishers leave in titles and abstracts: HTML, JATS, MathML.
const ELEMENTS: [&str; 42] = [
    "a",
    "abstract",
    "b",
    "bold",
    "br",
    "div",
    "em",
    "emph",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "inf",
    "it",
    "ital",
    "italic",
    "li",
    "list",
    "list-item",
    "ol",
    "p",
    "roman",
    "sc",
    "scp",
    "sec",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "underline",
    "math",
];

/// Elements that part words.
const BLOCKS: [&str; 15] =
    ["abstract", "br", "div", "h1", "h2", "h3", "h4", "hr", "li", "list-item", "p", "sec", "td", "title", "tr"];

/// Tags of known elements are taken out, their text stays; `None` without any. `p < 0.05` and `<unknown>` stay as they are.
pub fn tags(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = memchr(b'<', &text.as_bytes()[at..]) {
        let open = at + found;
        at = open + 1;
        if let Some((name, close)) = tag(&text[open..]) {
            out.push_str(&text[copied..open]);
            if BLOCKS.contains(&name.as_str()) && !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
            at = open + close;
            copied = at;
        }
    }
    if copied == 0 {
        return None;
    }
    out.push_str(&text[copied..]);
    Some(out.trim().to_owned())
}

/// The name of the known element whose tag `text` begins with, and the tag's length.
fn tag(text: &str) -> Option<(String, usize)> {
    /// Longer tags are not believed; that also bounds the work on a text of nothing but `<`.
    const LONGEST: usize = 400;
    let head = &text.as_bytes()[..text.len().min(LONGEST)];
    let inside = &text[open_length(text)..];
    // The `<` of `p < 0.05`.
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name_end = inside.bytes().take(24).position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b':' | b'-')))?;
    let name = inside[..name_end].to_ascii_lowercase();
    let local = name.strip_prefix("jats:").unwrap_or(&name);
    if !(ELEMENTS.contains(&local) || name.starts_with("mml:")) || !b"/> \t\n\r".contains(&inside.as_bytes()[name_end])
    {
        return None;
    }
    let close = memchr(b'>', head)?;
    let attributes = text.get(open_length(text) + name_end..close)?.trim_matches(['/', ' ', '\t', '\n', '\r']);
    (attributes.is_empty() || attributes.contains('=') && !attributes.contains('<'))
        .then(|| (local.to_owned(), close + 1))
}

/// The length of `<` or `</`.
fn open_length(text: &str) -> usize {
    if text.starts_with("</") { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_resolved() {
        assert_eq!(entities("Health &amp; Place &#8211; it&#x2019;s").as_deref(), Some("Health & Place – it’s"));
        assert_eq!(entities("p &amp;lt; 0.05").as_deref(), Some("p < 0.05"));
        assert_eq!(entities("R&D and P&L; AT&T"), None);
    }

    #[test]
    fn known_tags_go_and_inequalities_stay() {
        assert_eq!(tags("<p>The <i>lives</i> of H<sub>2</sub>O</p>").as_deref(), Some("The lives of H2O"));
        assert_eq!(tags("<jats:title>Aim</jats:title><jats:p>To do</jats:p>").as_deref(), Some("Aim To do"));
        assert_eq!(tags("one<br/>two").as_deref(), Some("one two"));
        for text in ["p < 0.05 and q > 3", "a <b and c> d <unless e", "<nobody@example.org>", "i<", "<", "</"] {
            assert_eq!(tags(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_of_angle_brackets_costs_no_more_than_its_length() {
        assert_eq!(tags(&"<i ".repeat(100_000)), None);
    }
}
