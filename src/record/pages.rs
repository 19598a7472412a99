//! Page ranges and what stands in their place.

/// Pages as far as they could be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Pages {
    /// First page, with its letters (`e123`, `S12`, `iv`), or an article number, which may have a hyphen (`e00123-20`).
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
    /// A number of pages (`246 p.`, `ix + 246`) and words for no pages (`N.PAG`, `No Pagination Specified`) give none. The number of an
    /// article with the year behind it (`e00123-20`) is no range, whether it stands in one value or was parted into first and last.
    pub fn parse(text: &str, end: Option<&str>) -> Self {
        let text = without_label(text.trim());
        if is_none(text) || is_count(text) {
            return Self::default();
        }
        let (range, behind) = first_range(text);
        if let Some(pages) = of_a_section(range, end) {
            return pages;
        }
        if let Some(number) = of_an_article(range, end.map(str::trim).filter(|end| !end.is_empty())) {
            return Self { first: number, last: String::new(), further: behind.to_owned() };
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

/// The number of an article that looks like an abbreviated range: `e00123-20`, the 123rd of 2020, as the American Society for
/// Microbiology numbers them, or `045131-2`, as the American Institute of Physics does. The numbers are padded with noughts to five
/// figures or more, which first pages with an abbreviated last one are not.
fn of_an_article(range: &str, end: Option<&str>) -> Option<String> {
    const PADDED: usize = 5;
    let (number, part) = match end {
        Some(end) if !range.contains(DASHES) => (range.trim(), end),
        Some(_) => return None,
        None => {
            let mut parts = range.split(DASHES).map(str::trim).filter(|part| !part.is_empty());
            let (number, part, more) = (parts.next()?, parts.next()?, parts.next());
            more.is_none().then_some((number, part))?
        }
    };
    let figures = number.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &number[..number.len() - figures.len()];
    let all_figures = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let with_year = letters == "e" && figures.len() == PADDED && part.len() == 2;
    let is_padded = letters.len() <= 1 && figures.len() >= PADDED && figures.starts_with('0') && part.len() <= 2;
    let is_number = all_figures(figures) && all_figures(part) && !part.is_empty() && (with_year || is_padded);
    is_number.then(|| format!("{number}-{part}"))
}

/// Whether `text`, a number, a hyphen and another, is the end of the DOI, with or without the letter before it: then it numbers the
/// article, unless the second is as long as the first, as in a DOI made of both pages.
pub(super) fn ends_the_doi(text: &str, doi: &str) -> bool {
    let number = text.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_ascii_lowercase();
    let Some((first, part)) = number.split_once('-') else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let before = doi.to_ascii_lowercase().strip_suffix(number.as_str()).map(|rest| rest.chars().next_back());
    is_number(first)
        && is_number(part)
        && part.len() < first.len()
        && before.is_some_and(|before| before.is_some_and(|c| !c.is_ascii_digit()))
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
/// the first. Where that would end before it begins, nothing is completed: then the last page is not abbreviated, but wrong or no page.
fn complete(first: &str, last: &str) -> String {
    let digits = |page: &str| !page.is_empty() && page.bytes().all(|b| b.is_ascii_digit());
    let prefix = first.len() - first.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    if digits(last) && digits(&first[prefix..]) && prefix <= 2 {
        let number = &first[prefix..];
        let kept = number.len().saturating_sub(last.len());
        let completed = format!("{}{last}", &number[..kept]);
        // Texts of one length, all figures, are in the order of their numbers.
        if completed.len() > number.len() || completed.as_str() >= number {
            return format!("{}{completed}", &first[..prefix]);
        }
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
    fn a_number_of_an_article_is_no_range() {
        let whole = |text: &str| Pages { first: text.to_owned(), ..Pages::default() };
        for text in ["e00123-20", "e02345-18", "e00012-20", "00123-20", "045131-2", "e12345-19"] {
            assert_eq!(Pages::parse(text, None), whole(text), "{text}");
        }
        // As programs part and write them that take them for ranges.
        assert_eq!(Pages::parse("e00123", Some("20")), whole("e00123-20"));
        assert_eq!(Pages::parse("045131--2", None), whole("045131-2"));
        assert_eq!(Pages::parse("e00123\u{2013}20", None), whole("e00123-20"));
        let range = |first: &str, last: &str| Pages { first: first.into(), last: last.into(), ..Pages::default() };
        for (text, expected) in [
            ("e123-30", range("e123", "e130")),
            ("E10012-21", range("E10012", "E10021")),
            ("e00123-e00130", range("e00123", "e00130")),
            ("e00123-00130", range("e00123", "e00130")),
            ("00123-00130", range("00123", "00130")),
            ("10123-31", range("10123", "10131")),
            ("0012-18", range("0012", "0018")),
            // An end before the beginning is left as it is.
            ("298-12", range("298", "12")),
            ("S19-5", range("S19", "5")),
        ] {
            assert_eq!(Pages::parse(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_number_that_ends_the_doi_is_told_from_pages_that_do() {
        for (text, doi) in [
            ("e123-20", "10.5555/town.123-20"),
            ("1358-74", "10.5555/towns.1358-74"),
            ("e1358-74", "10.5555/towns.e1358-74"),
            ("E45-1", "10.5555/e45-1"),
            ("20123-5", "10.5555/jtown.20123-5"),
        ] {
            assert!(ends_the_doi(text, doi), "{text} {doi}");
        }
        for (text, doi) in [
            ("313-318", "10.5555/towns.313-318"),
            ("313-8", "10.5555/towns.1313-8"),
            ("e123-20", "10.5555/town.00123-20"),
            ("313-8", "10.5555/towns.313"),
            ("8", "10.5555/8"),
            ("iv-x", "10.5555/iv-x"),
        ] {
            assert!(!ends_the_doi(text, doi), "{text} {doi}");
        }
    }

    #[test]
    fn numbers_of_pages_are_no_pages() {
        for text in ["246 p.", "xii, 304 p", "ix + 246", "12 pages", "N.PAG", "No Pagination Specified", "", "-"] {
            assert!(Pages::parse(text, None).is_empty(), "{text}");
        }
    }
}
