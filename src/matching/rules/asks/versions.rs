//! What rules ask where two texts may be versions of one work, or parts of one another.

use super::super::super::abstracts::AbstractLevel;
use super::super::super::compare::{Comparison, Same, YearLevel};
use super::super::super::edition::UNNUMBERED;
use super::super::super::form::Form;
use super::super::super::key::Key;
use super::super::super::title::Marker;
use super::super::super::title_diff::TitleLevel;

impl Comparison<'_> {
    /// Versions of one Cochrane review: `10.1002/14651858.CD002273.pub2` and `.pub3`; without DOIs, its number in two issues.
    pub(in crate::matching::rules) fn cochrane_versions(&self) -> bool {
        let is_there = |key: &Key| key.venue.words.starts_with("cochrane database");
        let number = |key: &Key| key.place.first;
        let is_one_number = || number(self.a) == number(self.b) && !number(self.a).is_missing();
        // Some write the number of the issue as the volume, others the year.
        let issue = |key: &Key| match (key.place.issue, key.place.volume) {
            (0, volume) if volume < 13 => volume,
            (issue, _) => issue,
        };
        let is_other = || {
            let (a, b) = (issue(self.a), issue(self.b));
            a != 0 && b != 0 && a != b || matches!(self.year, YearLevel::Two | YearLevel::Far)
        };
        let in_two_issues = || is_there(self.a) && is_there(self.b) && is_one_number() && is_other();
        let by_doi = || self.a.cochrane_review().is_some_and(|id| self.b.cochrane_review() == Some(id));
        self.doi != Same::Yes && (by_doi() || self.doi == Same::Missing && in_two_issues())
    }

    /// Two versions of one text that are counted: `/v1` and `/v2` of one DOI of a preprint, `[version 2; peer review: ...]` in the
    /// title, `arXiv:2001.00001v2`.
    pub(in crate::matching::rules) fn numbered_versions(&self) -> bool {
        let (a, b) = (self.a, self.b);
        let is_one_text = || match (a.doi_of_all_versions(), b.doi_of_all_versions()) {
            ("", _) | (_, "") => self.title >= TitleLevel::Spelled && self.shared_names(),
            (one, other) => one == other,
        };
        a.version != 0 && b.version != 0 && a.version != b.version && is_one_text()
    }

    /// One record names an edition, a second or later one or a revised one, and the other none that could be the same.
    pub(in crate::matching) fn names_one_edition(&self) -> bool {
        self.diff.edition || (self.a.edition > 1) != (self.b.edition > 1)
    }

    /// Two editions of one book, by their numbers.
    pub(in crate::matching::rules) fn other_edition(&self) -> bool {
        let (a, b) = (self.a.edition, self.b.edition);
        a != 0 && b != 0 && a != b && a != UNNUMBERED && b != UNNUMBERED
    }

    /// Two editions of one book, though one names none, as a first edition does not, or neither does: more than a year lies between,
    /// in which a catalogue does not err. What a body gives out under one title every few years is a report of its own.
    pub(in crate::matching::rules) fn later_edition(&self) -> bool {
        if !matches!(self.year, YearLevel::Two | YearLevel::Far) || !self.same_title() || self.same_identifier() {
            return false;
        }
        let is_no_article = |key: &Key| matches!(key.form, Form::Book | Form::Unknown);
        let are_books = || is_no_article(self.a) && is_no_article(self.b);
        let is_unnamed = || self.both(Form::Book) && self.year == YearLevel::Far && self.a.edition == self.b.edition;
        (self.names_one_edition() && are_books() || is_unnamed())
            && !self.generic_title()
            && self.own_words()
            && !self.same_isbn()
            && (self.both(Form::Book) || !self.recurs())
            && self.same_names()
            && !self.is_by_a_body()
    }

    /// One record names a later edition and the other none, and the year does not say that they are one.
    pub(in crate::matching::rules) fn may_be_other_edition(&self) -> bool {
        self.names_one_edition() && self.year != YearLevel::Equal && !self.same_isbn()
    }

    /// One record says that it is a reprint of the other, or of what the other is a reprint of as well.
    pub(in crate::matching::rules) fn is_called_a_reprint(&self) -> bool {
        let (a, b) = (self.a.title.marker, self.b.title.marker);
        let is_one = matches!((a, b), (Marker::Reprint, Marker::None) | (Marker::None, Marker::Reprint));
        is_one && (self.title >= TitleLevel::Spelled || self.title >= TitleLevel::Longer && self.shared_names())
    }

    /// The same volume and page of one journal, and nothing that differs.
    pub(in crate::matching::rules) fn stands_where_the_reprint_does(&self) -> bool {
        self.same_place()
            && self.place_conflicts() == 0
            && self.issue != Same::No
            && self.near_venue()
            && self.near_year()
    }

    /// One title announces the review of a book, and the other record is that book: nothing of a journal or a meeting.
    pub(in crate::matching::rules) fn is_review_of_the_other(&self) -> bool {
        let is_reviewed =
            |key: &Key| key.title.marker == Marker::None && !matches!(key.form, Form::Journal | Form::Event);
        self.announces(&[Marker::Review]) && (is_reviewed(self.a) || is_reviewed(self.b))
    }

    /// A review of a book under the heading of its section, and a text of one journal and year under the title of the book, which may be
    /// the same: nobody else is named, and no other place.
    pub(in crate::matching::rules) fn may_be_one_review(&self) -> bool {
        let (a, b) = (self.a.title.marker, self.b.title.marker);
        matches!((a, b), (Marker::Review, Marker::None) | (Marker::None, Marker::Review))
            && self.title >= TitleLevel::Spelled
            && self.near_year()
            && self.place_conflicts() == 0
            && self.near_venue()
            && !self.other_names()
            && !self.other_identifier()
    }

    /// One title in one journal, on other pages and by other people, and one record is a letter.
    pub(in crate::matching::rules) fn is_letter_on_the_other(&self) -> bool {
        self.title >= TitleLevel::Spelled
            && self.year >= YearLevel::Two
            && self.a.title.marker == self.b.title.marker
            && self.stands_elsewhere()
            && !self.same_identifier()
            && !self.generic_title()
            && self.own_words()
            && self.one_is_a_letter()
            && self.other_names()
            && self.near_venue()
    }

    /// Two parts of one text by the same people in one journal: the titles are the same as far as "part", behind which another number stands.
    pub(in crate::matching::rules) fn are_parts_of_one(&self) -> bool {
        fn parted(key: &Key) -> Option<(&str, u32)> {
            let (head, behind) = key.title.text.split_once(" part ")?;
            let number = behind.split(' ').next()?.parse().ok()?;
            (head.split(' ').count() > 2).then_some((head, number))
        }
        let are_two = || match (parted(self.a), parted(self.b)) {
            (Some((head, one)), Some((other_head, other))) => head == other_head && one != other,
            _ => false,
        };
        self.year >= YearLevel::Two && are_two() && self.near_venue() && self.same_names() && !self.same_identifier()
    }

    /// The titles of one work but for words that say what kind of study it is, on either side: "Protocol: renewal of towns" and "Renewal
    /// of towns: a systematic review".
    pub(in crate::matching::rules) fn one_subject(&self) -> bool {
        self.title >= TitleLevel::Longer
            || self.title == TitleLevel::Reworded && self.diff.study && self.diff.common > 2
    }

    /// One study reported in two places: one title, but for words that say what kind of study it is, and the same people; two of volume,
    /// issue and pages differ or, in two journals, one of them, the identifiers, or the years by more than two.
    pub(in crate::matching::rules) fn is_published_elsewhere(&self) -> bool {
        let is_title = self.same_title() || self.good_title() && self.diff.study && self.diff.common > 2;
        if !is_title || self.generic_title() {
            return false;
        }
        let conflicts = self.place_conflicts();
        let is_far = || self.year == YearLevel::Far && self.own_words() && !self.a.venue.words.is_empty();
        let is_told = || conflicts == 1 && self.own_words() && self.stands_elsewhere();
        conflicts >= 2 || (self.other_identifier() || is_told() || is_far()) && self.other_venue()
    }

    /// Nothing but the number of the edition tells the titles apart.
    pub(in crate::matching::rules) fn names_editions(&self) -> bool {
        let names = |key: &Key| key.title.text.rsplit(' ').next().is_some_and(|word| word.starts_with("ed"));
        self.title >= TitleLevel::Reworded && self.diff.extra <= 2 && names(self.a) && names(self.b)
    }

    /// One main title that tells the report, with a subtitle on both sides.
    pub(in crate::matching::rules) fn one_main_title(&self) -> bool {
        let (a, b) = (&self.a.title, &self.b.title);
        a.main_hash == b.main_hash && a.main_hash != a.hash && b.main_hash != b.hash && self.own_words()
    }

    /// A title that says itself that it returns every year, or is seen to, of something that stands in no volume.
    pub(in crate::matching::rules) fn returns_every_year(&self) -> bool {
        const RETURNING: [&str; 11] = [
            "annual address",
            "annual bibliography",
            "annual conference",
            "annual index",
            "annual meeting",
            "annual report",
            "annual review",
            "annual statistics",
            "annual survey",
            "statistical yearbook",
            "yearbook",
        ];
        let returns = |key: &Key| RETURNING.iter().any(|words| key.title.text.contains(words));
        self.unnumbered() && (self.a.recurs && self.b.recurs || returns(self.a) && returns(self.b))
    }

    /// The title of one record is the name of the book that holds the other.
    pub(in crate::matching::rules) fn holds_the_other(&self) -> bool {
        let holds = |whole: &Key, part: &Key| {
            part.venue.names_title(&whole.title.text)
                && whole.form != Form::Journal
                && !whole.venue.names_title(&whole.title.text)
                && (self.title <= TitleLevel::Different || is_chapter_of(whole, part))
        };
        // A chapter may have the title of its book; without pages it may be the book itself, in another catalogue.
        fn is_chapter_of(whole: &Key, part: &Key) -> bool {
            let is_part = part.title.hash != whole.title.hash || !part.place.first.is_missing();
            whole.form == Form::Book && part.form == Form::Chapter && is_part
        }
        holds(self.a, self.b) || holds(self.b, self.a)
    }

    /// A title that was reworded between a first version and the print, at most two years apart: the same people, most words, and
    /// either only words differ that say what kind of text it is, or the abstracts have much in common.
    pub(in crate::matching::rules) fn reworded_in_print(&self) -> bool {
        self.title == TitleLevel::Reworded
            && self.tells_nothing()
            && self.diff.common > 3
            && self.diff.common >= self.diff.extra.saturating_mul(2)
            && self.year != YearLevel::Far
            && self.same_names()
            && match self.abstracts() {
                AbstractLevel::Missing => self.diff.wording,
                level => level >= AbstractLevel::Alike,
            }
    }

    /// One meeting by its number, "6th Conference on Towns", or the year in its name: its proceedings may appear in the year after.
    pub(in crate::matching::rules) fn one_meeting(&self) -> bool {
        self.same_venue() && self.year >= YearLevel::Next && self.counted_alike() == Some(true)
    }

    /// Perhaps one meeting, whose year and that of the print stand beside each other: nothing says that it is another of its name.
    /// The name may be that of the series of books in which the proceedings appear.
    pub(in crate::matching::rules) fn may_be_one_meeting(&self) -> bool {
        let names_series = |key: &Key| key.venue.names_book_series();
        self.year == YearLevel::Next
            && (!self.other_venue() || names_series(self.a) != names_series(self.b))
            && self.counted_alike() != Some(false)
            && !self.recurs()
    }

    /// One series of working papers, whose name says on one side only what it is, in one year and without another place: "Sprouts" and
    /// "Sprouts: Working Papers on Towns".
    pub(in crate::matching::rules) fn is_one_series_of_papers(&self) -> bool {
        self.near_venue() && self.year == YearLevel::Equal && self.place_conflicts() == 0 && !self.other_identifier()
    }

    /// The introduction to a part of a conference, a minitrack or a workshop: its chairs write one every year.
    pub(in crate::matching::rules) fn introduces_a_track(&self) -> bool {
        const PARTS: [&str; 6] = ["minitrack", "minitracks", "session", "track", "tracks", "workshop"];
        let introduces = |key: &Key| {
            let mut words = key.title.text.split(' ');
            let begins =
                words.next().is_some_and(|word| matches!(word, "introduction" | "minitrack" | "preface" | "welcome"));
            begins && key.title.text.split(' ').any(|word| PARTS.contains(&word))
        };
        introduces(self.a) || introduces(self.b)
    }

    /// One title at two meetings: of two names, or of one name in years that the names give; within three years.
    pub(in crate::matching::rules) fn at_two_meetings(&self) -> bool {
        let names_series = |key: &Key| key.venue.names_book_series();
        let is_later = matches!(self.year, YearLevel::Next | YearLevel::Two);
        let is_other_text = || self.other_pages() || self.other_identifier();
        let are_two_names = || self.other_venue() && !names_series(self.a) && !names_series(self.b);
        self.both(Form::Event)
            && (are_two_names() && (is_later || self.year == YearLevel::Equal && is_other_text())
                || is_later && self.counted_alike() == Some(false))
    }

    /// Whether two meetings are the same of their name, by their numbers or by the years in their names; a name without a year is that
    /// of the year of its record. `None` where that cannot be told.
    fn counted_alike(&self) -> Option<bool> {
        let (a, b) = (self.a, self.b);
        match (a.venue.number_of_meeting(), b.venue.number_of_meeting()) {
            (0, _) | (_, 0) => {}
            (one, other) => return Some(one == other),
        }
        let is_of = |key: &Key, year: i16| key.years.0 == year || key.years.1 == year;
        match (a.venue.year_of_meeting(), b.venue.year_of_meeting()) {
            (0, 0) => None,
            (0, year) => is_of(a, year).then_some(true),
            (year, 0) => is_of(b, year).then_some(true),
            (one, other) => Some(one == other),
        }
    }

    /// The title stands in one journal or series, or under one author, in several years among these records.
    pub(in crate::matching::rules) fn recurs(&self) -> bool {
        self.a.recurs || self.b.recurs
    }
}
