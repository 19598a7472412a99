//! Text that is nearly XML, made into XML: what looks like markup and is none is escaped.

/// The text with `&lt;` for every `<` that begins no tag, comment or character data.
///
/// Linear: every `<` is looked at once, up to the next `<` or `>`, and an end mark is sought at most once in vain.
pub fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut at = 0;
    let mut missing = [false; 3];
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let bracket = at + found;
        out.push_str(&text[at..bracket]);
        match markup_end(text, bracket, &mut missing) {
            Some(end) => {
                out.push_str(&text[bracket..end]);
                at = end;
            }
            None => {
                out.push_str("&lt;");
                at = bracket + 1;
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Where the markup that begins at `at` ends; `None` if it is none. `missing` remembers which end marks are nowhere further on.
fn markup_end(text: &str, at: usize, missing: &mut [bool; 3]) -> Option<usize> {
    const SPANS: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
    let rest = &text[at..];
    for (number, (open, close)) in SPANS.iter().enumerate() {
        if rest.starts_with(open) {
            let end = if missing[number] { None } else { rest.find(close) };
            missing[number] |= end.is_none();
            return end.map(|end| at + end + close.len());
        }
    }
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let begins_as_name = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    let end = 1 + memchr::memchr2(b'<', b'>', &rest.as_bytes()[1..])?;
    let quotes_are_even = |quote| rest.as_bytes()[..end].iter().filter(|&&byte| byte == quote).count() % 2 == 0;
    let is_tag = begins_as_name && rest.as_bytes()[end] == b'>' && quotes_are_even(b'"') && quotes_are_even(b'\'');
    is_tag.then_some(at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn only_what_is_no_markup_is_escaped() {
        assert_eq!(mend("<a x=\"1\">b < c <!-- d < e --> <</a>"), "<a x=\"1\">b &lt; c <!-- d < e --> &lt;</a>");
        assert_eq!(mend("<a>b <c \"> d</a>"), "<a>b &lt;c \"> d</a>");
        assert_eq!(mend("<![CDATA[ x <"), "&lt;![CDATA[ x &lt;");
    }
}
