"""Read a table out of a file that somebody sent; what cannot be read is refused by name.

Nothing is guessed: a text stays a text (`007`, `NA`, `+998…`), an empty cell is None, and an error or a
formula that was never calculated comes as its text (`#DIV/0!`, `=A1+A2`). All parsing happens in a child
process under limits, so that no file can hurt the process that asks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from registry.spreadsheets.escaping import unescape
from registry.spreadsheets.headers import text_of
from registry.spreadsheets.reading_process import child_lines
from registry.spreadsheets.refused import Reason, SpreadsheetRefused

__all__ = ["Cell", "RawSheet", "Reason", "Row", "SpreadsheetRefused", "Table", "read_sheets", "read_table"]

MAX_BYTES = 30_000_000
MAX_ROWS = 120_000
MAX_COLUMNS = 250
MAX_CELLS = 4_000_000
#: ending -> how the child reads it
KINDS = {"xlsx": "xlsx", "xlsm": "xlsx", "xls": "xls", "ods": "ods", "csv": "csv", "tsv": "csv", "txt": "csv"}
#: What a zip package may hold, and what the child may print.
MAX_ENTRIES = 2_000
MAX_UNPACKED = 250_000_000
MAX_OUTPUT = 200_000_000
#: What the child may take: bytes of memory, seconds of computing, seconds on the clock.
CHILD_MEMORY = 1 << 30
CHILD_SECONDS = 20
CHILD_WALL_SECONDS = 30
#: Spreadsheet programs show and keep 15 digits; longer ones may have been rounded before.
EXACT_DIGITS = 15

Cell = str | int | float | Decimal | date | datetime | bool | None
Recognise = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Row:
    """One record: its number as the spreadsheet shows it, and a cell for every header of the table.

    A number is an int or a Decimal; it is a float where it has more than 15 digits and so may have been
    rounded before it came here. A moment at midnight is a date.
    """

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Table:
    """One sheet: its name (empty for CSV), its headers from left to right, its rows that hold something.

    A header that comes twice is `name (2)` the second time; a column that has cells but no header is
    called by its letter: `[C]`.
    """

    sheet: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class _Found:
    """A sheet as the child gives it: its rows with the header first, and why it is refused if it is."""

    name: str
    is_visible: bool
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    reason: Reason | None = None

    def headers(self) -> list[str]:
        """The texts of the first row; empty where a cell is."""
        return [text_of(cell) for cell in self.rows[0][1]] if self.rows else []


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it stands: its rows that hold something, each with its number and its cells from column A on.

    `reason` says why the rest of it is not here.
    """

    name: str
    is_visible: bool
    rows: tuple[tuple[int, list[Cell]], ...]
    reason: Reason | None


def read_sheets(source: bytes | Path, name: str, *, first: int | None = None) -> list[RawSheet]:
    """Every sheet of a file called `name` (.xlsx, .xls, .ods, .csv or .tsv); raises SpreadsheetRefused.

    `first` is for the first so many rows of each sheet only.
    """
    kind = _kind_of(source, name, KINDS)
    with closing(child_lines(source, _limits(kind, None) | {"first": first}, CHILD_WALL_SECONDS)) as lines:
        found = list(_sheets(lines, is_csv=kind == "csv"))
    return [RawSheet(one.name, one.is_visible, tuple(one.rows), one.reason) for one in found]


def _kind_of(source: bytes | Path, name: str, kinds: Mapping[str, str]) -> str:
    kind = kinds.get(Path(name).suffix.lower().removeprefix("."))
    if kind is None:
        raise SpreadsheetRefused("not_a_spreadsheet")
    if (source.stat().st_size if isinstance(source, Path) else len(source)) > MAX_BYTES:
        raise SpreadsheetRefused("too_large")
    return kind


def _limits(kind: str, sheet: str | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "sheet": sheet,
        "first": None,
        "rows": MAX_ROWS,
        "columns": MAX_COLUMNS,
        "cells": MAX_CELLS,
        "entries": MAX_ENTRIES,
        "unpacked": MAX_UNPACKED,
        "output": MAX_OUTPUT,
        "memory": CHILD_MEMORY,
        "seconds": CHILD_SECONDS,
    }


def read_table(
    source: bytes | Path, name: str, sheet: str | None = None, *, recognise: Recognise | None = None
) -> Table:
    """The table in a file called `name` (.xlsx or .csv); raises SpreadsheetRefused.

    The header is the first row that is not empty. Which sheet of a workbook: the one called `sheet`;
    else the first visible one whose headers `recognise` says yes to; without it the first visible one
    with at least two headers (a cover begins with its title alone), else the first with any.
    """
    kind = _kind_of(source, name, {"xlsx": "xlsx", "csv": "csv"})
    limits = _limits(kind, sheet)
    with closing(child_lines(source, limits, CHILD_WALL_SECONDS)) as lines:
        sheets = _sheets(lines, is_csv=kind == "csv")
        found = next(sheets, None) if kind == "csv" or sheet is not None else _chosen(sheets, recognise)
    if found is None or not (found.reason or any(found.headers())):
        raise SpreadsheetRefused("no_header")
    if found.reason:
        raise SpreadsheetRefused(found.reason)
    return _table(found)


def _sheets(lines: Iterable[list[Any]], *, is_csv: bool) -> Iterator[_Found]:
    found: _Found | None = None
    for line in lines:
        if line[0] == "row" and found:
            found.rows.append((line[1], [_cell(value, is_csv=is_csv) for value in line[2]]))
        elif line[0] == "refused":
            if found is None:
                raise SpreadsheetRefused(line[1])
            found.reason = line[1]
        else:  # "sheet" or "end": the sheet before is complete
            if found:
                yield found
            found = _Found(line[1], line[2]) if line[0] == "sheet" else None


def _chosen(sheets: Iterator[_Found], recognise: Recognise | None) -> _Found | None:
    spare = None
    for found in sheets:
        if not found.is_visible:
            continue
        names = [text for text in found.headers() if text]
        if recognise(found.headers()) if recognise else len(names) > 1:
            return found
        # Second best: a sheet refused before its header came, or one with a single header.
        is_unread = bool(found.reason) and not found.rows
        if spare is None and (is_unread or (names and not recognise)):
            spare = found
    return spare


def _table(found: _Found) -> Table:
    records = found.rows[1:]
    names = found.headers()
    widest = max((len(cells) for _, cells in records), default=0)
    names += [""] * (widest - len(names))
    is_used = [bool(name) for name in names]
    for _, cells in records:
        for index, cell in enumerate(cells):
            is_used[index] = is_used[index] or cell is not None
    headers = _distinct([name or f"[{xl_col_to_name(index)}]" for index, name in enumerate(names)])
    places = [(index, header) for index, header in enumerate(headers) if is_used[index]]
    rows = tuple(
        Row(number, {header: cells[index] if index < len(cells) else None for index, header in places})
        for number, cells in records
    )
    return Table(found.name, tuple(header for _, header in places), rows)


def _distinct(names: list[str]) -> list[str]:
    """The names, with a number added to each that came before; one that reads like that is left whole."""
    taken = set(names)
    seen: set[str] = set()
    distinct = []
    for name in names:
        header, count = name, 1
        while header in seen or (count > 1 and header in taken):
            count += 1
            header = f"{name} ({count})"
        seen.add(header)
        distinct.append(header)
    return distinct


def _cell(value: Any, *, is_csv: bool) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["d"]) if "d" in value else datetime.fromisoformat(value["m"])
    if isinstance(value, float):
        return _number(value)
    return unescape(value) if is_csv and isinstance(value, str) else value


def _number(value: float) -> int | float | Decimal:
    """The number as it was typed, as far as a spreadsheet keeps it."""
    if value.is_integer():
        return int(value) if abs(value) < 10**EXACT_DIGITS else value
    exact = Decimal(repr(value))
    return exact if len(exact.as_tuple().digits) <= EXACT_DIGITS else value
