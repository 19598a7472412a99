//! Web of Science, Core Collection.

use super::super::dialect::{Adjacent, Basis, Dialect, Era, FieldForm, Kind, Levels, Number};
use super::super::field::FieldSet;
use super::super::field::SearchField::*;
use super::super::tree::Distance;
use super::{AND_OR_NOT, code, many, one, one_or_none, proximity, read_only};
use crate::record::document_type::DocumentType as Type;

/// NEAR/x, SAME, NOT, AND, OR.
const LEVELS: Levels = &[&[Kind::Before, Kind::Near], &[Kind::Same], &[Kind::Not], &[Kind::And], &[Kind::Or]];

/// Web of Science.
pub const WOS: Dialect = Dialect {
    name: "wos",
    title: "Web of Science",
    aliases: &["web of science", "web-of-science", "wok", "web of knowledge", "ssci", "sci-expanded"],
    about: "Web of Science, advanced search: `TS=(coproduc* OR \"co-production\") AND PY=1985-2017`.\n\n\
        Words without an operator are joined by AND. `*` stands for any characters, `?` for one, `$` for one or none.\n\
        NEAR/x lets x words stand between; NEAR alone means NEAR/15. Quotation marks switch lemmatisation off.\n\n\
        Manual: webofscience.help.clarivate.com, pages *Search Operators* and *Search Rules*; \
        images.webofknowledge.com, *hs_search_operators.html*.",
    eras: &[Era {
        name: "as documented",
        since: None,
        levels: LEVELS,
        or_in_proximity: true,
        basis: Basis::Documented(
            "images.webofknowledge.com help, Search Operators: NEAR/x, SAME, NOT, AND, OR; \
             `copper OR lead AND algae` finds every record with copper",
        ),
        besides: &[],
    }],
    operators: AND_OR_NOT,
    capitals_only: false,
    small_operators: false,
    proximity: &[
        proximity("NEAR/", Number::Between, false),
        proximity("NEAR", Number::Fixed(Distance::Words(15)), false),
        proximity("SAME", Number::Fixed(Distance::SameField), false),
    ],
    wildcards: &[many('*'), one('?'), one_or_none('$')],
    counted_wildcards: &[],
    bracketed_wildcards: false,
    leading_wildcard: true,
    hyphen_is_space: true,
    writes_parentheses: false,
    least_before_truncation: 3,
    field_form: FieldForm::Equals,
    codes: &[
        code(&["TS", "Topic"], &[Title, Abstract, AuthorKeyword, Heading]),
        code(&["TI", "Title"], &[Title]),
        code(&["AB", "Abstract"], &[Abstract]),
        code(&["AK", "Author Keywords"], &[AuthorKeyword]),
        read_only(&["KP", "Keywords Plus", "Keyword Plus", "Keyword Plus ®"], &[Heading]),
        code(&["ALL", "All Fields"], &[All]),
        code(&["AU", "Author", "Authors"], &[Author]),
        code(&["GP", "Group Author", "Group Authors"], &[GroupAuthor]),
        code(&["AI", "Author Identifiers"], &[AuthorIdentifier]),
        code(&["ED", "Editor", "Editors"], &[Editor]),
        code(
            &["AD", "OG", "OO", "SG", "SA", "Address", "Affiliation", "Affiliations", "Organization-Enhanced"],
            &[Affiliation],
        ),
        code(&["CU", "CI", "PS", "ZP", "Countries/Regions"], &[AuthorCountry]),
        code(&["SO", "Publication Name", "Publication Titles", "Source Titles"], &[Source]),
        code(&["IS", "ISSN/ISBN"], &[Issn, Isbn]),
        code(&["DO", "DOI"], &[Doi]),
        code(&["PMID", "PubMed ID"], &[Pmid]),
        code(&["UT", "Accession Number"], &[Accession]),
        code(&["PY", "FPY", "DOP", "Year Published", "Publication Years", "Publication Date"], &[Year]),
        code(&["LD"], &[EntryDate]),
        code(&["LA", "Language", "Languages"], &[Language]),
        code(&["DT", "Document Type", "Document Types"], &[DocumentType]),
        code(&["FO", "FG", "FT", "FD", "Funding Agency", "Funding Agencies"], &[Funding]),
        code(&["CF", "Conference", "Conference Titles"], &[Conference]),
        code(&["PUBL", "Publisher", "Publishers"], &[Publisher]),
        code(
            &[
                "WC",
                "SU",
                "SDG",
                "TMAC",
                "TMSO",
                "TMIC",
                "Research Area",
                "Research Areas",
                "Web of Science Categories",
                "Citation Topics Meso",
                "Citation Topics Micro",
                "Sustainable Development Goals",
            ],
            &[Category],
        ),
        code(&["EDN", "Web of Science Index", "Open Access", "Database"], &[Filter]),
    ],
    joined_codes: false,
    default_fields: FieldSet::TOPIC,
    field_expected: true,
    adjacent: Adjacent::And,
    braces: false,
    slash_headings: false,
    line_marks: &["#"],
    ignored: "",
    fields_on_groups: true,
    finds_variants: true,
    most_terms_in_all_fields: Some(50),
    document_types: &[
        (Type::JournalArticle, "Article"),
        (Type::ReviewArticle, "Review"),
        (Type::ReviewArticle, "Review Article"),
        (Type::Editorial, "Editorial Material"),
        (Type::Letter, "Letter"),
        (Type::Correction, "Correction"),
        (Type::Retraction, "Retraction"),
        (Type::BookReview, "Book Review"),
        (Type::ConferenceAbstract, "Meeting Abstract"),
        (Type::ConferencePaper, "Proceedings Paper"),
        (Type::ConferencePaper, "Proceeding Paper"),
        (Type::Book, "Book"),
        (Type::BookChapter, "Book Chapter"),
        (Type::News, "News Item"),
    ],
    exact_suffix: "",
    limit_lines: false,
    filter_words: &[],
    mixed_proximity: true,
    novelties: &[],
};
