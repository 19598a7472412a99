//! Where an answer may lead: another host never gets to see a key or the user's address, and encryption is never given up on the
//! way. Pure, but for what it takes from an answer.

use reqwest::{Response, Url, header};

use super::guard::is_allowed;

/// Longest redirection that is followed.
pub(super) const MAX_REDIRECTS: usize = 5;

/// Where an answer leads, if it does.
pub(super) fn target(response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let place = response.headers().get(header::LOCATION)?;
    response.url().join(std::str::from_utf8(place.as_bytes()).ok()?).ok()
}

/// Why nobody may be led `from` here `to` there; `keyed` where a key is sent along.
pub(super) fn refusal(from: &Url, to: &Url, keyed: bool, local: bool) -> Option<String> {
    let same = from.host_str() == to.host_str() && from.port_or_known_default() == to.port_or_known_default();
    if keyed && !same {
        Some(format!("the service redirects to another host, {}, which must not see the key", host(to)))
    } else if from.scheme() == "https" && to.scheme() == "http" {
        Some(format!("the service redirects to {}, without encryption", host(to)))
    } else {
        may_be_asked(to, local).err()
    }
}

/// Whether two addresses are of one host, so that what was told there may be told here.
pub(super) fn is_same_host(a: &Url, b: &Url) -> bool {
    // Where neither names a port, one of them may be encrypted and the other not.
    a.host_str() == b.host_str() && a.port() == b.port()
}

/// The same address without the parameters that hold `told`.
pub(super) fn without(mut url: Url, told: &str) -> Url {
    let all: Vec<(String, String)> =
        url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    if all.iter().any(|(_, value)| value.contains(told)) {
        url.query_pairs_mut().clear().extend_pairs(all.into_iter().filter(|(_, value)| !value.contains(told)));
    }
    url
}

/// Names are judged when they are resolved; an address written as a number never is, so it is judged here.
pub(super) fn may_be_asked(url: &Url, local: bool) -> Result<(), String> {
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

/// Why `what` is not asked.
pub(super) fn not_public(what: &str, local: bool) -> String {
    if local {
        return format!(
            "{what} is no address of this machine or of a private network, nor a public one: it is never asked"
        );
    }
    format!("{what} lies on this machine or in its own network, and is asked only if you name it yourself")
}

/// The address of a host that is written as a number.
pub(super) fn number(url: &Url) -> Option<std::net::IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether it is this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    url.host_str() == Some("localhost") || number(url).is_some_and(|address| address.is_loopback())
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_to_one_host_is_left_out_of_the_address_of_another() {
        let url = |text: &str| Url::parse(text).expect("an address");
        let there = "https://example.net/works?cursor=*&mailto=ada%40example.org&q=a%20b";
        assert_eq!(without(url(there), "ada@example.org").as_str(), "https://example.net/works?cursor=*&q=a+b");
        assert_eq!(without(url(there), "bo@example.org").as_str(), there);
        assert!(is_same_host(&url("http://example.org/a"), &url("https://example.org/b")));
        assert!(!is_same_host(&url("http://example.org"), &url("http://api.example.org")));
        assert!(!is_same_host(&url("http://127.0.0.1:80"), &url("http://127.0.0.1:8080")));
    }
}
