//! Two made-up abstracts for the examples of rules.

pub(super) const TEXT: &str = "Towns in the north have lost people and shops for thirty years. We ask what the councils did \
                    about it, and what came of it, with interviews in eleven of them.";

pub(super) const OTHER_TEXT: &str = "Grain was dear after the war because ships were scarce; prices fell when the harbours opened again, and \
                          mills could choose between sellers from both sides of the sea.";
