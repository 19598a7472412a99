//! Every rule, in the order in which they are asked.

use super::super::abstracts::AbstractLevel;
use super::super::compare::{NamesLevel, Same, YearLevel};
use super::super::form::Form;
use super::super::title::Marker;
use super::super::title_diff::{Telling, TitleLevel};
use super::super::{Preset, VersionKind};
use super::{Outcome, Rule};
use crate::record::Field::{
    Abstract, Author, Container, Date, DocumentType, Doi, Edition, Issue, Pages, Title, Volume,
};

const TEXT: &str = "Towns in the north have lost people and shops for thirty years. We ask what the councils did \
                    about it, and what came of it, with interviews in eleven of them.";

const OTHER_TEXT: &str = "Grain was dear after the war because ships were scarce; prices fell when the harbours opened again, and \
                          mills could choose between sellers from both sides of the sea.";

/// Every rule, in the order in which they are asked: first what only looks like one report, then what an identifier proves,
/// then what keeps reports apart, then what title, authors and place prove together, and last what a person has to look at.
pub const RULES: &[Rule] = &[
    Rule {
        name: "correction",
        outcome: Outcome::Version(VersionKind::Correction),
        from: Preset::Strict,
        about: "One title begins as a correction does (“Erratum to”, “Correction:”) and goes on as the other.",
        example: [
            &[(Title, "Erratum to: Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2011")],
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010")],
        ],
        holds: |c| {
            c.announces(&[Marker::Correction])
                || c.tells(&[Telling::Correction]) && c.title >= TitleLevel::Longer && c.shared_names()
        },
    },
    Rule {
        name: "retraction",
        outcome: Outcome::Version(VersionKind::Retraction),
        from: Preset::Strict,
        about: "One title is that of a retraction notice for the other. A retracted article itself is still the article.",
        example: [
            &[(Title, "Retraction notice to: Renewal of northern towns"), (Author, "Larsen, L")],
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, L")],
        ],
        holds: |c| c.announces(&[Marker::Retraction]),
    },
    Rule {
        name: "comment",
        outcome: Outcome::Version(VersionKind::Comment),
        from: Preset::Strict,
        about: "One title announces a comment on the other, or a reply to it.",
        example: [
            &[(Title, "Reply to: Renewal of northern towns"), (Author, "Okafor, C"), (Date, "2012")],
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2011")],
        ],
        holds: |c| c.announces(&[Marker::Comment, Marker::Reply]),
    },
    Rule {
        name: "announced",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "One title is that of a correction, a retraction notice, a comment or a reply, and the other is much like it, but not the same: a text \
                about another report.",
        example: [
            &[(Title, "Erratum to: Renewal of northern towns by rail"), (Author, "Larsen, L"), (Date, "2011")],
            &[(Title, "Renewal of northern towns by road"), (Author, "Larsen, L"), (Date, "2010")],
        ],
        holds: |c| c.a.title.marker != c.b.title.marker && c.title >= TitleLevel::Reworded,
    },
    Rule {
        name: "cochrane-update",
        outcome: Outcome::Version(VersionKind::Update),
        from: Preset::Strict,
        about: "The DOIs are those of two versions of one Cochrane review (.pub2, .pub3).",
        example: [
            &[(Title, "Air or oxygen at birth"), (Doi, "10.1002/14651858.CD000001.pub2"), (Date, "2004")],
            &[(Title, "Air or oxygen at birth"), (Doi, "10.1002/14651858.CD000001.pub3"), (Date, "2005")],
        ],
        holds: |c| c.cochrane_versions(),
    },
    Rule {
        name: "other-edition",
        outcome: Outcome::Version(VersionKind::Update),
        from: Preset::Strict,
        about: "One title, and two editions that both records name.",
        example: [
            &[(Title, "Governing small towns"), (Author, "Larsen, L"), (Edition, "2nd ed."), (Date, "2009")],
            &[(Title, "Governing small towns"), (Author, "Larsen, L"), (Edition, "3rd ed."), (Date, "2014")],
        ],
        holds: |c| c.other_edition() && c.good_title(),
    },
    Rule {
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
    },
    Rule {
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
                    || c.other_identifier())
        },
    },
    Rule {
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
    },
    Rule {
        name: "untitled",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "No title on a side that would tell, and years more than one apart, or one DOI and other people: what was read off a page without a \
                title belongs to its neighbour at times.",
        example: [
            &[(Title, "Editorial"), (Author, "Larsen, L"), (Doi, "10.1000/towns.7")],
            &[(Author, "Okafor, C"), (Author, "Miller, K"), (Doi, "10.1000/towns.7")],
        ],
        holds: |c| c.title == TitleLevel::Missing && (!c.near_year() || c.same_identifier() && c.other_names()),
    },
    Rule {
        name: "identifier-and-title",
        outcome: Outcome::Same,
        from: Preset::Strict,
        about: "One DOI or PubMed identifier and one title. Where two of volume, issue and pages differ, the abstracts must agree: abstracts of a \
                meeting carry the DOI of the article at times. A title that many reports have must stand in one place and have no other authors.",
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
                && (conflicts < 2 || c.same_title() && c.same_abstract())
        },
    },
    Rule {
        name: "identifier-and-place",
        outcome: Outcome::Same,
        from: Preset::Strict,
        about: "One DOI or PubMed identifier, the same volume and pages, and titles with words in common.",
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
                && c.title != TitleLevel::Different
                && c.near_year()
        },
    },
    Rule {
        name: "identifier-and-authors",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "One DOI or PubMed identifier, nothing about the place that differs, and either the same authors with a title that is \
                missing or reworded, or no title and no authors to contradict.",
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
            let reworded = c.title == TitleLevel::Reworded && c.same_names() && c.diff.common > c.diff.extra;
            c.same_identifier()
                && (reworded || c.title == TitleLevel::Missing && !c.other_names())
                && c.place_conflicts() == 0
                && c.near_year()
        },
    },
    Rule {
        name: "preprint",
        outcome: Outcome::Version(VersionKind::Preprint),
        from: Preset::Strict,
        about: "One title and people in common; one record is a preprint or working paper, by its type, server or DOI, and the other is not.",
        example: [
            &[
                (Title, "Renewal of northern towns"),
                (Author, "Larsen, L"),
                (Doi, "10.2139/ssrn.1234567"),
                (Date, "2010"),
            ],
            &[
                (Title, "Renewal of northern towns"),
                (Author, "Larsen, L"),
                (Container, "Town Studies"),
                (Volume, "4"),
                (Date, "2011"),
            ],
        ],
        holds: |c| c.one_is(Form::Preprint) && c.good_title() && c.shared_names() && !c.generic_title(),
    },
    Rule {
        name: "data",
        outcome: Outcome::Version(VersionKind::Companion),
        from: Preset::Strict,
        about: "One title and people in common; one record is a deposit of data and the other is not.",
        example: [
            &[
                (Title, "Renewal of northern towns"),
                (Author, "Larsen, L"),
                (Doi, "10.5281/zenodo.1234567"),
                (Date, "2010"),
            ],
            &[
                (Title, "Renewal of northern towns"),
                (Author, "Larsen, L"),
                (Container, "Town Studies"),
                (Volume, "4"),
                (Date, "2010"),
            ],
        ],
        holds: |c| c.one_is(Form::Data) && c.good_title() && c.shared_names(),
    },
    Rule {
        name: "pages-and-authors",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "The same journal, volume, first and last page and authors: no other report can stand there. The titles may differ, as \
                translations of one title do, if the abstracts are alike or the titles have words in common.",
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
            c.volume == Same::Yes
                && c.same_range()
                && c.near_year()
                && !c.generic_title()
                && c.same_names()
                && c.same_venue()
                && match c.title {
                    TitleLevel::Different => {
                        c.a.names.count == c.b.names.count
                            && (c.abstracts() >= AbstractLevel::Alike
                                || c.abstracts() == AbstractLevel::Missing && c.diff.common > 1)
                    }
                    TitleLevel::Reworded => c.abstracts() != AbstractLevel::Different,
                    _ => true,
                }
        },
    },
    Rule {
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
            c.volume == Same::Yes
                && c.same_range()
                && c.year == YearLevel::Equal
                && !c.generic_title()
                && c.title >= TitleLevel::Reworded
                && c.same_venue()
                && c.same_abstract()
        },
    },
    Rule {
        name: "plan",
        outcome: Outcome::Version(VersionKind::Companion),
        from: Preset::Strict,
        about: "One title, and people in common, but one says that it is the protocol, the design or the rationale.",
        example: [
            &[(Title, "Renewal of northern towns: a trial protocol"), (Author, "Larsen, L"), (Date, "2010")],
            &[(Title, "Renewal of northern towns: a trial"), (Author, "Larsen, L"), (Date, "2012")],
        ],
        holds: |c| c.tells(&[Telling::Plan]) && c.title >= TitleLevel::Longer && c.shared_names(),
    },
    Rule {
        name: "update",
        outcome: Outcome::Version(VersionKind::Update),
        from: Preset::Strict,
        about: "One title, and people in common, but one says that it is an update.",
        example: [
            &[(Title, "Renewal of northern towns: an updated review"), (Author, "Larsen, L"), (Date, "2015")],
            &[(Title, "Renewal of northern towns: a review"), (Author, "Larsen, L"), (Date, "2012")],
        ],
        holds: |c| c.tells(&[Telling::Update]) && c.title >= TitleLevel::Longer && c.shared_names(),
    },
    Rule {
        name: "telling-word",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "A word stands in one title only that makes another report of it: protocol, update, reply, appendix, in vivo for in vitro.",
        example: [
            &[(Title, "Uptake of iron in vivo by the heart"), (Author, "Larsen, L"), (Date, "2010")],
            &[(Title, "Uptake of iron in vitro by the heart"), (Author, "Larsen, L"), (Date, "2010")],
        ],
        holds: |c| c.diff.telling != Telling::Nothing,
    },
    Rule {
        name: "numbers",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "Numbers tell the titles apart: parts, phases, years, doses.",
        example: [
            &[(Title, "Renewal of northern towns, part 1"), (Author, "Larsen, L"), (Date, "2010")],
            &[(Title, "Renewal of northern towns, part 2"), (Author, "Larsen, L"), (Date, "2010")],
        ],
        holds: |c| c.diff.numbers,
    },
    Rule {
        name: "title-and-place",
        outcome: Outcome::Same,
        from: Preset::Strict,
        about: "One title, the same volume and a page in common; the authors or the journal agree and the others do not contradict.",
        example: [
            &[
                (Title, "Renewal of northern towns"),
                (Author, "Larsen, L"),
                (Container, "Town Studies"),
                (Volume, "4"),
                (Pages, "12-30"),
                (Date, "2010"),
            ],
            &[
                (Title, "RENEWAL OF NORTHERN TOWNS"),
                (Author, "Larsen, Lena"),
                (Volume, "4"),
                (Pages, "12"),
                (Date, "2010"),
            ],
        ],
        holds: |c| {
            c.good_title()
                && c.same_place()
                && c.year != YearLevel::Far
                && (!c.other_venue() && !c.other_names() || c.same_names())
                && (!c.generic_title() || c.near_venue() && c.near_year())
        },
    },
    Rule {
        name: "title-authors-pages",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "One title, the same authors and a page in common. Another volume is believed only if the abstracts do not agree.",
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
                && !c.generic_title()
                && c.same_names()
                && c.pages >= super::super::compare::PagesLevel::First
                && c.near_year()
                && !c.other_venue()
                && (c.volume != Same::No || c.same_abstract())
        },
    },
    Rule {
        name: "title-issue-abstract",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "One title, authors, journal, volume, issue and abstract: a page that differs is a mistake.",
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
                && c.same_abstract()
        },
    },
    Rule {
        name: "conference",
        outcome: Outcome::Version(VersionKind::Conference),
        from: Preset::Strict,
        about: "One title and people in common, once at a conference and once in a journal.",
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
        holds: |c| c.one_is(Form::Event) && c.other_venue() && c.good_title() && c.shared_names() && !c.generic_title(),
    },
    Rule {
        name: "published-twice",
        outcome: Outcome::Version(VersionKind::Companion),
        from: Preset::Strict,
        about: "One title and the same authors, but two journals or two places in one: the same study, reported again. In two volumes of one journal \
                the abstracts must have much in common, for a column returns under its title.",
        example: [
            &[
                (Title, "Renewal of northern towns"),
                (Author, "Larsen, L"),
                (Container, "Town Studies"),
                (Volume, "4"),
                (Pages, "12-30"),
                (Date, "2010"),
            ],
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
            c.same_title()
                && !c.generic_title()
                && c.same_names()
                && (c.place_conflicts() >= 2 || c.other_identifier() && c.other_venue())
                && !(c.same_venue() && c.volume == Same::No && c.abstracts() < AbstractLevel::Alike)
        },
    },
    Rule {
        name: "other-place",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "Another volume or other pages, unless numbers only slipped into other columns.",
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
        holds: |c| c.place_conflicts() >= 2 || c.place_conflicts() == 1 && (c.other_pages() || c.volume == Same::No),
    },
    Rule {
        name: "other-identifier",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "Two DOIs, or two PubMed identifiers, and something else that differs: place, year or journal. Two DOIs alone prove nothing, \
                since publishers register articles again.",
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
    },
    Rule {
        name: "other-year",
        outcome: Outcome::Apart,
        from: Preset::Strict,
        about: "More than two years apart; or two contributions to a conference that recurs, in two years.",
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
                (Date, "2011"),
            ],
        ],
        holds: |c| {
            !c.same_identifier()
                && (c.year == YearLevel::Far || c.both(Form::Event) && !c.same_year() && c.volume != Same::Yes)
        },
    },
    Rule {
        name: "title-and-issue",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "The same journal, volume and issue, and one title; a title that many reports have only with the same authors, and with \
                words added on a side only if it has words of its own.",
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
                && c.near_venue()
                && (c.same_names() && (c.same_title() || c.own_words()) || !c.generic_title() && !c.other_names())
        },
    },
    Rule {
        name: "title-authors-journal",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "One title, the same authors and journal, and nothing about the place that differs: online ahead of print, or a record \
                without volume and pages. Where a subtitle is missing the years must agree.",
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
                && !c.generic_title()
                && c.same_names()
                && c.same_venue()
                && c.place_conflicts() == 0
                && (c.same_year() || c.same_title() && c.near_year())
        },
    },
    Rule {
        name: "title-and-journal",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "One title in one journal and year, where the authors are missing on a side. A year may lie between them if the title has at \
                least four words of its own.",
        example: [
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
            &[(Title, "Renewal of northern towns"), (Container, "Town Studies"), (Date, "2010")],
        ],
        holds: |c| {
            c.same_main_title()
                && !c.generic_title()
                && c.names() == NamesLevel::Missing
                && c.same_venue()
                && c.place_conflicts() == 0
                && (c.year == YearLevel::Equal || c.near_year() && c.diff.common > 3)
        },
    },
    Rule {
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
    },
    Rule {
        name: "title-and-authors",
        outcome: Outcome::Same,
        from: Preset::Balanced,
        about: "One title, authors and year, where the journal is missing on a side.",
        example: [
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, Lena"), (Date, "2010")],
        ],
        holds: |c| {
            c.same_title()
                && !c.generic_title()
                && c.same_names()
                && c.venue() == super::super::venue::VenueLevel::Missing
                && c.same_year()
                && c.place_conflicts() == 0
        },
    },
    Rule {
        name: "likely",
        outcome: Outcome::Same,
        from: Preset::Sensitive,
        about: "One title, perhaps cut or with words added by the same authors, and nothing that contradicts, but too little that agrees.",
        example: [
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2010")],
            &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Container, "Town Studies"), (Date, "2012")],
        ],
        holds: |c| {
            c.good_title()
                && !c.generic_title()
                && c.year != YearLevel::Far
                && !c.other_venue()
                && (c.same_names() || c.same_title() && !c.other_names())
        },
    },
    Rule {
        name: "unclear",
        outcome: Outcome::Doubt,
        from: Preset::Strict,
        about: "Much agrees, but one thing contradicts that a mistake in a record could explain.",
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
            let people = if c.same_title() { c.shared_names() } else { c.diff.common > 3 && c.same_names() };
            c.good_title() && !c.generic_title() && c.near_year() && (people || c.same_place())
                || c.same_identifier() && c.title >= TitleLevel::Reworded
                || c.same_identifier() && c.same_names()
        },
    },
];
