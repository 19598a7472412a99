//! What `litsieve search` prints.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::ui::{Ui, plural};
use crate::connect::{self, Access, Finished, Job, KeyPlace, KeyUse};

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
