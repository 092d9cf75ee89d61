"""The sanctions list out of a file: the "targets.simple.csv" of OpenSanctions, all of it or nothing."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert

from registry.audit.operations import record
from registry.db import db
from registry.languages import gettext as _
from registry.partners.checks.models import SanctionEntry
from registry.partners.checks.queries import LIST_SERIES, count_entries
from registry.reference.operations import next_number
from registry.refusals import Refusal

COLUMNS = (
    "id",
    "schema",
    "name",
    "aliases",
    "birth_date",
    "countries",
    "addresses",
    "identifiers",
    "sanctions",
    "phones",
    "emails",
    "dataset",
    "first_seen",
    "last_seen",
    "last_change",
)
#: What may be a partner, or stand behind one; aircraft, securities and the like are left out.
SCHEMAS = frozenset({"Organization", "Company", "LegalEntity", "Person", "Vessel"})
#: What is kept of a row, besides its id, and the most characters of an id.
KEPT, LONGEST_ID = ("name", "aliases", "countries", "dataset"), 100
SEPARATOR = ";"
#: A row is refused whose cell is larger: somewhere in it a quote is missing.
LARGEST_CELL = 4_000_000
AT_ONCE = 1000


@dataclass(slots=True)
class ReadList:
    """The entries of a file as rows of the table, and how many were left out for their schema."""

    entries: list[dict[str, Any]]
    left_out: int = 0


def read_list(path: Path) -> ReadList:
    """Read the whole file without touching the database; raises Refusal naming line and column."""
    found = ReadList([])
    seen: dict[str, int] = {}
    for line, row in _rows(path):
        if row["schema"] not in SCHEMAS:
            found.left_out += 1
            continue
        entry = _entry(line, row)
        first = seen.setdefault(entry["id"], line)
        if first != line:
            raise _fault(
                _("Line %(line)s, column %(column)s: the same id stands in line %(first)s."),
                line,
                "id",
                first=first,
            )
        found.entries.append(entry)
    if not found.entries:
        raise Refusal(_("There is no organisation, person or vessel in this file."))
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of each row; a cell may reach over several lines, the first one counts."""
    csv.field_size_limit(LARGEST_CELL)
    # What is no UTF-8 is let through here, and then found with its line and column.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, strict=True)
        line = 1
        try:
            header = next(reader, [])
            _check_header(header)
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield line, _keyed(line, header, cells)
                line = reader.line_num + 1
        except csv.Error:
            raise Refusal(_("Line %(line)s: a quotation mark is missing or too much.", line=line)) from None


def _check_header(header: Sequence[str]) -> None:
    for name in COLUMNS:
        if name not in header:
            raise _fault(_("Line %(line)s, column %(column)s: this column is missing."), 1, name)


def _keyed(line: int, header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) < len(header):
        raise _fault(_("Line %(line)s, column %(column)s: the row ends before it."), line, header[len(cells)])
    if len(cells) > len(header):
        raise _fault(_("Line %(line)s, column %(column)s: more cells follow after it."), line, header[-1])
    return dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _entry(line: int, row: dict[str, str]) -> dict[str, Any]:
    for column in ("id", *KEPT):
        if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in row[column]):
            raise _fault(_("Line %(line)s, column %(column)s: this is no text in UTF-8."), line, column)
    for column in ("id", "name", "dataset"):
        if not row[column]:
            raise _fault(_("Line %(line)s, column %(column)s: the cell is empty."), line, column)
    if len(row["id"]) > LONGEST_ID:
        raise _fault(
            _("Line %(line)s, column %(column)s: the id has more than %(most)s characters."),
            line,
            "id",
            most=LONGEST_ID,
        )
    return {
        "id": row["id"],
        "name": row["name"],
        "names": list(dict.fromkeys([row["name"], *_parts(row["aliases"])])),
        "countries": list(dict.fromkeys(country.upper() for country in _parts(row["countries"]))),
        "dataset": row["dataset"],
    }


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def _fault(sentence: str, line: int, column: str, **more: object) -> Refusal:
    return Refusal(sentence % {"line": line, "column": column, **more})


def replace_list(entries: Sequence[dict[str, Any]], *, by: str) -> None:
    """Put these entries in the place of all others; hits stay, whatever the list says now."""
    before = count_entries()
    db.session.execute(delete(SanctionEntry))
    for start in range(0, len(entries), AT_ONCE):
        db.session.execute(insert(SanctionEntry), list(entries[start : start + AT_ONCE]))
    next_number(LIST_SERIES)
    changes = {"entries": [before, len(entries)]}
    record("sanctions.loaded", subject=("sanctions", "list"), by=by, changes=changes)
