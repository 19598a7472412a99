//! Plain: what people write into a protocol, whatever database they think of.

use super::super::dialect::{AND_FIRST, Adjacent, Basis, Dialect, Era, FieldForm, Number};
use super::super::field::FieldSet;
use super::super::field::SearchField::*;
use super::{AND_OR_NOT, code, many, one, proximity};

/// Plain.
pub const PLAIN: Dialect = Dialect {
    name: "plain",
    title: "plain",
    aliases: &["text", "generic"],
    about: "Plain: `title:coproduction AND (leader* OR \"public managers\")`, for criteria of a protocol and for sources whose \
        syntax is not one of the others.\n\n\
        AND is read before OR, and words without an operator are joined by AND. Every usual way to write proximity is understood; \
        the number is the most words that may stand between, except with ADJn, where it is one more.\n\
        `*` stands for any characters, `?` for one.\n\n\
        This dialect is this program's own.",
    eras: &[Era {
        name: "this program's own",
        since: None,
        levels: AND_FIRST,
        or_in_proximity: true,
        basis: Basis::Measured("defined by this program"),
        besides: &[],
    }],
    operators: AND_OR_NOT,
    capitals_only: false,
    small_operators: false,
    proximity: &[
        proximity("NEAR/", Number::Between, false),
        proximity("PRE/", Number::Between, true),
        proximity("ADJ", Number::Fixed(super::super::tree::Distance::Words(0)), true),
        proximity("ADJ", Number::OneMore, false),
        proximity("NEAR", Number::Between, false),
        proximity("NEXT/", Number::Between, true),
        proximity("ONEAR/", Number::Between, true),
        proximity("N/", Number::Between, false),
        proximity("W/", Number::Between, false),
        proximity("N", Number::Between, false),
        proximity("W", Number::Between, true),
    ],
    wildcards: &[many('*'), one('?')],
    counted_wildcards: &[],
    bracketed_wildcards: false,
    leading_wildcard: true,
    least_before_truncation: 0,
    field_form: FieldForm::Colon,
    codes: &[
        code(&["topic"], &[Title, Abstract, AuthorKeyword, Heading]),
        code(&["title-abstract", "tiab"], &[Title, Abstract]),
        code(&["title", "ti"], &[Title]),
        code(&["abstract", "ab"], &[Abstract]),
        code(&["keywords", "keyword", "kw"], &[AuthorKeyword, Heading]),
        code(&["author-keywords"], &[AuthorKeyword]),
        code(&["headings", "mesh", "subject"], &[Heading]),
        code(&["heading-exploded"], &[HeadingExploded]),
        code(&["heading"], &[HeadingExact]),
        code(&["main-heading-exploded"], &[MajorExploded]),
        code(&["main-heading"], &[MajorExact]),
        code(&["all"], &[All]),
        code(&["fulltext"], &[FullText]),
        code(&["author", "au"], &[Author]),
        code(&["editor"], &[Editor]),
        code(&["affiliation"], &[Affiliation]),
        code(&["journal", "source"], &[Source]),
        code(&["issn"], &[Issn]),
        code(&["isbn"], &[Isbn]),
        code(&["doi"], &[Doi]),
        code(&["pmid"], &[Pmid]),
        code(&["accession"], &[Accession]),
        code(&["year"], &[Year]),
        code(&["language"], &[Language]),
        code(&["type"], &[DocumentType]),
        code(&["publisher"], &[Publisher]),
    ],
    joined_codes: false,
    default_fields: FieldSet::TOPIC,
    field_expected: false,
    adjacent: Adjacent::And,
    braces: false,
    slash_headings: false,
    line_marks: &["#"],
    ignored: "",
    fields_on_groups: true,
    finds_variants: false,
    most_terms_in_all_fields: None,
    document_types: &[],
    exact_suffix: "",
    limit_lines: false,
    filter_words: &[],
    mixed_proximity: true,
    novelties: &[],
};
