"""Write frames as a styled workbook or as CSV; nothing is cut, dropped or run without a word."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter.utility import xl_col_to_name

from registry.spreadsheets import styles
from registry.spreadsheets.cells import Kind, Value, Words, columns_of, plain_number, settle
from registry.spreadsheets.escaping import escape, without_illegal
from registry.spreadsheets.packing import Part, Skeleton, pack
from registry.spreadsheets.rows import NOTE_TEXTS, Look, Note, Rows
from registry.spreadsheets.tables import Chart, Column, Cover, Sheet

__all__ = [
    "NOTE_TEXTS",
    "Chart",
    "Column",
    "Cover",
    "Kind",
    "Sheet",
    "Told",
    "csv_text",
    "quiet",
    "workbook",
    "write_csv",
    "write_workbook",
]

#: What a sheet holds below its header and totals; a longer table goes on in a further sheet.
MAX_DATA_ROWS = 1_048_574
MAX_SHEET_COLUMNS = 16_384
#: Rows written at once; the first so many are looked at for number formats, and of these some for widths.
CHUNK, WIDTH_SAMPLE = 5_000, 200
#: How many rows are written is told to whoever asked; it may raise to stop.
Told = Callable[[int], None]


def quiet(_rows: int) -> None:
    """Nobody wants to know how far a file is."""


def workbook(sheets: Sequence[Sheet], cover: Cover, *, zone: tzinfo | None = None) -> bytes:
    """The bytes of an .xlsx file: a cover, the sheets and, where something had to be changed, notes.

    Aware times are told in `zone`, or on the clock they carry when it is None.
    """
    output = io.BytesIO()
    write_workbook(output, sheets, cover, zone=zone)
    return output.getvalue()


def write_workbook(
    output: BinaryIO,
    sheets: Sequence[Sheet],
    cover: Cover,
    *,
    zone: tzinfo | None = None,
    told: Told = quiet,
) -> None:
    """The same into a file. Rows pass through: a table may be much larger than the memory."""
    words = Words(cover.yes, cover.no, zone)
    if any(len(sheet.columns) > MAX_SHEET_COLUMNS for sheet in sheets):
        raise ValueError(f"a sheet holds {MAX_SHEET_COLUMNS} columns")
    with TemporaryDirectory() as folder:
        tables = [_Table(sheet, words) for sheet in sheets]
        titles: set[str] = set()
        styles.sheet_title(cover.title, titles)
        numbers = Skeleton(cover, [part for table in tables for part in table.empty()]).style_numbers()
        parts: list[Part] = []
        notes: list[Note] = []
        for table in tables:
            parts += table.written(Path(folder) / f"{len(parts)}", numbers, titles, notes, told)
        if notes:
            parts += _notes(cover, notes, words).written(Path(folder) / "notes", numbers, titles, [], told)
        pack(Skeleton(cover, parts), output, numbers)


class _Table:
    """A sheet on its way: its first rows are read to see how its columns look."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        self.sheet, self._words = sheet, words
        self._chunks = columns_of(sheet.frame, [column.key for column in sheet.columns], CHUNK)
        self._first = next(self._chunks, [])
        self._looked = [self._look(column, at) for at, column in enumerate(sheet.columns)]

    def _look(self, column: Column, at: int) -> tuple[str, int]:
        """The number code and the width of a column, judged by its first rows."""
        cells = self._first[at] if self._first else []
        values = [settle(cell, column.kind, self._words)[0] for cell in cells]
        code = styles.code_of(column.kind, values)
        sums = [total] if (total := self.sheet.totals.get(column.key)) is not None else []
        texts = [styles.text_of(value) for value in [*values[:WIDTH_SAMPLE], *sums] if value is not None]
        return code, column.width or styles.width_of(column.kind, column.label, texts)

    def empty(self) -> list[Part]:
        """The sheet without rows: enough to number the formats."""
        return [self._part(self.sheet.title, Path())]

    def _part(self, title: str, path: Path) -> Part:
        codes, widths = [code for code, _width in self._looked], [width for _code, width in self._looked]
        return Part(title, self.sheet.columns, codes, widths, self.sheet.chart, path)

    def written(
        self, path: Path, numbers: styles.Numbers, titles: set[str], notes: list[Note], told: Told
    ) -> list[Part]:
        """The rows as XML in files, one for each sheet the table fills."""
        parts: list[Part] = []
        left = self._first
        while left or not parts:
            part = self._part(styles.sheet_title(self.sheet.title, titles), path.with_suffix(f".{len(parts)}"))
            rows = Rows(part.title, self._looks(numbers, bold=False), self._words, notes, part.links)
            with part.path.open("w", encoding="utf-8") as file:
                while left and part.rows < MAX_DATA_ROWS:
                    room = MAX_DATA_ROWS - part.rows
                    here, left = [column[:room] for column in left], [column[room:] for column in left]
                    file.write(rows.written(part.rows + 2, here))
                    part.rows += len(here[0])
                    told(len(here[0]))
                    left = left if left[0] else next(self._chunks, [])
                if self.sheet.totals and not left:
                    total = Rows(part.title, self._looks(numbers, bold=True), self._words, notes)
                    sums = [[self.sheet.totals.get(column.key)] for column in self.sheet.columns]
                    file.write(total.written(part.rows + 2, sums))
            parts.append(part)
        return parts

    def _looks(self, numbers: styles.Numbers, *, bold: bool) -> list[Look]:
        plain = {name: numbers[code, bold and code != "url"] for name, code in styles.PLAIN.items()}
        return [
            Look(xl_col_to_name(at), column.label, column.kind, numbers[code, bold], plain)
            for at, (column, (code, _width)) in enumerate(zip(self.sheet.columns, self._looked, strict=True))
        ]


def _notes(cover: Cover, notes: Sequence[Note], words: Words) -> _Table:
    """The last sheet: which cells were changed and how."""
    from_codes = {**NOTE_TEXTS, **cover.note_texts}
    kinds: tuple[Kind, ...] = ("text", "integer", "text", "text")
    columns = [Column(heading, heading, kind) for heading, kind in zip(cover.notes_headings, kinds, strict=True)]
    rows = [(note.sheet, note.row, note.column, from_codes[note.code]) for note in notes]
    frame = import_module("pandas").DataFrame(rows, columns=list(cover.notes_headings), dtype=object)
    return _Table(Sheet(cover.notes_title, columns, frame), words)


def csv_text(sheet: Sheet, yes: str, no: str, *, zone: tzinfo | None = None) -> bytes:
    """The bytes of a .csv file: UTF-8 with its mark, commas, CRLF, ISO dates, plain numbers.

    Text that could run as a formula has an apostrophe before it, which `read_table` takes away again;
    a character that no text file may hold shows as U+FFFD.
    """
    output = io.BytesIO()
    write_csv(output, sheet, yes, no, zone=zone)
    return output.getvalue()


def write_csv(
    output: BinaryIO,
    sheet: Sheet,
    yes: str,
    no: str,
    *,
    zone: tzinfo | None = None,
    told: Told = quiet,
) -> None:
    """The same into a file."""
    words = Words(yes, no, zone)
    kinds = [column.kind for column in sheet.columns]
    text = io.TextIOWrapper(output, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_csv_cell(column.label) for column in sheet.columns])
    for columns in columns_of(sheet.frame, [column.key for column in sheet.columns], CHUNK):
        cells = [_csv_column(values, kind, words) for values, kind in zip(columns, kinds, strict=True)]
        writer.writerows(zip(*cells, strict=True))
        told(len(columns[0]))
    text.detach()


def _csv_column(values: list[Any], kind: Kind, words: Words) -> list[str]:
    """A column as texts; one of plain texts in one go, others cell by cell."""
    if kind == "text" and set(map(type, values)) <= {str, type(None)}:
        return ["" if value is None else escape(without_illegal(value, "\ufffd")) for value in values]
    return [_csv_cell(settle(value, kind, words)[0]) for value in values]


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return escape(without_illegal(value, "\ufffd"))
    return value.isoformat() if isinstance(value, date) else plain_number(value)
