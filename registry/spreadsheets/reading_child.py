"""Reads one spreadsheet file in a process of its own, under limits, and prints its rows as JSON lines.

Started by `reading_process.py`. Standard input is the file; the last argument is a JSON object with the
limits. Lines printed: ["ready"], then for each sheet ["sheet", name, is_visible] and its
["row", number, cells from column A on], at last ["end"]. ["refused", reason] after a sheet's line is about
that sheet, before any about the file. A date is {"d": iso}, a moment {"m": iso}.
"""

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

from python_calamine import PasswordError

from registry.spreadsheets.reading_csv import csv_rows
from registry.spreadsheets.reading_workbooks import workbook_sheets
from registry.spreadsheets.refused import Reason, SpreadsheetRefused

Limits = dict[str, Any]

#: Spreadsheet programs keep 32,767 characters in a cell; text files may hold more, but not without end.
LONGEST_CELL = 1_000_000


class Output:
    """Prints the lines and counts their bytes."""

    def __init__(self, limit: int) -> None:
        self._left = limit

    def line(self, *parts: Any) -> None:
        """Print one line; rows only as long as there is room."""
        data = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._left -= len(data)
        if self._left < 0 and parts[0] == "row":
            raise SpreadsheetRefused("too_large")
        sys.stdout.buffer.write(data)


def limit_resources(memory: int, seconds: int) -> None:
    """Bound what this process can take, so that the worst a file can do is to end it."""
    limit(resource.RLIMIT_AS, memory, memory)
    limit(resource.RLIMIT_CPU, seconds, seconds + 1)
    limit(resource.RLIMIT_FSIZE, 0, 0)
    limit(resource.RLIMIT_CORE, 0, 0)


def limit(what: int, soft: int, hard: int) -> None:
    """Set one limit; where the system already sets a lower one, that stays."""
    _, given = resource.getrlimit(what)
    if given != resource.RLIM_INFINITY:
        soft, hard = min(soft, given), min(hard, given)
    resource.setrlimit(what, (soft, hard))


def give_sheet(output: Output, rows: Iterator[tuple[int, list[Any]]], limits: Limits) -> None:
    """Print the rows that hold something, or why the sheet is not read."""
    count = cells = 0
    try:
        for number, row in rows:
            while row and row[-1] is None:
                row.pop()
            if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row):
                continue
            is_wanted = limits["first"] is None or count < limits["first"]
            count, cells = count + 1, cells + len(row)
            if len(row) > limits["columns"]:
                raise SpreadsheetRefused("too_many_columns")
            if count > limits["rows"] + 1:  # the header is one more
                raise SpreadsheetRefused("too_many_rows")
            if cells > limits["cells"] or any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
                raise SpreadsheetRefused("too_large")
            if is_wanted:  # the others are counted: what is too long is refused at once
                output.line("row", number, row)
    except SpreadsheetRefused as refusal:
        output.line("refused", refusal.reason)


def read(output: Output, limits: Limits) -> None:
    """Read the file from standard input and print what it holds."""
    data = sys.stdin.buffer.read()
    if limits["kind"] == "csv":
        rows = csv_rows(data)
        output.line("sheet", "", True)
        give_sheet(output, rows, limits)
        return
    sheets = workbook_sheets(
        data,
        kind=limits["kind"],
        wanted=limits["sheet"],
        entries=limits["entries"],
        unpacked=limits["unpacked"],
        columns=limits["columns"],
    )
    for name, is_visible, rows in sheets:
        output.line("sheet", name, is_visible)
        give_sheet(output, rows, limits)


def reason_of(error: BaseException) -> Reason:
    """Why the file is refused when reading it ended in this error."""
    if isinstance(error, SpreadsheetRefused):
        return error.reason
    if isinstance(error, PasswordError):
        return "encrypted"
    is_out_of_memory = isinstance(error, MemoryError) or "capacity overflow" in str(error)
    return "too_large" if is_out_of_memory else "broken"


def main() -> None:
    """Set the limits, read, print."""
    limits = json.loads(sys.argv[-1])
    limit_resources(limits["memory"], limits["seconds"])
    output = Output(limits["output"])
    output.line("ready")
    sys.stdout.buffer.flush()
    try:
        read(output, limits)
    except BaseException as error:  # a panic inside calamine is not an Exception
        output.line("refused", reason_of(error))
    output.line("end")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
