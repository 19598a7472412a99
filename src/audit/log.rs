//! The lines of `audit.jsonl`: written as a chain, read with a check of every link.

use std::fmt;
use std::io::{self, BufRead, Write};

use sha2::{Digest as _, Sha256};

use crate::source::Digest;
use crate::wire::audit::{End, Event};

/// How many hexadecimal digits of a digest make a link of the chain.
const LINK: usize = 16;

/// Writes events as lines.
pub struct LogWriter<'a> {
    out: &'a mut dyn Write,
    chain: String,
    lines: u64,
    whole: Sha256,
}

impl<'a> LogWriter<'a> {
    /// Begins a log.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out, chain: String::new(), lines: 0, whole: Sha256::new() }
    }

    /// Adds an event.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        let body = serde_json::to_string(event)?;
        self.chain = link(&self.chain, &body);
        // A JSON object ends with a brace, so the chain can be put before it.
        let line = format!("{},\"chain\":\"{}\"}}\n", &body[..body.len() - 1], self.chain);
        self.whole.update(line.as_bytes());
        self.lines += 1;
        self.out.write_all(line.as_bytes())
    }

    /// Ends the log with its last line.
    pub fn finish(mut self) -> io::Result<()> {
        let sha256 = Digest::from_bytes(self.whole.clone().finalize().into()).to_string();
        self.event(&Event::End(End { lines: self.lines, sha256 }))
    }
}

/// The link of a line: of the link before it and of the line without its own.
fn link(before: &str, body: &str) -> String {
    let mut link = Digest::of(format!("{before}{body}").as_bytes()).to_string();
    link.truncate(LINK);
    link
}

/// Why a log cannot be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLog {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub what: Broken,
}

/// What is wrong with a line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// It could not be read.
    Unreadable(String),
    /// It is no event.
    NoEvent(String),
    /// It is not the line that was written there: it was edited, or lines were added, taken away or put elsewhere.
    Chain,
    /// The last line is missing: the log was cut off.
    NoEnd,
    /// Something stands behind the last line.
    BehindEnd,
    /// The last line says something else of the lines before it.
    End,
}

impl fmt::Display for BrokenLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.what {
            Broken::Unreadable(error) => format!("cannot be read: {error}"),
            Broken::NoEvent(error) => format!("is no event: {error}"),
            Broken::Chain => {
                "does not follow from the line before it: it was edited, or lines were added, removed or moved"
                    .to_owned()
            }
            Broken::NoEnd => "is where the log breaks off: its last line is missing".to_owned(),
            Broken::BehindEnd => "stands behind the end of the log".to_owned(),
            Broken::End => "counts or sums up other lines than those that stand before it".to_owned(),
        };
        write!(f, "line {} {what}", self.line)
    }
}

impl std::error::Error for BrokenLog {}

/// Reads a log and hands over every event; stops at the first line that cannot be believed.
///
/// # Errors
/// The first line that is not what was written.
pub fn read_log(mut from: impl BufRead, mut take: impl FnMut(Event)) -> Result<(), BrokenLog> {
    let mut chain = Chain::default();
    while let Some(line) = chain.next_line(&mut from)? {
        take(chain.follow(&line)?);
    }
    Ok(())
}

/// Reads a log and hands over every event that can be read, whatever was done to the log: for naming what it tells, not for
/// believing it.
///
/// # Errors
/// The first line that is not what was written.
pub fn read_broken_log(mut from: impl BufRead, mut take: impl FnMut(Event)) -> Result<(), BrokenLog> {
    let mut chain = Chain::default();
    let mut first = Ok(());
    loop {
        match chain.next_line(&mut from) {
            Ok(Some(line)) if first.is_ok() => match chain.follow(&line) {
                Ok(event) => take(event),
                Err(broken) => {
                    first = Err(broken);
                    serde_json::from_slice(&line).into_iter().for_each(&mut take);
                }
            },
            Ok(Some(line)) => serde_json::from_slice(&line).into_iter().for_each(&mut take),
            Ok(None) => return first,
            Err(broken) => return first.and(Err(broken)),
        }
    }
}

/// How far a log has been followed.
#[derive(Default)]
struct Chain {
    link: String,
    whole: Sha256,
    ended: bool,
    /// How many lines were read.
    lines: u64,
}

impl Chain {
    /// The next line, with its end; `None` behind the last.
    fn next_line(&mut self, from: &mut impl BufRead) -> Result<Option<Vec<u8>>, BrokenLog> {
        let mut line = Vec::new();
        let read = from.read_until(b'\n', &mut line);
        self.lines += 1;
        match read {
            Ok(0) if self.ended => Ok(None),
            Ok(0) => Err(self.broken(Broken::NoEnd)),
            Ok(_) => Ok(Some(line)),
            Err(error) => Err(self.broken(Broken::Unreadable(error.to_string()))),
        }
    }

    fn broken(&self, what: Broken) -> BrokenLog {
        BrokenLog { line: self.lines, what }
    }

    /// The event on a line that follows from those before it.
    fn follow(&mut self, line: &[u8]) -> Result<Event, BrokenLog> {
        if self.ended {
            return Err(self.broken(Broken::BehindEnd));
        }
        let text = std::str::from_utf8(line).map_err(|error| self.broken(Broken::Unreadable(error.to_string())))?;
        let (body, link_of_line) = split(text).ok_or_else(|| self.broken(Broken::Chain))?;
        self.link = link(&self.link, &body);
        if self.link != link_of_line {
            return Err(self.broken(Broken::Chain));
        }
        let event = serde_json::from_str(&body).map_err(|error| self.broken(Broken::NoEvent(error.to_string())))?;
        if let Event::End(end) = &event {
            let sum = Digest::from_bytes(self.whole.clone().finalize().into()).to_string();
            if end.lines != self.lines - 1 || end.sha256 != sum {
                return Err(self.broken(Broken::End));
            }
            self.ended = true;
        }
        self.whole.update(line);
        Ok(event)
    }
}

/// A line without its chain, and the chain.
fn split(line: &str) -> Option<(String, &str)> {
    const MARK: &str = ",\"chain\":\"";
    let end = line.strip_suffix("\"}\n")?;
    let at = end.len().checked_sub(LINK)?;
    let link = end.get(at..)?;
    let body = end.get(..at)?.strip_suffix(MARK)?;
    Some((format!("{body}}}"), link))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::audit::Repaired;

    fn log() -> String {
        let mut out = Vec::new();
        let mut log = LogWriter::new(&mut out);
        for record in ["a:1", "a:2", "a:3"] {
            let event = Event::Repair(Repaired {
                record: record.into(),
                tag: "AU".into(),
                field: "author".into(),
                from: "Quay,Ann".into(),
                to: "Quay, Ann \"chain\"".into(),
            });
            log.event(&event).expect("memory");
        }
        log.finish().expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    fn check(text: &str) -> Result<usize, BrokenLog> {
        let mut events = 0;
        read_log(text.as_bytes(), |_| events += 1).map(|()| events)
    }

    fn broken(line: u64, what: Broken) -> Result<usize, BrokenLog> {
        Err(BrokenLog { line, what })
    }

    #[test]
    fn a_log_is_read_as_it_was_written() {
        assert_eq!(check(&log()), Ok(4));
    }

    #[test]
    fn whatever_is_done_to_a_log_is_told_with_its_line() {
        let log = log();
        let lines: Vec<&str> = log.split_inclusive('\n').collect();
        let with = |order: &[usize]| order.iter().map(|&at| lines[at]).collect::<String>();
        assert_eq!(check(&log.replacen("a:2", "a:9", 1)), broken(2, Broken::Chain), "an edited line");
        assert_eq!(check(&with(&[0, 2, 1, 3])), broken(2, Broken::Chain), "lines in another order");
        assert_eq!(check(&with(&[0, 2, 3])), broken(2, Broken::Chain), "a line taken away");
        assert_eq!(check(&with(&[0, 1, 1, 2, 3])), broken(3, Broken::Chain), "a line twice");
        assert_eq!(check(&with(&[0, 1, 2])), broken(4, Broken::NoEnd), "cut off");
        assert_eq!(check(&with(&[0, 1, 2, 3, 3])), broken(5, Broken::BehindEnd), "something behind the end");
        assert_eq!(check(""), broken(1, Broken::NoEnd));
        assert_eq!(check("nonsense\n"), broken(1, Broken::Chain));
    }

    #[test]
    fn what_a_broken_log_still_tells_can_be_read() {
        let told = |text: &str| {
            let mut records = Vec::new();
            let broken = read_broken_log(text.as_bytes(), |event| match event {
                Event::Repair(repair) => records.push(repair.record),
                other => assert!(matches!(other, Event::End(_)), "{other:?}"),
            });
            (records, broken)
        };
        let (log, chain) = (log(), |line| Err(BrokenLog { line, what: Broken::Chain }));
        assert_eq!(told(&log), (vec!["a:1".into(), "a:2".into(), "a:3".into()], Ok(())));
        let edited = log.replacen("a:2", "a:9", 1);
        assert_eq!(told(&edited), (vec!["a:1".into(), "a:9".into(), "a:3".into()], chain(2)));
        let nonsense = edited.replacen("{\"event\":\"repair\",\"record\":\"a:1\"", "nonsense", 1);
        assert_eq!(told(&nonsense), (vec!["a:9".into(), "a:3".into()], chain(1)), "the first breach is told");
    }

    #[test]
    fn an_event_of_a_later_version_is_passed_over() {
        let body = r#"{"event":"moonrise","height":7}"#;
        let line = format!("{},\"chain\":\"{}\"}}\n", &body[..body.len() - 1], link("", body));
        let mut events = Vec::new();
        assert!(read_log(line.as_bytes(), |event| events.push(event)).is_err(), "it has no end");
        assert_eq!(events, [Event::Unknown]);
    }
}
