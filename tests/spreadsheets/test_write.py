"""What the files we write look like inside."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from registry.spreadsheets import write
from registry.spreadsheets.write import Column, Cover, Sheet, csv_text, workbook
from tests.spreadsheets.makers import COVER, one_sheet
from tests.spreadsheets.nasty import NASTY


def opened(*sheets: Sheet, cover: Cover = COVER) -> Workbook:
    return load_workbook(io.BytesIO(workbook(sheets, cover)))


def column_b(book: Workbook, title: str = "Data") -> list[Any]:
    return [cell.value for cell in book[title]["B"]][1:]


def csv_values(values: Sequence[Any], kind: Any = "text") -> list[str]:
    text = csv_text(one_sheet(kind, values), "yes", "no").decode("utf-8-sig")
    return [record[1] for record in csv.reader(io.StringIO(text, newline=""))][1:]


def test_it_works() -> None:
    book = opened(one_sheet("text", ["Water", "咸海", "Арал"]))
    assert book.sheetnames == ["Aral registry", "Data"]
    assert [[cell.value for cell in row] for row in book["Aral registry"]["A1:B4"]] == [
        ["Aral registry", None],
        [None, None],
        ["Made for", "everybody"],
        ["Rows", "2"],
    ]
    page = book["Data"]
    assert [cell.value for cell in page[1]] == ["No.", "Value"]
    assert column_b(book) == ["Water", "咸海", "Арал"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B4"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page["A1"].font.bold
    assert book.properties.title == "Aral registry"


def test_no_text_becomes_a_formula_a_number_or_a_link() -> None:
    page = opened(one_sheet("text", NASTY))["Data"]
    assert {cell.data_type for cell in page["B"]} == {"s"}
    assert not any(cell.hyperlink for cell in page["B"])


def test_an_address_is_a_link_only_when_it_leads_to_the_web() -> None:
    page = opened(one_sheet("url", ["https://example.org/a#b", "javascript:alert(1)", "=1", "http://x y"]))["Data"]
    assert [bool(cell.hyperlink) for cell in page["B"]][1:] == [True, False, False, False]
    assert page["B2"].value == "https://example.org/a#b"


def test_numbers_and_dates_are_typed() -> None:
    looks = {}
    values: dict[Any, Any] = {
        "integer": 2026,
        "money": Decimal("1234567.5"),
        "decimal": Decimal("43.768"),
        "percent": Decimal("12.5"),
        "date": date(2026, 4, 3),
        "datetime": datetime(2026, 4, 3, 10, 0),
    }
    for kind, value in values.items():
        cell = opened(one_sheet(kind, [value, None]))["Data"]["B2"]
        looks[kind] = (cell.data_type, cell.number_format)
    assert looks == {
        "integer": ("n", "0"),
        "money": ("n", "#,##0.00"),
        "decimal": ("n", "#,##0.000"),
        "percent": ("n", '0.0"%"'),
        "date": ("d", "yyyy-mm-dd"),
        "datetime": ("d", "yyyy-mm-dd hh:mm:ss"),
    }


def test_pandas_own_types_are_understood() -> None:
    frame = pd.DataFrame(
        {
            "whole": [1.0, None],
            "small": pd.array([1, None], dtype="Int64"),
            "when": pd.to_datetime(pd.Series(["2026-04-03 10:00:00.000000001", None]), utc=True, format="ISO8601"),
            "text": pd.Series(["a", None], dtype="str"),
            "flag": pd.array([True, None], dtype="boolean"),
        }
    )
    kinds: tuple[Any, ...] = ("integer", "integer", "datetime", "text", "boolean")
    columns = [Column(key, key, kind) for key, kind in zip(map(str, frame), kinds, strict=True)]
    rows = [[cell.value for cell in row] for row in opened(Sheet("Data", columns, frame))["Data"]]
    assert rows[1:] == [[1, 1, datetime(2026, 4, 3, 10), "a", "yes"]]
    text = csv_text(Sheet("Data", columns, frame), "ja", "nein").decode("utf-8-sig")
    assert text.split("\r\n")[1:] == ["1,1,2026-04-03T10:00:00+00:00,a,ja", ",,,,", ""]


def test_what_a_cell_cannot_hold_is_named_in_the_notes() -> None:
    texts = ["fine", "a\x0bb\x00", "x" * 40_000, "\ud800half", "😀" * 20_000]
    book = opened(one_sheet("text", texts))
    assert book.sheetnames[-1] == "Notes"
    assert column_b(book) == ["fine", "ab", "x" * 32_767, "half", "😀" * 16_383]
    notes = [[cell.value for cell in row] for row in book["Notes"].iter_rows(min_row=2)]
    removed, cut = write.NOTE_TEXTS["control_removed"], write.NOTE_TEXTS["cut"]
    assert notes == [
        ["Data", 3, "Value", removed],
        ["Data", 4, "Value", cut],
        ["Data", 5, "Value", removed],
        ["Data", 6, "Value", cut],
    ]


@pytest.mark.parametrize(
    ("kind", "value", "written", "code"),
    [
        ("integer", "about ten", "about ten", "other_kind"),
        ("integer", float("inf"), "inf", "other_kind"),
        ("date", "soon", "soon", "other_kind"),
        ("boolean", "maybe", "maybe", "other_kind"),
        ("integer", 12345678901234567890, "12345678901234567890", "exact_as_text"),
        ("decimal", Decimal("1E+400"), "1" + "0" * 400, "exact_as_text"),
        ("date", date(1850, 1, 2), "1850-01-02", "early_date_as_text"),
        ("datetime", datetime(1900, 1, 2, tzinfo=UTC), "1900-01-02T00:00:00+00:00", "early_date_as_text"),
    ],
)
def test_a_value_out_of_place_is_kept_as_text(kind: Any, value: Any, written: str, code: str) -> None:
    cover = Cover("C", (), "Эскертиўлер", "yes", "no", note_texts={code: "said in another language"})
    book = opened(one_sheet(kind, [value, None]), cover=cover)
    assert column_b(book)[0] == written
    assert book["Эскертиўлер"]["D2"].value == "said in another language"


def test_calculated_numbers_stay_numbers() -> None:
    book = opened(one_sheet("decimal", [Decimal(1) / Decimal(3), 1 / 3]))
    assert column_b(book) == [pytest.approx(1 / 3), pytest.approx(1 / 3)]
    assert book.sheetnames[-1] == "Data"


def test_sheet_titles_are_legal_and_unique() -> None:
    long = "Investment projects [all]: water/land" * 2
    titles = ["", "a/b", "A b", "'quoted'", "History", long, long, "Aral registry", "😀" * 20]
    book = opened(*[one_sheet("text", ["x"], title) for title in titles])
    assert book.sheetnames[1:6] == ["Sheet", "a b", "A b (2)", "quoted", "History 1"]
    assert book.sheetnames[8] == "Aral registry (2)"
    assert len({name.casefold() for name in book.sheetnames}) == len(titles) + 1
    assert all(len(name.encode("utf-16-le")) <= 62 for name in book.sheetnames)


def test_a_long_table_goes_on_in_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "MAX_DATA_ROWS", 2)
    book = opened(one_sheet("text", list("abcde")))
    assert book.sheetnames == ["Aral registry", "Data", "Data (2)", "Data (3)"]
    assert [column_b(book, title) for title in book.sheetnames[1:]] == [["a", "b"], ["c", "d"], ["e"]]
    assert book["Data (3)"]["A1"].value == "No."


def test_an_empty_table_has_its_header() -> None:
    book = opened(one_sheet("money", []))
    assert [cell.value for cell in book["Data"][1]] == ["No.", "Value"]
    assert csv_text(one_sheet("money", []), "yes", "no") == b"\xef\xbb\xbfNo.,Value\r\n"


def test_csv_text_never_starts_like_a_formula() -> None:
    starts = "=+-@\t\r\n|%＝＋－＠％"
    skipped = " \u00a0\u200b\ufeff\u2060\u3000\u202e\u00ad"
    assert not [value for value in csv_values(NASTY) if value.lstrip(skipped)[:1] in tuple(starts)]


def test_csv_numbers_are_plain() -> None:
    assert csv_values([Decimal("-1E+3"), -5, 0.1, 1e21, None], "decimal") == [
        "-1000",
        "-5",
        "0.1",
        "1000000000000000000000",
        "",
    ]
    assert csv_values(["a\x0bb"]) == ["a\ufffdb"]


def test_long_facts_of_the_cover_have_room() -> None:
    facts = [("Short", "text"), ("Rates", "1 USD = 12 900 UZS; " * 20), ("汇率" * 30, "text")]
    book = load_workbook(io.BytesIO(workbook([one_sheet("text", ["x"])], replace(COVER, facts=facts))))
    heights = [book.worksheets[0].row_dimensions[row].height for row in (3, 4, 5)]
    assert heights[0] in (None, 15)
    assert heights[1] >= 75
    assert heights[2] >= 45
