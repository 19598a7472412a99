//! `--deny`: diagnostics that are to make a command fail.

use clap::Args;

use super::ui::{Ui, plural};
use crate::diagnostic::{CODES, Diagnostic, Severity, suggest};

/// What is denied.
#[derive(Debug, Args)]
pub(super) struct DenyArgs {
    /// Fail (exit code 1, nothing written) on these diagnostics: codes as `explain-code` lists them, or `warnings` for all
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = denied)]
    deny: Vec<Denied>,
}

/// One kind of diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denied {
    Warnings,
    Code(&'static str),
}

fn denied(text: &str) -> Result<Denied, String> {
    let codes = || CODES.iter().flat_map(|table| table.iter()).map(|page| page.code);
    if text.eq_ignore_ascii_case("warnings") {
        return Ok(Denied::Warnings);
    }
    codes().find(|code| code.eq_ignore_ascii_case(text)).map(Denied::Code).ok_or_else(|| match suggest(text, codes()) {
        Some(near) => format!("there is no such code; did you mean {near}?"),
        None => "there is no such code; `litsieve explain-code` lists them".to_owned(),
    })
}

impl DenyArgs {
    /// Whether nothing is denied.
    pub fn is_empty(&self) -> bool {
        self.deny.is_empty()
    }

    /// Whether `diagnostic` is denied. Errors are not asked about here.
    pub fn denies(&self, diagnostic: &Diagnostic) -> bool {
        self.deny.iter().any(|denied| match denied {
            Denied::Warnings => diagnostic.severity >= Severity::Warning,
            Denied::Code(code) => diagnostic.code == *code,
        })
    }

    /// Whether anything found is denied; then says so.
    pub fn any<'d>(&self, found: impl IntoIterator<Item = &'d Diagnostic>, ui: &Ui) -> bool {
        let denied = found.into_iter().filter(|diagnostic| self.denies(diagnostic)).count();
        if denied > 0 {
            ui.warn(format_args!("{} denied by --deny; nothing was written.", plural(denied, "diagnostic")));
        }
        denied > 0
    }
}
