//! The boxes of the diagram as the CSV of the PRISMA2020 R package lists them.
//!
//! Version read: `inst/extdata/PRISMA.csv` of <https://github.com/prisma-flowdiagram/PRISMA2020>, commit
//! 696d35e688113ecb6b7f3ae57395de496252ed0a (package version 0.0.3; the rows and columns are those of later versions too).
//! `PRISMA_data()` of that package finds a row by a pattern in its column `data`, so the rows that we add below theirs
//! bear names in which no such pattern occurs (a test checks it) and repeat a `box` that has its link already.

/// One row of the CSV: everything but its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoxRow {
    /// Name of the number, `NA` for a heading.
    pub data: &'static str,
    /// Node of the diagram.
    pub node: &'static str,
    /// Box of the diagram.
    pub r#box: &'static str,
    /// What it is.
    pub description: &'static str,
    /// The text shown.
    pub boxtext: &'static str,
    /// The text shown by a pointer.
    pub tooltips: &'static str,
    /// Where the box leads.
    pub url: &'static str,
}

const fn row(texts: [&'static str; 7]) -> BoxRow {
    let [data, node, r#box, description, boxtext, tooltips, url] = texts;
    BoxRow { data, node, r#box, description, boxtext, tooltips, url }
}

/// The rows of the package, then ours.
#[rustfmt::skip]
pub const BOXES: &[BoxRow] = &[
    row(["NA", "node4", "prevstud", "Grey title box; Previous studies", "Previous studies", "Grey title box; Previous studies", "prevstud.html"]),
    row(["previous_studies", "node5", "box1", "Studies included in previous version of review", "Studies included in previous version of review", "Studies included in previous version of review", "previous_studies.html"]),
    row(["previous_reports", "NA", "box1", "Reports of studies included in previous version of review", "Reports of studies included in previous version of review", "NA", "previous_reports.html"]),
    row(["NA", "node6", "newstud", "Yellow title box; Identification of new studies via databases and registers", "Identification of new studies via databases and registers", "Yellow title box; Identification of new studies via databases and registers", "newstud.html"]),
    row(["database_results", "node7", "box2", "Records identified from: Databases", "Databases", "Records identified from: Databases and Registers", "database_results.html"]),
    row(["database_specific_results", "NA", "box2", "Records identified from: specific databases", "Specific Databases", "NA", "database_results.html"]),
    row(["register_results", "NA", "box2", "Records identified from: Registers", "Registers", "NA", "NA"]),
    row(["register_specific_results", "NA", "box2", "Records identified from: specific registers", "Specific Registers", "NA", "database_results.html"]),
    row(["NA", "node16", "othstud", "Grey title box; Identification of new studies via other methods", "Identification of new studies via other methods", "Grey title box; Identification of new studies via other methods", "othstud.html"]),
    row(["website_results", "node17", "box11", "Records identified from: Websites", "Websites", "Records identified from: Websites, Organisations and Citation Searching", "website_results.html"]),
    row(["organisation_results", "", "box11", "Records identified from: Organisations", "Organisations", "NA", "NA"]),
    row(["citations_results", "NA", "box11", "Records identified from: Citation searching", "Citation searching", "NA", "NA"]),
    row(["duplicates", "node8", "box3", "Duplicate records", "Duplicate records", "Duplicate records", "duplicates.html"]),
    row(["excluded_automatic", "NA", "box3", "Records marked as ineligible by automation tools", "Records marked as ineligible by automation tools", "NA", "NA"]),
    row(["excluded_other", "NA", "box3", "Records removed for other reasons", "Records removed for other reasons", "NA", "NA"]),
    row(["records_screened", "node9", "box4", "Records screened (databases and registers)", "Records screened", "Records screened (databases and registers)", "records_screened.html"]),
    row(["records_excluded", "node10", "box5", "Records excluded (databases and registers)", "Records excluded", "Records excluded (databases and registers)", "records_excluded.html"]),
    row(["dbr_sought_reports", "node11", "box6", "Reports sought for retrieval (databases and registers)", "Reports sought for retrieval", "Reports sought for retrieval (databases and registers)", "dbr_sought_reports.html"]),
    row(["dbr_notretrieved_reports", "node12", "box7", "Reports not retrieved (databases and registers)", "Reports not retrieved", "Reports not retrieved (databases and registers)", "dbr_notretrieved_reports.html"]),
    row(["other_sought_reports", "node18", "box12", "Reports sought for retrieval (other)", "Reports sought for retrieval", "Reports sought for retrieval (other)", "other_sought_reports.html"]),
    row(["other_notretrieved_reports", "node19", "box13", "Reports not retrieved (other)", "Reports not retrieved", "Reports not retrieved (other)", "other_notretrieved_reports.html"]),
    row(["dbr_assessed", "node13", "box8", "Reports assessed for eligibility (databases and registers)", "Reports assessed for eligibility", "Reports assessed for eligibility (databases and registers)", "dbr_assessed.html"]),
    row(["dbr_excluded", "node14", "box9", "Reports excluded (databases and registers): [separate reasons and numbers using ; e.g. Reason1, xxx; Reason2, xxx; Reason3, xxx]", "Reports excluded", "Reports excluded (databases and registers)", "dbrexcludedrecords.html"]),
    row(["other_assessed", "node20", "box14", "Reports assessed for eligibility (other)", "Reports assessed for eligibility", "Reports assessed for eligibility (other)", "other_assessed.html"]),
    row(["other_excluded", "node21", "box15", "Reports excluded (other): [separate reasons and numbers using ; e.g. Reason1, xxx; Reason2, xxx; Reason3, xxx]", "Reports excluded", "Reports excluded (other)", "other_excluded.html"]),
    row(["new_studies", "node15", "box10", "New studies included in review", "New studies included in review", "New studies included in review", "new_studies.html"]),
    row(["new_reports", "NA", "box10", "Reports of new included studies", "Reports of new included studies", "NA", "NA"]),
    row(["total_studies", "node22", "box16", "Total studies included in review", "Total studies included in review", "Total studies included in review", "total_studies.html"]),
    row(["total_reports", "NA", "box16", "Reports of total included studies", "Reports of total included studies", "NA", "NA"]),
    row(["identification", "node1", "identification", "Blue identification box", "Identification", "Blue identification box", "identification.html"]),
    row(["screening", "node2", "screening", "Blue screening box", "Screening", "Blue screening box", "screening.html"]),
    row(["included", "node3", "included", "Blue included box", "Included", "Blue included box", "included.html"]),
    row(["dbr_auto_reasons", "NA", "box3", "Records marked as ineligible by automation tools, by reason", "By reason", "NA", "NA"]),
    row(["dbr_undecided_1", "NA", "box3", "Records undecided before screening (databases and registers)", "Undecided", "NA", "NA"]),
    row(["dbr_undecided_2", "NA", "box4", "Records undecided in screening (databases and registers)", "Undecided", "NA", "NA"]),
    row(["dbr_undecided_3", "NA", "box8", "Reports undecided at full text (databases and registers)", "Undecided", "NA", "NA"]),
    row(["dbr_pass", "NA", "box4", "Records that pass so far (databases and registers)", "Pass so far", "NA", "NA"]),
    row(["oth_methods", "NA", "box11", "Records identified from: experts and hand searching", "Experts and hand searching", "NA", "NA"]),
    row(["oth_repeats", "NA", "box11", "Records that repeat another record (other methods)", "Repeats", "NA", "NA"]),
    row(["oth_removed", "NA", "box11", "Records removed before full text (other methods), by reason", "Removed", "NA", "NA"]),
    row(["oth_undecided", "NA", "box11", "Records undecided (other methods)", "Undecided", "NA", "NA"]),
    row(["oth_pass", "NA", "box11", "Records that pass so far (other methods)", "Pass so far", "NA", "NA"]),
    row(["overlap", "NA", "box2", "Reports found by databases or registers and by other methods", "Found by both", "NA", "NA"]),
];
