//! Pages that stand in the place of a document or an export: logins, errors, checks for robots.
//!
//! Whoever saves an address gets such a page where the session has ended or the site takes the program for a robot. It has a title, and
//! nothing that speaks of a document.

use super::{Page, Statement, tags};
use crate::diagnostic::excerpt;
use crate::record::Field;

/// Why the page of a file with this name is no document; `None` for one that may be.
pub(super) fn told(page: &Page, statements: &[Statement], label: &str) -> Option<String> {
    if statements.iter().any(speaks_of_a_document) {
        return None;
    }
    let titles = statements.iter().filter(|one| one.field == Field::Title).map(|one| one.value.as_str());
    if let Some(title) = titles.chain([page.title.as_str()]).find(|title| is_gate(title)) {
        return Some(format!("a page called `{}`, which is no document", excerpt(title)));
    }
    let extension = label.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase());
    EXPORTS.contains(&extension.as_str()).then(|| {
        let title = excerpt(page.title.trim());
        format!(
            "a web page (`{title}`) in the place of an export: it is named .{extension} and says nothing of a document"
        )
    })
}

/// Whether something is said that only pages of documents say, as search engines of scholars, repositories and publishers read it.
fn speaks_of_a_document(statement: &Statement) -> bool {
    let rank = statement.rank < tags::SOCIAL;
    let of_any_page = matches!(statement.field, Field::Other | Field::Url | Field::Language | Field::Publisher);
    rank && !of_any_page || matches!(statement.field, Field::Author | Field::Date | Field::Doi)
}

/// Extensions of files that hold exports and no pages.
const EXPORTS: [&str; 10] = ["ris", "nbib", "bib", "enw", "ciw", "csv", "tsv", "xml", "json", "txt"];

/// How many words the name of the site may have beside such a title; more are the title of something.
const SITE: usize = 6;
/// The same where only a colon stands between.
const BEHIND_COLON: usize = 3;

/// Whether a title is that of a login, an error or a check for robots: `Sign in - Made-up Library`, `404 Not Found`.
fn is_gate(title: &str) -> bool {
    let title = title.to_lowercase();
    let words = |parts: &[&str]| parts.iter().map(|part| part.split_whitespace().count()).sum::<usize>();
    let only = |parts: Vec<&str>, most: usize| {
        let (gates, rest): (Vec<&str>, Vec<&str>) =
            parts.into_iter().filter(|part| !part.trim().is_empty()).partition(|part| is_phrase(part));
        !gates.is_empty() && words(&rest) <= most
    };
    let apart = [" - ", " | ", " – ", " — ", " · ", " » ", " :: ", "|"];
    let mut parts = vec![title.as_str()];
    for separator in apart {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    only(parts, SITE) || only(title.split(": ").collect(), BEHIND_COLON)
}

/// Whether words say nothing but that one is to sign in, to wait, or that something failed.
fn is_phrase(part: &str) -> bool {
    let trimmed = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let part = trimmed(part);
    // `Error 404 (Not Found)`, `HTTP Status 500`, `403`
    let plain = ["http", "status", "error", "fehler", "erreur", "code"].iter().fold(part.clone(), |left, word| {
        trimmed(left.strip_prefix(word).filter(|rest| !rest.starts_with(char::is_alphanumeric)).unwrap_or(&left))
    });
    let code =
        plain.get(..3).filter(|code| code.starts_with(['3', '4', '5']) && code.bytes().all(|b| b.is_ascii_digit()));
    let behind = code
        .map(|_| plain[3..].trim_matches(|c: char| !c.is_alphabetic()).to_owned())
        .filter(|_| !plain[3..].starts_with(char::is_alphanumeric));
    let is = |text: &str| PHRASES.contains(&text);
    is(&part)
        || is(&plain)
        || behind.is_some_and(|behind| behind.is_empty() || is(&behind))
        || ["sign in to ", "log in to ", "login to "]
            .iter()
            .any(|begin| part.strip_prefix(begin).is_some_and(|site| site.split_whitespace().count() <= SITE))
}

/// What such pages are called, in small letters.
const PHRASES: &[&str] = &[
    "access denied",
    "access forbidden",
    "access to this page has been denied",
    "accès refusé",
    "accedi",
    "acceso denegado",
    "accesso negato",
    "acesso negado",
    "anmelden",
    "anmeldung",
    "are you a robot",
    "are you human",
    "attention required",
    "authentication required",
    "authorization required",
    "bad gateway",
    "bad request",
    "captcha",
    "checking your browser",
    "connexion",
    "cookie absent",
    "cookies required",
    "document not found",
    "einloggen",
    "erreur",
    "erro",
    "error",
    "errore",
    "fehler",
    "file not found",
    "forbidden",
    "found",
    "gateway time-out",
    "gateway timeout",
    "human verification",
    "iniciar sesión",
    "iniciar sessão",
    "inicio de sesión",
    "inloggen",
    "institutional login",
    "internal server error",
    "just a moment",
    "loading",
    "log in",
    "log on",
    "login",
    "logon",
    "moved permanently",
    "nicht gefunden",
    "not found",
    "object moved",
    "one moment",
    "one moment, please",
    "page introuvable",
    "page non trouvée",
    "page not found",
    "pagina niet gevonden",
    "pagina non trovata",
    "pardon our interruption",
    "please log in",
    "please sign in",
    "please wait",
    "página no encontrada",
    "página não encontrada",
    "redirecting",
    "request rejected",
    "request timeout",
    "resource not found",
    "robot check",
    "se connecter",
    "security check",
    "security verification",
    "seite nicht gefunden",
    "server error",
    "service temporarily unavailable",
    "service unavailable",
    "sesión caducada",
    "sesión expirada",
    "session expired",
    "session expirée",
    "session timed out",
    "session timeout",
    "sessão expirada",
    "sessione scaduta",
    "sign in",
    "sign on",
    "single sign on",
    "single sign-on",
    "site maintenance",
    "sitzung abgelaufen",
    "the request could not be satisfied",
    "toegang geweigerd",
    "too many requests",
    "unauthorized",
    "under maintenance",
    "validate user",
    "verify you are human",
    "your session has expired",
    "zugriff verweigert",
    "ログイン",
    "ページが見つかりません",
    "用户登录",
    "登录",
    "访问被拒绝",
    "页面不存在",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_errors_and_checks_are_known_by_their_titles() {
        for title in [
            "Just a moment...",
            "Sign in - Made-up Host",
            "Login | The Made-up Library of Towns",
            "404 Not Found",
            "Error 404 (Not Found)!!1",
            "HTTP Status 500 – Internal Server Error",
            "403",
            "Access Denied",
            "ERROR: The request could not be satisfied",
            "Log in to Made-up Reports",
            "Seite nicht gefunden – Stadt Irgendwo",
            "Iniciar sesión",
            "Page not found: Made-up City",
        ] {
            assert!(is_gate(title), "{title}");
        }
    }

    #[test]
    fn titles_of_documents_with_the_same_words_are_none() {
        for title in [
            "Access denied: the practice and policy of filtering in towns",
            "Errors in the counting of sheds",
            "404 gardens of the north",
            "The login problem - a study of passwords among gardeners in towns",
            "Please wait for the bus",
            "Made-up report on libraries | The Office",
            "500 Families",
        ] {
            assert!(!is_gate(title), "{title}");
        }
    }
}
