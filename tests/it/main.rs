//! Integration tests: one binary, one module per area.
#![allow(clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)] // what was not run is said aloud

mod audit;
mod cli_audit;
mod cli_decide;
mod cli_files;
mod cli_init;
mod cli_input;
mod cli_results;
mod connect_cli;
mod connect_enrich;
mod connect_recordings;
mod connect_run;
mod connect_server;
mod counterfactual;
mod criteria;
mod enrichment;
mod export;
mod flow;
mod formats_other;
mod formats_tagged;
mod house;
mod language;
mod made_up;
mod matching;
mod pipeline;
mod place;
mod query;
mod recall;
mod reconcile;
mod report;
mod reviews;
mod scrutiny;
mod second_review;
mod standards;
mod support;
mod web;
