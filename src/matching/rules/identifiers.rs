//! What a DOI or a PubMed identifier proves, and where it does not.

use super::super::Preset;
use super::super::compare::Same;
use super::super::title_diff::TitleLevel;
use super::texts::{OTHER_TEXT, TEXT};
use super::{Outcome, Rule};
use crate::record::Field::{Abstract, Author, Container, Date, Doi, Pages, Title, Volume};

pub(super) const IDENTIFIER_OF_A_SUPPLEMENT: Rule = Rule {
    name: "identifier-of-a-supplement",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "One DOI, but other pages and another abstract: it is that of a whole supplement or section.",
    example: [
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Pages, "S51"),
            (Doi, "10.1000/supplement.7"),
            (Abstract, TEXT),
        ],
        &[
            (Title, "Renewal of the northern towns"),
            (Author, "Larsen, L"),
            (Pages, "S52"),
            (Doi, "10.1000/supplement.7"),
            (Abstract, OTHER_TEXT),
        ],
    ],
    holds: |c| c.doi == Same::Yes && c.pmid != Same::Yes && c.shares_a_supplement(),
};

pub(super) const UNTITLED: Rule = Rule {
    name: "untitled",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "A record has no title that tells, and the years are more than one apart, or the people differ under one identifier.",
    example: [
        &[(Title, "Editorial"), (Author, "Larsen, L"), (Doi, "10.1000/towns.7")],
        &[(Author, "Okafor, C"), (Author, "Miller, K"), (Doi, "10.1000/towns.7")],
    ],
    holds: |c| c.title == TitleLevel::Missing && (!c.near_year() || c.same_identifier() && c.other_names()),
};

pub(super) const IDENTIFIER_AND_TITLE: Rule = Rule {
    name: "identifier-and-title",
    outcome: Outcome::Same,
    from: Preset::Strict,
    about: "One DOI or PubMed identifier, and one title. Not where two of volume, issue and pages differ, or the people and a page: letters on one article and the abstracts of a meeting may share a DOI.",
    example: [
        &[(Title, "Renewal of northern towns"), (Doi, "10.1000/towns.7"), (Date, "2010")],
        &[(Title, "Renewal of Northern Towns: A Study"), (Doi, "https://doi.org/10.1000/TOWNS.7"), (Date, "2011")],
    ],
    holds: |c| {
        let conflicts = c.place_conflicts();
        let is_told = if c.generic_title() {
            c.good_title() && conflicts == 0 && (c.same_names() || c.same_title() && !c.other_names())
        } else {
            c.good_title()
        };
        c.same_identifier()
            && is_told
            && !(conflicts > 0 && c.other_names())
            && !c.may_be_letters()
            && !c.may_be_parts_of_what_is_identified()
            && (conflicts < 2 || c.same_title() && c.same_abstract())
    },
};

pub(super) const IDENTIFIER_AND_PLACE: Rule = Rule {
    name: "identifier-and-place",
    outcome: Outcome::Same,
    from: Preset::Strict,
    about: "One DOI or PubMed identifier, the same volume, first and last page, though the titles differ.",
    example: [
        &[
            (Title, "Renewal of northern towns by rail"),
            (Author, "Larsen, L"),
            (Volume, "4"),
            (Pages, "12-30"),
            (Doi, "10.1000/towns.7"),
        ],
        &[
            (Title, "Renewal of northern towns by train"),
            (Author, "Larsen, L"),
            (Volume, "4"),
            (Pages, "12-30"),
            (Doi, "10.1000/towns.7"),
        ],
    ],
    holds: |c| {
        c.same_identifier()
            && c.volume == Same::Yes
            && c.same_range()
            && !c.other_names()
            && (c.title != TitleLevel::Different || c.same_names() && c.near_venue() && !c.generic_title())
            && c.near_year()
    },
};

pub(super) const IDENTIFIER_AND_AUTHORS: Rule = Rule {
    name: "identifier-and-authors",
    outcome: Outcome::Same,
    from: Preset::Balanced,
    about: "One DOI or PubMed identifier, and nothing of volume, issue and pages differs; the authors are the same and the title was \
            reworded or is the heading of a section on a side, or a record has no title.",
    example: [
        &[
            (Title, "Uptake of renewal schemes by northern towns"),
            (Author, "Larsen, L"),
            (Date, "2018"),
            (Doi, "10.1000/towns.7"),
        ],
        &[
            (Title, "Uptake of renewal plans by northern towns"),
            (Author, "Larsen, L"),
            (Date, "2019"),
            (Doi, "10.1000/towns.7"),
        ],
    ],
    holds: |c| {
        let reworded =
            c.title == TitleLevel::Reworded && !c.numbers_differ() && c.same_names() && c.diff.common > c.diff.extra;
        let headed = || c.one_is_a_heading() && c.same_names() && c.same_issue();
        c.same_identifier()
            && (reworded || c.title == TitleLevel::Missing && !c.other_names() || headed())
            && c.place_conflicts() == 0
            && c.near_year()
    },
};

pub(super) const OTHER_IDENTIFIER: Rule = Rule {
    name: "other-identifier",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "Two DOIs and another place, year or journal; or two PubMed identifiers. Two DOIs alone prove nothing: publishers register an article again.",
    example: [
        &[
            (Title, "Introduction to the track on towns"),
            (Author, "Larsen, L"),
            (Container, "Conference on Town Studies"),
            (Doi, "10.1000/a.1"),
            (Date, "2010"),
        ],
        &[
            (Title, "Introduction to the track on towns"),
            (Author, "Larsen, L"),
            (Container, "Conference on Town Studies"),
            (Doi, "10.1000/b.7"),
            (Date, "2011"),
        ],
    ],
    holds: |c| {
        c.other_identifier() && (c.place_conflicts() > 0 || !c.near_year() || c.other_venue() || c.pmid == Same::No)
    },
};
