//! What a name stands for in a whole record, where the words around it tell that in one place only.

use std::collections::{BTreeMap, BTreeSet};

use super::Located;
use crate::criteria::place::context::{AUTHOR, BREED, EMPIRE, OTHER_MEANING, Standing};
use crate::criteria::place::lexicon::{Candidate, Class, Place};
use crate::criteria::place::resolve::Countries;

/// Settles what names stand for that other words explain; gives the countries of which the record speaks.
pub(super) fn tell_apart(cues: &mut [Located<'_>], weak: &[Located<'_>]) -> Countries {
    mask_other_meanings(cues);
    follow_containers(cues);
    follow_full_names(cues);
    let mut countries = Countries::of(cues.iter().map(|located| &located.cue));
    for located in weak {
        if let [only] = located.cue.phrase().candidates.as_slice()
            && let Place::Code(code) = only.place
        {
            countries.hint(code);
        }
    }
    countries
}

/// Letters that a record explains once have that meaning throughout.
fn mask_other_meanings(cues: &mut [Located<'_>]) {
    let other = |located: &&Located<'_>| located.cue.standing == OTHER_MEANING;
    let explained: BTreeSet<u32> = cues.iter().filter(other).map(|located| located.cue.phrase).collect();
    for located in cues.iter_mut().filter(|located| explained.contains(&located.cue.phrase)) {
        located.cue.standing = OTHER_MEANING;
    }
    mask_spelled_out(cues);
    follow_authors(cues);
    // What is once a living thing is one throughout, where no preposition speaks of the country: `Turkey poults ... turkey`.
    let breed = Standing::Masked(BREED);
    let kinds: BTreeSet<u32> =
        cues.iter().filter(|located| located.cue.standing == breed).map(|located| located.cue.phrase).collect();
    let bare = |located: &&mut Located<'_>| kinds.contains(&located.cue.phrase) && !located.cue.locative;
    cues.iter_mut().filter(bare).for_each(|located| located.cue.standing = breed);
}

/// Who is once an author is one throughout, where no preposition speaks of the place; so is an empire, where the people are named alone:
/// `Weber, Wales and the web ... Wales (2001)`, `land after the Dutch ... Dutch colonial law`.
fn follow_authors(cues: &mut [Located<'_>]) {
    let of = |cues: &[Located<'_>], standing: Standing| -> BTreeSet<u32> {
        cues.iter().filter(|one| one.cue.standing == standing).map(|one| one.cue.phrase).collect()
    };
    let (author, empire) = (Standing::Soft(AUTHOR), Standing::Masked(EMPIRE));
    let (authors, empires) = (of(cues, author), of(cues, empire));
    for one in cues.iter_mut().filter(|one| !matches!(one.cue.standing, Standing::Masked(_))) {
        let (before, behind) = (&one.value.text[..one.cue.start as usize], &one.value.text[one.cue.end as usize..]);
        let alone = before.ends_with("the ") && !behind.starts_with(' ');
        if authors.contains(&one.cue.phrase) && !one.cue.locative {
            one.cue.standing = author;
        } else if empires.contains(&one.cue.phrase) && alone {
            one.cue.standing = empire;
        }
    }
}

/// What a name stands for where the next words tell it, it stands for in the whole record: `London, Ontario ... residents of London`.
fn follow_containers(cues: &mut [Located<'_>]) {
    let mut told: BTreeMap<u32, Option<Place>> = BTreeMap::new();
    for located in cues.iter() {
        if let Some(place) = located.cue.container {
            let known = told.entry(located.cue.phrase).or_insert(Some(place));
            *known = known.filter(|other| *other == place);
        }
    }
    for located in cues.iter_mut().filter(|located| located.cue.container.is_none()) {
        located.cue.container = told.get(&located.cue.phrase).copied().flatten();
    }
}

/// The first words of a longer name stand for its place throughout: `Kingston upon Thames ... Kingston`.
fn follow_full_names(cues: &mut [Located<'_>]) {
    let is_town = |one: &Located<'_>| matches!(one.cue.class(), Class::City | Class::Subdivision);
    let full = |one: &Located<'_>| match one.cue.phrase().candidates.as_slice() {
        [only] if is_town(one) && one.cue.phrase().words().len() > 1 => Some((one.cue.phrase(), only.place)),
        _ => None,
    };
    let names: Vec<_> = cues.iter().filter_map(full).collect();
    let shared =
        |one: &&mut Located<'_>| one.cue.container.is_none() && one.cue.phrase().candidates.len() > 1 && is_town(one);
    for one in cues.iter_mut().filter(shared) {
        let words = one.cue.phrase().words();
        let longer = names.iter().find(|(name, _)| name.words().len() > words.len() && name.words().starts_with(words));
        one.cue.container = longer.map(|(_, place)| *place);
    }
}

/// Letters of a body, where the record spells them out as the name of one elsewhere: `the Nurses' Health Study ... NHS`.
fn mask_spelled_out(cues: &mut [Located<'_>]) {
    if !cues.iter().any(|located| located.cue.phrase().acronym) {
        return;
    }
    let candidates = |located: &Located<'_>| &located.cue.phrase().candidates;
    let initials = |located: &Located<'_>| -> String {
        let name = &located.value.text[located.cue.start as usize..located.cue.end as usize];
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1);
        words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
    };
    let names: Vec<(String, &'static Vec<Candidate>)> = cues
        .iter()
        .filter(|located| !located.cue.phrase().acronym)
        .map(|located| (initials(located), candidates(located)))
        .filter(|(letters, _)| letters.len() > 2)
        .collect();
    for located in cues.iter_mut().filter(|located| located.cue.phrase().acronym) {
        let letters = &located.value.text[located.cue.start as usize..located.cue.end as usize];
        let own = candidates(located);
        let same = |list: &[Candidate]| list.iter().any(|one| own.iter().any(|other| one.place == other.place));
        let mut spelled = names.iter().filter(|(name, _)| name == letters).map(|(_, list)| same(list)).peekable();
        if spelled.peek().is_some() && spelled.all(|same| !same) {
            located.cue.standing = OTHER_MEANING;
        }
    }
}
