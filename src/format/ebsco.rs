//! The short names that EBSCOhost gives its databases, in `DB` and in addresses (`&db=aph`).
//!
//! Source: EBSCO Connect, *EBSCOhost database short names*, as far as databases of the social sciences, education, health,
//! management and the humanities go. A short name that is not here stays as it is.

/// Short names and databases.
const NAMES: &[(&str, &str)] = &[
    ("a9h", "Academic Search Complete"),
    ("aph", "Academic Search Premier"),
    ("asn", "Academic Search Ultimate"),
    ("afh", "Academic Search Elite"),
    ("ahl", "America: History and Life"),
    ("31h", "America: History and Life with Full Text"),
    ("bsh", "Business Source Elite"),
    ("bsu", "Business Source Ultimate"),
    ("bth", "Business Source Complete"),
    ("buh", "Business Source Premier"),
    ("c8h", "CINAHL with Full Text"),
    ("ccm", "CINAHL Complete"),
    ("cin20", "CINAHL"),
    ("cul", "CINAHL Ultimate"),
    ("jlh", "CINAHL Plus with Full Text"),
    ("rzh", "CINAHL Plus"),
    ("cmedm", "MEDLINE"),
    ("mdc", "MEDLINE Complete"),
    ("mdl", "MEDLINE with Full Text"),
    ("mnh", "MEDLINE with Full Text"),
    ("ufh", "Communication & Mass Media Complete"),
    ("ecn", "EconLit"),
    ("eoh", "EconLit with Full Text"),
    ("ehh", "Education Research Complete"),
    ("eue", "Education Source"),
    ("eric", "ERIC"),
    ("8gh", "GreenFILE"),
    ("hia", "Historical Abstracts"),
    ("lxh", "Library, Information Science & Technology Abstracts"),
    ("pdh", "APA PsycArticles"),
    ("psyh", "APA PsycInfo"),
    ("psyhref", "APA PsycInfo"),
    ("pbh", "Psychology and Behavioral Sciences Collection"),
    ("poh", "Political Science Complete"),
    ("sih", "SocINDEX with Full Text"),
    ("snh", "SocINDEX"),
    ("ssf", "Social Sciences Full Text"),
    ("trh", "Teacher Reference Center"),
    ("urh", "Urban Studies Abstracts"),
];

/// The database with this short name, in any case.
pub(super) fn database(short: &str) -> Option<&'static str> {
    NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(short)).map(|(_, database)| *database)
}
