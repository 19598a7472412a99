//! Page ranges and what stands in their place.

/// Pages as far as they could be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Pages {
    /// First page, with its letters (`e123`, `S12`, `iv`), or an article number.
    pub first: String,
    /// Last page, an abbreviated one completed (`313-8` gives 318); empty if not given.
    pub last: String,
    /// What follows the first range, as written: `, 101` or `; discussion 131-2`; empty if nothing does.
    pub further: String,
}

/// Hyphens and dashes between pages.
const DASHES: [char; 8] = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '~'];

impl Pages {
    /// Reads `313-318`, `313-8`, `e12-e20`, `S12-5`, `46--63`, `pp. 3-5`, `21-U187`, `94-98, 101`, `e0298242`, `S4-76-S4-101`; an
    /// `end` given apart wins over one in the range.
    ///
    /// A number of pages (`246 p.`, `ix + 246`) and words for no pages (`N.PAG`, `No Pagination Specified`) give none.
    pub fn parse(text: &str, end: Option<&str>) -> Self {
        let text = without_label(text.trim());
        if is_none(text) || is_count(text) {
            return Self::default();
        }
        let (range, behind) = first_range(text);
        if let Some(pages) = of_a_section(range, end) {
            return pages;
        }
        let mut parts = range.split(DASHES).map(str::trim);
        let first = parts.next().unwrap_or_default().to_owned();
        let within = parts.find(|part| !part.is_empty()).unwrap_or_default();
        let end = end
            .map(|end| first_range(end.trim()))
            .map(|(end, behind)| (end.rsplit(DASHES).next().unwrap_or_default().trim(), behind));
        let (last, further) = end.filter(|(end, _)| !end.is_empty() && !is_none(end)).unwrap_or((within, behind));
        Self { last: complete(&first, last), first, further: further.to_owned() }
    }

    /// Whether no page is known.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// The first of several ranges, and what follows it with the mark that parts them.
fn first_range(text: &str) -> (&str, &str) {
    const MARKS: [char; 2] = [',', ';'];
    let (range, behind) = text.split_at(text.find(MARKS).unwrap_or(text.len()));
    let says_something = behind.contains(|c: char| !c.is_whitespace() && !MARKS.contains(&c));
    (range, if says_something { behind.trim_end() } else { "" })
}

/// The pages of a part with a count of its own, `S4-76-S4-101`: each end is named by both.
fn of_a_section(range: &str, end: Option<&str>) -> Option<Pages> {
    let mut parts = range.split(DASHES).chain(end.into_iter().flat_map(|end| end.split(DASHES))).map(str::trim);
    let [section, first, same, last] = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    let is_one = section == same && section.starts_with(|c: char| c.is_ascii_alphabetic()) && !last.is_empty();
    is_one.then(|| Pages {
        first: format!("{section}-{first}"),
        last: format!("{section}-{last}"),
        further: String::new(),
    })
}

/// `text` without `pp.`, `p.`, `pages`, `Article No.` before it.
fn without_label(text: &str) -> &str {
    const LABELS: [&str; 13] = [
        "pages ",
        "pages:",
        "page ",
        "pp.",
        "pp ",
        "p. ",
        "p.",
        "article no.",
        "article number ",
        "article ",
        "art. no. ",
        "art. ",
        "seite ",
    ];
    let label = |label: &&str| text.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label));
    LABELS.iter().find(|found| label(found)).map_or(text, |label| text[label.len()..].trim_start())
}

/// Words that say there are no pages.
fn is_none(text: &str) -> bool {
    const NONE: [&str; 13] = [
        "0-0",
        "0--0",
        "n.pag",
        "n.pag.",
        "no pagination specified",
        "no pagination",
        "np",
        "n/a",
        "na",
        "undefined",
        "-",
        "+",
        "unpaginated",
    ];
    NONE.iter().any(|none| text.eq_ignore_ascii_case(none)) || text.to_ascii_lowercase().starts_with("no pagination")
}

/// `246 p.`, `246 pages`, `xii, 304 p`, `ix + 246`: how many pages there are, not which.
fn is_count(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let counted = ["p.", "p", "pp.", "pp", "pages", "s."].iter().any(|unit| {
        lower
            .strip_suffix(unit)
            .is_some_and(|rest| rest.ends_with(' ') && rest.trim_end().ends_with(|c: char| c.is_ascii_digit()))
    });
    counted && !text.contains(DASHES) || text.contains(" + ")
}

/// `complete("1358", "74")` is `1374`, `complete("S12", "5")` is `S15`: what an abbreviated last page leaves out is as in
/// the first.
fn complete(first: &str, last: &str) -> String {
    let digits = |page: &str| !page.is_empty() && page.bytes().all(|b| b.is_ascii_digit());
    let prefix = first.len() - first.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    if digits(last) && digits(&first[prefix..]) && prefix <= 2 {
        let number = &first[prefix..];
        let kept = number.len().saturating_sub(last.len());
        return format!("{}{}{last}", &first[..prefix], &number[..kept]);
    }
    last.to_owned()
}

impl std::fmt::Display for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.first)?;
        if !self.last.is_empty() {
            write!(f, "-{}", self.last)?;
        }
        f.write_str(&self.further)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_however_they_are_abbreviated() {
        for (text, end, expected) in [
            ("313-318", None, "313-318"),
            ("313-8", None, "313-318"),
            ("1358–74", None, "1358-1374"),
            ("e12-e20", None, "e12-e20"),
            ("S12-5", None, "S12-S15"),
            ("46--63", None, "46-63"),
            ("pp. 3-5", None, "3-5"),
            ("21-U187", None, "21-U187"),
            ("94-98,93", None, "94-98,93"),
            ("1-3, 7", None, "1-3, 7"),
            ("1", Some("3, 7"), "1-3, 7"),
            ("123-30; discussion 131-2", None, "123-130; discussion 131-2"),
            ("123", Some("30; discussion 131-2"), "123-130; discussion 131-2"),
            ("12-14,", None, "12-14"),
            ("557-572", Some("572"), "557-572"),
            ("557", Some("557-572"), "557-572"),
            ("9", Some("15"), "9-15"),
            ("98-102", None, "98-102"),
            ("e0298242", None, "e0298242"),
            ("Article 17", None, "17"),
            ("iv-xii", None, "iv-xii"),
            ("12", Some(""), "12"),
            ("S4-76-S4-101", None, "S4-76-S4-101"),
            ("S4-76", Some("S4-101"), "S4-76-S4-101"),
        ] {
            assert_eq!(Pages::parse(text, end).to_string(), expected, "{text} {end:?}");
        }
    }

    #[test]
    fn numbers_of_pages_are_no_pages() {
        for text in ["246 p.", "xii, 304 p", "ix + 246", "12 pages", "N.PAG", "No Pagination Specified", "", "-"] {
            assert!(Pages::parse(text, None).is_empty(), "{text}");
        }
    }
}
