//! From the names in a group's records to a verdict.

mod beside;
mod throughout;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use super::context::{COMPARISON_WITH, HINT, SOCIETY_OR_GUIDELINE, SURVEY_OF_A_REGION, Standing};

use self::throughout::tell_apart;
use super::lexicon::{Candidate, Class, Mark, Place, lexicon};
use super::resolve::{Certainty, Countries, Resolved, resolve};
use super::scan::{About, Cue, Kind};
use crate::criteria::values::{Value, list};
use crate::evidence::{Evidence, Finding, Verdict, Weight};

/// What a study in several countries, a wanted one among them, is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Several {
    Met,
    Unclear,
    NotMet,
}

impl Several {
    fn verdict(self) -> Verdict {
        match self {
            Self::Met => Verdict::Met,
            Self::Unclear => Verdict::Unclear,
            Self::NotMet => Verdict::NotMet,
        }
    }
}

/// What is asked.
#[derive(Debug)]
pub(super) struct Question {
    /// The places wanted.
    pub targets: Vec<Code>,
    pub several: Several,
    /// What words for another setting, and none for a wanted one, give.
    pub elsewhere: Verdict,
}

/// A name in a value.
pub(super) struct Located<'a> {
    pub value: Value<'a>,
    pub cue: Cue,
}

/// How a place lies to the places wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Inside,
    /// It holds a wanted place, or may be one.
    Around,
    Elsewhere,
}

/// A name with everything that is known of it.
struct Weighed<'a> {
    located: &'a Located<'a>,
    resolved: Resolved,
    relation: Relation,
    standing: Standing,
}

impl Question {
    /// What the names say. `weak` are names in fields that never decide; `about` is what the texts say of the report as a whole.
    pub fn judge(&self, mut cues: Vec<Located<'_>>, weak: &[Located<'_>], about: About) -> Finding {
        let countries = tell_apart(&mut cues, weak);
        let mut weighed: Vec<Weighed<'_>> = cues.iter().map(|located| self.weigh(located, &countries)).collect();
        if about.review {
            // Where a review found its studies is no setting of its own, unless its title says so.
            let in_text = |one: &&mut Weighed<'_>| {
                Kind::of(one.located.value.field) == Kind::Text && one.standing == Standing::Setting
            };
            weighed.iter_mut().filter(in_text).for_each(|one| one.standing = Standing::Mention);
        }
        let beside = self.are_all_beside(&weighed, Weighed::is_beside);
        let one_place = !about.review && !about.several;
        let plainly = one_place
            && (beside && self.is_plainly_elsewhere(&weighed)
                || self.are_all_beside(&weighed, Weighed::may_be_beside) && self.is_firmly_elsewhere(&weighed));
        if beside || plainly {
            let inside = |one: &&mut Weighed<'_>| one.relation == Relation::Inside && one.standing >= Standing::Mention;
            for one in weighed.iter_mut().filter(inside) {
                one.standing = Standing::Soft(one.located.cue.aside.unwrap_or(beside::IN_PASSING));
            }
        }
        let (verdict, reason) = if plainly { self.beside(&weighed) } else { self.verdict(&weighed, about) };
        let weak = weak.iter().map(|located| self.weigh(located, &countries));
        let mut evidence: Vec<Evidence> = weighed.iter().map(|one| one.evidence(false)).collect();
        evidence.extend(weak.map(|one| one.evidence(true)));
        let reason = match verdict {
            Verdict::Unclear if evidence.is_empty() => "the records name no place".into(),
            _ => reason,
        };
        Finding { verdict, reason, evidence: most_telling(evidence) }
    }

    /// The place elsewhere that most names speak for as a setting, or else speak for at all: what would have to be wanted as well. A part
    /// of a wanted country is named by itself.
    pub fn setting_elsewhere(&self, mut cues: Vec<Located<'_>>, weak: &[Located<'_>]) -> Option<Code> {
        let countries = tell_apart(&mut cues, weak);
        let mut named: BTreeMap<Code, (usize, usize)> = BTreeMap::new();
        for one in cues.iter().map(|located| self.weigh(located, &countries)) {
            if let (Relation::Elsewhere, Some(Place::Code(code))) = (one.relation, one.resolved.places.first())
                && one.standing >= Standing::Mention
            {
                let own = self.targets.iter().any(|target| target.country() == code.country());
                let (settings, mentions) = named.entry(if own { *code } else { code.country() }).or_default();
                *settings += usize::from(one.standing == Standing::Setting);
                *mentions += 1;
            }
        }
        // Of places with as many names the first by code.
        named.into_iter().rev().max_by_key(|(_, counts)| *counts).map(|(code, _)| code)
    }

    fn weigh<'a>(&self, located: &'a Located<'a>, countries: &Countries) -> Weighed<'a> {
        let resolved = resolve(&located.cue, countries);
        let relations: Vec<Relation> = resolved.places.iter().map(|place| self.relation(*place)).collect();
        let relation = match relations.as_slice() {
            [Relation::Inside, ..] if resolved.certainty == Certainty::Certain => Relation::Inside,
            all if all.iter().all(|relation| *relation == Relation::Inside) => Relation::Inside,
            all if all.iter().all(|relation| *relation == Relation::Elsewhere) => Relation::Elsewhere,
            _ => Relation::Around,
        };
        let namesake = match resolved.certainty {
            Certainty::Certain => relation == Relation::Elsewhere && may_lie_anywhere(&located.cue, countries),
            Certainty::OneOf => {
                let unusual = |one: &Candidate| matches!(one.mark, Mark::Word | Mark::Minor);
                relation != Relation::Elsewhere
                    || located.cue.phrase().candidates.iter().all(unusual)
                    || may_lie_anywhere(&located.cue, countries)
            }
            Certainty::Perhaps => true,
        };
        let standing = match located.cue.standing {
            Standing::Mention | Standing::Setting if namesake && resolved.certainty == Certainty::Perhaps => {
                Standing::Soft("perhaps no place")
            }
            Standing::Mention | Standing::Setting if namesake => Standing::Soft("a namesake without a second cue"),
            Standing::Soft(SOCIETY_OR_GUIDELINE)
                if located.cue.phrase().candidates.iter().all(|candidate| countries.speak_for(candidate)) =>
            {
                Standing::Mention
            }
            standing => standing,
        };
        // What is known of a problem elsewhere, a body or a data set elsewhere: they do not place a study there.
        let cue = &located.cue;
        let in_passing = relation == Relation::Elsewhere && (cue.opening || cue.class() == Class::Institution);
        let standing = if in_passing || cue.attribute { standing.min(Standing::Mention) } else { standing };
        Weighed { located, resolved, relation, standing }
    }

    fn relation(&self, place: Place) -> Relation {
        let (inside, around) = match place {
            Place::Code(code) => (
                self.targets.iter().any(|&target| lexicon().within(code, target)),
                self.targets.iter().any(|&target| lexicon().within(target, code)),
            ),
            Place::Region(number) => {
                let members = lexicon().region(number);
                (false, self.targets.iter().any(|target| members.contains(&target.country())))
            }
        };
        match (inside, around) {
            (true, _) => Relation::Inside,
            (_, true) => Relation::Around,
            _ => Relation::Elsewhere,
        }
    }

    fn verdict(&self, cues: &[Weighed<'_>], about: About) -> (Verdict, Cow<'static, str>) {
        let any = |relation, standing| cues.iter().any(|cue| cue.relation == relation && cue.standing == standing);
        let soft = |relation| cues.iter().any(|cue| cue.relation == relation && cue.is_soft());
        let here =
            list(&self.targets.iter().map(|&code| lexicon().name(code).unwrap_or("").to_owned()).collect::<Vec<_>>());
        let elsewhere = any(Relation::Elsewhere, Standing::Setting);
        let others = || self.others(cues);
        let mentions =
            |relation| cues.iter().filter(|cue| cue.relation == relation && cue.standing >= Standing::Mention).count();
        let held_against =
            |cue: &&Weighed<'_>| cue.relation == Relation::Elsewhere && cue.standing == Standing::Soft(COMPARISON_WITH);
        let of_whom = |cue: &&Weighed<'_>| {
            cue.relation == Relation::Elsewhere && cue.standing >= Standing::Mention && cue.located.cue.whence
        };
        // Those who came from elsewhere may be studied here.
        let settled = mentions(Relation::Elsewhere) - cues.iter().filter(of_whom).count();
        let others_named = settled + cues.iter().filter(held_against).count();
        let mostly_here =
            mentions(Relation::Inside) > others_named && !only_a_people_once(cues) || is_titled_here(cues);
        if any(Relation::Inside, Standing::Setting) || mostly_here && !elsewhere {
            if !elsewhere {
                return (Verdict::Met, format!("set in {here}").into());
            }
            if only_emigrants(cues) {
                let reason = format!("people from {here} are named, and another setting ({})", others());
                return (Verdict::Unclear, reason.into());
            }
            if self.only_a_body(cues) {
                let reason =
                    format!("only a body or data set of {here} is named beside another setting ({})", others());
                return (Verdict::Unclear, reason.into());
            }
            if self.named_once_beside_a_title(cues) || self.named_in_an_aside(cues) {
                let reason =
                    format!("{here} is named in passing in a text whose title names another setting ({})", others());
                return (Verdict::Unclear, reason.into());
            }
            return (self.several.verdict(), format!("set in {here} and elsewhere ({})", others()).into());
        }
        if mentions(Relation::Inside) > 0 && mentions(Relation::Elsewhere) > 0 && about.several && !about.review {
            let reason = format!("it compares countries, {here} and others ({}) among them", others());
            return (self.several.verdict(), reason.into());
        }
        if mentions(Relation::Inside) > 0 {
            return (Verdict::Unclear, format!("{here} and other places ({}) are only mentioned", others()).into());
        }
        let around = any(Relation::Around, Standing::Setting);
        // `the European Social Survey`, where a title names the country from which its data are
        let of_a_survey = |cue: &Weighed<'_>| cue.standing == Standing::Soft(SURVEY_OF_A_REGION);
        let surveys = || cues.iter().all(|cue| !cue.is_soft() || cue.relation != Relation::Around || of_a_survey(cue));
        let vague = soft(Relation::Around) && !(surveys() && self.is_plainly_elsewhere(cues));
        if soft(Relation::Inside) || vague || around {
            return (Verdict::Unclear, format!("no certain word places it in {here}").into());
        }
        if let Some(words) = hint(cues) {
            return (
                Verdict::Unclear,
                format!("`{words}` is a word of {here}, and no study is placed elsewhere").into(),
            );
        }
        let set_elsewhere = elsewhere || !about.review && self.one_country_elsewhere(cues);
        if set_elsewhere && only_persons(cues) {
            return (
                Verdict::Unclear,
                format!("people of {} are named, or whence people came, not where they live", others()).into(),
            );
        }
        match set_elsewhere {
            true => (self.elsewhere, format!("set elsewhere ({}), and nothing speaks for {here}", others()).into()),
            false => (Verdict::Unclear, "no certain word says where it was set".into()),
        }
    }

    /// Whether a title names a place elsewhere as the setting, and running text a wanted one once, not in one list with others:
    /// `following results from the United Kingdom`, `a laboratory of the University of Bristol`.
    fn named_once_beside_a_title(&self, cues: &[Weighed<'_>]) -> bool {
        let kind = |cue: &Weighed<'_>| Kind::of(cue.located.value.field);
        let elsewhere = |cue: &Weighed<'_>| {
            cue.relation == Relation::Elsewhere
                && cue.standing == Standing::Setting
                && kind(cue) == Kind::Title
                && !cue.located.cue.persons
        };
        let inside = || cues.iter().filter(|cue| cue.relation == Relation::Inside && cue.standing >= Standing::Mention);
        let place = |cue: &Weighed<'_>| (cue.located.value.record, cue.located.value.field, cue.located.value.nth);
        let mut seen = BTreeSet::new();
        cues.iter().any(elsewhere)
            && inside().all(|cue| kind(cue) == Kind::Text && !cue.located.cue.listed && seen.insert(place(cue)))
    }

    /// Whether no place but only institutions speak for a wanted place, and the name of a place speaks for another.
    fn only_a_body(&self, cues: &[Weighed<'_>]) -> bool {
        let named = |relation, standing| {
            cues.iter()
                .filter(move |cue| cue.relation == relation && cue.standing >= standing)
                .map(|cue| (cue.located.cue.class(), cue.located.cue.whence))
        };
        named(Relation::Inside, Standing::Mention).all(|(class, _)| class == Class::Institution)
            && named(Relation::Elsewhere, Standing::Setting)
                .any(|(class, whence)| !whence && matches!(class, Class::Country | Class::Subdivision | Class::City))
    }

    /// Whether two names or more speak of one country elsewhere, a place among them, and none of another.
    fn one_country_elsewhere(&self, cues: &[Weighed<'_>]) -> bool {
        if !cues.iter().any(|cue| cue.standing >= Standing::Mention && cue.is_place()) {
            return false;
        }
        let mut countries = cues
            .iter()
            .filter(|cue| {
                cue.standing >= Standing::Mention
                    && cue.located.cue.class() != Class::Region
                    && !cue.located.cue.opening
            })
            .map(|cue| match (cue.relation, cue.resolved.places.first()) {
                (Relation::Elsewhere, Some(Place::Code(code))) => Some(code.country()),
                _ => None,
            });
        let first = countries.next().flatten();
        let rest: Vec<Option<Code>> = countries.collect();
        first.is_some() && !rest.is_empty() && rest.iter().all(|other| *other == first)
    }

    /// The countries elsewhere, most named first, at most five.
    fn others(&self, cues: &[Weighed<'_>]) -> String {
        let mut names: Vec<(usize, &str)> = Vec::new();
        for cue in cues.iter().filter(|cue| cue.relation == Relation::Elsewhere && cue.standing >= Standing::Mention) {
            let Some(Place::Code(code)) = cue.resolved.places.first() else { continue };
            let same_country = self.targets.iter().any(|target| target.country() == code.country());
            let name = lexicon().name(if same_country { *code } else { code.country() }).unwrap_or("");
            match names.iter_mut().find(|(_, other)| *other == name) {
                Some((count, _)) => *count += 1,
                None => names.push((1, name)),
            }
        }
        names.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let names: Vec<&str> = names.into_iter().map(|(_, name)| name).take(5).collect();
        if names.is_empty() { "in another region".to_owned() } else { list(&names) }
    }
}

/// Whether several places are known by the name, all named after people or small, and nothing speaks for one of them: there are more, which
/// are not known (`Hamilton`, `Lincoln`, `the Kimberley`).
fn may_lie_anywhere(cue: &Cue, countries: &Countries) -> bool {
    let candidates = &cue.phrase().candidates;
    cue.container.is_none()
        && candidates.len() > 1
        && candidates.iter().all(|one| one.mark != Mark::None && !countries.speak_for(one))
}

/// A word that is common where the wanted place is, and nowhere else (`district councils`), if no study is placed elsewhere beside it.
fn hint<'a>(cues: &'a [Weighed<'_>]) -> Option<&'a str> {
    let live = |cue: &&Weighed<'_>| cue.relation == Relation::Inside && cue.standing == Standing::Soft(HINT);
    cues.iter().find(live).filter(|_| !cues.iter().any(Weighed::is_where_it_was)).map(Weighed::words)
}

/// Whether a title names a wanted place before a thing (`a Glasgow estate`), and only running text names others.
fn is_titled_here(cues: &[Weighed<'_>]) -> bool {
    let titled =
        |cue: &&Weighed<'_>| cue.standing >= Standing::Mention && Kind::of(cue.located.value.field) == Kind::Title;
    let mut titles = cues.iter().filter(titled).peekable();
    titles.peek().is_some() && titles.all(|cue| cue.relation == Relation::Inside && cue.located.cue.attribute)
}

/// Whether running text names the people of a wanted place once, and nothing else names it: `the Scottish Enlightenment`.
fn only_a_people_once(cues: &[Weighed<'_>]) -> bool {
    let inside = |cue: &&Weighed<'_>| cue.relation == Relation::Inside && cue.standing >= Standing::Mention;
    let mut named = cues.iter().filter(inside);
    let (Some(only), None) = (named.next(), named.next()) else { return false };
    matches!(only.located.cue.class(), Class::Demonym | Class::Language)
        && Kind::of(only.located.value.field) == Kind::Text
        && only.standing == Standing::Mention
}

/// Whether wanted places are named only as those of origin, and another is where the study was made: `migrants from Britain in the Dordogne`.
fn only_emigrants(cues: &[Weighed<'_>]) -> bool {
    let named = |relation| cues.iter().filter(move |cue| cue.relation == relation && cue.standing >= Standing::Mention);
    let stayed = |cue: &Weighed<'_>| !cue.located.cue.persons && !cue.located.cue.whence;
    named(Relation::Inside).all(|cue| cue.located.cue.whence)
        && named(Relation::Elsewhere).any(|cue| cue.standing == Standing::Setting && cue.is_place() && stayed(cue))
}

/// Whether all that speaks for another setting is of whom or whence: people who may live here (`Polish nurses`, `nurses from Poland`).
fn only_persons(cues: &[Weighed<'_>]) -> bool {
    let elsewhere = |cue: &&Weighed<'_>| cue.relation == Relation::Elsewhere && cue.standing >= Standing::Mention;
    cues.iter().filter(elsewhere).all(|cue| cue.located.cue.persons || cue.located.cue.whence)
}

impl Weighed<'_> {
    fn words(&self) -> &str {
        &self.located.value.text[self.located.cue.start as usize..self.located.cue.end as usize]
    }

    /// Whether it names a place, not its people.
    fn is_place(&self) -> bool {
        matches!(self.located.cue.class(), Class::Country | Class::Subdivision | Class::City)
    }

    /// Whether it is a place elsewhere in which something was studied, not whence people or ideas came.
    fn is_where_it_was(&self) -> bool {
        let before = self.located.value.text[..self.located.cue.start as usize].trim_end();
        let origin = before.strip_suffix(" the").unwrap_or(before).trim_end().ends_with("from");
        self.relation == Relation::Elsewhere
            && self.standing == Standing::Setting
            && self.is_place()
            && !origin
            && (self.located.cue.locative || Kind::of(self.located.value.field) == Kind::Keyword)
    }

    fn is_soft(&self) -> bool {
        matches!(self.standing, Standing::Soft(_)) && self.located.cue.class() != Class::Support
    }

    /// The code of the place, or all between which nothing decides: ` (GB-CAM, CA-ON or US-MA)`.
    fn places(&self) -> String {
        let code = |place: &Place| match place {
            Place::Code(code) => Some(code.to_string()),
            Place::Region(_) => None,
        };
        let decided = self.resolved.certainty == Certainty::Certain && self.relation != Relation::Around;
        let codes = self.resolved.places.iter().take(if decided { 1 } else { usize::MAX }).filter_map(code);
        match codes.collect::<Vec<_>>().as_slice() {
            [] => String::new(),
            [one] => format!(" ({one})"),
            [some @ .., last] => format!(" ({} or {last})", some.join(", ")),
        }
    }

    fn evidence(&self, weak: bool) -> Evidence {
        let cue = &self.located.cue;
        let class = match cue.class() {
            Class::Language => Class::Demonym.name(),
            Class::Support => "hint",
            class => class.name(),
        };
        let place = self.places();
        let (weight, note) = match (self.standing, self.relation) {
            _ if weak => (Weight::Weak, String::new()),
            (Standing::Masked(why), _) => (Weight::Weak, format!(", {why}")),
            (Standing::Soft(HINT), _) => (Weight::Weak, String::new()),
            (Standing::Soft(why), _) => (Weight::Weak, format!(", {why}")),
            (_, Relation::Inside) => (Weight::For, String::new()),
            (_, Relation::Elsewhere) => (Weight::Against, String::new()),
            (_, Relation::Around) => (Weight::Weak, String::new()),
        };
        self.located.value.evidence(cue.start as usize..cue.end as usize, format!("{class}{place}{note}"), weight)
    }
}

/// The evidence that is shown: what speaks for it first, the same words of a value once, at most so many pieces of each weight.
fn most_telling(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
    const OF_EACH: usize = 8;
    evidence.sort_by_key(|one| one.weight);
    let mut shown: Vec<Evidence> = Vec::new();
    for one in evidence {
        let same = |other: &Evidence| {
            (other.record, other.field, other.nth) == (one.record, one.field, one.nth)
                && other.words == one.words
                && other.cue == one.cue
        };
        let of_weight = shown.iter().filter(|other| other.weight == one.weight).count();
        if of_weight < OF_EACH && !shown.iter().any(same) {
            shown.push(one);
        }
    }
    shown
}
