//! The numbers of hits that search histories print with their lines.

use super::dialect::{Dialect, FieldForm};
use super::message::Message;
use super::tree::Span;

/// Takes the numbers of hits off the numbered lines at `parts`, and the word `Search` before each.
///
/// Web of Science prints the numbers behind that of a line, the others at its end: in brackets, with signs between the thousands,
/// behind a gap, or behind a single space. A number behind a single space may also be a word of the search; it is a number of
/// hits where a word cannot stand, and where every line ends in one; the latter is said.
pub(super) fn take_off(text: &str, parts: &mut [(u32, Span)], dialect: &Dialect, messages: &mut Vec<Message>) {
    let mut numbered: Vec<&mut Span> =
        parts.iter_mut().filter(|(number, _)| *number > 0).map(|(_, part)| part).collect();
    let label = SEARCH
        .iter()
        .find(|label| numbered.iter().all(|part| text[(**part).clone()].trim_start().starts_with(**label)));
    for part in &mut numbered {
        part.start += before(&text[(**part).clone()], dialect);
        part.end = part.start + without_time(&text[(**part).clone()]).len();
        // `Search:` with a colon is no word to look for, also where a line lacks it.
        let line = text[(**part).clone()].trim_start();
        if let Some(label) = label.or(SEARCH.iter().find(|label| label.contains(':') && line.starts_with(**label))) {
            part.start += text[(**part).clone()].find(label).map_or(0, |at| at + label.len());
        }
    }
    let found: Vec<Option<AtEnd>> = numbered.iter().map(|part| at_end(&text[(**part).clone()], dialect)).collect();
    let every = found.iter().all(Option::is_some) && found.iter().flatten().any(|hits| hits.certain);
    for (part, hits) in numbered.into_iter().zip(found) {
        let Some(hits) = hits.filter(|hits| hits.certain || every) else { continue };
        let number = part.start + hits.from..part.end;
        if !hits.certain {
            let text = format!("`{}` was taken for the number of hits", text[number.clone()].trim());
            messages.push(Message::new("QRY013", number.clone(), text));
        }
        part.end = number.start;
    }
}

/// What PubMed prints, and printed, before each line of its history.
const SEARCH: [&str; 2] = ["Search: ", "Search "];

/// The line without the word that PubMed prints before it.
pub(super) fn without_label(line: &str) -> &str {
    SEARCH.iter().find_map(|label| line.strip_prefix(label)).unwrap_or(line)
}

/// The line without the time of day behind it, as PubMed prints it: `12:07:11`.
fn without_time(line: &str) -> &str {
    let Some((head, time)) = line.trim_end().rsplit_once(['\t', ' ']) else { return line };
    let parts: Vec<&str> = time.split(':').collect();
    let number = |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() == 3 && parts.iter().all(number) { head.trim_end() } else { line }
}

/// Where the line goes on behind hits at its beginning: `12,345 <tab> TS=leader*`; behind a single space, where a field of Web of
/// Science or a line follows.
fn before(line: &str, dialect: &Dialect) -> usize {
    let trimmed = line.trim_start();
    let number = trimmed.strip_prefix('>').unwrap_or(trimmed);
    let behind = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let rest = behind.trim_start();
    let field = || {
        let code = rest.trim_start_matches('(').split('=').next().unwrap_or_default().trim_end();
        rest.starts_with('#') || rest.contains('=') && dialect.fields_of(code).is_some()
    };
    let spaced = || behind.starts_with(' ') && dialect.field_form == FieldForm::Equals && field();
    let gap = behind.len() < number.len() && (behind.starts_with('\t') || behind.starts_with("  ") || spaced());
    if gap && !rest.is_empty() { line.len() - rest.len() } else { 0 }
}

/// A number at the end of a line.
struct AtEnd {
    /// Where the line ends without it.
    from: usize,
    /// Whether it can be nothing but a number of hits.
    certain: bool,
}

fn at_end(line: &str, dialect: &Dialect) -> Option<AtEnd> {
    let (head, number, marked) = split(line.trim_end())?;
    let term = head.trim_end();
    if term.is_empty() || term.len() == head.len() || expects_operand(term, dialect) {
        return None;
    }
    let gap = head.ends_with('\t') || head.ends_with("   ");
    let complete = term.ends_with(['/', '.', ')', ']', '"', '*', '$']) || is_reference(term, dialect);
    Some(AtEnd { from: term.len(), certain: marked || gap || number.contains([',', '.']) || complete })
}

/// The line before a number at its end, the number, and whether a sign shows that it belongs to no term: `(n=12)`, `[12]`, `= 12`.
fn split(line: &str) -> Option<(&str, &str, bool)> {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((head, inner)) = line.strip_suffix(close).and_then(|line| line.rsplit_once(open)) {
            let inner = inner.trim().trim_start_matches(['n', 'N']).trim_start().trim_start_matches('=').trim_start();
            return Some(without_unit(inner)).filter(|number| is_count(number)).map(|number| (head, number, true));
        }
    }
    let line = without_unit(line).trim_end_matches(['*', '°']);
    let head = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let number = Some(&line[head.len()..]).filter(|number| is_count(number))?;
    let apart = head.trim_end().strip_suffix(['=', '–', '—']).filter(|term| term.ends_with(char::is_whitespace));
    Some((apart.unwrap_or(head), number, apart.is_some()))
}

/// `text` without `results` or the like behind a number.
fn without_unit(text: &str) -> &str {
    let bare = ["results", "hits", "records", "references", "citations", "articles"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit).filter(|bare| bare.ends_with(char::is_whitespace)));
    bare.map_or(text, str::trim_end)
}

/// Whether `text` is a number, perhaps with signs between the thousands.
fn is_count(text: &str) -> bool {
    let mut groups = text.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let grouped = text.len() > first.len();
    digits(first) && (!grouped || first.len() <= 3) && groups.all(|group| group.len() == 3 && digits(group))
}

/// Whether an operand must follow `term`: behind an operator, a field code before its term, the mark of a line, or `from 5 keep`.
fn expects_operand(term: &str, dialect: &Dialect) -> bool {
    let last = term.rsplit([' ', '\t', '\n', '(', ')']).next().unwrap_or_default();
    let before = matches!(dialect.field_form, FieldForm::Before | FieldForm::Function);
    let code = || before && dialect.fields_of(last).is_some() && last == last.to_uppercase();
    let limit = || dialect.limit_lines && ["keep", "from", "to"].iter().any(|word| word.eq_ignore_ascii_case(last));
    dialect.is_operator(last)
        || !last.is_empty() && dialect.line_marks.contains(&last)
        || term.ends_with(['=', ':', '<', '>'])
        || code()
        || limit()
}

/// Whether `term` does nothing but combine lines: `1 or 2`, `(S1 AND S2)`, `or/1-3`.
pub(super) fn is_reference(term: &str, dialect: &Dialect) -> bool {
    let numbers = |text: &str| {
        let text = text.trim_start_matches(|c| dialect.line_marks.iter().any(|mark| mark.starts_with(c)));
        text.starts_with(|c: char| c.is_ascii_digit())
            && !text.contains(|c: char| !c.is_ascii_digit() && !"-,#".contains(c))
    };
    let mut words = term.split([' ', '\t', '(', ')', '/']).filter(|word| !word.is_empty() && *word != "#");
    words.all(|word| dialect.is_operator(word) || numbers(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::dialect::dialect;

    /// The lines without their hits.
    fn bare<'a>(name: &str, lines: &[&'a str]) -> Vec<&'a str> {
        let dialect = dialect(name).expect("a dialect");
        let text = lines.concat();
        let mut from = 0;
        let mut parts = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            parts.push((at as u32 + 1, from..from + line.len()));
            from += line.len();
        }
        take_off(&text, &mut parts, dialect, &mut Vec::new());
        let mut from = 0;
        let ends = lines.iter().zip(&parts).map(|(line, (_, part))| {
            let inside = &line[part.start - from..part.end - from];
            from += line.len();
            inside.trim()
        });
        ends.collect()
    }

    #[test]
    fn hits_are_no_part_of_a_line() {
        assert_eq!(
            bare("ovid", &["exp Leadership/ (12,345)", "leader*.tw. (678)"]),
            ["exp Leadership/", "leader*.tw."]
        );
        assert_eq!(bare("ovid", &["exp Leadership/ 12345", "1 or 2 12900"]), ["exp Leadership/", "1 or 2"]);
        assert_eq!(bare("ebsco", &["TI leader* 1,234", "S1 AND S2\t12"]), ["TI leader*", "S1 AND S2"]);
        assert_eq!(bare("wos", &[" 12,345\tTS=leader*", "  7  #1 AND #2"]), ["TS=leader*", "#1 AND #2"]);
        assert_eq!(bare("ovid", &["1 and (2 or 3) 55", "leader.ti,ab. 7"]), ["1 and (2 or 3)", "leader.ti,ab."]);
        assert_eq!(bare("wos", &[">100,000\tTS=leader*"]), ["TS=leader*"]);
        assert_eq!(bare("wos", &[" 12,345 TS=(lamp*)", " 7 #2 AND #1"]), ["TS=(lamp*)", "#2 AND #1"]);
        assert_eq!(
            bare("pubmed", &[" Search: lamp*[ti]", " #1 NOT letter[pt]"]),
            ["lamp*[ti]", "#1 NOT letter[pt]"],
            "a line without the word"
        );
        assert_eq!(bare("ebsco", &["TI leader* (n=1,234)", "S1 [12 hits]", "AB x = 7"]), ["TI leader*", "S1", "AB x"]);
        assert_eq!(bare("proquest", &["ti(leader) 12*", "ti(a) 7°"]), ["ti(leader)", "ti(a)"]);
        assert_eq!(
            bare("pubmed", &[" Search leader*[ti] 12", " Search #1 OR mayor 7"]),
            ["leader*[ti]", "#1 OR mayor"]
        );
        assert_eq!(bare("ovid", &["covid 19 500", "1 and 2 20"]), ["covid 19", "1 and 2"], "every line has hits");
    }

    #[test]
    fn numbers_of_the_search_stay() {
        for (name, line) in [
            ("ovid", "1 and 2"),
            ("ovid", "1 and (2)"),
            ("ovid", "or/1-3"),
            ("ovid", "from 5 keep 3"),
            ("ebsco", "PY (2017)"),
            ("ebsco", "TI agenda 2030"),
            ("wos", "PY=2017"),
            ("wos", "TS=agenda 20*"),
            ("ovid", "leader*.mp. [mp=title, abstract]"),
            ("scopus", "PUBYEAR > 2016"),
        ] {
            assert_eq!(bare(name, &[line]), [line]);
        }
    }
}
