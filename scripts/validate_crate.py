"""Validates a bundle as an RO-Crate 1.1 with the program `roc-validator`, without network.

    pip install roc-validator && npm pack ro-crate && tar xzf ro-crate-*.tgz
    python scripts/validate_crate.py BUNDLE_FOLDER package/lib/context.json

The context, which the validator would fetch, is taken from the npm package `ro-crate`.
"""

import io
import json
import sys
import urllib.request
from email.message import Message
from pathlib import Path
from urllib.response import addinfourl

import requests
import requests_cache

bundle, context = sys.argv[1:3]
body = json.dumps({"@context": json.loads(Path(context).read_text())["@context"]}).encode()


def answer(_session, _method, url, *_arguments, **_options):
    reply = requests.Response()
    reply.status_code, reply._content, reply.url, reply.encoding = 200, body, url, "utf-8"
    reply.headers["Content-Type"] = "application/ld+json"
    return reply


def opened(self, request, data=None, timeout=None):
    url = request if isinstance(request, str) else request.full_url
    if not url.startswith("http"):
        return really_open(self, request, data, timeout)
    headers = Message()
    headers["Content-Type"] = "application/ld+json"
    return addinfourl(io.BytesIO(body), headers, url, 200)


requests.Session.request = requests_cache.CachedSession.request = answer
really_open, urllib.request.OpenerDirector.open = urllib.request.OpenerDirector.open, opened

from rocrate_validator import models, services  # noqa: E402

failed = False
for severity in ("REQUIRED", "RECOMMENDED"):
    settings = services.ValidationSettings(
        rocrate_uri=bundle, profile_identifier="ro-crate-1.1", requirement_severity=models.Severity[severity]
    )
    result = services.validate(settings)
    print(f"{severity}: {'passed' if result.passed() else 'not passed'}")
    for issue in result.get_issues():
        print(f"  {issue.check.identifier}: {issue.message}")
    failed |= severity == "REQUIRED" and not result.passed()
sys.exit(failed)
