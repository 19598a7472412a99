//! Why two records are in doubt or belong together, and what would settle it: sentences for a person who has to decide.

use super::matcher::Matcher;
use super::rules::{Outcome, Rule};
use super::{Level, Link};
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
        let parts = [rule, self.what_identifies(link), self.what_contradicts(link), self.what_would_settle(link)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
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
            "{} / {}. {} Score {:.2}: {}.",
            self.cited(link.a),
            self.cited(link.b),
            rule.about,
            link.score,
            levels.join(", ")
        )
    }

    /// A record in one line: title, type, journal, year, volume, issue, pages, DOI.
    pub(super) fn cited(&self, id: RecordId) -> String {
        let record = self.records().record(id);
        let fields =
            [Field::DocumentType, Field::Container, Field::Date, Field::Volume, Field::Issue, Field::Pages, Field::Doi];
        let details: Vec<String> = fields
            .into_iter()
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

    /// What differs, with both values.
    pub(super) fn what_contradicts(&self, link: &Link) -> String {
        let (a, b) = (self.records().record(link.a), self.records().record(link.b));
        let named: Vec<String> = link
            .levels
            .iter()
            .filter(|level| differs(level))
            .map(|level| {
                let values = (value(a, level.field), value(b, level.field));
                let level_name = if level.level == "conflict" { "differs" } else { level.level };
                format!(
                    "{} {level_name} (\u{201c}{}\u{201d} / \u{201c}{}\u{201d})",
                    level.field.name(),
                    values.0,
                    values.1
                )
            })
            .collect();
        if named.is_empty() {
            return "Nothing contradicts.".to_owned();
        }
        format!("Against it: {}.", named.join("; "))
    }

    /// The one thing to look at that decides most: what contradicts goes before what is missing, what identifies before what
    /// describes.
    pub(super) fn what_would_settle(&self, link: &Link) -> String {
        let at = |field: Field| link.levels.iter().find(|level| level.field == field).filter(|level| differs(level));
        let journal = || value(self.records().record(link.a), Field::Container);
        let shared = identifiers(link).next();
        let settles = match () {
            () if shared.is_some() => format!(
                "open the {} that both have: if both records describe what it leads to, one of them with mistakes, they are `same`; if one \
                 describes another text, which only got this identifier, they are `different`",
                shared.map_or("", Field::name).to_uppercase()
            ),
            () if at(Field::Doi).is_some() || at(Field::Pmid).is_some() => {
                "open both identifiers: one text behind them is `same`, two texts are `different`".to_owned()
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
        let sides: Vec<String> = [("first", lacking(link.a)), ("second", lacking(link.b))]
            .into_iter()
            .filter(|(_, fields)| !fields.is_empty())
            .map(|(side, fields)| format!("the {side} record lacks {}", fields.join(", ")))
            .collect();
        if sides.is_empty() {
            return "compare both texts".to_owned();
        }
        format!("find what is missing ({}): if it agrees with the other record, `same`", sides.join("; "))
    }
}

/// The identifiers that two records share.
fn identifiers(link: &Link) -> impl Iterator<Item = Field> {
    let is_shared = |level: &&Level| matches!(level.field, Field::Doi | Field::Pmid) && level.level == "equal";
    link.levels.iter().filter(is_shared).map(|level| level.field)
}

/// Whether a level speaks against one report.
fn differs(level: &Level) -> bool {
    !matches!(
        level.level,
        "missing" | "equal" | "same" | "one end equal" | "counted by itself" | "set aside" | "part" | "similar"
    )
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
