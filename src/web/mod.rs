//! The screening page: people decide, one reference at a time, on their own machine.
//!
//! The page is served on 127.0.0.1 under a secret address. Everything it shows is computed from the review folder, and
//! everything it changes is an appended ruling that is on the disk before the page says so.
//!
//! Invariants: nothing here decides anything (decisions follow from rulings as in [`crate::pipeline`]); at a stage with several
//! readers nobody is told what another said before saying it too (`queue`, `card`); what comes from outside is escaped by the
//! template or refused by the guard (`guard`); no click runs the whole review again (`review` is kept up ruling by ruling).

mod act;
mod answers;
mod batch;
mod board;
mod card;
mod guard;
mod marks;
mod page;
mod pair;
mod pair_card;
mod pdf;
mod pilot;
mod progress;
mod queue;
mod ranker;
mod review;
mod server;
mod session;
mod stamp;
mod terms;
mod view;

pub use server::{Server, Settings};
