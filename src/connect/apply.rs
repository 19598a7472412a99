//! What a service could not be asked, applied to what it answered.
//!
//! A record is left out only if it says that it does not belong: what is silent (an abstract or a language that is missing)
//! stays in the export, and the search keeps both counts.

use std::sync::Arc;

use super::Limit;
use super::express::TITLE_ABSTRACT;
use super::job::Applied;
use crate::criteria::{self, Criterion, Settings, Subject};
use crate::evidence::Verdict;
use crate::query::{Document, Expression, FieldSet, Options, Query, Scratch, Truth};
use crate::record::{Record, RecordId};

/// Tells which records of an export an expression, what is excluded from it, and limits do not speak against. What is looked
/// for may be inflected and stand in title or abstract; what is excluded is excluded only as it is written, in its own fields.
///
/// # Errors
/// If a limit cannot be applied to records.
pub(super) fn applied(
    wanted: Option<&Expression>,
    exclusions: &[Expression],
    limits: &[Limit],
) -> Result<Applied, String> {
    let options = Options { default_fields: FieldSet::TOPIC, ..Options::NORMALISED }.only(TITLE_ABSTRACT);
    let query = wanted.map(|expression| Query::new(expression, options));
    let exclusions: Vec<Query> = exclusions.iter().map(|out| Query::new(out, Options::LITERAL)).collect();
    let criteria = limits.iter().map(criterion).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(move |records| {
        let mut scratch = Scratch::default();
        let mut belongs = |record: Record<'_>| {
            let mut truth = |query: &Query| query.truth(&Document::of(record, query.fields()), &mut scratch);
            let subject = [(RecordId(0), record)];
            let not_met =
                |criterion: &dyn Criterion| criterion.assess(Subject { records: &subject }).verdict == Verdict::NotMet;
            query.as_ref().is_none_or(|query| truth(query) != Truth::No)
                && !exclusions.iter().any(|query| truth(query) == Truth::Yes)
                && !criteria.iter().any(|criterion| not_met(&**criterion))
        };
        records.iter().map(&mut belongs).collect()
    }))
}

/// The criterion that a limit is.
fn criterion(limit: &Limit) -> Result<Box<dyn Criterion>, String> {
    let list = |words: Vec<String>| toml::Value::Array(words.into_iter().map(toml::Value::String).collect());
    let (kind, settings) = match limit {
        Limit::Years { from, to } => {
            let ends = [("from", *from, Limit::EARLIEST), ("to", *to, Limit::LATEST)];
            let stated = ends.into_iter().filter(|(_, year, open)| year != open);
            ("year", stated.map(|(key, year, _)| (key, toml::Value::Integer(year.into()))).collect())
        }
        Limit::Languages(all) => ("language", vec![("any", list(all.iter().map(|l| l.code().to_owned()).collect()))]),
        Limit::Types(all) => ("document_type", vec![("any", list(all.iter().map(|t| t.name().to_owned()).collect()))]),
        Limit::Set(name) => return Err(format!("the service has no part called “{name}”")),
    };
    let table = settings.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let kind = criteria::kind(kind).ok_or_else(|| format!("there is no criterion `{kind}`"))?;
    kind.build(&Settings::new(table)).map_err(|error| error.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::query::{dialect, parse};
    use crate::record::language::Language;
    use crate::source::SourceFile;

    /// Made up: what matches, what says that it does not, what does not say.
    const RECORDS: &str = "\
TY  - JOUR\nTI  - Leaders in coproduction\nAB  - Made up.\nLA  - eng\nER  - \n\
TY  - JOUR\nTI  - Coproduction of services\nAB  - About users only.\nLA  - eng\nER  - \n\
TY  - JOUR\nTI  - Coproduction of services\nLA  - eng\nER  - \n\
TY  - JOUR\nTI  - Leaders in coproduction\nAB  - Made up.\nLA  - ita\nER  - \n\
TY  - JOUR\nTI  - Leaders in coproduction\nAB  - Made up.\nER  - \n";

    #[test]
    fn only_records_that_say_they_do_not_belong_are_left_out() {
        let wos = dialect("wos").expect("a dialect");
        let expression = parse("TS=(coproduction AND leader)", wos).expression;
        let limits = [Limit::Languages(vec![Language::ENGLISH])];
        let apply = applied(Some(&expression), &[], &limits).expect("it can be applied");
        let export = Arc::new(SourceFile::new("exports/made-up.ris", RECORDS.into()));
        let kept = apply(format::read(&export).records);
        assert_eq!(kept, [true, false, true, false, true]);
    }

    #[test]
    fn what_is_excluded_is_excluded_in_its_own_field_as_it_is_written() {
        let wos = dialect("wos").expect("a dialect");
        let out = parse("TI=services", wos).expression;
        let apply = applied(None, &[out], &[]).expect("it can be applied");
        let text = RECORDS.replacen("AB  - Made up.", "AB  - Services.", 1).replacen("of services", "of a service", 1);
        let export = Arc::new(SourceFile::new("exports/made-up.ris", text.into()));
        assert_eq!(apply(format::read(&export).records), [true, true, false, true, true]);
    }

    #[test]
    fn a_part_of_a_service_cannot_be_told_by_its_records() {
        assert!(applied(None, &[], &[Limit::Set("theses".to_owned())]).is_err());
    }
}
