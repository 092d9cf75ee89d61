"""The browser of the tests: the machine's Chromium, else Playwright's, else the package manager's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: `--no-sandbox`: tests may run as root; the others keep the browser from calling home.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find() -> str | None:
    """Path of a browser that starts, None where there is none; CHROMIUM in the environment names one."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [shutil.which(name) for name in NAMES] + [playwrights_own()]
    return next((path for path in candidates if path and starts(path)), None)


def playwrights_own() -> str | None:
    """Where Playwright keeps the Chromium it downloads, whether or not it has."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def starts(path: str) -> bool:
    """True if the browser really shows a page here; one without its libraries is found but does not run."""
    try:
        command = [path, *FLAGS, "--dump-dom", "about:blank"]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "<html>" in answer.stdout


def bring() -> str | None:
    """Find a browser or fetch one; None where neither works."""
    if found := find():
        return found
    print("No Chromium was found; fetching Playwright's", flush=True)
    _try(sys.executable, "-m", "playwright", "install", "chromium")
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing the package chromium", flush=True)
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-y", "-qq", "chromium")
        return find()
    return None


def _try(*command: str) -> None:
    try:
        subprocess.run(command, check=False, timeout=1200)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, flush=True)
