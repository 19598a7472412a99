//! Asks until there is a usable answer: within the service's limits, patiently, but not for ever.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::client::{Answer, Client, SendError};
use super::clock::Clock;
use super::patience::{Jitter, allowed_interval, asked_for, back_off, until_reset};
use super::{Database, Request};
use crate::source::Digest;

/// Attempts at one page: about two minutes of waiting where the service does not ask for more.
const MAX_ATTEMPTS: u32 = 8;
/// Attempts at one page that give the same unusable answer, byte for byte: more would give it too.
const MAX_SAME: u32 = 4;
/// Attempts at one page whose answer trickles for as long as any may take: what is so slow twice is hardly faster later.
const MAX_SLOW: u32 = 2;
/// Longest wait that a service may ask for; beyond, the search stops and can go on another time.
const MAX_PATIENCE: Duration = Duration::from_secs(600);

/// Asks one service, for as many searches as there are.
pub struct Asker {
    client: Client,
    clock: Clock,
    pace: Mutex<Pace>,
    answered: AtomicBool,
    seed: u64,
}

struct Pace {
    interval: Duration,
    next: Timestamp,
    /// When the service's limit, which its last answer said to be used up, begins anew.
    used_up_until: Option<Timestamp>,
    jitter: Jitter,
}

/// How often the same unusable answer came in a row. Only answers that pass for pages count: a service that is busy may well
/// say so in the same words until it is not.
#[derive(Default)]
struct Repeated {
    times: u32,
    body: Option<Digest>,
}

impl Repeated {
    fn count(&mut self, answer: &Answer) {
        let body = (answer.status == 200).then(|| Digest::of(&answer.body));
        self.times = if body.is_some() && self.body == body { self.times + 1 } else { u32::from(body.is_some()) };
        self.body = body;
    }
}

/// What the asker makes of an answer with status 200.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is usable.
    Good,
    /// It is not, and may be if asked again: why, and the code that explains it.
    Again(String, &'static str),
    /// It is not, and never will be.
    Never(AskError),
}

/// A usable answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The answer.
    pub answer: Answer,
    /// When it had come whole.
    pub at: Timestamp,
    /// How many attempts it took.
    pub attempts: u32,
    /// What the waits between them varied with.
    pub seed: u64,
    /// Whether an earlier attempt reached the service and its answer was lost: a session may have gone on.
    pub lost_an_answer: bool,
}

/// Why there is no usable answer. Its text never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskError {
    /// The service cannot be reached at all.
    Offline(String),
    /// The service says no.
    Refused {
        /// The status; 0 where it was not the service that refused.
        status: u16,
        /// Why.
        words: String,
    },
    /// The service asks to wait for longer than anyone would.
    Patience(Duration),
    /// Nothing usable came in so many attempts.
    GaveUp {
        /// How many.
        attempts: u32,
        /// Whether the last of them gave one and the same answer.
        same: bool,
        /// What was wrong with the last one.
        last: String,
        /// The code that explains it.
        code: &'static str,
        /// Whether all that was answered may as well mean that the service no longer knows where the search stood.
        cursor_may_be_lost: bool,
    },
    /// The service no longer knows where the search stood.
    CursorLost(String),
    /// The search leads back to an earlier page.
    Circle(String),
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offline(why) => write!(f, "cannot be reached: {why}"),
            Self::Refused { status: 0, words } => f.write_str(words),
            Self::Refused { status: 200, words } => write!(f, "refused the request: {words}"),
            Self::Refused { status, words } => {
                write!(f, "refused the request with status {status} ({}): {words}", meaning(*status))
            }
            Self::Patience(time) => write!(f, "asks to wait for {} minutes", time.as_secs().div_ceil(60)),
            Self::GaveUp { attempts, same, last, .. } => {
                let same = if *same { ", and the same one every time, byte for byte" } else { "" };
                write!(f, "gave no usable answer in {attempts} attempts{same}; the last time, {last}")
            }
            Self::CursorLost(words) => write!(f, "no longer knows where this search stood: {words}"),
            Self::Circle(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for AskError {}

/// The service says in a page of its own words that it cannot answer now.
const SAID_BY_SERVICE: &str = "SEA008";
/// The service is busy, slow or out of order.
const BUSY: &str = "SEA003";

impl AskError {
    /// The code whose page explains it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline(_) => "SEA001",
            Self::Refused { status: 0, .. } => "SEA014",
            Self::Refused { .. } => "SEA002",
            Self::Patience(_) => BUSY,
            Self::GaveUp { code, .. } => code,
            Self::CursorLost(_) => "SEA009",
            Self::Circle(_) => "SEA010",
        }
    }
}

impl Asker {
    /// Asks through `client`. Waits vary with `seed`.
    pub fn new(client: Client, clock: Clock, interval: Duration, seed: u64) -> Self {
        let pace = Mutex::new(Pace { interval, next: clock.now(), used_up_until: None, jitter: Jitter::new(seed) });
        Self { client, clock, pace, answered: AtomicBool::new(false), seed }
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Sends `request`, one of `database`, until `judge`, who sees every answer that may be a page, is content; `tell` hears why
    /// it is sent again. One service is asked in several ways, and each knows what its own answers mean.
    ///
    /// # Errors
    /// If that does not happen.
    pub async fn ask(
        &self,
        database: &dyn Database,
        request: &Request,
        mut judge: impl FnMut(&Answer) -> Verdict,
        tell: impl Fn(&str),
    ) -> Result<Asked, AskError> {
        let (mut attempts, mut lost_an_answer, mut repeated) = (0, false, Repeated::default());
        let (mut slow, mut cursor_may_be_lost) = (0, None);
        loop {
            attempts += 1;
            self.wait_for_turn(&tell).await?;
            let sent = self.client.send(request).await;
            let (last, code, patience) = match sent {
                Err(error) => {
                    lost_an_answer |= !matches!(error, SendError::Unreachable(_));
                    slow += u32::from(matches!(error, SendError::TooSlow(_)));
                    repeated = Repeated::default();
                    (self.not_sent(error)?, BUSY, None)
                }
                Ok(answer) => {
                    self.answered.store(true, Ordering::Relaxed);
                    let at = self.clock.now();
                    self.learn_limits(&answer, at).await;
                    let verdict = match answer.status {
                        200 => judge(&answer),
                        status if database.says_nothing(status, &answer.body) => judge(&answer),
                        status => judge_status(database, status, &answer),
                    };
                    match verdict {
                        Verdict::Good => return Ok(Asked { answer, at, attempts, seed: self.seed, lost_an_answer }),
                        Verdict::Never(error) => return Err(error),
                        Verdict::Again(why, code) => {
                            // What broke behind a gateway may have been the answer itself.
                            lost_an_answer |= matches!(answer.status, 200 | 500 | 502 | 504);
                            let may_be_lost = database.cursor_may_be_lost(answer.status, &answer.body);
                            cursor_may_be_lost = Some(cursor_may_be_lost.unwrap_or(true) && may_be_lost);
                            // That the service is busy may well be said in the same words until it is not.
                            if code == SAID_BY_SERVICE {
                                repeated = Repeated::default();
                            } else {
                                repeated.count(&answer);
                            }
                            (why, code, asked_for(|name| answer.header(name), at))
                        }
                    }
                }
            };
            let same = repeated.times >= MAX_SAME;
            if same || slow >= MAX_SLOW || attempts >= MAX_ATTEMPTS {
                let cursor_may_be_lost = cursor_may_be_lost == Some(true);
                return Err(AskError::GaveUp {
                    attempts,
                    same: same && repeated.times == attempts,
                    last,
                    code,
                    cursor_may_be_lost,
                });
            }
            let wait = self.wait_before_next(attempts, patience).await?;
            let next = attempts + 1;
            tell(&format!("{last}; asked again in {} s (attempt {next} of at most {MAX_ATTEMPTS})", shown(wait)));
        }
    }

    /// One request at a time begins, the interval apart; several may be under way.
    async fn wait_for_turn(&self, tell: &impl Fn(&str)) -> Result<(), AskError> {
        let (wait, used_up) = {
            let mut pace = self.pace.lock().await;
            let now = self.clock.now();
            let until = |then: Timestamp| Duration::try_from(then.duration_since(now)).unwrap_or_default();
            let used_up = pace.used_up_until.map(until).unwrap_or_default();
            if used_up > MAX_PATIENCE {
                return Err(AskError::Patience(used_up));
            }
            pace.used_up_until = None;
            let turn = pace.next.max(now).max(now.checked_add(used_up).unwrap_or(now));
            pace.next = turn.checked_add(pace.interval).unwrap_or(turn);
            (until(turn), used_up)
        };
        if !used_up.is_zero() {
            tell(&format!("the service's limit is used up; it goes on in {} s", shown(wait)));
        }
        self.clock.sleep(wait).await;
        Ok(())
    }

    /// All searches of the service wait: the limit is theirs together. Gives how long.
    async fn wait_before_next(&self, failures: u32, patience: Option<Duration>) -> Result<Duration, AskError> {
        if let Some(time) = patience.filter(|&time| time > MAX_PATIENCE) {
            return Err(AskError::Patience(time));
        }
        let mut pace = self.pace.lock().await;
        let wait = back_off(failures, &mut pace.jitter).max(patience.unwrap_or_default());
        let until = self.clock.now().checked_add(wait).unwrap_or(Timestamp::MAX);
        pace.next = pace.next.max(until);
        Ok(wait)
    }

    async fn learn_limits(&self, answer: &Answer, at: Timestamp) {
        let header = |name: &str| answer.header(name);
        let interval = allowed_interval(header).unwrap_or_default();
        // Another answer than a page says by itself how long to wait.
        let used_up = until_reset(header, at).filter(|_| answer.status == 200);
        let mut pace = self.pace.lock().await;
        // The next turn was given before this answer said how far apart they must be.
        let further = interval.saturating_sub(pace.interval);
        pace.next = pace.next.checked_add(further).unwrap_or(pace.next);
        pace.interval += further;
        pace.used_up_until = used_up.and_then(|wait| at.checked_add(wait).ok());
    }

    fn not_sent(&self, error: SendError) -> Result<String, AskError> {
        match error {
            SendError::Unreachable(why) if !self.answered.load(Ordering::Relaxed) => Err(AskError::Offline(why)),
            SendError::Refused(words) => Err(AskError::Refused { status: 0, words }),
            SendError::TooLarge => Err(AskError::Refused { status: 0, words: error.to_string() }),
            SendError::Unreachable(_) | SendError::TimedOut | SendError::TooSlow(_) | SendError::Broken(_) => {
                Ok(error.to_string())
            }
        }
    }
}

/// Whole seconds, but for short times.
fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.1}") } else { format!("{seconds:.0}") }
}

fn judge_status(database: &dyn Database, status: u16, answer: &Answer) -> Verdict {
    if database.cursor_is_lost(status, &answer.body) {
        return Verdict::Never(AskError::CursorLost(words(database, answer)));
    }
    let busy = matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504 | 520..=529);
    // OpenAlex and some gateways say "too fast" with 403.
    let too_fast = status == 403 && (answer.header("retry-after").is_some() || says_too_fast(&answer.body));
    if busy || too_fast {
        return Verdict::Again(format!("status {status}: {}", words(database, answer)), BUSY);
    }
    Verdict::Never(AskError::Refused { status, words: words(database, answer) })
}

/// What a status says that is no fault of the moment (RFC 9110, section 15).
fn meaning(status: u16) -> &'static str {
    match status {
        300..=399 => "the page is elsewhere",
        401 => "it wants a key or a sign-in",
        402 => "it wants to be paid",
        403 => "it does not allow this",
        404 | 410 => "there is nothing at this address",
        405 | 406 | 415 => "it does not take such requests",
        413 | 414 => "the request is too long",
        451 => "withheld for legal reasons",
        400..=499 => "it does not understand the request",
        _ => "no status that a service sends",
    }
}

fn words(database: &dyn Database, answer: &Answer) -> String {
    database.complaint(&answer.body).unwrap_or_else(|| "it says no more than that".to_owned())
}

fn says_too_fast(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&body[..body.len().min(2000)]).to_lowercase();
    ["rate limit", "too many requests", "slow down", "throttl"].iter().any(|words| text.contains(words))
}
