//! What is fixed about a database, and a query in its own words.

use std::time::Duration;

use crate::record::document_type::DocumentType;
use crate::record::language::Language;

/// What is fixed about a database that can be searched over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Short name, as in `--base-url NAME=URL` and, in capitals, `LITSIEVE_<NAME>_KEY`.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Where requests go, without a slash at the end; empty for a protocol that many repositories speak.
    pub base: &'static str,
    /// The format of [`crate::format::FORMATS`] that reads its answers.
    pub format: &'static str,
    /// The extension of its answers and exports.
    pub extension: &'static str,
    /// What stands before, between and after the records of an export: the shape of one long answer.
    pub envelope: [&'static str; 3],
    /// What becomes of the user's key.
    pub key: KeyUse,
    /// The query parameter that carries the user's address, where the service asks for it.
    pub mail: Option<&'static str>,
    /// Shortest time between the starts of two requests without a key.
    pub interval: Duration,
    /// The same with a key.
    pub interval_with_key: Duration,
    /// Most records on a page.
    pub page_size: u64,
    /// Most records of one result that it gives out, however many it finds, where there is such a bound.
    pub most: Option<u64>,
    /// Whether one cursor may serve for several pages, the service remembering where it stands. Such a search cannot ask
    /// twice for the same page.
    pub cursor_is_a_session: bool,
    /// Whether the total that it announces is an estimate, so that another number of records is no sign of a loss.
    pub total_is_estimate: bool,
    /// Whether its code was tried against recorded answers of the service.
    pub recorded: bool,
}

impl Service {
    /// The environment variable that holds the user's key: `LITSIEVE_OPENALEX_KEY`.
    pub fn key_variable(&self) -> String {
        format!("LITSIEVE_{}_KEY", self.name.to_uppercase().replace('-', "_"))
    }
}

/// How a service takes the user's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// It has none.
    None,
    /// It answers without a key, better with one.
    Optional(KeyPlace),
    /// It does not answer without one.
    Required(KeyPlace),
}

/// Where in a request the key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace {
    /// In this query parameter.
    Parameter(&'static str),
    /// In this header, behind this prefix.
    Header(&'static str, &'static str),
}

impl KeyUse {
    /// Where the key stands, if there is one.
    pub fn place(self) -> Option<KeyPlace> {
        match self {
            Self::None => None,
            Self::Optional(place) | Self::Required(place) => Some(place),
        }
    }
}

/// A limit of a search besides its expression. Several values of one limit are alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// Publication years, both included.
    Years {
        /// The first; [`Limit::EARLIEST`] where there is none.
        from: i16,
        /// The last; [`Limit::LATEST`] where there is none.
        to: i16,
    },
    /// Languages of the text.
    Languages(Vec<Language>),
    /// Document types.
    Types(Vec<DocumentType>),
    /// A part of the database, by its own name for it.
    Set(String),
}

impl Limit {
    /// The first year where a range has no beginning: databases take it as a year like any other.
    pub const EARLIEST: i16 = 1000;
    /// The last year where a range has no end.
    pub const LATEST: i16 = 3000;
}

/// A search in the words of one database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The boolean expression.
    pub expression: String,
    /// The limits, as [`super::Database::limit`] writes them.
    pub limits: Vec<String>,
}

impl Query {
    /// Expression and limits as one expression.
    pub(super) fn joined_by_and(&self) -> String {
        match (self.expression.is_empty(), self.limits.is_empty()) {
            (_, true) => self.expression.clone(),
            (true, false) => self.limits.join(" AND "),
            (false, false) => {
                let limits = self.limits.join(" AND ");
                if has_loose_operator(&self.expression) {
                    format!("({}) AND {limits}", self.expression)
                } else {
                    format!("{} AND {limits}", self.expression)
                }
            }
        }
    }
}

/// Whether another operator than AND stands outside of all parentheses and quotation marks.
fn has_loose_operator(expression: &str) -> bool {
    let (mut depth, mut quoted, mut outside) = (0_usize, false, String::new());
    for c in expression.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            c if depth == 0 && !quoted => outside.push(c.to_ascii_uppercase()),
            _ => {}
        }
    }
    outside.split_whitespace().any(|word| ["OR", "NOT", "|"].contains(&word))
}

/// Alternatives as one expression; `None` if one of them cannot be said.
pub(super) fn any_of(words: impl Iterator<Item = Option<String>>) -> Option<String> {
    let words: Vec<String> = words.collect::<Option<_>>()?;
    match words.as_slice() {
        [one] => Some(one.clone()),
        all => Some(format!("({})", all.join(" OR "))),
    }
}
