//! What references lose in a format: fields it has no place for, and values of an export that no field holds.
//!
//! Whoever converts is told per run; nothing is left out in silence.

use std::collections::BTreeMap;
use std::fmt;

use super::{Reference, Writer, present};
use crate::record::date::{DateKind, PartialDate};
use crate::record::identifier::{Doi, Isbn, Issn, Pmcid, Pmid};
use crate::record::language::Language;
use crate::record::{Field, FieldValue, Record};

/// Something that a reference has and a file written from it has not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// The format has no place for the field.
    Field(Field),
    /// The format holds one value of the field; these are the further ones.
    Further(Field),
    /// The value is not what the field wants (a date without a year, a DOI that is none), and only the text itself could be kept.
    Unread(Field),
    /// The value is longer than the format allows and was cut.
    Cut(Field),
    /// The list of authors ends with `et al.` or the like.
    EtAl,
    /// The abstract has lines, and is written in one.
    LineEnds,
    /// Nothing is lost, but a program that the file is for may refuse it; what about it is the text.
    Refused(&'static str),
    /// A tag, element or column that means nothing to this program.
    Tag(String),
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => f.write_str(field.name()),
            Self::Further(field) => write!(f, "a further {}", field.name()),
            Self::Unread(field) => write!(f, "a {} that could not be read", field.name()),
            Self::Cut(field) => write!(f, "the end of a long {}", field.name()),
            Self::EtAl => f.write_str("that the list of authors goes on (`et al.`)"),
            Self::LineEnds => f.write_str("the line ends of an abstract, which are blanks now"),
            Self::Refused(why) => f.write_str(why),
            Self::Tag(tag) if tag.is_empty() => f.write_str("text without a tag"),
            Self::Tag(tag) => write!(f, "`{tag}`"),
        }
    }
}

/// How many references lose what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses(BTreeMap<Loss, usize>);

/// How many tags are told apart: a table may have thousands of columns.
const TAGS: usize = 200;

impl Losses {
    /// Counts what one reference loses.
    pub fn count(&mut self, writer: &dyn Writer, reference: &Reference<'_>) {
        let mut lost = writer.cut(reference);
        lost.extend(writer.refused(reference).map(Loss::Refused));
        if !writer.keeps_text_of(reference) {
            let unheld =
                present(&reference.fields).into_iter().filter(|&field| !writer.holds_of(field, &reference.fields));
            lost.extend(unheld.map(Loss::Field));
            lost.extend((reference.authors_are_cut() && !writer.keeps_et_al()).then_some(Loss::EtAl));
            lost.extend((reference.has_lines() && !writer.keeps_line_ends()).then_some(Loss::LineEnds));
            if !writer.keeps_other_values() {
                let written = if writer.keeps_identifier() { reference.own_key() } else { None };
                lost.extend(
                    reference.record().into_iter().flat_map(|record| not_typed(record, written)).map(|(loss, _)| loss),
                );
            }
        }
        lost.sort();
        lost.dedup();
        for loss in lost {
            let is_new_tag = matches!(loss, Loss::Tag(_)) && !self.0.contains_key(&loss);
            if !is_new_tag || self.0.len() < TAGS {
                *self.0.entry(loss).or_default() += 1;
            }
        }
    }

    /// What was lost, with the number of references that lose it.
    pub fn iter(&self) -> impl Iterator<Item = (&Loss, usize)> {
        self.0.iter().map(|(loss, &count)| (loss, count))
    }
}

/// The values of a record that neither its typed fields nor the key under which it is `written` hold, in file order.
pub(super) fn not_typed<'a>(record: Record<'a>, written: Option<&str>) -> impl Iterator<Item = (Loss, FieldValue<'a>)> {
    // The value is the same in the record, which outlives the reference.
    let written = record.own_key().filter(|key| Some(*key) == written);
    let derived = derived_words(record);
    let mut looked_up = 0;
    record.values().filter_map(move |value| {
        let loss = why_not_typed(record, value)?;
        if matches!(loss, Loss::Tag(_)) {
            looked_up += 1;
            let is_part = looked_up <= LOOKED_UP && has_words(&derived, value.value());
            let is_written = written == Some(value.value().trim()) && !value.is_derived();
            if is_part || is_written || ADDRESSES.contains(&value.tag()) {
                return None;
            }
        }
        Some((loss, value))
    })
}

/// Tags that only number a record in its file, or say who wrote the file.
const ADDRESSES: &[&str] = &["rec-number", "foreign-keys/key", "ref-type", "source-app", "OWN"];

/// How many values of a record without a role are looked up among the derived ones, and how long these may be: a record may
/// hold thousands of cited references.
const LOOKED_UP: usize = 300;
const LONGEST: usize = 1 << 16;

/// The values that were put together from others (`Doe, Jane` from `LastName` and `ForeName`).
fn derived_words(record: Record<'_>) -> String {
    let mut words = String::new();
    for value in record.values().filter(|value| value.is_derived() && value.field() != Field::Other) {
        if words.len() + value.value().len() < LONGEST {
            words.push_str(value.value());
            words.push('\n');
        }
    }
    words
}

/// Whether `text` stands in `words` between words.
fn has_words(words: &str, text: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    words
        .match_indices(text)
        .any(|(at, _)| apart(words[..at].chars().next_back()) && apart(words[at + text.len()..].chars().next()))
}

/// Why [`crate::record::Fields`] does not hold a value; `None` where it does.
fn why_not_typed(record: Record<'_>, value: FieldValue<'_>) -> Option<Loss> {
    let (field, text) = (value.field(), value.value());
    let readable = |is: bool| if is { None } else { Some(Loss::Unread(field)) };
    let single = |is: bool| if is { None } else { Some(Loss::Further(field)) };
    match field {
        Field::Other => Some(Loss::Tag(value.tag().to_owned())),
        Field::Date | Field::DateOnline | Field::DateEntry => {
            let date = PartialDate::parse(DateKind::Issue, text);
            readable(date.year.is_some() || date.month.is_some())
        }
        Field::DateAccess => match PartialDate::parse(DateKind::Access, text) {
            date if date.year.is_none() => readable(false),
            date => single(record.accessed() == Some(date)),
        },
        Field::Doi => match Doi::parse(text) {
            Some(doi) => single(record.doi() == Some(doi)),
            None => readable(false),
        },
        Field::Pmid => readable(Pmid::parse(text).is_some()),
        Field::Pmcid => readable(Pmcid::parse(text).is_some()),
        Field::Issn | Field::Isbn => readable(!Issn::parse_all(text).is_empty() || !Isbn::parse_all(text).is_empty()),
        Field::Language => readable(!Language::parse_all(text).is_empty()),
        Field::Title
        | Field::OriginalTitle
        | Field::Abstract
        | Field::Container
        | Field::ContainerAbbreviation
        | Field::Series
        | Field::Volume
        | Field::Issue
        | Field::ArticleNumber
        | Field::ReportNumber
        | Field::Edition
        | Field::Publisher
        | Field::PublisherPlace
        | Field::Conference
        | Field::Pages
        | Field::EndPage => single(record.first(field) == Some(text)),
        Field::DocumentType
        | Field::Author
        | Field::CorporateAuthor
        | Field::Editor
        | Field::Accession
        | Field::Database
        | Field::Keyword
        | Field::SubjectHeading
        | Field::Affiliation
        | Field::Url
        | Field::Note => None,
        Field::Contributor
        | Field::TranslatedTitle
        | Field::ShortTitle
        | Field::PageCount
        | Field::Platform
        | Field::Copyright
        | Field::Country
        | Field::Relation
        | Field::Funding
        | Field::CitedReference => Some(Loss::Field(field)),
    }
}
