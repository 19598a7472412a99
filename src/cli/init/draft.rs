//! A protocol drafted from exports: sources and searches as they show, numbers as comments, criteria to choose from.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::ui::{count, plural};
use crate::format::Parsed;
use crate::record::{Field, Record};

/// A source as the exports show it, with its searches.
struct Source<'p> {
    id: String,
    name: String,
    platform: String,
    searches: Vec<Vec<&'p Export<'p>>>,
}

/// An export and its path below the review folder.
type Export<'p> = (&'p Parsed, String);

/// The text of a protocol for these exports.
pub(super) fn draft(id: &str, title: &str, exports: &[Export<'_>]) -> String {
    let sources = sources(exports);
    let mut out = format!(
        "# Drafted from exports: look through it, correct what was guessed, fill in what exports do not tell.\n\
         # `litsieve check` shows every mistake; `litsieve init` into an empty folder shows every possible key.\n\
         schema = \"litsieve/protocol/1\"\n\n[review]\nid    = {}\ntitle = {}\nmode  = \"new\"\n",
        quoted(id),
        quoted(title)
    );
    for source in &sources {
        let _ = write!(out, "\n[source.{}]\nname = {}\n", source.id, quoted(&source.name));
        if !source.platform.is_empty() {
            let _ = writeln!(out, "platform = {}", quoted(&source.platform));
        }
        out.push_str("kind = \"database\"                      # guessed; also: register, website, organisation, citation, expert, handsearch\n");
    }
    out.push_str("\n[[iteration]]\nid = \"1\"\npurpose = \"main search\"\n");
    for source in &sources {
        for (number, search) in source.searches.iter().enumerate() {
            out.push_str(&search_table(source, number, search));
        }
    }
    out.push_str(&criteria(exports));
    out
}

fn search_table(source: &Source<'_>, number: usize, exports: &[&Export<'_>]) -> String {
    let suffix = if number == 0 { String::new() } else { format!(".{}", number + 1) };
    let records: usize = exports.iter().map(|(parsed, _)| parsed.records.len()).sum();
    let years = years(exports.iter().copied());
    let published = years.map_or(String::new(), |(first, last)| format!(", published {first}-{last}"));
    let paths: Vec<String> = exports.iter().map(|(_, label)| quoted(label)).collect();
    format!(
        "\n  [[iteration.search]]\n  id = \"1.{}{suffix}\"\n  source = {}\n  \
         #query = \"\"                          # exactly as it was typed\n  \
         #run_on = \"\"                         # the day, as 2025-03-01\n  \
         exports = [{}]   # {}{published}\n",
        source.id,
        quoted(&source.id),
        paths.join(", "),
        plural(records, "record"),
    )
}

/// The first and the last year of publication; `None` where no record has one.
fn years<'p>(exports: impl Iterator<Item = &'p Export<'p>>) -> Option<(i16, i16)> {
    let years = exports.flat_map(|(parsed, _)| parsed.records.iter()).filter_map(Record::year);
    years.fold(None, |range, year| {
        let (first, last) = range.unwrap_or((year, year));
        Some((first.min(year), last.max(year)))
    })
}

/// The sources by name, in the order of the exports.
fn sources<'p>(exports: &'p [Export<'p>]) -> Vec<Source<'p>> {
    let mut sources: Vec<Source<'p>> = Vec::new();
    for export in exports {
        let (name, platform) = origin(export);
        if !sources.iter().any(|source| source.name == name) {
            let id = unused_id(&name, &sources);
            sources.push(Source { id, name: name.clone(), platform, searches: Vec::new() });
        }
        let Some(source) = sources.iter_mut().find(|source| source.name == name) else { continue };
        let same = |search: &&mut Vec<&Export<'_>>| search.iter().any(|other| part_of(&other.1) == part_of(&export.1));
        match source.searches.iter_mut().find(same) {
            Some(search) => search.push(export),
            None => source.searches.push(vec![export]),
        }
    }
    sources
}

/// Database and platform: as most records name them, else as the export's dialect shows, else after the file.
fn origin((parsed, label): &Export<'_>) -> (String, String) {
    let database = most_frequent(parsed, Field::Database);
    let platform = most_frequent(parsed, Field::Platform);
    let dialect = parsed.dialect.to_owned();
    let name = [database, platform.clone(), dialect.clone()].into_iter().find(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| part_of(label).1.to_owned());
    let platform = [platform, dialect].into_iter().find(|platform| !platform.is_empty() && *platform != name);
    (name, platform.unwrap_or_default())
}

/// The value that most records have; of equally frequent ones the first by name.
fn most_frequent(parsed: &Parsed, field: Field) -> String {
    let mut values: BTreeMap<&str, usize> = BTreeMap::new();
    for record in parsed.records.iter() {
        if let Some(value) = record.first(field) {
            *values.entry(value.trim()).or_default() += 1;
        }
    }
    values.into_iter().rev().max_by_key(|(_, records)| *records).map(|(value, _)| value.to_owned()).unwrap_or_default()
}

/// What the parts of one download have in common: `savedrecs.txt`, `savedrecs(1).txt` and `savedrecs (2).txt` are one.
fn part_of(label: &str) -> (&str, &str) {
    let (folder, name) = label.rsplit_once('/').unwrap_or(("", label));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let in_brackets = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once('('));
    match in_brackets {
        Some((stem, number)) if number.bytes().all(|b| b.is_ascii_digit()) => (folder, stem.trim_end()),
        _ => (folder, stem),
    }
}

fn unused_id(name: &str, sources: &[Source<'_>]) -> String {
    let plain = deunicode::deunicode(name).to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let id = if words.is_empty() { "source".to_owned() } else { words[..words.len().min(3)].join("-") };
    let candidates = std::iter::once(id.clone()).chain((2..).map(|number| format!("{id}-{number}")));
    let mut free = candidates.filter(|candidate| sources.iter().all(|source| source.id != *candidate));
    free.next().unwrap_or_default()
}

/// Criteria to choose from, as comments, with what the records hold.
fn criteria(exports: &[Export<'_>]) -> String {
    let records = || exports.iter().flat_map(|(parsed, _)| parsed.records.iter());
    let all = records().count();
    let dated = records().filter(|record| record.year().is_some()).count();
    let (first, last) = years(exports.iter()).unwrap_or((2000, 2024));
    let mut languages: BTreeMap<String, usize> = BTreeMap::new();
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    for record in records() {
        for language in record.languages() {
            *languages.entry(language.to_string()).or_default() += 1;
        }
        if let Some(kind) = record.document_type() {
            *types.entry(kind.name().to_owned()).or_default() += 1;
        }
    }
    format!(
        "\n[matching]\npreset = \"balanced\"                   # strict | balanced | sensitive\n\n\
         # ------------------------------------------------------------------ criteria: take the `#` away where one holds\n\
         # Years: {} of {} have one, {first}-{last}.\n\
         #[[criterion]]\n#id = \"year\"\n#kind = \"year\"\n#from = {first}\n#to = {last}\n\
         #reason = \"published outside {first}-{last}\"\n#stage = \"before_screening\"\n\n\
         # Languages: {}.\n\
         #[[criterion]]\n#id = \"language\"\n#kind = \"language\"\n#any = [\"eng\"]\n\
         #reason = \"not in English\"\n#stage = \"before_screening\"\n\n\
         # Document types: {}.\n\
         #[[criterion]]\n#id = \"journal-article\"\n#kind = \"document_type\"\n#any = [\"journal-article\", \"review-article\"]\n\
         #reason = \"not a journal article\"\n#stage = \"before_screening\"\n\n\
         # What only a person can tell:\n\
         #[[criterion]]\n#id = \"on-topic\"\n#kind = \"person\"\n#question = \"Is it about what the review asks?\"\n\
         #reason = \"not on the topic\"\n#stage = \"screening\"\n",
        count(dated),
        plural(all, "record"),
        most(&languages),
        most(&types),
    )
}

/// `eng 120, ger 7`: the most frequent first, at most eight.
fn most(counts: &BTreeMap<String, usize>) -> String {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(name, number)| (std::cmp::Reverse(**number), (*name).clone()));
    let shown: Vec<String> =
        counts.iter().take(8).map(|(name, number)| format!("{name} {}", count(**number))).collect();
    if shown.is_empty() { "not told by the records".to_owned() } else { shown.join(", ") }
}

/// The text as TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
