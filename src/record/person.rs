//! Names of people and bodies.

/// A person or a body responsible for a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Person {
    /// Family name with its particles (`van der Pennen`), or the whole name of a body.
    pub family: String,
    /// Given names or initials, as written; empty for a body.
    pub given: String,
    /// `Jr`, `III`; empty if none.
    pub suffix: String,
    /// Whether this is a body and not a person.
    pub corporate: bool,
}

impl Person {
    /// Reads one name as exports write it: `Larsen, L. J.`, `Larsen LJ`, `L. J. Larsen`, `Larsen, L. J., Jr.`.
    ///
    /// `None` for an empty value and for `et al.`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches([',', ';']).trim();
        if text.is_empty() || text.eq_ignore_ascii_case("et al.") || text.eq_ignore_ascii_case("et al") {
            return None;
        }
        if let Some((family, rest)) = text.split_once(',') {
            let (given, suffix) = match rest.split_once(',') {
                Some((a, b)) if is_suffix(a) => (b, a),
                Some((a, b)) => (a, b),
                None => (rest, ""),
            };
            return Some(Self::new(family, given, suffix));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            [only] => Some(Self::new(only, "", "")),
            // Citation style: the family name first, initials last (`Larsen LJ`).
            [family @ .., last] if is_initials(last) => Some(Self::new(&family.join(" "), last, "")),
            [given @ .., last] => {
                let particles = given.iter().rev().take_while(|word| is_particle(word)).count();
                let (given, particles) = given.split_at(given.len() - particles);
                Some(Self::new(&[particles, &[*last]].concat().join(" "), &given.join(" "), ""))
            }
            [] => None,
        }
    }

    /// A body by its name.
    pub fn body(name: &str) -> Self {
        Self { family: name.trim().to_owned(), corporate: true, ..Self::default() }
    }

    fn new(family: &str, given: &str, suffix: &str) -> Self {
        Self {
            family: family.trim().to_owned(),
            given: given.trim().to_owned(),
            suffix: suffix.trim().to_owned(),
            corporate: false,
        }
    }
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.family)?;
        for part in [&self.given, &self.suffix].into_iter().filter(|part| !part.is_empty()) {
            write!(f, ", {part}")?;
        }
        Ok(())
    }
}

fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (1..=3).contains(&letters) && word.chars().all(|c| c.is_uppercase() || c == '.' || c == '-')
}

fn is_particle(word: &str) -> bool {
    ["van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "ten", "ter", "zu"]
        .contains(&word.to_lowercase().as_str())
}

fn is_suffix(word: &str) -> bool {
    ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"].contains(&word.trim().to_lowercase().as_str())
}
