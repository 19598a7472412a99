//! Titles in normal form: notes and translations taken off, numerals read, the main title known.

mod footnote;
mod marker;
mod notes;
mod parallel;
mod span;
mod weight;

pub(super) use footnote::counts;
pub(super) use marker::Marker;
pub(super) use notes::{is_called_a_thesis, is_language};
pub(super) use weight::Weight;

use std::borrow::Cow;

use super::text::{fold, fold_into, hash, hash_compact, is_stop_word, plain, words};
use footnote::has_footnote;
use marker::{without_marker, without_the_word};
use notes::{
    announced, corrected_place, is_called_a_letter, names_the_corrected, version, without_citation,
    without_kind_of_link, without_medium, without_notes,
};
use weight::{own_words, weight};

/// A title in normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// Folded words, one space between; empty if there is no title.
    pub(super) text: Box<str>,
    /// Length of the main title in `text`; that of the whole where there is no subtitle.
    pub(super) main: u16,
    /// Hash of the text without spaces; 0 if there is no title.
    pub(super) hash: u64,
    /// Hash of the main title without spaces; equal to `hash` where there is no subtitle.
    pub(super) main_hash: u64,
    /// Hashes of the words that carry meaning, sorted, once each.
    pub(super) words: Box<[u32]>,
    /// What the title announces.
    pub(super) marker: Marker,
    /// How well the title tells reports apart.
    pub(super) weight: Weight,
    /// How many words it has that are not in most titles that say nothing, counted up to two.
    pub(super) own: u8,
    /// Whether it stands in brackets, as databases write a title that they translated.
    pub(super) is_translated: bool,
    /// Whether a note behind it says that the text is a letter.
    pub(super) is_letter: bool,
    /// Whether it ends with three dots: something cut it off.
    pub(super) is_cut: bool,
    /// Hash of its Chinese characters, 0 if there are none: to Latin letters, Shanxi and Shaanxi (山西, 陕西) are one.
    pub(super) characters: u64,
    /// Hashes of the titles that stand beside each other in it, in two languages or before the names of the authors; 0 for none.
    pub(super) parallel: [u64; 2],
    /// Which version of its report it says that it is: "[version 2; peer review: 1 approved]"; 0 if it does not say.
    pub(super) version: u8,
    /// Whether question marks stand in it for letters that a program did not know.
    pub(super) has_lost_letters: bool,
    /// Whether a 1 stands behind the letters of its last word, which may be the mark of a footnote.
    pub(super) has_footnote: bool,
}

impl Title {
    /// The normal form of a title as written.
    pub(super) fn new(raw: &str) -> Self {
        let plain = plain(raw);
        let plain = without_medium(with_signs_spoken(span::in_full(Cow::Borrowed(without_kind_of_link(&plain)))));
        let place = corrected_place(&plain);
        let clean = without_notes(&plain[..place.unwrap_or(plain.len())]);
        let (clean, mut marker) = without_marker(clean);
        let cites = marker.is_notice() || marker == Marker::Reprint;
        let clean = if cites { without_citation(clean) } else { clean };
        let (clean, letter) = without_letter(clean);
        if marker == Marker::None {
            marker = announced(&plain);
        }
        // Web of Science writes a correction as the title with "(vol 8, pg 3, 2011)" behind it.
        if marker == Marker::None && (place.is_some() || names_the_corrected(&plain)) {
            marker = Marker::Correction;
        }
        let (head_text, tail) = split_subtitle(clean);
        let mut text = numerals(&fold(head_text));
        let main = text.len();
        let head = main;
        if !tail.is_empty() {
            fold_into(&numerals(&fold(tail)), &mut text);
        }
        if let Some(letter) = letter {
            text.push_str(" part ");
            text.push(letter);
        }
        if is_placeholder(&text) {
            text.clear();
        }
        if text.is_empty() {
            return Self { marker, ..Self::default() };
        }
        let main = if main < 12 { text.len() } else { main.min(text.len()) };
        let mut ids: Vec<u32> = words(&text).filter(|word| !is_stop_word(word)).map(word_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let own = own_words(&text);
        Self {
            hash: hash_compact(&text),
            main_hash: hash_compact(&text[..main]),
            main: main.min(usize::from(u16::MAX)) as u16,
            words: ids.into(),
            marker,
            // Notices of one report come again and again; what answers it has authors of its own.
            weight: match marker {
                Marker::Correction | Marker::Retraction | Marker::Concern => Weight::Generic,
                Marker::None | Marker::Reply | Marker::Comment | Marker::Review | Marker::Reprint => {
                    weight(&text, head, own)
                }
            },
            own: own.min(255) as u8,
            is_translated: plain.trim_start().starts_with('['),
            is_letter: is_called_a_letter(&plain),
            is_cut: plain.trim_end().ends_with(['…']) || plain.trim_end().ends_with("..."),
            characters: characters(clean),
            parallel: match parallel::titles(clean) {
                [0, 0] => [0, parallel::transcribed(head_text, tail)],
                titles => titles,
            },
            version: version(&plain),
            has_lost_letters: has_lost_letters(clean),
            has_footnote: letter.is_none() && has_footnote(clean) && text.ends_with('1'),
            text: text.into(),
        }
    }

    /// The normal form of the title of a record whose type says that it is a notice about another report: `marker`, unless the title
    /// itself says what it is.
    pub(super) fn of_notice(raw: &str, marker: Marker) -> Self {
        let said = Self::new(raw);
        if said.marker != Marker::None {
            return said;
        }
        let title = Self::new(without_the_word(raw));
        Self { marker, weight: Weight::Generic, ..title }
    }

    /// Whether one of two titles that stand beside each other in one of them, in two languages, is the other, or both of the other's
    /// are the same. One in common is not enough: "Reform of courts [Italy]" and "Reform of courts [Spain]".
    pub(super) fn is_parallel_to(&self, other: &Self) -> bool {
        let has = |title: &Self, hash: u64| hash != 0 && title.parallel.contains(&hash);
        let are_both = || self.parallel.iter().all(|&hash| has(other, hash));
        has(self, other.hash) || has(other, self.hash) || are_both()
    }

    /// Whether two titles with the same letters may be those of two reports: other Chinese characters, or a letter to the editor
    /// under the title of an article.
    pub(super) fn differs_beyond_letters(&self, other: &Self) -> bool {
        self.is_letter != other.is_letter
            || self.characters != other.characters && self.characters != 0 && other.characters != 0
    }

    /// The text beside that of another title: without the mark of a footnote, "a unified view1", where the other ends without a number.
    pub(super) fn beside(&self, other: &Self) -> &str {
        let is_mark = self.has_footnote && !other.text.ends_with(|c: char| c.is_ascii_digit());
        if is_mark { self.without_footnote() } else { &self.text }
    }

    /// The text without the mark of a footnote.
    pub(super) fn without_footnote(&self) -> &str {
        self.text.strip_suffix('1').filter(|_| self.has_footnote).map_or(&self.text, str::trim_end)
    }

    /// The main title, folded.
    #[cfg(test)]
    fn main_text(&self) -> &str {
        &self.text[..usize::from(self.main).min(self.text.len())]
    }
}

/// The identity of a word: half of its hash. Two words of one title pair that share it by accident are one in four thousand million.
#[inline]
pub(super) fn word_id(word: &str) -> u32 {
    (hash(word) >> 32) as u32
}

/// Names of programming languages as Web of Science writes them, so that their signs do not get lost: "C plus plus".
fn with_signs_spoken(title: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'+', b'#', title.as_bytes()).is_none() {
        return title;
    }
    Cow::Owned(title.replace("++", " plus plus").replace("C#", "C sharp").replace("F#", "F sharp"))
}

/// Whether a question mark stands before a letter.
fn has_lost_letters(title: &str) -> bool {
    title.match_indices('?').any(|(at, _)| title[at + 1..].starts_with(char::is_alphabetic))
}

/// Hash of the Chinese characters of a text; 0 if there are none.
fn characters(text: &str) -> u64 {
    if text.is_ascii() {
        return 0;
    }
    let is_one = |c: &char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    match text.chars().filter(is_one).collect::<String>() {
        none if none.is_empty() => 0,
        some => hash(&some),
    }
}

/// Titles that say that there is none.
fn is_placeholder(text: &str) -> bool {
    matches!(
        text,
        "unknown"
            | "untitled"
            | "no title"
            | "no title available"
            | "title not available"
            | "n a"
            | "na"
            | "none"
            | "not available"
    )
}

/// The main title and the rest, with the sign between left out.
fn split_subtitle(title: &str) -> (&str, &str) {
    const SIGNS: [&str; 11] = [": ", " - ", " – ", " — ", "--", "? ", ". ", "; ", " : ", "! ", "… "];
    // Every sign begins with one of these pairs of bytes, which are rare.
    let begins = |pair: &[u8]| {
        matches!(pair, [b':' | b'?' | b'.' | b';' | b'!', b' '] | [b' ', b'-' | b':' | 0xe2] | [b'-', b'-'] | [0xe2, _])
    };
    let mut places = title.as_bytes().windows(2).enumerate().skip(8).filter(|(_, pair)| begins(pair));
    let at = places.find_map(|(at, _)| Some((at, SIGNS.iter().find(|sign| title[at..].starts_with(*sign))?.len())));
    match at {
        Some((at, len)) => (&title[..at], &title[at + len..]),
        None => (title, ""),
    }
}

/// The title without the letter in brackets with which teaching cases count their parts, and the digit that it stands for:
/// "Closing the library (B)".
fn without_letter(title: &str) -> (&str, Option<char>) {
    const LETTERS: [(&str, char); 6] =
        [(" (A)", '1'), (" (B)", '2'), (" (C)", '3'), (" (D)", '4'), (" (E)", '5'), (" (F)", '6')];
    if !title.ends_with(')') {
        return (title, None);
    }
    let found = LETTERS.iter().find_map(|(end, digit)| Some((title.strip_suffix(end)?, *digit)));
    found.map_or((title, None), |(title, digit)| (title, Some(digit)))
}

/// Roman numerals and small number words as digits, so that "Part II" is "part 2".
fn numerals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = "";
    for word in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(numeral(word, before).unwrap_or(word));
        before = word;
    }
    out
}

fn numeral(word: &str, before: &str) -> Option<&'static str> {
    let counted = || {
        matches!(
            before,
            "part"
                | "parts"
                | "pt"
                | "phase"
                | "type"
                | "volume"
                | "vol"
                | "class"
                | "stage"
                | "grade"
                | "chapter"
                | "study"
                | "section"
                | "level"
                | "number"
                | "no"
                | "group"
                | "world"
                | "war"
        )
    };
    let is_part = || matches!(before, "part" | "parts" | "pt");
    Some(match word {
        "i" | "one" | "first" if counted() => "1",
        "ii" => "2",
        "two" | "second" if counted() => "2",
        "iii" => "3",
        "three" | "third" if counted() => "3",
        "a" if is_part() => "1",
        "b" if is_part() => "2",
        "c" if is_part() => "3",
        "d" if is_part() => "4",
        "iv" if counted() => "4",
        "four" if counted() => "4",
        "v" if counted() => "5",
        "five" if counted() => "5",
        "vi" => "6",
        "vii" => "7",
        "viii" => "8",
        "ix" => "9",
        "x" if counted() => "10",
        "xi" if counted() => "11",
        "xii" => "12",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> String {
        Title::new(raw).text.into()
    }

    #[test]
    fn notes_of_databases_are_taken_off() {
        for raw in [
            "Time course of local renewal",
            "Time course of local renewal.",
            "[Time course of local renewal]",
            "[Time course of local renewal]. [Japanese]",
            "Time course of local renewal. Japanese",
            "Time course of local renewal. Italian Studio del rinnovo locale",
            "Time course of local renewal [see comments]",
            "Time course of local renewal.[Erratum appears in Planning. 2009;3:1]",
            "Time course of local renewal: [1]",
            "Time course of local renewal [electronic resource]",
            "Time course of local renewal - ScienceDirect",
            "Time course of local renewal | SpringerLink",
            "(PDF) Time course of local renewal",
            "[PDF] Time course of local renewal",
            "[HTML][HTML] Time course of local renewal",
            "[BOOK][B] Time course of local renewal",
            "[B] Time course of local renewal",
            "[CITATION] Time course of local renewal",
            "Time course of local renewal [version 2; peer review: 1 approved, 1 approved with reservations]",
        ] {
            assert_eq!(text(raw), "time course of local renewal", "{raw}");
        }
        assert_eq!(text("Time course [electronic resource] : local renewal"), "time course local renewal");
        assert_eq!(Title::new("Time course of renewal [version 2; peer review: 1 approved]").version, 2);
        assert_eq!(text("Time course of local renewal: [2]"), "time course of local renewal 2");
        assert_eq!(
            text("Time course of local renewal. German towns compared"),
            "time course of local renewal german towns compared"
        );
    }

    #[test]
    fn a_marker_is_known_and_taken_off() {
        for (raw, marker) in [
            ("Erratum to: Local renewal in towns", Marker::Correction),
            ("Correction: Local renewal in towns", Marker::Correction),
            ("Reply to Local renewal in towns", Marker::Reply),
            ("Comment on \u{201c}Local renewal in towns\u{201d}", Marker::Comment),
            ("RETRACTED: Local renewal in towns", Marker::None),
            ("Local renewal in towns (vol 4, pg 12, 2009)", Marker::Correction),
            ("Local renewal in towns (Town Studies (2009) 4 (12-30))", Marker::Correction),
            (
                "Corrigendum to \u{201c}Local renewal in towns\u{201d} [Town. Stud. 61 (2014) 20\u{2013}31]",
                Marker::Correction,
            ),
            (
                "Correction to: Local renewal in towns (Town Studies, (2009), 4, 2, (12-30), 10.1000/towns.7)",
                Marker::Correction,
            ),
            (
                "Erratum: Local renewal in towns [Town. Stud. 61 (2014) 20-31] (Town Studies (2014) 61, (S001), (10.1000/t.7))",
                Marker::Correction,
            ),
            ("Erratum-Local renewal in towns", Marker::Correction),
            ("Retraction\u{2010}Local renewal in towns", Marker::Retraction),
            ("Retraction--Local renewal in towns", Marker::Retraction),
            ("Correction-Local renewal in towns.", Marker::Correction),
            ("Retraction notice to \"Local renewal in towns\" [Town. Stud. 61/2 (2014) 20-31]", Marker::Retraction),
            ("Book Review: Local renewal in towns", Marker::Review),
            ("Local renewal in towns [Book review]", Marker::Review),
            ("Expression of concern: Local renewal in towns", Marker::Concern),
            ("Reprint of: Local renewal in towns", Marker::Reprint),
            ("REPRINT OF \u{201c}Local renewal in towns\u{201d} [Town. Stud. 61 (2014) 20-31]", Marker::Reprint),
            ("Reprint\u{2014}Local renewal in towns", Marker::Reprint),
            ("Republished paper: Local renewal in towns", Marker::Reprint),
            ("Local renewal in towns (Reprinted from Town Studies, vol 4, pg 12, 1980)", Marker::Reprint),
            ("Local renewal in towns (Doctoral dissertation, University of the North)", Marker::None),
            ("Local renewal in towns (Unpublished PhD thesis)", Marker::None),
            ("Local renewal in towns (Research-in-Progress)", Marker::None),
            ("Local renewal in towns - Completed Research Paper", Marker::None),
            ("Research-in-Progress: Local renewal in towns", Marker::None),
        ] {
            let title = Title::new(raw);
            assert_eq!((&*title.text, title.marker), ("local renewal in towns", marker), "{raw}");
        }
        for raw in [
            "Correction for Larsen et al., Local renewal in towns",
            "Correction for Larsen and Okafor et al., Local renewal in towns.",
        ] {
            let title = Title::new(raw);
            assert_eq!((&*title.text, title.marker), ("local renewal in towns", Marker::Correction), "{raw}");
        }
        assert_eq!(Title::new("Retraction for Larsen et al., Local renewal in towns").marker, Marker::Retraction);
        for raw in [
            "Correction for guessing in tests of towns, by Larsen et al.",
            "Correction for guessing, and what towns make of it",
            "Correction mechanisms in markets",
            "Retraction-induced strain in towns",
            "Retraction-Induced Strain Within Towns",
            "Correction-Based Learning Across Towns",
            "CORRECTION-INDUCED ERRORS WITHIN TOWNS",
            "Retraction for small wounds in towns",
        ] {
            assert_eq!(Title::new(raw).marker, Marker::None, "{raw}");
        }
        assert_eq!(Title::new("Book Review").marker, Marker::None, "the name of a section");
        assert_eq!(text("Towns and their research in progress"), "towns and their research in progress");
        assert_eq!(Title::new("Re-imagining the welfare of towns").marker, Marker::None);
        assert_eq!(Title::new("Re: Imagining the welfare of towns").marker, Marker::Reply);
        assert_eq!(Title::new("Local renewal in towns [Erratum]").marker, Marker::Correction);
        assert_eq!(Title::new("Local renewal in towns [Erratum appears in Plan. 2009;3:1]").marker, Marker::None);
        assert_eq!(
            Title::new("Local renewal in towns (Retraction of vol 29, pg 401, 2016)").marker,
            Marker::Retraction
        );
    }

    #[test]
    fn the_type_of_a_record_says_that_it_is_a_notice_where_the_title_does_not() {
        for raw in [
            "Retraction-Local renewal in towns.",
            "Retraction. Local renewal in towns",
            "Local renewal in towns",
            "[Local renewal in towns]",
            "Retraction: Local renewal in towns",
        ] {
            let title = Title::of_notice(raw, Marker::Retraction);
            assert_eq!((&*title.text, title.marker), ("local renewal in towns", Marker::Retraction), "{raw}");
        }
        assert_eq!(Title::of_notice("Erratum: Local renewal", Marker::Retraction).marker, Marker::Correction);
        assert_eq!(&*Title::of_notice("Retractions of towns", Marker::Retraction).text, "retractions of towns");
    }

    #[test]
    fn the_main_title_ends_at_the_first_sign() {
        let title = Title::new("Beyond service delivery: leadership in towns");
        assert_eq!(title.main_text(), "beyond service delivery");
        assert_eq!(title.main_hash, Title::new("Beyond Service Delivery").hash);
    }

    #[test]
    fn titles_that_say_nothing_are_generic() {
        for raw in [
            "Editorial",
            "Editor's Comments",
            "Introduction to the Special Issue",
            "Book Reviews",
            "Eculizumab",
            "Index",
        ] {
            assert!(Title::new(raw).weight < Weight::Specific, "{raw}");
        }
        assert_eq!(Title::new("Introduction to the special issue on local government").weight, Weight::Generic);
        assert_eq!(Title::new("Editorial: local government in crisis").weight, Weight::Generic);
        assert_eq!(Title::new("Editorial independence of local broadcasters").weight, Weight::Specific);
        assert_eq!(Title::new("Comments on social media about local government").weight, Weight::Specific);
        assert_eq!(Title::new("Leadership").weight, Weight::Short);
        assert_eq!(Title::new("Local leadership").weight, Weight::Specific);
    }

    #[test]
    fn numerals_are_read() {
        assert_eq!(text("Renewal of towns, Part II"), "renewal of towns part 2");
        assert_eq!(text("Renewal of towns, part two"), "renewal of towns part 2");
        assert_eq!(text("Renewal of towns, part B"), "renewal of towns part 2");
        assert_eq!(text("Closing the Northfield Library (B)"), "closing the northfield library part 2");
        assert_eq!(text("Sources of vitamin (B) in towns"), "sources of vitamin b in towns");
    }
}
