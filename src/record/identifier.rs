//! Identifiers. They exist only in normal form: whoever holds a [`Doi`] holds a usable one.

use std::fmt;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The identifier in normal form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier! {
    /// A digital object identifier, lower case, without resolver or `doi:` (DOI Handbook, section 2: case does not count).
    Doi
}
identifier! {
    /// A PubMed identifier: digits only, no leading zero.
    Pmid
}
identifier! {
    /// A PubMed Central identifier, as `PMC1234567`.
    Pmcid
}
identifier! {
    /// An ISSN with a right check digit, as `1234-567X` (ISO 3297).
    Issn
}
identifier! {
    /// An ISBN as 13 digits with a right check digit (ISO 2108).
    Isbn
}

/// A number of arXiv, `2001.00001` or `hep-th/9901001`, and which version of the preprint it names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArxivId {
    number: String,
    version: u8,
}

impl ArxivId {
    /// Reads `arXiv:2001.00001v2`, `https://arxiv.org/abs/2001.00001`, or `abs/2001.00001`, as DBLP writes it into the volume
    /// (<https://info.arxiv.org/help/arxiv_identifier.html>).
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let behind = ["arxiv.org/abs/", "arxiv.org/pdf/", "arxiv:", "abs/"];
        let rest = behind.iter().find_map(|sign| Some(lower.split_once(sign)?.1))?.trim_start();
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-'))).unwrap_or(rest.len());
        let id = rest[..end].trim_end_matches(['.', '-', '/']);
        let id = id.strip_suffix(".pdf").unwrap_or(id);
        let (number, version) = match id.rsplit_once('v') {
            Some((number, version)) if number.ends_with(|c: char| c.is_ascii_digit()) => {
                (number, version.parse().ok()?)
            }
            _ => (id, 0),
        };
        let is_digits = |text: &str, counts: std::ops::RangeInclusive<usize>| {
            counts.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_new =
            |number: &str| number.split_once('.').is_some_and(|(a, b)| is_digits(a, 4..=4) && is_digits(b, 4..=5));
        let is_old = |number: &str| {
            number.split_once('/').is_some_and(|(archive, b)| {
                !archive.is_empty() && archive.starts_with(|c: char| c.is_ascii_lowercase()) && is_digits(b, 7..=7)
            })
        };
        (is_new(number) || is_old(number)).then(|| Self { number: number.to_owned(), version })
    }

    /// Which version of the preprint it names; 0 where it names none.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// The DOI that arXiv registers for the preprint in all its versions (<https://info.arxiv.org/help/doi.html>).
    pub fn doi(&self) -> Doi {
        Doi(format!("10.48550/arxiv.{}", self.number))
    }
}

impl Doi {
    /// The DOI that SSRN registers for a paper whose number follows its name, "Available at SSRN 2100001", or stands in the address of
    /// its page, `abstract_id=2100001` (<https://www.ssrn.com>: `10.2139/ssrn.` and the number).
    pub fn of_ssrn(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let rest =
            ["abstract_id=", "ssrn.com/abstract=", "ssrn "].iter().find_map(|sign| Some(lower.split_once(sign)?.1))?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (lower.contains("ssrn") && (5..=8).contains(&digits)).then(|| Self(format!("10.2139/ssrn.{}", &rest[..digits])))
    }

    /// Whether there is a DOI in `text`, as [`parse`](Self::parse) would find it.
    pub fn is_in(text: &str) -> bool {
        // Nearly every value is a bare DOI; the others take the long way.
        let plain =
            text.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(registrant, suffix)| {
                registrant.len() >= 4
                    && registrant.bytes().all(|byte| byte.is_ascii_digit())
                    && suffix.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
            });
        plain || Self::parse(text).is_some()
    }

    /// Finds a DOI in `text`: bare, as a URL of a resolver or a publisher's page, or behind `doi:`.
    pub fn parse(text: &str) -> Option<Self> {
        if is_bare_doi(text) {
            return Some(Self(text.to_ascii_lowercase()));
        }
        let lower = text.trim().to_lowercase();
        let is_coded = lower.contains(['%', '&']);
        let lower = ["%2f", "%28", "%29", "%3c", "%3e", "%3b", "%3a", "&lt;", "&gt;", "&amp;"]
            .iter()
            .zip(["/", "(", ")", "<", ">", ";", ":", "<", ">", "&"])
            .filter(|_| is_coded)
            .fold(lower, |text, (coded, plain)| if text.contains(coded) { text.replace(coded, plain) } else { text });
        let start = lower.match_indices("10.").map(|(at, _)| at).find(|&at| {
            let before = lower[..at].chars().next_back();
            let registrant = lower[at + 3..].split('/').next().unwrap_or_default();
            !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
                && registrant.len() >= 4
                && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                && lower.len() > at + 3 + registrant.len() + 1
        })?;
        // DOIs of before 2001 hold an SICI with angle brackets; elsewhere these end the DOI, as do quotes and bars.
        let sici = lower[start..].contains("(sici)") || holds_sici(&lower[start..]);
        let ends = |c: char| c.is_whitespace() || "\"|".contains(c) || (!sici && "<>".contains(c));
        let doi = lower[start..].split(ends).next()?;
        let doi = if lower[..start].contains("://") { without_page(doi) } else { doi };
        let mut doi = doi.trim_end_matches(['.', ',', ';', ':', '\'']);
        for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
            while doi.ends_with(close) && doi.matches(open).count() < doi.matches(close).count() {
                doi = &doi[..doi.len() - 1];
            }
        }
        let suffix = doi.split_once('/')?.1;
        // Not before: what follows a plain `#` in an address is no part of the DOI.
        (!suffix.is_empty()).then(|| Self(if is_coded { doi.replace("%23", "#") } else { doi.to_owned() }))
    }
}

/// Whether a text is nothing but a DOI of letters, figures and the signs that part them: nearly every one is.
fn is_bare_doi(text: &str) -> bool {
    let Some((registrant, suffix)) = text.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    registrant.len() >= 4
        && registrant.bytes().all(|byte| byte.is_ascii_digit())
        && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_/():;".contains(&byte))
        && suffix.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether the text goes on, before any blank, with the contribution of an SICI (ANSI/NISO Z39.56): `(1996)077<0437:tnyrp>2.0.co;2`.
fn holds_sici(text: &str) -> bool {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let Some((before, behind)) = word.split_once('<') else { return false };
    let Some((contribution, version)) = behind.split_once('>') else { return false };
    before.ends_with(|c: char| c.is_ascii_digit())
        && contribution.starts_with(|c: char| c.is_ascii_digit())
        && contribution.contains(':')
        && version.starts_with(|c: char| c.is_ascii_digit())
}

/// A DOI from an address, without what a publisher's page adds behind it.
fn without_page(doi: &str) -> &str {
    let doi = doi.split(['?', '#', '&']).next().unwrap_or_default();
    ["/full", "/abstract", "/pdf", "/epdf", "/fulltext", "/meta", "/html", ".pdf", ".full", "/"]
        .iter()
        .fold(doi, |doi, page| doi.strip_suffix(page).unwrap_or(doi))
}

impl Pmid {
    /// Reads `12345678`, `PMID: 12345678`, `PUBMED 12345678`, `PUBMED 12345678,EMBASE 2015123456`, the address of the record at PubMed,
    /// or a number with its address behind it, as Embase has it; at most 8 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let is_number = |text: &str| (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        // Nearly every value is nothing else.
        if is_number(text) && !text.starts_with('0') {
            return Some(Self(text.to_owned()));
        }
        let text = text.trim().to_uppercase();
        let text = match text.split_once("://") {
            Some((before, address)) if !before.contains(|c: char| c.is_ascii_digit()) && address.contains("PUBMED") => {
                address.trim_end_matches('/').rsplit('/').next()?
            }
            _ => &text,
        };
        let digits = ["PMID", "PUBMED", "MEDLINE"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        let digits = digits.trim_start_matches([':', ' ', '-']).trim_end_matches(['.', ' ', ';']);
        let digits = digits.split([' ', ',', ';']).next()?.trim_start_matches('0');
        is_number(digits).then(|| Self(digits.to_owned()))
    }
}

impl Pmcid {
    /// Reads `PMC1234567`, with or without what stands around it.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.to_uppercase();
        let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
        let number = upper.split("PMC").skip(1).map(digits).find(|digits| !digits.is_empty())?;
        Some(Self(format!("PMC{number}")))
    }
}

impl Issn {
    /// Whether there is an ISSN in `text`, as [`parse_all`](Self::parse_all) would find it.
    pub fn is_in(text: &str) -> bool {
        Self::plain(text).unwrap_or_else(|| !Self::parse_all(text).is_empty())
    }

    /// Whether a text that has the form of an ISSN is one; `None` for any other text. Nearly every value has it.
    fn plain(text: &str) -> Option<bool> {
        let bytes = text.as_bytes();
        let is_plain = bytes.len() == 9
            && bytes[4] == b'-'
            && bytes.iter().enumerate().all(|(at, byte)| at == 4 || byte.is_ascii_digit() || at == 8 && *byte == b'X');
        let digits = || bytes.iter().filter(|&&byte| byte != b'-');
        let sum = || digits().zip((1..=8).rev()).map(|(&byte, weight)| digit(byte) * weight).sum::<u32>();
        is_plain.then(|| sum().is_multiple_of(11))
    }

    /// Every ISSN with a right check digit in `text`.
    pub fn parse_all(text: &str) -> Vec<Self> {
        if let Some(is_right) = Self::plain(text) {
            return if is_right { vec![Self(text.to_owned())] } else { Vec::new() };
        }
        let right = |run: &String| run.len() == 8 && issn_is_right(run);
        runs(text).filter(right).map(|r| Self(format!("{}-{}", &r[..4], &r[4..]))).collect()
    }
}

impl Isbn {
    /// Whether there is an ISBN in `text`, as [`parse_all`](Self::parse_all) would find it.
    pub fn is_in(text: &str) -> bool {
        text.bytes().filter(u8::is_ascii_digit).count() >= 9 && !Self::parse_all(text).is_empty()
    }

    /// Every ISBN with a right check digit in `text`; one of 10 digits is given as its 13. A single one may hold spaces.
    pub fn parse_all(text: &str) -> Vec<Self> {
        let found: Vec<Self> = runs(text).filter_map(|run| isbn13(&run)).map(Self).collect();
        if found.is_empty() && text.contains(' ') {
            let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            return runs(&joined).filter_map(|run| isbn13(&run)).map(Self).collect();
        }
        found
    }
}

/// Runs of digits and X, hyphens between them left out.
fn runs(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, 'X' | 'x' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')))
        .map(|run| {
            run.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect::<String>()
        })
        .filter(|run| !run.is_empty() && !run[..run.len() - 1].contains('X'))
}

fn digit(byte: u8) -> u32 {
    if byte == b'X' { 10 } else { u32::from(byte - b'0') }
}

fn issn_is_right(run: &str) -> bool {
    run.bytes().zip((1..=8).rev()).map(|(byte, weight)| digit(byte) * weight).sum::<u32>().is_multiple_of(11)
}

fn isbn13(run: &str) -> Option<String> {
    let weigh = |digits: &str| digits.bytes().zip([1, 3].into_iter().cycle()).map(|(b, w)| digit(b) * w).sum::<u32>();
    match run.len() {
        13 if !run.contains('X') && weigh(run).is_multiple_of(10) => Some(run.to_owned()),
        10 if run.bytes().zip((1..=10).rev()).map(|(b, w)| digit(b) * w).sum::<u32>().is_multiple_of(11) => {
            let body = format!("978{}", &run[..9]);
            Some(format!("{body}{}", (10 - weigh(&body) % 10) % 10))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_found_however_it_is_dressed() {
        let doi = |text| Doi::parse(text).map(|doi| doi.as_str().to_owned());
        let expected = Some("10.1177/0269094216640473".to_owned());
        for text in
            ["10.1177/0269094216640473", "https://doi.org/10.1177/0269094216640473", "doi:10.1177/0269094216640473."]
        {
            assert_eq!(doi(text), expected, "{text}");
        }
        assert_eq!(doi("10.1016/S0140-6736(05)17709-5"), Some("10.1016/s0140-6736(05)17709-5".to_owned()));
        assert_eq!(doi("(10.1000/xyz)"), Some("10.1000/xyz".to_owned()));
        assert_eq!(doi("10.1000/(A)x-1:2;3/y_Z"), Some("10.1000/(a)x-1:2;3/y_z".to_owned()));
        assert_eq!(doi("10.1000/xyz)"), Some("10.1000/xyz".to_owned()));
        assert_eq!(doi("10.1000/xyz."), Some("10.1000/xyz".to_owned()));
        assert_eq!(doi("10.1000/"), None);
        assert_eq!(doi("no 10.5 here"), None);
        let meteorology = "10.1175/1520-0477(1996)077<0437:tnyrp>2.0.co;2";
        assert_eq!(Doi::parse(&meteorology.to_uppercase()), Some(Doi(meteorology.to_owned())));
        assert_eq!(Doi::parse("10.5555/a1<b>x</b>"), Some(Doi("10.5555/a1".to_owned())));
        let wiley = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2";
        let coded = "10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM968%3E3.0.CO;2-2";
        assert_eq!(doi(coded), Some(wiley.to_owned()));
        assert_eq!(doi("https://publisher.example/doi/10.5555/abc.12/full?x=1"), Some("10.5555/abc.12".to_owned()));
        let numbered = "https://publisher.example/doi/10.1002/1098-2345%28200011%2952:3%3C133::AID-X2%3E3.0.CO;2-%23";
        assert_eq!(doi(numbered), Some("10.1002/1098-2345(200011)52:3<133::aid-x2>3.0.co;2-#".to_owned()));
        assert_eq!(doi("https://publisher.example/doi/10.5555/abc.12#part"), Some("10.5555/abc.12".to_owned()));
        assert_eq!(doi("10.5555/abc <a>"), Some("10.5555/abc".to_owned()));
    }

    #[test]
    fn a_number_of_arxiv_is_found_however_it_is_dressed() {
        let found = |text| ArxivId::parse(text).map(|id| (id.doi().as_str().to_owned(), id.version()));
        let is = |doi: &str, version| Some((doi.to_owned(), version));
        for (text, expected) in [
            ("arXiv preprint arXiv:2001.00001", is("10.48550/arxiv.2001.00001", 0)),
            ("arXiv:2001.00001v2 [cs.CY]", is("10.48550/arxiv.2001.00001", 2)),
            ("http://arxiv.org/pdf/2001.00001.pdf", is("10.48550/arxiv.2001.00001", 0)),
            ("abs/0901.0001", is("10.48550/arxiv.0901.0001", 0)),
            ("https://arxiv.org/abs/hep-th/9901001v3", is("10.48550/arxiv.hep-th/9901001", 3)),
            ("arXiv", None),
            ("arXiv (Cornell University)", None),
            ("2001.00001", None),
            ("arXiv:v", None),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_of_ssrn_is_its_doi() {
        let found = |text| Doi::of_ssrn(text).map(|doi| doi.as_str().to_owned());
        let expected = Some("10.2139/ssrn.2100001".to_owned());
        for text in ["Available at SSRN 2100001", "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=2100001"] {
            assert_eq!(found(text), expected, "{text}");
        }
        for text in
            ["SSRN Electronic Journal", "https://example.org/page?abstract_id=2100001", "SSRN 12", "SSRN 2100001999"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_of_pubmed_is_found_however_it_is_dressed() {
        for text in [
            "31000001",
            "PMID: 31000001",
            "PUBMED 31000001,EMBASE 2015123456",
            "https://pubmed.ncbi.nlm.nih.gov/31000001/",
            "31000001 (http://www.ncbi.nlm.nih.gov/pubmed/31000001)",
            "PMID https://pubmed.ncbi.nlm.nih.gov/31000001",
        ] {
            assert_eq!(Pmid::parse(text).map(|pmid| pmid.to_string()).as_deref(), Some("31000001"), "{text}");
        }
        for text in ["", "123456789", "https://publisher.example/31000001", "PMC1234567"] {
            assert_eq!(Pmid::parse(text), None, "{text}");
        }
    }

    #[test]
    fn check_digits_are_checked() {
        assert_eq!(Issn::parse_all("1449-4035, 1449-4036").len(), 1);
        assert_eq!(Isbn::parse_all("0-306-40615-2")[0].as_str(), "9780306406157");
        assert!(Isbn::parse_all("0-306-40615-3").is_empty());
        assert_eq!(Isbn::parse_all("978 0 306 40615 7").len(), 1);
        assert_eq!(Issn::parse_all("1999-7777(Electronic),1449-4035(Print) 2434561x").len(), 2);
    }
}
