"""A big table out and in: our writer beside `pandas.to_excel`, on the same rows in the same run.

    python -m benchmarks.spreadsheets --rows 300000

Each way runs in a process of its own, so that its memory is its own. The rows are made up: 20 columns of a case as
the export has them.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas

from registry.spreadsheets.write import Column, Cover, Kind, Sheet, write_csv, write_workbook

WAYS = ("ours", "streamed", "csv", "pandas")
KINDS: tuple[Kind, ...] = (
    *("text", "datetime", "text", "datetime", "text", "text", "date", "text", "text", "text"),
    *("text", "text", "text", "text", "text", "money", "text", "integer", "text", "boolean"),
)
AT_ONCE = 5000


def frames(number: int) -> Iterator[pandas.DataFrame]:
    """The rows, some at a time."""
    dice = random.Random(7)
    words = [
        "тамчилатиб суғориш",
        "drip irrigation & solar",
        "盐碱地造林",
        "shoʻrlangan yerlar",
        "qaraqalpaq jeri",
    ]
    start = datetime(2026, 1, 1, 9, tzinfo=UTC)
    for first in range(0, number, AT_ONCE):
        rows = [_row(place, dice, words, start) for place in range(first, min(first + AT_ONCE, number))]
        yield pandas.DataFrame(rows, columns=[f"c{at}" for at in range(20)], dtype=object)


def _row(place: int, dice: random.Random, words: list[str], start: datetime) -> list[Any]:
    row: list[Any] = []
    for at, kind in enumerate(KINDS):
        if kind == "datetime":
            row.append(start + timedelta(seconds=dice.randrange(30_000_000)))
        elif kind == "date":
            row.append(date(2026, 1, 1) + timedelta(days=dice.randrange(600)))
        elif kind == "money":
            row.append(Decimal(dice.randrange(10**9)) / 100)
        elif kind == "integer":
            row.append(place)
        elif kind == "boolean":
            row.append(dice.random() < 0.5)
        else:
            row.append(f"{dice.choice(words)} {place} {at}")
    return row


def run(way: str, number: int, path: Path) -> None:
    """Write the table one way, and print seconds, megabytes of memory and of the file."""
    columns = [Column(f"c{at}", f"Column {at}", kind) for at, kind in enumerate(KINDS)]
    is_streamed = way == "streamed"
    sheet = Sheet("Interests", columns, frames(number) if is_streamed else list(frames(number)))
    if way == "pandas":
        whole = pandas.concat(sheet.frame, ignore_index=True)  # type: ignore[arg-type]
        for at, kind in enumerate(KINDS):
            if kind == "datetime":  # openpyxl refuses aware times
                whole[f"c{at}"] = [value.replace(tzinfo=None) for value in whole[f"c{at}"]]
    cover = Cover("Registry", (), "Notes", "yes", "no")
    began = time.perf_counter()
    with path.open("wb") as file:
        if way == "pandas":
            whole.to_excel(file, engine="openpyxl", index=False)
        elif way == "csv":
            write_csv(file, sheet, "yes", "no")
        else:
            write_workbook(file, [sheet], cover)
    seconds = time.perf_counter() - began
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{seconds:.2f} {largest} {path.stat().st_size / 1e6:.1f}")


def main() -> None:
    """Print a table of the ways."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--way", choices=WAYS, help="only this one, in this process")
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    if asked.way:
        run(asked.way, asked.rows, asked.output)
        return
    print(f"{asked.rows} rows of 20 columns, made before; streamed: made meanwhile, as from a database")
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.spreadsheets", "--rows", str(asked.rows), "--way", way]
            command += ["--output", str(Path(folder) / way)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, megabytes, size = map(float, done.stdout.split())
            times[way] = seconds
            print(f"{way:<10} {seconds:>8.1f} s {megabytes:>7.0f} MB  file {size:.1f} MB", flush=True)
    print(f"pandas : ours  {times['pandas'] / times['ours']:.1f} x")
    print(f"csv        {asked.rows / times['csv'] * 60:,.0f} rows a minute")


if __name__ == "__main__":
    main()
