//! The record that stands for a group, and the merged reference with the origin of each of its fields.

use std::cmp::Ordering;

use super::{DuplicateGroup, Merged};
use crate::record::pages::Pages;
use crate::record::{Field, Fields, Record, RecordId, RecordTable, Values};

/// The members of a group, the one that says most first: the order depends on what the records say, never on where they stand.
pub(super) fn by_completeness(records: &RecordTable, members: &[RecordId]) -> Vec<RecordId> {
    let mut order: Vec<(u32, RecordId)> = members.iter().map(|&id| (completeness(records.record(id)), id)).collect();
    order.sort_by(|&(x, a), &(y, b)| {
        y.cmp(&x).then_with(|| by_content(records.record(a), records.record(b))).then(a.cmp(&b))
    });
    order.into_iter().map(|(_, id)| id).collect()
}

/// Compares two records by what they say, whatever the order in which they say it. What has no meaning here counts last: the
/// first record of a Web of Science file carries the header of the file.
pub(super) fn by_content(a: Record<'_>, b: Record<'_>) -> Ordering {
    fn said(record: Record<'_>) -> Vec<(bool, Field, &str)> {
        let values = record.values().map(|value| (value.field() == Field::Other, value.field(), value.value()));
        let mut values: Vec<_> = values.collect();
        values.sort_unstable();
        values
    }
    let (a, b) = (said(a), said(b));
    // What has no meaning is sorted behind the rest.
    let meaning = |said: &[(bool, Field, &str)]| said.partition_point(|(other, _, _)| !other);
    a[..meaning(&a)].cmp(&b[..meaning(&b)]).then_with(|| a.cmp(&b))
}

/// How much a record says of what identifies and describes a report.
fn completeness(record: Record<'_>) -> u32 {
    let mut seen = 0u64;
    let mut score = 0;
    for value in record.values() {
        let bit = 1u64 << (value.field() as u8);
        if seen & bit == 0 {
            seen |= bit;
            score += weight(value.field());
            score += u32::from(value.field() == Field::Title && !is_shouted(value.value()));
        }
    }
    score
}

fn weight(field: Field) -> u32 {
    match field {
        Field::Title => 8,
        Field::Author | Field::CorporateAuthor | Field::Date => 6,
        Field::Doi => 5,
        Field::Container | Field::Volume | Field::Pages | Field::ArticleNumber => 4,
        Field::Abstract => 3,
        Field::Issue | Field::Issn | Field::Isbn | Field::Pmid | Field::DocumentType | Field::Language => 2,
        Field::Other => 0,
        _ => 1,
    }
}

/// Whether a title is written in capitals throughout.
fn is_shouted(title: &str) -> bool {
    !title.chars().any(char::is_lowercase) && title.chars().filter(|c| c.is_alphabetic()).count() > 3
}

/// The merged reference of a group: each field from the record that says it best, lists from all of them.
pub fn merge(records: &RecordTable, group: &DuplicateGroup) -> Merged {
    if group.records.is_empty() {
        return Merged { fields: Fields::default(), origins: Vec::new() };
    }
    let kept = group.kept;
    let mut others: Vec<RecordId> = group.records.iter().copied().filter(|&id| id != kept).collect();
    // Most groups have two records.
    if others.len() > 1 {
        others = by_completeness(records, &others);
    }
    let fields = Fields::of(records.record(kept));
    let others = others.into_iter().map(|id| (id, Values::of(records.record(id)))).collect();
    let mut merging = Merging { fields, kept, raw: records.record(kept), others, origins: Vec::new() };
    merging.run();
    Merged { fields: merging.fields, origins: merging.origins }
}

/// The other records are read field by field, as far as the fields before them leave something open.
struct Merging<'m> {
    fields: Fields,
    kept: RecordId,
    raw: Record<'m>,
    others: Vec<(RecordId, Values<'m>)>,
    origins: Vec<(Field, RecordId)>,
}

impl<'m> Merging<'m> {
    fn run(&mut self) {
        self.texts(Field::DocumentType, |fields| &mut fields.document_types);
        self.first(Field::DocumentType, |fields| &mut fields.document_type, |other| other.document_type());
        self.authors();
        self.best(
            Field::Editor,
            |fields| &mut fields.editors,
            |other, old| if old.is_empty() { other.editors() } else { Vec::new() },
            |new, old| old.is_empty() && !new.is_empty(),
        );
        self.title();
        self.text(Field::OriginalTitle, |fields| &mut fields.original_title);
        self.text(Field::Container, |fields| &mut fields.container);
        self.text(Field::ContainerAbbreviation, |fields| &mut fields.container_abbreviation);
        self.text(Field::Series, |fields| &mut fields.series);
        self.union(Field::Date, |fields| &mut fields.dates, |other| other.dates());
        self.first(Field::DateAccess, |fields| &mut fields.accessed, |other| other.accessed());
        self.text(Field::Volume, |fields| &mut fields.volume);
        self.text(Field::Issue, |fields| &mut fields.issue);
        let ends = |pages: &Pages| (!pages.first.is_empty(), !pages.last.is_empty());
        self.best(
            Field::Pages,
            |fields| &mut fields.pages,
            |other, old| if ends(old) == (true, true) { Pages::default() } else { other.record.pages() },
            |new, old| ends(new) > ends(old),
        );
        self.text(Field::ArticleNumber, |fields| &mut fields.article_number);
        self.text(Field::ReportNumber, |fields| &mut fields.report_number);
        self.text(Field::Edition, |fields| &mut fields.edition);
        self.text(Field::Publisher, |fields| &mut fields.publisher);
        self.text(Field::PublisherPlace, |fields| &mut fields.publisher_place);
        self.text(Field::Conference, |fields| &mut fields.conference);
        self.first(Field::Doi, |fields| &mut fields.doi, |other| other.doi());
        self.first(Field::Pmid, |fields| &mut fields.pmid, |other| other.pmid());
        self.first(Field::Pmcid, |fields| &mut fields.pmcid, |other| other.pmcid());
        self.union(Field::Issn, |fields| &mut fields.issns, |other| other.issns());
        self.union(Field::Isbn, |fields| &mut fields.isbns, |other| other.isbns());
        self.texts(Field::Accession, |fields| &mut fields.accessions);
        self.texts(Field::Database, |fields| &mut fields.databases);
        self.union(Field::Language, |fields| &mut fields.languages, |other| other.languages());
        self.text(Field::Abstract, |fields| &mut fields.abstract_text);
        self.texts(Field::Keyword, |fields| &mut fields.keywords);
        self.texts(Field::SubjectHeading, |fields| &mut fields.subject_headings);
        self.texts(Field::Affiliation, |fields| &mut fields.affiliations);
        self.texts(Field::Url, |fields| &mut fields.urls);
        self.texts(Field::Note, |fields| &mut fields.notes);
    }

    /// Takes the value of the first record that `better` prefers to what is there. `read` gets what is there, for where it need not look.
    fn best<T: Default + PartialEq>(
        &mut self,
        field: Field,
        of: fn(&mut Fields) -> &mut T,
        read: impl Fn(&Values<'m>, &T) -> T,
        better: impl Fn(&T, &T) -> bool,
    ) {
        let mut from = self.kept;
        let best = of(&mut self.fields);
        for (id, other) in &self.others {
            let new = read(other, best);
            if better(&new, best) {
                (*best, from) = (new, *id);
            }
        }
        if *best != T::default() {
            self.note(field, from);
        }
    }

    /// The authors of the record that tells most of them. Where two records name them alike, the second is not read.
    fn authors(&mut self) {
        let written = |record: Record<'m>| {
            let is_author = |field| matches!(field, Field::Author | Field::CorporateAuthor);
            record.values().filter(move |value| is_author(value.field())).map(|value| (value.field(), value.value()))
        };
        let kept = self.raw;
        self.best(
            Field::Author,
            |fields| &mut fields.authors,
            |other, _| if written(kept).eq(written(other.record)) { Vec::new() } else { other.record.authors() },
            |new, old| authors_tell_more(new, old),
        );
    }

    fn title(&mut self) {
        let mut from = self.kept;
        for (id, other) in &self.others {
            if title_is_better(other.title(), &self.fields.title) {
                other.title().clone_into(&mut self.fields.title);
                from = *id;
            }
        }
        if !self.fields.title.is_empty() {
            self.note(Field::Title, from);
        }
    }

    /// The first value that is not empty.
    fn text(&mut self, field: Field, of: fn(&mut Fields) -> &mut String) {
        let mut from = self.kept;
        let text = of(&mut self.fields);
        if text.is_empty() {
            let said = self.others.iter().map(|(id, other)| (*id, other.text(field)));
            if let Some((id, value)) = said.into_iter().find(|(_, value)| !value.is_empty()) {
                value.clone_into(text);
                from = id;
            }
        }
        if !text.is_empty() {
            self.note(field, from);
        }
    }

    /// The first value that there is.
    fn first<T: PartialEq>(
        &mut self,
        field: Field,
        of: fn(&mut Fields) -> &mut Option<T>,
        read: impl Fn(Record<'m>) -> Option<T>,
    ) {
        self.best(
            field,
            of,
            |other, old| if old.is_none() { read(other.record) } else { None },
            |new, old| old.is_none() && new.is_some(),
        );
    }

    /// Adds the values that are not there yet, of one record after the other.
    fn union<T: PartialEq>(
        &mut self,
        field: Field,
        of: fn(&mut Fields) -> &mut Vec<T>,
        read: impl Fn(Record<'m>) -> Vec<T>,
    ) {
        self.add(field, of, |other| read(other.record).into_iter(), |old, new| old == new, |new| new);
    }

    /// Adds the texts that are not there yet, of one record after the other.
    fn texts(&mut self, field: Field, of: fn(&mut Fields) -> &mut Vec<String>) {
        self.add(
            field,
            of,
            |other| other.all(field).collect::<Vec<_>>().into_iter(),
            |old, new| old == new,
            str::to_owned,
        );
    }

    fn add<T, N>(
        &mut self,
        field: Field,
        of: fn(&mut Fields) -> &mut Vec<T>,
        read: impl Fn(&Values<'m>) -> std::vec::IntoIter<N>,
        same: impl Fn(&T, &N) -> bool,
        own: impl Fn(N) -> T,
    ) {
        let all = of(&mut self.fields);
        let mut from: Vec<RecordId> = Vec::new();
        if !all.is_empty() {
            from.push(self.kept);
        }
        for (id, other) in &self.others {
            let before = all.len();
            for value in read(other) {
                if !all.iter().any(|old| same(old, &value)) {
                    all.push(own(value));
                }
            }
            if all.len() > before {
                from.push(*id);
            }
        }
        from.into_iter().for_each(|id| self.note(field, id));
    }

    fn note(&mut self, field: Field, from: RecordId) {
        if !self.origins.contains(&(field, from)) {
            self.origins.push((field, from));
        }
    }
}

/// Whether every word of a title begins with a capital: a machine did that, and made `Uk` of `UK`.
fn is_capitalised(title: &str) -> bool {
    let mut initials = title.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    initials.clone().count() > 3 && initials.all(char::is_uppercase)
}

/// A title in capitals gives way to one that is not, one with every word capitalised to one without; a cut one to the whole.
fn title_is_better(new: &str, old: &str) -> bool {
    if new == old || new.is_empty() || old.is_empty() {
        return old.is_empty() && !new.is_empty();
    }
    let (shouted_new, shouted_old) = (is_shouted(new), is_shouted(old));
    if shouted_new != shouted_old {
        return shouted_old;
    }
    let capitals = is_capitalised(old) && !is_capitalised(new);
    // A whole title has letters more than a cut one: most pairs need no normal forms.
    if !capitals && new.len() <= old.len() {
        return false;
    }
    let (new, old) = (super::title::Title::new(new), super::title::Title::new(old));
    if new.hash == old.hash {
        return capitals;
    }
    new.text.len() > old.text.len() && new.main_hash == old.hash
}

/// More people, or as many with more of their given names.
fn authors_tell_more(new: &[crate::record::person::Person], old: &[crate::record::person::Person]) -> bool {
    let letters =
        |people: &[crate::record::person::Person]| people.iter().map(|person| person.given.len()).sum::<usize>();
    (new.len(), letters(new)) > (old.len(), letters(old))
}

#[cfg(test)]
mod tests {
    use super::title_is_better;

    #[test]
    fn the_title_a_person_wrote_is_kept() {
        let written = "The spread of swings: how they reached the UK";
        assert!(title_is_better(written, "The Spread Of Swings: How They Reached The Uk"));
        assert!(title_is_better(written, "THE SPREAD OF SWINGS: HOW THEY REACHED THE UK"));
        assert!(title_is_better(written, "The spread of swings"));
        assert!(!title_is_better("The Spread Of Swings: How They Reached The Uk", written));
        assert!(!title_is_better("", written));
    }
}
