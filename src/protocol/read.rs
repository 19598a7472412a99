//! From the text of `protocol.toml` to a [`Protocol`], or to everything that is wrong with it.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::criterion::read_criterion;
use super::search::{check_same_queries, read_iterations, read_number, read_source};
use super::table::{Reader, Table, Word};
use super::{
    Amendment, Earlier, ExportsAre, KnownSet, Mode, Pilot, Protocol, Published, ReadingOrder, Reporting, Review,
    Source, Stage, VoteRule, keys,
};
use crate::criteria::{KINDS, Kind};
use crate::diagnostic::{Diagnostic, excerpt};
use crate::matching;

/// The version of the format that is read.
pub const SCHEMA: &str = "litsieve/protocol/1";

/// Reads a protocol. `file` is how messages name it.
///
/// # Errors
/// Everything that is wrong, in the order of the file.
pub fn parse(text: &str, file: &str) -> Result<Protocol, Vec<Diagnostic>> {
    parse_with(KINDS, text, file)
}

fn parse_with(kinds: &'static [&'static dyn Kind], text: &str, file: &str) -> Result<Protocol, Vec<Diagnostic>> {
    let reader = Reader::new(file, text);
    let (tables, errors) = DeTable::parse_recoverable(text);
    note_syntax_errors(&reader, &errors);
    // What recovery made of a broken file would only give follow-up mistakes.
    let protocol = errors.is_empty().then(|| read_protocol(&Table::top(&reader, tables.get_ref()), kinds)).flatten();
    drop(errors);
    let diagnostics = reader.finish();
    match protocol {
        Some(protocol) if diagnostics.is_empty() => Ok(protocol),
        _ => Err(diagnostics),
    }
}

/// How many mistakes against TOML's rules are told: one left-out quotation mark makes a mistake of every later line.
const SYNTAX_ERRORS: usize = 3;

fn note_syntax_errors(reader: &Reader<'_>, errors: &[toml::de::Error]) {
    for (number, error) in errors.iter().take(SYNTAX_ERRORS).enumerate() {
        let more = errors.len() - SYNTAX_ERRORS.min(errors.len());
        let rest = if number + 1 == SYNTAX_ERRORS && more > 0 {
            format!(" (and {more} more, which may all come from the first)")
        } else {
            String::new()
        };
        reader.note("PRO001", &error.span().unwrap_or_default(), format!("{}{rest}", error.message()));
    }
}

/// `None` only where something was noted that leaves nothing to go on with.
fn read_protocol(top: &Table<'_>, kinds: &'static [&'static dyn Kind]) -> Option<Protocol> {
    if let Some(schema) = top.word("schema").filter(|schema| !["", SCHEMA].contains(&schema.text.trim())) {
        top.reader().note("PRO009", &schema.place, format!("unknown schema `{}`", schema.text));
        return None;
    }
    top.takes(&[keys::TOP]);
    top.required_word("schema");
    let review = top.required_table("review").map(|table| read_review(&table));
    let sources = read_sources(top);
    let iterations = read_iterations(top, &sources);
    check_same_queries(top, &iterations);
    let mut protocol = Protocol {
        review: review?,
        sources,
        iterations,
        matching: top.table("matching").map(|table| read_matching(&table)).unwrap_or_default(),
        criteria: Vec::new(),
        known: read_known(top),
        known_references: Vec::new(),
        published: Vec::new(),
        votes: read_votes(top),
        reporting: top.table("reporting").map(|table| Reporting::read(&table)).unwrap_or_default(),
        amendments: top.tables("amendment", "the amendment").iter().filter_map(read_amendment).collect(),
        previous: top.table("previous").map(|table| read_previous(&table)),
    };
    if protocol.previous.is_some() && protocol.review.mode != Mode::Update {
        let message = "an earlier version is named, but `mode` is not \"update\"";
        top.reader().note("PRO008", &top.place_of("previous"), message);
    }
    let mut ids = Ids::default();
    for table in top.tables("criterion", "the criterion") {
        if let Some(id) = table.id() {
            ids.add(&table, "criteria", &id);
        }
        protocol.criteria.extend(read_criterion(&table, kinds, &protocol));
    }
    protocol.published =
        top.tables("published", "the published number").iter().map(|table| read_published(table, &protocol)).collect();
    Some(protocol)
}

/// The identifiers given so far.
#[derive(Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    /// Notes an identifier that was given before; `what` is the plural of what it names.
    pub fn add(&mut self, table: &Table<'_>, what: &str, id: &Word) {
        if !self.0.insert(id.text.clone()) {
            table.reader().note("PRO006", &id.place, format!("two {what} have the identifier `{}`", id.text));
        }
    }
}

fn read_review(table: &Table<'_>) -> Review {
    table.takes(&[keys::REVIEW]);
    let modes = [("new", Mode::New), ("replay", Mode::Replay), ("update", Mode::Update)];
    let kinds = [
        ("original", ExportsAre::Original),
        ("rerun", ExportsAre::Rerun),
        ("demonstration", ExportsAre::Demonstration),
    ];
    let mode = table.choice("mode", &modes).unwrap_or(Mode::New);
    if mode == Mode::Replay && !table.has("exports_are") {
        table.missing("exports_are");
    }
    Review {
        id: table.id().map(|id| id.text).unwrap_or_default(),
        title: table.required("title"),
        mode,
        doi: table.text("doi"),
        published_on: table.date("published_on"),
        exports_are: table.choice("exports_are", &kinds).unwrap_or(ExportsAre::Original),
    }
}

fn read_sources(top: &Table<'_>) -> Vec<Source> {
    let Some(sources) = top.table("source") else { return Vec::new() };
    sources.named_tables().iter().map(|(id, table)| read_source(id, table)).collect()
}

fn read_matching(table: &Table<'_>) -> matching::Settings {
    use matching::{Preset, Versions};
    table.takes(&[keys::MATCHING]);
    let presets = [("strict", Preset::Strict), ("balanced", Preset::Balanced), ("sensitive", Preset::Sensitive)];
    let versions = [("link", Versions::Link), ("merge", Versions::Merge), ("apart", Versions::Apart)];
    let merging = matching::RULES.iter().filter(|rule| rule.outcome == matching::Outcome::Same);
    let names: Vec<_> = merging.map(|rule| (rule.name, rule.name)).collect();
    let rules = |key| table.words(key).iter().filter_map(|name| table.choose(key, name, &names)).collect();
    matching::Settings {
        preset: table.choice("preset", &presets).unwrap_or_default(),
        versions: table.choice("versions", &versions).unwrap_or_default(),
        merge: rules("merge"),
        doubt: rules("doubt"),
    }
}

fn read_known(top: &Table<'_>) -> Vec<KnownSet> {
    let mut ids = Ids::default();
    let roles = ["included", "seed", "expert"].map(|role| (role, role));
    let read = |table: &Table<'_>| {
        table.takes(&[keys::KNOWN]);
        let (id, file) = (table.id()?, table.required_word("file")?);
        ids.add(table, "known sets", &id);
        check_path(table, &file);
        if !table.has("role") {
            table.missing("role");
        }
        let role = table.choice("role", &roles).unwrap_or_default();
        Some(KnownSet { id: id.text, file: file.text, role: role.to_owned() })
    };
    top.tables("known", "the known set").iter().filter_map(read).collect()
}

/// Notes a path that cannot lie below the review folder, or that means different files on different systems.
pub(super) fn check_path(table: &Table<'_>, path: &Word) {
    let text = &path.text;
    let problem = if text.contains('\\') {
        "uses `\\`; write `/` between the parts, on every system"
    } else if text.starts_with('/') || text.chars().nth(1) == Some(':') {
        "is absolute; name files by their place below the review folder"
    } else if text.split('/').any(|part| part == "..") {
        "leads out of the review folder with `..`"
    } else if text.trim().is_empty() {
        "is empty"
    } else {
        return;
    };
    table.reader().note("PRO010", &path.place, format!("the path `{text}` {problem}"));
}

fn read_votes(top: &Table<'_>) -> Vec<VoteRule> {
    let Some(stages) = top.table("stage") else { return Vec::new() };
    let names = Stage::ALL.map(|stage| (stage.name(), stage));
    let orders = [("evidence", ReadingOrder::Evidence), ("ranked", ReadingOrder::Ranked)];
    let read = |(name, table): &(Word, Table<'_>)| {
        table.takes(&[keys::STAGE]);
        let stage = table.choose("stage", name, &names)?;
        let voters = table.count("voters").unwrap_or(1);
        if !(1..=100).contains(&voters) {
            table.reader().note("PRO004", &table.place_of("voters"), "`voters` must be between 1 and 100");
        }
        Some(VoteRule {
            stage,
            voters: voters.clamp(1, 100) as u32,
            exclusion_needs_all: table.choice("agreement", &[("all", true), ("any", false)]).unwrap_or(true),
            adjudicate: table.choice("conflicts", &[("adjudicate", true), ("include", false)]).unwrap_or(true),
            order: table.choice("order", &orders).unwrap_or_default(),
            pilot: read_pilot(table),
        })
    };
    stages.named_tables().iter().filter_map(read).collect()
}

fn read_pilot(table: &Table<'_>) -> Option<Pilot> {
    let agreement = table.count("pilot_agreement").unwrap_or(75);
    if !(1..=100).contains(&agreement) {
        table.reader().note(
            "PRO004",
            &table.place_of("pilot_agreement"),
            "`pilot_agreement` must be between 1 and 100",
        );
    }
    let references = table.count("pilot").filter(|&references| references > 0)?;
    Some(Pilot { references: references.min(u64::from(u32::MAX)) as u32, agreement: agreement.clamp(1, 100) as u32 })
}

fn read_amendment(table: &Table<'_>) -> Option<Amendment> {
    table.takes(&[keys::AMENDMENT]);
    if !table.has("on") {
        table.missing("on");
    }
    let (what, why) = (table.required("what"), table.required("why"));
    Some(Amendment { on: table.date("on")?, what, why })
}

fn read_previous(table: &Table<'_>) -> Earlier {
    table.takes(&[keys::PREVIOUS]);
    if !table.has("results") {
        table.missing("results");
    }
    let results = table.words("results");
    if table.has("results") && results.is_empty() {
        table.reader().note("PRO004", &table.place_of("results"), "`results` must not be empty");
    }
    results.iter().for_each(|folder| check_path(table, folder));
    let run = table.word("run");
    let is_digest = |text: &str| (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(run) = run.as_ref().filter(|run| !is_digest(&run.text)) {
        let message = format!("`run` is `{}`, and has to be 8 to 64 digits (0 to 9, a to f)", excerpt(&run.text));
        table.reader().note("PRO004", &run.place, message);
    }
    Earlier {
        results: results.into_iter().map(|folder| folder.text).collect(),
        run: run.map(|run| run.text.to_lowercase()),
    }
}

fn read_published(table: &Table<'_>, protocol: &Protocol) -> Published {
    table.takes(&[keys::PUBLISHED]);
    let counted: Vec<(&str, &str)> = keys::COUNTED.iter().map(|what| (*what, *what)).collect();
    if !table.has("what") {
        table.missing("what");
    }
    let what = table.choice("what", &counted).unwrap_or_default().to_owned();
    let scope = table.word("scope");
    if let Some(scope) = &scope {
        check_scope(table, scope, protocol);
    }
    let scope = scope.map_or_else(|| "review".to_owned(), |scope| scope.text);
    Published { what, scope, number: read_number(table) }
}

fn check_scope(table: &Table<'_>, scope: &Word, protocol: &Protocol) {
    let ids: Vec<String> = ["review", "databases", "other"]
        .into_iter()
        .map(str::to_owned)
        .chain(protocol.iterations.iter().map(|iteration| format!("iteration:{}", iteration.id)))
        .chain(protocol.searches().map(|(_, search)| format!("search:{}", search.id)))
        .chain(protocol.sources.iter().map(|source| format!("source:{}", source.id)))
        .chain(protocol.criteria.iter().map(|criterion| format!("criterion:{}", criterion.id)))
        .collect();
    if !ids.contains(&scope.text) {
        table.unknown("PRO007", "scope", scope, ids.iter().map(String::as_str));
    }
}

#[cfg(test)]
mod tests;
