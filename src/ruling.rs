//! What people decided, as values: version 1 of `rulings/<person>.jsonl`.
//!
//! A ruling is bound to what identifies its records, not to their place in a file, so that it finds them again in a fresh export.

mod file;
mod lineage;

use std::collections::HashMap;

use foldhash::fast::FixedState;
use unicode_normalization::UnicodeNormalization;

use crate::evidence::RulingIndex;
use crate::record::accession::home_of;
use crate::record::{Field, Record};
use crate::source::Digest;

pub use file::{Draft, VERSION, author_of, identity, last_identity, lines_for, read};

/// What identifies a record across exports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Target {
    /// Database and accession number, where the record has them.
    pub database: String,
    /// Accession number.
    pub accession: String,
    /// DOI in normal form.
    pub doi: String,
    /// Normalised title.
    pub title: String,
    /// Normalised family name of the first author.
    pub author: String,
    /// Year of publication, 0 if unknown.
    pub year: i16,
    /// Volume.
    pub volume: String,
    /// Pages.
    pub pages: String,
    /// A digest of what else describes the record: tells records apart that agree in everything above. No part of what must
    /// agree, for it changes with the smallest mending of a record; empty in rulings of earlier versions.
    pub digest: String,
}

/// What [`Target::digest`] is made of, beside the title and what stands in a target by itself. Neither the abstract nor
/// numbers of citations are among it: they differ from one export of a record to the next.
const DESCRIBING: [Field; 16] = [
    Field::DocumentType,
    Field::Author,
    Field::CorporateAuthor,
    Field::Editor,
    Field::Title,
    Field::OriginalTitle,
    Field::Container,
    Field::ContainerAbbreviation,
    Field::Series,
    Field::Issue,
    Field::Pages,
    Field::EndPage,
    Field::ArticleNumber,
    Field::Edition,
    Field::Conference,
    Field::Isbn,
];

/// What a ruling is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RulingKind {
    /// Two records: the same report or different ones.
    Pair,
    /// A group: include, exclude or unsure.
    Group,
    /// One criterion of a group: met or not met.
    Criterion,
    /// The full text: sought, retrieved, not retrieved.
    Retrieval,
    /// A decision between conflicting votes.
    Adjudication,
    /// Takes back an earlier ruling.
    Undo,
}

/// One line of a rulings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Identity of this line: the first 16 hexadecimal digits of its digest; what `supersedes` and the next line refer to.
    pub id: String,
    /// What it is about.
    pub kind: RulingKind,
    /// The stage: `before_screening`, `screening`, `eligibility`; empty for pairs.
    pub stage: String,
    /// The round of a stage, counted from 1.
    pub round: u32,
    /// One record for a group, two for a pair.
    pub targets: Vec<Target>,
    /// The verdict, one of the words of its kind.
    pub verdict: String,
    /// The criterion, for an exclusion or a criterion ruling.
    pub criterion: String,
    /// Why, in the person's words.
    pub note: String,
    /// Who.
    pub by: String,
    /// When, as RFC 3339.
    pub at: String,
    /// The rulings that this one takes back or replaces: identities with a space between them, mostly one; empty if none.
    pub supersedes: String,
    /// For a decision that was made in another tool: the tool and its file, with `, undated` behind it where the file does not say
    /// when it was made (its time is then that of the import); empty for one made here.
    pub from: String,
    /// The file and line it stands on.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// Where it stands in the history of its file.
    pub lineage: Lineage,
}

/// Where a line stands in the history of its file. A file that two branches wrote to has lines that know nothing of each other,
/// whatever their order after the merge; in every other file, and by default, a line follows on all lines before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lineage(Option<Descent>);

/// A line in the tree of lines, numbered from the root: its descendants have the numbers from its own up to `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Descent {
    own: u32,
    last: u32,
}

impl Lineage {
    /// Whether a line with this lineage was written by somebody who had the line with the lineage `earlier`, which stands before it.
    fn follows(self, earlier: Self) -> bool {
        match (self.0, earlier.0) {
            (Some(line), Some(earlier)) => earlier.own <= line.own && line.own <= earlier.last,
            _ => true,
        }
    }
}

impl Target {
    /// What identifies `record`.
    pub fn of(record: Record<'_>) -> Self {
        Self {
            database: record.first(Field::Database).map(fold).unwrap_or_default(),
            accession: record.first(Field::Accession).unwrap_or_default().trim().to_owned(),
            doi: record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
            title: record.title().map(fold).unwrap_or_default(),
            author: record.authors().first().map(|person| fold(&person.family)).unwrap_or_default(),
            year: record.year().unwrap_or_default(),
            volume: record.first(Field::Volume).map(fold).unwrap_or_default(),
            pages: fold(&record.pages().first),
            digest: digest_of(record),
        }
    }

    /// The target as one line of text that survives a spreadsheet: what stands in the column `key` of `to-review.csv`.
    ///
    /// `key1|database|accession|doi|title|author|year|volume|pages|digest`, the digest only where there is one; `%`, `|` and
    /// line ends inside are written as `%25`, `%7C`, `%0A`, `%0D`.
    pub fn key(&self) -> String {
        let year = if self.year == 0 { String::new() } else { self.year.to_string() };
        let parts =
            [&self.database, &self.accession, &self.doi, &self.title, &self.author, &year, &self.volume, &self.pages];
        let digest = Some(&self.digest).filter(|digest| !digest.is_empty());
        parts.into_iter().chain(digest).fold("key1".to_owned(), |mut key, part| {
            key.push('|');
            key.push_str(&part.replace('%', "%25").replace('|', "%7C").replace('\n', "%0A").replace('\r', "%0D"));
            key
        })
    }

    /// Reads what [`key`](Self::key) writes; `None` for anything else.
    pub fn from_key(key: &str) -> Option<Self> {
        let plain = |part: &str| part.replace("%0D", "\r").replace("%0A", "\n").replace("%7C", "|").replace("%25", "%");
        let mut parts: Vec<String> = key.trim().strip_prefix("key1|")?.split('|').map(plain).collect();
        let digest = if parts.len() == 9 { parts.pop()? } else { String::new() };
        let [database, accession, doi, title, author, year, volume, pages] = <[String; 8]>::try_from(parts).ok()?;
        let year = if year.is_empty() { 0 } else { year.parse().ok()? };
        Some(Self { database, accession, doi, title, author, year, volume, pages, digest })
    }

    /// Whether an equal accession number means the same record. The databases must not contradict each other; and where the
    /// number does not tell its database by its form, the titles must be alike: running numbers begin anew with every export.
    pub fn same_accession(&self, other: &Self) -> bool {
        let certain = home_of(&self.accession).is_some();
        neutral(&self.database, &other.database) && (certain || titles_are_alike(&self.title, &other.title))
    }

    /// The target with its texts in today's normal form: it may have been written down by an earlier version.
    pub fn refolded(&self) -> Self {
        let Self { accession, doi, year, digest, .. } = self.clone();
        let [database, title, author, volume, pages] =
            [&self.database, &self.title, &self.author, &self.volume, &self.pages].map(|text| fold(text));
        Self { database, accession, doi, title, author, year, volume, pages, digest }
    }

    /// Whether both say the same of everything but the digest, also in what they leave open.
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { digest: String::new(), ..self.clone() } == Self { digest: String::new(), ..other.clone() }
    }

    /// Whether everything that both sides know agrees, the title above all.
    pub fn agrees(&self, other: &Self) -> bool {
        self.title == other.title
            && (self.year == 0 || other.year == 0 || self.year == other.year)
            && neutral(&self.author, &other.author)
            && neutral(&self.volume, &other.volume)
            && neutral(&self.pages, &other.pages)
            && neutral(&self.doi, &other.doi)
    }
}

/// The first 8 hexadecimal digits of a digest of what describes a record, in whatever order its fields stand.
fn digest_of(record: Record<'_>) -> String {
    let described = record.values().filter(|value| DESCRIBING.contains(&value.field()));
    let mut texts: Vec<String> =
        described.map(|value| format!("{}:{}\n", value.field().name(), fold(value.value()))).collect();
    texts.sort_unstable();
    let mut digest = Digest::of(texts.concat().as_bytes()).to_string();
    digest.truncate(8);
    digest
}

/// Equal, or one side unknown.
fn neutral(a: &str, b: &str) -> bool {
    a.is_empty() || b.is_empty() || a == b
}

/// Whether two folded titles may be of one report: near each other, or one cut; also where one is not known. A title may be cut,
/// repaired or spoiled by a spreadsheet program, so near is near enough.
pub fn titles_are_alike(a: &str, b: &str) -> bool {
    /// A shorter beginning than this is that of many titles.
    const SHORTEST_CUT: usize = 15;
    let is_cut = |long: &str, short: &str| short.len() >= SHORTEST_CUT && long.starts_with(short);
    a.is_empty() || b.is_empty() || is_cut(a, b) || is_cut(b, a) || strsim::normalized_levenshtein(a, b) > 0.7
}

/// Letters and digits only, lower case, accents off, single spaces: what stays the same when an export is made again, by
/// whatever program writes `Østergaard` as `Ostergaard`.
pub fn fold(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let plain =
        text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase);
    for c in plain {
        match c {
            'ø' => letters.push('o'),
            'ł' => letters.push('l'),
            'ı' => letters.push('i'),
            'đ' | 'ð' => letters.push('d'),
            'ħ' => letters.push('h'),
            'þ' => letters.push_str("th"),
            'æ' => letters.push_str("ae"),
            'œ' => letters.push_str("oe"),
            'ß' => letters.push_str("ss"),
            c if c.is_alphanumeric() => letters.push(c),
            _ => letters.push(' '),
        }
    }
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rulings in force, by their place in the list: not undone or superseded, and not followed by another word of the
/// same person on the same thing. An undone undo is no undo. Two different words of one person that know nothing of each
/// other, as after a merge of two branches, are both in force: the order of lines settles nothing.
pub fn in_force(rulings: &[Ruling]) -> Vec<RulingIndex> {
    let undone = undone(rulings);
    let mut last_words: HashMap<_, Vec<usize>, FixedState> = HashMap::default();
    for (place, ruling) in
        rulings.iter().enumerate().filter(|(place, ruling)| !undone[*place] && ruling.kind != RulingKind::Undo)
    {
        let question = (&ruling.by, ruling.kind, &ruling.stage, ruling.criterion_in_question(), &ruling.targets);
        let words = last_words.entry(question).or_default();
        words.retain(|&earlier| !ruling.replaces(&rulings[earlier]));
        words.push(place);
    }
    let mut places: Vec<RulingIndex> = last_words.into_values().flatten().map(|place| place as RulingIndex).collect();
    places.sort_unstable();
    places
}

/// Per ruling: whether a ruling that is itself in force takes it back.
pub fn undone(rulings: &[Ruling]) -> Vec<bool> {
    let place: HashMap<&str, usize, FixedState> =
        rulings.iter().enumerate().map(|(place, ruling)| (ruling.id.as_str(), place)).collect();
    let targets = |of: usize| {
        let known = rulings[of].superseded().filter_map(|id| place.get(id).copied());
        known.filter(move |&target| target != of && rulings[of].takes_back(&rulings[target]))
    };
    // People's files are read one after the other, so a ruling may stand before or behind what it takes back: settle
    // first what nobody speaks of, then what those speak of. Rulings that take back each other in a ring stay in force.
    let mut open_words = vec![0_u32; rulings.len()];
    (0..rulings.len()).flat_map(targets).for_each(|target| open_words[target] += 1);
    let mut settled: Vec<usize> = (0..rulings.len()).filter(|&place| open_words[place] == 0).collect();
    let mut undone = vec![false; rulings.len()];
    while let Some(place) = settled.pop() {
        for target in targets(place) {
            undone[target] |= !undone[place];
            open_words[target] -= 1;
            if open_words[target] == 0 {
                settled.push(target);
            }
        }
    }
    undone
}

impl Ruling {
    /// The identities of the rulings that this one takes back or replaces.
    pub fn superseded(&self) -> impl Iterator<Item = &str> {
        self.supersedes.split_whitespace()
    }

    /// Whether superseding takes back: an adjudication settles votes, which stay what people said.
    fn takes_back(&self, other: &Self) -> bool {
        self.kind != RulingKind::Adjudication || other.kind == RulingKind::Adjudication
    }

    /// Whether this word of a person takes the place of an earlier one on the same thing, without naming it.
    fn replaces(&self, earlier: &Self) -> bool {
        self.has_answer_of(earlier) || (self.file == earlier.file && self.lineage.follows(earlier.lineage))
    }

    /// Whether both say the same, whatever their notes.
    pub fn has_answer_of(&self, other: &Self) -> bool {
        (&self.verdict, &self.criterion) == (&other.verdict, &other.criterion)
    }

    /// The criterion that a criterion ruling is about; an exclusion's criterion is part of its answer, not of its question.
    fn criterion_in_question(&self) -> &str {
        if self.kind == RulingKind::Criterion { &self.criterion } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, kind: RulingKind, verdict: &str, by: &str, supersedes: &str) -> Ruling {
        Ruling {
            id: id.into(),
            kind,
            stage: "screening".into(),
            round: 1,
            targets: vec![Target { title: "one title".into(), ..Target::default() }],
            verdict: verdict.into(),
            criterion: String::new(),
            note: String::new(),
            by: by.into(),
            at: String::new(),
            supersedes: supersedes.into(),
            from: String::new(),
            file: String::new(),
            line: 0,
            lineage: Lineage::default(),
        }
    }

    #[test]
    fn a_key_comes_back_as_its_target() {
        let target = Target {
            database: "web of science".into(),
            accession: "WOS:1|2\n%7C".into(),
            doi: "10.1/a%25".into(),
            year: 1999,
            ..Target::default()
        };
        assert_eq!(target.key(), "key1|web of science|WOS:1%7C2%0A%257C|10.1/a%2525|||1999||");
        assert_eq!(Target::from_key(&target.key()), Some(target.clone()));
        assert_eq!(Target::from_key(&Target::default().key()), Some(Target::default()));
        assert_eq!(Target::from_key("key1|too|few"), None);
        let told_apart = Target { digest: "0a1b2c3d".into(), ..target };
        assert_eq!(Target::from_key(&told_apart.key()), Some(told_apart));
    }

    #[test]
    fn letters_that_programs_write_plainly_are_folded() {
        assert_eq!(fold("Østergaard, Łukasz: Altıntaş & Æther-Straße"), "ostergaard lukasz altintas aether strasse");
    }

    #[test]
    fn a_running_number_is_no_identity() {
        let target = |database: &str, accession: &str, title: &str| Target {
            database: database.into(),
            accession: accession.into(),
            title: title.into(),
            ..Target::default()
        };
        let known = target("", "1", "harbour lamps of the north");
        assert!(!known.same_accession(&target("", "1", "gardens behind the station")));
        assert!(known.same_accession(&target("", "1", "harbour lamps of the nort")));
        assert!(known.same_accession(&target("my library", "1", "harbour lamps of the north a history")));
        let certain = target("web of science", "WOS:000350000000001", "lampade del porto");
        assert!(certain.same_accession(&target("", "WOS:000350000000001", "harbour lamps of the north")));
        assert!(!certain.same_accession(&target("scopus", "WOS:000350000000001", "lampade del porto")));
    }

    #[test]
    fn an_undo_takes_back_and_an_undone_undo_gives_back() {
        let vote = line("1", RulingKind::Group, "include", "ann", "");
        let undo = line("2", RulingKind::Undo, "", "ann", "1");
        let undo_of_undo = line("3", RulingKind::Undo, "", "ann", "2");
        assert_eq!(in_force(std::slice::from_ref(&vote)), [0]);
        assert!(in_force(&[vote.clone(), undo.clone()]).is_empty());
        assert_eq!(in_force(&[vote.clone(), undo.clone(), undo_of_undo.clone()]), [0]);
        assert_eq!(in_force(&[undo_of_undo, undo, vote]), [2], "whatever the order of the files");
    }

    #[test]
    fn an_adjudication_names_votes_and_replaces_adjudications() {
        let lines = [
            line("1", RulingKind::Group, "include", "ann", ""),
            line("2", RulingKind::Group, "exclude", "bo", ""),
            line("3", RulingKind::Adjudication, "exclude", "dan", "1 2"),
            line("4", RulingKind::Adjudication, "include", "cy", "3"),
        ];
        assert_eq!(in_force(&lines[..3]), [0, 1, 2], "the votes stay what people said");
        assert_eq!(in_force(&lines), [0, 1, 3]);
    }

    #[test]
    fn the_last_word_of_a_person_counts_and_other_people_stay() {
        let lines = [
            line("1", RulingKind::Group, "include", "ann", ""),
            line("2", RulingKind::Group, "include", "bo", ""),
            line("3", RulingKind::Group, "exclude", "ann", ""),
        ];
        assert_eq!(in_force(&lines), [1, 2]);
    }

    #[test]
    fn words_that_know_nothing_of_each_other_are_both_in_force() {
        let branch = |own| Lineage(Some(Descent { own, last: own }));
        let base = Ruling {
            lineage: Lineage(Some(Descent { own: 0, last: 2 })),
            ..line("1", RulingKind::Group, "unsure", "ann", "")
        };
        let one = Ruling { lineage: branch(1), ..line("2", RulingKind::Group, "include", "ann", "") };
        let other = Ruling { lineage: branch(2), ..line("3", RulingKind::Group, "exclude", "ann", "") };
        let merged = [base.clone(), one.clone(), other.clone()];
        assert_eq!(in_force(&merged), [1, 2], "both know the first");
        assert_eq!(in_force(&[base.clone(), other.clone(), one.clone()]), [1, 2], "in whatever order");
        let alike =
            Ruling { note: "on the other machine".into(), ..Ruling { verdict: "include".into(), ..other.clone() } };
        assert_eq!(in_force(&[base, one, alike]), [2], "one answer, said twice, is no contradiction");
        let settled = line("4", RulingKind::Group, "exclude", "ann", "2 3");
        assert_eq!(in_force(&[merged.to_vec(), vec![settled]].concat()), [3]);
        let elsewhere =
            Ruling { file: "rulings/ann-laptop.jsonl".into(), ..line("5", RulingKind::Group, "include", "ann", "") };
        assert_eq!(
            in_force(&[line("6", RulingKind::Group, "exclude", "ann", ""), elsewhere]),
            [0, 1],
            "in another file"
        );
    }

    #[test]
    fn what_an_export_made_again_changes_does_not_change_what_identifies() {
        assert_eq!(fold("Co\u{2010}Production:  the  CASE of “Bristol”"), fold("co-production the case of 'Bristol'"));
        let target = Target { title: "a".into(), author: "smith".into(), year: 2010, ..Target::default() };
        assert!(target.agrees(&Target { volume: "3".into(), ..target.clone() }), "an added volume");
        assert!(!target.agrees(&Target { year: 2011, ..target.clone() }), "another year is another report");
    }
}
