//! Why two records are one report, or two.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::super::Story;
use super::one::{by, cut, levels, outcome, says};
use crate::matching::Matcher;
use crate::record::pages::Pages;
use crate::record::person::Person;
use crate::record::{Field, RecordFileBuilder, RecordId, RecordTable};
use crate::ruling::fold;
use crate::source::SourceFile;
use crate::wire::audit::{Found, Pair};

/// Tells it.
pub fn tell(story: &Story, a: &Found, b: &Found) -> String {
    let (a, b) = if is_told_turned(story, a, b) { (b, a) } else { (a, b) };
    let mut text = String::new();
    let mut add = |line: String| {
        text.push_str(line.trim_end());
        text.push('\n');
    };
    for found in [a, b] {
        add(format!("{}  {}", found.record, cut(found.title(), 90)));
    }
    add(String::new());
    let pair = |pairs: &[Pair]| pairs.iter().find(|pair| is_of(pair, a, b)).cloned();
    if a.record == b.record {
        add("This is one and the same record.".to_owned());
    } else if story.group_number_of(&a.record) == story.group_number_of(&b.record) {
        add("They are one report.".to_owned());
        for link in path(story, &a.record, &b.record) {
            add(format!("  {} = {}  {}, {:.2}", link.a, link.b, by(story, link), link.score));
            add(format!("    {}", levels(link)));
            says(link).into_iter().for_each(|about| add(format!("    {about}")));
        }
        let group = story.group_of(&a.record).filter(|told| told.group.records.len() > 2);
        if let Some([a, b]) = group.and_then(|told| told.group.weakest.as_ref()) {
            add(format!("  The weakest link of the group is {a} = {b}."));
        }
        add(format!("  If they are two, {}", to_decide(story, "`different`", "duplicates.csv")));
    } else {
        let doubt = pair(&story.doubts);
        add(match doubt {
            Some(_) => {
                "Undecided: they may be one report, and are kept apart as two until a person decides.".to_owned()
            }
            None => "They are two reports.".to_owned(),
        });
        if let Some(doubt) = doubt {
            add(format!("  {}", doubt.why));
            add(format!("  {}, {:.2}: {}", by(story, &doubt), doubt.score, levels(&doubt)));
            add(format!("  For your decision, {}", to_decide(story, "`same` or `different`", "doubtful.csv")));
        } else if let Some(version) = story
            .versions
            .iter()
            .find(|link| [&link.a, &link.b] == [&a.record, &b.record] || [&link.a, &link.b] == [&b.record, &a.record])
        {
            add(format!("  They belong together as {}, by rule {}: {}", version.kind, version.rule, version.evidence));
        } else if let Some(ruling) = story.rulings.iter().find(|ruling| {
            ruling.in_force
                && ruling.kind == "pair"
                && ruling.records.contains(&a.record)
                && ruling.records.contains(&b.record)
        }) {
            add(format!("  {} ruled that they are {}.", ruling.by, ruling.verdict));
        } else if let Some(veto) = pair(&story.vetoes) {
            add(format!("  {}", veto.why));
            apart(story, a, b).into_iter().for_each(&mut add);
            add(format!("  {}, {:.2}: {}", by(story, &veto), veto.score, levels(&veto)));
        } else {
            apart(story, a, b).into_iter().for_each(&mut add);
        }
    }
    add(String::new());
    table(story, a, b).into_iter().for_each(&mut add);
    add(String::new());
    for found in [a, b] {
        if let Some(told) = story.group_of(&found.record).filter(|_| story.is_of_review()) {
            add(format!("{} is in {}: {}", found.record, told.group.group, outcome(told)));
        }
    }
    text
}

/// Whether the log tells of the two in the other order: what it says of both is in that order.
fn is_told_turned(story: &Story, a: &Found, b: &Found) -> bool {
    let is = |one: &String, other: &String| *one == b.record && *other == a.record;
    let mut pairs = [&story.links, &story.doubts, &story.vetoes].into_iter().flatten();
    pairs.any(|pair| is(&pair.a, &pair.b)) || story.versions.iter().any(|link| is(&link.a, &link.b))
}

/// How a person's word on the two is put down.
fn to_decide(story: &Story, words: &str, table: &str) -> String {
    if story.is_of_review() {
        format!("write {words} beside them in {table}, then `litsieve decide results/{table} --by \"Your Name\"`.")
    } else {
        format!("start a review (`litsieve init`): there {words} in {table} holds for every run.")
    }
}

/// What keeps two records apart of which no line of the log says more, compared again by what it tells of them; it holds no
/// abstracts.
fn apart(story: &Story, a: &Found, b: &Found) -> Vec<String> {
    let records = values_of(a, b);
    let matcher = Matcher::new(&records, &story.protocol.matching);
    let name = |id: RecordId| if id == RecordId(0) { a.record.clone() } else { b.record.clone() };
    let sentences = matcher.why_apart(RecordId(0), RecordId(1));
    sentences.into_iter().map(|sentence| format!("  {}", sentence.told(false, name))).collect()
}

/// A table of two records, of what is told of them.
fn values_of(a: &Found, b: &Found) -> RecordTable {
    let source = Arc::new(SourceFile::new("audit.jsonl", Vec::new()));
    let mut builder = RecordFileBuilder::new(source, "audit");
    for found in [a, b] {
        builder.begin(0, 0);
        for (name, value) in &found.values {
            if let Some(field) = Field::from_name(name) {
                builder.owned_field(name, field, value);
            }
        }
        builder.end(0);
    }
    RecordTable::new(vec![builder.finish()])
}

/// The levels of the fields of two records, as the log has them; of two that it has not compared, as they compare by themselves.
fn compared(story: &Story, a: &Found, b: &Found) -> Vec<(String, String)> {
    let mut pairs = [&story.links, &story.doubts, &story.vetoes].into_iter().flatten();
    if let Some(pair) = pairs.find(|pair| is_of(pair, a, b)) {
        return pair.levels.iter().map(|level| (level.field.clone(), level.level.clone())).collect();
    }
    let records = values_of(a, b);
    let levels = Matcher::new(&records, &story.protocol.matching).explain(RecordId(0), RecordId(1)).levels;
    levels.into_iter().map(|level| (level.field.name().to_owned(), level.level.to_owned())).collect()
}

/// Whether matching takes two values for one, however they are written: "The Lancet" and "Lancet (London, England)".
fn is_agreement(level: &str) -> bool {
    matches!(level, "equal" | "same" | "one end equal")
}

fn is_of(pair: &Pair, a: &Found, b: &Found) -> bool {
    (pair.a == a.record && pair.b == b.record) || (pair.a == b.record && pair.b == a.record)
}

/// The shortest chain of links from one record to the other.
fn path<'a>(story: &'a Story, from: &str, to: &str) -> Vec<&'a Pair> {
    let group = story.group_number_of(from);
    let links: Vec<&Pair> = story.links.iter().filter(|link| story.group_number_of(&link.a) == group).collect();
    // Breadth first: per record reached, the link over which it was reached.
    let mut reached: BTreeMap<&str, Option<&Pair>> = BTreeMap::from([(from, None)]);
    let mut next = VecDeque::from([from]);
    while let Some(here) = next.pop_front() {
        for link in links.iter().filter(|link| link.a == here || link.b == here) {
            let there = if link.a == here { link.b.as_str() } else { link.a.as_str() };
            if !reached.contains_key(there) {
                reached.insert(there, Some(link));
                next.push_back(there);
            }
        }
    }
    let mut path = Vec::new();
    let mut here = to;
    while let Some(Some(link)) = reached.get(here) {
        path.push(*link);
        here = if link.a == here { link.b.as_str() } else { link.a.as_str() };
    }
    path.reverse();
    path
}

/// Whether two values of a field contradict each other: both are there, and differ in more than case, accents and punctuation, in
/// initials for given names, in a month beside the year or in how the last page is written. Where a record was found is no such value.
fn says_otherwise(field: &str, left: &str, right: &str) -> bool {
    let is_one = match field {
        "search" => true,
        "author" => are_one_list(left, right),
        "date" => year_in(left).is_some() && year_in(left) == year_in(right) && (is_year(left) || is_year(right)),
        "pages" => {
            let read = |text: &str| Pages::parse(text, None);
            (read(left).first, read(left).last) == (read(right).first, read(right).last)
        }
        _ => false,
    };
    !is_one && !left.is_empty() && !right.is_empty() && fold(left) != fold(right)
}

/// Whether two lists name the same people in one order: by family names, and the first letter of what stands before or behind them.
fn are_one_list(left: &str, right: &str) -> bool {
    let people = |text: &str| -> Vec<Person> { text.split("; ").filter_map(Person::parse).collect() };
    let is_one = |(a, b): (&Person, &Person)| {
        let initial = |person: &Person| fold(&person.given).chars().next();
        let (x, y) = (initial(a), initial(b));
        fold(&a.family) == fold(&b.family) && (x.is_none() || y.is_none() || x == y)
    };
    let (a, b) = (people(left), people(right));
    !a.is_empty() && a.len() == b.len() && a.iter().zip(&b).all(is_one)
}

fn year_in(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 4)
}

fn is_year(text: &str) -> bool {
    text.trim_end_matches('/').len() == 4 && year_in(text).is_some()
}

/// The fields that a reader compares, both values side by side, with a mark where they contradict each other.
fn table(story: &Story, a: &Found, b: &Found) -> Vec<String> {
    /// Each row with the fields that may hold it: the first that a record has.
    const FIELDS: [(&str, &[&str]); 15] = [
        ("author", &["author", "corporate author", "editor"]),
        ("date", &["date", "online date"]),
        ("journal", &["journal", "journal abbreviation", "conference", "series"]),
        ("volume", &["volume"]),
        ("issue", &["issue"]),
        ("pages", &["pages", "article number"]),
        ("doi", &["doi"]),
        ("pmid", &["pmid"]),
        ("isbn", &["isbn"]),
        ("issn", &["issn"]),
        ("edition", &["edition"]),
        ("publisher", &["publisher"]),
        ("accession number", &["accession number"]),
        ("document type", &["document type"]),
        ("language", &["language"]),
    ];
    let mut lines = Vec::new();
    let compared = compared(story, a, b);
    let is_one = |field: &str| compared.iter().any(|(name, level)| name == field && is_agreement(level));
    let row = |field: &str, left: &str, right: &str| {
        let mark = if says_otherwise(field, left, right) && !is_one(field) { '≠' } else { ' ' };
        format!("  {field:16} {mark} {:44}  {}", cut(left, 44), cut(right, 44))
    };
    lines.push(row("search", story.search_of(a), story.search_of(b)));
    for (field, names) in FIELDS {
        let of = |found: &Found, name: &str| -> String {
            let values: Vec<&str> =
                found.values.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
            values.join("; ")
        };
        let values = |found: &Found| -> String {
            let text = names.iter().map(|name| of(found, name)).find(|text| !text.is_empty()).unwrap_or_default();
            let end = if field == "pages" { of(found, "end page") } else { String::new() };
            if end.is_empty() || text.contains('-') || text == end { text } else { format!("{text}-{end}") }
        };
        let (left, right) = (values(a), values(b));
        if !(left.is_empty() && right.is_empty()) {
            lines.push(row(field, &left, &right));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::says_otherwise;

    #[test]
    fn only_what_contradicts_is_marked() {
        for (field, left, right) in [
            ("author", "Larsen, Lena; Ek, B.", "L Larsen; Bo Ek"),
            ("author", "KLM Orvik", "Orvik, Kari Lise Marie"),
            ("date", "2016", "2016 Jan"),
            ("date", "2016//", "2016-01-12"),
            ("pages", "313-8", "313-318"),
            ("doi", "10.1000/towns.7", ""),
            ("journal", "Town Studies", "TOWN STUDIES"),
            ("search", "1.wos", "1.scopus"),
        ] {
            assert!(!says_otherwise(field, left, right), "{field}: {left} / {right}");
            assert!(!says_otherwise(field, right, left), "{field}: {right} / {left}");
        }
        for (field, left, right) in [
            ("author", "Larsen, Lena; Ek, B.", "Larsen, Lena"),
            ("author", "Larsen, Lena", "Larsen, Karl"),
            ("date", "2016", "2017 Jan"),
            ("date", "2016 Jan", "2016 Mar"),
            ("pages", "313-318", "413-418"),
            ("volume", "4", "14"),
        ] {
            assert!(says_otherwise(field, left, right), "{field}: {left} / {right}");
        }
    }
}
