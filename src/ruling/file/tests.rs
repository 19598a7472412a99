use super::*;

fn draft(title: &str, verdict: &str) -> Draft {
    Draft {
        kind: RulingKind::Group,
        stage: "screening".into(),
        round: 1,
        targets: vec![Target { title: title.into(), year: 2016, ..Target::default() }],
        verdict: verdict.into(),
        criterion: String::new(),
        note: "no \"case\"\nat all".into(),
        supersedes: String::new(),
        from: String::new(),
        at: String::new(),
    }
}

fn three() -> String {
    let drafts = [draft("one", "include"), draft("two", "exclude"), draft("three", "unsure")];
    lines_for(&drafts, "ann", "2024-05-01T10:00:00Z", "")
}

fn read_text(text: &str) -> (Vec<Ruling>, Vec<(&'static str, u32)>) {
    let (rulings, found) = read(&SourceFile::new("rulings/ann.jsonl", text.into()));
    (rulings, found.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.line)).collect())
}

#[test]
fn what_was_written_is_read_back() {
    let text = three();
    let (rulings, found) = read_text(&text);
    assert_eq!(found, []);
    let first = &rulings[0];
    assert_eq!((first.kind, &*first.verdict, &*first.by, first.line), (RulingKind::Group, "include", "ann", 1));
    assert_eq!(first.note, "no \"case\"\nat all");
    assert_eq!(first.targets, draft("one", "").targets);
    assert_eq!(first.id, identity(text.lines().next().expect("a line")));
    let more = lines_for(&[draft("four", "include")], "ann", "2024-05-02T10:00:00Z", &last_identity(&text));
    assert_eq!(read_text(&format!("{text}{more}")).1, [], "appending keeps the chain");
}

#[test]
fn a_line_of_the_first_version_is_read_for_ever() {
    let line = r#"{"v":1,"kind":"pair","stage":"","round":1,"targets":[{"database":"web of science","accession":"WOS:1"},{"doi":"10.1/a","title":"one title","author":"smith","year":2016,"volume":"3","pages":"12"}],"verdict":"same","criterion":"","note":"","by":"ann","at":"2024-05-01T10:00:00Z","supersedes":"","prev":""}"#;
    let (rulings, found) = read_text(line);
    assert_eq!(found, []);
    assert_eq!(rulings[0].kind, RulingKind::Pair);
    assert_eq!(rulings[0].targets[0].accession, "WOS:1");
    assert_eq!(rulings[0].targets[1].pages, "12");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let text = format!("\u{feff}{}", three().replace('\n', "\r\n"));
    let (rulings, found) = read_text(&text);
    assert_eq!((rulings.len(), found), (3, vec![]));
}

#[test]
fn a_broken_line_costs_no_other() {
    let text = three();
    let mut lines: Vec<&str> = text.lines().collect();
    let half = &lines[1][..40];
    lines[1] = half;
    let (rulings, found) = read_text(&lines.join("\n"));
    assert_eq!(rulings.len(), 2);
    assert_eq!(found, [("RUL001", 2), ("RUL004", 3)], "the next line shows that this one was changed");
}

#[test]
fn a_changed_or_missing_line_is_seen() {
    let text = three();
    let changed = text.replacen("exclude", "include", 1);
    assert_eq!(read_text(&changed).1, [("RUL004", 3)]);
    let lines: Vec<&str> = text.lines().collect();
    let (rulings, found) = read_text(&[lines[0], lines[2]].join("\n"));
    assert_eq!((rulings.len(), found), (2, vec![("RUL004", 2)]));
}

#[test]
fn a_merge_of_two_branches_loses_nothing() {
    let text = three();
    let base = text.lines().next().expect("a line");
    let ours = lines_for(&[draft("ours", "include")], "ann", "2024-05-02T10:00:00Z", &identity(base));
    let theirs = lines_for(&[draft("theirs", "exclude")], "ann", "2024-05-02T11:00:00Z", &identity(base));
    let merged = format!("{base}\n{ours}{theirs}");
    let (rulings, found) = read(&SourceFile::new("rulings/ann.jsonl", merged.into_bytes()));
    assert_eq!(rulings.len(), 3);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("merged"), "{}", found[0].message);
    let unfinished = format!("{base}\n<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\n");
    let (rulings, found) = read_text(&unfinished);
    assert_eq!(rulings.len(), 3);
    assert_eq!(found, [("RUL002", 2), ("RUL002", 4), ("RUL004", 5), ("RUL002", 6)]);
}

#[test]
fn a_line_twice_counts_once() {
    let text = three();
    let first = text.lines().next().expect("a line");
    let (rulings, found) = read_text(&format!("{text}{first}\n"));
    assert_eq!((rulings.len(), found), (3, vec![("RUL005", 4)]));
}

#[test]
fn what_a_later_version_says_is_not_guessed() {
    let later = r#"{"v":2,"kind":"vote","who":"ann"}"#;
    assert_eq!(read_text(later), (vec![], vec![("RUL003", 1)]));
}

#[test]
fn a_ruling_must_make_sense() {
    let with = |from: &str, to: &str| {
        let line = three().lines().next().expect("a line").replace(from, to);
        let (rulings, found) = read_text(&line);
        assert_eq!(found, [("RUL001", 1)], "{line}");
        assert!(rulings.is_empty());
    };
    with("\"include\"", "\"yes\"");
    with("\"kind\":\"group\"", "\"kind\":\"pair\"");
    with("\"kind\":\"group\"", "\"kind\":\"undo\"");
    with("\"kind\":\"group\"", "\"kind\":\"vote\"");
    with("\"verdict\"", "\"veredict\"");
    with("\"by\":\"ann\",", "");
}

#[test]
fn what_follows_on_a_merge_mark_follows_on_the_line_before_it() {
    let text = format!("{}>>>>>>> laptop\n", three());
    let more = lines_for(&[draft("four", "include")], "ann", "2024-05-02T10:00:00Z", &last_identity(&text));
    assert_eq!(read_text(&format!("{text}{more}")).1, [("RUL002", 4)], "the chain accuses nobody");
    assert_eq!(last_identity("<<<<<<< ours\n"), "");
}
