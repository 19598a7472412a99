//! Servers of preprints, by the names that databases give them.

/// Whether the name of what holds a report is that of a server of preprints, as databases write it: `medRxiv`, `bioRxiv : the preprint
/// server for biology`, `arXiv (Cornell University)`, `SSRN Electronic Journal`, `OSF Preprints`.
pub(super) fn is_preprint_server(name: &str) -> bool {
    const SERVERS: [&str; 10] = [
        "authorea",
        "corr",
        "cogprints",
        "ess open archive",
        "preprints",
        "preprints.org",
        "preprints with the lancet",
        "research square",
        "ssrn",
        "ssrn electronic journal",
    ];
    let lower = name.trim().to_lowercase();
    let plain = lower.split([':', '(', '[', ',']).next().unwrap_or_default().trim().trim_end_matches('.');
    let first = plain.split([' ', '.']).next().unwrap_or_default();
    // `XXIV` is a number.
    let is_archive = first.len() > 4 && first.ends_with("xiv") && !first.bytes().all(|byte| b"ivxlcdm".contains(&byte));
    SERVERS.contains(&plain) || is_archive || plain.ends_with(" preprints") || plain.starts_with("ssrn working paper")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_of_preprints_are_told_from_journals() {
        for name in [
            "medRxiv",
            "bioRxiv : the preprint server for biology",
            "arXiv (Cornell University)",
            "arXiv.org",
            "arXiv preprint arXiv:2001.00001",
            "SSRN Electronic Journal",
            "Research Square",
            "CoRR",
            "PsyArXiv Preprints",
            "OSF Preprints",
            "ChinaXiv",
        ] {
            assert!(is_preprint_server(name), "{name}");
        }
        for name in [
            "Proceedings of Congress XXIV",
            "XXIV Congress of Sheds",
            "Xiv",
            "Journal of Made-up Preprint Studies",
            "Research",
            "Square",
            "Correspondence",
            "Preprints and Sheds",
            "",
        ] {
            assert!(!is_preprint_server(name), "{name}");
        }
    }
}
