"""The table inside a file: its sheet, its header, its rows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from registry.imports.cells import said
from registry.languages import fold
from registry.languages import gettext as _
from registry.refusals import Refusal
from registry.spreadsheets.headers import COMPARED, SEARCHED, Header, find_header, is_block_heading, is_total
from registry.spreadsheets.read import RawSheet, SpreadsheetRefused, read_sheets
from registry.spreadsheets.refused import Reason
from registry.spreadsheets.values import Ambiguous, is_nothing, unit_of

#: Rows that are shown when columns are named.
SAMPLE = 5
#: Rows that are read to find the header.
BEGINNING = SEARCHED + COMPARED


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

    def rows(
        self, mapping: list[str], defaults: Mapping[str, str], amounts: Collection[str]
    ) -> Iterator[tuple[int, dict[str, Any] | None]]:
        """Number, and key -> cell of the columns that were named; None for headings of blocks and rows of sums.

        `defaults` stand where a row that names no record by reference has no such cell. What a heading says of the
        size or currency of `amounts` ("million sums") is said of each cell below it.
        """
        places = [(place, key) for place, key in enumerate(mapping) if key]
        units = {place: self._unit(place) for place, key in places if key in amounts}
        for number, cells in self._records():
            row = {key: _with_unit(cells, place, units.get(place, "")) for place, key in places}
            if is_block_heading(cells, len(self.header.names)) or is_total(cells):
                yield number, None
            elif any(value is not None for value in row.values()):
                more = {} if row.get("reference") else defaults
                yield number, row | {key: text for key, text in more.items() if row.get(key) is None}

    def _unit(self, place: int) -> str:
        name = self.header.names[place] if place < len(self.header.names) else ""
        try:
            return name if unit_of(name) != (1, None) else ""
        except Ambiguous:
            return ""

    def _records(self) -> tuple[tuple[int, list[Any]], ...]:
        return self.sheet.rows[self.header.first :]


def _with_unit(cells: list[Any], place: int, unit: str) -> Any:
    """A cell; an amount with what its heading says of all, such as `1 250,5` and `Cost, million sums`."""
    cell = cells[place] if place < len(cells) else None
    if not unit or cell is None or isinstance(cell, date) or is_nothing(said(cell)):
        return cell
    factor, currency = unit_of(unit)
    if isinstance(cell, str):
        return f"{cell} {unit}"
    return f"{said(Decimal(str(cell)) * factor)} {currency or ''}".strip()


def read_tables(content: bytes, name: str, known: Mapping[str, str], *, whole: bool = False) -> list[FoundTable]:
    """Every sheet with a table, the likeliest first; raises Refusal with a sentence where there is none.

    Only the beginning of each is read unless the `whole` is wanted.
    """
    try:
        sheets = read_sheets(content, name, first=None if whole else BEGINNING)
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
