//! Why two records are in doubt or belong together, and what would settle it: sentences for a person who has to decide.

use super::cluster::Refusal;
use super::matcher::Matcher;
use super::pairs::Rulings;
use super::rules::{self, Outcome, Rule};
use super::{Level, Link};
use crate::evidence::Actor;
use crate::record::{Field, Record, RecordId};

impl Matcher<'_> {
    /// Why a pair is in doubt on which `rule` decides: what the rule says, what contradicts with both values, what would settle it.
    pub(super) fn why_doubtful(&self, rule: &Rule, link: &Link) -> String {
        let rule = match rule.outcome {
            Outcome::Same if self.settings().doubt.contains(&rule.name) => format!(
                "For one report: {} The protocol asks for a person wherever only this rule (`{}`) speaks for it.",
                rule.about, rule.name
            ),
            Outcome::Same => format!(
                "For one report: {} That is not enough for the preset `{}`; `{}` merges on it (rule `{}`).",
                rule.about,
                self.settings().preset.name(),
                rule.from.name(),
                rule.name
            ),
            _ => rule.about.to_owned(),
        };
        let against = match self.what_contradicts(link) {
            nothing if nothing == NOTHING => {
                format!("Nothing contradicts, but no more agrees than {}.", agreeing(link))
            }
            against => against,
        };
        let parts = [rule, self.what_identifies(link), against, self.what_would_settle(link)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Why two records that a rule accepts as one report are not joined.
    pub(super) fn why_refused(&self, link: &Link, refusal: Refusal, rulings: &Rulings) -> String {
        match refusal {
            Refusal::Outdone(record, better) => self.why_outdone(RecordId(record), RecordId(better), rulings, link),
            Refusal::Together(a, b) => self.why_not_together(RecordId(a), RecordId(b), rulings),
            Refusal::Torn { record, between: (one, other) } => {
                let (one, other) = (RecordId(one), RecordId(other));
                format!(
                    "{JOINING} choose between two records that {} fits equally, and {}: {} and {}. To settle it, see which of the two it is: \
                     `same` on the pair with that one is enough. If all of them are one text, `same` on each of the two pairs joins them.",
                    self.cited(RecordId(record)),
                    self.what_parts(one, other, rulings),
                    self.cited(one),
                    self.cited(other)
                )
            }
        }
    }

    /// Why a record is not joined with one that it fits, but with another that it fits better.
    fn why_outdone(&self, record: RecordId, better: RecordId, rulings: &Rulings, link: &Link) -> String {
        let here = if link.a == record { link.b } else { link.a };
        format!(
            "{JOINING} pass over that {} fits another record better, and {}: {} and {}. If it is the first of the two, `same` on this pair \
             and `different` on the other say so; if all of them are one text, `same` on this pair joins them.",
            self.cited(record),
            self.what_parts(here, better, rulings),
            self.cited(here),
            self.cited(better)
        )
    }

    fn why_not_together(&self, a: RecordId, b: RecordId, rulings: &Rulings) -> String {
        format!(
            "{JOINING} put two records together, and {}: {} and {}. To settle it, see whether these two are one text: if so, `same` on \
             this pair joins all of them; if not, rule `same` on the pair of this record and the one of the two that it is, and \
             `different` on the other pair.",
            self.what_parts(a, b, rulings),
            self.cited(a),
            self.cited(b)
        )
    }

    /// What keeps two records apart, as the end of a sentence.
    fn what_parts(&self, a: RecordId, b: RecordId, rulings: &Rulings) -> String {
        if rulings.apart(a, b) {
            return "a person ruled those two different".to_owned();
        }
        let comparison = self.compare(a.0, b.0);
        let (rule, levels) = (rules::decide(&comparison, self.settings()), comparison.levels());
        let link = Link { a, b, rule: "none", score: comparison.score(), levels, by: Actor::Rule };
        let against = match self.differing(&link) {
            differing if differing.is_empty() => String::new(),
            differing => format!(" ({})", differing.join("; ")),
        };
        match rule {
            Some((rule, Outcome::Apart)) => format!("rule `{}` keeps those two apart{against}", rule.name),
            Some((rule, Outcome::Version(kind))) => {
                format!("rule `{}` links those two as {}{against}", rule.name, kind.name())
            }
            Some((rule, _)) => {
                format!("it is in doubt whether those two are one report (rule `{}`){against}", rule.name)
            }
            None => format!("no rule says that those two are one report{against}"),
        }
    }

    /// The identifiers that both records have.
    fn what_identifies(&self, link: &Link) -> String {
        let shared: Vec<String> = identifiers(link)
            .map(|field| format!("{} {}", field.name().to_uppercase(), value(self.records().record(link.a), field)))
            .collect();
        if shared.is_empty() { String::new() } else { format!("Both have the {}.", shared.join(" and ")) }
    }

    /// What a version link rests on: both records with what shows their kind, what the rule says, and how they compare.
    pub(super) fn evidence(&self, rule: &Rule, link: &Link) -> String {
        let levels: Vec<String> = link
            .levels
            .iter()
            .filter(|level| level.level != "missing")
            .map(|level| format!("{} {}", level.field.name(), level.level))
            .collect();
        format!(
            "{} / {}. {} Score {:.2}: {}. If both records describe one text, a ruling `same` on them joins them.",
            self.cited(link.a),
            self.cited(link.b),
            rule.about,
            link.score,
            levels.join(", ")
        )
    }

    /// A record in one line: title, type, journal or else publisher, edition, year, volume, issue, pages, DOI.
    pub(super) fn cited(&self, id: RecordId) -> String {
        let record = self.records().record(id);
        let publisher = if record.container().is_some() { None } else { Some(Field::Publisher) };
        let fields = [Some(Field::DocumentType), Some(Field::Container), publisher, Some(Field::Edition)]
            .into_iter()
            .chain([Field::Date, Field::Volume, Field::Issue, Field::Pages, Field::Doi].map(Some))
            .flatten();
        let details: Vec<String> = fields
            .map(|field| match (field, value(record, field)) {
                (Field::Volume, text) if !text.is_empty() => format!("volume {text}"),
                (Field::Issue, text) if !text.is_empty() => format!("issue {text}"),
                (Field::Pages, text) if !text.is_empty() => format!("pages {text}"),
                (_, text) => text,
            })
            .filter(|text| !text.is_empty())
            .collect();
        let title = record.title().unwrap_or_default().trim();
        let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) };
        format!("\u{201c}{title}\u{201d}{details}")
    }

    /// What differs, with both values: a sentence.
    pub(super) fn what_contradicts(&self, link: &Link) -> String {
        match self.differing(link) {
            nothing if nothing.is_empty() => NOTHING.to_owned(),
            differing => format!("Against it: {}.", differing.join("; ")),
        }
    }

    /// What differs, field by field, with both values.
    fn differing(&self, link: &Link) -> Vec<String> {
        let (a, b) = (self.records().record(link.a), self.records().record(link.b));
        let named: Vec<String> = link
            .levels
            .iter()
            .filter(|level| differs(level))
            .map(|level| {
                let values = match (value(a, level.field), value(b, level.field)) {
                    (x, y) if x == y && level.field == Field::Author => (written_out(a), written_out(b)),
                    values => values,
                };
                let level_name = if level.level == "conflict" { "differs" } else { level.level };
                format!(
                    "{} {level_name} (\u{201c}{}\u{201d} / \u{201c}{}\u{201d})",
                    level.field.name(),
                    values.0,
                    values.1
                )
            })
            .collect();
        let kinds = self.compare(link.a.0, link.b.0).kinds_of_publication();
        named.into_iter().chain(kinds.map(|(a, b)| format!("kind of publication ({a} / {b})"))).collect()
    }

    /// The one thing to look at that decides most: what contradicts goes before what is missing, what identifies before what
    /// describes.
    pub(super) fn what_would_settle(&self, link: &Link) -> String {
        let at = |field: Field| link.levels.iter().find(|level| level.field == field).filter(|level| differs(level));
        let journal = || value(self.records().record(link.a), Field::Container);
        let shared = identifiers(link).next();
        let comparison = self.compare(link.a.0, link.b.0);
        let kinds = comparison.kinds_of_publication();
        let is_book = comparison.is_of_books();
        let settles = match () {
            () if shared.is_some() => format!(
                "open the {} that both have: if both records describe what it leads to, one of them with mistakes, they are `same`; if one \
                 describes another text, which only got this identifier, they are `different`",
                shared.map_or("", Field::name).to_uppercase()
            ),
            () if at(Field::Doi).is_some() || at(Field::Pmid).is_some() => {
                "open both identifiers: one text behind them is `same`, two texts are `different`".to_owned()
            }
            () if kinds.is_some() => {
                let (one, other) = kinds.unwrap_or_default();
                format!(
                    "see what both are: a text that was given out as {} and again as {} is two reports, `different`; if one record only \
                     has the wrong type, `same`",
                    with_article(one),
                    with_article(other)
                )
            }
            () if at(Field::Author).is_some_and(|level| level.level != "partly") => {
                "compare the full lists of authors on the texts: other people are `different`".to_owned()
            }
            () if at(Field::Container).is_some() => {
                "see whether both journals or meetings printed it: if so, `different`; if one is another name or a mistake, `same`"
                    .to_owned()
            }
            () if [Field::Volume, Field::Issue, Field::Pages].into_iter().any(|field| at(field).is_some()) => format!(
                "look up both places in the contents of {}: a text at each is `different`, a text at one of them `same`",
                match journal() {
                    journal if journal.is_empty() => "the journal".to_owned(),
                    journal => format!("\u{201c}{journal}\u{201d}"),
                }
            ),
            () if at(Field::Date).is_some() => {
                "see which year stands on the text: one text printed once, perhaps online a year before, is `same`".to_owned()
            }
            () if at(Field::Title).is_some() && is_book => {
                "see whether both have one publisher, edition and number of pages: if so, `same`; two editions may share a title page"
                    .to_owned()
            }
            () if at(Field::Title).is_some() => {
                "see whether the first pages have one title and one abstract: if so, `same`".to_owned()
            }
            () => self.what_is_missing(link),
        };
        format!("To settle it, {settles}.")
    }

    /// What each record lacks that would tell, if only one has it or neither.
    fn what_is_missing(&self, link: &Link) -> String {
        let lacking = |id: RecordId| -> Vec<&str> {
            let record = self.records().record(id);
            let telling = [Field::Author, Field::Date, Field::Container, Field::Volume, Field::Pages, Field::Doi];
            telling.into_iter().filter(|&field| value(record, field).is_empty()).map(Field::name).collect()
        };
        let (first, second) = (lacking(link.a), lacking(link.b));
        let (both, first): (Vec<&str>, Vec<&str>) = first.into_iter().partition(|field| second.contains(field));
        let second = second.into_iter().filter(|field| !both.contains(field)).collect();
        let sides: Vec<String> =
            [("the first record lacks", first), ("the second record lacks", second), ("neither has", both)]
                .into_iter()
                .filter(|(_, fields)| !fields.is_empty())
                .map(|(side, fields)| format!("{side} {}", fields.join(", ")))
                .collect();
        if sides.is_empty() {
            return "compare both texts".to_owned();
        }
        format!("find what is missing ({}) in the text or its source: if both agree in it, `same`", sides.join("; "))
    }
}

/// How every sentence begins that says why an accepted pair is not joined.
const JOINING: &str = "Joining them would";

const NOTHING: &str = "Nothing contradicts.";

/// The fields that agree, as text; with the level where they do so in part.
fn agreeing(link: &Link) -> String {
    let name = |level: &Level| match level.level {
        "equal" | "same" => Some(level.field.name().to_owned()),
        "similar" | "part" | "one end equal" | "partly" => Some(format!("{} ({})", level.field.name(), level.level)),
        _ => None,
    };
    let names: Vec<String> = link.levels.iter().filter_map(name).collect();
    if names.is_empty() { "much of the title".to_owned() } else { names.join(", ") }
}

/// The identifiers that two records share.
fn identifiers(link: &Link) -> impl Iterator<Item = Field> {
    link.levels.iter().filter(|level| is_shared_identifier(level)).map(|level| level.field)
}

/// A kind of publication in a sentence.
fn with_article(kind: &str) -> String {
    let article = match kind {
        "data" => "",
        kind if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => "an ",
        _ => "a ",
    };
    format!("{article}{kind}")
}

/// Whether a level says that an identifier stands on both sides.
pub(super) fn is_shared_identifier(level: &Level) -> bool {
    matches!(level.field, Field::Doi | Field::Pmid) && level.level == "equal"
}

/// What differs between two records that a rule merged, given as the names of fields and levels, and why that does not part them;
/// `None` if nothing does. Spelling, a cut title and a year between print and online are what the rule itself speaks of.
pub fn in_spite_of<'l>(levels: impl Iterator<Item = (&'l str, &'l str)>) -> Option<String> {
    let told = ["cut", "one year apart", "partly", "spelled otherwise", "words added"];
    let named: Vec<(&str, &str)> = levels.filter(|(_, level)| !told.contains(level) && speaks_against(level)).collect();
    if named.is_empty() {
        return None;
    }
    let list: Vec<String> = named.iter().map(|(field, level)| format!("{field} {level}")).collect();
    let about_dois = if named.iter().any(|(field, _)| *field == Field::Doi.name()) {
        " Two DOIs alone prove nothing, since publishers register one article again, on another platform or online and in print; with \
         another place, year or journal beside them the records would have stayed apart. Open both: two texts behind them are `different`."
    } else {
        ""
    };
    Some(format!("In spite of: {}.{about_dois}", list.join(", ")))
}

/// Whether a level speaks against one report.
fn differs(level: &Level) -> bool {
    speaks_against(level.level)
}

fn speaks_against(level: &str) -> bool {
    !matches!(
        level,
        "missing" | "equal" | "same" | "one end equal" | "counted by itself" | "set aside" | "part" | "similar"
    )
}

/// The people of a record with their given names.
fn written_out(record: Record<'_>) -> String {
    record.authors().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// What a record says in a field, for a reader: people by family name, pages from first to last.
fn value(record: Record<'_>, field: Field) -> String {
    let text = match field {
        Field::Author => {
            let names: Vec<String> = record.authors().iter().map(|person| person.family.clone()).collect();
            match names.as_slice() {
                [first, _, _, _, ..] => format!("{first} et al."),
                few => few.join(", "),
            }
        }
        Field::Date => record.year().map_or_else(String::new, |year| year.to_string()),
        Field::Container => record.container().unwrap_or_default().to_owned(),
        Field::Pages => record.pages().to_string(),
        Field::Doi => record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
        other => record.first(other).unwrap_or_default().to_owned(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::in_spite_of;

    #[test]
    fn what_a_merge_outweighs_is_named() {
        let said = |levels: &[(&'static str, &'static str)]| in_spite_of(levels.iter().copied());
        assert_eq!(said(&[("title", "equal"), ("date", "one year apart"), ("doi", "missing")]), None);
        assert_eq!(said(&[("issue", "conflict")]).as_deref(), Some("In spite of: issue conflict."));
        let two = said(&[("pages", "equal"), ("doi", "conflict")]).unwrap_or_default();
        assert!(two.starts_with("In spite of: doi conflict. Two DOIs alone prove nothing"), "{two}");
    }
}
