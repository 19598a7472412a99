#!/usr/bin/env python3
"""Decisions to ASReview and back, with ASReview's own code on its side.

    python3 -m venv env && env/bin/pip install asreview==3.0.8
    cargo build --release
    env/bin/python scripts/roundtrip_asreview.py target/release/litsieve

On a copy of the shipped review somebody decides on thirty references. The decisions go to ASReview as CSV, RIS and project
file; ASReview's loaders and its web application (its routes, without a browser) open them, change five labels, and export
CSV, RIS and the project; those come back into fresh copies of the review. Every step compares every label. Prints a line
per step and ends with 1 if anything differs.
"""
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

litsieve = Path(sys.argv[1]).resolve()
review = Path(__file__).resolve().parent.parent / "queries" / "bussu-galanti-2018"
work = Path(tempfile.mkdtemp(prefix="litsieve-roundtrip-"))
os.environ["ASREVIEW_PATH"] = str(work / "asreview")
# ASReview leaves a cache where it is started.
os.chdir(work)

from asreview.data.loader import load_records  # noqa: E402
from asreview.webapp.app import create_app  # noqa: E402

# ASReview's writer of RIS says which columns it leaves out.
warnings.simplefilter("ignore")
wrong = 0


def run(folder, *arguments):
    done = subprocess.run([litsieve, "-C", folder, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"litsieve {' '.join(map(str, arguments))}: {done.stderr}")
    return done.stdout


def fresh(name):
    folder = work / name
    shutil.copytree(review, folder)
    run(folder, "-q", "run")
    return folder


def tell(step, found, expected):
    global wrong
    same = found == expected
    wrong += not same
    print(f"{'equal' if same else 'DIFFERENT'}: {step}: {len(found)} labels")
    if not same:
        for key in sorted(set(found) | set(expected)):
            if found.get(key) != expected.get(key):
                print(f"    {key[:60]}: {found.get(key)}, not {expected.get(key)}")


def folded(title):
    return " ".join("".join(c.lower() if c.isalnum() else " " for c in title).split())


def by_theirs(labels, titles):
    """A ruling names a record, and what goes out the merged reference, whose title may be longer."""
    longer = {ours: next((title for title in titles if title.startswith(ours)), ours) for ours in labels}
    return {longer[ours]: label for ours, label in labels.items()}


def said(folder):
    """Title to label, by the last line of each reference; ends with how many lines there are."""
    labels, lines = {}, (folder / "rulings" / "ann.jsonl").read_text().splitlines()
    for line in map(json.loads, lines):
        labels[folded(line["targets"][0]["title"])] = {"include": 1, "exclude": 0}[line["verdict"]]
    return labels, len(lines)


# Somebody decides.
home = fresh("home")
rows = list(csv.DictReader(io.StringIO((home / "results" / "to-review.csv").read_text())))
for number, row in enumerate(rows[:30]):
    row["decision"] = ["exclude", "include", "exclude"][number % 3]
    row["stage"] = "screening"
with open(home / "sheet.csv", "w", newline="") as out:
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
run(home, "decide", home / "sheet.csv", "--by", "Ann")
ours, _ = said(home)
assert len(ours) == 30

# Out, and read by ASReview's loaders.
for extension in ("csv", "ris"):
    file = home / f"out.{extension}"
    run(home, "decisions", "export", "--format", "asreview", "--by", "Ann", file)
    records = load_records(str(file))
    labels = {folded(record.title): int(record.included) for record in records if record.included is not None}
    tell(f"litsieve to ASReview, .{extension}, {len(records)} references", labels, by_theirs(ours, labels))
project = home / "out.asreview"
run(home, "decisions", "export", "--format", "asreview", "--by", "Ann", project)

# The project, opened, changed and exported by ASReview's application.
app = create_app(AUTHENTICATION=False, TESTING=True, SECRET_KEY="made up")
client = app.test_client()


def ok(answer):
    if answer.status_code >= 400:
        sys.exit(f"ASReview answers {answer.status_code}: {answer.get_data(as_text=True)[:400]}")
    return answer


told = ok(client.post("/api/projects/import", data={"file": (io.BytesIO(project.read_bytes()), "out.asreview")})).get_json()
told = told.get("data", told)
identifier = told["id"]
print(f"ASReview opened the project: {told.get('name')}, status {(told.get('review') or {}).get('status')}")
from asreview import Project  # noqa: E402
from asreview.webapp.utils import asreview_path  # noqa: E402

opened = Project(Path(asreview_path(), identifier), project_id=identifier)
titles = {int(row.record_id): folded(row.title) for row in opened.db.input[["record_id", "title"]].itertuples()}
table = opened.db.get_results_table()
labels = {titles[int(row.record_id)]: int(row.label) for row in table.itertuples()}
tell("litsieve to ASReview, .asreview", labels, by_theirs(ours, labels))
short = {theirs: ours_ for ours_, theirs in zip(ours, by_theirs(ours, labels))}
changed = dict(ours)
for record in [int(row.record_id) for row in table.itertuples()][:5]:
    label = 1 - ours[short[titles[record]]]
    ok(client.put(f"/api/projects/{identifier}/record/{record}", data={"record_id": record, "label": label, "tags": "[]"}))
    changed[short[titles[record]]] = label
opened = Project(Path(asreview_path(), identifier), project_id=identifier)
table = opened.db.get_results_table()
labels = {titles[int(row.record_id)]: int(row.label) for row in table.itertuples()}
tell("five labels changed in ASReview", labels, by_theirs(changed, labels))

# Back.
for extension in ("csv", "ris", "xlsx"):
    query = "collections=relevant&collections=irrelevant&collections=not_seen"
    answer = client.get(f"/api/projects/{identifier}/export_dataset?format={extension}&{query}&export_name=0&export_email=0")
    file = work / f"back.{extension}"
    file.write_bytes(ok(answer).get_data())
    back = fresh(f"back-{extension}")
    run(back, "decisions", "import", "--format", "asreview", file, "--by", "Ann")
    tell(f"ASReview to litsieve, .{extension}", said(back)[0], changed)
file = work / "back.asreview"
file.write_bytes(ok(client.get(f"/api/projects/{identifier}/export_project")).get_data())
assert "results.db" in zipfile.ZipFile(file).namelist()
back = fresh("back-project")
run(back, "decisions", "import", "--format", "asreview", file, "--by", "Ann")
labels, lines = said(back)
tell("ASReview to litsieve, .asreview", labels, changed)
tell("history of the project", {"lines": lines}, {"lines": 35})
shutil.rmtree(work)
sys.exit(bool(wrong))
