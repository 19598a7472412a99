//! From the stages of a run to its events.

use std::collections::HashMap;
use std::io;

use foldhash::fast::FixedState;

use super::known::beside;
use super::{EarlierVersion, GroupStory, InputFile, Run};
use crate::diagnostic::Diagnostic;
use crate::evidence::{self, Actor, RulingIndex, Weight};
use crate::flow::Previous;
use crate::matching::{Link, Sentences, Veto, merge, why_same};
use crate::ranking::{MODEL, SETTINGS};
use crate::record::{Field, Fields, Record, RecordId};
use crate::ruling;
use crate::source::{Content, Digest};
use crate::wire::audit as wire;
use crate::wire::audit::Event;
use crate::wire::summary;

/// Hands over every event of a run, in order.
///
/// # Errors
/// Whatever `take` fails with.
pub fn events(run: &Run<'_>, take: &mut dyn FnMut(Event) -> io::Result<()>) -> io::Result<()> {
    take(Event::Run(started(run)))?;
    files(run).try_for_each(|file| take(Event::File(file)))?;
    run.diagnostics().try_for_each(|diagnostic| take(Event::Diagnostic(noticed(diagnostic))))?;
    for (id, record) in run.records().iter() {
        take(Event::Record(found(run, id, record)))?;
        repairs(&run.name(id), record).into_iter().try_for_each(|repair| take(Event::Repair(repair)))?;
    }
    rulings(run).try_for_each(|ruling| take(Event::Ruling(ruling)))?;
    let matches = run.matches();
    matches.links.iter().try_for_each(|link| take(Event::Link(pair(run, link, &why_same(run.records(), link)))))?;
    matches.doubtful.iter().try_for_each(|doubt| take(Event::Doubt(pair(run, &doubt.link, &doubt.why))))?;
    matches.vetoes.iter().try_for_each(|veto| take(Event::Veto(pair(run, &veto.link, &shared(veto).into()))))?;
    matches.versions.iter().try_for_each(|version| {
        take(Event::Version(wire::Version {
            a: run.name(version.a),
            b: run.name(version.b),
            kind: version.kind.name().to_owned(),
            rule: version.rule.to_owned(),
            evidence: version.evidence.told(false, |id| run.name(id)),
        }))
    })?;
    run.groups().try_for_each(|story| take(Event::Group(group(story))))?;
    for story in run.groups() {
        findings(story).try_for_each(|finding| take(Event::Finding(finding)))?;
        take(Event::Decision(decision(story)))?;
    }
    beside(run).iter().try_for_each(|event| take(event.clone()))?;
    take(Event::Flow(super::counts(run)))
}

/// What ordered references for readers, where the protocol asks for a ranking.
fn ranking(run: &Run<'_>) -> String {
    let stages = run.protocol.votes.iter().filter(|rule| rule.order == crate::protocol::ReadingOrder::Ranked);
    let stages: Vec<&str> = stages.map(|rule| rule.stage.name()).collect();
    if stages.is_empty() { String::new() } else { format!("{} at {}: {}", MODEL, stages.join(", "), SETTINGS) }
}

fn started(run: &Run<'_>) -> wire::Started {
    let review = &run.protocol.review;
    wire::Started {
        schema: wire::SCHEMA.to_owned(),
        tool: summary::Tool { name: "litsieve".to_owned(), version: run.inputs.version.clone() },
        review: summary::Review {
            id: review.id.clone(),
            title: review.title.clone(),
            exports_are: review.exports_are.name().to_owned(),
        },
        protocol: file(&run.inputs.protocol),
        protocol_text: run.inputs.protocol_text.clone(),
        rulings: run.inputs.rulings.iter().map(file).collect(),
        other: run.inputs.other.iter().map(file).collect(),
        run: run.id().to_owned(),
        previous: previous(run),
        ranking: ranking(run),
    }
}

fn previous(run: &Run<'_>) -> wire::Previous {
    let Previous { studies, reports, again, excluded } = run.inputs.previous;
    let EarlierVersion { found, searches, .. } = run.inputs.earlier.clone();
    wire::Previous { studies, reports, again, excluded, found, searches }
}

/// A file by its digest.
pub fn file(file: &InputFile) -> summary::File {
    summary::File { path: file.label.clone(), sha256: file.digest.to_string(), bytes: file.bytes }
}

fn files<'a>(run: &'a Run<'_>) -> impl Iterator<Item = wire::FileRead> + 'a {
    let ingested = &run.screened.deduplicated.ingested;
    ingested.records.files().iter().zip(&ingested.files).zip(&ingested.searches).map(|((file, facts), &search)| {
        let source = file.source();
        wire::FileRead {
            path: source.label().to_owned(),
            sha256: source.digest().to_string(),
            bytes: source.size(),
            search: run.search(search).id.clone(),
            format: file.format().to_owned(),
            dialect: facts.dialect.to_owned(),
            encoding: match source.content() {
                Content::Text { encoding, .. } => encoding.name().to_owned(),
                Content::Binary(_) => String::new(),
            },
            records: file.len() as u64,
            markers: facts.markers as u64,
        }
    })
}

fn noticed(diagnostic: &Diagnostic) -> wire::Noticed {
    wire::Noticed {
        code: diagnostic.code.to_owned(),
        severity: diagnostic.severity.name().to_owned(),
        file: diagnostic.file.clone(),
        line: diagnostic.line,
        entry: diagnostic.entry,
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
    }
}

/// Fields that the audit leaves to the exports: long, and nothing that identifies a report.
const LEFT_OUT: [Field; 9] = [
    Field::Abstract,
    Field::Copyright,
    Field::Keyword,
    Field::SubjectHeading,
    Field::Affiliation,
    Field::Note,
    Field::Funding,
    Field::CitedReference,
    Field::Other,
];

fn found(run: &Run<'_>, id: RecordId, record: Record<'_>) -> wire::Found {
    let origin = record.origin();
    let told = record.values().filter(|value| !LEFT_OUT.contains(&value.field()));
    wire::Found {
        record: run.name(id),
        file: run.records().file_of(id) as u32,
        entry: origin.entry,
        line: origin.line,
        bytes: [origin.bytes.start, origin.bytes.end],
        digest: digest(record),
        values: told.map(|value| (value.field().name().to_owned(), value.value().to_owned())).collect(),
        left_out: LEFT_OUT.iter().filter_map(|&field| left_out(record, field)).collect(),
    }
}

/// A field that the audit leaves to the export, with the first 8 hexadecimal digits of the digest of what the export has there.
fn left_out(record: Record<'_>, field: Field) -> Option<(String, String)> {
    let values = record.values().filter(|value| value.field() == field && value.enriched_by().is_none());
    let text: String = values.map(|value| format!("{}\u{1e}", value.value())).collect();
    let mut digest = Digest::of(text.as_bytes()).to_string();
    digest.truncate(8);
    (!text.is_empty()).then(|| (field.name().to_owned(), digest))
}

/// The first 16 hexadecimal digits of the digest of a record's bytes; of its values where it has no text of its own.
fn digest(record: Record<'_>) -> String {
    let mut digest = match record.raw() {
        "" => {
            let exported = record.all_values().filter(|value| value.enriched_by().is_none());
            let values: Vec<String> =
                exported.map(|value| format!("{}\u{1f}{}\u{1e}", value.tag(), value.value())).collect();
            Digest::of(values.concat().as_bytes())
        }
        raw => Digest::of(raw.as_bytes()),
    }
    .to_string();
    digest.truncate(16);
    digest
}

/// What was read otherwise than it stands in the file: a value set aside with those that stand for it, or a value that
/// was split off or joined from others.
fn repairs(name: &str, record: Record<'_>) -> Vec<wire::Repaired> {
    let mut repairs: Vec<wire::Repaired> = Vec::new();
    // The value set aside last, and whether something stands for it already.
    let mut aside: Option<(String, bool)> = None;
    let mut repair = |tag: &str, field: Field, from: &str, to: &str| {
        repairs.push(wire::Repaired {
            record: name.to_owned(),
            tag: tag.to_owned(),
            field: field.name().to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        });
    };
    let mut last = None;
    for value in record.all_values() {
        if value.is_superseded() {
            if let Some((from, false)) = aside.replace((value.value().to_owned(), false))
                && let Some((tag, field)) = last
            {
                repair(tag, field, &from, "");
            }
            last = Some((value.tag(), value.field()));
        } else if value.enriched_by().is_some() {
            repair(value.tag(), value.field(), "", value.value());
        } else if value.is_derived() {
            let from = aside.as_ref().map_or("", |(from, _)| from);
            repair(value.tag(), value.field(), from, value.value());
            if let Some((_, used)) = &mut aside {
                *used = true;
            }
        } else {
            if let (Some((from, false)), Some((tag, field))) = (&aside, last) {
                repair(tag, field, from, "");
            }
            aside = None;
        }
    }
    if let (Some((from, false)), Some((tag, field))) = (&aside, last) {
        repair(tag, field, from, "");
    }
    repairs
}

fn rulings<'a>(run: &'a Run<'_>) -> impl Iterator<Item = wire::Ruled> + 'a {
    let resolved = &run.screened.deduplicated.resolved;
    let mut records: HashMap<RulingIndex, Vec<RecordId>, FixedState> = HashMap::default();
    for pair in &resolved.pairs {
        records.entry(pair.ruling).or_default().extend([pair.a, pair.b]);
    }
    for (ruling, of) in &resolved.groups {
        records.entry(*ruling).or_default().extend(of);
    }
    let in_force = ruling::in_force(run.rulings);
    run.rulings.iter().enumerate().map(move |(number, ruling)| {
        let number = number as RulingIndex;
        let mut of = records.get(&number).cloned().unwrap_or_default();
        of.sort_unstable();
        of.dedup();
        wire::Ruled {
            ruling: ruling.id.clone(),
            kind: ruling.kind.name().to_owned(),
            stage: ruling.stage.clone(),
            round: ruling.round,
            verdict: ruling.verdict.clone(),
            criterion: ruling.criterion.clone(),
            note: ruling.note.clone(),
            by: ruling.by.clone(),
            at: ruling.at.clone(),
            supersedes: ruling.supersedes.clone(),
            from: ruling.from.clone(),
            file: ruling.file.clone(),
            line: ruling.line,
            in_force: in_force.binary_search(&number).is_ok(),
            records: of.into_iter().map(|id| run.name(id)).collect(),
        }
    })
}

fn pair(run: &Run<'_>, link: &Link, why: &Sentences) -> wire::Pair {
    wire::Pair {
        a: run.name(link.a),
        b: run.name(link.b),
        rule: link.rule.to_owned(),
        score: link.score,
        levels: link
            .levels
            .iter()
            .map(|level| wire::Level {
                field: level.field.name().to_owned(),
                level: level.level.to_owned(),
                similarity: level.similarity,
            })
            .collect(),
        ruling: ruling_id(run, link.by),
        why: why.told(false, |id| run.name(id)),
    }
}

/// Why a pair that is kept apart might have been one report.
fn shared(veto: &Veto) -> String {
    let field = |field: Field| match field {
        Field::Doi => "DOI".to_owned(),
        Field::Pmid => "PubMed identifier".to_owned(),
        other => other.name().to_owned(),
    };
    veto.shared.map_or_else(String::new, |shared| format!("They have the same {}.", field(shared)))
}

fn ruling_id(run: &Run<'_>, by: Actor) -> Option<String> {
    match by {
        Actor::Rule => None,
        Actor::People(ruling) => Some(run.rulings[ruling as usize].id.clone()),
    }
}

fn group(story: GroupStory<'_>) -> wire::Group {
    let run = story.run;
    let merged = merge(run.records(), story.group);
    let weakest = story.group.weakest.map(|link| &run.matches().links[link]);
    wire::Group {
        group: story.group.name.clone(),
        records: run.members(story.number).into_iter().map(|id| run.name(id)).collect(),
        weakest: weakest.map(|link| [run.name(link.a), run.name(link.b)]),
        reference: reference(&merged.fields),
        origins: merged.origins.iter().map(|(field, id)| (field.name().to_owned(), run.name(*id))).collect(),
    }
}

fn reference(fields: &Fields) -> wire::Reference {
    wire::Reference {
        title: fields.title.clone(),
        authors: fields.authors.iter().map(ToString::to_string).collect(),
        year: fields.year().map_or_else(String::new, |year| year.to_string()),
        container: fields.container.clone(),
        volume: fields.volume.clone(),
        issue: fields.issue.clone(),
        pages: fields.pages.to_string(),
        doi: fields.doi.as_ref().map(ToString::to_string).unwrap_or_default(),
        document_type: fields.document_type.map_or("", |kind| kind.name()).to_owned(),
        url: fields.urls.first().cloned().unwrap_or_default(),
    }
}

fn findings(story: GroupStory<'_>) -> impl Iterator<Item = wire::Finding> {
    let run = story.run;
    story.screened.findings.iter().enumerate().filter_map(move |(number, finding)| {
        let finding = finding.as_ref()?;
        let ruled = story.verdict(number).and_then(|(verdict, ruling)| {
            Some(wire::RuledCriterion { verdict: verdict.name().to_owned(), ruling: ruling?.id.clone() })
        });
        Some(wire::Finding {
            group: story.group.name.clone(),
            criterion: run.protocol.criteria[number].id.clone(),
            verdict: finding.verdict.name().to_owned(),
            reason: finding.reason.clone().into_owned(),
            evidence: finding.evidence.iter().map(|evidence| words(run, evidence)).collect(),
            ruled,
        })
    })
}

fn words(run: &Run<'_>, evidence: &evidence::Evidence) -> wire::Evidence {
    wire::Evidence {
        record: run.name(evidence.record),
        field: evidence.field.name().to_owned(),
        nth: evidence.nth,
        span: [evidence.span.start, evidence.span.end],
        words: evidence.words.clone(),
        cue: evidence.cue.clone().into_owned(),
        weight: match evidence.weight {
            Weight::For => "for",
            Weight::Against => "against",
            Weight::Weak => "weak",
        }
        .to_owned(),
    }
}

fn decision(story: GroupStory<'_>) -> wire::Decision {
    let run = story.run;
    let decision = &story.screened.decision;
    wire::Decision {
        group: story.group.name.clone(),
        decision: story.decision().to_owned(),
        stage: decision.stage.name().to_owned(),
        criteria: story.criteria().iter().map(|(_, rule)| rule.id.clone()).collect(),
        reason: story.reason(),
        by: story.people(),
        ruling: ruling_id(run, decision.by),
        rulings: story.rulings().map(|(_, ruling)| ruling.id.clone()).collect(),
        retrieval: story.screened.retrieval.map(|said| said.name().to_owned()),
        searches: story.screened.arms.iter().map(|&arm| run.search(arm).id.clone()).collect(),
    }
}
