//! The `litsieve` command: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    litsieve::cli::main()
}
