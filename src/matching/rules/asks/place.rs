//! What rules ask of volume, issue and pages.

use super::super::super::abstracts::AbstractLevel;
use super::super::super::compare::{Comparison, NamesLevel, PagesLevel, Same, YearLevel};
use super::super::super::form::Form;
use super::super::super::key::Key;
use super::super::super::title::Marker;
use super::super::super::title_diff::TitleLevel;
use super::super::super::venue::VenueLevel;

impl Comparison<'_> {
    /// The same volume, and a first or last page in common.
    pub(in crate::matching::rules) fn same_place(&self) -> bool {
        self.volume == Same::Yes && self.pages >= PagesLevel::First
    }

    /// The same volume and issue.
    pub(in crate::matching::rules) fn same_issue(&self) -> bool {
        self.volume == Same::Yes && self.issue == Same::Yes
    }

    /// The same pages, and such as no other report of the journal has: first and last, or an article number.
    pub(in crate::matching::rules) fn same_range(&self) -> bool {
        let (first, last) = (self.a.place.first, self.a.place.last);
        self.pages == PagesLevel::Equal && (last.number > first.number || first.number >= 10_000)
    }

    /// The same pages, first and last, and the same volume; or the same issue of a year where no volumes are counted.
    pub(in crate::matching::rules) fn one_stretch(&self) -> bool {
        let is_one_issue = || self.unnumbered() && self.issue == Same::Yes && self.year == YearLevel::Equal;
        self.same_range() && (self.volume == Same::Yes || is_one_issue())
    }

    /// The same issue, or none on both sides: what stands on a side only may be another.
    pub(in crate::matching::rules) fn one_issue(&self) -> bool {
        self.a.place.issue == self.b.place.issue
    }

    /// Perhaps two issues, and nothing that shows one of them to be a mistake: what counts the pages of every issue from 1 has its columns
    /// on the same page of each. They are two if each is given as a number; where one is missing, if the titles are not the same to the
    /// letter. One text it is if an identifier or the abstract agrees; if no issue by itself has that many pages, so that they are
    /// counted through the volume; or if a text of five pages and more by the same people stands there. What stands before page 1 may
    /// be as long.
    pub(in crate::matching::rules) fn may_stand_in_two_issues(&self) -> bool {
        const PAGES_OF_AN_ISSUE: u32 = 300;
        let (a, b) = (self.a.place.first, self.b.place.first);
        let is_counted_on = || a.has_letter() && !a.is_roman() || a.number.min(b.number) > PAGES_OF_AN_ISSUE;
        let is_long = || {
            let fills = |key: &Key| key.place.last.number > key.place.first.number + 3;
            self.same_names() && fills(self.a) && fills(self.b)
        };
        let are_two = match self.issue {
            Same::No => self.are_plain_issues() && !is_long(),
            Same::Missing => self.diff.slip && (a.is_roman() || !is_long()),
            Same::Part | Same::Yes => false,
        };
        are_two && !self.same_identifier() && !is_counted_on() && self.abstracts() < AbstractLevel::Alike
    }

    /// All pages of one meeting in one year under a title with words of its own: "Introduction to the minitrack on small towns".
    pub(in crate::matching::rules) fn is_one_part_of_proceedings(&self) -> bool {
        self.both(Form::Event)
            && self.same_range()
            && self.year == YearLevel::Equal
            && self.same_title()
            && self.same_venue()
            && self.own_words()
            && !self.other_identifier()
    }

    /// Another issue of what counts no volumes.
    pub(in crate::matching::rules) fn other_issue_alone(&self) -> bool {
        self.unnumbered() && self.issue == Same::No
    }

    /// Pages on which two posters of one team may stand, at most two of a supplement; or two texts of what counts each from page 1.
    pub(in crate::matching::rules) fn may_hold_posters(&self) -> bool {
        let is_short = |key: &Key| key.place.last.number <= key.place.first.number + 1;
        self.a.place.first.number == 1 || is_short(self.a) && is_short(self.b) && self.is_in_a_supplement()
    }

    /// Pages that one text fills: more than two, since posters and reviews of books share those, and not from the first on, on which
    /// another issue, or another text of what counts every text by itself, begins as well; or the number of an article.
    pub(in crate::matching::rules) fn holds_one_text(&self) -> bool {
        let (first, last) = (self.a.place.first, self.a.place.last);
        first.number >= 10_000 || first.number > 1 && last.number > first.number + 1
    }

    /// The same journal and year, and of volume, issue and pages the same are given: copies, or short texts of one issue.
    pub(in crate::matching::rules) fn same_in_all_of_the_place(&self) -> bool {
        self.a.place == self.b.place && self.a.years == self.b.years && self.near_venue() && !self.other_identifier()
    }

    pub(in crate::matching::rules) fn unnumbered(&self) -> bool {
        self.a.place.volume == 0 && self.b.place.volume == 0
    }

    /// One page that several short texts may share, as reviews of books, abstracts of a meeting and news do, and titles that do not
    /// show that it is one of them.
    pub(in crate::matching::rules) fn shares_a_page(&self) -> bool {
        let ends_there = |key: &Key| {
            let (first, last) = (key.place.first, key.place.last);
            first.number < 10_000 && (last.is_missing() || last.number == first.number)
        };
        // Of the texts of one page, only the last runs over to the next.
        let runs_over = |key: &Key| key.place.last.number == key.place.first.number + 1;
        let are_short = || match (ends_there(self.a), ends_there(self.b)) {
            (true, true) => true,
            (true, false) => runs_over(self.b),
            (false, true) => runs_over(self.a),
            (false, false) => false,
        };
        // Of two corrections, what the title corrects is said in many ways: "(vol 4, pg 3)".
        let are_notices = self.a.title.marker == self.b.title.marker && self.a.title.marker != Marker::None;
        let is_one_title = self.title >= TitleLevel::Cut && !self.diff.slip || are_notices;
        self.pages >= PagesLevel::First
            && are_short()
            && !is_one_title
            && self.abstracts() < AbstractLevel::Alike
            && !self.is_one_text()
    }

    /// An ISBN in common.
    pub(in crate::matching::rules) fn same_isbn(&self) -> bool {
        self.a.venue.same_isbn(&self.b.venue)
    }

    /// Other pages. Pages that count by themselves are no others under one title of some words.
    pub(in crate::matching::rules) fn other_pages(&self) -> bool {
        // The names of meetings are written in more ways than those of journals.
        let other_venue = || match self.venue() {
            VenueLevel::Similar => !self.both(Form::Event),
            level => level == VenueLevel::Different,
        };
        let is_told_apart = || self.other_identifier() || self.issue == Same::No || other_venue();
        let counts_alone = || self.generic_title() || self.diff.common < 3 || is_told_apart();
        matches!(self.pages, PagesLevel::Different | PagesLevel::Overlap)
            || self.pages == PagesLevel::OwnCount && counts_alone()
    }

    /// Another volume, unless the issue or the year stands in its place on one side.
    pub(in crate::matching::rules) fn other_volume(&self) -> bool {
        self.volume == Same::No && !self.volume_is_issue() && !self.volume_is_year()
    }

    /// Another volume or other pages, unless numbers only slipped into other columns.
    pub(in crate::matching::rules) fn stands_elsewhere(&self) -> bool {
        match self.place_conflicts() {
            0 => false,
            1 => self.other_pages() || self.volume == Same::No,
            _ => true,
        }
    }

    /// The pages of one begin where those of the other end: two texts behind one another, as the parts of a report or two papers from
    /// one study, of which a database gave both the title and the abstract of one.
    pub(in crate::matching::rules) fn adjoins(&self) -> bool {
        let follows = |x: &Key, y: &Key| {
            let (end, begin) = (x.place.last, y.place.first);
            !end.is_missing() && end.letter == begin.letter && end.number.checked_add(1) == Some(begin.number)
        };
        self.pages == PagesLevel::Different && (follows(self.a, self.b) || follows(self.b, self.a))
    }

    /// How many of volume, issue and pages differ; none where numbers slipped into other columns.
    pub(in crate::matching::rules) fn place_conflicts(&self) -> usize {
        let conflicts = [self.other_volume(), self.issue == Same::No, self.other_pages()];
        match conflicts.iter().filter(|&&conflict| conflict).count() {
            0 => 0,
            _ if self.slipped() => 0,
            count => count,
        }
    }

    /// The issue of one side stands as the volume of the other: "Suppl. 1" of volume 16 as volume 1.
    fn volume_is_issue(&self) -> bool {
        let slipped = |x: &Key, y: &Key| x.place.volume != 0 && x.place.issue == 0 && x.place.volume == y.place.issue;
        slipped(self.a, self.b) || slipped(self.b, self.a)
    }

    /// One record has the year of publication as volume, as libraries do for journals that they shelve by year, and the other has not.
    fn volume_is_year(&self) -> bool {
        let is_year = |Key { years, place, .. }: &Key| {
            [years.0, years.1].iter().any(|&year| year != 0 && u32::try_from(year) == Ok(place.volume))
        };
        self.year == YearLevel::Equal && is_year(self.a) != is_year(self.b)
    }

    /// All of one side's numbers are among those of the other, at least two of them.
    fn slipped(&self) -> bool {
        let numbers = |key: &Key| [key.place.volume, key.place.issue, key.place.first.number];
        let (a, b) = (numbers(self.a), numbers(self.b));
        // Each with a number of its own: an issue that is the page of the other side by chance did not slip there.
        let among = |x: &[u32; 3], y: &[u32; 3]| {
            let times = |list: &[u32; 3], n: u32| list.iter().filter(|&&other| other == n).count();
            x.iter().filter(|&&n| n != 0).count() > 1 && x.iter().all(|&n| n == 0 || times(x, n) <= times(y, n))
        };
        a != b && (among(&a, &b) || among(&b, &a))
    }

    /// Pages and abstracts differ: one DOI was given to a whole supplement, or to a section.
    pub(in crate::matching::rules) fn shares_a_supplement(&self) -> bool {
        self.pages == PagesLevel::Different && self.abstracts() == AbstractLevel::Different
    }

    /// The same pages of the same year, once by the name of a series of books and once by that of the book or the meeting: "Lecture
    /// Notes in Computer Science" and "Formal methods".
    pub(in crate::matching::rules) fn one_volume_of_a_series(&self) -> bool {
        let is_in_a_book = |key: &Key| matches!(key.form, Form::Event | Form::Chapter) || key.venue.names_book_series();
        self.same_range()
            && self.year == YearLevel::Equal
            && is_in_a_book(self.a)
            && is_in_a_book(self.b)
            && self.a.venue.names_book_series() != self.b.venue.names_book_series()
    }

    /// One record says neither issue nor pages nor what identifies it, and the title is one that a column may have in every issue: it
    /// comes again among these records, or it has few words and the text of the other record a few pages at most.
    pub(in crate::matching::rules) fn may_be_any_of_a_column(&self) -> bool {
        let is_bare = |key: &Key| {
            let place = &key.place;
            let is_nowhere = place.issue == 0 && place.first.is_missing();
            is_nowhere && key.doi.is_empty() && key.pmid == 0 && key.abstract_head == 0
        };
        let whole = match (is_bare(self.a), is_bare(self.b)) {
            (true, false) => self.b,
            (false, true) => self.a,
            _ => return false,
        };
        let is_short = whole.place.last.number < whole.place.first.number + 5 && !whole.has_article_number();
        let is_part = matches!(whole.form, Form::Unknown | Form::Journal | Form::Event);
        let few = if self.year == YearLevel::Missing || self.names() == NamesLevel::Missing { 4 } else { 2 };
        is_part && (self.recurs() || whole.is_column || is_short && usize::from(self.diff.common) <= few)
    }

    /// One slip makes two places of one: all pages agree but not the volume, or the volume agrees but not the pages.
    pub(in crate::matching::rules) fn one_slip_of_the_place(&self) -> bool {
        let is_volume = self.other_volume() && self.same_range();
        let is_one_volume = self.volume == Same::Yes || self.unnumbered() && self.both(Form::Event);
        let are_pages = is_one_volume && self.other_pages();
        (is_volume || are_pages) && self.place_conflicts() == 1
    }
}
