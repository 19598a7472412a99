//! Runs searches, services side by side, the searches of one service one after the other.

use std::sync::Arc;

use tokio::task::LocalSet;

use super::fetch::Fetcher;
use super::job::{Finished, Job, Options, Progress};
use crate::workspace::Error;

/// Runs every job; what became of each, in the same order.
///
/// # Errors
/// If nothing at all can be run on this machine.
pub fn run(
    jobs: &[Job],
    options: &Options<'_>,
    progress: &Arc<dyn Progress>,
) -> Result<Vec<Result<Finished, Error>>, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(format!("cannot begin: {error}"), ""))?;
    let lanes = lanes(jobs);
    LocalSet::new().block_on(&runtime, async {
        let mut running = Vec::new();
        for lane in &lanes {
            let fetcher = Fetcher::new(lane[0].1.database, options, progress);
            let lane = lane.clone();
            running.push(tokio::task::spawn_local(async move {
                let mut results = Vec::new();
                for (number, job) in lane {
                    results.push((number, fetcher.search(&job).await));
                }
                results
            }));
        }
        let mut results = Vec::new();
        for lane in running {
            let done =
                lane.await.map_err(|error| Error::new(format!("a search stopped: {error}"), "Please report this."))?;
            results.extend(done);
        }
        results.sort_by_key(|(number, _)| *number);
        Ok(results.into_iter().map(|(_, result)| result).collect())
    })
}

/// The jobs of each service, with their places.
fn lanes(jobs: &[Job]) -> Vec<Vec<(usize, Job)>> {
    let mut lanes: Vec<Vec<(usize, Job)>> = Vec::new();
    for (number, job) in jobs.iter().enumerate() {
        let name = job.database.service().name;
        match lanes.iter_mut().find(|lane| lane[0].1.database.service().name == name) {
            Some(lane) => lane.push((number, job.clone())),
            None => lanes.push(vec![(number, job.clone())]),
        }
    }
    lanes
}
