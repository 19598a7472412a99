//! EBSCOhost: CINAHL, Business Source, PsycInfo and others on the EBSCO platform.

use super::super::dialect::{AND_FIRST, Adjacent, Basis, Dialect, Era, FieldForm, Number};
use super::super::field::FieldSet;
use super::super::field::SearchField::*;
use super::{AND_OR_NOT, code, many, one, one_or_none, proximity, read_only};
use crate::record::document_type::DocumentType as Type;

/// EBSCOhost.
pub const EBSCO: Dialect = Dialect {
    name: "ebsco",
    title: "EBSCOhost",
    aliases: &[
        "ebscohost",
        "cinahl",
        "cinahl (ebsco)",
        "psycinfo (ebsco)",
        "business source ultimate",
        "business source",
        "sportdiscus",
        "academic search",
    ],
    about: "EBSCOhost: `TI (leader* OR manager*) AND AB coproduction`.\n\n\
        The field code stands before its term or group, in capitals. Words without an operator are found with at most five words between.\n\
        `*` stands for any characters, `?` for one, `#` for one or none; none of them may begin a word.\n\
        Nn lets n words stand between in any order, Wn in the order written. Lines of the search history are S1, S2.\n\n\
        Manual: EBSCO help, *Searching with Boolean Operators* (AND takes precedence over OR), *Searching with Field Codes*, \
        *Proximity Searches*; libguides.sdu.dk/EBSCO-english/proximity.",
    eras: &[Era {
        name: "as documented",
        since: None,
        levels: AND_FIRST,
        or_in_proximity: true,
        basis: Basis::Documented("EBSCO help sheet, Searching with Boolean Operators: AND takes precedence over OR"),
        besides: &[],
    }],
    operators: AND_OR_NOT,
    capitals_only: false,
    small_operators: false,
    proximity: &[proximity("N", Number::Between, false), proximity("W", Number::Between, true)],
    wildcards: &[many('*'), one('?'), one_or_none('#')],
    counted_wildcards: &[],
    bracketed_wildcards: false,
    leading_wildcard: false,
    hyphen_is_space: false,
    writes_parentheses: true,
    least_before_truncation: 0,
    field_form: FieldForm::Before,
    codes: &[
        code(&["TI"], &[Title]),
        code(&["AB"], &[Abstract]),
        read_only(&["XB"], &[Title, Abstract]),
        code(&["KW", "ZW"], &[AuthorKeyword]),
        code(&["SU", "MW", "DE", "ZU", "TP", "MJ"], &[Heading]),
        code(&["MH"], &[HeadingExact]),
        code(&["MM"], &[MajorExact]),
        code(&["TX"], &[All, FullText]),
        code(&["FT"], &[FullText]),
        code(&["AU", "AR"], &[Author]),
        code(&["CA"], &[GroupAuthor]),
        code(&["ED"], &[Editor]),
        code(&["NP", "PE"], &[PersonAsSubject]),
        code(&["AF"], &[Affiliation]),
        code(&["SO", "JN", "JT"], &[Source]),
        code(&["IS"], &[Issn]),
        code(&["IB"], &[Isbn]),
        code(&["DI"], &[Doi]),
        code(&["PM"], &[Pmid]),
        code(&["AN", "SI"], &[Accession]),
        code(&["PY", "DT", "PD", "YR"], &[Year]),
        code(&["EM", "ZD", "RD"], &[EntryDate]),
        code(&["LA", "ZL"], &[Language]),
        code(&["PT", "ZT", "PZ"], &[DocumentType]),
        code(&["CP"], &[PlaceOfPublication]),
        code(&["ZY", "GE"], &[Geography]),
        code(&["PB"], &[Publisher]),
        code(&["GI"], &[Funding]),
        code(&["VI"], &[Volume]),
        code(&["IP"], &[Issue]),
        code(&["PP"], &[Pages]),
        code(&["CC"], &[Category]),
        // The limiters that EBSCOhost writes into a search as the value of an index: age group, subset, sex, methodology; Pre-CINAHL.
        code(&["SB", "FM", "RV", "ZG", "ZS", "ZX", "ZM", "ZR", "ZV", "ZZ", "YC"], &[Filter]),
    ],
    joined_codes: false,
    default_fields: FieldSet::of(&[Title, Abstract, AuthorKeyword, Heading, Author]),
    field_expected: false,
    adjacent: Adjacent::Within(5),
    braces: false,
    slash_headings: false,
    line_marks: &["S"],
    ignored: "@%$^~\\<>",
    fields_on_groups: true,
    finds_variants: false,
    most_terms_in_all_fields: None,
    document_types: &[
        (Type::JournalArticle, "journal article"),
        (Type::ReviewArticle, "review"),
        (Type::Editorial, "editorial"),
        (Type::Letter, "letter"),
        (Type::Comment, "commentary"),
        (Type::BookReview, "book review"),
    ],
    exact_suffix: "",
    limit_lines: false,
    filter_words: &[],
    mixed_proximity: true,
    novelties: &[],
};
