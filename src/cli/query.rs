//! `litsieve query`: search expressions, read, checked, translated, replayed.

use std::io::Read as _;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Outcome;
use super::options::Options;
use super::ui::Ui;
use crate::query::{self, Context, DIALECTS, Dialect, Message, Numbers, Style, parse_as, translate};
use crate::workspace::Error;

mod replay;

/// Read, check, translate and replay search expressions
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    #[command(subcommand)]
    command: QueryCommand,
}

#[derive(Debug, Subcommand)]
enum QueryCommand {
    /// Show how a database reads an expression
    Parse(TextArgs),
    /// Show what is doubtful in an expression
    Lint(TextArgs),
    /// Write an expression for another database; says what it could not carry over
    Translate(TranslateArgs),
    /// Hold the searches of a review against its exports, in every reading
    Replay(replay::ReplayArgs),
}

#[derive(Debug, Args)]
struct TextArgs {
    /// The expression; `-` reads it from standard input
    #[arg(value_name = "QUERY")]
    text: String,
    /// The dialect it is written in: wos, proquest, scopus, pubmed, ovid, ebsco, plain, or the name of a database that one
    /// platform alone offers, such as cinahl or ibss
    #[arg(short, long, value_name = "DIALECT", default_value = "plain")]
    dialect: String,
    /// The first day on which the search may have been made: 2018-04-26, 2018-04 or 2018
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    not_before: Option<Date>,
    /// The last day on which the search may have been made: 2018-04-26, 2018-04 or 2018
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    not_after: Option<Date>,
}

fn first_day(text: &str) -> Result<Date, String> {
    day(text, false)
}

fn last_day(text: &str) -> Result<Date, String> {
    day(text, true)
}

/// The first or the last day that a date of the command line may mean, written as in a protocol.
fn day(text: &str, last: bool) -> Result<Date, String> {
    let (whole, span): (String, fn(Date) -> Date) = match text.len() {
        4 => (format!("{text}-01-01"), Date::last_of_year),
        7 => (format!("{text}-01"), Date::last_of_month),
        _ => (text.to_owned(), |day| day),
    };
    let first: Date = whole.parse().map_err(|_| "write a date as 2018-04-26, 2018-04 or 2018")?;
    Ok(if last { span(first) } else { first })
}

#[derive(Debug, Args)]
struct TranslateArgs {
    #[command(flatten)]
    text: TextArgs,
    /// The dialect to write
    #[arg(long, value_name = "DIALECT")]
    to: String,
    /// Keep the numbers of proximity operators, though the two databases count differently
    #[arg(long)]
    keep_numbers: bool,
    /// Leave field codes out, for a search box with the field beside it
    #[arg(long)]
    no_fields: bool,
}

pub(super) fn run(args: &QueryArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    match &args.command {
        QueryCommand::Parse(args) => show_tree(args, ui),
        QueryCommand::Lint(args) => show_lints(args, ui),
        QueryCommand::Translate(args) => show_translation(args, ui),
        QueryCommand::Replay(args) => replay::run(args, options, ui),
    }
}

fn dialect(name: &str) -> Result<&'static Dialect, Error> {
    query::dialect(name).ok_or_else(|| match query::dialects_of_database(name) {
        [] => {
            let names: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.name).collect();
            Error::new(format!("there is no dialect `{name}`"), format!("There are: {}.", names.join(", ")))
        }
        platforms => Error::new(
            format!("`{name}` is a database of more than one platform, and each reads queries in its own way"),
            format!("Name the platform that was used: {}.", platforms.join(", ")),
        ),
    })
}

fn text_of(args: &TextArgs) -> Result<String, Error> {
    if let (Some(from), Some(to)) = (args.not_before, args.not_after)
        && from > to
    {
        let what = format!("--not-before {from} is later than --not-after {to}");
        return Err(Error::new(what, "Give the earliest day with --not-before and the latest with --not-after."));
    }
    if args.text != "-" {
        return Ok(args.text.clone());
    }
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|error| Error::io("read", std::path::Path::new("standard input"), &error))?;
    Ok(text)
}

fn show_tree(args: &TextArgs, ui: &Ui) -> Result<Outcome, Error> {
    let (text, dialect) = (text_of(args)?, dialect(&args.dialect)?);
    let mut readings = Vec::new();
    for era in dialect.eras_between(args.not_before, args.not_after) {
        let parsed = parse_as(&text, dialect, era, None);
        let messages: Vec<Value> = parsed.messages.iter().map(message_json).collect();
        readings.push(json!({
            "dialect": dialect.name, "era": era.name, "basis": era.basis.text(),
            "tree": parsed.expression.outline(), "messages": messages,
        }));
        if !ui.json {
            ui.line(format_args!("{}, {}", dialect.title, era.name));
            ui.line(format_args!("  {}", parsed.expression.outline()));
            say(&parsed.messages, &text, ui);
        }
    }
    if ui.json {
        ui.json(&Value::Array(readings));
    }
    Ok(Outcome::Done)
}

fn show_lints(args: &TextArgs, ui: &Ui) -> Result<Outcome, Error> {
    let (text, dialect) = (text_of(args)?, dialect(&args.dialect)?);
    let era = dialect.eras_between(args.not_before, args.not_after)[0];
    let parsed = parse_as(&text, dialect, era, None);
    let context = Context { text: &text, fields_beside: false, not_before: args.not_before, not_after: args.not_after };
    let mut messages = parsed.messages.clone();
    messages.extend(query::lint(&parsed, context));
    if ui.json {
        ui.json(&messages.iter().map(message_json).collect());
    } else {
        for line in lines(&messages, &text) {
            ui.line(line);
        }
    }
    Ok(Outcome::Done)
}

fn show_translation(args: &TranslateArgs, ui: &Ui) -> Result<Outcome, Error> {
    let (text, from, to) = (text_of(&args.text)?, dialect(&args.text.dialect)?, dialect(&args.to)?);
    let era = from.eras_between(args.text.not_before, args.text.not_after)[0];
    let parsed = parse_as(&text, from, era, None);
    let numbers = if args.keep_numbers { Numbers::Kept } else { Numbers::SameDistance };
    let translation = translate(&parsed, to, Style { fields: !args.no_fields, numbers });
    let mut messages = parsed.messages;
    messages.extend(translation.messages);
    if ui.json {
        let messages: Vec<Value> = messages.iter().map(message_json).collect();
        ui.json(&json!({ "from": from.name, "to": to.name, "text": translation.text, "messages": messages }));
    } else {
        ui.line(&translation.text);
        say(&messages, &text, ui);
    }
    Ok(Outcome::Done)
}

fn message_json(message: &Message) -> Value {
    let diagnostic = &message.diagnostic;
    json!({
        "code": diagnostic.code, "severity": diagnostic.severity.name(), "start": message.span.start, "end": message.span.end,
        "message": diagnostic.message, "help": diagnostic.help,
    })
}

/// Messages for a person: the words they are about, what is wrong, how to mend it.
fn lines(messages: &[Message], text: &str) -> Vec<String> {
    let line = |message: &Message| {
        let diagnostic = &message.diagnostic;
        let words = crate::diagnostic::excerpt(text.get(message.span.clone()).unwrap_or_default());
        let place = text[..message.span.start.min(text.len())].chars().count() + 1;
        let help = if diagnostic.help.is_empty() { String::new() } else { format!("\n    help: {}", diagnostic.help) };
        format!(
            "{} {} at {place} `{words}`\n    {}{help}",
            diagnostic.severity.name(),
            diagnostic.code,
            diagnostic.message
        )
    };
    messages.iter().map(line).collect()
}

fn say(messages: &[Message], text: &str, ui: &Ui) {
    for line in lines(messages, text) {
        ui.say(line);
    }
}
