//! Which place a name stands for, judged by the other names of the record.

use std::collections::BTreeSet;

use super::code::Code;
use super::context::Standing;
use super::lexicon::{Candidate, Class, Mark, Place, lexicon};
use super::scan::Cue;

/// The place that a name stands for, as far as that can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    /// The places it may stand for; the first is the most likely one.
    pub places: Vec<Place>,
    pub certainty: Certainty,
}

/// How certain it is that the first place is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It is taken for granted.
    Certain,
    /// It is one of the places.
    OneOf,
    /// The name may not be that of a place.
    Perhaps,
}

/// The countries that a record's names speak for, to tell namesakes apart.
#[derive(Debug, Default)]
pub(super) struct Countries {
    /// By names that have only one meaning.
    named: BTreeSet<Code>,
    /// Subdivisions, by names that have only one meaning.
    parts: BTreeSet<Code>,
    /// By words that are common in some countries, and by namesakes that have only one country in common.
    hinted: BTreeSet<Code>,
}

impl Countries {
    /// What `cues` say.
    pub fn of<'a>(cues: impl Iterator<Item = &'a Cue>) -> Self {
        let mut countries = Self::default();
        let mut namesakes: Vec<&Cue> = Vec::new();
        for cue in cues {
            let candidates = &cue.phrase().candidates;
            match (cue.standing, cue.container) {
                (Standing::Masked(_), _) => {}
                (_, Some(Place::Code(code))) => {
                    countries.named.insert(code.country());
                }
                (Standing::Soft(_), _) if cue.class() == Class::Support => {
                    countries.hinted.extend(candidates.iter().filter_map(country))
                }
                (Standing::Soft(_), _) => {}
                _ => match candidates.as_slice() {
                    [only] if only.mark == Mark::None => {
                        countries.named.extend(country(only));
                        if let (Class::Subdivision, Place::Code(code)) = (only.class, only.place) {
                            countries.parts.insert(code);
                        }
                    }
                    [_, _, ..] if !namesakes.iter().any(|other| other.phrase == cue.phrase) => namesakes.push(cue),
                    _ => {}
                },
            }
        }
        countries.compare(&namesakes);
        countries
    }

    /// `clinics in Manchester and Cambridge`: two names, of which both may be in one country only.
    fn compare(&mut self, namesakes: &[&Cue]) {
        const MOST: usize = 12;
        let possible = |cue: &Cue| -> BTreeSet<Code> {
            let likely = cue.phrase().candidates.iter().filter(|one| match one.mark {
                Mark::None => true,
                Mark::Surname => cue.locative,
                // `Manchester and Cambridge` beside `Massachusetts` may be the small namesakes there.
                Mark::Minor => country(one).is_some_and(|code| self.parts.iter().any(|part| part.country() == code)),
                Mark::Word => false,
            });
            likely.filter_map(country).collect()
        };
        let towns: Vec<BTreeSet<Code>> = namesakes.iter().take(MOST).map(|cue| possible(cue)).collect();
        for (number, town) in towns.iter().enumerate() {
            for other in &towns[..number] {
                let mut common = town.intersection(other);
                if let (Some(only), None) = (common.next(), common.next()) {
                    self.hinted.insert(*only);
                }
            }
        }
    }

    /// Adds a country that another field names.
    pub fn hint(&mut self, code: Code) {
        self.hinted.insert(code.country());
    }

    /// Whether names or hints speak for the candidate's country.
    pub fn speak_for(&self, candidate: &Candidate) -> bool {
        self.name(candidate) || country(candidate).is_some_and(|code| self.hinted.contains(&code))
    }

    /// Whether the part of the country in which the candidate lies is named, and the country of its bigger namesake is not.
    fn prefer(&self, candidate: &Candidate, bigger: &Candidate) -> bool {
        let Place::Code(code) = candidate.place else { return false };
        self.parts.iter().any(|&part| lexicon().within(code, part)) && !self.speak_for(bigger)
    }

    fn name(&self, candidate: &Candidate) -> bool {
        country(candidate).is_some_and(|code| self.named.contains(&code))
    }
}

fn country(candidate: &Candidate) -> Option<Code> {
    match candidate.place {
        Place::Code(code) => Some(code.country()),
        Place::Region(_) => None,
    }
}

/// Which place `cue` stands for.
pub(super) fn resolve(cue: &Cue, countries: &Countries) -> Resolved {
    let candidates = &cue.phrase().candidates;
    if let Some(container) = cue.container {
        return Resolved { places: vec![inside(candidates, container)], certainty: Certainty::Certain };
    }
    let all = || candidates.iter().map(|candidate| candidate.place).collect::<Vec<_>>();
    let possible: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| match candidate.mark {
            Mark::Word => cue.locative && countries.name(candidate),
            Mark::Surname => cue.locative || countries.name(candidate),
            Mark::None | Mark::Minor => true,
        })
        .collect();
    if possible.is_empty() {
        return Resolved { places: all(), certainty: Certainty::Perhaps };
    }
    let supported: Vec<&Candidate> =
        possible.iter().filter(|candidate| countries.speak_for(candidate)).copied().collect();
    let usual: Vec<&Candidate> = possible.iter().filter(|candidate| candidate.mark != Mark::Minor).copied().collect();
    let one = match (supported.as_slice(), usual.as_slice()) {
        // A big place stays possible where only its small namesake's country is spoken of.
        ([one], [usual]) => (one.place == usual.place || countries.prefer(one, usual)).then_some(*one),
        ([one], _) => return Resolved { places: vec![one.place], certainty: Certainty::Certain },
        ([], [one]) => Some(*one),
        ([], _) => None,
        (several, _) => {
            match several.iter().filter(|candidate| candidate.mark != Mark::Minor).collect::<Vec<_>>().as_slice() {
                [one] => Some(**one),
                _ => None,
            }
        }
    };
    match one {
        Some(one) if supported.contains(&one) => Resolved { places: vec![one.place], certainty: Certainty::Certain },
        Some(one) => {
            let others = all().into_iter().filter(|place| *place != one.place);
            Resolved { places: std::iter::once(one.place).chain(others).collect(), certainty: Certainty::Certain }
        }
        None => Resolved { places: all(), certainty: Certainty::OneOf },
    }
}

/// The candidate that lies in `container`; the container itself where none is known to.
fn inside(candidates: &[Candidate], container: Place) -> Place {
    let Place::Code(whole) = container else { return container };
    let lies_inside =
        |candidate: &&Candidate| matches!(candidate.place, Place::Code(code) if lexicon().within(code, whole));
    candidates.iter().find(lies_inside).map_or(container, |candidate| candidate.place)
}
