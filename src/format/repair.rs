//! Repairs of values that software damaged on the way: HTML in text, bytes decoded twice, page ranges turned into dates,
//! several names in one value, notices of copyright in the abstract.
//!
//! Invariant: a repair never deletes; the value as written stays in the record, marked as superseded, and the repaired one
//! follows it with the same tag and role.

mod copyright;
mod html;
mod mojibake;
mod spreadsheet;

pub use spreadsheet::range;

use std::borrow::Cow;

use super::log::Log;
use crate::diagnostic::excerpt;
use crate::record::person::{is_plainly_one, may_be_several, split_list};
use crate::record::{Field, RecordFileBuilder};

/// Repairs the value that was added last, if it needs it, and says so. `line` is where the value begins.
pub fn last_value(records: &mut RecordFileBuilder, log: &mut Log, line: u32) {
    let Some((tag, field, value)) = records.last_value() else { return };
    if is_placeholder(value) || is_numbered(field) && says_not_applicable(value) {
        return records.supersede_last();
    }
    let entry = records.len() as u32;
    let mut repaired = Cow::Borrowed(value);
    let suspicious = memchr::memchr3(0xC3, b'&', b'<', value.as_bytes()).is_some() || mojibake::has_control(value);
    for (code, repair) in steps(field, suspicious) {
        if let Some(text) = repair(&repaired) {
            log.add(code, line, entry, tag, || {
                let from = difference(&repaired, &text);
                format!("`{}` is read as `{}`", excerpt(&repaired[from..]), excerpt(&text[from..]))
            });
            repaired = Cow::Owned(text);
        }
    }
    if let Some((kept, notice)) = (field == Field::Abstract).then(|| copyright::split(&repaired)).flatten() {
        log.add("REA019", line, entry, tag, || {
            format!("a notice of copyright is no part of the abstract and was set aside: `{}`", excerpt(notice))
        });
        let (tag, kept, notice) = (tag.to_owned(), kept.to_owned(), notice.to_owned());
        records.supersede_last();
        records.derived_field(&tag, Field::Abstract, &kept);
        return records.derived_field(&tag, Field::Copyright, &notice);
    }
    let terms = match field {
        Field::Keyword | Field::SubjectHeading => terms(&repaired),
        _ => Vec::new(),
    };
    if terms.len() > 1 {
        let (tag, terms) = (tag.to_owned(), terms.into_iter().map(str::to_owned).collect::<Vec<_>>());
        records.supersede_last();
        return terms.iter().for_each(|term| records.derived_field(&tag, field, term));
    }
    let people = match field {
        Field::Author | Field::Editor if !is_plainly_one(&repaired) => split_list(&repaired),
        _ => Vec::new(),
    };
    // Of two sides each may be a name of Spanish or Portuguese, family before given; of more, hardly.
    if people.len() == 1 && may_be_several(&repaired) && (repaired.matches(',').count() != 1) {
        log.add("REA029", line, entry, tag, || {
            format!("may be the names of several people; left as one name: `{}`", excerpt(&repaired))
        });
    }
    if people.len() > 1 {
        log.add("REA018", line, entry, tag, || {
            format!("one value names {} people and was parted: `{}`", people.len(), excerpt(&repaired))
        });
    }
    let values: Vec<String> = match repaired {
        _ if people.len() > 1 => people.into_iter().map(str::to_owned).collect(),
        Cow::Owned(text) => vec![text],
        Cow::Borrowed(_) => return,
    };
    let tag = tag.to_owned();
    records.supersede_last();
    values.iter().for_each(|value| records.derived_field(&tag, field, value));
}

/// Whether a value says in brackets that there is none, as Scopus writes it: `[No abstract available]`, `[No author name available]`.
pub fn is_placeholder(text: &str) -> bool {
    const ABSENT: [&str; 9] =
        ["abstract", "author", "authors", "title", "source", "keywords", "affiliation", "affiliations", "doi"];
    // Nearly every value begins with a letter or a figure.
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let Some(inside) = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    let lower = inside.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    matches!(words.as_slice(), ["no", what, .., "available" | "found"] if words.len() <= 4 && ABSENT.contains(what))
}

/// Fields of numbers, in which words that say that there is none are no value.
fn is_numbered(field: Field) -> bool {
    matches!(
        field,
        Field::Volume | Field::Issue | Field::Pages | Field::EndPage | Field::Issn | Field::Isbn | Field::Doi
    )
}

/// `n/a`, as Wiley and EndNote write for what an article does not have yet.
fn says_not_applicable(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['n', 'N'])
        && ["n/a", "na", "n.a.", "none", "null"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The terms of a value that holds several, as Web of Science and many others write keywords: `towns; gardens; sheds`.
fn terms(text: &str) -> Vec<&str> {
    // Chinese databases write no blank behind the semicolon, or a wide one.
    const SEPARATORS: [&str; 3] = ["; ", ";", "\u{ff1b}"];
    if memchr::memchr2(b';', 0xef, text.as_bytes()).is_none() {
        return Vec::new();
    }
    let Some(separator) = SEPARATORS.into_iter().find(|separator| text.contains(separator)) else { return Vec::new() };
    text.split(separator)
        .map(|term| term.trim().trim_end_matches(';').trim_end())
        .filter(|term| !term.is_empty())
        .collect()
}

/// The word in which two values begin to differ, so that a message shows what was changed. It begins at the same byte of both.
fn difference(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let same = a.floor_char_boundary(same);
    a[..same].rfind(char::is_whitespace).map_or(0, |at| at + a[at..].chars().next().map_or(0, char::len_utf8))
}

/// `None` if there is nothing to repair.
type Repair = fn(&str) -> Option<String>;

/// The repairs that apply to values of a role, with their codes. Those of text all look for one of three bytes or a control
/// character, so that a value without any is not `suspicious`.
fn steps(field: Field, suspicious: bool) -> &'static [(&'static str, Repair)] {
    match field {
        Field::Pages | Field::EndPage | Field::Issue | Field::Volume => &[("REA017", range)],
        Field::Issn => &[("REA028", spreadsheet::issn)],
        _ if !suspicious => &[],
        Field::Doi | Field::Url => &[("REA014", html::entities)],
        _ => &[("REA016", mojibake::text), ("REA014", html::entities), ("REA015", html::tags)],
    }
}

#[cfg(test)]
mod tests {
    use super::{is_placeholder, terms};

    #[test]
    fn terms_are_parted_with_and_without_a_blank() {
        for (text, parts) in [
            ("towns; gardens; sheds", &["towns", "gardens", "sheds"][..]),
            ("towns;gardens", &["towns", "gardens"]),
            ("肥料农学效率;;氮肥利用率;", &["肥料农学效率", "氮肥利用率"]),
            ("城镇；花园", &["城镇", "花园"]),
            ("towns;", &["towns"]),
            // Counter-cases: the blank tells which semicolon parts, and none does.
            ("a;b; sheds", &["a;b", "sheds"]),
            ("towns, gardens", &[]),
            ("ﬁelds", &[]),
        ] {
            assert_eq!(terms(text), parts, "{text}");
        }
    }

    #[test]
    fn a_placeholder_is_no_value_and_a_title_in_brackets_is_one() {
        for text in [
            "[No abstract available]",
            "[No author name available]",
            "[No authors found]",
            "[No source information available]",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in
            ["[No vaccine available]", "[No title was ever found]", "[No abstract", "No abstract available", "[]"]
        {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
