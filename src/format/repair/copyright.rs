//! Notices of copyright that databases put into the abstract, before or behind it.

/// Words that begin a notice.
const BEGINS: [&str; 10] = [
    "\u{a9}",
    "(c) ",
    "(C) ",
    "Copyright ",
    "COPYRIGHT ",
    "Crown Copyright",
    "Crown copyright",
    "(PsycINFO Database Record",
    "(PsycInfo Database Record",
    "(APA PsycInfo Database Record",
];

/// Words of which a notice has at least one, unless it is very short.
const WORDS: [&str; 27] = [
    "reserved",
    "ltd",
    "inc.",
    "elsevier",
    "wiley",
    "springer",
    "sage",
    "taylor",
    "press",
    "author",
    "university",
    "society",
    "publish",
    "association",
    "b.v.",
    "gmbh",
    "licen",
    "llc",
    "institute",
    "college",
    "limited",
    "foundation",
    "group",
    "verlag",
    "association",
    "property of",
    "database record",
];

/// How long a notice may be, and how much must remain for a text to be an abstract, in bytes.
const LONGEST: usize = 400;
const SHORTEST_ABSTRACT: usize = 40;

/// The abstract and the notice, where `text` holds both.
pub fn split(text: &str) -> Option<(&str, &str)> {
    behind(text).or_else(|| before(text))
}

/// A notice that is the last sentence of the text, or the last few.
fn behind(text: &str) -> Option<(&str, &str)> {
    let from = text.floor_char_boundary(text.len().saturating_sub(LONGEST));
    let tail = &text[from..];
    // Every notice begins with one of three bytes, which are rarer than blanks.
    let behind_space = memchr::memchr3_iter(0xC2, b'(', b'C', tail.as_bytes())
        .filter(|&at| at > 0 && matches!(tail.as_bytes()[at - 1], b' ' | b'\n'));
    let mut begins = behind_space.map(|at| from + at).filter(|&at| begins_notice(&text[at..]));
    let begin = begins.find(|&at| is_sentence_end(&text[..at]) && is_notice(&text[at..]))?;
    let kept = text[..begin].trim_end();
    (kept.len() >= SHORTEST_ABSTRACT).then(|| (kept, text[begin..].trim()))
}

/// A notice that ends with `All rights reserved.`, at the beginning of the text.
fn before(text: &str) -> Option<(&str, &str)> {
    const END: &str = "rights reserved.";
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let end = begins_notice(text).then(|| head.find(END))?? + END.len();
    let kept = text[end..].trim();
    (kept.len() >= SHORTEST_ABSTRACT).then(|| (kept, text[..end].trim()))
}

fn begins_notice(text: &str) -> bool {
    BEGINS.iter().any(|word| text.starts_with(word))
}

fn is_sentence_end(text: &str) -> bool {
    text.ends_with(|c: char| c.is_whitespace())
        && text.trim_end().ends_with(['.', '?', '!', ')', ']', ';', ':', '"', '”', '>'])
}

/// A notice names a year, and a publisher or a right.
fn is_notice(text: &str) -> bool {
    const SHORT: usize = 30;
    let lower = text.to_lowercase();
    let year = lower
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")));
    year && (text.len() <= SHORT || WORDS.iter().any(|word| lower.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::split;

    const TEXT: &str = "We asked the residents of a made-up town about their gardens (and sheds).";

    #[test]
    fn a_notice_behind_or_before_an_abstract_is_parted_from_it() {
        for notice in [
            "\u{a9} 2017 Made-up Press Ltd. All rights reserved.",
            "(C) 2015 Elsevier Ltd. All rights reserved.",
            "Copyright (c) 2012 John Wiley & Sons, Ltd.",
            "Crown Copyright (C) 2013 Published by Elsevier Ltd. All rights reserved.",
            "\u{a9} The Author(s) 2015.",
            "(PsycINFO Database Record (c) 2016 APA, all rights reserved)",
        ] {
            assert_eq!(split(&format!("{TEXT} {notice}")), Some((TEXT, notice)), "{notice}");
        }
        let notice = "\u{a9} 2017 Elsevier Ltd. All rights reserved.";
        assert_eq!(split(&format!("{notice} {TEXT}")), Some((TEXT, notice)));
    }

    #[test]
    fn what_only_looks_like_a_notice_stays() {
        for text in [
            "We compare (a) towns, (b) villages and (c) 2015 estates of the kind that people know well.",
            "Copyright law of 1996 and its effect on the University press; a study of made-up cases of law.",
            "\u{a9} 2017 Elsevier Ltd. All rights reserved.",
            "A history of copyright. Copyright mattered to nobody then, as the letters of the authors show.",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
