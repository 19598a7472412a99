//! Which tool a file is of, by the whole of it: its columns, its tags, its notes.
//!
//! Votes of one tool are carried along by the next as notes of a reference. So what only a tool itself writes comes before what any
//! tool may have kept, and a file that two tools may have made is nobody's until a person says whose it is.

use super::{TOOLS, Tool, ToolFile};

/// Why a file may be one of a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// Whether only this tool writes such files; else what tells it may have been carried along from another.
    pub is_own: bool,
    /// What tells it, as the rest of a sentence that begins with "it has".
    pub by: String,
}

impl Likeness {
    /// Only this tool writes such files.
    pub(super) fn own(by: impl Into<String>) -> Option<Self> {
        Some(Self { is_own: true, by: by.into() })
    }

    /// The file has what this tool writes, and another may have kept that.
    pub(super) fn carried(by: impl Into<String>) -> Option<Self> {
        Some(Self { is_own: false, by: by.into() })
    }
}

/// The tool that a file is of.
pub enum Recognised {
    /// This one, and why.
    Is(&'static dyn Tool, Likeness),
    /// One of these: nothing tells which.
    Doubtful(Vec<(&'static dyn Tool, Likeness)>),
    /// None that is known.
    Unknown,
}

/// Looks which tool made a file.
pub fn recognise(file: ToolFile<'_>) -> Recognised {
    let mut like: Vec<(&'static dyn Tool, Likeness)> =
        TOOLS.iter().filter_map(|&tool| Some((tool, tool.likeness(file)?))).collect();
    if like.iter().any(|(_, likeness)| likeness.is_own) {
        like.retain(|(_, likeness)| likeness.is_own);
    }
    match like.len() {
        0 => Recognised::Unknown,
        1 => like.pop().map_or(Recognised::Unknown, |(tool, likeness)| Recognised::Is(tool, likeness)),
        _ => Recognised::Doubtful(like),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::format;
    use crate::source::SourceFile;

    /// The tool that a file is taken for; several with `or` between them.
    fn of(name: &str, text: &str) -> String {
        let source = Arc::new(SourceFile::new(name, text.as_bytes().to_vec()));
        let records = format::recognise(&source).map(|format| format.read(&source).records);
        match recognise(ToolFile { source: &source, records: records.as_ref() }) {
            Recognised::Is(tool, _) => tool.name().to_owned(),
            Recognised::Doubtful(like) => like.iter().map(|(tool, _)| tool.name()).collect::<Vec<_>>().join(" or "),
            Recognised::Unknown => "none".to_owned(),
        }
    }

    fn ris(lines: &str) -> String {
        of("a.ris", &format!("TY  - JOUR\nTI  - A made up title\n{lines}\nER  - \n"))
    }

    const RAYYAN: &str = r#"N1  - RAYYAN-INCLUSION: {"Ann"=>"Included"}"#;

    #[test]
    fn what_a_tool_writes_itself_comes_before_a_note_that_it_kept() {
        assert_eq!(ris(RAYYAN), "rayyan");
        assert_eq!(ris(&format!("N1  - ASReview_irrelevant\n{RAYYAN}")), "asreview");
        assert_eq!(ris(&format!("C1  - g\nC2  - g\nC7  - screened\n{RAYYAN}")), "citesource");
        assert_eq!(ris(&format!("KW  - litsieve:include\n{RAYYAN}")), "zotero");
        let bib = "@article{a,\n title = {A made up title},\n colrev_status = {rev_included},\n \
                   note = {RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"}},\n}\n";
        assert_eq!(of("records.bib", bib), "colrev");
        let note = r#""RAYYAN-INCLUSION: {""Ann""=>""Included""}""#;
        assert_eq!(of("a.csv", &format!("title,decision,by,note\nA made up title,exclude,Bo,{note}\n")), "csv");
        assert_eq!(of("a.csv", &format!("title,notes,asreview_label\nA made up title,{note},1\n")), "asreview");
        assert_eq!(of("a.csv", &format!("title,year,notes\nA made up title,2001,{note}\n")), "rayyan");
    }

    #[test]
    fn what_two_tools_may_have_made_is_nobodys() {
        assert_eq!(ris(&format!("AN  - rayyan-17\nN1  - ASReview_relevant\n{RAYYAN}")), "rayyan or asreview");
        let list = "Title,Covidence #,decision\nA made up title,#1,include\n";
        assert_eq!(of("list.csv", list), "covidence or csv");
        let note = r#""RAYYAN-INCLUSION: {""Ann""=>""Included""}""#;
        assert_eq!(of("a.csv", &format!("title,notes,included\nA made up title,{note},1\n")), "rayyan or asreview");
    }

    #[test]
    fn words_about_a_tool_make_no_file_of_it() {
        assert_eq!(ris("N1  - see RAYYAN-INCLUSION in the old review"), "none");
        assert_eq!(ris("N1  - Ann: ASReview_irrelevant in the first pass"), "none");
        assert_eq!(ris("C1  - 12\nC2  - PMC12\nC7  - e1017"), "none", "as EndNote writes them");
        let whole = "key,title,year,notes\nrayyan-1,A made up title,2001,litsieve:include\n";
        assert_eq!(of("articles.csv", whole), "rayyan");
    }
}
