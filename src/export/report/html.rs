//! What the sections of the page share: headings, tables, numbers, links to records.

use maud::{Markup, html};

pub use crate::diagnostic::{count, plural};

/// A section of the page.
pub struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading, and its name in the list of contents.
    pub name: &'static str,
    /// What stands below the heading.
    pub body: Markup,
}

impl Section {
    /// A section.
    pub fn new(id: &'static str, name: &'static str, body: Markup) -> Self {
        Self { id, name, body }
    }

    /// The section as it stands on the page.
    pub fn markup(&self) -> Markup {
        html! {
            section id=(self.id) aria-labelledby={ (self.id) "-h" } {
                h2 id={ (self.id) "-h" } { (self.name) a.anchor href={ "#" (self.id) } aria-label={ "Link to " (self.name) } { "#" } }
                (self.body)
            }
        }
    }
}

/// A column of a table: its heading, and whether it holds numbers.
pub type Column<'a> = (&'a str, bool);

/// A table whose rows stand in the page; the script adds sorting, filtering and copying.
pub fn table(name: &str, columns: &[Column<'_>], rows: impl Iterator<Item = Markup>) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label={ (name) ", table" } { table.sortable data-name=(name) {
            thead { tr { @for (heading, number) in columns { th.n[*number] scope="col" { (heading) } } } }
            tbody { @for row in rows { tr { (row) } } }
        } }
    }
}

/// The place of a table that the script draws from the data of the page.
pub fn drawn(view: &str, file: &str) -> Markup {
    html! {
        div.view data-view=(view) data-file=(file) {
            noscript { p { "This table needs JavaScript. The same rows are in " code { (file) } "." } }
        }
    }
}

/// A message: what stands between backticks is set as code.
pub fn coded(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// `text` as it may stand in the part of an address behind `#`.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// `text` with every invisible character that turns the direction of text shown by its number: such a character can make a
/// title read as something else than it says.
pub fn visible(text: &str) -> String {
    crate::diagnostic::unturned(text).into_owned()
}

/// The SHA-256 of a text as a policy of the page names it: in Base64.
pub fn policy_digest(digest: &crate::source::Digest) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::from("sha256-");
    for three in digest.as_bytes().chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or_default()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Digest;

    #[test]
    fn the_digest_is_written_as_browsers_read_it() {
        // printf '' | openssl dgst -sha256 -binary | base64
        assert_eq!(policy_digest(&Digest::of(b"")), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
