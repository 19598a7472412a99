//! Whole and broken entries, made up.

use super::*;

/// Key, fields and the number of faults of an entry.
type Read = (String, Vec<(String, String)>, usize);

fn read(text: &str) -> Vec<Read> {
    let part = |part: &Part| match part {
        Part::Text(range) | Part::Word(range) => text[range.clone()].to_owned(),
    };
    let field = |field: &Field| {
        (text[field.name.clone()].to_owned(), field.parts.iter().map(part).collect::<Vec<_>>().join("#"))
    };
    Entries::new(text)
        .map(|entry| (text[entry.key].to_owned(), entry.fields.iter().map(field).collect(), entry.faults.len()))
        .collect()
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn what_bibtex_allows_is_read() {
    let text = "comment a@b.org\n@article{k1, title = {A {B} C}, year = 2012, month = jan # \"~1\", note=\"x {\"} y\"}\n@book(k2,\n title={D}\n)";
    let expected = [
        ("k1", vec![("title", "A {B} C"), ("year", "2012"), ("month", "jan#~1"), ("note", "x {\"} y")]),
        ("k2", vec![("title", "D")]),
    ];
    let expected: Vec<_> = expected.iter().map(|(key, list)| ((*key).to_owned(), fields(list), 0)).collect();
    assert_eq!(read(text), expected);
}

#[test]
fn a_brace_that_is_never_closed_costs_its_line() {
    let text = "@article{a,\n title = {One {two},\n author = {Ek, Bo},\n}\n\n@article{b,\n title = {Three}\n}\n";
    let read = read(text);
    assert_eq!(read[0], ("a".to_owned(), fields(&[("title", "One {two"), ("author", "Ek, Bo")]), 1));
    assert_eq!(read[1], ("b".to_owned(), fields(&[("title", "Three")]), 0));
}

#[test]
fn a_quote_or_brace_that_is_never_closed_costs_neither_the_next_field_nor_the_next_entry() {
    for open in ["\"", "{"] {
        for between in [",\n ", ", "] {
            let text = format!(
                "@article{{a,\n title = {open}One{between}author = \"Ek, Bo\"{between}year = {{2012}}\n}}\n@article{{b,\n title = {{Three}}\n}}\n"
            );
            let read = read(&text);
            assert_eq!(
                read[0],
                ("a".to_owned(), fields(&[("title", "One"), ("author", "Ek, Bo"), ("year", "2012")]), 1),
                "{text}"
            );
            assert_eq!(read[1], ("b".to_owned(), fields(&[("title", "Three")]), 0), "{text}");
        }
    }
}

#[test]
fn a_brace_too_many_does_not_end_the_entry() {
    let text = "@article{a,\n title = {One}},\n year = {2012}\n}\n@article{b, title={Two}}";
    let read = read(text);
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].1, fields(&[("title", "One"), ("year", "2012")]));
}

#[test]
fn entries_are_read_without_key_commas_braces_or_equals_signs() {
    assert_eq!(read("@misc{title = {A}}")[0].1, fields(&[("title", "A")]));
    assert_eq!(read("@misc{k, title = {A} year = {B}}")[0].1, fields(&[("title", "A"), ("year", "B")]));
    assert_eq!(read("@misc{k, title = Some bare words, year = 1999}")[0].1[0].1, "Some bare words");
    for text in
        ["@misc{k title = {A}, year = 1}", "@misc{k\n title = {A}, year = 1}", "@misc{k, title = \"A, year = \"1\"}"]
    {
        assert_eq!(
            read(text)[0],
            ("k".to_owned(), fields(&[("title", "A"), ("year", "1")]), text.matches("\"A").count()),
            "{text}"
        );
    }
    let fuzzy = read("@misc{k,\n author 💯 {Ek},\n junk here,\n year = 1\n}");
    assert_eq!(fuzzy[0].1, fields(&[("author", "Ek"), ("year", "1")]));
    assert_eq!(read("@misc{k, author = \"M\\\"uller\", year = 1}")[0].1[0].1, "M\\\"uller");
}

#[test]
fn settings_in_comments_are_no_entries_and_do_not_swallow_any() {
    let read = read("@comment{jabref: {a}}\n@comment{never closed\n@misc{k, title={A}}");
    assert_eq!(read.iter().filter(|entry| !entry.1.is_empty()).count(), 1);
}

#[test]
fn an_entry_cut_off_anywhere_is_read_to_its_cut() {
    let text = "@article{a,\n title = {Óne} # x,\n \"junk\" y = \"two\", z = 3}";
    for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
        assert!(read(&text[..end]).len() <= 1, "cut at {end}");
    }
}

#[test]
fn many_values_without_end_take_linear_time() {
    let text = format!("@misc{{k,\n{}", "a = {b\n".repeat(50_000));
    assert_eq!(read(&text).len(), 1);
}
