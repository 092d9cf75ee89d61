"""One sheet of a workbook, written row by row; every cell that has to be changed is noted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.spreadsheets import styles
from registry.spreadsheets.cells import FIRST_SAFE_DAY, Words, is_exact, plain_number, settle
from registry.spreadsheets.escaping import cut, without_illegal
from registry.spreadsheets.tables import Column

#: What spreadsheet programs open as links; what goes beyond is written as plain text.
MAX_LINKS, MAX_LINK_LENGTH = 65_000, 2_000

#: What can happen to a cell, and how the notes say it when the cover has no words for it.
NOTE_TEXTS: Mapping[str, str] = {
    "control_removed": "Characters that a spreadsheet cannot hold were left out.",
    "cut": "The text is longer than a cell can hold (32,767 characters) and was cut.",
    "exact_as_text": "The number has more digits than a spreadsheet keeps and was written as text.",
    "early_date_as_text": "The date lies before 1 March 1900 and was written as text.",
    "other_kind": "The value is not of the kind of its column and was written as text.",
}

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True)
class Note:
    """What happened to one cell; `row` as it is numbered in the spreadsheet."""

    sheet: str
    row: int
    column: str
    code: str


@dataclass
class Writing:
    """A workbook being written: its formats, the names in use and what had to be changed so far."""

    book: Workbook
    words: Words
    styles: styles.Styles
    taken: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


class Page:
    """One sheet; rows and columns count from 0, and no row can be returned to."""

    def __init__(
        self, writing: Writing, title: str, columns: Sequence[Column] = (), formats: Sequence[Format] = ()
    ) -> None:
        self.title = styles.sheet_title(title, writing.taken)
        self.sheet: Worksheet = writing.book.add_worksheet(self.title)
        self._writing = writing
        self._columns = columns
        self._formats = formats
        self._links = 0

    def write_header(self) -> None:
        """The labels of the columns in the first row."""
        for index, column in enumerate(self._columns):
            self.write_text(0, index, column.label, self._writing.styles.header)

    def write_row(self, row: int, values: Sequence[Any]) -> None:
        """One record; missing values leave their cells empty."""
        for index, value in enumerate(values):
            if value is not None:
                self._write_cell(row, index, value)

    def write_text(self, row: int, index: int, text: str, look: Format, how: str = "text") -> None:
        """A text as a text: never a formula or a number, at most as long as a cell can hold."""
        legal = without_illegal(text)
        if legal != text:
            self._note(row, index, "control_removed")
        short = cut(legal)
        if short != legal:
            self._note(row, index, "cut")
        if how == "url" and self._is_link(short):
            self._links += 1
            self.sheet.write_url(row, index, short, self._writing.styles.url, string=short)
        elif short:
            self.sheet.write_string(row, index, short, look)

    def _write_cell(self, row: int, index: int, value: Any) -> None:
        kind, look, words = self._columns[index].kind, self._formats[index], self._writing.words
        settled, is_of_kind = settle(value, kind, words)
        if not is_of_kind:
            self._note(row, index, "other_kind")
        if isinstance(settled, str):
            self.write_text(row, index, settled, look if is_of_kind else self._writing.styles.text, kind)
        elif isinstance(settled, date):
            self._write_moment(row, index, settled)
        elif settled is not None:
            self._write_number(row, index, settled, look)

    def _write_number(self, row: int, index: int, number: int | float | Decimal, look: Format) -> None:
        if not isinstance(number, float) and not is_exact(number):
            self._note(row, index, "exact_as_text")
            self.write_text(row, index, plain_number(number), self._writing.styles.text)
            return
        if self._columns[index].kind == "integer" and number % 1:
            look = self._writing.styles.number("General")  # else 12.5 would show as 13
        self.sheet.write_number(row, index, number, look)

    def _write_moment(self, row: int, index: int, moment: date) -> None:
        is_time = isinstance(moment, datetime)
        if (moment.date() if isinstance(moment, datetime) else moment) < FIRST_SAFE_DAY:
            self._note(row, index, "early_date_as_text")
            self.write_text(row, index, moment.isoformat(), self._writing.styles.text)
            return
        look = self._writing.styles.moment("datetime" if is_time else "date")
        plain = moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
        self.sheet.write_datetime(row, index, plain, look)

    def _is_link(self, text: str) -> bool:
        return self._links < MAX_LINKS and len(text) <= MAX_LINK_LENGTH and bool(_WEB_ADDRESS.fullmatch(text))

    def _note(self, row: int, index: int, code: str) -> None:
        label = self._columns[index].label if index < len(self._columns) else ""
        self._writing.notes.append(Note(self.title, row + 1, label, code))
