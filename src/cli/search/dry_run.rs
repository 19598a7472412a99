//! What `litsieve search --dry-run` prints: the exact requests, as far as the services tell beforehand.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::Outcome;
use super::super::ui::{Ui, plural};
use super::show::{ANSWER, sent_along};
use crate::connect::{self, Access, Job, Planned, Reach, Request, Standing};
use crate::workspace::Error;

/// What would be asked.
pub(super) fn show(planned: &[Planned], reach: &Reach, root: &Path, ui: &Ui) -> Result<Outcome, Error> {
    let mut failed = Vec::new();
    let mut all: Vec<Shown<'_>> = Vec::new();
    for Planned { id, job } in planned {
        let asked = job.as_ref().map_err(Clone::clone).and_then(|job| {
            let access = reach.access(job);
            connect::can_be_asked(job, &access)?;
            connect::may_be_written(root, job).map(|()| Shown::new(job, &access, root))
        });
        match asked {
            Ok(mut shown) => {
                let lends = |other: &&Shown<'_>| other.answers_of.is_none() && other.standing.lends;
                let other = all.iter().filter(lends).find(|other| connect::ask_the_same(other.job, shown.job));
                shown.answers_of = other.filter(|_| shown.standing.pages == 0).map(|other| other.job.id.as_str());
                all.push(shown);
            }
            Err(error) => {
                failed.push(error);
                ui.say(format_args!("{id}: cannot be asked"));
            }
        }
    }
    if ui.json {
        ui.json(&Value::Array(all.iter().map(Shown::json).collect()));
    } else {
        all.iter().for_each(|shown| shown.print(ui));
        together(&all, ui);
    }
    let last = failed.pop();
    failed.iter().for_each(|error| ui.error(error));
    last.map_or(Ok(Outcome::Done), Err)
}

/// How much all searches ask, and how long that takes: services side by side, the searches of one one after the other.
fn together(all: &[Shown<'_>], ui: &Ui) {
    let mut services: BTreeMap<(&str, Option<&str>), (u64, Duration)> = BTreeMap::new();
    for shown in all {
        let (requests, time) = shown.effort();
        let service = services.entry((shown.job.database.service().name, shown.job.url.as_deref())).or_default();
        *service = (service.0 + requests, service.1 + time);
    }
    let requests: u64 = services.values().map(|(requests, _)| requests).sum();
    let time = services.values().map(|(_, time)| *time).max().unwrap_or_default();
    let unknown = all.iter().filter(|shown| shown.standing.announced.is_none() && shown.answers_of.is_none()).count();
    let more = match unknown {
        0 => String::new(),
        1 => ", and the pages of one search whose total is not known yet".to_owned(),
        n => format!(", and the pages of {n} searches whose totals are not known yet"),
    };
    let (requests, services) = (plural(requests as usize, "request"), plural(services.len(), "service"));
    ui.line(format_args!("together: {requests} to {services}, about {} s{more}", time.as_secs()));
}

/// A search as a dry run shows it.
struct Shown<'a> {
    job: &'a Job,
    first: Sent,
    following: Vec<(Sent, String)>,
    sent_along: Vec<String>,
    standing: Standing,
    interval: Duration,
    /// The search before it that asks the very same.
    answers_of: Option<&'a str>,
}

/// A request as it goes onto the wire, without what is secret.
struct Sent {
    method: &'static str,
    url: String,
    body: Option<String>,
}

impl Sent {
    fn new(request: &Request, base: &str) -> Self {
        Self { method: request.method.name(), url: request.url(base), body: request.sent_body() }
    }

    fn print(&self, name: &str, ui: &Ui) {
        ui.line(format_args!("  {name:<13} {} {}", self.method, self.url));
        if let Some(body) = &self.body {
            ui.line(format_args!("  with body     {body}"));
        }
    }
}

/// What is asked for where nobody knows how many records there are.
const SUPPOSED: u64 = 10_000;

impl<'a> Shown<'a> {
    fn new(job: &'a Job, access: &Access, root: &Path) -> Self {
        let service = job.database.service();
        let (first, following) = connect::requests_of(job);
        let keyed = access.credentials.key.is_some();
        Self {
            job,
            first: Sent::new(&first, &access.base),
            following: following.iter().map(|(sent, words)| (Sent::new(sent, &access.base), words.clone())).collect(),
            sent_along: sent_along(job, access),
            standing: connect::standing(root, job, connect::Clock::Real.now()),
            interval: if keyed { service.interval_with_key } else { service.interval },
            answers_of: None,
        }
    }

    /// Requests for so many records, and how long they take one after the other.
    fn cost(&self, records: u64) -> (u64, Duration) {
        let records = self.job.database.service().most.map_or(records, |most| records.min(most));
        let requests = self.job.database.requests(records);
        (requests, self.time(requests))
    }

    fn time(&self, requests: u64) -> Duration {
        self.interval.max(ANSWER) * u32::try_from(requests).unwrap_or(u32::MAX)
    }

    /// Requests that are still to be sent, as far as is known, and their time.
    fn effort(&self) -> (u64, Duration) {
        let Standing { left, done, .. } = self.standing;
        let requests = if done || self.answers_of.is_some() { 0 } else { left.unwrap_or(1) };
        (requests, self.time(requests))
    }

    fn json(&self) -> Value {
        let Job { id, database, query, not_carried, applied_here, export, .. } = self.job;
        let Standing { announced, pages, done, .. } = self.standing;
        let known = announced.is_some() || self.answers_of.is_some();
        let following: Vec<Value> = self
            .following
            .iter()
            .map(|(sent, words)| json!({"when": words, "method": sent.method, "url": sent.url, "body": sent.body}))
            .collect();
        json!({
            "search": id, "database": database.service().name, "tried": database.service().recorded,
            "expression": query.expression, "limits": query.limits, "not_carried": not_carried, "applied_here": applied_here,
            "method": self.first.method, "url": self.first.url, "body": self.first.body, "following": following,
            "sent_along": self.sent_along, "most": database.service().most, "records": announced,
            "pages": announced.map(|n| self.cost(n).0), "stored": pages, "done": done, "answers_of": self.answers_of,
            "requests": known.then(|| self.effort().0), "seconds": known.then(|| self.effort().1.as_secs()),
            "export": export,
        })
    }

    fn print(&self, ui: &Ui) {
        let Job { id, database, query, not_carried, applied_here, export, .. } = self.job;
        let service = database.service();
        let untried = if service.recorded { "" } else { " (not yet tried against the service)" };
        ui.line(format_args!("{id}: {}{untried}", service.title));
        ui.line(format_args!("  expression    {}", query.expression));
        for (name, words) in [("limit", &query.limits), ("not carried", not_carried), ("applied here", applied_here)] {
            words.iter().for_each(|words| ui.line(format_args!("  {name:<13} {words}")));
        }
        self.first.print("request", ui);
        if let Some(other) = self.answers_of {
            ui.line(format_args!("  not sent      `{other}` asks the same: its answers are taken"));
        } else {
            for (sent, words) in &self.following {
                sent.print("then", ui);
                ui.line(format_args!("                ({words})"));
            }
        }
        self.sent_along.iter().for_each(|words| ui.line(format_args!("  sent along    {words}")));
        if let Some(most) = service.most {
            let more = if self.standing.announced.is_some_and(|records| records > most) {
                ": FEWER THAN THERE ARE"
            } else {
                ""
            };
            let records = plural(most as usize, "record");
            ui.line(format_args!("  at most       {records} of one result are given out; divide a larger one{more}"));
        }
        if self.answers_of.is_none() {
            ui.line(format_args!("  records       {}", self.how_much()));
        }
        ui.line(format_args!("  export        {export}"));
    }

    fn how_much(&self) -> String {
        let count = |requests: u64| plural(requests as usize, "request");
        let Some(records) = self.standing.announced else {
            let supposed = self.job.database.service().most.unwrap_or(SUPPOSED).min(SUPPOSED);
            let (requests, time) = self.cost(supposed);
            let supposed = plural(supposed as usize, "record");
            return format!(
                "known once the first request is answered; {supposed} would be {}, about {} s",
                count(requests),
                time.as_secs()
            );
        };
        let announced = format!("{} when last asked", plural(records as usize, "record"));
        if self.standing.done {
            return format!("{announced}: it is done, and nothing is asked");
        }
        let (requests, time) = self.effort();
        let left = if self.standing.pages > 0 { " to go" } else { "" };
        format!("{announced}: {}{left}, about {} s", count(requests), time.as_secs())
    }
}
