//! A small made-up review whose groups are given by hand, so that what is told of a run can be tested apart from matching.

use litsieve::audit::{InputFile, Inputs, Run};
use litsieve::evidence::Actor;
use litsieve::export::write_results;
use litsieve::flow::Previous;
use litsieve::matching::{Doubt, DuplicateGroup, Level, Link, Matches, VersionKind, VersionLink};
use litsieve::pipeline::{self, Deduplicated, Screened};
use litsieve::protocol::{self, Protocol};
use litsieve::record::{Field, RecordId};
use litsieve::ruling::{Ruling, RulingKind, Target};
use litsieve::source::Digest;

use crate::support::exports;

/// Two databases, a website and a website without export; a year, a language, and a question to people.
pub const PROTOCOL: &str = r#"
schema = "litsieve/protocol/1"

[review]
id = "lanterns"
title = "Lanterns in harbours: a made-up review"
mode = "new"
exports_are = "demonstration"

[source.alpha]
name = "Alpha Index"
kind = "database"

[source.beta]
name = "Beta, the other one"
kind = "database"

[source.web]
name = "Harbour Web"
kind = "website"

[source.maps]
name = "Maps"
kind = "website"

[[iteration]]
id = "1"
purpose = "lanterns"

  [[iteration.search]]
  id = "1.alpha"
  source = "alpha"
  query = "lantern*"
  limits = ["English"]
  exports = ["exports/alpha.ris"]

  [[iteration.search]]
  id = "1.beta"
  source = "beta"
  exports = ["exports/beta.ris"]

  [[iteration.search]]
  id = "1.web"
  source = "web"
  exports = ["exports/web.ris"]

  [[iteration.search]]
  id = "1.maps"
  source = "maps"
  exports = []

[[criterion]]
id = "year"
kind = "year"
from = 1990
to = 2020
reason = "published outside 1990-2020"
stage = "before_screening"
unclear = "pass"

[[criterion]]
id = "english"
kind = "language"
any = ["eng"]
reason = "not in English"
stage = "screening"
unclear = "review"
"#;

pub const ALPHA: &str = "\
TY  - JOUR
TI  - Lamps at sea
AU  - Quay, Ann
PY  - 2001
LA  - English
DO  - 10.1000/lamps
AN  - A-1
ER  -
TY  - JOUR
TI  - =Lamps, \"old\" and new
PY  - 1975
LA  - English
AN  - A-2
ER  -
TY  - JOUR
TI  - Lampes de port
PY  - 2005
LA  - French
AN  - A-3
ER  -
";

pub const BETA: &str = "\
TY  - JOUR
TI  - Lamps at sea
AU  - Quay, A
PY  - 2001
LA  - eng
AN  - B-9
ER  -
TY  - JOUR
TI  - Kandili
PY  - 2003
AN  - B-7
ER  -
";

pub const WEB: &str = "\
TY  - RPRT
TI  - Lamps at Sea
PY  - 2001
LA  - English
AN  - W-1
ER  -
TY  - RPRT
TI  - Light and lamp: a port report
LA  - English
AN  - W-2
ER  -
";

/// The files of the review, with the numbers of their searches.
pub const FILES: [(usize, &str, &str); 3] =
    [(0, "exports/alpha.ris", ALPHA), (1, "exports/beta.ris", BETA), (2, "exports/web.ris", WEB)];

/// Everything that a run is told from.
pub struct MadeUp {
    pub protocol: Protocol,
    pub inputs: Inputs,
    pub rulings: Vec<Ruling>,
    pub screened: Screened,
}

/// The review as it stands.
pub fn review() -> MadeUp {
    with(PROTOCOL, &FILES, Vec::new())
}

/// The review with other files or rulings. Records are put together when their titles are equal but for case.
pub fn with(protocol: &str, files: &[(usize, &str, &str)], rulings: Vec<Ruling>) -> MadeUp {
    let protocol_text = protocol.to_owned();
    let protocol = protocol::parse(protocol, "protocol.toml").expect("the made-up protocol is right");
    let ingested = pipeline::ingest(exports(files));
    let resolved = pipeline::deduplicate(pipeline::ingest(exports(files)), &protocol, &rulings).resolved;
    let matches = by_title(&ingested);
    let screened = pipeline::screen(Deduplicated { ingested, matches, resolved }, &protocol, &rulings);
    let inputs = Inputs {
        version: "0.0.0".into(),
        protocol: InputFile {
            label: "protocol.toml".into(),
            digest: Digest::of(protocol_text.as_bytes()),
            bytes: protocol_text.len() as u64,
        },
        protocol_text,
        rulings: Vec::new(),
        other: Vec::new(),
        previous: Previous::default(),
        earlier: Default::default(),
        diagnostics: Vec::new(),
        remarks: Vec::new(),
    };
    MadeUp { protocol, inputs, rulings, screened }
}

impl MadeUp {
    pub fn run(&self) -> Run<'_> {
        Run::new(&self.inputs, &self.protocol, &self.rulings, &self.screened)
    }

    /// Every result that is text, with its name.
    pub fn results(&self) -> Vec<(String, String)> {
        results(&self.run())
    }

    /// The result with this name.
    pub fn result(&self, file: &str) -> String {
        let found = self.results().into_iter().find(|(name, _)| name == file);
        found.unwrap_or_else(|| panic!("no result is called {file}")).1
    }
}

/// A place to write to that can be read afterwards.
#[derive(Clone, Default)]
struct Shelf(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl std::io::Write for Shelf {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Every result that is text.
pub fn results(run: &Run<'_>) -> Vec<(String, String)> {
    let is_text = |(name, _): &(String, Vec<u8>)| !name.ends_with(".xlsx") && !name.ends_with(".sqlite");
    let text = |(name, bytes)| (name, String::from_utf8(bytes).expect("results are UTF-8"));
    files(run).into_iter().filter(is_text).map(text).collect()
}

/// Every result.
pub fn files(run: &Run<'_>) -> Vec<(String, Vec<u8>)> {
    let mut shelves = Vec::new();
    write_results(run, |name| {
        let shelf = Shelf::default();
        shelves.push((name.to_owned(), shelf.clone()));
        Ok(shelf)
    })
    .expect("memory takes everything");
    shelves.into_iter().map(|(name, shelf)| (name, shelf.0.take())).collect()
}

fn by_title(ingested: &pipeline::Ingested) -> Matches {
    let records = &ingested.records;
    let title = |id| records.record(id).title().unwrap_or_default().to_lowercase();
    let accession = |id| records.record(id).first(Field::Accession).unwrap_or_default().to_owned();
    let mut groups: Vec<DuplicateGroup> = Vec::new();
    let mut ids: Vec<RecordId> = records.iter().map(|(id, _)| id).collect();
    ids.sort_by_key(|&id| accession(id));
    let mut links = Vec::new();
    for id in ids {
        match groups.iter_mut().find(|group| title(group.kept) == title(id)) {
            Some(group) => {
                links.push(link(group.kept, id, "same-title"));
                group.records.push(id);
                group.records.sort_unstable();
            }
            None => groups.push(DuplicateGroup {
                name: format!("g-{}", accession(id).to_lowercase()),
                records: vec![id],
                kept: id,
                weakest: None,
            }),
        }
    }
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    let of = |wanted: &str| records.iter().map(|(id, _)| id).find(|&id| accession(id) == wanted);
    let doubtful = match (of("A-2"), of("W-2")) {
        (Some(a), Some(b)) => vec![Doubt { link: link(b, a, "near-title"), why: "The years are unknown.".into() }],
        _ => Vec::new(),
    };
    let versions = match (of("A-1"), of("W-2")) {
        (Some(a), Some(b)) => {
            let evidence = "\"port report\"".into();
            let Link { score, levels, .. } = link(a, b, "report-of");
            vec![VersionLink { a, b, kind: VersionKind::Companion, rule: "report-of", score, levels, evidence }]
        }
        _ => Vec::new(),
    };
    Matches { groups, links, doubtful, versions, ..Matches::default() }
}

fn link(a: RecordId, b: RecordId, rule: &'static str) -> Link {
    let levels = vec![
        Level { field: Field::Title, level: "equal", similarity: Some(1.0) },
        Level { field: Field::Date, level: "missing", similarity: None },
    ];
    Link { a, b, rule, score: 0.9375, levels, clauses: Vec::new(), by: Actor::Rule }
}

/// A ruling on the record with this title, which the made-up files have once.
pub fn ruling(kind: RulingKind, stage: &str, title: &str, verdict: &str, by: &str) -> Ruling {
    Ruling {
        id: format!("{by}-{verdict}-{title}"),
        kind,
        stage: stage.into(),
        round: 1,
        targets: vec![Target { title: title.into(), ..Target::default() }],
        verdict: verdict.into(),
        criterion: String::new(),
        note: String::new(),
        by: by.into(),
        at: "2020-01-01T00:00:00Z".into(),
        supersedes: String::new(),
        from: String::new(),
        file: format!("rulings/{by}.jsonl"),
        line: 1,
        lineage: Default::default(),
    }
}
