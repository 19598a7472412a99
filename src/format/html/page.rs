//! The head of a page: its meta elements, linked data, title.

use html5gum::Token;

use super::tokens;

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Name and content of every meta element, in order.
    pub metas: Vec<(String, String)>,
    /// The text of every script with linked data.
    pub scripts: Vec<String>,
    /// The title of the window.
    pub title: String,
    /// The address that the page gives as its own.
    pub canonical: String,
    /// The language that the page gives as its own.
    pub language: String,
}

/// What the text being read belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Title,
    Script,
    Nothing,
}

/// Reads a page; any text gives one.
pub fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut inside = Inside::Nothing;
    for token in tokens(text) {
        match token {
            Token::StartTag(tag) => {
                let attribute = |name: &str| {
                    let found = tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes());
                    found.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
                };
                inside = begin(&tag.name, attribute, &mut page);
            }
            Token::EndTag(_) => inside = Inside::Nothing,
            Token::String(words) => {
                let words = String::from_utf8_lossy(&words);
                match inside {
                    Inside::Title => page.title.push_str(&words),
                    Inside::Script => page.scripts.last_mut().into_iter().for_each(|script| script.push_str(&words)),
                    Inside::Nothing => {}
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.title = page.title.split_whitespace().collect::<Vec<_>>().join(" ");
    page
}

fn begin(name: &[u8], attribute: impl Fn(&str) -> String, page: &mut Page) -> Inside {
    match name {
        b"meta" => {
            let name = ["name", "property", "itemprop"].into_iter().map(&attribute).find(|name| !name.is_empty());
            if let Some(name) = name {
                page.metas.push((name, attribute("content")));
            }
        }
        // A drawing in the body may have a title too.
        b"title" if page.title.is_empty() => return Inside::Title,
        b"script" if attribute("type").trim().eq_ignore_ascii_case("application/ld+json") => {
            page.scripts.push(String::new());
            return Inside::Script;
        }
        b"link" if attribute("rel").eq_ignore_ascii_case("canonical") => page.canonical = attribute("href"),
        b"html" => page.language = attribute("lang"),
        _ => {}
    }
    Inside::Nothing
}
