//! The stages as a whole: every record in one group, every group one decision.

use litsieve::pipeline;

use crate::support::exports;

#[test]
fn files_come_in_the_order_of_their_searches_and_then_by_name() {
    let files = [(1, "exports/a.ris", ""), (0, "exports/z.ris", ""), (0, "exports/b.ris", "")];
    let mut backwards = files;
    backwards.reverse();
    let labels = |files: &[_]| -> Vec<String> {
        let ingested = pipeline::ingest(exports(files));
        ingested.records.files().iter().map(|file| file.source().label().to_owned()).collect()
    };
    assert_eq!(labels(&files), ["exports/b.ris", "exports/z.ris", "exports/a.ris"]);
    assert_eq!(labels(&files), labels(&backwards));
}
