//! Made-up bibliographic records, the same for the same seed: duplicates as databases make them, look-alikes, and blocks that a
//! matcher must not fall into (one author's many works, editorials of one journal, records without a title).

use std::io::{self, Write};

/// A generator of numbers (SplitMix64): no dependency, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

const SYLLABLES: [&str; 24] = [
    "ba", "cor", "den", "el", "fin", "gar", "hol", "is", "jor", "kal", "lin", "mor", "nor", "ost", "pel", "quin",
    "ros", "sten", "tor", "ul", "ver", "wik", "yar", "zen",
];
const SUBJECTS: [&str; 16] = [
    "co-production",
    "governance",
    "renewal",
    "housing",
    "transport",
    "participation",
    "leadership",
    "budgeting",
    "planning",
    "trust",
    "devolution",
    "accountability",
    "schooling",
    "policing",
    "recycling",
    "migration",
];
const JOURNALS: [(&str, &str); 6] = [
    ("Journal of Town Studies", "J Town Stud"),
    ("Public Works Review", "Public Works Rev"),
    ("Planning Quarterly", "Plan Q"),
    ("Local Policy & Politics", "Local Policy and Politics"),
    ("International Journal of Small Places", "Int. J. Small Places"),
    ("Governance Letters", "Gov Lett"),
];

/// One work in a hundred is an editorial, all of them of the first journal.
const EDITORIALS: usize = 0;
const EDITORIAL: &str = "Editorial";
/// One work in so many is by the same author.
const BY_ONE_AUTHOR: usize = 200;

#[derive(Clone)]
struct Work {
    title: String,
    subtitle: String,
    authors: Vec<(String, char)>,
    year: usize,
    journal: usize,
    volume: usize,
    issue: usize,
    first: usize,
    last: usize,
    doi: String,
    text: String,
}

/// `count` records as RIS; `text_bytes` is the length of an abstract. The note of a record names its work: `work 17`.
#[allow(dead_code)] // each program that includes this file uses one of the two
pub fn ris(count: usize, text_bytes: usize, seed: u64) -> String {
    let mut out = Vec::with_capacity(count * (text_bytes + 400));
    // Memory takes everything.
    let _ = write_ris(&mut out, count, text_bytes, seed);
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes what [`ris`] gives, a work at a time, so that any number fits.
#[allow(dead_code)] // as above
pub fn write_ris(out: &mut dyn Write, count: usize, text_bytes: usize, seed: u64) -> io::Result<()> {
    let mut numbers = Numbers(seed);
    let (mut made, mut number) = (0, 0);
    let mut text = String::new();
    while made < count {
        let work = work(&mut numbers, number, text_bytes);
        let copies = [1, 1, 1, 2, 2, 3][numbers.below(6)].min(count - made);
        for copy in 0..copies {
            write(&mut text, &work, number, copy, &mut numbers);
        }
        made += copies;
        number += 1;
        if made < count
            && numbers.one_in(20)
            && let Some(twin) = look_alike(&work, &mut numbers)
        {
            write(&mut text, &twin, number, 0, &mut numbers);
            made += 1;
            number += 1;
        }
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    Ok(())
}

/// Another report that is easily taken for `work`: its erratum, its second part, the same study in another journal.
fn look_alike(work: &Work, numbers: &mut Numbers) -> Option<Work> {
    if work.title.is_empty() || work.title == EDITORIAL {
        return None;
    }
    let mut twin = work.clone();
    match numbers.below(3) {
        0 => twin.title = format!("Erratum to: {}", work.title),
        1 => twin.title = format!("{}, part 2", work.title),
        _ => twin.journal = (work.journal + 1) % JOURNALS.len(),
    }
    twin.volume += 1;
    twin.issue = 1 + work.issue % 6;
    twin.first += 400;
    twin.last = twin.first + 1;
    twin.doi.push_str(".twin");
    Some(twin)
}

fn word(numbers: &mut Numbers) -> String {
    let mut word = String::new();
    push_word(numbers, &mut word);
    word
}

fn push_word(numbers: &mut Numbers, out: &mut String) {
    (0..2 + numbers.below(2)).for_each(|_| out.push_str(SYLLABLES[numbers.below(SYLLABLES.len())]));
}

fn work(numbers: &mut Numbers, number: usize, text_bytes: usize) -> Work {
    let subject = SUBJECTS[numbers.below(SUBJECTS.len())];
    let kind = numbers.below(100);
    let title = match kind {
        EDITORIALS => EDITORIAL.to_owned(),
        2..4 => String::new(),
        4..6 => format!("Towns in {}: part {}", SUBJECTS[number % SUBJECTS.len()], 1 + numbers.below(4)),
        _ => format!("The {subject} of {} {} in {} towns", word(numbers), word(numbers), word(numbers)),
    };
    let subtitle = if numbers.one_in(3) { format!("evidence from {}", word(numbers)) } else { String::new() };
    let author = |numbers: &mut Numbers| (word(numbers), (b'A' + numbers.below(26) as u8) as char);
    let mut authors: Vec<_> = (0..1 + numbers.below(4)).map(|_| author(numbers)).collect();
    if numbers.one_in(BY_ONE_AUTHOR) {
        authors[0] = ("prolific".to_owned(), 'P');
    }
    let first = 1 + numbers.below(1500);
    let mut text = String::with_capacity(text_bytes + 20);
    while text.len() < text_bytes {
        push_word(numbers, &mut text);
        text.push(' ');
    }
    Work {
        title,
        subtitle,
        authors,
        year: 1985 + numbers.below(35),
        journal: if kind == EDITORIALS { 0 } else { numbers.below(JOURNALS.len()) },
        volume: 1 + numbers.below(60),
        issue: 1 + numbers.below(6),
        first,
        last: first + 5 + numbers.below(30),
        doi: format!("10.1000/made.{number}"),
        text,
    }
}

/// Adds one copy of a work, the first as it is and every other with what a database changes.
fn write(out: &mut String, work: &Work, number: usize, copy: usize, numbers: &mut Numbers) {
    use std::fmt::Write as _;
    let changed = |numbers: &mut Numbers| copy > 0 && numbers.one_in(3);
    let mut title = work.title.clone();
    if !work.subtitle.is_empty() && !title.is_empty() && !changed(numbers) {
        title = format!("{title}: {}", work.subtitle);
    }
    if changed(numbers) {
        title = title.to_uppercase();
    }
    if changed(numbers) {
        title = title.replace("co-production", "coproduction");
    }
    let (long, short) = JOURNALS[work.journal];
    let _ = writeln!(out, "TY  - JOUR");
    if !title.is_empty() {
        let _ = writeln!(out, "TI  - {title}");
    }
    let initials_only = changed(numbers);
    for (family, given) in &work.authors {
        let family = format!("{}{}", family[..1].to_uppercase(), &family[1..]);
        let _ = writeln!(out, "AU  - {family}, {given}{}", if initials_only { "." } else { "arin" });
    }
    let _ = writeln!(out, "PY  - {}", work.year + usize::from(changed(numbers)));
    let _ = writeln!(out, "JO  - {}", if changed(numbers) { short } else { long });
    let _ = writeln!(out, "VL  - {}\nIS  - {}\nSP  - {}", work.volume, work.issue, work.first);
    if !changed(numbers) {
        let _ = writeln!(out, "EP  - {}", work.last);
    }
    if !changed(numbers) {
        let _ = writeln!(out, "DO  - {}", work.doi);
    }
    let _ = writeln!(out, "AB  - {}\nN1  - work {number}\nER  - \n", work.text.trim_end());
}
