//! What an auditor would remark on in a finished run: one rule per line of [`RULES`], each with a code and its page.
//!
//! Rules look at the protocol, the searches, the decisions and the known references. What they find is shown by `check` and
//! stands in the audit, so that the report shows it too.
//!
//! Invariant: a rule remarks and changes nothing; it is general, and knows no review by name.

mod batches;
mod dates;
mod decisions;
mod exports;
mod identity;
mod known;
mod known_files;
mod published;
mod queries;
mod searches;
mod stages;

use crate::audit::Run;
use crate::diagnostic::Diagnostic;
use crate::protocol::entries::{Entry, entries, line_of};
use crate::protocol::{Iteration, Search};
use crate::recall::{Recall, recall};
use crate::ruling::Ruling;

/// A rule.
pub struct Rule {
    /// Its code: what it remarks has this code, with its page under [`crate::diagnostic::CODES`]. Empty for the lints of
    /// queries, which have codes of their own.
    pub code: &'static str,
    check: fn(&Case<'_>, &mut Vec<Diagnostic>),
}

/// Every rule, in the order in which its remarks are told.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    Rule { code: "AUD001", check: decisions::without_reason },
    Rule { code: "AUD002", check: decisions::reason_contradicted },
    Rule { code: "AUD003", check: stages::lost },
    Rule { code: "AUD004", check: decisions::included_against_criterion },
    Rule { code: "AUD005", check: decisions::half_finished },
    Rule { code: "AUD006", check: identity::equal_doi },
    Rule { code: "AUD007", check: known::lost },
    Rule { code: "AUD008", check: searches::without_date },
    Rule { code: "AUD009", check: searches::without_platform },
    Rule { code: "AUD010", check: searches::without_count },
    Rule { code: "AUD011", check: batches::missing },
    Rule { code: "AUD012", check: dates::old_search },
    Rule { code: "AUD013", check: dates::late_amendment },
    Rule { code: "AUD014", check: queries::read_otherwise },
    Rule { code: "AUD015", check: searches::not_everywhere },
    Rule { code: "AUD016", check: dates::unfinished_year },
    Rule { code: "AUD017", check: known::fails_criterion },
    Rule { code: "AUD018", check: known::kept_by_scope },
    Rule { code: "AUD019", check: known::silent },
    Rule { code: "AUD020", check: published::overlap_unknown },
    Rule { code: "AUD021", check: published::flow_not_reported },
    Rule { code: "AUD022", check: identity::review_itself },
    Rule { code: "AUD023", check: identity::other_authors },
    Rule { code: "AUD024", check: decisions::reasons_differ },
    Rule { code: "AUD025", check: decisions::exclusion_overridden },
    Rule { code: "AUD026", check: decisions::excluded_since },
    Rule { code: "AUD027", check: decisions::not_assessed },
    Rule { code: "AUD028", check: exports::of_another_database },
    Rule { code: "AUD029", check: exports::younger_than_search },
    Rule { code: "AUD030", check: exports::not_of_this_query },
    Rule { code: "AUD031", check: known_files::doubtful },
    Rule { code: "", check: queries::lints },
];

/// Everything that the rules remark, in their order.
pub fn check(run: &Run<'_>) -> Vec<Diagnostic> {
    let case = Case { run, entries: entries(&run.inputs.protocol_text), known: recall(run) };
    let mut found = Vec::new();
    RULES.iter().for_each(|rule| (rule.check)(&case, &mut found));
    found
}

/// What the rules look at.
struct Case<'a> {
    run: &'a Run<'a>,
    /// The values of the protocol with their lines.
    entries: Vec<Entry>,
    /// Where the known references are.
    known: Vec<Recall<'a>>,
}

impl<'a> Case<'a> {
    /// A remark about the place of the protocol where the path `at` begins.
    fn remark(&self, code: &'static str, at: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message).at(&self.run.inputs.protocol.label, self.line(at), 0)
    }

    /// The line of the protocol where the path `at` begins; 0 if it is not there.
    fn line(&self, at: &str) -> u32 {
        line_of(&self.entries, at)
    }

    /// A remark about searches, at the first of them; `None` if there are none.
    fn about_searches(
        &self,
        code: &'static str,
        searches: &[(&Iteration, &Search)],
        message: impl Into<String>,
    ) -> Option<Diagnostic> {
        let (iteration, search) = searches.first()?;
        Some(self.remark(code, &place(iteration, search), message))
    }

    /// A value of the protocol as it is written.
    fn written(&self, path: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.path == path).map(|entry| entry.value.as_str())
    }

    /// The searches that `wanted` holds for.
    fn searches(&self, wanted: impl Fn(usize, &Search) -> bool) -> Vec<(&'a Iteration, &'a Search)> {
        let all = self.run.protocol.searches().enumerate();
        all.filter(|(number, (_, search))| wanted(*number, search)).map(|(_, both)| both).collect()
    }

    /// How many records the exports of a search hold; `None` without an export.
    fn records_of(&self, search: usize) -> Option<u64> {
        let ingested = &self.run.screened.deduplicated.ingested;
        let files = ingested.records.files().iter().zip(&ingested.searches).filter(|(_, of)| **of == search);
        files.map(|(file, _)| file.len() as u64).reduce(|sum, records| sum + records)
    }
}

/// Where a search stands in the protocol.
fn place(iteration: &Iteration, search: &Search) -> String {
    format!("iteration[{}].search[{}].", iteration.id, search.id)
}

/// Puts a remark where a person ruled.
fn at_ruling(remark: Diagnostic, ruling: &Ruling) -> Diagnostic {
    remark.at(&ruling.file, ruling.line, 0)
}

/// The identifiers of searches: `1.wos, 1.ibss`.
fn names(searches: &[(&Iteration, &Search)]) -> String {
    searches.iter().map(|(_, search)| search.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// `1 search`, `3 searches`.
fn plural(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A title as a message shows it.
fn shown(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    if words.is_empty() {
        "a reference without a title".to_owned()
    } else {
        format!("\u{201c}{}\u{201d}", crate::diagnostic::excerpt(&words.join(" ")))
    }
}
