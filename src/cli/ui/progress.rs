//! Bars on a terminal, nothing elsewhere.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Ui;

/// Makes `bar` look like `template`.
pub(super) fn set_style(bar: &ProgressBar, template: &str) {
    // A mistake in a template is no reason to stop.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}

/// Shows how many pairs of all have been compared, and the time left.
pub fn show_pairs(bar: &ProgressBar, done: u64, all: u64) {
    if done == 0 {
        bar.set_length(all);
        bar.reset_eta();
        set_style(bar, "{spinner} {elapsed} {msg} {wide_bar} {human_pos}/{human_len} pairs, {eta} left");
    }
    bar.set_position(done);
}

/// One bar for each piece of work, by name.
pub struct Bars<'a> {
    ui: &'a Ui,
    all: MultiProgress,
    bars: RefCell<BTreeMap<String, ProgressBar>>,
}

impl<'a> Bars<'a> {
    pub(super) fn new(ui: &'a Ui, quiet: bool) -> Self {
        // The target hides itself where standard error is no terminal.
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        Self { ui, all: MultiProgress::with_draw_target(target), bars: RefCell::default() }
    }

    /// `done` of `all` is done of the work called `name`; without `all` the end is not known.
    pub fn set(&self, name: &str, done: u64, all: Option<u64>) {
        let mut bars = self.bars.borrow_mut();
        let bar = bars.entry(name.to_owned()).or_insert_with(|| {
            let bar = self.all.add(ProgressBar::no_length().with_prefix(name.to_owned()));
            set_style(&bar, "{prefix} {wide_bar} {human_pos}/{human_len} {eta}");
            bar
        });
        if let Some(all) = all {
            bar.set_length(all);
        }
        bar.set_position(done);
    }

    /// Tells something without spoiling the bars.
    pub fn say(&self, text: impl fmt::Display) {
        self.all.suspend(|| self.ui.say(text));
    }
}

impl Drop for Bars<'_> {
    fn drop(&mut self) {
        // Only what is drawn is at stake.
        let _ = self.all.clear();
    }
}
