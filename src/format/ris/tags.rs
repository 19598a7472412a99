//! Which tags RIS files hold and what they mean.

use crate::format::tagged::Role;
use crate::record::Field;

/// The tag that begins a line, and where its value begins.
///
/// Two to four letters and digits, spaces, a hyphen. The specification wants exactly two spaces and a blank behind the
/// hyphen; other spacing is believed only of tags that are known, since text may begin with `DNA - `.
pub(super) fn of(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let tag = bytes.iter().take(5).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    if !(2..=4).contains(&tag) || !bytes[0].is_ascii_uppercase() {
        return None;
    }
    let gap = bytes[tag..].iter().take(8).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let after = tag + gap + 1;
    let name = &text[..tag];
    if bytes.get(after - 1) != Some(&b'-') {
        return (name == "ER" && text[tag..].trim().is_empty()).then_some((name, text.len()));
    }
    let blank_behind = bytes.get(after).is_none_or(u8::is_ascii_whitespace);
    let regular = gap == 2 && blank_behind;
    (regular || (role(name).is_some() && (blank_behind || gap > 0))).then_some((name, after))
}

/// As [`of`], of a known tag in a line that another program changed: a word processor makes the hyphen a dash and the blanks before it
/// no-break spaces, a mail quotes the line, a page indents it.
pub(super) fn of_changed(text: &str) -> Option<(&str, usize)> {
    let line = text.trim_start_matches(is_before);
    let tag = line.bytes().take(5).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    if !(2..=4).contains(&tag) || role(&line[..tag]).is_none() && &line[..tag] != "ER" {
        return None;
    }
    let behind = line[tag..].trim_start_matches(is_blank);
    let (gap, rest) = (line.len() - tag - behind.len(), behind.strip_prefix(is_dash));
    let Some(rest) = rest.filter(|rest| gap > 0 && (rest.is_empty() || rest.starts_with(is_blank))) else {
        return (&line[..tag] == "ER" && behind.is_empty()).then_some((&line[..tag], text.len()));
    };
    Some((&line[..tag], text.len() - rest.len()))
}

/// As [`of_changed`], of a line that is not indented and has two blanks before the dash: nothing else looks so, whatever the other lines
/// are like.
pub(super) fn of_dashed(text: &str) -> Option<(&str, usize)> {
    let (tag, rest) = text.split_at_checked(2)?;
    if !tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return None;
    }
    let gap = rest.chars().take_while(|c| is_blank(*c)).count();
    if gap == 2 { of_changed(text) } else { None }
}

/// What stands before a line that was indented or quoted.
pub(super) fn is_before(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '\u{feff}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

/// Hyphens and dashes, and the minus sign.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What a tag means, taken alone; `None` for a tag that neither the specification nor a known dialect has.
///
/// Where the specification and a database differ, what the databases write decides.
pub(super) fn role(tag: &str) -> Option<Role> {
    let field = match tag.as_bytes() {
        b"TY" | b"M3" | b"PT" => Field::DocumentType,
        b"AU" | b"A1" => Field::Author,
        b"A2" | b"ED" => Field::Editor,
        b"A3" | b"A4" | b"TA" => Field::Contributor,
        b"TI" | b"T1" | b"CT" => Field::Title,
        b"TT" => Field::TranslatedTitle,
        b"ST" => Field::ShortTitle,
        b"T2" | b"JF" | b"JO" | b"BT" => Field::Container,
        b"JA" | b"J1" | b"J2" | b"J9" | b"JI" | b"NL" => Field::ContainerAbbreviation,
        b"T3" => Field::Series,
        b"PY" | b"Y1" | b"DA" | b"YR" => Field::Date,
        b"Y2" => Field::DateAccess,
        b"VL" | b"VO" => Field::Volume,
        b"IS" | b"CP" => Field::Issue,
        b"SP" | b"PG" => Field::Pages,
        b"EP" => Field::EndPage,
        b"ET" => Field::Edition,
        b"PB" | b"PU" => Field::Publisher,
        b"CY" | b"PP" | b"PI" => Field::PublisherPlace,
        b"DO" => Field::Doi,
        b"PMID" => Field::Pmid,
        b"DOI" => Field::Doi,
        b"SN" => Field::Issn,
        b"AN" => Field::Accession,
        b"DB" => Field::Database,
        b"DP" => Field::Platform,
        b"LA" | b"LG" => Field::Language,
        b"AB" | b"N2" => Field::Abstract,
        b"KW" => return Some(Role::list(Field::Keyword)),
        b"AD" => Field::Affiliation,
        b"UR" | b"L1" | b"L2" | b"LK" => Field::Url,
        b"N1" => Field::Note,
        b"FU" | b"FX" => Field::Funding,
        b"AI" | b"AV" | b"C1" | b"C2" | b"C3" | b"C4" | b"C5" | b"C6" | b"C7" | b"C8" | b"CA" | b"CC" | b"CN"
        | b"EF" | b"ER" | b"ID" | b"L3" | b"L4" | b"LB" | b"M1" | b"M2" | b"NS" | b"NV" | b"OP" | b"PA" | b"PD"
        | b"RI" | b"RN" | b"RP" | b"SE" | b"U1" | b"U2" | b"U3" | b"U4" | b"U5" | b"WE" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_text() {
        let tag = |text| of(text).map(|(tag, value): (&str, usize)| (tag.to_owned(), text[value..].trim().to_owned()));
        let some = |tag: &str, value: &str| Some((tag.to_owned(), value.to_owned()));
        for text in ["TY  - JOUR", "TY - JOUR", "TY  -  JOUR", "TY  -JOUR", "TY\t- JOUR"] {
            assert_eq!(tag(text), some("TY", "JOUR"), "{text}");
        }
        for text in ["ER  -", "ER  - ", "ER", "ER -"] {
            assert_eq!(tag(text), some("ER", ""), "{text}");
        }
        assert_eq!(tag("PMID  - 123"), some("PMID", "123"));
        assert_eq!(tag("UK  - unknown"), some("UK", "unknown"));
        for text in ["DNA - based methods", "IT - a new approach", "A - b", "AU-Larsen", "1.", "", "ERIC", "TY"] {
            assert_eq!(tag(text), None, "{text}");
        }
    }
}
