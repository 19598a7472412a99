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

/// `|` stands between the parts of a key, and a part may be called like a column.
#[test]
fn a_table_of_this_program_keeps_its_header_whatever_stands_in_its_cells() {
    for title in ["editorial", "abstract", "notes", "keywords", "language"] {
        let row = format!("g1,key1||||{title}|ek|2017||,key1||||{title}|ek|2017|19|1,\n");
        let parsed = read(&format!("group,key_a,key_b,decision\n{}", row.repeat(3)));
        assert_eq!(parsed.records.len(), 3, "{title}");
        assert!(parsed.records.record(0).values().any(|value| value.tag() == "key_a"), "{title}");
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
    let lens = read("Lens ID,Title,Source Title,Publication Year\n000-000-000-000-001,Made up,Made-up Studies,2016\n");
    assert_eq!(lens.records.record(0).first(Field::Database), Some("The Lens"));
}

#[test]
fn authors_of_pubmed_end_with_a_full_stop_and_may_be_bodies() {
    let parsed = read(
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,DOI\n\
         1,Made up.,\"Ek B, Dow C; Made-Up Study Group.\",Made Up J. 2015 Mar 1;5(3):12-5.,Ek B,Made Up J,2015,2015/03/02,10.5555/x\n",
    );
    let record = parsed.records.record(0);
    let authors: Vec<_> = record.authors().into_iter().map(|author| (author.to_string(), author.corporate)).collect();
    let expected = [("Ek, B", false), ("Dow, C", false), ("Made-Up Study Group", true)];
    assert_eq!(authors, expected.map(|(name, body)| (name.to_owned(), body)));
    assert_eq!(record.first(Field::Database), Some("PubMed"));
}

#[test]
fn suffixes_of_scopus_are_no_given_names_and_full_names_are_used_beside_them() {
    let parsed = read(
        "Authors,Author full names,Title,Year,Source title,EID\n\
         \"Ek III B.; Dow Jr., C.A.; Poe E., II\",\"Ek, Bo, III (1); Dow, Cy A. (2); Poe, Eva, II (3)\",One,2015,Made-up Studies,2-s2.0-1\n",
    );
    let authors: Vec<String> = parsed.records.record(0).authors().iter().map(ToString::to_string).collect();
    assert_eq!(authors, ["Ek, Bo, III", "Dow, Cy A., Jr.", "Poe, Eva, II"]);
}

#[test]
fn a_second_header_is_no_record_however_it_is_spelt() {
    let parsed =
        read("title,pub_year,doi\nOne,2015,10.5555/1\nTitle,Pub Year,DOI\nTwo,2016,10.5555/2\nTitle,Year,Other\n");
    let titles: Vec<_> = parsed.records.iter().map(|record| record.title().unwrap_or_default()).collect();
    assert_eq!((titles, parsed.markers, codes(&parsed)), (vec!["One", "Two", "Title"], 3, vec!["TAB004"]));
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

#[test]
fn a_table_of_this_program_has_its_header_in_the_first_row() {
    let parsed =
        read("key_a,key_b,title_a,title_b,decision\n1,2,Editorial,Editorial,same\n3,4,Notes,Keywords,different\n");
    assert_eq!(parsed.records.len(), 2, "titles such as `Editorial` and `Keywords` are no names of columns");
    assert!(parsed.records.record(0).values().any(|value| value.tag() == "key_a"));
    let parsed =
        read("group,decision,criterion,by\nlee-2010-rivers-1,exclude,year,Ann\nray-2011-roads-1,include,,Ann\n");
    assert_eq!(parsed.records.len(), 2, "a criterion called `year` is no name of a column");
}

#[test]
fn a_quote_that_is_never_closed_hides_no_row_from_the_count() {
    for text in ["title,year\n\"One,2001\nTwo,2002\nThree,2003\n", "title,year\nOne,2001\nTwo,\"2002\nThree,2003\n"] {
        let parsed = read(text);
        assert_eq!((parsed.records.len(), parsed.markers), (3, 3), "{text}");
    }
}

#[test]
fn filled_columns_that_mean_nothing_are_named() {
    let parsed = read("title,year,who made it,hint,key\nOne,2015,Ek,,1\nTwo,2016,Dow,,2\n");
    assert_eq!(codes(&parsed), ["TAB008"]);
    let told = &parsed.diagnostics[0].message;
    assert!(told.ends_with("kept as they are: who made it (2)"), "{told}");
}

#[test]
fn a_quote_that_is_never_closed_costs_no_row_start() {
    for (text, rows) in [
        ("title,authors,year\nOne,A,2010\nTwo,\"B,2011\nThree,C,2012\nFour,\"D x\",2013\n", 4),
        ("title,authors,year\nOne,\"A,2010\nTwo,\"B\",2011\nThree,\"C\",2012\n", 3),
        ("title,authors,year\n\"One,A,2010\n\"Two\",B,2011\n", 2),
        ("title,authors,year\nOne,\"A,2010\nTwo,\"B,2011\nThree,\"C\",2012\n", 3),
        ("title,authors,year\nOne,A,\"2010\nTwo,B,2011\n", 2),
        // Line ends within quotes are no row starts.
        ("title,authors,year\n\"One\nand a half\",A,2010\nTwo,\"B\nC\",2011\n", 2),
    ] {
        let parsed = Csv.read(&Arc::new(SourceFile::new("a.csv", text.as_bytes().to_vec())));
        assert_eq!((parsed.records.len(), parsed.markers), (rows, rows), "{text}");
    }
    let many = format!("title,authors,year\n{}", "One,\"A,2010\nTwo,\"B x\",2011\n".repeat(20_000));
    let parsed = Csv.read(&Arc::new(SourceFile::new("a.csv", many.into_bytes())));
    assert_eq!((parsed.records.len(), parsed.markers), (40_000, 40_000));
}

#[test]
fn a_title_inside_the_quotes_of_another_cell_is_told() {
    let codes = |text: &str| {
        let parsed = Csv.read(&Arc::new(SourceFile::new("a.csv", text.as_bytes().to_vec())));
        parsed.diagnostics.iter().map(|told| told.code).collect::<Vec<_>>()
    };
    let header = "Item Type;Publication Year;Author;Title;Url\n";
    let whole = "book;1901;\"Ek, Bo\";\"Sheds; and gardens\";https://example.org/1\n";
    for row in [
        "book;1841;\"Ek, Bo;Sheds of old towns\";https://example.org/2;\n",
        "book;1903;\"Ek, Bo;The science of sheds\";;\n",
        "book;1903;Ek, Bo;http://example.org/3;\n",
        "book;1903;\"Ek, Bo;The science of sheds\"\n",
        "book;;\"Ek, Bo;The science of sheds\";  ;https://example.org/4\n",
    ] {
        assert_eq!(codes(&format!("{header}{whole}{row}")), ["TAB009"], "{row}");
    }
    for row in [
        "book;1903;\"Ek, Bo\";;\n",
        "book;1903;\"Ek, Bo;Dow, Cy\";\"Sheds\";https://example.org/5\n",
        "book;1903;;;https://example.org/6\n",
        "book;1903;Ek, Bo;On http://example.org;\n",
        "book;1903;\"Ek, Bo\";\"Sheds; gardens\";\n",
    ] {
        assert_eq!(codes(&format!("{header}{whole}{row}")), [""; 0], "{row}");
    }
    let commas = "title,authors,year\nOne,\"Ek, Bo\",2010\n,\"Dow, Cy\",2011\n";
    assert_eq!(codes(commas), [""; 0], "names have commas");
}
