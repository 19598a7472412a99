//! Covidence: the lists it exports as CSV. What a reference is follows from which list the file is.

use super::{
    Declared, Described, Holds, IDENTIFIER_MARK, Likeness, Outgoing, Tool, ToolFile, Vote, Votes, Word, add_note,
    has_column, tagged,
};
use crate::diagnostic::Diagnostic;
use crate::record::{Field, Record};

/// Covidence.
pub struct Covidence;

impl Tool for Covidence {
    fn name(&self) -> &'static str {
        "covidence"
    }

    fn about(&self) -> &'static str {
        "Reads list CSVs (`review_<id>_<list>_csv_<date>.csv`), recognised by the column `Covidence #`. Which list it is is told \
         by its name or by you (`--as included`, `--as excluded`); lists of full texts (included, excluded) are told from those of \
         titles and abstracts (select, irrelevant) by the name, the column Study and the reasons, or by you (`--stage`). The reasons for a full-text exclusion are read from the column \
         Notes; what else stands there, and the column Tags, go into the note. Votes of single reviewers are in no export. Writes such a list as CSV, each decision also as `LITSIEVE-DECISION:` in the notes, and RIS to upload; Covidence takes no decisions in."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        // A column whose cells are all empty is in no record.
        let in_header = || file.source.text().lines().next().is_some_and(|header| header.contains("Covidence #"));
        Likeness::own("a column `Covidence #`").filter(|_| has_column(file, "Covidence #") || in_header())
    }

    fn read(&self, file: ToolFile<'_>, declared: &Declared) -> Votes {
        let mut votes = Votes::default();
        let records = || file.records.into_iter().flat_map(|records| records.iter());
        let list = declared.word.or_else(|| list_of(file.source.label()));
        if list.is_none() && records().all(|record| Ours::of(record).is_none()) {
            let message = "which list this is does not show in the name of the file";
            votes.diagnostics.push(Diagnostic::new("EXC003", message).at(file.source.label(), 0, 0));
            return votes;
        }
        let is_of_full_texts = is_of_full_texts(file);
        for record in records() {
            let ours = Ours::of(record);
            let Some(word) = list.or(ours.as_ref().map(|ours| ours.word)) else { continue };
            let ours = ours.filter(|ours| ours.word == word);
            let full_text = ours.as_ref().map(|ours| ours.full_text).or(is_of_full_texts);
            let criterion = ours.map(|ours| ours.criterion).filter(|criterion| !criterion.is_empty());
            let Written { mut reasons, note } = Written::in_notes_and_tags(record);
            if let Some(criterion) = criterion {
                // The reason in words that this program wrote is that of the criterion.
                reasons.splice(..reasons.len().min(1), [criterion]);
            }
            votes.votes.push(Vote {
                reference: Described::of(record),
                by: String::new(),
                word,
                reasons,
                note,
                at: String::new(),
                full_text,
                entry: record.number(),
            });
        }
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let identifier = format!("{IDENTIFIER_MARK} {}", outgoing.identifier);
        let reason = match (outgoing.decision, outgoing.criterion.1) {
            (Some(Word::Exclude), reason) if !reason.is_empty() => format!("Exclusion reason: {reason}; "),
            _ => String::new(),
        };
        let ours = outgoing.decision.map(|word| {
            let criterion = if word == Word::Exclude { outgoing.criterion.0.to_owned() } else { String::new() };
            Ours { word, criterion, full_text: outgoing.full_text }.written()
        });
        let ours = ours.map(|ours| format!("; {ours}")).unwrap_or_default();
        vec![("N1", identifier.clone()), ("Notes", format!("{reason}{identifier}{ours}"))]
    }

    /// What is uploaded as RIS are references and nothing else.
    fn holds(&self, extension: &str, _votes: usize) -> Holds {
        Holds { decisions: extension == "csv", notes: false, criteria: true }
    }

    fn tells_how_far(&self) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "ris"]
    }

    fn columns(&self) -> &'static [&'static str] {
        &[
            "Title",
            "Authors",
            "Abstract",
            "Published Year",
            "Published Month",
            "Journal",
            "Volume",
            "Issue",
            "Pages",
            "Accession Number",
            "DOI",
            "Ref",
            "Covidence #",
            "Study",
            "Notes",
            "Tags",
        ]
    }
}

/// Begins what this program writes of a decision into the notes, so that its own file reads back.
const OUR_MARK: &str = "LITSIEVE-DECISION:";

/// `LITSIEVE-DECISION: exclude:uk, full text`.
struct Ours {
    word: Word,
    /// The criterion's identifier; empty if there is none.
    criterion: String,
    full_text: bool,
}

impl Ours {
    fn of(record: Record<'_>) -> Option<Self> {
        let notes = tagged(record, "Notes").chain(record.all(Field::Note));
        notes.into_iter().find_map(|note| Self::read(note.split(OUR_MARK).nth(1)?))
    }

    fn read(text: &str) -> Option<Self> {
        let (decision, stage) = text.split(';').next()?.split_once(',')?;
        let (word, criterion) = decision.split_once(':').unwrap_or((decision, ""));
        let full_text = stage.trim() == "full text";
        Some(Self { word: Word::parse(word)?, criterion: criterion.trim().to_owned(), full_text })
    }

    fn written(&self) -> String {
        let criterion = if self.criterion.is_empty() { String::new() } else { format!(":{}", self.criterion) };
        let stage = if self.full_text { "full text" } else { "title and abstract" };
        format!("{OUR_MARK} {}{criterion}, {stage}", self.word.verdict())
    }
}

/// The lists by the words in their names: what their references are, and whether full texts were read.
const LISTS: [(&str, Word, bool); 4] = [
    ("excluded", Word::Exclude, true),
    ("irrelevant", Word::Exclude, false),
    ("included", Word::Include, true),
    ("select", Word::Include, false),
];

fn named_list(label: &str) -> Option<(&'static str, Word, bool)> {
    let name = label.rsplit('/').next().unwrap_or(label).to_lowercase();
    let mut named = LISTS.into_iter().filter(|(list, ..)| name.contains(list));
    // A name with the words of two lists tells neither.
    named.next().filter(|_| named.next().is_none())
}

/// What the references of a list are, by the name of the file.
fn list_of(label: &str) -> Option<Word> {
    named_list(label).map(|(_, word, _)| word)
}

/// Whether full texts were read: by the name of the list, or because only those lists name studies and reasons.
fn is_of_full_texts(file: ToolFile<'_>) -> Option<bool> {
    if let Some((.., full_text)) = named_list(file.source.label()) {
        return Some(full_text);
    }
    let has_reason = || {
        let records = file.records.into_iter().flat_map(|records| records.iter());
        records.into_iter().any(|record| tagged(record, "Notes").any(|notes| !Written::read(notes).reasons.is_empty()))
    };
    (has_column(file, "Study") || has_reason()).then_some(true)
}

/// What people wrote beside a reference.
#[derive(Debug, Default, PartialEq, Eq)]
struct Written {
    /// Why it was excluded, as often as it is said.
    reasons: Vec<String>,
    /// Everything else.
    note: String,
}

impl Written {
    /// What the columns Notes and Tags say.
    fn in_notes_and_tags(record: Record<'_>) -> Self {
        let mut all = Self::default();
        for written in tagged(record, "Notes").map(Self::read) {
            all.reasons.extend(written.reasons);
            add_note(&mut all.note, &written.note);
        }
        let tags: Vec<&str> = tagged(record, "Tags").map(str::trim).filter(|tags| !tags.is_empty()).collect();
        if !tags.is_empty() {
            add_note(&mut all.note, &format!("tags: {}", tags.join(", ")));
        }
        all
    }

    /// `Exclusion reason: wrong setting; ask Bo` is a reason and a note; what this program wrote is neither.
    fn read(notes: &str) -> Self {
        let mut written = Self::default();
        for part in notes.split([';', '\n']).map(str::trim) {
            let (text, reason) = part.split_once(REASON).unwrap_or((part, ""));
            written.reasons.extend(Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty()));
            if !text.starts_with(IDENTIFIER_MARK) && !text.starts_with(OUR_MARK) {
                add_note(&mut written.note, text.trim());
            }
        }
        written
    }
}

/// Begins the reason of a full-text exclusion in the notes.
const REASON: &str = "Exclusion reason:";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_told_by_the_name() {
        assert_eq!(list_of("in/review_1_excluded_csv_20260101.csv"), Some(Word::Exclude));
        assert_eq!(list_of("review_1_included_csv_20260101.csv"), Some(Word::Include));
        assert_eq!(list_of("review_1.csv"), None);
        assert_eq!(list_of("included_and_excluded.csv"), None, "which of the two");
        assert_eq!(named_list("review_1_irrelevant_csv_1.csv"), Some(("irrelevant", Word::Exclude, false)));
        assert_eq!(named_list("review_1_excluded_csv_1.csv").map(|(.., full_text)| full_text), Some(true));
    }

    #[test]
    fn notes_are_reasons_and_what_else_was_written() {
        let told = |notes: &str| {
            let Written { reasons, note } = Written::read(notes);
            (reasons.join(" + "), note)
        };
        let pair = |reasons: &str, note: &str| (reasons.to_owned(), note.to_owned());
        assert_eq!(told("Exclusion reason: Wrong setting; "), pair("Wrong setting", ""));
        assert_eq!(told("read again"), pair("", "read again"));
        assert_eq!(told("Exclusion reason: a; Bo: ask\nExclusion reason: b;"), pair("a + b", "Bo: ask"));
        let ours = format!("Exclusion reason: a; {IDENTIFIER_MARK} doe-1; {OUR_MARK} exclude:uk, full text");
        assert_eq!(told(&ours), pair("a", ""), "what this program wrote is nobody's note");
    }
}
