//! What a comparison says, in named levels and one number.

use super::Level;
use super::abstracts::AbstractLevel;
use super::cluster::Fit;
use super::compare::{Comparison, NamesLevel, PagesLevel, Same, YearLevel};
use super::title_diff::TitleLevel;
use super::venue::VenueLevel;
use crate::record::Field;

impl Comparison<'_> {
    /// How each field compares: one level per field, in the order of the fields.
    pub(super) fn levels(&self) -> Vec<Level> {
        let level = |field, level| Level { field, level, similarity: None };
        vec![
            level(Field::Author, self.names_told()),
            Level {
                field: Field::Title,
                level: self.told(Field::Title, self.title.name()),
                similarity: self.title_similarity(),
            },
            level(Field::Container, self.told(Field::Container, self.venue().name())),
            level(Field::Date, self.told(Field::Date, self.year.name())),
            level(Field::Volume, self.told(Field::Volume, self.volume.name())),
            level(Field::Issue, self.told(Field::Issue, self.issue.name())),
            level(Field::Pages, self.told(Field::Pages, self.pages.name())),
            level(Field::Doi, self.doi.name()),
            level(Field::Pmid, self.pmid.name()),
        ]
    }

    /// The level of what both records have and what says nothing is no missing one: a running number, a volume that is the
    /// same in a whole file, pages from 1 before an article is in an issue, a title that is the name of the journal.
    fn told(&self, field: Field, level: &'static str) -> &'static str {
        if level == "missing" && self.have_both(field) { "set aside" } else { level }
    }

    /// As [`told`](Self::told) of people: a body here and people there are both named; and of a given name in common nobody is the same.
    fn names_told(&self) -> &'static str {
        match self.names() {
            NamesLevel::Missing if self.both_name_somebody() => "set aside",
            NamesLevel::Partly if !self.share_a_family_name() => "no family name in common",
            level => level.name(),
        }
    }

    /// Share of letters that agree, by the Levenshtein distance of the normal forms, which are ASCII; `None` where a title is missing.
    pub(super) fn title_similarity(&self) -> Option<f32> {
        *self.similarity.get_or_init(|| match self.title {
            TitleLevel::Missing => None,
            TitleLevel::Equal => Some(1.0),
            _ => {
                let (a, b) = (self.a.title.text.bytes(), self.b.title.text.bytes());
                let longest = a.len().max(b.len()).max(1);
                let distance = rapidfuzz::distance::levenshtein::distance(a, b);
                Some((1.0 - distance as f64 / longest as f64) as f32)
            }
        })
    }

    /// How well two records agree, from 0 to 1: the mean of the levels, weighted by how much a field tells; missing fields do not
    /// count.
    ///
    /// No rule asks for it, so that no threshold on it merges or parts anything: it orders the links of a group (the weakest is
    /// cut first), the doubtful pairs of a list, and the strata of a sample. The weights are a judgement, not a fit to any set:
    /// an identifier names a report by itself (3), a title nearly so and with many more letters to differ in (4); people and
    /// pages tell one report of a journal from the next (2); year, journal and volume are shared by many reports (1), and an
    /// issue is missing or miscounted more often than not (1/2). The levels between are judgements as well: as much of the
    /// whole agreement as is left when one thing is off that often is (online and print a year apart: 0.8; the first page alone:
    /// 0.9), and little where it seldom is (two years, overlapping pages: 0.3).
    pub(super) fn score(&self) -> f32 {
        let parts = [
            (4.0, self.title_similarity()),
            (2.0, self.names().value()),
            (1.0, self.year.value()),
            (1.0, self.venue().value()),
            (1.0, self.volume.value()),
            (0.5, self.issue.value()),
            (2.0, self.pages.value()),
            (3.0, self.doi.value()),
            (3.0, self.pmid.value()),
        ];
        let known = || parts.iter().filter_map(|(weight, value)| value.map(|value| (weight, value)));
        let weight: f32 = known().map(|(weight, _)| weight).sum();
        if weight == 0.0 { 0.0 } else { known().map(|(weight, value)| weight * value).sum::<f32>() / weight }
    }
}

impl Comparison<'_> {
    /// What speaks for one report, level by level, what proves most first. It does not tell whether they are one, but which of two others
    /// a record fits better: an identifier before an abstract, a place before a title in all its letters, a year that both give before
    /// one that is missing.
    pub(super) fn fit(&self) -> Fit {
        let title = match self.title {
            TitleLevel::Equal => 5,
            TitleLevel::Spelled => 4,
            TitleLevel::Cut => 3,
            TitleLevel::Longer => 2,
            TitleLevel::Reworded => 1,
            TitleLevel::Different | TitleLevel::Missing => 0,
        };
        let year = match self.year {
            YearLevel::Equal => 2,
            YearLevel::Missing => 1,
            _ => 0,
        };
        let pages = match self.pages {
            PagesLevel::Equal => 2,
            PagesLevel::First => 1,
            _ => 0,
        };
        [
            u8::from(self.same_identifier()),
            u8::from(self.abstracts() >= AbstractLevel::Alike),
            pages,
            u8::from(self.issue == Same::Yes),
            u8::from(self.volume == Same::Yes),
            title,
            year,
            u8::from(matches!(self.venue(), VenueLevel::Same | VenueLevel::Similar)),
        ]
    }
}

impl TitleLevel {
    /// The word used in results.
    fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Different => "different",
            Self::Reworded => "reworded",
            Self::Longer => "words added",
            Self::Cut => "cut",
            Self::Spelled => "spelled otherwise",
            Self::Equal => "equal",
        }
    }
}

impl NamesLevel {
    fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Different => "different",
            Self::OtherGiven => "other given name",
            Self::Partly => "partly",
            Self::Same => "same",
        }
    }

    fn value(self) -> Option<f32> {
        match self {
            Self::Missing => None,
            Self::Different | Self::OtherGiven => Some(0.0),
            Self::Partly => Some(0.5),
            Self::Same => Some(1.0),
        }
    }
}

impl YearLevel {
    fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Far => "far",
            Self::Two => "two years apart",
            Self::Next => "one year apart",
            Self::Equal => "equal",
        }
    }

    fn value(self) -> Option<f32> {
        match self {
            Self::Missing => None,
            Self::Far => Some(0.0),
            Self::Two => Some(0.3),
            Self::Next => Some(0.8),
            Self::Equal => Some(1.0),
        }
    }
}

impl VenueLevel {
    fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Same => "same",
            Self::Similar => "similar",
            Self::Different => "different",
        }
    }

    fn value(self) -> Option<f32> {
        match self {
            Self::Missing => None,
            Self::Same => Some(1.0),
            Self::Similar => Some(0.5),
            Self::Different => Some(0.0),
        }
    }
}

impl Same {
    fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::No => "conflict",
            Self::Part => "part",
            Self::Yes => "equal",
        }
    }

    fn value(self) -> Option<f32> {
        match self {
            Self::Missing | Self::Part => None,
            Self::No => Some(0.0),
            Self::Yes => Some(1.0),
        }
    }
}

impl PagesLevel {
    fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::OwnCount => "counted by itself",
            Self::Different => "conflict",
            Self::Overlap => "overlap",
            Self::First => "one end equal",
            Self::Equal => "equal",
        }
    }

    fn value(self) -> Option<f32> {
        match self {
            Self::Missing | Self::OwnCount => None,
            Self::Different => Some(0.0),
            Self::Overlap => Some(0.3),
            Self::First => Some(0.9),
            Self::Equal => Some(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::matching::{Matcher, Settings};
    use crate::record::{Field, RecordId, RecordTable};
    use crate::source::SourceFile;

    #[test]
    fn pages_that_count_for_nothing_yet_are_set_aside_and_not_missing() {
        let record = |more: &str| format!("TY  - JOUR\nAU  - Ek, Bo\nTI  - Renewal of towns\n{more}ER  - \n");
        let text = record("VL  - 30\nIS  - 2\nSP  - 287\nEP  - 310\n") + &record("SP  - 1\nEP  - 24\n");
        let records = crate::format::read(&Arc::new(SourceFile::new("made-up.ris", text.into_bytes()))).records;
        let table = RecordTable::new(vec![records]);
        let levels = Matcher::new(&table, &Settings::default()).explain(RecordId(0), RecordId(1)).levels;
        let of = |field: Field| levels.iter().find(|level| level.field == field).map(|level| level.level);
        assert_eq!((of(Field::Pages), of(Field::Volume)), (Some("set aside"), Some("missing")));
    }

    #[test]
    fn the_distance_is_that_of_its_slow_twin() {
        let titles = [
            "",
            "renewal of towns",
            "renewal of northern towns by rail",
            "renewals of town",
            "grain prices since the war",
        ];
        for a in titles {
            for b in titles {
                let fast = rapidfuzz::distance::levenshtein::distance(a.bytes(), b.bytes());
                assert_eq!(fast, strsim::levenshtein(a, b), "{a} / {b}");
            }
        }
    }
}
