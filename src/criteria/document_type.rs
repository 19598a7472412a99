//! The type of document.

use super::values::{Value, list, of_record};
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject, Variant};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::Field;
use crate::record::document_type::DocumentType;

/// The kind `document_type`.
pub(super) struct DocumentTypeKind;

const KEYS: &[Setting] = &[
    Setting { key: "any", about: "The types wanted." },
    Setting { key: "none", about: "The types not wanted; every other one is. Only without `any`." },
];

impl Kind for DocumentTypeKind {
    fn name(&self) -> &'static str {
        "document_type"
    }

    fn about(&self) -> &'static str {
        include_str!("about/document_type.md")
    }

    fn keys(&self) -> &'static [Setting] {
        KEYS
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        let (any, none) = (types(settings, "any")?, types(settings, "none")?);
        let wanted = match (any, none) {
            (Some(any), None) => any,
            (None, Some(none)) => DocumentType::ALL.into_iter().filter(|kind| !none.contains(kind)).collect(),
            _ => {
                return Err(SettingError::new(
                    "any",
                    "a criterion on the document type needs `any` or `none`, not both",
                ));
            }
        };
        Ok(Box::new(Types { wanted }))
    }

    /// The type of the records is wanted as well.
    fn admitting(&self, settings: &Settings, subject: Subject<'_>) -> Vec<Variant> {
        widened(settings, subject).into_iter().collect()
    }
}

fn types(settings: &Settings, key: &str) -> Result<Option<Vec<DocumentType>>, SettingError> {
    let Some(names) = settings.texts(key)? else { return Ok(None) };
    let read = |name: &&str| {
        DocumentType::from_name(name).ok_or_else(|| {
            let names: Vec<&str> = DocumentType::ALL.iter().map(|kind| kind.name()).collect();
            SettingError::new(key, format!("there is no document type `{name}`; there are {}", list(&names)))
        })
    };
    names.iter().map(read).collect::<Result<Vec<_>, _>>().map(Some)
}

fn widened(settings: &Settings, subject: Subject<'_>) -> Option<Variant> {
    let kind = subject.records.iter().find_map(|(_, record)| record.document_type())?.name();
    let name = format!("the type {kind} were wanted as well");
    let listed = |key: &str| settings.texts(key).ok().flatten();
    let settings = match (listed("any"), listed("none")) {
        (Some(mut any), None) if !any.contains(&kind) => {
            any.push(kind);
            settings.with("any", any)
        }
        (None, Some(mut none)) if none.contains(&kind) => {
            none.retain(|other| *other != kind);
            settings.with("none", none)
        }
        _ => return None,
    };
    Some(Variant { name, settings })
}

#[derive(Debug)]
struct Types {
    wanted: Vec<DocumentType>,
}

impl Criterion for Types {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let mut stated: Vec<DocumentType> = Vec::new();
        let (mut evidence, mut doubtful) = (Vec::new(), false);
        for &(id, record) in subject.records {
            let of_record: Vec<Value<'_>> = of_record((id, record), |field| field == Field::DocumentType).collect();
            let decisive = record.document_type();
            doubtful |= decisive == Some(DocumentType::Comment) && may_be_an_article(&of_record);
            evidence.extend(of_record.iter().map(|value| self.evidence(value, decisive)));
            stated.extend(decisive.filter(|kind| !stated.contains(kind)));
        }
        // "Article" in one database and "Editorial" in another is no conflict: the second only says more.
        if stated.iter().any(|&kind| refines_article(kind)) {
            stated.retain(|&kind| kind != DocumentType::JournalArticle);
        }
        let names = list(&stated.iter().map(|kind| kind.name()).collect::<Vec<_>>());
        let wanted = stated.iter().filter(|kind| self.wanted.contains(kind)).count();
        let (verdict, reason) = match stated.len() {
            0 if evidence.is_empty() => (Verdict::Unclear, "the records state no document type".to_owned()),
            0 => (Verdict::Unclear, "the stated document type says nothing".to_owned()),
            all if wanted == all => (Verdict::Met, format!("document type {names}")),
            _ if wanted == 0 && doubtful && self.wanted.contains(&DocumentType::JournalArticle) => {
                let reason = "stated as a note, or as an article and a comment: it may be a short paper".to_owned();
                (Verdict::Unclear, reason)
            }
            _ if wanted == 0 => (Verdict::NotMet, format!("document type {names}")),
            _ => (Verdict::Unclear, format!("the records disagree about the document type: {names}")),
        };
        Finding { verdict, reason: reason.into(), evidence }
    }
}

impl Types {
    fn evidence(&self, value: &Value<'_>, decisive: Option<DocumentType>) -> Evidence {
        match DocumentType::parse(value.text) {
            Some(kind) if Some(kind) == decisive => {
                let weight = if self.wanted.contains(&kind) { Weight::For } else { Weight::Against };
                value.whole(kind.name(), weight)
            }
            Some(kind) => value.whole(kind.name(), Weight::Weak),
            None => value.whole("document type not recognised", Weight::Weak),
        }
    }
}

/// Whether a comment may be a paper of its own: a `Note`, which Web of Science gave to short research papers until 1996 (Clarivate, *Document
/// types in Web of Science*), and what MEDLINE calls an article and a comment, as it does with articles that answer another one (NLM,
/// *Publication Types*).
fn may_be_an_article(values: &[Value<'_>]) -> bool {
    let says = |word: &str| values.iter().any(|value| value.text.trim().eq_ignore_ascii_case(word));
    says("note") || says("journal article") && says("comment")
}

/// Types of contributions to a journal that some databases call articles.
fn refines_article(kind: DocumentType) -> bool {
    use DocumentType::{
        BookReview, Comment, ConferenceAbstract, Correction, Editorial, Letter, Retraction, ReviewArticle,
    };
    matches!(
        kind,
        ReviewArticle | Editorial | Letter | Comment | Correction | Retraction | BookReview | ConferenceAbstract
    )
}
