//! Reads the tables of a protocol key by key, and notes everything that is wrong on the way.
//!
//! Every function gives `None` or an empty list for a value that cannot be used and notes why, so that reading goes on
//! and one look shows all mistakes.

use std::cell::RefCell;
use std::ops::Range;

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::keys::TABLES;
use crate::criteria::Setting;
use crate::diagnostic::{Diagnostic, suggest};
use crate::record::date::{DateKind, PartialDate};

/// A protocol that is being read.
pub(super) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    noted: RefCell<Vec<Diagnostic>>,
}

/// Where in the file something stands.
pub(super) type Place = Range<usize>;

/// A text with its place.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: String,
    pub place: Place,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, noted: RefCell::default() }
    }

    /// Notes what is wrong at a place. Of a place over several lines, the first line is shown.
    pub fn note(&self, code: &'static str, place: &Place, message: impl Into<String>) {
        self.noted.borrow_mut().push(self.diagnostic(code, place, message));
    }

    /// The same with a help of its own.
    pub fn note_with_help(
        &self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.noted.borrow_mut().push(self.diagnostic(code, place, message).help(help));
    }

    fn diagnostic(&self, code: &'static str, place: &Place, message: impl Into<String>) -> Diagnostic {
        let start = place.start.min(self.text.len());
        let end = place.end.clamp(start, self.text.len());
        let line_end = memchr::memchr2(b'\n', b'\r', &self.text.as_bytes()[start..end]).map_or(end, |at| start + at);
        let line = 1 + crate::source::count_line_ends(&self.text.as_bytes()[..start], None);
        Diagnostic::new(code, message).at(self.file, line, 0).bytes(start..line_end)
    }

    /// Everything that was noted, in the order of the file.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut noted = self.noted.into_inner();
        noted.sort_by_key(|diagnostic| diagnostic.bytes.start);
        noted.dedup();
        noted
    }
}

/// A table of the protocol.
#[derive(Clone)]
pub(super) struct Table<'a> {
    reader: &'a Reader<'a>,
    /// How messages call it: "the search `1.wos`".
    name: String,
    place: Place,
    entries: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    /// The whole file.
    pub fn top(reader: &'a Reader<'a>, entries: &'a DeTable<'a>) -> Self {
        Self { reader, name: "the protocol".to_owned(), place: 0..0, entries }
    }

    /// Notes every key that is none of `keys`, with the key that was probably meant: of this table, else a key or a kind of
    /// criterion that belongs elsewhere. To be called before a required key is read, so that one slip is told once.
    pub fn takes(&self, keys: &[&[Setting]]) -> &Self {
        let known = || keys.iter().flat_map(|keys| keys.iter()).map(|setting| setting.key);
        for key in self.entries.keys().filter(|key| !known().any(|known| known == key.get_ref())) {
            let name = key.get_ref();
            let mut list: Vec<String> = Vec::new();
            for key in known().map(|known| format!("`{known}`")) {
                if !list.contains(&key) {
                    list.push(key);
                }
            }
            let mut help = format!("{} takes {}.", self.name, list.join(", "));
            let mut meant = suggest(name, known());
            if meant.is_none()
                && let Some((word, home)) = elsewhere(name)
            {
                meant = Some(word).filter(|word| word != name);
                help.push_str(&format!(" `{word}` {home}."));
            }
            let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
            let message = format!("unknown key `{name}`{meant}");
            self.reader.note_with_help("PRO002", &key.span(), message, help);
        }
        self
    }

    /// Whether a key of this table that was noted as unknown is probably `key`, mistyped.
    pub fn has_mistyped(&self, key: &str) -> bool {
        let noted = self.reader.noted.borrow();
        let is_noted = |start| noted.iter().any(|noted| noted.code == "PRO002" && noted.bytes.start as usize == start);
        self.entries.keys().any(|other| suggest(other.get_ref(), [key]).is_some() && is_noted(other.span().start))
    }

    /// Calls the table by its identifier in messages.
    pub fn named(mut self, kind: &str) -> Self {
        if let Some(id) = self.entries.get("id").and_then(|id| id.get_ref().as_str()) {
            self.name = format!("{kind} `{id}`");
        }
        self
    }

    pub fn reader(&self) -> &'a Reader<'a> {
        self.reader
    }

    /// Where the value of `key` stands, or the table where there is none.
    pub fn place_of(&self, key: &str) -> Place {
        self.entries.get(key).map_or_else(|| self.place.clone(), Spanned::span)
    }

    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The tables inside this one with their names, in the order of the file: `[source.wos]`.
    pub fn named_tables(&self) -> Vec<(Word, Table<'a>)> {
        let mut tables: Vec<_> = self
            .entries
            .iter()
            .filter_map(|(key, value)| {
                let id = Word { text: key.get_ref().to_string(), place: key.span() };
                let name = format!("`{}`", id.text);
                Some((id, self.open(name, value)?))
            })
            .collect();
        tables.sort_by_key(|(id, _)| id.place.start);
        tables
    }

    fn open(&self, name: String, value: &'a Spanned<DeValue<'a>>) -> Option<Table<'a>> {
        match value.get_ref() {
            DeValue::Table(entries) => Some(Table { reader: self.reader, name, place: value.span(), entries }),
            other => {
                self.wrong(&name, value.span(), "a table", other);
                None
            }
        }
    }

    fn wrong(&self, name: &str, place: Place, wanted: &str, found: &DeValue<'_>) {
        let found = match found {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.reader.note("PRO004", &place, format!("{name} must be {wanted}, not {found}"));
    }

    /// Notes that a key is missing, unless it is there with a slip that was noted.
    pub fn missing(&self, key: &str) {
        if !self.has_mistyped(key) {
            self.reader.note("PRO003", &self.place, format!("{} has no `{key}`", self.name));
        }
    }

    /// The table `key`.
    pub fn table(&self, key: &str) -> Option<Table<'a>> {
        self.open(format!("`{key}`"), self.entries.get(key)?)
    }

    /// The table `key`, which must be there.
    pub fn required_table(&self, key: &str) -> Option<Table<'a>> {
        if !self.has(key) {
            self.missing(key);
        }
        self.table(key)
    }

    /// The list of tables `key`.
    pub fn tables(&self, key: &str, name: &str) -> Vec<Table<'a>> {
        let Some(value) = self.entries.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(list) => {
                list.iter().filter_map(|item| Some(self.open(format!("`{key}`"), item)?.named(name))).collect()
            }
            other => {
                let wanted = format!("a list of tables, each under a header `[[{key}]]`");
                self.wrong(&format!("`{key}`"), value.span(), &wanted, other);
                Vec::new()
            }
        }
    }

    /// The text `key` with its place.
    pub fn word(&self, key: &str) -> Option<Word> {
        let value = self.entries.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Word { text: text.to_string(), place: value.span() }),
            other => {
                self.wrong(&format!("`{key}`"), value.span(), "a text in quotes", other);
                None
            }
        }
    }

    /// The text `key`.
    pub fn text(&self, key: &str) -> Option<String> {
        self.word(key).map(|word| word.text)
    }

    /// The text `key`, which must be there and not empty.
    pub fn required_word(&self, key: &str) -> Option<Word> {
        if !self.has(key) {
            self.missing(key);
        }
        let word = self.word(key)?;
        if word.text.trim().is_empty() {
            self.reader.note("PRO004", &word.place, format!("`{key}` must not be empty"));
            return None;
        }
        Some(word)
    }

    /// The text `key`, which must be there; empty where it is not, which has then been noted.
    pub fn required(&self, key: &str) -> String {
        self.required_word(key).map(|word| word.text).unwrap_or_default()
    }

    /// The identifier of the table.
    pub fn id(&self) -> Option<Word> {
        let id = self.required_word("id")?;
        self.check_id(&id);
        Some(id)
    }

    /// Notes an identifier that could not be written in a column name or a scope.
    pub fn check_id(&self, id: &Word) {
        if !id.text.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) {
            let message = format!("the identifier `{}` may have letters, digits, `.`, `-` and `_` only", id.text);
            self.reader.note("PRO004", &id.place, message);
        }
    }

    /// The text `key`, which must be one of the `words`.
    pub fn choice<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let word = self.word(key)?;
        self.choose(key, &word, words)
    }

    /// The meaning of `word`, which must be one of the `words`.
    pub fn choose<T: Copy>(&self, key: &str, word: &Word, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(name, _)| *name == word.text).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown("PRO005", key, word, words.iter().map(|(name, _)| *name));
        }
        found
    }

    /// Notes that `word` is none of those that `key` takes.
    pub fn unknown<'w>(
        &self,
        code: &'static str,
        key: &str,
        word: &Word,
        words: impl Iterator<Item = &'w str> + Clone,
    ) {
        let meant = suggest(&word.text, words.clone()).map(|meant| format!(", did you mean `{meant}`?"));
        let message = format!("`{key}` cannot be `{}`{}", word.text, meant.unwrap_or_default());
        let list = words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let help = if list.is_empty() { "There is none yet.".to_owned() } else { format!("It can be {list}.") };
        self.reader.note_with_help(code, &word.place, message, help);
    }

    /// The yes or no of `key`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let value = self.entries.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong(&format!("`{key}`"), value.span(), "true or false", value.get_ref());
        None
    }

    /// The whole number `key`, not below zero.
    pub fn count(&self, key: &str) -> Option<u64> {
        let value = self.entries.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            other => {
                self.wrong(&format!("`{key}`"), value.span(), "a whole number", other);
                return None;
            }
        };
        if number.is_none() {
            self.reader.note("PRO004", &value.span(), format!("`{key}` must be a whole number, 0 or more"));
        }
        number
    }

    /// The texts of `key`; one text counts as a list of one.
    pub fn words(&self, key: &str) -> Vec<Word> {
        let Some(value) = self.entries.get(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            return self.word(key).into_iter().collect();
        };
        let mut words = Vec::new();
        for item in list {
            match item.get_ref() {
                DeValue::String(text) => words.push(Word { text: text.to_string(), place: item.span() }),
                other => self.wrong(&format!("each entry of `{key}`"), item.span(), "a text in quotes", other),
            }
        }
        words
    }

    /// The same without places.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.words(key).into_iter().map(|word| word.text).collect()
    }

    /// The day, month or year of `key`, in quotes or as a TOML date.
    pub fn date(&self, key: &str) -> Option<PartialDate> {
        let value = self.entries.get(key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            _ => self.word(key)?.text,
        };
        let date = PartialDate::parse(DateKind::Entry, &text);
        let parts = text.split('-').count();
        let whole = match parts {
            1 => date.year.is_some() && text.len() == 4,
            2 => date.month.is_some() && text.len() == 7,
            3 => date.day.is_some_and(|day| exists(&date, day)) && text.len() == 10,
            _ => false,
        };
        if !whole {
            let message = format!("`{key}` must be a date as \"2017-04-26\", \"2017-04\" or \"2017\", not `{text}`");
            self.reader.note("PRO004", &value.span(), message);
            return None;
        }
        Some(date)
    }

    /// Whether `key` holds a table in place of a plain value: `{ value = ..., basis = ... }`.
    pub fn is_table(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    /// The entries whose key is none of `keys`, for the criterion's own reading.
    pub fn without(&self, keys: &[Setting]) -> toml::Table {
        self.entries
            .iter()
            .filter(|(key, _)| !keys.iter().any(|setting| setting.key == key.get_ref()))
            .filter_map(|(key, value)| {
                let value = toml::Value::deserialize(ValueDeserializer::from(value.clone())).ok()?;
                Some((key.get_ref().to_string(), value))
            })
            .collect()
    }
}

/// Whether the month has that day.
fn exists(date: &PartialDate, day: u8) -> bool {
    let (Some(year), Some(month)) = (date.year, date.month) else { return false };
    jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}

/// A key of another table, or a kind of criterion, that `name` is or was probably meant to be; and what to do with it.
fn elsewhere(name: &str) -> Option<(&'static str, String)> {
    let keys = || TABLES.iter().flat_map(|table| table.keys.iter().map(move |setting| (setting.key, table.header)));
    let kinds = || super::kinds().map(|kind| kind.name());
    let word = suggest(name, kinds().chain(keys().map(|(key, _)| key)))?;
    if kinds().any(|kind| kind == word) {
        return Some((word, format!("is a kind of criterion: write `kind = \"{word}\"` under `[[criterion]]`")));
    }
    let home = keys().find(|(key, _)| *key == word).map_or("", |(_, header)| header);
    let home = if home.is_empty() { "the top of the file".to_owned() } else { format!("`{home}`") };
    Some((word, format!("belongs to {home}")))
}
