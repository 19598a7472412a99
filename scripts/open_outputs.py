"""Opens what litsieve writes in the programs it is written for, and counts what arrives there.

    python3 scripts/open_outputs.py target/debug/litsieve [scripts/made-up.csv]

Every program that is found is used, every other is named as missing: rispy, nbib, bibtexparser (2), pybtex, citeproc-py, openpyxl and
asreview (Python packages), bibutils, pandoc, JabRef and R with its package bibtex (commands; Debian has them as bibutils, pandoc, jabref
and r-cran-bibtex), citation-js (node; NODE_PATH tells where its modules are). Per format and program: how many records, titles,
author lists (family names, and bodies by their whole name), years, DOIs, journals, volumes and pages arrive as they left.
"""

import csv, importlib, importlib.util, json, os, re, shutil, subprocess, sys, tempfile, unicodedata, warnings
import xml.etree.ElementTree as ET
from pathlib import Path

warnings.filterwarnings("ignore")
KEYS = ("title", "authors", "year", "doi", "journal", "volume", "pages")


def plain(text):
    text = unicodedata.normalize("NFKD", re.sub(r"</?[a-z]+>", "", text or ""))
    return "".join(c for c in text if c.isalnum()).lower()


def family(name):
    """The family name of `Family, Given`, or the whole name of a body."""
    return plain(name.split(",")[0])


def record(title, families, year, doi, journal=None, volume=None, pages=None):
    """What arrived; `None` for what a program, or the way it is asked here, does not give."""
    year = re.search(r"\d{4}", str(year or ""))
    return {"title": plain(title), "authors": [plain(name) for name in families if name], "year": year[0] if year else "",
            "doi": re.sub(r"^https?://(dx\.)?doi\.org/", "", (doi or "").strip().lower()),
            "journal": None if journal is None else plain(journal), "volume": None if volume is None else str(volume),
            "pages": None if pages is None else re.sub("[-\u2013\u2014]+", "-", str(pages))}


def within(fields, *names):
    """The first of the fields that is there, or nothing."""
    return next((str(fields[name]) for name in names if fields.get(name)), "")


def named(row):
    """People and bodies of our tables; bodies stand in the column of authors too where one comes before a person."""
    names = f"{row['authors'] or ''};{row['group_authors'] or ''}".split(";")
    return list(dict.fromkeys(name.strip().removesuffix(",") for name in names if name.strip()))


def expected(path):
    for row in csv.DictReader(open(path, encoding="utf-8-sig")):
        people = named(row)
        yield record(row["title"], [family(name) for name in people], row["date"], row["doi"], row["journal"], row["volume"], row["pages"])


def run(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"code {done.returncode}")
    return done.stdout


def of_csl(items):
    for item in items:
        people = [name.get("literal") or " ".join(p for p in (name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family")) if p)
                  for name in item.get("author", [])]
        parts = item.get("issued", {}).get("date-parts", [[""]])
        yield record(item.get("title"), people, parts[0][0], item.get("DOI"), within(item, "container-title"), within(item, "volume"), within(item, "page"))


def of_mods(text):
    space = {"m": "http://www.loc.gov/mods/v3"}
    text_of = lambda node: "".join(node.itertext()).strip() if node is not None else ""
    for mods in ET.fromstring(text).findall("m:mods", space):
        title = ": ".join(filter(None, (text_of(mods.find("m:titleInfo/m:" + part, space)) for part in ("title", "subTitle"))))
        people = []
        for name in mods.findall("m:name", space):
            if "author" in text_of(name.find("m:role", space)):
                part = name.find("m:namePart[@type='family']", space)
                people.append(text_of(part if part is not None else name.find("m:namePart", space)))
        dates = [text_of(node) for node in mods.iter() if node.tag.endswith(("}dateIssued", "}date", "}dateOther"))]
        doi = [text_of(node) for node in mods.iter() if node.tag.endswith("}identifier") and node.get("type") == "doi"]
        yield record(title, people, next((date for date in dates if re.search(r"\d{4}", date)), ""), doi[0] if doi else "")


def rispy(path):
    for item in importlib.import_module("rispy").load(open(path, encoding="utf-8")):
        title = item.get("title") or item.get("primary_title")
        pages = "-".join(filter(None, (within(item, "start_page"), within(item, "end_page"))))
        journal = within(item, "secondary_title", "journal_name", "custom3")
        yield record(title, [family(name) for name in item.get("authors", [])], item.get("year"), item.get("doi"), journal, within(item, "volume"), pages)


def nbib(path):
    for item in importlib.import_module("nbib").read_file(path):
        people = [family(author.get("author") or author.get("author_abbreviated", "")) for author in item.get("authors", [])]
        people += [name for name in [item.get("corporate_author")] if name]
        yield record(item.get("title"), people, item.get("publication_date"), item.get("doi"))


def of_bibtex(fields):
    return within(fields, "journal", "journaltitle", "booktitle"), within(fields, "volume"), within(fields, "pages")


def bibtexparser(path):
    module = importlib.import_module("bibtexparser")
    middlewares = importlib.import_module("bibtexparser.middlewares")
    library = module.parse_file(path, append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts(), middlewares.LatexDecodingMiddleware()])
    if library.failed_blocks:
        raise RuntimeError(f"{len(library.failed_blocks)} entries refused")
    for entry in library.entries:
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        people = [" ".join(name.von + name.last) for name in fields.get("author", [])]
        yield record(fields.get("title"), people, fields.get("year"), fields.get("doi"), *of_bibtex(fields))


def pybtex(path):
    from pybtex.database import parse_file
    from pylatexenc.latex2text import LatexNodes2Text
    latex = LatexNodes2Text().latex_to_text
    for entry in parse_file(path).entries.values():
        people = [latex(" ".join(person.prelast_names + person.last_names)) for person in entry.persons.get("author", [])]
        fields = {name.lower(): latex(value) for name, value in entry.fields.items() if name.lower() not in ("abstract", "url")}
        yield record(fields.get("title", ""), people, fields.get("year"), entry.fields.get("doi"), *of_bibtex(fields))


def citeproc(path):
    from citeproc.source.json import CiteProcJSON
    source = CiteProcJSON(json.load(open(path, encoding="utf-8")))
    for item in source.values():
        people = [name.get("literal") or name.get("family") or getattr(name, "name", "") for name in item.get("author", [])]
        yield record(str(item.get("title")), [str(name) for name in people], item.get("issued", {}).get("year"), str(item.get("DOI", "")))


def openpyxl(path):
    rows = importlib.import_module("openpyxl").load_workbook(path).active.iter_rows(values_only=True)
    header = next(rows)
    return of_rows(dict(zip(header, row)) for row in rows)


def of_rows(rows):
    for row in rows:
        yield record(row["title"], [family(name) for name in named(row)], row["year"], row["doi"], row["journal"] or "", row["volume"] or "", row["pages"] or "")


def asreview(path):
    """Version 3."""
    for one in importlib.import_module("asreview.data.loader").load_records(path):
        yield record(one.title, [family(name) for name in one.authors], one.year, one.doi)


def jabref(path, kind):
    """It imports without a window and saves BibTeX, which is read as BibTeX is."""
    saved = path + ".saved.bib"
    run("jabref", "--nogui", "--import", f"{path},{kind}", "--output", saved)
    # It gives imported entries no keys, and keys are what readers of BibTeX tell them by.
    numbers = iter(range(1, 10**6))
    text = re.sub(r"^(@\w+\{)\s*,", lambda entry: f"{entry[1]}entry{next(numbers)},", open(saved, encoding="utf-8").read(), flags=re.M)
    open(saved, "w", encoding="utf-8").write(text)
    return pybtex(saved)


R = """
library(bibtex)
plain <- function(text) gsub("[\\t\\n]", " ", if (is.null(text)) "" else as.character(text))
for (entry in unclass(read.bib(commandArgs(TRUE)[1]))) {
  people <- vapply(unclass(entry$author), function(person) paste(person$family, collapse = " "), "")
  cat(plain(entry$title), paste(plain(people), collapse = ";"), plain(entry$year), plain(entry$doi), sep = "\\t")
  cat("\\n")
}
"""


def in_r(path):
    from pylatexenc.latex2text import LatexNodes2Text
    latex = LatexNodes2Text().latex_to_text
    for line in run("Rscript", "-e", R, path).splitlines():
        title, people, year, doi = line.split("\t")
        yield record(latex(title), [latex(name) for name in people.split(";")], year, doi)


NODE = """
const { Cite } = require('@citation-js/core'); require('@citation-js/plugin-bibtex'); require('@citation-js/plugin-csl')
console.log(JSON.stringify(new Cite(require('fs').readFileSync(process.argv[1], 'utf8')).data))
"""

RIS = ("ris", "ris-rayyan", "ris-covidence", "ris-zotero", "ris-endnote")
TOOLS = [
    ("rispy", RIS, "rispy", rispy),
    ("bibutils ris2xml", RIS, "ris2xml!", lambda path: of_mods(run("ris2xml", path))),
    ("asreview", RIS + ("csv", "xlsx"), "asreview", asreview),
    ("bibutils endx2xml", ("endnote-xml",), "endx2xml!", lambda path: of_mods(run("endx2xml", path))),
    ("nbib", ("nbib",), "nbib", nbib),
    ("bibtexparser", ("bibtex",), "bibtexparser", bibtexparser),
    ("pybtex", ("bibtex",), "pybtex", pybtex),
    ("bibutils bib2xml", ("bibtex",), "bib2xml!", lambda path: of_mods(run("bib2xml", path))),
    ("bibutils biblatex2xml", ("bibtex",), "biblatex2xml!", lambda path: of_mods(run("biblatex2xml", path))),
    ("pandoc biblatex", ("bibtex",), "pandoc!", lambda path: of_csl(json.loads(run("pandoc", "-f", "biblatex", "-t", "csljson", path)))),
    ("pandoc csljson", ("csl-json",), "pandoc!", lambda path: of_csl(json.loads(run("pandoc", "-f", "csljson", "-t", "csljson", path)))),
    ("citation-js", ("bibtex", "csl-json"), "node!", lambda path: of_csl(json.loads(run("node", "-e", NODE, path)))),
    ("JabRef", ("ris", "ris-zotero"), "jabref!", lambda path: jabref(path, "ris")),
    ("JabRef", ("nbib",), "jabref!", lambda path: jabref(path, "medlineplain")),
    ("JabRef", ("bibtex",), "jabref!", lambda path: jabref(path, "bibtex")),
    ("R bibtex", ("bibtex",), "Rscript!", in_r),
    ("citeproc-py", ("csl-json",), "citeproc", citeproc),
    ("json", ("jsonl",), "json", lambda path: of_csl(json.loads(line) for line in open(path, encoding="utf-8"))),
    ("csv", ("csv",), "csv", lambda path: of_rows(csv.DictReader(open(path, encoding="utf-8-sig")))),
    ("openpyxl", ("xlsx",), "openpyxl", openpyxl),
]
EXTENSIONS = {"endnote-xml": "xml", "nbib": "nbib", "bibtex": "bib", "csl-json": "json", "jsonl": "jsonl", "csv": "csv", "xlsx": "xlsx"}


def there(needed):
    if needed.endswith("!"):
        return shutil.which(needed[:-1]) is not None
    return importlib.util.find_spec(needed) is not None


def main():
    program = sys.argv[1]
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).with_name("made-up.csv")
    wanted, failed = list(expected(source)), False
    print(f"{len(wanted)} records of {source.name}\n\n| format | program | records | titles | authors | years | DOIs | journals | volumes | pages | what differs |\n|{'---|' * 11}")
    with tempfile.TemporaryDirectory() as folder:
        for tool, formats, needed, read in TOOLS:
            for name in formats:
                if not there(needed):
                    print(f"| {name} | {tool} | not here | | | | | | | | |")
                    continue
                path = os.path.join(folder, f"{name}.{EXTENSIONS.get(name, 'ris')}")
                run(program, "convert", str(source), "-o", path, "--to", name)
                try:
                    found = list(read(path))
                except Exception as error:  # a program that refuses the file is a result
                    print(f"| {name} | {tool} | refused | | | | | | | | {type(error).__name__}: {str(error)[:120]} |")
                    failed = True
                    continue
                by_doi = {one["doi"]: one for one in found if one["doi"]}
                pairs = [(want, by_doi.get(want["doi"]) or (found[at] if at < len(found) else {})) for at, want in enumerate(wanted)]
                agree = {key: sum(want[key] == one.get(key) for want, one in pairs) if found and found[0][key] is not None else "-" for key in KEYS}
                differs = [f"{want['doi']} {key}: {one.get(key)}" for want, one in pairs for key in KEYS if want[key] != one.get(key) and one.get(key) is not None]
                print(f"| {name} | {tool} | {len(found)} | " + " | ".join(str(agree[key]) for key in KEYS) + f" | {'; '.join(differs[:3])} |")
                failed |= len(found) != len(wanted)
    sys.exit(1 if failed else 0)


main()
