//! Page ranges and what stands in their place.

/// Pages as far as they could be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Pages {
    /// First page, with its letters (`e123`, `S12`, `iv`).
    pub first: String,
    /// Last page, an abbreviated one completed (`313-8` gives 318); empty if not given.
    pub last: String,
}

impl Pages {
    /// Reads `313-318`, `313-8`, `e12-e20`, `46--63`, `pp. 3-5`, `21-U187`; an `end` given apart wins over one in the range.
    pub fn parse(text: &str, end: Option<&str>) -> Self {
        let text = text.trim().trim_start_matches("pp.").trim_start_matches("pp").trim_start_matches("p.").trim();
        let mut parts = text.split(['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}']);
        let first = parts.next().unwrap_or_default().trim().to_owned();
        let within = parts.map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
        let last = end.map(str::trim).filter(|end| !end.is_empty()).unwrap_or(within);
        let last = complete(&first, last.split([',', ';']).next().unwrap_or_default().trim());
        Self { first, last }
    }

    /// Whether no page is known.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// `complete("1358", "74")` is `1374`: digits that an abbreviated last page leaves out are those of the first.
fn complete(first: &str, last: &str) -> String {
    let both_digits = [first, last].iter().all(|page| !page.is_empty() && page.bytes().all(|b| b.is_ascii_digit()));
    if both_digits && last.len() < first.len() {
        return format!("{}{last}", &first[..first.len() - last.len()]);
    }
    last.to_owned()
}

impl std::fmt::Display for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.first)?;
        if self.last.is_empty() { Ok(()) } else { write!(f, "-{}", self.last) }
    }
}
