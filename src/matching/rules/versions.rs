//! Versions of one work, which are linked and not merged.

use super::super::abstracts::AbstractLevel;
use super::super::compare::YearLevel;
use super::super::form::Form;
use super::super::title_diff::{Telling, TitleLevel};
use super::super::{Preset, VersionKind};
use super::{ARTICLE, Outcome, Rule};
use crate::record::Field::{Author, Container, Date, DocumentType, Doi, Edition, Pages, Title, Volume};

pub(super) const COCHRANE_UPDATE: Rule = Rule {
    name: "cochrane-update",
    outcome: Outcome::Version(VersionKind::Update),
    from: Preset::Strict,
    about: "The DOIs are those of two versions of one Cochrane review (.pub2, .pub3; the one without is the protocol or the first version); \
            without DOIs, its number stands in two issues, or two years or more lie between.",
    example: [
        &[(Title, "Air or oxygen at birth"), (Doi, "10.1002/14651858.CD000001.pub2"), (Date, "2004")],
        &[(Title, "Air or oxygen at birth"), (Doi, "10.1002/14651858.CD000001.pub3"), (Date, "2005")],
    ],
    holds: |c| c.cochrane_versions(),
};

pub(super) const NUMBERED_VERSION: Rule = Rule {
    name: "numbered-version",
    outcome: Outcome::Version(VersionKind::Update),
    from: Preset::Strict,
    about: "Two versions of one preprint or openly reviewed article, by the number behind the DOI (/v1, .2), in the title ([version 2; peer \
            review: ...]) or behind the arXiv number.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Doi, "10.21203/rs.3.rs-100001/v1")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Doi, "10.21203/rs.3.rs-100001/v2")],
    ],
    holds: |c| c.numbered_versions(),
};

pub(super) const OTHER_EDITION: Rule = Rule {
    name: "other-edition",
    outcome: Outcome::Version(VersionKind::Update),
    from: Preset::Strict,
    about: "One title, and two editions that both records name, in a field of its own or behind the title; or one book by the same people more \
            than a year apart, of which one record names a later edition and the other none, as a first edition does; or neither does, and \
            more than two years lie between.",
    example: [
        &[(Title, "Governing small towns"), (Author, "Larsen, L"), (Edition, "2nd ed."), (Date, "2009")],
        &[(Title, "Governing small towns"), (Author, "Larsen, L"), (Edition, "3rd ed."), (Date, "2014")],
    ],
    holds: |c| c.other_edition() && (c.good_title() || c.names_editions() && c.shared_names()) || c.later_edition(),
};

pub(super) const CHAPTER: Rule = Rule {
    name: "chapter",
    outcome: Outcome::Version(VersionKind::Chapter),
    from: Preset::Strict,
    about: "The title of one record is the name of the book that the other is a chapter of, whatever DOI they share.",
    example: [
        &[(Title, "Governing small towns"), (DocumentType, "BOOK"), (Date, "2009"), (Doi, "10.1000/towns")],
        &[
            (Title, "Rail and renewal"),
            (Container, "Governing small towns"),
            (DocumentType, "CHAP"),
            (Date, "2009"),
            (Doi, "10.1000/towns"),
        ],
    ],
    holds: |c| c.holds_the_other(),
};

pub(super) const PREPRINT: Rule = Rule {
    name: "preprint",
    outcome: Outcome::Version(VersionKind::Preprint),
    from: Preset::Strict,
    about: "One title and people in common; one record is a preprint or working paper, by its type, server or DOI, and the other is not. The \
            title may have changed in words that say what kind of text it is, or more where the abstracts have much in common.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Doi, "10.2139/ssrn.1234567"), (Date, "2010")],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Date, "2011"),
        ],
    ],
    holds: |c| {
        c.one_is(Form::Preprint)
            && !c.is_one_series_of_papers()
            && !c.generic_title()
            && (c.good_title() && c.shared_names() || c.reworded_in_print())
    },
};

pub(super) const SUMMARY: Rule = Rule {
    name: "summary",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title, and people in common, but one says that it is the summary.",
    example: [
        &[(Title, "Renewal of northern towns: executive summary"), (Author, "Larsen, L"), (Date, "2010")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| {
        c.tells(&[Telling::Summary]) && c.title >= TitleLevel::Longer && c.shared_names() && !c.same_identifier()
    },
};

pub(super) const DATA: Rule = Rule {
    name: "data",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title and people in common; one record is a deposit of data and the other is not.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Doi, "10.5281/zenodo.1234567"), (Date, "2010")],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Date, "2010"),
        ],
    ],
    holds: |c| c.one_is(Form::Data) && c.good_title() && c.shared_names(),
};

pub(super) const THESIS: Rule = Rule {
    name: "thesis",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title and people in common; one record is a thesis and the other an article, a book or a chapter.",
    example: [
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (DocumentType, "THES"), (Date, "2010")],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Date, "2012"),
        ],
    ],
    holds: |c| {
        let other = [Form::Journal, Form::Event, Form::Book, Form::Chapter];
        c.one_is(Form::Thesis)
            && (other.contains(&c.a.form) || other.contains(&c.b.form))
            && !c.same_identifier()
            && !c.near_venue()
            && !c.same_place()
            && c.good_title()
            && c.shared_names()
            && !c.generic_title()
    },
};

pub(super) const PLAN: Rule = Rule {
    name: "plan",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title, and people in common, but one says that it is the protocol, the design or the rationale.",
    example: [
        &[(Title, "Renewal of northern towns: a trial protocol"), (Author, "Larsen, L"), (Date, "2010")],
        &[(Title, "Renewal of northern towns: a trial"), (Author, "Larsen, L"), (Date, "2012")],
    ],
    holds: |c| {
        let is_one_work = c.one_subject() || c.title == TitleLevel::Reworded && c.one_main_title();
        c.tells(&[Telling::Plan]) && is_one_work && c.shared_names()
    },
};

pub(super) const PARTS: Rule = Rule {
    name: "parts",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title as far as the number of a part, and another number, by the same people in one journal within two years: two parts of one \
            text.",
    example: [
        &[
            (Title, "Renewal of northern towns, part 1: rail"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Date, "2010"),
        ],
        &[
            (Title, "Renewal of northern towns, part 2: road"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Date, "2010"),
        ],
    ],
    holds: |c| c.numbers_differ() && c.are_parts_of_one(),
};

pub(super) const UPDATE: Rule = Rule {
    name: "update",
    outcome: Outcome::Version(VersionKind::Update),
    from: Preset::Strict,
    about: "One title, and people in common, but one says that it is an update.",
    example: [
        &[(Title, "Renewal of northern towns: an updated review"), (Author, "Larsen, L"), (Date, "2015")],
        &[(Title, "Renewal of northern towns: a review"), (Author, "Larsen, L"), (Date, "2012")],
    ],
    holds: |c| c.tells(&[Telling::Update]) && c.one_subject() && c.shared_names(),
};

pub(super) const CONFERENCE: Rule = Rule {
    name: "conference",
    outcome: Outcome::Version(VersionKind::Conference),
    from: Preset::Strict,
    about: "One title and people in common, or the title with words added and most of the people, once at a conference and once elsewhere, \
            in a journal or a book.",
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
            (Container, "Planning Quarterly"),
            (Volume, "4"),
            (Date, "2011"),
        ],
    ],
    holds: |c| {
        let is_one_work = c.same_main_title() && c.shared_names() || c.good_title() && c.same_names();
        c.one_is(Form::Event) && c.other_venue() && is_one_work && !c.generic_title()
    },
};

pub(super) const MEETING_ABSTRACT: Rule = Rule {
    name: "meeting-abstract",
    outcome: Outcome::Version(VersionKind::Conference),
    from: Preset::Strict,
    about: "One title and people in common, once on one or two pages of a supplement or under the number of an abstract (S12, A345, P-123), and \
            once at length in another place. The letters of electronic articles are others (e12, b2535).",
    example: [
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "3"),
            (Pages, "S41"),
            (Date, "2009"),
        ],
        ARTICLE,
    ],
    holds: |c| {
        c.same_title()
            && c.year != YearLevel::Far
            && (c.stands_elsewhere() || c.other_venue())
            && !c.generic_title()
            && c.own_words()
            && !c.recurs()
            && !c.same_identifier()
            && c.shared_names()
            && c.one_is_a_meeting_abstract()
    },
};

pub(super) const TWO_MEETINGS: Rule = Rule {
    name: "two-meetings",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title of some words and people in common at two conferences within three years: research in progress and what became of it, \
            or one contribution given twice. The introduction to a track, which its chairs write every year, is none.",
    example: [
        &[
            (Title, "Renewal of northern towns (research-in-progress)"),
            (Author, "Larsen, L"),
            (Container, "ICTS 2010 Proceedings"),
            (DocumentType, "CPAPER"),
            (Date, "2010"),
        ],
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "ICTS 2011 Proceedings"),
            (DocumentType, "CPAPER"),
            (Date, "2011"),
        ],
    ],
    holds: |c| {
        c.at_two_meetings()
            && c.same_main_title()
            && !c.generic_title()
            && c.own_words()
            && c.diff.common > 2
            && !c.recurs()
            && !c.introduces_a_track()
            && c.shared_names()
            && !c.same_identifier()
    },
};

pub(super) const PUBLISHED_TWICE: Rule = Rule {
    name: "published-twice",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title and the same authors, but two journals or two places in one: one study that was reported or printed again, or two texts \
            under one title. Words that say what kind of study it is may stand in one title only (“: a systematic review”). In one journal the \
            abstracts must have much in common, for a column returns under its title.",
    example: [
        ARTICLE,
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Planning Quarterly"),
            (Volume, "61"),
            (Pages, "301-320"),
            (Date, "2010"),
        ],
    ],
    holds: |c| {
        c.is_published_elsewhere()
            && c.same_names()
            && !(c.same_venue() && (c.recurs() || c.abstracts() < AbstractLevel::Alike))
    },
};
