//! Every key of `protocol.toml` with what it means: what reading accepts, and what `litsieve schema protocol` prints.

use crate::criteria::Setting;

const fn key(key: &'static str, about: &'static str) -> Setting {
    Setting { key, about }
}

/// A table of the protocol.
#[derive(Debug, Clone, Copy)]
pub struct TableKeys {
    /// How its header is written: `[review]`, `[[iteration.search]]`.
    pub header: &'static str,
    /// Its keys.
    pub keys: &'static [Setting],
}

/// The top of the file.
pub const TOP: &[Setting] = &[
    key("schema", "The version of this format: `litsieve/protocol/1`. Required."),
    key("review", "The review itself: a table. Required."),
    key("source", "Where records come from: a table per source, `[source.wos]`."),
    key("iteration", "The rounds of searching, in order: `[[iteration]]`."),
    key("matching", "How duplicates are found: a table."),
    key("criterion", "The criteria, in the order that decides which failing one is the reason: `[[criterion]]`."),
    key("known", "References that the review must not lose: `[[known]]`."),
    key("published", "Numbers that the review published: `[[published]]`."),
    key("stage", "How votes become a decision: a table per stage, `[stage.screening]`."),
    key("reporting", "What reporting standards ask and no run shows: a table."),
    key("amendment", "Changes of the protocol after it was first written: `[[amendment]]`."),
    key("previous", "The earlier version that this review updates: a table."),
];

/// `[review]`.
pub const REVIEW: &[Setting] = &[
    key("id", "A short name of letters, digits, `.`, `-` and `_`. Required."),
    key("title", "The title of the review. Required."),
    key("mode", "`new` (the default), `replay` of a published review, or `update` of an earlier one."),
    key("doi", "The DOI of the published review."),
    key(
        "published_on",
        "The day the review was published, or handed in: how old its searches are is told relative to it.",
    ),
    key(
        "exports_are",
        "What the export files are: `original` (of the published review), `rerun` or `demonstration`. Published numbers are checked only against original ones. Required for a replay; `original` otherwise.",
    ),
];

/// `[source.<id>]`.
pub const SOURCE: &[Setting] = &[
    key("name", "The name of the source. Required."),
    key("platform", "The platform it was searched on, or `{ value, basis }`."),
    key(
        "kind",
        "`database`, `register`, `website`, `organisation`, `citation`, `expert` or `handsearch`: the column of the flow. Required.",
    ),
    key("syntax", "The dialect in which its queries are written."),
    key(
        "api",
        "The service on which `litsieve search` runs its searches over HTTP: `openalex`, `pubmed`, ... Left out: exports come by hand.",
    ),
    key("url", "The address of a repository, for `api = \"oai-pmh\"`."),
];

/// `[[iteration]]`.
pub const ITERATION: &[Setting] = &[
    key("id", "A short name. Required."),
    key("purpose", "What this round was for."),
    key("search", "Its searches: `[[iteration.search]]`."),
];

/// `[[iteration.search]]`.
pub const SEARCH: &[Setting] = &[
    key("id", "A short name, once in the whole protocol. Required."),
    key("source", "The source that was searched. Required."),
    key("query", "The query, as printed or typed."),
    key("reading", "The query as it was evidently meant, where the printed one is ambiguous."),
    key("same_query_as", "The search, or a list of searches, whose query this one repeats."),
    key("fields", "The fields searched: a list, or `{ value, basis }`."),
    key(
        "limits",
        "Limits set inside the source, as words; `[]` says that none were set. Those on year, language and type (`year: 1985-2017`, `language: English`, `type: journal-article`) are applied where the query is replayed, and with an `api` to the search, as is `set: NAME`.",
    ),
    key("run_on", "The day of the search, or `{ value, basis, not_before, not_after }`."),
    key("exports", "Its export files: paths below the review folder, also with `*`, `?` and `**`."),
    key("id_column", "The column that brings record identifiers, for CSV exports."),
    key("reported", "How many records it gave, as published: `{ value, qualifier, scope, quote, locator }`."),
];

/// A value with how it is known.
pub const BASED: &[Setting] = &[
    key("value", "The value; left out if it is not reported."),
    key("basis", "`stated` (the default), `assumed` or `not_reported`."),
];

/// `run_on = { ... }`.
pub const RUN_ON: &[Setting] = &[
    key("value", "The day, as \"2017-04-26\"; a month or a year where no more is known."),
    key("basis", "`stated`, `assumed` or `not_reported`."),
    key("not_before", "The earliest possible day."),
    key("not_after", "The latest possible day."),
];

/// `reported = { ... }`.
pub const REPORTED: &[Setting] = &[
    key("value", "The number; left out if it is not reported."),
    key("qualifier", "`exact` (the default with a value), `about`, `more_than`, `at_most` or `not_reported`."),
    key("scope", "`search` (the default), or `iteration` where the number counts the whole round."),
    key("quote", "The words of the publication."),
    key("locator", "Where they stand."),
];

/// `[matching]`.
pub const MATCHING: &[Setting] = &[
    key("preset", "`strict`, `balanced` (the default) or `sensitive`."),
    key(
        "versions",
        "What happens to preprints, conference papers, corrections and updates: `link` (the default), `merge` or `apart`.",
    ),
    key(
        "merge",
        "Rules that merge although the preset only doubts: their names, as `litsieve dedup --rules` lists them.",
    ),
    key("doubt", "Rules that only raise doubt although the preset merges: their names."),
];

/// `[[criterion]]`: the keys of every kind.
pub const CRITERION: &[Setting] = &[
    key("id", "A short name. Required."),
    key("kind", "The kind of criterion. Required."),
    key("reason", "The reason given for an exclusion."),
    key("stage", "The box of the flow: `before_screening`, `screening` (the default) or `eligibility`."),
    key("unclear", "What happens to references that do not say: `review` (the default), `pass` or `exclude`."),
    key("applies_to", "Where it applies: `{ source_kinds, sources, iterations, searches }`. Everywhere if left out."),
];

/// What a criterion for a person takes besides.
pub const PERSON: &[Setting] = &[key(
    "required",
    "Whether undecided references stay in to-review until the question is answered (`true`, the default); `false` never blocks.",
)];

/// `applies_to = { ... }`.
pub const APPLIES_TO: &[Setting] = &[
    key("source_kinds", "Kinds of source."),
    key("sources", "Sources."),
    key("iterations", "Iterations."),
    key("searches", "Searches."),
];

/// `[[known]]`.
pub const KNOWN: &[Setting] = &[
    key("id", "A short name. Required."),
    key("file", "The file with the references, below the review folder. Required."),
    key("role", "What they are to the review: `included`, `seed` or `expert`. Required."),
];

/// `[[published]]`.
pub const PUBLISHED: &[Setting] = &[
    key("what", "What is counted. Required."),
    key(
        "scope",
        "Of what: `review` (the default), `databases` (with registers) or `other` (methods) where a number counts one column of the flow, `iteration:<id>`, `search:<id>`, `source:<id>`, `criterion:<id>`.",
    ),
    key("value", "The number; left out if it is not reported."),
    key("qualifier", "`exact` (the default with a value), `about`, `more_than`, `at_most` or `not_reported`."),
    key("quote", "The words of the publication."),
    key("locator", "Where they stand."),
];

/// What a published number may count.
pub const COUNTED: &[&str] = &[
    "identified",
    "duplicates_removed",
    "removed_before_screening",
    "screened",
    "selected",
    "excluded",
    "sought",
    "not_retrieved",
    "assessed",
    "included",
];

/// `[stage.<stage>]`.
pub const STAGE: &[Setting] = &[
    key(
        "voters",
        "How many people decide on each reference, and answer each criterion of the stage (those before screening are answered by the readers of titles and abstracts, unless that stage has `voters` of its own); 1 if left out.",
    ),
    key("agreement", "What an exclusion needs: `all` votes (the default) or `any`."),
    key("conflicts", "What happens where votes differ: `adjudicate` (the default) or `include`."),
    key(
        "order",
        "In which order `litsieve screen` offers references: `evidence` (the default: the clearest first), or `ranked` (those most like what was included so far). Never decides anything.",
    ),
    key("pilot", "How many references everybody reads first; the others are offered once the readers agree on these."),
    key("pilot_agreement", "On how many in a hundred pilot references they must agree; 75 if left out."),
];

/// `[reporting]`.
pub const REPORTING: &[Setting] = &[
    key("authors", "Who made the searches, each as \"Family, Given\": for `search-history.json`."),
    key(
        "registration",
        "Where the review is registered, with its number; `[]` says that it is not (PRISMA 2020, 24a).",
    ),
    key(
        "search_filters",
        "Published search filters that were used, each with its source and what was changed; `[]` says that none was (PRISMA-S, 10).",
    ),
    key("prior_work", "Reviews whose strategies were reused; `[]` says that none was (PRISMA-S, 11)."),
    key(
        "peer_review",
        "Who reviewed the search strategies, and how, as with PRESS; `[]` says that nobody did (PRISMA-S, 14).",
    ),
    key("data", "Where exports, decisions and code can be had; `[]` says nowhere (PRISMA 2020, 27)."),
];

/// `[[amendment]]`.
pub const AMENDMENT: &[Setting] = &[
    key("on", "The day of the change. Required."),
    key("what", "What changed. Required."),
    key("why", "Why. Required."),
];

/// `[previous]`.
pub const PREVIOUS: &[Setting] = &[
    key(
        "results",
        "The results folder of the earlier version; where that is an update itself, a list of all, the newest first. Required.",
    ),
    key(
        "run",
        "The digest of its run, or at least its first 8 digits, as its report gives it: other results are then not believed.",
    ),
];

/// Every table, in the order of the file.
pub const TABLES: &[TableKeys] = &[
    TableKeys { header: "", keys: TOP },
    TableKeys { header: "[review]", keys: REVIEW },
    TableKeys { header: "[source.<id>]", keys: SOURCE },
    TableKeys { header: "[[iteration]]", keys: ITERATION },
    TableKeys { header: "[[iteration.search]]", keys: SEARCH },
    TableKeys { header: "[matching]", keys: MATCHING },
    TableKeys { header: "[[criterion]]", keys: CRITERION },
    TableKeys { header: "[[known]]", keys: KNOWN },
    TableKeys { header: "[[published]]", keys: PUBLISHED },
    TableKeys { header: "[stage.<stage>]", keys: STAGE },
    TableKeys { header: "[reporting]", keys: REPORTING },
    TableKeys { header: "[[amendment]]", keys: AMENDMENT },
    TableKeys { header: "[previous]", keys: PREVIOUS },
];
