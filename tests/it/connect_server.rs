//! A server on loopback for the tests of connectors: answers what a function says, keeps what it was asked, and can fail in every way.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Path and parameters, not decoded.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    /// A parameter, decoded; from the body of a form too.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let in_address = self.target.split_once('?').map_or("", |(_, parameters)| parameters);
        let mut pairs = in_address.split('&').chain(self.body.split('&')).filter_map(|pair| pair.split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| decoded(value))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// `text` without percent encoding.
pub fn decoded(text: &str) -> String {
    let (mut out, bytes, mut at) = (Vec::new(), text.as_bytes(), 0);
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// How an answer reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    Whole,
    /// The connection ends in the middle of the body.
    CutOff,
    /// The connection ends before anything is answered.
    Nothing,
    /// Bytes without end, as far as the client takes them.
    Endless,
}

#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub delivery: Delivery,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), delivery: Delivery::Whole }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }
}

/// Runs until it is dropped; then nobody answers at its address.
pub struct Server {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    open: Arc<Mutex<bool>>,
}

impl Server {
    /// Answers the request number `n`, counted from 0, with `answer(n, request)`.
    pub fn start(answer: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (seen, open) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(true)));
        let (shared, answer) = ((Arc::clone(&seen), Arc::clone(&open)), Arc::new(answer));
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if !*shared.1.lock().unwrap() {
                    return;
                }
                let (seen, open, answer) = (Arc::clone(&shared.0), Arc::clone(&shared.1), Arc::clone(&answer));
                thread::spawn(move || serve(connection, &seen, &open, &*answer));
            }
        });
        Self { address, seen, open }
    }

    /// Every request so far, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        *self.open.lock().unwrap() = false;
        // The listener wakes up, sees that it is closed, and ends.
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
    }
}

fn serve(
    connection: TcpStream,
    seen: &Mutex<Vec<Seen>>,
    open: &Mutex<bool>,
    answer: &(dyn Fn(usize, &Seen) -> Reply + Send + Sync),
) -> Option<()> {
    connection.set_nodelay(true).ok()?;
    let mut writer = connection.try_clone().ok()?;
    let mut reader = BufReader::new(connection);
    while let Some(request) = read_request(&mut reader) {
        if !*open.lock().unwrap() {
            return None;
        }
        let number = {
            let mut seen = seen.lock().unwrap();
            seen.push(request.clone());
            seen.len() - 1
        };
        let reply = answer(number, &request);
        write_reply(&mut writer, &reply)?;
    }
    Some(())
}

fn read_request(reader: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|&read| read > 0)?;
    let mut words = line.split_whitespace();
    let target = words.nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let seen = Seen { target, headers, body: String::new() };
    let length = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen { body: String::from_utf8_lossy(&body).into_owned(), ..seen })
}

/// `None` ends the connection.
fn write_reply(writer: &mut TcpStream, reply: &Reply) -> Option<()> {
    if reply.delivery == Delivery::Nothing {
        return None;
    }
    let mut head = format!("HTTP/1.1 {} made up\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if reply.delivery == Delivery::Endless {
        head.push_str("\r\n");
        writer.write_all(head.as_bytes()).ok()?;
        let block = vec![b' '; 1 << 20];
        while writer.write_all(&block).is_ok() {}
        return None;
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", reply.body.len()));
    let whole = reply.delivery == Delivery::Whole;
    let sent = if whole { &reply.body[..] } else { &reply.body[..reply.body.len() / 2] };
    writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(sent)).ok()?;
    whole.then_some(())
}
