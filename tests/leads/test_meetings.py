"""Times proposed by either side in two time zones; calendar entries that another library reads and updates."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
import vobject
from flask import Flask
from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.config import Settings
from registry.db import commit, db, now
from registry.leads.meetings.models import Meeting
from registry.leads.models import LeadEvent
from registry.upkeep.deliveries import deliver_due
from tests.makers import Cast, client_of, make_cast, make_inquiry, make_project, token_in


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


@pytest.fixture
def number(app: Flask, cast: Cast) -> str:
    with app.app_context():
        partner = db.session.get_one(User, cast.partner)
        lead = make_inquiry(make_project(), by=partner, country="CN").leads[0]
        lead.officer = db.session.get_one(User, cast.staff[Role.REVIEWER])
        commit()
        return lead.number


def local(days: int, hour: int) -> str:
    day = (now() + timedelta(days=days)).date()
    return f"{day.isoformat()}T{hour:02}:00"


def delivered(app: Flask) -> list[tuple[str, vobject.base.Component, str]]:
    """(to, calendar, method) of every calendar entry that was sent so far, in its order."""
    found = []
    with app.app_context():
        settings: Settings = app.extensions["registry"]
        while deliver_due(settings):
            pass
        paths = sorted(Path(settings.data_dir).glob("mail/*.eml"), key=lambda path: path.stat().st_mtime_ns)
    for path in paths:
        mail = message_from_bytes(path.read_bytes())
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                found.append((mail["To"], vobject.readOne(payload.decode()), str(part.get_param("method"))))
    return found


def test_it_works(app: Flask, cast: Cast, number: str) -> None:
    staff, partner = client_of(app, cast.staff[Role.REVIEWER]), client_of(app, cast.partner)
    page, own = f"/en/staff/leads/{number}/meetings", f"/en/partner/interests/{number}"
    form = {
        "csrf_token": token_in(staff.get(f"{page}/new").text),
        "title": "Drip lines for the first plot",
        "place": "Online",
        "minutes_long": "45",
        "zone": "Asia/Shanghai",
        "slot_1": local(3, 15),
        "slot_2": local(4, 10),
    }
    answer = staff.post(f"{page}/new", data=form)
    assert answer.status_code == 302
    shown = partner.get(own).text
    assert "18:00" in shown  # 15:00 in Nukus is 18:00 in Shanghai
    assert "15:00 in Nukus" in shown
    # the partner proposes another time, in the own zone
    token = token_in(shown)
    other = {"csrf_token": token, "slot_1": local(5, 14)}
    assert partner.post(f"{own}/meetings/1/other-times", data=other).status_code == 302
    page_of_meeting = staff.get(f"{page}/1").text
    assert "11:00 in Nukus" in page_of_meeting
    with app.app_context():
        slot = db.session.scalars(select(Meeting)).one().slots[0]
    agree = {"csrf_token": token_in(page_of_meeting), "slot": slot}
    assert staff.post(f"{page}/1/agree", data=agree).status_code == 302
    first = delivered(app)
    assert len(first) == 2
    for _to, calendar, method in first:
        assert method == calendar.method.value == "REQUEST"
        start = calendar.vevent.dtstart.value
        assert start.astimezone(UTC) == datetime.fromisoformat(slot)
        assert calendar.vevent.dtend.value - start == timedelta(minutes=45)
        assert calendar.vevent.sequence.value == "0"
    # moved: the same entry with a higher number
    move = {"csrf_token": agree["csrf_token"], "starts_at": local(6, 9), "place": "Nukus"}
    assert staff.post(f"{page}/1/move", data=move).status_code == 302
    moved = delivered(app)[2:]
    assert {calendar.vevent.uid.value for _to, calendar, _method in [*first, *moved]} == {
        first[0][1].vevent.uid.value
    }
    assert {calendar.vevent.sequence.value for _to, calendar, _method in moved} == {"1"}
    assert {calendar.vevent.location.value for _to, calendar, _method in moved} == {"Nukus"}
    # called off
    assert staff.post(f"{page}/1/cancel", data={"csrf_token": agree["csrf_token"]}).status_code == 302
    gone = delivered(app)[4:]
    assert {(method, calendar.vevent.status.value) for _to, calendar, method in gone} == {("CANCEL", "CANCELLED")}


def test_entries_name_only_the_one_who_gets_them(app: Flask, cast: Cast, number: str) -> None:
    staff = client_of(app, cast.staff[Role.REVIEWER])
    partner, own = client_of(app, cast.partner), f"/en/partner/interests/{number}"
    page = f"/en/staff/leads/{number}/meetings"
    form = {
        "csrf_token": token_in(staff.get(f"{page}/new").text),
        "title": "A talk",
        "place": "Online",
        "minutes_long": "60",
        "zone": "Asia/Shanghai",
        "slot_1": local(3, 15),
    }
    staff.post(f"{page}/new", data=form)
    with app.app_context():
        slot = db.session.scalars(select(Meeting)).one().slots[0]
    partner.post(f"{own}/meetings/1/agree", data={"csrf_token": token_in(partner.get(own).text), "slot": slot})
    entries = delivered(app)
    assert len(entries) == 2
    for to, calendar, _method in entries:
        assert calendar.vevent.attendee.value == f"mailto:{to}"
    minutes = {"csrf_token": form["csrf_token"], "minutes": "They agreed on the plot."}
    assert staff.post(f"{page}/1/minutes", data=minutes).status_code == 302
    with app.app_context():
        notes = db.session.scalars(select(LeadEvent.note).where(LeadEvent.kind == "meeting")).all()
        assert any("They agreed on the plot." in (note or "") for note in notes)
    assert "They agreed on the plot." not in partner.get(own).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"slot_1": ""}, "This field is required"),
        ({"slot_1": "2020-01-01T10:00"}, "in the past"),
        ({"slot_1": "tomorrow"}, "Write a time such as"),
        ({"minutes_long": "5"}, "From 10 to 600"),
        ({"title": " "}, "This field is required"),
        ({"zone": "Moon/Base"}, "Not a valid choice"),
    ],
)
def test_bad_times_are_said(app: Flask, cast: Cast, number: str, change: dict[str, str], sentence: str) -> None:
    staff, page = client_of(app, cast.staff[Role.REVIEWER]), f"/en/staff/leads/{number}/meetings/new"
    form = {
        "csrf_token": token_in(staff.get(page).text),
        "title": "A talk",
        "place": "Online",
        "minutes_long": "60",
        "zone": "Asia/Shanghai",
        "slot_1": local(3, 15),
    }
    answer = staff.post(page, data=form | change)
    assert answer.status_code == 422
    assert sentence in answer.text
