//! "Did you mean": the nearest of the words that would have been right.

/// The word of `candidates` that `word` was probably meant to be: at most a third of its letters wrong, transposed,
/// missing or too many. Of equally near ones the first.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= candidate.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let words = ["language", "year", "place", "document_type"];
        assert_eq!(suggest("langauge", words), Some("language"));
        assert_eq!(suggest("Yaer", words), Some("year"));
        assert_eq!(suggest("document-type", words), Some("document_type"));
        assert_eq!(suggest("colour", words), None);
        assert_eq!(suggest("", words), None);
    }
}
