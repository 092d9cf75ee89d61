"""Agreements: parties, evidence, obligations, and the case that they end."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.cooperation.activities.operations import (
    ActivityPlan,
    add_activity,
    add_applicant,
    move_applicant,
)
from registry.cooperation.activities.operations import advance as advance_activity
from registry.cooperation.agreements.operations import (
    Terms,
    add_agreement,
    add_obligation,
    mark_obligation,
    publish,
    sign,
)
from registry.cooperation.agreements.queries import obligations_due
from registry.db import commit, db, now
from registry.documents.operations import Upload
from registry.documents.queries import documents_of
from registry.leads import operations as leads
from registry.leads.models import Lead
from registry.refusals import Refusal
from tests.makers import Cast, client_of, make_cast, make_inquiry, make_project, make_staff, token_in

Db = scoped_session[Session]
PAPER = Upload("signed.pdf", b"%PDF-1.7 illustrative")
TERMS = Terms(kind="mou", title="To equip 500 hectares", country="CN")
SIDES = [("The Center", None), ("Illustrative Drip Company", None)]


def negotiated(by: User) -> Lead:
    lead = make_inquiry(make_project()).leads[0]
    leads.advance(lead, to="screening", by=by)
    leads.assign(lead, officer=by, by=by)
    step = ("A call", date(2026, 12, 10))
    for to in ("eligible", "forwarded", "owner_accepted", "introduced", "negotiation"):
        leads.advance(lead, to=to, by=by, summary="Somebody from abroad.", next_step=step)
    return lead


def test_a_signature_ends_the_negotiation(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    lead = negotiated(manager)
    agreement = add_agreement(TERMS, parties=SIDES, lead=lead, by=manager)
    assert agreement.project is lead.project
    with pytest.raises(Refusal):
        publish(agreement, is_public=True, by=manager)
    with pytest.raises(Refusal):
        sign(agreement, PAPER, signed_on=now().date() + timedelta(days=1), by=manager)
    sign(agreement, PAPER, signed_on=now().date(), by=manager)
    assert (agreement.state, lead.status) == ("signed", "agreement_signed")
    assert len(documents_of("agreement", agreement.id)) == len(documents_of("lead", lead.id)) == 1
    with pytest.raises(Refusal):
        sign(agreement, PAPER, signed_on=now().date(), by=manager)


def test_it_takes_two(session: Db) -> None:
    with pytest.raises(Refusal) as refused:
        add_agreement(TERMS, parties=SIDES[:1], by=make_staff(Role.MANAGER))
    assert refused.value.field == "parties"


def test_obligations_are_due_until_they_are_done(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    agreement = add_agreement(TERMS, parties=SIDES, by=manager)
    sign(agreement, PAPER, signed_on=now().date(), by=manager)
    day = now().date() + timedelta(days=5)
    obligation = add_obligation(agreement, text="First report", due_on=day, owed_by="The Center", by=manager)
    assert [one.text for one in obligations_due(day, most=9)] == ["First report"]
    assert obligations_due(day - timedelta(days=1), most=9) == []
    mark_obligation(agreement, obligation, is_done=True, by=manager)
    assert obligations_due(day, most=9) == []


def test_places_of_an_internship_are_counted(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    with pytest.raises(Refusal):
        add_activity(ActivityPlan("internship", "Saline soils", "CN"), by=manager)
    activity = add_activity(ActivityPlan("internship", "Saline soils", "CN", places=1), by=manager)
    with pytest.raises(Refusal):
        advance_activity(activity, to="completed", by=manager)
    one, other = (
        add_applicant(activity, name=name, organisation=None, email=None, note=None, by=manager)
        for name in ("Illustrative Student", "Illustrative Other")
    )
    move_applicant(activity, one, to="selected", by=manager)
    with pytest.raises(Refusal):
        move_applicant(activity, other, to="selected", by=manager)
    move_applicant(activity, one, to="absent", by=manager)
    move_applicant(activity, other, to="selected", by=manager)
    move_applicant(activity, other, to="attended", by=manager)


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


def test_pages(app: Flask, cast: Cast) -> None:
    with app.app_context():
        number = negotiated(db.session.get_one(User, cast.staff[Role.MANAGER])).number
        commit()
    manager = client_of(app, cast.staff[Role.MANAGER])
    new = manager.get(f"/en/staff/agreements/new?lead={number}").text
    assert "Illustrative Drip Company" in new
    token = token_in(new)
    form = {"csrf_token": token, "kind": "mou", "title": "To equip 500 hectares", "country": "CN"}
    sides = "The Center\nIllustrative Drip Company"
    address = f"/en/staff/agreements/new?lead={number}"
    assert "Name at least two parties" in manager.post(address, data=form | {"parties": "One"}).text
    priced = form | {"parties": sides, "value": "1000"}
    assert "Choose the currency" in manager.post(address, data=priced).text
    page = manager.post(address, data=form | {"parties": sides}).location
    unsigned = manager.post(f"{page}/sign", data={"csrf_token": token, "signed_on": "2026-11-20"})
    assert unsigned.status_code == 422
    paper = {"csrf_token": token, "signed_on": "2026-11-20", "file": (BytesIO(PAPER.content), "signed.pdf")}
    assert manager.post(f"{page}/sign", data=paper, content_type="multipart/form-data").status_code == 302
    assert "Agreement signed" in manager.get(f"/en/staff/leads/{number}").text
    assert "To equip 500 hectares" not in app.test_client().get("/en/countries/CN").text
    assert manager.post(f"{page}/publish", data={"csrf_token": token}).status_code == 302
    assert "To equip 500 hectares" in app.test_client().get("/en/countries/CN").text
    assert "To equip 500 hectares" in manager.get("/en/staff/countries/CN").text
    assert app.test_client().get("/en/countries/XX").status_code == 404
    for path in ("agreements/", "agreements/?state=signed", "activities/", "visits/?state=held"):
        assert client_of(app, cast.staff[Role.DIRECTOR]).get(f"/en/staff/{path}").status_code == 200


def test_activities_by_their_pages(app: Flask, cast: Cast) -> None:
    manager = client_of(app, cast.staff[Role.MANAGER])
    token = token_in(manager.get("/en/staff/activities/new").text)
    form = {"csrf_token": token, "kind": "training", "title": "Drip irrigation for farmers", "country": "CN"}
    assert "for how many people" in manager.post("/en/staff/activities/new", data=form).text
    odd = form | {"places": "2", "project": "ARAL-2026-9999"}
    assert "no project with this reference" in manager.post("/en/staff/activities/new", data=odd).text
    page = manager.post("/en/staff/activities/new", data=form | {"places": "2"}).location
    person = {"csrf_token": token, "name": "Illustrative Farmer"}
    assert manager.post(f"{page}/applicants", data=person).status_code == 302
    assert (
        manager.post(f"{page}/applicants/1/move", data={"csrf_token": token, "to": "selected"}).status_code == 302
    )
    assert manager.post(f"{page}/move", data={"csrf_token": token, "to": "approved"}).status_code == 302
    assert manager.post(f"{page}/publish", data={"csrf_token": token}).status_code == 302
    public = app.test_client().get("/en/countries/CN").text
    assert "Drip irrigation for farmers" in public
    assert "Illustrative Farmer" not in public
