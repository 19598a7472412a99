//! Words that tell what kind of text a title is of.

/// What a word announces that stands in one of two titles only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::matching) enum Telling {
    /// Nothing.
    #[default]
    Nothing,
    /// A plan of the study: "protocol", "rationale".
    Plan,
    /// A later state: "update".
    Update,
    /// Talk about the report: "reply", "commentary".
    Talk,
    /// A correction: "erratum".
    Correction,
    /// The whole in few words: "executive summary".
    Summary,
    /// A part that is not the report, or what goes with it: "appendix", "poster", "teaching note", "continued".
    Part,
    /// Another subject: "vitro" for "vivo".
    Opposite,
}

/// Whether a word says that a text is another than the one under the same title: "reply", "erratum", "appendix".
pub(in crate::matching) fn announces_another_text(word: &str) -> bool {
    telling(word) != Telling::Nothing
}

/// What several words announce together that stand in one of two titles only.
pub(in crate::matching) fn phrase(words: &[&str]) -> Telling {
    const PARTS: [[&str; 2]; 5] = [
        ["extended", "abstract"],
        ["instructor", "manual"],
        ["instructors", "manual"],
        ["teaching", "note"],
        ["teaching", "notes"],
    ];
    let has_all = |phrase: &[&str; 2]| phrase.iter().all(|word| words.contains(word));
    if PARTS.iter().any(has_all) { Telling::Part } else { Telling::Nothing }
}

/// Words that say what kind of text it is and nothing of what it is about.
pub(in crate::matching) fn is_wording(word: &str) -> bool {
    matches!(
        word,
        "analyses"
            | "analysis"
            | "approach"
            | "case"
            | "during"
            | "empirical"
            | "evidence"
            | "examination"
            | "examining"
            | "exploration"
            | "exploring"
            | "how"
            | "insights"
            | "investigating"
            | "investigation"
            | "new"
            | "paper"
            | "perspective"
            | "studies"
            | "study"
            | "through"
            | "toward"
            | "towards"
            | "understanding"
            | "using"
            | "via"
            | "what"
    )
}

/// Words that say what kind of study it is and nothing of what it is about.
pub(in crate::matching) fn is_study(word: &str) -> bool {
    matches!(
        word,
        "analysis"
            | "blind"
            | "campbell"
            | "clinical"
            | "cochrane"
            | "cohort"
            | "control"
            | "controlled"
            | "cross"
            | "double"
            | "evidence"
            | "interview"
            | "literature"
            | "meta"
            | "metaanalyses"
            | "metaanalysis"
            | "mixed"
            | "methods"
            | "multicenter"
            | "multicentre"
            | "narrative"
            | "observational"
            | "overview"
            | "pilot"
            | "prospective"
            | "qualitative"
            | "quantitative"
            | "randomised"
            | "randomized"
            | "rapid"
            | "retrospective"
            | "review"
            | "reviews"
            | "scoping"
            | "sectional"
            | "studies"
            | "study"
            | "survey"
            | "synthesis"
            | "systematic"
            | "trial"
            | "trials"
            | "umbrella"
    )
}

/// What it says where one word more is all that tells two titles apart, and it denies what stands behind it.
pub(in crate::matching) fn denied(left: &[&str], right: &[&str]) -> Telling {
    match (left, right) {
        (["non" | "not" | "without"], []) | ([], ["non" | "not" | "without"]) => Telling::Opposite,
        _ => Telling::Nothing,
    }
}

pub(in crate::matching) fn telling(word: &str) -> Telling {
    match word {
        "protocol" | "rationale" | "design" | "preregistration" => Telling::Plan,
        "update" | "updated" | "updating" | "followup" | "further" | "reconsidered" | "revisited" | "interim" => {
            Telling::Update
        }
        "comment" | "comments" | "commentary" | "reply" | "response" | "rejoinder" | "discussion" | "editorial"
        | "letter" | "invited" => Telling::Talk,
        "erratum" | "corrigendum" | "correction" | "addendum" => Telling::Correction,
        "summary" => Telling::Summary,
        "annex" | "annexes" | "appendices" | "appendix" | "concluded" | "continued" | "demo" | "poster" | "preface"
        | "supplement" | "supplementary" => Telling::Part,
        "vitro" | "vivo" | "male" | "female" | "men" | "women" => Telling::Opposite,
        _ => Telling::Nothing,
    }
}
