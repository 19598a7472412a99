//! Field codes in the five forms that databases give them.

use super::{Lexer, TokenKind};
use crate::diagnostic::suggest;
use crate::query::dialect::{DIALECTS, Dialect, FieldForm, Operator};
use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::{Distance, FieldCodeUse, Join, Quote, Span, Term};

/// Fields that Scopus compares with a number.
const DATED: FieldSet = FieldSet::of(&[SearchField::Year, SearchField::EntryDate, SearchField::CitedReference]);

/// Comparisons that Scopus takes behind PUBYEAR and LOAD-DATE, and what they are printed as.
const COMPARISONS: &[(&str, &str)] =
    &[(">=", ">="), ("<=", "<="), (">", ">"), ("<", "<"), ("=", ""), ("AFT", ">"), ("BEF", "<"), ("IS", "")];

/// Fields of words: where an unknown code is a slip for one of these, its words are looked for all the same.
const WORDS: FieldSet = FieldSet::of(&[
    SearchField::All,
    SearchField::FullText,
    SearchField::Title,
    SearchField::OriginalTitle,
    SearchField::Abstract,
    SearchField::AuthorKeyword,
    SearchField::Heading,
]);

/// The longest part of a word in parentheses, in bytes: `behavio(u)r`.
const LONGEST_ENDING: usize = 8;

impl Lexer<'_> {
    /// Reads a field code that stands before its term.
    pub(super) fn field_before(&mut self, start: usize, chunk: &str) -> bool {
        let own = match self.dialect.field_form {
            FieldForm::Equals => self.equals(start, chunk, self.dialect) || self.label(start),
            FieldForm::Function => self.function(start, chunk) || self.foreign_equals(start, chunk),
            FieldForm::Before => self.before_term(start, chunk) || self.foreign_equals(start, chunk),
            FieldForm::Colon => self.colon(start, chunk) || self.foreign_equals(start, chunk),
            FieldForm::Brackets | FieldForm::Dots => self.foreign_equals(start, chunk),
        };
        own || self.foreign_comparison(start, chunk) || self.unknown_function(start, chunk)
    }

    /// `PUBYEAR > 2014` outside Scopus: no word of a search has such a sign and a number behind it.
    fn foreign_comparison(&mut self, start: usize, chunk: &str) -> bool {
        const SIGNS: [char; 3] = ['>', '<', '='];
        let capitals = chunk.len() > 2 && chunk.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        if !capitals || !self.ahead(start + chunk.len()).starts_with(SIGNS) {
            return false;
        }
        let mut others = DIALECTS.iter().filter(|dialect| dialect.field_form == FieldForm::Function);
        let Some((other, fields)) = others.find_map(|dialect| Some((dialect, dialect.fields_of(chunk)?))) else {
            return false;
        };
        if !DATED.covers(fields) || !self.comparison(start, chunk, fields) {
            return false;
        }
        let text = format!("`{chunk} …` is how {} writes a date, not {}", other.title, self.dialect.title);
        self.message("QRY008", start..self.at, text);
        true
    }

    /// `TIAB(words)`: a word in the letters of a code right before a parenthesis is a field of another database, or one that is none.
    fn unknown_function(&mut self, start: usize, chunk: &str) -> bool {
        let end = start + chunk.len();
        let sign = |c: char| c.is_ascii_uppercase() || matches!(c, '-' | '.' | '_' | ',');
        let code = chunk.len() > 1 && chunk.starts_with(|c: char| c.is_ascii_uppercase()) && chunk.chars().all(sign);
        let small = || self.dialect.field_form == FieldForm::Function && self.is_name(chunk, end);
        if !self.text[end..].starts_with('(') || operator_word(self.dialect, chunk) || !(code || small()) {
            return false;
        }
        let own = self.dialect.fields_of(chunk);
        let mut others = DIALECTS.iter().filter(|dialect| dialect.field_form == FieldForm::Function);
        let other = others.find_map(|dialect| Some((dialect.title, dialect.fields_of(chunk)?)));
        let span = start..end;
        let fields = own.or(other.map(|(_, fields)| fields)).unwrap_or_default();
        match (own, other) {
            (Some(_), _) => {
                let text = format!("`{chunk}(` is not how {} writes a field", self.dialect.title);
                self.message("QRY008", span.clone(), text);
            }
            (None, Some((title, _))) => {
                let text = format!("`{chunk}(` is how {title} writes a field, not {}", self.dialect.title);
                self.message("QRY008", span.clone(), text);
            }
            (None, None) => {
                self.unknown_prefix(chunk, chunk, span);
                return true;
            }
        }
        self.prefix(chunk, fields, span);
        true
    }

    /// Whether `chunk`, before the parenthesis at `open`, is written like a name of a field; not so `behavio(u)r` and `leader(s)`.
    fn is_name(&self, chunk: &str, open: usize) -> bool {
        let letters = chunk.len() > 1 && chunk.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '.' | '_'));
        let inner = &self.text[open + 1..];
        let ending = inner.bytes().take(LONGEST_ENDING).position(|byte| byte == b')').is_some_and(|close| {
            let inside = &inner[..close];
            let goes_on = inner[close + 1..].starts_with(char::is_alphanumeric) && !inside.contains(' ');
            matches!(inside, "s" | "es") || goes_on
        });
        letters && !ending
    }

    /// The code of the dialect that `written` was probably meant to be, by its letters.
    fn nearest(&self, written: &str) -> Option<&'static str> {
        suggest(written, self.dialect.codes.iter().flat_map(|code| code.codes.iter().copied()))
    }

    /// The code of the dialect for what `written` means elsewhere, or for what it begins with: `SU` for `SU.X`.
    fn nearest_in_meaning(&self, written: &str) -> Option<&'static str> {
        let elsewhere = DIALECTS.iter().find_map(|dialect| dialect.fields_of(written));
        let beginning = || self.dialect.fields_of(written.split(['.', '-', '_']).next()?);
        let wanted = elsewhere.or_else(beginning)?;
        let fitting = self.dialect.codes.iter().filter(|code| code.fields.covers(wanted));
        fitting.min_by_key(|code| code.fields.iter().count()).map(|code| code.codes[0])
    }

    /// Says that the dialect has no field `code`, shown as `written`, and what is nearest to it. Whether the words behind it are
    /// looked for all the same: where a field of words is meant, and not where it is one of records, such as a date or a type.
    pub(super) fn unknown(&mut self, code: &str, written: &str, span: Span) -> bool {
        let meant = self.nearest(code).or_else(|| self.nearest_in_meaning(code));
        let fields = meant.and_then(|code| self.dialect.fields_of(code));
        let words = fields.is_some_and(|fields| WORDS.covers(fields));
        self.say_unknown(code, written, span, words);
        words
    }

    /// Says that there is no field `code`, and what becomes of what it asks for.
    fn say_unknown(&mut self, code: &str, written: &str, span: Span, words: bool) {
        let meant = self.nearest(code).or_else(|| self.nearest_in_meaning(code));
        let done = if words { "" } else { "; what it asks for is left out" };
        let meant = meant.map(|code| format!("; did you mean {code}?")).unwrap_or_default();
        self.message("QRY007", span, format!("{} has no field `{written}`{done}{meant}", self.dialect.title));
    }

    /// Reads the unknown field code at `span` before its term.
    pub(super) fn unknown_prefix(&mut self, code: &str, written: &str, span: Span) {
        if self.unknown(code, written, span.clone()) {
            return self.prefix(code, FieldSet::EMPTY, span);
        }
        self.at = span.end;
        self.push(TokenKind::LeftOut { behind: false }, span);
    }

    /// `TS=word`, `TS =(words)`. The chunk ends behind the sign.
    fn equals(&mut self, start: usize, chunk: &str, dialect: &Dialect) -> bool {
        let (code, end) = match chunk.strip_suffix('=') {
            Some(code) => (code, start + chunk.len()),
            None if self.ahead(start + chunk.len()).starts_with('=') && dialect.fields_of(chunk).is_some() => {
                (chunk, self.text.len() - self.ahead(start + chunk.len()).len() + 1)
            }
            None => return false,
        };
        let letters = code.chars().all(|c| c.is_ascii_alphabetic()) && (2..=5).contains(&code.len());
        let known = dialect.fields_of(code);
        if known.is_none() && !letters {
            return false;
        }
        match known {
            Some(fields) => self.prefix(code, fields, start..end),
            None => self.unknown_prefix(code, chunk, start..end),
        }
        true
    }

    /// `TI=` where the dialect writes fields in another way.
    fn foreign_equals(&mut self, start: usize, chunk: &str) -> bool {
        let Some((code, _)) = chunk.split_once('=') else { return false };
        let wos = DIALECTS.iter().find(|dialect| dialect.field_form == FieldForm::Equals);
        let Some(fields) = wos.and_then(|dialect| dialect.fields_of(code)).filter(|_| code == code.to_uppercase())
        else {
            return false;
        };
        let span = start..start + code.len() + 1;
        self.message(
            "QRY008",
            span.clone(),
            format!("`{code}=` is how Web of Science writes a field, not {}", self.dialect.title),
        );
        self.prefix(code, fields, span);
        true
    }

    /// `TITLE-ABS-KEY(words)`, `TI,AB(words)`, `PUBYEAR > 1984`, `LIMIT-TO(DOCTYPE, "ar")`.
    fn function(&mut self, start: usize, chunk: &str) -> bool {
        let Some(fields) = self.dialect.fields_of(chunk) else { return false };
        let end = start + chunk.len();
        if self.dialect.without_exact(chunk).is_some() && fields.iter().all(|field| !field.is_heading()) {
            let text =
                format!("`{chunk}` asks for {} that is just this and no more; read as a phrase in it", fields.names());
            self.message("QRY022", start..start + chunk.len(), text);
        }
        if fields.contains(SearchField::Filter) && self.limit(chunk, end) {
            return true;
        }
        if self.ahead(end).starts_with('(') {
            self.prefix(chunk, fields, start..end);
            return true;
        }
        DATED.covers(fields) && self.comparison(start, chunk, fields)
    }

    /// `PUBYEAR > 1984`, `LOAD-DATE AFT 20170101`: a field with a word that holds the sign.
    fn comparison(&mut self, start: usize, chunk: &str, fields: FieldSet) -> bool {
        let behind = self.ahead(start + chunk.len());
        let Some((written, sign)) = COMPARISONS
            .iter()
            .find(|(written, _)| behind.get(..written.len()).is_some_and(|head| head.eq_ignore_ascii_case(written)))
        else {
            return false;
        };
        let value = behind[written.len()..].trim_start();
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return false;
        }
        let end = self.text.len() - value.len() + digits;
        self.prefix(chunk, fields, start..start + chunk.len());
        let from = self.text.len() - behind.len();
        if let Some(mut word) = super::words::word(self.text, from..end, self.dialect, false) {
            word.written = format!("{sign}{}", &value[..digits]);
            word.parts = vec![crate::query::tree::Part::Text(word.written.clone())];
            self.push(TokenKind::Word(word), from..end);
        }
        self.at = end;
        true
    }

    /// `LIMIT-TO(DOCTYPE, "ar")` is a document type; `EXCLUDE` takes it away.
    ///
    /// The interface joins its own limits of one kind by OR, and means all of them: `EXCLUDE(a) OR EXCLUDE(b)` takes both away.
    fn limit(&mut self, chunk: &str, end: usize) -> bool {
        let behind = self.ahead(end);
        let Some(inner) = behind.strip_prefix('(') else { return false };
        let mut quoted = false;
        let close = inner.find(|c| {
            quoted ^= c == '"';
            c == ')' && !quoted
        });
        let Some(inside) = close.map(|close| &inner[..close]) else { return false };
        let Some((code, value)) = inside.split_once(',') else { return false };
        let Some(fields) = self.dialect.fields_of(code.trim()) else { return false };
        let from = self.text.len() - inner.len();
        let value_at = from + code.len() + 1;
        let words = self.words_of(value_at..value_at + value.len(), false);
        let words: Vec<_> = words
            .into_iter()
            .map(|mut word| {
                word.written.retain(|c| c != '"');
                word.parts = vec![crate::query::tree::Part::Text(word.written.clone())];
                word
            })
            .collect();
        if words.is_empty() {
            return false;
        }
        let excludes = chunk.eq_ignore_ascii_case("EXCLUDE");
        if !self.goes_on_with_limits(excludes) {
            if excludes {
                self.push(TokenKind::Operator(Operator::Not), self.at..end);
            }
            self.push(TokenKind::Open, from..from);
        }
        self.prefix(code.trim(), fields, from..from + code.len());
        let term = Term { words, join: Join::Phrase, quote: Quote::Double, subheadings: Vec::new() };
        self.push(TokenKind::Quoted(term), value_at..value_at + value.len());
        self.at = from + inside.len() + 1;
        self.push(TokenKind::Close, self.at..self.at);
        self.limits = Some((self.tokens.len(), excludes));
        true
    }

    /// Takes back the end of the limits before, if they are of the same kind and only OR stands between.
    fn goes_on_with_limits(&mut self, excludes: bool) -> bool {
        let or = self.tokens.len().wrapping_sub(1);
        let goes_on =
            self.limits == Some((or, excludes)) && matches!(self.tokens[or].kind, TokenKind::Operator(Operator::Or));
        if goes_on {
            self.tokens.remove(or - 1);
        }
        goes_on
    }

    /// `TI word`, `TI (words)`, in capitals.
    fn before_term(&mut self, start: usize, chunk: &str) -> bool {
        let end = start + chunk.len();
        let behind = self.ahead(end);
        let next = behind.split([' ', '(', ')', '\t', '\n']).next().unwrap_or_default();
        let operator = self.dialect.is_operator(next);
        let expects_term = !behind.is_empty() && !behind.starts_with(')') && !operator;
        let at_operand = !matches!(self.tokens.last().map(|token| &token.kind), Some(TokenKind::Word(_)));
        let two_letters = chunk.len() == 2 && chunk.bytes().all(|b| b.is_ascii_alphabetic());
        let capitals = chunk.bytes().all(|b| b.is_ascii_uppercase());
        match self.dialect.fields_of(chunk) {
            Some(fields) if capitals && expects_term => self.prefix(chunk, fields, start..end),
            Some(_) if !capitals && at_operand && behind.starts_with('(') => {
                self.message(
                    "QRY018",
                    start..end,
                    format!("`{chunk}` was read as a word: field codes are written in capitals"),
                );
                return false;
            }
            None if two_letters && capitals && expects_term && at_operand && !operator_word(self.dialect, chunk) => {
                // Words have an operator before a group, a field code has none.
                if behind.starts_with('(') {
                    self.unknown_prefix(chunk, chunk, start..end);
                    return true;
                }
                self.message(
                    "QRY018",
                    start..end,
                    format!("`{chunk}` was read as a word: {} has no such field", self.dialect.title),
                );
                return false;
            }
            _ => return false,
        }
        true
    }

    /// `title:word`, `title:(words)`.
    fn colon(&mut self, start: usize, chunk: &str) -> bool {
        let Some((code, _)) = chunk.split_once(':') else { return false };
        let span = start..start + code.len() + 1;
        let fields = match self.dialect.fields_of(code) {
            Some(fields) => fields,
            // `titel:word`, but not `10:30` or `re:view`.
            None if code.len() > 3 && self.nearest(code).is_some() => {
                self.unknown(code, &chunk[..=code.len()], span.clone());
                FieldSet::EMPTY
            }
            None => return false,
        };
        self.prefix(code, fields, span);
        true
    }

    pub(super) fn prefix(&mut self, code: &str, fields: FieldSet, span: Span) {
        self.at = span.end;
        let code = FieldCodeUse { written: code.to_owned(), fields, span: span.clone() };
        self.push(TokenKind::Prefix(code), span);
    }

    /// Reads `word.ti,ab.` or a lone `.ti,ab.` behind a group.
    pub(super) fn field_behind(&mut self, start: usize, chunk: &str) -> bool {
        if self.dialect.field_form != FieldForm::Dots {
            return false;
        }
        if !self.tokens.is_empty() && chunk.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("/freq=")) {
            self.at = start + self.chunk_len();
            self.message("QRY068", start..self.at, "how often a term must occur is not read");
            return true;
        }
        let chunk = chunk.split_once("/freq").or_else(|| chunk.split_once("/FREQ")).map_or(chunk, |(code, _)| code);
        let whole = start..start + self.chunk_len();
        let closed = chunk.strip_suffix('.');
        let Some((stem, codes)) = closed.unwrap_or(chunk).rsplit_once('.') else { return false };
        let plausible = !codes.is_empty() && codes.split(',').all(|code| (2..=7).contains(&code.len()));
        let letters = codes.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b',' | b'_'));
        let unknown: Vec<&str> = codes.split(',').filter(|code| self.dialect.fields_of(code).is_none()).collect();
        let some = codes.split(',').filter_map(|code| self.dialect.fields_of(code));
        let fields = some.fold(FieldSet::EMPTY, FieldSet::union);
        let guessed = !unknown.is_empty() && (closed.is_none() || (fields.is_empty() && codes.len() != 2));
        if !plausible || !letters || guessed {
            return false;
        }
        if closed.is_none() && !self.messages.iter().any(|message| message.code() == "QRY027") {
            let text = format!("`.{codes}` was read as `.{codes}.`: the stop behind the field is missing");
            self.message("QRY027", start + stem.len()..start + chunk.len(), text);
        }
        let at = start + stem.len();
        if !stem.is_empty() {
            self.word(start, stem);
        }
        let span = at..start + chunk.len();
        let mut words = fields != FieldSet::EMPTY;
        for code in unknown {
            words |= self.unknown(code, &format!(".{code}."), span.clone());
        }
        if whole.end > span.end {
            self.message("QRY068", span.end..whole.end, "how often a term must occur is not read");
        }
        let code = FieldCodeUse { written: codes.to_owned(), fields, span: span.clone() };
        let kind = if words { TokenKind::Suffix(code, None) } else { TokenKind::LeftOut { behind: true } };
        self.push(kind, span);
        self.at = whole.end;
        true
    }

    /// Reads `[tiab]`, `[tiab:~3]`; skips what Ovid writes into brackets.
    pub(super) fn bracket(&mut self) {
        let start = self.at;
        let Some(len) = self.rest().find(']') else {
            self.message("QRY046", start..start + 1, "a square bracket without a partner; it was skipped");
            self.at += 1;
            return;
        };
        let span = start..start + len + 1;
        if self.text[start + 1..start + len].contains('[') {
            self.message("QRY046", start..start + 1, "a square bracket without a partner; it was skipped");
            self.at += 1;
            return;
        }
        self.at = span.end;
        let written = self.text[start + 1..start + len].trim();
        if self.dialect.field_form == FieldForm::Dots {
            return;
        }
        let (code, distance) = match written.split_once(":~") {
            Some((code, number)) => (code, Some(self.pubmed_distance(number, span.clone()))),
            None => (written, None),
        };
        let own = self.dialect.field_form == FieldForm::Brackets;
        if own && code.eq_ignore_ascii_case("text") && self.behind_filter_word() {
            return;
        }
        let pubmed = DIALECTS.iter().find(|dialect| dialect.field_form == FieldForm::Brackets);
        let fields = pubmed.and_then(|dialect| dialect.fields_of(code));
        if !own {
            self.message(
                "QRY008",
                span.clone(),
                format!("`[{written}]` is how PubMed writes a field, not {}", self.dialect.title),
            );
        } else if fields.is_none() {
            // PubMed ignores the tag and looks for the words.
            self.say_unknown(code, &format!("[{written}]"), span.clone(), true);
        }
        let code = FieldCodeUse { written: code.to_owned(), fields: fields.unwrap_or_default(), span: span.clone() };
        self.push(TokenKind::Suffix(code, distance), span);
    }

    /// Reads a word that stands for a filter of the dialect.
    pub(super) fn filter_word(&mut self, start: usize, chunk: &str) -> bool {
        if !self.dialect.filter_words.iter().any(|word| word.eq_ignore_ascii_case(chunk)) {
            return false;
        }
        let end = start + chunk.len();
        self.word(start, chunk);
        let fields = FieldSet::of(&[SearchField::Filter]);
        let code = FieldCodeUse { written: "sb".to_owned(), fields, span: end..end };
        self.push(TokenKind::Suffix(code, None), end..end);
        self.at = end;
        true
    }

    /// Whether the last token makes a word a filter, so that PubMed's `[text]` behind it says nothing more.
    fn behind_filter_word(&self) -> bool {
        matches!(self.tokens.last(), Some(super::Token { kind: TokenKind::Suffix(..), span }) if span.is_empty())
    }

    fn pubmed_distance(&mut self, number: &str, span: Span) -> Distance {
        number.trim().parse().map_or_else(
            |_| {
                self.message("QRY011", span, format!("`{number}` is no whole number; 3 was taken"));
                Distance::Words(3)
            },
            Distance::Words,
        )
    }
}

fn operator_word(dialect: &Dialect, chunk: &str) -> bool {
    let mark = |mark: &&&str| {
        !mark.is_empty() && chunk.strip_prefix(**mark).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
    };
    dialect.is_operator(chunk)
        || dialect.proximity.iter().any(|form| form.prefix.eq_ignore_ascii_case(chunk))
        || dialect.line_marks.iter().any(|m| mark(&m))
}
