"""Every report is right by straight SQL, and says the same on the page, in each file and in the pack."""

import io
import json
import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, get_template_attribute
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, text

from registry.accounts.models import User
from registry.accounts.queries import find_user
from registry.accounts.roles import Role
from registry.db import commit, db, reading
from registry.documents.levels import Level, Tag
from registry.documents.operations import Upload, attach, open_document
from registry.languages import LANGUAGES, use_language
from registry.projects.models import Project
from registry.refusals import Refusal
from registry.reports.charts import Picture, Series, drawing
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.commands import write_file
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.files import ENDINGS, Made, report_bytes, write_pack, write_report
from tests.makers import client_of, make_partner_user, make_staff, token_in


def director() -> User:
    """The demonstration's director."""
    user = find_user("director@example.org")
    assert user is not None
    return user


def director_of(app: Flask) -> FlaskClient:
    """The director, signed in."""
    with app.app_context():
        user_id = director().id
        commit()
        return client_of(app, user_id)


def one(query: str, **values: Any) -> Any:
    """The first value of a query."""
    return db.session.execute(text(query), values).scalar()


def written(made: Made, ending: str, by: User) -> bytes:
    """A report as a file, without a trace."""
    output = io.BytesIO()
    write_report(output, made, ending, by=by)
    return output.getvalue()


def some_criteria() -> list[ReportCriteria]:
    """Ten filters, the first of them none."""
    dice = random.Random(3)
    found = [ReportCriteria()]
    for _turn in range(9):
        month = dice.randint(1, 11)
        found.append(
            ReportCriteria(
                since=date(2026, month, 1) if dice.random() < 0.5 else None,
                until=date(2026, 12, 1) if dice.random() < 0.5 else None,
                country=tuple(dice.sample(["CN", "DE", "KR", "TR"], 2)) if dice.random() < 0.4 else (),
                sector=tuple(dice.sample(["water_saving", "desertification", "green_energy"], 2))
                if dice.random() < 0.4
                else (),
            )
        )
    return found


def test_it_works(loaded: Flask) -> None:
    client = director_of(loaded)
    page = client.get("/en/staff/reports/").text
    assert all(f"/en/staff/reports/{name}" in page for name in SHELF)
    shown = client.get("/en/staff/reports/pipeline?country=CN").text
    assert "<svg" in shown
    assert "Pipeline" in shown
    token = token_in(shown)
    answer = client.post("/en/staff/reports/pipeline.xlsx?country=CN", data={"csrf_token": token})
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Investment project registry of", "Pipeline"]
    sheet: Any = book["Pipeline"]
    assert len(sheet._charts) == 1
    with loaded.app_context():
        assert one("SELECT count(*) FROM audit_entries WHERE action = 'reports.exported'") == 1


def test_every_report_is_a_page_and_four_files(loaded: Flask) -> None:
    client = director_of(loaded)
    for name in SHELF:
        assert client.get(f"/zh/staff/reports/{name}").status_code == 200
    with loaded.app_context():
        who = director()
        for place, report in enumerate(SHELF.values()):
            with use_language(LANGUAGES[place % len(LANGUAGES)]):
                made = Made.of(report, ReportCriteria())
                files = {ending: written(made, ending, who) for ending in ENDINGS}
            document = json.loads(files["json"])
            assert len(document["rows"]) == len(made.rows) == files["csv"].decode().count("\r\n") - 1, report.name
            sheet = load_workbook(io.BytesIO(files["xlsx"])).worksheets[1]
            assert sheet.max_row == 1 + len(made.rows) + bool(made.totals), report.name
            assert files["pdf"].startswith(b"%PDF")


def test_figures_of_cases_equal_sql(loaded: Flask) -> None:
    with loaded.app_context(), reading(), use_language("en"):
        total = one("SELECT count(*) FROM leads WHERE status <> 'draft'")
        kinds = ("country", "sector", "kind", "month")
        for name in ("pipeline", "response-times", *(f"interests-by-{kind}" for kind in kinds)):
            assert Made.of(SHELF[name], ReportCriteria()).totals["number"] == total, name
        rows = Made.of(SHELF["pipeline"], ReportCriteria()).rows
        for row in rows.itertuples():
            assert row.number == one("SELECT count(*) FROM leads WHERE status = :status", status=row.status)
        china = Made.of(SHELF["interests-by-sector"], ReportCriteria(country=("CN",)))
        assert china.totals["number"] == one(
            "SELECT count(*) FROM leads JOIN inquiries ON inquiries.id = leads.inquiry_id"
            " WHERE leads.status <> 'draft' AND inquiries.country = 'CN'"
        )
        funnel = Made.of(SHELF["funnel"], ReportCriteria()).rows
        assert funnel.number.iloc[0] == total
        assert list(funnel.number) == sorted(funnel.number, reverse=True)
        assert funnel.number.iloc[-1] == one(
            "SELECT count(DISTINCT lead_id) FROM lead_events WHERE to_status = 'agreement_signed'"
        )


def test_what_has_no_rate_is_counted_and_not_priced(loaded: Flask) -> None:
    with loaded.app_context(), use_language("en"):
        before = Made.of(SHELF["pipeline"], ReportCriteria()).totals
        db.session.execute(
            text(
                "UPDATE inquiries SET amount = 500000000, currency = 'XAF'"
                " WHERE id = (SELECT min(inquiry_id) FROM leads)"
            )
        )
        cases = one("SELECT count(*) FROM leads WHERE inquiry_id = (SELECT min(inquiry_id) FROM leads)")
        commit()
        after = Made.of(SHELF["pipeline"], ReportCriteria()).totals
        assert after["unpriced"] == before["unpriced"] + cases
        assert after["usd"] <= before["usd"]


def test_figures_of_money_equal_sql(loaded: Flask) -> None:
    with loaded.app_context(), reading(), use_language("en"):
        made = Made.of(SHELF["funding-by-sector"], ReportCriteria())
        query = "SELECT sum(sought_usd) FROM projects WHERE publication_status = 'published'"
        scale = 100  # amounts are kept in cents
        for row in made.rows.itertuples():
            wanted = one(query + " AND sector_code = :sector", sector=row.sector)
            assert row.sought == Decimal(str(wanted or 0)) / scale, row.sector
            assert row.gap == row.sought - row.secured or row.secured > 0
        assert made.totals["sought"] == Decimal(str(one(query))) / scale
        districts = Made.of(SHELF["funding-by-district"], ReportCriteria())
        assert districts.totals["sought"] == made.totals["sought"]
        assert districts.totals["number"] == made.totals["number"]


def test_the_pack_says_what_the_pages_say(loaded: Flask) -> None:
    with loaded.app_context(), use_language("en"):
        who = director()
        for criteria in some_criteria():
            output = io.BytesIO()
            write_pack(output, criteria, by=who)
            book = load_workbook(output)
            for report in SHELF.values():
                made = Made.of(report, criteria)
                sheet = book[str(report.title)[:31]]
                last = [cell.value for cell in sheet[sheet.max_row]]
                for place, field in enumerate(report.fields):
                    if made.totals.get(field.key) is not None and place:
                        assert Decimal(str(last[place])) == Decimal(str(made.totals[field.key])), (
                            report.name,
                            field,
                        )
            assert "Lists of codes" in book.sheetnames


def test_a_report_is_for_those_who_may_read_it(app: Flask) -> None:
    with app.app_context():
        editor, partner = make_staff(Role.EDITOR), make_partner_user()
        ids = editor.id, partner.id
        commit()
        by_editor, by_partner = (client_of(app, user_id) for user_id in ids)
    assert by_editor.get("/en/staff/reports/register").status_code == 200
    assert by_editor.get("/en/staff/reports/pipeline").status_code == 403
    assert "pipeline" not in by_editor.get("/en/staff/reports/").text
    assert by_partner.get("/en/staff/reports/").status_code == 404
    assert by_editor.get("/en/staff/reports/nothing").status_code == 404


def test_the_log_names_files_and_documents(loaded: Flask) -> None:
    with loaded.app_context():
        who = director()
        report_bytes(SHELF["pipeline"], ReportCriteria(country=("CN",)), "csv", by=who)
        commit()
        project = db.session.scalars(select(Project)).first()
        assert project is not None
        upload, place = Upload("terms.pdf", b"%PDF-1.7 terms"), ("project", project.id)
        document = attach(upload, to=place, tag=Tag.OTHER, level=Level.STAFF, by=director(), title="Terms")
        open_document(document, by=director())
        commit()
        with use_language("en"):
            rows = Made.of(SHELF["access-log"], ReportCriteria()).rows
        who = director()
        said = {(row.by, row.action, row.subject) for row in rows.itertuples()}
        assert (who.name, "Report made as a file", "pipeline") in said
        assert (who.name, "Document opened", "Terms") in said
        assert any("Country: China" in (row.filter or "") for row in rows.itertuples())


def test_figures_lead_to_the_rows_behind_them(loaded: Flask) -> None:
    client = director_of(loaded)
    page = client.get("/en/staff/reports/funding-by-sector").text
    links = re.findall(r'href="(/en/staff/projects/\?[^"]*)">[^<]*</a>\s*</th>\s*<td class="number">(\d+)<', page)
    assert len(links) > 3
    for address, number in links:
        listed = client.get(address.replace("&amp;", "&")).text
        assert len(set(re.findall(r"/en/staff/projects/(ARAL-\d+-\d+)", listed))) == int(number), address
    # The list of projects knows no day of publication: a row that it would not show leads nowhere.
    assert "/en/staff/projects/?" not in client.get("/en/staff/reports/funding-by-sector?since=2020-01-01").text


def test_odd_criteria_are_said_and_left_out(loaded: Flask) -> None:
    client = director_of(loaded)
    for query in ("since=yesterday", "country=XX", "since=2026-99-99", "sector=%00", "officer=1;drop", "q=1"):
        assert client.get(f"/en/staff/reports/pipeline?{query}").status_code == 200


def test_a_picture_holds_no_markup(app: Flask) -> None:
    picture = Picture("bar", "a<b", ["<script>alert(1)</script>"], [Series('"&', [1.0], ["<i>"])])
    with app.app_context():
        svg = str(get_template_attribute("macros/charts.html", "chart")(drawing(picture)))
    assert "<script" not in svg
    assert "<i>" not in svg


def test_the_command_writes_what_is_asked(loaded: Flask, tmp_path: Path) -> None:
    output = tmp_path / "report.csv"
    with loaded.app_context():
        with use_language("zh"):
            write_file("interests-by-country", output, [("country", "CN")])
        assert "中国" in output.read_text(encoding="utf-8-sig")
        for name, place, filters in (
            ("nothing", output, []),
            ("register", tmp_path / "report.doc", []),
            ("register", output, [("country", "XX")]),
        ):
            with pytest.raises(Refusal):
                write_file(name, place, filters)
