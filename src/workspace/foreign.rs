//! From the votes of another tool to rulings: each is placed on one reference, or told.
//!
//! Nothing is guessed and nothing is taken twice. What a person changed in the other tool comes as a history, in its order.

mod people;
mod settle;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;
use jiff::Timestamp;

use super::Remark;
use crate::audit::Run;
use crate::diagnostic::{Diagnostic, excerpt, plural};
use crate::exchange;
use crate::exchange::place::{LADDER, Placed, Shelf};
use crate::exchange::{Declared, Described, Noted, Tool, ToolFile, Vote, Word};
use crate::protocol::{CriterionRule, Stage};
use crate::record::{Field, RecordFile};
use crate::ruling::{Draft, Ruling, RulingKind, Target, fold};
use crate::source::SourceFile;
pub use people::{Address, Like, TwoWays};
use people::{Heard, named_in_two_ways};
use settle::{Told, UNDATED, settle, settle_full_text, still_here};

/// A file of another tool, read as far as a format reads it.
#[derive(Debug)]
pub struct ForeignFile {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Its records; none where no format reads it.
    pub records: Option<RecordFile>,
}

/// How votes are taken over.
pub struct Taking<'a> {
    /// The tool.
    pub tool: &'a dyn Tool,
    /// The stage that they are votes of, where somebody says so. Of a file that tells several stages apart only the votes of that
    /// stage are taken; without a word, votes are of the stage that the file says, else of titles and abstracts.
    pub stage: Option<Stage>,
    /// Who decided, where the files do not say it.
    pub by: Option<&'a str>,
    /// Names in the files and what the people are called here.
    pub people: &'a [(String, String)],
    /// What else the files do not say.
    pub declared: &'a Declared,
}

/// What became of the votes.
#[derive(Debug, Default)]
pub struct Taken {
    /// The rulings to append, per person.
    pub drafts: BTreeMap<String, Vec<Draft>>,
    /// Votes that say what a ruling of the same person said before.
    pub already: usize,
    /// How many votes each rung of the ladder placed, in its order.
    pub rungs: [usize; LADDER.len()],
    /// Votes whose reference is not in the review.
    pub unplaced: Vec<Remark>,
    /// Votes that may be about several references.
    pub ambiguous: Vec<Remark>,
    /// Votes that contradict another of the same person, in these files or among the rulings.
    pub contradictions: Vec<Remark>,
    /// Reasons that are no criterion of the protocol, with how often they are given: they stay as notes.
    pub reasons: BTreeMap<String, usize>,
    /// Every reason and code that a vote of the files has: what else is declared of one means nothing in them.
    pub named: BTreeSet<String>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// People who may count twice, once by name and once by address: somebody has to say who is who first.
    pub two_ways: Option<TwoWays>,
}

/// A vote that was placed.
struct Found {
    vote: Vote,
    file: usize,
}

/// Where votes are placed.
struct Placing<'a> {
    shelf: Shelf,
    keys: HashMap<String, Described, FixedState>,
    run: &'a Run<'a>,
    /// Every ruling on one reference, also those that were taken back, by what it names.
    ever: HashMap<&'a Target, Vec<&'a Ruling>, FixedState>,
}

impl Placing<'_> {
    /// The reference that is meant; told where there is none, or more than one.
    fn place(&self, described: &Described, source: &SourceFile, entry: u32, taken: &mut Taken) -> Option<usize> {
        let described = resolved(described, &self.keys);
        match self.shelf.find(described) {
            Placed::Found(group, rung) => {
                taken.rungs[LADDER.iter().position(|name| *name == rung).unwrap_or(0)] += 1;
                Some(group)
            }
            Placed::Ambiguous(groups, rung) => {
                let names: Vec<&str> = groups.iter().map(|&group| self.run.group(group).group.name.as_str()).collect();
                let message = format!("{} may be {} (by {rung})", in_words(described), names.join(" or "));
                taken.ambiguous.push(remark(source, entry, message));
                None
            }
            Placed::Missing => {
                let begun = self.shelf.begun_by(described);
                let names: Vec<&str> = begun.iter().map(|&group| self.run.group(group).group.name.as_str()).collect();
                let is_number = described.title.is_empty() && described.doi.is_empty() && described.url.is_empty();
                let hint = match names.as_slice() {
                    [] if is_number && self.keys.is_empty() => {
                        "; the log names references by number only: give the list (articles.csv) along with it"
                            .to_owned()
                    }
                    [] => String::new(),
                    names => format!(
                        "; its title begins with that of {}: if the journal or more was run together with it, part them in the file",
                        names.join(" or ")
                    ),
                };
                taken.unplaced.push(remark(source, entry, in_words(described) + &hint));
                None
            }
        }
    }
}

/// The votes of `files` as rulings on the references of `run`.
pub fn take_foreign(run: &Run<'_>, files: &[ForeignFile], how: &Taking<'_>) -> Taken {
    let placing = Placing { shelf: shelf(run), keys: keys(files), run, ever: ever(run) };
    let mut taken = Taken::default();
    let mut placed: BTreeMap<(String, usize, Stage), Vec<Found>> = BTreeMap::new();
    let mut withdrawn: BTreeMap<(String, usize), (Noted, usize)> = BTreeMap::new();
    let mut heard: Vec<Heard> = Vec::new();
    for (file, ForeignFile { source, records }) in files.iter().enumerate() {
        let read = how.tool.read(ToolFile { source, records: records.as_ref() }, how.declared);
        taken.diagnostics.extend(read.diagnostics);
        taken.named.extend(read.codes);
        taken.named.extend(read.votes.iter().flat_map(|vote| vote.reasons.iter().cloned()));
        let of = |full_text: bool| read.votes.iter().any(|vote| vote.full_text == Some(full_text));
        let tells_stages = of(true) && of(false);
        taken.diagnostics.extend(unreadable_times(&read.votes, source));
        for vote in read.votes {
            let told = vote.full_text.map(|full_text| if full_text { Stage::Eligibility } else { Stage::Screening });
            if tells_stages && how.stage.is_some_and(|stage| told.is_some_and(|told| told != stage)) {
                continue;
            }
            let stage = how.stage.or(told).unwrap_or(Stage::Screening);
            if let Some(group) = placing.place(&vote.reference, source, vote.entry, &mut taken) {
                heard.push(Heard { by: vote.by.clone(), file, group, word: Some(vote.word) });
                placed.entry((named(&vote.by, how), group, stage)).or_default().push(Found { vote, file });
            }
        }
        for noted in read.withdrawn {
            // Of a reference that is not here nothing can contradict.
            if let Placed::Found(group, _) = placing.shelf.find(resolved(&noted.reference, &placing.keys)) {
                heard.push(Heard { by: noted.by.clone(), file, group, word: None });
                withdrawn.insert((named(&noted.by, how), group), (noted, file));
            }
        }
        if how.stage.is_none_or(|stage| stage == Stage::Eligibility) {
            for (availability, noted) in read.full_texts {
                if let Some(group) = placing.place(&noted.reference, source, noted.entry, &mut taken) {
                    let by = named(&noted.by, how);
                    settle_full_text(
                        &placing,
                        source,
                        &Told { how, by: &by, group, availability, noted: &noted },
                        &mut taken,
                    );
                }
            }
        }
    }
    taken.two_ways = named_in_two_ways(&heard, how);
    let logged = logged_reasons(&placed);
    let mut said_since: BTreeSet<(String, usize)> = BTreeSet::new();
    for ((by, group, stage), mut votes) in placed {
        let of_person = (by.clone(), group);
        if let Some((noted, file)) = withdrawn.get(&of_person) {
            let (gone, stay) = votes.into_iter().partition(|found| is_outdated(found, noted, *file));
            outdated(run, files, &by, group, (noted, *file), gone, &mut taken);
            votes = stay;
        }
        if !votes.is_empty() {
            said_since.insert(of_person);
        }
        let said = Said { how, by: &by, group, stage, logged: logged.get(&group) };
        settle(&placing, files, &said, votes, &mut taken);
    }
    for ((by, group), (noted, file)) in withdrawn.iter().filter(|(of_person, _)| !said_since.contains(*of_person)) {
        still_here(run, &files[*file].source, (by, *group), noted, &mut taken);
    }
    taken
}

/// Per reference: the reasons that votes with times give. A log knows whose they are, and notes that all readers share do not.
fn logged_reasons(placed: &BTreeMap<(String, usize, Stage), Vec<Found>>) -> BTreeMap<usize, BTreeSet<String>> {
    let mut logged: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for ((_, group, _), votes) in placed {
        let dated = votes.iter().filter(|found| time(&found.vote).is_some());
        let reasons = dated.flat_map(|found| &found.vote.reasons).cloned();
        logged.entry(*group).or_default().extend(reasons);
    }
    logged
}

/// How many votes give a time that cannot be read, told at the first: they count as votes without one.
fn unreadable_times(votes: &[Vote], source: &SourceFile) -> Option<Diagnostic> {
    let unreadable = || votes.iter().filter(|vote| !vote.at.is_empty() && time(vote).is_none());
    let first = unreadable().next()?;
    let number = plural(unreadable().count() as u64, "vote gives", "votes give");
    let message = format!("{number} a time that cannot be read, `{}` first; taken as undated", excerpt(&first.at));
    Some(Diagnostic::new("EXC006", message).at(source.label(), 0, first.entry))
}

fn remark(source: &SourceFile, entry: u32, message: String) -> Remark {
    Remark { line: entry, message: format!("{}, entry {entry}: {message}", source.label()) }
}

fn in_words(described: &Described) -> String {
    let year = if described.year == 0 { String::new() } else { format!(" ({})", described.year) };
    let name = [&described.title, &described.doi, &described.url].into_iter().find(|text| !text.is_empty());
    let name = name.or(described.identifiers.first()).map_or("a reference without a name", String::as_str);
    format!("\"{}\"{year}", excerpt(name))
}

/// Every reference of the run under everything that its records say.
fn shelf(run: &Run<'_>) -> Shelf {
    let mut shelf = Shelf::default();
    for group in run.groups() {
        shelf.put(group.number, &Described { identifiers: vec![group.group.name.clone()], ..Described::default() });
        for &id in &group.group.records {
            let record = run.records().record(id);
            let mut described = Described::of(record);
            described.identifiers.push(run.name(id));
            described.identifiers.extend(record.all(Field::Accession).map(|accession| accession.trim().to_owned()));
            shelf.put(group.number, &described);
        }
    }
    shelf
}

/// The rulings on one reference each, by what they name.
fn ever<'a>(run: &'a Run<'_>) -> HashMap<&'a Target, Vec<&'a Ruling>, FixedState> {
    let mut ever: HashMap<&Target, Vec<&Ruling>, FixedState> = HashMap::default();
    for ruling in run.rulings {
        if let [only] = ruling.targets.as_slice() {
            ever.entry(only).or_default().push(ruling);
        }
    }
    ever
}

/// The tool's own keys of references (`rayyan-123`), for logs that name nothing else.
fn keys(files: &[ForeignFile]) -> HashMap<String, Described, FixedState> {
    let mut keys = HashMap::default();
    for record in files.iter().filter_map(|file| file.records.as_ref()).flat_map(RecordFile::iter) {
        let values = record.all_values().filter(|value| ["key", "id"].contains(&value.tag().to_lowercase().as_str()));
        for value in values {
            keys.entry(value.value().trim().to_owned()).or_insert_with(|| Described::of(record));
        }
    }
    keys
}

/// What identifies a vote's reference: by the tool's own key where the vote says nothing else.
fn resolved<'a>(described: &'a Described, keys: &'a HashMap<String, Described, FixedState>) -> &'a Described {
    if !described.title.is_empty() || !described.doi.is_empty() {
        return described;
    }
    described.identifiers.iter().find_map(|key| keys.get(key)).unwrap_or(described)
}

/// What the person is called here.
fn named(by: &str, how: &Taking<'_>) -> String {
    let known = how.people.iter().find(|(theirs, _)| theirs == by).map(|(_, ours)| ours.as_str());
    let name = known.or(Some(by).filter(|by| !by.is_empty())).or(how.by).unwrap_or(how.tool.name());
    super::name_of(name)
}

/// Who said something, of what, and at which stage.
struct Said<'a> {
    how: &'a Taking<'a>,
    by: &'a str,
    group: usize,
    stage: Stage,
    /// The reasons that a log gives to somebody for this reference.
    logged: Option<&'a BTreeSet<String>>,
}

/// Whether a vote stands in another file than the one that says it was taken back, and is not known to be later.
fn is_outdated(found: &Found, noted: &Noted, file: usize) -> bool {
    let later = time(&found.vote).zip(exchange::time(&noted.at)).is_some_and(|(said, taken_back)| said > taken_back);
    found.file != file && !later
}

/// Tells votes that were taken back in a log and still stand elsewhere; they are not taken.
fn outdated(
    run: &Run<'_>,
    files: &[ForeignFile],
    by: &str,
    group: usize,
    (noted, log): (&Noted, usize),
    gone: Vec<Found>,
    taken: &mut Taken,
) {
    let title = excerpt(&run.group(group).headline().title);
    for Found { vote, file } in gone {
        let message = format!(
            "\"{title}\": {by} said {} there, but took it back in {}, line {}; it is not taken",
            vote.word.verdict(),
            files[log].source.label(),
            noted.entry
        );
        taken.contradictions.push(remark(&files[file].source, vote.entry, message));
    }
}

/// When a vote was given, as far as it says so.
fn time(vote: &Vote) -> Option<Timestamp> {
    exchange::time(&vote.at)
}

fn draft(run: &Run<'_>, said: &Said<'_>, vote: &Vote, source: &SourceFile, taken: &mut Taken) -> Draft {
    let mut criterion = String::new();
    let mut notes: Vec<String> = Some(vote.note.clone()).filter(|note| !note.is_empty()).into_iter().collect();
    for reason in &vote.reasons {
        match criterion_of(run, said.how, reason) {
            // Only an exclusion has a criterion; what is said beside another word is not lost.
            _ if vote.word != Word::Exclude => notes.push(format!("reason: {reason}")),
            Some(id) if criterion.is_empty() => criterion = id,
            Some(id) if id == criterion => {}
            Some(id) => notes.push(format!("also: {id}")),
            None => {
                *taken.reasons.entry(reason.clone()).or_default() += 1;
                notes.push(format!("reason: {reason}"));
            }
        }
    }
    Draft {
        kind: RulingKind::Group,
        stage: said.stage.name().to_owned(),
        round: 1,
        targets: vec![target(run, said.group)],
        verdict: vote.word.verdict().to_owned(),
        criterion,
        note: notes.join("; "),
        supersedes: String::new(),
        from: from(said.how, source, time(vote)),
        at: written(time(vote)),
    }
}

/// The tool and the file, and that the file does not say when.
fn from(how: &Taking<'_>, source: &SourceFile, at: Option<Timestamp>) -> String {
    let file = source.label().rsplit('/').next().unwrap_or_default();
    format!("{}, {file}{}", how.tool.name(), if at.is_none() { UNDATED } else { "" })
}

/// A time as it stands in a ruling, in whole seconds.
fn written(at: Option<Timestamp>) -> String {
    at.map(|at| at.round(jiff::Unit::Second).unwrap_or(at).to_string()).unwrap_or_default()
}

/// What identifies a reference: the record that stands for it.
fn target(run: &Run<'_>, group: usize) -> Target {
    Target::of(run.records().record(run.group(group).group.kept))
}

/// The criterion that a reason in another tool's words means: by the map that was given, its identifier, or its reason.
fn criterion_of(run: &Run<'_>, how: &Taking<'_>, reason: &str) -> Option<String> {
    let mapped = how.declared.codes.iter().find(|(code, _, _)| code == reason).map(|(_, _, id)| id.as_str());
    criterion_called(&run.protocol.criteria, mapped.unwrap_or(reason)).map(|rule| rule.id.clone())
}

/// The criterion with this identifier, reason or question.
pub fn criterion_called<'p>(rules: &'p [CriterionRule], name: &str) -> Option<&'p CriterionRule> {
    let said = fold(name);
    let means = |text: &str| !text.is_empty() && fold(text) == said;
    rules.iter().find(|rule| means(&rule.id) || means(&rule.reason) || rule.question.as_deref().is_some_and(means))
}
