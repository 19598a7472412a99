//! What the columns of a table mean: the names that databases and tools write, and what they mean by them.

use crate::record::Field;

/// A kind of table that is recognised by its header.
#[derive(Debug)]
pub struct Dialect {
    /// The name shown to users.
    pub name: &'static str,
    /// Column names that together occur in no other table, as [`plain`] writes them.
    pub signature: &'static [&'static str],
    /// Columns that mean something else here than elsewhere, as [`plain`] writes them.
    pub columns: &'static [(&'static str, Field)],
    /// Whether quotes mean nothing: tab-delimited exports that never quote.
    pub literal_quotes: bool,
    /// Whether names follow each other without any separator (`Bo EkCy Dow`).
    pub joined_names: bool,
    /// Whether the column `Citation` holds volume, issue and pages, which have no columns of their own.
    pub citations: bool,
    /// Whether this program wrote the table: cells are guarded against formulas, and the lines of a cell are values.
    pub own: bool,
}

const PLAIN: Dialect = Dialect {
    name: "",
    signature: &[],
    columns: &[],
    literal_quotes: false,
    joined_names: false,
    citations: false,
    own: false,
};

/// Every dialect; the first whose signature is in the header wins.
pub const DIALECTS: &[Dialect] = &[
    Dialect {
        name: "litsieve CSV",
        signature: &["litsieveid"],
        columns: &[
            ("place", Field::PublisherPlace),
            // For readers' eyes: the dates have columns of their own.
            ("year", Field::Other),
            ("groupauthors", Field::CorporateAuthor),
            ("subjectheadings", Field::SubjectHeading),
            ("onlinedate", Field::DateOnline),
            ("entrydate", Field::DateEntry),
        ],
        own: true,
        ..PLAIN
    },
    Dialect {
        name: "Web of Science tab-delimited",
        signature: &["pt", "au", "ti", "so", "py"],
        columns: WOS,
        literal_quotes: true,
        ..PLAIN
    },
    Dialect {
        name: "Web of Science table",
        signature: &["articletitle", "sourcetitle", "utuniquewosid"],
        columns: &[
            ("publicationtype", Field::Other),
            // The same people as Authors with full given names.
            ("authorfullnames", Field::Other),
            ("bookeditors", Field::Editor),
            ("groupauthors", Field::CorporateAuthor),
            ("bookseriestitle", Field::Series),
            ("conferencetitle", Field::Conference),
            ("keywordsplus", Field::SubjectHeading),
            ("addresses", Field::Affiliation),
            ("affiliations", Field::Other),
            ("citedreferences", Field::CitedReference),
            ("publishercity", Field::PublisherPlace),
            ("journalisoabbreviation", Field::ContainerAbbreviation),
            // The month and day of an issue, as in `MAR-APR`.
            ("publicationdate", Field::Other),
            ("earlyaccessdate", Field::DateOnline),
            ("numberofpages", Field::PageCount),
            ("doilink", Field::Url),
            ("utuniquewosid", Field::Accession),
        ],
        ..PLAIN
    },
    Dialect {
        name: "Scopus CSV",
        signature: &["eid", "sourcetitle", "authors"],
        columns: &[
            ("source", Field::Database),
            ("eid", Field::Accession),
            ("link", Field::Url),
            ("referencecount", Field::Other),
            ("references", Field::CitedReference),
            ("correspondenceaddress", Field::Other),
            ("indexkeywords", Field::SubjectHeading),
            ("publicationstage", Field::Relation),
            ("sponsors", Field::Other),
        ],
        ..PLAIN
    },
    Dialect { name: "Embase CSV", signature: &["authornames", "emtreemedicalindexterms"], columns: EMBASE, ..PLAIN },
    Dialect { name: "Embase CSV", signature: &["authornames", "articlelanguage"], columns: EMBASE, ..PLAIN },
    Dialect {
        name: "Cochrane CSV",
        signature: &["centralid", "source"],
        columns: &[
            ("source", Field::Container),
            ("centralid", Field::Accession),
            ("databasename", Field::Database),
            ("embaseid", Field::Other),
        ],
        ..PLAIN
    },
    Dialect {
        name: "EBSCOhost CSV",
        signature: &["articletitle", "journaltitle", "doctype"],
        columns: &[("plink", Field::Url), ("subjects", Field::SubjectHeading), ("firstpage", Field::Pages)],
        ..PLAIN
    },
    Dialect {
        name: "PubMed CSV",
        signature: &["pmid", "citation", "journalbook"],
        columns: &[("createdate", Field::DateEntry), ("firstauthor", Field::Other), ("citation", Field::Other)],
        citations: true,
        ..PLAIN
    },
    Dialect {
        name: "Lens CSV",
        signature: &["lensid", "sourcetitle"],
        columns: &[
            ("lensid", Field::Accession),
            ("sourcecountry", Field::Country),
            ("references", Field::CitedReference),
            ("sourceurls", Field::Url),
            ("externalurl", Field::Url),
            ("fieldsofstudy", Field::SubjectHeading),
        ],
        ..PLAIN
    },
    Dialect {
        name: "IEEE Xplore CSV",
        signature: &["documenttitle", "dateaddedtoxplore"],
        columns: &[
            ("dateaddedtoxplore", Field::DateEntry),
            ("onlinedate", Field::DateOnline),
            ("issuedate", Field::Date),
            ("documentidentifier", Field::DocumentType),
            ("ieeeterms", Field::SubjectHeading),
            ("pdflink", Field::Url),
        ],
        ..PLAIN
    },
    Dialect {
        name: "SpringerLink CSV",
        signature: &["itemtitle", "itemdoi"],
        columns: &[("contenttype", Field::DocumentType), ("bookseriestitle", Field::Series)],
        joined_names: true,
        ..PLAIN
    },
    Dialect {
        name: "Dimensions CSV",
        signature: &["publicationid", "sourcetitle"],
        columns: &[("publicationid", Field::Accession), ("pubyear", Field::Date), ("dimensionsurl", Field::Url)],
        ..PLAIN
    },
    Dialect {
        name: "OpenAlex CSV",
        signature: &["primarylocationsourcedisplayname"],
        columns: &[
            ("id", Field::Accession),
            ("displayname", Field::Other),
            ("primarylocationsourcedisplayname", Field::Container),
            ("primarylocationsourceissn", Field::Issn),
            ("primarylocationlandingpageurl", Field::Url),
            ("authorshipsauthordisplayname", Field::Author),
            ("authorshipsrawaffiliationstrings", Field::Affiliation),
            ("bibliovolume", Field::Volume),
            ("biblioissue", Field::Issue),
            ("bibliofirstpage", Field::Pages),
            ("bibliolastpage", Field::EndPage),
            ("idspmid", Field::Pmid),
            ("idspmcid", Field::Pmcid),
            ("updateddate", Field::DateEntry),
            ("createddate", Field::DateEntry),
            ("keywordsdisplayname", Field::Keyword),
        ],
        ..PLAIN
    },
    Dialect {
        name: "Rayyan CSV",
        signature: &["key", "title", "journal", "location", "authors"],
        columns: &[("location", Field::PublisherPlace), ("key", Field::Other)],
        ..PLAIN
    },
    Dialect { name: "Covidence CSV", signature: &["covidence", "publishedyear"], columns: &[], ..PLAIN },
    Dialect {
        name: "Zotero CSV",
        signature: &["itemtype", "publicationtitle", "abstractnote"],
        columns: &[
            ("librarycatalog", Field::Database),
            ("extra", Field::Note),
            ("type", Field::DocumentType),
            ("number", Field::Other),
            ("rights", Field::Copyright),
            ("references", Field::Other),
            ("conferencename", Field::Conference),
            ("meetingname", Field::Conference),
        ],
        ..PLAIN
    },
    Dialect {
        name: "RefWorks tab-delimited",
        signature: &["authorsprimary", "titleprimary"],
        columns: &[
            ("otherpages", Field::EndPage),
            ("authorssecondary", Field::Editor),
            ("titlesecondary", Field::Container),
            ("pubmonthday", Field::Other),
            ("authoraddress", Field::Affiliation),
            ("database", Field::Database),
            ("datasource", Field::Database),
            ("links", Field::Url),
        ],
        ..PLAIN
    },
    Dialect { name: "abstrackr CSV", signature: &["internalid", "sourceid", "authors"], columns: &[], ..PLAIN },
    Dialect {
        name: "Google Scholar CSV",
        signature: &["authors", "title", "publication", "publisher"],
        columns: &[],
        ..PLAIN
    },
    Dialect {
        name: "Publish or Perish CSV",
        signature: &["gsrank", "articleurl"],
        columns: &[("source", Field::Container), ("articleurl", Field::Url), ("type", Field::Other)],
        ..PLAIN
    },
];

/// What the columns mean wherever no dialect says otherwise, sorted by name.
const COMMON: &[(&str, Field)] = &[
    ("abbreviatedsourcetitle", Field::ContainerAbbreviation),
    ("abstract", Field::Abstract),
    ("abstractnote", Field::Abstract),
    ("abstracttext", Field::Abstract),
    ("accessdate", Field::DateAccess),
    ("accession", Field::Accession),
    ("accessionnumber", Field::Accession),
    ("address", Field::Affiliation),
    ("affiliation", Field::Affiliation),
    ("affiliations", Field::Affiliation),
    ("articleid", Field::Other),
    ("articlelanguage", Field::Language),
    ("articlenumber", Field::ArticleNumber),
    ("articletitle", Field::Title),
    ("artno", Field::ArticleNumber),
    ("author", Field::Author),
    ("authoraddress", Field::Affiliation),
    ("authoraddresses", Field::Affiliation),
    ("authoraffiliations", Field::Affiliation),
    ("authorkeywords", Field::Keyword),
    ("authornames", Field::Author),
    ("authors", Field::Author),
    ("authorsprimary", Field::Author),
    ("automatictags", Field::Keyword),
    ("bookpublisher", Field::Publisher),
    ("booktitle", Field::Container),
    ("conference", Field::Conference),
    ("conferencename", Field::Conference),
    ("containertitle", Field::Container),
    ("copyright", Field::Copyright),
    ("coverdate", Field::Date),
    ("database", Field::Database),
    ("databasename", Field::Database),
    ("date", Field::Date),
    ("dateadded", Field::DateEntry),
    ("datemodified", Field::DateEntry),
    ("dateofpublication", Field::Date),
    ("datepublished", Field::Date),
    ("doctype", Field::DocumentType),
    ("documenttitle", Field::Title),
    ("documenttype", Field::DocumentType),
    ("documenttypes", Field::DocumentType),
    ("doi", Field::Doi),
    ("doilink", Field::Doi),
    ("edition", Field::Edition),
    ("editor", Field::Editor),
    ("editors", Field::Editor),
    ("emtreedrugindexterms", Field::SubjectHeading),
    ("emtreemedicalindexterms", Field::SubjectHeading),
    ("eissn", Field::Issn),
    ("endpage", Field::EndPage),
    ("epage", Field::EndPage),
    ("firstauthors", Field::Author),
    ("firstpage", Field::Pages),
    ("funding", Field::Funding),
    ("fundingdetails", Field::Funding),
    ("fundinginformation", Field::Funding),
    ("fundingtexts", Field::Funding),
    ("identifierdoi", Field::Doi),
    ("isbn", Field::Isbn),
    ("isbns", Field::Isbn),
    ("issn", Field::Issn),
    ("issnisbn", Field::Issn),
    ("issns", Field::Issn),
    ("issue", Field::Issue),
    ("issuenumber", Field::Issue),
    ("itemdoi", Field::Doi),
    ("itemtitle", Field::Title),
    ("itemtype", Field::DocumentType),
    ("journal", Field::Container),
    ("journalabbreviation", Field::ContainerAbbreviation),
    ("journalbook", Field::Container),
    ("journalissue", Field::Issue),
    ("journalname", Field::Container),
    ("journaltitle", Field::Container),
    ("journalvolume", Field::Volume),
    ("keyword", Field::Keyword),
    ("keywords", Field::Keyword),
    ("language", Field::Language),
    ("languageoforiginaldocument", Field::Language),
    ("languages", Field::Language),
    ("lastpage", Field::EndPage),
    ("location", Field::PublisherPlace),
    ("manualtags", Field::Keyword),
    ("medlinepmid", Field::Pmid),
    ("mesh", Field::SubjectHeading),
    ("meshterms", Field::SubjectHeading),
    ("notes", Field::Note),
    ("note", Field::Note),
    ("number", Field::Issue),
    ("numpages", Field::PageCount),
    ("onlineissn", Field::Issn),
    ("originaltitle", Field::OriginalTitle),
    ("page", Field::Pages),
    ("pagecount", Field::PageCount),
    ("pageend", Field::EndPage),
    ("pages", Field::Pages),
    ("pagestart", Field::Pages),
    ("pagination", Field::Pages),
    ("periodicalabbrev", Field::ContainerAbbreviation),
    ("periodicalfull", Field::Container),
    ("place", Field::PublisherPlace),
    ("placeofpublication", Field::PublisherPlace),
    ("placepublished", Field::PublisherPlace),
    ("pissn", Field::Issn),
    ("pmcid", Field::Pmcid),
    ("pmid", Field::Pmid),
    ("primarytitle", Field::Title),
    ("printissn", Field::Issn),
    ("pubdate", Field::Date),
    ("publication", Field::Container),
    ("publicationdate", Field::Date),
    ("publicationname", Field::Container),
    ("publicationtitle", Field::Container),
    ("publicationtype", Field::DocumentType),
    ("publicationyear", Field::Date),
    ("publishedyear", Field::Date),
    ("publisher", Field::Publisher),
    ("pubmedid", Field::Pmid),
    ("pubtype", Field::DocumentType),
    ("pubyear", Field::Date),
    ("pyear", Field::Date),
    ("recordtitle", Field::Title),
    ("referencetype", Field::DocumentType),
    ("secondaryauthors", Field::Editor),
    ("secondarytitle", Field::Container),
    ("series", Field::Series),
    ("serieseditor", Field::Contributor),
    ("seriestitle", Field::Series),
    ("shorttitle", Field::ShortTitle),
    ("source", Field::Database),
    ("sourcetitle", Field::Container),
    ("spage", Field::Pages),
    ("startpage", Field::Pages),
    ("subjects", Field::SubjectHeading),
    ("subjectterms", Field::SubjectHeading),
    ("tags", Field::Other),
    ("title", Field::Title),
    ("titleprimary", Field::Title),
    ("translator", Field::Contributor),
    ("type", Field::DocumentType),
    ("typeofreference", Field::DocumentType),
    ("url", Field::Url),
    ("urls", Field::Url),
    ("vol", Field::Volume),
    ("volume", Field::Volume),
    ("year", Field::Date),
    ("yearofpublication", Field::Date),
];

/// What people call the columns of their own tables in German, French, Spanish, Portuguese and Italian, sorted by name. `resume` and
/// `numero` also stand for themselves without their accents, as spreadsheet programs of other countries leave them.
const OTHER_LANGUAGES: &[(&str, Field)] = &[
    ("annee", Field::Date),
    ("anno", Field::Date),
    ("année", Field::Date),
    ("ano", Field::Date),
    ("auteur", Field::Author),
    ("auteurs", Field::Author),
    ("autor", Field::Author),
    ("autore", Field::Author),
    ("autoren", Field::Author),
    ("autores", Field::Author),
    ("autori", Field::Author),
    ("año", Field::Date),
    ("band", Field::Volume),
    ("dokumenttyp", Field::DocumentType),
    ("editeur", Field::Publisher),
    ("editore", Field::Publisher),
    ("editorial", Field::Publisher),
    ("erscheinungsjahr", Field::Date),
    ("heft", Field::Issue),
    ("idioma", Field::Language),
    ("jahr", Field::Date),
    ("jahrgang", Field::Volume),
    ("langue", Field::Language),
    ("lingua", Field::Language),
    ("motscles", Field::Keyword),
    ("motsclés", Field::Keyword),
    ("numero", Field::Issue),
    ("numéro", Field::Issue),
    ("número", Field::Issue),
    ("paginas", Field::Pages),
    ("pagine", Field::Pages),
    ("palabrasclave", Field::Keyword),
    ("palavraschave", Field::Keyword),
    ("parolechiave", Field::Keyword),
    ("páginas", Field::Pages),
    ("resume", Field::Abstract),
    ("resumen", Field::Abstract),
    ("resumo", Field::Abstract),
    ("revista", Field::Container),
    ("revue", Field::Container),
    ("riassunto", Field::Abstract),
    ("rivista", Field::Container),
    ("résumé", Field::Abstract),
    ("schlagworte", Field::Keyword),
    ("schlagworter", Field::Keyword),
    ("schlagwörter", Field::Keyword),
    ("seiten", Field::Pages),
    ("sprache", Field::Language),
    ("titel", Field::Title),
    ("titolo", Field::Title),
    ("titre", Field::Title),
    ("titulo", Field::Title),
    ("título", Field::Title),
    ("verfasser", Field::Author),
    ("verlag", Field::Publisher),
    ("zeitschrift", Field::Container),
    ("zusammenfassung", Field::Abstract),
    ("éditeur", Field::Publisher),
];

/// The columns of Embase, of which a person chooses which to export.
const EMBASE: &[(&str, Field)] = &[
    // `Nature Communications (2024) 15:1 Article Number: 4063`: the whole citation, its parts have their own columns.
    ("source", Field::Other),
    ("embaseaccessionid", Field::Accession),
    ("embaseaccessionidan", Field::Accession),
    ("pui", Field::Accession),
    ("aipipentrydate", Field::DateEntry),
    ("fullrecordentrydate", Field::DateEntry),
    ("originalabstract", Field::Other),
    ("openurllink", Field::Other),
];

/// The tags of Web of Science, which are the columns of its tab-delimited export.
const WOS: &[(&str, Field)] = &[
    ("pt", Field::Other),
    ("au", Field::Author),
    // The same people as AU with full given names.
    ("af", Field::Other),
    ("be", Field::Editor),
    ("ca", Field::CorporateAuthor),
    ("gp", Field::Publisher),
    ("ti", Field::Title),
    ("so", Field::Container),
    ("se", Field::Series),
    ("la", Field::Language),
    ("dt", Field::DocumentType),
    ("ct", Field::Conference),
    ("de", Field::Keyword),
    ("id", Field::SubjectHeading),
    ("ab", Field::Abstract),
    ("c1", Field::Affiliation),
    ("fu", Field::Funding),
    ("cr", Field::CitedReference),
    ("pu", Field::Publisher),
    ("pi", Field::PublisherPlace),
    ("sn", Field::Issn),
    ("ei", Field::Issn),
    ("bn", Field::Isbn),
    ("j9", Field::ContainerAbbreviation),
    ("ji", Field::ContainerAbbreviation),
    ("pd", Field::Other),
    ("py", Field::Date),
    ("vl", Field::Volume),
    ("is", Field::Issue),
    ("bp", Field::Pages),
    ("ep", Field::EndPage),
    ("ar", Field::ArticleNumber),
    ("di", Field::Doi),
    ("ea", Field::DateOnline),
    ("pg", Field::PageCount),
    ("pm", Field::Pmid),
    ("ut", Field::Accession),
];

/// `Author(s)`, `author_s` and `AUTHORS` are one name: letters and digits only, lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a column means by its name alone.
pub fn common(plain_name: &str) -> Option<Field> {
    COMMON.iter().chain(OTHER_LANGUAGES).find(|(name, _)| *name == plain_name).map(|(_, field)| *field)
}

/// The dialect whose signature is among `plain_names`.
pub fn dialect_of(plain_names: &[String]) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|dialect| dialect.signature.iter().all(|name| plain_names.iter().any(|given| given == name)))
}

/// What a column means in a dialect; `None` where neither the dialect nor common use knows it.
pub fn meaning(dialect: Option<&Dialect>, plain_name: &str) -> Option<Field> {
    let own = dialect.and_then(|dialect| dialect.columns.iter().find(|(name, _)| *name == plain_name));
    own.map(|(_, field)| *field).or_else(|| common(plain_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_written_plainly_and_once() {
        let tables = DIALECTS.iter().map(|dialect| dialect.columns).chain([COMMON, OTHER_LANGUAGES]);
        for table in tables {
            for (at, (name, _)) in table.iter().enumerate() {
                assert_eq!(plain(name), *name);
                assert!(!table[..at].iter().any(|(other, _)| other == name), "{name} stands twice");
            }
        }
    }

    #[test]
    fn a_dialect_is_told_by_its_columns() {
        let names = |header: &str| header.split(',').map(plain).collect::<Vec<_>>();
        let of = |header| dialect_of(&names(header)).map(|dialect| dialect.name);
        assert_eq!(of("Authors,Title,Year,Source title,Link,EID"), Some("Scopus CSV"));
        assert_eq!(of("PT,AU,TI,SO,PY,UT"), Some("Web of Science tab-delimited"));
        assert_eq!(of("id,title,author,year"), None);
    }

    #[test]
    fn source_means_the_database_in_scopus_and_the_journal_in_cochrane() {
        let of = |name: &str| DIALECTS.iter().find(|dialect| dialect.name == name);
        assert_eq!(meaning(of("Scopus CSV"), "source"), Some(Field::Database));
        assert_eq!(meaning(of("Cochrane CSV"), "source"), Some(Field::Container));
    }
}
