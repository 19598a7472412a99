//! Texts about another report: corrections, retractions, comments and replies.

use super::super::title::Marker;
use super::super::title_diff::{Telling, TitleLevel};
use super::super::{Preset, VersionKind};
use super::{ARTICLE, Outcome, Rule};
use crate::record::Field::{Author, Container, Date, DocumentType, Pages, Title, Volume};

pub(super) const CORRECTION: Rule = Rule {
    name: "correction",
    outcome: Outcome::Version(VersionKind::Correction),
    from: Preset::Strict,
    about: "One record is a correction by its title (“Erratum to”, “Correction:”) or by its type, and bears the title of the other, which is no \
            letter.",
    example: [
        &[(Title, "Erratum to: Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2011")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| {
        c.announces(&[Marker::Correction]) && !c.are_notice_and_letter()
            || c.tells(&[Telling::Correction]) && c.title >= TitleLevel::Longer && c.shared_names()
    },
};

pub(super) const RETRACTION: Rule = Rule {
    name: "retraction",
    outcome: Outcome::Version(VersionKind::Retraction),
    from: Preset::Strict,
    about: "One record is a retraction notice by its title or its type, and bears the title of the other. A retracted article itself is still the article.",
    example: [
        &[(Title, "Retraction notice to: Renewal of northern towns"), (Author, "Larsen, L")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L")],
    ],
    holds: |c| c.announces(&[Marker::Retraction]),
};

pub(super) const CONCERN: Rule = Rule {
    name: "expression-of-concern",
    outcome: Outcome::Version(VersionKind::Correction),
    from: Preset::Strict,
    about: "One title is that of an expression of concern about the other: a notice of the editors that corrects and retracts nothing.",
    example: [
        &[(Title, "Expression of concern: Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2011")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| c.announces(&[Marker::Concern]) && !c.are_notice_and_letter(),
};

pub(super) const REPRINT: Rule = Rule {
    name: "reprint",
    outcome: Outcome::Version(VersionKind::Companion),
    from: Preset::Strict,
    about: "One title says that it was printed again (“Reprint of:”, “Republished:”) and goes on as the other, in another place.",
    example: [
        &[(Title, "Reprint of: Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2021")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| c.is_called_a_reprint() && !c.stands_where_the_reprint_does() && !c.same_identifier(),
};

pub(super) const REPRINT_OR_COPY: Rule = Rule {
    name: "reprint-or-copy",
    outcome: Outcome::Doubt,
    from: Preset::Strict,
    about: "One title says that it was printed again, the other does not, and both have the same pages of one volume, though no issue or \
            identifier says that both are of the reprint.",
    example: [
        &[
            (Title, "Reprint of: Renewal of northern towns"),
            (Author, "Larsen, L"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "12-30"),
            (Date, "2010"),
        ],
        ARTICLE,
    ],
    holds: |c| c.is_called_a_reprint() && c.stands_where_the_reprint_does() && !c.same_identifier() && !c.same_issue(),
};

pub(super) const LETTER: Rule = Rule {
    name: "letter",
    outcome: Outcome::Version(VersionKind::Comment),
    from: Preset::Strict,
    about: "One title in one journal, on other pages and by other people, and one record is a letter: on the article whose title it bears.",
    example: [
        ARTICLE,
        &[
            (Title, "Renewal of northern towns"),
            (Author, "Okafor, C"),
            (Container, "Town Studies"),
            (Volume, "4"),
            (Pages, "251"),
            (DocumentType, "Letter"),
            (Date, "2010"),
        ],
    ],
    holds: |c| c.is_letter_on_the_other(),
};

pub(super) const COMMENT: Rule = Rule {
    name: "comment",
    outcome: Outcome::Version(VersionKind::Comment),
    from: Preset::Strict,
    about: "One title announces a comment on the other, or a reply to it; or it is the other with a subtitle that does. A “Book review:” \
            is one of a book; an article under the title of the book may be the review itself.",
    example: [
        &[(Title, "Reply to: Renewal of northern towns"), (Author, "Okafor, C"), (Date, "2012")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2011")],
    ],
    holds: |c| c.announces(&[Marker::Comment, Marker::Reply]) || c.is_review_of_the_other() || c.one_answers(),
};

pub(super) const ANNOUNCED: Rule = Rule {
    name: "announced",
    outcome: Outcome::Apart,
    from: Preset::Strict,
    about: "One record is a correction, a retraction notice, a comment or a reply, and its title is much like that of the other, but not the same.",
    example: [
        &[(Title, "Erratum to: Renewal of northern towns by rail"), (Author, "Larsen, L"), (Date, "2011")],
        &[(Title, "Renewal of northern towns by road"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| {
        c.a.title.marker != c.b.title.marker
            && c.title >= TitleLevel::Reworded
            && !c.stands_under_a_rubric()
            && !c.is_one_notice()
            && !c.is_one_text()
            && !c.may_be_one_text()
            && !c.is_called_a_reprint()
            && !c.may_be_one_review()
    },
};
