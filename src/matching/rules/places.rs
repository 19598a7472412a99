//! What volume, issue and pages prove.

use super::super::Preset;
use super::super::abstracts::AbstractLevel;
use super::super::compare::{PagesLevel, Same, YearLevel};
use super::super::form::Form;
use super::super::title_diff::TitleLevel;
use super::texts::TEXT;
use super::{ARTICLE, Outcome, Rule};
use crate::record::Field::{Abstract, Author, Container, Date, Issue, Pages, Title, Volume};

pub(super) const PAGES_AND_AUTHORS: Rule = Rule {
    name: "pages-and-authors",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "The same authors, journal, volume, first and last page: no other text stands there.",
    example: [
        &[
            (Title, "Ischemic preconditioning of towns: a metaphor and its uses"),
            (Author, "Larsen, L"),
            (Author, "Okafor, C"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "559-67"),
            (Date, "2000"),
        ],
        &[
            (Title, "Preconditioning of towns by crisis, a metaphor or a practice"),
            (Author, "Larsen, L"),
            (Author, "Okafor, C"),
            (Container, "Town Stud"),
            (Volume, "4"),
            (Pages, "559-567"),
            (Date, "2000"),
        ],
    ],
    holds: |c| {
        c.one_stretch()
            && c.near_year()
            && (!c.generic_title() || c.title >= TitleLevel::Longer && c.own_words() || c.is_headed_there())
            && c.same_names()
            && c.same_venue()
            // A journal that counts the pages of each issue from 1 has these pages in every issue.
            && (c.issue != Same::No || !c.other_identifier() && (c.same_title() || c.same_abstract()))
            && !c.may_stand_in_two_issues()
            && match c.title {
                TitleLevel::Different if c.is_headed_there() => true,
                TitleLevel::Different => {
                    c.a.names.count == c.b.names.count
                        && (c.abstracts() >= AbstractLevel::Alike
                            || c.abstracts() == AbstractLevel::Missing
                                && (c.diff.common > 1 && !c.may_hold_posters() || c.one_is_translated()))
                }
                TitleLevel::Reworded => {
                    c.abstracts() >= AbstractLevel::Alike
                        || c.abstracts() == AbstractLevel::Missing && c.holds_one_text()
                }
                _ => true,
            }
    },
};

pub(super) const PAGES_AND_ABSTRACT: Rule = Rule {
    name: "pages-and-abstract",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "The same journal, volume, pages, year and abstract, and much the same title: names may be spelled beyond recognition.",
    example: [
        &[
            (Title, "Action of rail and road on towns in decline"),
            (Author, "Koniurev, E"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "61-64"),
            (Date, "1987"),
            (Abstract, TEXT),
        ],
        &[
            (Title, "Effects of rail and road on towns in decline"),
            (Author, "Qonorew, E"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "61-64"),
            (Date, "1987"),
            (Abstract, TEXT),
        ],
    ],
    holds: |c| {
        c.one_stretch()
            && c.year == YearLevel::Equal
            && !c.generic_title()
            && c.title >= TitleLevel::Reworded
            && c.same_venue()
            && c.same_abstract()
    },
};

pub(super) const TITLE_AND_PLACE: Rule = Rule {
    name: "title-and-place",
    outcome: Outcome::Same,
    from: Preset::Strict,
    about: "One title, the same volume and a page in common; authors or journal agree, or the year where neither is known.",
    example: [
        ARTICLE,
        &[(Title, "RENEWAL OF NORTHERN TOWNS"), (Author, "Larsen, Lena"), (Volume, "4"), (Pages, "12"), (Date, "2010")],
    ],
    holds: |c| {
        c.good_title()
            && c.same_place()
            && !c.shares_a_page()
            && !c.may_stand_in_two_issues()
            && c.year != YearLevel::Far
            && (!c.other_venue() && !c.other_names() || c.same_names())
            && (!c.generic_title() || {
                c.near_venue() && c.near_year() && (c.one_issue() || c.own_words()) && !c.other_given_names()
            })
            && (c.same_names() || c.near_venue() || c.same_title() && c.same_year() && !c.other_identifier())
    },
};

pub(super) const TITLE_AUTHORS_PAGES: Rule = Rule {
    name: "title-authors-pages",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One title, the same authors and a page in common, and no other volume, issue or journal.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Pages, "112-130"), (Date, "2010")],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "112-130"),
            (Date, "2011"),
        ],
    ],
    holds: |c| {
        c.good_title()
            && (!c.generic_title() || c.is_one_part_of_proceedings())
            && c.same_names()
            && c.pages >= PagesLevel::First
            && !c.shares_a_page()
            && !c.other_day()
            && c.near_year()
            && (!c.other_venue() || c.same_title() && c.one_volume_of_a_series())
            && (!c.other_volume() || c.same_abstract())
            && !c.other_issue_alone()
            && !c.may_stand_in_two_issues()
    },
};

pub(super) const TITLE_ISSUE_ABSTRACT: Rule = Rule {
    name: "title-issue-abstract",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One title, authors, journal, volume, issue and abstract: a page that differs is a mistake, unless the one begins where the other ends.",
    example: [
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Issue, "2"),
            (Pages, "112-130"),
            (Date, "2010"),
            (Abstract, TEXT),
        ],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Issue, "2"),
            (Pages, "212-228"),
            (Date, "2010"),
            (Abstract, TEXT),
        ],
    ],
    holds: |c| {
        c.same_title()
            && !c.generic_title()
            && c.same_names()
            && c.same_venue()
            && c.same_issue()
            && c.near_year()
            && !c.other_identifier()
            && !c.adjoins()
            && c.same_abstract()
    },
};

pub(super) const OTHER_PLACE: Rule = Rule {
    name: "other-place",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "Another volume, other pages, or another issue and one of these.",
    example: [
        &[
            (Title, "Renewal of northern towns by rail"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "12-30"),
            (Date, "2010"),
        ],
        &[
            (Title, "Renewal of northern towns by road"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "55-71"),
            (Date, "2010"),
        ],
    ],
    holds: |c| c.stands_elsewhere(),
};

pub(super) const ONE_SLIP: Rule = Rule {
    name: "one-slip",
    outcome: Outcome::Doubt,
    from: Preset::Strict,
    about: "One title, authors, journal and year; but the volume differs where all pages agree, or the pages differ in one volume; or one \
            identifier, other pages and a title with more words: parts of a book or supplement bear its DOI at times.",
    example: [
        ARTICLE,
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "14"),
            (Pages, "12-30"),
            (Date, "2010"),
        ],
    ],
    holds: |c| {
        let is_slip = || {
            c.one_slip_of_the_place()
                && c.same_title()
                && !c.diff.slip
                && !c.generic_title()
                && c.own_words()
                && c.same_names()
                && (c.same_venue() || c.both(Form::Event) && c.near_venue())
                && c.year == YearLevel::Equal
                && !c.other_identifier()
                && !c.other_day()
                && c.abstracts() != AbstractLevel::Different
        };
        c.may_be_parts_of_what_is_identified() || is_slip()
    },
};

pub(super) const TITLE_AND_ISSUE: Rule = Rule {
    name: "title-and-issue",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One title in one journal, volume and issue, and no other people.",
    example: [
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Issue, "2"),
            (Pages, "12-30"),
        ],
        &[
            (Title, "Renewal of northern towns"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Issue, "2"),
            (Date, "2010"),
        ],
    ],
    holds: |c| {
        c.same_issue()
            && c.near_year()
            && c.good_title()
            && c.spelled_alike()
            && !c.shares_a_page()
            && c.near_venue()
            && !c.may_be_one_of_several()
            && (c.same_names() && (c.same_title() || c.own_words() && !c.other_identifier())
                || !c.generic_title() && !c.other_names() && (c.same_main_title() || c.one_begins_the_other()))
    },
};
