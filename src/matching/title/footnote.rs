//! The mark of a footnote at the end of a title, which some databases leave where it stood.

/// Whether a word, folded, is the name of what a number behind it counts: "phase 1" is no phase with a footnote.
pub(in crate::matching) fn counts(word: &str) -> bool {
    const COUNTED: [&str; 34] = [
        "act",
        "alpha",
        "article",
        "batch",
        "beta",
        "book",
        "case",
        "chapter",
        "class",
        "cohort",
        "diabetes",
        "essay",
        "experiment",
        "gamma",
        "grade",
        "group",
        "lesson",
        "level",
        "line",
        "module",
        "no",
        "number",
        "paper",
        "part",
        "phase",
        "report",
        "round",
        "stage",
        "step",
        "study",
        "trial",
        "type",
        "version",
        "volume",
    ];
    COUNTED.binary_search(&word).is_ok()
}

/// Whether a title ends with the mark of its first footnote: a 1 directly behind a word of four letters and more, small ones unless the
/// whole title is in capitals, or behind the sign that ends a sentence of it. What is counted so has a name for what it counts, as
/// "phase1" has; acronyms, "HTTP1", and longer numbers, "covid19", are names.
pub(super) fn has_footnote(title: &str) -> bool {
    let title = title.trim_end_matches(['.', ' ', '?', '!']);
    let Some(before) = title.strip_suffix(['1', '\u{b9}']) else { return false };
    let before = before.strip_suffix(['?', '!', '\u{201d}', '"']).unwrap_or(before);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_small = word.chars().skip(1).all(char::is_lowercase);
    let is_shouted = || !title.contains(char::is_lowercase) && title.contains(' ');
    word.chars().count() > 3
        && word.chars().all(char::is_alphabetic)
        && (is_small || is_shouted())
        && !counts(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::matching::title::Title;

    #[test]
    fn the_mark_of_a_footnote_is_told_from_a_number() {
        for raw in [
            "Time course of local renewal1",
            "TIME COURSE OF LOCAL RENEWAL1.",
            "Renewal: a time course\u{b9}",
            "Small towns and their networks1",
            "Local renewal in Norway1",
            "DO TOWNS RENEW1?",
            "Do towns renew?1",
            "DO TOWNS RENEW?1",
            "Do towns renew?\u{b9}",
            "Towns renew!1",
            "The idea of a \u{201c}town\u{201d}1",
        ] {
            let title = Title::new(raw);
            assert!(title.has_footnote && title.without_footnote().ends_with(char::is_alphabetic), "{raw}");
        }
        for raw in [
            "Local renewal, part 1",
            "Local renewal, part1",
            "Renewal after covid19",
            "Towns and H1N1",
            "Towns in HTTP1",
            "Local renewal2",
            "Renewal in 2011",
            "Uptake of alpha1",
            "Trials of phase1",
            "The town trial1",
            "What comes in phase?1",
            "Local renewal in Oslo 1",
            "What comes after the HTTP?1",
            "Do towns renew? 1",
        ] {
            assert!(!Title::new(raw).has_footnote, "{raw}");
        }
    }
}
