//! Journals, books and proceedings in normal form, and whether two of them are one.

mod cut;
mod series;
mod site;

use super::text::{self, fold, plain};
use crate::record::{Field, Record};
use cut::{cut_ends, is_left};
use series::without_number;
use site::{holds_others, host};

/// The journal, book or proceedings that hold a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Venue {
    /// Folded words without articles and prepositions; empty if not given.
    pub(super) words: Box<str>,
    /// A second name: the abbreviation where the record gives one.
    pub(super) short: Box<str>,
    /// ISSNs as numbers, 0 for none.
    pub(super) issns: [u32; 2],
    /// ISBNs as numbers, 0 for none.
    pub(super) isbns: [u64; 2],
    /// Whether dots stand at its beginning and at its end for what was cut off, as Google Scholar shows long names.
    pub(super) is_cut: [bool; 2],
    /// The number behind the name of a series of working papers, "Town Working Paper No. 7"; 0 if there is none.
    pub(super) number: u32,
    /// Whether it is a site that holds what others published, and so no name of a journal or book: `researchgate.net`.
    pub(super) is_site: bool,
}

/// How two venues compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum VenueLevel {
    /// One name is missing.
    Missing,
    /// The same, by ISSN, name or abbreviation.
    Same,
    /// One begins the other, or most words agree.
    Similar,
    /// Different.
    Different,
}

impl Venue {
    /// Both have an ISBN and none in common.
    pub(super) fn other_isbn(&self, other: &Self) -> bool {
        self.isbns[0] != 0 && other.isbns[0] != 0 && !self.same_isbn(other)
    }

    /// An ISBN in common.
    pub(super) fn same_isbn(&self, other: &Self) -> bool {
        self.isbns.iter().any(|isbn| *isbn != 0 && other.isbns.contains(isbn))
    }

    /// The venue of `record`.
    pub(super) fn of(record: Record<'_>) -> Self {
        let names = [Field::Container, Field::ContainerAbbreviation, Field::Conference, Field::Series];
        let mut found =
            names.iter().filter_map(|&field| record.first(field)).map(words).filter(|name| !name.is_empty());
        let (long, number) = without_number(found.next().unwrap_or_default());
        // Embase puts the conference behind the journal.
        let conference = record.first(Field::Container).and_then(|name| split_ignoring_case(name, "conference:"));
        let (long, conference) = match conference {
            Some((journal, conference)) => (words(journal), words(conference)),
            None => (long, String::new()),
        };
        let is_site = holds_others(&long);
        let long = if is_site { String::new() } else { long };
        let short =
            record.first(Field::ContainerAbbreviation).map(words).filter(|short| *short != long).unwrap_or(conference);
        let mut issns = record
            .all(Field::Issn)
            .flat_map(crate::record::identifier::Issn::parse_all)
            .filter_map(|issn| issn_number(issn.as_str()));
        let mut isbns = record
            .all(Field::Isbn)
            .flat_map(crate::record::identifier::Isbn::parse_all)
            .filter_map(|isbn| isbn.as_str().parse().ok());
        Self {
            words: long.into(),
            short: short.into(),
            issns: [issns.next().unwrap_or(0), issns.next().unwrap_or(0)],
            isbns: [isbns.next().unwrap_or(0), isbns.next().unwrap_or(0)],
            is_cut: record.first(Field::Container).map(cut_ends).unwrap_or_default(),
            number,
            is_site,
        }
    }

    /// Whether `title` says nothing but the name of the venue, perhaps more than once.
    pub(super) fn is_repeated_by(&self, title: &str) -> bool {
        let mut telling = text::words(title).filter(|word| !is_filler(word));
        let is_here = |word: &str| text::words(&self.words).any(|name| name == word) || is_place_word(word);
        !self.words.is_empty() && telling.clone().all(is_here) && telling.nth(2).is_some()
    }

    /// Whether the name is that of a conference.
    pub(super) fn names_event(&self) -> bool {
        const WORDS: [&str; 6] = ["conf", "congr", "sympos", "worksh", "konferenz", "tagung"];
        text::words(&self.words).any(|word| WORDS.iter().any(|beginning| word.starts_with(beginning)))
    }

    /// Whether the name is that of proceedings, which some journals are called too.
    pub(super) fn names_proceedings(&self) -> bool {
        text::words(&self.words).any(|word| word.starts_with("proc"))
    }

    /// Whether nothing but arXiv or SSRN holds the report, as far as the name goes.
    pub(super) fn may_be_preprint_server(&self) -> bool {
        self.words.is_empty() || text::words(&self.words).any(|word| matches!(word, "arxiv" | "corr" | "ssrn"))
    }

    /// Whether the name is that of a series of books in which proceedings appear, each as a volume with a name of its own.
    pub(super) fn names_book_series(&self) -> bool {
        const SERIES: [&str; 9] = [
            "acm international conference proceeding series",
            "advances intelligent systems",
            "communications computer information science",
            "ifip advances information communication technology",
            "ifip aict",
            "lecture notes",
            "smart innovation systems technologies",
            "springer proceedings",
            "studies computational intelligence",
        ];
        SERIES
            .iter()
            .any(|series| self.words.strip_prefix(series).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    }

    /// Which meeting of its kind it is: 6 of "Proc. 6th Int. Conf. on Towns" and of "ICT-6"; 0 if it is not counted. A year is no such
    /// number.
    pub(super) fn number_of_meeting(&self) -> u32 {
        let digits = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok();
        let mut numbers = self.words.split(' ').filter_map(digits).filter(|number| (1..200).contains(number));
        numbers.next().unwrap_or(0)
    }

    /// The year in its name, "ICIS 2012 Proceedings"; 0 if there is none.
    pub(super) fn year_of_meeting(&self) -> i16 {
        let years = self.words.split(' ').filter(|word| word.len() == 4).filter_map(|word| word.parse().ok());
        years.into_iter().find(|year| (1900..2100).contains(year)).unwrap_or(0)
    }

    /// Whether the name is `title`, as a book's title is the name of what holds its chapters.
    pub(super) fn names_title(&self, title: &str) -> bool {
        let mut name = text::words(&self.words);
        !self.words.is_empty()
            && title.len() > 8
            && text::words(title).filter(|word| !is_filler(word)).all(|word| name.next() == Some(word))
            && name.next().is_none()
    }

    /// The name under which chapters would know a book of this title.
    pub(super) fn name_of_book(title: &str) -> String {
        title.split(' ').filter(|word| !is_filler(word)).collect::<Vec<_>>().join(" ")
    }

    /// Whether this name is what a cut left of the other.
    fn is_left_of(&self, other: &Self) -> bool {
        is_left(&self.words, self.is_cut, &other.words)
    }

    /// How this venue compares with `other`.
    pub(super) fn compare(&self, other: &Self) -> VenueLevel {
        let shared = |a: &[u32; 2], b: &[u32; 2]| a.iter().any(|x| *x != 0 && b.contains(x));
        if shared(&self.issns, &other.issns) {
            return VenueLevel::Same;
        }
        if self.is_site || other.is_site {
            return VenueLevel::Similar;
        }
        if self.words.is_empty() || other.words.is_empty() {
            return VenueLevel::Missing;
        }
        if self.is_left_of(other) || other.is_left_of(self) {
            return VenueLevel::Same;
        }
        let mut best = VenueLevel::Different;
        for a in [&self.words, &self.short] {
            for b in [&other.words, &other.short] {
                if !a.is_empty() && !b.is_empty() {
                    best = best.min(compare_names(a, b));
                }
            }
        }
        let is_other_number = self.number != 0 && other.number != 0 && self.number != other.number;
        if is_other_number { best.max(VenueLevel::Similar) } else { best }
    }
}

fn split_ignoring_case<'a>(text: &'a str, sign: &str) -> Option<(&'a str, &'a str)> {
    let at = text.to_ascii_lowercase().find(sign)?;
    Some((&text[..at], &text[at + sign.len()..]))
}

fn is_place_word(word: &str) -> bool {
    matches!(word, "volume" | "vol" | "issue" | "number" | "paper" | "article" | "no")
        || word.bytes().all(|b| b.is_ascii_digit())
}

fn issn_number(issn: &str) -> Option<u32> {
    let digits: String = issn.chars().filter(char::is_ascii_digit).collect();
    // The check digit follows from the others, and X has no place in a number.
    digits.get(..7)?.parse::<u32>().ok().map(|number| number + 1)
}

/// Folded words of a name, without what stands in brackets, articles and prepositions.
fn words(name: &str) -> String {
    let plain = plain(name);
    let plain = host(&plain).map_or(plain.as_ref(), |host| host);
    let name = match plain.split_once(" = ") {
        Some((first, _)) => first,
        None => plain,
    };
    let name = without_place(name.split(" (").next().unwrap_or(name));
    let folded = fold(name);
    let mut out = String::with_capacity(folded.len());
    for word in text::words(&folded).filter(|word| !is_filler(word)) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The name without the place of publication, as ProQuest writes it: "World Development; Oxford".
fn without_place(name: &str) -> &str {
    let Some((before, place)) = name.split_once("; ") else { return name };
    let is_place = place.starts_with(char::is_uppercase)
        && place.split(' ').count() < 4
        && place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '.' | '-'))
        && !place.split(' ').any(|word| matches!(word, "Part" | "Section" | "Series" | "Supplement"));
    if is_place { before } else { name }
}

fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "" | "a"
            | "an"
            | "and"
            | "de"
            | "del"
            | "della"
            | "der"
            | "des"
            | "di"
            | "die"
            | "du"
            | "el"
            | "et"
            | "for"
            | "fur"
            | "in"
            | "la"
            | "las"
            | "le"
            | "les"
            | "los"
            | "och"
            | "og"
            | "of"
            | "on"
            | "s"
            | "the"
            | "to"
            | "und"
            | "voor"
            | "y"
    )
}

fn compare_names(a: &str, b: &str) -> VenueLevel {
    if a == b || a.bytes().filter(|b| *b != b' ').eq(b.bytes().filter(|b| *b != b' ')) {
        return VenueLevel::Same;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short_words, long_words): (Vec<&str>, Vec<&str>) = (short.split(' ').collect(), long.split(' ').collect());
    if is_acronym(&short_words, &long_words)
        || is_acronym_of_meeting(&short_words, &long_words)
        || has_an_acronym_of(&short_words, &long_words)
    {
        return VenueLevel::Same;
    }
    match abbreviated(&short_words, &long_words) {
        Some(0) => VenueLevel::Same,
        _ if are_one_meeting(&short_words, &long_words) => VenueLevel::Same,
        Some(_) => VenueLevel::Similar,
        None if are_alike(&short_words, &long_words) => VenueLevel::Similar,
        None => VenueLevel::Different,
    }
}

/// Whether most words agree. Years and "Proceedings" are in the names of all meetings: they do not count where there are others.
fn are_alike(short: &[&str], long: &[&str]) -> bool {
    let named: Vec<&str> = short.iter().copied().filter(|word| !counts_meetings(word)).collect();
    let words = if named.is_empty() { short } else { &named };
    shared_words(words, long) * 3 >= words.len().max(2) * 2 || words.len() == 1 && long.contains(&words[0])
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Years, ordinals and what else counts the meetings of one name.
fn counts_meetings(word: &str) -> bool {
    is_number(word) || matches!(word, "proceedings" | "proc" | "annual")
}

/// `JAMA` for "Journal of the American Medical Association".
fn is_acronym(short: &[&str], long: &[&str]) -> bool {
    short.len() == 1
        && (3..=8).contains(&short[0].len())
        && short[0].len() == long.len()
        && short[0].bytes().eq(long.iter().map(|word| word.as_bytes()[0]))
}

/// `Journal of the ATS` for "Journal of the Association for Town Studies": beside other words of the name, one word is the acronym of all
/// the rest that stands in its place.
fn has_an_acronym_of(short: &[&str], long: &[&str]) -> bool {
    let Some(run) = (long.len() + 1).checked_sub(short.len()).filter(|run| (3..=6).contains(run)) else { return false };
    let alike = |a: &[&str], b: &[&str]| a.iter().zip(b).all(|(x, y)| abbreviates(x, y));
    short.len() > 1
        && (0..short.len()).any(|at| {
            is_acronym(&short[at..=at], &long[at..at + run])
                && alike(&short[..at], &long[..at])
                && alike(&short[at + 1..], &long[at + run..])
        })
}

/// `ICIS` for "2016 International Conference on Information Systems, ICIS 2016": years, ordinals and the acronym itself stand
/// beside the name, and beside the acronym the place: "ICIS-37, Dublin". Which year it was is told by the years of the records.
fn is_acronym_of_meeting(short: &[&str], long: &[&str]) -> bool {
    let one: Vec<&str> = short.iter().copied().filter(|word| !counts_meetings(word)).collect();
    let has_number = || short.iter().any(|word| is_number(word));
    let Some(&acronym) = one.first().filter(|_| one.len() == 1 || has_number()) else { return false };
    let rest: Vec<&str> = long.iter().copied().filter(|word| !counts_meetings(word) && *word != acronym).collect();
    is_acronym(&[acronym], &rest) || one.len() == 1 && has_number() && names_meeting(acronym, long)
}

/// Whether two names are of meetings, and one but for what counts them and the acronym of the name: "15th European Conference on Town
/// Studies" and "Proc. European Conf. Town Studies, ECTS 2007". Two years in them are two meetings.
fn are_one_meeting(short: &[&str], long: &[&str]) -> bool {
    if !short.iter().any(|word| is_meeting(word)) || !long.iter().any(|word| is_meeting(word)) {
        return false;
    }
    let bare = |words: &[&str]| -> Vec<String> {
        let named: Vec<&str> = words.iter().copied().filter(|word| !counts_meetings(word)).collect();
        let is_spelled_out = |acronym: &str| {
            let rest: Vec<&str> = named.iter().copied().filter(|word| *word != acronym).collect();
            is_acronym(&[acronym], &rest)
        };
        named.iter().filter(|word| !is_spelled_out(word)).map(|word| (*word).to_owned()).collect()
    };
    let year =
        |words: &[&str]| words.iter().copied().find(|word| word.len() == 4 && is_number(word)).map(str::to_owned);
    let are_two_years = matches!((year(short), year(long)), (Some(one), Some(other)) if one != other);
    let (one, other) = (bare(short), bare(long));
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.iter().map(String::as_str).collect(), other.iter().map(String::as_str).collect());
    let (one, other) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !are_two_years && one.len() > 2 && abbreviated(&one, &other) == Some(0)
}

fn is_meeting(word: &str) -> bool {
    ["conf", "sympos", "worksh", "congr"].iter().any(|begin| word.starts_with(begin))
}

/// Whether an acronym stands in the name of a meeting as its name: "2017 CHI Conference on Human Factors", or with the year behind it,
/// "27th Americas Conference on Information Systems, AMCIS 2021".
fn names_meeting(acronym: &str, long: &[&str]) -> bool {
    let is_name = |pair: &[&str]| pair[0] == acronym && (is_meeting(pair[1]) || is_number(pair[1]));
    (3..=8).contains(&acronym.len()) && long.iter().any(|word| is_meeting(word)) && long.windows(2).any(is_name)
}

/// Whether every word of `short` abbreviates a word of `long`, in order; the number of words of `long` left over.
fn abbreviated(short: &[&str], long: &[&str]) -> Option<usize> {
    let mut rest = long.iter();
    for word in short {
        rest.by_ref().find(|full| abbreviates(word, full))?;
    }
    (short[0].as_bytes()[0] == long[0].as_bytes()[0]).then(|| long.len() - short.len())
}

/// `manag` or `mgmt` for `management`: the same beginning, or the same first letter and letters in order, at least three.
fn abbreviates(short: &str, full: &str) -> bool {
    if full.starts_with(short) || short.starts_with(full) {
        return true;
    }
    if short.len() < 3 || short.len() > full.len() || short.as_bytes()[0] != full.as_bytes()[0] {
        return false;
    }
    let mut letters = full.bytes();
    short.bytes().all(|b| letters.any(|full| full == b))
}

fn shared_words(a: &[&str], b: &[&str]) -> usize {
    a.iter().filter(|word| b.iter().any(|other| abbreviates(word, other) || abbreviates(other, word))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(a: &str, b: &str) -> VenueLevel {
        let venue = |name: &str| Venue { words: words(name).into(), is_cut: cut_ends(name), ..Venue::default() };
        venue(a).compare(&venue(b))
    }

    #[test]
    fn abbreviations_are_the_journal() {
        for (a, b) in [
            ("J. Manage. Inf. Syst.", "Journal of Management Information Systems"),
            ("POLICY & POLITICS", "Policy and Politics"),
            ("Public Adm Rev", "Public Administration Review"),
            ("JAMA", "Journal of American Medical Association"),
            ("Environ Plann A", "Environment and Planning A"),
            ("Soc Sci Med (1982)", "Social Science & Medicine"),
            ("ECTS 2016", "2016 European Conference on Town Studies, ECTS 2016"),
            ("ECTS", "Proceedings of the 12th Annual European Conference on Town Studies"),
            ("ECTS-12, Paris", "Proc. 12th European Conf. on Town Studies"),
            ("Gestión y Política Pública", "Gest. Polit. Publica"),
            ("AMTS 2021 Proceedings", "27th Americas Conference on Town Studies, AMTS 2021"),
            ("TOWN '17", "Proceedings of the 2017 TOWN Conference on Urban Systems"),
            ("World Development; Oxford", "World Development"),
            ("15th European Conference on Town Studies (ECTS)", "15th European Conference on Town Studies, ECTS 2007"),
            ("Proc. European Conf. Town Studies", "European Conference on Town Studies, ECTS 2007"),
            ("Journal of the ATS", "Journal of the Association for Town Studies"),
            ("Communications of the ATS", "Commun. Assoc. Town Stud."),
            ("RTS Quarterly", "Rural Town Studies Quarterly"),
            ("Town planning …", "Town Planning Review"),
            ("Journal of town …", "Journal of Town Administration and Planning"),
            ("… transactions on rural towns", "Made-up Transactions on Rural Towns"),
            ("… of small towns and …", "Quarterly of Small Towns and Harbours"),
            ("Towns and their harbours...", "Towns and their Harbours: An International Journal"),
        ] {
            assert_eq!(level(a, b), VenueLevel::Same, "{a} / {b}");
        }
    }

    #[test]
    fn the_year_and_the_word_proceedings_make_no_two_meetings_alike() {
        assert_eq!(level("ICTS 2019 Proceedings", "AMTS 2019 Proceedings"), VenueLevel::Different);
        assert_ne!(level("ICTS 2019 Proceedings", "Proceedings of ICTS"), VenueLevel::Different);
        assert_ne!(level("2007 European Conference on Towns", "2008 European Conference on Towns"), VenueLevel::Same);
    }

    #[test]
    fn other_journals_are_others() {
        for (a, b) in [
            ("Public Management Review", "Local Economy"),
            ("Journal of Digital Studies", "Workshop of Digital Studies"),
            ("DATA 2017", "Conference on Data Engineering 2017"),
            ("Towns", "Proceedings of the 25th International Conference on Towns"),
            ("Annals; Part A", "Annals; Part B"),
            ("Planning Theory", "Policy and Politics"),
            ("International journal of …", "International Journal of Towns"),
            ("Town planning …", "Journal of Town Planning"),
            ("… town planning", "Town Planning Review"),
            ("Town planning", "Town Planning Review"),
            ("Towns …", "Towns and Harbours"),
            ("Journal of the ATS", "Journal of the Association for Harbour Studies"),
            ("Journal of the ATS", "Bulletin of the Association for Town Studies"),
            ("Journal of the ATS", "Journal of the American Association for Town Studies"),
        ] {
            assert_ne!(level(a, b), VenueLevel::Same, "{a} / {b}");
        }
    }
}
