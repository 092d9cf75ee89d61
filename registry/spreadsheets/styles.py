"""How a workbook looks: formats, widths, titles of sheets, print set-up."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.spreadsheets.cells import EXACT_DIGITS, NUMBER_KINDS, Kind
from registry.spreadsheets.escaping import cut, without_illegal

#: (number code, bold) -> the number by which cells name the format
Numbers = Mapping[tuple[str, bool], int]

#: Of the series of a picture, as on our pages: told apart by people who see colours badly, too.
COLOURS = ("#0b6e8f", "#c2703d", "#5b7f3a")
MAX_TITLE = 31
NARROWEST, WIDEST = 8, 60
A4 = 9
#: Points: room for a heading of two lines.
HEADER_HEIGHT = 32
#: A line of text in points, and the columns of the cover in letters.
LINE_HEIGHT, COVER_WIDTHS = 15, (46, 90)

_FIXED_WIDTHS: dict[Kind, int] = {"date": 12, "datetime": 20}
_DATE_FORMATS: Final[dict[Kind, str]] = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}
#: Codes that single cells may need beside that of their column, by the names `rows.Look` has for them.
TEXT = "@"
PLAIN: Final[Mapping[str, str]] = {"text": TEXT, "General": "General", "url": "url"} | _DATE_FORMATS
_BASE = {"font_name": "Calibri", "font_size": 11, "valign": "top"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}
        self.title = book.add_format({**_BASE, "bold": True, "font_size": 16})
        self.label = book.add_format({**_BASE, "bold": True, "text_wrap": True})
        self.wrapped = book.add_format({**_BASE, "text_wrap": True})
        self.header = book.add_format(
            {**_BASE, "bold": True, "text_wrap": True, "bg_color": "#E3EEF1", "bottom": 1}
        )
        self.url = book.add_format({**_BASE, "font_color": "#0B57A4", "underline": 1})

    def of(self, code: str, *, bold: bool = False) -> Format:
        """The format with this number code; `url` is that of links."""
        if code == "url":
            return self.url
        if (code, bold) not in self._made:
            more = {"bold": True, "top": 1} if bold else {}
            self._made[code, bold] = self._book.add_format({**_BASE, **more, "num_format": code})
        return self._made[code, bold]


def code_of(kind: Kind, values: Iterable[Any]) -> str:
    """The number code of a column, judged by its values."""
    if kind in NUMBER_KINDS:
        return number_code(kind, values)
    # The text format keeps a phone number or a code text when somebody edits the cell.
    return _DATE_FORMATS.get(kind, TEXT)


def number_code(kind: Kind, values: Iterable[Any]) -> str:
    """The number code for a column: as many decimal places as its values have (at most nine).

    Integers are not grouped, because years are integers. A percentage of 12.5 is the number 12.5.
    """
    if kind == "integer":
        return "0"
    places = max((_places(value) for value in values), default=0)
    if kind == "money":
        places = 2 if places else 0
    code = "0." + "0" * places if places else "0"
    return code + '"%"' if kind == "percent" else "#,##" + code


def _places(value: Any) -> int:
    if isinstance(value, float):
        value = Decimal(f"{value:.{EXACT_DIGITS}g}") if abs(value) < 1e15 else Decimal(0)
    if not isinstance(value, Decimal) or not value.is_finite():
        return 0
    exponent = int(value.normalize().as_tuple().exponent)
    # More places than nine come out of a division: two are enough to read such a column.
    return 2 if exponent < -9 else max(0, -exponent)


def text_of(value: Any) -> str:
    """A value about as long as it is shown."""
    return f"{value:,.2f}" if isinstance(value, Decimal | float) else str(value)


def width_of(kind: Kind, label: str, texts: Iterable[str]) -> int:
    """A width in characters that suits the header and the texts given."""
    # Headers wrap, and carry the filter's button beside the longest word.
    longest_word = max((_columns(word) for word in label.split()), default=0) + 4
    header = max(longest_word, min(_columns(label) + 4, 24))
    widest = max((_columns(line) + 2 for text in texts for line in text[:200].split("\n")), default=0)
    return max(NARROWEST, min(WIDEST, max(header, widest, _FIXED_WIDTHS.get(kind, 0))))


def _columns(text: str) -> int:
    """The room a text takes: Chinese characters take two places."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A legal name for a sheet (at most 31 characters) that is not in `taken`; it is added there."""
    legal = "".join(" " if letter in "[]:*?/\\" or ord(letter) < 32 else letter for letter in wanted)
    legal = " ".join(without_illegal(legal).split()).strip("' ") or "Sheet"
    if legal.casefold() == "history":  # the one name that spreadsheet programs keep for themselves
        legal += " 1"
    name, count = cut(legal, MAX_TITLE).strip("' "), 1
    while name.casefold() in taken:
        count += 1
        ending = f" ({count})"
        name = cut(legal, MAX_TITLE - len(ending)).strip("' ") + ending
    taken.add(name.casefold())
    return name


def set_up_columns(page: Worksheet, widths: Sequence[int], formats: Sequence[Format]) -> None:
    """Widths, and formats that also hold for what somebody types below the last row."""
    for index, (width, look) in enumerate(zip(widths, formats, strict=True)):
        page.set_column(index, index, width, look)


def set_up_table(page: Worksheet, last_row: int, columns: int) -> None:
    """A header that stays and filters; printed across, with the header on each page."""
    page.freeze_panes(1, 0)
    page.set_row(0, HEADER_HEIGHT)
    if columns:
        page.autofilter(0, 0, last_row, columns - 1)
    page.repeat_rows(0)
    page.set_landscape()
    _set_up_print(page)


def set_up_cover(page: Worksheet) -> None:
    """Two columns, no grid."""
    for column, width in enumerate(COVER_WIDTHS):
        page.set_column(column, column, width)
    page.hide_gridlines(2)
    _set_up_print(page)


def cover_height(texts: Sequence[str]) -> int:
    """How high a row of the cover must be, in points: not every program works it out."""
    lines = [-(-wide(text) * 11 // (10 * width)) for text, width in zip(texts, COVER_WIDTHS, strict=True)]
    return LINE_HEIGHT * max(1, *lines)


def wide(text: str) -> int:
    """How many letters wide a text is; Chinese characters take two places."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _set_up_print(page: Worksheet) -> None:
    """A4, as wide as the paper, with the sheet's name and the page's number at the foot."""
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")
