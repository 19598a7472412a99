//! The rules: a table read from the top, the first row that holds decides.

use super::compare::{AbstractLevel, Comparison, NamesLevel, PagesLevel, Same, TitleLevel, YearLevel};
use super::title::{Marker, Weight};
use super::venue::VenueLevel;
use super::{Preset, Settings, VersionKind, Versions};

/// What a rule says about two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They are one report.
    Same,
    /// They are two reports.
    Apart,
    /// They are two reports that belong together.
    Version(VersionKind),
    /// A person has to look.
    Doubt,
}

/// A row of the table.
#[derive(Debug)]
pub struct Rule {
    /// The name used in results.
    pub name: &'static str,
    /// What it says.
    pub outcome: Outcome,
    /// The least bold preset that has it; in a more careful one a row that merges only raises doubt.
    pub from: Preset,
    /// When it holds and why, for a reader.
    pub about: &'static str,
    pub(super) holds: fn(&Comparison<'_>) -> bool,
}

impl Comparison<'_> {
    /// The same title, letter for letter or nearly.
    fn title_same(&self) -> bool {
        self.title >= TitleLevel::Spelled && !self.diff.numbers && !self.diff.telling
    }
    /// The same title, a subtitle or some words missing on one side.
    fn title_good(&self) -> bool {
        self.title >= TitleLevel::Longer && !self.diff.numbers && !self.diff.telling
    }
    fn title_cut(&self) -> bool {
        self.title >= TitleLevel::Cut && !self.diff.numbers && !self.diff.telling
    }
    fn generic(&self) -> bool {
        self.weight() == Weight::Generic
    }
    fn weight(&self) -> Weight {
        let weight =
            |key: &super::key::Key| if key.title.text.is_empty() { Weight::Specific } else { key.title.weight };
        weight(self.a).min(weight(self.b))
    }
    /// The title as far as it goes on both sides has at least this many words of its own.
    fn common_words(&self) -> usize {
        if self.title == TitleLevel::Equal { self.a.title.words.len() } else { usize::from(self.diff.common) }
    }
    fn names_conflict(&self) -> bool {
        matches!(self.names, NamesLevel::Different | NamesLevel::OtherGiven)
    }
    fn names_same(&self) -> bool {
        self.names == NamesLevel::Same
    }
    fn place_equal(&self) -> bool {
        self.volume == Same::Yes && self.pages >= PagesLevel::First
    }
    /// First and last page agree and are two.
    fn range_equal(&self) -> bool {
        self.pages == PagesLevel::Equal && self.a.place.last.number > self.a.place.first.number
    }
    fn pages_conflict(&self) -> bool {
        matches!(self.pages, PagesLevel::Different | PagesLevel::Overlap)
    }
    /// The numbers of one place are all among those of the other: they slipped into other columns.
    fn shifted(&self) -> bool {
        let numbers = |key: &super::key::Key| [key.place.volume, key.place.issue, key.place.first.number];
        let (a, b) = (numbers(self.a), numbers(self.b));
        let within = |x: &[u32; 3], y: &[u32; 3]| {
            x.iter().filter(|n| **n != 0).count() > 1 && x.iter().all(|n| *n == 0 || y.contains(n))
        };
        within(&a, &b) || within(&b, &a)
    }
    fn place_conflicts(&self) -> usize {
        if self.shifted() {
            return 0;
        }
        usize::from(self.volume == Same::No) + usize::from(self.pages_conflict()) + usize::from(self.issue == Same::No)
    }
    fn year_near(&self) -> bool {
        matches!(self.year, YearLevel::Equal | YearLevel::Missing)
            || self.year == YearLevel::Next && !(self.a.event && self.b.event)
    }
    fn venue_ok(&self) -> bool {
        self.venue != VenueLevel::Different
    }
    fn venue_near(&self) -> bool {
        matches!(self.venue, VenueLevel::Same | VenueLevel::Similar)
    }
    fn same_issue(&self) -> bool {
        self.volume == Same::Yes && self.issue == Same::Yes
    }
}

/// Every rule, in the order in which they are asked.
pub const RULES: &[Rule] = &[
    Rule {
        name: "correction",
        outcome: Outcome::Version(VersionKind::Correction),
        from: Preset::Strict,
        about: "",
        holds: |c| markers(c, Marker::Correction),
    },
    Rule {
        name: "retraction",
        outcome: Outcome::Version(VersionKind::Retraction),
        from: Preset::Strict,
        about: "",
        holds: |c| markers(c, Marker::Retraction),
    },
    Rule {
        name: "comment",
        outcome: Outcome::Version(VersionKind::Comment),
        from: Preset::Strict,
        about: "",
        holds: |c| markers(c, Marker::Comment) || markers(c, Marker::Reply),
    },
    Rule {
        name: "cochrane-update",
        outcome: Outcome::Version(VersionKind::Update),
        from: Preset::Strict,
        about: "",
        holds: |c| c.doi != Same::Yes && cochrane(&c.a.doi).is_some_and(|review| cochrane(&c.b.doi) == Some(review)),
    },
    Rule {
        name: "generic-title",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "",
        holds: |c| {
            c.generic()
                && c.doi != Same::Yes
                && (c.issue == Same::No || c.volume == Same::No || c.pages_conflict() || c.names_conflict())
        },
    },
    Rule {
        name: "doi-and-title",
        outcome: Outcome::Same,
        from: Preset::Strict,
        about: "",
        holds: |c| {
            c.doi == Same::Yes
                && (c.title_same() && (!c.generic() || c.place_conflicts() == 0)
                    || c.title_good() && c.place_conflicts() < 2)
                && !(c.names_conflict() && c.place_conflicts() > 0)
        },
    },
    Rule {
        name: "doi-and-place",
        outcome: Outcome::Same,
        from: Preset::Strict,
        about: "",
        holds: |c| {
            c.doi == Same::Yes
                && c.volume == Same::Yes
                && c.range_equal()
                && !c.names_conflict()
                && c.title != TitleLevel::Different
                && c.year_near()
        },
    },
    Rule {
        name: "doi-and-authors",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.doi == Same::Yes
                && matches!(c.title, TitleLevel::Missing | TitleLevel::Reworded)
                && !c.names_conflict()
                && (c.title == TitleLevel::Missing || c.names_same() && c.diff.common > c.diff.extra)
                && c.place_conflicts() == 0
                && c.year_near()
        },
    },
    Rule {
        name: "pages-and-authors",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.names_same()
                && c.venue == VenueLevel::Same
                && c.volume == Same::Yes
                && c.range_equal()
                && c.year_near()
                && !c.generic()
                && (c.title >= TitleLevel::Reworded
                    || c.title == TitleLevel::Missing
                    || c.abstracts() >= AbstractLevel::Alike
                    || c.diff.common > 1)
        },
    },
    Rule {
        name: "pages-and-abstract",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.venue == VenueLevel::Same
                && c.volume == Same::Yes
                && c.range_equal()
                && c.year == YearLevel::Equal
                && !c.generic()
                && c.abstracts() == AbstractLevel::Same
                && c.title >= TitleLevel::Reworded
        },
    },
    Rule { name: "numbers", outcome: Outcome::Apart, from: Preset::Strict, about: "", holds: |c| c.diff.numbers },
    Rule { name: "telling-word", outcome: Outcome::Apart, from: Preset::Strict, about: "", holds: |c| c.diff.telling },
    Rule {
        name: "title-and-place",
        outcome: Outcome::Same,
        from: Preset::Strict,
        about: "",
        holds: |c| {
            c.title_good()
                && c.place_equal()
                && c.year != YearLevel::Far
                && (c.venue_ok() && !c.names_conflict() || c.names_same())
                && (!c.generic() || c.venue_near() && c.year_near())
        },
    },
    Rule {
        name: "title-authors-pages",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.title_good()
                && !c.generic()
                && c.names_same()
                && c.pages >= PagesLevel::First
                && c.year_near()
                && c.venue_ok()
                && (c.volume != Same::No || c.abstracts() == AbstractLevel::Same)
        },
    },
    Rule {
        name: "title-issue-abstract",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.title_same()
                && !c.generic()
                && c.names_same()
                && c.venue == VenueLevel::Same
                && c.same_issue()
                && c.year_near()
                && c.doi != Same::No
                && c.abstracts() == AbstractLevel::Same
        },
    },
    Rule {
        name: "other-place",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "",
        holds: |c| c.place_conflicts() >= 2 || c.place_conflicts() == 1 && (c.pages_conflict() || c.volume == Same::No),
    },
    Rule {
        name: "other-doi",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "",
        holds: |c| {
            c.doi == Same::No
                && (c.place_conflicts() > 0
                    || c.year == YearLevel::Far
                    || c.venue == VenueLevel::Different
                    || !c.year_near())
        },
    },
    Rule {
        name: "other-event",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "",
        holds: |c| {
            c.a.event && c.b.event && c.volume != Same::Yes && c.year < YearLevel::Equal && c.year > YearLevel::Missing
        },
    },
    Rule {
        name: "title-and-issue",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.same_issue()
                && c.venue_near()
                && c.year_near()
                && (c.title_same() && c.names_same() || c.title_good() && !c.generic() && !c.names_conflict())
        },
    },
    Rule {
        name: "title-authors-journal",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.title_cut()
                && !c.generic()
                && c.names_same()
                && c.venue == VenueLevel::Same
                && c.year_near()
                && c.place_conflicts() == 0
                && (c.title_same() || c.year != YearLevel::Next)
        },
    },
    Rule {
        name: "title-and-journal",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.title_cut()
                && !c.generic()
                && c.names == NamesLevel::Missing
                && c.venue == VenueLevel::Same
                && c.place_conflicts() == 0
                && (c.year == YearLevel::Equal || c.year_near() && c.common_words() > 3)
        },
    },
    Rule {
        name: "title-authors-abstract",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.title_same()
                && !c.generic()
                && c.names_same()
                && c.venue_ok()
                && (c.venue_near() && c.year_near() || c.year == YearLevel::Equal)
                && c.place_conflicts() == 0
                && c.abstracts() == AbstractLevel::Same
        },
    },
    Rule {
        name: "title-and-authors",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "",
        holds: |c| {
            c.title_same()
                && !c.generic()
                && c.names_same()
                && c.venue == VenueLevel::Missing
                && matches!(c.year, YearLevel::Equal | YearLevel::Missing)
                && c.place_conflicts() == 0
        },
    },
    Rule {
        name: "likely",
        outcome: Outcome::Doubt,
        from: Preset::Strict,
        about: "",
        holds: |c| c.title_good() && !c.names_conflict() && c.year_near(),
    },
];

fn markers(c: &Comparison<'_>, marker: Marker) -> bool {
    (c.a.title.marker == marker) != (c.b.title.marker == marker) && c.title != TitleLevel::Missing
}

/// The number of a Cochrane review in its DOI: `10.1002/14651858.cd002273.pub2` is `cd002273`.
fn cochrane(doi: &str) -> Option<&str> {
    doi.strip_prefix("10.1002/14651858.")?.split('.').next().filter(|review| !review.is_empty())
}

/// The first row that holds.
pub(super) fn decide(comparison: &Comparison<'_>) -> Option<&'static Rule> {
    RULES.iter().find(|rule| (rule.holds)(comparison))
}

impl Rule {
    /// What the rule says under `settings`: a row that merges does so from its preset on and raises doubt before; versions are treated as
    /// the protocol says.
    pub fn outcome_under(&self, settings: &Settings) -> Outcome {
        match (self.outcome, settings.versions) {
            (Outcome::Same, _) if self.from > settings.preset => Outcome::Doubt,
            (Outcome::Version(_), Versions::Merge) => Outcome::Same,
            (Outcome::Version(_), Versions::Apart) => Outcome::Apart,
            (outcome, _) => outcome,
        }
    }
}
