//! Ovid's source line, of its tagged text and its tables: journal or book, volume, issue, pages and date in one text, in one of seven
//! arrangements.

use crate::format::tagged::Draft;
use crate::record::Field;
use crate::record::date::{DateKind, PartialDate};

/// Adds what the source line at `at` tells and no tag of its own does.
pub fn settle(draft: &mut Draft<'_>, at: usize) {
    let tag = draft.tag(at).to_owned();
    for (field, value) in parse(draft.value(at)) {
        if !draft.has(field) || field == Field::Editor {
            draft.derive(&tag, field, &value);
        }
    }
}

/// Adds what the abbreviated source at `at` tells, which is a journal's short name or a whole source line with it.
pub fn abbreviated(draft: &mut Draft<'_>, at: usize) {
    let parts = parse(draft.value(at));
    if parts.len() < 2 {
        return;
    }
    let tag = draft.tag(at).to_owned();
    draft.set(at, Field::Other);
    for (field, value) in parts {
        let field = if field == Field::Container { Field::ContainerAbbreviation } else { field };
        if !draft.has(field) {
            draft.derive(&tag, field, &value);
        }
    }
}

/// The parts of a source line with their roles.
pub fn parse(text: &str) -> Vec<(Field, String)> {
    let text = text.trim();
    let parts = book(text)
        .or_else(|| bracketed(text))
        .or_else(|| colon(text))
        .or_else(|| volume_word(text))
        .or_else(|| numbers(text))
        .unwrap_or_else(|| vec![(Field::Container, text.split(". ").next().unwrap_or(text).trim_end_matches('.'))]);
    parts
        .into_iter()
        .map(|(field, value)| (field, value.trim().to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

type Parts<'a> = Vec<(Field, &'a str)>;

/// `Neenan, Michael [Ed]. (2012). A book. (pp. 11-31). xvii, 254 pp. New York, NY, US: Routledge.`
fn book(text: &str) -> Option<Parts<'_>> {
    let open = text.find('(').filter(|&at| is_year(text.get(at + 1..at + 5)) && text[at + 5..].starts_with(")."))?;
    let rest = text[open + 7..].trim_start();
    let pages = rest.find("(pp. ");
    let title_end = pages.or_else(|| rest.find(". ")).unwrap_or(rest.len());
    let mut parts = vec![
        (Field::Date, &text[open + 1..open + 5]),
        (Field::Container, rest[..title_end].trim().trim_end_matches('.')),
    ];
    if let Some(at) = pages {
        parts.push((Field::Pages, rest[at + 5..].split(')').next().unwrap_or_default()));
    }
    if let Some((place, publisher)) = rest.rsplit_once(" pp. ").and_then(|(_, imprint)| imprint.split_once(": ")) {
        parts.push((Field::PublisherPlace, place));
        parts.push((Field::Publisher, publisher.trim_end_matches('.')));
    }
    let editors = text[..open].trim().trim_end_matches('.');
    parts.extend(editors.split(';').filter(|name| name.contains("[Ed")).map(|name| (Field::Editor, name)));
    Some(parts)
}

/// `Ecohydrology. 8(6):1048-1064, September 2015.` and `Acta Imaginaria August 2011;43(8):647-653`.
fn colon(text: &str) -> Option<Parts<'_>> {
    // The colon behind volume and issue; a title may hold others, with a space behind.
    let colon = text.match_indices(':').map(|(at, _)| at).rfind(|&at| {
        text[at + 1..].starts_with(|c: char| c.is_alphanumeric())
            && text[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '.'))
    })?;
    let before = &text[..colon];
    let start = before.rfind([' ', ';', '.']).map_or(0, |at| at + 1);
    let start = before
        .rfind('(')
        .filter(|&open| open < start)
        .and_then(|open| before[..open].rfind([' ', ';', '.']))
        .map_or(start, |at| at + 1);
    let (volume, issue) = volume_and_issue(&before[start..]);
    let (pages, after) = text[colon + 1..].split_once([',', ';']).unwrap_or((&text[colon + 1..], ""));
    let head = before[..start].trim_end();
    let (container, date) = match head.strip_suffix(';') {
        Some(head) => split_date(head),
        None => (head.trim_end_matches('.'), after.trim().trim_end_matches('.')),
    };
    let container = container.rsplit_once("]. ").map_or(container, |(_, title)| title);
    Some(vec![
        (Field::Container, container.trim_end_matches('.')),
        (Field::Volume, volume),
        (Field::Issue, issue),
        (Field::Pages, pages.trim_end_matches('.')),
        (Field::Date, date),
    ])
}

/// Embase's `Made-up Studies. 14 (SUPPL. 1) (pp 123-130), 2012. Date of Publication: 01 Mar 2012.`
fn bracketed(text: &str) -> Option<Parts<'_>> {
    let open = [" (pp ", " (no pagination)"].iter().find_map(|mark| text.find(mark))?;
    let (before, behind) = (&text[..open], &text[open + 2..]);
    let (pages, after) = behind.split_once(')')?;
    let start = sentences(before).last()?;
    let (volume, issue) = volume_and_issue(before[start..].trim());
    let container = before[..start].split(". Conference").next().unwrap_or_default();
    let labelled = |label: &str| Some(after[after.find(label)? + label.len()..].split(". ").next().unwrap_or_default());
    let date = labelled("Date of Publication:").or_else(|| after.trim_start_matches([',', ' ']).split(". ").next());
    Some(vec![
        (Field::Container, container.trim_end_matches(['.', ' '])),
        (Field::Volume, volume),
        (Field::Issue, issue),
        (Field::Pages, pages.strip_prefix("pp ").unwrap_or_default()),
        (Field::ArticleNumber, labelled("Article Number:").unwrap_or_default().trim_end_matches('.')),
        (Field::Date, date.unwrap_or_default().trim_end_matches('.')),
    ])
}

/// Where sentences begin, outside brackets: behind a full stop and a blank.
fn sentences(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut depth = 0_usize;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'.' if depth == 0 && text[at + 1..].starts_with(' ') => return Some(at + 2),
            _ => {}
        }
        None
    })
}

/// `A Long Title. Vol 28(2) April 2015, 103-106.`, `Abstracts, Vol.75(2-A(E)),2014, pp. 3-4.`, `A Title, Vol 28(2), Apr, 2015. pp. 103-106.`
fn volume_word(text: &str) -> Option<Parts<'_>> {
    let at = text.find("Vol").filter(|&at| text[..at].ends_with([' ', '.', ',']))?;
    let rest = text[at + 3..].trim_start_matches(['.', ' ', 'u', 'm', 'e']);
    let end = rest.find([' ', ',']).unwrap_or(rest.len());
    let (volume, issue) = volume_and_issue(&rest[..end]);
    let rest = rest[end..].trim_matches([' ', ',']);
    let (date, pages) = match rest.find("pp.") {
        Some(pages) => (&rest[..pages], &rest[pages + 3..]),
        None => rest.rsplit_once(',').filter(|(date, _)| PartialDate::has_year(date)).unwrap_or((rest, "")),
    };
    Some(vec![
        (Field::Container, text[..at].trim().trim_end_matches(['.', ','])),
        (Field::Volume, volume),
        (Field::Issue, issue),
        (Field::Date, date.trim_end_matches(['.', ',', ' '])),
        (Field::Pages, pages.trim().trim_end_matches('.')),
    ])
}

/// `A Gazette. 1288(3), Nov. 16, 2004.` and `A Handbook. 2015.`: no pages, so that the first sentence of numbers has to tell.
fn numbers(text: &str) -> Option<Parts<'_>> {
    let tells = |start: &usize| {
        text[*start..].starts_with(|c: char| c.is_ascii_digit()) && PartialDate::has_year(&text[*start..])
    };
    let start = sentences(text).find(tells)?;
    let (place, date) =
        text[start..].split_once(',').filter(|(_, date)| PartialDate::has_year(date)).unwrap_or(("", &text[start..]));
    let (volume, issue) = volume_and_issue(place);
    Some(vec![
        (Field::Container, text[..start].trim().trim_end_matches('.')),
        (Field::Volume, volume),
        (Field::Issue, issue),
        (Field::Date, date.trim().trim_end_matches('.')),
    ])
}

/// `28(2)` as volume and issue.
fn volume_and_issue(text: &str) -> (&str, &str) {
    match text.split_once('(') {
        Some((volume, issue)) => (volume.trim_end(), issue.strip_suffix(')').unwrap_or(issue)),
        None => (text, ""),
    }
}

/// `Acta Imaginaria August 2011` as journal and date: the date begins with the first month at the end.
fn split_date(text: &str) -> (&str, &str) {
    let is_date = |word: &str| {
        let date = PartialDate::parse(DateKind::Issue, word);
        date.year.is_some() || date.month.is_some() || word.bytes().all(|b| b.is_ascii_digit())
    };
    let mut start = text.len();
    for (at, word) in
        text.split_ascii_whitespace().rev().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
    {
        if !is_date(word) {
            break;
        }
        start = at;
    }
    (text[..start].trim_end(), &text[start..])
}

fn is_year(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Field, String)> {
        parse(text)
    }

    #[test]
    fn every_arrangement_is_read() {
        let owned = |parts: &[(Field, &str)]| {
            parts.iter().map(|(field, value)| (*field, (*value).to_owned())).collect::<Vec<_>>()
        };
        let journal = owned(&[
            (Field::Container, "Made-up Studies"),
            (Field::Volume, "28"),
            (Field::Issue, "2-3"),
            (Field::Pages, "103-106"),
            (Field::Date, "April 2015"),
        ]);
        assert_eq!(read("Made-up Studies.   28(2-3):103-106, April 2015."), journal);
        assert_eq!(read("Made-up Studies April 2015;28(2-3):103-106"), journal);
        let mut reordered = read("Made-up Studies. Vol 28(2-3) April 2015, 103-106.");
        reordered.swap(3, 4);
        assert_eq!(reordered[..3], journal[..3]);
        let book = read(
            "Doe, Jane [Ed]; Roe, R. [Ed]. (2012). A made-up book: With a part. (pp. 11-31). xvii, 254 pp. Town, UK: Press; UK.",
        );
        assert_eq!(
            book[..3],
            owned(&[(Field::Date, "2012"), (Field::Container, "A made-up book: With a part"), (Field::Pages, "11-31")])
        );
        assert_eq!(book.iter().filter(|(field, _)| *field == Field::Editor).count(), 2);
    }

    #[test]
    fn parts_without_pages_and_those_of_embase_and_psycinfo_are_read() {
        let parts = |text| read(text).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(
            parts(
                "Made-up Studies. Conference: 5th Congress. Town. 14 (SUPPL. 1) (pp S123-S130), 2012. Date of Publication: 01 Mar 2012."
            ),
            ["Made-up Studies", "14", "SUPPL. 1", "S123-S130", "01 Mar 2012"]
        );
        assert_eq!(
            parts("Made-up Studies. 5 (no pagination), 2015. Article Number: e12. Date of Publication: June 2015."),
            ["Made-up Studies", "5", "e12", "June 2015"]
        );
        assert_eq!(
            parts("Made-up Studies, Vol 28(2), Apr, 2015. pp. 103-106."),
            ["Made-up Studies", "28", "2", "Apr, 2015", "103-106"]
        );
        assert_eq!(
            parts("A Gazette of Made-up Things. 1288(3), Nov. 16, 2004."),
            ["A Gazette of Made-up Things", "1288", "3", "Nov. 16, 2004"]
        );
        assert_eq!(parts("A Made-up Handbook. 2015."), ["A Made-up Handbook", "2015"]);
    }

    #[test]
    fn what_is_no_source_line_is_a_title() {
        assert_eq!(read("Journal of Made-up Studies."), [(Field::Container, "Journal of Made-up Studies".to_owned())]);
        assert_eq!(read(""), []);
    }
}
