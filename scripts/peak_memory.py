"""Measures the peak memory of reading and of converting made-up exports, as a multiple of the file.

    python3 scripts/peak_memory.py target/release/litsieve 50 200

The numbers are megabytes. `short` files have no abstracts, so that what is kept per value weighs most; nearly every value of `remarks` is
repaired or remarked on. `convert` takes the same for every length of the formats that are read part by part (ris and xml here, and
large files of MEDLINE, Web of Science and PubMed XML); of the others, what it takes beyond `inspect` must not grow with the file.
"""

import os, subprocess, sys, tempfile

SENTENCE = "Residents and officials of a made-up town kept gardens together, and we asked them how. " * 16
RECORDS = {
    "ris": ("", "TY  - JOUR\nAU  - Doe, Jane\nAU  - Roe, R. R.\nTI  - Gardens of town #\nT2  - Made-up Studies\nPY  - 2015\nDO  - 10.5555/#\nAB  - {}\nKW  - gardens\nER  - \n\n", "", ""),
    "xml": ("<xml><records>", "<record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>Doe, Jane</author></authors></contributors><titles><title>Gardens of town #</title></titles><dates><year>2015</year></dates><abstract>{}</abstract></record>\n", "", "</records></xml>"),
    "short.ris": ("", "TY  - JOUR\nAU  - Doe, J\nAU  - Roe, R\nTI  - Gardens #\nT2  - Made-up Studies\nPY  - 2015\nDO  - 10.5555/#\nER  - \n\n", "", ""),
    "remarks.ris": ("", "TY  - JOUR\nAU  - Doe, J &amp; R\nTI  - Gardens &amp; town <i>#</i>\nT2  - Studies &amp; more\nDO  - none\nSN  - none\nXQ  - unknown\nPY  - unknown\nloose line\nAU  - Roe et al.\nER  - \n\n", "", ""),
    "short.xml": ("<xml><records>", "<record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>Doe, J</author></authors></contributors><titles><title>Gardens #</title></titles><dates><year>2015</year></dates></record>\n", "", "</records></xml>"),
    "short.csv": ("title,authors,year,doi\n", "Gardens #,\"Doe, J; Roe, R.\",2015,10.5555/#\n", "", ""),
    "short.bib": ("", "@article{{k#,title={{Gardens #}},author={{Doe, J}},year=2015}}\n", "", ""),
    "short.nbib": ("", "PMID- 1000#\nAU  - Doe J\nAU  - Roe R\nTI  - Gardens #\nJT  - Made-up Studies\nDP  - 2015\nAID - 10.5555/# [doi]\n\n", "", ""),
    "short.ciw": ("FN Made up\nVR 1.0\n", "PT J\nAU Doe, J\n   Roe, R\nTI Gardens #\nSO Made-up Studies\nPY 2015\nDI 10.5555/#\nUT WOS:000#\nER\n\n", "", "EF\n"),
    "short.tab.txt": ("PT\tAU\tTI\tSO\tPY\tDI\tUT\n", "J\tDoe, J; Roe, R\tGardens #\tMade-up Studies\t2015\t10.5555/#\tWOS:000#\n", "", ""),
    "short.enw": ("", "%0 Journal Article\n%A Doe, J\n%A Roe, R\n%T Gardens #\n%J Made-up Studies\n%D 2015\n%R 10.5555/#\n\n", "", ""),
    "short.ovid.txt": ("", "<#>\nUnique Identifier\n  #\nTitle\n  Gardens #.\nSource\n  Made-up Studies. 12(3):4-5, 2015.\nAuthors\n  Doe J, Roe R\n\n", "", ""),
    "short.mods": ("<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">", "<mods><titleInfo><title>Gardens #</title></titleInfo><name type=\"personal\"><namePart type=\"family\">Doe</namePart><namePart type=\"given\">J</namePart></name><originInfo><dateIssued>2015</dateIssued></originInfo><identifier type=\"doi\">10.5555/#</identifier></mods>\n", "", "</modsCollection>"),
    "short.pubmed.xml": ("<PubmedArticleSet>\n", "<PubmedArticle><MedlineCitation><PMID>1000#</PMID><Article><Journal><JournalIssue><PubDate><Year>2015</Year></PubDate></JournalIssue><Title>Made-up Studies</Title></Journal><ArticleTitle>Gardens #</ArticleTitle><AuthorList><Author><LastName>Doe</LastName><ForeName>J</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>\n", "", "</PubmedArticleSet>"),
    "short.openalex.json": ("{{\"meta\":{{\"count\":1}},\"results\":[", "{{\"id\":\"https://openalex.org/W#\",\"doi\":\"https://doi.org/10.5555/#\",\"display_name\":\"Gardens #\",\"publication_year\":2015,\"type\":\"article\",\"authorships\":[{{\"author\":{{\"display_name\":\"Jane Doe\"}}}}]}}", ",\n", "]}}"),
    "short.json": ("[", "{{\"id\":\"x#\",\"type\":\"article-journal\",\"title\":\"Gardens #\",\"author\":[{{\"family\":\"Doe\",\"given\":\"J\"}}],\"issued\":{{\"date-parts\":[[2015]]}}}}", ",\n", "]"),
    "bib": ("", "@article{{k#,\n title = {{Gardens of town #}},\n author = {{Doe, Jane and Roe, R.}},\n year = 2015,\n doi = {{10.5555/#}},\n abstract = {{{}}}\n}}\n", "", ""),
    "json": ("[", "{{\"id\":\"x#\",\"type\":\"article-journal\",\"title\":\"Gardens of town #\",\"author\":[{{\"family\":\"Doe\",\"given\":\"Jane\"}}],\"issued\":{{\"date-parts\":[[2015]]}},\"abstract\":\"{}\"}}", ",\n", "]"),
    "csv": ("title,authors,year,abstract\n", "Gardens of town #,\"Doe, Jane; Roe, R.\",2015,\"{}\"\n", "", ""),
}


def write(path, shape, size):
    before, record, between, behind = shape
    with open(path, "w") as out:
        out.write(before.format())
        number = 0
        while out.tell() < size:
            out.write(("" if number == 0 else between) + record.format(SENTENCE).replace("#", str(number)))
            number += 1
        out.write(behind.format())


def peak(*command):
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command} ended with {status}")
    return usage.ru_maxrss * 1024


program, sizes = sys.argv[1], [int(size) for size in sys.argv[2:]] or [50]
print("| file | MB | reading, times the file | converting to nbib, MB | beyond reading, MB |\n|---|---|---|---|---|")
with tempfile.TemporaryDirectory() as folder:
    for name, shape in RECORDS.items():
        for size in sizes:
            path = os.path.join(folder, f"a.{name}")
            write(path, shape, size * 1_000_000)
            length = os.path.getsize(path)
            reading = peak(program, "inspect", path)
            converting = peak(program, "convert", path, "--to", "nbib", "-o", os.path.join(folder, "out.nbib"))
            print(f"| {name} | {length / 1e6:.0f} | {reading / length:.2f} | {converting / 1e6:.0f} | {(converting - reading) / 1e6:.0f} |", flush=True)
