//! Delimited text: comma, semicolon, tab or bar, with a header somewhere near the top.
//!
//! What columns mean is in `tabular/columns.rs`; a database is added there. RFC 4180 where it is followed, see
//! `tabular/scan.rs` where it is not.

use std::borrow::Cow;
use std::sync::Arc;

use memchr::{memchr, memchr3};

use super::log::Log;
use super::tabular::guard::unguarded;
use super::tabular::scan::{Cell, Row, Rows};
use super::tabular::turned::{self, Line, Turned};
use super::tabular::{Header, Mapping, RecordRows, Value};
use super::{Format, Parsed};
use crate::diagnostic::excerpt;
use crate::record::RecordFileBuilder;
use crate::source::{SourceFile, count_line_ends};

/// Delimited text.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "Delimited text (comma, semicolon, tab, bar) with a header: Scopus, Embase, EBSCOhost, Cochrane, PubMed, Lens, \
         Dimensions, OpenAlex, IEEE Xplore, SpringerLink, Google Scholar, Web of Science tab-delimited, Zotero, Rayyan, Covidence, \
         ASReview, abstrackr, and any table with columns such as title, author, year, doi."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let text = beginning(source.text());
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let is_json_list =
            start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', '[', '"', ']']));
        if start.starts_with(['<', '{', '@']) || is_json_list {
            return 0;
        }
        match find_table(text, &[]) {
            table if lies_on_its_side(text, &[], table.as_ref()).is_some() => 80,
            Some(table) if table.header.dialect.is_some() => 85,
            Some(table) if table.header.has_title() && table.header.known() > 1 => 70,
            Some(table) if table.header.known() > 2 => 60,
            Some(table) if table.header.has_title() => 30,
            Some(table) if table.regular => 2,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        read_mapped(source, &[])
    }
}

/// As much of the text as is looked at to recognise a table.
fn beginning(text: &str) -> &str {
    const ENOUGH: usize = 1 << 18;
    &text[..text.floor_char_boundary(ENOUGH)]
}

/// Reads a table some of whose columns a person has named.
///
/// A column is found again by its name whether or not it has a meaning:
///
/// ```
/// # use std::sync::Arc;
/// # use litsieve::{format::csv, source::SourceFile};
/// let file = Arc::new(SourceFile::new("a.csv", b"id,title\nx7,Made up\n".to_vec()));
/// let parsed = csv::read_mapped(&file, &[]);
/// let id = parsed.records.record(0).values().find(|value| value.tag() == "id").map(|value| value.value());
/// assert_eq!(id, Some("x7"));
/// ```
pub fn read_mapped(source: &Arc<SourceFile>, mapping: &Mapping) -> Parsed {
    let text = source.text();
    let mut builder = RecordFileBuilder::new(Arc::clone(source), "csv");
    let found = find_table(text, mapping);
    if let Some(delimiter) = lies_on_its_side(text, mapping, found.as_ref()) {
        return read_turned(source, delimiter, mapping);
    }
    let Some(mut table) = found else {
        return Parsed { records: builder.finish(), diagnostics: Vec::new(), dialect: "", markers: 0 };
    };
    settle_source(&mut table, text);
    let mut rows = RecordRows::new(&table.header);
    announce(&table, text, &mut rows.log);
    let lines = read_rows(&table, text, &mut builder, &mut rows);
    Parsed {
        records: builder.finish(),
        diagnostics: rows.log.finish(source.label()),
        dialect: table.header.dialect.map_or("", |dialect| dialect.name),
        markers: lines,
    }
}

fn announce(table: &Table, text: &str, log: &mut Log) {
    let before = text[behind_preface(text)..table.header_row.bytes.start].trim();
    if !before.is_empty() {
        log.add("TAB005", 1, 0, "", || format!("before the header: `{}`", excerpt(before)));
    }
    if table.header.known() == 0 {
        let names: Vec<&str> = table.header.columns.iter().map(|column| column.name.as_str()).collect();
        log.add("TAB001", 0, 0, "", || format!("columns `{}`", excerpt(&names.join(", "))));
    }
}

/// Looks through the column whose values alone tell what it holds.
fn settle_source(table: &mut Table, text: &str) {
    if let Some(column) = table.header.unsettled() {
        let rows = rows_below(table, text);
        table.header.settle(rows.filter_map(|row| Some(row.cells.get(column)?.value(text))));
    }
}

/// The rows below the header.
fn rows_below<'t>(table: &Table, text: &'t str) -> Rows<'t> {
    let mut rows = Rows::new(text, table.delimiter, table.header_row.next);
    rows.expect_width(table.header.columns.len());
    if table.header.dialect.is_some_and(|dialect| dialect.literal_quotes) {
        rows.quotes_are_literal();
    }
    rows
}

/// Writes every row below the header as a record; gives how many rows an independent count finds.
fn read_rows(table: &Table, text: &str, builder: &mut RecordFileBuilder, records: &mut RecordRows<'_>) -> usize {
    let rows = rows_below(table, text);
    let literal = table.header.dialect.is_some_and(|dialect| dialect.literal_quotes);
    let own = table.header.dialect.is_some_and(|dialect| dialect.own);
    let (mut counted_to, mut line) = (0, 1);
    let mut headers = 0;
    for row in rows.filter(|row| row.cells.iter().any(|cell| !cell.value(text).trim().is_empty())) {
        line += count_line_ends(&text.as_bytes()[counted_to..row.bytes.start], None);
        counted_to = row.bytes.start;
        if text[row.bytes.clone()] == text[table.header_row.bytes.clone()] {
            headers += 1;
            records.log.add("TAB004", line, 0, "", || "a second header was left out".to_owned());
            continue;
        }
        builder.begin(row.bytes.start, line);
        if row.repaired {
            let message = || format!("quotes are misplaced in `{}`", excerpt(&text[row.bytes.clone()]));
            records.log.add("TAB002", line, builder.len() as u32, "", message);
        }
        records.add(builder, (text, line), row.cells.iter().map(|cell| value(cell, text, own)).enumerate());
        builder.end(row.bytes.end);
    }
    count_rows(&text[table.header_row.next..], table.delimiter, literal).saturating_sub(headers)
}

/// The delimiter of a table whose first column holds the names of the fields, if it knows more names than a header does.
fn lies_on_its_side(text: &str, mapping: &Mapping, table: Option<&Table>) -> Option<u8> {
    let start = behind_preface(text);
    let known = |delimiter: u8| {
        let rows = Rows::new(text, delimiter, start).filter(|row| row.cells.len() > 1).take(turned::LOOKED_AT);
        let names: Vec<Cow<'_, str>> = rows.map(|row| row.cells[0].value(text)).collect();
        (delimiter, turned::known(names.iter().map(|name| &**name), mapping))
    };
    let (delimiter, names) =
        DELIMITERS.map(known).into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (names > table.map_or(0, |table| table.header.known())).then_some(delimiter)
}

/// Reads a table whose first column holds the names of the fields.
fn read_turned(source: &Arc<SourceFile>, delimiter: u8, mapping: &Mapping) -> Parsed {
    let text = source.text();
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    let (mut counted_to, mut number, mut after_blank) = (0, 1, false);
    for row in Rows::new(text, delimiter, behind_preface(text)) {
        let filled = |cell: &&Cell| !cell.value(text).trim().is_empty();
        if !row.cells.iter().any(|cell| filled(&cell)) {
            after_blank = true;
            continue;
        }
        number += count_line_ends(&text.as_bytes()[counted_to..row.bytes.start], None);
        counted_to = row.bytes.start;
        let name = row.cells[0].value(text).trim().to_owned();
        let cells = row.cells[1..].iter().enumerate().filter(|(_, cell)| filled(cell));
        lines.push(Line { name, cells: cells.map(|(at, cell)| (at, value(cell, text, false))).collect(), after_blank });
        places.push((row.bytes, number));
        after_blank = false;
    }
    let (names, records) = turned::records(lines, mapping);
    let mut header = Header::new(names.iter().map(String::as_str), mapping);
    if let Some(column) = header.unsettled() {
        let cells = records.iter().flat_map(|record| &record.cells).filter(|(name, _)| *name == column);
        header.settle(cells.map(|(_, cell)| Cow::Borrowed(cell.text())));
    }
    let mut builder = RecordFileBuilder::new(Arc::clone(source), "csv");
    let mut rows = RecordRows::new(&header);
    let first_line = records.first().and_then(|record| places.get(record.lines.start)).map_or(1, |(_, line)| *line);
    rows.log.add("TAB007", first_line, 0, "", || turned::told(&records));
    let markers = turned::markers(&records, text, &names);
    for Turned { lines, cells } in records {
        let (Some((first, line)), Some((last, _))) = (places.get(lines.start), places.get(lines.end - 1)) else {
            continue;
        };
        builder.begin(first.start, *line);
        rows.add(&mut builder, (text, *line), cells.into_iter());
        builder.end(last.end);
    }
    Parsed {
        records: builder.finish(),
        diagnostics: rows.log.finish(source.label()),
        dialect: header.dialect.map_or("", |dialect| dialect.name),
        markers,
    }
}

/// The value of a cell; where this program wrote it, without the apostrophe that guards against formulas.
fn value<'t>(cell: &Cell, text: &'t str, own: bool) -> Value<'t> {
    match cell.value(text) {
        Cow::Borrowed(value) if own => {
            let plain = unguarded(value);
            Value::Here(cell.bytes.end - plain.len()..cell.bytes.end, plain)
        }
        Cow::Borrowed(value) => Value::Here(cell.bytes.clone(), value),
        Cow::Owned(value) => Value::Apart(if own { unguarded(&value).to_owned() } else { value }),
    }
}

/// Rows with a letter or digit, counted without the reader: a line end counts unless a quote that opened a cell is not closed yet.
fn count_rows(text: &str, delimiter: u8, literal: bool) -> usize {
    let bytes = text.as_bytes();
    let ends_cell =
        |at: usize| bytes.get(at).is_none_or(|&byte| byte == delimiter || matches!(byte, b'\n' | b'\r' | b' '));
    let begins_cell =
        |at: usize| at == 0 || bytes[at - 1] == delimiter || matches!(bytes[at - 1], b'\n' | b'\r' | b'=' | b' ');
    let (mut count, mut filled, mut quoted, mut at) = (0, false, false, 0);
    while at < bytes.len() {
        // In a row that says something, only a quote or the end of the line matters.
        if filled {
            let rest = &bytes[at..];
            let next = if quoted { memchr(b'"', rest) } else { memchr3(b'"', b'\n', b'\r', rest) };
            let Some(next) = next else { break };
            at += next;
        }
        match bytes[at] {
            b'"' if literal => {}
            b'"' if !quoted => quoted = begins_cell(at),
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 1,
            b'"' if ends_cell(at + 1) => quoted = false,
            // A quote at the beginning of a line opens a cell: the one before was never closed.
            b'"' if matches!(bytes[at - 1], b'\n' | b'\r') => count += usize::from(std::mem::take(&mut filled)),
            b'\n' | b'\r' if !quoted => count += usize::from(std::mem::take(&mut filled)),
            byte => filled |= byte.is_ascii_alphanumeric() || !byte.is_ascii(),
        }
        at += 1;
    }
    count + usize::from(filled)
}

/// Where a table begins in the text, and how its cells are told apart.
#[derive(Debug)]
struct Table {
    delimiter: u8,
    header_row: Row,
    header: Header,
    /// Whether the rows below have as many cells as the header.
    regular: bool,
}

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many rows are looked at for the header: exports put a search query and a rule above it.
const HEADER_WITHIN: usize = 40;

/// The header: the row, under the delimiter, that has the most columns with a known meaning.
fn find_table(text: &str, mapping: &Mapping) -> Option<Table> {
    let start = behind_preface(text);
    let tables = DELIMITERS.into_iter().filter_map(|delimiter| table(text, start, delimiter, mapping));
    // The first of the best: `max_by_key` would take the last.
    tables.reduce(|best, next| if next.rank() > best.rank() { next } else { best })
}

impl Table {
    fn rank(&self) -> (usize, bool) {
        (self.header.known(), self.regular)
    }
}

fn table(text: &str, start: usize, delimiter: u8, mapping: &Mapping) -> Option<Table> {
    let rows: Vec<Row> =
        Rows::new(text, delimiter, start).filter(|row| !row.is_blank(text)).take(HEADER_WITHIN).collect();
    let header = |row: &Row| {
        let names: Vec<Cow<'_, str>> = row.cells.iter().map(|cell| cell.value(text)).collect();
        Header::new(names.iter().map(|name| &**name), mapping)
    };
    let candidates = rows.iter().enumerate().filter(|(_, row)| row.cells.len() > 1).map(|(at, row)| (at, header(row)));
    let (at, header) = candidates.reduce(|best, next| if next.1.known() > best.1.known() { next } else { best })?;
    let below = &rows[at + 1..];
    let regular = !below.is_empty() && below.iter().all(|row| row.cells.len() == header.columns.len());
    Some(Table { delimiter, header_row: rows[at].clone(), header, regular })
}

/// Behind a byte order mark and the line `sep=;` that spreadsheet programs read.
fn behind_preface(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let line = text[mark..].lines().next().unwrap_or_default();
    if line.to_lowercase().starts_with("sep=") && line.len() == 5 { mark + line.len() } else { mark }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Field;
    use crate::record::date::DateKind;

    fn read(text: &str) -> Parsed {
        read_mapped(&Arc::new(SourceFile::new("made-up.csv", text.as_bytes().to_vec())), &[])
    }

    fn codes(parsed: &Parsed) -> Vec<&'static str> {
        parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn the_header_is_found_below_a_preface_whatever_the_delimiter() {
        for text in [
            "\u{feff}sep=;\nSEARCH QUERY;volunteering:ti;;\n-----;;;\nTitle;Year;DOI;Authors\nOne;2015;10.1000/1;\"Ek, Bo; Dow, Cy\"\n;;;\n",
            "Title\tYear\tDOI\tAuthors\r\nOne\t2015\t10.1000/1\tEk, Bo; Dow, Cy\r\n",
        ] {
            let parsed = read(text);
            assert_eq!((parsed.records.len(), parsed.markers), (1, 1), "{text}");
            let record = parsed.records.record(0);
            assert_eq!((record.title(), record.year(), record.authors().len()), (Some("One"), Some(2015), 2));
        }
    }

    #[test]
    fn a_record_knows_its_line_and_its_bytes() {
        let text = "title,note\n\"two\nlines\",x\nlast,y\n";
        let parsed = read(text);
        let last = parsed.records.record(1);
        assert_eq!((last.line(), last.raw()), (4, "last,y"));
        let note = last.values().find(|value| value.tag() == "note").expect("the column");
        assert_eq!((note.field(), note.value(), note.line()), (Field::Note, "y", 4));
    }

    #[test]
    fn what_a_spreadsheet_damaged_is_mended_and_the_cell_kept() {
        let parsed = read("title,pages,number,doi\nOne,06-Oct,03-Apr,NA\n");
        let record = parsed.records.record(0);
        assert_eq!(record.pages().to_string(), "6-10");
        assert_eq!((record.first(Field::Issue), record.first(Field::Doi)), (Some("3-4"), None));
        assert!(record.all_values().any(|value| value.value() == "06-Oct" && value.is_superseded()));
        assert_eq!(codes(&parsed), ["REA017", "REA017"]);
    }

    #[test]
    fn dates_in_several_columns_are_put_together() {
        let parsed = read("title,year,month,day\nOne,2017,5,4\n");
        let dates = parsed.records.record(0).dates();
        assert!(dates.iter().any(|date| (date.year, date.month, date.day) == (Some(2017), Some(5), Some(4))));
    }

    #[test]
    fn ragged_rows_keep_every_cell() {
        let parsed = read("title,year\nOne,2015,surplus\nTwo\n");
        assert_eq!((parsed.records.len(), codes(&parsed)), (2, vec!["TAB003"]));
        assert!(parsed.records.record(0).values().any(|value| (value.tag(), value.value()) == ("column 3", "surplus")));
    }

    #[test]
    fn quotes_that_mean_nothing_do_not_disturb_the_count() {
        for (text, records) in [
            ("title,year\nA 6\" pipe,2015\nTwo,2016\nThree,2017\n", 3),
            ("title,year\n\"Two\nlines\",2015\nTwo,2016\n", 2),
            ("title,year\n\"One,2015\n\"Two\",2016\nThree,2017\n", 3),
        ] {
            let parsed = read(text);
            assert_eq!((parsed.records.len(), parsed.markers), (records, records), "{text}");
        }
    }

    #[test]
    fn a_second_header_is_no_record() {
        let parsed = read("title,year\nOne,2015\ntitle,year\nTwo,2016\n");
        assert_eq!((parsed.records.len(), parsed.markers, codes(&parsed)), (2, 2, vec!["TAB004"]));
    }

    #[test]
    fn a_mapping_gives_columns_their_meaning() {
        let source = Arc::new(SourceFile::new("a.csv", b"Nr,Kopfzeile\n7,Made up\n".to_vec()));
        let parsed = read_mapped(&source, &[("Kopfzeile".to_owned(), Field::Title)]);
        assert_eq!(parsed.records.record(0).title(), Some("Made up"));
    }

    #[test]
    fn a_table_of_web_of_science_has_its_accession_numbers() {
        let text = "Publication Type,Authors,Author Full Names,Article Title,Source Title,Language,Document Type,\
                    Volume,Start Page,End Page,Publication Year,Publication Date,ISSN,eISSN,UT (Unique WOS ID),Pubmed Id\n\
                    J,\"Larsen, L; Ek, B\",\"Larsen, Lena; Ek, Bo\",Made up,MADE UP REVIEW,English,Article,17,1,20,2015,FEB,\
                    1471-9037,1471-9045,WOS:000350000000001,25961371\n";
        let parsed = read(text);
        let record = parsed.records.record(0);
        assert_eq!(parsed.dialect, "Web of Science table");
        assert_eq!(record.first(Field::Accession), Some("WOS:000350000000001"));
        assert_eq!((record.authors().len(), record.all(Field::Issn).count()), (2, 2));
        assert_eq!((record.year(), record.first(Field::Pmid)), (Some(2015), Some("25961371")));
    }

    #[test]
    fn volume_and_pages_of_pubmed_stand_in_its_citation() {
        let header = "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,DOI\n";
        let row = "1,Made up.,\"Ek B, Dow C.\",Made Up J. 2015 Mar 1;5(3):12-5. doi: 10.5555/x.,Ek B,Made Up J,2015,2015/03/02,10.5555/x\n";
        let parsed = read(&format!("{header}{row}"));
        let record = parsed.records.record(0);
        assert_eq!((record.first(Field::Volume), record.first(Field::Issue)), (Some("5"), Some("3")));
        assert_eq!(record.pages().to_string(), "12-15");
    }

    #[test]
    fn a_nought_is_no_number() {
        let parsed = read(
            "GSRank,Title,Year,Source,Volume,Issue,StartPage,EndPage,ArticleURL,Authors\n\
                           2,Made up,0,books.example.org,0,0,0,0,http://example.org,\"A Larsen, B Ek…\"\n",
        );
        let record = parsed.records.record(0);
        assert_eq!((record.year(), record.first(Field::Volume), record.first(Field::Pages)), (None, None, None));
        let families: Vec<String> = record.authors().into_iter().map(|author| author.family).collect();
        assert_eq!(families, ["Larsen", "Ek"]);
    }

    #[test]
    fn a_table_on_its_side_gives_a_record_a_column() {
        let text = "\"TITLE\",\"One, of towns\",\"Two\"\n\"AUTHOR NAMES\",\"Ek B., Dow C.\",\"Poe E.\"\n\"PUBLICATION YEAR\",2015,2016\n\"PUI\",L600000001,L600000002\n";
        let parsed = read(text);
        assert_eq!(
            (parsed.records.len(), parsed.markers, parsed.dialect, codes(&parsed)),
            (2, 2, "Embase CSV", vec!["TAB007"])
        );
        let (one, two) = (parsed.records.record(0), parsed.records.record(1));
        assert_eq!((one.title(), one.year(), one.authors().len()), (Some("One, of towns"), Some(2015), 2));
        assert_eq!(
            (two.title(), two.first(Field::Accession), two.first(Field::Database)),
            (Some("Two"), Some("L600000002"), Some("Embase"))
        );
        assert_eq!(two.values().find(|value| value.tag() == "PUI").map(|value| value.line()), Some(4));
    }

    #[test]
    fn a_table_on_its_side_may_be_blocks_of_rows() {
        let block = |title: &str| {
            format!(
                "TITLE;{title}\nAUTHOR NAMES;Ek B.;Dow C.\nSOURCE;Made-up Studies (2014) 3:3 (152-160). Date of Publication: 1 Mar 2014\nPUI;L60000000{}\n",
                title.len()
            )
        };
        for between in ["", "\n", ";;\n"] {
            let parsed = read(&format!("{}{between}{}{between}{}", block("One"), block("Four"), block("Three")));
            assert_eq!((parsed.records.len(), parsed.markers), (3, 3), "{between:?}");
            let record = parsed.records.record(1);
            assert_eq!((record.title(), record.authors().len(), record.year()), (Some("Four"), 2, Some(2014)));
            assert_eq!(
                (record.container(), record.first(Field::Volume), record.pages().to_string()),
                (Some("Made-up Studies"), Some("3"), "152-160".to_owned())
            );
            assert!(
                record.raw().starts_with("TITLE;Four") && record.raw().trim_end().ends_with("L600000004"),
                "{}",
                record.raw()
            );
        }
    }

    #[test]
    fn full_names_are_preferred_where_they_name_the_same_people() {
        let table = |full: &str| {
            format!(
                "Authors,Author full names,Title,Source title,EID\n\"Ek B.; Dow C.\",\"{full}\",Made up,Made-up Studies,2-s2.0-850000001\n"
            )
        };
        let given = |full: &str| {
            let parsed = read(&table(full));
            parsed.records.record(0).authors().into_iter().map(|author| author.given).collect::<Vec<_>>()
        };
        assert_eq!(given("Ek, Bo (57190000001); Dow, Cy Lee (57190000002)"), ["Bo", "Cy Lee"]);
        assert_eq!(given("Ek, Bo (57190000001)"), ["B.", "C."], "one is missing");
        assert_eq!(given("Dow, Cy (57190000001); Ek, Bo (57190000002)"), ["B.", "C."], "in another order");
    }

    #[test]
    fn databases_that_name_themselves_nowhere_are_known_by_their_columns() {
        let dimensions = "Rank,Publication ID,Title,Source title,Anthology title,Publication Date,PubYear,Publication Date (online),Publication Date (print)\n\
                          1,pub.1000000001,Made up,,A made-up book,2016-02,2016,2015-11-03,2016-02\n";
        let parsed = read(dimensions);
        let record = parsed.records.record(0);
        assert_eq!(
            (record.first(Field::Database), record.container(), record.year()),
            (Some("Dimensions"), Some("A made-up book"), Some(2016))
        );
        assert!(record.dates().iter().any(|date| date.kind == DateKind::Online && date.month == Some(11)));
        let lens =
            read("Lens ID,Title,Source Title,Publication Year\n000-000-000-000-001,Made up,Made-up Studies,2016\n");
        assert_eq!(lens.records.record(0).first(Field::Database), Some("The Lens"));
    }

    #[test]
    fn authors_of_pubmed_end_with_a_full_stop_and_may_be_bodies() {
        let parsed = read(
            "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,DOI\n\
             1,Made up.,\"Ek B, Dow C; Made-Up Study Group.\",Made Up J. 2015 Mar 1;5(3):12-5.,Ek B,Made Up J,2015,2015/03/02,10.5555/x\n",
        );
        let record = parsed.records.record(0);
        let authors: Vec<_> =
            record.authors().into_iter().map(|author| (author.to_string(), author.corporate)).collect();
        let expected = [("Ek, B", false), ("Dow, C", false), ("Made-Up Study Group", true)];
        assert_eq!(authors, expected.map(|(name, body)| (name.to_owned(), body)));
        assert_eq!(record.first(Field::Database), Some("PubMed"));
    }

    #[test]
    fn prose_is_no_table() {
        let sniff = |text: &str| Csv.sniff(&SourceFile::new("a.csv", text.as_bytes().to_vec()));
        assert_eq!(sniff("Dear librarian,\nhere is the export, as you asked.\nBest\n"), 0);
        assert_eq!(sniff("<a>title,year</a>"), 0);
        assert_eq!(sniff("[\n  {\"title\": \"One\", \"year\": 2015},\n  {\"title\": \"Two\"}\n]\n"), 0);
        assert!(sniff("Autor;Titel;Jahr;Zeitschrift\nEk, Bo;Eins;2015;Erfunden\n") > 50);
        assert!(sniff("title,year\nOne,2015\n") > 50);
    }
}
