//! Dates as the target writes them: years, days, and ranges of either.

use super::Printer;
use super::shape::inside;
use crate::query::dates::{days, is_relative, names_months, years};
use crate::query::dialect::FieldForm;
use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::{Expression, FieldCodeUse, Join, Node, Part, Quote, Span, Term, Word};

const YEAR: FieldSet = FieldSet::of(&[SearchField::Year]);

impl Printer {
    pub(super) fn years(&mut self, term: &Term, at: &Expression) -> Option<String> {
        let (from, to) = years(&term.text())?;
        let code = self.target.codes.iter().find(|code| code.fields == FieldSet::of(&[SearchField::Year]))?.codes[0];
        let open = |year: i32| year <= 0 || year >= 9999;
        if let Some(text) = self.days(term, code, at) {
            return Some(text);
        }
        if names_months(&term.text()) {
            self.note("QRY067", at, format!("the whole year was written for `{}`", term.text()));
        }
        let (first, last) = self.target_bounds();
        if (open(from) || open(to)) && first > 1000 && self.style.fields {
            let text = format!("{} takes no open range; {first} or {last} was written for its end", self.target.title);
            self.note("QRY067", at, text);
        }
        let (low, high) = (if open(from) { first } else { from }, if open(to) { last } else { to });
        let range = |sign: &str| if low == high { format!("{low}") } else { format!("{low}{sign}{high}") };
        Some(match self.target.field_form {
            _ if !self.style.fields => return None,
            FieldForm::Function if self.target.braces => {
                let (after, before) = (format!("{code} > {}", from - 1), format!("{code} < {}", to.saturating_add(1)));
                match (open(from), open(to)) {
                    _ if from == to => format!("{code} = {from}"),
                    (true, _) => before,
                    (_, true) => after,
                    _ => format!("{after} AND {before}"),
                }
            }
            FieldForm::Function => format!("{code}({})", range("-")),
            FieldForm::Equals => format!("{code}={}", range("-")),
            FieldForm::Before => format!("{code} {}", range("-")),
            FieldForm::Brackets => format!("{}[{code}]", range(":")),
            FieldForm::Colon => format!("{code}:{}", range("-")),
            FieldForm::Dots => {
                let until = if open(to) { "Current".to_owned() } else { high.to_string() };
                let limit = if low == high { low.to_string() } else { format!("{low} -{until}") };
                self.note("QRY067", at, format!("Ovid takes years as a limit: limit to yr=\"{limit}\""));
                format!("{}.{code}.", range("-"))
            }
        })
    }

    /// Dates that only the source understands: counted back from the day of the search, or compared with a day of entry.
    pub(super) fn lost_date(&mut self, term: &Term, at: &Expression, fields: FieldSet) -> Option<String> {
        let text = term.text();
        let entry = fields == FieldSet::of(&[SearchField::EntryDate]);
        let compared = entry && text.starts_with(['>', '<']);
        if !(fields == YEAR || entry) || !(compared || is_relative(&text)) || !self.style.fields {
            return None;
        }
        if self.source.name == self.target.name {
            let code = self.target.codes.iter().find(|code| code.fields == fields)?.codes[0];
            return compared.then(|| format!("{code} {} {}", &text[..1], text[1..].trim_start_matches('=')));
        }
        let why =
            if compared { "a limit to the day of entry" } else { "a date that counts back from the day of the search" };
        self.note("QRY067", at, format!("`{text}` is {why}; it was left out"));
        Some(String::new())
    }

    /// Dates that name days, where the target takes days; elsewhere it is said that they are lost.
    fn days(&mut self, term: &Term, code: &str, at: &Expression) -> Option<String> {
        let (from, to) = days(&term.text())?;
        if !self.style.fields {
            return None;
        }
        let with = |sign: &str| [from, to].map(|[y, m, d]| format!("{y:04}{sign}{m:02}{sign}{d:02}"));
        let range = |[from, to]: [String; 2], sign: &str| if from == to { from } else { format!("{from}{sign}{to}") };
        match self.target.field_form {
            FieldForm::Brackets => Some(format!("{}[{code}]", range(with("/"), ":"))),
            FieldForm::Function if !self.target.braces => Some(format!("{code}({})", range(with(""), "-"))),
            // EBSCO help, Searching with Field Codes: DT takes days, PY years.
            FieldForm::Before => Some(format!("DT {}", range(with(""), "-"))),
            // Web of Science help, Advanced Search: DOP=2017-04-26/2018-01-08.
            FieldForm::Equals => Some(format!("DOP={}", range(with("-"), "/"))),
            FieldForm::Function | FieldForm::Dots | FieldForm::Colon => {
                self.note("QRY067", at, format!("{} takes years only; the days were left out", self.target.title));
                None
            }
        }
    }

    /// What is written for the open end of a range of years.
    fn target_bounds(&self) -> (i32, i32) {
        // Web of Science begins in 1900 and takes years of four digits that it knows; the others read 1000 and 3000 as open.
        if self.target.field_form == FieldForm::Equals { (1900, 2100) } else { (1000, 3000) }
    }

    /// `"1985"[dp] : "2017"[dp]`, as one range.
    pub(super) fn between(
        &mut self,
        at: &Expression,
        from: &Expression,
        to: &Expression,
        fields: Option<FieldSet>,
    ) -> String {
        let same = self.source.name == self.target.name;
        let dated = field_of(from).or(field_of(to)).or(fields).unwrap_or(YEAR);
        if let (Some(from), Some(to)) = (value(from), value(to))
            && dated == YEAR
        {
            if days(&from).is_some() != days(&to).is_some() && (days(&from).is_some() || to != "3000") {
                self.note("QRY067", at, "one end of the range names a day, the other none; whole years were written");
            }
            let term = date(format!("{from}:{to}"), at.span.clone());
            if let Some(text) = self.years(&term, at) {
                return text;
            }
        }
        if same {
            return format!("{} : {}", self.operand(from, fields), self.operand(to, fields));
        }
        self.note("QRY067", at, format!("a range of {} was left out", dated.names()));
        String::new()
    }

    /// `list` with its open ranges of years as one: `PUBYEAR > 1984 AND PUBYEAR < 2018`.
    pub(super) fn with_one_range(&self, list: &[Expression], fields: Option<FieldSet>) -> Vec<Expression> {
        let open = |part: &Expression| {
            let text = value(part).filter(|_| field_of(part).or(fields) == Some(YEAR))?;
            let comparison = text.starts_with(['>', '<']) && days(&text[1..]).is_none();
            years(&text).filter(|_| comparison)
        };
        let found: Vec<(usize, (i32, i32))> =
            list.iter().enumerate().filter_map(|(at, part)| Some((at, open(part)?))).collect();
        let [(first, (from, until)), (second, (since, to))] = found.as_slice() else { return list.to_vec() };
        let (low, high) = (*from.max(since), *until.min(to));
        if low > high || low <= 0 || high >= 9999 || self.target.name == self.source.name {
            return list.to_vec();
        }
        let span = list[*first].outer_span().start..list[*second].outer_span().end;
        let code = FieldCodeUse { written: String::new(), fields: YEAR, span: span.clone() };
        let inner = Expression::new(Node::Term(date(format!("{low}-{high}"), span.clone())), span.clone());
        let mut merged = list.to_vec();
        merged[*first] = Expression::new(Node::Field { code, inner: Box::new(inner) }, span);
        merged.remove(*second);
        merged
    }
}

fn date(text: String, span: Span) -> Term {
    let word = Word { parts: vec![Part::Text(text.clone())], written: text, span };
    Term { words: vec![word], join: Join::Phrase, quote: Quote::Bare, subheadings: Vec::new() }
}

/// The text of a term, without quotation marks.
fn value(expression: &Expression) -> Option<String> {
    match &inside(expression).node {
        Node::Term(term) => Some(term.text().trim_matches('"').to_owned()),
        _ => None,
    }
}

fn field_of(expression: &Expression) -> Option<FieldSet> {
    match &expression.node {
        Node::Field { code, .. } => Some(code.fields).filter(|fields| !fields.is_empty()),
        _ => None,
    }
}
