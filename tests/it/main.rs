//! Integration tests: one binary, one module per area.
#![allow(clippy::print_stderr)] // what was not run is said aloud

mod criteria;
mod support;
