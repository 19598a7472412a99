"""A made-up review of many references, for the scripts that measure."""
import random

WORDS = "harbour lamp council garden station river bridge citizen service leader town school nurse winter market paper".split()

PROTOCOL = """schema = "litsieve/protocol/1"
[review]
id = "made-up"
title = "A made-up review"
mode = "new"
exports_are = "demonstration"
[source.alpha]
name = "Alpha"
kind = "database"
[[iteration]]
id = "1"
purpose = "first"
  [[iteration.search]]
  id = "1.alpha"
  source = "alpha"
  query = "harbour OR council"
  run_on = "2026-01-01"
  exports = ["exports/alpha.ris"]
[[criterion]]
id = "case"
kind = "person"
question = "Is it a case?"
required = true
stage = "screening"
"""


def write(root, references):
    """Writes protocol and export of a review with `references` references into the folder `root`, the same ones every time."""
    chosen = random.Random(7)
    (root / "exports").mkdir()
    (root / "protocol.toml").write_text(PROTOCOL)
    with open(root / "exports" / "alpha.ris", "w") as out:
        for number in range(references):
            title = " ".join(chosen.choices(WORDS, k=9)) + f" {number}"
            abstract = " ".join(chosen.choices(WORDS, k=150))
            out.write(f"TY  - JOUR\nAU  - Doe{number}, J\nPY  - {1980 + number % 40}\nTI  - {title}\nAB  - {abstract}\nAN  - MADE:{number}\nER  - \n\n")
