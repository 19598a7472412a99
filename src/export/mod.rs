//! What leaves the program: references in the formats of other tools.
//!
//! Invariant: an export is a function of the references alone; the same references give the same bytes.

pub mod csv;
pub mod references;
