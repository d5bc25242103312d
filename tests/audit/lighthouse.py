"""Lighthouse's own marks, as for a reader with a phone."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.audit.addresses import LANGUAGES
from tests.browser.chromium import executable

VERSION = "lighthouse@13.5.0"
JUDGED = ("home", "agreements", "agreement", "city", "map")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
CHROMIUM = "--headless=new --no-sandbox --disable-gpu"


def against_lighthouse(root: str, kinds: dict[str, str]) -> Iterator[str]:
    """Each mark that is too low, with what cost it."""
    if not shutil.which("npx"):
        yield "Lighthouse was not asked: it needs Node (npx)."
        return
    for language in LANGUAGES:
        for kind in JUDGED:
            report = judged(f"{root}/{language}{kinds[kind]}")
            marks = {name: round(100 * report["categories"][name]["score"]) for name in LEAST}
            print(f"Lighthouse {kind} {language}: {marks}", flush=True)
            for name, mark in marks.items():
                if mark < LEAST[name]:
                    yield f"{kind} {language}: Lighthouse {name} {mark}: {', '.join(costs(report, name))}"


def judged(address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        words = [
            "npx", "--yes", VERSION, address, "--quiet", "--output=json", f"--output-path={file}",
            f"--chrome-flags={CHROMIUM}", f"--only-categories={','.join(LEAST)}",
        ]  # fmt: skip
        subprocess.run(words, check=True, env={**os.environ, "CHROME_PATH": executable() or ""}, timeout=300)
        report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return report


def costs(report: dict[str, Any], category: str) -> Iterator[str]:
    """The checks of a category that did not pass."""
    for one in report["categories"][category]["auditRefs"]:
        check = report["audits"][one["id"]]
        if one["weight"] and check["score"] is not None and check["score"] < 0.9:
            yield f"{one['id']} {check.get('displayValue', '')}".strip()
