//! How long to wait: between requests, after a refusal, after a failure. Pure.

use std::time::Duration;

use jiff::Timestamp;

/// Waits between attempts double from the first to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Longest wait before another attempt that the program chooses by itself.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Random numbers that are the same for the same seed (SplitMix64, Steele et al. 2014).
#[derive(Debug, Clone)]
pub struct Jitter(u64);

impl Jitter {
    /// A sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// How long to wait after `failures` failures in a row, counted from 1: between half and the whole of a wait that doubles.
pub fn back_off(failures: u32, jitter: &mut Jitter) -> Duration {
    let whole = FIRST_WAIT.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST_WAIT);
    let half = whole / 2;
    half + Duration::from_millis(jitter.number() % (half.as_millis() as u64 + 1))
}

/// What a service asks for by `Retry-After` (seconds, or a date as in RFC 9110, section 10.2.3), else by a reset of its
/// limit in `X-RateLimit-Reset` (seconds, or seconds since 1970). `header` gives a header by its name in lower case.
///
/// A date counts from the service's own `Date`: the clock of this machine may be wrong.
pub fn asked_for<'a>(header: impl Fn(&str) -> Option<&'a str>, now: Timestamp) -> Option<Duration> {
    let now = header("date").and_then(http_date).unwrap_or(now);
    let until = |then: Timestamp| Duration::try_from(then.duration_since(now)).unwrap_or(Duration::ZERO);
    if let Some(text) = header("retry-after") {
        let text = text.trim();
        return match text.parse::<f64>() {
            Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
            Err(_) => http_date(text).map(until),
        };
    }
    reset(header, now)
}

/// How long until the limit begins anew, if the service says that nothing is left of it: `X-RateLimit-Remaining: 0`, as Scopus
/// and OpenAlex send it, in any of the spellings in use. What it asks for by `Retry-After` comes first.
pub fn until_reset<'a>(header: impl Fn(&str) -> Option<&'a str> + Copy, now: Timestamp) -> Option<Duration> {
    let remaining = ["x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining"];
    let remaining: f64 = remaining.iter().find_map(|name| header(name))?.trim().parse().ok()?;
    if remaining <= 0.0 { asked_for(header, now) } else { None }
}

/// `now` is the time of the service.
fn reset<'a>(header: impl Fn(&str) -> Option<&'a str>, now: Timestamp) -> Option<Duration> {
    let names = ["x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset"];
    let reset = names.iter().find_map(|name| header(name))?.trim();
    let reset = reset.strip_suffix('s').unwrap_or(reset).parse::<f64>().ok().filter(|reset| reset.is_finite())?;
    // No service resets its limit only after 30 years: a number this large is a date, a larger one a date in milliseconds.
    let date = match reset {
        reset if reset > 1e11 => reset / 1000.0,
        reset if reset > 1e9 => reset,
        seconds => return Duration::try_from_secs_f64(seconds).ok(),
    };
    let then = Timestamp::from_second(date.ceil() as i64).ok()?;
    Some(Duration::try_from(then.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// The shortest time between requests that the headers of an answer allow: Crossref's `x-rate-limit-limit` per
/// `x-rate-limit-interval`, also written without the second hyphen.
pub fn allowed_interval<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Option<Duration> {
    let either = |a, b| header(a).or_else(|| header(b));
    let limit = either("x-rate-limit-limit", "x-ratelimit-limit")?.trim().parse::<u32>().ok().filter(|&n| n > 0)?;
    let interval = either("x-rate-limit-interval", "x-ratelimit-interval")?.trim().strip_suffix('s')?;
    Some(Duration::from_secs(interval.parse().ok()?) / limit)
}

/// A date in any of the three forms that RFC 9110, section 5.6.7, has recipients read; all are in UTC.
fn http_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let today = || jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    let as_written = |form| {
        let time = jiff::civil::DateTime::strptime(form, text).ok()?;
        time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|time| time.timestamp())
    };
    today().or_else(|| as_written("%A, %d-%b-%y %H:%M:%S GMT")).or_else(|| as_written("%a %b %e %H:%M:%S %Y"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&str, &str)]) -> Option<Duration> {
        let now = Timestamp::from_second(1_792_000_000).expect("a time");
        asked_for(|name| headers.iter().find(|(found, _)| *found == name).map(|(_, value)| *value), now)
    }

    #[test]
    fn a_service_asks_for_patience_in_seconds_or_by_a_date() {
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!(asked(&[("retry-after", "2")]), seconds(2));
        let date = "Wed, 21 Oct 2026 07:28:00 GMT";
        assert_eq!(asked(&[("retry-after", date), ("date", "Wed, 21 Oct 2026 07:27:20 GMT")]), seconds(40));
        assert_eq!(asked(&[("retry-after", date)]), seconds(1_792_567_680 - 1_792_000_000));
        assert_eq!(asked(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")]), seconds(0), "it is over");
        for obsolete in ["Wednesday, 21-Oct-26 07:28:00 GMT", "Wed Oct 21 07:28:00 2026"] {
            assert_eq!(asked(&[("retry-after", obsolete)]), seconds(1_792_567_680 - 1_792_000_000), "{obsolete}");
        }
        assert_eq!(asked(&[("x-ratelimit-reset", "1792000030")]), seconds(30));
        assert_eq!(asked(&[("x-ratelimit-reset", "30")]), seconds(30));
        assert_eq!(
            asked(&[("x-rate-limit-reset", "1792000030500")]),
            seconds(31),
            "milliseconds, as some gateways count"
        );
        for nonsense in ["soon", "-", "NaN", "1e400"] {
            assert_eq!(asked(&[("retry-after", nonsense)]), None, "{nonsense}");
        }
    }

    #[test]
    fn a_limit_that_is_used_up_is_waited_for() {
        let now = Timestamp::from_second(1_792_000_000).expect("a time");
        let wait = |headers: &[(&str, &'static str)]| {
            until_reset(|name| headers.iter().find(|(found, _)| *found == name).map(|(_, value)| *value), now)
        };
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!(wait(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "30")]), seconds(30));
        assert_eq!(wait(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1792000007")]), seconds(7));
        assert_eq!(wait(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "5")]), seconds(5));
        assert_eq!(wait(&[("x-ratelimit-remaining", "0"), ("retry-after", "9")]), seconds(9));
        assert_eq!(wait(&[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "30")]), None, "one is left");
        assert_eq!(wait(&[("x-ratelimit-reset", "30")]), None);
        for nonsense in ["", "none", "NaN"] {
            assert_eq!(wait(&[("x-ratelimit-remaining", nonsense), ("x-ratelimit-reset", "30")]), None, "{nonsense}");
        }
        assert_eq!(wait(&[("x-ratelimit-remaining", "0")]), None, "nobody knows until when");
    }

    #[test]
    fn waits_double_up_to_a_minute_and_vary_with_the_seed_only() {
        let waits = |seed| {
            let mut jitter = Jitter::new(seed);
            (1..=10).map(|failures| back_off(failures, &mut jitter)).collect::<Vec<_>>()
        };
        assert_eq!(waits(7), waits(7));
        assert_ne!(waits(7), waits(8));
        for (index, wait) in waits(7).iter().enumerate() {
            let whole = Duration::from_secs((1 << index).min(60));
            assert!((whole / 2..=whole).contains(wait), "{index}: {wait:?}");
        }
    }

    #[test]
    fn limits_are_read_from_the_headers_that_crossref_sends() {
        let interval = |headers: &[(&str, &'static str)]| {
            allowed_interval(|name| headers.iter().find(|(found, _)| *found == name).map(|(_, value)| *value))
        };
        let expected = Some(Duration::from_millis(200));
        assert_eq!(interval(&[("x-rate-limit-limit", "5"), ("x-rate-limit-interval", "1s")]), expected);
        assert_eq!(interval(&[("x-ratelimit-limit", "20"), ("x-ratelimit-interval", "4s")]), expected);
        assert_eq!(interval(&[("x-ratelimit-limit", "20000")]), None, "a quota a week is no interval");
        assert_eq!(interval(&[("x-rate-limit-limit", "0"), ("x-rate-limit-interval", "1s")]), None);
    }
}
