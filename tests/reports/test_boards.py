"""Every number of a dashboard is that of straight SQL, leads to its rows, and is for those who may read it."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from registry.accounts.queries import find_user
from registry.accounts.roles import Role
from registry.db import commit, db, now, reading
from registry.languages import LANGUAGES, use_language
from registry.reports.boards.boards import BOARDS, number_of
from registry.reports.shelf.criteria import ReportCriteria
from registry.web.formatting import compact_money, format_number
from tests.makers import client_of, make_partner_user, make_staff

CASES = (
    "SELECT count(*) FROM leads JOIN inquiries ON inquiries.id = leads.inquiry_id"
    " JOIN projects ON projects.id = leads.project_id WHERE leads.status <> 'draft' AND {}"
)
OPEN = "leads.status NOT IN ('declined','owner_declined','completed','withdrawn','lapsed','lost')"
PROJECTS = "SELECT {} FROM projects WHERE publication_status = 'published'"


def one(query: str, **values: Any) -> Any:
    """The first value of a query."""
    return db.session.execute(text(query), values).scalar() or 0


def numbers(name: str, criteria: ReportCriteria) -> dict[tuple[str, str], Any]:
    """(report, column) -> number of each figure of a board."""
    director = find_user("director@example.org")
    assert director is not None
    board = BOARDS[name]
    narrowed = board.criteria(criteria, director)
    made = board.made(narrowed)
    return {(figure.report, figure.key): number_of(figure, made[figure.report]) for figure in board.figures}


def signed_in(app: Flask, email: str) -> FlaskClient:
    """Somebody of the demonstration."""
    with app.app_context():
        user = find_user(email)
        assert user is not None
        user_id = user.id
        commit()
        return client_of(app, user_id)


def figures_of(page: str) -> dict[str, tuple[str, str]]:
    """Label -> number as it is written, and where it leads."""
    found = re.findall(
        r'<div class="figure">\s*<dt>([^<]*)</dt>\s*<dd class="figure-number">\s*<a href="([^"]*)">(.*?)</a>',
        page,
        re.S,
    )
    return {
        label: (" ".join(unescape(re.sub(r"<[^>]+>", "", number)).split()), unescape(address))
        for label, address, number in found
    }


@pytest.mark.parametrize(
    ("criteria", "of_cases", "of_projects"),
    [
        (ReportCriteria(), "1 = 1", ""),
        (ReportCriteria(country=("CN",)), "inquiries.country = 'CN'", ""),
        (
            ReportCriteria(sector=("water_saving",)),
            "projects.sector_code = 'water_saving'",
            " AND sector_code = 'water_saving'",
        ),
    ],
)
def test_figures_equal_sql(loaded: Flask, criteria: ReportCriteria, of_cases: str, of_projects: str) -> None:
    with loaded.app_context(), reading(), use_language("en"):
        cases = CASES.format(of_cases)
        direction, management = numbers("direction", criteria), numbers("management", criteria)
        register = numbers("register", criteria)
        published = one(PROJECTS.format("count(*)") + of_projects)
        sought = one(PROJECTS.format("sum(sought_usd)") + of_projects)
        assert direction["funding-by-sector", "number"] == register["funding-by-sector", "number"] == published
        assert float(direction["funding-by-sector", "sought"]) == pytest.approx(float(sought) / 100)
        assert register["funding-by-sector", "unpriced"] == one(
            PROJECTS.format("count(*)") + of_projects + " AND sought_usd IS NULL"
        )
        assert direction["interests-by-month", "number"] == management["pipeline", "number"] == one(cases)
        assert management["workload", "open"] == one(f"{cases} AND {OPEN}")
        assert management["workload", "overdue"] == one(f"{cases} AND leads.due_at <= :now", now=now())
        assert management["response-times", "in_time"] == one(
            f"{cases} AND leads.answered_at <= leads.first_due_at"
        )
        assert management["workload", "agreed"] == one(
            f"{cases} AND leads.status IN ('agreement_signed','in_implementation','completed')"
        )
        abroad = " WHERE country = 'CN'" if criteria.country else ""
        for table, key in (("partners", "partners"), ("visits", "visits"), ("agreements", "agreements")):
            assert direction["countries", key] == one(f"SELECT count(*) FROM {table}{abroad}"), table
        possible = one("SELECT count(*) FROM matches WHERE CAST(ruled_out AS text) = '[]'")
        assert management["matches", "number"] == possible


def test_numbers_of_pages_are_those_of_the_boards(loaded: Flask) -> None:
    client = signed_in(loaded, "director@example.org")
    for name in ("direction", "management", "register"):
        page = client.get(f"/en/staff/reports/boards/{name}?country=CN")
        assert page.status_code == 200
        found = figures_of(page.text)
        with loaded.app_context(), reading(), use_language("en"):
            wanted = numbers(name, ReportCriteria(country=("CN",)))
            for figure in BOARDS[name].figures:
                number = wanted[figure.report, figure.key]
                said = compact_money(number, "USD") if figure.key in ("sought", "gap") else format_number(number)
                label = str(figure.label)
                assert found[label][0] == " ".join(said.split()), (name, label)
                behind = client.get(found[label][1])
                assert behind.status_code == 200
                assert f"/en/staff/reports/{figure.report}" in found[label][1]
        for panel in BOARDS[name].panels:
            assert f'id="{panel.report}-title"' in page.text
            assert page.text.count("<details") >= len(BOARDS[name].panels)


def test_one_s_own_board_has_only_one_s_own_cases(loaded: Flask) -> None:
    reviewer = signed_in(loaded, "reviewer@example.org")
    shown = figures_of(reviewer.get("/en/staff/reports/boards/mine?officer=none").text)
    with loaded.app_context():
        query = (
            "SELECT count(*) FROM leads JOIN users ON users.id = leads.officer_id"
            " WHERE users.email = 'reviewer@example.org' AND leads.status <> 'draft'"
        )
        assert shown["Cases of mine"][0] == str(one(query))
        assert shown["Open cases"][0] == str(one(f"{query} AND {OPEN}"))


def test_boards_are_for_those_who_may_read_them(app: Flask) -> None:
    with app.app_context():
        ids = {role: make_staff(role).id for role in (Role.EDITOR, Role.REVIEWER, Role.DIRECTOR)}
        partner_id = make_partner_user().id
        commit()
        people = {role: client_of(app, user_id) for role, user_id in ids.items()}
        partner = client_of(app, partner_id)
    codes = {
        (role, name): client.get(f"/en/staff/reports/boards/{name}").status_code
        for role, client in people.items()
        for name in BOARDS
    }
    closed = {pair for pair, code in codes.items() if code == 403}
    assert closed == {
        (Role.EDITOR, "direction"),
        (Role.EDITOR, "management"),
        (Role.EDITOR, "mine"),
        (Role.DIRECTOR, "mine"),
    }
    assert set(codes.values()) == {200, 403}
    assert people[Role.EDITOR].get("/en/staff/reports/boards/nothing").status_code == 404
    assert partner.get("/en/staff/reports/boards/direction").status_code == 404
    assert "boards/direction" not in people[Role.EDITOR].get("/en/staff/").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_sees_the_registry_in_figures(loaded: Flask, language: str) -> None:
    client = loaded.test_client()
    page = client.get(f"/{language}/figures")
    assert page.status_code == 200
    shown = list(figures_of(page.text).values())
    with loaded.app_context(), reading(), use_language(language):
        assert shown[0][0] == format_number(one(PROJECTS.format("count(*)")))
        sought = one(PROJECTS.format("sum(sought_usd)"))
        assert shown[1][0] == " ".join(compact_money(sought / 100, "USD").split())
        seeking = one(PROJECTS.format("count(*)") + " AND funding_status = 'seeking'")
        assert shown[2][0] == format_number(seeking)
        counted = db.session.execute(text(PROJECTS.format("sector_code, count(*)") + " GROUP BY sector_code"))
        by_sector = {row[0]: row[1] for row in counted}
    row = rf'href="(/{language}/projects/\?sector=(\w+))">[^<]*</a>\s*</th>\s*<td class="number">(\d+)<'
    rows = re.findall(row, page.text)
    assert {code: int(number) for _address, code, number in rows} == by_sector
    for address, _code, number in rows:
        listed = client.get(address).text
        assert len(set(re.findall(rf"/{language}/projects/(ARAL-\d+-\d+)", listed))) == int(number)


def test_figures_are_narrowed_and_odd_values_are_said(loaded: Flask) -> None:
    client = loaded.test_client()
    narrowed = client.get("/en/figures?sector=water_saving&q=cotton")
    assert "sector=water_saving" in narrowed.text
    assert "sector=climate" not in narrowed.text
    odd = client.get("/en/figures?sector=nothing&district=%00")
    assert odd.status_code == 200
    assert "nothing" in odd.text
