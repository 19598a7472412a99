//! PubMed.

use jiff::civil::date;

use super::super::dialect::{Adjacent, Basis, Change, Dialect, Era, Feature, FieldForm, LEFT_TO_RIGHT, Novelty};
use super::super::field::FieldSet;
use super::super::field::SearchField::*;
use super::{AND_OR_NOT, MEDLINE_TYPES, code, many, read_only};

/// When `[tiab]` began to search author keywords: after they came to PubMed (7 February 2013, NLM Technical Bulletin no. 390,
/// which names `[ot]` and `[tw]` only) and not after the present PubMed, whose help says so, had replaced the one before (18 May
/// 2020). No document that could be looked up gives the day.
const KEYWORDS_IN_TIAB: Change = Change { earliest: date(2013, 2, 7), latest: date(2020, 5, 18) };

/// PubMed.
pub const PUBMED: Dialect = Dialect {
    name: "pubmed",
    title: "PubMed",
    aliases: &["medline (pubmed)", "ncbi"],
    about: "PubMed: `(coproduction[tiab] OR \"co-production\"[tiab]) AND leader*[tiab]`.\n\n\
        Operators count only in capitals and are read from left to right. The field code follows its term and cannot follow a group.\n\
        `*` stands for any characters behind at least four. `\"two words\"[tiab:~3]` finds them with at most three words between, \
        in title, title and abstract, or affiliation. Words without a field are mapped to headings and joined by AND; \
        words with one are a phrase (`kidney allograft[tw]`), which PubMed takes apart only where its index of phrases lacks it.\n\
        `[tiab]` searches author keywords too, by the help of the present PubMed; a search made before May 2020 is also read \
        without them.\n\n\
        Manual: pubmed.ncbi.nlm.nih.gov/help; NLM Technical Bulletin, PubMed Search Rules and Syntax, 1997.",
    eras: &[
        Era {
            name: "until 2020 at the latest: [tiab] without author keywords",
            since: None,
            levels: LEFT_TO_RIGHT,
            or_in_proximity: false,
            basis: Basis::Documented(
                "NLM Technical Bulletin 1997: all Boolean connectors in a left-to-right sequence; \
                 NLM Technical Bulletin 2013, no. 390: author keywords are found without a tag, by [ot] and by [tw]",
            ),
            besides: &[],
        },
        Era {
            name: "as documented",
            since: Some(KEYWORDS_IN_TIAB),
            levels: LEFT_TO_RIGHT,
            or_in_proximity: false,
            basis: Basis::Documented(
                "NLM Technical Bulletin 1997: all Boolean connectors in a left-to-right sequence; \
                 pubmed.ncbi.nlm.nih.gov/help: [tiab] searches author keywords too",
            ),
            besides: &[("tiab", AuthorKeyword)],
        },
    ],
    operators: AND_OR_NOT,
    capitals_only: true,
    small_operators: false,
    proximity: &[],
    wildcards: &[many('*')],
    counted_wildcards: &[],
    bracketed_wildcards: false,
    leading_wildcard: false,
    hyphen_is_space: false,
    writes_parentheses: false,
    least_before_truncation: 4,
    field_form: FieldForm::Brackets,
    codes: &[
        code(&["tiab", "Title/Abstract"], &[Title, Abstract]),
        code(&["ti", "Title"], &[Title]),
        code(&["ab", "Abstract"], &[Abstract]),
        code(&["tw", "Text Word", "Text Words"], &[Title, Abstract, AuthorKeyword, Heading]),
        code(&["ot", "Other Term"], &[AuthorKeyword]),
        code(&["all", "All Fields"], &[All]),
        code(&["Mesh", "mh", "MeSH Terms"], &[HeadingExploded]),
        code(&["Mesh:NoExp", "mh:noexp", "MeSH Terms:noexp", "MeSH Terms:no exp"], &[HeadingExact]),
        code(&["Majr", "MeSH Major Topic", "mj"], &[MajorExploded]),
        code(&["Majr:NoExp", "MeSH Major Topic:noexp", "MeSH Major Topic:no exp"], &[MajorExact]),
        code(&["sh", "MeSH Subheading", "Subheading"], &[Subheading]),
        code(&["nm", "Supplementary Concept", "Substance Name", "pa", "Pharmacological Action"], &[Substance]),
        code(&["rn", "EC/RN Number"], &[RegistryNumber]),
        code(
            &["au", "Author", "fau", "Full Author Name", "ir", "Investigator", "fir", "Full Investigator Name"],
            &[Author],
        ),
        code(&["1au", "First Author Name", "Author - First"], &[FirstAuthor]),
        code(&["lastau", "Last Author Name", "Author - Last"], &[LastAuthor]),
        code(&["cn", "Corporate Author", "Author - Corporate"], &[GroupAuthor]),
        code(&["auid", "Author Identifier", "Author - Identifier"], &[AuthorIdentifier]),
        code(&["ed", "Editor"], &[Editor]),
        code(&["ps", "Personal Name as Subject"], &[PersonAsSubject]),
        code(&["ad", "Affiliation"], &[Affiliation]),
        code(&["ta", "Journal", "jour", "so", "book"], &[Source]),
        code(&["is", "ISSN"], &[Issn]),
        code(&["isbn"], &[Isbn]),
        code(&["lid", "Location ID", "doi", "aid", "Article Identifier"], &[Doi]),
        code(&["pmid", "uid"], &[Pmid]),
        read_only(&["jid", "NLM Unique ID", "si", "Secondary Source ID"], &[Accession]),
        code(
            &[
                "dp",
                "Publication Date",
                "Date - Publication",
                "pdat",
                "ppdat",
                "epdat",
                "Electronic Date of Publication",
                "Electronic Publication Date",
            ],
            &[Year],
        ),
        code(
            &[
                "edat",
                "Entry Date",
                "Date - Entry",
                "Entrez Date",
                "Date - Entrez",
                "crdt",
                "Create Date",
                "Date - Create",
                "mhda",
                "mhdr",
                "MeSH Date",
                "Date - MeSH",
                "dcom",
                "Completion Date",
                "Date - Completion",
                "lr",
                "Modification Date",
                "Date - Modification",
            ],
            &[EntryDate],
        ),
        code(&["la", "lang", "Language"], &[Language]),
        code(&["pt", "Publication Type", "ptyp"], &[DocumentType]),
        code(&["pl", "Place of Publication"], &[PlaceOfPublication]),
        code(&["pubn", "Publisher"], &[Publisher]),
        code(&["gr", "Grant Number", "Grants and Funding"], &[Funding]),
        code(&["vi", "Volume"], &[Volume]),
        code(&["ip", "Issue"], &[Issue]),
        code(&["pg", "Pagination"], &[Pages]),
        code(&["sb", "Filter", "filt", "Subset", "Owner"], &[Filter]),
        code(&["tt", "Transliterated Title"], &[OriginalTitle]),
        code(&["cois", "Conflict of Interest Statement", "Conflict of Interest Statements"], &[Interests]),
    ],
    joined_codes: false,
    default_fields: FieldSet::of(&[All]),
    field_expected: true,
    adjacent: Adjacent::PhraseWithField,
    braces: false,
    slash_headings: false,
    line_marks: &["#"],
    ignored: "!#$%+.;<>=?\\^_{}~'",
    fields_on_groups: false,
    finds_variants: false,
    most_terms_in_all_fields: None,
    document_types: MEDLINE_TYPES,
    exact_suffix: "",
    limit_lines: false,
    filter_words: &["hasabstract", "hasstructuredabstract", "hasretractionof", "hasnonenglishabstract"],
    mixed_proximity: true,
    novelties: &[
        Novelty {
            feature: Feature::Proximity,
            since: Change { earliest: date(2022, 11, 1), latest: date(2022, 11, 29) },
            source: "November 2022 (NLM Technical Bulletin 2022, no. 449: PubMed Update: Proximity Search Now Available)",
        },
        Novelty {
            feature: Feature::InnerWildcard,
            since: Change { earliest: date(2024, 6, 3), latest: date(2024, 6, 3) },
            source: "3 June 2024 (NLM Technical Bulletin 2024, no. 458: PubMed Update: Wildcard Search Improvements)",
        },
    ],
};
