"""The rows of an .xlsx, .xls or .ods workbook; runs in the reading child.

calamine reads the cells. What it would give as empty although the sheet shows something (errors, and
formulas that were never calculated) is looked up in the sheet's XML.
"""

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

from defusedxml.ElementTree import fromstring
from python_calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

from registry.spreadsheets.refused import SpreadsheetRefused

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: Bytes unpacked that any package may have; a larger one may grow by so many times only.
SMALL, MOST_GROWTH = 100_000_000, 25

NumberedRow = tuple[int, list[Any]]


def workbook_sheets(
    data: bytes, *, kind: str, wanted: str | None, entries: int, unpacked: int, columns: int
) -> Iterator[tuple[str, bool, Iterator[NumberedRow]]]:
    """Each sheet in its order (or the one wanted): its name, whether it is visible, its rows.

    At most `entries` entries of together `unpacked` bytes, and `columns` columns.
    """
    archive = None
    if kind == "xls":
        check_old_workbook(data)
    else:
        archive = check_package(data, kind, entries, unpacked)
    parts = parts_of(archive) if archive and kind == "xlsx" else {}
    book = load_workbook(io.BytesIO(data))
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet and wanted in (None, about.name):
            part = parts.get(about.name, "")
            unread = UnreadCells(archive.read(part)).found if archive and part in archive.namelist() else {}
            rows = sheet_rows(book.get_sheet_by_name(about.name), unread, columns)
            yield about.name, about.visible == SheetVisibleEnum.Visible, rows


def check_old_workbook(data: bytes) -> None:
    """Nothing, when the file is an OLE container that holds a workbook."""
    if not data.startswith(OLE_START) or not any(
        name.encode("utf-16-le") in data for name in ("Workbook", "Book")
    ):
        raise SpreadsheetRefused("not_a_spreadsheet")


def check_package(data: bytes, kind: str, entries_limit: int, unpacked_limit: int) -> zipfile.ZipFile:
    """The zip archive, when its directory promises nothing bad."""
    if data.startswith(OLE_START):
        is_locked = "EncryptedPackage".encode("utf-16-le") in data
        raise SpreadsheetRefused("encrypted" if is_locked else "not_a_spreadsheet")
    if not data.startswith(b"PK\x03\x04"):
        raise SpreadsheetRefused("not_a_spreadsheet")
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    size = sum(entry.file_size for entry in entries)
    # Only a bomb grows a hundredfold; a long table of ours grows tenfold.
    if len(entries) > entries_limit or size > unpacked_limit or size > max(SMALL, MOST_GROWTH * len(data)):
        raise SpreadsheetRefused("too_large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SpreadsheetRefused("encrypted")
    if len({name.lower() for name in names}) < len(names) or any(map(is_strange, entries)):
        raise SpreadsheetRefused("broken")
    if ("content.xml" if kind == "ods" else "xl/workbook.xml") not in names:
        raise SpreadsheetRefused("not_a_spreadsheet")
    return archive


def is_strange(entry: zipfile.ZipInfo) -> bool:
    """Whether the entry would leave its folder or is a link."""
    path = entry.orig_filename.replace("\\", "/")
    is_outside = path.startswith("/") or ".." in path.split("/") or ":" in path or "\0" in path
    return is_outside or stat.S_ISLNK(entry.external_attr >> 16)


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which entry of the archive holds which sheet."""
    targets = {}
    for relation in xml_of(archive, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else "xl/" + target
        targets[relation.get("Id")] = path
    parts = {}
    for element in xml_of(archive, "xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] == "sheet":
            ids = [value for key, value in element.items() if key.endswith("}id")]
            parts[element.get("name", "")] = targets.get(ids[0], "") if ids else ""
    return parts


def xml_of(archive: zipfile.ZipFile, name: str) -> Element:
    """The root of an XML entry; one that declares a document type (and with it entities) is an error."""
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


class UnreadCells:
    """Finds what calamine silently gives as empty: errors (#DIV/0!) and formulas never calculated."""

    def __init__(self, data: bytes) -> None:
        self.found: dict[int, dict[int, str]] = {}
        self._row = self._column = 0
        self._kind = self._inside = ""
        self._texts: dict[str, str] = {}
        # Most sheets have neither: they need not be gone through.
        if re.search(rb"""\bt=["']e["']|<(?:\w+:)?f[ />]""", data):
            parser = expat.ParserCreate(namespace_separator="}")
            parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
            parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._text, self._refuse
            parser.Parse(data, True)

    def _refuse(self, *_: object) -> None:
        raise SpreadsheetRefused("broken")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            self._column += 1
            place = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", attributes.get("r", ""))
            if place:
                self._row, self._column = int(place[2]), column_number(place[1])
            self._kind, self._texts = attributes.get("t", ""), {}
        elif name in ("f", "v"):
            self._inside = name
            self._texts.setdefault(name, "")

    def _text(self, text: str) -> None:
        if self._inside:
            self._texts[self._inside] = self._texts.get(self._inside, "") + text

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name in ("f", "v"):
            self._inside = ""
        elif name == "c":
            formula, value = self._texts.get("f"), self._texts.get("v", "")
            if self._kind == "e":
                self._put(value or "#N/A")
            elif formula is not None and not value and self._kind != "str":
                self._put("=" + formula)

    def _put(self, text: str) -> None:
        self.found.setdefault(self._row, {})[self._column] = text


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def sheet_rows(sheet: CalamineSheet, unread: dict[int, dict[int, str]], columns: int) -> Iterator[NumberedRow]:
    """The rows of a sheet with their numbers, cells from column A on."""
    widest = max((max(row) for row in unread.values()), default=0)
    if max(widest, sheet.end[1] + 1 if sheet.end else 0) > columns:
        raise SpreadsheetRefused("too_many_columns")
    # The library gives empty rows above the first one that is filled, but no empty columns before it.
    left = sheet.start[1] if sheet.start else 0
    waiting = sorted(unread, reverse=True)
    for number, values in enumerate(sheet.iter_rows() if sheet.start else (), start=1):
        while waiting and waiting[-1] < number:
            yield waiting[-1], completed([], unread[waiting.pop()])
        cells = [None] * left + [plain(value) for value in values]
        if waiting and waiting[-1] == number:
            cells = completed(cells, unread[waiting.pop()])
        yield number, cells
    while waiting:
        yield waiting[-1], completed([], unread[waiting.pop()])


def completed(cells: list[Any], unread: dict[int, str]) -> list[Any]:
    """The cells with those put in that calamine left empty."""
    cells += [None] * (max(unread) - len(cells))
    for column, text in unread.items():
        if cells[column - 1] is None:
            cells[column - 1] = text
    return cells


def plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, bool | int | float):
        return value
    return str(value) or None  # texts, and times of day and durations as texts
