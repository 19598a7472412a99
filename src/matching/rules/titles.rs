//! What titles tell apart, and what they prove with authors, journal and year.

use super::super::Preset;
use super::super::compare::{NamesLevel, Same, YearLevel};
use super::super::form::Form;
use super::super::title_diff::{Telling, TitleLevel};
use super::super::venue::VenueLevel;
use super::texts::TEXT;
use super::{Outcome, Rule};
use crate::record::Field::{Abstract, Author, Container, Date, Issue, Pages, Title, Volume};

pub(super) const GENERIC_TITLE: Rule = Rule {
    name: "generic-title",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "A title such as “Editorial”, which many reports have, and another volume, issue, page, author or DOI.",
    example: [
        &[(Title, "Editorial"), (Author, "Larsen, L"), (Container, "Town Studies"), (Volume, "4"), (Issue, "1")],
        &[(Title, "Editorial"), (Author, "Larsen, L"), (Container, "Town Studies"), (Volume, "4"), (Issue, "2")],
    ],
    holds: |c| {
        c.generic_title()
            && !c.same_identifier()
            && (c.issue == Same::No
                || c.volume == Same::No
                || c.other_pages()
                || c.other_names()
                || c.other_given_names()
                || c.other_identifier())
    },
};

pub(super) const TELLING_WORD: Rule = Rule {
    name: "telling-word",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "A word stands in one title only that makes another report of it: protocol, update, reply, appendix, in vivo for in vitro.",
    example: [
        &[(Title, "Uptake of iron in vivo by the heart"), (Author, "Larsen, L"), (Date, "2010")],
        &[(Title, "Uptake of iron in vitro by the heart"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| c.telling() != Telling::Nothing && !c.may_be_one_text(),
};

pub(super) const NUMBERS: Rule = Rule {
    name: "numbers",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "Numbers tell the titles apart: parts, phases, years, doses.",
    example: [
        &[(Title, "Renewal of northern towns, part 1"), (Author, "Larsen, L"), (Date, "2010")],
        &[(Title, "Renewal of northern towns, part 2"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| c.numbers_differ() && !c.may_be_one_text(),
};

pub(super) const ANOTHER_YEAR_OF_IT: Rule = Rule {
    name: "another-year-of-it",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "A title that returns every year, as that of an annual report, in two years.",
    example: [
        &[(Title, "Annual report on northern towns"), (Author, "Office of Towns"), (Date, "2010")],
        &[(Title, "Annual report on northern towns"), (Author, "Office of Towns"), (Date, "2011")],
    ],
    holds: |c| !c.same_year() && !c.same_identifier() && c.returns_every_year(),
};

pub(super) const OTHER_YEAR: Rule = Rule {
    name: "other-year",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "More than two years apart, without one identifier or one place that would show a mistyped year.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2015")],
    ],
    holds: |c| !c.same_identifier() && c.year == YearLevel::Far && !(c.one_stretch() && c.same_venue()),
};

pub(super) const OTHER_MEETING: Rule = Rule {
    name: "other-meeting",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "Two contributions to conferences in two years: conferences recur, and a contribution is given again.",
    example: [
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Conference on Town Studies"),
            (Date, "2010"),
        ],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Conference on Town Studies"),
            (Date, "2012"),
        ],
    ],
    holds: |c| {
        !c.same_identifier()
            && c.both(Form::Event)
            && !c.same_year()
            && c.volume != Same::Yes
            && !c.one_meeting()
            && !c.may_be_one_meeting()
    },
};

pub(super) const TITLE_AUTHORS_JOURNAL: Rule = Rule {
    name: "title-authors-journal",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One title, the same authors and journal, and nothing of volume, issue and pages differs.",
    example: [
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Issue, "2"),
            (Pages, "12-30"),
            (Date, "2010"),
        ],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Stud"), (Date, "2009")],
    ],
    holds: |c| {
        c.same_main_title()
            && c.spelled_alike()
            && !c.generic_title()
            && c.same_names()
            && c.same_venue()
            && c.place_conflicts() == 0
            && (c.dated_alike() || c.same_title() && (c.online_and_print() || c.one_meeting()))
            && !c.other_day()
            && !c.summed_up_otherwise()
    },
};

pub(super) const ANY_OF_A_COLUMN: Rule = Rule {
    name: "any-of-a-column",
    outcome: Outcome::Doubt,
    from: Preset::Strict,
    about: "One title and nothing that differs; but one record gives neither issue, pages nor identifier, and a column has such a title in every issue.",
    example: [
        &[
            (Title, "Town matters"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Issue, "2"),
            (Pages, "12-14"),
            (Date, "2010"),
        ],
        &[(Title, "Town matters"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
    ],
    holds: |c| {
        c.same_main_title()
            && !c.generic_title()
            && !c.other_names()
            && !c.other_venue()
            && c.near_year()
            && c.may_be_any_of_a_column()
    },
};

pub(super) const TITLE_AND_JOURNAL: Rule = Rule {
    name: "title-and-journal",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One title in one journal and year, or with one ISBN, where a record names no authors.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
        &[(Title, "Renewal of northern towns"), (Container, "Town Studies"), (Date, "2010")],
    ],
    holds: |c| {
        c.same_main_title()
            && c.spelled_alike()
            && !c.generic_title()
            && c.names() == NamesLevel::Missing
            && (c.same_venue() || c.same_isbn())
            && (c.title != TitleLevel::Cut || c.is_held_by_more_than_its_title())
            && c.place_conflicts() == 0
            // A column comes again every year under one heading, and a heading has no subtitle that one side lacks.
            && (c.year == YearLevel::Equal
                || c.diff.common > 3 && (c.online_and_print() || c.near_year() && c.title == TitleLevel::Cut))
            && !c.other_day()
            && !c.summed_up_otherwise()
    },
};

pub(super) const TITLE_AUTHORS_ABSTRACT: Rule = Rule {
    name: "title-authors-abstract",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One title, authors, year and abstract, and nothing about journal or place that differs.",
    example: [
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Date, "2010"),
            (Abstract, TEXT),
        ],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010"), (Abstract, TEXT)],
    ],
    holds: |c| {
        c.same_title()
            && !c.generic_title()
            && c.same_names()
            && !c.other_venue()
            && (c.near_venue() && c.near_year() || c.year == YearLevel::Equal)
            && c.place_conflicts() == 0
            && c.same_abstract()
    },
};

pub(super) const TITLE_AND_AUTHORS: Rule = Rule {
    name: "title-and-authors",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One title, authors and year, where a record names no journal.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, Lena"), (Date, "2010")],
    ],
    holds: |c| {
        (c.same_title() || c.same_main_title() && c.same_isbn())
            && c.spelled_alike()
            && !c.generic_title()
            && c.same_names()
            && c.venue() == VenueLevel::Missing
            && c.dated_alike()
            && c.place_conflicts() == 0
            && !c.other_form()
            && !c.may_be_other_edition()
            && !c.other_university()
            && !c.summed_up_otherwise()
    },
};

pub(super) const LIKELY: Rule = Rule {
    name: "likely",
    outcome: Outcome::Same,
    from: Preset::Sensitive,
    about: "One title, perhaps without its subtitle, by the same authors, and nothing contradicts; but no place, identifier or abstract proves it.",
    example: [
        &[
            (Title, "Renewal of northern towns: lessons of a decade"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Date, "2011"),
        ],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| {
        let is_other_text = c.other_identifier()
            || c.other_form()
            || c.other_university()
            || c.other_day()
            || c.place_conflicts() > 0
            || c.summed_up_otherwise();
        // What a body gives out bears one heading with many subjects behind it.
        let is_series = c.title == TitleLevel::Cut && c.is_by_a_body();
        c.same_main_title()
            && c.spelled_alike()
            && !c.generic_title()
            && !c.names_one_edition()
            && !is_other_text
            && !is_series
            && !c.other_venue()
            && c.same_names()
            && (c.dated_alike() || c.online_and_print() || c.one_meeting())
    },
};

pub(super) const UNCLEAR: Rule = Rule {
    name: "unclear",
    outcome: Outcome::Doubt,
    from: Preset::Strict,
    about: "Much agrees, but not enough: what differs may be a mistake in a record, or show another report.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Planning Quarterly"),
            (Date, "2010"),
        ],
    ],
    holds: |c| {
        let people =
            if c.title >= TitleLevel::Spelled { c.shared_names() } else { c.diff.common > 3 && c.same_names() };
        let reworded = c.title == TitleLevel::Reworded && c.diff.common > c.diff.extra && !c.shares_a_page();
        let alike = c.good_title() && c.same_names() || c.same_title() && !c.other_names();
        let is_one_page = c.same_range() || c.same_place();
        let same_people_and_journal = || c.same_names() && c.same_venue();
        let is_cut_and_anonymous = || {
            let is_near = c.year == YearLevel::Equal || c.diff.common > 3 && c.near_year();
            c.names() == NamesLevel::Missing && c.same_main_title() && c.same_venue() && is_near && !c.generic_title()
        };
        let people_and_journal_alike = || c.same_names() && c.near_venue();
        c.near_title() && !c.generic_title() && c.near_year() && (people || c.same_place())
            || c.same_identifier() && c.title >= TitleLevel::Reworded
            || c.same_identifier() && c.same_names()
            || is_cut_and_anonymous()
            || c.same_place() && c.near_year() && (reworded || c.one_goes_on()) && same_people_and_journal()
            || alike && !c.generic_title() && !c.other_venue() && c.year != YearLevel::Far
            || is_one_page && c.year == YearLevel::Equal && c.one_is_translated() && people_and_journal_alike()
            || c.in_two_languages() && people_and_journal_alike()
            || c.one_stretch() && c.same_title() && same_people_and_journal()
            || c.generic_title() && c.same_title() && c.year == YearLevel::Equal && c.same_names() && !c.other_venue()
            || c.generic_title() && c.same_title() && !c.other_names() && c.same_in_all_of_the_place()
            || c.generic_title() && c.may_be_one_item_of_an_issue()
            || c.may_be_one_text()
    },
};
