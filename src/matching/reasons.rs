//! Why two records are one report, are in doubt or belong together, and what would settle it: sentences for a person who has to
//! decide, true of the very pair.

mod agreement;
mod settle;

use super::cluster::Refusal;
use super::compare::Comparison;
use super::matcher::Matcher;
use super::pairs::Rulings;
use super::rules::{self, Outcome, Rule, clauses_of};
use super::sentences::Sentences;
use super::title::{Marker, Title};
use super::{Level, Link};
use crate::evidence::Actor;
use crate::record::{Field, Record, RecordId};
use agreement::Pair;

pub use agreement::why_same;

impl Matcher<'_> {
    /// Why a pair is in doubt on which `rule` decides: what agrees, what differs with both values, what the rule makes of it, and
    /// what would settle it.
    pub(super) fn why_doubtful(&self, rule: &Rule, link: &Link) -> Sentences {
        let differing = self.differing(link);
        let is_like = differing.is_empty();
        let parts = [
            self.agreement(link),
            sentence("Differs: ", differing),
            self.asks(rule, link, is_like),
            self.what_would_settle(link),
        ];
        Sentences::joined(parts, " ")
    }

    /// What a rule that doubts says of a pair: what it rests on, or which preset would merge.
    fn asks(&self, rule: &Rule, link: &Link, is_like: bool) -> Sentences {
        let clauses = clauses_of(rule.name, &self.compare(link.a.0, link.b.0)).join(" ");
        let says = match rule.outcome {
            Outcome::Same if self.settings().doubt.contains(&rule.name) => {
                format!("Rule `{}` would merge them; the protocol asks for a person there.", rule.name)
            }
            Outcome::Same => format!(
                "Not enough for the preset `{}`; `{}` merges on it (rule `{}`).",
                self.settings().preset.name(),
                rule.from.name(),
                rule.name
            ),
            _ if !clauses.is_empty() => String::new(),
            _ if rule.name == rules::UNCLEAR_NAME && is_like => {
                "Nothing differs, but that is too little to merge.".to_owned()
            }
            _ if rule.name == rules::UNCLEAR_NAME => {
                "What differs may be a mistake in a record, or show another report.".to_owned()
            }
            _ => rule.about.to_owned(),
        };
        Sentences::joined([Sentences::from(clauses), says.into()], " ")
    }

    /// Why two records that a rule accepts as one report are not joined: what agrees between them, and which third record is in the way.
    pub(super) fn why_refused(&self, link: &Link, refusal: Refusal, rulings: &Rulings) -> Sentences {
        let cause = match refusal {
            Refusal::Outdone(record, better) => {
                let (record, better) = (RecordId(record), RecordId(better));
                let here = if link.a == record { link.b } else { link.a };
                Sentences::from("Not joined, because ")
                    .record(record)
                    .words(" fits ")
                    .and(self.named(better, link))
                    .words(" better than ")
                    .and(self.named(here, link))
                    .words(", but ")
                    .and(self.what_parts(better, here, rulings))
                    .words(". To settle it, see which of the two ")
                    .record(record)
                    .words(" is: if it is the one of this pair, `same` here and `different` on the other pair")
            }
            Refusal::Together(a, b) => {
                let (a, b) = (RecordId(a), RecordId(b));
                Sentences::from("Not joined, because that would put ")
                    .and(self.named(a, link))
                    .words(" and ")
                    .and(self.named(b, link))
                    .words(" together, but ")
                    .and(self.what_parts(a, b, rulings))
                    .words(". To settle it, see whether ")
                    .record(a)
                    .words(" and ")
                    .record(b)
                    .words(" are one text: if so, `same` here; if they are two, `same` here and `different` on those where this pair is one, else `different` here")
            }
            Refusal::Torn { record, between: (one, other) } => {
                let (record, one, other) = (RecordId(record), RecordId(one), RecordId(other));
                Sentences::from("Not joined, because ")
                    .record(record)
                    .words(" fits ")
                    .and(self.named(one, link))
                    .words(" and ")
                    .and(self.named(other, link))
                    .words(" equally, but ")
                    .and(self.what_parts(one, other, rulings))
                    .words(". To settle it, see which of the two ")
                    .record(record)
                    .words(" is: `same` on the pair with that one is enough; if all are one text, `same` on both pairs")
            }
        };
        let parts = [self.agreement(link), sentence("Differs: ", self.differing(link)), cause.words(".")];
        Sentences::joined(parts, " ")
    }

    /// A record by its identifier; one that is not of the pair with what it says of its place, so that it can be told from them.
    fn named(&self, id: RecordId, link: &Link) -> Sentences {
        let named = Sentences::default().record(id);
        let details = self.place(id);
        if id == link.a || id == link.b || details.is_empty() { named } else { named.words(format!(" ({details})")) }
    }

    /// What keeps two records apart, as the end of a sentence.
    fn what_parts(&self, a: RecordId, b: RecordId, rulings: &Rulings) -> Sentences {
        if rulings.apart(a, b) {
            return "a person ruled these different".into();
        }
        let link = self.plain_link(a, b);
        let says = match rules::decide(&self.compare(a.0, b.0), self.settings()) {
            Some((rule, Outcome::Apart)) => format!("rule `{}` keeps these apart", rule.name),
            Some((rule, Outcome::Version(kind))) => {
                format!("rule `{}` keeps these apart, linked as {}", rule.name, kind.name())
            }
            Some((rule, _)) => format!("rule `{}` leaves these to a person", rule.name),
            None => "no rule says that these are one".to_owned(),
        };
        let differing = self.differing(&link);
        let says = Sentences::from(says);
        if differing.is_empty() {
            says
        } else {
            says.words(", by ").and(Sentences::joined(differing, "; ").of_others())
        }
    }

    /// Two records as they compare, whatever a rule says.
    pub(super) fn plain_link(&self, a: RecordId, b: RecordId) -> Link {
        let comparison = self.compare(a.0, b.0);
        let (score, levels) = (comparison.score(), comparison.levels());
        Link { a, b, rule: "none", score, levels, clauses: Vec::new(), by: Actor::Rule }
    }

    /// What a version link rests on: both records with what shows their kind, what the rule says, and how they compare.
    pub(super) fn evidence(&self, rule: &Rule, link: &Link) -> Sentences {
        let cited = Sentences::default().values((self.cited(link.a), self.cited(link.b))).words(".");
        let about = match self.announcing(rule, link) {
            none if none.is_empty() => rule.about.into(),
            announcing => announcing,
        };
        let parts = [
            cited,
            about,
            self.agreement(link),
            sentence("Differs: ", self.differing(link)),
            format!("Score {:.2}.", link.score).into(),
            "If both records describe one text, a ruling `same` on them joins them.".into(),
        ];
        Sentences::joined(parts, " ")
    }

    /// Which record announces that it is a text about the other, and whether its title or its type does.
    pub(super) fn announcing(&self, rule: &Rule, link: &Link) -> Sentences {
        let kind = match rule.name {
            "correction" => "a correction",
            "retraction" => "a retraction notice",
            "comment" => "a comment or reply",
            "announced" => "a correction, retraction notice, comment or reply",
            _ => return Sentences::default(),
        };
        let says = |id: RecordId| {
            let record = self.records().record(id);
            let is_notice = self.keys()[id.index()].title.marker != Marker::None;
            let by_title = Title::new(record.title().unwrap_or_default()).marker != Marker::None;
            let how = match (is_notice, by_title) {
                (false, _) => return Sentences::default(),
                (true, true) => format!("By its title, this is {kind}: "),
                (true, false) => format!("By its type, not its title, this is {kind}: "),
            };
            Sentences::from(how).record(id).words(".")
        };
        Sentences::joined([says(link.a), says(link.b)], " ")
    }

    pub(super) fn agreement(&self, link: &Link) -> Sentences {
        Pair::of(self.records(), link).agreement()
    }

    /// What differs, field by field, with both values; and the kinds of publication where they are two.
    pub(super) fn differing(&self, link: &Link) -> Vec<Sentences> {
        let kinds = self.compare(link.a.0, link.b.0).kinds_of_publication();
        let kinds = kinds
            .map(|(a, b)| Sentences::from("kind of publication (").values((a.to_owned(), b.to_owned())).words(")"));
        Pair::of(self.records(), link).differing().into_iter().chain(kinds).collect()
    }

    /// A record in one line: title, type, journal or else publisher, edition, year, volume, issue, pages, DOI.
    pub(super) fn cited(&self, id: RecordId) -> String {
        let record = self.records().record(id);
        let title = record.title().unwrap_or_default().trim();
        let kind = agreement::value(record, Field::DocumentType);
        let details: Vec<String> = [kind, self.place(id)].into_iter().filter(|text| !text.is_empty()).collect();
        let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) };
        format!("\u{201c}{title}\u{201d}{details}")
    }

    /// Where a record stands: journal or else publisher, edition, year, volume, issue, pages, DOI.
    fn place(&self, id: RecordId) -> String {
        let record = self.records().record(id);
        let publisher = if record.container().is_some() { None } else { Some(Field::Publisher) };
        let fields = [Some(Field::Container), publisher, Some(Field::Edition)]
            .into_iter()
            .chain([Field::Date, Field::Volume, Field::Issue, Field::Pages, Field::Doi].map(Some))
            .flatten();
        let details = fields.map(|field| match (field, agreement::value(record, field)) {
            (Field::Volume, text) if !text.is_empty() => format!("volume {text}"),
            (Field::Issue, text) if !text.is_empty() => format!("issue {text}"),
            (Field::Pages, text) if !text.is_empty() => format!("pages {text}"),
            (_, text) => text,
        });
        details.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// What a pair that `rule` merges rests on besides what always does.
pub(super) fn rests_on(rule: &Rule, outcome: Outcome, comparison: &Comparison<'_>) -> Vec<&'static str> {
    if outcome == Outcome::Same { clauses_of(rule.name, comparison) } else { Vec::new() }
}

/// A sentence that begins so and lists something; nothing where there is nothing to list.
pub(super) fn sentence(beginning: &str, list: Vec<Sentences>) -> Sentences {
    match list.is_empty() {
        true => Sentences::default(),
        false => Sentences::from(beginning).and(Sentences::joined(list, "; ")).words("."),
    }
}

/// The identifiers that two records share.
fn identifiers(link: &Link) -> impl Iterator<Item = Field> {
    link.levels.iter().filter(|level| is_shared_identifier(level)).map(|level| level.field)
}

/// Whether a level says that an identifier stands on both sides.
pub(super) fn is_shared_identifier(level: &Level) -> bool {
    matches!(level.field, Field::Doi | Field::Pmid) && level.level == "equal"
}

/// Whether a level speaks against one report; of what could not be compared only people do, whom a reader can compare.
fn differs(level: &Level) -> bool {
    !matches!(
        level.level,
        "missing" | "equal" | "same" | "one end equal" | "counted by itself" | "set aside" | "part" | "similar"
    )
}

/// What a person reads of the authors of a record.
pub fn people(record: Record<'_>) -> String {
    agreement::value(record, Field::Author)
}
