//! The keys of a criterion in the protocol, read one by one.

/// A key that a kind of criterion takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: &'static str,
    /// What it means, its values and what holds where it is left out.
    pub about: &'static str,
}

/// A criterion's table, a little different from what the protocol says.
#[derive(Debug, Clone)]
pub struct Variant {
    /// What is different, for a reader: `from 1984 to 2018`.
    pub name: String,
    /// The table.
    pub settings: Settings,
}

/// A key with a value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingError {
    /// The key.
    pub key: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl SettingError {
    /// An error about `key`.
    pub fn new(key: &str, message: impl Into<String>) -> Self {
        Self { key: key.to_owned(), message: message.into() }
    }
}

/// The table of one criterion.
#[derive(Debug, Clone, Default)]
pub struct Settings(toml::Table);

impl Settings {
    /// Wraps the table.
    pub fn new(table: toml::Table) -> Self {
        Self(table)
    }

    /// Every key with its value, for a reader: `from 1990; to 2019; any: eng, fra`. Of a long list the first few.
    pub fn in_words(&self) -> String {
        const MOST: usize = 8;
        let one = |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = |value: &toml::Value| match value.as_array() {
            Some(list) if list.len() > MOST => {
                let first: Vec<String> = list.iter().take(MOST).map(one).collect();
                format!("{} and {} more", first.join(", "), list.len() - MOST)
            }
            Some(list) => list.iter().map(one).collect::<Vec<_>>().join(", "),
            None => one(value),
        };
        let all = self.0.iter().map(|(key, found)| {
            let colon = if found.is_array() { ":" } else { "" };
            format!("{}{colon} {}", key.replace('_', " "), value(found))
        });
        all.collect::<Vec<_>>().join("; ")
    }

    /// The value of `key`, whatever it is.
    pub fn value(&self, key: &str) -> Option<&toml::Value> {
        self.0.get(key)
    }

    /// The same table with another value of `key`.
    #[must_use]
    pub fn with(&self, key: &str, value: impl Into<toml::Value>) -> Self {
        let mut table = self.0.clone();
        table.insert(key.to_owned(), value.into());
        Self(table)
    }

    /// A whole number.
    ///
    /// # Errors
    /// If there is another value.
    pub fn integer(&self, key: &str) -> Result<Option<i64>, SettingError> {
        self.typed(key, toml::Value::as_integer, "a whole number")
    }

    /// A text.
    ///
    /// # Errors
    /// If there is another value.
    pub fn text(&self, key: &str) -> Result<Option<&str>, SettingError> {
        self.typed(key, toml::Value::as_str, "a text in quotes")
    }

    /// Yes or no.
    ///
    /// # Errors
    /// If there is another value.
    pub fn flag(&self, key: &str) -> Result<Option<bool>, SettingError> {
        self.typed(key, toml::Value::as_bool, "true or false")
    }

    /// A list of texts; one text counts as a list of one.
    ///
    /// # Errors
    /// If there is another value.
    pub fn texts(&self, key: &str) -> Result<Option<Vec<&str>>, SettingError> {
        self.typed(
            key,
            |value| match value {
                toml::Value::Array(list) => list.iter().map(toml::Value::as_str).collect(),
                value => value.as_str().map(|one| vec![one]),
            },
            "a list of texts in quotes, as [\"one\", \"two\"]",
        )
    }

    fn typed<'a, T>(
        &'a self,
        key: &str,
        read: impl FnOnce(&'a toml::Value) -> Option<T>,
        wanted: &str,
    ) -> Result<Option<T>, SettingError> {
        match self.0.get(key) {
            None => Ok(None),
            Some(value) => {
                read(value).map(Some).ok_or_else(|| SettingError::new(key, format!("`{key}` must be {wanted}")))
            }
        }
    }
}
