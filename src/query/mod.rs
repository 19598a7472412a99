//! Boolean search expressions, as the databases understand them.
//!
//! A query's text is read in a [`Dialect`] into one tree, [`Expression`]; the tree is evaluated on records, checked by
//! lints, printed in another dialect, and replayed on the exports of a review.
//!
//! Invariants: reading never fails (any text gives a tree and messages); a dialect is data, so that no reader or printer
//! knows a database by name; every message has a code and the bytes it is about; this module knows nothing of
//! formats, criteria or protocols.

mod british;
mod compile;
mod conditions;
mod dates;
mod dialect;
mod dialects;
mod document;
mod evaluate;
mod field;
mod headings;
mod hits;
mod labels;
mod lexer;
mod limits;
mod lint;
mod message;
mod names;
mod number;
mod outline;
mod parse;
mod parser;
mod print;
mod reading;
mod replay;
mod shown;
mod spelling;
mod strategy;
mod text;
mod tree;
mod why;

pub use compile::{Mode, Options, Query, SingleQuotes};
pub use conditions::{Condition, conditions};
pub use dialect::{
    AND_FIRST, Adjacent, Basis, Change, DIALECTS, Dialect, Era, Feature, FieldCode, FieldForm, Kind, LEFT_TO_RIGHT,
    Levels, Novelty, Number, OR_FIRST, Operator, ProximityForm, Wildcard, dialect, dialects_of_database,
};
pub use document::Document;
pub use evaluate::{Hit, Match, Scratch, Truth, evaluate};
pub use field::{FieldSet, SEARCH_FIELDS, SearchField};
pub use limits::Limits;
pub use lint::{Context, leaves_a_field_open, lint};
pub use message::Message;
pub use parse::{Line, Parsed, parse, parse_as};
pub use print::{Numbers, Style, Translation, translate};
pub use reading::{Reading, read, readings, searched};
pub use replay::{Caught, Replay, SearchQuery, field_words, fields_named, replay};
pub use tree::{Distance, Expression, FieldCodeUse, Join, LineReference, Node, Part, Quote, Span, Term, Word};
pub use why::Cause;
