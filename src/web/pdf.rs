//! Full texts that lie beside the review: `pdf/`, `pdfs/` or `fulltexts/`, matched by name or identifier.

use std::fs;
use std::path::PathBuf;

use super::review::Review;
use crate::record::Fields;
use crate::ruling::fold;

const FOLDERS: [&str; 3] = ["pdf", "pdfs", "fulltexts"];

/// The PDF of a group: one file that is called as the group, a record, the DOI or the PubMed identifier, or after author, year and
/// words of the title. `None` if there is none, or more than one.
pub(super) fn find(review: &Review, group: usize, fields: &Fields) -> Option<PathBuf> {
    let mut exact: Vec<String> = vec![fold(&review.group(group).name)];
    exact.extend(review.group(group).records.iter().map(|&id| fold(&review.name(id))));
    if let Some(doi) = &fields.doi {
        exact.push(fold(doi.as_str()));
        exact.extend(doi.as_str().split_once('/').map(|(_, suffix)| fold(suffix)));
    }
    if let Some(pmid) = &fields.pmid {
        exact.extend([pmid.to_string(), format!("pmid {pmid}"), format!("pmid{pmid}")]);
    }
    let files: Vec<(String, PathBuf)> = files(review);
    let by_name = files.iter().filter(|(name, _)| exact.contains(name));
    only(by_name).or_else(|| only(files.iter().filter(|(name, _)| is_cited_as(name, fields))))
}

fn only<'f>(mut found: impl Iterator<Item = &'f (String, PathBuf)>) -> Option<PathBuf> {
    let first = found.next()?;
    found.next().is_none().then(|| first.1.clone())
}

/// `smith 2010 leadership in councils`: the first author's family name and the year, and at least two long words of the title, or
/// the whole title.
fn is_cited_as(name: &str, fields: &Fields) -> bool {
    let title = fold(&fields.title);
    if !title.is_empty() && name == title {
        return true;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let author = fields.authors.first().map(|person| fold(&person.family)).unwrap_or_default();
    let year = fields.year().map(|year| year.to_string()).unwrap_or_default();
    let known =
        !author.is_empty() && author.split(' ').all(|part| words.contains(&part)) && words.contains(&year.as_str());
    known && title.split(' ').filter(|word| word.len() > 4 && words.contains(word)).count() >= 2
}

fn files(review: &Review) -> Vec<(String, PathBuf)> {
    let entries = FOLDERS.iter().filter_map(|folder| fs::read_dir(review.root.join(folder)).ok()).flatten().flatten();
    let mut files: Vec<(String, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf")))
        .filter_map(|path| Some((fold(&path.file_stem()?.to_string_lossy()), path)))
        .collect();
    files.sort();
    files
}
