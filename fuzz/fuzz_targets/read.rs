//! Any bytes, read as the format that the target is called by, and written in every format: no panic, and nothing grows beyond
//! what the file gives.
#![no_main]

mod check;

use libfuzzer_sys::fuzz_target;
use litsieve::format::FORMATS;

const TARGET: &str = env!("CARGO_BIN_NAME");

fuzz_target!(|bytes: &[u8]| {
    let Some(format) = FORMATS.iter().find(|format| format.name() == TARGET) else {
        panic!("no format is called {TARGET}")
    };
    check::check_as(*format, bytes.to_vec());
});
