//! Identifiers that a service gave for the title of a report that has none: services are asked about it by these, too.

use std::collections::BTreeSet;

use super::{By, keys_of, means};
use crate::record::identifier::{Doi, Pmid};
use crate::record::{Field, Record};
use crate::wire::enrichment::Line;

/// The identifiers that `lines`, found by the title of `record`, give it, each with the number of the line that does; none for a
/// record that has one in its export, and none on which the lines do not agree.
pub fn identified(record: Record<'_>, lines: &[&Line]) -> Vec<(By, String, usize)> {
    if keys_of(record).iter().any(|(by, _)| *by != By::Title) {
        return Vec::new();
    }
    let of_title = |line: &Line| {
        let is_value = line.by == By::Title.name() && line.kind == "value";
        is_value && means(record, By::Title, &line.title, line.year.parse().ok())
    };
    let lines: Vec<(usize, &Line)> = lines.iter().copied().enumerate().filter(|(_, line)| of_title(line)).collect();
    let agreed = |(by, field): (By, Field)| {
        let of_field = lines.iter().filter(|(_, line)| Field::from_name(&line.field) == Some(field));
        let given = of_field.filter_map(|(at, line)| Some((!was_looked_up(line), *at, normal(by, &line.value)?)));
        let given: BTreeSet<(bool, usize, String)> = given.collect();
        let (_, at, first) = given.first()?;
        given.iter().all(|(_, _, other)| other == first).then(|| (by, first.clone(), *at))
    };
    [(By::Doi, Field::Doi), (By::Pmid, Field::Pmid)].into_iter().filter_map(agreed).collect()
}

/// Whether the title itself was asked about: who was asked about the identifier gives the title as well, and did not find it.
fn was_looked_up(line: &Line) -> bool {
    line.export.contains(".title.")
}

/// An identifier as services are asked for it.
fn normal(by: By, value: &str) -> Option<String> {
    match by {
        By::Doi => Doi::parse(value).map(|doi| doi.as_str().to_owned()),
        By::Pmid => Pmid::parse(value).map(|pmid| pmid.as_str().to_owned()),
        By::Title => None,
    }
}
