//! Cursors that count: for services that give a next cursor also behind the last page.

/// The cursor of the next page, `RECEIVED TOKEN`: the service's own behind the number of records received so far. The search
/// is over when a page is empty or everything announced has come.
pub(super) fn next(cursor: Option<&str>, records: usize, total: u64, token: Option<String>) -> Option<String> {
    let received = cursor.map_or(0, received) + records as u64;
    let over = records == 0 || received >= total;
    token.filter(|_| !over).map(|token| format!("{received} {token}"))
}

/// The number of the page after that at `cursor`, as its cursor, while there is more to come: for services that count pages.
pub(super) fn next_page(cursor: Option<&str>, records: usize, total: u64) -> Option<String> {
    let number = cursor.map_or(1, |cursor| token(cursor).parse().unwrap_or(1)) + 1;
    next(cursor, records, total, Some(number.to_string()))
}

/// The number of records received before the page at `cursor`.
pub(super) fn received(cursor: &str) -> u64 {
    cursor.split_once(' ').and_then(|(received, _)| received.parse().ok()).unwrap_or(0)
}

/// The service's own cursor.
pub(super) fn token(cursor: &str) -> &str {
    cursor.split_once(' ').map_or(cursor, |(_, token)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_until_everything_has_come() {
        let second = next_page(None, 100, 250);
        assert_eq!(second.as_deref(), Some("100 2"));
        let third = next_page(second.as_deref(), 100, 250);
        assert_eq!(third.as_deref(), Some("200 3"));
        assert_eq!(next_page(third.as_deref(), 50, 250), None);
        assert_eq!(next_page(second.as_deref(), 0, 250), None, "an empty page is the end");
        assert_eq!(token("100 a token"), "a token");
    }
}
