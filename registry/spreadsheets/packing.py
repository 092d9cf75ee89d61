"""The package of a workbook: XlsxWriter makes everything but the rows, which are put in from files.

XlsxWriter keeps or formats every cell one by one; rows that are written many at a time (`rows`) take an eighth of
the time and no memory. So it writes the workbook with headers alone, and the rows take their place in the sheets.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.spreadsheets import styles
from registry.spreadsheets.escaping import cut, without_illegal
from registry.spreadsheets.tables import Chart, Column, Cover

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ROWS = re.compile(b"<sheetData>(.*)</sheetData>|<sheetData/>", re.DOTALL)
_FIRST_ROW = re.compile(b'<row r="1".*?</row>', re.DOTALL)
_SIZE = re.compile(b'<dimension ref="[^"]*"/>')
_STYLE = re.compile(b'<c r="([A-Z]+)2" s="([0-9]+)"/>')
#: How much a compressed file is worth the time it takes: 1 is fastest, 9 smallest.
COMPRESSION = 3
CHART_SIZE = {"width": 760, "height": 400}


@dataclass
class Part:
    """One sheet: its columns with number codes and widths, and the file with the XML of its rows."""

    title: str
    columns: Sequence[Column]
    codes: Sequence[str]
    widths: Sequence[int]
    chart: Chart | None
    path: Path
    rows: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)


class Skeleton:
    """The workbook without its rows."""

    def __init__(self, cover: Cover, parts: Sequence[Part]) -> None:
        self.parts = parts
        self._codes = list(
            dict.fromkeys([*styles.PLAIN.values(), *(code for part in parts for code in part.codes)])
        )
        output = io.BytesIO()
        with Workbook(output, dict(_OPTIONS)) as book:
            book.set_properties({"title": without_illegal(cover.title)[:255]})
            self._styles = styles.Styles(book)
            titles: set[str] = set()
            self._write_cover(book.add_worksheet(styles.sheet_title(cover.title, titles)), cover)
            for place, part in enumerate(parts):
                page = book.add_worksheet(styles.sheet_title(part.title, titles))
                self._write_part(page, part)
                if place == 0:
                    self._write_formats(page)
                if part.chart is not None and part.rows:
                    _add_chart(book, page, part, part.chart)
        self.archive = zipfile.ZipFile(output)

    def _write_cover(self, page: Worksheet, cover: Cover) -> None:
        """The title and the facts, one below the other."""
        styles.set_up_cover(page)
        facts = [(cover.title, ""), ("", ""), *cover.facts, *self._numbers_of_rows(cover.rows)]
        for row, (label, text) in enumerate(facts):
            if row:
                page.set_row(row, styles.cover_height((label, text)))
            for column, words in enumerate((label, text)):
                look = self._styles.title if row == 0 else (self._styles.label, self._styles.wrapped)[column]
                if words := cut(without_illegal(words)):
                    page.write_string(row, column, words, look)

    def _numbers_of_rows(self, label: str) -> list[tuple[str, str]]:
        if not label or not self.parts:
            return []
        if len(self.parts) == 1:
            return [(label, str(self.parts[0].rows))]
        return [(f"{label}: {part.title}", str(part.rows)) for part in self.parts]

    def _write_part(self, page: Worksheet, part: Part) -> None:
        styles.set_up_columns(page, part.widths, [self._styles.of(code) for code in part.codes])
        for at, column in enumerate(part.columns):
            page.write_string(0, at, cut(without_illegal(column.label)), self._styles.header)
        styles.set_up_table(page, part.rows, len(part.columns))
        for row, at, address in part.links:
            page.write_url(row, at, address, self._styles.url, string=address)

    def _write_formats(self, page: Worksheet) -> None:
        """Each format in a cell of the second row, which goes when rows come: the package tells their numbers."""
        for at, (code, bold) in enumerate(self._formats()):
            page.write_blank(1, at, None, self._styles.of(code, bold=bold))

    def _formats(self) -> list[tuple[str, bool]]:
        return [(code, bold) for code in self._codes for bold in (False, True) if not (bold and code == "url")]

    def style_numbers(self) -> styles.Numbers:
        """(code, bold) -> the number by which cells name the format."""
        if not self.parts:
            return {}
        cells = dict(_STYLE.findall(self.archive.read("xl/worksheets/sheet2.xml")))
        return {
            look: int(cells[xl_rowcol_to_cell(1, at)[:-1].encode()]) for at, look in enumerate(self._formats())
        }


def pack(skeleton: Skeleton, output: BinaryIO, numbers: styles.Numbers) -> None:
    """The workbook with its rows, into a file."""
    present = skeleton.style_numbers()
    assert all(present[look] == number for look, number in numbers.items()), "formats were numbered otherwise"
    rows_of = {f"xl/worksheets/sheet{place}.xml": part for place, part in enumerate(skeleton.parts, 2)}
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for entry in skeleton.archive.infolist():
            data = skeleton.archive.read(entry)
            if entry.filename not in rows_of:
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
                continue
            part = rows_of[entry.filename]
            before, header, after = _around_rows(data, part)
            with archive.open(entry.filename, "w", force_zip64=True) as file:
                file.write(before + b"<sheetData>" + header)
                with part.path.open("rb") as rows:
                    shutil.copyfileobj(rows, file, 1 << 20)
                file.write(b"</sheetData>" + after)


def _around_rows(data: bytes, part: Part) -> tuple[bytes, bytes, bytes]:
    """What stands before, as first, and after the rows of a sheet."""
    found = _ROWS.search(data)
    assert found is not None
    first = _FIRST_ROW.search(found[1] or b"")
    corner = xl_rowcol_to_cell(part.rows, max(len(part.columns) - 1, 0))
    before = _SIZE.sub(f'<dimension ref="A1:{corner}"/>'.encode(), data[: found.start()])
    return before, first[0] if first else b"", data[found.end() :]


def _add_chart(book: Workbook, page: Worksheet, part: Part, chart: Chart) -> None:
    """A picture of the table beside it, which follows the cells."""
    places = {column.key: at for at, column in enumerate(part.columns)}
    picture = book.add_chart({"type": chart.kind})
    for key, colour in zip(chart.values, styles.COLOURS, strict=False):
        series = {
            "name": [page.name, 0, places[key]],
            "categories": [page.name, 1, places[chart.label], part.rows, places[chart.label]],
            "values": [page.name, 1, places[key], part.rows, places[key]],
            ("line" if chart.kind == "line" else "fill"): {"color": colour},
        }
        picture.add_series(series)
    picture.set_title({"name": part.title, "name_font": {"size": 12}})
    picture.set_legend({"position": "bottom"} if len(chart.values) > 1 else {"none": True})
    if chart.kind == "bar":
        picture.set_y_axis({"reverse": True})
    picture.set_size(CHART_SIZE)
    page.insert_chart(1, len(part.columns) + 1, picture)
