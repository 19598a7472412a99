//! What is wrong or doubtful in a query, with its place.

use super::tree::Span;
use crate::diagnostic::Diagnostic;

/// A diagnostic about a part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What is wrong; its code is in [`crate::diagnostic::CODES`].
    pub diagnostic: Diagnostic,
    /// Where, in bytes of the query's text.
    pub span: Span,
}

impl Message {
    /// A message about the bytes at `span`.
    pub fn new(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { diagnostic: Diagnostic::new(code, message), span }
    }

    /// Replaces the help of the code by one for this place.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.help(help);
        self
    }

    /// The code.
    pub fn code(&self) -> &'static str {
        self.diagnostic.code
    }
}

/// Puts messages into the order of their places, and those of one place into the order of their codes.
pub fn sort(messages: &mut [Message]) {
    messages.sort_by(|a, b| (a.span.start, a.span.end, a.code()).cmp(&(b.span.start, b.span.end, b.code())));
}
