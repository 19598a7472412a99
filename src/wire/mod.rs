//! Everything that is written as JSON: the only types that are serialised, with their versions.
//!
//! Invariant: files written by a released version are read for ever; a field is added, never renamed.

pub mod searches;
pub mod summary;
