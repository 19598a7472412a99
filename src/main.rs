//! The `litsieve` command.

fn main() {}
