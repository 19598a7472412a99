//! Runs searches, services side by side, the searches of one service one after the other.

use std::pin::Pin;
use std::task::Poll;

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
    progress: &dyn Progress,
) -> Result<Vec<Result<Finished, Error>>, Error> {
    let lanes = lanes(jobs).into_iter().map(|lane| in_turn(lane, options, progress));
    let mut results: Vec<_> = block_on(side_by_side(lanes))?.into_iter().flatten().collect();
    results.sort_by_key(|(number, _)| *number);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// Runs the jobs of one service one after the other.
async fn in_turn(
    lane: Vec<(usize, &Job)>,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Vec<(usize, Result<Finished, Error>)> {
    let mut results = Vec::new();
    let mut fetcher = None;
    for (number, job) in lane {
        let fetcher = fetcher.get_or_insert_with(|| Fetcher::new(job, options, progress));
        results.push((number, fetcher.search(job).await));
    }
    results
}

/// Waits for `work` with a runtime of its own.
///
/// # Errors
/// If there can be none.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::new(format!("cannot begin to ask anyone: {error}"), ""))?;
    Ok(runtime.block_on(work))
}

/// The jobs of each service, with their places.
fn lanes(jobs: &[Job]) -> Vec<Vec<(usize, &Job)>> {
    let mut lanes: Vec<Vec<(usize, &Job)>> = Vec::new();
    let service = |job: &Job| (job.database.service().name, job.url.clone());
    for (number, job) in jobs.iter().enumerate() {
        match lanes.iter_mut().find(|lane| service(lane[0].1) == service(job)) {
            Some(lane) => lane.push((number, job)),
            None => lanes.push(vec![(number, job)]),
        }
    }
    lanes
}

/// Goes on with whatever can go on until all is done; the results, in order.
async fn side_by_side<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = all.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, result) in running.iter_mut().zip(&mut done) {
            if result.is_none()
                && let Poll::Ready(output) = future.as_mut().poll(context)
            {
                *result = Some(output);
            }
        }
        if done.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
