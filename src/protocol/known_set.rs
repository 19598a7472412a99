//! The criterion `known_set`: whether a reference is one of a known set of the protocol.
//!
//! A protocol names the file of a known set and does not read it, so that the criterion is made twice: with its settings alone
//! when the protocol is read, and once more when the references are there.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;

use crate::criteria::{Criterion, Kind, Setting, SettingError, Settings, Subject};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::{Field, Record, RecordFile, RecordId};
use crate::ruling::Target;

/// The kind.
pub(super) struct KnownSetKind;

/// Its name.
pub(super) const NAME: &str = "known_set";

/// The key that names the set.
pub(super) const SET: &str = "set";

const KEYS: &[Setting] = &[
    Setting { key: SET, about: "The known set, by its `id` under `[[known]]`. Required." },
    Setting {
        key: "member",
        about: "`true` (the default): met by references of the set; `false`: met by all others, as to leave out what an earlier \
                review has.",
    },
];

impl Kind for KnownSetKind {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        include_str!("about/known_set.md")
    }

    fn keys(&self) -> &'static [Setting] {
        KEYS
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        let set = settings.text(SET)?.ok_or_else(|| {
            SettingError::new(SET, "a criterion on a known set needs `set`, the `id` of a set under `[[known]]`")
        })?;
        let member = settings.flag("member")?.unwrap_or(true);
        Ok(Box::new(KnownSetCriterion { set: set.to_owned(), member, shelf: None }))
    }
}

/// The criterion with the references of its set; `None` if the settings cannot be used, which was told when they were read.
pub(super) fn with_references(settings: &Settings, references: &RecordFile) -> Option<Box<dyn Criterion>> {
    let set = settings.text(SET).ok()??.to_owned();
    let member = settings.flag("member").ok()?.unwrap_or(true);
    Some(Box::new(KnownSetCriterion { set, member, shelf: Some(Shelf::of(references)) }))
}

#[derive(Debug)]
struct KnownSetCriterion {
    set: String,
    member: bool,
    /// The references; `None` if their file could not be read.
    shelf: Option<Shelf>,
}

/// The references of a set by what identifies them.
#[derive(Debug, Default)]
struct Shelf {
    targets: Vec<Target>,
    by_doi: HashMap<String, usize, FixedState>,
    by_title: HashMap<String, Vec<usize>, FixedState>,
    by_word: HashMap<String, Vec<usize>, FixedState>,
}

/// What a set says of a record.
enum Place {
    /// It is in the set, by this field.
    In(Field),
    /// It may be, for this reason.
    Perhaps(&'static str),
    /// It is not.
    Out,
    /// It has nothing by which it could be told.
    Untold,
}

/// A word that stands in more titles of the set says nothing about one of them.
const COMMON: usize = 64;

/// Titles that have this share of their words in common are nearly the same (Dice's coefficient).
const NEAR: f64 = 0.8;

impl Shelf {
    fn of(references: &RecordFile) -> Self {
        Self::with(references.iter().map(Target::of))
    }

    fn with(targets: impl Iterator<Item = Target>) -> Self {
        let mut shelf = Self::default();
        for (number, target) in targets.enumerate() {
            if !target.doi.is_empty() {
                shelf.by_doi.entry(target.doi.clone()).or_insert(number);
            }
            if !target.title.is_empty() {
                shelf.by_title.entry(target.title.clone()).or_default().push(number);
            }
            for word in words(&target.title) {
                shelf.by_word.entry(word.to_owned()).or_default().push(number);
            }
            shelf.targets.push(target);
        }
        shelf
    }

    fn place(&self, record: Record<'_>) -> Place {
        let target = Target::of(record);
        if self.by_doi.contains_key(&target.doi) {
            return Place::In(Field::Doi);
        }
        if target.title.is_empty() {
            return Place::Untold;
        }
        let same_title = self.by_title.get(&target.title).into_iter().flatten().map(|&at| &self.targets[at]);
        let mut perhaps = false;
        for other in same_title {
            let confirmed = (target.year != 0 && target.year == other.year)
                || (!target.author.is_empty() && target.author == other.author);
            if confirmed && target.agrees(other) {
                return Place::In(Field::Title);
            }
            perhaps = true;
        }
        if perhaps {
            return Place::Perhaps("the title is that of a reference of the set, but not all of the rest");
        }
        if self.has_near(&target.title) {
            return Place::Perhaps("the title is nearly that of a reference of the set");
        }
        Place::Out
    }

    /// Whether a title of the set has most of the words, or one of both begins with the other.
    fn has_near(&self, title: &str) -> bool {
        let own = words(title);
        let rare = own.iter().filter_map(|word| self.by_word.get(*word)).filter(|list| list.len() <= COMMON);
        let candidates: BTreeSet<usize> = rare.flatten().copied().collect();
        candidates.into_iter().any(|at| {
            let other = &self.targets[at].title;
            let has = words(other);
            let common = own.intersection(&has).count() as f64;
            let begins = |long: &str, short: &str| short.contains(' ') && long.starts_with(&format!("{short} "));
            2.0 * common >= NEAR * (own.len() + has.len()) as f64 || begins(title, other) || begins(other, title)
        })
    }
}

fn words(title: &str) -> BTreeSet<&str> {
    title.split(' ').filter(|word| !word.is_empty()).collect()
}

impl Criterion for KnownSetCriterion {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let Some(shelf) = &self.shelf else {
            return Finding::silent(format!("the references of the known set {} were not read", self.set));
        };
        let mut perhaps = None;
        let mut looked_at = Vec::new();
        for &(id, record) in subject.records {
            match shelf.place(record) {
                Place::In(field) => return self.found(evidence(id, record, field), true),
                Place::Perhaps(why) => perhaps = Some((why, evidence(id, record, Field::Title))),
                Place::Out => looked_at.extend(evidence(id, record, Field::Title)),
                Place::Untold => {}
            }
        }
        if let Some((why, evidence)) = perhaps {
            let evidence = evidence.map(|found| Evidence { weight: Weight::Weak, ..found });
            let reason = format!("{why} {}", self.set);
            return Finding {
                verdict: Verdict::Unclear,
                reason: reason.into(),
                evidence: evidence.into_iter().collect(),
            };
        }
        if looked_at.is_empty() {
            return Finding::silent("no record has a DOI of the known set, and none has a title");
        }
        self.found(looked_at, false)
    }

    fn admitting(&self, subject: Subject<'_>) -> Vec<(String, Box<dyn Criterion>)> {
        self.changed(subject).into_iter().collect()
    }
}

impl KnownSetCriterion {
    /// What it says, with these records as references of the set, or without what is one of them.
    fn changed(&self, subject: Subject<'_>) -> Option<(String, Box<dyn Criterion>)> {
        let own: Vec<Target> = subject.records.iter().map(|(_, record)| Target::of(*record)).collect();
        let known = &self.shelf.as_ref()?.targets;
        let same = |one: &Target| {
            let both = |a: &str, b: &str| !a.is_empty() && a == b;
            own.iter().any(|other| both(&one.doi, &other.doi) || both(&one.title, &other.title))
        };
        let (shelf, how) = match self.member {
            true => (Shelf::with(known.iter().cloned().chain(own)), "held it as well"),
            false => (Shelf::with(known.iter().filter(|one| !same(one)).cloned()), "did not hold it"),
        };
        let changed = Self { set: self.set.clone(), member: self.member, shelf: Some(shelf) };
        Some((format!("the known set {} {how}", self.set), Box::new(changed)))
    }

    fn found(&self, evidence: impl IntoIterator<Item = Evidence>, inside: bool) -> Finding {
        let met = inside == self.member;
        let weight = if met { Weight::For } else { Weight::Against };
        let reason = format!("it is {} of the known set {}", if inside { "one" } else { "none" }, self.set);
        Finding {
            verdict: if met { Verdict::Met } else { Verdict::NotMet },
            reason: reason.into(),
            evidence: evidence.into_iter().map(|found| Evidence { weight, ..found }).collect(),
        }
    }
}

/// The first value of a field.
fn evidence(record: RecordId, view: Record<'_>, field: Field) -> Option<Evidence> {
    let words = view.first(field)?.to_owned();
    let span = 0..words.len() as u32;
    Some(Evidence {
        record,
        field,
        nth: 0,
        span,
        words,
        cue: "looked up in the known set".into(),
        weight: Weight::Weak,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::RecordFileBuilder;
    use crate::source::SourceFile;

    fn file(records: &[&[(Field, &str)]]) -> RecordFile {
        let mut builder = RecordFileBuilder::new(Arc::new(SourceFile::new("a.ris", Vec::new())), "ris");
        for values in records {
            builder.begin(0, 1);
            values.iter().for_each(|(field, value)| builder.owned_field(field.name(), *field, value));
            builder.end(0);
        }
        builder.finish()
    }

    fn assess(settings: &str, record: &[(Field, &str)]) -> Finding {
        let set = file(&[
            &[(Field::Title, "Lamps at sea: a history"), (Field::Date, "2001"), (Field::Doi, "10.1000/lamps")],
            &[(Field::Title, "Editorial"), (Field::Date, "2003"), (Field::Author, "Quay, Ann")],
        ]);
        let table = settings.parse::<toml::Table>().expect("settings");
        let criterion = with_references(&Settings::new(table), &set).expect("usable settings");
        let file = file(&[record]);
        criterion.assess(Subject { records: &[(RecordId(0), file.record(0))] })
    }

    #[test]
    fn a_reference_is_in_the_set_is_not_or_cannot_be_told() {
        let verdict = |record: &[(Field, &str)]| assess("set = \"core\"", record).verdict;
        let (title, date, author) = (Field::Title, Field::Date, Field::Author);
        assert_eq!(verdict(&[(title, "Another title"), (Field::Doi, "https://doi.org/10.1000/LAMPS")]), Verdict::Met);
        assert_eq!(verdict(&[(title, "Lamps at Sea - A History"), (date, "2001")]), Verdict::Met);
        assert_eq!(verdict(&[(title, "Harbour cats"), (date, "2001")]), Verdict::NotMet);
        assert_eq!(verdict(&[(title, "Lamps at sea"), (date, "2001")]), Verdict::Unclear, "the subtitle may be cut");
        assert_eq!(verdict(&[(title, "Editorial"), (date, "2003"), (author, "Pier, Bo")]), Verdict::Unclear);
        assert_eq!(verdict(&[(title, "Editorial")]), Verdict::Unclear, "nothing confirms a title that many have");
        assert_eq!(verdict(&[(date, "2001")]), Verdict::Unclear);
    }

    #[test]
    fn the_others_can_be_wanted_and_the_finding_has_its_words() {
        let known = assess("set = \"core\"\nmember = false", &[(Field::Doi, "10.1000/lamps")]);
        assert_eq!((known.verdict, known.evidence[0].words.as_str()), (Verdict::NotMet, "10.1000/lamps"));
        assert_eq!(known.evidence[0].weight, Weight::Against);
        let new = assess("set = \"core\"\nmember = false", &[(Field::Title, "Harbour cats")]);
        assert_eq!((new.verdict, new.evidence[0].weight), (Verdict::Met, Weight::For));
    }

    #[test]
    fn a_set_with_a_reference_more_or_less_lets_it_in() {
        let set = file(&[&[(Field::Title, "Lamps at sea: a history"), (Field::Doi, "10.1000/lamps")]]);
        for (member, record, how) in [
            (true, (Field::Title, "Harbour cats"), "held it as well"),
            (false, (Field::Doi, "10.1000/lamps"), "did not hold it"),
        ] {
            let settings = format!("set = \"core\"\nmember = {member}").parse().expect("TOML");
            let criterion = with_references(&Settings::new(settings), &set).expect("usable settings");
            let file = file(&[&[record, (Field::Date, "2001")]]);
            let records = [(RecordId(0), file.record(0))];
            let subject = Subject { records: &records };
            assert_eq!(criterion.assess(subject).verdict, Verdict::NotMet);
            let changed = criterion.admitting(subject);
            assert_eq!(changed.len(), 1);
            assert_eq!(changed[0].0, format!("the known set core {how}"));
            assert_ne!(changed[0].1.assess(subject).verdict, Verdict::NotMet);
        }
    }

    #[test]
    fn without_its_references_it_is_unclear() {
        let criterion = KnownSetKind.build(&Settings::new("set = \"core\"".parse().expect("TOML"))).expect("settings");
        let file = file(&[&[(Field::Title, "Lamps at sea")]]);
        assert_eq!(criterion.assess(Subject { records: &[(RecordId(0), file.record(0))] }).verdict, Verdict::Unclear);
        assert!(KnownSetKind.build(&Settings::default()).is_err());
    }
}
