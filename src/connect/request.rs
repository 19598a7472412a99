//! Requests as values: what is sent, without the key and without the user's address.

use std::fmt::Write as _;

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Asks.
    Get,
    /// Asks with a body, where a question may be too long for an address.
    Post,
}

impl Method {
    /// The word on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request to a service, below its base address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What it does.
    pub method: Method,
    /// The path, beginning with a slash, its segments already encoded.
    pub path: String,
    /// The parameters, in order, not encoded. A form in the body for [`Method::Post`] without [`body`](Self::body).
    pub parameters: Vec<(&'static str, String)>,
    /// The body in JSON, if there is one.
    pub body: Option<String>,
    /// The media type asked for.
    pub accept: &'static str,
}

impl Request {
    /// Asks for `path`, which begins with a slash.
    pub fn get(path: impl Into<String>, accept: &'static str) -> Self {
        Self { method: Method::Get, path: path.into(), parameters: Vec::new(), body: None, accept }
    }

    /// Asks for `path` with the parameters as a form in the body.
    pub fn post(path: impl Into<String>, accept: &'static str) -> Self {
        Self { method: Method::Post, ..Self::get(path, accept) }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    /// The parameters as they stand in an address or a form.
    pub fn encoded_parameters(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.parameters {
            let separator = if out.is_empty() { "" } else { "&" };
            // Writing to a String cannot fail.
            let _ = write!(out, "{separator}{name}={}", percent_encode(value));
        }
        out
    }

    /// Whether the parameters stand in the body.
    pub fn is_form(&self) -> bool {
        self.method == Method::Post && self.body.is_none()
    }

    /// The body, if there is one, without key and without the user's address.
    pub fn sent_body(&self) -> Option<String> {
        self.body.clone().or_else(|| self.is_form().then(|| self.encoded_parameters()))
    }

    /// The address, without key and without the user's address. A form is not part of it.
    pub fn url(&self, base: &str) -> String {
        let parameters = if self.is_form() { String::new() } else { self.encoded_parameters() };
        let mark = if parameters.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{parameters}", base.trim_end_matches('/'), self.path)
    }
}

/// `text` with everything but letters, digits and `-._~` as `%XX` of its UTF-8 bytes (RFC 3986, section 2.3).
///
/// A space becomes `%20`: the `+` of forms is read as a plus by services that take the query in the path.
pub fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A path with every segment as [`percent_encode`] writes it.
pub fn encode_path(path: &str) -> String {
    path.split('/').map(percent_encode).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_every_character_that_is_not_unreserved_encoded() {
        let request = Request::get("/works", "application/json").with("filter", "a b&c=é+\"").with("cursor", "*");
        assert_eq!(
            request.url("https://example.org/"),
            "https://example.org/works?filter=a%20b%26c%3D%C3%A9%2B%22&cursor=%2A"
        );
    }

    #[test]
    fn a_form_stands_in_the_body_and_not_in_the_address() {
        let request = Request::post("/esearch.fcgi", "text/xml").with("term", "a AND b");
        assert_eq!(request.url("https://example.org"), "https://example.org/esearch.fcgi");
        assert_eq!(request.encoded_parameters(), "term=a%20AND%20b");
    }
}
