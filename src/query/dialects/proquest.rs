//! ProQuest, the platform of IBSS, Sociological Abstracts and others.

use jiff::civil::date;

use super::super::dialect::{
    Adjacent, Basis, Change, Dialect, Era, FieldForm, Kind, Levels, Number, OR_FIRST, Operator,
};
use super::super::field::FieldSet;
use super::super::field::SearchField::*;
use super::super::tree::Distance;
use super::{code, many, one, proximity};
use crate::record::document_type::DocumentType as Type;

/// PRE, NEAR, AND, OR, NOT.
const CURRENT: Levels = &[&[Kind::Before], &[Kind::Near, Kind::Same], &[Kind::And], &[Kind::Or], &[Kind::Not]];

/// ProQuest.
pub const PROQUEST: Dialect = Dialect {
    name: "proquest",
    title: "ProQuest",
    aliases: &["ibss", "assia", "sociological abstracts", "proquest central", "proquest dialog", "eric (proquest)"],
    about: "ProQuest, advanced and command-line search: `noft(coproduc*) AND ti(leader*) AND PD(1985-2017)`.\n\n\
        Words without an operator are joined by AND. `*` truncates, `[*5]` to five characters at most, `?` stands for one.\n\
        NEAR/n lets n words stand between in any order, PRE/n in the order written; without a number both mean 4.\n\
        `.exact` behind a field code asks for a field that says just this; it is read as a phrase.\n\
        The older interface (proquest.umi.com, until about 2012) read OR before AND; the present one reads AND before OR, \
        which is common knowledge, but no manual with a date could be looked up: for a search with a date both readings are given.\n\n\
        Manual: proquest.libguides.com/proquestplatform/tips; proquest.umi.com/i-std/en/npc/precedence.htm; \
        training.proquest.com/trc/training/boolean.htm.",
    eras: &[
        Era {
            name: "proquest.umi.com, until about 2012",
            since: None,
            levels: OR_FIRST,
            or_in_proximity: true,
            basis: Basis::Documented(
                "proquest.umi.com help, Parentheses and Precedence: phrase, OR, PRE, W, AND, AND NOT",
            ),
            besides: &[],
        },
        Era {
            name: "search.proquest.com",
            since: Some(Change { earliest: date(2010, 7, 1), latest: date(2012, 12, 31) }),
            levels: CURRENT,
            or_in_proximity: true,
            basis: Basis::Recalled(
                "ProQuest platform help: PRE, NEAR, AND, OR, NOT; not confirmed by a page that could be looked up",
            ),
            besides: &[],
        },
    ],
    operators: &[
        ("NOT", Operator::Not),
        ("AND NOT", Operator::Not),
        ("AND", Operator::And),
        ("OR", Operator::Or),
        // Within the same document.
        ("W/DOC", Operator::And),
    ],
    capitals_only: false,
    small_operators: false,
    proximity: &[
        proximity("NEAR/", Number::Between, false),
        proximity("PRE/", Number::Between, true),
        proximity("N/", Number::Between, false),
        proximity("P/", Number::Between, true),
        proximity("W/PARA", Number::Fixed(Distance::SameField), false),
        proximity("W/", Number::Between, false),
        proximity("NEAR", Number::Fixed(Distance::Words(4)), false),
        proximity("PRE", Number::Fixed(Distance::Words(4)), true),
    ],
    wildcards: &[many('*'), one('?')],
    counted_wildcards: &['$'],
    bracketed_wildcards: true,
    leading_wildcard: true,
    hyphen_is_space: false,
    writes_parentheses: false,
    least_before_truncation: 0,
    field_form: FieldForm::Function,
    codes: &[
        code(&["NOFT", "ALL"], &[All]),
        code(&["TI", "TITLE", "DTI"], &[Title]),
        code(&["AB", "ABSTRACT"], &[Abstract]),
        code(&["TIABSU", "SUMMARY"], &[Title, Abstract, Heading]),
        code(&["IF", "DISKW"], &[AuthorKeyword]),
        code(&["SU", "SUBJECT", "SUB"], &[Heading]),
        code(&["MAINSUBJECT", "MJSUB", "MESH", "SU.EXACT", "MAINSUBJECT.EXACT", "MESH.EXACT"], &[HeadingExact]),
        code(&["SU.EXACT.EXPLODE", "MAINSUBJECT.EXACT.EXPLODE", "MESH.EXACT.EXPLODE"], &[HeadingExploded]),
        code(&["MJMAINSUBJECT", "MJMESH", "MJMAINSUBJECT.EXACT", "MJMESH.EXACT"], &[MajorExact]),
        code(&["MJMAINSUBJECT.EXACT.EXPLODE", "MJMESH.EXACT.EXPLODE"], &[MajorExploded]),
        code(&["FT", "FULLTEXT", "TX"], &[FullText]),
        code(&["AU", "AUTHOR"], &[Author]),
        code(&["CA"], &[GroupAuthor]),
        code(&["ED"], &[Editor]),
        code(&["PER", "PN"], &[PersonAsSubject]),
        code(&["AF", "ORG"], &[Affiliation]),
        code(&["PUB", "PUBTITLE", "JN", "JSU"], &[Source]),
        code(&["ISSN"], &[Issn]),
        code(&["ISBN"], &[Isbn]),
        code(&["DOI"], &[Doi]),
        code(&["AN"], &[Accession]),
        code(&["PD", "YR", "PUBDATE"], &[Year]),
        code(&["LUPD", "DA"], &[EntryDate]),
        code(&["LA", "LANG"], &[Language]),
        code(&["DTYPE", "RTYPE", "AT"], &[DocumentType]),
        code(&["CP", "CPUB"], &[PlaceOfPublication]),
        code(&["LOC", "GEO"], &[Geography]),
        code(&["PB"], &[Publisher]),
        code(&["GI"], &[Funding]),
        code(&["VO", "VOL"], &[Volume]),
        code(&["ISS"], &[Issue]),
        code(&["PG", "PAGE"], &[Pages]),
        code(&["CC"], &[Category]),
        code(&["PEER", "SFT", "STYPE"], &[Filter]),
        code(&["RN"], &[RegistryNumber]),
    ],
    joined_codes: true,
    default_fields: FieldSet::of(&[All, FullText]),
    field_expected: true,
    adjacent: Adjacent::And,
    braces: false,
    slash_headings: false,
    line_marks: &["S", "#"],
    ignored: "",
    fields_on_groups: true,
    finds_variants: true,
    most_terms_in_all_fields: None,
    document_types: &[
        (Type::JournalArticle, "Article"),
        (Type::Editorial, "Editorial"),
        (Type::Letter, "Letter To The Editor"),
        (Type::BookReview, "Book Review"),
        (Type::ConferencePaper, "Conference Paper"),
        (Type::Book, "Book"),
        (Type::BookChapter, "Book Chapter"),
        (Type::Thesis, "Dissertation/Thesis"),
        (Type::Report, "Report"),
        (Type::Preprint, "Working Paper/Pre-Print"),
        (Type::News, "News"),
    ],
    exact_suffix: ".EXACT",
    limit_lines: false,
    filter_words: &[],
    mixed_proximity: true,
    novelties: &[],
};
