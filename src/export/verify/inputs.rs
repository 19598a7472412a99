//! The inputs that are not those the results were made from, with the first difference where the audit tells it.

use crate::audit::{Given, Run, first_of, is_enrichment, reordered};
use crate::diagnostic::{change, plural};
use crate::export::summary;
use crate::protocol::{self, entries};
use crate::source::Digest;
use crate::wire::audit::Ruled;
use crate::wire::summary::{ExportFile, File, Inputs, Summary};

/// Every input that is not as it was: as the summary tells it, or the log where there is no summary. `log` is what a log
/// tells, with whether it can be believed.
pub(super) fn changed_inputs(run: &Run<'_>, stored: Option<&Summary>, log: Option<(&Given, bool)>) -> Vec<String> {
    let now = summary::inputs(run);
    let after = Given::of(run);
    let changes = Changes { run, before: log.map(|(given, _)| given), after: &after };
    let by_the_log = |when| log.and_then(|(given, _)| logged(given)).map(|was| changes.told(&was, &now, when));
    let Some(stored) = stored else {
        let logged = by_the_log("since the log was written").unwrap_or_default();
        let name = log.and_then(|(given, _)| given.started.as_ref()).map_or("", |started| started.run.as_str());
        let is_forged = logged.is_empty() && !["", run.id()].contains(&name);
        return if is_forged { changes.by_content(&now, name, "audit.jsonl") } else { logged };
    };
    let causes = changes.told(&stored.inputs, &now, "since the results were made");
    // A log of another run says nothing of this one: that is told as a mixture of two runs.
    let is_of_this_run = |given: &Given| given.started.as_ref().is_some_and(|started| started.run == stored.run_name);
    let Some((_, whole)) = log.filter(|(given, _)| causes.is_empty() && is_of_this_run(given)) else { return causes };
    if whole {
        let logged = by_the_log("since the log was written, and the summary edited to hide it").unwrap_or_default();
        if !logged.is_empty() {
            return logged;
        }
    }
    // A file of another size has another digest, whatever is said of it in both.
    let resized = changes.resized(&stored.inputs, log.and_then(|(given, _)| logged(given)).as_ref(), &now);
    if !resized.is_empty() {
        return resized;
    }
    // The name that every result bears follows from what went in: where it is another, the digests in both were forged.
    let same_version = stored.tool.version == run.inputs.version;
    if same_version && !stored.run_name.is_empty() && stored.run_name != run.id() {
        return changes.by_content(&now, &stored.run_name, "summary.json and audit.jsonl");
    }
    causes
}

/// What went in, as the log tells it.
fn logged(given: &Given) -> Option<Inputs> {
    let started = given.started.as_ref()?;
    let export = |file: &crate::wire::audit::FileRead| ExportFile {
        file: File { path: file.path.clone(), sha256: file.sha256.clone(), bytes: file.bytes },
        search: file.search.clone(),
        format: file.format.clone(),
        dialect: file.dialect.clone(),
        records: file.records,
        markers: file.markers,
    };
    Some(Inputs {
        protocol: started.protocol.clone(),
        exports: given.files.iter().map(export).collect(),
        rulings: started.rulings.clone(),
        other: started.other.clone(),
    })
}

/// What names the changes of inputs.
struct Changes<'a> {
    run: &'a Run<'a>,
    /// What the log of the results tells; `None` without a log.
    before: Option<&'a Given>,
    after: &'a Given,
}

impl Changes<'_> {
    fn told(&self, was: &Inputs, now: &Inputs, when: &str) -> Vec<String> {
        let mut causes = Vec::new();
        let exports = |list: &[ExportFile]| list.iter().map(|export| export.file.clone()).collect::<Vec<_>>();
        let protocol = std::slice::from_ref::<File>;
        let lists = [
            (protocol(&was.protocol).to_vec(), protocol(&now.protocol).to_vec()),
            (exports(&was.exports), exports(&now.exports)),
            (was.rulings.clone(), now.rulings.clone()),
            (was.other.clone(), now.other.clone()),
        ];
        for (kind, (was, now)) in [Kind::Protocol, Kind::Export, Kind::Rulings, Kind::Other].into_iter().zip(lists) {
            self.compare(kind, &was, &now, when, &mut causes);
        }
        causes
    }

    fn compare(&self, kind: Kind, was: &[File], now: &[File], when: &str, causes: &mut Vec<String>) {
        for file in was {
            let name = format!("{} {}", self.kind(kind, &file.path), file.path);
            match now.iter().find(|other| other.path == file.path) {
                None => causes.push(format!("{name} is gone {when}")),
                Some(other) if other.sha256 != file.sha256 => {
                    let first = self.before.and_then(|before| self.first(kind, before, file));
                    let first = first.map(|first| format!(": {first}")).unwrap_or_default();
                    causes.push(format!("{name} was changed {when}{first}"));
                }
                Some(_) => {}
            }
        }
        for file in now.iter().filter(|file| was.iter().all(|other| other.path != file.path)) {
            causes.push(format!("{} {} is new {when}", self.kind(kind, &file.path), file.path));
        }
    }

    /// The exports that have another size than both the summary and the log say, which have the digest that they have now.
    fn resized(&self, stored: &Inputs, logged: Option<&Inputs>, now: &Inputs) -> Vec<String> {
        let said = |inputs: &Inputs, file: &File| {
            let same = |other: &&ExportFile| other.file.path == file.path && other.file.sha256 == file.sha256;
            inputs.exports.iter().find(same).map(|other| other.file.bytes)
        };
        let exports = now.exports.iter().map(|export| &export.file);
        let resized = exports.filter_map(|file| {
            let (had, also) = (said(stored, file)?, said(logged?, file)?);
            let first = self.before.map(|before| changed_record(before, self.after, &file.path)).unwrap_or_default();
            (had == also && had != file.bytes).then(|| {
                format!(
                    "the export {} was changed: {had} bytes -> {}, {first}; its digest in summary.json and audit.jsonl was changed to \
                     hide it",
                    file.path, file.bytes
                )
            })
        });
        resized.collect()
    }

    /// The inputs of which the log tells something else than what they hold now, although it has their digests: they were changed,
    /// and the digests with them. `name` is the run that the results bear, `forged` the files that hold the digests.
    fn by_content(&self, now: &Inputs, name: &str, forged: &str) -> Vec<String> {
        let exports = now.exports.iter().map(|export| (Kind::Export, &export.file));
        let rulings = now.rulings.iter().map(|file| (Kind::Rulings, file));
        let other = now.other.iter().map(|file| (Kind::Other, file));
        let all = std::iter::once((Kind::Protocol, &now.protocol)).chain(exports).chain(rulings).chain(other);
        let changed = all.filter_map(|(kind, file)| {
            let before = self.before.filter(|before| self.says_otherwise(kind, before, &file.path))?;
            let first = self.first(kind, before, file)?;
            let input = self.kind(kind, &file.path);
            Some(format!("{input} {} was changed: {first}; its digest in {forged} was changed to hide it", file.path))
        });
        let causes: Vec<String> = changed.collect();
        if !causes.is_empty() {
            return causes;
        }
        let this = self.run.id();
        vec![format!(
            "an input was changed, and what stands of it in {forged} as well: the results are of the run {name}, and the inputs give {this}"
        )]
    }

    /// Whether the log tells anything of an input otherwise than it is now.
    fn says_otherwise(&self, kind: Kind, before: &Given, path: &str) -> bool {
        let text = |given: &'_ Given| given.started.as_ref().map(|started| started.protocol_text.clone());
        let rulings = |given: &'_ Given| -> Vec<Ruled> {
            given.rulings.iter().filter(|ruled| ruled.file == path).cloned().collect()
        };
        match kind {
            Kind::Protocol => text(before) != text(self.after),
            Kind::Export => !before.changed_records(self.after, path).is_empty(),
            Kind::Rulings => {
                let said = |given| rulings(given).into_iter().map(|ruled| ruled.ruling).collect::<Vec<_>>();
                said(before) != said(self.after)
            }
            Kind::Other => {
                let changed = before.changed_other(self.after, path, self.run.protocol);
                !changed.is_empty() || self.noticed(path, EARLIER).is_some()
            }
        }
    }

    fn kind(&self, kind: Kind, path: &str) -> &'static str {
        match kind {
            Kind::Protocol => "the protocol",
            Kind::Export => "the export",
            Kind::Rulings => "the rulings",
            Kind::Other if is_enrichment(path) => "the enrichment",
            Kind::Other if self.run.protocol.known.iter().any(|known| known.file == path) => "the known set",
            Kind::Other if self.run.flow.not_read.iter().any(|other| other == path) => "the export of no search",
            Kind::Other => "the file",
        }
    }

    /// The first difference in an input, as far as it is told. `was` is the file with the digest that it had.
    fn first(&self, kind: Kind, before: &Given, was: &File) -> Option<String> {
        let path = was.path.as_str();
        if let Some(ends) = self.text(kind, path).and_then(|text| only_line_ends(text, &was.sha256)) {
            return Some(ends);
        }
        match kind {
            Kind::Protocol => changed_line(before, self.after),
            Kind::Export => Some(changed_record(before, self.after, path)),
            Kind::Rulings => changed_ruling(before, self.after, path)
                .or_else(|| self.noticed(path, RULINGS))
                .or_else(|| Some("its rulings are the same; white space differs, or the ends of its lines".to_owned())),
            Kind::Other => first_of(&before.changed_other(self.after, path, self.run.protocol))
                .or_else(|| self.noticed(path, EARLIER)),
        }
    }

    /// The text of an input, where a run has it.
    fn text(&self, kind: Kind, path: &str) -> Option<&str> {
        match kind {
            Kind::Protocol => Some(&self.run.inputs.protocol_text),
            Kind::Export => {
                let file = self.run.records().files().iter().find(|file| file.source().label() == path)?;
                Some(file.source().text())
            }
            Kind::Rulings | Kind::Other => None,
        }
    }

    /// The first thing that was noticed about a file now, with one of these codes.
    fn noticed(&self, path: &str, codes: &[&str]) -> Option<String> {
        let mut noticed = self.run.inputs.diagnostics.iter();
        let first = noticed.find(|noticed| noticed.file == path && codes.contains(&noticed.code))?;
        let line = if first.line == 0 { String::new() } else { format!("line {}: ", first.line) };
        Some(format!("{line}{}, {}", first.message, first.code))
    }
}

/// Codes of lines of rulings that count for nothing, and of results of an earlier version that are not believed.
const RULINGS: &[&str] = &["RUL001", "RUL002", "RUL003", "RUL005"];
const EARLIER: &[&str] = &["FIL011", "FIL012"];

#[derive(Clone, Copy)]
enum Kind {
    Protocol,
    Export,
    Rulings,
    Other,
}

/// What is said of a text whose line ends alone were changed; `None` if something else was. `was` is the digest that it had.
fn only_line_ends(text: &str, was: &str) -> Option<String> {
    let unix = text.replace("\r\n", "\n");
    let is_it = |other: &str| other != text && Digest::of(other.as_bytes()).to_string() == was;
    let ends = if is_it(&unix) {
        "LF -> CR LF"
    } else if is_it(&unix.replace('\n', "\r\n")) {
        "CR LF -> LF"
    } else {
        return None;
    };
    Some(format!("only its line ends, {ends}"))
}

/// The first value of the protocol that is not as it was.
fn changed_line(before: &Given, after: &Given) -> Option<String> {
    let text = |given: &'_ Given| given.started.as_ref().map(|started| started.protocol_text.clone());
    Some(changed_value(&text(before)?, &text(after)?))
}

/// What two protocols that are not the same say differently, first.
pub(super) fn changed_value(before: &str, after: &str) -> String {
    let read = |text| protocol::parse(text, "").ok();
    let order = read(before).zip(read(after)).map(|(before, after)| reordered(&before, &after)).unwrap_or_default();
    let changes = entries::changes(before, after);
    let Some(first) = changes.first() else {
        return match order.is_empty() {
            true => "only in comments, or in an order of its tables that decides nothing".to_owned(),
            false => order.join("; "),
        };
    };
    let line = first.after.as_ref().or(first.before.as_ref()).map_or(0, |(_, line)| *line);
    let value =
        |value: &Option<(String, u32)>| value.as_ref().map_or_else(|| "nothing".to_owned(), |(value, _)| value.clone());
    let more = match changes.len() as u64 - 1 {
        0 => String::new(),
        more => format!(", and {}", plural(more, "value more", "values more")),
    };
    let order: String = order.iter().map(|order| format!("; {order}")).collect();
    format!("line {line}, {}, {}{more}{order}", first.path, change(&value(&first.before), &value(&first.after)))
}

/// The first record of an export that is not as it was, and its first value that is not.
fn changed_record(before: &Given, after: &Given, path: &str) -> String {
    let changed = before.changed_records(after, path);
    let count = |given: &Given| given.files.iter().find(|file| file.path == path).map_or(0, |file| file.records);
    let (old, new) = (count(before), count(after));
    let number =
        if old == new { String::new() } else { format!("{} in place of {old}; ", plural(new, "record", "records")) };
    format!("{number}{}", first_of(&changed).unwrap_or_else(|| "between its records, or in white space".to_owned()))
}

/// What was done to the lines of a file of rulings; `None` if its rulings are the same.
fn changed_ruling(before: &Given, after: &Given, path: &str) -> Option<String> {
    let of_file = |given: &'_ Given| given.rulings.iter().filter(|ruled| ruled.file == path).cloned().collect();
    let (old, new): (Vec<Ruled>, Vec<Ruled>) = (of_file(before), of_file(after));
    let same = |a: &Ruled, b: &Ruled| a.ruling == b.ruling;
    let first = old.iter().zip(&new).take_while(|(old, new)| same(old, new)).count();
    let (old, new) = (&old[first..], &new[first..]);
    let last = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| same(old, new)).count();
    let (gone, put_in) = (&old[..old.len() - last], &new[..new.len() - last]);
    let with_rest = |text: String, count: usize| match count as u64 - 1 {
        0 => text,
        more => format!("{text}, and {}", plural(more, "line more", "lines more")),
    };
    Some(match (gone, put_in) {
        ([], []) => return None,
        ([], [new, ..]) if last == 0 => {
            with_rest(format!("line {} was added at its end, {}", new.line, said(new)), put_in.len())
        }
        ([], [new, ..]) => with_rest(format!("line {} was put in, {}", new.line, said(new)), put_in.len()),
        ([old, ..], []) if last == 0 => {
            with_rest(format!("its last line, line {}, is gone or cannot be read, {}", old.line, said(old)), gone.len())
        }
        ([old, ..], []) => with_rest(format!("line {} is gone or cannot be read, {}", old.line, said(old)), gone.len()),
        ([old, ..], [new, ..]) => match gone.iter().find(|old| same(old, new)) {
            Some(moved) => {
                format!("its lines were put in another order: line {} was line {}, {}", new.line, moved.line, said(new))
            }
            None => format!("line {} was edited, {}", new.line, otherwise(old, new)),
        },
    })
}

/// What a ruling says: `include by Ann on alpha:2`.
fn said(ruled: &Ruled) -> String {
    let on = if ruled.records.is_empty() { String::new() } else { format!(" on {}", ruled.records.join(" and ")) };
    format!("{} by {}{on}", if ruled.verdict.is_empty() { &ruled.kind } else { &ruled.verdict }, ruled.by)
}

/// What a line says otherwise: `verdict include -> exclude, by Ann on alpha:2`.
fn otherwise(old: &Ruled, new: &Ruled) -> String {
    type Value = fn(&Ruled) -> String;
    const FIELDS: [(&str, Value); 10] = [
        ("kind", |ruled| ruled.kind.clone()),
        ("stage", |ruled| ruled.stage.clone()),
        ("round", |ruled| ruled.round.to_string()),
        ("verdict", |ruled| ruled.verdict.clone()),
        ("criterion", |ruled| ruled.criterion.clone()),
        ("note", |ruled| ruled.note.clone()),
        ("by", |ruled| ruled.by.clone()),
        ("at", |ruled| ruled.at.clone()),
        ("supersedes", |ruled| ruled.supersedes.clone()),
        ("from", |ruled| ruled.from.clone()),
    ];
    let shown = |value: String| if value.is_empty() { "nothing".to_owned() } else { value };
    let changed: Vec<String> = FIELDS
        .iter()
        .map(|(name, value)| (name, value(old), value(new)))
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| format!("{name} {}", change(&shown(old), &shown(new))))
        .collect();
    if changed.is_empty() {
        return format!("its target, or its link to the line before; it says {}", said(new));
    }
    format!("{} ({})", changed.join(", "), said(new))
}
