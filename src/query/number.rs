//! The other number of a noun: the plural of a singular, the singular of a plural. Where it is not certain, there is none.

use super::text::is_irregular;

/// Nouns without a plural, and endings of such.
const NO_PLURAL: &[&str] = &[
    "abuse",
    "access",
    "advice",
    "behavior",
    "behaviour",
    "capital",
    "care",
    "education",
    "engagement",
    "equipment",
    "equity",
    "evidence",
    "governance",
    "health",
    "housing",
    "information",
    "internet",
    "knowledge",
    "literature",
    "management",
    "media",
    "money",
    "participation",
    "people",
    "personnel",
    "policing",
    "poverty",
    "production",
    "progress",
    "research",
    "safety",
    "sector",
    "software",
    "staff",
    "support",
    "trust",
    "violence",
    "waste",
    "water",
    "welfare",
    "work",
];
const ENDINGS_WITHOUT_PLURAL: &[&str] =
    &["ship", "production", "ness", "ism", "ics", "ing", "hood", "ly", "ed", "al", "ive", "ous", "ful", "able", "ible"];

/// Nouns of searches that are counted: their phrases stand in the singular and in the plural alike.
const COUNTED: &str = "activist activity actor adolescent adult advocate agency agreement algorithm allergy alliance alternative animal \
    application approach area argument article artist assessment association athlete attack audit author authority barrier \
    belief beneficiary benefit biomarker book boundary budget campaign candidate carer caregiver case cell challenge charity chart \
    checklist cigarette citizen claim classifier client clinic clinician club cluster cohort collaboration college committee \
    community company competency complaint complication component condition conference conflict constraint consultant consumer \
    controller corporation council councillor country course customer database dataset debate decision defect deficit \
    department designer determinant developer device dilemma director disability disaster discipline discourse disease \
    disorder district doctor document donor drug ecosystem educator element employee employer encounter enterprise episode \
    error examination expert exposure facilitator factor family farm farmer father feature field file film firm forum \
    foundation fracture framework friend game gene genome governor government graduate group guideline hazard hospital household \
    image implication incident indicator individual infant infection infarction inhibitor initiative injury inpatient \
    inspection institute institution instrument interaction interface intervention interview interviewer investigator \
    investor journal journalist judge laboratory language lawyer leader league learner lecturer lesson letter library \
    limitation link location machine manager manufacturer market mayor mechanism member mentor metaphor method ministry \
    minority mission mistake mitogenome model module mother motive movement municipality museum narrative neighbourhood \
    neighborhood network newspaper norm nurse nutrient objective obstacle occupation office officer opinion option \
    organisation organization outbreak outcome outpatient owner parent parliament participant partner partnership party \
    pathogen pathway patient pattern payment peer physician pharmacist pilot plan planner plant platform player policy \
    policymaker politician population portfolio practitioner predictor preference principle priority prison prisoner \
    problem procedure product profession professional profile programme program project protocol provider psychologist \
    publication pupil question questionnaire receptor recipient recommendation reform refugee region registry regulation \
    regulator relationship report representative requirement researcher resident restaurant result review reviewer reward \
    role routine rule scale scenario scheme scholar school seminar sensor sequence service site skill society source \
    specialist sponsor stakeholder standard statistic stereotype story strategy stressor student subsidy supervisor supplier \
    surgeon survey survivor symptom syndrome system target task teacher team technician technique tenant test theme \
    therapist threat tool topic town trait transaction transition transplant trend trial tumour tumor university user \
    vaccine vehicle victim village violation visitor volunteer voter website worker workplace workshop";

/// Whether the noun, in its singular, is known to be counted.
pub(super) fn is_countable(noun: &str) -> bool {
    COUNTED.split_whitespace().any(|counted| counted == noun)
}

/// Words in -es that are singulars, or whose singular is another matter.
const NO_CUT: &[&str] = &[
    "aedes",
    "anopheles",
    "ascites",
    "caries",
    "diabetes",
    "faeces",
    "feces",
    "herpes",
    "hives",
    "isosceles",
    "measles",
    "molasses",
    "pyrites",
    "rabies",
    "scabies",
    "series",
    "shingles",
    "species",
];

/// The stem that finds both numbers, where `stem` before a wildcard is a plural: `cigarette` of `cigarettes*`. A stem cut
/// anywhere else may end in s as well (`respons*`, `univers*`), so that only plurals of known nouns and those in -es count.
pub(super) fn is_cut_plural(stem: &str) -> Option<String> {
    const LEAST: usize = 6;
    let one = singular(stem)?;
    let es = stem.ends_with("es") && one.ends_with('e') && stem.len() >= LEAST && !NO_CUT.contains(&stem);
    // `policies*`: what both begin with.
    let shared = one.strip_suffix('y').filter(|_| stem.ends_with("ies")).map_or(one.clone(), str::to_owned);
    (is_countable(&one) || es).then_some(shared)
}

/// The plural of a singular noun; `None` where the word is a plural, or is not known to have one.
pub(super) fn plural(word: &str) -> Option<String> {
    let countable = word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !word.ends_with('s')
        && !NO_PLURAL.contains(&word)
        && !ENDINGS_WITHOUT_PLURAL.iter().any(|ending| word.ends_with(ending));
    if !countable {
        return None;
    }
    let consonant_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    Some(match consonant_y {
        Some(stem) => format!("{stem}ies"),
        None if ["x", "ch", "sh", "z"].iter().any(|ending| word.ends_with(ending)) => format!("{word}es"),
        None => format!("{word}s"),
    })
}

/// Plurals that are asked for as such, or whose singular no rule gives.
const NO_SINGULAR: &[&str] = &[
    "aches",
    "affairs",
    "arts",
    "assets",
    "atlases",
    "axes",
    "biases",
    "caches",
    "calories",
    "canvases",
    "communications",
    "cookies",
    "earnings",
    "emirates",
    "gases",
    "goods",
    "headaches",
    "headquarters",
    "humanities",
    "lenses",
    "means",
    "movies",
    "nations",
    "netherlands",
    "news",
    "operations",
    "philippines",
    "premises",
    "proceedings",
    "relations",
    "resources",
    "rights",
    "savings",
    "sciences",
    "series",
    "species",
    "sports",
    "states",
    "ties",
    "works",
];
const ENDINGS_WITHOUT_SINGULAR: &[&str] = &["ss", "is", "us", "ics", "ings"];

/// The singular of a regular plural; `None` where the word is none, or is not known to have a singular.
pub(super) fn singular(word: &str) -> Option<String> {
    let countable = word.len() >= 5
        && !NO_SINGULAR.contains(&word)
        && !ENDINGS_WITHOUT_SINGULAR.iter().any(|ending| word.ends_with(ending))
        && !is_irregular(word);
    // `viruses` and `causes` end alike.
    let ambiguous = word.ends_with("uses") && !word.ends_with("ouses") && !word.ends_with("auses");
    let bare = word.strip_suffix('s').filter(|_| countable && !ambiguous)?;
    let one = match bare.strip_suffix('e') {
        Some(stem) if stem.ends_with('i') => format!("{}y", &stem[..stem.len() - 1]),
        Some(stem) if ["ss", "ch", "sh", "x"].iter().any(|ending| stem.ends_with(ending)) => stem.to_owned(),
        _ => bare.to_owned(),
    };
    // A word that ends in -ss has a plural that is not told by the rule for singulars.
    (one.ends_with("ss") || one.ends_with("ze") || plural(&one).as_deref() == Some(word)).then_some(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_before_a_wildcard_is_told_from_a_stem_that_ends_alike() {
        for (stem, both) in
            [("cigarettes", "cigarette"), ("services", "service"), ("patients", "patient"), ("bottles", "bottle")]
        {
            assert_eq!(is_cut_plural(stem).as_deref(), Some(both));
        }
        for stem in
            ["respons", "univers", "advers", "diabetes", "herpes", "process", "pancreas", "analys", "hous", "trans"]
        {
            assert_eq!(is_cut_plural(stem), None, "{stem}");
        }
        assert!(is_countable("review") && !is_countable("isolation") && !is_countable("life"));
    }

    #[test]
    fn plurals_are_offered_for_nouns_only() {
        assert_eq!(plural("service").as_deref(), Some("services"));
        assert_eq!(plural("policy").as_deref(), Some("policies"));
        assert_eq!(plural("approach").as_deref(), Some("approaches"));
        for word in ["services", "leadership", "health", "local", "planning", "care"] {
            assert_eq!(plural(word), None, "{word}");
        }
    }

    #[test]
    fn singulars_are_offered_where_they_are_certain() {
        for (many, one) in [
            ("services", "service"),
            ("policies", "policy"),
            ("approaches", "approach"),
            ("businesses", "business"),
            ("houses", "house"),
            ("cases", "case"),
            ("prizes", "prize"),
            ("suffixes", "suffix"),
            ("makers", "maker"),
        ] {
            assert_eq!(singular(many).as_deref(), Some(one));
        }
        for word in [
            "rights",
            "sciences",
            "analysis",
            "analyses",
            "virus",
            "viruses",
            "series",
            "business",
            "politics",
            "headaches",
            "service",
            "buildings",
        ] {
            assert_eq!(singular(word), None, "{word}");
        }
    }
}
