//! Tables that give the family and the given name of an author in a column each, as `easyPubMed` and registers of people do.

use super::columns::plain;
use crate::record::{Field, RecordFileBuilder};

/// The columns of a family name and of the given name beside it, as [`plain`] writes them.
const PAIRS: [(&str, &str); 6] = [
    ("lastname", "firstname"),
    ("lastname", "forename"),
    ("familyname", "givenname"),
    ("surname", "forename"),
    ("surname", "firstname"),
    ("authorlastname", "authorfirstname"),
];

/// Whether a column holds a part of a name.
pub(super) fn is_part(plain_name: &str) -> bool {
    PAIRS.iter().any(|(family, given)| plain_name == *family || plain_name == *given)
}

/// Joins the parts of a name to an author, `Larsen, Lena`, where no column names the authors.
pub(super) fn join(builder: &mut RecordFileBuilder) {
    if builder.position(|_, field| matches!(field, Field::Author | Field::CorporateAuthor)).is_some() {
        return;
    }
    let value = |name: &str| {
        let at = builder.position(|tag, field| field == Field::Other && plain(tag) == name)?;
        builder.value_at(at).map(|(tag, _, value)| (tag.to_owned(), value.trim().to_owned()))
    };
    let is_given = |name: &(String, String)| !name.1.is_empty() && name.1 != "NA";
    let found = PAIRS.iter().find_map(|(family, given)| {
        let ((tag, family), given) = (value(family).filter(is_given)?, value(given).filter(is_given));
        Some((tag, given.map_or(family.clone(), |(_, given)| format!("{family}, {given}"))))
    });
    if let Some((tag, name)) = found {
        builder.derived_field(&tag, Field::Author, &name);
    }
}
