//! British and American spellings: stems that differ, the classes -our/-or, -lling/-ling, -re/-er, ae/e, oe/e and ph/f by their
//! words, and -ise/-ize. After the lists of Oxford's *New Hart's Rules* and of medical style guides, where a class is told by its words.
//!
//! A pair is offered only where both spellings are in use and mean the same: `colorectal`, `laboratory` and `humorous` have one.

use super::spelling::ise_or_ize;
use super::text::is_hyphen;

/// Stems that differ: British, American. A word that begins with one may begin with the other.
const STEMS: &[(&str, &str)] = &[
    ("acknowledgement", "acknowledgment"),
    ("aeroplane", "airplane"),
    ("aetiolog", "etiolog"),
    ("ageing", "aging"),
    ("aluminium", "aluminum"),
    ("amoebi", "amebi"),
    ("anaemi", "anemi"),
    ("anaesth", "anesth"),
    ("analogue", "analog"),
    ("archaeolog", "archeolog"),
    ("artefact", "artifact"),
    ("caecal", "cecal"),
    ("caecum", "cecum"),
    ("caesarean", "cesarean"),
    ("caesium", "cesium"),
    ("calibre", "caliber"),
    ("catalogue", "catalog"),
    ("centimetre", "centimeter"),
    ("centred", "centered"),
    ("centre", "center"),
    ("coeliac", "celiac"),
    ("defence", "defense"),
    ("dialogue", "dialog"),
    ("dysaesthe", "dysesthe"),
    ("encyclopaed", "encycloped"),
    ("enrolment", "enrollment"),
    ("faecal", "fecal"),
    ("faeces", "feces"),
    ("fibre", "fiber"),
    ("foetal", "fetal"),
    ("foetus", "fetus"),
    ("fulfilment", "fulfillment"),
    ("goitre", "goiter"),
    ("gynaec", "gynec"),
    ("haema", "hema"),
    ("haemo", "hemo"),
    ("homoeopath", "homeopath"),
    ("hyperaesthe", "hyperesthe"),
    ("instalment", "installment"),
    ("ischaem", "ischem"),
    ("jewellery", "jewelry"),
    ("judgement", "judgment"),
    ("kilometre", "kilometer"),
    ("kinaesthe", "kinesthe"),
    ("leucocyt", "leukocyt"),
    ("leucopen", "leukopen"),
    ("leukaem", "leukem"),
    ("litre", "liter"),
    ("lymphoedema", "lymphedema"),
    ("manoeuv", "maneuv"),
    ("metre", "meter"),
    ("millilitre", "milliliter"),
    ("millimetre", "millimeter"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("myxoedema", "myxedema"),
    ("naevi", "nevi"),
    ("naevus", "nevus"),
    ("nanometre", "nanometer"),
    ("oedema", "edema"),
    ("oesophag", "esophag"),
    ("oestradiol", "estradiol"),
    ("oestrogen", "estrogen"),
    ("oestrus", "estrus"),
    ("offence", "offense"),
    ("orthopaed", "orthoped"),
    ("paediatr", "pediatr"),
    ("paedophil", "pedophil"),
    ("palaeo", "paleo"),
    ("papilloedema", "papilledema"),
    ("paraesthe", "paresthe"),
    ("plough", "plow"),
    ("pretence", "pretense"),
    ("programme", "program"),
    ("pyjama", "pajama"),
    ("sceptic", "skeptic"),
    ("skilful", "skillful"),
    ("sulph", "sulf"),
    ("synaesthe", "synesthe"),
    ("theatre", "theater"),
    ("titre", "titer"),
    ("wilful", "willful"),
    ("yoghurt", "yogurt"),
];

/// American stems that begin words spelt alike everywhere (`programming`, `literature`, `metering`), and the rests with which they
/// are the word of the table.
const SHORT: &[(&str, &[&str])] = &[
    ("analog", &["", "s"]),
    ("caliber", &["", "s"]),
    ("catalog", &["", "s", "ed", "ing", "er", "ers"]),
    ("dialog", &["", "s"]),
    ("liter", &["", "s"]),
    ("meter", &[]),
    ("mold", &["", "s", "y"]),
    ("nevi", &[""]),
    ("plow", &["", "s", "ed", "ing"]),
    ("program", &["", "s"]),
    ("titer", &["", "s"]),
];

/// Parts inside a word that differ: British, American.
const INSIDE: &[(&str, &str)] = &[("rrhoea", "rrhea"), ("rrhoeic", "rrheic"), ("pnoea", "pnea"), ("pnoeic", "pneic")];

/// Words in -emia that are no diseases of the blood.
const NO_BLOOD: &[&str] = &["academia", "bohemia"];

/// What stands before -emic where Britons write -aemic; not so `academic`, `systemic`, `epidemic`.
const BLOOD: &[&str] = &[
    "acid",
    "acter",
    "an",
    "bilirubin",
    "calc",
    "cholesterol",
    "glyc",
    "insulin",
    "isch",
    "kal",
    "leuk",
    "lipid",
    "natr",
    "ox",
    "phosphat",
    "septic",
    "thalass",
    "tox",
    "ur",
    "vir",
    "vol",
];

/// Words in -our, without their end: `colo` of `colour`.
const OUR: &[&str] = &[
    "arb",
    "ard",
    "arm",
    "behavi",
    "cand",
    "clam",
    "col",
    "demean",
    "endeav",
    "fav",
    "ferv",
    "flav",
    "harb",
    "hon",
    "hum",
    "lab",
    "misdemean",
    "neighb",
    "od",
    "parl",
    "ranc",
    "rig",
    "rum",
    "sav",
    "savi",
    "splend",
    "succ",
    "tum",
    "val",
    "vap",
    "vig",
];

/// What follows -our as it follows -or. Before others the u falls in Britain too: `honorary`, `vigorous`, `laboratory`, `colorectal`.
const BEHIND_OUR: &[&str] = &[
    "", "able", "ably", "ed", "er", "ers", "ful", "fully", "hood", "hoods", "ing", "ingly", "ings", "ite", "ites",
    "less", "ly", "s", "y",
];

/// And what follows -our in `behaviour` only.
const BEHIND_BEHAVIOUR: &[&str] = &["al", "ally", "ism", "ist", "ists"];

/// Verbs in -l that double it in Britain before an ending.
const DOUBLED: &[&str] = &[
    "barrel", "bevel", "cancel", "channel", "counsel", "dial", "equal", "fuel", "funnel", "grovel", "initial", "jewel",
    "label", "level", "libel", "marshal", "marvel", "medal", "mislabel", "model", "panel", "pedal", "pencil",
    "quarrel", "refuel", "relabel", "remodel", "rival", "shovel", "signal", "spiral", "swivel", "total", "towel",
    "travel", "tunnel", "unlabel", "unravel",
];

/// The endings before which they do.
const BEHIND_L: &[&str] = &["ed", "er", "ers", "ing", "ings", "or", "ors"];

/// The British spelling of an American word or the American of a British one; `None` if there is one spelling. A truncated word
/// stands for all words that begin so; of words with a hyphen the last part is looked at.
pub(super) fn american_or_british(word: &str, truncated: bool) -> Option<String> {
    let lower = word.to_lowercase();
    if let Some(at) = lower.rfind(is_hyphen) {
        let len = lower[at..].chars().next().map_or(1, char::len_utf8);
        let (head, last) = lower.split_at(at + len);
        return american_or_british(last, truncated).map(|other| format!("{head}{other}"));
    }
    stems(&lower)
        .or_else(|| inside(&lower))
        .or_else(|| our_or_or(&lower))
        .or_else(|| doubled(&lower, truncated))
        .or_else(|| ise_or_ize(&lower, truncated))
}

fn stems(word: &str) -> Option<String> {
    STEMS.iter().find_map(|(british, american)| {
        if let Some(rest) = word.strip_prefix(british) {
            return Some(format!("{american}{rest}"));
        }
        let rest = word.strip_prefix(american)?;
        let short = SHORT.iter().find(|(stem, _)| stem == american);
        short.is_none_or(|(_, rests)| rests.contains(&rest)).then(|| format!("{british}{rest}"))
    })
}

fn inside(word: &str) -> Option<String> {
    for (british, american) in INSIDE {
        if word.contains(british) {
            return Some(word.replacen(british, american, 1));
        }
        if word.contains(american) {
            return Some(word.replacen(american, british, 1));
        }
    }
    let plural = word.strip_suffix('s').unwrap_or(word);
    for ending in ["emia", "emic"] {
        let Some(head) = plural.strip_suffix(ending) else { continue };
        let tail = &word[head.len()..];
        let blood = || ending == "emia" && !NO_BLOOD.contains(&plural) || BLOOD.iter().any(|part| head.ends_with(part));
        return match head.strip_suffix('a') {
            Some(bare) => Some(format!("{bare}{tail}")),
            None => blood().then(|| format!("{head}a{tail}")),
        };
    }
    None
}

fn our_or_or(word: &str) -> Option<String> {
    OUR.iter().find_map(|stem| {
        let rest = word.strip_prefix(stem)?;
        let behaviour = |rest: &str| *stem == "behavi" && BEHIND_BEHAVIOUR.contains(&rest);
        if let Some(rest) = rest.strip_prefix("our") {
            return Some(format!("{stem}or{rest}"));
        }
        let rest = rest.strip_prefix("or").filter(|rest| BEHIND_OUR.contains(rest) || behaviour(rest))?;
        Some(format!("{stem}our{rest}"))
    })
}

fn doubled(word: &str, truncated: bool) -> Option<String> {
    let ending = |rest: &str| {
        BEHIND_L.contains(&rest) || truncated && !rest.is_empty() && BEHIND_L.iter().any(|end| end.starts_with(rest))
    };
    DOUBLED.iter().find_map(|verb| {
        let rest = word.strip_prefix(verb)?;
        match rest.strip_prefix('l') {
            Some(rest) if ending(rest) || truncated && rest.is_empty() => Some(format!("{verb}{rest}")),
            None if ending(rest) => Some(format!("{verb}l{rest}")),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_swapped_both_ways() {
        for (british, american) in [
            ("organisation", "organization"),
            ("behaviours", "behaviors"),
            ("programme", "program"),
            ("neighbourhood", "neighborhood"),
            ("analyse", "analyze"),
            ("paediatrics", "pediatrics"),
            ("centre", "center"),
        ] {
            assert_eq!(american_or_british(british, false).as_deref(), Some(american));
            assert_eq!(american_or_british(american, false).as_deref(), Some(british));
        }
        assert_eq!(american_or_british("organis", true).as_deref(), Some("organiz"));
        for word in [
            "exercise",
            "enterprise",
            "supervised",
            "size",
            "rising",
            "programming",
            "disease",
            "leaders",
            "basis",
            "advised",
        ] {
            assert_eq!(american_or_british(word, false), None, "{word}");
        }
    }

    #[test]
    fn each_class_is_swapped_by_its_words() {
        for (british, american) in [
            ("apnoea", "apnea"),
            ("dyspnoea", "dyspnea"),
            ("haemoglobin", "hemoglobin"),
            ("haemorrhage", "hemorrhage"),
            ("haematuria", "hematuria"),
            ("anaemia", "anemia"),
            ("hypoglycaemic", "hypoglycemic"),
            ("bacteraemia", "bacteremia"),
            ("dysmenorrhoea", "dysmenorrhea"),
            ("counselling", "counseling"),
            ("counsellors", "counselors"),
            ("unlabelled", "unlabeled"),
            ("sulphate", "sulfate"),
            ("coeliac", "celiac"),
            ("odours", "odors"),
            ("modeller", "modeler"),
            ("behavioural", "behavioral"),
            ("self-labelling", "self-labeling"),
            ("titres", "titers"),
        ] {
            assert_eq!(american_or_british(british, false).as_deref(), Some(american));
            assert_eq!(american_or_british(american, false).as_deref(), Some(british));
        }
        assert_eq!(american_or_british("vaporized", false).as_deref(), Some("vaporised"));
        assert_eq!(american_or_british("counsell", true).as_deref(), Some("counsel"));
    }

    #[test]
    fn words_that_are_spelt_alike_have_no_other() {
        for word in [
            "colorectal",
            "laboratory",
            "humoral",
            "honorary",
            "vigorous",
            "tumorigenesis",
            "odorant",
            "literature",
            "academic",
            "academia",
            "systemic",
            "epidemic",
            "chemotherapy",
            "hemisphere",
            "programming",
            "metering",
            "excellent",
            "cancellation",
            "molding",
            "vapid",
            "equality",
            "travels",
        ] {
            assert_eq!(american_or_british(word, false), None, "{word}");
        }
        assert_eq!(american_or_british("behavior", true).as_deref(), Some("behaviour"));
        assert_eq!(american_or_british("model", true), None);
    }
}
