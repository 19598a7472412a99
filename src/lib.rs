//! `litsieve` replays and audits the literature search of a review.
//!
//! ```text
//! exports + protocol + rulings of people  ->  every record accounted for, every decision explained
//! ```

pub mod agreement;
pub mod audit;
pub mod cli;
pub mod connect;
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
pub mod record;
pub mod ruling;
pub mod source;
pub mod wire;
pub mod workspace;
