//! The `litsieve` command: arguments in, exit code out.

use std::process::ExitCode;

/// Millions of short texts are kept and given back: the allocator of the system takes a tenth of the time of `dedup`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    litsieve::cli::main()
}
