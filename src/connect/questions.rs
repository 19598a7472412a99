//! Queries that are a list of questions, one a line, each asked by itself. Pure.
//!
//! The cursor is `N`, the number of the question from 0, or `N PLACE`, where the answer to it goes on.

use super::Query;

/// The number of the question at `cursor`.
fn number(cursor: Option<&str>) -> usize {
    cursor.and_then(|cursor| cursor.split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// The question at `cursor`; empty behind the last.
pub(super) fn question<'q>(query: &'q Query, cursor: Option<&str>) -> &'q str {
    query.expression.lines().nth(number(cursor)).unwrap_or_default()
}

/// The cursor of the next question, if there is one.
pub(super) fn next(query: &Query, cursor: Option<&str>) -> Option<String> {
    let next = number(cursor) + 1;
    (next < query.expression.lines().count()).then(|| next.to_string())
}

/// Where in the answer to its question `cursor` stands.
pub(super) fn place(cursor: Option<&str>) -> u64 {
    cursor.and_then(|cursor| cursor.split_once(' ')?.1.parse().ok()).unwrap_or(0)
}

/// The cursor of the same question, further on in its answer.
pub(super) fn further(cursor: Option<&str>, place: u64) -> String {
    format!("{} {place}", number(cursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_come_one_after_the_other() {
        let query = Query { expression: "a\nb".to_owned(), limits: Vec::new() };
        assert_eq!((question(&query, None), place(None)), ("a", 0));
        let further = further(None, 500);
        assert_eq!((question(&query, Some(&further)), place(Some(&further))), ("a", 500));
        let second = next(&query, Some(&further)).unwrap_or_default();
        assert_eq!((question(&query, Some(&second)), place(Some(&second))), ("b", 0));
        assert_eq!(next(&query, Some(&second)), None);
    }
}
