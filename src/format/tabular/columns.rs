//! What the columns of a table mean: the names that databases and tools write (`dialects`), and what people call them anywhere
//! (`names`).

mod dialects;
mod languages;
mod names;
mod tags;

use std::collections::HashSet;
use std::sync::LazyLock;

use super::cell;
use crate::record::Field;
use languages::FURTHER_LANGUAGES;
use names::{COMMON, OTHER_LANGUAGES};

pub use dialects::DIALECTS;

/// A kind of table that is recognised by its header.
#[derive(Debug)]
pub struct Dialect {
    /// The name shown to users.
    pub name: &'static str,
    /// Column names that together occur in no other table, as [`plain`] writes them.
    pub signature: &'static [&'static str],
    /// Columns that mean something else here than elsewhere, as [`plain`] writes them.
    pub columns: &'static [(&'static str, Field)],
    /// The database that writes such tables and gives its name in no column; empty if there is a column, or several write them.
    pub database: &'static str,
    /// What its records are, where no column says it: a register holds registrations; empty if there is a column.
    pub document_type: &'static str,
    /// Whether quotes mean nothing: tab-delimited exports that never quote.
    pub literal_quotes: bool,
    /// How the people of a cell are told apart.
    pub people: People,
    /// The column that names the authors again, with full given names: used where it names as many with the same family names.
    pub full_names: &'static str,
    /// The column that holds a whole citation, and how that is taken apart for what has no column of its own.
    pub citation: Option<(&'static str, Citation)>,
    /// Whether this program wrote the table: cells are guarded against formulas, and the lines of a cell are values.
    pub own: bool,
}

/// Takes a citation apart.
pub type Citation = fn(&str) -> Vec<(Field, String)>;

/// How the people of a cell are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// In any of the ways that people join names.
    Joined,
    /// Names follow each other without any separator (`Bo EkCy Dow`).
    RunTogether,
    /// As MEDLINE prints them: `Ek B, Dow C; Made-Up Study Group.`
    Medline,
}

/// What most tables are like.
const PLAIN: Dialect = Dialect {
    name: "",
    signature: &[],
    columns: &[],
    database: "",
    document_type: "",
    literal_quotes: false,
    people: People::Joined,
    full_names: "",
    citation: None,
    own: false,
};

/// How many letters of a name are looked at: what is looked at for a header may be a row of abstracts.
const LONGEST_NAME: usize = 200;

/// `Author(s)`, `author_s` and `AUTHORS` are one name: letters and digits only, lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).take(LONGEST_NAME).flat_map(char::to_lowercase).collect()
}

/// What a column means by its name alone.
pub fn common(plain_name: &str) -> Option<Field> {
    let mut names = COMMON.iter().chain(OTHER_LANGUAGES).chain(FURTHER_LANGUAGES);
    names.find(|(name, _)| *name == plain_name).map(|(_, field)| *field)
}

/// Whether a column of this name may hold the title, by common use or in some dialect. Fast, since every row of a file is asked.
pub fn may_be_title(name: &str) -> bool {
    static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let own = DIALECTS.iter().flat_map(|dialect| dialect.columns);
        let all = COMMON.iter().chain(OTHER_LANGUAGES).chain(FURTHER_LANGUAGES).chain(own);
        all.filter(|(_, field)| *field == Field::Title).map(|(name, _)| *name).collect()
    });
    TITLES.contains(plain(name).as_str())
}

/// The dialect whose signature is among `plain_names`.
pub fn dialect_of(plain_names: &[String]) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|dialect| dialect.signature.iter().all(|name| plain_names.iter().any(|given| given == name)))
}

/// What a column means in a dialect; `None` where neither the dialect nor common use knows it.
pub fn meaning(dialect: Option<&Dialect>, plain_name: &str) -> Option<Field> {
    own_meaning(dialect, plain_name).or_else(|| common(plain_name))
}

/// What a column means in a dialect by its own table.
pub fn own_meaning(dialect: Option<&Dialect>, plain_name: &str) -> Option<Field> {
    let (_, field) = dialect?.columns.iter().find(|(name, _)| *name == plain_name)?;
    Some(*field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_written_plainly_and_once() {
        let elsewhere = |name: &str| COMMON.iter().chain(OTHER_LANGUAGES).any(|(other, _)| *other == name);
        assert!(!FURTHER_LANGUAGES.iter().any(|(name, _)| elsewhere(name)), "what stands before is found first");
        let tables = DIALECTS.iter().map(|dialect| dialect.columns).chain([COMMON, OTHER_LANGUAGES, FURTHER_LANGUAGES]);
        for table in tables {
            for (at, (name, _)) in table.iter().enumerate() {
                assert_eq!(plain(name), *name);
                assert!(!table[..at].iter().any(|(other, _)| other == name), "{name} stands twice");
            }
        }
    }

    #[test]
    fn a_dialect_is_told_by_its_columns() {
        let names = |header: &str| header.split(',').map(plain).collect::<Vec<_>>();
        let of = |header| dialect_of(&names(header)).map(|dialect| dialect.name);
        assert_eq!(of("Authors,Title,Year,Source title,Link,EID"), Some("Scopus CSV"));
        assert_eq!(of("PT,AU,TI,SO,PY,UT"), Some("Web of Science tab-delimited"));
        assert_eq!(of("id,title,author,year"), None);
    }

    #[test]
    fn source_means_the_database_in_scopus_and_the_journal_in_cochrane() {
        let of = |name: &str| DIALECTS.iter().find(|dialect| dialect.name == name);
        assert_eq!(meaning(of("Scopus CSV"), "source"), Some(Field::Database));
        assert_eq!(meaning(of("Cochrane CSV"), "source"), Some(Field::Container));
    }
}
