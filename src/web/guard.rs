//! Who may ask: the browser that was given the address, and no other page.
//!
//! The address holds a secret, so that other users of the computer and other pages cannot guess it. The `Host` must be the
//! loopback address itself, so that a foreign name that was pointed at it gets nothing. `Origin` and `Sec-Fetch-Site` must
//! be the page's own. No answer allows another origin to read it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use axum::http::{HeaderMap, Method, Uri, header};

/// What is expected of every request.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    port: u16,
    token: String,
}

/// Why a request is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TurnedAway {
    /// It was sent to another name than the loopback address.
    Host,
    /// Another page sent it.
    Origin,
    /// It does not know the secret.
    Token,
}

impl Guard {
    pub fn new(port: u16) -> Self {
        Self { port, token: secret() }
    }

    /// The address to open.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Whether a request may be answered.
    pub fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), TurnedAway> {
        let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
        let names = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let host = text(header::HOST).unwrap_or_default();
        // One name, and no other in the address that was asked for, as a proxy is asked.
        let only = headers.get_all(header::HOST).iter().count() == 1;
        let elsewhere = uri.authority().is_some_and(|authority| authority.as_str() != host);
        if !only || elsewhere || !names.iter().any(|name| name == host) {
            return Err(TurnedAway::Host);
        }
        let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|rest| rest == host);
        if text(header::ORIGIN).is_some_and(|origin| !own(origin)) {
            return Err(TurnedAway::Origin);
        }
        let reads = matches!(*method, Method::GET | Method::HEAD);
        // Browsers say where a request comes from; a link in another page may open this one, but nothing more.
        let is_page = method == Method::GET && headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
        let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("?"));
        if !is_page && site.is_some_and(|site| site != "same-origin" && site != "none") {
            return Err(TurnedAway::Origin);
        }
        if !reads && headers.get(MARK).is_none() {
            return Err(TurnedAway::Origin);
        }
        let given = uri.path().trim_start_matches('/').split('/').next().unwrap_or_default();
        if same(given.as_bytes(), self.token.as_bytes()) { Ok(()) } else { Err(TurnedAway::Token) }
    }
}

/// A header that a form of another page cannot send without asking first.
pub(super) const MARK: &str = "x-litsieve";

/// The headers of every answer.
pub(super) const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// Compares without telling by its time how much was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (x, y)| differ | (x ^ y)) == 0
}

/// 128 bits from the keyed hash of the standard library, whose keys come from the system's source of randomness.
fn secret() -> String {
    let part = |number: u64| {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u64(number);
        format!("{:016x}", hasher.finish())
    };
    [part(1), part(2)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &Method, path: &str, headers: &[(&'static str, &str)]) -> Result<(), TurnedAway> {
        let guard = Guard { port: 8000, token: "abc".into() };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a header"));
        }
        guard.check(method, &path.parse().expect("a path"), &map)
    }

    const HOST: (&str, &str) = ("host", "127.0.0.1:8000");

    #[test]
    fn the_own_page_may_ask() {
        assert_eq!(asked(&Method::GET, "/abc/", &[HOST]), Ok(()));
        assert_eq!(asked(&Method::GET, "/abc/", &[("host", "localhost:8000"), ("sec-fetch-site", "none")]), Ok(()));
        let own = [HOST, ("origin", "http://127.0.0.1:8000"), ("sec-fetch-site", "same-origin"), (MARK, "1")];
        assert_eq!(asked(&Method::POST, "/abc/act", &own), Ok(()));
        assert_eq!(asked(&Method::HEAD, "/abc/", &[HOST]), Ok(()), "what asks for the headers only changes nothing");
    }

    #[test]
    fn nobody_else_may() {
        use TurnedAway::{Host, Origin, Token};
        let get = |path, headers: &[(&'static str, &str)]| asked(&Method::GET, path, headers);
        assert_eq!(get("/abc/", &[("host", "evil.example:8000")]), Err(Host), "a name pointed at this address");
        assert_eq!(get("/abc/", &[]), Err(Host));
        assert_eq!(get("/abc/", &[HOST, ("host", "evil.example")]), Err(Host), "two names");
        assert_eq!(get("http://evil.example/abc/", &[HOST]), Err(Host), "another in the address");
        assert_eq!(get("http://127.0.0.1:8000/abc/", &[HOST]), Ok(()));
        assert_eq!(get("/abc/", &[("host", "127.0.0.1:9000")]), Err(Host));
        assert_eq!(get("/abc/show", &[HOST, ("origin", "https://evil.example")]), Err(Origin));
        assert_eq!(get("/abc/show", &[HOST, ("origin", "null")]), Err(Origin));
        assert_eq!(
            get("/abc/show", &[HOST, ("origin", "http://localhost:8000")]),
            Err(Origin),
            "another name of this one"
        );
        assert_eq!(get("/abc/show", &[HOST, ("sec-fetch-site", "cross-site")]), Err(Origin));
        assert_eq!(get("/abd/", &[HOST]), Err(Token));
        assert_eq!(get("/abcd/", &[HOST]), Err(Token));
        assert_eq!(get("/", &[HOST]), Err(Token));
        assert_eq!(asked(&Method::POST, "/abc/act", &[HOST]), Err(Origin), "a form has no such header");
        assert_eq!(asked(&Method::HEAD, "/abc/show", &[HOST, ("sec-fetch-site", "cross-site")]), Err(Origin));
    }

    #[test]
    fn a_link_may_open_the_page_and_secrets_differ() {
        let link = [HOST, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        assert_eq!(asked(&Method::GET, "/abc/", &link), Ok(()));
        let (a, b) = (secret(), secret());
        assert!(a != b && a.len() == 32);
    }
}
