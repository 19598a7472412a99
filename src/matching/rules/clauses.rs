//! What more a rule rests on where it may rest on several things. They are asked only when a pair is explained: a row decides by
//! its `holds` alone.

use super::super::abstracts::AbstractLevel;
use super::super::compare::{Comparison, NamesLevel, PagesLevel, Same, YearLevel};
use super::super::title_diff::TitleLevel;
use super::{identifiers, places, titles};

/// One of the things that a rule may rest on.
pub(in crate::matching) struct Clause {
    /// What it says of a pair of which it holds: a sentence.
    pub(in crate::matching) about: &'static str,
    holds: fn(&Comparison<'_>) -> bool,
}

/// Alternatives: of each group, the first that holds is told; a group of which none holds says nothing.
type Group = &'static [Clause];

/// Per rule: its clauses in groups.
const CLAUSES: &[(&str, &[Group])] = &[
    (identifiers::IDENTIFIER_AND_TITLE.name, &[OF_ONE_IDENTIFIER, MANY_HAVE_IT]),
    (identifiers::IDENTIFIER_AND_PLACE.name, &[OF_ONE_IDENTIFIER_AND_PLACE]),
    (identifiers::IDENTIFIER_AND_AUTHORS.name, &[UNDER_ONE_IDENTIFIER]),
    (places::PAGES_AND_AUTHORS.name, &[WITHOUT_VOLUMES, OTHER_TITLES, IN_TWO_ISSUES, OWN_WORDS]),
    (places::PAGES_AND_ABSTRACT.name, &[ABSTRACTS]),
    (places::TITLE_ISSUE_ABSTRACT.name, &[ABSTRACTS]),
    (titles::TITLE_AUTHORS_ABSTRACT.name, &[ABSTRACTS, DATED]),
    (places::TITLE_AND_PLACE.name, &[WHO_OR_WHERE, IN_TWO_ISSUES, MANY_HAVE_IT]),
    (places::TITLE_AUTHORS_PAGES.name, &[OTHER_VOLUME, IN_A_SERIES, IN_TWO_ISSUES, MANY_HAVE_IT]),
    (places::TITLE_AND_ISSUE.name, &[ONE_IN_ITS_ISSUE]),
    (places::ONE_SLIP.name, &[SLIPS]),
    (titles::TITLE_AUTHORS_JOURNAL.name, &[DATED, WITHOUT_SUBTITLE]),
    (titles::TITLE_AND_JOURNAL.name, &[BOOKS, DATED, WITHOUT_SUBTITLE]),
    (titles::TITLE_AND_AUTHORS.name, &[BOOKS, DATED]),
    (titles::LIKELY.name, &[UNPROVEN, DATED]),
    (titles::ANY_OF_A_COLUMN.name, &[COLUMNS]),
    (titles::UNCLEAR.name, &[UNCLEAR]),
];

const OF_ONE_IDENTIFIER: Group = &[
    Clause {
        about: "The place differs, but the abstracts are the same.",
        holds: |c| c.place_conflicts() > 1 && c.same_abstract(),
    },
    Clause { about: "The people differ, but no volume, issue or page does.", holds: |c| c.other_names() },
];

const OF_ONE_IDENTIFIER_AND_PLACE: Group = &[
    Clause { about: "A record has no title to compare.", holds: |c| c.title == TitleLevel::Missing },
    Clause {
        about: "The titles differ, as those in two languages do; authors and journal agree.",
        holds: |c| c.title == TitleLevel::Different,
    },
    Clause { about: "The titles have most words in common.", holds: |c| c.title == TitleLevel::Reworded },
];

const UNDER_ONE_IDENTIFIER: Group = &[
    Clause {
        about: "One title is the heading of a section, in the same issue.",
        holds: |c| c.one_is_a_heading() && c.same_issue(),
    },
    Clause {
        about: "The title was reworded, and its numbers are the same.",
        holds: |c| c.title == TitleLevel::Reworded,
    },
    Clause { about: "A record has no title to compare.", holds: |c| c.title == TitleLevel::Missing },
];

const MANY_HAVE_IT: Group = &[
    Clause {
        about: "Many texts have such a title, but an identifier is the same.",
        holds: |c| c.generic_title() && c.same_identifier(),
    },
    Clause {
        about: "Many texts have such a title, but the issue is the same too.",
        holds: |c| c.generic_title() && c.issue == Same::Yes,
    },
    Clause {
        about: "Many texts have such a title, but it has words of its own.",
        holds: |c| c.generic_title() && c.own_words(),
    },
    Clause {
        about: "Many texts have such a title, but neither volume, issue nor pages differ.",
        holds: |c| c.generic_title(),
    },
];

const OWN_WORDS: Group = &[Clause {
    about: "Part of the title is one that many texts have, but it has words of its own.",
    holds: |c| c.generic_title() && c.own_words(),
}];

const WITHOUT_VOLUMES: Group =
    &[Clause { about: "Neither record has a volume: year and issue count instead.", holds: |c| c.volume != Same::Yes }];

const OTHER_TITLES: Group = &[
    Clause {
        about: "One title is the heading of a section, in the same issue.",
        holds: |c| c.title == TitleLevel::Different && c.is_headed_there(),
    },
    Clause {
        about: "The titles differ, as translations of one do, but the abstracts are alike.",
        holds: |c| c.title == TitleLevel::Different && c.abstracts() >= AbstractLevel::Alike,
    },
    Clause {
        about: "The titles differ, but one is marked as translated.",
        holds: |c| c.title == TitleLevel::Different && c.one_is_translated(),
    },
    Clause {
        about: "The titles differ, but have words in common, and no two texts share these pages.",
        holds: |c| c.title == TitleLevel::Different,
    },
    Clause {
        about: "The title differs in some words, but the abstracts are alike.",
        holds: |c| c.title == TitleLevel::Reworded && c.abstracts() >= AbstractLevel::Alike,
    },
    Clause {
        about: "The title differs in some words, but these are the pages of one text: more than two, or the number of an article.",
        holds: |c| c.title == TitleLevel::Reworded,
    },
];

/// Why two numbers of issues are no two texts.
const IN_TWO_ISSUES: Group = &[
    Clause {
        about: "The issues differ, but an identifier is the same.",
        holds: |c| c.issue == Same::No && c.same_identifier(),
    },
    Clause {
        about: "The issues differ, but the abstracts are alike.",
        holds: |c| c.issue == Same::No && c.abstracts() >= AbstractLevel::Alike,
    },
    Clause {
        about: "The issues differ, but one of them is no plain number (a supplement, a part, a range).",
        holds: |c| c.issue == Same::No && !c.are_plain_issues(),
    },
    Clause {
        about: "The issues differ, but pages counted that high run through the volume, so that no second issue has them.",
        holds: |c| c.issue == Same::No && c.a.place.first.number.min(c.b.place.first.number) > 300,
    },
    Clause {
        about: "The issues differ, but pages with such a letter run through the volume.",
        holds: |c| c.issue == Same::No && c.a.place.first.has_letter() && !c.a.place.first.is_roman(),
    },
    Clause {
        about: "The issues differ, but the same people do not fill the same five pages or more in two issues.",
        holds: |c| c.issue == Same::No,
    },
];

const WHO_OR_WHERE: Group = &[
    Clause {
        about: "The journals have other names, but the people are the same.",
        holds: |c| c.other_venue() && c.same_names(),
    },
    Clause {
        about: "The authors cannot be compared, but the journal agrees.",
        holds: |c| c.names() == NamesLevel::Missing && c.near_venue(),
    },
    Clause {
        about: "Not all authors agree, but the journal does.",
        holds: |c| c.names() == NamesLevel::Partly && c.near_venue(),
    },
    Clause {
        about: "Neither authors nor journal settle it, but the whole title and the place agree.",
        holds: |c| !c.same_names() && !c.near_venue(),
    },
];

const OTHER_VOLUME: Group = &[Clause {
    about: "The volumes differ, but the abstracts are the same: one volume is a mistake.",
    holds: |c| c.other_volume(),
}];

const IN_A_SERIES: Group = &[Clause {
    about: "One record names the series of books, the other the book or the meeting.",
    holds: |c| c.other_venue(),
}];

const ONE_IN_ITS_ISSUE: Group = &[
    Clause {
        about: "One title is the beginning of the other, and long.",
        holds: |c| c.title < TitleLevel::Cut && c.one_begins_the_other(),
    },
    Clause {
        about: "The authors cannot be compared, but no second text of this title is to be expected in one issue.",
        holds: |c| c.names() == NamesLevel::Missing,
    },
    Clause {
        about: "Not all authors agree, but no second text of this title is to be expected in one issue.",
        holds: |c| !c.same_names(),
    },
];

const SLIPS: Group = &[
    Clause {
        about: "One title has more words, and the pages differ: parts of a book or a supplement bear its DOI at times.",
        holds: |c| c.may_be_parts_of_what_is_identified(),
    },
    Clause {
        about: "The volume differs though all pages agree: a slip in one record, or two texts under one title.",
        holds: |c| c.other_volume(),
    },
    Clause {
        about: "The pages differ though all else agrees: a slip in one record, or two texts under one title.",
        holds: |c| c.other_pages(),
    },
];

const DATED: Group = &[
    Clause { about: "A record has no year.", holds: |c| c.year == YearLevel::Missing },
    Clause {
        about: "The years are those of one meeting and of its proceedings.",
        holds: |c| c.year != YearLevel::Equal && c.one_meeting(),
    },
    Clause { about: "A year lies between them, as between online and print.", holds: |c| c.year == YearLevel::Next },
];

const WITHOUT_SUBTITLE: Group = &[
    Clause {
        about: "The subtitle is missing on a side, but the volume agrees.",
        holds: |c| c.title == TitleLevel::Cut && c.volume == Same::Yes,
    },
    Clause {
        about: "The subtitle is missing on a side, but the abstracts are alike.",
        holds: |c| c.title == TitleLevel::Cut && c.abstracts() >= AbstractLevel::Alike,
    },
];

const ABSTRACTS: Group = &[Clause { about: "The abstracts are the same.", holds: |c| c.same_abstract() }];

const UNPROVEN: Group = &[Clause {
    about: "No identifier, page or abstract proves it.",
    holds: |c| !c.same_identifier() && c.pages < PagesLevel::First && c.abstracts() < AbstractLevel::Alike,
}];

const BOOKS: Group = &[Clause { about: "Both have one ISBN.", holds: |c| c.same_isbn() }];

const COLUMNS: Group = &[
    Clause {
        about: "The title stands in several years among these records, as that of a column does.",
        holds: |c| c.recurs(),
    },
    Clause {
        about: "The title stands in several issues among these records, as that of a column does.",
        holds: |c| c.a.is_column || c.b.is_column,
    },
    Clause {
        about: "The title is short and heads a text of a few pages, as that of a column does.",
        holds: |c| c.may_be_any_of_a_column(),
    },
];

const UNCLEAR: Group = &[
    Clause { about: "One of the titles is one that many texts have.", holds: |c| c.generic_title() },
    Clause {
        about: "The titles have little in common: one may be a translation, or two short texts share the pages.",
        holds: |c| c.in_two_languages(),
    },
    Clause { about: "One title is marked as translated.", holds: |c| c.one_is_translated() },
    Clause {
        about: "A word or two of the titles differ by letters: a misprint, or another subject.",
        holds: |c| c.diff.slip,
    },
    Clause {
        about: "One title has a word or a number more that may make another text of it.",
        holds: |c| c.may_be_one_text(),
    },
    Clause { about: "One record names an edition, the other none.", holds: |c| c.names_one_edition() },
    Clause { about: "The abstracts are two texts.", holds: |c| c.summed_up_otherwise() },
    Clause {
        about: "Two texts may stand on such pages.",
        holds: |c| c.pages >= PagesLevel::First && c.shares_a_page(),
    },
    Clause { about: "They give two days or months, as two numbers of one newspaper do.", holds: |c| c.other_day() },
];

/// What a pair rests on that the rule of this name decided: the first clause that holds of each of its groups.
pub(in crate::matching) fn clauses_of(rule: &str, comparison: &Comparison<'_>) -> Vec<&'static str> {
    let groups = CLAUSES.iter().find(|(name, _)| *name == rule).map_or(&[][..], |(_, groups)| groups);
    let held = |group: &&'static [Clause]| group.iter().find(|clause| (clause.holds)(comparison));
    groups.iter().filter_map(held).map(|clause| clause.about).collect()
}

/// The clauses of a rule, for who reads the rules.
pub fn all_clauses(rule: &str) -> impl Iterator<Item = &'static str> {
    let groups = CLAUSES.iter().filter(move |(name, _)| *name == rule).flat_map(|(_, groups)| groups.iter());
    groups.flat_map(|group| group.iter()).map(|clause| clause.about)
}

#[cfg(test)]
mod tests {
    use super::super::RULES;
    use super::*;

    #[test]
    fn every_clause_is_a_sentence_of_a_rule() {
        for (name, groups) in CLAUSES {
            assert!(RULES.iter().any(|rule| rule.name == *name), "{name}");
            for clause in groups.iter().flat_map(|group| group.iter()) {
                assert!(clause.about.ends_with('.') && clause.about.len() < 130, "{}", clause.about);
            }
        }
        assert!(all_clauses("pages-and-authors").count() > 4);
        assert_eq!(all_clauses("numbers").count(), 0);
    }
}
