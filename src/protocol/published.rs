//! The numbers that a review published, with how exact they are and where they stand.

/// How exact a published number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    /// As it stands.
    Exact,
    /// "About".
    About,
    /// "More than".
    MoreThan,
    /// "At most".
    AtMost,
    /// Not reported: there is no number.
    NotReported,
}

impl Qualifier {
    /// The word in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::NotReported => "not_reported",
        }
    }
}

/// A published number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The number; `None` exactly if not reported.
    pub value: Option<u64>,
    /// How exact it is.
    pub qualifier: Qualifier,
    /// What it counts where that is more than its search: `iteration`.
    pub scope: Option<String>,
    /// The words.
    pub quote: Option<String>,
    /// Where they stand.
    pub locator: Option<String>,
}

impl Reported {
    /// The number with its qualifier: `45`, `more than 2000`, `not reported`.
    pub fn words(&self) -> String {
        let value = self.value.map_or_else(String::new, |value| value.to_string());
        match self.qualifier {
            Qualifier::Exact => value,
            Qualifier::About => format!("about {value}"),
            Qualifier::MoreThan => format!("more than {value}"),
            Qualifier::AtMost => format!("at most {value}"),
            Qualifier::NotReported => "not reported".to_owned(),
        }
    }
}

/// A published number about something other than a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What is counted, one of [`keys::COUNTED`](super::keys::COUNTED): `selected`, `included`, `duplicates_removed`.
    pub what: String,
    /// Of what: `review`, `iteration:1`, `search:2a.wos`, `source:wos`, `criterion:year`.
    pub scope: String,
    /// The number.
    pub number: Reported,
}
