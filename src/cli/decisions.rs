//! `litsieve decisions`: decisions made in other tools, and ours for them.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::options::Options;
use super::review::{self, Replayed, shown};
use super::ui::{Ui, count, plural};
use super::{Outcome, files};
use crate::diagnostic::{self, excerpt};
use crate::exchange::place::LADDER;
use crate::exchange::{Declared, Likeness, Recognised, TOOLS, Tool, ToolFile, Word, is_of_full_texts, recognise};
use crate::export::exchange::{Decisions, Selection};
use crate::export::left_behind::LeftBehind;
use crate::format;
use crate::protocol::{CriterionRule, Stage};
use crate::source::Content;
use crate::workspace::{self, Error, ForeignFile, Remark, Taken, Taking, TwoWays};

/// Take decisions from other tools into rulings/, or write ours for them
#[derive(Debug, Args)]
pub(super) struct DecisionsArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take votes from files of Rayyan, Covidence, ASReview, EPPI-Reviewer, CoLRev, CiteSource, Zotero or a plain table
    Import(ImportArgs),
    /// Write votes and decisions in the form of another tool
    Export(ExportArgs),
    /// List the tools, what is read and written, and what each cannot hold
    Tools,
}

#[derive(Debug, Args)]
struct ImportArgs {
    /// The tool [default: the one that the files look like]
    #[arg(long, value_name = "TOOL")]
    format: Option<String>,
    /// Its files: a list with its log, or several lists, are read together
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The stage that the votes are of: screening, or eligibility (full_text) [default: the one that the file tells, else screening]
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Who decided, where the file does not say it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// A name in the files and the person's name here, as in ann@example.org=Ann: Rayyan's list has names, its log addresses
    #[arg(long, value_name = "THEIRS=OURS")]
    person: Vec<String>,
    /// What every reference of the file is, where the file is a list
    #[arg(long = "as", value_name = "DECISION")]
    declared: Option<String>,
    /// What a code or a reason means, as in 12346=exclude:uk
    #[arg(long, value_name = "CODE=DECISION[:CRITERION]")]
    map: Vec<String>,
    /// Show what would be taken and write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
struct ExportArgs {
    /// The tool
    #[arg(long, value_name = "TOOL")]
    format: String,
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The stage whose votes are written [default: how far each reference came, where the tool tells that (Covidence, CoLRev, EPPI,
    /// CiteSource), else screening]
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// The votes of one person only
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// References with this decision only
    #[arg(long = "as", value_name = "DECISION")]
    only: Option<String>,
}

pub(super) fn run(args: &DecisionsArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    match &args.command {
        Command::Import(args) => import(args, options, ui),
        Command::Export(args) => export(args, options, ui),
        Command::Tools => {
            TOOLS.iter().for_each(|tool| ui.line(format_args!("{}\n  {}\n", tool.name(), tool.about())));
            Ok(Outcome::Done)
        }
    }
}

fn tool(name: &str) -> Result<&'static dyn Tool, Error> {
    let names = || TOOLS.iter().map(|tool| tool.name()).collect::<Vec<_>>().join(", ");
    let found = TOOLS.iter().copied().find(|tool| tool.name() == name);
    found.ok_or_else(|| Error::new(format!("there is no tool `{name}`"), format!("There are: {}.", names())))
}

/// A stage by its name in the protocol, or by the words that other tools use: `full_text`, `title_abstract`.
fn stage(name: &str) -> Result<Stage, Error> {
    let names = Stage::ALL.map(Stage::name).join(", ");
    let of_tools = || is_of_full_texts(name).map(|full| if full { Stage::Eligibility } else { Stage::Screening });
    Stage::from_name(&name.replace('-', "_")).or_else(of_tools).ok_or_else(|| {
        let hint = format!("There are: {names}; full_text is the same as eligibility, title_abstract as screening.");
        Error::new(format!("there is no stage `{name}`"), hint)
    })
}

fn word(text: &str) -> Result<Word, Error> {
    Word::parse(text).ok_or_else(|| Error::new(format!("`{text}` is no decision"), "Write include, exclude or unsure."))
}

fn import(args: &ImportArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let stage = args.stage.as_deref().map(stage).transpose()?;
    let mut declared = Declared { word: args.declared.as_deref().map(word).transpose()?, ..Declared::default() };
    for map in &args.map {
        declared.codes.push(meaning(map)?);
    }
    let people = args.person.iter().map(|pair| two(pair, "THEIRS=OURS")).collect::<Result<Vec<_>, Error>>()?;
    args.by.as_deref().map(workspace::rulings_file_of).transpose()?;
    let files = args.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, Error>>()?;
    let (tool, why) = match &args.format {
        Some(name) => (tool(name)?, None),
        None => recognised(&files).map(|(tool, why)| (tool, Some(why)))?,
    };
    if let Some(why) = why.as_deref().filter(|_| !ui.json) {
        ui.warn(format_args!("Read as {}: {why}. Another tool is named with --format.", tool.name()));
    }
    let replayed = review::replay(&options.folder_or(None)?, ui)?;
    let by = args.by.as_deref().map(workspace::name_of);
    let maps = declared.codes.clone();
    for (code, word, criterion) in maps.iter().filter(|(_, _, criterion)| !criterion.is_empty()) {
        check_map(code, *word, criterion, &replayed.run().protocol.criteria)?;
    }
    // What the criteria are called keeps a reason whole that holds a comma.
    for rule in &replayed.run().protocol.criteria {
        declared.codes.push((rule.id.clone(), Word::Exclude, rule.reason.clone()));
    }
    let taken = workspace::take_foreign(
        &replayed.run(),
        &files,
        &Taking { tool, stage, by: by.as_deref(), people: &people, declared: &declared },
    );
    if let Some(two_ways) = &taken.two_ways {
        return Err(who_is_who(two_ways));
    }
    let unused: Vec<&str> =
        maps.iter().map(|(code, ..)| code.as_str()).filter(|code| !taken.named.contains(*code)).collect();
    let drafts: usize = taken.drafts.values().map(Vec::len).sum();
    if drafts + taken.already + taken.contradictions.len() == 0 {
        show(&taken, (tool, why.as_deref()), &unused, &replayed, ui);
        let hint = "Nothing was written. `litsieve decisions tools` tells what is read; --as says what a list is.";
        return Err(Error::new(format!("no decision could be taken from these files as {}", tool.name()), hint));
    }
    if !args.dry_run {
        append(&taken, &replayed)?;
    }
    show(&taken, (tool, why.as_deref()), &unused, &replayed, ui);
    if !ui.json {
        let done = if args.dry_run { "would be taken" } else { "taken" };
        let people: Vec<String> = taken.drafts.iter().map(|(by, drafts)| format!("{by} {}", drafts.len())).collect();
        let people = if people.is_empty() { String::new() } else { format!(" ({})", people.join(", ")) };
        ui.line(format_args!("{} {done}{people}, {} there before.", plural(drafts, "decision"), count(taken.already)));
    }
    Ok(Outcome::Done)
}

/// Every person's file must take the lines before any is written to.
fn append(taken: &Taken, replayed: &Replayed) -> Result<(), Error> {
    let mut owners: Vec<(PathBuf, &str)> = Vec::new();
    for by in taken.drafts.keys() {
        let file = workspace::rulings_file_of(by)?;
        if let Some((_, other)) = owners.iter().find(|(path, _)| *path == file) {
            let what = format!("\"{by}\" and \"{other}\" would share the file {}", file.display());
            return Err(Error::new(what, "Give one of them another name with --person."));
        }
        workspace::check_writable(&replayed.root, by)?;
        owners.push((file, by));
    }
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string();
    for (by, drafts) in &taken.drafts {
        workspace::append_rulings(&replayed.root, by, &now, drafts)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<ForeignFile, Error> {
    let mut source = files::read(path)?;
    if matches!(source.content(), Content::Binary(bytes) if bytes.starts_with(b"PK"))
        && path.extension().is_some_and(|end| end == "asreview")
    {
        source = workspace::read_asreview_project(&source, path)?;
    }
    // A table of decisions need not describe its references: the checks of exports are not for it.
    let records = format::recognise(&source).map(|format| format.read(&source).records);
    Ok(ForeignFile { source, records: records.filter(|records| !records.is_empty()) })
}

/// The tool that every file looks like which looks like any, and why.
fn recognised(files: &[ForeignFile]) -> Result<(&'static dyn Tool, String), Error> {
    let mut found: Option<(&'static dyn Tool, String)> = None;
    for file in files {
        let label = file.source.label();
        let has = |tool: &dyn Tool, likeness: &Likeness| format!("{label} has {}, like {}", likeness.by, tool.name());
        match recognise(ToolFile { source: &file.source, records: file.records.as_ref() }) {
            Recognised::Unknown => {}
            Recognised::Doubtful(like) => {
                let why: Vec<String> = like.iter().map(|(tool, likeness)| has(*tool, likeness)).collect();
                return Err(two_tools(&why.join("; ")));
            }
            Recognised::Is(tool, likeness) => match &found {
                Some((other, before)) if other.name() != tool.name() => {
                    return Err(two_tools(&format!("{before}, like {}; {}", other.name(), has(tool, &likeness))));
                }
                Some(_) => {}
                None => found = Some((tool, format!("{label} has {}", likeness.by))),
            },
        }
    }
    found.ok_or_else(|| {
        Error::new("the file looks like none of the tools that are known", "Name the tool with --format.")
    })
}

fn two_tools(why: &str) -> Error {
    let hint = "Nothing was taken. Name the tool with --format; files of two tools are read one after the other.";
    Error::new(format!("which tool the votes are of does not show: {why}"), hint)
}

/// One reader under two names would vote twice: nobody is guessed.
fn who_is_who(found: &TwoWays) -> Error {
    let addresses: Vec<&str> = found.addresses.iter().map(|named| named.address.as_str()).collect();
    let what = format!(
        "people are called {} in one file and {} in another: who is both would count as two readers",
        found.names.join(", "),
        addresses.join(", ")
    );
    let pairs: Vec<String> = found
        .addresses
        .iter()
        .map(|named| match &named.like {
            Some(like) => format!(
                "--person \"{}={}\" (they say the same of {} of {} references)",
                named.address, like.name, like.same, like.both
            ),
            None => format!("--person \"{}=NAME\"", named.address),
        })
        .collect();
    let hint = format!(
        "Nothing was taken. Say who is who: {}. Who is in one file only keeps the own name: --person \"{1}={1}\".",
        pairs.join(" "),
        addresses.first().copied().unwrap_or_default()
    );
    Error::new(what, hint)
}

/// `12346=exclude:uk`.
fn meaning(map: &str) -> Result<(String, Word, String), Error> {
    let (code, rest) = two(map, "CODE=DECISION[:CRITERION]")?;
    let (decision, criterion) = rest.split_once(':').unwrap_or((&rest, ""));
    Ok((code, word(decision)?, criterion.to_owned()))
}

fn two(pair: &str, form: &str) -> Result<(String, String), Error> {
    let parts = pair.rsplit_once('=').filter(|(a, b)| !a.is_empty() && !b.is_empty());
    parts
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .ok_or_else(|| Error::new(format!("`{pair}` is not of the form {form}"), ""))
}

/// Most codes and reasons that are named where a map fits none.
const MOST_NAMED: usize = 20;

/// Refuses a map to a criterion that the protocol does not have: whoever gave it would believe that the reasons are mapped.
fn check_map(code: &str, word: Word, criterion: &str, rules: &[CriterionRule]) -> Result<(), Error> {
    if word != Word::Exclude {
        let what = format!("--map \"{code}={}:{criterion}\": only an exclusion has a criterion", word.verdict());
        return Err(Error::new(what, format!("Write --map \"{code}={}\".", word.verdict())));
    }
    if workspace::criterion_called(rules, criterion).is_some() {
        return Ok(());
    }
    let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let what = format!("--map \"{code}=exclude:{criterion}\": the protocol has no criterion `{criterion}`");
    Err(Error::new(what, format!("Nothing was taken. There are: {}.", ids.join(", "))))
}

fn show(taken: &Taken, (tool, why): (&dyn Tool, Option<&str>), unused: &[&str], replayed: &Replayed, ui: &Ui) {
    if ui.json {
        let remarks = |list: &[Remark]| -> Value {
            list.iter().map(|remark| json!({ "entry": remark.line, "message": remark.message })).collect()
        };
        let people: serde_json::Map<_, _> =
            taken.drafts.iter().map(|(by, drafts)| (by.clone(), json!(drafts.len()))).collect();
        let rungs: serde_json::Map<_, _> =
            LADDER.iter().zip(taken.rungs).map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
        ui.json(&json!({
            "tool": tool.name(), "recognised_by": why, "taken": people, "already": taken.already, "placed_by": rungs,
            "unplaced": remarks(&taken.unplaced), "ambiguous": remarks(&taken.ambiguous),
            "contradictions": remarks(&taken.contradictions), "reasons": taken.reasons, "unused_maps": unused,
            "diagnostics": taken.diagnostics.iter().map(review::diagnostic_json).collect::<Vec<_>>(),
        }));
        return;
    }
    ui.diagnostics(&taken.diagnostics, &super::ui::Texts::new(&replayed.sources), Some(review::MOST_SHOWN));
    for (what, list) in [
        ("not in the review", &taken.unplaced),
        ("may be one of several references", &taken.ambiguous),
        ("against another word of the same person", &taken.contradictions),
    ] {
        if list.is_empty() {
            continue;
        }
        ui.warn(format_args!("{} {what}:", plural(list.len(), "vote")));
        list.iter().for_each(|remark| ui.warn(format_args!("  {}", remark.message)));
    }
    for code in unused {
        let named: Vec<String> =
            taken.named.iter().take(MOST_NAMED).map(|name| format!("\"{}\"", excerpt(name))).collect();
        let named = if named.is_empty() { "none".to_owned() } else { named.join(", ") };
        ui.warn(format_args!(
            "--map \"{code}=...\" had no effect: no vote has that code or reason. There are: {named}"
        ));
    }
    for (reason, times) in &taken.reasons {
        ui.warn(format_args!(
            "the reason \"{reason}\" ({}) is no criterion of the protocol and stays as a note; --map \"{reason}=exclude:CRITERION\" says which it is",
            plural(*times, "time")
        ));
    }
    let rungs = LADDER.iter().zip(taken.rungs).filter(|(_, count)| *count > 0);
    let rungs: Vec<String> = rungs.map(|(name, count)| format!("{count} by {name}")).collect();
    if !rungs.is_empty() {
        ui.say(format_args!("References found: {}.", rungs.join(", ")));
    }
}

fn export(args: &ExportArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let tool = tool(&args.format)?;
    let stage = args.stage.as_deref().map(stage).transpose()?;
    let extension = args.file.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    if !tool.extensions().contains(&extension.as_str()) {
        let known: Vec<String> = tool.extensions().iter().map(|end| format!(".{end}")).collect();
        let what = format!("{} takes no file that ends in `.{extension}`", tool.name());
        return Err(Error::new(what, format!("Name a file that ends in {}.", known.join(" or "))));
    }
    let only = args.only.as_deref().map(word).transpose()?;
    let by = args.by.as_deref().map(workspace::name_of);
    let replayed = review::replay(&options.folder_or(None)?, ui)?;
    let run = replayed.run();
    if let Some(by) = by.as_deref().filter(|by| run.rulings.iter().all(|ruling| ruling.by != *by)) {
        return Err(Error::new(
            format!("nobody called \"{by}\" has decided anything"),
            "Names are written exactly as with --by.",
        ));
    }
    let selection = Selection { stage, by: by.as_deref(), only };
    let decisions = Decisions::new(&run, tool, &extension, selection);
    let mut places = Vec::new();
    for file in 0..decisions.files() {
        let path = if decisions.files() == 1 { args.file.clone() } else { files::numbered(&args.file, file + 1) };
        workspace::write_file(&path, |out| decisions.write(file, out))?;
        places.push(shown(&path));
    }
    let (written, left) = (decisions.references(), decisions.left_behind());
    if ui.json {
        let votes: serde_json::Map<_, _> =
            left.votes.iter().map(|(why, count)| (why.in_words().to_owned(), json!(count))).collect();
        let without_place =
            json!({ "votes": votes, "people": left.people, "notes": left.notes, "criteria": left.criteria });
        let elsewhere: serde_json::Map<_, _> =
            left.elsewhere.iter().map(|(what, count)| (what.name().to_owned(), json!(count))).collect();
        ui.json(&json!({
            "tool": tool.name(), "files": places, "references": written, "without_place": without_place,
            "decided_elsewhere": elsewhere,
        }));
    } else {
        ui.line(format_args!("{} written to {} for {}.", plural(written, "reference"), places.join(", "), tool.name()));
        if left.total() > 0 {
            ui.warn(format_args!("{}", without_place(&left, tool)));
        }
        let parts = [(left.notes, "note", "notes"), (left.criteria, "criterion", "criteria")];
        let parts = parts.map(|(number, one, many)| (number > 0).then(|| diagnostic::plural(number as u64, one, many)));
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            ui.warn(format_args!("Without place in this file, with votes that have one: {}.", parts.join(", ")));
        }
        left.elsewhere.iter().for_each(|(what, number)| ui.warn(format_args!("{}", what.told(*number))));
    }
    Ok(Outcome::Done)
}

/// `5 votes of 2 people have no place in colrev: 2 conflicting, 3 of a second reader.`
fn without_place(left: &LeftBehind, tool: &dyn Tool) -> String {
    let whose = if left.people.len() == 1 { "1 person".to_owned() } else { format!("{} people", left.people.len()) };
    let have = if left.total() == 1 { "has" } else { "have" };
    let reasons: Vec<String> = left.votes.iter().map(|(why, n)| format!("{} {}", count(*n), why.in_words())).collect();
    format!("{} of {whose} {have} no place in {}: {}.", plural(left.total(), "vote"), tool.name(), reasons.join(", "))
}
