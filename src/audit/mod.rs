//! What a run did, told from its stages: the story of every record.
//!
//! Invariant: nothing here decides anything; whatever is told can be found in the stages.

mod answers;
mod changed;
mod counts;
pub mod diff;
mod events;
mod given;
mod group;
mod known;
mod log;
mod name;
mod queries;
mod readers;
pub mod reconcile;
mod replay;
mod run;
mod since;
mod story;
mod why;
mod yields;

pub use answers::{Answers, AnswersOfTwo, WORDS as ANSWERS, answers};
pub use changed::{first_of, is_enrichment, reordered};
pub use counts::counts;
pub use events::{events, file};
pub use given::Given;
pub use group::{GroupStory, Headline, evidence_text, one_line};
pub use log::{Broken, BrokenLog, LogWriter, read_log};
pub use queries::{Elsewhere, Held, held};
pub use readers::{Comparison, Reading, readings};
pub use reconcile::reconcile;
pub use replay::{Contradiction, Replayed, replay};
pub use run::{EarlierVersion, InputFile, Inputs, Run};
pub use since::searches_since;
pub use story::{Story, Told, Untold};
pub use why::{Answer, why, why_two};
pub use yields::{Overlap, Yield, Yields, yields};
