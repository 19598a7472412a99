//! `summary.json`: digests and numbers.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value};

use super::Written;
use crate::audit::{self, Run};
use crate::source::Digest;
use crate::wire::summary as wire;

/// Its name.
pub const FILE: &str = "summary.json";

/// Writes it. `digest` is the digest of the run, `results` the files written before.
pub fn write(run: &Run<'_>, digest: Digest, results: &[Written], out: &mut dyn Write) -> io::Result<()> {
    let summary = summary(run, digest, results);
    serde_json::to_writer_pretty(&mut *out, &summary)?;
    out.write_all(b"\n")
}

fn summary(run: &Run<'_>, digest: Digest, results: &[Written]) -> wire::Summary {
    let review = &run.protocol.review;
    wire::Summary {
        schema: wire::SCHEMA.to_owned(),
        tool: wire::Tool { name: "litsieve".to_owned(), version: run.inputs.version.clone() },
        run: digest.to_string(),
        run_name: run.id().to_owned(),
        review: wire::Review {
            id: review.id.clone(),
            title: review.title.clone(),
            exports_are: review.exports_are.name().to_owned(),
        },
        interim: run.flow.is_interim(),
        inputs: inputs(run),
        results: results.iter().map(|file| (file.file.to_owned(), file.digest.to_string().into())).collect(),
        counts: audit::counts(run),
        diagnostics: diagnostics(run),
    }
}

/// What went in.
pub fn inputs(run: &Run<'_>) -> wire::Inputs {
    let ingested = &run.screened.deduplicated.ingested;
    let exports = ingested.records.files().iter().zip(&ingested.files).zip(&ingested.searches);
    wire::Inputs {
        protocol: audit::file(&run.inputs.protocol),
        exports: exports
            .map(|((export, facts), &search)| wire::ExportFile {
                file: wire::File {
                    path: export.source().label().to_owned(),
                    sha256: export.source().digest().to_string(),
                    bytes: export.source().size(),
                },
                search: run.search(search).id.clone(),
                format: export.format().to_owned(),
                dialect: facts.dialect.to_owned(),
                records: export.len() as u64,
                markers: facts.markers as u64,
            })
            .collect(),
        rulings: run.inputs.rulings.iter().map(audit::file).collect(),
        other: run.inputs.other.iter().map(audit::file).collect(),
    }
}

fn diagnostics(run: &Run<'_>) -> Map<String, Value> {
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    for diagnostic in run.diagnostics() {
        *codes.entry(diagnostic.code).or_default() += 1;
    }
    codes.into_iter().map(|(code, count)| (code.to_owned(), count.into())).collect()
}
