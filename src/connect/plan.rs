//! From the searches of a protocol to what is asked: query and limits in the words of each service.

use jiff::civil::Date;

use super::apply::applied;
use super::bag::{Parts, apart_from_exclusions, necessary_words};
use super::express::{Expressed, Words, express};
use super::job::Job;
use super::limits::{FORMS, read_limit, together};
use super::place::{is_reserved, may_hold_an_export};
use super::{DATABASES, Database, Limit, Query, database};
use crate::protocol::{Protocol, Search, Source};
use crate::query::{Dialect, Expression, FieldSet, Node, conditions, dialect, parse_as};
use crate::record::date::PartialDate;
use crate::workspace::Error;

/// A search that can be run, or why it cannot.
pub struct Planned {
    /// Its identifier.
    pub id: String,
    /// What to run.
    pub job: Result<Job, Error>,
}

/// Every search of the protocol whose source names an `api`; with `only`, these searches.
///
/// # Errors
/// If there is none, or one of `only` cannot be meant.
pub fn plan(protocol: &Protocol, only: &[String]) -> Result<Vec<Planned>, Error> {
    for id in only {
        let found = protocol.searches().find(|(_, search)| search.id == *id);
        let Some((_, search)) = found else {
            return Err(Error::new(
                format!("the protocol has no search `{id}`"),
                "`litsieve check` shows the protocol.",
            ));
        };
        let source = &protocol.sources[search.source];
        if source.api.is_none() {
            let what = format!(
                "the search `{id}` is of {}, which has no `api`: its export comes from there by hand",
                source.name
            );
            return Err(Error::new(what, how_to_name_an_api()));
        }
    }
    let wanted = |search: &Search| only.is_empty() || only.contains(&search.id);
    let searches: Vec<_> = protocol
        .searches()
        .map(|(_, search)| search)
        .filter(|search| wanted(search) && protocol.sources[search.source].api.is_some())
        .collect();
    if searches.is_empty() {
        return Err(Error::new("no source of the protocol has an `api`", how_to_name_an_api()));
    }
    Ok(searches.iter().map(|search| Planned { id: search.id.clone(), job: job(protocol, search) }).collect())
}

/// A search as the protocol asks it now, or why it cannot be asked; `None` if the protocol does not have it.
pub(super) fn planned(protocol: &Protocol, id: &str) -> Option<Result<Job, Error>> {
    let (_, search) = protocol.searches().find(|(_, search)| search.id == id)?;
    Some(match protocol.sources[search.source].api {
        Some(_) => job(protocol, search),
        None => Err(of(search, "its source has no `api`", how_to_name_an_api())),
    })
}

fn how_to_name_an_api() -> String {
    let names: Vec<_> = DATABASES.iter().map(|database| format!("`{}`", database.service().name)).collect();
    format!(
        "Exports made by hand stay as they are: to search over HTTP beside them, add a source of its own, `[source.NAME]` \
         with `api` one of {}, and under an iteration a search with `source = \"NAME\"` and `same_query_as`. The README \
         shows one whole.",
        names.join(", ")
    )
}

fn job(protocol: &Protocol, search: &Search) -> Result<Job, Error> {
    let source = &protocol.sources[search.source];
    let name = source.api.as_deref().unwrap_or_default();
    let Some(database) = database(name) else {
        return Err(of(search, format!("there is no api `{name}`"), how_to_name_an_api()));
    };
    let export = export_path(protocol, search, database)?;
    let mut limits = read_limits(search)?;
    let mut said = Expressed::default();
    let mut parts = Parts::default();
    let mut applied_here = Vec::new();
    if matches!(database.words(), Words::Nothing) && !has_query(search) {
        // It is taken as a whole.
    } else if is_verbatim(source, search, database) {
        said.text = search.reading.clone().or_else(|| search.query.clone()).unwrap_or_default();
    } else {
        let (expression, fields) = meaning(protocol, search)?;
        let (subject, stated) = conditions(&expression);
        limits = together(limits, stated).map_err(|why| of(search, why, "Mend the query or the limits."))?;
        let subject = subject
            .ok_or_else(|| of(search, "its query says nothing but year, language or type", "Say what it looks for."))?;
        said = in_words(search, database, &subject, fields)?;
        if matches!(database.words(), Words::Style(_)) {
            parts.exclusions = std::mem::take(&mut said.exclusions);
            if !parts.exclusions.is_empty() {
                applied_here.push("what the expression excludes".to_owned());
            }
        } else {
            parts = apart_from_exclusions(&subject, fields);
            applied_here.push("the expression".to_owned());
            if parts.left_in {
                said.not_carried.push("what is excluded from one of several alternatives stays in".to_owned());
            }
        }
    }
    let (carried, here): (Vec<_>, Vec<_>) = limits.into_iter().partition(|(_, limit)| database.limit(limit).is_some());
    applied_here.extend(here.iter().map(|(words, _)| words.clone()));
    let applied = if applied_here.is_empty() {
        None
    } else {
        let limits: Vec<Limit> = here.into_iter().map(|(_, limit)| limit).collect();
        Some(applied(parts.wanted.as_ref(), &parts.exclusions, &limits).map_err(|why| of(search, why, ""))?)
    };
    Ok(Job {
        id: search.id.clone(),
        database,
        query: Query {
            expression: said.text,
            limits: carried.iter().filter_map(|(_, limit)| database.limit(limit)).collect(),
        },
        not_carried: said.not_carried,
        applied_here,
        applied,
        left_out: None,
        export,
        url: source.url.clone(),
    })
}

fn has_query(search: &Search) -> bool {
    search.query.is_some() || search.reading.is_some() || !search.same_query_as.is_empty()
}

/// Whether the query is written in the service's own words.
fn is_verbatim(source: &Source, search: &Search, database: &dyn Database) -> bool {
    search.same_query_as.is_empty() && source.syntax.as_deref() == Some(database.service().name)
}

fn in_words(
    search: &Search,
    database: &dyn Database,
    expression: &Expression,
    fields: FieldSet,
) -> Result<Expressed, Error> {
    let said = match database.words() {
        Words::Style(style) => express(expression, fields, &style),
        Words::Nothing => Ok(Expressed::default()),
        Words::Bag => match necessary_words(expression) {
            Some(words) => Ok(Expressed { text: words.join(" "), ..Expressed::default() }),
            None => Err(vec!["there is no word that every record must hold".to_owned()]),
        },
    };
    said.map_err(|reasons| {
        let service = database.service();
        of(
            search,
            format!("{} cannot be asked this: {}", service.title, reasons.join("; ")),
            format!(
                "Write the query of the search in its own words, in a source with `syntax = \"{}\"`.",
                service.name
            ),
        )
    })
}

/// What a search means: its query, or those that it repeats, any of them.
fn meaning(protocol: &Protocol, search: &Search) -> Result<(Expression, FieldSet), Error> {
    let queries: Vec<&Search> = if search.same_query_as.is_empty() {
        vec![search]
    } else {
        let named = |id: &String| protocol.searches().map(|(_, search)| search).find(|other| other.id == *id);
        search.same_query_as.iter().filter_map(named).collect()
    };
    let mut read = Vec::new();
    let mut fields = FieldSet::EMPTY;
    for query in queries {
        let (expression, searched) = read_query(&protocol.sources[query.source], query)?;
        read.push(expression);
        fields = fields.union(searched);
    }
    match read.len() {
        0 => Err(of(search, "it has no query", "Give it a `query`.")),
        1 => Ok((read.remove(0), fields)),
        _ => Ok((Expression::new(Node::Or(read), 0..0), fields)),
    }
}

fn read_query(source: &Source, search: &Search) -> Result<(Expression, FieldSet), Error> {
    let Some(text) = search.reading.as_ref().or(search.query.as_ref()) else {
        return Err(of(search, "it has no query", "Give it a `query`."));
    };
    let name = source.syntax.as_deref().unwrap_or("plain");
    let Some(dialect) = dialect(name) else {
        return Err(of(
            search,
            format!("the syntax `{name}` of its source is not known"),
            "`litsieve query parse` lists them.",
        ));
    };
    let parsed = parse_as(text, dialect, era_of(search, dialect), None);
    let errors: Vec<_> = parsed
        .messages
        .iter()
        .filter(|message| message.diagnostic.severity == crate::diagnostic::Severity::Error)
        .map(|message| message.diagnostic.message.clone())
        .collect();
    if errors.is_empty() {
        return Ok((parsed.expression, dialect.default_fields));
    }
    Err(of(search, format!("its query cannot be read: {}", errors.join("; ")), "`litsieve query lint` shows where."))
}

/// How the dialect read operators when the search was first made.
fn era_of(search: &Search, dialect: &'static Dialect) -> &'static crate::query::Era {
    let day = |date: &Option<PartialDate>| date.as_ref().and_then(whole_date);
    let on = day(&search.run_on.on);
    let (first, last) = (on.or(day(&search.run_on.not_before)), on.or(day(&search.run_on.not_after)));
    dialect.eras_between(first, last)[0]
}

fn whole_date(date: &PartialDate) -> Option<Date> {
    Date::new(date.year?, date.month? as i8, date.day? as i8).ok()
}

/// The limits, each with its words in the protocol.
fn read_limits(search: &Search) -> Result<Vec<(String, Limit)>, Error> {
    let read = |words: &String| Ok((words.clone(), read_limit(words).map_err(|what| of(search, what, FORMS))?));
    search.limits.iter().flatten().map(read).collect()
}

/// The one export that the protocol names for the search, else a name of its own; a place where nothing of anybody else is.
fn export_path(protocol: &Protocol, search: &Search, database: &dyn Database) -> Result<String, Error> {
    if is_reserved(&search.id) {
        return Err(of(
            search,
            "the program keeps things of its own in `pages/` under this identifier",
            "Give the search another `id`.",
        ));
    }
    let export = match search.exports.as_slice() {
        [one] if !one.contains(['*', '?']) => one.clone(),
        _ => format!("exports/{}.{}", search.id, database.service().extension),
    };
    if !may_hold_an_export(&export) {
        return Err(of(
            search,
            format!("its export would be written to `{export}`, and exports stand below `exports/` only"),
            format!("Name another file, `exports/{}.{}` for instance.", search.id, database.service().extension),
        ));
    }
    let mut others = protocol.searches().map(|(_, other)| other).filter(|other| other.id != search.id);
    if let Some(other) = others.find(|other| other.exports.contains(&export)) {
        return Err(of(
            search,
            format!("its export `{export}` is also that of the search `{}`", other.id),
            "Give each search an export of its own.",
        ));
    }
    if let Some(known) = protocol.known.iter().find(|known| known.file == export) {
        return Err(of(
            search,
            format!("its export `{export}` is also the known set `{}`", known.id),
            "Give the search an export of its own.",
        ));
    }
    Ok(export)
}

fn of(search: &Search, what: impl std::fmt::Display, hint: impl Into<String>) -> Error {
    Error::new(format!("search `{}`: {what}", search.id), hint)
}
