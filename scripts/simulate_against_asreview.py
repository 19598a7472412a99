#!/usr/bin/env python3
"""The ranking against ASReview's on labelled sets: processor time and work saved, both measured in this run.

    python3 -m venv env && env/bin/pip install asreview==3.0.8
    cargo build --release
    env/bin/python scripts/simulate_against_asreview.py target/release/litsieve 3 labelled.csv...

Each program reads every set from as many starts as the number says, each with one relevant and one other reference given
beforehand. The starts are drawn by each program in its own way, so single results differ; the medians are compared. The time
is that of the processor, in user and system mode, of the whole program with its own start. Prints a line per set, and at the
end the share of ASReview's time that litsieve took over all sets.
"""
import json
import math
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


def processor_seconds(command):
    """Runs a command; its output, and its time on the processor."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"{' '.join(map(str, command))} ended with {status}")
        out.seek(0)
        return out.read(), usage.ru_utime + usage.ru_stime


def found_at(project):
    """After how many references each relevant one was found, without those given beforehand."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(project) as archive:
        name = next(name for name in archive.namelist() if name.endswith("results.db"))
        database = sqlite3.connect(archive.extract(name, folder))
        labels = database.execute("SELECT label FROM results WHERE querier IS NOT NULL ORDER BY rowid").fetchall()
        database.close()
    return [at for at, (label,) in enumerate(labels, 1) if label]


def main():
    litsieve, starts, sets = Path(sys.argv[1]).resolve(), int(sys.argv[2]), sys.argv[3:]
    asreview = Path(sys.executable).parent / "asreview"
    took = {"litsieve": 0.0, "asreview": 0.0}
    print("| set | references | relevant | WSS@95 litsieve | WSS@95 ASReview | s litsieve | s ASReview | share |")
    print("|---|---|---|---|---|---|---|---|")
    for path in sets:
        out, ours = processor_seconds([litsieve, "simulate", "--json", "--starts", str(starts), path])
        told = json.loads(out)
        theirs, saved = 0.0, []
        for start in range(starts):
            with tempfile.TemporaryDirectory() as folder:
                project = Path(folder) / "simulation.asreview"
                arguments = ["--n-prior-included", "1", "--n-prior-excluded", "1", "--prior-seed", str(start), "--seed", "1"]
                _, seconds = processor_seconds([asreview, "simulate", path, *arguments, "-o", project])
                theirs += seconds
                found = found_at(project)
                # Work saved over sampling at a recall of 95 % (Cohen et al. 2006).
                enough = found[max(math.ceil(0.95 * len(found)), 1) - 1]
                saved.append(0.95 - enough / (told["references"] - 2))
        took["litsieve"] += ours
        took["asreview"] += theirs
        print(
            f"| {Path(path).stem} | {told['references']} | {told['relevant']} | {told['median']['wss_95']:.3f} | "
            f"{statistics.median(saved):.3f} | {ours:.1f} | {theirs:.1f} | 1/{theirs / ours:.0f} |",
            flush=True,
        )
    print(f"\n{took['litsieve']:.1f} s against {took['asreview']:.1f} s: litsieve took 1/{took['asreview'] / took['litsieve']:.0f} of the time.")


main()
