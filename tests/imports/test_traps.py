"""Two hundred texts that spreadsheets like to change, through an export, an import and another export."""

import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from registry.db import commit, db
from registry.imports import operations
from registry.imports.states import BatchState, Verdict
from registry.languages import LANGUAGES, use_language
from registry.projects.contents import content_of
from registry.projects.criteria import ProjectCriteria
from registry.projects.models import Project
from registry.projects.operations import edit_project
from registry.projects.parts import ProjectText
from registry.reports.exports import export_projects
from tests.imports.tables import brought_in, rows_of, staff, worked_on
from tests.makers import make_project
from tests.spreadsheets.nasty import NASTY

#: Dates as four cultures write them, numbers as people type them, long numbers, and words that mean nothing.
MORE = (
    *("03.04.2026", "03/04/2026", "04/03/26", "2026年4月3日", "3 aprel 2026", "3-апр-2026", "Apr 3, 2026"),
    *("2026/4/3", "1 234,56", "1,234.56", "1.234,56", "1'234.56", "12 345 678", "1,2 млн", "120万元", "5 %"),
    *("US$ 1 250 000", "1:2", "+998 61 225-74-56", "8 (61) 225 74 56", "00998612257456", "0.1e3", "1E+5"),
    *("1234567890123456789012", "5E-3", "нет", "жоқ", "yoʻq", "不详", "无", "—", "–", "...", "?", "N.A."),
    *("n/a", "#REF!", "#NAME?", "Yes", "да", "ИСТИНА", "\u202eabc", "\u2066abc\u2069", "a\u200eb", "ö"),
    *("o\u0308", "İ", "ı", "ß", "ﬁ", "Ǻ", "ǵ", "ʻ", "ʼ", "‘", "´", "[link](x)", "<script>alert(1)</script>"),
    *("javascript:alert(1)", "file:///etc/passwd", "\\\\server\\share", "мало\nстрок", "tab\there"),
    *(
        "in  two  spaces",
        "'quoted'",
        '"quoted"',
        "a;b;c",
        "a|b",
        "sep=;",
        "x" * 9_000,
        "水" * 3_000,
        "١٢٣",
        "1e1000",
        "TRUE()",
    ),
)
FIELDS = ("need", "solution", "impact", "risks", "partner_sought")
#: Forms strip what surrounds a text and write ends of lines in one way, so no text of ours has these.
TRAPS = tuple(
    dict.fromkeys(
        text for text in (*NASTY, *MORE) if text == text.strip() and "\r\n" not in text and len(text) <= 10_000
    )
)


def cells(content: bytes) -> list[list[tuple[Any, str]]]:
    """Value and kind of every cell of the table."""
    book = load_workbook(io.BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    sheet = next(sheet for sheet in book.worksheets if sheet.max_column > 20)
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def export(ending: str) -> bytes:
    with use_language("en"):
        content = export_projects(ProjectCriteria(publication=("published",)), ending, by=staff())
    commit()
    return content


def texts() -> list[tuple[Any, ...]]:
    """All texts of all projects."""
    columns = [getattr(ProjectText, field) for field in FIELDS]
    query = select(ProjectText.project_id, ProjectText.language, *columns)
    return [tuple(row) for row in db.session.execute(query.order_by(ProjectText.project_id, ProjectText.language))]


def test_there_are_two_hundred() -> None:
    assert len(TRAPS) >= 200


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_traps_go_out_come_in_and_go_out_the_same(loaded: Flask, ending: str) -> None:
    places = len(FIELDS) * len(LANGUAGES)
    with loaded.app_context():
        ids = []
        for start in range(0, len(TRAPS), places):
            project = make_project()
            ids.append(project.id)
            given = iter(TRAPS[start : start + places])
            whole = content_of(project)
            written: dict[str, dict[str, str]] = {code: {"title": f"T {start} {code}"} for code in LANGUAGES}
            for code in LANGUAGES:
                written[code] |= {field: next(given, "") for field in FIELDS}
            whole.texts.update(written)  # type: ignore[attr-defined]
            edit_project(project, whole, by="tests")
        commit()
        first, before = export(ending), texts()
        blank = dict.fromkeys(FIELDS, "gone")
        for text in db.session.scalars(select(ProjectText).where(ProjectText.project_id.in_(ids))):
            for field, other in blank.items():
                setattr(text, field, other)
        commit()
        batch = brought_in("projects", first, f"traps.{ending}")
        verdicts = {row.outcome for row in rows_of(batch)}
        assert verdicts == {Verdict.CHANGED, Verdict.UNCHANGED}, [row.problems for row in rows_of(batch)]
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert batch.standing is BatchState.APPLIED, batch.error
        db.session.expire_all()
        assert texts() == before
        second = export(ending)
        assert (cells(first) == cells(second)) if ending == "xlsx" else (first == second)
        assert db.session.get(Project, ids[0]) is not None
