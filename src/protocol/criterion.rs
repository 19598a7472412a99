//! Reads criteria: the keys of every kind here, the rest by the kind itself.

use super::known_set;
use super::search::SOURCE_KINDS;
use super::table::{Table, Word};
use super::{CriterionRule, Protocol, Scope, Stage, Unclear, keys};
use crate::criteria::{KINDS, Kind, Settings};

/// The kinds that are put together from criteria and another part of the program.
const OWN_KINDS: &[&dyn Kind] = &[&super::query_criterion::QueryKind, &known_set::KnownSetKind];

/// Every kind of criterion that a protocol may name.
pub fn kinds() -> impl Iterator<Item = &'static dyn Kind> + Clone {
    KINDS.iter().chain(OWN_KINDS).copied()
}

/// The kind with this name.
pub(super) fn kind(name: &str) -> Option<&'static dyn Kind> {
    kinds().find(|kind| kind.name() == name)
}

/// The kind whose question is put to a person.
const PERSON: &str = "person";

/// Reads one criterion; `None` if something was noted that leaves no criterion.
///
/// `protocol` has the sources, iterations and searches that a scope may name.
pub(super) fn read_criterion(
    table: &Table<'_>,
    kinds: &'static [&'static dyn Kind],
    protocol: &Protocol,
) -> Option<CriterionRule> {
    let stages = Stage::ALL.map(|stage| (stage.name(), stage));
    let unclear = [("review", Unclear::Review), ("pass", Unclear::Pass), ("exclude", Unclear::Exclude)];
    let stage = table.choice("stage", &stages).unwrap_or(Stage::Screening);
    let unclear = table.choice("unclear", &unclear).unwrap_or_default();
    let scope = table.table("applies_to").map(|scope| read_scope(&scope, protocol)).unwrap_or_default();
    let reason = table.text("reason");
    let kind = find_kind(table, kinds);
    let is_person = kind.is_some_and(|kind| kind.name() == PERSON);
    if is_person && unclear == Unclear::Exclude {
        let message = "a question to a person excludes by an answer, never because nobody has answered yet: leave `unclear` out, or let \
                       open questions pass with `required = false`";
        table.reader().note("PRO004", &table.place_of("unclear"), message);
    }
    take_keys(table, kind, kinds);
    let Some(kind) = kind else {
        table.required_word("kind");
        return None;
    };
    let settings = Settings::new(table.without(keys::CRITERION));
    let criterion = kind.build(&settings).map_err(|error| {
        let code = if table.has(&error.key) { "PRO004" } else { "PRO003" };
        if !table.has_mistyped(&error.key) {
            table.reader().note(code, &table.place_of(&error.key), error.message);
        }
    });
    if kind.name() == known_set::NAME {
        check_set(table, protocol);
    }
    let id = table.word("id")?.text;
    Some(CriterionRule {
        reason: reason.unwrap_or_else(|| format!("does not meet the criterion {id}")),
        id,
        kind: kind.name(),
        stage,
        unclear,
        scope,
        required: is_person && table.flag("required").unwrap_or(true),
        question: if is_person { table.text("question") } else { None },
        settings,
        criterion: criterion.ok()?,
    })
}

/// Notes the keys that a criterion of this kind does not take; where the kind is not known, those that no kind takes.
fn take_keys(table: &Table<'_>, kind: Option<&'static dyn Kind>, kinds: &'static [&'static dyn Kind]) {
    let mut keys = vec![keys::CRITERION];
    match kind {
        Some(kind) => keys.push(kind.keys()),
        None => keys.extend(kinds.iter().chain(OWN_KINDS).map(|kind| kind.keys())),
    }
    if kind.is_none_or(|kind| kind.name() == PERSON) {
        keys.push(keys::PERSON);
    }
    table.takes(&keys);
}

/// The kind that the table names; `None` if it names none, or one that there is not, which is then noted.
fn find_kind(table: &Table<'_>, kinds: &'static [&'static dyn Kind]) -> Option<&'static dyn Kind> {
    let name = table.word("kind")?;
    let all = || kinds.iter().copied().chain(OWN_KINDS.iter().copied());
    let found = all().find(|kind| kind.name() == name.text);
    if found.is_none() {
        table.unknown("PRO005", "kind", &name, all().map(|kind| kind.name()));
    }
    found
}

/// Notes a known set that the protocol does not have.
fn check_set(table: &Table<'_>, protocol: &Protocol) {
    let ids = || protocol.known.iter().map(|known| known.id.as_str());
    if let Some(set) = table.word(known_set::SET).filter(|set| !ids().any(|id| id == set.text)) {
        table.unknown("PRO007", known_set::SET, &set, ids());
    }
}

fn read_scope(table: &Table<'_>, protocol: &Protocol) -> Scope {
    table.takes(&[keys::APPLIES_TO]);
    let sources: Vec<(&str, usize)> =
        protocol.sources.iter().enumerate().map(|(number, source)| (source.id.as_str(), number)).collect();
    let iterations: Vec<&str> = protocol.iterations.iter().map(|iteration| iteration.id.as_str()).collect();
    let searches: Vec<&str> = protocol.searches().map(|(_, search)| search.id.as_str()).collect();
    Scope {
        source_kinds: named(table, "source_kinds", &SOURCE_KINDS),
        sources: named(table, "sources", &sources),
        iterations: named(table, "iterations", &itself(&iterations)),
        searches: named(table, "searches", &itself(&searches)),
    }
}

fn itself<'a>(names: &[&'a str]) -> Vec<(&'a str, String)> {
    names.iter().map(|name| (*name, (*name).to_owned())).collect()
}

/// What the names of a list stand for; a name that stands for nothing is noted.
fn named<T: Clone>(table: &Table<'_>, key: &str, names: &[(&str, T)]) -> Vec<T> {
    let find = |word: &Word| {
        let found = names.iter().find(|(name, _)| *name == word.text).map(|(_, value)| value.clone());
        if found.is_none() {
            table.unknown("PRO007", key, word, names.iter().map(|(name, _)| *name));
        }
        found
    };
    let words = table.words(key);
    if words.is_empty() && table.has(key) {
        let message = format!("an empty `{key}` restricts nothing; leave it out, or name where the criterion applies");
        table.reader().note("PRO004", &table.place_of(key), message);
    }
    words.iter().filter_map(find).collect()
}
