"""The table inside a file: its sheet, its header, its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from registry.imports.cells import said
from registry.languages import fold
from registry.languages import gettext as _
from registry.refusals import Refusal
from registry.spreadsheets.headers import Header, find_header, is_block_heading, is_total
from registry.spreadsheets.read import RawSheet, SpreadsheetRefused, read_sheets
from registry.spreadsheets.refused import Reason

#: Rows that are shown when columns are named.
SAMPLE = 5


@dataclass(frozen=True)
class FoundTable:
    """A sheet with a header."""

    sheet: RawSheet
    header: Header

    @property
    def names(self) -> list[str]:
        """The names of the columns, those without one called by their letter's place."""
        width = max([len(self.header.names), *(len(cells) for _number, cells in self._records())], default=0)
        names = [*self.header.names, *[""] * (width - len(self.header.names))]
        return [name or _("Column %(number)s", number=place) for place, name in enumerate(names, start=1)]

    @property
    def names_key(self) -> str:
        """The same for tables with the same columns."""
        return sha256("\n".join(map(fold, self.header.names)).encode()).hexdigest()

    def sample(self) -> list[list[str]]:
        """The first rows as texts."""
        return [[said(cell)[:80] for cell in cells] for _number, cells in self._records()[:SAMPLE]]

    def rows(self, mapping: list[str], defaults: Mapping[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number, and key -> cell of the columns that were named, with `defaults` where a row has no such cell.

        Headings of blocks and rows of totals are left out, and defaults where the row names a record by reference.
        """
        places = [(place, key) for place, key in enumerate(mapping) if key]
        for number, cells in self._records():
            if is_block_heading(cells, len(self.header.names)) or is_total(cells):
                continue
            row = {key: cells[place] if place < len(cells) else None for place, key in places}
            if any(value is not None for value in row.values()):
                more = {} if row.get("reference") else defaults
                yield number, row | {key: text for key, text in more.items() if row.get(key) is None}

    def _records(self) -> tuple[tuple[int, list[Any]], ...]:
        return self.sheet.rows[self.header.first :]


def read_tables(content: bytes, name: str, known: Mapping[str, str]) -> list[FoundTable]:
    """Every sheet with a table, the likeliest first; raises Refusal with a sentence where there is none."""
    try:
        sheets = read_sheets(content, name)
    except SpreadsheetRefused as refused:
        raise Refusal(sentence_of(refused.reason), "file") from None
    found = []
    for sheet in sheets:
        header = find_header(sheet.rows, lambda text: fold(text) in known) if sheet.is_visible else None
        if header is not None and header.first < len(sheet.rows):
            found.append(
                (sum(fold(text) in known for text in header.names), len(sheet.rows), FoundTable(sheet, header))
            )
    reason = next((sheet.reason for sheet in sheets if sheet.reason), None)
    if not found or (reason and len(sheets) == 1):
        raise Refusal(sentence_of(reason or "no_header"), "file")
    return [table for _known, _rows, table in sorted(found, key=lambda one: (-one[0], -one[1]))]


def suggested(table: FoundTable, known: Mapping[str, str], before: list[str] | None) -> list[str]:
    """For each column the key it seems to be, each key once; what was chosen before counts."""
    names = table.names
    if before is not None and len(before) == len(names):
        return before
    taken: set[str] = set()
    mapping = []
    for name in names:
        parts = [name, *name.split(" / "), name.split(",")[0]]
        key = next((known[fold(part)] for part in parts if fold(part) in known), "")
        mapping.append("" if key in taken else key)
        taken.add(key)
    return mapping


def sentence_of(reason: Reason) -> str:
    """Why a file is not read, for people."""
    return {
        "too_large": _("The file is too large, or would become so when unpacked."),
        "not_a_spreadsheet": _("This is not a table. Send a file of Excel, LibreOffice, CSV or TSV."),
        "encrypted": _("The file is protected by a password. Take the protection off and send it again."),
        "broken": _("The file is damaged and cannot be read. Save it again as .xlsx and send that."),
        "too_slow": _("Reading the file took too long. Send it in parts."),
        "no_header": _("No table was found: a row with names of columns, and rows below it."),
        "too_many_rows": _("The table has too many rows. Send it in parts."),
        "too_many_columns": _("The table has too many columns."),
    }[reason]
