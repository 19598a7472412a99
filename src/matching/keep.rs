//! The record that stands for a group, and the merged reference with the origin of each of its fields.

use std::cmp::Ordering;

use super::{DuplicateGroup, Merged};
use crate::record::{Field, Fields, Record, RecordId, RecordTable};

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
    let mut order = group.records.clone();
    if order.len() > 1 {
        order = by_completeness(records, &order);
        order.retain(|&id| id != group.kept);
        order.insert(0, group.kept);
    }
    let mut all: Vec<(RecordId, Fields)> = order.into_iter().map(|id| (id, Fields::of(records.record(id)))).collect();
    let (kept, others) = all.split_first_mut().map_or((None, &mut [][..]), |(kept, others)| (Some(kept), others));
    let Some((kept, fields)) = kept else { return Merged { fields: Fields::default(), origins: Vec::new() } };
    let mut merging = Merging { fields: std::mem::take(fields), kept: *kept, others, origins: Vec::new() };
    merging.run();
    Merged { fields: merging.fields, origins: merging.origins }
}

struct Merging<'m> {
    fields: Fields,
    kept: RecordId,
    others: &'m mut [(RecordId, Fields)],
    origins: Vec<(Field, RecordId)>,
}

impl Merging<'_> {
    fn run(&mut self) {
        self.union(Field::DocumentType, |fields| &mut fields.document_types);
        self.first(Field::DocumentType, |fields| &mut fields.document_type);
        self.best(Field::Author, |fields| &mut fields.authors, |new, old| authors_tell_more(new, old));
        self.first_list(Field::Editor, |fields| &mut fields.editors);
        self.best(Field::Title, |fields| &mut fields.title, |new, old| title_is_better(new, old));
        self.text(Field::OriginalTitle, |fields| &mut fields.original_title);
        self.text(Field::Container, |fields| &mut fields.container);
        self.text(Field::ContainerAbbreviation, |fields| &mut fields.container_abbreviation);
        self.text(Field::Series, |fields| &mut fields.series);
        self.union(Field::Date, |fields| &mut fields.dates);
        self.text(Field::Volume, |fields| &mut fields.volume);
        self.text(Field::Issue, |fields| &mut fields.issue);
        self.best(
            Field::Pages,
            |fields| &mut fields.pages,
            |new, old| (!new.first.is_empty(), !new.last.is_empty()) > (!old.first.is_empty(), !old.last.is_empty()),
        );
        self.text(Field::ArticleNumber, |fields| &mut fields.article_number);
        self.text(Field::Edition, |fields| &mut fields.edition);
        self.text(Field::Publisher, |fields| &mut fields.publisher);
        self.text(Field::PublisherPlace, |fields| &mut fields.publisher_place);
        self.text(Field::Conference, |fields| &mut fields.conference);
        self.first(Field::Doi, |fields| &mut fields.doi);
        self.first(Field::Pmid, |fields| &mut fields.pmid);
        self.first(Field::Pmcid, |fields| &mut fields.pmcid);
        self.union(Field::Issn, |fields| &mut fields.issns);
        self.union(Field::Isbn, |fields| &mut fields.isbns);
        self.union(Field::Accession, |fields| &mut fields.accessions);
        self.union(Field::Database, |fields| &mut fields.databases);
        self.union(Field::Language, |fields| &mut fields.languages);
        self.text(Field::Abstract, |fields| &mut fields.abstract_text);
        self.union(Field::Keyword, |fields| &mut fields.keywords);
        self.union(Field::SubjectHeading, |fields| &mut fields.subject_headings);
        self.union(Field::Affiliation, |fields| &mut fields.affiliations);
        self.union(Field::Url, |fields| &mut fields.urls);
        self.union(Field::Note, |fields| &mut fields.notes);
    }

    /// Takes the value of the first record that `better` prefers to what is there.
    fn best<T: Default + PartialEq>(
        &mut self,
        field: Field,
        of: fn(&mut Fields) -> &mut T,
        better: fn(&T, &T) -> bool,
    ) {
        let mut from = self.kept;
        for (id, other) in self.others.iter_mut() {
            if better(of(other), of(&mut self.fields)) {
                *of(&mut self.fields) = std::mem::take(of(other));
                from = *id;
            }
        }
        if *of(&mut self.fields) != T::default() {
            self.note(field, from);
        }
    }

    fn text(&mut self, field: Field, of: fn(&mut Fields) -> &mut String) {
        self.best(field, of, |new, old| old.is_empty() && !new.is_empty());
    }

    fn first<T: PartialEq>(&mut self, field: Field, of: fn(&mut Fields) -> &mut Option<T>) {
        self.best(field, of, |new, old| old.is_none() && new.is_some());
    }

    fn first_list<T: PartialEq>(&mut self, field: Field, of: fn(&mut Fields) -> &mut Vec<T>) {
        self.best(field, of, |new, old| old.is_empty() && !new.is_empty());
    }

    /// Adds the values that are not there yet, of one record after the other.
    fn union<T: PartialEq>(&mut self, field: Field, of: fn(&mut Fields) -> &mut Vec<T>) {
        if !of(&mut self.fields).is_empty() {
            self.note(field, self.kept);
        }
        for at in 0..self.others.len() {
            let (id, other) = &mut self.others[at];
            let id = *id;
            let mut added = false;
            for value in std::mem::take(of(other)) {
                if !of(&mut self.fields).contains(&value) {
                    of(&mut self.fields).push(value);
                    added = true;
                }
            }
            if added {
                self.note(field, id);
            }
        }
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
