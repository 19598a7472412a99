//! Addresses of sites where the name of a journal should stand.

/// The host of an address, `https://www.towns.org/a/b` as `towns.org`; `None` for what is no address.
pub(super) fn host(name: &str) -> Option<&str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| name.strip_prefix(scheme))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split(['/', '?', '#', ' ']).next().filter(|host| host.contains('.'))
}

/// Folded names of sites that hold what others published. Servers of preprints and registers of trials are places by themselves.
const SITES: [&str; 29] = [
    "academia edu",
    "academic oup com",
    "aisel aisnet org",
    "books google com",
    "cambridge org",
    "citeseerx ist psu edu",
    "core ac uk",
    "dl acm org",
    "econstor eu",
    "elgaronline com",
    "emerald com",
    "europepmc org",
    "hal archives ouvertes fr",
    "ieeexplore ieee org",
    "journals aom org",
    "journals sagepub com",
    "jstor org",
    "link springer com",
    "ncbi nlm nih gov",
    "onlinelibrary wiley com",
    "proquest com",
    "pubsonline informs org",
    "researchgate net",
    "scholar google com",
    "sciencedirect com",
    "search proquest com",
    "semanticscholar org",
    "tandfonline com",
    "taylorfrancis com",
];

/// Whether a folded name is that of a site that holds what others published: one of the large ones, or the repository of a university
/// by the first word of its address and the country or `edu` at its end.
pub(super) fn holds_others(name: &str) -> bool {
    const REPOSITORIES: [&str; 7] =
        ["digitalcommons", "dspace", "eprints", "escholarship", "repository", "scholarworks", "scholarsarchive"];
    let Some((_, end)) = name.rsplit_once(' ').filter(|(_, end)| (2..4).contains(&end.len())) else { return false };
    let name = name.strip_prefix("www ").unwrap_or(name);
    let is_repository = || {
        let first = name.split(' ').next().unwrap_or_default();
        REPOSITORIES.contains(&first) && (end.len() == 2 || matches!(end, "edu" | "org"))
    };
    SITES.binary_search(&name).is_ok() || is_repository()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_told_from_journals() {
        assert!(SITES.is_sorted());
        for name in [
            "researchgate net",
            "aisel aisnet org",
            "www jstor org",
            "eprints northtown ac uk",
            "scholarworks north edu",
        ] {
            assert!(holds_others(name), "{name}");
        }
        for name in [
            "towns net",
            "arxiv org",
            "papers ssrn com",
            "clinicaltrials gov",
            "repository",
            "dspace journal",
            "cambridge",
        ] {
            assert!(!holds_others(name), "{name}");
        }
        assert_eq!(host("https://clinicaltrials.gov/show/NCT00000001"), Some("clinicaltrials.gov"));
        assert_eq!(host("http://www.towns.org"), Some("towns.org"));
        assert_eq!(host("Town Studies"), None);
    }
}
