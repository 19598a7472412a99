//! Every ruling with the reference or the pair it is about, kept up to date line by line.

use std::collections::{BTreeSet, HashMap, HashSet};

use foldhash::fast::FixedState;

use super::batch;
use crate::evidence::RulingIndex;
use crate::pipeline::{Identities, bind};
use crate::record::RecordId;
use crate::ruling::{self, Ruling, RulingKind, Target};

/// What a ruling is about in this review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A group.
    Group(usize),
    /// A pair of records.
    Pair,
    /// Nothing that is there, or nothing certain.
    Nowhere,
}

/// The rulings of a review.
#[derive(Debug, Default)]
pub(super) struct Board {
    /// Every ruling, by file and line; what was appended since stands at the end.
    pub rulings: Vec<Ruling>,
    places: Vec<Place>,
    in_force: Vec<bool>,
    of_group: HashMap<usize, Vec<RulingIndex>, FixedState>,
    of_pairs: Vec<RulingIndex>,
    by_id: HashMap<String, RulingIndex, FixedState>,
    /// What people said of pairs: both ways round.
    pairs: HashMap<(RecordId, RecordId), Vec<RulingIndex>, FixedState>,
}

impl Board {
    /// Places every ruling.
    pub fn new(rulings: Vec<Ruling>, identities: &Identities, group_of: &[usize]) -> Self {
        let mut board = Self::default();
        for ruling in rulings {
            board.put(ruling, identities, group_of);
        }
        let mut groups: Vec<usize> = board.of_group.keys().copied().collect();
        groups.sort_unstable();
        groups.into_iter().for_each(|group| board.settle(&board.of_group[&group].clone()));
        board.settle_pairs(identities, group_of);
        board
    }

    /// Adds a ruling and says what it is about; what is in force there has then been settled again.
    pub fn add(&mut self, ruling: Ruling, identities: &Identities, group_of: &[usize]) -> Place {
        let place = self.put(ruling, identities, group_of);
        match place {
            Place::Group(group) => self.settle(&self.of_group[&group].clone()),
            Place::Pair => self.settle_pairs(identities, group_of),
            Place::Nowhere => {}
        }
        place
    }

    fn put(&mut self, ruling: Ruling, identities: &Identities, group_of: &[usize]) -> Place {
        let number = self.rulings.len() as RulingIndex;
        let place = self.place(&ruling, identities, group_of);
        match place {
            Place::Group(group) => self.of_group.entry(group).or_default().push(number),
            Place::Pair => self.of_pairs.push(number),
            Place::Nowhere => {}
        }
        self.by_id.insert(ruling.id.clone(), number);
        self.places.push(place);
        self.in_force.push(false);
        self.rulings.push(ruling);
        place
    }

    fn place(&self, ruling: &Ruling, identities: &Identities, group_of: &[usize]) -> Place {
        match ruling.kind {
            RulingKind::Undo => {
                let target = ruling.superseded().find_map(|id| self.by_id.get(id));
                target.map_or(Place::Nowhere, |&target| self.places[target as usize])
            }
            RulingKind::Pair => Place::Pair,
            _ => {
                let records = ruling.targets.first().map(|target| identities.find(target)).unwrap_or_default();
                let mut groups = records.iter().map(|id| group_of[id.index()]);
                match groups.next() {
                    Some(group) if groups.all(|other| other == group) => Place::Group(group),
                    _ => Place::Nowhere,
                }
            }
        }
    }

    /// Settles which of the rulings that speak of one thing are in force.
    fn settle(&mut self, numbers: &[RulingIndex]) {
        let said: Vec<Ruling> = numbers.iter().map(|&number| self.rulings[number as usize].clone()).collect();
        let undone = ruling::undone(&said);
        let in_force = ruling::in_force(&said);
        for (at, &number) in numbers.iter().enumerate() {
            let counts = if said[at].kind == RulingKind::Undo { !undone[at] } else { in_force.contains(&(at as u32)) };
            self.in_force[number as usize] = counts;
        }
    }

    fn settle_pairs(&mut self, identities: &Identities, group_of: &[usize]) {
        self.settle(&self.of_pairs.clone());
        self.pairs.clear();
        for &number in &self.of_pairs {
            let ruling = &self.rulings[number as usize];
            let [left, right] = ruling.targets.as_slice() else { continue };
            if !self.in_force[number as usize] || ruling.kind != RulingKind::Pair {
                continue;
            }
            let fit = [identities.find(left), identities.find(right)];
            for (a, b) in bind(&fit, |id| group_of[id.index()]).unwrap_or_default() {
                self.pairs.entry((a, b)).or_default().push(number);
                self.pairs.entry((b, a)).or_default().push(number);
            }
        }
    }

    /// The rulings in force on a group, in order.
    pub fn on_group(&self, group: usize) -> Vec<RulingIndex> {
        let all = self.of_group.get(&group).map(Vec::as_slice).unwrap_or_default();
        let counts = |number: &RulingIndex| {
            self.in_force[*number as usize] && self.rulings[*number as usize].kind != RulingKind::Undo
        };
        all.iter().copied().filter(counts).collect()
    }

    /// Every ruling that was ever made on a group, in order.
    pub fn history(&self, group: usize) -> impl Iterator<Item = (&Ruling, bool)> {
        let all = self.of_group.get(&group).map(Vec::as_slice).unwrap_or_default();
        all.iter().map(|&number| (&self.rulings[number as usize], self.in_force[number as usize]))
    }

    /// The groups that people have spoken of.
    pub fn groups(&self) -> Vec<usize> {
        let mut groups: Vec<usize> = self.of_group.keys().copied().collect();
        groups.sort_unstable();
        groups
    }

    /// The rulings in force on groups, each with its group, by the time that they give; equal times in the order of the files.
    pub fn in_force(&self) -> Vec<(usize, &Ruling)> {
        let numbers = (0..self.rulings.len()).filter(|&number| self.in_force[number]);
        let mut all: Vec<(usize, &Ruling)> = numbers
            .filter_map(|number| match self.places[number] {
                Place::Group(group) => Some((group, &self.rulings[number])),
                Place::Pair | Place::Nowhere => None,
            })
            .collect();
        all.sort_by(|(_, a), (_, b)| a.at.cmp(&b.at));
        all
    }

    /// The identities of the rulings in force on pairs.
    pub fn pairs_in_force(&self) -> BTreeSet<String> {
        let in_force = self.of_pairs.iter().filter(|&&number| self.in_force[number as usize]);
        in_force.map(|&number| self.rulings[number as usize].id.clone()).collect()
    }

    /// What was said of a pair of records.
    pub fn on_pair(&self, a: RecordId, b: RecordId) -> impl Iterator<Item = &Ruling> {
        let numbers = self.pairs.get(&(a, b)).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().map(|&number| &self.rulings[number as usize])
    }

    /// Whether a pair of records waits for an answer: nobody gave one, or those given contradict each other.
    pub fn is_open(&self, a: RecordId, b: RecordId) -> bool {
        let mut said = self.on_pair(a, b).map(|ruling| ruling.verdict.as_str());
        said.next().is_none_or(|first| said.any(|other| other != first))
    }

    /// What a ruling is about.
    pub fn place_of(&self, number: usize) -> Place {
        self.places[number]
    }

    /// The rulings of one person, the latest first, with their numbers and whether they are in force.
    pub fn of_person<'a>(&'a self, by: &'a str) -> impl Iterator<Item = (usize, &'a Ruling, bool)> {
        let numbered = self.rulings.iter().enumerate().rev();
        numbered
            .filter(move |(_, ruling)| ruling.by == by)
            .map(|(number, ruling)| (number, ruling, self.in_force[number]))
    }

    /// The rulings that the next undo of this person takes back, the latest first: one, or all that one split made. None if
    /// there is nothing to take back.
    pub fn to_undo<'a>(&'a self, by: &'a str) -> Vec<(usize, &'a Ruling)> {
        let said = self.of_person(by).filter(|(_, ruling, in_force)| *in_force && ruling.kind != RulingKind::Undo);
        let mut said = said.map(|(number, ruling, _)| (number, ruling));
        let Some((number, last)) = said.next() else { return Vec::new() };
        let is_of_split = |ruling: &Ruling| {
            ruling.kind == RulingKind::Pair
                && (&ruling.verdict, &ruling.at, &ruling.note) == (&last.verdict, &last.at, &last.note)
        };
        let mut together = vec![(number, last)];
        if batch::is_of_one(last) {
            together.extend(said.take_while(|(_, ruling)| batch::are_of_one(last, ruling)));
        } else if last.verdict == "different" {
            together.extend(said.take_while(|(_, ruling)| is_of_split(ruling)));
            let whole = (1..=together.len()).rev().find(|&length| is_every_pair_across(&together[..length]));
            together.truncate(whole.unwrap_or(1));
        }
        together
    }

    /// The undos that the next redo of this person takes back: none once something else was decided; several where one undo took
    /// back what was decided together.
    pub fn to_redo<'a>(&'a self, by: &'a str) -> Vec<(usize, &'a Ruling)> {
        let undone = self.of_person(by).take_while(|(_, ruling, _)| ruling.kind == RulingKind::Undo);
        let open = undone.filter(|(_, undo, in_force)| *in_force && !self.takes_back_an_undo(undo));
        let mut open = open.map(|(number, ruling, _)| (number, ruling));
        let Some((number, last)) = open.next() else { return Vec::new() };
        let mut together = vec![(number, last)];
        if let Some((_, decided)) = self.taken_back(last).next().filter(|(_, decided)| batch::is_of_one(decided)) {
            let of_one = |undo: &Ruling| {
                undo.at == last.at && self.taken_back(undo).all(|(_, other)| batch::are_of_one(decided, other))
            };
            together.extend(open.take_while(|(_, undo)| of_one(undo)));
        }
        together
    }

    /// The rulings that an undo takes back.
    pub fn taken_back<'a>(&'a self, undo: &'a Ruling) -> impl Iterator<Item = (usize, &'a Ruling)> {
        let numbers = undo.superseded().filter_map(|id| self.by_id.get(id)).map(|&number| number as usize);
        numbers.map(|number| (number, &self.rulings[number]))
    }

    fn takes_back_an_undo(&self, undo: &Ruling) -> bool {
        let target = undo.superseded().find_map(|id| self.by_id.get(id));
        target.is_some_and(|&target| self.rulings[target as usize].kind == RulingKind::Undo)
    }
}

/// Whether rulings on pairs pair each of some records with each of some others, as a split does.
fn is_every_pair_across(rulings: &[(usize, &Ruling)]) -> bool {
    let side = |number: usize| -> HashSet<&Target, FixedState> {
        rulings.iter().filter_map(|(_, ruling)| ruling.targets.get(number)).collect()
    };
    let pairs: HashSet<&[Target], FixedState> = rulings.iter().map(|(_, ruling)| ruling.targets.as_slice()).collect();
    let (stay, out) = (side(0), side(1));
    pairs.len() == rulings.len() && stay.len() * out.len() == rulings.len() && stay.is_disjoint(&out)
}
