//! Scopus.

use jiff::civil::date;

use super::super::dialect::{AND_FIRST, Adjacent, Basis, Change, Dialect, Era, FieldForm, Number, OR_FIRST, Operator};
use super::super::field::FieldSet;
use super::super::field::SearchField::*;
use super::{code, many, one, proximity, read_only};
use crate::record::document_type::DocumentType as Type;

/// Scopus.
pub const SCOPUS: Dialect = Dialect {
    name: "scopus",
    title: "Scopus",
    aliases: &["elsevier scopus"],
    about: "Scopus, advanced search: `TITLE-ABS-KEY(coproduc* OR \"co-production\") AND PUBYEAR > 1984`.\n\n\
        Words without an operator are joined by AND. `\"…\"` is a loose phrase (plurals and spellings count), `{…}` an exact one.\n\
        `*` stands for any characters, `?` for one. W/n and PRE/n let n words stand between.\n\
        Until the change of autumn 2025 to early 2026 OR was read before W/n and PRE/n, these before AND, and AND NOT last; \
        since then AND is read before OR.\n\n\
        Manual: help.scopus.com h_bscssrchboolop.htm and h_bscssrchFASTprox.htm (2008); \
        schema.elsevier.com/dtds/document/bkapi/search/SCOPUSSearchTips.htm; libguides.oulu.fi Scopus guide; \
        blog.scopus.com, *Boolean searches in Scopus*, 24 March 2025 (the change).",
    eras: &[
        Era {
            name: "help page of 2008",
            since: None,
            levels: OR_FIRST,
            or_in_proximity: false,
            basis: Basis::Documented(
                "help.scopus.com h_bscssrchboolop.htm (2008): OR, AND, AND NOT; no operator inside W/n",
            ),
            besides: &[],
        },
        Era {
            name: "until 2025",
            since: Some(Change { earliest: date(2009, 1, 1), latest: date(2020, 1, 1) }),
            levels: OR_FIRST,
            or_in_proximity: true,
            basis: Basis::Documented(
                "libguides.oulu.fi Scopus guide: OR, W/n and PRE/n, AND, AND NOT; OR inside W/5 allowed",
            ),
            besides: &[],
        },
        Era {
            name: "since the change of 2025 to 2026",
            since: Some(Change { earliest: date(2025, 9, 1), latest: date(2026, 4, 1) }),
            levels: AND_FIRST,
            or_in_proximity: true,
            basis: Basis::Documented(
                "blog.scopus.com, 24 March 2025: AND before OR from autumn 2025, fully by early 2026",
            ),
            besides: &[],
        },
    ],
    operators: &[("AND NOT", Operator::Not), ("AND", Operator::And), ("OR", Operator::Or), ("NOT", Operator::Not)],
    capitals_only: false,
    small_operators: false,
    proximity: &[proximity("W/", Number::Between, false), proximity("PRE/", Number::Between, true)],
    wildcards: &[many('*'), one('?')],
    counted_wildcards: &[],
    bracketed_wildcards: false,
    leading_wildcard: true,
    hyphen_is_space: true,
    writes_parentheses: true,
    least_before_truncation: 0,
    field_form: FieldForm::Function,
    codes: &[
        code(&["TITLE-ABS-KEY"], &[Title, Abstract, AuthorKeyword, Heading]),
        code(&["TITLE-ABS"], &[Title, Abstract]),
        code(&["TITLE"], &[Title]),
        code(&["ABS"], &[Abstract]),
        code(&["KEY"], &[AuthorKeyword, Heading]),
        read_only(&["EXACTKEYWORD"], &[AuthorKeyword, Heading]),
        code(&["AUTHKEY"], &[AuthorKeyword]),
        code(&["INDEXTERMS"], &[Heading]),
        code(&["TITLE-ABS-KEY-AUTH"], &[Title, Abstract, AuthorKeyword, Heading, Author]),
        code(&["ALL"], &[All]),
        code(&["AUTH", "AUTHOR-NAME", "AUTHLASTNAME", "AUTHFIRST"], &[Author]),
        code(&["FIRSTAUTH"], &[FirstAuthor]),
        code(&["AUTHCOLLAB"], &[GroupAuthor]),
        code(&["AU-ID", "ORCID", "PREFNAMEAUID"], &[AuthorIdentifier]),
        code(&["EDITOR", "EDLASTNAME", "EDFIRST"], &[Editor]),
        code(&["AFFIL", "AFFILORG", "AF-ID"], &[Affiliation]),
        code(&["AFFILCOUNTRY", "AFFILCITY"], &[AuthorCountry]),
        code(&["SRCTITLE", "EXACTSRCTITLE", "CODEN"], &[Source]),
        code(&["ISSN", "ISSNP", "EISSN"], &[Issn]),
        code(&["ISBN"], &[Isbn]),
        code(&["DOI"], &[Doi]),
        code(&["PMID"], &[Pmid]),
        code(&["EID"], &[Accession]),
        code(&["PUBYEAR", "PUBDATETXT"], &[Year]),
        code(&["LOAD-DATE", "ORIG-LOAD-DATE", "RECENT"], &[EntryDate]),
        code(&["LANGUAGE"], &[Language]),
        code(&["DOCTYPE"], &[DocumentType]),
        code(&["PUBLISHER", "BOOKPUB"], &[Publisher]),
        code(&["FUND-ALL", "FUND-SPONSOR", "FUND-ACR", "FUND-NO"], &[Funding]),
        code(&["CONF", "CONFNAME", "CONFLOC", "CONFSPONSORS"], &[Conference]),
        code(&["VOLUME"], &[Volume]),
        code(&["ISSUE"], &[Issue]),
        code(&["PAGES", "PAGEFIRST", "PAGELAST", "ARTNUM"], &[Pages]),
        code(&["SUBJAREA"], &[Category]),
        code(&["CHEM", "CHEMNAME", "TRADENAME", "MANUFACTURER", "SEQBANK", "SEQNUMBER"], &[Substance]),
        code(&["CASREGNUMBER"], &[RegistryNumber]),
        code(
            &["LIMIT-TO", "EXCLUDE", "INDEX", "OPENACCESS", "OA", "FREETOREAD", "PUBSTAGE", "SRCTYPE", "WEBSITE"],
            &[Filter],
        ),
        code(&["REF"], &[CitedReference]),
        read_only(
            &[
                "REFAUTH",
                "REFAUTHLASTNAME",
                "REFAUTHFIRST",
                "REFTITLE",
                "REFSRCTITLE",
                "REFPUBYEAR",
                "REFPAGE",
                "REFPAGEFIRST",
                "REFARTNUM",
                "REFEID",
            ],
            &[CitedReference],
        ),
    ],
    joined_codes: false,
    default_fields: FieldSet::TOPIC,
    field_expected: true,
    adjacent: Adjacent::And,
    braces: true,
    slash_headings: false,
    line_marks: &["#"],
    ignored: "",
    fields_on_groups: true,
    finds_variants: true,
    most_terms_in_all_fields: None,
    document_types: &[
        (Type::JournalArticle, "ar"),
        (Type::ReviewArticle, "re"),
        (Type::Editorial, "ed"),
        (Type::Letter, "le"),
        (Type::Comment, "no"),
        (Type::Correction, "er"),
        (Type::Retraction, "tb"),
        (Type::ConferencePaper, "cp"),
        (Type::Book, "bk"),
        (Type::BookChapter, "ch"),
    ],
    exact_suffix: "",
    limit_lines: false,
    filter_words: &[],
    mixed_proximity: false,
    novelties: &[],
};
