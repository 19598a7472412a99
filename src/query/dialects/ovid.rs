//! Ovid: Medline, Embase, PsycINFO and others on the Ovid platform.

use super::super::dialect::{AND_FIRST, Adjacent, Basis, Dialect, Era, FieldForm, Number};
use super::super::field::FieldSet;
use super::super::field::SearchField::*;
use super::super::tree::Distance;
use super::{AND_OR_NOT, MEDLINE_TYPES, code, many, one, one_or_none, proximity, read_only};

/// Ovid.
pub const OVID: Dialect = Dialect {
    name: "ovid",
    title: "Ovid",
    aliases: &["ovidsp", "ovid medline", "medline (ovid)", "embase (ovid)", "psycinfo (ovid)", "ovid embase"],
    about: "Ovid, advanced search: `exp Leadership/ or (local adj3 leader*).ti,ab.`\n\n\
        Words without an operator are a phrase, as with ADJ. ADJn finds the words in any order with n-1 words between: \
        ADJ1 next to each other, ADJ3 with two between.\n\
        `*`, `$` and `:` truncate, with a number (`dog$1`) to so many characters; `#` stands for one character, `?` for one or none.\n\
        `exp heading/` is a subject heading with those below it, `*heading/` as the focus. Lines are combined by their numbers: `1 and 2`, `or/1-4`.\n\
        `limit 4 to (english language and yr=\"1985 - 2017\")` is line 4 AND the limits that an export shows: language, years, type of publication.\n\n\
        Manual: ovid.com/site/help/documentation/ovidsp/en/syntax.htm; \
        site.ovid.com/site/help/documentation/osp/en/Content/syntax.htm; tools.ovid.com/ovidgo (training: operators).",
    eras: &[Era {
        name: "as commonly taught",
        since: None,
        levels: AND_FIRST,
        or_in_proximity: true,
        basis: Basis::Recalled("Ovid: ADJ, NOT, AND, OR; no page that could be looked up gives the order"),
        besides: &[],
    }],
    operators: AND_OR_NOT,
    capitals_only: false,
    small_operators: true,
    proximity: &[proximity("ADJ", Number::Fixed(Distance::Words(0)), true), proximity("ADJ", Number::OneMore, false)],
    wildcards: &[many('*'), many('$'), many(':'), one('#'), one_or_none('?')],
    counted_wildcards: &['$', '*'],
    bracketed_wildcards: false,
    leading_wildcard: false,
    hyphen_is_space: false,
    writes_parentheses: false,
    least_before_truncation: 0,
    field_form: FieldForm::Dots,
    codes: &[
        code(&["tw"], &[Title, Abstract]),
        code(&["ti", "m_titl"], &[Title]),
        code(&["ab"], &[Abstract]),
        code(&["kf", "kw"], &[AuthorKeyword]),
        // PsycINFO: key concepts; some databases: identifiers, among them the DOI, which its form tells.
        read_only(&["id"], &[AuthorKeyword]),
        code(&["mp"], &[Title, Abstract, AuthorKeyword, Heading]),
        code(&["hw"], &[Heading]),
        code(&["af"], &[All, FullText]),
        code(&["xm"], &[HeadingExploded]),
        code(&["sh"], &[HeadingExact]),
        code(&["fs", "xs"], &[Subheading]),
        code(&["nm", "ps", "px", "rs", "rx", "os", "ox", "tn", "du"], &[Substance]),
        code(&["rn"], &[RegistryNumber]),
        code(&["au", "fa"], &[Author]),
        code(&["pa"], &[FirstAuthor]),
        code(&["ca", "cn", "co"], &[GroupAuthor]),
        code(&["ai"], &[AuthorIdentifier]),
        code(&["fe"], &[Editor]),
        code(&["pn"], &[PersonAsSubject]),
        code(&["in"], &[Affiliation]),
        code(&["jn", "jw", "nj", "jx", "so", "bt"], &[Source]),
        code(&["is"], &[Issn]),
        code(&["ib"], &[Isbn]),
        code(&["do"], &[Doi]),
        read_only(&["id"], &[Doi]),
        code(&["ui", "pm"], &[Pmid]),
        code(&["an", "si"], &[Accession]),
        code(&["yr", "dp", "ep", "py", "sa_year"], &[Year]),
        code(&["ed", "ez", "dt", "da", "dc", "rd", "up", "em"], &[EntryDate]),
        code(&["la", "lg"], &[Language]),
        code(&["pt"], &[DocumentType]),
        code(&["cp", "pl"], &[PlaceOfPublication]),
        code(&["pb"], &[Publisher]),
        code(&["no", "gr"], &[Funding]),
        code(&["cf"], &[Conference]),
        code(&["vo"], &[Volume]),
        code(&["ip"], &[Issue]),
        code(&["pg"], &[Pages]),
        code(&["cc"], &[Category]),
        code(&["sb", "po", "tc", "md"], &[Filter]),
        code(&["ot"], &[OriginalTitle]),
        code(&["tx"], &[FullText]),
        code(&["ci"], &[Interests]),
    ],
    joined_codes: true,
    default_fields: FieldSet::TOPIC,
    field_expected: true,
    adjacent: Adjacent::Phrase,
    braces: false,
    slash_headings: true,
    line_marks: &["", "#"],
    ignored: "",
    fields_on_groups: true,
    finds_variants: false,
    most_terms_in_all_fields: None,
    document_types: MEDLINE_TYPES,
    exact_suffix: "",
    limit_lines: true,
    filter_words: &[],
    mixed_proximity: true,
    novelties: &[],
};
