//! The one place that touches the network.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode, Url, header};

use super::guard::{is_allowed, is_public};
use super::key::Credentials;
use super::redirect::{
    MAX_REDIRECTS, is_loopback, is_same_host, may_be_asked, not_public, number, refusal, target, without,
};
use super::{Method, Request, Service};

/// Longest answer that is taken, in bytes, after decompression.
const MAX_BODY: usize = 64 << 20;
/// How the words begin that tell of a longer one.
pub(super) const TOO_LARGE: &str = "the answer has more than";
/// Longest time until a connection stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// Longest time that one answer may take, however it trickles.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(600);
/// The program, as every host learns it.
const AGENT: &str = concat!("litsieve/", env!("CARGO_PKG_VERSION"));
/// Longest silence in the middle of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// Asks one service. Verifies certificates; refuses what [`SendError::Refused`] lists.
pub struct Client {
    http: reqwest::Client,
    base: String,
    service: Service,
    credentials: Credentials,
    /// Whether others on this machine and in its network may be asked: the user named an address there.
    local: bool,
    longest: Duration,
}

/// An answer as it came, with every secret removed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, in order, without cookies.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The address that answered, where a redirection led elsewhere.
    pub redirected_to: Option<String>,
    /// Whether a secret stood in the body and was removed.
    pub secret_removed: bool,
}

impl Answer {
    /// The first header of this name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer. Its text never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// No connection: the name is unknown, nobody listens, the network is down.
    Unreachable(String),
    /// Nothing came for too long.
    TimedOut,
    /// It came, but so slowly that it was not whole after so long.
    TooSlow(Duration),
    /// The connection broke in the middle.
    Broken(String),
    /// The answer is too long.
    TooLarge,
    /// The request is one that must not be sent, or the answer leads where no one may follow.
    Refused(String),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "no connection: {why}"),
            Self::TimedOut => f.write_str("no answer in time"),
            Self::TooSlow(time) => write!(f, "the answer was not whole after {} s", time.as_secs()),
            Self::Broken(why) => write!(f, "the connection broke: {why}"),
            Self::TooLarge => write!(f, "{TOO_LARGE} {} MiB", MAX_BODY >> 20),
            Self::Refused(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for SendError {}

impl Client {
    /// A client of `service` at `base`.
    ///
    /// `local` allows `base` to lie on this machine or in its network: the user named it himself. Others there may be
    /// asked in its stead only if it does. A proxy is never used.
    ///
    /// # Errors
    /// If `base` is no address of http or https, or a key would travel unencrypted.
    pub fn new(service: &Service, base: &str, local: bool, credentials: Credentials) -> Result<Self, SendError> {
        let url = checked(base, local)?;
        if sends_key(service, &credentials) && url.scheme() == "http" && !is_loopback(&url) {
            let host = url.host_str().unwrap_or_default();
            let why = format!("{host} is not encrypted: the key is not sent there; take an address with https");
            return Err(SendError::Refused(why));
        }
        // Fails only if another part of the program has chosen before: then there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let own = Own::new(&url, local);
        let any = own.any;
        let builder = reqwest::Client::builder()
            .user_agent(AGENT)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            // Where a redirection leads is judged here, and nobody there need know who asked, or what.
            .referer(false)
            .redirect(Policy::none())
            .dns_resolver(PublicNames { own })
            // A proxy would resolve names itself, and lead past the guard.
            .no_proxy();
        let http = builder.build().map_err(|error| SendError::Refused(explain(error)))?;
        let base = base.trim_end_matches('/').to_owned();
        Ok(Self { http, base, service: *service, credentials, local: any, longest: ANSWER_TIMEOUT })
    }

    /// The same, which waits for a whole answer no longer than `longest`.
    #[must_use]
    pub fn within(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// The secrets sent along.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Where requests go.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends a request once and takes the whole answer, whatever its status.
    ///
    /// # Errors
    /// If there is no whole answer.
    pub async fn send(&self, request: &Request) -> Result<Answer, SendError> {
        let whole = tokio::time::timeout(self.longest, self.answered(request)).await;
        whole.unwrap_or(Err(SendError::TooSlow(self.longest)))
    }

    async fn answered(&self, request: &Request) -> Result<Answer, SendError> {
        let mut response = self.followed(request).await.map_err(|error| self.clean(error))?;
        let status = response.status().as_u16();
        let asked = self.base.as_str();
        let redirected_to = (!response.url().as_str().starts_with(asked))
            .then(|| self.credentials.remove_from_text(response.url().as_str()));
        let headers = response
            .headers()
            .iter()
            .filter(|(name, _)| **name != header::SET_COOKIE)
            .map(|(name, value)| {
                (name.to_string(), self.credentials.remove_from_text(&String::from_utf8_lossy(value.as_bytes())))
            })
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.clean(send_error(error)))? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(SendError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let secret_removed = self.credentials.remove_from(&mut body);
        Ok(Answer { status, headers, body, redirected_to, secret_removed })
    }

    /// The answer at the end of all redirections.
    async fn followed(&self, request: &Request) -> Result<Response, SendError> {
        let mut next = self.built(request)?;
        let first = next.url().clone();
        for _ in 0..=MAX_REDIRECTS {
            let (method, from) = (next.method().clone(), next.url().clone());
            let response = self.http.execute(next).await.map_err(send_error)?;
            let Some(to) = target(&response) else { return Ok(response) };
            if let Some(why) = refusal(&from, &to, sends_key(&self.service, &self.credentials), self.local) {
                return Err(SendError::Refused(why));
            }
            // As browsers do: a form is not sent again unless the service says so.
            let as_it_was =
                matches!(response.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
            let same = method == reqwest::Method::GET || as_it_was;
            let request = if same { request.clone() } else { Request::get("", request.accept) };
            let own = is_same_host(&first, &to);
            next = self.at(&request, to, own)?;
        }
        Err(SendError::Refused(format!("the service redirects more than {MAX_REDIRECTS} times")))
    }

    fn built(&self, request: &Request) -> Result<reqwest::Request, SendError> {
        let mut whole = request.clone();
        whole.parameters.extend(self.credentials.parameters(self.service.key, self.service.mail));
        let url = Url::parse(&whole.url(&self.base)).map_err(|error| SendError::Refused(error.to_string()))?;
        self.at(request, url, true)
    }

    /// `request` as it goes to `url`; only the service's `own` host is told who asks.
    fn at(&self, request: &Request, url: Url, own: bool) -> Result<reqwest::Request, SendError> {
        let mail = self.credentials.mail.as_ref().map(|mail| mail.reveal());
        let url = match mail {
            Some(mail) if !own => without(url, mail),
            _ => url,
        };
        let mut builder = match request.method {
            Method::Get => self.http.get(url),
            Method::Post => self.http.post(url),
        };
        builder = builder.header(header::ACCEPT, request.accept);
        if let Some(mail) = mail.filter(|_| own) {
            builder = builder.header(header::USER_AGENT, format!("{AGENT} (mailto:{mail})"));
        }
        if let Some((name, value)) = self.credentials.header(self.service.key) {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.header(header::CONTENT_TYPE, "application/json").body(body.clone());
        } else if request.is_form() {
            let mut form = request.clone();
            if own {
                form.parameters.extend(self.credentials.parameters(self.service.key, self.service.mail));
            }
            builder = builder
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.encoded_parameters());
        }
        builder.build().map_err(|error| SendError::Refused(explain(error)))
    }

    fn clean(&self, error: SendError) -> SendError {
        let clean = |why: String| self.credentials.remove_from_text(&why);
        match error {
            SendError::Unreachable(why) => SendError::Unreachable(clean(why)),
            SendError::Broken(why) => SendError::Broken(clean(why)),
            SendError::Refused(why) => SendError::Refused(clean(why)),
            SendError::TimedOut | SendError::TooSlow(_) | SendError::TooLarge => error,
        }
    }
}

/// Whether a key goes with every request.
fn sends_key(service: &Service, credentials: &Credentials) -> bool {
    credentials.key.is_some() && service.key.place().is_some()
}

/// An address that may be asked. The error never repeats it: it may hold a key.
pub(super) fn checked(base: &str, local: bool) -> Result<Url, SendError> {
    let url =
        Url::parse(base).map_err(|error| SendError::Refused(format!("what is given as address is none: {error}")))?;
    may_be_asked(&url, local).map_err(SendError::Refused)?;
    // Parameters are the request's own; a key among them would be kept with the evidence.
    if url.query().is_some() || url.fragment().is_some() {
        let why =
            "the address has parameters (`?` or `#`), which would be kept with the evidence: give it without them";
        return Err(SendError::Refused(why.to_owned()));
    }
    Ok(url)
}

#[derive(Debug)]
struct NotPublic(String);

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotPublic {}

/// What of this machine and its network the user's own address allows to be asked.
#[derive(Clone)]
struct Own {
    /// Everything: the address is one of there.
    any: bool,
    /// Whatever this name stands for: the user named it.
    host: Option<String>,
}

impl Own {
    fn new(base: &Url, named: bool) -> Self {
        let there = is_loopback(base) || number(base).is_some_and(|address| !is_public(address));
        Self { any: named && there, host: base.host_str().filter(|_| named).map(str::to_owned) }
    }

    fn allows(&self, name: &str) -> bool {
        self.any || self.host.as_deref().is_some_and(|host| host.eq_ignore_ascii_case(name))
    }
}

/// Resolves names, and takes public addresses only unless the user named another: what is asked is what was judged.
struct PublicNames {
    own: Own,
}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let local = self.own.allows(&name);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<_> = found.into_iter().filter(|address| is_allowed(address.ip(), local)).collect();
            if allowed.is_empty() {
                return Err(NotPublic(not_public(&name, local)).into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn send_error(error: reqwest::Error) -> SendError {
    if let Some(refused) = causes(&error).into_iter().find_map(|cause| cause.downcast_ref::<NotPublic>()) {
        return SendError::Refused(refused.0.clone());
    }
    if error.is_timeout() {
        SendError::TimedOut
    } else if error.is_connect() {
        SendError::Unreachable(explain(error))
    } else if error.is_builder() {
        SendError::Refused(explain(error))
    } else {
        SendError::Broken(explain(error))
    }
}

/// The last cause of an error, without the address, which holds the key.
fn explain(error: reqwest::Error) -> String {
    let error = error.without_url();
    causes(&error).last().map_or_else(|| error.to_string(), ToString::to_string)
}

fn causes<'a>(error: &'a (dyn std::error::Error + 'static)) -> Vec<&'a (dyn std::error::Error + 'static)> {
    let mut all = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        all.push(cause);
        next = cause.source();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_this_network_leads_to_others_of_it() {
        let own = |base: &str, named| Own::new(&Url::parse(base).expect("an address"), named);
        for base in ["http://127.0.0.1:8080", "http://localhost:80/x", "http://10.0.0.3", "http://[::1]:1"] {
            assert!(own(base, true).any, "{base}");
            assert!(!own(base, false).any && !own(base, false).allows("localhost"), "{base}");
        }
        for base in ["https://api.example.org/v1", "https://93.184.215.14", "http://mirror.intranet"] {
            assert!(!own(base, true).any && !own(base, true).allows("localhost"), "{base}");
        }
        assert!(own("http://Mirror.intranet/v1", true).allows("mirror.intranet"), "it was named");
        assert!(!own("http://mirror.intranet/v1", false).allows("mirror.intranet"), "it was not");
    }
}
