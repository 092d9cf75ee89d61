"""Rows of a sheet as the XML of a workbook, many at a time; every cell that has to be changed is noted.

A column whose values are all of one plain kind is written in one go; any other value goes the careful way, cell by
cell, with the same result.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from registry.spreadsheets.cells import EXACT_DIGITS, FIRST_SAFE_DAY, Kind, Words, is_exact, plain_number, settle
from registry.spreadsheets.escaping import MAX_CELL_TEXT, cut, has_illegal, without_illegal

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
#: Text that reads like XlsxWriter's and Excel's own writing of a character, and carriage returns, which XML loses.
_READS_AS_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")
_PLAIN = re.compile("-?[0-9]+(?:[.][0-9]+)?")
_NEEDS_ESCAPE = re.compile("[&<>\r]|_x[0-9a-fA-F]{4}_")
_BETWEEN = "\0"
#: Day 0 of spreadsheet programs, as it counts from FIRST_SAFE_DAY on.
_DAY_ZERO = date(1899, 12, 30)
_MOMENT_ZERO = datetime.combine(_DAY_ZERO, time())
_ZERO, _DAY = _DAY_ZERO.toordinal(), timedelta(days=1)
_TEXTS, _WHOLES, _DECIMALS, _FLOATS = (frozenset({type(None), kind}) for kind in (str, int, Decimal, float))
_DATES, _MOMENTS, _FLAGS = (frozenset({type(None), kind}) for kind in (date, datetime, bool))


@dataclass(frozen=True)
class Note:
    """What happened to one cell; `row` as it is numbered in the spreadsheet."""

    sheet: str
    row: int
    column: str
    code: str


@dataclass(frozen=True)
class Look:
    """A column as it is written: its letters, heading, kind, and the numbers of its format and of plain ones."""

    letters: str
    label: str
    kind: Kind
    style: int
    #: name of a plain format ("text", "url", "date", "datetime", "General") -> its number
    plain: Mapping[str, int]


@dataclass
class Rows:
    """Writes the rows of one sheet; collects its notes and the links it has."""

    title: str
    looks: Sequence[Look]
    words: Words
    notes: list[Note] = field(default_factory=list)
    #: (row, column, address), counted from 0
    links: list[tuple[int, int, str]] = field(default_factory=list)

    def written(self, first: int, columns: Sequence[list[Any]]) -> str:
        """The XML of rows, given by columns; the first has this number. Missing values leave their cells out."""
        cells = [self._column(at, values, first) for at, values in enumerate(columns)]
        lines = map("".join, zip(*cells, strict=True))
        return "".join([f'<row r="{row}">{line}</row>' for row, line in enumerate(lines, first)])

    def _column(self, at: int, values: list[Any], first: int) -> list[str]:
        look = self.looks[at]
        start, style = look.letters, look.style
        marks = self._marks(look.kind, values)
        if marks is None:
            return [
                "" if value is None else self._careful(at, first + place, value)
                for place, value in enumerate(values)
            ]
        if isinstance(marks, _Texts):
            return [
                ""
                if text is None
                else f'<c r="{start}{row}" s="{style}" t="inlineStr">'
                f'<is><t xml:space="preserve">{text}</t></is></c>'
                for row, text in enumerate(marks.each, first)
            ]
        return [
            "" if mark is None else f'<c r="{start}{row}" s="{style}"><v>{mark}</v></c>'
            for row, mark in enumerate(marks, first)
        ]

    def _marks(self, kind: Kind, values: list[Any]) -> "_Texts | list[Any] | None":
        """What is written for a whole column; None where some value needs care."""
        types = set(map(type, values))
        if kind == "text" and types <= _TEXTS:
            return _Texts.of(values)
        if kind == "boolean" and types <= _FLAGS:
            said = {True: self.words.yes, False: self.words.no, None: None}
            return _Texts.of([said[value] for value in values])
        if kind in ("integer", "decimal", "money", "percent"):
            return _numbers(kind, types, values)
        if kind == "date" and types <= _DATES:
            known = [value for value in values if value is not None]
            if not known or min(known) >= FIRST_SAFE_DAY:
                return [None if value is None else value.toordinal() - _ZERO for value in values]
        if kind == "datetime" and types <= _MOMENTS:
            return self._moments(values)
        return None

    def _moments(self, values: list[Any]) -> list[Any] | None:
        zone = self.words.zone
        plain = [
            value
            if value is None or value.tzinfo is None
            else (value.astimezone(zone) if zone else value).replace(tzinfo=None)
            for value in values
        ]
        known = [value for value in plain if value is not None]
        if known and min(known).date() < FIRST_SAFE_DAY:
            return None
        return [None if value is None else (value - _MOMENT_ZERO) / _DAY for value in plain]

    def _careful(self, at: int, row: int, value: Any) -> str:
        look = self.looks[at]
        settled, is_of_kind = settle(value, look.kind, self.words)
        if not is_of_kind:
            self._note(row, at, "other_kind")
        if isinstance(settled, str):
            return self._text(at, row, settled, look.style if is_of_kind else look.plain["text"])
        if isinstance(settled, date):
            return self._moment(at, row, settled)
        return "" if settled is None else self._number(at, row, settled)

    def _text(self, at: int, row: int, text: str, style: int) -> str:
        look = self.looks[at]
        legal = without_illegal(text)
        if legal != text:
            self._note(row, at, "control_removed")
        short = cut(legal)
        if short != legal:
            self._note(row, at, "cut")
        if look.kind == "url" and self._is_link(short):
            self.links.append((row - 1, at, short))
            style = look.plain["url"]
        if not short:
            return ""
        inner = f'<is><t xml:space="preserve">{escaped(short)}</t></is>'
        return f'<c r="{look.letters}{row}" s="{style}" t="inlineStr">{inner}</c>'

    def _number(self, at: int, row: int, number: int | float | Decimal) -> str:
        look = self.looks[at]
        if not isinstance(number, float) and not is_exact(number):
            self._note(row, at, "exact_as_text")
            return self._text(at, row, plain_number(number), look.plain["text"])
        # Without this 12.5 would show as 13 among whole numbers.
        style = look.plain["General"] if look.kind == "integer" and number % 1 else look.style
        return f'<c r="{look.letters}{row}" s="{style}"><v>{float(number):.16g}</v></c>'

    def _moment(self, at: int, row: int, moment: date) -> str:
        look = self.looks[at]
        is_time = isinstance(moment, datetime)
        if (moment.date() if isinstance(moment, datetime) else moment) < FIRST_SAFE_DAY:
            self._note(row, at, "early_date_as_text")
            return self._text(at, row, moment.isoformat(), look.plain["text"])
        plain = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
        serial = (plain.replace(tzinfo=None) - _MOMENT_ZERO) / _DAY
        style = look.plain["datetime" if is_time else "date"]
        return f'<c r="{look.letters}{row}" s="{style}"><v>{serial:.16g}</v></c>'

    def _is_link(self, text: str) -> bool:
        is_short = len(self.links) < MAX_LINKS and len(text) <= MAX_LINK_LENGTH
        return is_short and bool(_WEB_ADDRESS.fullmatch(text))

    def _note(self, row: int, at: int, code: str) -> None:
        self.notes.append(Note(self.title, row, self.looks[at].label, code))


@dataclass(frozen=True)
class _Texts:
    """Texts ready for XML."""

    each: list[str | None]

    @classmethod
    def of(cls, values: list[Any]) -> "_Texts | None":
        """None where one is too long or holds what XML cannot."""
        texts = [value or "" for value in values]
        everything = "\n".join(texts)
        if max(map(len, texts), default=0) * 2 > MAX_CELL_TEXT or has_illegal(everything):
            return None
        if _NEEDS_ESCAPE.search(everything):
            # All at once, with a sign between them that no text has.
            texts = escaped(_BETWEEN.join(texts)).split(_BETWEEN)
        return cls([text or None for text in texts])


def _numbers(kind: Kind, types: set[type], values: list[Any]) -> list[Any] | None:
    """Numbers as they are written; None where one could lose digits or has more places than its column."""
    if types <= _WHOLES:
        limit = 10**EXACT_DIGITS
        return values if all(value is None or -limit < value < limit for value in values) else None
    if kind == "integer":
        return None
    if types <= _DECIMALS:
        marks = [None if value is None else str(value) for value in values]
        # So short a text has no more digits than a spreadsheet keeps.
        is_short = all(mark is None or (len(mark) <= EXACT_DIGITS and _PLAIN.fullmatch(mark)) for mark in marks)
        return marks if is_short else None
    if types <= _FLOATS:
        infinite = (float("inf"), float("-inf"))
        return None if any(value in infinite for value in values) else values
    return None


def escaped(text: str) -> str:
    """The text inside XML as spreadsheet programs read it back."""
    if _NEEDS_ESCAPE.search(text):
        text = _READS_AS_ESCAPE.sub(r"_x005F\1", text).replace("\r", "_x000D_")
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
