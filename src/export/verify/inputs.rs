//! The inputs that are not those the results were made from, with the first difference where the audit tells it.

use crate::audit::{Run, Story, Untold};
use crate::diagnostic::{excerpt, plural};
use crate::export::summary;
use crate::protocol::entries;
use crate::wire::audit::{Found, Ruled};
use crate::wire::summary::{ExportFile, File, Summary};

/// Every input that is not as it was.
pub(super) fn changed_inputs(run: &Run<'_>, stored: &Summary, log: Option<&Result<Story, Untold>>) -> Vec<String> {
    let mut causes = Vec::new();
    let now = summary::inputs(run);
    let exports = |list: &[ExportFile]| list.iter().map(|export| export.file.clone()).collect::<Vec<_>>();
    let protocols = [&stored.inputs.protocol, &now.protocol].map(std::slice::from_ref);
    let before = log.and_then(|log| log.as_ref().ok());
    let after = before.and_then(|_| Story::of(run).ok());
    let both = before.zip(after.as_ref());
    compare_files("the protocol", protocols[0], protocols[1], &mut causes, |_| {
        both.map(|(before, after)| changed_line(before, after))
    });
    compare_files("the export", &exports(&stored.inputs.exports), &exports(&now.exports), &mut causes, |path| {
        both.map(|(before, after)| changed_record(before, after, path))
    });
    compare_files("the rulings", &stored.inputs.rulings, &now.rulings, &mut causes, |path| {
        both.map(|(before, after)| changed_ruling(before, after, path))
    });
    compare_files("the file", &stored.inputs.other, &now.other, &mut causes, |_| None);
    if causes.is_empty()
        && let Some((before, after)) = both
    {
        causes = told_by_the_log(before, after);
    }
    causes
}

/// The inputs that are not those of which the log tells, although the summary says so.
fn told_by_the_log(before: &Story, after: &Story) -> Vec<String> {
    const BUT: &str = "was changed since the log was written, and the summary edited to hide it";
    let mut causes = Vec::new();
    if before.started.protocol_text != after.started.protocol_text {
        causes.push(format!("the protocol {BUT}: {}", changed_line(before, after)));
    }
    for file in &after.files {
        let was = before.files.iter().find(|other| other.path == file.path);
        if was.is_some_and(|was| was.sha256 != file.sha256) {
            causes.push(format!("the export {} {BUT}: {}", file.path, changed_record(before, after, &file.path)));
        }
    }
    let of_file = |story: &Story, path: &str| -> Vec<Ruled> {
        story.rulings.iter().filter(|ruled| ruled.file == path).cloned().collect()
    };
    let mut paths: Vec<&str> = after.rulings.iter().chain(&before.rulings).map(|ruled| ruled.file.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        let said = |story| of_file(story, path).into_iter().map(|ruled| ruled.ruling).collect::<Vec<_>>();
        if said(before) != said(after) {
            causes.push(format!("the rulings {path} {BUT}: {}", changed_ruling(before, after, path)));
        }
    }
    causes
}

fn compare_files(
    what: &str,
    stored: &[File],
    now: &[File],
    causes: &mut Vec<String>,
    first: impl Fn(&str) -> Option<String>,
) {
    for file in stored {
        match now.iter().find(|other| other.path == file.path) {
            None => causes.push(format!("{what} {} is gone since the results were made", file.path)),
            Some(other) if other.sha256 != file.sha256 => {
                let first = first(&file.path).map(|first| format!(": {first}")).unwrap_or_default();
                causes.push(format!("{what} {} was changed since the results were made{first}", file.path));
            }
            Some(_) => {}
        }
    }
    for file in now.iter().filter(|file| stored.iter().all(|other| other.path != file.path)) {
        causes.push(format!("{what} {} is new since the results were made", file.path));
    }
}

/// The first value of the protocol that is not as it was.
fn changed_line(before: &Story, after: &Story) -> String {
    let changes = entries::changes(&before.started.protocol_text, &after.started.protocol_text);
    let Some(first) = changes.first() else { return "only in comments, or in the order of its tables".to_owned() };
    let line = first.after.as_ref().or(first.before.as_ref()).map_or(0, |(_, line)| *line);
    let value = |value: &Option<(String, u32)>| {
        value.as_ref().map_or_else(|| "nothing".to_owned(), |(value, _)| excerpt(value))
    };
    let more = match changes.len() as u64 - 1 {
        0 => String::new(),
        more => format!(", and {}", plural(more, "value more", "values more")),
    };
    format!("line {line}, {}, {} -> {}{more}", first.path, value(&first.before), value(&first.after))
}

/// The first record of an export that is not as it was, and its first value that is not.
fn changed_record(before: &Story, after: &Story, path: &str) -> String {
    let (old, new) = (records(before, path), records(after, path));
    if old.len() != new.len() {
        return format!("{} in place of {}", plural(new.len() as u64, "record", "records"), old.len());
    }
    let Some((new, old)) = new.into_iter().zip(old).find(|(new, old)| new.digest != old.digest) else {
        return "between its records, or in white space".to_owned();
    };
    let place = format!("the record {} on line {}", new.record, new.line);
    let pairs = old.values.iter().zip(&new.values);
    match pairs.filter(|(old, new)| old != new).map(|(old, new)| (&new.0, &old.1, &new.1)).next() {
        Some((field, old, new)) => format!("{place}, {field}, {} -> {}", excerpt(old), excerpt(new)),
        None => place,
    }
}

fn records<'a>(story: &'a Story, path: &str) -> Vec<&'a Found> {
    let file = story.files.iter().position(|file| file.path == path);
    story.records.iter().filter(|found| Some(found.file as usize) == file).collect()
}

/// What was done to the lines of a file of rulings.
fn changed_ruling(before: &Story, after: &Story, path: &str) -> String {
    let of_file = |story: &'_ Story| story.rulings.iter().filter(|ruled| ruled.file == path).cloned().collect();
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
    match (gone, put_in) {
        ([], []) => "its rulings are the same: a line repeats another or cannot be read (`litsieve check` names such lines), or white space differs".to_owned(),
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
    }
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
    let shown = |value: String| if value.is_empty() { "nothing".to_owned() } else { excerpt(&value) };
    let changed: Vec<String> = FIELDS
        .iter()
        .map(|(name, value)| (name, value(old), value(new)))
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| format!("{name} {} -> {}", shown(old), shown(new)))
        .collect();
    if changed.is_empty() {
        return format!("its target, or its link to the line before; it says {}", said(new));
    }
    format!("{} ({})", changed.join(", "), said(new))
}
