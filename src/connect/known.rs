//! What the lock knows of a search: whether the same would be asked, and whether what is stored is still that.

use std::path::Path;

use super::job::{Job, of};
use super::lock::read as read_lock;
use super::store::{Store, earlier};
use crate::diagnostic::excerpt;
use crate::wire::searches::Search;
use crate::workspace::Error;

/// What the lock says of `job`, whose pages are in `folder`; `None` also where the search is being run again and what the
/// lock knows stands aside.
pub(super) fn known(root: &Path, folder: &Path, job: &Job) -> Result<Option<Search>, Error> {
    let found = read_lock(root)?.searches.into_iter().find(|search| search.id == job.id);
    Ok(found.filter(|search| !stands_aside(folder, search)))
}

/// Whether nothing is asked for `job` any more, unless it is run again.
pub fn is_known(root: &Path, job: &Job) -> Result<bool, Error> {
    known(root, &super::fetch::pages_of(root, job), job).map(|known| known.is_some())
}

fn stands_aside(folder: &Path, search: &Search) -> bool {
    let is_of = |folder: &Path| Store::read(folder).ok().flatten().map(|store| store_is_of(&store, search));
    is_of(folder) == Some(false) && earlier(folder).any(|folder| is_of(&folder) == Some(true))
}

/// Whether the pages are those that the lock knows of `search`.
pub(super) fn store_is_of(store: &Store, search: &Search) -> bool {
    match &search.journal_sha256 {
        Some(known) => store.journal_digest().is_ok_and(|digest| digest.to_string() == *known),
        None => store.head().started == search.started,
    }
}

/// Whether `job` asks what the lock knows; of the same server too, if `base` is given.
pub(super) fn asks_the_same(job: &Job, known: &Search, base: Option<&str>) -> Result<(), Error> {
    let same = known.database == job.database.service().name
        && known.expression == job.query.expression
        && known.limits == job.query.limits
        && known.applied_here == job.applied_here;
    if !same {
        return Err(of(
            job,
            "it was run with another query; the lock, its export and its pages are of that one (SEA017)",
            "`--restart` runs it as the protocol says now, and keeps the earlier pages aside.",
        ));
    }
    match base {
        Some(base) if !same_server(base, &known.base) => Err(of(
            job,
            another_server(&known.base, base),
            "`--restart` asks the one named now, and keeps the earlier pages aside.",
        )),
        _ => Ok(()),
    }
}

/// Whether two addresses are one server.
pub(super) fn same_server(a: &str, b: &str) -> bool {
    a.trim_end_matches('/') == b.trim_end_matches('/')
}

/// Says that what is there came from another server. Only hosts are named: an address may hold a key.
pub(super) fn another_server(then: &str, now: &str) -> String {
    let [then, now] = [then, now].map(host);
    let not = if then == now { "not of this address there".to_owned() } else { format!("not of {now}") };
    format!("it was asked of {then}, {not}, and no search is made of two servers (SEA019)")
}

/// Host and port of an address.
fn host(base: &str) -> String {
    let Some(url) = reqwest::Url::parse(base).ok() else { return "another address".to_owned() };
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}{port}", url.host_str().unwrap_or("another address"))
}

/// What is stored is what the lock knows, or this says what is another.
pub(super) fn same_evidence(job: &Job, known: &Search, now: &Search) -> Result<(), Error> {
    let Some(other) = other_fact(known, now) else { return Ok(()) };
    Err(of(
        job,
        format!("{other} (SEA015)"),
        "Take pages and lock back as they were, or search again with `--restart`.",
    ))
}

/// The first fact that the lock knows of a search and that does not follow from its pages as they are `now`.
pub(super) fn other_fact(known: &Search, now: &Search) -> Option<String> {
    if known.pages != now.pages {
        let pairs = known.pages.iter().zip(&now.pages);
        let other = pairs.take_while(|(a, b)| a == b).count() + 1;
        return Some(format!(
            "page {other} of {} in {} is not the one that the lock knows",
            known.pages.len(),
            now.pages_in
        ));
    }
    if known.journal_sha256.is_some() && known.journal_sha256 != now.journal_sha256 {
        return Some(format!("the journal in {} is not the one that the lock knows", now.pages_in));
    }
    let (known, now) = (facts(known), facts(now));
    let (then, now) = known.iter().zip(&now).find(|(then, now)| then != now)?;
    Some(format!("`{}` is {} in the lock, and {} by the pages", then.0, excerpt(&then.1), excerpt(&now.1)))
}

/// What the lock says of a search and its pages say too. Words of the program's own are left out: another version may say
/// the same in others.
fn facts(search: &Search) -> [(&'static str, String); 13] {
    let code = |words: &String| words.rsplit('(').next().unwrap_or_default().trim_end_matches(')').to_owned();
    let codes: Vec<String> = search.differences.iter().map(code).collect();
    let text = |text: &String| format!("“{text}”");
    [
        ("announced", search.announced.map_or_else(|| "not said".to_owned(), |n| n.to_string())),
        ("received", search.received.to_string()),
        ("differences", if codes.is_empty() { "none".to_owned() } else { codes.join(", ") }),
        ("database", text(&search.database)),
        ("base", text(&search.base)),
        ("request", text(&search.request)),
        ("expression", text(&search.expression)),
        ("limits", text(&search.limits.join("; "))),
        ("started", text(&search.started)),
        ("finished", text(&search.finished)),
        ("tool", text(&search.tool)),
        ("seeds", format!("{:?}", search.seeds)),
        ("answers_of", search.answers_of.clone().unwrap_or_else(|| "none".to_owned())),
    ]
}
