//! What rules ask of a comparison, in the words in which they are documented.

mod one_text;
mod place;
mod versions;

use super::super::abstracts::AbstractLevel;
use super::super::compare::{Comparison, NamesLevel, PagesLevel, Same, YearLevel};
use super::super::form::Form;
use super::super::key::Key;
use super::super::text::is_stop_word;
use super::super::title::{Marker, Weight};
use super::super::title_diff::{Telling, TitleLevel, announces_another_text, begins, respelled};
use super::super::venue::VenueLevel;
use crate::record::Field;

impl Comparison<'_> {
    /// Nothing that any rule asks for before it merges, links or doubts. `deduplicate_all_pairs` does not ask this, so that
    /// the tests that compare both show whether a rule was forgotten here.
    pub(super) fn is_hopeless(&self) -> bool {
        let is_one_page = || self.one_is_translated() && self.pages >= PagesLevel::First;
        let is_one_place = (self.same_range() || is_one_page()) && (self.volume == Same::Yes || self.unnumbered());
        let are_versions = self.cochrane_versions() || self.numbered_versions();
        let shares = self.same_identifier() || is_one_place || are_versions || self.holds_the_other();
        self.title <= TitleLevel::Different && !shares
    }

    /// Neither a number nor a telling word stands in one title only, and nothing that may be a slip is contradicted.
    fn is_title_safe(&self) -> bool {
        self.tells_nothing() && !(self.diff.slip && self.is_other_text())
    }

    fn tells_nothing(&self) -> bool {
        !self.numbers_differ() && self.telling() == Telling::Nothing
    }

    /// Numbers tell the titles apart.
    pub(super) fn numbers_differ(&self) -> bool {
        self.diff.numbers && !self.is_one_text()
    }

    /// What a word announces that stands in one title only, unless the two are one text in spite of it.
    pub(super) fn telling(&self) -> Telling {
        if self.diff.telling != Telling::Nothing && self.is_one_text() { Telling::Nothing } else { self.diff.telling }
    }

    /// What identifies or sums up a report differs: DOI, PubMed identifier, ISBN or abstract.
    fn is_other_text(&self) -> bool {
        self.other_identifier()
            || self.a.venue.other_isbn(&self.b.venue)
            || self.abstracts() == AbstractLevel::Different
    }

    /// No slip in the title, or a page, the issue, an identifier or the abstract says that it is the same title.
    pub(super) fn spelled_alike(&self) -> bool {
        !self.diff.slip
            || self.pages >= PagesLevel::First && !self.shares_a_page() && !self.may_stand_in_two_issues()
            || self.same_issue() && !self.shares_a_page() && !self.diff.related_otherwise
            || self.same_identifier()
            || self.abstracts() >= AbstractLevel::Alike
    }

    /// The abstracts are two texts, and no page or identifier says that they belong to one report.
    pub(super) fn summed_up_otherwise(&self) -> bool {
        self.pages < PagesLevel::First && !self.same_identifier() && self.abstracts() == AbstractLevel::Different
    }

    /// Two days of one newspaper, two months or seasons of one bulletin: of what stands in no volume, the date is the place.
    pub(super) fn other_day(&self) -> bool {
        let is_season = |month: u8| month > 12;
        let differ = |x: u8, y: u8| x != 0 && y != 0 && x != y;
        let (a, b) = (self.a.day, self.b.day);
        let other_month = differ(a.0, b.0) && is_season(a.0) == is_season(b.0);
        self.unnumbered() && !self.same_identifier() && (other_month || a.0 == b.0 && differ(a.1, b.1))
    }

    /// One year apart, as online and print are, or two catalogues: of an article, which has a place or a DOI on one side and a volume
    /// not before it was online; or of a book or thesis that a person wrote. A column, a report or what a body gives out may come
    /// again every year.
    pub(super) fn online_and_print(&self) -> bool {
        let is_article = |key: &Key| key.place.volume != 0 || !key.place.first.is_missing() || !key.doi.is_empty();
        let is_book = |key: &Key| !matches!(key.form, Form::Journal | Form::Report);
        let is_told =
            is_article(self.a) || is_article(self.b) || is_book(self.a) && is_book(self.b) && !self.is_by_a_body();
        let is_print_first = |print: &Key, online: &Key| {
            print.place.volume != 0 && online.place.volume == 0 && print.years.1 < online.years.0
        };
        self.near_year()
            && self.own_words()
            && is_told
            && !is_print_first(self.a, self.b)
            && !is_print_first(self.b, self.a)
    }

    /// The same year; or one has none and the title has words of its own, which a seasonal column has not.
    pub(super) fn dated_alike(&self) -> bool {
        self.year == YearLevel::Equal || self.year == YearLevel::Missing && self.own_words()
    }

    /// Two kinds of publication: a chapter and its book, a report and an article.
    pub(super) fn other_form(&self) -> bool {
        self.a.form != self.b.form && self.a.form != Form::Unknown && self.b.form != Form::Unknown
    }

    /// The kinds of publication of both, in words, where they are two.
    pub(in crate::matching) fn kinds_of_publication(&self) -> Option<(&'static str, &'static str)> {
        self.other_form().then(|| (self.a.form.name(), self.b.form.name()))
    }

    /// Both are books, theses or reports, which have editions and no issue.
    pub(in crate::matching) fn is_of_books(&self) -> bool {
        let is_book = |key: &Key| matches!(key.form, Form::Book | Form::Report | Form::Thesis);
        is_book(self.a) && is_book(self.b)
    }

    /// The same title, with some words more on one side or words that are letters off.
    pub(super) fn near_title(&self) -> bool {
        self.title >= TitleLevel::Longer && self.tells_nothing()
    }

    /// The same title, letter for letter or nearly.
    pub(super) fn same_title(&self) -> bool {
        self.title >= TitleLevel::Spelled && self.is_title_safe()
    }

    /// The same title, or the same without its subtitle. Two words, "Digital government", are the heading of a special issue as well
    /// as the main title of what stands in it; and under two DOIs, a title without and one with a subtitle are two.
    pub(super) fn same_main_title(&self) -> bool {
        let is_cut = self.title == TitleLevel::Cut;
        let is_told_apart = is_cut && (self.diff.common < 3 || self.other_identifier());
        self.title >= TitleLevel::Cut && !is_told_apart && self.is_title_safe()
    }

    /// Something besides title, people, journal and year says that it is one report: volume, ISBN or abstract. Where neither record names
    /// anybody, as in exports that leave all people out, a missing author is no doubt of this pair.
    pub(super) fn is_held_by_more_than_its_title(&self) -> bool {
        let names_nobody = self.a.names.text.is_empty() && self.b.names.text.is_empty();
        names_nobody || self.volume == Same::Yes || self.same_isbn() || self.abstracts() >= AbstractLevel::Alike
    }

    /// One title is the beginning of the other, and long: a scan ran the title and the names of the authors together.
    pub(super) fn one_begins_the_other(&self) -> bool {
        begins(&self.a.title, &self.b.title) || begins(&self.b.title, &self.a.title)
    }

    /// The same title, or the same with some words more on one side.
    pub(super) fn good_title(&self) -> bool {
        self.title >= TitleLevel::Longer && self.is_title_safe()
    }

    /// One title is the other with words behind it, and has words of its own: a review that names the publisher of the book.
    pub(super) fn one_goes_on(&self) -> bool {
        let goes_on = |long: &Key, short: &Key| {
            short.title.own > 1
                && long.title.text.strip_prefix(&*short.title.text).is_some_and(|rest| rest.starts_with(' '))
        };
        goes_on(self.a, self.b) || goes_on(self.b, self.a)
    }

    /// A title that many reports have stands on one side.
    pub(super) fn generic_title(&self) -> bool {
        [self.a, self.b].iter().any(|key| !key.title.text.is_empty() && key.title.weight == Weight::Generic)
    }

    /// One title says nothing, as the heading of a section does, and the other is that of a text: "Special section articles".
    pub(super) fn one_is_a_heading(&self) -> bool {
        let is_heading = |key: &Key| !key.title.text.is_empty() && key.title.own == 0;
        let is_own = |key: &Key| key.title.weight == Weight::Specific;
        let says_what_it_is = self.a.title.marker != Marker::None || self.b.title.marker != Marker::None;
        !says_what_it_is && (is_heading(self.a) && is_own(self.b) || is_heading(self.b) && is_own(self.a))
    }

    /// One record has but the heading of a section for a title, and both have all pages of the same issue, three at least: what stands there
    /// is one text.
    pub(super) fn is_headed_there(&self) -> bool {
        let says_nothing = |key: &Key| key.title.own == 0 && key.title.marker == Marker::None;
        (says_nothing(self.a) || says_nothing(self.b))
            && self.same_issue()
            && self.same_range()
            && self.fills_pages()
            && !self.other_identifier()
    }

    /// A title of which one issue has several, by one person at times: book reviews, letters, news. Without pages or an identifier on both
    /// sides nothing tells which of them it is.
    pub(super) fn may_be_one_of_several(&self) -> bool {
        const SEVERAL: [&str; 8] =
            ["letter", "letters", "news", "obituaries", "obituary", "reports", "review", "reviews"];
        let is_several = |key: &Key| {
            key.title.own == 0 && key.title.text.split(' ').any(|word| SEVERAL.binary_search(&word).is_ok())
        };
        is_several(self.a) && !self.same_identifier() && self.pages < PagesLevel::First
    }

    /// Both titles have words of their own beside those that many titles have: "Special section: towns in decline".
    pub(super) fn own_words(&self) -> bool {
        self.a.title.own.min(self.b.title.own) > 1
    }

    /// One title announces something about the other report: it goes on with its title, or with much of it if they have people
    /// in common. "Corrigendum to Editorial" is about that of the same people in the same journal.
    pub(super) fn announces(&self, markers: &[Marker]) -> bool {
        let (a, b) = (self.a.title.marker, self.b.title.marker);
        a != b
            && (markers.contains(&a) || markers.contains(&b))
            && !self.stands_under_a_rubric()
            && !self.is_one_notice()
            && !self.is_one_text()
            && !self.may_be_one_text()
            && (self.title >= TitleLevel::Spelled || self.title >= TitleLevel::Longer && self.shared_names())
            && (self.a.title.own.min(self.b.title.own) > 0 || self.same_venue() && self.shared_names())
    }

    /// Two records of one notice about another report, on one place or with one identifier: databases call it correction, retraction or
    /// erratum as they like.
    pub(super) fn is_one_notice(&self) -> bool {
        let is_notice = |key: &Key| key.title.marker.is_notice();
        is_notice(self.a)
            && is_notice(self.b)
            && (self.same_identifier() || self.same_place() && self.near_venue() && !self.other_identifier())
    }

    /// One text on one place, named once with the section in which it stands: "Book review: Towns in decline".
    pub(super) fn stands_under_a_rubric(&self) -> bool {
        let is_own = |key: &Key| matches!(key.title.marker, Marker::None | Marker::Comment | Marker::Review);
        is_own(self.a) && is_own(self.b) && self.same_place() && self.same_names() && self.near_venue()
    }

    /// One title is the other with a subtitle that says what it is to it: "Renewal of towns: a reply to Larsen".
    pub(super) fn one_answers(&self) -> bool {
        const ANSWERS: [&str; 8] =
            ["comment", "commentary", "comments", "discussion", "rejoinder", "reply", "response", "responses"];
        let answers = |long: &Key, short: &Key| {
            let subtitle = long.title.text.get(short.title.text.len()..).unwrap_or_default();
            let is_beside = |word: &str| word.is_empty() || is_stop_word(word) || matches!(word, "author" | "authors");
            let first = subtitle.split(' ').find(|word| !is_beside(word));
            long.title.main_hash == short.title.hash
                && short.title.weight == Weight::Specific
                && first.is_some_and(|word| ANSWERS.contains(&word))
        };
        (answers(self.a, self.b) || answers(self.b, self.a)) && !self.is_one_text() && !self.may_be_one_text()
    }

    /// The words of one title only that announce something, or that deny it: what the rule `telling-word` is about.
    pub(in crate::matching) fn telling_words(&self) -> Vec<&str> {
        let (a, b) = (&*self.a.title.text, &*self.b.title.text);
        a.split(' ')
            .filter(|word| !b.split(' ').any(|there| there == *word))
            .chain(b.split(' ').filter(|word| !a.split(' ').any(|there| there == *word)))
            .filter(|word| announces_another_text(word) || matches!(*word, "non" | "not" | "without"))
            .collect()
    }

    /// A word that announces something stands in one title only, and nothing else tells them apart.
    pub(super) fn tells(&self, telling: &[Telling]) -> bool {
        telling.contains(&self.telling()) && !self.may_be_one_text()
    }

    /// One person on each side, of one family name, whose given names are written out and are two: John and Julia. The same title
    /// by both is one that many reports have.
    pub(super) fn other_given_names(&self) -> bool {
        let (a, b) = (&self.a.names, &self.b.names);
        let only = |text: &str, other: &str| -> Option<String> {
            let mut words =
                text.split(' ').filter(|word| word.len() > 1 && !other.split(' ').any(|there| there == *word));
            words.next().map(str::to_owned)
        };
        let is_one_name = |x: &str, y: &str| x.starts_with(y) || y.starts_with(x) || respelled(x, y);
        let other = || Some(!is_one_name(&only(&a.text, &b.text)?, &only(&b.text, &a.text)?));
        a.count == 1 && b.count == 1 && a.first == b.first && other() == Some(true)
    }

    /// Two theses of two universities.
    pub(super) fn other_university(&self) -> bool {
        self.both(Form::Thesis) && self.names_two_universities()
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
    pub(in crate::matching) fn same_identifier(&self) -> bool {
        self.doi == Same::Yes || self.pmid == Same::Yes
    }

    /// Two different DOIs, or two different PubMed identifiers.
    pub(super) fn other_identifier(&self) -> bool {
        !self.same_identifier() && (self.doi == Same::No || self.pmid == Same::No)
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

    /// One of the titles was translated by a database, the other not.
    pub(super) fn one_is_translated(&self) -> bool {
        self.a.title.is_translated != self.b.title.is_translated
    }

    /// All pages of one volume and year, and titles without a word in common, by as many authors: in two languages, or two short texts
    /// on one page.
    pub(super) fn in_two_languages(&self) -> bool {
        self.title == TitleLevel::Different
            && self.one_stretch()
            && self.year == YearLevel::Equal
            && self.a.names.count == self.b.names.count
            && !self.other_identifier()
            && !self.generic_title()
    }

    /// The same people on the same page of one issue, where one record has more than two pages, which no two texts begin on.
    fn is_one_text_by_its_place(&self) -> bool {
        self.same_place() && self.same_issue() && self.same_names() && self.fills_pages()
    }

    /// One identifier and other people, with two numbers in PubMed, on a page or two, on no page that is known, or as letters: letters on one
    /// article share its title, and at times one DOI and the pages of all of them.
    pub(super) fn may_be_letters(&self) -> bool {
        if !self.same_identifier() {
            return false;
        }
        let other_number = self.pmid == Same::No && self.names() == NamesLevel::Partly;
        let may_be = || self.pmid == Same::No || !self.fills_pages() || self.are_letters();
        other_number || self.other_names() && may_be()
    }

    /// One title has more words than the other, on other pages and without one abstract: chapters of a book and abstracts of a supplement
    /// bear its DOI at times, "Pain" and "Pain in children".
    pub(super) fn may_be_parts_of_what_is_identified(&self) -> bool {
        let have_pages = !self.a.place.first.is_missing() && !self.b.place.first.is_missing();
        // Pages from 1 without a volume count for nothing in a journal; in a book they are those of its first chapter.
        let are_of_a_book = || self.both(Form::Chapter) && self.have_both(Field::Pages);
        let other_pages = (have_pages || are_of_a_book()) && self.pages < PagesLevel::Overlap;
        other_pages
            && self.same_identifier()
            && self.title == TitleLevel::Longer
            && self.abstracts() < AbstractLevel::Alike
    }

    /// One record has more than two pages.
    pub(super) fn fills_pages(&self) -> bool {
        let fills = |key: &Key| key.place.last.number > key.place.first.number + 1;
        fills(self.a) || fills(self.b)
    }

    /// Something that a third record, which lacks it, does not explain away: other people, years that are far apart, another volume,
    /// issue or page, two subtitles of one title, or other identifiers under another title.
    pub(in crate::matching) fn contradicts(&self) -> bool {
        let main = |key: &Key| key.title.main_hash != key.title.hash;
        let subtitles = self.title < TitleLevel::Longer
            && self.title != TitleLevel::Missing
            && self.a.title.main_hash == self.b.title.main_hash
            && main(self.a)
            && main(self.b)
            && !self.is_one_text_by_its_place();
        // A scan may have the DOI of the report and the name of its printer.
        let identified = |key: &Key| !key.doi.is_empty() || key.pmid != 0;
        let other_people = (self.names() == NamesLevel::Different || self.a.names.is_other_namesake(&self.b.names))
            && identified(self.a) == identified(self.b);
        self.may_be_letters()
            || !self.same_identifier()
                && (other_people
                    || matches!(self.year, YearLevel::Two | YearLevel::Far) && !self.same_place()
                    || self.place_conflicts() > 0
                    || subtitles
                    || self.other_identifier() && self.title < TitleLevel::Longer && self.title != TitleLevel::Missing)
    }
}
