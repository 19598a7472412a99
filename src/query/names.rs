//! Names of persons, compared as databases index them: by surname and initials, whatever the record writes out.

use super::evaluate::{Truth, matches_parts};
use super::field::{FieldSet, SearchField};
use super::text::{fold, is_apostrophe};
use super::tree::Part;

/// The fields that hold names of persons.
pub(super) const PERSONS: FieldSet = FieldSet::of(&[
    SearchField::Author,
    SearchField::FirstAuthor,
    SearchField::LastAuthor,
    SearchField::Editor,
    SearchField::PersonAsSubject,
]);

/// Whether the fields hold names of persons and nothing else.
pub(super) fn are_persons(fields: FieldSet) -> bool {
    !fields.is_empty() && PERSONS.covers(fields)
}

/// So many letters may be initials written together.
const MOST_INITIALS: usize = 3;

/// A name of several words in a query: `Bovaird T`, `Bovaird, Tony`, `Smith JA`.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// Its words, folded.
    words: Vec<Vec<Part>>,
}

impl Name {
    /// The name of these folded words; `None` for a single word, which is a word like any other.
    pub fn of(words: Vec<Vec<Part>>) -> Option<Self> {
        (words.len() > 1).then_some(Self { words })
    }

    /// Whether one of its words is a single letter, which says nothing by itself.
    pub fn has_initial(&self) -> bool {
        self.words.iter().any(|word| matches!(word.as_slice(), [Part::Text(text)] if text.chars().count() == 1))
    }

    /// Whether a person in `value` bears the name; unknown where the record shortens or leaves out what the query asks for.
    pub fn truth_in(&self, value: &str) -> Truth {
        value.split(';').map(|person| self.compare(&Person::of(person))).max().unwrap_or(Truth::No)
    }

    fn compare(&self, person: &Person) -> Truth {
        let mut given: Vec<&Given> = person.given.iter().collect();
        let (mut surname, mut rest) = (false, Vec::new());
        for word in &self.words {
            if person.surname.iter().any(|own| matches_parts(word, own)) {
                surname = true;
            } else if let Some(at) = given.iter().position(|own| matches_parts(word, &own.word)) {
                given.remove(at);
            } else {
                rest.push(word.as_slice());
            }
        }
        if !surname || rest.is_empty() {
            return if surname { Truth::Yes } else { Truth::No };
        }
        let initials: String = given.iter().flat_map(|own| own.initials()).collect();
        let asked: Option<String> = rest.iter().copied().map(letters).collect();
        match asked {
            // The record says less than the query.
            _ if initials.is_empty() => Truth::Unknown,
            Some(asked) if initials.starts_with(&asked) => Truth::Yes,
            Some(asked) if asked.starts_with(&initials) => Truth::Unknown,
            Some(_) => Truth::No,
            None => {
                let begins = |own: &&Given| own.is_short() && rest.iter().any(|word| first(word) == own.first());
                if given.iter().any(begins) { Truth::Unknown } else { Truth::No }
            }
        }
    }
}

/// A word of a query that may be initials.
fn letters(word: &[Part]) -> Option<&str> {
    match word {
        [Part::Text(text)] if text.chars().count() <= MOST_INITIALS => Some(text),
        _ => None,
    }
}

fn first(word: &[Part]) -> Option<char> {
    match word.first() {
        Some(Part::Text(text)) => text.chars().next(),
        _ => None,
    }
}

/// A person as a record names one.
struct Person {
    surname: Vec<String>,
    given: Vec<Given>,
}

/// A given name, or initials.
struct Given {
    word: String,
    /// Whether each letter is an initial.
    letters: bool,
}

impl Person {
    /// Reads `Bovaird, Tony`, `Bovaird T`, `Tony Bovaird`.
    fn of(text: &str) -> Self {
        let given = |word: &str, shouted: bool| Given { word: fold(word), letters: !shouted && is_initials(word) };
        let folded = |words: &[&str]| words.iter().map(|word| fold(word)).collect();
        if let Some((surname, rest)) = text.split_once(',') {
            let shouted = !surname.chars().any(char::is_lowercase);
            let rest = words(rest).into_iter().map(|word| given(word, shouted)).collect();
            return Self { surname: folded(&words(surname)), given: rest };
        }
        match words(text).as_slice() {
            [surname @ .., last] if !surname.is_empty() && is_initials(last) => {
                Self { surname: folded(surname), given: vec![given(last, false)] }
            }
            [first @ .., surname] => {
                Self { surname: folded(&[surname]), given: first.iter().map(|word| given(word, false)).collect() }
            }
            [] => Self { surname: Vec::new(), given: Vec::new() },
        }
    }
}

impl Given {
    fn initials(&self) -> impl Iterator<Item = char> {
        self.word.chars().take(if self.letters { usize::MAX } else { 1 })
    }

    fn first(&self) -> Option<char> {
        self.word.chars().next()
    }

    fn is_short(&self) -> bool {
        self.letters || self.word.chars().count() == 1
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)).filter(|word| !word.is_empty()).collect()
}

/// `T`, `TM`: capitals, few of them.
fn is_initials(word: &str) -> bool {
    word.chars().count() <= MOST_INITIALS && word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth(query: &str, value: &str) -> Truth {
        let words = words(query).into_iter().map(|word| vec![Part::Text(fold(word))]).collect();
        Name::of(words).map_or(Truth::No, |name| name.truth_in(value))
    }

    #[test]
    fn a_surname_with_initials_finds_the_name_written_out() {
        for (query, value) in [
            ("Bovaird T", "Bovaird, Tony"),
            ("Bovaird, T.", "Bovaird, Tony"),
            ("Bovaird Tony", "Tony Bovaird"),
            ("bovaird t", "Bovaird TM"),
            ("Smith JA", "Smith, John Andrew"),
            ("Smith J A", "Smith, J.A."),
            ("Löffler E", "LOEFFLER, X; Löffler, Elke"),
            ("van der Berg J", "van der Berg, Jan"),
            ("O'Brien K", "O’Brien, Kate"),
        ] {
            assert_eq!(truth(query, value), Truth::Yes, "{query} / {value}");
        }
    }

    #[test]
    fn another_initial_is_another_person_and_a_shortened_name_leaves_doubt() {
        assert_eq!(truth("Bovaird T", "Bovaird, Anna"), Truth::No);
        assert_eq!(truth("Bovaird T", "Bovairdson, Tony"), Truth::No);
        assert_eq!(truth("Smith T", "Smith, Adam; Jones, T"), Truth::No);
        for (query, value) in [("Bovaird Tony", "Bovaird, T."), ("Smith JA", "Smith, John"), ("Smith J", "Smith")] {
            assert_eq!(truth(query, value), Truth::Unknown, "{query} / {value}");
        }
    }
}
