//! What a run did, told from its stages: the story of every record.
//!
//! Invariant: nothing here decides anything; whatever is told can be found in the stages.

mod group;
mod run;

pub use group::{GroupStory, Headline, evidence_text, one_line};
pub use run::{InputFile, Inputs, Run};
