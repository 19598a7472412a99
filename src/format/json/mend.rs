//! Text that is nearly JSON, made into JSON.

/// The text with what other programs write and JSON does not allow put right: commas before a closing bracket, bare control characters in
/// strings, `NaN`, halves of surrogate pairs, and brackets that are not closed because the file was cut off.
pub fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open = Vec::new();
    let mut chars = text.char_indices();
    // Where the text was whole the last time: behind a value or an opening bracket, with as many brackets open.
    let mut whole = (0, 0);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let Some(length) = string(&text[at..], &mut out) else { break };
                skip(&mut chars, length - 1);
            }
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
                whole = (out.len(), open.len());
            }
            '}' | ']' => {
                if out.trim_end().ends_with(',') {
                    out.truncate(out.trim_end().len() - 1);
                }
                open.pop();
                out.push(c);
                whole = (out.len(), open.len());
            }
            ',' => {
                whole = (out.len(), open.len());
                out.push(c);
            }
            'N' | 'I' | '-' if ["NaN", "Infinity", "-Infinity"].iter().any(|word| text[at..].starts_with(word)) => {
                let length = text[at..].bytes().skip(1).take_while(u8::is_ascii_alphabetic).count();
                out.push_str("null");
                skip(&mut chars, length);
            }
            c if c.is_control() && !c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    if !open.is_empty() {
        out.truncate(whole.0);
        open.truncate(whole.1);
        out.extend(open.iter().rev());
    }
    out
}

fn skip(chars: &mut std::str::CharIndices<'_>, bytes: usize) {
    let mut left = bytes;
    while left > 0 {
        left -= chars.next().map_or(left, |(_, c)| c.len_utf8());
    }
}

/// Copies the string that `text` begins with; gives its length, or `None` if it has no end.
fn string(text: &str, out: &mut String) -> Option<usize> {
    let start = out.len();
    out.push('"');
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                out.push('"');
                return Some(at + 1);
            }
            '\\' => {
                let (_, escaped) = chars.next()?;
                let lone = escaped == 'u' && is_half_of_a_pair(text, at);
                if lone {
                    out.push_str("\\ufffd");
                    chars.nth(3);
                } else if "\"\\/bfnrtu".contains(escaped) {
                    out.extend(['\\', escaped]);
                } else {
                    out.push(escaped);
                }
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.truncate(start);
    None
}

/// Whether the escape at `at` is a surrogate without its other half.
fn is_half_of_a_pair(text: &str, at: usize) -> bool {
    let code = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match code(at) {
        Some(0xD800..=0xDBFF) => !matches!(code(at + 6), Some(0xDC00..=0xDFFF)),
        Some(0xDC00..=0xDFFF) => !matches!(at.checked_sub(6).and_then(code), Some(0xD800..=0xDBFF)),
        Some(_) => false,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn what_others_write_becomes_json() {
        for (text, mended) in [
            ("{\"a\":[1,],}", "{\"a\":[1]}"),
            ("{\"a\":NaN,\"b\":-Infinity}", "{\"a\":null,\"b\":null}"),
            ("{\"a\":\"x\ny\"}", "{\"a\":\"x y\"}"),
            ("{\"a\":\"\\ud83d\\ude00 \\ud800\"}", "{\"a\":\"\\ud83d\\ude00 \\ufffd\"}"),
            ("{\"a\":1,\"b\":[\"c\",\"d", "{\"a\":1,\"b\":[\"c\"]}"),
            ("{\"a\":1,\"b", "{\"a\":1}"),
            ("{\"a\":\"\\q\"}", "{\"a\":\"q\"}"),
        ] {
            assert_eq!(mend(text), mended, "{text}");
        }
    }
}
