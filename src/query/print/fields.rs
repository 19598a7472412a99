//! In which fields: codes, headings, dates and document types as the target writes them.

use super::Printer;
use super::shape::{is_compound, without_fields};
use crate::query::dialect::FieldForm;
use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::{Expression, Join, Node, Part, Quote, Term, Word};
use crate::record::document_type::DocumentType;

/// How a set of fields is written in a dialect.
pub(super) enum Cover {
    /// No code: the default, or a search box.
    None,
    /// One code, or several joined by commas.
    Code(String),
    /// Several codes, of which each is searched.
    Each(Vec<&'static str>),
}

impl Printer {
    /// `inner` with one code; the fields of its terms are left out.
    pub(super) fn with_code(&mut self, code: &str, inner: &Expression) -> String {
        if self.target.field_form == FieldForm::Brackets
            && let Node::Near { distance, ordered, operands } = &inner.node
        {
            return self.window(code, inner, *distance, *ordered, operands);
        }
        let bare = without_fields(inner);
        let text = self.operators(&bare, None);
        let group = if is_compound(&text) { format!("({text})") } else { text.clone() };
        match self.target.field_form {
            FieldForm::Equals => format!("{code}={group}"),
            FieldForm::Before => format!("{code} {group}"),
            FieldForm::Function => format!("{code}({text})"),
            FieldForm::Brackets => format!("{group}[{code}]"),
            FieldForm::Dots => format!("{group}.{code}."),
            FieldForm::Colon => format!("{code}:{group}"),
        }
    }

    /// Headings and dates, which databases write in forms of their own.
    pub(super) fn special(&mut self, term: &Term, at: &Expression, fields: FieldSet) -> Option<String> {
        if let Some(text) = self.lost_date(term, at, fields) {
            return Some(text);
        }
        let text = term.text();
        if fields == FieldSet::of(&[SearchField::Filter]) && self.target.filter_words.contains(&text.as_str()) {
            return Some(text);
        }
        if fields == FieldSet::of(&[SearchField::Year]) {
            return self.years(term, at);
        }
        let registers = fields == FieldSet::of(&[SearchField::AuthorIdentifier]) && self.style.fields;
        if registers && is_orcid(&text) && self.target.fields_of("ORCID") == Some(fields) {
            return Some(self.with_code("ORCID", at));
        }
        let field = fields.iter().next().filter(|field| field.is_heading() && fields == FieldSet::of(&[*field]))?;
        let exploded = matches!(field, SearchField::HeadingExploded | SearchField::MajorExploded);
        let major = matches!(field, SearchField::MajorExploded | SearchField::MajorExact);
        let words = term.text();
        let quoted = if term.words.len() > 1 { format!("\"{words}\"") } else { words.clone() };
        let slash =
            if term.subheadings.is_empty() { String::new() } else { format!("/{}", term.subheadings.join(",")) };
        if !self.style.fields {
            return None;
        }
        if self.exact_cover(fields).is_some() || self.target.field_form == FieldForm::Before {
            self.tell_of_the_thesaurus(&words, at);
        }
        if self.target.slash_headings {
            let (exp, star) = (if exploded { "exp " } else { "" }, if major { "*" } else { "" });
            return Some(format!("{exp}{star}{quoted}{}", if slash.is_empty() { "/" } else { &slash }));
        }
        match self.target.field_form {
            FieldForm::Brackets => {
                let code = self.target.codes.iter().find(|code| code.fields == fields)?.codes[0];
                let quoted = match (slash.is_empty(), term.words.len()) {
                    (true, _) => quoted,
                    (false, 1) => format!("{words}{slash}"),
                    (false, _) => format!("\"{words}{slash}\""),
                };
                Some(format!("{quoted}[{code}]"))
            }
            FieldForm::Before => {
                let text = format!("{words}{}{}", if exploded { "+" } else { "" }, slash.to_uppercase());
                let text = if text.contains([' ', '/']) { format!("\"{text}\"") } else { text };
                Some(format!("({} {text})", if major { "MM" } else { "MH" }))
            }
            _ => {
                if !term.subheadings.is_empty() {
                    self.note("QRY065", at, "the subheading was left out");
                }
                None
            }
        }
    }

    /// Whether the values are ones that one database gives by itself and another does not know; if so, it is said.
    pub(super) fn left_out(&mut self, fields: FieldSet, at: &Expression) -> bool {
        if self.source.name == self.target.name || !self.style.fields {
            return false;
        }
        let is = |field| fields == FieldSet::of(&[field]);
        let what = if is(SearchField::Filter) {
            "a filter"
        } else if is(SearchField::Accession) && self.target.name != "plain" {
            "an accession number"
        } else if is(SearchField::Category) {
            "a category"
        } else if is(SearchField::CitedReference) && self.exact_cover(fields).is_none() {
            "a search of the works cited"
        } else if is(SearchField::AuthorIdentifier) && !any_term(at, is_orcid) {
            "an author's number in the register"
        } else if is(SearchField::Affiliation) && !any_term(at, |text| !is_register_number(text)) {
            "an institution's number in the register"
        } else {
            return false;
        };
        self.note("QRY068", at, format!("{what} of {} was left out", self.source.title));
        true
    }

    /// Says that a field of the same name is another one in the target.
    pub(super) fn tell_of_the_field(&mut self, fields: FieldSet, at: &Expression) {
        let among = self.source.name != self.target.name && self.target.name != "plain" && self.style.fields;
        if !among || self.exact_cover(fields).is_none() {
            return;
        }
        let (source, target) = (self.source.title, self.target.title);
        if fields == FieldSet::of(&[SearchField::All]) {
            self.note("QRY060", at, format!("all fields of {source} are not those of {target}"));
        }
        if fields == FieldSet::of(&[SearchField::Heading]) && self.source.name != "plain" && !self.share_lists() {
            self.note("QRY065", at, format!("the headings of {source} are not those of {target}"));
        }
        if fields == FieldSet::of(&[SearchField::Subheading]) && self.share_lists() {
            self.note("QRY070", at, "the subheading was passed on as it is written; it was not checked");
        }
    }

    /// Says that a heading belongs to the thesaurus of the source.
    fn tell_of_the_thesaurus(&mut self, words: &str, at: &Expression) {
        if self.source.name == self.target.name || self.target.name == "plain" {
            return;
        }
        if !self.share_lists() {
            let text = format!("whether the thesaurus of {} has `{words}` was not looked up", self.target.title);
            self.note("QRY065", at, text);
        } else if !self.headings_told {
            self.headings_told = true;
            let text =
                "headings were passed on as they are written: MEDLINE has the same, other databases have their own";
            self.note("QRY070", at, format!("{text}; they were not checked"));
        }
    }

    /// `expression`, whose terms are document types, with the names that the target has for them.
    pub(super) fn document_types(&mut self, expression: &Expression) -> Expression {
        let node = match &expression.node {
            Node::Term(term) => Node::Term(self.document_type(term, expression)),
            Node::Or(list) => Node::Or(list.iter().map(|part| self.document_types(part)).collect()),
            Node::And(list) => Node::And(list.iter().map(|part| self.document_types(part)).collect()),
            Node::Not { base, without } => Node::Not {
                base: base.as_ref().map(|base| Box::new(self.document_types(base))),
                without: Box::new(self.document_types(without)),
            },
            Node::Field { code, inner } => {
                Node::Field { code: code.clone(), inner: Box::new(self.document_types(inner)) }
            }
            other => other.clone(),
        };
        Expression { node, ..expression.clone() }
    }

    fn document_type(&mut self, term: &Term, at: &Expression) -> Term {
        let text = term.text();
        let named = |list: &'static [(DocumentType, &'static str)]| {
            list.iter().find(|(_, name)| name.eq_ignore_ascii_case(&text)).map(|(kind, _)| *kind)
        };
        let (from, to) = (self.source.document_types, self.target.document_types);
        let same = named(from).and_then(|kind| to.iter().find(|(other, _)| *other == kind));
        match same {
            Some((_, name)) => {
                let words = name.split(' ').map(|word| Word {
                    written: word.to_owned(),
                    parts: vec![Part::Text(word.to_owned())],
                    span: at.span.clone(),
                });
                let words: Vec<Word> = words.collect();
                let quote = if words.len() > 1 { Quote::Double } else { Quote::Bare };
                Term { words, join: Join::Phrase, quote, subheadings: Vec::new() }
            }
            None => {
                if named(to).is_none() && self.source.name != self.target.name && self.share_lists() {
                    let text = format!("`{text}` was passed on as it is written; whether it is a type was not checked");
                    self.note("QRY070", at, text);
                } else if !to.is_empty() && named(to).is_none() {
                    let text = format!(
                        "no document type of {} is known here that is `{text}`; it was kept as it is written, and may find nothing there",
                        self.target.title
                    );
                    self.note("QRY069", at, text);
                }
                term.clone()
            }
        }
    }

    /// The codes of the target for `fields`; wider ones, with a message, where it has none.
    pub(super) fn cover(&mut self, fields: FieldSet, at: &Expression) -> Cover {
        if !self.style.fields {
            let text = format!("the search box takes no field code; {} was left out", fields.names());
            self.note("QRY060", at, text);
            return Cover::None;
        }
        if let Some(cover) = self.exact_cover(fields) {
            return cover;
        }
        let wider = FieldSet::of(&[]).union(
            fields
                .iter()
                .fold(FieldSet::EMPTY, |all, field| all.union(FieldSet::of(&[field.wider().unwrap_or(field)]))),
        );
        let heading = fields
            .iter()
            .any(|field| field.is_heading() || field == SearchField::Substance || field == SearchField::Subheading);
        if wider != fields {
            let code = if heading { "QRY065" } else { "QRY060" };
            self.note(code, at, format!("{} has no field for: {}", self.target.title, fields.names()));
            return self.cover(wider, at);
        }
        let superset = self
            .target
            .codes
            .iter()
            .filter(|code| code.printed && code.fields.covers(fields))
            .min_by_key(|code| code.fields.iter().count())
            // The whole record is nearer to what is searched without a code than to the full text.
            .filter(|code| self.target.field_expected || !code.fields.contains(SearchField::FullText));
        let text = match superset {
            Some(code) => {
                format!("{} has no field for: {}; {} was used", self.target.title, fields.names(), code.codes[0])
            }
            None => {
                let searched = self.target.default_fields.names();
                format!(
                    "{} has no field for: {}; none was written, so it searches {searched}",
                    self.target.title,
                    fields.names()
                )
            }
        };
        self.note("QRY060", at, text);
        superset.map_or(Cover::None, |code| Cover::Code(code.codes[0].to_owned()))
    }

    /// The codes that search exactly `fields`.
    fn exact_cover(&self, fields: FieldSet) -> Option<Cover> {
        let printed = || self.target.codes.iter().filter(|code| code.printed);
        if let Some(code) = printed().find(|code| code.fields == fields) {
            return Some(Cover::Code(code.codes[0].to_owned()));
        }
        if !self.target.field_expected && self.target.default_fields.covers(fields) && fields.covers(FieldSet::TOPIC) {
            return Some(Cover::None);
        }
        let mut rest = fields;
        let mut codes = Vec::new();
        for code in printed().filter(|code| fields.covers(code.fields)) {
            if !rest.is_empty() && rest.covers(code.fields) {
                rest = rest.without(code.fields);
                codes.push(code.codes[0]);
            }
        }
        if !rest.is_empty() || codes.is_empty() {
            return None;
        }
        Some(if self.target.joined_codes { Cover::Code(codes.join(",")) } else { Cover::Each(codes) })
    }
}

/// Whether `holds` is true of one of the terms of `expression`.
fn any_term(expression: &Expression, holds: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    expression.walk(&mut |part| {
        if let Node::Term(term) = &part.node {
            found |= holds(&term.text());
        }
    });
    found
}

/// Whether `text` ends in an ORCID, the only identifier of authors that every database knows: `0000-0002-1825-0097`.
fn is_orcid(text: &str) -> bool {
    let groups: Vec<&str> =
        text.trim_end_matches('/').rsplit(['/', ' ']).next().unwrap_or_default().split('-').collect();
    let digit = |(at, c): (usize, char)| c.is_ascii_digit() || at == 3 && c.eq_ignore_ascii_case(&'x');
    groups.len() == 4 && groups.iter().all(|group| group.len() == 4 && group.chars().enumerate().all(digit))
}

/// Whether `text` is a number so long that it is no postcode: an institution in the register of a database.
fn is_register_number(text: &str) -> bool {
    text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit())
}
