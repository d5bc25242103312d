"""`python -m tests.browser.chromium`: make sure that a Chromium is here, or say in one line why not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str | None:
    """The path of the Chromium that the tests drive: the system's, or Playwright's own."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> bool:
    """Debian's package where we may install one, Playwright's download otherwise."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        commands = [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-core"],
        ]
        return all(subprocess.call(command, **quiet) == 0 for command in commands)  # type: ignore[call-overload]
    return subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"]) == 0


if __name__ == "__main__":
    if not executable() and not (install() and executable()):
        sys.exit(
            "Chromium is missing and could not be installed: install the package “chromium” and run again."
        )
