//! Accession numbers: the number a database gave a record, and the databases that show in its form. And what databases are called.

/// Where a record lives, as far as its accession number shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// The database.
    pub database: &'static str,
    /// The platform that gives it; empty if several do.
    pub platform: &'static str,
}

/// Prefixes of accession numbers. Those with a colon are given by the Web of Science platform (Clarivate, *Web of
/// Science Databases, accession number field UT*).
const PREFIXES: &[(&str, &str, &str)] = &[
    ("WOS:", "Web of Science Core Collection", "Web of Science"),
    ("ISI:", "Web of Science Core Collection", "Web of Science"),
    ("BCI:", "BIOSIS Citation Index", "Web of Science"),
    ("BIOSIS:", "BIOSIS Previews", "Web of Science"),
    ("BIOABS:", "Biological Abstracts", "Web of Science"),
    ("CABI:", "CAB Abstracts", "Web of Science"),
    ("CCC:", "Current Contents Connect", "Web of Science"),
    ("CSCD:", "Chinese Science Citation Database", "Web of Science"),
    ("DIIDW:", "Derwent Innovations Index", "Web of Science"),
    ("DRCI:", "Data Citation Index", "Web of Science"),
    ("FSTA:", "FSTA", "Web of Science"),
    ("INSPEC:", "Inspec", "Web of Science"),
    ("KJD:", "KCI-Korean Journal Database", "Web of Science"),
    ("MEDLINE:", "MEDLINE", "Web of Science"),
    ("PPRN:", "Preprint Citation Index", "Web of Science"),
    ("PQDT:", "ProQuest Dissertations & Theses", "Web of Science"),
    ("RSCI:", "Russian Science Citation Index", "Web of Science"),
    ("SCIELO:", "SciELO Citation Index", "Web of Science"),
    ("ZOOREC:", "Zoological Record", "Web of Science"),
    ("CN-", "CENTRAL", "Cochrane Library"),
    ("2-s2.0-", "Scopus", "Scopus"),
];

/// The database whose accession numbers look like `number`; `None` for a form that several share.
pub fn home_of(number: &str) -> Option<Home> {
    let (_, database, platform) = PREFIXES.iter().find(|(prefix, ..)| number.starts_with(prefix))?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plausible = match *database {
        "CENTRAL" => digits(&number["CN-".len()..]),
        _ => true,
    };
    plausible.then_some(Home { database, platform })
}

/// Databases, registers and platforms, by their names without spaces and signs. A name followed by more words (`CINAHL Plus with Full
/// Text`, `Embase (Ovid)`) is one of those in capitals only, which begin the title of no journal.
const DATABASES: &[&str] = &[
    "ACMDIGITALLIBRARY",
    "ACADEMICSEARCH",
    "agricola",
    "agris",
    "amed",
    "anthropologyplus",
    "apapsycarticles",
    "apapsycinfo",
    "arxiv",
    "ASSIA",
    "BASE",
    "biorxiv",
    "BIOSIS",
    "BUSINESSSOURCE",
    "cababstracts",
    "campbellcollaboration",
    "central",
    "CINAHL",
    "CLINICALTRIALSGOV",
    "cnki",
    "cochrane",
    "COCHRANECENTRAL",
    "cochranedatabaseofsystematicreviews",
    "COCHRANELIBRARY",
    "core",
    "crossref",
    "dimensions",
    "doaj",
    "EBSCO",
    "ECONLIT",
    "EDUCATIONSOURCE",
    "EMBASE",
    "EMCARE",
    "EPISTEMONIKOS",
    "eric",
    "ethos",
    "EUROPEPMC",
    "globalhealth",
    "globalindexmedicus",
    "GOOGLESCHOLAR",
    "greenfile",
    "hmic",
    "IBSS",
    "ictrp",
    "IEEEXPLORE",
    "inspec",
    "internationalbibliographyofthesocialsciences",
    "isrctn",
    "jstor",
    "lens",
    "LILACS",
    "lista",
    "medrxiv",
    "MEDLINE",
    "ndltd",
    "nexisuni",
    "openalex",
    "opengrey",
    "osf",
    "OVID",
    "pais",
    "pedro",
    "PROQUEST",
    "PSYCARTICLES",
    "PSYCINFO",
    "psycnet",
    "psyndex",
    "PUBMED",
    "pubmedcentral",
    "pubpsych",
    "repec",
    "scielo",
    "SCIENCEDIRECT",
    "SCOPUS",
    "SEMANTICSCHOLAR",
    "socialservicesabstracts",
    "SOCINDEX",
    "sociologicalabstracts",
    "SPRINGERLINK",
    "ssoar",
    "ssrn",
    "thelens",
    "tripdatabase",
    "WEBOFKNOWLEDGE",
    "WEBOFSCIENCE",
    "WHOICTRP",
    "WILEYONLINELIBRARY",
    "wos",
    "WOSCORECOLLECTION",
    "WORLDCAT",
    "zotero",
];

/// Whether a text is the name of a database, a register or a platform, as people write them: `Web of Science`, `EMBASE (Ovid)`.
pub fn is_database(text: &str) -> bool {
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return false;
    }
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    DATABASES.iter().any(|name| {
        let begins = name.starts_with(char::is_uppercase) && name.len() > 4;
        plain.eq_ignore_ascii_case(name) || begins && plain.starts_with(&name.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_known_by_its_name_and_a_journal_is_none() {
        for name in ["Scopus", "EMBASE (Ovid)", "Web of Science Core Collection", "ERIC", "CINAHL Plus with Full Text"]
        {
            assert!(is_database(name), "{name}");
        }
        for name in ["Made-up Studies", "Central European Studies", "BASE Jumping", "Core Strength Today", ""] {
            assert!(!is_database(name), "{name}");
        }
    }

    #[test]
    fn the_form_of_a_number_tells_its_database() {
        assert_eq!(home_of("WOS:000290115300030").map(|home| home.database), Some("Web of Science Core Collection"));
        assert_eq!(home_of("CN-00778158").map(|home| home.platform), Some("Cochrane Library"));
        assert_eq!(home_of("CN-ab"), None);
        assert_eq!(home_of("104835421"), None);
    }
}
