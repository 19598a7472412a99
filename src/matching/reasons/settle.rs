//! What a person could look at to settle whether two records are one report: a step that both records allow.

use super::super::Link;
use super::super::matcher::Matcher;
use super::super::sentences::Sentences;
use super::agreement::{Pair, listed, name, value};
use super::{differs, identifiers};
use crate::record::{Field, RecordId};

impl Matcher<'_> {
    /// The one thing to look at that decides most: what contradicts goes before what is missing, what identifies before what
    /// describes.
    pub(in crate::matching) fn what_would_settle(&self, link: &Link) -> Sentences {
        let at = |field: Field| link.levels.iter().any(|level| level.field == field && differs(level));
        let given_names = || {
            let mut levels = link.levels.iter().filter(|level| level.field == Field::Author);
            levels.any(|level| level.level == "other given name")
        };
        let partly = || {
            let mut levels = link.levels.iter().filter(|level| level.field == Field::Author);
            levels.any(|level| matches!(level.level, "partly" | "set aside"))
        };
        let shared = identifiers(link).next();
        let comparison = self.compare(link.a.0, link.b.0);
        let kinds = comparison.kinds_of_publication();
        let settles: Sentences = match () {
            () if shared.is_some() => self.behind_one_identifier(link, shared.unwrap_or(Field::Doi)),
            () if at(Field::Doi) => both_identifiers("DOIs"),
            () if at(Field::Pmid) => both_identifiers("PubMed identifiers"),
            () if kinds.is_some() => {
                let (one, other) = kinds.unwrap_or_default();
                format!(
                    "see what both are: one text given out as {} and again as {} is two reports, `different`; if a record only has the \
                     wrong type, `same`",
                    with_article(one),
                    with_article(other)
                )
                .into()
            }
            () if given_names() => {
                "see the given names on the texts: if they are two people, `different`; if one is a misprint, `same`".into()
            }
            () if at(Field::Author) && !partly() => {
                "compare the authors on both texts: other people are `different`".into()
            }
            () if at(Field::Container) => {
                "see whether both journals or meetings printed it: if so, `different`; if one is another name or a mistake, `same`".into()
            }
            () if [Field::Volume, Field::Issue, Field::Pages].into_iter().any(at) => self.both_places(link),
            () if at(Field::Date) => {
                "see which years the text itself gives: one text printed once, perhaps online a year before, is `same`".into()
            }
            () if comparison.names_one_edition() => {
                "look up in a library catalogue which edition appeared in the year of the record that names none: if it is that of the \
                 other, `same`; if another, `different`"
                    .into()
            }
            () => self.what_is_missing(link),
        };
        Sentences::from("To settle it, ").and(settles).words(".")
    }

    fn behind_one_identifier(&self, link: &Link, field: Field) -> Sentences {
        let identifier = value(self.records().record(link.a), field);
        format!(
            "open {} {identifier}: if both records describe what it leads to, one of them with mistakes, `same`; if one describes another \
             text, `different`",
            name(field)
        )
        .into()
    }

    fn both_places(&self, link: &Link) -> Sentences {
        let journal = match value(self.records().record(link.a), Field::Container) {
            journal if journal.is_empty() => value(self.records().record(link.b), Field::Container),
            journal => journal,
        };
        let at = if journal.is_empty() { "its source".to_owned() } else { format!("\u{201c}{journal}\u{201d}") };
        format!("look up both places in {at}: a text at each is `different`, a text at only one of them is `same`")
            .into()
    }

    /// What only one record says and what says so of the other; where nothing does, where else to look.
    fn what_is_missing(&self, link: &Link) -> Sentences {
        const TELLING: [Field; 6] =
            [Field::Volume, Field::Issue, Field::Pages, Field::Doi, Field::Pmid, Field::Publisher];
        let of = |id: RecordId| TELLING.map(|field| value(self.records().record(id), field));
        let (a, b) = (of(link.a), of(link.b));
        let only = |here: &[String; 6], there: &[String; 6]| -> Vec<String> {
            let fields = TELLING.iter().zip(here.iter().zip(there));
            let told = fields.filter(|(_, (here, there))| !here.is_empty() && there.is_empty());
            told.map(|(field, (here, _))| format!("{} {here}", name(*field))).collect()
        };
        let (only_a, only_b) = (only(&a, &b), only(&b, &a));
        let (bare, told) = if only_a.len() > only_b.len() { (link.b, only_a) } else { (link.a, only_b) };
        if told.is_empty() {
            return self.nothing_to_find(link);
        }
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        Sentences::from("look ").record(bare).words(format!(
            " up where it was found, or in a catalogue: if it has {}, `same`; if it has others, `different`",
            listed(&told)
        ))
    }

    /// Neither record has anything that the other lacks.
    fn nothing_to_find(&self, link: &Link) -> Sentences {
        let pair = Pair::of(self.records(), link);
        let by = [Field::Author, Field::Editor].into_iter().map(|field| value(pair.a, field)).find(|by| !by.is_empty());
        let by = by.map_or_else(String::new, |by| format!(" by {by}"));
        let (place, two) = match self.compare(link.a.0, link.b.0).is_of_books() {
            true => ("a library catalogue", "two (editions, parts, volumes)"),
            false => ("the source of either record", "two"),
        };
        format!("search {place} for this title{by}: if there is one such text, `same`; if there are {two}, `different`")
            .into()
    }
}

fn both_identifiers(name: &str) -> Sentences {
    format!("open both {name}: one text behind them is `same`, two texts are `different`").into()
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
