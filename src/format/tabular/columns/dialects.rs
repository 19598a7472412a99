//! The tables of databases and tools, by their columns: a database is added here.

use super::tags::{CNKI, EMBASE_COLUMNS, OVID_COLUMNS, WOS};
use super::{Dialect, PLAIN, People, cell};
use crate::format::ovid_source;
use crate::record::Field;

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
        full_names: "af",
        ..PLAIN
    },
    Dialect {
        name: "Web of Science table",
        signature: &["articletitle", "sourcetitle", "utuniquewosid"],
        columns: &[
            ("publicationtype", Field::Other),
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
        full_names: "authorfullnames",
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
        full_names: "authorfullnames",
        ..PLAIN
    },
    Dialect { signature: &["authornames", "emtreemedicalindexterms"], ..EMBASE },
    Dialect { signature: &["authornames", "articlelanguage"], ..EMBASE },
    Dialect { signature: &["authornames", "languageofarticle"], ..EMBASE },
    Dialect { signature: &["authornames", "pui"], ..EMBASE },
    Dialect { signature: &["authornames", "embaselink"], ..EMBASE },
    Dialect { signature: &["authornames", "aipipentrydate"], ..EMBASE },
    Dialect { signature: &["authornames", "fullrecordentrydate"], ..EMBASE },
    Dialect { signature: &["authornames", "dateofpublication", "source"], ..EMBASE },
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
        name: "Cochrane CSV",
        signature: &["cochranereviewid"],
        columns: &[("cochranereviewid", Field::Accession), ("source", Field::Container)],
        database: "Cochrane Database of Systematic Reviews",
        ..PLAIN
    },
    Dialect {
        name: "VHL CSV",
        signature: &["descriptors", "publicationcountry"],
        columns: &[
            ("id", Field::Accession),
            // The whole citation, beside the journal.
            ("source", Field::Other),
            ("descriptors", Field::SubjectHeading),
            ("publicationcountry", Field::Country),
            ("fulltexturl", Field::Url),
            ("entrydate", Field::DateEntry),
        ],
        ..PLAIN
    },
    Dialect {
        name: "ClinicalTrials.gov CSV",
        signature: &["nctnumber"],
        columns: &[
            ("nctnumber", Field::Accession),
            ("studytitle", Field::Title),
            ("studyurl", Field::Url),
            ("briefsummary", Field::Abstract),
            ("acronym", Field::ShortTitle),
            ("conditions", Field::Keyword),
            ("sponsor", Field::CorporateAuthor),
            ("sponsorcollaborators", Field::CorporateAuthor),
            ("firstposted", Field::Date),
            ("lastupdateposted", Field::DateEntry),
            ("studytype", Field::Other),
        ],
        database: "ClinicalTrials.gov",
        document_type: "trial registration",
        ..PLAIN
    },
    Dialect {
        name: "ICTRP CSV",
        signature: &["trialid", "publictitle"],
        columns: &[
            ("trialid", Field::Accession),
            ("publictitle", Field::Title),
            ("scientifictitle", Field::OriginalTitle),
            ("primarysponsor", Field::CorporateAuthor),
            ("dateregistration", Field::Date),
            ("dateregistration3", Field::Date),
            ("webaddress", Field::Url),
            ("countries", Field::Country),
            ("condition", Field::Keyword),
            ("lastrefreshedon", Field::DateEntry),
            ("exportdate", Field::DateEntry),
        ],
        database: "ICTRP",
        document_type: "trial registration",
        ..PLAIN
    },
    Dialect { signature: &["db", "ui", "ti"], ..OVID },
    Dialect { signature: &["db", "an", "ti"], ..OVID },
    Dialect { signature: &["vn", "db", "ti"], ..OVID },
    Dialect {
        name: "EBSCOhost CSV",
        signature: &["articletitle", "journaltitle", "doctype"],
        columns: &[("plink", Field::Url), ("subjects", Field::SubjectHeading), ("firstpage", Field::Pages)],
        ..PLAIN
    },
    Dialect {
        name: "EBSCOhost CSV",
        signature: &["longdbname", "an", "contributors"],
        columns: &[
            ("longdbname", Field::Database),
            ("dbname", Field::Other),
            ("an", Field::Accession),
            ("contributors", Field::Author),
            ("source", Field::Container),
            ("subjects", Field::SubjectHeading),
            ("publicationdate", Field::Date),
            ("pubtypes", Field::Other),
            ("doctypes", Field::DocumentType),
            ("pagestart", Field::Pages),
            ("pageend", Field::EndPage),
            ("issns", Field::Issn),
            ("isbns", Field::Isbn),
            ("plink", Field::Url),
            ("ispeerreviewed", Field::Other),
        ],
        ..PLAIN
    },
    Dialect {
        name: "PubMed CSV",
        signature: &["pmid", "citation", "journalbook"],
        columns: &[("createdate", Field::DateEntry), ("firstauthor", Field::Other), ("citation", Field::Other)],
        citation: Some(("citation", cell::citation)),
        people: People::Medline,
        database: "PubMed",
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
        database: "The Lens",
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
        database: "IEEE Xplore",
        ..PLAIN
    },
    Dialect {
        name: "SpringerLink CSV",
        signature: &["itemtitle", "itemdoi"],
        columns: &[("contenttype", Field::DocumentType), ("bookseriestitle", Field::Series)],
        people: People::RunTogether,
        database: "SpringerLink",
        ..PLAIN
    },
    Dialect {
        name: "Dimensions CSV",
        signature: &["publicationid", "sourcetitle"],
        columns: &[
            ("publicationid", Field::Accession),
            ("pubyear", Field::Date),
            ("publicationdate", Field::Date),
            ("publicationdateprint", Field::Date),
            ("publicationdateonline", Field::DateOnline),
            // The book or the proceedings that a chapter or a paper stands in.
            ("anthologytitle", Field::Container),
            ("authorsrawaffiliation", Field::Affiliation),
            ("acknowledgements", Field::Other),
            ("sourcelinkouts", Field::Url),
            ("dimensionsurl", Field::Url),
        ],
        database: "Dimensions",
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
        database: "OpenAlex",
        ..PLAIN
    },
    // What policy bodies publish: reports, whatever their authors call them.
    Dialect {
        name: "Overton CSV",
        signature: &["overtonid", "publishedon"],
        columns: &[
            ("overtonid", Field::Accession),
            ("translatedtitle", Field::TranslatedTitle),
            ("policydocumenturl", Field::Url),
            ("overtonurl", Field::Other),
            ("documenttype", Field::Other),
            ("sourcetitle", Field::Publisher),
            ("sourcecountry", Field::Country),
            ("topics", Field::Keyword),
        ],
        database: "Overton",
        document_type: "report",
        ..PLAIN
    },
    Dialect {
        name: "Policy Commons CSV",
        signature: &["link", "publisher", "published", "topics"],
        columns: &[
            ("link", Field::Url),
            ("country", Field::Country),
            ("topics", Field::Keyword),
            ("type", Field::Other),
        ],
        database: "Policy Commons",
        document_type: "report",
        ..PLAIN
    },
    // Packages of R and Python that search services and give a table, known by their columns.
    Dialect {
        name: "Europe PMC CSV",
        signature: &["authorstring", "journaltitle"],
        columns: &[("source", Field::Other), ("journalvolume", Field::Volume)],
        people: People::Medline,
        database: "Europe PMC",
        ..PLAIN
    },
    Dialect {
        name: "openalexR CSV",
        signature: &["displayname", "author", "so", "hostorganization"],
        columns: &[
            ("id", Field::Accession),
            ("displayname", Field::Other),
            ("ab", Field::Abstract),
            ("so", Field::Container),
            ("soid", Field::Other),
            ("hostorganization", Field::Publisher),
            ("publicationdate", Field::Date),
        ],
        database: "OpenAlex",
        ..PLAIN
    },
    Dialect {
        name: "pybliometrics CSV",
        signature: &["eid", "authornames", "publicationname", "creator"],
        columns: &[
            ("eid", Field::Accession),
            ("creator", Field::Other),
            ("description", Field::Abstract),
            ("subtype", Field::Other),
        ],
        database: "Scopus",
        ..PLAIN
    },
    Dialect { name: "bibliometrix CSV", signature: &["au", "ti", "so", "py", "sr"], columns: WOS, ..PLAIN },
    Dialect {
        name: "Semantic Scholar CSV",
        signature: &["paperid", "externalids"],
        columns: &[("paperid", Field::Accession), ("externalids", Field::Note)],
        database: "Semantic Scholar",
        ..PLAIN
    },
    Dialect {
        name: "CNKI CSV",
        signature: &["srcdatabase来源库", "title题名"],
        columns: CNKI,
        database: "CNKI",
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
        columns: &[("source", Field::Container), ("articleurl", Field::Url), ("type", Field::DocumentType)],
        ..PLAIN
    },
];

/// Ovid, of whose fields a person chooses which to export; signatures differ by that. The tags are those of its tagged text.
const OVID: Dialect =
    Dialect { name: "Ovid CSV", columns: OVID_COLUMNS, citation: Some(("so", ovid_source::parse)), ..PLAIN };

/// Embase.com, of whose columns a person chooses which to export; signatures differ by that.
const EMBASE: Dialect = Dialect {
    name: "Embase CSV",
    columns: EMBASE_COLUMNS,
    database: "Embase",
    citation: Some(("source", cell::embase_citation)),
    ..PLAIN
};
