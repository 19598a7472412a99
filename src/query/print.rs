//! The tree back to text.

use super::dialect::{Dialect, Number};
use super::tree::Distance;

/// The proximity operator of `dialect` for this distance; `None` if it has none.
pub(super) fn proximity(dialect: &Dialect, distance: Distance, ordered: bool) -> Option<String> {
    let fits = |form: &&super::dialect::ProximityForm| match form.number {
        Number::Fixed(fixed) => form.ordered == ordered && fixed == distance,
        Number::Between | Number::OneMore => form.ordered == ordered && matches!(distance, Distance::Words(_)),
    };
    let form = dialect.proximity.iter().find(fits)?;
    Some(match (form.number, distance) {
        (Number::Between, Distance::Words(words)) => format!("{}{words}", form.prefix),
        (Number::OneMore, Distance::Words(words)) => format!("{}{}", form.prefix, words.saturating_add(1)),
        _ => form.prefix.to_owned(),
    })
}
