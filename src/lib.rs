//! `litsieve` replays and audits the literature search of a review.
//!
//! ```text
//! exports + protocol + rulings of people  ->  every record accounted for, every decision explained
//! ```
//!
//! Nothing else influences the result: no clock, no network, no order of threads or files. This page is the map.
//!
//! # Words
//! PRISMA 2020's words, in code, messages and documents alike. A **record** is one entry of one export; a **duplicate group**
//! is the records of one **report**; a **search** is one query in one **source** on one date, an **iteration** the searches of
//! one round; a **criterion** gives a **finding** (met, not met, unclear) with evidence; a **ruling** is what a person
//! decided; the **decision** on a group follows from both; the **flow** is the PRISMA numbers.
//!
//! # Layers
//! Imports point upwards in this list only (`house::imports_point_one_way` checks it).
//!
//! | layer | modules | what it knows |
//! |---|---|---|
//! | vocabulary | [`source`] [`record`] [`diagnostic`] [`evidence`] [`ruling`] | what a file, a record, a finding, a decision is |
//! | knowledge | [`mod@format`] [`criteria`] [`matching`] [`query`] [`protocol`] [`exchange`] [`ranking`] [`agreement`] | one field each; they do not know each other, except that the protocol builds criteria, matching and queries |
//! | spine | [`pipeline`] [`flow`] [`audit`] [`recall`] [`counterfactual`] [`scrutiny`] [`export`] [`wire`] | the stages of a run and what is told of them |
//! | edges | [`workspace`] [`connect`] [`web`] [`cli`] | disk, network, browser, terminal |
//!
//! # How a run goes
//! [`workspace`] reads the review folder; [`protocol`] turns `protocol.toml` into values; [`pipeline::run`] reads the exports
//! ([`mod@format`]), puts to records what services gave where they lack it ([`wire::enrichment`]), finds duplicates ([`matching`]), applies criteria and rulings ([`criteria`]); [`flow`] counts;
//! [`audit`] lists every event; [`recall`] tells where the known references were found or lost, [`counterfactual`] what
//! hangs on each criterion; [`export`] renders files; [`workspace`] swaps the results folder in as one.
//!
//! # A capability is one file and one line
//! | to add | write a file in | and a line in |
//! |---|---|---|
//! | a format to read | `format/` | [`format::FORMATS`] |
//! | a kind of criterion | `criteria/`; one that needs queries or known sets, `protocol/` | [`criteria::KINDS`]; `protocol::OWN_KINDS` |
//! | a rule of matching | `matching/rules/`, in the file of its subject; a comparison that it asks for in `rules/asks.rs` | [`matching::RULES`] |
//! | a query dialect | `query/` | [`query::DIALECTS`] |
//! | a remark of an auditor | `scrutiny/` | [`scrutiny::RULES`] |
//! | an output | `export/` | [`export::EXPORTS`]; [`export::STORY_EXPORTS`] if the audit tells enough |
//! | a format to write references in | `export/references/` | [`export::references::WRITERS`] |
//! | a database to search | `connect/` | [`connect::DATABASES`] |
//! | another tool's decisions | `exchange/` | [`exchange::TOOLS`] |
//! | a code of a diagnostic | `diagnostic/codes/` | its table there |
//!
//! Tests iterate these lists and demand what goes with an entry: a text, a fixture, a case.
//!
//! # Invariants, and the tests that hold them
//! 1. Parsing never fails and loses no neighbour: `formats_tagged`, `formats_other`.
//! 2. Nothing is thrown away: every value stays with its tag, a repaired one beside the raw one ([`record`]).
//! 3. The core is pure: `house::only_the_command_line_prints_and_only_connectors_know_the_network`.
//! 4. Same inputs, same bytes: `export`, `pipeline`, `matching`.
//! 5. Every record in one group, one decision per group: `reviews`, `flow`.
//! 6. Silence never excludes: `criteria`, and the tests beside `pipeline/decide.rs`.
//! 7. No verdict without words: [`evidence::Finding`], `criteria`.
//! 8. People are inputs, bound to what identifies a record: [`ruling`], `pipeline/resolve.rs`.
//! 9. Everything enters as a file: [`connect`] only saves exports.
//! 10. What changes results lives in the protocol.
//! 11. Only [`wire`] is serialised for others, and it is versioned.
//! 12. The results folder is swapped in as one: [`workspace`].
//! 13. Not reported is not zero: [`protocol::Reported`].
//!
//! # Three kinds of trouble
//! The data is bad: a [`diagnostic::Diagnostic`] with a code, never a stop. The request or the world is bad: an error that says
//! what was done, to which path, and how to mend it, and no half results. We are wrong: a panic that says so.

pub mod agreement;
pub mod audit;
pub mod cli;
pub mod connect;
pub mod counterfactual;
pub mod criteria;
pub mod diagnostic;
pub mod evidence;
pub mod exchange;
pub mod export;
pub mod flow;
pub mod format;
pub mod matching;
pub mod pipeline;
pub mod protocol;
pub mod query;
pub mod ranking;
pub mod recall;
pub mod record;
pub mod ruling;
pub mod scrutiny;
pub mod source;
pub mod web;
pub mod wire;
pub mod workspace;
