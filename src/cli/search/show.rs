//! What `litsieve search` prints.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::Outcome;
use super::super::ui::{Ui, plural};
use crate::connect::{self, Access, Finished, Job, KeyPlace, KeyUse, Planned, Reach};
use crate::workspace::Error;

/// A page takes so long to come, as a rule.
pub(super) const ANSWER: Duration = Duration::from_secs(1);

/// Every database, for the help.
pub(super) fn databases() -> String {
    let mut out = String::from(
        "Keys are read from LITSIEVE_<DATABASE>_KEY, or from --keys FILE outside of the review folder (lines such as \
         `openalex = \"...\"`); your address, which services ask for, from LITSIEVE_MAILTO. Neither is written anywhere.\n\n\
         Databases, by the name that stands as `api` with a source of the protocol:\n",
    );
    for database in connect::DATABASES {
        let service = database.service();
        let untried = if service.recorded { "" } else { " (not yet tried against the service)" };
        out.push_str(&format!("\n{}: {}{untried}\n", service.name, service.title));
        for line in database.about().lines() {
            out.push_str(&format!("  {line}\n"));
        }
    }
    out
}

/// The searches that are done.
pub(super) fn finished(done: &[Finished], ui: &Ui) {
    if ui.json {
        let all: Vec<Value> = done
            .iter()
            .map(|Finished { search, was_done }| {
                json!({
                    "search": search.id, "database": search.database, "announced": search.announced,
                    "received": search.received, "exported": search.exported, "export": search.export,
                    "export_sha256": search.export_sha256, "pages": search.pages.len(), "finished": search.finished,
                    "differences": search.differences, "notes": search.notes, "was_done": was_done,
                })
            })
            .collect();
        return ui.json(&Value::Array(all));
    }
    for Finished { search, was_done } in done {
        let announced = search.announced.map_or_else(String::new, |n| format!(" of {} announced", n));
        let kept = if search.exported == search.received {
            String::new()
        } else {
            format!(", {} after applying {} here", search.exported, search.applied_here.join(", "))
        };
        let when = if *was_done { format!(" (done before, on {})", search.finished) } else { String::new() };
        ui.line(format_args!(
            "{}: {}{announced}{kept} -> {}{when}",
            search.id,
            plural(search.received as usize, "record"),
            search.export
        ));
        for words in search.notes.iter().chain(&search.differences).chain(&search.not_carried) {
            ui.say(format_args!("{}: {words}", search.id));
        }
    }
}

/// What would be asked.
pub(super) fn dry_run(planned: &[Planned], reach: &Reach, root: &Path, ui: &Ui) -> Result<Outcome, Error> {
    let mut failed = Vec::new();
    let mut all = Vec::new();
    for Planned { id, job } in planned {
        let asked = job.as_ref().map_err(Clone::clone).and_then(|job| {
            let access = reach.access(job);
            connect::can_be_asked(job, &access)?;
            connect::may_be_written(root, job).map(|()| Shown::new(job, &access, root))
        });
        match asked {
            Ok(shown) => all.push(shown),
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
    }
    let last = failed.pop();
    failed.iter().for_each(|error| ui.error(error));
    last.map_or(Ok(Outcome::Done), Err)
}

/// A search as a dry run shows it.
struct Shown<'a> {
    job: &'a Job,
    method: &'static str,
    url: String,
    body: Option<String>,
    sent_along: Vec<String>,
    records: Option<u64>,
    interval: Duration,
}

impl<'a> Shown<'a> {
    fn new(job: &'a Job, access: &Access, root: &Path) -> Self {
        let service = job.database.service();
        let request = job.database.request(&job.query, None);
        let keyed = access.credentials.key.is_some();
        Self {
            job,
            method: request.method.name(),
            url: request.url(&access.base),
            body: request.sent_body(),
            sent_along: sent_along(job, access),
            records: connect::known_total(root, job),
            interval: if keyed { service.interval_with_key } else { service.interval },
        }
    }

    /// Pages, and how long they take one after the other.
    fn effort(&self, records: u64) -> (u64, Duration) {
        let pages = records.div_ceil(self.job.database.service().page_size).max(1);
        (pages, self.interval.max(ANSWER) * u32::try_from(pages).unwrap_or(u32::MAX))
    }

    fn json(&self) -> Value {
        let Job { id, database, query, not_carried, applied_here, export, .. } = self.job;
        json!({
            "search": id, "database": database.service().name, "tried": database.service().recorded,
            "expression": query.expression, "limits": query.limits, "not_carried": not_carried, "applied_here": applied_here,
            "method": self.method, "url": self.url, "body": self.body, "sent_along": self.sent_along,
            "most": database.service().most, "records": self.records, "pages": self.records.map(|n| self.effort(n).0),
            "seconds": self.records.map(|n| self.effort(n).1.as_secs()), "export": export,
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
        ui.line(format_args!("  request       {} {}", self.method, self.url));
        if let Some(body) = &self.body {
            ui.line(format_args!("  with body     {body}"));
        }
        self.sent_along.iter().for_each(|words| ui.line(format_args!("  sent along    {words}")));
        if let Some(most) = service.most {
            let more = if self.records.is_some_and(|records| records > most) { ": FEWER THAN THERE ARE" } else { "" };
            let records = plural(most as usize, "record");
            ui.line(format_args!("  at most       {records} of one result are given out; divide a larger one{more}"));
        }
        match self.records {
            Some(records) => {
                let (pages, time) = self.effort(records);
                let (records, pages) = (plural(records as usize, "record"), plural(pages as usize, "page"));
                ui.line(format_args!("  records       {records} when last asked: {pages}, about {} s", time.as_secs()));
            }
            None => {
                let (pages, time) = self.effort(10_000);
                ui.line(format_args!(
                    "  records       known once the first page is asked; 10,000 would be {}, about {} s",
                    plural(pages as usize, "page"),
                    time.as_secs()
                ));
            }
        }
        ui.line(format_args!("  export        {export}"));
    }
}

/// What goes with the request and is never shown: by name only.
pub(super) fn sent_along(job: &Job, access: &Access) -> Vec<String> {
    let service = job.database.service();
    let mut out = Vec::new();
    let place = |place| match place {
        KeyPlace::Parameter(name) => format!("as the parameter `{name}`"),
        KeyPlace::Header(name, _) => format!("in the header `{name}`"),
    };
    match (service.key, access.credentials.key.is_some()) {
        (KeyUse::Optional(at) | KeyUse::Required(at), true) => out.push(format!("your key, {}", place(at))),
        (KeyUse::Required(at), false) => {
            out.push(format!("MISSING: a key, {}; set {}", place(at), service.key_variable()));
        }
        (KeyUse::Optional(_), false) => out.push(format!("no key: {} is not set", service.key_variable())),
        (KeyUse::None, _) => {}
    }
    match (service.mail, access.credentials.mail.is_some()) {
        (Some(name), true) => out.push(format!("your address, as the parameter `{name}` and in the user agent")),
        (Some(_), false) => out.push(format!("no address: {} is not set", connect::MAILTO)),
        (None, true) => out.push("your address, in the user agent".to_owned()),
        (None, false) => {}
    }
    out
}
