"""The header is found in tables as people make them."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from registry.spreadsheets.headers import find_header, is_block_heading
from registry.spreadsheets.read import SpreadsheetRefused, read_sheets

TABLES: dict[str, tuple[list[list[Any]], int, list[str]]] = {
    "banner in Russian": (
        [
            ["Министерство экологии"],
            ["Перечень инвестиционных проектов на 2026 год"],
            [],
            ["№", "Наименование проекта", "Район", "Стоимость, млн сум"],
            [1, "Посадка саксаула", "Муйнак", "1 250,5"],
            [2, "Капельное орошение", "Кегейли", "нет"],
            [None, "ИТОГО", None, "1 250,5"],
        ],
        4,
        ["№", "Наименование проекта", "Район", "Стоимость, млн сум"],
    ),
    "two levels, and numbers below": (
        [
            ["Ҳудудлар бўйича маълумот"],
            ["№", "Ҳудуд номи", "Экин майдони", None, "Аҳоли", None],
            [None, None, "жами", "суғориладиган", "эркак", "аёл"],
            [1, 2, 3, 4, 5, 6],
            [1, "Нукус", "100", "80", "1000", "1100"],
            [2, "Чимбой", "90", "70", "900", "950"],
        ],
        2,
        ["№", "Ҳудуд номи", "Экин майдони / жами", "Экин майдони / суғориладиган", "Аҳоли / эркак", "Аҳоли / аёл"],
    ),
    "title and unit in Chinese": (
        [
            ["投资项目清单"],
            ["单位:万元"],
            ["序号", "项目名称", "国家", "金额", "日期"],
            [1, "滴灌示范", "乌兹别克斯坦", "1,200", "2026年3月1日"],
            [2, "盐碱地造林", "乌兹别克斯坦", "不详", "2026/04/01"],
        ],
        3,
        ["序号", "项目名称", "国家", "金额", "日期"],
    ),
    "years as names": (
        [["Indicator", 2020, 2021, 2022], ["Water used", 1, 2, 3], ["Trees", 5, 6, 7]],
        1,
        ["Indicator", "2020", "2021", "2022"],
    ),
    "only texts": (
        [["Name", "City", "Note"], ["Anna", "Nukus", "x"], ["Bek", "Moynaq", "y"], ["Chen", "Urumqi", "z"]],
        1,
        ["Name", "City", "Note"],
    ),
    "facts above": (
        [
            ["Report"],
            ["Prepared by", "A. B."],
            ["Date", "2026-01-01"],
            [],
            ["Code", "Title", "Budget USD", "Start"],
            ["P1", "Pumps", 1000, "2026"],
            ["P2", "Wells", 2000, "2027"],
            ["P3", "Roads", 2500, "2027"],
        ],
        5,
        ["Code", "Title", "Budget USD", "Start"],
    ),
    "blocks": (
        [
            ["Sector", "Project", "Cost"],
            ["Water", None, None],
            [None, "Canal lining", 100],
            [None, "Drip", 200],
            ["Energy", None, None],
            [None, "Solar", 300],
        ],
        1,
        ["Sector", "Project", "Cost"],
    ),
}


def workbook_of(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.parametrize("name", TABLES)
def test_the_header_is_found(name: str) -> None:
    rows, number, names = TABLES[name]
    (sheet,) = read_sheets(workbook_of(rows), "table.xlsx")
    header = find_header(sheet.rows)
    assert header is not None
    assert sheet.rows[header.start][0] == number
    assert list(header.names) == names


def test_what_is_no_table_has_no_header() -> None:
    for rows in ([["Just a list"], ["a"], ["b"]], [], [[1, 2], [3, 4]]):
        (sheet,) = read_sheets(workbook_of(rows), "table.xlsx")
        assert find_header(sheet.rows) is None


def test_known_names_weigh_more_than_the_shape() -> None:
    rows = [
        ["About", "This", "File", "Here"],
        ["Reference", "Title", "x", "y"],
        ["A", "B", "C", "D"],
        ["E", "F", "G", "H"],
    ]
    numbered = list(enumerate(rows, start=1))
    header = find_header(numbered, lambda name: name in ("Reference", "Title"))
    assert header is not None
    assert header.names[:2] == ("Reference", "Title")


def test_block_headings_are_told_from_records() -> None:
    assert is_block_heading(["Water", None, None], 3)
    assert not is_block_heading([None, "Canal", 100], 3)
    assert not is_block_heading([100, None, None], 3)


def test_tabs_and_semicolons_and_old_cyrillic_are_read() -> None:
    (tabs,) = read_sheets(b"name\tcountry\nA\tCN\nB\tDE\n", "table.tsv")
    assert tabs.rows[1][1] == ["A", "CN"]
    (old,) = read_sheets("Номер;Страна\n1;Китай\n2;Германия\n".encode("cp1251"), "table.csv")
    assert old.rows[1][1] == ["1", "Китай"]


@pytest.mark.parametrize("name", ["report.doc", "picture.png", "table.xls", "table.ods"])
def test_other_files_are_refused_by_name_or_content(name: str) -> None:
    with pytest.raises(SpreadsheetRefused):
        read_sheets(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0d\0" * 200, name)
