"""Visits: prepared, received, followed up, told of."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from pypdf import PdfReader
from sqlalchemy.orm import scoped_session

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.cooperation.visits.models import Visit
from registry.cooperation.visits.operations import (
    VisitPlan,
    add_member,
    add_stop,
    add_visit,
    advance,
    publish_news,
    register_interest,
)
from registry.cooperation.visits.states import StopKind, VisitState
from registry.db import commit, db
from registry.refusals import Refusal
from tests.makers import APPLICATION, Cast, client_of, make_cast, make_project, make_staff, token_in

Db = scoped_session[Session]
PLAN = VisitPlan(
    purpose="To get to know projects of water saving",
    country="CN",
    first_day=date(2026, 12, 7),
    last_day=date(2026, 12, 9),
    is_official=True,
    head="Illustrative Counsellor",
    languages=("zh", "ru"),
)


def make_visit(by: User) -> Visit:
    visit = add_visit(PLAN, by=by)
    for name, language in (("Wang Illustration", "zh"), ("Petrov Illustration", "ru")):
        add_member(visit, name=name, organisation="Illustrative Delegation", language=language, by=by)
    for hour in (5, 7):
        moment = datetime(2026, 12, 7, hour, tzinfo=UTC)
        add_stop(visit, starts_at=moment, kind=StopKind.PROJECT, place="Muynak", project=make_project(), by=by)
    return visit


def test_it_works(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    visit = make_visit(manager)
    assert visit.number.startswith("V-2026-")
    assert len(visit.projects) == 2
    lead = register_interest(visit, APPLICATION, project=visit.projects[0], partner=None, by=manager)
    assert (lead.status, lead.officer) == ("submitted", manager)
    assert visit.leads == [lead]
    advance(visit, to=VisitState.CONFIRMED, outcome=None, by=manager)
    with pytest.raises(Refusal) as refused:
        advance(visit, to=VisitState.HELD, outcome=" ", by=manager)
    assert refused.value.field == "outcome"
    advance(visit, to=VisitState.HELD, outcome="Two interests.", by=manager)
    with pytest.raises(Refusal):
        advance(visit, to=VisitState.PLANNED, outcome=None, by=manager)


def test_what_is_not_held_is_not_published(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    visit = make_visit(manager)
    with pytest.raises(Refusal):
        publish_news(visit, {"en": {"title": "A visit", "text": "They came."}}, by=manager)


def test_days_stand_in_their_order(session: Db) -> None:
    with pytest.raises(Refusal):
        add_visit(
            VisitPlan("x", "CN", PLAN.last_day, PLAN.last_day - timedelta(days=1)), by=make_staff(Role.MANAGER)
        )


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


@pytest.fixture
def number(app: Flask, cast: Cast) -> str:
    with app.app_context():
        number = make_visit(db.session.get_one(User, cast.staff[Role.MANAGER])).number
        commit()
        return number


@pytest.mark.parametrize(
    ("code", "words"), [("zh", ["议程", "Wang Illustration"]), ("ru", ["Muynak"]), ("kaa", [])]
)
def test_the_briefing_pack(app: Flask, cast: Cast, number: str, code: str, words: list[str]) -> None:
    answer = client_of(app, cast.staff[Role.DIRECTOR]).get(f"/en/staff/visits/{number}/briefing/{code}.pdf")
    assert answer.status_code == 200
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert not [word for word in [*words, "ARAL-2026-0001", "ARAL-2026-0002"] if word not in text]


def test_pages(app: Flask, cast: Cast, number: str) -> None:
    manager = client_of(app, cast.staff[Role.MANAGER])
    page = f"/en/staff/visits/{number}"
    token = token_in(manager.get(page).text)
    form = {"csrf_token": token}
    assert manager.post(f"{page}/members", data=form).status_code == 422
    member = form | {"name": "Li Illustration", "organisation": "Illustrative Farm", "language": "zh"}
    assert manager.post(f"{page}/members", data=member).status_code == 302
    assert manager.post(f"{page}/members/1/here", data=form).status_code == 302
    assert "1 of 3 have arrived" in manager.get(page).text
    stop = form | {
        "starts_at": "2026-12-08T10:00",
        "kind": "project",
        "place": "Nukus",
        "project": "ARAL-2026-9999",
    }
    assert "There is no project with this reference" in manager.post(f"{page}/stops", data=stop).text
    assert manager.post(f"{page}/stops", data=stop | {"kind": "site", "project": ""}).status_code == 302
    assert manager.post(f"{page}/move", data=form | {"to": "held"}).status_code == 422
    assert manager.post(f"{page}/move", data=form | {"to": "confirmed"}).status_code == 302
    stale = manager.post(f"{page}/move", data=form | {"to": "cancelled", "version": "1"})
    assert stale.status_code == 409
    held = form | {"to": "held", "outcome": "They liked it."}
    assert manager.post(f"{page}/move", data=held).status_code == 302
    news = form | {"language": "en", "title": "A delegation came", "text": "It saw two projects."}
    assert manager.post(f"{page}/news", data=news).status_code == 302
    public = app.test_client().get("/en/countries/CN").text
    assert "A delegation came" in public
    assert "They liked it." not in public
    assert "Wang" not in public
    assert manager.post(f"{page}/news/withdraw", data=form).status_code == 302
    assert "A delegation came" not in app.test_client().get("/en/countries/CN").text


def test_who_may(app: Flask, cast: Cast, number: str) -> None:
    director = client_of(app, cast.staff[Role.DIRECTOR])
    assert director.get(f"/en/staff/visits/{number}").status_code == 200
    assert director.get("/en/staff/visits/new").status_code == 403
    assert client_of(app, cast.staff[Role.EDITOR]).get("/en/staff/visits/").status_code == 403
    assert client_of(app, cast.partner).get(f"/en/staff/visits/{number}").status_code == 404


def test_an_interest_said_during_a_visit(app: Flask, cast: Cast, number: str) -> None:
    reviewer = client_of(app, cast.staff[Role.REVIEWER])
    page = f"/en/staff/visits/{number}"
    form = {
        "csrf_token": token_in(reviewer.get(page).text),
        "member": "1",
        "project": "ARAL-2026-0001",
        "partner_type": "technology_provider",
        "kinds": "invest",
        "email": "wang@delegation.example.org",
        "message": "They want to invest.",
        "consent": "y",
    }
    assert reviewer.post(f"{page}/interests", data=form | {"consent": ""}).status_code in (302, 422)
    without = {name: value for name, value in form.items() if name != "consent"}
    assert "Ask for the agreement first" in reviewer.post(f"{page}/interests", data=without).text
    twice = reviewer.post(f"{page}/interests", data=form)
    assert twice.status_code in (302, 422)
    assert "Illustrative Delegation" in reviewer.get("/en/staff/leads/").text
