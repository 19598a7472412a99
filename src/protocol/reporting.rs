//! What reporting standards ask of a review and no run shows: said in the protocol, or not reported.

use super::keys;
use super::table::Table;

/// What a review says of itself. `None` where it does not say; an empty list where it says that there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reporting {
    /// Who made the searches.
    pub authors: Vec<String>,
    /// Where the review is registered.
    pub registration: Option<Vec<String>>,
    /// Published search filters that were used.
    pub search_filters: Option<Vec<String>>,
    /// Strategies of other reviews that were reused.
    pub prior_work: Option<Vec<String>>,
    /// By whom the strategies were peer reviewed.
    pub peer_review: Option<Vec<String>>,
    /// Where exports, decisions and code can be had.
    pub data: Option<Vec<String>>,
}

impl Reporting {
    pub(super) fn read(table: &Table<'_>) -> Self {
        table.takes(&[keys::REPORTING]);
        let said = |key| {
            let words = table.words(key);
            // A key that was never filled in does not say that there is none.
            for word in words.iter().filter(|word| word.text.trim().is_empty()) {
                let message =
                    format!("`{key}` must not be empty; leave it out, or write `[]` to say that there is none");
                table.reader().note("PRO004", &word.place, message);
            }
            table.has(key).then(|| words.into_iter().map(|word| word.text.trim().to_owned()).collect())
        };
        Self {
            authors: said("authors").unwrap_or_default(),
            registration: said("registration"),
            search_filters: said("search_filters"),
            prior_work: said("prior_work"),
            peer_review: said("peer_review"),
            data: said("data"),
        }
    }
}
