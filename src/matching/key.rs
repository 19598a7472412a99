//! Normal forms: computed once per record, kept beside the records, read by every later step.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::abstracts::beginning;
use super::edition;
use super::form::{Form, form};
use super::names::Names;
use super::place::{Page, Place};
use super::text::{fold, hash_compact};
use super::title::{Marker, Title, is_called_a_thesis};
use super::venue::Venue;
use crate::record::date::{DateKind, PartialDate};
use crate::record::document_type::DocumentType;
use crate::record::{Field, Record, RecordFile, RecordTable};

/// The normal form of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Key {
    /// Title.
    pub(super) title: Title,
    /// Authors.
    pub(super) names: Names,
    /// Earliest and latest year of publication; 0 if there is none.
    pub(super) years: (i16, i16),
    /// Month, or season as a number behind those of the months, and day of publication; 0 where not given.
    pub(super) day: (u8, u8),
    /// Volume, issue, pages.
    pub(super) place: Place,
    /// Journal or book.
    pub(super) venue: Venue,
    /// DOI in normal form, that of arXiv or SSRN for a record that only has a number there; empty if there is none.
    pub(super) doi: Box<str>,
    /// Which version of a preprint or openly reviewed article it is, as its DOI, title or arXiv number counts; 0 if none does.
    pub(super) version: u8,
    /// PubMed identifier; 0 if there is none.
    pub(super) pmid: u32,
    /// What kind of publication this is.
    pub(super) form: Form,
    /// Hash of the beginning of the abstract; 0 if there is none.
    pub(super) abstract_head: u64,
    /// Edition; 0 if not given, [`edition::UNNUMBERED`] if it has a name and no number.
    pub(super) edition: u32,
    /// Whether its title stands in one journal or series, or under one author, in several years among these records.
    pub(super) recurs: bool,
    /// The title stands in three issues of its journal or series at least among these records.
    pub(super) is_column: bool,
}

/// The normal forms of all records, in their order.
pub(super) fn keys(records: &RecordTable) -> Vec<Key> {
    let mut keys: Vec<Key> = records
        .files()
        .par_iter()
        .flat_map_iter(|file| {
            let mut keys: Vec<Key> = (0..file.len()).into_par_iter().map(|at| Key::of(file.record(at))).collect();
            forget_weightless(file, &mut keys);
            keys
        })
        .collect();
    mark_recurring(&mut keys);
    keys
}

/// Marks titles that come again in one journal or series or, where none is given, under one author. In at least three years more than
/// one apart they are yearly reports or columns: online and print, or a preprint and its article, are no three such years. In at least
/// three issues, be they of one year, they are columns: a slip makes two issues of one.
fn mark_recurring(keys: &mut [Key]) {
    let series = |key: &Key| match &*key.venue.words {
        _ if key.title.hash == 0 || key.years.0 == 0 => None,
        "" if key.names.first == 0 => None,
        "" => Some((key.title.hash, u64::from(key.names.first))),
        name => Some((key.title.hash, super::text::hash(name))),
    };
    let seen = |key: &Key| Some((series(key)?, key.years.0, key.place.volume, key.place.issue));
    let mut seen: Vec<((u64, u64), i16, u32, u32)> = keys.iter().filter_map(seen).collect();
    seen.par_sort_unstable();
    seen.dedup();
    let mut returning: HashMap<(u64, u64), (bool, bool), FixedState> = HashMap::default();
    for places in seen.chunk_by(|a, b| a.0 == b.0).filter(|places| places.len() > 2) {
        let years = places.chunk_by(|a, b| a.1 == b.1).count();
        let in_years = years > 2 && places[places.len() - 1].1 - places[0].1 > 2;
        let in_issues = are_issues_of_a_column(places.iter().map(|&(_, year, volume, issue)| (year, volume, issue)));
        if in_years || in_issues {
            returning.insert(places[0].0, (in_years, in_issues));
        }
    }
    if !returning.is_empty() {
        keys.iter_mut().for_each(|key| {
            let found = series(key).and_then(|series| returning.get(&series).copied());
            (key.recurs, key.is_column) = found.unwrap_or_default();
        });
    }
}

/// Whether there are three issues at least among places given as year, volume and issue; the year tells issues apart where no volumes are
/// counted.
fn are_issues_of_a_column(places: impl Iterator<Item = (i16, u32, u32)>) -> bool {
    let counted =
        |(year, volume, issue): (i16, u32, u32)| if volume == 0 { (year, 0, issue) } else { (0, volume, issue) };
    let mut issues: Vec<_> = places.filter(|&(.., issue)| issue != 0).map(counted).collect();
    issues.sort_unstable();
    issues.dedup();
    issues.len() > 2
}

impl Key {
    fn of(record: Record<'_>) -> Self {
        let mut venue = Venue::of(record);
        let mut kind = record.document_type();
        let notice = match kind {
            Some(DocumentType::Correction) => Some(Marker::Correction),
            Some(DocumentType::Retraction) => Some(Marker::Retraction),
            _ => None,
        };
        let read = |raw| notice.map_or_else(|| Title::new(raw), |marker| Title::of_notice(raw, marker));
        let dates = record.dates();
        let (mut place, years) = (Place::of(record), years(&dates));
        // What a journal counts has no edition; a test that an article is about has one.
        let is_book = || matches!(kind, Some(DocumentType::Book)) || venue.words.is_empty() && place.volume == 0;
        let raw = record.title();
        let in_title = raw.filter(|_| is_book()).and_then(edition::in_title);
        let mut title = match &in_title {
            Some((title, _)) => read(title),
            None => raw.map(read).unwrap_or_default(),
        };
        if place.volume == 0 && place.issue == 0 {
            place.issue = venue.number;
        }
        let (mut is_its_own_book, mut is_its_own_source) = (false, false);
        if venue.is_repeated_by(&title.text) {
            // A report or book whose title was given again for want of a journal: of what a journal counts, a volume may be its version and
            // pages how many it has, if its name has words that tell.
            let is_counted = place.issue != 0
                || venue.issns[0] != 0
                || place.volume != 0 && (!place.first.is_missing() || title.words.len() < 4);
            if !is_counted && venue.names_title(&title.text) {
                is_its_own_book = venue.isbns[0] != 0;
                is_its_own_source = true;
                venue = Venue { isbns: venue.isbns, ..Venue::default() };
            } else {
                title = Title::default();
            }
        }
        if title.parallel[0] == 0 && title.hash != 0 {
            let other = record.first(Field::OriginalTitle).or_else(|| record.first(Field::TranslatedTitle));
            title.parallel[0] = other.map(Title::new).filter(|other| other.own > 1).map_or(0, |other| other.hash);
        }
        if matches!(kind, None | Some(DocumentType::Other)) && raw.is_some_and(is_called_a_thesis) {
            kind = Some(DocumentType::Thesis);
        }
        let edition = || in_title.map_or_else(|| edition_at_the_end(&title.text), |(_, edition)| Some(edition));
        let edition =
            record.first(Field::Edition).map(edition::of_field).filter(|&edition| edition != 0).or_else(edition);
        let mut version = title.version;
        let arxiv = || record.arxiv().map(|arxiv| (arxiv.doi(), arxiv.version()));
        let on_server = || arxiv().or_else(|| record.ssrn().map(|doi| (doi, 0)));
        let doi = record.doi().or_else(|| {
            let (doi, counted) = venue.may_be_preprint_server().then(on_server)??;
            version = version.max(counted);
            Some(doi)
        });
        let doi: Box<str> = doi.map(|doi| doi.as_str().into()).unwrap_or_default();
        if let Some((_, counted)) = version_of(&doi) {
            version = counted;
        }
        if is_its_own_book {
            kind = Some(DocumentType::Book);
        }
        let publisher = record.first(Field::Publisher).filter(|_| venue.words.is_empty()).map(fold).unwrap_or_default();
        // Proceedings that are numbered by their year are those of a meeting.
        let is_year = [years.0, years.1].iter().any(|&year| u32::try_from(year) == Ok(place.volume));
        Self {
            title,
            names: Names::of(record),
            years,
            day: day(&dates),
            form: form(kind, &doi, &venue, &publisher, place.volume != 0 && !is_year && !is_its_own_source),
            place,
            venue,
            doi,
            version,
            pmid: record.pmid().and_then(|pmid| pmid.as_str().parse().ok()).unwrap_or(0),
            abstract_head: record.abstract_text().map_or(0, abstract_head),
            edition: edition.unwrap_or(0),
            recurs: false,
            is_column: false,
        }
    }
}

impl Key {
    /// An order of normal forms: by what identifies a report first.
    pub(super) fn order(&self, other: &Self) -> std::cmp::Ordering {
        let place = |key: &Self| (key.place.volume, key.place.issue, key.place.first, key.place.last);
        let names = |key: &Self| (key.names.count, key.names.first, key.names.initial);
        let signs = |Self { title, .. }: &Self| {
            (title.is_translated, title.is_letter, title.is_cut, title.has_lost_letters, title.has_footnote)
        };
        let notes = |key: &Self| (signs(key), key.title.characters, key.title.parallel, key.title.version);
        (&self.title.text, self.years, place(self), &self.doi, &self.names.text, &self.venue.words)
            .cmp(&(&other.title.text, other.years, place(other), &other.doi, &other.names.text, &other.venue.words))
            .then_with(|| {
                (&self.venue.short, self.venue.issns, self.venue.isbns, self.venue.is_cut).cmp(&(
                    &other.venue.short,
                    other.venue.issns,
                    other.venue.isbns,
                    other.venue.is_cut,
                ))
            })
            .then_with(|| {
                (self.pmid, self.form, self.edition, self.abstract_head, self.day, self.version).cmp(&(
                    other.pmid,
                    other.form,
                    other.edition,
                    other.abstract_head,
                    other.day,
                    other.version,
                ))
            })
            .then_with(|| names(self).cmp(&names(other)))
            .then_with(|| notes(self).cmp(&notes(other)))
    }

    /// What the DOIs of all versions of one preprint or openly reviewed article have in common: `10.21203/rs.3.rs-100001`. The DOI
    /// itself where it counts no versions.
    pub(super) fn doi_of_all_versions(&self) -> &str {
        version_of(&self.doi).map_or(&*self.doi, |(all, _)| all)
    }

    /// Whether what stands for its first page is the number of an article, of which the length is not known: a letter or a word says so, or
    /// the DOI ends with volume and number, as `10.5555/ts.01324` of article 24 in volume 13 does.
    pub(super) fn has_article_number(&self) -> bool {
        let (first, volume) = (self.place.first, self.place.volume);
        let is_alone = self.place.last.is_missing() && !first.is_missing();
        let ends_the_doi = || {
            let before =
                self.doi.strip_suffix(&first.number.to_string()).map(|doi| doi.trim_end_matches(['0', '.', '-']));
            volume != 0 && before.is_some_and(|before| before.ends_with(&volume.to_string()))
        };
        is_alone && (first.counts_texts() || first.letter == b'e' || ends_the_doi())
    }

    /// What the DOIs of all versions of one Cochrane review have in common: `cd002273`.
    pub(super) fn cochrane_review(&self) -> Option<&str> {
        self.doi.strip_prefix("10.1002/14651858.")?.split('.').next().filter(|review| !review.is_empty())
    }

    /// The normal forms as text, field by field, for a reader.
    pub(super) fn shown(&self) -> Vec<(Field, String)> {
        let number = |number: u32| if number == 0 { String::new() } else { number.to_string() };
        let years = match self.years {
            (0, _) => String::new(),
            (lo, hi) if lo == hi => lo.to_string(),
            (lo, hi) => format!("{lo} or {hi}"),
        };
        vec![
            (Field::Author, self.names.text.replace('|', "; ")),
            (Field::Title, self.title.text.to_string()),
            (Field::Container, self.venue.words.to_string()),
            (Field::Date, years),
            (Field::Volume, number(self.place.volume)),
            (Field::Issue, number(self.place.issue)),
            (Field::Pages, self.place.pages_shown()),
            (Field::Doi, self.doi.to_string()),
            (Field::Pmid, number(self.pmid)),
        ]
    }
}

/// The edition that a folded title ends with: 7 of "statistics for planners 7th edition".
fn edition_at_the_end(title: &str) -> Option<u32> {
    let mut words = title.rsplit(' ');
    let is_named = matches!(words.next()?, "edition" | "ed" | "edn");
    let number = words.next().filter(|_| is_named)?;
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| number.strip_suffix(end))?;
    digits.parse().ok()
}

/// A DOI without the number of a version, and the number: `/v1` (Research Square, Authorea), `.v1` (Preprints.org, figshare), `-v2`
/// (ChemRxiv), `_v1` (OSF); `.1` in the journals of F1000, whose numbers of articles stand before it, and in eLife.
fn version_of(doi: &str) -> Option<(&str, u8)> {
    let digits = doi.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (rest, number) = doi.split_at(doi.len() - digits);
    let number: u8 = number.parse().ok().filter(|&number| number > 0 && digits < 3)?;
    let is_counted = |rest: &str| ["10.12688/", "10.7554/elife."].iter().any(|prefix| rest.starts_with(prefix));
    let all = match rest.strip_suffix('v') {
        Some(rest) => rest.strip_suffix(['/', '.', '-', '_'])?,
        None => rest.strip_suffix('.').filter(|all| is_counted(all) && all.ends_with(|c: char| c.is_ascii_digit()))?,
    };
    Some((all, number))
}

fn day(dates: &[PartialDate]) -> (u8, u8) {
    let issues = || dates.iter().filter(|date| matches!(date.kind, DateKind::Issue));
    match issues().find(|date| date.month.is_some()) {
        Some(date) => (date.month.unwrap_or(0), date.day.unwrap_or(0)),
        None => (issues().find_map(|date| season(&date.raw)).unwrap_or(0), 0),
    }
}

/// The season in a date such as "2008 Fall", as a number behind those of the months.
fn season(date: &str) -> Option<u8> {
    date.split(|c: char| !c.is_alphabetic()).find_map(|word| match word.to_ascii_lowercase().as_str() {
        "spring" => Some(13),
        "summer" => Some(14),
        "autumn" | "fall" => Some(15),
        "winter" => Some(16),
        _ => None,
    })
}

fn years(dates: &[PartialDate]) -> (i16, i16) {
    let (mut lo, mut hi) = (0, 0);
    for year in dates.iter().filter(|date| date.kind != DateKind::Entry).filter_map(|date| date.year) {
        lo = if lo == 0 { year } else { year.min(lo) };
        hi = year.max(hi);
    }
    (lo, hi)
}

/// Hash of the first eighty letters and digits, behind a heading such as "Background:"; 0 for a shorter abstract.
fn abstract_head(text: &str) -> u64 {
    const HEADINGS: [&str; 11] = [
        "abstract",
        "aim",
        "aims",
        "background",
        "introduction",
        "objective",
        "objectives",
        "purpose",
        "the",
        "to",
        "and",
    ];
    let folded = fold(beginning(text, 160));
    let mut rest = folded.as_str();
    while let Some((word, after)) = rest.split_once(' ')
        && HEADINGS.contains(&word)
    {
        rest = after;
    }
    if rest.len() < 90 { 0 } else { hash_compact(&rest[..90]) }
}

/// Values of a field that are the same in a whole file, or different in nearly every record, say nothing about duplicates:
/// a running number in the issue field, volume 1 throughout, the year of the export as that of every record. They are treated as
/// missing.
fn forget_weightless(file: &RecordFile, keys: &mut [Key]) {
    debug_assert_eq!(file.len(), keys.len());
    if is_year_of_the_file(keys) {
        keys.iter_mut().for_each(|key| (key.years, key.day) = Default::default());
    }
    if is_weightless(keys.iter().map(|key| key.place.issue), 12, 0.9) {
        keys.iter_mut().for_each(|key| key.place.issue = 0);
    }
    if is_weightless(keys.iter().map(|key| key.place.volume), 50, 0.95) {
        keys.iter_mut().for_each(|key| key.place.volume = 0);
    }
    // First pages differ by nature; only a constant one is suspicious.
    if is_weightless(keys.iter().map(|key| key.place.first.number), 12, 1.1) {
        keys.iter_mut().for_each(|key| (key.place.first, key.place.last) = (Page::default(), Page::default()));
    }
}

/// Whether one year stands in every record that has one, and is that of the file: the same journals stand in it in volumes of many
/// years. A search of one year has a constant year as well, but a journal that counts issues has few volumes a year. The bounds are
/// a judgement: more than four volumes apart, in three journals at least and in half of those of which the file has two numbered
/// records.
fn is_year_of_the_file(keys: &[Key]) -> bool {
    let mut years = keys.iter().map(|key| key.years).filter(|years| years.0 != 0);
    let Some(year) = years.next() else { return false };
    if years.any(|other| other != year) {
        return false;
    }
    let mut volumes: HashMap<&str, (u32, u32, u32), FixedState> = HashMap::default();
    for key in keys.iter().filter(|key| key.place.volume != 0 && key.place.issue != 0 && !key.venue.words.is_empty()) {
        let volume = key.place.volume;
        let (least, most, records) = volumes.entry(&key.venue.words).or_insert((volume, volume, 0));
        (*least, *most, *records) = (volume.min(*least), volume.max(*most), *records + 1);
    }
    let several = volumes.values().filter(|(.., records)| *records > 1);
    let far = several.clone().filter(|(least, most, _)| most - least > 4).count();
    far > 2 && far * 2 >= several.count()
}

/// Whether a column with at least `least` values is constant, or has more different values than the share `near_unique`.
fn is_weightless(values: impl Iterator<Item = u32>, least: usize, near_unique: f64) -> bool {
    let mut distinct: HashSet<u32, FixedState> = HashSet::default();
    let mut filled = 0;
    for value in values.filter(|&value| value != 0) {
        filled += 1;
        distinct.insert(value);
    }
    filled >= least && (distinct.len() == 1 || distinct.len() as f64 >= near_unique * filled as f64)
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn versions_are_read_where_a_server_counts_them() {
        for (doi, expected) in [
            ("10.21203/rs.3.rs-100001/v2", Some(("10.21203/rs.3.rs-100001", 2))),
            ("10.20944/preprints202001.0001.v1", Some(("10.20944/preprints202001.0001", 1))),
            ("10.26434/chemrxiv-2021-abcde-v3", Some(("10.26434/chemrxiv-2021-abcde", 3))),
            ("10.12688/f1000research.10001.1", Some(("10.12688/f1000research.10001", 1))),
            ("10.7554/elife.10001.2", Some(("10.7554/elife.10001", 2))),
            ("10.7554/elife.10001", None),
            ("10.7554/elife.10001.001", None),
            ("10.1000/towns.7", None),
            ("10.1000/journal.v12", Some(("10.1000/journal", 12))),
            ("10.1000/rev12", None),
            ("", None),
        ] {
            assert_eq!(version_of(doi), expected, "{doi}");
        }
    }
}
