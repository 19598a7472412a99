//! What the review had already when references and citations of it were followed: it is left out of the export, and the lock says
//! what it was, so that anybody can leave it out again.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::follow::short;
use super::job::{Applied, Job};
use crate::format;
use crate::matching::{Matcher, Settings, Versions};
use crate::record::{Field, Record, RecordTable};
use crate::source::SourceFile;
use crate::wire::searches::{HeldFile, LeftOut, Search};

/// Where the exports of a chase go. They are no part of what the review had.
pub const CHASED: &str = "exports/chase";

/// What a review has, and how duplicates are found in it.
pub struct Had<'a> {
    exports: BTreeMap<&'a str, &'a Arc<SourceFile>>,
    settings: &'a Settings,
}

impl<'a> Had<'a> {
    /// What the review has by its exports, without those that were chased.
    pub fn new(exports: impl Iterator<Item = &'a Arc<SourceFile>>, settings: &'a Settings) -> Self {
        let is_own = |label: &str| label.strip_prefix(CHASED).is_none_or(|rest| !rest.starts_with('/'));
        let exports = exports.map(|source| (source.label(), source)).filter(|(label, _)| is_own(label)).collect();
        Self { exports, settings }
    }

    /// What a lock says of it.
    pub fn left_out(&self) -> LeftOut {
        let held = |(label, source): (&&str, &&Arc<SourceFile>)| HeldFile {
            file: (*label).to_owned(),
            sha256: source.digest().to_string(),
        };
        LeftOut { matching: in_words(self.settings), exports: self.exports.iter().map(held).collect() }
    }

    /// How it is left out.
    pub fn applied(&self) -> Applied {
        let files = self.exports.values().map(|source| format::read(source).records);
        not_in(RecordTable::new(files.collect()), self.settings.clone())
    }

    /// A job whose export is without what the review has.
    pub fn leave_out(&self, job: &mut Job, applied: &Applied) {
        job.applied_here = vec!["what the review has already".to_owned()];
        job.applied = Some(Applied::clone(applied));
        job.left_out = Some(self.left_out());
    }
}

/// What a review has now: read only where a lock holds what it had.
pub struct HadNow<'a> {
    left_out: LazyCell<LeftOut, Box<dyn FnOnce() -> LeftOut + 'a>>,
    applied: LazyCell<Applied, Box<dyn FnOnce() -> Applied + 'a>>,
}

impl<'a> HadNow<'a> {
    /// What `had` says, once it is asked.
    pub fn new(had: &'a Had<'a>) -> Self {
        Self {
            left_out: LazyCell::new(Box::new(|| had.left_out())),
            applied: LazyCell::new(Box::new(|| had.applied())),
        }
    }

    /// How what the review had is left out, if it has the same now.
    ///
    /// # Errors
    /// Why that cannot be seen, in words.
    pub fn as_then(&self, search: &Search) -> Result<Applied, String> {
        changed_since(search, &self.left_out).map_or_else(|| Ok(Applied::clone(&self.applied)), Err)
    }
}

/// Why it cannot be seen whether what is left out of a chased export is what the review had; `None` where it can be seen.
fn changed_since(search: &Search, now: &LeftOut) -> Option<String> {
    let Some(then) = &search.left_out else {
        return Some("the lock, of an earlier version, does not say what the review had".to_owned());
    };
    if then.matching != now.matching {
        return Some(format!("duplicates were found by “{}”, and now by “{}”", then.matching, now.matching));
    }
    let [was, is] = [then, now].map(|side| side.exports.iter().collect::<BTreeSet<_>>());
    let other = was.symmetric_difference(&is).next()?;
    let is_there = |side: &LeftOut| side.exports.iter().any(|held| held.file == other.file);
    Some(match (is_there(then), is_there(now)) {
        (true, true) => format!("`{}` has changed since", other.file),
        (true, false) => format!("`{}` is no longer read", other.file),
        _ => format!("`{}` has come since", other.file),
    })
}

fn in_words(settings: &Settings) -> String {
    let versions = match settings.versions {
        Versions::Link => "linked",
        Versions::Merge => "merged",
        Versions::Apart => "apart",
    };
    let mut words = format!("preset {}, versions {versions}", settings.preset.name());
    for (what, rules) in [("merge", &settings.merge), ("doubt", &settings.doubt)] {
        if !rules.is_empty() {
            words += &format!(", {what} {}", rules.join(" "));
        }
    }
    words
}

/// Leaves out of an export what the review has already, and what stands in it twice: by OpenAlex's identifiers, and by
/// the rules by which a run finds duplicates, so that a report without a DOI is known by title, year and authors.
fn not_in(review: RecordTable, settings: Settings) -> Applied {
    let known: BTreeSet<String> = review.iter().flat_map(|(_, record)| works_of(record)).collect();
    Arc::new(move |found| {
        let mut is_new: Vec<bool> =
            found.iter().map(|record| !works_of(record).iter().any(|id| known.contains(id))).collect();
        let ours = review.len();
        let table = RecordTable::new(review.files().iter().cloned().chain([found]).collect());
        for group in Matcher::new(&table, &settings).deduplicate(&[]).groups {
            let mut members: Vec<usize> = group.records.iter().map(|id| id.index()).collect();
            members.sort_unstable();
            // The first of a group stands for it; that is one of the review if it has one.
            let later = members.into_iter().skip(1).filter_map(|index| index.checked_sub(ours));
            later.for_each(|index| is_new[index] = false);
        }
        is_new
    })
}

/// OpenAlex's identifiers of a record.
fn works_of(record: Record<'_>) -> Vec<String> {
    record.all(Field::Accession).filter(|id| id.contains("openalex.org/W")).map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_review_has_is_known_by_more_than_its_doi() {
        let file = |label: &str, text: &str| Arc::new(SourceFile::new(label, text.as_bytes().to_vec()));
        let ours = "TY  - JOUR\nTI  - Leaders of coproduction in four small towns\nAU  - Ek, Bo\nPY  - 2016\nT2  - Made Up\nVL  - 3\n\
            SP  - 10\nEP  - 20\nER  - \n";
        let review = RecordTable::new(vec![format::read(&file("exports/a.ris", ours)).records]);
        let paper = |id: &str, title: &str, year: u32| {
            format!(
                "{{\"paperId\":\"{id}\",\"title\":\"{title}\",\"year\":{year},\"authors\":[{{\"name\":\"Bo Ek\"}}],\"journal\":{{\"name\":\"Made Up\",\
                 \"volume\":\"3\",\"pages\":\"10-20\"}}}}"
            )
        };
        let papers = [
            paper("a", "Leaders of Coproduction in Four Small Towns", 2016),
            paper("b", "Followers in the market of large cities", 2015),
            paper("b", "Followers in the market of large cities", 2015),
        ];
        let found = file("exports/b.json", &format!("{{\"data\":[{}]}}", papers.join(",")));
        let applied = not_in(review, Settings::default());
        assert_eq!(applied(format::read(&found).records), [false, true, false]);
    }
}
