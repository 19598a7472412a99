//! What the dry runs of `enrich` and `chase` show: questions about single reports, and of whom they are asked.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::ui::{Ui, plural};
use super::show::{ANSWER, sent_along};
use crate::connect::{Job, Reach};

/// A question as a dry run shows it.
pub(in super::super) struct Question<'a> {
    pub job: &'a Job,
    /// About how much it asks: `40 dois`.
    pub about: String,
    /// Whether it was answered before, and is not asked again.
    pub done: bool,
}

/// Shows what would be asked; `then` tells what depends on the answers.
pub(in super::super) fn show(questions: &[Question<'_>], then: Option<&str>, reach: &Reach, ui: &Ui) {
    let shown: Vec<Shown<'_>> = questions.iter().map(|question| Shown::new(question, reach)).collect();
    if ui.json {
        return ui.json(&Value::Array(shown.iter().map(Shown::json).collect()));
    }
    shown.iter().for_each(|shown| shown.print(ui));
    let asked = || shown.iter().filter(|shown| !shown.question.done);
    let requests: usize = asked().map(|shown| shown.requests).sum();
    let time: Duration = asked().map(Shown::time).sum();
    ui.line(format_args!("together {} at least, about {} s", plural(requests, "request"), time.as_secs()));
    if let Some(then) = then {
        ui.line(then);
    }
}

struct Shown<'a> {
    question: &'a Question<'a>,
    method: &'static str,
    url: String,
    body: Option<String>,
    sent_along: Vec<String>,
    requests: usize,
    interval: Duration,
}

impl<'a> Shown<'a> {
    fn new(question: &'a Question<'a>, reach: &Reach) -> Self {
        let Job { database, query, .. } = question.job;
        let (service, access) = (database.service(), reach.access(question.job));
        let request = database.request(query, None);
        let one_by_one = database.next_question(query, None).is_some();
        Self {
            question,
            method: request.method.name(),
            url: request.url(&access.base),
            body: request.sent_body(),
            sent_along: sent_along(question.job, &access),
            requests: if one_by_one { query.expression.lines().count() } else { 1 },
            interval: if access.credentials.key.is_some() { service.interval_with_key } else { service.interval },
        }
    }

    fn time(&self) -> Duration {
        self.interval.max(ANSWER) * u32::try_from(self.requests).unwrap_or(u32::MAX)
    }

    fn json(&self) -> Value {
        let Question { job, about, done } = self.question;
        json!({
            "search": job.id, "database": job.database.service().name, "asks": about, "done": done, "method": self.method,
            "url": self.url, "body": self.body, "sent_along": self.sent_along, "requests": self.requests,
            "seconds": self.time().as_secs(),
        })
    }

    fn print(&self, ui: &Ui) {
        let Question { job, about, done } = self.question;
        let before = if *done { ", answered before and not asked again" } else { "" };
        ui.line(format_args!("{}: {}, {about}{before}", job.id, job.database.service().title));
        ui.line(format_args!("  first request {} {}", self.method, self.url));
        if let Some(body) = &self.body {
            ui.line(format_args!("  with body     {body}"));
        }
        self.sent_along.iter().for_each(|words| ui.line(format_args!("  sent along    {words}")));
        if !done {
            let (requests, time) = (plural(self.requests, "request"), self.time().as_secs());
            ui.line(format_args!("  in all        {requests} at least, about {time} s"));
        }
    }
}
