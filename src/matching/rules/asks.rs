//! What rules ask of a comparison, in the words in which they are documented.

use super::super::abstracts::AbstractLevel;
use super::super::compare::{Comparison, NamesLevel, PagesLevel, Same, YearLevel};
use super::super::form::Form;
use super::super::key::Key;
use super::super::text::is_stop_word;
use super::super::title::{Marker, Weight};
use super::super::title_diff::{Telling, TitleLevel};
use super::super::venue::VenueLevel;

impl Comparison<'_> {
    /// Nothing that any rule asks for before it merges, links or doubts. `deduplicate_all_pairs` does not ask this, so that
    /// the tests that compare both show whether a rule was forgotten here.
    pub(super) fn is_hopeless(&self) -> bool {
        let is_one_place = self.volume == Same::Yes && self.same_range();
        let shares = self.same_identifier() || is_one_place || self.cochrane_versions() || self.holds_the_other();
        self.title <= TitleLevel::Different && !shares
    }

    /// Neither a number nor a telling word stands in one title only.
    fn is_title_safe(&self) -> bool {
        !self.diff.numbers && self.diff.telling == Telling::Nothing
    }

    /// The same title, letter for letter or nearly.
    pub(super) fn same_title(&self) -> bool {
        self.title >= TitleLevel::Spelled && self.is_title_safe()
    }

    /// The same title, or the same without its subtitle.
    pub(super) fn same_main_title(&self) -> bool {
        self.title >= TitleLevel::Cut && self.is_title_safe()
    }

    /// The same title, or the same with some words more on one side.
    pub(super) fn good_title(&self) -> bool {
        self.title >= TitleLevel::Longer && self.is_title_safe()
    }

    /// A title that many reports have stands on one side.
    pub(super) fn generic_title(&self) -> bool {
        [self.a, self.b].iter().any(|key| !key.title.text.is_empty() && key.title.weight == Weight::Generic)
    }

    /// Both titles have words of their own beside those that many titles have: "Special section: towns in decline".
    pub(super) fn own_words(&self) -> bool {
        self.a.title.own.min(self.b.title.own) > 1
    }

    /// One title announces something about the other report: it goes on with its title, or with much of it if they have people
    /// in common.
    pub(super) fn announces(&self, markers: &[Marker]) -> bool {
        let (a, b) = (self.a.title.marker, self.b.title.marker);
        a != b
            && (markers.contains(&a) || markers.contains(&b))
            && (self.title >= TitleLevel::Spelled || self.title >= TitleLevel::Longer && self.shared_names())
    }

    /// One title is the other with a subtitle that says what it is to it: "Renewal of towns: a reply to Larsen".
    pub(super) fn one_answers(&self) -> bool {
        const ANSWERS: [&str; 8] =
            ["comment", "commentary", "comments", "discussion", "rejoinder", "reply", "response", "responses"];
        let answers = |long: &Key, short: &Key| {
            let subtitle = long.title.text.get(short.title.text.len()..).unwrap_or_default();
            let first = subtitle.split(' ').find(|word| !is_stop_word(word) && !word.is_empty());
            long.title.main_hash == short.title.hash
                && short.title.weight == Weight::Specific
                && first.is_some_and(|word| ANSWERS.contains(&word))
        };
        answers(self.a, self.b) || answers(self.b, self.a)
    }

    /// A word that announces something stands in one title only, and nothing else tells them apart.
    pub(super) fn tells(&self, telling: &[Telling]) -> bool {
        telling.contains(&self.diff.telling)
    }

    pub(super) fn same_names(&self) -> bool {
        self.names() == NamesLevel::Same
    }

    /// Other people.
    pub(super) fn other_names(&self) -> bool {
        matches!(self.names(), NamesLevel::Different | NamesLevel::OtherGiven)
    }

    /// Some people in common.
    pub(super) fn shared_names(&self) -> bool {
        matches!(self.names(), NamesLevel::Same | NamesLevel::Partly)
    }

    /// The same volume, and a first or last page in common.
    pub(super) fn same_place(&self) -> bool {
        self.volume == Same::Yes && self.pages >= PagesLevel::First
    }

    /// The same volume and issue.
    pub(super) fn same_issue(&self) -> bool {
        self.volume == Same::Yes && self.issue == Same::Yes
    }

    /// The same pages, and such as no other report of the journal has: first and last, or an article number.
    pub(super) fn same_range(&self) -> bool {
        let (first, last) = (self.a.place.first, self.a.place.last);
        self.pages == PagesLevel::Equal && (last.number > first.number || first.number >= 10_000)
    }

    pub(super) fn other_pages(&self) -> bool {
        matches!(self.pages, PagesLevel::Different | PagesLevel::Overlap)
    }

    /// How many of volume, issue and pages differ; none where numbers slipped into other columns.
    pub(super) fn place_conflicts(&self) -> usize {
        let volume = self.volume == Same::No && !self.volume_is_issue();
        let conflicts = [volume, self.issue == Same::No, self.other_pages()];
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

    /// All of one side's numbers are among those of the other, at least two of them.
    fn slipped(&self) -> bool {
        let numbers = |key: &Key| [key.place.volume, key.place.issue, key.place.first.number];
        let (a, b) = (numbers(self.a), numbers(self.b));
        let among = |x: &[u32; 3], y: &[u32; 3]| {
            x.iter().filter(|&&n| n != 0).count() > 1 && x.iter().all(|n| *n == 0 || y.contains(n))
        };
        among(&a, &b) || among(&b, &a)
    }

    /// The same year, or one unknown.
    pub(super) fn same_year(&self) -> bool {
        matches!(self.year, YearLevel::Equal | YearLevel::Missing)
    }

    /// As [`same_year`](Self::same_year), or one year apart, as online and print are; but a conference recurs every year.
    pub(super) fn near_year(&self) -> bool {
        self.same_year() || self.year == YearLevel::Next && !self.both(Form::Event)
    }

    pub(super) fn same_venue(&self) -> bool {
        self.venue() == VenueLevel::Same
    }

    pub(super) fn near_venue(&self) -> bool {
        matches!(self.venue(), VenueLevel::Same | VenueLevel::Similar)
    }

    pub(super) fn other_venue(&self) -> bool {
        self.venue() == VenueLevel::Different
    }

    /// A DOI or PubMed identifier in common.
    pub(super) fn same_identifier(&self) -> bool {
        self.doi == Same::Yes || self.pmid == Same::Yes
    }

    /// Two different DOIs, or two different PubMed identifiers.
    pub(super) fn other_identifier(&self) -> bool {
        !self.same_identifier() && (self.doi == Same::No || self.pmid == Same::No)
    }

    /// Pages and abstracts differ: one DOI was given to a whole supplement, or to a section.
    pub(super) fn shares_a_supplement(&self) -> bool {
        self.pages == PagesLevel::Different && self.abstracts() == AbstractLevel::Different
    }

    pub(super) fn same_abstract(&self) -> bool {
        self.abstracts() == AbstractLevel::Same
    }

    pub(super) fn both(&self, form: Form) -> bool {
        self.a.form == form && self.b.form == form
    }

    /// One record is of this form and the other of another.
    pub(super) fn one_is(&self, form: Form) -> bool {
        (self.a.form == form) != (self.b.form == form)
    }

    /// Versions of one Cochrane review: `10.1002/14651858.CD002273.pub2` and `.pub3`.
    pub(super) fn cochrane_versions(&self) -> bool {
        self.doi != Same::Yes && self.a.cochrane_review().is_some_and(|id| self.b.cochrane_review() == Some(id))
    }

    /// Two editions of one book.
    pub(super) fn other_edition(&self) -> bool {
        self.a.edition != 0 && self.b.edition != 0 && self.a.edition != self.b.edition
    }

    /// One of the titles was translated by a database, the other not.
    pub(super) fn one_is_translated(&self) -> bool {
        self.a.title.is_translated != self.b.title.is_translated
    }

    /// A title that says itself that it returns every year, of something that stands in no volume.
    pub(super) fn returns_every_year(&self) -> bool {
        const RETURNING: [&str; 8] = [
            "annual conference",
            "annual meeting",
            "annual report",
            "annual review",
            "annual statistics",
            "annual survey",
            "statistical yearbook",
            "yearbook",
        ];
        let is_numbered = |key: &Key| key.place.volume != 0;
        let returns = |key: &Key| RETURNING.iter().any(|words| key.title.text.contains(words));
        !is_numbered(self.a) && !is_numbered(self.b) && returns(self.a) && returns(self.b)
    }

    /// The title of one record is the name of the book that holds the other.
    pub(super) fn holds_the_other(&self) -> bool {
        let holds = |whole: &Key, part: &Key| {
            part.venue.names_title(&whole.title.text)
                && whole.form != Form::Journal
                && !whole.venue.names_title(&whole.title.text)
        };
        self.title <= TitleLevel::Different && (holds(self.a, self.b) || holds(self.b, self.a))
    }
}
