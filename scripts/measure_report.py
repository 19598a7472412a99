#!/usr/bin/env python3
"""How long report.html of a review with 20,000 references takes to open in headless Chromium, and how smoothly it scrolls.

    cargo build --release
    (cd tests/browser && npm install --no-package-lock)
    python3 scripts/measure_report.py target/release/litsieve [REFERENCES]

Writes a made-up review into a temporary folder, runs it, and opens the report from disk three times. Prints the megabytes of the
report, the milliseconds until the page is loaded and drawn, and of the frames while scrolling the median and the 95th percentile.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import made_up_review

litsieve = Path(sys.argv[1]).resolve()
references = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
scenario = Path(__file__).resolve().parent.parent / "tests" / "browser" / "opening.mjs"

with tempfile.TemporaryDirectory() as folder:
    root = Path(folder)
    made_up_review.write(root, references)
    subprocess.run([litsieve, "-q", "run", root], check=True)
    report = root / "results" / "report.html"
    print(f"{references} references, {report.stat().st_size / 1e6:.1f} MB")
    subprocess.run(["node", scenario, report.as_uri()], check=True)
