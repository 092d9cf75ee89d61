"""Pages of interests: each partner sees the own ones, staff what their role allows, nobody learns of others."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.db import commit, db
from registry.leads.models import Lead
from registry.leads.queries import one_lead
from tests.makers import Cast, client_of, make_cast, make_inquiry, make_project, token_in


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


@pytest.fixture
def number(app: Flask, cast: Cast) -> str:
    """The number of an interest of the first partner."""
    with app.app_context():
        partner = db.session.get_one(User, cast.partner)
        found = make_inquiry(make_project(), by=partner, message="=cmd|'/c calc'!A0").leads[0].number
        commit()
        return found


def token(client: FlaskClient, page: str) -> str:
    return token_in(client.get(page).text)


def state(app: Flask, number: str) -> str:
    with app.app_context():
        return one_lead(number).status


def test_partners_see_their_own_interests_only(app: Flask, cast: Cast, number: str) -> None:
    path = f"/en/partner/interests/{number}"
    own, other = client_of(app, cast.partner), client_of(app, cast.other_partner)
    assert own.get(path).status_code == 200
    assert number in own.get("/en/partner/interests/").text
    assert other.get(path).status_code == 404
    assert number not in other.get("/en/partner/interests/").text
    form = {"csrf_token": token(other, "/en/password/change")}
    assert other.post(f"{path}/withdraw", data=form).status_code == 404
    assert other.post(path, data=form | {"text": "An answer"}).status_code == 404
    assert state(app, number) == "submitted"


def test_nobody_else_is_told_that_it_exists(app: Flask, cast: Cast, number: str, client: FlaskClient) -> None:
    """An unknown number and one of somebody else get the same answer."""
    other = client_of(app, cast.other_partner)
    unknown = other.get("/en/partner/interests/2026-99999")
    foreign = other.get(f"/en/partner/interests/{number}")
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    told, token_there = unknown.text.replace("2026-99999", ""), token_in(unknown.text)
    assert told.replace(token_there, "") == foreign.text.replace(number, "").replace(token_in(foreign.text), "")
    assert client.get(f"/en/staff/leads/{number}").status_code == 302


def test_a_partner_withdraws(app: Flask, cast: Cast, number: str) -> None:
    own = client_of(app, cast.partner)
    page = f"/en/partner/interests/{number}"
    assert own.post(f"{page}/withdraw", data={"csrf_token": token(own, page)}).status_code == 302
    assert state(app, number) == "withdrawn"


@pytest.mark.parametrize("role", [role for role in Role if role.is_staff])
def test_staff_take_steps_only_where_their_role_allows(app: Flask, cast: Cast, number: str, role: Role) -> None:
    client = client_of(app, cast.staff[role])
    path = f"/en/staff/leads/{number}"
    seen = client.get(path).status_code
    form = {"csrf_token": token(client, "/en/password/change"), "to": "screening"}
    moved = client.post(f"{path}/move", data=form).status_code
    may_read, may_move = role is not Role.EDITOR, role in (Role.REVIEWER, Role.MANAGER, Role.ADMIN)
    assert (seen == 200, moved == 302) == (may_read, may_move)
    assert state(app, number) == ("screening" if may_move else "submitted")


def test_the_export_holds_what_the_screen_shows(app: Flask, cast: Cast, number: str) -> None:
    client = client_of(app, cast.staff[Role.MANAGER])
    form = {"csrf_token": token(client, "/en/staff/leads/")}
    for query, expected in (("", [number]), ("?status=declined", []), ("?q=nobody", [])):
        answer = client.post(f"/en/staff/leads/export.xlsx{query}", data=form)
        assert answer.status_code == 200
        sheet = load_workbook(BytesIO(answer.data)).worksheets[1]
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == expected, query
    rows = load_workbook(BytesIO(client.post("/en/staff/leads/export.xlsx", data=form).data)).worksheets[1]
    cells = [cell for row in rows.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any("cmd" in str(cell.value) for cell in cells)


def test_a_registered_interest_needs_no_account(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        reference = make_project().reference
        commit()
    path = f"/ru/projects/{reference}/interest"
    form = {
        "csrf_token": token(client, path),
        "organisation": "Иллюстративная компания",
        "country": "KZ",
        "partner_type": "technology_provider",
        "contact_name": "Иллюстративное лицо",
        "email": "person@company.example.org",
        "kinds": ["invest", "supply_technology"],
        "message": "Хотим поставить оборудование.",
        "amount": "1 250 000,50",
        "currency": "USD",
        "language": "ru",
    }
    without_consent = client.post(path, data=form)
    assert without_consent.status_code == 422
    assert "Хотим поставить оборудование." in without_consent.text
    assert client.post(path, data=form | {"consent": "y"}).location.endswith("/ru/interests/check-mail")
    with app.app_context():
        (lead,) = db.session.query(Lead).all()
        assert lead.status == "draft"
        assert str(lead.inquiry.amount) == "1250000.50"
