//! CNKI's own text: labels in English and Chinese, `Title-题名: ...`.
//!
//! The labels are the columns of CNKI's tables, so that what they mean is said there (`tabular/columns/tags.rs`).

use std::sync::Arc;

use super::provenance;
use super::tabular::columns::{self, Dialect};
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, lines_like};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

/// CNKI's text.
pub struct CnkiText;

impl Format for CnkiText {
    fn name(&self) -> &'static str {
        "cnki-text"
    }

    fn about(&self) -> &'static str {
        "CNKI's own text (自定义): `SrcDatabase-来源库`, `Title-题名`, `Author-作者`."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let mut lines = tagged::head(source.text());
        if lines.next().is_some_and(is_begin) { 95 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let markers = lines_like(source.text(), BEGIN, is_begin);
        tagged::parsed(source, tagged::read(&CnkiSyntax, source), "CNKI", markers)
    }
}

struct CnkiSyntax;

/// The label that begins a record.
const BEGIN: &str = "SrcDatabase-来源库";

impl Syntax for CnkiSyntax {
    fn format(&self) -> &'static str {
        "cnki-text"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        Shape::labelled(label_of(text))
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == BEGIN { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        Some(columns::own_meaning(table(), &columns::plain(tag)).unwrap_or(Field::Other).into())
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        draft.derive(BEGIN, Field::Database, "CNKI");
        provenance::settle(draft);
    }
}

fn is_begin(line: &str) -> bool {
    label_of(line).is_some_and(|(label, _)| label == BEGIN)
}

/// A word in Latin letters, a hyphen, Chinese characters, a colon: `PubTime-发表时间:`. `DOI-DOI:` and `URL-网址:` too.
fn label_of(text: &str) -> Option<(&str, usize)> {
    const LONGEST: usize = 60;
    let colon = text.find(':').filter(|&at| at <= LONGEST)?;
    let label = &text[..colon];
    let (latin, chinese) = label.split_once('-')?;
    let is_latin = !latin.is_empty() && latin.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_chinese = chinese == "DOI" || !chinese.is_empty() && chinese.chars().all(|c| c >= '\u{3400}');
    (is_latin && is_chinese).then_some((label, colon + 1))
}

/// CNKI's tables.
fn table() -> Option<&'static Dialect> {
    columns::DIALECTS.iter().find(|dialect| dialect.name == "CNKI CSV")
}
