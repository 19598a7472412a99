use super::*;
use crate::criteria::{Criterion, Setting, SettingError, Settings, Subject};
use crate::evidence::Finding;
use crate::protocol::{Basis, Qualifier, SourceKind, Unclear};

/// A kind that takes the keys it is given and refuses a `from` that is no number.
struct Stub(&'static str, &'static [Setting]);

impl Kind for Stub {
    fn name(&self) -> &'static str {
        self.0
    }

    fn about(&self) -> &'static str {
        ""
    }

    fn keys(&self) -> &'static [Setting] {
        self.1
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        settings.integer("from")?;
        Ok(Box::new(Silent))
    }
}

#[derive(Debug)]
struct Silent;

impl Criterion for Silent {
    fn assess(&self, _: Subject<'_>) -> Finding {
        Finding::silent("")
    }
}

const fn key(key: &'static str) -> Setting {
    Setting { key, about: "" }
}

const STUBS: &[&dyn Kind] = &[
    &Stub("year", &[key("from"), key("to"), key("date")]),
    &Stub("language", &[key("any")]),
    &Stub("document_type", &[key("any")]),
    &Stub("place", &[key("any"), key("several"), key("elsewhere"), key("fields")]),
    &Stub("person", &[key("question")]),
];

const EXAMPLE: &str = include_str!("../../../queries/bussu-galanti-2018/protocol.toml");

fn read(text: &str) -> Result<Protocol, Vec<Diagnostic>> {
    parse_with(STUBS, text, "protocol.toml")
}

/// Code, line, the text under the caret and the message of everything that is wrong.
fn wrong(text: &str) -> Vec<(&'static str, u32, String, String)> {
    let shown = |diagnostic: Diagnostic| {
        let bytes = diagnostic.bytes.start as usize..diagnostic.bytes.end as usize;
        (diagnostic.code, diagnostic.line, text[bytes].to_owned(), diagnostic.message)
    };
    read(text).err().unwrap_or_default().into_iter().map(shown).collect()
}

const HEAD: &str = "schema = \"litsieve/protocol/1\"\n[review]\nid = \"r\"\ntitle = \"R\"\n";

/// What is wrong with a protocol that has `rest` below a faultless head of four lines.
fn wrong_below_head(rest: &str) -> Vec<(&'static str, u32, String, String)> {
    wrong(&format!("{HEAD}{rest}"))
}

fn tuple(code: &'static str, line: u32, caret: &str, message: &str) -> (&'static str, u32, String, String) {
    (code, line, caret.to_owned(), message.to_owned())
}

#[test]
fn the_driving_case_is_read_completely() {
    let protocol = read(EXAMPLE).expect("the shipped protocol has no mistake");
    assert_eq!(protocol.review.id, "bussu-galanti-2018");
    assert_eq!(protocol.review.mode, Mode::Replay);
    assert_eq!(protocol.review.exports_are, ExportsAre::Demonstration);
    let sources: Vec<_> = protocol.sources.iter().map(|source| (source.id.as_str(), source.kind)).collect();
    use SourceKind::{Database, Website};
    assert_eq!(sources, [("wos", Database), ("ibss", Database), ("scholar", Website), ("google", Website)]);
    assert_eq!(protocol.sources[1].platform.as_ref().map(|platform| platform.basis), Some(Basis::Assumed));
    let platform = protocol.sources[0].platform.as_ref().map(|platform| platform.basis);
    assert_eq!(platform, Some(Basis::Assumed), "the paper names no platform");
    let searches: Vec<_> = protocol.searches().map(|(iteration, search)| (&*iteration.id, &*search.id)).collect();
    assert_eq!(
        searches,
        [("1", "1.wos"), ("1", "1.ibss"), ("2", "2a.wos"), ("2", "2b.wos"), ("3", "3.scholar"), ("3", "3.google")]
    );
    let first = &protocol.iterations[0].searches[0];
    assert_eq!(first.run_on.basis, Some(Basis::NotReported));
    assert_eq!(first.run_on.not_before.as_ref().and_then(|date| date.day), Some(26));
    let reported = first.reported.as_ref().expect("reported");
    assert_eq!((reported.value, reported.qualifier), (Some(2000), Qualifier::MoreThan));
    assert_eq!(reported.scope.as_deref(), Some("iteration"));
    let scholar = &protocol.iterations[2].searches[0];
    assert_eq!(scholar.same_query_as, ["1.wos", "2a.wos", "2b.wos"]);
    assert_eq!(scholar.reported.as_ref().map(|number| number.value), Some(None), "not reported is not zero");
    let criteria: Vec<_> = protocol.criteria.iter().map(|rule| (&*rule.id, rule.kind, rule.stage)).collect();
    use Stage::{BeforeScreening, Eligibility, Screening};
    assert_eq!(
        criteria,
        [
            ("year", "year", BeforeScreening),
            ("english", "language", BeforeScreening),
            ("journal-article", "document_type", BeforeScreening),
            ("uk", "place", Screening),
            ("empirical-case", "person", Eligibility)
        ]
    );
    assert_eq!(protocol.criteria[2].scope.source_kinds, [Database]);
    assert_eq!(protocol.criteria[0].unclear, Unclear::Review);
    assert!(protocol.criteria[4].question.is_some() && !protocol.criteria[4].required);
    assert_eq!(protocol.known[0].file, "known/table_a1.ris");
    let published: Vec<_> = protocol.published.iter().map(|number| (&*number.what, number.number.value)).collect();
    assert_eq!(published, [("selected", Some(45)), ("included", Some(35)), ("duplicates_removed", None)]);
    assert_eq!((protocol.votes[0].voters, protocol.votes[0].exclusion_needs_all), (1, true));
}

#[test]
fn an_unknown_key_is_shown_where_it_stands_with_what_was_meant() {
    let rest = "[[criterion]]\nid = \"en\"\nkind = \"language\"\nanny = [\"eng\"]\nstgae = \"screening\"\n";
    assert_eq!(
        wrong_below_head(rest),
        [
            tuple("PRO002", 8, "anny", "unknown key `anny`, did you mean `any`?"),
            tuple("PRO002", 9, "stgae", "unknown key `stgae`, did you mean `stage`?"),
        ]
    );
}

#[test]
fn a_key_that_belongs_elsewhere_is_recognised_wherever_it_stands() {
    let meant = "unknown key `langauge`, did you mean `language`?";
    let criterion = "[[criterion]]\nid = \"en\"\nkind = \"language\"\nlangauge = [\"eng\"]\nany = [\"eng\"]\n";
    assert_eq!(wrong_below_head(criterion), [tuple("PRO002", 8, "langauge", meant)]);
    let source = "[source.w]\nname = \"W\"\nkind = \"database\"\n";
    let search = "[[iteration]]\nid = \"1\"\n[[iteration.search]]\nid = \"s\"\nsource = \"w\"\nlangauge = \"eng\"\n";
    assert_eq!(wrong_below_head(&format!("{source}{search}")), [tuple("PRO002", 13, "langauge", meant)]);
    let top = wrong(&HEAD.replacen("[review]", "langauge = \"eng\"\n[review]", 1));
    assert_eq!(top, [tuple("PRO002", 2, "langauge", meant)]);
    let exact = wrong_below_head("exports = [\"a.ris\"]\n");
    assert_eq!(
        exact,
        [tuple("PRO002", 5, "exports", "unknown key `exports`")],
        "nothing to correct, but where it goes"
    );
}

#[test]
fn a_mistyped_key_is_told_once_and_not_again_as_missing() {
    let kind = "[[criterion]]\nid = \"y\"\nknd = \"year\"\nfrom = 1985\nstgae = \"screening\"\n";
    assert_eq!(
        wrong_below_head(kind),
        [
            tuple("PRO002", 7, "knd", "unknown key `knd`, did you mean `kind`?"),
            tuple("PRO002", 9, "stgae", "unknown key `stgae`, did you mean `stage`?"),
        ]
    );
    let schema = wrong(&HEAD.replacen("schema", "shcema", 1));
    assert_eq!(schema, [tuple("PRO002", 1, "shcema", "unknown key `shcema`, did you mean `schema`?")]);
    let unknown_kind = wrong_below_head("[[criterion]]\nid = \"y\"\nkind = \"yeer\"\nfrmo = 1985\nto = 2017\n");
    assert_eq!(unknown_kind.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), ["PRO005", "PRO002"]);
    assert_eq!(wrong_below_head("[[criterion]]\nid = \"y\"\n")[0].3, "the criterion `y` has no `kind`");
}

#[test]
fn every_mistake_is_told_at_once_in_the_order_of_the_file() {
    let rest = r#"mode = "replya"
[source.wos]
name = "Web of Science"
kind = "databse"
[source.ibss]
name = "IBSS"
[[iteration]]
id = "1"
[[iteration.search]]
id = "a"
source = "scopus"
run_on = "2017-02-30"
[[iteration.search]]
id = "a"
source = "wos"
same_query_as = "b"
reported = { value = "49" }
[[criterion]]
id = "lang"
kind = "langauge"
"#;
    let codes: Vec<_> = wrong_below_head(rest).into_iter().map(|(code, line, caret, _)| (code, line, caret)).collect();
    let expected = [
        ("PRO005", 5, "\"replya\""),
        ("PRO005", 8, "\"databse\""),
        ("PRO003", 9, "[source.ibss]"),
        ("PRO007", 15, "\"scopus\""),
        ("PRO004", 16, "\"2017-02-30\""),
        ("PRO006", 18, "\"a\""),
        ("PRO007", 20, "\"b\""),
        ("PRO004", 21, "\"49\""),
        ("PRO005", 24, "\"langauge\""),
    ];
    assert_eq!(codes, expected.map(|(code, line, caret)| (code, line, caret.to_owned())));
}

#[test]
fn a_kind_refuses_its_own_values() {
    let rest = "[[criterion]]\nid = \"y\"\nkind = \"year\"\nfrom = \"1985\"\n";
    assert_eq!(wrong_below_head(rest), [tuple("PRO004", 8, "\"1985\"", "`from` must be a whole number")]);
}

#[test]
fn a_number_that_is_not_reported_has_no_value() {
    let both = "[[published]]\nwhat = \"included\"\nvalue = 3\nqualifier = \"not_reported\"\n";
    assert_eq!(wrong_below_head(both)[0].0, "PRO008");
    let neither = "[[published]]\nwhat = \"included\"\nqualifier = \"about\"\n";
    assert_eq!(wrong_below_head(neither)[0].0, "PRO003");
    let negative = "[[published]]\nwhat = \"included\"\nvalue = -3\n";
    assert_eq!(wrong_below_head(negative)[0].0, "PRO004");
}

#[test]
fn a_scope_names_what_the_protocol_has() {
    let rest = "[[published]]\nwhat = \"included\"\nscope = \"iteration:2\"\nvalue = 3\n\
                [[criterion]]\nid = \"y\"\nkind = \"year\"\napplies_to = { source_kinds = [\"databases\"], searches = [] }\n";
    let found = wrong_below_head(rest);
    assert_eq!(found[0].3, "`scope` cannot be `iteration:2`");
    assert_eq!((found[1].0, &*found[1].2), ("PRO007", "\"databases\""));
    assert_eq!(found[2].0, "PRO004", "an empty list would restrict nothing");
}

#[test]
fn nobody_is_excluded_because_nobody_has_answered() {
    let asked = |unclear: &str| {
        format!(
            "[[criterion]]\nid = \"case\"\nkind = \"person\"\nquestion = \"Is it a case?\"\nreason = \"none\"\nunclear = \"{unclear}\"\n"
        )
    };
    let found = wrong_below_head(&asked("exclude"));
    assert_eq!((found.len(), found[0].0), (1, "PRO004"), "{found:?}");
    assert!(found[0].3.contains("never because nobody has answered"), "{found:?}");
    let text = format!("{HEAD}{}", asked("review"));
    assert!(read(&text).is_ok());
}

#[test]
fn a_criterion_on_a_known_set_names_one_that_is_there() {
    let known = "[[known]]\nid = \"core\"\nfile = \"core.ris\"\nrole = \"seed\"\n";
    let rest = format!("{known}[[criterion]]\nid = \"new\"\nkind = \"known_set\"\nset = \"cor\"\n");
    let meant = "`set` cannot be `cor`, did you mean `core`?";
    assert_eq!(wrong_below_head(&rest), [tuple("PRO007", 12, "\"cor\"", meant)]);
    assert!(wrong_below_head(&rest.replace("cor\"\n", "core\"\n")).is_empty());
}

#[test]
fn paths_stay_in_the_review_folder() {
    for path in ["../other/a.ris", "/etc/passwd", "C:/exports/a.ris", "exports\\\\a.ris", "exports/../../a.ris"] {
        let rest = format!(
            "[source.w]\nname = \"W\"\nkind = \"database\"\n[[iteration]]\nid = \"1\"\n[[iteration.search]]\n\
             id = \"s\"\nsource = \"w\"\nexports = [\"{path}\"]\n"
        );
        let found = wrong_below_head(&rest);
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert_eq!((found[0].0, found[0].1), ("PRO010", 13), "{path}");
    }
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let found = wrong("schema = \"litsieve/protocol/1\"\n[review\nid = \"r\n");
    assert!(!found.is_empty() && found.iter().all(|(code, ..)| *code == "PRO001"), "{found:?}");
    assert_eq!(found[0].1, 2);
}

#[test]
fn one_mistake_that_spoils_every_later_line_is_told_in_a_few_lines() {
    let found = wrong(&format!("schema = \"litsieve/protocol/1\"\n{}", "key without value\n".repeat(100)));
    assert_eq!(found.len(), SYNTAX_ERRORS);
    assert_eq!(found[0].1, 2);
    assert!(found[2].3.contains("more, which may all come from the first"), "{found:?}");
}

#[test]
fn a_key_given_twice_is_an_error() {
    let found = wrong_below_head("doi = \"10.1/a\"\ndoi = \"10.1/b\"\n");
    assert_eq!((found[0].0, found[0].1), ("PRO001", 6), "{found:?}");
}

#[test]
fn a_later_schema_is_refused_before_anything_else() {
    let found = wrong("schema = \"litsieve/protocol/2\"\nnew_table = 1\n");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, found[0].1), ("PRO009", 1));
    assert_eq!(wrong("")[0].0, "PRO003");
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    let windows = format!("\u{feff}{}", EXAMPLE.replace('\n', "\r\n"));
    assert!(read(&windows).is_ok(), "{:?}", wrong(&windows));
}

#[test]
fn dates_may_be_written_as_toml_dates() {
    let rest = "[[amendment]]\non = 2024-05-01\nwhat = \"year extended\"\nwhy = \"update\"\n";
    let protocol = read(&format!("{HEAD}{rest}")).expect("a TOML date is a date");
    assert_eq!(protocol.amendments[0].on.day, Some(1));
}

#[test]
fn a_protocol_may_trust_rules_of_matching_more_or_less() {
    let own =
        EXAMPLE.replacen("[matching]", "[matching]\nmerge = [\"title-and-issue\"]\ndoubt = \"title-and-place\"", 1);
    let settings = read(&own).expect("a protocol").matching;
    assert_eq!((settings.merge, settings.doubt), (vec!["title-and-issue"], vec!["title-and-place"]));
    let found = wrong_below_head("[matching]\nmerge = [\"title-and-isue\", \"numbers\"]\n");
    let about_rules: Vec<_> =
        found.iter().filter(|(code, ..)| *code == "PRO005").map(|(.., words, _)| words.as_str()).collect();
    assert_eq!(about_rules, ["\"title-and-isue\"", "\"numbers\""], "a slip, and a rule that never merges: {found:?}");
}
