//! Answers in XML.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::page::{PageError, not_empty_nor_html};

/// Deepest nesting read; answers of the services have less than twenty levels.
const MAX_DEPTH: usize = 100;

/// An element that ended: where it stood and its own text.
pub(super) struct Element<'a> {
    /// Local names from the root down to the element.
    pub path: &'a [String],
    /// Its text without that of elements inside it, trimmed.
    pub text: &'a str,
    tag: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// The local name.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The local name of the element around it.
    pub fn parent(&self) -> &str {
        self.path.len().checked_sub(2).map_or("", |at| &self.path[at])
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let attribute = self.tag.try_get_attribute(name).ok()??;
        Some(html_escape::decode_html_entities(&*attribute.value).into_owned())
    }
}

/// Calls `seen` for every element, in the order in which they end. The last one is the root.
///
/// # Errors
/// If the answer is empty, a web page, not XML or ends inside an element.
pub(super) fn walk(body: &[u8], mut seen: impl FnMut(&Element<'_>)) -> Result<(), PageError> {
    not_empty_nor_html(body)?;
    let text = utf8(body)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut path, mut texts, mut tags) = (Vec::<String>::new(), Vec::<String>::new(), Vec::<BytesStart<'_>>::new());
    loop {
        let event = reader.read_event().map_err(|error| broken(&error, text.len()))?;
        match event {
            Event::Start(start) => {
                if path.len() >= MAX_DEPTH {
                    return Err(too_deep());
                }
                path.push(start.local_name().as_ref().to_owned());
                texts.push(String::new());
                tags.push(start);
            }
            Event::Empty(start) => {
                path.push(start.local_name().as_ref().to_owned());
                seen(&Element { path: &path, text: "", tag: &start });
                path.pop();
            }
            Event::End(_) => {
                // The parser has checked that the tags match: there is one for every end.
                if let (Some(text), Some(tag)) = (texts.pop(), tags.pop()) {
                    seen(&Element { path: &path, text: text.trim(), tag: &tag });
                }
                path.pop();
            }
            Event::Text(part) => append(&mut texts, &part),
            Event::CData(part) => append(&mut texts, &part),
            Event::GeneralRef(entity) => append(&mut texts, &resolve(&entity)),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
    }
    if let Some(open) = path.last() {
        return Err(PageError::Truncated(format!("inside <{open}>")));
    }
    Ok(())
}

/// The elements called one of `names` at the end of the path `inside`: as they stand, tags included.
///
/// # Errors
/// As [`walk`].
pub(super) fn pieces<'a>(body: &'a [u8], inside: &[&str], names: &[&str]) -> Result<Vec<&'a str>, PageError> {
    let text = utf8(body)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut path, mut start, mut pieces) = (Vec::<String>::new(), None, Vec::new());
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event().map_err(|error| broken(&error, text.len()))? {
            Event::Start(tag) => {
                let name = tag.local_name();
                if path == inside && names.contains(&name.as_ref()) {
                    start = Some(before);
                }
                if path.len() >= MAX_DEPTH {
                    return Err(too_deep());
                }
                path.push(name.as_ref().to_owned());
            }
            Event::End(_) => {
                path.pop();
                if path == inside
                    && let Some(start) = start.take()
                {
                    pieces.extend(text.get(start..reader.buffer_position() as usize));
                }
            }
            Event::Eof => return Ok(pieces),
            _ => {}
        }
    }
}

fn too_deep() -> PageError {
    PageError::Unexpected(format!("more than {MAX_DEPTH} elements inside each other"))
}

fn utf8(body: &[u8]) -> Result<&str, PageError> {
    let text = std::str::from_utf8(body).map_err(|error| PageError::Unexpected(format!("not UTF-8: {error}")))?;
    Ok(text.trim_start_matches('\u{feff}'))
}

fn append(texts: &mut [String], part: &str) {
    if let Some(text) = texts.last_mut() {
        text.push_str(part);
    }
}

/// The text of an entity; an unknown one stays as it was written.
fn resolve(entity: &str) -> String {
    let written = format!("&{entity};");
    html_escape::decode_html_entities(&written).into_owned()
}

fn broken(error: &quick_xml::Error, length: usize) -> PageError {
    match error {
        quick_xml::Error::Syntax(_)
        | quick_xml::Error::IllFormed(quick_xml::errors::IllFormedError::MissingEndTag(_)) => {
            PageError::Truncated(format!("{error} in {length} bytes"))
        }
        _ => PageError::Unexpected(error.to_string()),
    }
}
