//! The one place that touches the network.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Url, header};

use super::guard::{is_allowed, is_public};
use super::key::Credentials;
use super::{Method, Request, Service};

/// Longest answer that is taken, in bytes, after decompression.
const MAX_BODY: usize = 64 << 20;
/// How the words begin that tell of a longer one.
pub(super) const TOO_LARGE: &str = "the answer has more than";
/// Longest redirection that is followed.
const MAX_REDIRECTS: usize = 5;
/// Longest time until a connection stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// Longest time that one answer may take, however it trickles.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(600);
/// Longest silence in the middle of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// Asks one service. Verifies certificates; refuses what [`SendError::Refused`] lists.
pub struct Client {
    http: reqwest::Client,
    base: String,
    service: Service,
    credentials: Credentials,
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
    /// It took too long.
    TimedOut,
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
        let keyed = credentials.key.is_some() && service.key.place().is_some();
        if keyed && url.scheme() == "http" && !is_loopback(&url) {
            let why = format!("{base} is not encrypted: the key is not sent there; take an address with https");
            return Err(SendError::Refused(why));
        }
        let contact = credentials.mail.as_ref().map(|mail| format!(" (mailto:{})", mail.reveal())).unwrap_or_default();
        // Fails only if another part of the program has chosen before: then there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let own = Own::new(&url, local);
        let redirected = own.clone();
        let builder = reqwest::Client::builder()
            .user_agent(concat!("litsieve/", env!("CARGO_PKG_VERSION")).to_owned() + &contact)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            // Where a redirection leads, nobody need know what was asked.
            .referer(false)
            .redirect(Policy::custom(move |attempt| follow(attempt, keyed, redirected.any)))
            .dns_resolver(PublicNames { own })
            // A proxy would resolve names itself, and lead past the guard.
            .no_proxy();
        let http = builder.build().map_err(|error| SendError::Refused(explain(error)))?;
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), service: *service, credentials })
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
        let sent = self.build(request)?.send().await;
        let mut response = sent.map_err(|error| self.clean(send_error(error)))?;
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

    fn build(&self, request: &Request) -> Result<reqwest::RequestBuilder, SendError> {
        let mut request = request.clone();
        request.parameters.extend(self.credentials.parameters(self.service.key, self.service.mail));
        let url = Url::parse(&request.url(&self.base)).map_err(|error| SendError::Refused(error.to_string()))?;
        let mut builder = match request.method {
            Method::Get => self.http.get(url),
            Method::Post => self.http.post(url),
        };
        builder = builder.header(header::ACCEPT, request.accept);
        if let Some((name, value)) = self.credentials.header(self.service.key) {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.header(header::CONTENT_TYPE, "application/json").body(body.clone());
        } else if request.is_form() {
            builder = builder
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(request.encoded_parameters());
        }
        Ok(builder)
    }

    fn clean(&self, error: SendError) -> SendError {
        let clean = |why: String| self.credentials.remove_from_text(&why);
        match error {
            SendError::Unreachable(why) => SendError::Unreachable(clean(why)),
            SendError::Broken(why) => SendError::Broken(clean(why)),
            SendError::Refused(why) => SendError::Refused(clean(why)),
            SendError::TimedOut | SendError::TooLarge => error,
        }
    }
}

/// An address that may be asked.
fn checked(base: &str, local: bool) -> Result<Url, SendError> {
    let shown = base.split(['?', '#']).next().unwrap_or_default();
    let url = Url::parse(base).map_err(|error| SendError::Refused(format!("{shown} is no address: {error}")))?;
    may_be_asked(&url, local).map_err(SendError::Refused)?;
    // Parameters are the request's own; a key among them would be kept with the evidence. The address is not repeated.
    if url.query().is_some() || url.fragment().is_some() {
        let why =
            "the address has parameters (`?` or `#`), which would be kept with the evidence: give it without them";
        return Err(SendError::Refused(why.to_owned()));
    }
    Ok(url)
}

/// Names are judged when they are resolved; an address written as a number never is, so it is judged here.
fn may_be_asked(url: &Url, local: bool) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{}: only http and https are asked", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a name or a password in an address would be kept with the evidence".to_owned());
    }
    match number(url) {
        Some(address) if !is_allowed(address, local) => Err(not_public(&address.to_string(), local)),
        _ => Ok(()),
    }
}

fn not_public(what: &str, local: bool) -> String {
    if local {
        return format!(
            "{what} is no address of this machine or of a private network, nor a public one: it is never asked"
        );
    }
    format!("{what} lies on this machine or in its own network, and is asked only if you name it yourself")
}

fn number(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn is_loopback(url: &Url) -> bool {
    url.host_str() == Some("localhost") || number(url).is_some_and(|address| address.is_loopback())
}

/// Another host never gets to see a key; encryption is never given up on the way.
fn follow(attempt: Attempt<'_>, keyed: bool, local: bool) -> reqwest::redirect::Action {
    let to = attempt.url().clone();
    let refusal = attempt.previous().last().and_then(|from| {
        let same = from.host_str() == to.host_str() && from.port_or_known_default() == to.port_or_known_default();
        if keyed && !same {
            Some(format!("the service redirects to another host, {}, which must not see the key", host(&to)))
        } else if from.scheme() == "https" && to.scheme() == "http" {
            Some(format!("the service redirects to {}, without encryption", host(&to)))
        } else if attempt.previous().len() > MAX_REDIRECTS {
            Some(format!("the service redirects more than {MAX_REDIRECTS} times"))
        } else {
            may_be_asked(&to, local).err()
        }
    });
    match refusal {
        Some(why) => attempt.error(RefusedRedirect(why)),
        None => attempt.follow(),
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[derive(Debug)]
struct RefusedRedirect(String);

impl fmt::Display for RefusedRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RefusedRedirect {}

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
                return Err(RefusedRedirect(not_public(&name, local)).into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn send_error(error: reqwest::Error) -> SendError {
    if let Some(refused) = causes(&error).into_iter().find_map(|cause| cause.downcast_ref::<RefusedRedirect>()) {
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
