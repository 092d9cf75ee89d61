"""Write frames as a styled workbook or as CSV; nothing is cut, dropped or run without a word."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from itertools import chain, islice
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from registry.spreadsheets import styles
from registry.spreadsheets.cells import NUMBER_KINDS, Kind, Value, Words, plain_number, rows_of, settle
from registry.spreadsheets.escaping import escape, without_illegal
from registry.spreadsheets.pages import NOTE_TEXTS, Page, Writing
from registry.spreadsheets.tables import Column, Cover, Sheet

__all__ = ["NOTE_TEXTS", "Column", "Cover", "Kind", "Sheet", "csv_text", "workbook"]

#: What a sheet holds below its header; a longer table goes on in a further sheet.
MAX_DATA_ROWS = 1_048_575
MAX_SHEET_COLUMNS = 16_384
#: How many rows are looked at for number formats, and of these for widths.
FORMAT_SAMPLE, WIDTH_SAMPLE = 5_000, 200

_OPTIONS = {
    "constant_memory": True,  # safe only because our own writer goes strictly row by row
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(sheets: Sequence[Sheet], cover: Cover, *, zone: tzinfo | None = None) -> bytes:
    """The bytes of an .xlsx file: a cover, the sheets and, where something had to be changed, notes.

    Aware times are told in `zone`, or on the clock they carry when it is None.
    """
    output = io.BytesIO()
    with Workbook(output, dict(_OPTIONS)) as book:
        book.set_properties({"title": without_illegal(cover.title)[:255]})
        writing = Writing(book, Words(cover.yes, cover.no, zone), styles.Styles(book))
        _write_cover(writing, cover)
        for sheet in sheets:
            rows = rows_of(sheet.frame, [column.key for column in sheet.columns])
            _write_rows(writing, sheet.title, sheet.columns, rows)
        _write_notes(writing, cover)
    return output.getvalue()


def csv_text(sheet: Sheet, yes: str, no: str, *, zone: tzinfo | None = None) -> bytes:
    """The bytes of a .csv file: UTF-8 with its mark, commas, CRLF, ISO dates, plain numbers.

    Text that could run as a formula has an apostrophe before it, which `read_table` takes away again;
    a character that no text file may hold shows as U+FFFD.
    """
    words = Words(yes, no, zone)
    kinds = [column.kind for column in sheet.columns]
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow([_csv_cell(column.label) for column in sheet.columns])
    for row in rows_of(sheet.frame, [column.key for column in sheet.columns]):
        settled = (settle(value, kind, words)[0] for value, kind in zip(row, kinds, strict=True))
        writer.writerow([_csv_cell(value) for value in settled])
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return escape(without_illegal(value, "\ufffd"))
    return value.isoformat() if isinstance(value, date) else plain_number(value)


def _write_cover(writing: Writing, cover: Cover) -> None:
    """The title and the facts, one below the other."""
    page = Page(writing, cover.title)
    styles.set_up_cover(page.sheet)
    page.write_text(0, 0, cover.title, writing.styles.title)
    for row, (label, text) in enumerate(cover.facts, start=2):
        page.write_text(row, 0, label, writing.styles.label)
        page.write_text(row, 1, text, writing.styles.wrapped)


def _write_notes(writing: Writing, cover: Cover) -> None:
    """The last sheet: which cells were changed and how; none when there are none."""
    if not writing.notes:
        return
    texts = {**NOTE_TEXTS, **cover.note_texts}
    kinds: tuple[Kind, ...] = ("text", "integer", "text", "text")
    columns = [Column(heading, heading, kind) for heading, kind in zip(cover.notes_headings, kinds, strict=True)]
    # A copy: writing the notes must not add to what is being gone through.
    rows = ((note.sheet, note.row, note.column, texts[note.code]) for note in tuple(writing.notes))
    _write_rows(writing, cover.notes_title, columns, rows)


def _write_rows(writing: Writing, title: str, columns: Sequence[Column], rows: Iterator[tuple[Any, ...]]) -> None:
    """A table in one sheet or, where it is too long, in several with the same header."""
    if len(columns) > MAX_SHEET_COLUMNS:
        raise ValueError(f"a sheet holds {MAX_SHEET_COLUMNS} columns, not {len(columns)}")
    sample = list(islice(rows, FORMAT_SAMPLE))
    rows = chain(sample, rows)
    looks = [_look(writing, column, index, sample) for index, column in enumerate(columns)]
    widths, formats = [width for width, _ in looks], [look for _, look in looks]
    following = next(rows, None)
    while True:
        page = Page(writing, title, columns, formats)
        styles.set_up_columns(page.sheet, widths, formats)
        page.write_header()
        row = 0
        while following is not None and row < MAX_DATA_ROWS:
            row += 1
            page.write_row(row, following)
            following = next(rows, None)
        styles.set_up_table(page.sheet, row, len(columns))
        if following is None:
            return


def _look(writing: Writing, column: Column, index: int, sample: Sequence[tuple[Any, ...]]) -> tuple[int, Format]:
    """The width and the format of a column, judged by its first rows."""
    values = [settle(row[index], column.kind, writing.words)[0] for row in sample]
    look = writing.styles.text
    if column.kind in NUMBER_KINDS:
        look = writing.styles.number(styles.number_code(column.kind, values))
    elif column.kind in ("date", "datetime"):
        look = writing.styles.moment(column.kind)
    texts = [str(value) for value in values[:WIDTH_SAMPLE] if value is not None]
    return column.width or styles.width_of(column.kind, column.label, texts), look
