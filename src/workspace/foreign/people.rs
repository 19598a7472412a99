//! People whom one file calls by their names and another by their addresses.
//!
//! Rayyan's list has names and its log has addresses: taken as they are, one reader would vote twice and agree with themselves.
//! Nobody but a person knows who is who; the votes that both give to one reference only suggest it.

use std::collections::{BTreeMap, BTreeSet};

use super::Taking;
use crate::exchange::Word;
use crate::ruling::fold;

/// A vote by the name that a file gives to whoever gave it.
#[derive(Debug)]
pub(super) struct Heard {
    pub by: String,
    pub file: usize,
    pub group: usize,
    /// `None` where a vote was taken back.
    pub word: Option<Word>,
}

/// Names in some files and addresses in others, which nobody has said to be other people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWays {
    /// The names, and each of the addresses with the name that its votes are most like, if any are.
    pub names: Vec<String>,
    /// Each of the addresses.
    pub addresses: Vec<Address>,
}

/// An address (or a number) by which a file names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// As the file has it.
    pub address: String,
    /// The name whose votes are most like those of the address.
    pub like: Option<Like>,
}

/// How far the votes under a name are those under an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Like {
    /// The name.
    pub name: String,
    /// On how many references both say the same.
    pub same: usize,
    /// On how many references both say something.
    pub both: usize,
}

/// The people who may be named in two ways; `None` where nobody may.
pub(super) fn named_in_two_ways(heard: &[Heard], how: &Taking<'_>) -> Option<TwoWays> {
    let is_told = |by: &str| how.people.iter().any(|(theirs, ours)| theirs == by || ours == by);
    let mut files: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for said in heard.iter().filter(|said| !said.by.is_empty() && !is_told(&said.by)) {
        files.entry(&said.by).or_default().insert(said.file);
    }
    let meant = |addresses: bool| -> Vec<&str> {
        let all = files.keys().copied().filter(|name| is_address(name) == addresses);
        all.filter(|name| !others(name, &files).is_empty()).collect()
    };
    let (names, addresses) = (meant(false), meant(true));
    let address = |by: &&str| Address { address: (*by).to_owned(), like: most_alike(by, others(by, &files), heard) };
    (!names.is_empty()).then(|| TwoWays {
        names: names.into_iter().map(str::to_owned).collect(),
        addresses: addresses.iter().map(address).collect(),
    })
}

/// The addresses that may be those of a name, or the names of an address: who stands beside it in the same file is somebody else.
fn others<'a>(by: &str, files: &BTreeMap<&'a str, BTreeSet<usize>>) -> Vec<&'a str> {
    let others = files.iter().filter(|(name, at)| is_address(name) != is_address(by) && at.is_disjoint(&files[by]));
    others.map(|(name, _)| *name).collect()
}

/// `ann@example.org`, or the number of a user.
fn is_address(by: &str) -> bool {
    by.contains('@') || by.bytes().all(|byte| byte.is_ascii_digit())
}

fn most_alike(address: &str, names: Vec<&str>, heard: &[Heard]) -> Option<Like> {
    let of = |by: &str| -> BTreeMap<usize, Option<Word>> {
        heard.iter().filter(|said| said.by == by).map(|said| (said.group, said.word)).collect()
    };
    let own = of(address);
    let local = fold(address.split('@').next().unwrap_or_default());
    let like = |name: &str| {
        let theirs = of(name);
        let both = own.keys().filter(|group| theirs.contains_key(group)).count();
        let same = own.iter().filter(|(group, word)| theirs.get(group) == Some(*word)).count();
        Like { name: name.to_owned(), same, both }
    };
    let is_alike = |name: &str| {
        let words = fold(name);
        !local.is_empty() && words.split(' ').any(|word| word.len() > 1 && local.contains(word))
    };
    let all = names
        .into_iter()
        .map(|name| (is_alike(name), like(name)))
        .filter(|(is_alike, like)| *is_alike || like.same > 0);
    // The name in the address says more than the votes: readers agree on most of what they read.
    all.max_by_key(|(is_alike, like)| (*is_alike, like.same, std::cmp::Reverse(like.both))).map(|(_, like)| like)
}
