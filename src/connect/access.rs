//! How services are reached: addresses that the user names, keys from the environment or from a file outside of the review.

use std::fs;
use std::path::Path;

use super::client::checked;
use super::job::{Access, Job};
use super::key::{Credentials, Secret};
use super::{DATABASES, Service};
use crate::workspace::Error;

/// What the user said about reaching services.
#[derive(Debug, Default)]
pub struct Reach {
    bases: Vec<(String, String)>,
    keys: Vec<(String, Secret)>,
    mail: Option<Secret>,
}

/// The variable with the user's address.
pub const MAILTO: &str = "LITSIEVE_MAILTO";

impl Reach {
    /// Reads what was typed (`NAME=URL`), the environment and the file of keys, which must lie outside of the folder `review`.
    ///
    /// # Errors
    /// If a name is not that of a database, or a key cannot be used. The error never repeats a key.
    pub fn new(
        bases: &[String],
        keys: Option<&Path>,
        review: &Path,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let mut reach = Self::default();
        for text in bases {
            let Some((name, url)) = text.split_once('=') else {
                return Err(Error::new(
                    "`--base-url` takes NAME=URL (what was typed is not repeated: it may hold a key)",
                    "As in `--base-url openalex=http://127.0.0.1:8080`.",
                ));
            };
            let name = named(name)?;
            checked(url, true).map_err(|error| refused(name, &error.to_string()))?;
            reach.bases.push((name.to_owned(), url.to_owned()));
        }
        if let Some(path) = keys {
            reach.read_keys(path, review)?;
        }
        for database in DATABASES {
            let service = database.service();
            if let Some(text) = variable(&service.key_variable()).filter(|text| !text.trim().is_empty()) {
                let key = secret(&text, &service.key_variable())?;
                reach.keys.insert(0, (service.name.to_owned(), key));
            }
        }
        if let Some(text) = variable(MAILTO).filter(|text| !text.trim().is_empty()) {
            if !text.contains('@') {
                return Err(Error::new(format!("{MAILTO} holds no address"), "As in ada@example.org."));
            }
            reach.mail = Some(secret(&text, MAILTO)?);
        }
        reach.no_secret_in_an_address()?;
        Ok(reach)
    }

    fn read_keys(&mut self, path: &Path, review: &Path) -> Result<(), Error> {
        let real = fs::canonicalize(path).map_err(|error| Error::io("read the keys in", path, &error))?;
        if fs::canonicalize(review).is_ok_and(|review| real.starts_with(review)) {
            return Err(Error::new(
                format!("{} lies in the review folder, which is made to be shared", path.display()),
                "Move the keys somewhere else.",
            ));
        }
        let text = fs::read_to_string(&real).map_err(|error| Error::io("read the keys in", path, &error))?;
        // The parser's own message would show the line, and with it the key.
        let table: toml::Table = text.parse().map_err(|_| {
            Error::new(format!("{} cannot be read", path.display()), "One line for each key: `openalex = \"...\"`.")
        })?;
        for (name, value) in table {
            // What is no name may be a key that was put in its place.
            let name = known(&name).map_err(|_| {
                let names: Vec<_> = DATABASES.iter().map(|database| database.service().name).collect();
                Error::new(
                    format!(
                        "{}: a line names no database (its words are not repeated: they may be a key)",
                        path.display()
                    ),
                    format!("One line for each key, `openalex = \"...\"`. There are {}.", names.join(", ")),
                )
            })?;
            let value = value.as_str().unwrap_or_default();
            self.keys.push((name.to_owned(), secret(value, &format!("the key of {name} in {}", path.display()))?));
        }
        Ok(())
    }

    /// A key is part of no address, wherever it stands: addresses are kept with the evidence.
    fn no_secret_in_an_address(&self) -> Result<(), Error> {
        let all = Credentials { key: None, mail: self.mail.clone() };
        let keys = self.keys.iter().map(|(_, key)| Credentials { key: Some(key.clone()), mail: None });
        let all: Vec<Credentials> = keys.chain([all]).collect();
        let told = self.bases.iter().find(|(_, base)| all.iter().any(|all| all.remove_from_text(base) != *base));
        told.map_or(Ok(()), |(name, _)| {
            Err(refused(name, "a key or your own address stands in the address, which is kept with the evidence"))
        })
    }

    /// The databases for which the user names an address.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        self.bases.iter().map(|(name, _)| name.as_str())
    }

    /// Whether a service that answers only with a key can be asked: there is one, or the user names an address of his own.
    pub fn can_ask(&self, service: &Service) -> bool {
        self.keys.iter().any(|(name, _)| name == service.name)
            || self.bases.iter().any(|(name, _)| name == service.name)
    }

    /// How to reach the service of `job`.
    pub fn access(&self, job: &Job) -> Access {
        let service = job.database.service();
        let named = self.bases.iter().find(|(name, _)| name == service.name).map(|(_, base)| base.clone());
        let key = self.keys.iter().find(|(name, _)| name == service.name).map(|(_, key)| key.clone());
        Access {
            named: named.is_some(),
            base: named.or_else(|| job.url.clone()).unwrap_or_else(|| service.base.to_owned()),
            credentials: Credentials { key: key.filter(|_| service.key.place().is_some()), mail: self.mail.clone() },
        }
    }
}

/// The name before an address. What is no word may be an address itself, and is not repeated.
fn named(name: &str) -> Result<&str, Error> {
    known(name).map_err(|error| {
        let is_word = name.len() <= 20 && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if is_word { error } else { Error::new("`--base-url` takes NAME=URL, and NAME is no database", error.hint) }
    })
}

/// An address that is not asked; it is not repeated.
fn refused(name: &str, why: &str) -> Error {
    let title = super::database(name).map_or(name, |database| database.service().title);
    let hint = format!(
        "`--base-url {name}=URL` takes an address with https, or http on this machine; keys have their own place."
    );
    Error::new(format!("{title}: {why} (SEA014)"), hint)
}

fn known(name: &str) -> Result<&str, Error> {
    if DATABASES.iter().any(|database| database.service().name == name) {
        return Ok(name);
    }
    let names: Vec<_> = DATABASES.iter().map(|database| database.service().name).collect();
    Err(Error::new(format!("there is no database `{name}`"), format!("There are {}.", names.join(", "))))
}

fn secret(text: &str, what: &str) -> Result<Secret, Error> {
    Secret::new(text).map_err(|why| Error::new(format!("{what} cannot be used: {why}"), ""))
}
