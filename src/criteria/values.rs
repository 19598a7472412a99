//! The values of a group that a criterion looks at, and the evidence taken from them.

use std::borrow::Cow;
use std::ops::Range;

use super::{SettingError, Settings, Subject};
use crate::evidence::{Evidence, Weight};
use crate::record::{Field, Record, RecordId};

/// One value of one record of a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub record: RecordId,
    pub field: Field,
    /// Which of the record's values of this field, counted from 0.
    pub nth: u16,
    pub text: &'a str,
}

impl Value<'_> {
    /// Evidence that rests on the bytes `span` of the value.
    pub fn evidence(&self, span: Range<usize>, cue: impl Into<Cow<'static, str>>, weight: Weight) -> Evidence {
        Evidence {
            record: self.record,
            field: self.field,
            nth: self.nth,
            words: self.text[span.clone()].to_owned(),
            span: span.start as u32..span.end as u32,
            cue: cue.into(),
            weight,
        }
    }

    /// Evidence that rests on the whole value, without the white space around it.
    pub fn whole(&self, cue: impl Into<Cow<'static, str>>, weight: Weight) -> Evidence {
        let start = self.text.len() - self.text.trim_start().len();
        self.evidence(start..start + self.text.trim().len(), cue, weight)
    }
}

/// The values of `record` in the fields that `wanted` takes, in file order.
pub(super) fn of_record<'a>(
    (id, record): (RecordId, Record<'a>),
    wanted: impl Fn(Field) -> bool,
) -> impl Iterator<Item = Value<'a>> {
    let mut seen: Vec<(Field, u16)> = Vec::new();
    record.values().filter(move |value| wanted(value.field())).map(move |value| {
        let field = value.field();
        let nth = match seen.iter_mut().find(|(other, _)| *other == field) {
            Some((_, nth)) => {
                *nth = nth.saturating_add(1);
                *nth
            }
            None => {
                seen.push((field, 0));
                0
            }
        };
        Value { record: id, field, nth, text: value.value() }
    })
}

impl<'a> Subject<'a> {
    /// The values of all records in the fields that `wanted` takes.
    pub(super) fn values(self, wanted: impl Fn(Field) -> bool + Copy) -> impl Iterator<Item = Value<'a>> {
        self.records.iter().flat_map(move |&record| of_record(record, wanted))
    }
}

/// The names that a protocol uses for fields, and the fields they stand for.
const FIELD_NAMES: &[(&str, &[Field])] = &[
    ("title", &[Field::Title, Field::OriginalTitle, Field::TranslatedTitle]),
    ("abstract", &[Field::Abstract]),
    ("keywords", &[Field::Keyword, Field::SubjectHeading]),
    ("author-keywords", &[Field::Keyword]),
    ("subject-headings", &[Field::SubjectHeading]),
    ("affiliations", &[Field::Affiliation]),
    ("journal", &[Field::Container, Field::ContainerAbbreviation]),
    ("publisher", &[Field::Publisher, Field::PublisherPlace]),
    ("country", &[Field::Country]),
    ("conference", &[Field::Conference]),
    ("notes", &[Field::Note]),
];

/// The fields that the key `fields` names; `default` where it is left out.
pub(super) fn fields(settings: &Settings, default: &[&str]) -> Result<Vec<Field>, SettingError> {
    let names = settings.texts("fields")?.unwrap_or_else(|| default.to_vec());
    let mut fields: Vec<Field> = Vec::new();
    for name in names {
        let Some((_, of_name)) = FIELD_NAMES.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = FIELD_NAMES.iter().map(|(known, _)| *known).collect();
            return Err(SettingError::new("fields", format!("there is no field `{name}`; there are {}", list(&known))));
        };
        fields.extend_from_slice(of_name);
    }
    Ok(fields)
}

/// `a`, `b` and `c` as words of a sentence.
pub(super) fn list(names: &[impl AsRef<str>]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}
