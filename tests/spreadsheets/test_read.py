"""What is read from files other people made, and what is refused."""

import io
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registry.spreadsheets import read
from registry.spreadsheets.read import SpreadsheetRefused, read_sheets, read_table
from registry.spreadsheets.write import workbook
from tests.spreadsheets.makers import COVER, one_sheet, package, with_cell, zipped


def reason(data: bytes, name: str = "a.xlsx") -> str:
    """Why the file is refused; it must not take long."""
    began = time.monotonic()
    with pytest.raises(SpreadsheetRefused) as refusal:
        read_table(data, name)
    assert time.monotonic() - began < 10
    return refusal.value.reason


def row_xml(*cells: str, number: int = 1) -> str:
    return f'<sheetData><row r="{number}">{"".join(cells)}</row></sheetData>'


def test_it_works() -> None:
    data = b"Name;Cost\r\n\r\n007;1,5\r\nNA;\r\n"
    table = read_table(data, "Projects.CSV")
    assert table.headers == ("Name", "Cost")
    assert [(row.number, row.cells) for row in table.rows] == [
        (3, {"Name": "007", "Cost": "1,5"}),
        (4, {"Name": "NA", "Cost": None}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = f'Название{delimiter}"Цена, сум; всего"\n"Вода ""А"""{delimiter}5\n'
    table = read_table(text.encode(encoding), "a.csv")
    assert table.headers == ("Название", "Цена, сум; всего")
    assert list(table.rows[0].cells.values()) == ['Вода "А"', "5"]


def test_commas_between_semicolons_do_not_mislead() -> None:
    table = read_table(b"Cost (USD, m);Name\n1,5;x\n2,5;y, z\n", "a.csv")
    assert table.headers == ("Cost (USD, m)", "Name")


def test_a_line_that_announces_the_delimiter_is_not_the_header() -> None:
    assert read_table(b"sep=;\r\na,b;c\r\n1;2\r\n", "a.csv").headers == ("a,b", "c")


def test_no_column_is_lost() -> None:
    table = read_table(b"a,,a,a (2),\n1,2,3,4,,6\n", "a.csv")
    assert table.headers == ("a", "[B]", "a (3)", "a (2)", "[F]")
    assert list(table.rows[0].cells.values()) == ["1", "2", "3", "4", "6"]


def test_errors_and_formulas_without_a_result_are_not_empty() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([None, "Name", "Sum", "Share"])
    page.append([None, "x", "=1+1", "#DIV/0!"])
    page["E4"] = "=SUM(C2:C3)"
    page["A2"].number_format = "0"
    output = io.BytesIO()
    book.save(output)
    table = read_table(output.getvalue(), "a.xlsx")
    assert table.headers == ("Name", "Sum", "Share", "[E]")
    assert [(row.number, list(row.cells.values())) for row in table.rows] == [
        (2, ["x", "=1+1", "#DIV/0!", None]),
        (4, [None, None, None, "=SUM(C2:C3)"]),
    ]


def test_numbers_are_as_typed() -> None:
    numbers = ("5", "1234.5599999999999", "12345678901234567890", "0.30000000000000004")
    cells = [f'<c r="{letter}2"><v>{number}</v></c>' for letter, number in zip("ABCD", numbers, strict=True)]
    heads = [with_cell(f"{letter}1", letter) for letter in "ABCD"]
    xml = f'<sheetData><row r="1">{"".join(heads)}</row><row r="2">{"".join(cells)}</row></sheetData>'
    values = list(read_table(package(xml), "a.xlsx").rows[0].cells.values())
    assert values == [5, Decimal("1234.56"), 12345678901234567890.0, 0.30000000000000004]
    assert [type(value) for value in values] == [int, Decimal, float, float]


def test_which_sheet_is_read() -> None:
    data = workbook([one_sheet("text", ["1"], "First"), one_sheet("text", ["2"], "Second", "Code")], COVER)
    assert read_table(data, "a.xlsx").sheet == "First"
    assert read_table(data, "a.xlsx", "Second").rows[0].cells["Code"] == "2"
    assert read_table(data, "a.xlsx", recognise=lambda headers: "Code" in headers).sheet == "Second"
    with pytest.raises(SpreadsheetRefused, match="no_header"):
        read_table(data, "a.xlsx", "Third")
    with pytest.raises(SpreadsheetRefused, match="no_header"):
        read_table(data, "a.xlsx", recognise=lambda headers: "Unknown" in headers)


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert reason(b"a,b\n", "a.xls") == "not_a_spreadsheet"
    assert reason(b"", "a.xlsx") == "not_a_spreadsheet"
    assert reason(b"a,b\n", "a.xlsx") == "not_a_spreadsheet"
    assert reason(ole + bytes(600)) == "not_a_spreadsheet"
    assert reason(ole + bytes(600) + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert reason(zipped({"word/document.xml": b"<a/>"})) == "not_a_spreadsheet"
    assert reason(package(row_xml(with_cell("A1"))), "a.csv") == "not_a_spreadsheet"
    assert reason(b"a,b\0\n", "a.csv") == "not_a_spreadsheet"
    path = tmp_path / "cut.xlsx"
    path.write_bytes(package(row_xml(with_cell("A1")))[:-200])
    with pytest.raises(SpreadsheetRefused, match="broken"):
        read_table(path, "cut.xlsx")


def test_what_is_broken_is_refused() -> None:
    assert reason(package("<sheetData><row><c></row>")) == "broken"
    assert reason(package('<!DOCTYPE a [<!ENTITY b "c">]>' + row_xml(with_cell("A1", "&b;")))) == "broken"
    assert reason(b'a,b\n"1,2\n3,4\n', "a.csv") == "broken"
    assert reason("Имя,Цена\n".encode() + b"\xff,1\n", "a.csv") == "broken"
    for name in ("../evil", "/etc/passwd", "a\\..\\b", "C:/x"):
        assert reason(package(row_xml(with_cell("A1")), {name: b""})) == "broken"
    for data, name in ((b"", "a.csv"), (b"\n , \n", "a.csv"), (package("<sheetData/>"), "a.xlsx")):
        assert reason(data, name) == "no_header"


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(b"a,b\n" * (read.MAX_ROWS + 2), "a.csv") == "too_many_rows"
    assert reason(b"a," * read.MAX_COLUMNS + b"a\n", "a.csv") == "too_many_columns"
    assert reason(b"\n" * 2_000_000 + b"a\n", "a.csv") == "too_many_rows"
    assert reason(package(row_xml(with_cell("A1"), with_cell("IQ1")))) == "too_many_columns"
    assert reason(b"a" * (read.MAX_BYTES + 1), "a.csv") == "too_large"
    monkeypatch.setattr(read, "MAX_CELLS", 3)
    assert reason(b"a,b\n1,2\n", "a.csv") == "too_large"


FAR = f'<row r="1">{with_cell("A1")}</row><row r="1048576">{with_cell("XFD1048576")}</row>'
BOMBS: dict[str, Callable[[], bytes]] = {
    "two cells far apart": lambda: package(f"<sheetData>{FAR}</sheetData>"),
    "much unpacked": lambda: package(row_xml(with_cell("A1")), {"xl/media/a.bin": bytes(101_000_000)}),
    "many entries": lambda: package("", {f"xl/{number}": b"" for number in range(2_000)}),
    "one huge cell": lambda: package(row_xml(with_cell("A1", "x" * 90_000_000))),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_in_time(bomb: str) -> None:
    assert reason(BOMBS[bomb]()) == "too_large"


@pytest.mark.parametrize(("limit", "seconds"), [("CHILD_SECONDS", 1), ("CHILD_WALL_SECONDS", 0.5)])
def test_the_child_does_not_run_for_ever(limit: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, limit, seconds)
    rows = "".join(f'<row r="{number}"><c r="A{number}"><f>1</f></c></row>' for number in range(1, 600_000))
    assert reason(package(f"<sheetData>{rows}</sheetData>")) == "too_slow"


def test_a_sheet_that_begins_further_down_keeps_its_numbers() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row, cells in ((4, ("Name", "Cost")), (5, ("Wells", "=1+1")), (7, ("Pumps", 3))):
        for column, value in enumerate(cells, start=3):
            sheet.cell(row, column, value)
    output = io.BytesIO()
    book.save(output)
    (read_sheet,) = read_sheets(output.getvalue(), "table.xlsx")
    found = {number: cells[2:] for number, cells in read_sheet.rows}
    assert found[4] == ["Name", "Cost"]
    assert found[7] == ["Pumps", 3]
    assert found[5][0] == "Wells"
    assert found[5][1] is not None  # a formula without a result stands where it stood


def test_a_table_that_is_too_long_is_refused_though_only_its_beginning_is_wanted() -> None:
    rows = b"".join(b"%d;x\n" % number for number in range(read.MAX_ROWS + 5))
    (sheet,) = read_sheets(b"No;Name\n" + rows, "long.csv", first=10)
    assert sheet.reason == "too_many_rows"
    (short,) = read_sheets(b"No;Name\n" + rows[:300], "short.csv", first=10)
    assert (short.reason, len(short.rows)) == (None, 10)


def test_titles_above_a_table_do_not_hide_its_delimiter() -> None:
    rows = [f"{number}\tNukus, {number}\tyes" for number in range(9)]
    text = "\n".join(["List of guests, of the seminar", "made on 3 May, 2026", "", "No.\tPlace\tCame", *rows])
    (sheet,) = read_sheets(text.encode(), "guests.tsv")
    assert [cells for number, cells in sheet.rows if number in (4, 5)] == [
        ["No.", "Place", "Came"],
        ["0", "Nukus, 0", "yes"],
    ]
