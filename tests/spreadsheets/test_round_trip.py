"""What is written is read again as it was."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from registry.spreadsheets.escaping import escape, unescape
from registry.spreadsheets.read import read_table
from registry.spreadsheets.write import Column, Sheet, csv_text, workbook
from tests.spreadsheets.makers import COVER, one_sheet
from tests.spreadsheets.nasty import NASTY

DECIMALS = [
    Decimal("0.1"),
    Decimal("9.95"),
    Decimal("1234567.89"),
    Decimal("-0.01"),
    Decimal("99999999999.99"),
    Decimal("0.000001"),
    Decimal("123456789012.345"),
    Decimal("1E+6"),
    Decimal("0"),
]


def test_it_works() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Water", None],
            "cost": [Decimal("10.50"), None],
            "jobs": [7, None],
            "opened": [date(2026, 4, 3), None],
            "public": [True, None],
        }
    )
    sheet = Sheet(
        "Projects",
        (
            Column("name", "Name", "text"),
            Column("cost", "Cost", "money"),
            Column("jobs", "Jobs", "integer"),
            Column("opened", "Opened", "date"),
            Column("public", "Public", "boolean"),
        ),
        frame,
    )
    table = read_table(workbook([sheet], COVER), "projects.xlsx")
    assert table.sheet == "Projects"
    assert table.headers == ("Name", "Cost", "Jobs", "Opened", "Public")
    assert [row.number for row in table.rows] == [2]
    assert table.rows[0].cells == {
        "Name": "Water",
        "Cost": Decimal("10.5"),
        "Jobs": 7,
        "Opened": date(2026, 4, 3),
        "Public": "yes",
    }


def test_there_are_enough_nasty_texts() -> None:
    assert len(set(NASTY)) == len(NASTY) > 120


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nasty_texts_come_back(kind: str) -> None:
    sheet = one_sheet("text", NASTY)
    data = csv_text(sheet, "yes", "no") if kind == "csv" else workbook([sheet], COVER)
    rows = read_table(data, f"texts.{kind}").rows
    assert [row.cells["Value"] for row in rows] == list(NASTY)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nasty_headers_come_back(kind: str) -> None:
    columns = [Column(str(index), text, "text") for index, text in enumerate(NASTY[:60])]
    frame = pd.DataFrame({column.key: ["x"] for column in columns})
    sheet = Sheet("Data", columns, frame)
    data = csv_text(sheet, "yes", "no") if kind == "csv" else workbook([sheet], COVER)
    wanted = [" ".join(text.replace("\ufeff", "").split()) for text in NASTY[:60]]
    headers = read_table(data, f"texts.{kind}").headers
    assert [header.removesuffix(" (2)").removesuffix(" (3)") for header in headers][:9] == wanted[:9]
    assert len(headers) == len(set(headers)) == 60


@pytest.mark.parametrize("text", NASTY)
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescape(escape(text)) == text
    assert unescape(escape(escape(text))) == escape(text)


def test_decimals_are_exact() -> None:
    data = workbook([one_sheet("money", DECIMALS)], COVER)
    assert [row.cells["Value"] for row in read_table(data, "money.xlsx").rows] == DECIMALS
    plain = csv_text(one_sheet("money", DECIMALS), "yes", "no")
    read = [row.cells["Value"] for row in read_table(plain, "money.csv").rows]
    assert read == [format(decimal, "f") for decimal in DECIMALS]


def test_a_number_too_long_for_a_spreadsheet_comes_back_as_text() -> None:
    data = workbook([one_sheet("money", [Decimal("12345678901234567.89")])], COVER)
    assert read_table(data, "money.xlsx").rows[0].cells["Value"] == "12345678901234567.89"


def test_moments_keep_their_clock() -> None:
    tashkent = timezone(timedelta(hours=5))
    moments = [datetime(2026, 4, 3, 10, 20, 30, tzinfo=tashkent), datetime(2026, 4, 3, 5, 20, 30, tzinfo=UTC)]
    data = workbook([one_sheet("datetime", moments)], COVER, zone=tashkent)
    read = [row.cells["Value"] for row in read_table(data, "moments.xlsx").rows]
    assert read == [datetime(2026, 4, 3, 10, 20, 30)] * 2


def test_five_thousand_rows(tmp_path: Path) -> None:
    count = 5_000
    frame = pd.DataFrame(
        {
            "code": [f"{number:07d}" for number in range(count)],
            "count": range(count),
            "share": [number / 8 for number in range(count)],
            "on": pd.date_range("2020-01-01", periods=count),
        }
    )
    columns = [
        Column("code", "Code", "text"),
        Column("count", "Count", "integer"),
        Column("share", "Share", "percent"),
        Column("on", "On", "date"),
    ]
    path = tmp_path / "big"
    path.write_bytes(workbook([Sheet("Big", columns, frame)], COVER))
    rows = read_table(path, "big.xlsx").rows
    assert len(rows) == count
    assert rows[4_999].number == 5_001
    assert rows[4_999].cells == {
        "Code": "0004999",
        "Count": 4_999,
        "Share": Decimal("624.875"),
        "On": date(2033, 9, 8),
    }
