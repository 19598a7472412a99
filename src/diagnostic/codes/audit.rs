//! Codes of what an auditor would remark on in a finished run; the rules are in `scrutiny`.

use super::CodeText;
use crate::diagnostic::Severity::{self, Error, Note, Warning};

const fn page(
    code: &'static str,
    severity: Severity,
    title: &'static str,
    explanation: &'static str,
    help: &'static str,
) -> CodeText {
    CodeText { code, severity, title, explanation, help }
}

/// Codes of what an auditor would remark on in a finished run.
pub const CODES: &[CodeText] = &[
    page(
        "AUD001",
        Warning,
        "excluded without a reason",
        "A person excluded references and named no criterion. PRISMA 2020 (item 16b) asks for the reason of every report excluded at full text; before that, a reason lets others check the decision. Where a note says why in words, this is a note only: the reason is there, and no box of the flow counts it.",
        "Name the criterion: a later word of the same person on the same reference replaces the earlier one.",
    ),
    page(
        "AUD002",
        Warning,
        "reason contradicts the protocol",
        "A person excluded a reference for a criterion that does not apply to it (another search outside of the criterion's scope found it too), or that its records meet. The decision stands; its reason does not hold as it is written.",
        "Decide again with the criterion that is meant, or rule on the criterion itself where the records are wrong.",
    ),
    page(
        "AUD003",
        Error,
        "a record lost between stages",
        "More records start in an export than were read from it, or a record is in no group or in several. Every record must be accounted for from the export to the decision.",
        "`litsieve inspect` shows what the file holds. If the file is whole, this is a mistake of the program: please report it.",
    ),
    page(
        "AUD004",
        Warning,
        "included against a failing criterion",
        "A person included a reference although its records do not meet a criterion of that stage or an earlier one. The person's word counts; a reader will ask why.",
        "If the records are wrong, rule on the criterion (`met`) with a note that says why; if not, decide again.",
    ),
    page(
        "AUD005",
        Warning,
        "half-finished double decisions",
        "The protocol asks for several people on each reference, and some references have fewer votes. They wait for a person, and agreement between readers is counted on the finished ones only.",
        "Let the missing people decide: `litsieve screen --by NAME`, or to-review.csv and `litsieve decide`.",
    ),
    page(
        "AUD006",
        Warning,
        "equal DOI, not merged",
        "References have the same DOI and were not merged. A DOI can be wrong, or stand for a whole book or supplement; or a duplicate was missed. The message says what keeps them apart.",
        "`litsieve why A B` compares the two. `litsieve decide doubtful.csv` merges or parts pairs for good.",
    ),
    page(
        "AUD007",
        Warning,
        "a known reference is lost, or not found for certain",
        "A reference that the review must not lose is in no export, cannot be told from others, or was excluded. The search is too narrow, an export is missing, or a criterion excludes too much.",
        "`litsieve recall` shows where each known reference was found or lost, and `litsieve why` its whole story.",
    ),
    page(
        "AUD008",
        Warning,
        "a search without a date",
        "The protocol does not say on which day a search ran. PRISMA-S (item 13) asks for it: without the date nobody can say what the database held then, nor in which way it read the query.",
        "Write `run_on` with the day; where a publication does not tell, `{ basis = \"not_reported\", not_before, not_after }` gives what is certain.",
    ),
    page(
        "AUD009",
        Warning,
        "a database without a platform",
        "The platform on which a database was searched is not stated. The same database means other records and other rules on Ovid, EBSCO or ProQuest; PRISMA-S (item 1) asks for it.",
        "Write `platform` under the source.",
    ),
    page(
        "AUD010",
        Warning,
        "a search without a number of records",
        "It is not known how many records a search gave: the publication does not say, or there is no export. PRISMA 2020 (item 16a) asks for it. It is shown as not reported, never as 0.",
        "Write `reported` under the search, or add its export.",
    ),
    page(
        "AUD011",
        Warning,
        "part of an export may be missing",
        "Databases give out 500, 1,000 or 2,000 records at a time. The files of this search have a gap in their names, or are all full so that another may follow, or hold about one part less than is reported.",
        "Export the missing part. If nothing is missing, say how many records the search gave: `reported = { value = 1000 }`.",
    ),
    page(
        "AUD012",
        Warning,
        "a search older than 12 months",
        "A search ran more than 12 months before the review was published, or, where `published_on` does not say when, before the newest day the review itself shows: of a search, a ruling or an amendment. What appeared since is missing; Cochrane's MECIR (C37) asks to search again within 12 months of publication.",
        "Run the search again and add it as a search of its own, or say in the review why not.",
    ),
    page(
        "AUD013",
        Warning,
        "an amendment made after results were seen",
        "The protocol was changed after the first search had run, or after people had begun to decide. Such changes can be guided by what was found; they have to be reported with their reason.",
        "Report the amendment in the review, with what it changes: `litsieve diff` compares the runs before and after.",
    ),
    page(
        "AUD014",
        Warning,
        "one query, two meanings",
        "The same text was typed into two databases that read it differently: one combines AND before OR, the other OR before AND, or from left to right. The searches asked for different things.",
        "Put parentheses into the query, or write a query of its own for each database: `litsieve query translate` helps.",
    ),
    page(
        "AUD015",
        Note,
        "a database not searched in every round",
        "Some iterations searched a database and others did not. That may be meant; a reader of the methods would expect every database in every round.",
        "Say in the review why, or add the search.",
    ),
    page(
        "AUD016",
        Note,
        "the last year was not over",
        "The window of years ends in the year in which the search ran, or later. What was published or entered in the rest of that year was not found, so the last year is covered in part.",
        "Report the day of the search beside the window, and say which date counts (`date` of the criterion).",
    ),
    page(
        "AUD017",
        Warning,
        "included references fail a criterion",
        "References that the review included do not meet a criterion that applies to all searches. Either the review did not keep to its criterion, or the criterion says something else than is meant.",
        "Say where the criterion applies (`applies_to`), or widen it; `litsieve counterfactual` shows what that changes.",
    ),
    page(
        "AUD018",
        Note,
        "a criterion that part of the review does not follow",
        "References that the review included do not meet a criterion that applies to some searches only. They came from elsewhere. A publication that states the criterion for the whole review contradicts itself.",
        "Report where the criterion applies.",
    ),
    page(
        "AUD019",
        Note,
        "a criterion on which the records are silent",
        "A fifth or more of the references that the review included say nothing to a criterion in the fields it reads. Whoever excludes what says nothing would lose them.",
        "Keep `unclear = \"review\"`, or add abstracts (`litsieve enrich`).",
    ),
    page(
        "AUD020",
        Note,
        "overlap between searches not reported",
        "The publication gives numbers of records per search and none without duplicates, so that it cannot be told how many different references were found.",
        "Read the numbers as the most there can have been; the replay shows the overlap of the exports at hand.",
    ),
    page(
        "AUD021",
        Note,
        "numbers of the flow not reported",
        "The publication gives no number for some boxes of the PRISMA 2020 flow. They cannot be checked, and are never taken for 0.",
        "If the publication has them, write them as [[published]].",
    ),
    page(
        "AUD022",
        Warning,
        "the review among its own references",
        "A record of an export or a known reference has the DOI of the review itself. A review is no evidence for itself.",
        "Exclude it, or take it out of the known set.",
    ),
    page(
        "AUD023",
        Note,
        "one DOI, other authors",
        "Two records with one DOI name other authors, or the same in another order or spelling. They are one report; whoever counts or matches by author takes them for two.",
        "Nothing to do where they were merged; the merged reference shows which record its authors came from.",
    ),
    page(
        "AUD024",
        Note,
        "excluded for different reasons",
        "Several people excluded a reference and named different criteria, or only some of them named one. The exclusion stands; the reason that is told is the one that was given first. PRISMA 2020 (item 16b) asks for one reason per report at full text.",
        "Agree on the reason: a later word of the same person on the same reference replaces the earlier one, and an adjudication settles it.",
    ),
    page(
        "AUD025",
        Warning,
        "an agreed exclusion overridden at a later stage",
        "People excluded a reference at one stage, and what people said of it at a later stage counts before that: it is included, or waits for a person. Nobody reads the full text of what was excluded on title and abstract, unless somebody found the exclusion wrong; a reader will ask who, and why.",
        "If the exclusion was wrong, let those who made it take it back; if it holds, take back the later word.",
    ),
];
