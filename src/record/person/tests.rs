//! Names as exports write them, and what is read from them.

use super::*;

fn parts(text: &str) -> (String, String, String) {
    let person = Person::parse(text).unwrap_or_default();
    (person.family, person.given, person.suffix)
}

#[test]
fn names_are_read_in_every_order() {
    for (text, family, given, suffix) in [
        ("Larsen, L. J.", "Larsen", "L. J.", ""),
        ("Larsen LJ", "Larsen", "LJ", ""),
        ("Eberth D A", "Eberth", "D A", ""),
        ("van der Berg JA", "van der Berg", "JA", ""),
        ("A. Author-One", "Author-One", "A.", ""),
        ("J. K. van der Berg", "van der Berg", "J. K.", ""),
        ("Slay J.", "Slay", "J.", ""),
        ("Larsen, L. J., Jr.", "Larsen", "L. J.", "Jr."),
        ("Larsen, Jr., L. J.", "Larsen", "L. J.", "Jr."),
        ("Larsen Jr., L. J.", "Larsen", "L. J.", "Jr."),
        ("Larsen, L. J. Jr", "Larsen", "L. J.", "Jr"),
        ("Larsen LJ 3rd", "Larsen", "LJ", "3rd"),
        ("Larsen III L.J.", "Larsen", "L.J.", "III"),
        ("van der Berg Jr. LJ", "van der Berg", "LJ", "Jr."),
        ("Larsen, III, L. J.", "Larsen", "L. J.", "III"),
        ("Larsen, Jr. L. J.", "Larsen", "L. J.", "Jr."),
        ("Larsen, Jr", "Larsen", "", "Jr"),
        ("Larsen L. J., IV", "Larsen", "L. J.", "IV"),
        ("Lena Larsen, Jr.", "Larsen", "Lena", "Jr."),
        ("Larsen, I. V.", "Larsen", "I. V.", ""),
        ("Larsen, Lena J., IV", "Larsen", "Lena J.", "IV"),
        ("SMITH John", "SMITH", "John", ""),
        ("John SMITH", "SMITH", "John", ""),
        ("KLM Orvik", "Orvik", "KLM", ""),
        ("JPM van der Berg", "van der Berg", "JPM", ""),
        ("VJJM Brandt", "Brandt", "VJJM", ""),
        ("RAW Dunmore", "Dunmore", "RAW", ""),
        ("KIM Soo Yeon", "KIM", "Soo Yeon", ""),
        ("SMIT Jan", "SMIT", "Jan", ""),
        ("BERG Ole", "BERG", "Ole", ""),
        ("Higuera-Cetina Carlos Iván", "Higuera-Cetina", "Carlos Iván", ""),
        ("Jean-Pierre Le Dupont", "Le Dupont", "Jean-Pierre", ""),
        ("Berg, Jan van der", "van der Berg", "Jan", ""),
        ("Silva, João da", "da Silva", "João", ""),
        ("Newman, W. H.", "Newman", "W. H.", ""),
        ("余 敏", "余", "敏", ""),
        ("Locality", "Locality", "", ""),
        ("van Veyradier,", "van Veyradier", "", ""),
        ("Walsdorf, Neill B. [Inventor, Reprint Author]", "Walsdorf", "Neill B.", ""),
        ("Zhang, Weijia 1,2,+", "Zhang", "Weijia", ""),
        ("Smith J et al.", "Smith", "J", ""),
        ("B Jones…", "Jones", "B", ""),
        ("Doe, Jane, PhD", "Doe", "Jane", ""),
        ("Jane Doe, Ph.D.", "Doe", "Jane", ""),
        ("Doe, Jane, Jr., M.D., Ph.D.", "Doe", "Jane", "Jr."),
        ("Doe, Jane, MSN, RN", "Doe", "Jane", ""),
        ("Doe, Jane B, MLS", "Doe", "Jane B", ""),
        ("Doe, Jane, PharmD, BCPS", "Doe", "Jane", ""),
        ("Doe, Jane, OTR/L", "Doe", "Jane", ""),
        ("Doe, MLS", "Doe", "MLS", ""),
        ("García Márquez, MD", "García Márquez", "MD", ""),
        ("Dr. Jane Doe PhD", "Doe", "Jane", ""),
        ("Prof. Dr. Doe, Jane MSc", "Doe", "Jane", ""),
        ("Mrs Jane Doe", "Doe", "Jane", ""),
        ("Dr J", "Dr", "J", ""),
        ("Drew, Jane", "Drew", "Jane", ""),
        ("Doe MD", "Doe", "MD", ""),
    ] {
        assert_eq!(parts(text), (family.to_owned(), given.to_owned(), suffix.to_owned()), "{text}");
    }
}

#[test]
fn a_suffix_in_capitals_needs_a_whole_name_before_it() {
    for (text, family, given, suffix) in [
        ("Larsen, JR", "Larsen", "JR", ""),
        ("Larsen SR", "Larsen", "SR", ""),
        ("van der Berg, II", "van der Berg", "II", ""),
        ("Larsen III", "Larsen", "III", ""),
        ("García López JR", "García López", "JR", ""),
        ("García López, SR", "García López", "SR", ""),
        ("DE LA CRUZ JR", "DE LA CRUZ", "JR", ""),
        ("Larsen IV", "Larsen", "IV", ""),
        ("JR Larsen", "Larsen", "JR", ""),
        ("LI JR", "LI", "JR", ""),
        // Counter-cases: small letters, initials, or a whole name beside it.
        ("Larsen Jr", "Larsen", "", "Jr"),
        ("Larsen, Jr.", "Larsen", "", "Jr."),
        ("Larsen J Jr", "Larsen", "J", "Jr"),
        ("Larsen JR Jr", "Larsen", "JR", "Jr"),
        ("Larsen, JR, III", "Larsen", "JR", "III"),
        ("Larsen, Lena, JR", "Larsen", "Lena", "JR"),
        ("Larsen, L. J. II", "Larsen", "L. J.", "II"),
        ("Larsen II, JR", "Larsen", "JR", "II"),
        ("LE Larsen III", "Larsen", "LE", "III"),
        ("Lena Larsen II", "Larsen", "Lena", "II"),
        ("Jane Larsen JR", "Larsen", "Jane", "JR"),
        ("LENA LARSEN JR", "LARSEN", "LENA", "JR"),
        ("J Larsen SR", "Larsen", "J", "SR"),
    ] {
        assert_eq!(parts(text), (family.to_owned(), given.to_owned(), suffix.to_owned()), "{text}");
    }
}

#[test]
fn particles_in_capitals_before_a_name_in_small_letters_are_initials() {
    for (text, family, given) in [
        ("LE Charles-Smith", "Charles-Smith", "LE"),
        ("DE Larsen", "Larsen", "DE"),
        ("AL van der Berg", "van der Berg", "AL"),
        ("E Özsayin", "Özsayin", "E"),
        ("Y KIM", "KIM", "Y"),
        ("DU García López", "López", "DU García"),
        // Counter-cases.
        ("De Larsen", "De Larsen", ""),
        ("DE LA Cruz", "DE LA Cruz", ""),
        ("LA ROCHE", "LA ROCHE", ""),
        ("DE LA CRUZ, M.", "DE LA CRUZ", "M."),
        ("DE LA CRUZ MA", "DE LA CRUZ", "MA"),
        ("MA DE LA CRUZ", "DE LA CRUZ", "MA"),
        ("LI J", "LI", "J"),
        ("J. LI", "LI", "J."),
        ("M. DE LA CRUZ", "DE LA CRUZ", "M."),
        ("de la Cruz", "de la Cruz", ""),
        ("Le Larsen E", "Le Larsen", "E"),
    ] {
        assert_eq!(parts(text), (family.to_owned(), given.to_owned(), String::new()), "{text}");
    }
}

#[test]
fn what_a_person_is_called_stays_with_the_given_names() {
    for (text, family, given) in [
        ("Papadopoulos, Dimitrios (Jim)", "Papadopoulos", "Dimitrios (Jim)"),
        ("Zhang, Xiaolong (Luke)", "Zhang", "Xiaolong (Luke)"),
        ("Li, Wei (李伟)", "Li", "Wei (李伟)"),
        ("Wei Li (李伟)", "Li", "Wei (李伟)"),
        ("LI, WEI (LUKE)", "LI", "WEI (LUKE)"),
        ("Ek, Anna-Lena (Anna Lena)", "Ek", "Anna-Lena (Anna Lena)"),
        ("Иванов, Иван (Ваня)", "Иванов", "Иван (Ваня)"),
        ("Ek, Bo (Bosse) [Reprint Author]", "Ek", "Bo (Bosse)"),
        // Counter-cases: roles, addresses, numbers, degrees, bodies.
        ("Doe, Jane (Editor)", "Doe", "Jane"),
        ("Doe, Jane (m.t@towns.example)", "Doe", "Jane"),
        ("Doe, Jane (USA)", "Doe", "Jane"),
        ("Doe, Jane (Old Town University)", "Doe", "Jane"),
        ("Doe, Jane (1)", "Doe", "Jane"),
        ("Doe, Jane (Hrsg)", "Doe", "Jane"),
        ("Doe, Jane (PhD)", "Doe", "Jane"),
        ("Doe, Jane [Luke]", "Doe", "Jane"),
        ("World Health Organization (Geneva)", "World Health Organization", ""),
    ] {
        assert_eq!(parts(text), (family.to_owned(), given.to_owned(), String::new()), "{text}");
        let person = Person::parse(text);
        assert_eq!(person.as_ref().and_then(|person| Person::parse(&person.exported())), person, "{text}");
    }
}

#[test]
fn braces_mark_what_is_not_taken_apart() {
    let read = |text: &str| {
        let name = |name: &str| Person::parse(name).map(|person| (person.to_string(), person.corporate));
        split_cell(text).into_iter().filter_map(name).collect::<Vec<_>>()
    };
    for (text, names) in [
        (
            "{World Health Organization} and de Souza, M.",
            &[("World Health Organization", true), ("de Souza, M.", false)][..],
        ),
        (
            "de Souza, M. and {Made Up of Towns and Sheds}",
            &[("de Souza, M.", false), ("Made Up of Towns and Sheds", true)],
        ),
        ("{van der Berg}, K.", &[("van der Berg, K.", false)]),
        (
            "{van der Berg}, K. and {de la Ek}, B. and Dow, C.",
            &[("van der Berg, K.", false), ("de la Ek, B.", false), ("Dow, C.", false)],
        ),
        ("{Nesta}", &[("Nesta", true)]),
        ("{Barnes and Noble}", &[("Barnes and Noble", true)]),
        // Counter-cases: braces that mark letters, and one without its other.
        ("M{\\\"u}ller, Jan and Ek, Bo", &[("M{\\\"u}ller, Jan", false), ("Ek, Bo", false)]),
        ("Ek, Bo and Dow, {Cy", &[("Ek, Bo", false), ("Dow, {Cy", false)]),
    ] {
        let expected: Vec<(String, bool)> = names.iter().map(|(name, body)| ((*name).to_owned(), *body)).collect();
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn bodies_are_no_people() {
    for text in [
        "World Health Organization",
        "Department of Health",
        "{Barnes and Noble}",
        "Some Made-Up Words,",
        "Nesta,",
        "Nesta,, Saltby",
        "Ministry of Housing, Communities & Local Government",
        "ABC Study Group",
        ", ABC Study Group",
        "ISO 17281:2002",
        "BS 5950",
        "DIN EN 1992-1-1",
        "ISO/IEC 27001",
        "ASTM D638-14",
    ] {
        assert!(Person::parse(text).is_some_and(|person| person.corporate), "{text}");
    }
    for text in [
        "van der Berg,",
        "House, E. R.",
        "Bank, A.",
        "Church J",
        "Union, Mary",
        "Mary Trust",
        "EN J",
        "GB Doe 1,2",
        "Iso, J",
        "BS Roe",
        "Nf, J",
    ] {
        assert!(Person::parse(text).is_some_and(|person| !person.corporate), "{text}");
    }
}

#[test]
fn a_long_name_alone_without_a_comma_is_a_body() {
    let is_body = |text| Person::parse_among_inverted(text).is_some_and(|person| person.corporate);
    for text in [
        "Made-Up Sans Bornes",
        "Kaiser Permanente Washington",
        "Ipsos Saltby Towns",
        "Great Old Towns",
        "Nesta New Ideas",
    ] {
        assert!(is_body(text) && !Person::parse(text).is_some_and(|person| person.corporate), "{text}");
    }
    for text in [
        "Maria de la Cruz Lopez",
        "Jane Public",
        "Juan Pérez Gutiérrez",
        "Doe, Jane Maria",
        "Doe Roe J",
        "LJ van Larsen",
        "Dr. Some Body Known",
        "Plato",
        "Oscar Larsen II",
    ] {
        assert!(!is_body(text), "{text}");
    }
}

#[test]
fn nobody_is_no_author() {
    for text in ["", " ", "et al.", "[Anonymous]", "Anonymous", "No authorship indicated", "others"] {
        assert_eq!(Person::parse(text), None, "{text}");
    }
}

#[test]
fn an_exported_name_reads_back_as_the_same() {
    for text in [
        "Larsen, L. J., Jr.",
        "World Health Organization",
        "Some Made-Up Words,",
        "Nesta,",
        "Nesta,, Saltby",
        "Locality",
        "John SMITH",
        "van der Berg,",
        "DE Larsen,",
        "Larsen, JR",
        "Larsen, Jr.",
    ] {
        let person = Person::parse(text);
        assert_eq!(person.as_ref().and_then(|person| Person::parse(&person.exported())), person, "{text}");
    }
}
