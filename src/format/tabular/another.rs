//! Whether a row is the header of another table that stands below the rows of the first.

use std::borrow::Cow;

use super::{Header, Mapping, columns};

/// How many columns with a known meaning, the title among them, tell a header from a record: no record says `Title`, `Year` and `DOI`.
pub const KNOWN: usize = 3;

/// The longest name of a column that is looked at, in bytes. Most records have a title that is longer, and are told by that alone.
pub const LONGEST_NAME: usize = 80;

/// The header that a row is, if it is one; `cells` are its texts as they stand in the file, `names` what they say.
pub fn header<'c, 'n>(
    cells: impl Iterator<Item = &'c str> + Clone,
    names: impl FnOnce() -> Vec<Cow<'n, str>>,
    mapping: &Mapping,
) -> Option<Header> {
    let is_name = |name: &str| name.len() <= LONGEST_NAME && !name.starts_with(|c: char| c.is_ascii_digit());
    let is_title =
        |name: &str| columns::may_be_title(name) || mapping.iter().any(|(mapped, _)| mapped.trim() == name.trim());
    // This is asked of every row of a file, and nearly always answered here.
    if cells.clone().nth(KNOWN - 1).is_none() || !cells.clone().all(is_name) || !cells.clone().any(is_title) {
        return None;
    }
    let header = Header::new(names().iter().map(|name| &**name), mapping);
    (header.has_title() && header.known() >= KNOWN).then_some(header)
}
