# Reads flow.csv the way the package PRISMA2020 does (PRISMA_data), in base R: every name that it looks for must stand in one row.
#
#     Rscript scripts/flow_columns.R RESULTS/flow.csv
data <- as.data.frame(read.csv(commandArgs(trailingOnly = TRUE)[1]))
wanted <- c("previous_studies", "previous_reports", "register_results", "database_results", "database_specific_results",
            "register_specific_results", "website_results", "organisation_results", "citations_results", "duplicates",
            "excluded_automatic", "excluded_other", "records_screened", "records_excluded", "dbr_sought_reports",
            "dbr_notretrieved_reports", "other_sought_reports", "other_notretrieved_reports", "dbr_assessed", "dbr_excluded",
            "other_assessed", "other_excluded", "new_studies", "new_reports", "total_studies$", "total_reports$",
            "identification", "screening", "included")
rows <- sapply(wanted, function(name) length(grep(name, data[, 1])))
print(rows[rows != 1])
boxes <- sapply(c("prevstud", "newstud", "othstud"), function(name) length(grep(name, data[, 3])))
columns <- c("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
stopifnot(all(rows == 1), all(boxes == 1), identical(colnames(data), columns))
cat(length(wanted), "names, each in one row; the columns are those of the package\n")
