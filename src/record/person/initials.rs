//! Initials before a family name, and family names in capitals, which look alike: `RAW Rhodes`, `LEE Ann`.

use super::words::is_forename;

/// Whether the first word of a name without a comma stands for given names: `EWT Ngai`, `FD Davis`, as citations and search engines
/// write them, but `LEE Ann`, `CHEN Hong`, `SMIT Jan` as catalogues do, whose family name alone is in capitals.
///
/// Two or three capitals are initials unless they spell a family name of that length or a given name stands behind them; four are
/// where no vowel stands among them.
pub fn are_initials_before(first: &str, next: &str) -> bool {
    let letters = first.len();
    let is_mixed = |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    if !(2..=4).contains(&letters) || !first.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let is_speakable = || first.bytes().any(|b| matches!(b, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y'));
    let is_particle = super::is_particle(next) && next.starts_with(char::is_lowercase);
    (is_mixed(next) || is_particle)
        && (letters < 4 || !is_speakable())
        && FAMILY.binary_search(&first).is_err()
        && (letters == 2 || !is_forename(next))
}

/// Family names of two and three letters, sorted: Chinese, Korean, Japanese and Vietnamese ones in Latin letters, and those of other
/// languages that many bear.
#[rustfmt::skip] // a table
const FAMILY: [&str; 279] = [
    "ABE", "AHN", "AN", "AO", "ASH", "AU", "BAE", "BAI", "BAK", "BAN", "BAO", "BEK", "BI", "BO", "BOS", "BUI", "BYE",
    "CAI", "CAO", "CEN", "CHA", "CHE", "CHO", "CHU", "COX", "CU", "CUI", "DAI", "DAM", "DAN", "DAO", "DAS", "DAY",
    "DEY", "DI", "DIX", "DO", "DOE", "DOU", "DU", "ELS", "EOM", "EUM", "FAN", "FAY", "FEI", "FOK", "FOX", "FRY", "FU",
    "GAN", "GAO", "GAY", "GE", "GIL", "GOH", "GOO", "GOU", "GU", "GUI", "GUO", "GUY", "HA", "HAI", "HAM", "HAN",
    "HAO", "HAY", "HE", "HEO", "HO", "HOU", "HSU", "HU", "HUA", "HUI", "HUO", "HUR", "IM", "ING", "INO", "IP", "ITO",
    "JAY", "JI", "JIA", "JIN", "JOO", "JU", "JUN", "KAI", "KAM", "KAN", "KAO", "KAY", "KE", "KEE", "KHO", "KIM", "KO",
    "KOH", "KOK", "KOO", "KU", "KUN", "KWA", "KWO", "LAI", "LAM", "LAN", "LAO", "LAU", "LAW", "LAY", "LE", "LEA",
    "LEE", "LEI", "LEO", "LEW", "LEY", "LI", "LIM", "LIN", "LIU", "LO", "LOH", "LOK", "LOU", "LOW", "LU", "LUI",
    "LUK", "LUN", "LUO", "LUU", "LY", "LYU", "MA", "MAI", "MAN", "MAO", "MAY", "ME", "MEI", "MI", "MIN", "MO", "MOK",
    "MOL", "MOU", "MU", "NA", "NAG", "NAM", "NAY", "NG", "NGO", "NI", "NIE", "NIU", "NO", "NOH", "NYE", "ODA", "OEI",
    "OH", "ONG", "ONO", "OON", "ORR", "OTA", "OTT", "OU", "PAI", "PAK", "PAL", "PAN", "PAO", "PEI", "PI", "POE",
    "POL", "PU", "PUN", "PYO", "QI", "QIN", "QIU", "QU", "QUE", "RAN", "RAO", "RAY", "REN", "RIM", "RO", "ROE", "ROH",
    "ROS", "ROY", "RU", "RUI", "RYU", "SEN", "SEO", "SHA", "SHE", "SHI", "SHU", "SIM", "SIT", "SIU", "SO", "SOH",
    "SON", "SU", "SUH", "SUI", "SUM", "SUN", "TA", "TAI", "TAN", "TAO", "TAY", "TEO", "TIN", "TO", "TOH", "TSE",
    "TSO", "TU", "UHL", "UM", "UNO", "VAN", "VO", "VOS", "VU", "VUE", "WAI", "WAN", "WEE", "WEI", "WEN", "WON", "WOO",
    "WU", "XI", "XIA", "XIE", "XIN", "XU", "XUE", "YAM", "YAN", "YAO", "YAP", "YE", "YEE", "YEH", "YEN", "YEO", "YEP",
    "YI", "YIM", "YIN", "YIP", "YOO", "YOU", "YU", "YUE", "YUN", "ZHA", "ZHU", "ZOU", "ZU", "ZUO",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_are_sorted_and_short() {
        assert!(FAMILY.is_sorted());
        assert!(FAMILY.iter().all(|name| (2..=3).contains(&name.len())));
    }

    #[test]
    fn capitals_before_a_name_are_told_from_a_family_name_in_capitals() {
        for (first, next) in [
            ("FD", "Davis"),
            ("KLM", "Orvik"),
            ("RAW", "Dunmore"),
            ("VJJM", "Brandt"),
            ("JA", "van"),
            ("EWT", "Sundby"),
        ] {
            assert!(are_initials_before(first, next), "{first} {next}");
        }
        for (first, next) in [
            ("LEE", "Ann"),
            ("CHEN", "Hong"),
            ("SMIT", "Jan"),
            ("LI", "Wei"),
            ("KIM", "Soo"),
            ("BRY", "Susan"),
            ("SMITH", "John"),
            ("WHO", "OFFICE"),
            ("L", "Larsen"),
            ("Lee", "Ann"),
        ] {
            assert!(!are_initials_before(first, next), "{first} {next}");
        }
    }
}
