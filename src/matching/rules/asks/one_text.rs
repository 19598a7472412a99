//! What rules ask where a word or a number in one title only would make two texts of it, and everything else says that there is one.

use super::super::super::abstracts::AbstractLevel;
use super::super::super::compare::{Comparison, Same, YearLevel};
use super::super::super::key::Key;
use super::super::super::text::is_stop_word;
use super::super::super::title::counts;
use super::super::super::title_diff::{Telling, TitleLevel};

/// What one title has more than another that stands in it, whole or as far as it was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    /// Nothing: a word that announces something was taken off one of them.
    Nothing,
    /// A subtitle.
    Subtitle,
    /// A 1 at the end, which may be the mark of a footnote.
    Footnote,
    /// The name of a section of a journal: "Editor's comments:", "Invited paper:".
    Section,
    /// The number of a poster, "PCV45".
    Code,
    /// The number of a registered trial: "NCT00000001.".
    Trial,
}

impl Comparison<'_> {
    /// One text, though a word or a number that stands in one title only announces another: one title is the other with a subtitle, the
    /// name of a section, the number of a poster or the mark of a footnote, and one identifier that nothing contradicts, or the same people
    /// on the same page of the same volume, say that there is one. A record is not a reply to itself.
    pub(in crate::matching::rules) fn is_one_text(&self) -> bool {
        let Some(more) = self.more() else { return false };
        self.is_one_text_but_for(more)
    }

    /// Perhaps one text: as [`is_one_text`](Self::is_one_text), but nothing says so beside the same people in the same issue, or in one
    /// journal and year where a record has no place. An article and the answer of its authors to their critics may stand there too.
    pub(in crate::matching::rules) fn may_be_one_text(&self) -> bool {
        let Some(more) = self.more() else { return false };
        let is_nowhere = |key: &Key| {
            let place = &key.place;
            place.volume == 0 && place.issue == 0 && place.first.is_missing() && key.doi.is_empty() && key.pmid == 0
        };
        let is_talk = || matches!(self.diff.telling, Telling::Nothing | Telling::Talk);
        let may_stand_there = || {
            is_talk()
                && self.year == YearLevel::Equal
                && self.same_venue()
                && (is_nowhere(self.a) || is_nowhere(self.b))
        };
        self.nothing_contradicts()
            && !self.other_venue()
            && match more {
                // A register names the sponsor or nobody.
                More::Trial => self.same_venue(),
                More::Section => self.same_names(),
                _ => self.same_names() && (self.same_issue() || may_stand_there()),
            }
    }

    /// One title that many issues have, "Author index", in one issue of one journal, though the page is known on one side only: most issues
    /// have one such text, some have two.
    pub(in crate::matching::rules) fn may_be_one_item_of_an_issue(&self) -> bool {
        self.title >= TitleLevel::Spelled && self.same_issue() && self.near_venue() && self.nothing_contradicts()
    }

    fn is_one_text_but_for(&self, more: More) -> bool {
        if !self.nothing_contradicts() {
            return false;
        }
        let is_there = || self.stands_on_one_page() && self.same_names() && self.near_venue();
        let is_issue = || self.same_issue() && self.near_venue();
        match more {
            More::Nothing => is_there() || self.same_identifier() && self.same_names(),
            // Parts of a work may share the DOI of the whole.
            More::Subtitle if self.diff.numbers => is_there() || self.same_identifier() && is_issue(),
            More::Subtitle => is_there() && !self.may_hold_posters() || self.same_identifier(),
            More::Footnote => is_there() && !self.may_hold_posters() || self.same_identifier(),
            More::Section => self.same_names() && (is_there() || self.same_identifier() || is_issue()),
            More::Code => is_there() || self.same_identifier(),
            More::Trial => self.same_identifier(),
        }
    }

    /// Neither people, year, place, identifier nor abstract show two texts.
    fn nothing_contradicts(&self) -> bool {
        !self.other_names()
            && self.near_year()
            && !self.other_identifier()
            && self.issue != Same::No
            && self.place_conflicts() == 0
            && self.abstracts() != AbstractLevel::Different
    }

    /// The same volume and first page.
    fn stands_on_one_page(&self) -> bool {
        self.same_place() && self.a.place.first.same(self.b.place.first)
    }

    /// The number of another trial stands where the authors do, as CENTRAL writes it.
    fn names_another_trial(&self, number: &str) -> bool {
        let names =
            |key: &Key| key.names.text.split([' ', '|']).any(|word| is_number_of_a_trial(word) && word != number);
        names(self.a) || names(self.b)
    }

    /// What one title has more than the other; `None` where neither stands in the other, where it says too little by itself, where the
    /// words more are others than those of [`More`], or where one is a notice about the other: that has a place and often the
    /// identifier of what it corrects.
    fn more(&self) -> Option<More> {
        let is_notice = |key: &Key| key.title.marker.is_notice();
        if self.title < TitleLevel::Longer || !self.own_words() || is_notice(self.a) != is_notice(self.b) {
            return None;
        }
        let (a, b) = (&*self.a.title.text, &*self.b.title.text);
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        if self.title == TitleLevel::Equal {
            return Some(More::Nothing);
        }
        if let Some(behind) = long.strip_prefix(short) {
            return match behind {
                " 1" => short.rsplit(' ').next().filter(|word| !counts(word)).map(|_| More::Footnote),
                _ if self.title == TitleLevel::Cut => Some(More::Subtitle),
                _ => None,
            };
        }
        let head = long.strip_suffix(short)?.strip_suffix(' ')?;
        match () {
            () if names_a_section(head) => Some(More::Section),
            () if is_number_of_a_trial(head) => (!self.names_another_trial(head)).then_some(More::Trial),
            () if is_code(head) => Some(More::Code),
            () => None,
        }
    }
}

/// Whether the folded words before a title are the name under which a journal prints what its editors, or those whom they invite, write.
fn names_a_section(head: &str) -> bool {
    const NAMING: [&str; 7] = ["editor", "editorial", "editors", "editorials", "guest", "invited", "special"];
    const BESIDE: [&str; 13] = [
        "article",
        "chief",
        "comments",
        "desk",
        "from",
        "in",
        "introduction",
        "issue",
        "note",
        "paper",
        "section",
        "the",
        "to",
    ];
    let mut words = head.split(' ');
    words.clone().any(|word| NAMING.contains(&word))
        && words.all(|word| NAMING.contains(&word) || BESIDE.contains(&word))
}

/// Whether folded words are the number of a poster, "pcv45" or "po 118": letters, and digits behind them.
fn is_code(head: &str) -> bool {
    let (letters, digits) = match head.split_once(' ') {
        Some((letters, digits)) if letters.len() < 4 && !counts(letters) && !is_stop_word(letters) => (letters, digits),
        Some(_) => return false,
        None => head.split_at(head.bytes().take_while(u8::is_ascii_lowercase).count()),
    };
    let is_short = (1..5).contains(&letters.len()) && (1..5).contains(&digits.len());
    is_short && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The number under which ClinicalTrials.gov registers a trial, folded.
fn is_number_of_a_trial(word: &str) -> bool {
    word.strip_prefix("nct").is_some_and(|number| number.len() == 8 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_codes_are_told_from_subjects() {
        for head in
            ["editorial", "guest editorial", "editors comments", "introduction to the special issue", "invited paper"]
        {
            assert!(names_a_section(head), "{head}");
        }
        for head in [
            "comments",
            "introduction",
            "reply",
            "invited commentary",
            "editorial policy",
            "special education",
            "paper",
        ] {
            assert!(!names_a_section(head), "{head}");
        }
        for head in ["pcv45", "p124", "op0123", "po 118"] {
            assert!(is_code(head), "{head}");
        }
        for head in ["covid", "2019", "poster 124", "p124a", "isrctn1", "p12345", "no 5", "in 2012", "part 2", "a", ""]
        {
            assert!(!is_code(head), "{head}");
        }
    }
}
