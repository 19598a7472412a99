//! From the rows of a sheet to rulings: what is taken, what was there already, what cannot be placed, what conflicts.
//!
//! Nothing is taken twice, and nothing is guessed: a row that is not understood, or whose record is not certain, is told.

use std::collections::BTreeMap;

use super::sheet::{About, Row, Said, Sheet};
use crate::audit::Run;
use crate::diagnostic::{excerpt, suggest};
use crate::evidence::Actor;
use crate::pipeline::{Identities, Unbound, bind, group_numbers};
use crate::protocol::Stage;
use crate::record::RecordId;
use crate::ruling::{self, Draft, Ruling, RulingKind, Target};

/// What became of the rows of a sheet.
#[derive(Debug, Default)]
pub struct Intake {
    /// The rulings to append.
    pub drafts: Vec<Draft>,
    /// How many of them replace an earlier word of the same person.
    pub changed: usize,
    /// Rows that say what a ruling of this person said before.
    pub already: usize,
    /// Per criterion: how many of them exclude and name none, and are taken for the only one that was in question.
    pub supposed: BTreeMap<String, usize>,
    /// Rows that are not taken, and why.
    pub refused: Vec<Remark>,
    /// Rows that are taken, and contradict what somebody else said.
    pub conflicts: Vec<Remark>,
}

/// Something to say of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line of the sheet.
    pub line: u32,
    /// What there is to say.
    pub message: String,
}

/// A row that was understood and placed.
struct Placed<'s> {
    row: &'s Row,
    draft: Draft,
    /// The groups or records that it is about.
    place: Place,
}

/// What a ruling is about in this run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Group(usize),
    /// The pairs of records that the two targets mean: one, unless a report has several records.
    Pairs(Vec<(RecordId, RecordId)>),
}

/// What the person `by` decided in `sheet`, as rulings on the records of `run`.
pub fn take(sheet: &Sheet, run: &Run<'_>, by: &str) -> Intake {
    let reader = Reader::new(run, by);
    let mut intake = Intake::default();
    let mut placed = Vec::new();
    for row in &sheet.rows {
        match reader.place(sheet, row) {
            Ok(found) => placed.push(found),
            Err(message) => intake.refused.push(Remark { line: row.line, message }),
        }
    }
    for found in without_contradictions(placed, &mut intake) {
        reader.settle(found, &mut intake);
    }
    intake.refused.sort_by_key(|remark| remark.line);
    intake
}

/// Of rows on one thing that say the same, the first; of rows that do not, none.
fn without_contradictions<'s>(placed: Vec<Placed<'s>>, intake: &mut Intake) -> Vec<Placed<'s>> {
    let mut on_one_thing: BTreeMap<_, Vec<Placed<'s>>> = BTreeMap::new();
    for found in placed {
        let Draft { kind, stage, criterion, .. } = &found.draft;
        let criterion = if *kind == RulingKind::Criterion { criterion.clone() } else { String::new() };
        let thing = (found.place.clone(), *kind, stage.clone(), criterion);
        on_one_thing.entry(thing).or_default().push(found);
    }
    let mut kept = Vec::new();
    for mut rows in on_one_thing.into_values() {
        let agree = rows.iter().all(|other| other.draft.verdict == rows[0].draft.verdict);
        if agree {
            intake.already += rows.len() - 1;
            kept.push(rows.swap_remove(0));
            continue;
        }
        let lines: Vec<String> = rows.iter().map(|found| found.row.line.to_string()).collect();
        let message = format!("the lines {} contradict each other; none of them is taken", lines.join(", "));
        intake.refused.extend(rows.iter().map(|found| Remark { line: found.row.line, message: message.clone() }));
    }
    kept.sort_by_key(|found| found.row.line);
    kept
}

/// Refuses a row whose key speaks of another title than the row does: a column was sorted or moved apart from the others.
fn same_title(row: &Row, target: &Target) -> Result<(), String> {
    if ruling::titles_are_alike(&ruling::fold(&row.title), &ruling::fold(&target.title)) {
        return Ok(());
    }
    Err(format!(
        "the row says \"{}\", but its key is that of \"{}\"; sort whole rows, never one column",
        excerpt(&row.title),
        excerpt(&target.title)
    ))
}

struct Reader<'r> {
    run: &'r Run<'r>,
    by: &'r str,
    identities: Identities,
    group_of: Vec<usize>,
}

impl<'r> Reader<'r> {
    fn new(run: &'r Run<'r>, by: &'r str) -> Self {
        let deduplicated = &run.screened.deduplicated;
        Self { run, by, identities: Identities::new(run.records()), group_of: group_numbers(deduplicated) }
    }

    fn place<'s>(&self, sheet: &Sheet, row: &'s Row) -> Result<Placed<'s>, String> {
        let Some(said) = sheet.said(row) else {
            let words = match sheet.about {
                About::Groups => "`include`, `exclude` or `unsure`",
                About::Pairs => "`same` or `different`",
            };
            let problem = match row.decision.as_str() {
                "" => "there is a note or a criterion, but no decision".to_owned(),
                typed => format!("`{}` is no decision", excerpt(typed)),
            };
            return Err(format!("{problem}; write {words}"));
        };
        if said.kind == RulingKind::Pair { self.place_pair(row, said) } else { self.place_group(row, said) }
    }

    fn place_pair<'s>(&self, row: &'s Row, said: Said) -> Result<Placed<'s>, String> {
        let mut targets = Vec::new();
        let mut records = Vec::new();
        for key in &row.keys {
            let target = Target::from_key(key).ok_or_else(|| format!("the key `{}` cannot be read", excerpt(key)))?;
            if targets.is_empty() {
                same_title(row, &target)?;
            }
            records.push(self.identities.find(&target));
            targets.push(target);
        }
        let fit = <[Vec<RecordId>; 2]>::try_from(records).map_err(|_| "a pair has two keys".to_owned())?;
        let title = || excerpt(&row.title);
        let mut pairs = bind(&fit, |id| self.group_of[id.index()]).map_err(|unbound| match unbound {
            Unbound::Gone(_) => format!("a record of \"{}\" is not among the exports any more", title()),
            Unbound::Several(target) => format!(
                "a record of \"{}\" may be one of {} that cannot be told apart; it is not guessed which",
                title(),
                fit[target].len()
            ),
        })?;
        pairs.iter_mut().for_each(|(a, b)| (*a, *b) = (*a.min(b), *a.max(b)));
        pairs.sort_unstable();
        Ok(Placed { row, draft: draft(row, said, "", targets), place: Place::Pairs(pairs) })
    }

    fn place_group<'s>(&self, row: &'s Row, said: Said) -> Result<Placed<'s>, String> {
        let (group, target) = self.find_group(row)?;
        let stage = match Stage::from_name(&row.stage) {
            Some(stage) => stage,
            None => self.run.group(group).stage(),
        };
        let mut draft = draft(row, said, stage.name(), vec![target]);
        draft.criterion = self.criterion(row, said)?;
        Ok(Placed { row, draft, place: Place::Group(group) })
    }

    /// The group of a row: by its key; by its name where a spreadsheet program spoiled the key.
    fn find_group(&self, row: &Row) -> Result<(usize, Target), String> {
        let title = || excerpt(&row.title);
        if let Some(target) = row.keys.first().and_then(|key| Target::from_key(key)) {
            let mut groups: Vec<usize> =
                self.identities.find(&target).iter().map(|id| self.group_of[id.index()]).collect();
            groups.sort_unstable();
            groups.dedup();
            match groups[..] {
                [] => {}
                [group] => return same_title(row, &target).map(|()| (group, target)),
                _ => {
                    return Err(format!(
                        "\"{}\" may be one of {} references; it is not guessed which",
                        title(),
                        groups.len()
                    ));
                }
            }
        }
        let named = self.run.matches().groups.iter().position(|group| group.name == row.group && !row.group.is_empty());
        let group = named.ok_or_else(|| format!("\"{}\" is not among the references any more", title()))?;
        Ok((group, Target::of(self.run.records().record(self.run.matches().groups[group].kept))))
    }

    /// The criterion behind a decision: the one typed; for an exclusion without one, the only one that was asked about.
    fn criterion(&self, row: &Row, said: Said) -> Result<String, String> {
        let ids = || self.run.protocol.criteria.iter().map(|rule| rule.id.as_str());
        let typed = row.criterion.as_str();
        if !typed.is_empty() {
            let found = ids().find(|id| id.eq_ignore_ascii_case(typed));
            return found.map(str::to_owned).ok_or_else(|| {
                let meant = suggest(typed, ids()).map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
                format!("the protocol has no criterion `{}`{meant}", excerpt(typed))
            });
        }
        let asked = ids().find(|id| *id == row.unclear);
        match (said.kind, said.verdict, asked) {
            (RulingKind::Criterion, _, None) => Err("say in the column `criterion` which one is meant".to_owned()),
            (RulingKind::Criterion, _, Some(asked)) | (_, "exclude", Some(asked)) => Ok(asked.to_owned()),
            _ => Ok(String::new()),
        }
    }

    /// Takes a row, unless this person said so before; notes whom it contradicts.
    fn settle(&self, found: Placed<'_>, intake: &mut Intake) {
        if let Some(message) = self.made_void(&found) {
            intake.refused.push(Remark { line: found.row.line, message });
            return;
        }
        let Placed { row, mut draft, place } = found;
        let own = self.in_force(&place).filter(|ruling| ruling.by == self.by && same_question(ruling, &draft));
        // Who contradicts oneself has to decide again, even with one of the words that are there.
        let is_new = own.count() > 1;
        if !is_new && self.run.rulings.iter().any(|ruling| self.is_repeated(ruling, &draft)) {
            intake.already += 1;
            return;
        }
        let mut replaced: Vec<&str> = Vec::new();
        for ruling in self.in_force(&place) {
            if !same_question(ruling, &draft) {
                continue;
            }
            if ruling.by == self.by {
                if !is_new && same_answer(ruling, &draft) {
                    intake.already += 1;
                    return;
                }
                replaced.push(&ruling.id);
            } else if ruling.verdict != draft.verdict {
                let message = format!(
                    "\"{}\": you say {}, {} said {}",
                    excerpt(&row.title),
                    draft.verdict,
                    ruling.by,
                    ruling.verdict
                );
                intake.conflicts.push(Remark { line: row.line, message });
            }
        }
        draft.supersedes = replaced.join(" ");
        intake.changed += usize::from(!draft.supersedes.is_empty());
        if draft.kind == RulingKind::Group && row.criterion.is_empty() && !draft.criterion.is_empty() {
            *intake.supposed.entry(draft.criterion.clone()).or_default() += 1;
        }
        intake.drafts.push(draft);
    }

    /// Why a word would have no effect: a later stage's, of this person or that which decided, counts before it.
    fn made_void(&self, found: &Placed<'_>) -> Option<String> {
        let Placed { row, draft, place: place @ Place::Group(group) } = found else { return None };
        let stage = Stage::from_name(&draft.stage)?;
        let decision = &self.run.screened.groups[*group].decision;
        let votes = |ruling: &Ruling| matches!(ruling.kind, RulingKind::Group | RulingKind::Adjudication);
        let counts = |ruling: &&Ruling| {
            let later = Stage::from_name(&ruling.stage).filter(|later| votes(ruling) && *later > stage);
            later.is_some_and(|later| ruling.by == self.by || decision.stage == later && decision.by != Actor::Rule)
        };
        if draft.kind != RulingKind::Group || draft.verdict == "include" {
            return None;
        }
        let later = self.in_force(place).find(counts)?;
        let who = if later.by == self.by { "you" } else { &later.by };
        Some(format!(
            "\"{}\": {who} said {} at the stage `{}` ({}:{}), and that counts whatever is said at `{}`; decide at that stage, or take \
             that back first with --undo {}:{}",
            excerpt(&row.title),
            later.verdict,
            later.stage,
            later.file,
            later.line,
            draft.stage,
            later.file,
            later.line
        ))
    }

    /// Whether a line of this person, in force or taken back since, says exactly this.
    fn is_repeated(&self, ruling: &Ruling, draft: &Draft) -> bool {
        ruling.by == self.by
            && ruling.targets == draft.targets
            && same_question(ruling, draft)
            && same_answer(ruling, draft)
    }

    /// The rulings in force on the same thing.
    fn in_force<'a>(&'a self, place: &'a Place) -> Box<dyn Iterator<Item = &'a Ruling> + 'a> {
        match place {
            Place::Group(group) => {
                let numbers = &self.run.screened.groups[*group].rulings;
                Box::new(numbers.iter().map(|&number| &self.run.rulings[number as usize]))
            }
            Place::Pairs(meant) => {
                let pairs = self.run.screened.deduplicated.resolved.pairs.iter();
                let mut numbers: Vec<u32> = pairs
                    .filter(|pair| meant.binary_search(&(pair.a.min(pair.b), pair.a.max(pair.b))).is_ok())
                    .map(|pair| pair.ruling)
                    .collect();
                numbers.sort_unstable();
                numbers.dedup();
                Box::new(numbers.into_iter().map(|number| &self.run.rulings[number as usize]))
            }
        }
    }
}

fn draft(row: &Row, said: Said, stage: &str, targets: Vec<Target>) -> Draft {
    Draft {
        kind: said.kind,
        stage: stage.to_owned(),
        round: 1,
        targets,
        verdict: said.verdict.to_owned(),
        criterion: String::new(),
        note: row.note.clone(),
        supersedes: String::new(),
        from: String::new(),
        at: String::new(),
    }
}

fn same_question(ruling: &Ruling, draft: &Draft) -> bool {
    ruling.kind == draft.kind
        && ruling.stage == draft.stage
        && (draft.kind != RulingKind::Criterion || ruling.criterion == draft.criterion)
}

fn same_answer(ruling: &Ruling, draft: &Draft) -> bool {
    (&ruling.verdict, &ruling.criterion, &ruling.note) == (&draft.verdict, &draft.criterion, &draft.note)
}
