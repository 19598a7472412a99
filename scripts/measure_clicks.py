#!/usr/bin/env python3
"""How long a click on the screening page takes, from the request to the whole answer, with 20,000 references.

    cargo build --release
    python3 scripts/measure_clicks.py target/release/litsieve [REFERENCES] [CLICKS]

Writes a made-up review into a temporary folder, starts the page, decides CLICKS times (include, exclude, unsure, undo) and
prints the median, the 95th percentile and the longest, with the same for an append and sync of a line of that length alone.
"""
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import made_up_review

litsieve = Path(sys.argv[1]).resolve()
references = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
clicks = int(sys.argv[3]) if len(sys.argv) > 3 else 400

with tempfile.TemporaryDirectory() as folder:
    root = Path(folder)
    made_up_review.write(root, references)
    began = time.time()
    page = subprocess.Popen([litsieve, "screen", "--json", "--by", "Ann", root], stdout=subprocess.PIPE, text=True)
    try:
        address = json.loads("".join(iter(page.stdout.readline, "}\n")) + "}")["address"]
        print(f"{references} references ready after {time.time() - began:.1f} s")
        host, token = address.removeprefix("http://").strip("/").split("/")
        line = http.client.HTTPConnection(host)
        headers = {"X-Litsieve": "1", "Origin": f"http://{host}", "Content-Type": "application/json"}

        def ask(method, path, body=None):
            line.request(method, f"/{token}/{path}", body and json.dumps(body), headers)
            answer = line.getresponse()
            text = answer.read()
            assert answer.status == 200, text[:300]
            return json.loads(text)

        shown = ask("GET", "show?queue=review")
        times = []
        for click in range(clicks):
            verdict = ["include", "exclude", "unsure", None][click % 4]
            act = {"do": "decide", "group": shown["name"], "verdict": verdict, "seen": shown["seen"]} if verdict else {"do": "undo"}
            if verdict == "exclude":
                act["criterion"] = "case"
            began = time.perf_counter()
            shown = ask("POST", "act", {"act": act, "view": {"queue": "review", "at": shown["name"]}})
            times.append((time.perf_counter() - began) * 1000)
    finally:
        page.kill()
    lines = (root / "rulings" / "ann.jsonl").read_bytes().splitlines(keepends=True)
    disk = []
    for text in lines[:100]:
        began = time.perf_counter()
        with open(root / "probe", "ab") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        disk.append((time.perf_counter() - began) * 1000)


def told(name, values):
    values = sorted(values)
    at = lambda share: values[min(len(values) - 1, int(share * len(values)))]
    print(f"{name}: median {at(.5):.1f} ms, 95 % within {at(.95):.1f} ms, longest {values[-1]:.1f} ms ({len(values)} times)")


told("a click", times)
told("of that, append and sync alone", disk)
print(f"load of the machine: {os.getloadavg()[0]:.1f}")
