//! Studies made elsewhere that name a wanted place beside their setting.

use std::borrow::Cow;

use super::super::code::Code;
use super::super::context::{BESIDE, HINT, Standing};
use super::super::lexicon::{Class, Place, lexicon};
use super::super::scan::Kind;
use super::{Question, Relation, Weighed};
use crate::criteria::values::list;
use crate::evidence::Verdict;
use crate::record::{Field, RecordId};

/// Why a name decides nothing beside a setting that the title and the data name.
pub(super) const IN_PASSING: &str = "a sentence that tells nothing of the study";

impl Question {
    /// Whether running text names wanted places only beside what was studied.
    pub(super) fn are_all_beside<'a>(&self, cues: &[Weighed<'a>], is_beside: impl Fn(&Weighed<'a>) -> bool) -> bool {
        let around = |cue: &Weighed<'_>| cue.relation == Relation::Around && cue.standing == Standing::Setting;
        if cues.iter().any(around) {
            return false;
        }
        let live = |cue: &&Weighed<'_>| {
            cue.relation != Relation::Elsewhere
                && !matches!(cue.standing, Standing::Masked(_) | Standing::Soft(HINT))
                && cue.located.cue.class() != Class::Region
        };
        let mut named = cues.iter().filter(live).peekable();
        named.peek().is_some() && named.all(is_beside)
    }

    /// Whether a title, or a sentence that tells of the collection of data, names a country elsewhere as the setting.
    pub(super) fn is_plainly_elsewhere(&self, cues: &[Weighed<'_>]) -> bool {
        let elsewhere = |cue: &&Weighed<'_>| cue.relation == Relation::Elsewhere && cue.standing >= Standing::Mention;
        let again = |one: &Weighed<'_>| {
            let same = |cue: &Weighed<'_>| {
                Kind::of(cue.located.value.field) != Kind::Title
                    && cue.country().is_some()
                    && cue.country() == one.country()
            };
            cues.iter().filter(elsewhere).any(same)
        };
        let wanted = |sentence: &Weighed<'_>| {
            let here = |cue: &Weighed<'_>| cue.place() == sentence.place() && cue.relation == Relation::Inside;
            cues.iter().any(|cue| here(cue) && cue.located.cue.sentence == sentence.located.cue.sentence)
        };
        cues.iter().filter(elsewhere).any(|cue| {
            let name = &cue.located.cue;
            let told = cue.standing == Standing::Setting && !name.persons && !name.whence && !name.attribute;
            told && match Kind::of(cue.located.value.field) {
                Kind::Title => cue.is_where_it_was() || again(cue),
                Kind::Text => cue.is_where_it_was() && name.own && !wanted(cue),
                Kind::Keyword => false,
            }
        })
    }

    /// Whether both the title and a sentence on the data name one country elsewhere as the setting, and wanted places are named in a single
    /// sentence that tells nothing of the report: `Scottish fishers have told a like story`.
    pub(super) fn is_firmly_elsewhere(&self, cues: &[Weighed<'_>]) -> bool {
        let plain = |cue: &&Weighed<'_>| cue.relation == Relation::Inside && !cue.is_beside() && cue.may_be_beside();
        let mut sentences: Vec<_> =
            cues.iter().filter(plain).map(|cue| (cue.place(), cue.located.cue.sentence)).collect();
        sentences.dedup();
        let [sentence] = sentences[..] else { return false };
        let there = |cue: &Weighed<'_>| (cue.place(), cue.located.cue.sentence) == sentence;
        let set = |cue: &&Weighed<'_>| {
            let name = &cue.located.cue;
            cue.relation == Relation::Elsewhere && cue.standing == Standing::Setting && !name.persons && !name.whence
        };
        let of = |kind: Kind, country: Code| {
            let this =
                move |cue: &&Weighed<'_>| Kind::of(cue.located.value.field) == kind && cue.country() == Some(country);
            cues.iter().filter(set).filter(this)
        };
        let titled = cues.iter().filter(set).filter(|cue| Kind::of(cue.located.value.field) == Kind::Title);
        titled.filter(|cue| cue.is_where_it_was()).filter_map(Weighed::country).any(|country| {
            of(Kind::Text, country).any(|cue| cue.located.cue.own && !there(cue))
                && !cues.iter().any(|cue| there(cue) && cue.country() == Some(country))
        })
    }

    /// Whether a title names a place elsewhere as the setting, and wanted ones are named in a single sentence of running text that tells
    /// neither of the collection of data nor of the country of the title: `findings have informed taxes in Ireland and the UK`.
    pub(super) fn named_in_an_aside(&self, cues: &[Weighed<'_>]) -> bool {
        let inside = || cues.iter().filter(|cue| cue.relation == Relation::Inside && cue.standing >= Standing::Mention);
        let Some(first) = inside().next() else { return false };
        let there =
            |cue: &Weighed<'_>| cue.place() == first.place() && cue.located.cue.sentence == first.located.cue.sentence;
        let of_a_title = |cue: &&Weighed<'_>| {
            cue.relation == Relation::Elsewhere
                && cue.standing == Standing::Setting
                && Kind::of(cue.located.value.field) == Kind::Title
                && !cue.located.cue.persons
                && !cue.located.cue.whence
        };
        let mut titled = cues.iter().filter(of_a_title).filter_map(Weighed::country).peekable();
        titled.peek().is_some()
            && inside().all(|cue| there(cue) && Kind::of(cue.located.value.field) == Kind::Text && !cue.located.cue.own)
            && titled.all(|country| !cues.iter().any(|cue| there(cue) && cue.country() == Some(country)))
    }

    pub(super) fn beside(&self, cues: &[Weighed<'_>]) -> (Verdict, Cow<'static, str>) {
        let here =
            list(&self.targets.iter().map(|&code| lexicon().name(code).unwrap_or("").to_owned()).collect::<Vec<_>>());
        let why = cues.iter().find_map(|cue| match (cue.relation, cue.standing) {
            (Relation::Inside, Standing::Soft(why)) if why != HINT => Some(why),
            _ => None,
        });
        let reason = format!(
            "set elsewhere ({}); {here} is named in passing only ({})",
            self.others(cues),
            why.unwrap_or("a word that is common there")
        );
        (self.elsewhere, reason.into())
    }
}

impl Weighed<'_> {
    /// The value that holds it.
    pub(super) fn place(&self) -> (RecordId, Field, u16) {
        (self.located.value.record, self.located.value.field, self.located.value.nth)
    }

    pub(super) fn country(&self) -> Option<Code> {
        match self.resolved.places.first() {
            Some(Place::Code(code)) => Some(code.country()),
            _ => None,
        }
    }

    /// Whether it is beside the setting, or stands in a sentence that tells nothing of the report.
    pub(super) fn may_be_beside(&self) -> bool {
        self.is_beside() || self.located.cue.plain && matches!(self.standing, Standing::Mention | Standing::Setting)
    }

    /// Whether its sentence names it only beside what was studied.
    pub(super) fn is_beside(&self) -> bool {
        let passing = match self.standing {
            Standing::Soft(why) => BESIDE.contains(&why),
            _ => false,
        };
        let text = Kind::of(self.located.value.field) == Kind::Text;
        text && (passing || self.located.cue.aside.is_some())
    }
}
