//! The page of every code: what `litsieve explain-code` prints. One table per part of the program.

mod archives;
mod audit;
mod bibtex;
mod connect;
mod exchange;
mod files;
mod json;
mod markup;
mod matching;
mod protocol;
mod query;
mod reading;
mod ruling;
mod tables;

use super::Severity;

/// What a code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeText {
    /// The code: three letters and three digits. Never reused.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One line.
    pub title: &'static str,
    /// What was found, why it matters, what was done: a paragraph.
    pub explanation: &'static str,
    /// How to mend it: a sentence.
    pub help: &'static str,
}

/// Every table of codes.
#[rustfmt::skip]
pub const CODES: &[&[CodeText]] = &[
    archives::CODES,
    audit::CODES,
    bibtex::CODES,
    connect::CODES,
    exchange::CODES,
    files::CODES,
    json::CODES,
    markup::CODES,
    matching::CODES,
    protocol::CODES,
    query::CODES,
    reading::CODES,
    ruling::CODES,
    tables::CODES,
];
