"""The rows of a CSV file; runs in the reading child."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from registry.spreadsheets.refused import SpreadsheetRefused

MAX_PHYSICAL_ROWS = 1_048_576
#: How files begin that are something else, whatever their name says: zip, old Office, PDF.
FOREIGN_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
#: How much is looked at to find the delimiter.
SAMPLE_CHARACTERS, SAMPLE_LINES = 200_000, 20
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"


def csv_rows(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The records with their numbers; blank lines count, but are not given."""
    text = decoded(data)
    delimiter = None
    announced = re.match(r"\ufeff?sep=([,;\t])\r?\n", text)  # a line for one program, which hides it
    if announced:
        delimiter, text = announced[1], text[announced.end() :]
    csv.field_size_limit(len(text) + 1)  # the size of the file is limit enough
    delimiter = delimiter or delimiter_of(text)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(records, start=1):
            if number > MAX_PHYSICAL_ROWS:
                raise SpreadsheetRefused("too_many_rows")
            yield number, [cell or None for cell in record]
    except csv.Error as error:  # such as a quote that is never closed: half the file would be one cell
        raise SpreadsheetRefused("broken") from error


def decoded(data: bytes) -> str:
    """The text: UTF-8, UTF-16 with its mark, else Windows Cyrillic."""
    if data.startswith(FOREIGN_STARTS):
        raise SpreadsheetRefused("not_a_spreadsheet")
    try:
        if data.startswith(_WIDE_MARKS):
            return data.decode("utf-16")
        if b"\0" in data:
            raise SpreadsheetRefused("not_a_spreadsheet")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lenient = data.decode("utf-8", "replace")
        wrong = lenient.count("\ufffd")
        right = sum(letter > "\x7f" for letter in lenient) - wrong
        # Mostly sound UTF-8 is a damaged file; as Cyrillic it would turn into rubbish silently.
        if right > wrong or data.startswith((_UTF8_MARK, *_WIDE_MARKS)):
            raise SpreadsheetRefused("broken") from error
    try:
        return data.decode("cp1251")
    except UnicodeDecodeError as error:
        raise SpreadsheetRefused("broken") from error


def delimiter_of(text: str) -> str:
    """The delimiter that stands equally often, outside quotes, in most of the first lines, titles apart."""
    bare = re.sub(r'"[^"]*"', "", text[:SAMPLE_CHARACTERS])
    lines = [line for line in re.split(r"\r\n|\r|\n", bare) if line.strip()][:SAMPLE_LINES]
    best, most = ",", (False, 0)
    # A comma without quotes is common in text between semicolons, the other way round is not.
    for delimiter in "\t;,":
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        number, same = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        score = (same * 2 >= len(lines), same * number)
        if number and score > most:
            best, most = delimiter, score
    return best
