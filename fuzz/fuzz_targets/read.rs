//! Any bytes, read as the format that the target is called by, and written in every format: no panic, and nothing grows beyond
//! what the file gives.
#![no_main]

mod check;

use std::sync::Arc;

use check::check;
use libfuzzer_sys::fuzz_target;
use litsieve::format::{FORMATS, read};
use litsieve::source::SourceFile;

const TARGET: &str = env!("CARGO_BIN_NAME");

fuzz_target!(|bytes: &[u8]| {
    let Some(format) = FORMATS.iter().find(|format| format.name() == TARGET) else {
        panic!("no format is called {TARGET}")
    };
    let source = Arc::new(SourceFile::new("fuzzed", bytes.to_vec()));
    format.sniff(&source);
    check(&format.read(&source), bytes.len());
    check(&read(&source), bytes.len());
});
