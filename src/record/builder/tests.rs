use super::*;

fn part(source: &Arc<SourceFile>, values: &[(&str, &str)]) -> RecordFile {
    let mut builder = RecordFileBuilder::new(Arc::clone(source), "test");
    for (tag, value) in values {
        builder.begin(0, 1);
        builder.field("TI", Field::Title, 0..3);
        builder.supersede_last();
        builder.derived_field(tag, Field::Title, value);
        builder.end(3);
    }
    builder.finish()
}

#[test]
fn parts_put_together_read_as_one_file() {
    let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
    let whole = RecordFileBuilder::concatenate(vec![
        part(&source, &[("TI", "one"), ("T1", "two")]),
        part(&source, &[("XX", "three"), ("T1", "four")]),
    ]);
    let read: Vec<_> = whole
        .iter()
        .map(|record| record.values().map(|v| (v.tag().to_owned(), v.value().to_owned())).collect::<Vec<_>>())
        .collect();
    let expected = [("TI", "one"), ("T1", "two"), ("XX", "three"), ("T1", "four")]
        .map(|(t, v)| vec![(t.to_owned(), v.to_owned())]);
    assert_eq!(read, expected);
    assert_eq!(whole.record(2).all_values().count(), 2, "the superseded value is still there");
    assert_eq!(whole.record(2).number(), 3);
}

#[test]
fn a_value_that_comes_again_is_kept_once() {
    let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
    let values = [("DB", "Made-up Index"), ("DB", "Made-up Index"), ("JO", "Made-up Index"), ("DB", "Made-up Iodex")];
    let file = part(&source, &values);
    let read: Vec<_> = file.iter().filter_map(|record| record.first(Field::Title)).collect();
    assert_eq!(read, values.map(|(_, value)| value));
    assert_eq!(file.chunks[0].arena, "Made-up IndexMade-up Iodex");
}

#[test]
fn long_values_and_more_tags_than_can_be_told_apart_keep_their_values_and_roles() {
    let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
    let long = "x".repeat(usize::from(u16::MAX));
    let of = |values: &[&str]| {
        let mut builder = RecordFileBuilder::new(Arc::clone(&source), "test");
        builder.begin(0, 1);
        for value in values {
            builder.field("TI", Field::Title, 0..3);
            builder.derived_field("AB", Field::Abstract, value);
        }
        builder.finish()
    };
    let shorter = &long[1..];
    let whole = RecordFileBuilder::concatenate(vec![of(&[&long, "one"]), of(&["two", shorter, &long])]);
    let abstracts = |at| whole.record(at).all(Field::Abstract).collect::<Vec<_>>();
    assert_eq!((abstracts(0), abstracts(1)), (vec![long.as_str(), "one"], vec!["two", shorter, long.as_str()]));

    let mut builder = RecordFileBuilder::new(Arc::clone(&source), "test");
    builder.begin(0, 1);
    for number in 0..70_000 {
        let field = if number % 2 == 0 { Field::Title } else { Field::Note };
        builder.derived_field(&format!("tag {number}"), field, &number.to_string());
        builder.supersede(number / 2);
    }
    let file = builder.finish();
    let values: Vec<_> = file.record(0).all_values().map(|value| (value.field(), value.value().to_owned())).collect();
    assert_eq!(values.len(), 70_000);
    assert_eq!(values[69_999], (Field::Note, "69999".to_owned()));
    assert_eq!(file.record(0).all(Field::Title).count(), 17_500, "half of the titles are superseded");
    assert_eq!(file.record(0).all_values().nth(5).map(|value| value.tag()), Some("tag 5"));
}

#[test]
fn added_values_stand_behind_those_of_their_records() {
    let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
    let file = part(&source, &[("TI", "one"), ("T1", "two"), ("T1", "three")]);
    let add = |record, value: &str| Added {
        record,
        tag: "enrichment:made-up".to_owned(),
        field: Field::Abstract,
        value: value.to_owned(),
    };
    let whole = RecordFileBuilder::with_added(file.clone(), &[add(0, "of one"), add(2, "of three"), add(2, "again")]);
    let abstracts = |at| whole.record(at).all(Field::Abstract).collect::<Vec<_>>();
    assert_eq!((abstracts(0), abstracts(1), abstracts(2)), (vec!["of one"], vec![], vec!["of three", "again"]));
    for (at, title) in ["one", "two", "three"].into_iter().enumerate() {
        assert_eq!(
            (whole.record(at).first(Field::Title), whole.record(at).all_values().count()),
            (Some(title), [3, 2, 4][at])
        );
    }
    assert_eq!(
        whole.record(0).values().last().map(|value| (value.is_derived(), value.enriched_by())),
        Some((true, Some("made-up")))
    );
    assert_eq!(RecordFileBuilder::with_added(file.clone(), &[]).chunks[0].fields, file.chunks[0].fields);
}

#[test]
fn records_keep_their_lines_and_fields_however_far_they_are_apart() {
    let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
    let lines = [0, 7, 7, 0, 65_541, 65_542, 4_000_000_000, 3, 2, 0, u32::MAX];
    let fields = [1, 2, 65_533, 4, 5, 70_000, 0, 1, 1, 1, 1];
    let mut builder = RecordFileBuilder::new(Arc::clone(&source), "test");
    for (line, fields) in lines.into_iter().zip(fields) {
        builder.begin(0, line);
        (0..fields).for_each(|_| builder.field("TI", Field::Title, 0..3));
    }
    let file = builder.finish();
    assert_eq!(file.iter().map(|record| record.line()).collect::<Vec<_>>(), lines);
    assert_eq!(file.iter().map(|record| record.all_values().count()).collect::<Vec<_>>(), fields);
    assert_eq!(file.iter().map(|record| record.number()).collect::<Vec<_>>(), (1..=11).collect::<Vec<_>>());
}

#[test]
fn values_are_added_to_more_records_than_a_chunk_then_holds() {
    let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
    let mut builder = RecordFileBuilder::new(source, "test");
    for number in 0..30_000_u32 {
        builder.begin(0, 5 + number);
        builder.derived_field("TI", Field::Title, &format!("Gardens {number}"));
    }
    let added = (0..30_000).flat_map(|record| {
        let of =
            |tag: &str| Added { record, tag: tag.to_owned(), field: Field::Keyword, value: format!("{tag} {record}") };
        [of("KW"), of("DE"), of("MH")]
    });
    let file = RecordFileBuilder::with_added(builder.finish(), &added.collect::<Vec<_>>());
    assert_eq!(file.len(), 30_000);
    for (number, record) in file.iter().enumerate() {
        let values: Vec<_> = record.all_values().map(|value| value.value().to_owned()).collect();
        let expected =
            [format!("Gardens {number}"), format!("KW {number}"), format!("DE {number}"), format!("MH {number}")];
        assert_eq!((record.line(), values), (5 + number as u32, expected.to_vec()));
    }
}
