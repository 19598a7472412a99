use super::notes::split_reasons;
use super::*;

#[test]
fn ruby_hashes_are_read_whatever_stands_in_a_name() {
    let text = r#"{"Ann \"A\" Doe"=>"Included", "Bo, Åse"=>"Excluded","Cy": "Maybe"}"#;
    let expected = [("Ann \"A\" Doe", "Included"), ("Bo, Åse", "Excluded"), ("Cy", "Maybe")];
    assert_eq!(pairs(text), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(pairs(r#"{"Ann"=>["one", "two"]}"#).len(), 2);
    assert_eq!(pairs("{\"Ann"), [], "cut off");
    let one_is_silent = pairs(r#"{"Ann"=>"Maybe", "Bo"=>nil, "Cy"=>"Included"}"#);
    let expected = [("Ann", "Maybe"), ("Cy", "Included")];
    assert_eq!(one_is_silent, expected.map(|(a, b)| (a.to_owned(), b.to_owned())), "Cy's word is not Bo's");
}

#[test]
fn a_known_reason_with_a_comma_stays_whole() {
    assert_eq!(split_reasons("wrong setting, not UK,foreign language", &[]).len(), 3);
    let known = ["wrong setting, not UK"];
    assert_eq!(
        split_reasons("wrong setting, not UK,foreign language", &known),
        ["wrong setting, not UK", "foreign language"]
    );
}

#[test]
fn what_a_log_says_in_no_known_way_is_told() {
    let log = "article_id,key,value,created_at,user_email\n\
               7,included,2,2020-01-01 10:00:00,ann@example.org\n\
               8,included,1\n\
               9,included,1,2020-01-01 10:00:00 +0200,ann@example.org\n";
    let Votes { votes, diagnostics, .. } = read_log(log, "customizations_log.csv");
    let told: Vec<_> = diagnostics.iter().map(|found| (found.code, found.line)).collect();
    assert_eq!(told, [("EXC002", 3), ("EXC001", 2)]);
    assert_eq!(super::super::time(&votes[0].at).map(|at| at.to_string()).as_deref(), Some("2020-01-01T08:00:00Z"));
}

#[test]
fn labels_in_the_log_go_into_the_note() {
    let log = "article_id,key,value,created_at,user_email\n\
               7,included,1,2020-01-01 10:00:00,ann@example.org\n\
               7,ML,1,2020-01-01 10:00:01,ann@example.org\n\
               8,ML,1,2020-01-01 10:00:02,ann@example.org\n";
    let Votes { votes, diagnostics, .. } = read_log(log, "customizations_log.csv");
    assert_eq!((votes.len(), votes[0].note.as_str()), (1, "labels: ML"));
    assert_eq!((diagnostics.len(), diagnostics[0].code, diagnostics[0].line), (1, "EXC005", 4));
}

#[test]
fn the_last_word_of_the_log_counts() {
    let log = "article_id,key,value,created_at,user_email\n\
               7,included,1,2020-01-01 10:00:00,ann@example.org\n\
               7,included,-1,2020-01-02 10:00:00,ann@example.org\n\
               7,__EXR__wrong setting,1,2020-01-02 10:00:05,ann@example.org\n\
               8,included,1,2020-01-02 10:01:00,ann@example.org\n\
               8,included,deleted,2020-01-02 10:02:00,ann@example.org\n";
    let Votes { votes, withdrawn, .. } = read_log(log, "customizations_log.csv");
    assert_eq!(votes.len(), 1, "a deleted vote is none");
    assert_eq!(withdrawn.len(), 1, "but it is told");
    assert_eq!((withdrawn[0].by.as_str(), withdrawn[0].entry), ("ann@example.org", 6));
    assert_eq!((votes[0].word, votes[0].reasons.as_slice()), (Word::Exclude, ["wrong setting".to_owned()].as_slice()));
    assert_eq!(votes[0].at, "2020-01-02 10:00:00");
}

#[test]
fn ruby_escapes_are_undone_and_written() {
    let hostile = "a \"b\" \\ #{c}\nd | USER-NOTES: {\u{e9}} #x";
    let text = format!("{{{}=>{}}}", quoted("Ann"), quoted(hostile));
    assert!(text.contains(r"\#{c}\n"), "{text}");
    assert_eq!(pairs(&text), [("Ann".to_owned(), hostile.to_owned())]);
    let note = format!("RAYYAN-INCLUSION: {text} | RAYYAN-LABELS: x | USER-NOTES: {{\"Bo\"=>[\"later\"]}}");
    assert_eq!(section(&note, "RAYYAN-INCLUSION"), Some(text.as_str()), "a note that looks like a section");
    let escaped = r#"{"\u00c5se"=>"Excluded", "B\u{1F600 21}"=>"Maybe", "C\x41\e"=>"x", "\u12"=>"cut"}"#;
    let names: Vec<String> = pairs(escaped).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["\u{c5}se", "B\u{1F600}!", "CA\u{1b}", "u12"]);
}

#[test]
fn the_log_goes_by_its_times_and_names_people_by_their_address() {
    let log = "article_id,key,value,created_at,user_id,user_email\n\
               7,included,-1,2020-01-02 10:00:00 UTC,12,ann@example.org\n\
               7,included,1,2020-01-01 10:00:00 UTC,12,ann@example.org\n\
               7,\"\"\"__EXR__not UK\"\"\",1,2020-01-02 10:00:01 UTC,12,ann@example.org\n\
               8,included,1,2020-01-02 10:00:00 UTC,13,\n";
    let votes = read_log(log, "customizations_log.csv").votes;
    let told: Vec<_> = votes.iter().map(|vote| (vote.by.as_str(), vote.word, vote.reasons.concat())).collect();
    assert_eq!(told, [("ann@example.org", Word::Exclude, "not UK".to_owned()), ("13", Word::Include, String::new())]);
}

/// The note that goes out for a reference with these votes: who, what, why.
fn note_of(identifier: &str, votes: [(&str, Word, &str); 2]) -> String {
    let votes = votes.map(|(by, word, reason)| super::super::Said {
        by: by.into(),
        word: Some(word),
        reason: reason.into(),
        ..Default::default()
    });
    Rayyan.marks(&Outgoing { identifier, votes: &votes, ..Outgoing::default() }).swap_remove(0).1
}

#[test]
fn a_reason_of_one_reviewer_is_not_that_of_another() {
    let note = &note_of("g", [("Ann", Word::Exclude, "not UK"), ("Bo", Word::Exclude, "")]);
    assert_eq!(section(note, OUR_REASONS).map(pairs), Some(vec![("Ann".to_owned(), "not UK".to_owned())]), "{note}");
}

#[test]
fn what_goes_out_comes_back() {
    let note = &note_of("doe-2010-1", [("Ann", Word::Include, ""), ("Bo", Word::Exclude, "not UK")]);
    assert!(!note.contains(OUR_TIMES), "nobody said when");
    let said = pairs(section(note, "RAYYAN-INCLUSION").unwrap_or_default());
    assert_eq!(said, [("Ann".to_owned(), "Included".to_owned()), ("Bo".to_owned(), "Excluded".to_owned())]);
    assert_eq!(section(note, "RAYYAN-EXCLUSION-REASONS"), Some("not UK"));
    assert_eq!(super::super::our_identifier(note).as_deref(), Some("doe-2010-1"));
}
