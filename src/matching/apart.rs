//! What keeps two records apart, in sentences for a reader who asks about just these two.

use super::compare::Comparison;
use super::matcher::Matcher;
use super::rules::{self, Outcome, Rule};
use super::sentences::Sentences;
use super::title_diff::TitleLevel;
use super::{Settings, reasons};
use crate::record::{Field, RecordId};

/// What may have been left out or mistyped: the fields that are supposed to agree, together.
const SUPPOSED: [&[Field]; 10] = [
    &[Field::Doi],
    &[Field::Title],
    &[Field::Author],
    &[Field::Container],
    &[Field::Date],
    &[Field::Pages],
    &[Field::Volume],
    &[Field::Issue],
    &[Field::Volume, Field::Pages],
    &[Field::Date, Field::Volume, Field::Pages],
];

impl Matcher<'_> {
    /// Why two records are two reports: the rule that says so, or that none joins them; what differs, with both values; which fields
    /// would have to agree before a rule merged them; and what would settle it. A sentence or two each.
    pub fn why_apart(&self, a: RecordId, b: RecordId) -> Vec<Sentences> {
        let comparison = self.compare(a.0, b.0);
        let decided = rules::decide(&comparison, self.settings());
        let link = self.plain_link(a, b);
        let verdict = match decided {
            None => "No rule of matching joins them: too little agrees.".to_owned(),
            Some((rule, Outcome::Same)) => format!(
                "By themselves they would be one report (rule `{}`); what keeps them apart is another record of one of their groups, or a ruling.",
                rule.name
            ),
            Some((rule, Outcome::Apart)) => {
                let words = if rule.name == rules::WORD { comparison.telling_words() } else { Vec::new() };
                let named = if words.is_empty() {
                    String::new()
                } else {
                    format!(" Here: \u{201c}{}\u{201d}.", words.join("\u{201d}, \u{201c}"))
                };
                format!("Rule `{}` keeps them apart. {}{named}", rule.name, rule.about)
            }
            Some((rule, Outcome::Version(kind))) => {
                format!("Rule `{}` links them as {} and merges nothing. {}", rule.name, kind.name(), rule.about)
            }
            Some((rule, Outcome::Doubt)) => format!("Rule `{}` asks a person. {}", rule.name, rule.about),
        };
        let is_alike = comparison.title >= TitleLevel::Reworded || comparison.same_identifier();
        let settles = if is_alike {
            self.what_would_settle(&link)
        } else {
            "To settle it, compare the texts: if they are one, a ruling `same` on the pair joins them.".into()
        };
        let announcing = decided.map_or_else(Sentences::default, |(rule, _)| self.announcing(rule, &link));
        let verdict = Sentences::joined([verdict.into(), announcing], " ");
        let compared = [self.agreement(&link), reasons::sentence("Differs: ", self.differing(&link))];
        let joins = would_join(&comparison, self.settings()).into();
        let sentences = [verdict, Sentences::joined(compared, " "), joins, settles];
        sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect()
    }
}

/// Which fields would have to agree before a rule merged the two; of several ways, those that suppose least.
fn would_join(comparison: &Comparison<'_>, settings: &Settings) -> String {
    let mut ways: Vec<(&[Field], &Rule)> = Vec::new();
    for fields in SUPPOSED {
        let is_known = ways.iter().any(|(fewer, _)| fewer.iter().all(|field| fields.contains(field)));
        let supposed = fields.iter().fold(comparison.clone(), |comparison, &field| comparison.supposing(field));
        match rules::decide(&supposed, settings) {
            Some((rule, Outcome::Same)) if !is_known => ways.push((fields, rule)),
            _ => {}
        }
    }
    if ways.is_empty() {
        return "No field would make them one report if it agreed, and neither would volume, pages and year together."
            .to_owned();
    }
    let ways: Vec<String> = ways
        .iter()
        .map(|(fields, rule)| {
            let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
            format!("{} (rule `{}`)", names.join(" and "), rule.name)
        })
        .collect();
    format!("They would be one report if these agreed: {}.", ways.join("; or "))
}
