//! The criterion `query`: any Boolean expression over the fields of a record.
//!
//! Criteria and queries do not know each other; the protocol builds both, so the kind that joins them lives here.

use crate::criteria::{Criterion, Kind, Setting, SettingError, Settings, Shared, Subject, Variant};
use crate::diagnostic::{excerpt, suggest};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::query::{
    DIALECTS, Dialect, Document, Expression, FieldSet, Mode, Node, Options, Query, Scratch, Truth, dialect,
    field_words, fields_named, parse, searched,
};
use crate::record::{Field, Record, RecordId};

/// The kind.
pub(super) struct QueryKind;

/// Most words of one finding that are shown as evidence.
const MOST_EVIDENCE: usize = 12;

/// So much of a value that was read in vain is shown.
const MOST_CHARACTERS: usize = 80;

impl Kind for QueryKind {
    fn name(&self) -> &'static str {
        "query"
    }

    fn about(&self) -> &'static str {
        include_str!("about/query.md")
    }

    fn keys(&self) -> &'static [Setting] {
        &[
            Setting { key: "query", about: "The expression." },
            Setting {
                key: "dialect",
                about: "How it is written: plain (the default), wos, proquest, scopus, pubmed, ovid or ebsco.",
            },
            Setting {
                key: "mode",
                about: "`normalised` (the default): inflected forms and hyphen variants count, also within quotation marks; `literal`: words as written, and what a wildcard allows.",
            },
            Setting {
                key: "fields",
                about: "Where terms without a field code are looked for; the topic (title, abstract, keywords) if left out.",
            },
        ]
    }

    /// Inflected forms counted, the whole topic read, and the query without one of the conditions that it joins by AND or takes away.
    fn admitting(&self, settings: &Settings, _: Subject<'_>) -> Vec<Variant> {
        let mut variants = Vec::new();
        let mut add = |name: String, key: &str, value: toml::Value| {
            variants.push(Variant { name, settings: settings.with(key, value) });
        };
        if settings.text("mode").ok().flatten() == Some("literal") {
            add("inflected forms and hyphen variants counted".to_owned(), "mode", "normalised".into());
        }
        if settings.value("fields").is_some_and(|fields| *fields != toml::Value::from(vec!["topic"])) {
            add("title, abstract and keywords were read".to_owned(), "fields", vec!["topic"].into());
        }
        let text = settings.text("query").ok().flatten().unwrap_or_default();
        let dialect = dialect(settings.text("dialect").ok().flatten().unwrap_or("plain"));
        for (left_out, rest) in dialect.map(|dialect| without_one_part(text, dialect)).unwrap_or_default() {
            add(format!("the query were without `{}`", excerpt(&left_out)), "query", rest.into());
        }
        variants
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        let text = settings
            .text("query")?
            .ok_or_else(|| SettingError::new("query", "`query` is missing: the expression to match"))?;
        let name = settings.text("dialect")?.unwrap_or("plain");
        let known = || DIALECTS.iter().map(|dialect| dialect.name).collect::<Vec<_>>().join(", ");
        let dialect = dialect(name).ok_or_else(|| {
            SettingError::new("dialect", format!("there is no dialect `{name}`; there are: {}", known()))
        })?;
        let mode = match settings.text("mode")?.unwrap_or("normalised") {
            "normalised" => Mode::Normalised,
            "literal" => Mode::Literal,
            _ => return Err(SettingError::new("mode", "`mode` is \"normalised\" or \"literal\"")),
        };
        let default_fields = match settings.texts("fields")? {
            None => FieldSet::TOPIC,
            Some(words) => {
                if let Some(word) = words.iter().find(|word| fields_named([**word]).is_none()) {
                    return Err(SettingError::new("fields", unknown_field(word)));
                }
                fields_named(words).unwrap_or(FieldSet::TOPIC)
            }
        };
        let parsed = parse(text, dialect);
        if let Some(message) =
            parsed.messages.iter().find(|message| message.diagnostic.severity == crate::diagnostic::Severity::Error)
        {
            let text = format!("{} ({}): {}", message.diagnostic.message, message.code(), message.diagnostic.help);
            return Err(SettingError::new("query", text));
        }
        let expression = searched(&parsed.expression, dialect, parsed.era);
        let query = Query::new(&expression, Options { mode, default_fields, ..Options::LITERAL });
        Ok(Box::new(QueryCriterion { query, text: text.to_owned(), mode }))
    }
}

/// The query without one of its parts each, where the others say what it is without: what is left out, and what is left.
fn without_one_part(text: &str, dialect: &'static Dialect) -> Vec<(String, String)> {
    const MOST: usize = 8;
    let parsed = parse(text, dialect);
    let words = |part: &Expression| text.get(part.outer_span()).unwrap_or_default().to_owned();
    let [_] = parsed.lines.as_slice() else { return Vec::new() };
    match &parsed.expression.node {
        Node::And(list) => (0..list.len().min(MOST))
            .map(|left_out| {
                let others = list.iter().enumerate().filter(|(at, _)| *at != left_out);
                let others: Vec<String> = others.map(|(_, part)| format!("({})", words(part))).collect();
                (words(&list[left_out]), others.join(" AND "))
            })
            .collect(),
        Node::Not { base: Some(base), without } => vec![(words(without), words(base))],
        _ => Vec::new(),
    }
}

fn unknown_field(word: &str) -> String {
    let meant = suggest(word, field_words()).map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
    format!("there is no field `{word}`{meant}; there are title, abstract, keywords, topic, all and others")
}

/// An expression ready to be applied.
#[derive(Debug)]
struct QueryCriterion {
    query: Query,
    text: String,
    mode: Mode,
}

impl Criterion for QueryCriterion {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        self.assess_split(subject, &mut SplitRecords::default())
    }

    fn assess_sharing(&self, subject: Subject<'_>, shared: &mut Shared) -> Finding {
        match shared.of::<SplitRecords>() {
            Some(split) => self.assess_split(subject, split),
            None => self.assess(subject),
        }
    }
}

/// The words of the records of a group, split once for all queries that ask for the same fields.
#[derive(Debug, Default)]
struct SplitRecords {
    /// The fields whose values were split.
    fields: Vec<Field>,
    /// Per record.
    documents: Vec<Document>,
    scratch: Scratch,
}

impl SplitRecords {
    /// Splits the values of `wanted` as well, unless they are.
    fn cover(&mut self, subject: Subject<'_>, wanted: &[Field]) {
        let missing = |field: &&Field| !self.fields.contains(field);
        let more: Vec<Field> = wanted.iter().filter(missing).copied().collect();
        if more.is_empty() && self.documents.len() == subject.records.len() {
            return;
        }
        self.fields.extend(more);
        self.documents = subject.records.iter().map(|(_, record)| Document::of(*record, &self.fields)).collect();
    }
}

impl QueryCriterion {
    fn assess_split(&self, subject: Subject<'_>, split: &mut SplitRecords) -> Finding {
        split.cover(subject, self.query.fields());
        let mut unseen = FieldSet::EMPTY;
        let mut unknown = false;
        for (&(id, _), document) in subject.records.iter().zip(&split.documents) {
            let found = self.query.explain(document, &mut split.scratch);
            match found.truth {
                Truth::Yes => return self.met(id, found),
                Truth::Unknown => {
                    unknown = true;
                    unseen = unseen.union(found.unseen);
                }
                Truth::No => {}
            }
        }
        if unknown || subject.records.is_empty() {
            return Finding::silent(format!("the records do not show: {}", unseen.names()));
        }
        Finding {
            verdict: Verdict::NotMet,
            reason: format!("no record matches the query, {}", self.reading()).into(),
            evidence: self.looked_at(subject),
        }
    }

    /// How words are compared, for a reason.
    fn reading(&self) -> &'static str {
        match self.mode {
            Mode::Normalised => "inflected forms and hyphen variants counted",
            Mode::Literal => "words as written",
        }
    }

    fn met(&self, record: RecordId, found: crate::query::Match) -> Finding {
        let clauses: Vec<&str> = found.clauses.iter().filter_map(|span| self.text.get(span.clone())).collect();
        let evidence = found.hits.into_iter().take(MOST_EVIDENCE).map(|hit| Evidence {
            record,
            field: hit.field,
            nth: hit.value as u16,
            span: hit.span.start as u32..hit.span.end as u32,
            words: hit.words,
            cue: "match of the query".into(),
            weight: Weight::For,
        });
        Finding {
            verdict: Verdict::Met,
            reason: format!("matches {}, {}", clauses.join("; "), self.reading()).into(),
            evidence: evidence.collect(),
        }
    }

    /// What was read in vain: the values of the fields that the query asks for, long ones by their beginning.
    fn looked_at(&self, subject: Subject<'_>) -> Vec<Evidence> {
        let of_field = |record: RecordId, field: Field, view: Record<'_>| -> Vec<Evidence> {
            let values = view.all(field).enumerate().filter(|(_, text)| !text.trim().is_empty());
            let evidence = values.map(|(nth, text)| {
                let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(at, _)| at);
                Evidence {
                    record,
                    field,
                    nth: nth as u16,
                    span: 0..end as u32,
                    words: text[..end].to_owned(),
                    cue: "read without a match".into(),
                    weight: Weight::Against,
                }
            });
            evidence.take(MOST_EVIDENCE).collect()
        };
        let records = subject.records.iter();
        let all = records.flat_map(|&(id, view)| self.query.fields().iter().flat_map(move |&f| of_field(id, f, view)));
        all.take(MOST_EVIDENCE).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::RecordFileBuilder;
    use crate::source::SourceFile;

    fn verdict(settings: &str, values: &[(Field, &str)]) -> Finding {
        let table = settings.parse::<toml::Table>().expect("settings");
        let criterion = QueryKind.build(&Settings::new(table)).expect("usable settings");
        let mut builder = RecordFileBuilder::new(Arc::new(SourceFile::new("a.ris", Vec::new())), "ris");
        builder.begin(0, 1);
        for (field, value) in values {
            builder.owned_field("XX", *field, value);
        }
        builder.end(0);
        let file = builder.finish();
        criterion.assess(Subject { records: &[(RecordId(0), file.record(0))] })
    }

    #[test]
    fn a_missing_abstract_is_unclear_and_a_match_names_its_words() {
        let settings = "query = \"coproduction AND council*\"";
        let title = (Field::Title, "Co-production in local councils");
        let met = verdict(settings, &[title]);
        assert_eq!(met.verdict, Verdict::Met);
        assert_eq!(met.evidence.iter().map(|e| e.words.as_str()).collect::<Vec<_>>(), ["Co-production", "councils"]);
        assert_eq!(verdict(settings, &[(Field::Title, "Councils")]).verdict, Verdict::Unclear);
        let not_met = verdict(settings, &[(Field::Title, "Councils"), (Field::Abstract, "On budgets.")]);
        assert_eq!(not_met.verdict, Verdict::NotMet);
        assert!(!not_met.evidence.is_empty());
    }

    #[test]
    fn a_name_is_compared_as_databases_index_it_and_the_evidence_is_the_field_that_was_read() {
        let settings = "query = \"AU=(Bovaird T)\"\ndialect = \"wos\"";
        let title = (Field::Title, "Beyond engagement");
        let met = verdict(settings, &[title, (Field::Author, "Loeffler, Elke"), (Field::Author, "Bovaird, Tony")]);
        assert_eq!(met.verdict, Verdict::Met);
        assert_eq!(met.evidence.iter().map(|e| (e.field, e.nth)).collect::<Vec<_>>(), [(Field::Author, 1)]);
        let not_met = verdict(settings, &[title, (Field::Author, "Loeffler, Elke"), (Field::Author, "Bovaird, Anna")]);
        assert_eq!(not_met.verdict, Verdict::NotMet);
        let read: Vec<(Field, &str)> = not_met.evidence.iter().map(|e| (e.field, e.words.as_str())).collect();
        assert_eq!(read, [(Field::Author, "Loeffler, Elke"), (Field::Author, "Bovaird, Anna")]);
        assert_eq!(verdict(settings, &[title]).verdict, Verdict::Unclear, "no author is shown");
        let full = "query = \"author:\\\"Bovaird Tony\\\"\"";
        assert_eq!(verdict(full, &[title, (Field::Author, "Bovaird, T.")]).verdict, Verdict::Unclear);
    }

    #[test]
    fn words_are_normalised_unless_the_protocol_says_literal_and_the_reason_says_which() {
        let title = [(Field::Title, "Co-production in local councils"), (Field::Abstract, "On budgets.")];
        let normalised = verdict("query = \"\\\"coproduction\\\" AND council\"", &title);
        assert_eq!(normalised.verdict, Verdict::Met);
        assert!(normalised.reason.contains("hyphen variants counted"), "{}", normalised.reason);
        let literal = verdict("query = \"\\\"coproduction\\\" AND council\"\nmode = \"literal\"", &title);
        assert_eq!(literal.verdict, Verdict::NotMet);
        assert!(literal.reason.contains("as written"), "{}", literal.reason);
    }

    #[test]
    fn words_are_split_once_for_all_queries_on_a_group() {
        let mut builder = RecordFileBuilder::new(Arc::new(SourceFile::new("a.ris", Vec::new())), "ris");
        builder.begin(0, 1);
        builder.owned_field("TI", Field::Title, "Lamps");
        builder.owned_field("AU", Field::Author, "Quay, Ann");
        builder.end(0);
        let file = builder.finish();
        let records = [(RecordId(0), file.record(0))];
        let subject = Subject { records: &records };
        let mut shared = Shared::default();
        for (query, verdict) in [
            ("title:lamps", Verdict::Met),
            ("author:quay", Verdict::Met),
            ("title:quay", Verdict::NotMet),
            ("title:lamps", Verdict::Met),
        ] {
            let settings = format!("query = \"{query}\"").parse().expect("TOML");
            let criterion = QueryKind.build(&Settings::new(settings)).expect("usable settings");
            assert_eq!(criterion.assess_sharing(subject, &mut shared).verdict, verdict, "{query}");
            assert_eq!(criterion.assess(subject).verdict, verdict, "{query} by itself");
        }
        let split = shared.of::<SplitRecords>().expect("what queries share");
        let mut fields = split.fields.clone();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!((split.fields.len(), split.documents.len()), (fields.len(), 1), "no field is split twice");
    }

    #[test]
    fn a_broken_query_is_a_mistake_of_the_protocol() {
        for settings in [
            "query = \"(a AND\"",
            "dialect = \"plain\"",
            "query = \"a\"\ndialect = \"google\"",
            "query = \"a\"\nmode = \"x\"",
        ] {
            let table = settings.parse::<toml::Table>().expect("settings");
            assert!(QueryKind.build(&Settings::new(table)).is_err(), "{settings}");
        }
    }
}
