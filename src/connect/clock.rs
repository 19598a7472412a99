//! Time: the real one, or one in which nobody waits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// What time it is, and waiting.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The clock of this machine.
    Real,
    /// A clock that is put forward instead of waiting.
    Made(Arc<Mutex<Made>>),
}

/// A made-up time, with every wait that was asked for.
#[derive(Debug)]
pub struct Made {
    now: Timestamp,
    waits: Vec<Duration>,
}

impl Clock {
    /// A clock that starts at `now` and never makes anyone wait.
    pub fn made(now: Timestamp) -> Self {
        Self::Made(Arc::new(Mutex::new(Made { now, waits: Vec::new() })))
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::Real => Timestamp::now(),
            Self::Made(made) => lock(made).now,
        }
    }

    /// Waits.
    pub async fn sleep(&self, time: Duration) {
        if time.is_zero() {
            return;
        }
        match self {
            Self::Real => tokio::time::sleep(time).await,
            Self::Made(made) => {
                let mut made = lock(made);
                let time_signed = SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
                made.now = made.now.checked_add(time_signed).unwrap_or(Timestamp::MAX);
                made.waits.push(time);
            }
        }
    }

    /// Every wait of a made-up clock, in order.
    pub fn waits(&self) -> Vec<Duration> {
        match self {
            Self::Real => Vec::new(),
            Self::Made(made) => lock(made).waits.clone(),
        }
    }
}

fn lock(made: &Mutex<Made>) -> std::sync::MutexGuard<'_, Made> {
    made.lock().unwrap_or_else(PoisonError::into_inner)
}
