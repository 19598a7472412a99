//! What was changed in a file that went into a run, told from what two logs say of it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::FixedState;

use crate::diagnostic::{change, excerpt};
use crate::protocol::Protocol;
use crate::record::Field;
use crate::wire::audit::{Found, Known, Repaired};

/// The records whose bytes were changed, that are gone or that are new, a line for each; where all are there, that they
/// stand in another order. Empty if nothing of this is so.
pub fn records(old: &[&Found], new: &[&Found]) -> Vec<String> {
    let (gone, put_in) = (only(old, new), only(new, old));
    let mut waiting: HashMap<&str, &Found, FixedState> =
        gone.iter().map(|found| (found.record.as_str(), *found)).collect();
    let (mut lines, mut alone) = (Vec::new(), Vec::new());
    for is in put_in {
        match waiting.remove(is.record.as_str()) {
            Some(was) => lines.push(format!("{}, {}", place(is), difference(was, is))),
            None => alone.push(format!("{} is new, {}", place(is), excerpt(is.title()))),
        }
    }
    let gone = gone.iter().filter(|found| waiting.contains_key(found.record.as_str()));
    alone.extend(gone.map(|was| format!("{} is gone, {}", place(was), excerpt(was.title()))));
    lines.extend(alone);
    let moved = new.iter().zip(old).find(|(is, was)| is.digest != was.digest);
    if let (true, Some((first, _))) = (lines.is_empty(), moved) {
        lines.push(format!("its records stand in another order, the first that was elsewhere is {}", first.record));
    }
    lines
}

/// `the record alpha:2 on line 12`; where lines mean nothing, without one.
fn place(found: &Found) -> String {
    let line = if found.line == 0 { String::new() } else { format!(" on line {}", found.line) };
    format!("the record {}{line}", found.record)
}

/// Those of `these` whose bytes are not among `others`, each as often as it has no counterpart.
fn only<'f>(these: &[&'f Found], others: &[&Found]) -> Vec<&'f Found> {
    let mut there: HashMap<&str, usize, FixedState> = HashMap::default();
    others.iter().for_each(|found| *there.entry(&found.digest).or_default() += 1);
    let is_alone = |found: &&&Found| match there.get_mut(found.digest.as_str()) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(is_alone).copied().collect()
}

/// A value with the name of its field.
type Value<'v> = (&'v str, &'v str);

fn values(found: &Found) -> Vec<Value<'_>> {
    found.values.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect()
}

/// What was changed in a record: its first value that is not as it was, or the fields that the log leaves to the export.
pub(super) fn difference(was: &Found, is: &Found) -> String {
    if let Some(first) = first_value(&values(was), &values(is)) {
        return first;
    }
    let fields = |these: &Found, others: &Found| -> Vec<String> {
        let other = these.left_out.iter().filter(|field| !others.left_out.contains(field));
        other
            .map(|(field, _)| if field == Field::Other.name() { "other values".to_owned() } else { field.clone() })
            .collect()
    };
    let mut changed = fields(was, is);
    changed.extend(fields(is, was));
    changed.sort_unstable();
    changed.dedup();
    // Logs of earlier versions do not tell these fields apart.
    let is_told = !was.left_out.is_empty() || !is.left_out.is_empty();
    match changed.as_slice() {
        [] if is_told => "in white space, or in what is not read of it".to_owned(),
        [] => "in a field that the log leaves to the export (abstract, keywords, notes), or in white space".to_owned(),
        [one] => format!("in its {one}, whose words the log leaves to the export"),
        many => format!("in {}, whose words the log leaves to the export", many.join(", ")),
    }
}

/// The first value that is not as it was: `author, Moor, Cy -> Moor, Ky`; `None` if all are.
fn first_value(old: &[Value<'_>], new: &[Value<'_>]) -> Option<String> {
    let only = |these: &[Value<'_>], others: &[Value<'_>]| -> Vec<(String, String)> {
        let others: HashSet<&Value<'_>, FixedState> = others.iter().collect();
        let alone = these.iter().filter(|value| !others.contains(value));
        alone.map(|(field, value)| ((*field).to_owned(), (*value).to_string())).collect()
    };
    let (gone, put_in) = (only(old, new), only(new, old));
    let (field, _) = gone.first().or(put_in.first())?;
    let of_field = |values: &[(String, String)]| {
        values.iter().find(|(name, _)| name == field).map_or_else(|| "nothing".to_owned(), |(_, value)| value.clone())
    };
    Some(format!("{field}, {}", change(&of_field(&gone), &of_field(&put_in))))
}

/// Criteria and searches that stand in another order: it decides which criterion is the reason, and which search found a
/// reference first. Of those that both protocols have.
pub fn reordered(before: &Protocol, after: &Protocol) -> Vec<String> {
    let criteria = |protocol: &Protocol| protocol.criteria.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
    let searches = |protocol: &Protocol| protocol.searches().map(|(_, search)| search.id.clone()).collect::<Vec<_>>();
    let lists = [("criteria", criteria(before), criteria(after)), ("searches", searches(before), searches(after))];
    let told = lists.into_iter().filter_map(|(what, mut old, mut new)| {
        let had = old.clone();
        old.retain(|id| new.contains(id));
        new.retain(|id| had.contains(id));
        (old != new).then(|| format!("the order of the {what}, {} -> {}", old.join(", "), new.join(", ")))
    });
    told.collect()
}

/// What was changed in a file that is neither an export nor of rulings, from the known references and the repairs that two logs
/// tell: in a known set, or in what services gave. Empty where the logs do not tell.
pub fn other(
    path: &str,
    protocol: &Protocol,
    old: (&[Known], &[Repaired]),
    new: (&[Known], &[Repaired]),
) -> Vec<String> {
    if is_enrichment(path) {
        let tag = path.replace('/', ":");
        return enriched(old.1, new.1, tag.trim_end_matches(".jsonl"));
    }
    let sets = protocol.known.iter().filter(|known| known.file == path);
    let ids: Vec<&str> = sets.map(|known| known.id.as_str()).collect();
    let of_file = |all: &[Known]| -> Vec<Known> {
        all.iter().filter(|known| ids.contains(&known.set.as_str())).cloned().collect()
    };
    known(&of_file(old.0), &of_file(new.0))
}

/// Whether a file that went into a run is what services gave for records.
pub fn is_enrichment(path: &str) -> bool {
    path.starts_with("enrichment/") && path.ends_with(".jsonl")
}

/// The references of known sets that are told otherwise, are gone or are new, a line for each.
fn known(old: &[Known], new: &[Known]) -> Vec<String> {
    fn told(known: &Known) -> [Value<'_>; 4] {
        let Known { author, year, title, doi, .. } = known;
        [("author", author), ("year", year), ("title", title), ("doi", doi)]
            .map(|(field, value)| (field, value.as_str()))
    }
    let identity = |known: &'_ Known| (known.set.clone(), known.reference.clone());
    let place = |known: &Known| format!("the reference {} of `{}`", known.reference, known.set);
    let mut waiting: BTreeMap<(String, String), &Known> = old.iter().map(|was| (identity(was), was)).collect();
    let mut lines = Vec::new();
    for is in new {
        match waiting.remove(&identity(is)) {
            None => lines.push(format!("{} is new, {}", place(is), excerpt(&is.title))),
            Some(was) => {
                let first = first_value(&told(was), &told(is));
                lines.extend(first.map(|first| format!("{}, {first}", place(is))));
            }
        }
    }
    lines.extend(waiting.into_values().map(|was| format!("{} is gone, {}", place(was), excerpt(&was.title))));
    lines
}

/// The values that a file of enrichment, by its tag, gives otherwise, a line for each record and field.
fn enriched(old: &[Repaired], new: &[Repaired], tag: &str) -> Vec<String> {
    fn by_place<'v>(values: &'v [Repaired], tag: &str) -> BTreeMap<Value<'v>, Vec<&'v str>> {
        let mut by_place: BTreeMap<Value<'v>, Vec<&'v str>> = BTreeMap::new();
        for value in values.iter().filter(|value| value.tag == tag) {
            by_place.entry((&value.record, &value.field)).or_default().push(&value.to);
        }
        by_place
    }
    let (old, new) = (by_place(old, tag), by_place(new, tag));
    let places: BTreeSet<&Value<'_>> = old.keys().chain(new.keys()).collect();
    let told =
        |values: Option<&Vec<&str>>| values.map_or_else(|| "nothing".to_owned(), |list| excerpt(&list.join("; ")));
    let changed = places.into_iter().filter(|place| old.get(place) != new.get(place));
    changed
        .map(|place| {
            format!("what it gives {}, {}, {} -> {}", place.0, place.1, told(old.get(place)), told(new.get(place)))
        })
        .collect()
}

/// The first of several lines, and how many more there are; `None` if there is none.
pub fn first_of(lines: &[String]) -> Option<String> {
    let (first, rest) = lines.split_first()?;
    Some(if rest.is_empty() { first.clone() } else { format!("{first}, and {} more", rest.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(record: &str, values: &[Value<'_>]) -> Found {
        let values: Vec<(String, String)> =
            values.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
        let digest = format!("{values:?}");
        Found { record: record.into(), file: 0, entry: 1, line: 7, bytes: [0, 0], digest, values, left_out: Vec::new() }
    }

    fn told(old: &[Found], new: &[Found]) -> Vec<String> {
        records(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>())
    }

    #[test]
    fn every_record_that_was_changed_is_named() {
        let (one, two) =
            (found("a:1", &[("title", "Quays"), ("author", "Moor, Cy")]), found("a:2", &[("title", "Piers")]));
        let both = [one.clone(), two.clone()];
        assert_eq!(told(&both, &both), [""; 0]);
        let edited = found("a:1", &[("title", "Quays"), ("author", "Moor, Ky")]);
        assert_eq!(told(&both, &[edited, two.clone()]), ["the record a:1 on line 7, author, Moor, Cy -> Moor, Ky"]);
        let longer = found("a:1", &[("title", "Quays"), ("editor", "Alt, Ida"), ("author", "Moor, Cy")]);
        assert_eq!(
            told(&both, &[longer.clone(), two.clone()]),
            ["the record a:1 on line 7, editor, nothing -> Alt, Ida"],
            "what comes behind a value that was put in is not changed"
        );
        assert_eq!(told(&[longer], &both[..1]), ["the record a:1 on line 7, editor, Alt, Ida -> nothing"]);
        assert_eq!(told(&both, &both[..1]), ["the record a:2 on line 7 is gone, Piers"]);
        let later = Found { record: "a:3".into(), ..two.clone() };
        let first = found("a:1", &[("title", "Docks")]);
        let shifted = [first, Found { record: "a:2".into(), ..one.clone() }, later];
        assert_eq!(told(&both, &shifted), ["the record a:1 on line 7 is new, Docks"], "others only moved down");
        let turned = [Found { record: "a:1".into(), ..two }, Found { record: "a:2".into(), ..one.clone() }];
        assert_eq!(told(&both, &turned), ["its records stand in another order, the first that was elsewhere is a:1"]);
        let hidden = Found { digest: "another".into(), ..one.clone() };
        assert!(
            told(std::slice::from_ref(&one), std::slice::from_ref(&hidden))[0].contains("abstract, keywords, notes"),
            "a log of an earlier version"
        );
        let with = |found: &Found, fields: &[Value<'_>]| {
            let left_out = fields.iter().map(|(field, digest)| ((*field).to_owned(), (*digest).to_owned())).collect();
            Found { left_out, ..found.clone() }
        };
        let was = with(&one, &[("abstract", "0123abcd"), ("keyword", "4567")]);
        let named = |fields: &[Value<'_>]| told(std::slice::from_ref(&was), &[with(&hidden, fields)]).remove(0);
        assert_eq!(
            named(&[("abstract", "89ef"), ("keyword", "4567")]),
            "the record a:1 on line 7, in its abstract, whose words the log leaves to the export"
        );
        assert!(
            named(&[("abstract", "89ef")]).contains(", in abstract, keyword, whose words"),
            "one was edited, one is gone"
        );
        assert!(
            named(&[("abstract", "0123abcd"), ("keyword", "4567")])
                .ends_with("in white space, or in what is not read of it")
        );
    }

    #[test]
    fn what_a_file_of_enrichment_gives_otherwise_is_named() {
        let value = |to: &str, tag: &str| Repaired {
            record: "a:1".into(),
            tag: tag.into(),
            field: "doi".into(),
            from: String::new(),
            to: to.into(),
        };
        let (old, new) = ([value("10.1/x", "enrichment:crossref")], [value("10.1/y", "enrichment:crossref")]);
        assert_eq!(enriched(&old, &new, "enrichment:crossref"), ["what it gives a:1, doi, 10.1/x -> 10.1/y"]);
        assert_eq!(enriched(&old, &[], "enrichment:crossref"), ["what it gives a:1, doi, 10.1/x -> nothing"]);
        assert_eq!(enriched(&old, &new, "enrichment:other"), [""; 0]);
    }
}
