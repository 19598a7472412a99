//! PRISMA-S: an extension to the PRISMA statement for reporting literature searches.

use super::{Answer, Done, Facts, Item, Standard, Status, list, plural};
use crate::protocol::{Basis, Mode, Protocol, Reported, Reporting, Search, Source, SourceKind, Stage};
use crate::query::{Context, SearchQuery, lint, parse_as};
use crate::wire::audit::{SearchSince, Since};

/// The standard.
pub const STANDARD: Standard = Standard {
    name: "PRISMA-S",
    source: "Rethlefsen ML, Kirtley S, Waffenschmidt S, et al. PRISMA-S. Syst Rev 2021;10:39. doi:10.1186/s13643-020-01542-z",
    items: ITEMS,
};

const fn item(number: &'static str, topic: &'static str, asks: &'static str, answer: fn(&Facts<'_>) -> Answer) -> Item {
    Item { number, topic, asks, answer }
}

#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item("1", "Database name", "Which databases were searched, each on which platform?", databases),
    item("2", "Multi-database searching", "Were several databases searched at once on one platform, and which?", one_platform),
    item("3", "Study registries", "Which registries were searched?", |facts| of_kind(facts, &[SourceKind::Register], "registry")),
    item("4", "Online resources and browsing", "Which websites, organisations, tables of contents or other places were searched or browsed?", |facts| of_kind(facts, &[SourceKind::Website, SourceKind::Organisation, SourceKind::Handsearch], "online or print source")),
    item("5", "Citation searching", "Were cited or citing references examined, and how?", |facts| of_kind(facts, &[SourceKind::Citation], "citation search")),
    item("6", "Contacts", "Were authors, experts or manufacturers asked for studies?", |facts| of_kind(facts, &[SourceKind::Expert], "contact")),
    item("7", "Other methods", "Was anything else searched?", other_methods),
    item("8", "Full search strategies", "Is every search strategy given exactly as it was run?", strategies),
    item("9", "Limits and restrictions", "Which limits were set in each search, or that none were, and why?", limits),
    item("10", "Search filters", "Were published search filters used, as they are or changed, and which?", |facts| Answer::said(reporting(facts).search_filters.as_ref(), "No published filter was used.", "The protocol names no published filter, and does not say that none was used.")),
    item("11", "Prior work", "Were strategies of other reviews reused, and which?", prior_work),
    item("12", "Updates", "How were the searches brought up to date?", updates),
    item("13", "Dates of searches", "On which day was each source last searched?", dates),
    item("14", "Peer review", "Was the search strategy peer reviewed?", |facts| Answer::said(reporting(facts).peer_review.as_ref(), "The strategies were not peer reviewed.", "The protocol does not say whether anybody reviewed the strategies.")),
    item("15", "Total records", "How many records came from each source?", totals),
    item("16", "Deduplication", "How, and with which software, were duplicates removed?", deduplication),
];

fn of<'a>(protocol: &'a Protocol, kinds: &[SourceKind]) -> Vec<&'a Source> {
    protocol.sources.iter().filter(|source| kinds.contains(&source.kind)).collect()
}

/// A source with its platform, and how that is known.
pub fn with_platform(source: &Source) -> String {
    let platform = source.platform.as_ref().and_then(|known| Some((known.value.as_deref()?, known.basis)));
    match platform {
        Some((platform, Basis::Stated)) => format!("{} ({platform})", source.name),
        Some((platform, _)) => format!("{} ({platform}, assumed)", source.name),
        None => source.name.clone(),
    }
}

/// The platform that is stated; not one that is usual.
fn stated_platform(source: &Source) -> Option<&str> {
    source.platform.as_ref().filter(|known| known.basis == Basis::Stated)?.value.as_deref()
}

fn databases(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: [source]";
    let databases = of(&facts.story.protocol, &[SourceKind::Database]);
    if databases.is_empty() {
        return Answer::new(Status::NoneListed, "The protocol lists no database.", PLACE, "searches");
    }
    let named: Vec<String> = databases
        .iter()
        .map(|source| match stated_platform(source) {
            Some(platform) => format!("{} ({platform})", source.name),
            None => source.name.clone(),
        })
        .collect();
    let unknown: Vec<String> = databases
        .iter()
        .filter(|source| stated_platform(source).is_none())
        .map(|source| match source.platform.as_ref().and_then(|known| known.value.as_ref()) {
            Some(assumed) => format!("{} ({assumed} is assumed)", source.name),
            None => source.name.clone(),
        })
        .collect();
    let gap = (!unknown.is_empty()).then(|| format!("The platform is not stated for {}.", list(&unknown)));
    Answer::with_gap(format!("{}.", list(&named)), gap, PLACE, "searches")
}

fn one_platform(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: [source]";
    let databases = of(&facts.story.protocol, &[SourceKind::Database]);
    let platforms: Vec<&str> = databases.iter().filter_map(|source| stated_platform(source)).collect();
    let twice = platforms.iter().enumerate().any(|(at, platform)| platforms[..at].contains(platform));
    if databases.len() < 2 {
        Answer::new(Status::NoneListed, "No two databases are listed.", PLACE, "searches")
    } else if twice || platforms.len() < databases.len() {
        Answer::not_reported("The protocol does not say which databases were searched together on one platform.", PLACE)
    } else {
        Answer::new(Status::Reported, "Every database is listed with a platform of its own.", PLACE, "searches")
    }
}

fn of_kind(facts: &Facts<'_>, kinds: &[SourceKind], what: &str) -> Answer {
    const PLACE: &str = "protocol.toml: [source]";
    let names: Vec<&str> = of(&facts.story.protocol, kinds).iter().map(|source| source.name.as_str()).collect();
    if names.is_empty() {
        Answer::new(Status::NoneListed, format!("The protocol lists no {what}."), PLACE, "searches")
    } else {
        Answer::new(Status::Reported, format!("{}.", list(&names)), PLACE, "searches")
    }
}

fn other_methods(_: &Facts<'_>) -> Answer {
    Answer::new(
        Status::NoneListed,
        "The protocol lists nothing beyond the sources above.",
        "protocol.toml: [source]",
        "searches",
    )
}

/// `1.wos, 2a.wos and 3.google`: all of them, since whoever has to mend the report needs each.
fn ids(searches: &[&Search]) -> String {
    list(&searches.iter().map(|search| search.id.as_str()).collect::<Vec<_>>())
}

fn all<'a>(facts: &Facts<'a>) -> Vec<&'a Search> {
    facts.story.protocol.searches().map(|(_, search)| search).collect()
}

/// Tells of how many searches something is known, and of which it is not.
fn told_of(
    facts: &Facts<'_>,
    known: impl Fn(&Search) -> bool,
    what: &str,
    missing: &str,
    place: &'static str,
) -> Answer {
    let all = all(facts);
    let without: Vec<&Search> = all.iter().copied().filter(|search| !known(search)).collect();
    let told = all.len() - without.len();
    if told == 0 {
        return Answer { section: "searches", ..Answer::not_reported(format!("{missing} for no search."), place) };
    }
    let gap = (!without.is_empty()).then(|| format!("Not for {}.", ids(&without)));
    Answer::with_gap(
        format!("{what} for {told} of {}.", plural(all.len() as u64, "search", "searches")),
        gap,
        place,
        "searches",
    )
}

fn strategies(facts: &Facts<'_>) -> Answer {
    let given = if facts.is_replay() {
        "The query is printed, or said to be that of another search,"
    } else {
        "The query is given"
    };
    let answer = told_of(
        facts,
        |search| search.query.is_some() || !search.same_query_as.is_empty(),
        given,
        given,
        "protocol.toml: query; search-history.json",
    );
    // What somebody supposes of the fields searched is not reported; a query asked again may have been asked of other fields.
    let is_told = |search: &&Search| search.query.is_some() || !search.same_query_as.is_empty();
    let protocol = &facts.story.protocol;
    let supposed = all(facts).into_iter().filter(|search| is_told(search) && !states_fields(protocol, search));
    let supposed: Vec<&Search> = supposed.collect();
    let read_otherwise = all(facts).iter().filter(|search| search.reading.is_some()).count() as u64;
    let replay = (facts.is_replay() && read_otherwise > 0).then(|| {
        format!(
            "{} also in a reading that the review does not give.",
            plural(read_otherwise, "query is evaluated", "queries are evaluated")
        )
    });
    match (supposed.is_empty(), answer.status) {
        (false, Status::Reported | Status::Partly) => {
            let text = format!("{} The fields searched are not stated for {}.", answer.text, ids(&supposed));
            Answer { status: Status::Partly, text, replay, ..answer }
        }
        _ => Answer { replay, ..answer },
    }
}

/// Whether it is stated in which fields a search looked: beside its query, or beside the one it repeats, or in the query itself,
/// where every term has its field.
fn states_fields(protocol: &Protocol, search: &Search) -> bool {
    if let Some(fields) = &search.fields {
        return fields.basis == Basis::Stated;
    }
    let repeated = protocol.searches().map(|(_, other)| other).filter(|other| search.same_query_as.contains(&other.id));
    let mut repeated = repeated.filter_map(|other| other.fields.as_ref()).peekable();
    if repeated.peek().is_some() {
        return repeated.all(|fields| fields.basis == Basis::Stated);
    }
    let asked = protocol.queries_of(search);
    let names_all = |asked: &SearchQuery<'_>| {
        let eras = asked.dialect.eras_between(asked.not_before, asked.not_after);
        let read = eras
            .first()
            .filter(|_| asked.dialect.field_expected)
            .map(|era| parse_as(asked.text, asked.dialect, era, None));
        let context = Context { text: asked.text, ..Context::default() };
        read.is_some_and(|read| lint(&read, context).iter().all(|message| message.code() != NO_FIELD))
    };
    !asked.is_empty() && asked.iter().all(names_all)
}

/// The lint that a term has no field.
const NO_FIELD: &str = "QRY035";

fn limits(facts: &Facts<'_>) -> Answer {
    let answer = told_of(
        facts,
        |search| search.limits.is_some(),
        "Limits are given, or that there were none,",
        "Limits are given, or that there were none,",
        "protocol.toml: limits; search-history.json",
    );
    // Restrictions are reported too where they are criteria of the review; whether a database or a person applied them is not.
    let early = facts.story.protocol.criteria.iter().filter(|rule| rule.stage == Stage::BeforeScreening);
    let early: Vec<String> = early.map(|rule| rule.id.clone()).collect();
    if early.is_empty() || answer.status == Status::Reported {
        return answer;
    }
    let text =
        format!("{} Restrictions on the whole review, as criteria before screening: {}.", answer.text, list(&early));
    Answer { status: Status::Partly, text, place: "protocol.toml: limits, [criterion]; search-history.json", ..answer }
}

/// What the review says of itself.
fn reporting<'a>(facts: &Facts<'a>) -> &'a Reporting {
    &facts.story.protocol.reporting
}

fn prior_work(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: [review], [previous], [reporting]";
    let said = reporting(facts).prior_work.as_ref();
    let others = Answer::said(
        said,
        "No strategy of another review was reused.",
        "The protocol does not say whether strategies of other reviews were reused.",
    );
    match facts.story.protocol.review.mode {
        Mode::Update => {
            let others = said.map(|_| format!(" {}", others.text)).unwrap_or_default();
            let begin = "An earlier version of this review is brought up to date.";
            match since(&facts.story.started.previous.searches) {
                Some(since) => Answer::new(Status::Reported, format!("{begin} {since}{others}"), PLACE, "searches"),
                None => {
                    let text = format!(
                        "{begin} What changed in its searches is not known: its results were not read.{others}"
                    );
                    Answer::new(Status::Partly, text, PLACE, "searches")
                }
            }
        }
        Mode::New | Mode::Replay => others,
    }
}

/// What became of the searches of the version before an update, in words; `None` where that is not known.
pub fn since(searches: &[SearchSince]) -> Option<String> {
    const KINDS: [(Since, &str); 5] = [
        (Since::RunAgain, "run again as they were"),
        (Since::OtherQuery, "with another query"),
        (Since::OtherLimits, "with other limits"),
        (Since::NewSource, "in sources not searched before"),
        (Since::NotAgain, "of the earlier version not run again"),
    ];
    let of = |kind: Since| -> Vec<&str> {
        searches.iter().filter(|search| search.since == kind).map(|search| search.search.as_str()).collect()
    };
    let parts = KINDS.map(|(kind, words)| {
        Some(of(kind)).filter(|ids| !ids.is_empty()).map(|ids| format!("{words}: {}", list(&ids)))
    });
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Searches {}.", parts.join("; ")))
}

fn updates(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: [review], [[iteration]]";
    match facts.story.protocol.review.mode {
        Mode::Update => Answer::new(
            Status::Reported,
            "This review is an update: its searches are those of the rounds listed.",
            PLACE,
            "searches",
        ),
        Mode::New | Mode::Replay => {
            Answer::not_reported("The protocol does not say whether searches were run again or alerts set up.", PLACE)
        }
    }
}

fn dates(facts: &Facts<'_>) -> Answer {
    const PLACE: &str = "protocol.toml: run_on; search-history.json";
    let stated = |search: &Search| search.run_on.on.is_some() && search.run_on.basis == Some(Basis::Stated);
    let answer = told_of(facts, stated, "The day is given", "The day is given", PLACE);
    let bounded = |search: &&Search| search.run_on.not_before.is_some() || search.run_on.not_after.is_some();
    let bounded: Vec<&Search> = all(facts).into_iter().filter(bounded).collect();
    if bounded.is_empty() {
        return answer;
    }
    let bounds = format!("The protocol has bounds (not before, not after) for {}.", ids(&bounded));
    if facts.is_replay() {
        // Bounds are worked out from what else the publication tells; it does not state them, and no replay made them.
        let text =
            format!("{} {bounds} They follow from other statements; the review does not give them.", answer.text);
        return Answer { text, ..answer };
    }
    let text = format!("{} {bounds}", answer.text);
    Answer { status: Status::Partly, text, ..answer }
}

fn totals(facts: &Facts<'_>) -> Answer {
    let (story, protocol) = (facts.story, &facts.story.protocol);
    let with: Vec<String> = facts
        .flow
        .sources
        .iter()
        .filter_map(|count| Some(format!("{}: {}", protocol.sources[count.source].name, count.records?)))
        .collect();
    let without: Vec<&str> = facts
        .flow
        .sources
        .iter()
        .filter(|count| count.records.is_none())
        .map(|count| protocol.sources[count.source].name.as_str())
        .collect();
    let gap = (!without.is_empty()).then(|| format!("No export of {}.", list(&without)));
    let text = format!("{}; together {}.", with.join("; "), story.records.len());
    let unknown = "The number is not reported for every source.";
    let (place, section) = ("records.csv; flow.csv; protocol.toml: reported", "searches");
    Answer::own_work(facts, Done { text, gap, reported: reported_totals(protocol), unknown, place, section })
}

/// The numbers of records that the review published of its searches.
fn reported_totals(protocol: &Protocol) -> Option<String> {
    let of = |(iteration, search): (&crate::protocol::Iteration, &Search), number: &Reported| {
        let of_round = number.scope.as_deref() == Some("iteration");
        if of_round { format!("round {}", iteration.id) } else { search.id.clone() }
    };
    let each: Vec<String> = protocol
        .searches()
        .filter_map(|(iteration, search)| {
            let number = search.reported.as_ref().filter(|number| number.value.is_some())?;
            Some(format!("{}: {}", of((iteration, search), number), number.words()))
        })
        .collect();
    (!each.is_empty()).then(|| format!("{}.", each.join("; ")))
}

fn deduplication(facts: &Facts<'_>) -> Answer {
    let story = facts.story;
    let repeats = (story.records.len() - story.groups.len()) as u64;
    let text = format!(
        "with litsieve {}, preset {}: {} another, by named rules and rulings of people, each listed with its evidence; {} left for a person.",
        story.started.tool.version,
        story.protocol.matching.preset.name(),
        plural(repeats, "record repeats", "records repeat"),
        plural(story.doubts.len() as u64, "doubtful pair is", "doubtful pairs are"),
    );
    let published = story
        .protocol
        .published
        .iter()
        .find(|published| published.what == "duplicates_removed" && published.scope == "review");
    let reported = published
        .filter(|published| published.number.value.is_some())
        .map(|published| format!("{} duplicates were removed.", published.number.words()));
    let unknown = "how, and with which software, it removed duplicates is not in the protocol.";
    let (place, section) = ("duplicates.csv; doubtful.csv", "duplicates");
    Answer::own_work(facts, Done { text, gap: None, reported, unknown, place, section })
}
