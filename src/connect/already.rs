//! What the review had already when references and citations of it were followed: it is left out of the export, and the lock says
//! what it was, so that anybody can leave it out again.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::follow::short;
use super::held::file;
use super::job::{Applied, Job};
use super::place::digest_of;
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
        let exports = exports.map(|source| (source.label(), source)).filter(|(label, _)| !is_chased(label)).collect();
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

    /// A job whose export is without what the review has, and without what the `parts` of its search before it exported in the review
    /// folder `root`.
    pub fn leave_out(&self, job: &mut Job, applied: &Applied, root: &Path, parts: &[String]) {
        job.applied_here = vec!["what the review has already".to_owned()];
        job.applied = Some(besides(applied, root, parts, self.settings));
        let (review, root, parts) = (self.left_out(), root.to_owned(), parts.to_vec());
        job.left_out = Some(Arc::new(move || {
            let mut all = review.clone();
            let held = |file: &String| {
                let sha256 = digest_of(&root.join(file)).ok()?.to_string();
                Some(HeldFile { file: file.clone(), sha256 })
            };
            all.exports.extend(parts.iter().filter_map(held));
            all
        }));
    }
}

/// What a review has now: read only where a lock holds what it had.
pub struct HadNow<'a> {
    left_out: LazyCell<LeftOut, Box<dyn FnOnce() -> LeftOut + 'a>>,
    applied: LazyCell<Applied, Box<dyn FnOnce() -> Applied + 'a>>,
    settings: &'a Settings,
}

impl<'a> HadNow<'a> {
    /// What `had` says, once it is asked.
    pub fn new(had: &'a Had<'a>) -> Self {
        Self {
            left_out: LazyCell::new(Box::new(|| had.left_out())),
            applied: LazyCell::new(Box::new(|| had.applied())),
            settings: had.settings,
        }
    }

    /// How what the review and earlier parts of the search had is left out, if they have the same now, in the review folder `root`.
    ///
    /// # Errors
    /// Why that cannot be seen, in words.
    pub fn as_then(&self, root: &Path, search: &Search) -> Result<Applied, String> {
        let Some(then) = &search.left_out else {
            return Err("the lock, of an earlier version, does not say what the review had".to_owned());
        };
        self.without(root, then)
    }

    fn without(&self, root: &Path, then: &LeftOut) -> Result<Applied, String> {
        let (parts, own): (Vec<HeldFile>, Vec<HeldFile>) =
            then.exports.iter().cloned().partition(|held| is_chased(&held.file));
        let own = LeftOut { matching: then.matching.clone(), exports: own };
        if let Some(why) = changed_since(&own, &self.left_out) {
            return Err(why);
        }
        if let Some(other) = parts.iter().find(|part| file(root, &part.file, &part.sha256).is_some()) {
            return Err(format!("`{}` has changed since", other.file));
        }
        let parts: Vec<String> = parts.into_iter().map(|part| part.file).collect();
        Ok(besides(&self.applied, root, &parts, self.settings))
    }
}

fn is_chased(label: &str) -> bool {
    label.strip_prefix(CHASED).is_some_and(|rest| rest.starts_with('/'))
}

/// Leaves out what `review` does, and what stands in `parts` as they are in the review folder `root` when it is applied.
fn besides(review: &Applied, root: &Path, parts: &[String], settings: &Settings) -> Applied {
    if parts.is_empty() {
        return Applied::clone(review);
    }
    let (review, root, parts) = (Applied::clone(review), root.to_owned(), parts.to_vec());
    let settings = settings.clone();
    Arc::new(move |found| {
        let read = |label: &String| {
            let bytes = fs::read(root.join(label)).ok()?;
            Some(format::read(&Arc::new(SourceFile::new(label.clone(), bytes))).records)
        };
        let earlier = RecordTable::new(parts.iter().filter_map(read).collect());
        let is_new = not_in(earlier, settings.clone())(found.clone());
        review(found).into_iter().zip(is_new).map(|(review, parts)| review && parts).collect()
    })
}

/// Why it cannot be seen whether what is left out of a chased export is what the review had; `None` where it can be seen.
fn changed_since(then: &LeftOut, now: &LeftOut) -> Option<String> {
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

/// Leaves out of an export what the review has already, and what stands in it twice: by the services' identifiers,
/// and by the rules by which a run finds duplicates, so that a report without a DOI is known by title, year and authors.
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

/// What OpenAlex and Semantic Scholar call a record: no other service has identifiers of these shapes.
fn works_of(record: Record<'_>) -> Vec<String> {
    let is_paper = |id: &str| id.len() == 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    record.all(Field::Accession).filter(|id| id.contains("openalex.org/W") || is_paper(id)).map(short).collect()
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

    #[test]
    fn what_an_earlier_part_exported_is_left_out_of_a_later_one_and_the_lock_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let label = |part: u32| format!("{CHASED}/chase.semanticscholar.references.{part}.json");
        let paper = |id: &str, title: &str| format!("{{\"paperId\":\"{id}\",\"title\":\"{title}\",\"year\":2015}}");
        let export = |papers: &[String]| format!("{{\"data\":[{}]}}", papers.join(","));
        let hub = paper("0123456789abcdef0123456789abcdef01234567", "The report that everybody cites for coproduction");
        let other = paper("b", "Followers in the market of large cities");
        fs::create_dir_all(root.join(CHASED)).expect("a folder");
        let first = export(std::slice::from_ref(&hub));
        fs::write(root.join(label(1)), &first).expect("a file");

        let settings = Settings::default();
        let had = Had::new(std::iter::empty(), &settings);
        let mut job =
            super::super::follow::links_of("chase.semanticscholar.references", CHASED, true, &seed()).remove(0);
        had.leave_out(&mut job, &had.applied(), root, &[label(1)]);
        let found =
            || format::read(&Arc::new(SourceFile::new(label(2), export(&[hub.clone(), other.clone()]).into()))).records;
        assert_eq!(job.applied.expect("something")(found()), [false, true]);

        let then = job.left_out.expect("something")();
        assert_eq!(then.exports.iter().map(|held| held.file.as_str()).collect::<Vec<_>>(), [label(1)]);
        let now = HadNow::new(&had);
        assert_eq!(now.without(root, &then).map(|applied| applied(found())), Ok(vec![false, true]));
        fs::write(root.join(label(1)), first.replace("report", "reports")).expect("a file");
        assert!(now.without(root, &then).is_err_and(|why| why.contains("has changed since")));
    }

    fn seed() -> BTreeMap<crate::pipeline::By, BTreeSet<String>> {
        BTreeMap::from([(crate::pipeline::By::Doi, BTreeSet::from(["10.5555/1".to_owned()]))])
    }
}
