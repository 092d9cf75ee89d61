"""Notes that only staff read, people called in them, messages between staff and partner, the clock."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.db import commit, db, now
from registry.leads import operations, talking
from registry.leads.assignment.operations import add_absence, add_rule
from registry.leads.models import Lead, LeadEvent
from registry.leads.pipeline import EventKind
from registry.leads.timing import warn_and_escalate
from registry.notifications.models import OutboxMessage
from registry.refusals import Refusal
from tests.makers import client_of, make_cast, make_inquiry, make_partner_user, make_project, make_staff, token_in

Db = scoped_session[Session]
SECRET = "The price is 7,450 a hectare."


def mails(session: Db, kind: str) -> list[OutboxMessage]:
    return list(
        session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id))
    )


@pytest.fixture
def lead(session: Db) -> Lead:
    return make_inquiry(make_project(), by=make_partner_user()).leads[0]


def test_notes_have_a_kind_and_call_people(session: Db, lead: Lead) -> None:
    reviewer, director = make_staff(Role.REVIEWER), make_staff(Role.DIRECTOR)
    talking.add_note(lead, text="@director, and @nobody: look at this.", by=reviewer, kind=EventKind.RISK)
    (event,) = session.scalars(select(LeadEvent).where(LeadEvent.kind == "risk"))
    assert not event.is_shared
    (mail,) = mails(session, "lead.mentioned")
    assert mail.recipient == director.email
    assert "look at this" not in "".join(mail.paragraphs)
    with pytest.raises(Refusal):
        talking.add_note(lead, text="x", by=reviewer, kind=EventKind.MOVE)
    with pytest.raises(Refusal):
        talking.add_note(lead, text="  ", by=reviewer)


def test_mails_tell_of_messages_without_their_text(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        number = make_inquiry(make_project(), by=db.session.get_one(User, cast.partner)).leads[0].number
        commit()
    staff, partner = client_of(app, cast.staff[Role.REVIEWER]), client_of(app, cast.partner)
    page, own = f"/en/staff/leads/{number}", f"/en/partner/interests/{number}"
    token = token_in(staff.get(page).text)
    assert staff.post(f"{page}/message", data={"csrf_token": token, "text": " "}).status_code == 422
    assert staff.post(f"{page}/message", data={"csrf_token": token, "text": SECRET}).status_code == 302
    assert SECRET in partner.get(own).text
    token = token_in(partner.get(own).text)
    answer = "We can do it for less: 7,100."
    assert partner.post(f"{own}/message", data={"csrf_token": token, "text": answer}).status_code == 302
    assert answer in staff.get(page).text
    with app.app_context():
        rows = db.session.scalars(select(OutboxMessage)).all()
        assert not [row for row in rows if "7,450" in str(row.paragraphs) or "7,100" in str(row.paragraphs)]
        assert {row.kind for row in rows} >= {"interest.message", "lead.message"}
        assert "回复此邮件无人收到" in " ".join(
            next(row for row in rows if row.kind == "interest.message").paragraphs
        )


def test_files_come_with_messages_to_both_sides_only(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        number = make_inquiry(make_project(), by=db.session.get_one(User, cast.partner)).leads[0].number
        other_id = make_partner_user("Illustrative Rival", "rival@example.org").id
        commit()
    staff, partner = client_of(app, cast.staff[Role.REVIEWER]), client_of(app, cast.partner)
    other = client_of(app, other_id)
    page, own = f"/en/staff/leads/{number}", f"/en/partner/interests/{number}"

    def send(client: FlaskClient, path: str, name: str, content: bytes) -> TestResponse:
        sent = {
            "csrf_token": token_in(client.get(path).text),
            "text": "Here it is.",
            "file": (BytesIO(content), name),
        }
        return client.post(f"{path}/message", data=sent, content_type="multipart/form-data")

    refused = send(partner, own, "offer.exe", b"MZ")
    assert refused.status_code == 422
    assert "Here it is." in refused.text
    assert "Files of this kind are not taken" in refused.text
    assert send(partner, own, "offer.pdf", b"%PDF-1.7 offer").status_code == 302
    assert send(staff, page, "terms.pdf", b"%PDF-1.7 terms").status_code == 302
    shown = partner.get(own).text
    assert "[offer.pdf]" in shown
    assert "[terms.pdf]" in shown
    assert "offer.pdf" in staff.get(page).text
    for client, code in ((partner, 200), (staff, 200), (other, 404)):
        token = token_in(client.get("/en/partner/interests/" if client is not staff else page).text)
        opened = client.post("/en/documents/1/file", data={"csrf_token": token})
        assert opened.status_code == code
        assert code != 200 or opened.data == b"%PDF-1.7 offer"


def test_a_message_of_the_staff_is_the_first_answer(session: Db, lead: Lead) -> None:
    reviewer = make_staff(Role.REVIEWER)
    assert lead.first_due_at is not None
    talking.write_to_partner(lead, text="We read it.", by=reviewer)
    first = lead.answered_at
    assert first is not None
    talking.write_to_partner(lead, text="Once more.", by=reviewer)
    assert lead.answered_at == first


def test_people_are_warned_and_managers_told_once(session: Db, lead: Lead) -> None:
    reviewer, manager = make_staff(Role.REVIEWER), make_staff(Role.MANAGER)
    operations.assign(lead, officer=reviewer, by=reviewer)
    moment = now()
    lead.due_at = moment + timedelta(minutes=30)
    assert warn_and_escalate(moment) == 1
    assert warn_and_escalate(moment) == 0
    assert [mail.recipient for mail in mails(session, "lead.due")] == [reviewer.email]
    later = moment + timedelta(hours=1)
    assert warn_and_escalate(later) == 1
    assert warn_and_escalate(later) == 0
    assert {mail.recipient for mail in mails(session, "lead.overdue")} == {reviewer.email, manager.email}


def test_the_clock_stands_while_the_partner_is_asked(session: Db, lead: Lead) -> None:
    reviewer = make_staff(Role.REVIEWER)
    operations.advance(lead, to="screening", by=reviewer)
    operations.advance(lead, to="info_requested", by=reviewer, note="Which crop?")
    assert lead.due_at is None
    lead.status_since = now() - timedelta(days=14)
    operations.advance(lead, to="screening", by=reviewer)
    session.refresh(lead)
    assert lead.paused_minutes >= 8 * 9 * 60
    assert lead.due_at is not None


def test_new_cases_go_where_the_rules_say(session: Db) -> None:
    manager, reviewer = make_staff(Role.MANAGER), make_staff(Role.REVIEWER)
    other = make_staff(Role.REVIEWER, email="second@example.org")
    add_rule(sector=None, country="CN", language=None, officer=reviewer, by=manager)
    add_rule(sector=None, country=None, language=None, officer=None, by=manager)
    chinese = make_inquiry(make_project(), country="CN").leads[0]
    assert chinese.officer is reviewer
    german = make_inquiry(make_project(), country="DE", email="a@b.example.org").leads[0]
    assert german.officer is other  # who has fewer
    today = now().date()
    add_absence(reviewer, first_day=today - timedelta(1), last_day=today + timedelta(1), cover=manager, by=manager)
    covered = make_inquiry(make_project(), country="CN", email="c@d.example.org", organisation="Another").leads[0]
    assert covered.officer is manager
    with pytest.raises(Refusal):
        add_absence(reviewer, first_day=today, last_day=today - timedelta(1), cover=None, by=manager)
    with pytest.raises(Refusal):
        add_absence(reviewer, first_day=today, last_day=today, cover=reviewer, by=manager)


def test_two_people_on_one_case(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        number = make_inquiry(make_project(), by=db.session.get_one(User, cast.partner)).leads[0].number
        commit()
    one, other = client_of(app, cast.staff[Role.REVIEWER]), client_of(app, cast.staff[Role.MANAGER])
    page = f"/en/staff/leads/{number}"
    token = token_in(one.get(page).text)
    assert one.post(f"{page}/presence", data={"csrf_token": token}).get_json() == {"others": []}
    own = token_in(other.get(page).text)
    assert other.post(f"{page}/presence", data={"csrf_token": own}).get_json() == {"others": ["Test Reviewer"]}
    step = {"csrf_token": token, "version": "1", "next_step": "A call", "next_step_on": "2026-12-10"}
    with app.app_context():
        version = db.session.scalar(select(Lead.version).where(Lead.number == number))
    step["version"] = str(version)
    assert one.post(f"{page}/next-step", data=step).status_code == 302
    late = other.post(f"{page}/next-step", data=step | {"csrf_token": own, "next_step": "My own words"})
    assert late.status_code == 409
    assert "My own words" in late.text
    assert "A call" in late.text
