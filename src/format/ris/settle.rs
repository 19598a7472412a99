//! What the tags of one RIS record mean together.

use super::super::provenance;
use super::dialect;
use crate::format::tagged::Draft;
use crate::record::Field;
use crate::record::date::{DateKind, PartialDate};
use crate::record::identifier::{Doi, Isbn, Issn, Pmcid, Pmid};

/// What holds a report of a type: decides what `T2` and `BT` are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shelf {
    /// In a journal, a book, proceedings or on a site.
    Within,
    /// A document of its own, perhaps in a series.
    Alone,
}

/// Settles one record.
pub(super) fn record(draft: &mut Draft<'_>) {
    let shelf = shelf(draft);
    for at in 0..draft.len() {
        by_value(draft, at);
    }
    report_number(draft);
    proceedings(draft);
    book_editors(draft);
    one_number(draft);
    containers(draft, shelf);
    titles(draft, shelf);
    authors(draft);
    dialect::settle(draft);
    abstracts(draft);
    provenance::settle(draft);
}

fn shelf(draft: &Draft<'_>) -> Shelf {
    let kind = draft.tagged("TY").map_or("", |at| draft.value(at));
    match kind {
        "BOOK" | "EBOOK" | "EDBOOK" | "WHOLE" | "RPRT" | "GOVDOC" | "THES" | "MAP" | "DATA" | "STAND" => Shelf::Alone,
        _ => Shelf::Within,
    }
}

/// Tags whose meaning shows in the value itself.
fn by_value(draft: &mut Draft<'_>, at: usize) {
    let value = || draft.value(at);
    let field = match draft.tag(at).as_bytes() {
        // EBSCOhost and APA write the DOI here.
        b"L3" | b"M3" if Doi::parse(value()).is_some() => Field::Doi,
        b"L3" | b"L4" if value().starts_with("http") => Field::Url,
        b"SN" if !Issn::is_in(value()) && Isbn::is_in(value()) => Field::Isbn,
        // The issue in old files, the conference in those of Web of Science.
        b"CP" if value().len() > 10 => Field::Conference,
        // EndNote and Zotero put the date of online publication into the edition.
        b"ET" if is_full_date(value()) => Field::DateOnline,
        b"C2" | b"C5" | b"U1" | b"U3" if Pmcid::parse(value()).is_some() => Field::Pmcid,
        b"C2" | b"C5" if is_pmid(value()) => Field::Pmid,
        b"U1" | b"U3" if value().ends_with("[PMID]") => Field::Pmid,
        // CENTRAL has its own tags.
        b"C3" | b"PM" if value().starts_with("PUBMED ") => Field::Pmid,
        b"US" if value().starts_with("http") => Field::Url,
        // A note that is nothing but an address, as this program writes a further one for Zotero.
        b"N1" if value().starts_with("http") && !value().contains(char::is_whitespace) => Field::Url,
        b"NO" if !value().is_empty() && value().len() <= 10 => Field::Issue,
        b"C6" if is_month_and_year(value()) => Field::DateOnline,
        b"C7" if !value().is_empty() => Field::ArticleNumber,
        b"AB" | b"N2" if value() == "NA" => Field::Other,
        // Zotero's *Extra*.
        b"M2" => match provenance::labelled(value()) {
            Some(field) => field,
            None => return,
        },
        _ => return,
    };
    draft.set(at, field);
}

/// Of a paper at a conference `C3` is the title of the proceedings and `T2` the name of the conference (RIS specification, 2011; EndNote and
/// Zotero). Web of Science writes organisations there, Scopus the proceedings beside their series, CENTRAL the number in PubMed.
fn proceedings(draft: &mut Draft<'_>) {
    let is_paper = draft.tagged("TY").is_some_and(|at| matches!(draft.value(at), "CONF" | "CPAPER"));
    // Both write `T2` beside it, which then is what holds the paper.
    let is_of_web_of_science = draft.tagged("AN").is_some_and(|at| draft.value(at).starts_with("WOS:"));
    let is_of_scopus = draft.tagged("DB").is_some_and(|at| draft.value(at) == "Scopus");
    let means_another = (is_of_web_of_science || is_of_scopus) && draft.tagged("T2").is_some();
    let Some(at) = draft.tagged("C3").filter(|_| is_paper && !means_another) else { return };
    if draft.field(at) != Some(Field::Other)
        || ["PUBMED ", "EMBASE "].iter().any(|name| draft.value(at).trim_start().starts_with(name))
    {
        return;
    }
    draft.set(at, Field::Container);
    for other in draft.all_tagged("T2") {
        match draft.value(other) == draft.value(at) {
            true => draft.supersede(other),
            false => draft.set(other, Field::Conference),
        }
    }
}

/// Of a whole book `A3` is the editor and `A2` beside it the editor of the series (RIS specification, 2011).
fn book_editors(draft: &mut Draft<'_>) {
    let is_book = draft.tagged("TY").is_some_and(|at| matches!(draft.value(at), "BOOK" | "EDBOOK" | "EBOOK"));
    if is_book && draft.tagged("A3").is_some() {
        reassign(draft, "A2", Field::Contributor);
        reassign(draft, "A3", Field::Editor);
    }
}

/// In a report `SN` is its number (EndNote's and Zotero's *Report Number*), unless it is an ISSN or ISBN; databases write it into the
/// issue, which a report outside of a volume does not have.
fn report_number(draft: &mut Draft<'_>) {
    let is_report = draft.tagged("TY").is_some_and(|at| matches!(draft.value(at), "RPRT" | "GOVDOC"));
    if !is_report {
        return;
    }
    let is_number = |value: &str| !value.trim().is_empty() && !Issn::is_in(value) && !Isbn::is_in(value);
    for at in draft.all_tagged("SN") {
        if is_number(draft.value(at)) {
            draft.set(at, Field::ReportNumber);
        }
    }
    if !draft.has(Field::ReportNumber) && !draft.has(Field::Volume) {
        reassign(draft, "IS", Field::ReportNumber);
    }
}

/// `SP` and `EP` both give the number of an electronic article, as LILACS and SciELO write it: that is one number, and no range.
fn one_number(draft: &mut Draft<'_>) {
    let (Some(first), Some(last)) = (draft.first(Field::Pages), draft.first(Field::EndPage)) else { return };
    let value = draft.value(last);
    let is_electronic = value.len() > 2 && value.starts_with(['e', 'E']) && value.as_bytes()[1].is_ascii_digit();
    if is_electronic && draft.value(first) == value {
        draft.supersede(last);
    }
}

fn is_pmid(value: &str) -> bool {
    value.len() >= 6 && Pmid::parse(value).is_some()
}

fn is_full_date(value: &str) -> bool {
    let date = PartialDate::parse(DateKind::Online, value);
    date.year.is_some() && date.month.is_some() && value.starts_with(|c: char| c.is_ascii_digit())
}

fn is_month_and_year(value: &str) -> bool {
    let date = PartialDate::parse(DateKind::Online, value);
    value.len() <= 11 && date.year.is_some() && date.month.is_some()
}

/// The journal or book: `JF`, else `T2` or `BT`, else `JO`. The others are short forms or series.
fn containers(draft: &mut Draft<'_>, shelf: Shelf) {
    let second = if shelf == Shelf::Within { "T2" } else { "JF" };
    let Some(best) = ["C3", "JF", second, "BT", "JO"].iter().find_map(|tag| contains(draft, tag)) else {
        return reassign(draft, "T2", Field::Series);
    };
    for at in draft.all(Field::Container) {
        match draft.tag(at) {
            _ if at == best => {}
            _ if draft.value(at) == draft.value(best) => draft.supersede(at),
            "JO" => draft.set(at, Field::ContainerAbbreviation),
            "T2" => draft.set(at, Field::Series),
            _ => {}
        }
    }
}

/// The place of the first value of `tag` that names what holds the document.
fn contains(draft: &Draft<'_>, tag: &str) -> Option<usize> {
    draft.tagged(tag).filter(|&at| draft.field(at) == Some(Field::Container))
}

fn reassign(draft: &mut Draft<'_>, tag: &str, field: Field) {
    for at in draft.all_tagged(tag) {
        draft.set(at, field);
    }
}

/// `TI` and `T1` may both be there; a book may have its title in `BT`.
fn titles(draft: &mut Draft<'_>, shelf: Shelf) {
    match draft.all(Field::Title).as_slice() {
        [] if shelf == Shelf::Alone => reassign(draft, "BT", Field::Title),
        [first, rest @ ..] => {
            for &at in rest {
                if draft.value(at) == draft.value(*first) {
                    draft.supersede(at);
                }
            }
        }
        [] => {}
    }
}

/// `A1` beside `AU` repeats the authors; in some dialects it holds others.
fn authors(draft: &mut Draft<'_>) {
    let used = |tag: &str| -> Vec<usize> {
        draft.all_tagged(tag).into_iter().filter(|&at| draft.field(at) == Some(Field::Author)).collect()
    };
    let other = used("A1");
    if other.is_empty() {
        return;
    }
    let main = used("AU");
    let same = main.len() == other.len() && main.iter().zip(&other).all(|(&a, &b)| draft.value(a) == draft.value(b));
    if same {
        other.into_iter().for_each(|at| draft.supersede(at));
    }
}

/// `AB` is the abstract; `N2` beside it repeats it or is a note. A notice of copyright is no abstract.
fn abstracts(draft: &mut Draft<'_>) {
    let all = draft.all(Field::Abstract);
    let Some(best) = all.iter().copied().find(|&at| draft.tag(at) == "AB").or(all.first().copied()) else { return };
    for &at in &all {
        if at != best && draft.value(at) == draft.value(best) {
            draft.supersede(at);
        } else if is_copyright(draft.value(at), all.len() > 1) {
            draft.note("REA019", at, || {
                "a notice of copyright stands in the place of the abstract; kept as such, not as abstract".to_owned()
            });
            draft.set(at, Field::Copyright);
        } else if draft.tag(at) == "N2" && draft.tag(best) == "AB" {
            draft.set(at, Field::Note);
        }
    }
}

/// Whether a text in the place of the abstract is a notice of copyright.
fn is_copyright(text: &str, one_of_several: bool) -> bool {
    let begins = |words: &[&str]| {
        words.iter().any(|word| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
    };
    begins(&["Copyright of "]) && text.contains("property of")
        || one_of_several && begins(&["Copyright ", "Copyright\u{a9}", "\u{a9}", "(c) ", "Publisher Copyright"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_of_copyright_is_told_from_an_abstract() {
        let notice =
            "Copyright of Journal of Made-Up Studies is the property of A Press and its content may not be copied";
        assert!(is_copyright(notice, false));
        assert!(is_copyright("© 2020 A Press", true));
        assert!(!is_copyright("© 2020 A Press. Background: ...", false), "the only abstract is one");
        assert!(!is_copyright("Copyright law and its discontents", false));
    }
}
