//! Texts about another report: corrections, retractions, comments and replies.

use super::super::title::Marker;
use super::super::title_diff::{Telling, TitleLevel};
use super::super::{Preset, VersionKind};
use super::{Outcome, Rule};
use crate::record::Field::{Author, Date, Title};

pub(super) const CORRECTION: Rule = Rule {
    name: "correction",
    outcome: Outcome::Version(VersionKind::Correction),
    from: Preset::Strict,
    about: "One record is a correction by its title (“Erratum to”, “Correction:”) or by its type, and bears the title of the other.",
    example: [
        &[(Title, "Erratum to: Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2011")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2010")],
    ],
    holds: |c| {
        c.announces(&[Marker::Correction])
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

pub(super) const COMMENT: Rule = Rule {
    name: "comment",
    outcome: Outcome::Version(VersionKind::Comment),
    from: Preset::Strict,
    about: "One title announces a comment on the other, or a reply to it; or it is the other with a subtitle that does.",
    example: [
        &[(Title, "Reply to: Renewal of northern towns"), (Author, "Okafor, C"), (Date, "2012")],
        &[(Title, "Renewal of northern towns"), (Author, "Larsen, L"), (Date, "2011")],
    ],
    holds: |c| c.announces(&[Marker::Comment, Marker::Reply]) || c.one_answers(),
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
    },
};
