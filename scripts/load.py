"""Loads the results of a run into the tools they are for, and says per tool what was read.

    python3 -m venv venv && venv/bin/pip install datasette rocrate roc-validator openpyxl rispy bibtexparser asreview
    venv/bin/python scripts/load.py RESULTS [BUNDLE_FOLDER]

RESULTS is the results folder of a run, BUNDLE_FOLDER an unpacked `litsieve bundle`. A tool that is not installed is named as
NOT RUN. The exit code is 1 if a tool could not read what is for it, or read other numbers than summary.json has.
"""

import csv
import importlib
import json
import subprocess
import sys
from pathlib import Path

# inst/extdata/PRISMA.csv of github.com/prisma-flowdiagram/PRISMA2020, and the rows that PRISMA_data() looks up by name.
PRISMA_COLUMNS = ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
PRISMA_ROWS = """previous_studies previous_reports register_results database_results database_specific_results
register_specific_results website_results organisation_results citations_results duplicates excluded_automatic excluded_other
records_screened records_excluded dbr_sought_reports dbr_notretrieved_reports other_sought_reports other_notretrieved_reports
dbr_assessed dbr_excluded other_assessed other_excluded new_studies new_reports total_studies total_reports identification
screening included""".split()

# The three questions of the README.
QUESTIONS = [
    "SELECT search, records, new, new_included FROM yield_by_search",
    "SELECT title, criterion, evidence FROM excluded ORDER BY criterion",
    "SELECT decision, stage, reason, count(*) FROM reference GROUP BY decision, stage, reason",
]

wrong = []


def check(tool, holds, told):
    print(f"{'ok   ' if holds else 'WRONG'} {tool}: {told}")
    if not holds:
        wrong.append(tool)


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"NOT RUN {name}: it is not installed")
        return None


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def prisma(results):
    with open(results / "flow.csv", encoding="utf-8", newline="") as file:
        header, *table = list(csv.reader(file))
    check("PRISMA2020 (columns)", header == PRISMA_COLUMNS, ",".join(header))
    # PRISMA_data() finds a row by grepl() in its first column: exactly one may match.
    matches = {name: sum(name in row[0] for row in table) for name in PRISMA_ROWS}
    check("PRISMA2020 (rows)", set(matches.values()) == {1}, f"{len(matches)} rows, each found once")
    number = {row[0]: row[7] for row in table}
    plain = [name for name in PRISMA_ROWS if number[name] not in ("", "NA") and "," not in number[name]]
    check("PRISMA2020 (numbers)", all(number[name].isdigit() for name in plain), f"{len(plain)} plain numbers")


def r_package(results):
    script = 'd <- PRISMA2020::PRISMA_data(read.csv(commandArgs(TRUE)[1])); cat(class(PRISMA2020::PRISMA_flowdiagram(d)))'
    try:
        done = subprocess.run(["Rscript", "-e", script, str(results / "flow.csv")], capture_output=True, text=True)
    except FileNotFoundError:
        return print("NOT RUN R: Rscript is not installed")
    if "no package called" in done.stderr:
        return print("NOT RUN R: install.packages('PRISMA2020')")
    check("PRISMA2020 (R)", done.returncode == 0, done.stdout or done.stderr.strip()[-200:])


def sqlite(results, summary):
    if not module("datasette"):
        return
    database = results / "review.sqlite"
    for sql in QUESTIONS:
        url = "/review.json?" + "_shape=array&" + "sql=" + __import__("urllib.parse").parse.quote(sql)
        done = subprocess.run(
            [sys.executable, "-m", "datasette", str(database), "--get", url], capture_output=True, text=True
        )
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            check("Datasette", False, (done.stdout + done.stderr)[-200:])
            continue
        check("Datasette", isinstance(answer, list) and answer, f"{len(answer)} rows: {sql}")
        if "count(*)" in sql:
            total = sum(row["count(*)"] for row in answer)
            check("Datasette (total)", total == summary["counts"]["groups"], f"{total} references")


def workbook(results, summary):
    openpyxl = module("openpyxl")
    if not openpyxl:
        return
    book = openpyxl.load_workbook(results / "workbook.xlsx")
    sizes = {sheet.title: sheet.max_row - 1 for sheet in book}
    check("openpyxl", sizes["Decisions"] == summary["counts"]["groups"], str(sizes))
    check("openpyxl (records)", sizes["Records"] == summary["counts"]["records"], str(sizes["Records"]))
    computed = [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    check("openpyxl (formulas)", not computed, f"{len(computed)} cells compute")


def references(results, summary):
    included = summary["counts"]["included"]
    if rispy := module("rispy"):
        for name, expected in [("included.ris", included), ("to-review.ris", summary["counts"]["to_review"])]:
            with open(results / name, encoding="utf-8") as file:
                read = rispy.load(file)
            ours = sum(any("litsieve-id" in str(value).lower() for value in entry.values()) for entry in read)
            check("rispy", len(read) == expected, f"{name}: {len(read)} references, {ours} with our identifier")
    if bibtexparser := module("bibtexparser"):
        read = bibtexparser.parse_file(str(results / "included.bib"))  # version 2
        check("bibtexparser", len(read.entries) == included and not read.failed_blocks, f"{len(read.entries)} references")
    csl = json.loads((results / "included.json").read_text(encoding="utf-8"))
    check("CSL-JSON", len(csl) == included and all("type" in item and "id" in item for item in csl), f"{len(csl)} items")


def asreview(results, summary):
    loader = module("asreview.data.loader")  # version 3
    if not loader:
        return
    for name, expected in [("included.ris", "included"), ("to-review.ris", "to_review"), ("included.csv", "included")]:
        try:
            read = list(loader.load_records(str(results / name), dataset_id="x"))
            titles = sum(bool(record.title) for record in read)
            check("ASReview", len(read) == summary["counts"][expected], f"{name}: {len(read)} references, {titles} titles")
        except Exception as error:
            check("ASReview", False, f"{name}: {error}")


def history(results, summary):
    searches = json.loads((results / "search-history.json").read_text(encoding="utf-8"))
    keys = {"record_info", "authors", "date", "platform", "database", "search_string", "search_results_path"}
    missing = [key for search in searches for key in keys if key not in search]
    check("search-history.json", searches and not missing, f"{len(searches)} searches with the keys of the structure")


def crate(bundle):
    if rocrate := module("rocrate.rocrate"):
        read = rocrate.ROCrate(str(bundle))
        files = [entity for entity in read.get_entities() if entity.type == "File"]
        lost = [file.id for file in files if not (bundle / file.id).is_file()]
        check("rocrate", files and not lost, f"{read.name}: {len(files)} files, {len(lost)} of them missing")
    if module("rocrate_validator"):
        from rocrate_validator import models, services

        settings = services.ValidationSettings(
            rocrate_uri=str(bundle), profile_identifier="ro-crate-1.1", requirement_severity=models.Severity.REQUIRED
        )
        try:
            result = services.validate(settings)
        except Exception as error:  # it fetches the context from w3id.org
            return print(f"NOT RUN rocrate-validator: {error}")
        issues = [issue.message for issue in result.get_issues()]
        check("rocrate-validator", not issues, f"RO-Crate 1.1, {len(issues)} issues {issues[:3]}")


def main(results, bundle=None):
    results = Path(results)
    summary = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    prisma(results)
    r_package(results)
    sqlite(results, summary)
    workbook(results, summary)
    references(results, summary)
    asreview(results, summary)
    history(results, summary)
    if bundle:
        crate(Path(bundle))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
