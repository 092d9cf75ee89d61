"""Checks of organisations: noted with a day, they count for twelve months and are called to mind once."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy import event, select
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import commit, db
from registry.notifications.models import OutboxMessage
from registry.partners.changes import changed_after
from registry.partners.checks.models import Check
from registry.partners.checks.operations import note_check, remind_due
from registry.partners.checks.outcomes import CheckKind, HitState, Outcome
from registry.partners.checks.queries import blocked_partner_ids, checks_due, standing_of, standings_of, today
from registry.partners.checks.standing import NEEDED, Standing, standing
from registry.partners.models import Partner
from registry.partners.operations import Organisation, add_partner
from registry.refusals import Refusal
from registry.upkeep.deliveries import do_daily
from tests.makers import Cast, client_of, make_cast, make_staff, token_in

Db = scoped_session[Session]
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
NOW = date(2026, 11, 24)


@pytest.fixture
def partner(session: Db) -> Partner:
    return add_partner(Organisation("Illustrative Partner", "DE", "corporate_investor"), by="tests")


@pytest.fixture
def reviewer(session: Db) -> User:
    return make_staff(Role.REVIEWER)


def note(partner: Partner, by: User, kind: CheckKind, outcome: str = "cleared", ago: int = 0) -> Check:
    words = "A court case." if outcome == "issues" else None
    return note_check(
        partner, kind=kind, outcome=Outcome(outcome), checked_on=today() - ago * DAY, note=words, by=by
    )


def test_it_works(session: Db, partner: Partner, reviewer: User) -> None:
    before = changed_after(0)
    assert standing_of(partner) is Standing.NOT_CHECKED
    first = note(partner, reviewer, NEEDED[0], ago=10)
    assert first.due_on == today() - 10 * DAY + YEAR
    assert standing_of(partner) is Standing.IN_PROGRESS
    note(partner, reviewer, NEEDED[1])
    note(partner, reviewer, NEEDED[2], "not_required")
    assert standing_of(partner) is Standing.CLEARED
    assert changed_after(before[-1][1])[-1][0] == partner.id
    note(partner, reviewer, CheckKind.OWNERS, "issues")
    assert standing_of(partner) is Standing.ISSUES
    assert blocked_partner_ids() == {partner.id}
    note(partner, reviewer, CheckKind.OWNERS)
    assert standing_of(partner) is Standing.CLEARED
    assert blocked_partner_ids() == set()
    assert len(session.scalars(select(Check)).all()) == 5
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.action, last.changes["owners"]) == ("partner.checked", ["issues", "cleared"])


def check_of(kind: CheckKind, outcome: str = "cleared", due: date | None = NOW + DAY, id: int = 1) -> Check:
    made = (due or NOW) - YEAR
    return Check(id=id, kind=kind.value, outcome=outcome, checked_on=made, due_on=due)


CLEARED = [check_of(kind) for kind in NEEDED]


@pytest.mark.parametrize(
    ("checks", "hits", "expected"),
    [
        ([], [], Standing.NOT_CHECKED),
        ([], [HitState.OPEN, HitState.DISMISSED], Standing.NOT_CHECKED),
        ([], [HitState.CONFIRMED], Standing.ISSUES),
        (CLEARED, [HitState.CONFIRMED], Standing.ISSUES),
        (CLEARED, [HitState.DISMISSED], Standing.CLEARED),
        (CLEARED[:2], [], Standing.IN_PROGRESS),
        ([*CLEARED, check_of(CheckKind.CAPACITY, "issues")], [], Standing.ISSUES),
        ([*CLEARED[:2], check_of(NEEDED[2], due=NOW)], [], Standing.STALE),
        ([*CLEARED, check_of(CheckKind.OWNERS, due=NOW - DAY)], [], Standing.STALE),
        ([*CLEARED[:2], check_of(NEEDED[2], "not_required", due=None)], [], Standing.CLEARED),
        ([*CLEARED[:1], check_of(NEEDED[1], due=NOW - DAY)], [], Standing.IN_PROGRESS),
        # the newest by its day counts, of two on one day the later note
        ([*CLEARED, check_of(NEEDED[0], "issues", due=NOW - DAY, id=9)], [], Standing.CLEARED),
        ([*CLEARED, check_of(NEEDED[0], "issues", id=9)], [], Standing.ISSUES),
    ],
)
def test_the_standing(checks: list[Check], hits: list[HitState], expected: Standing) -> None:
    assert standing(checks, hits, NOW) is expected
    assert standing(checks[::-1], hits, NOW) is expected


@pytest.mark.parametrize(
    ("outcome", "ago", "words", "field"),
    [
        ("cleared", None, "", "checked_on"),
        ("cleared", -1, "", "checked_on"),
        ("cleared", 365, "", "checked_on"),
        ("issues", 400, "Something", "checked_on"),
        ("issues", 0, "  ", "note"),
        ("not_required", -1, "", "checked_on"),
    ],
)
def test_what_is_refused(
    session: Db, partner: Partner, reviewer: User, outcome: str, ago: int | None, words: str, field: str
) -> None:
    day = None if ago is None else today() - ago * DAY
    with pytest.raises(Refusal) as refused:
        note_check(partner, kind=NEEDED[0], outcome=Outcome(outcome), checked_on=day, note=words, by=reviewer)
    assert refused.value.field == field
    assert not session.scalars(select(Check)).all()


def test_many_standings_take_few_queries(session: Db, reviewer: User) -> None:
    made = [add_partner(Organisation(f"Illustrative {n}", "DE", "ngo"), by="tests") for n in range(8)]
    for one in made[:4]:
        note(one, reviewer, NEEDED[0], "issues")
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))
    found = standings_of(one.id for one in made)
    assert len(asked) == 2
    assert list(found.values()) == [Standing.ISSUES] * 4 + [Standing.NOT_CHECKED] * 4
    assert blocked_partner_ids() == {one.id for one in made[:4]}


def test_who_checks_is_reminded_once_in_the_own_language(session: Db, partner: Partner, reviewer: User) -> None:
    reviewer.language = "ru"
    make_staff(Role.MANAGER), make_staff(Role.DIRECTOR)
    note(partner, reviewer, NEEDED[0], ago=300)
    other = add_partner(Organisation("Illustrative Other", "DE", "ngo"), by="tests")
    note(other, reviewer, NEEDED[1], ago=200)
    note(other, reviewer, NEEDED[1], ago=1)  # counts in the place of the earlier one
    assert remind_due(today()) == 0
    due = today() + 65 * DAY
    assert [check.partner_id for check in checks_due(due)] == [partner.id]
    assert remind_due(due) == 1
    assert remind_due(due + DAY) == 0
    messages = session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)).all()
    assert [(one.recipient, one.language) for one in messages] == [
        ("manager@example.org", "en"),
        ("reviewer@example.org", "ru"),
    ]
    assert any(paragraph.startswith("Illustrative Partner: ") for paragraph in messages[0].paragraphs)
    assert messages[0].link_path == f"/en/staff/partners/{partner.id}/checks"


def test_the_worker_reminds(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        note(db.session.get_one(Partner, 1), db.session.get_one(User, cast.staff[Role.REVIEWER]), NEEDED[0])
        do_daily(today() + YEAR)
        kinds = list(db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))
    assert kinds.count("partners.checks_due") == 3


# --- pages


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


def send(client: FlaskClient, language: str = "en", **changes: str) -> TestResponse:
    path = f"/{language}/staff/partners/1/checks"
    form = {"kind": "sanctions", "outcome": "cleared", "checked_on": today().isoformat(), "note": ""}
    return client.post(path, data=form | {"csrf_token": token_in(client.get(path).text)} | changes)


def test_a_check_is_noted_on_the_page(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast.staff[Role.REVIEWER])
    assert client.get("/en/staff/partners/1").text.count('href="/en/staff/partners/1/checks"') == 1
    assert send(client).location.endswith("/en/staff/partners/1/checks")
    page = client.get("/en/staff/partners/1/checks").text
    assert page.count("Test Reviewer") == 3  # in the head, the table and the history
    assert "Over a year old" not in page
    with app.app_context():
        old = db.session.scalars(select(Check)).one()
        old.checked_on, old.due_on = old.checked_on - YEAR, today()
        commit()
    assert "Over a year old" in client.get("/en/staff/partners/1/checks").text


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "spying"}, {"outcome": ""}, {"checked_on": "2099-01-01"}, {"checked_on": ""}, {"outcome": "issues"}],
)
def test_what_is_wrong_is_said_beside_the_form(app: Flask, cast: Cast, wrong: dict[str, str]) -> None:
    client = client_of(app, cast.staff[Role.REVIEWER])
    answer = send(client, **wrong)
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    with app.app_context():
        assert not db.session.scalars(select(Check)).all()


def test_who_only_reads_sees_no_form_and_no_hits(app: Flask, cast: Cast, client: FlaskClient) -> None:
    path = "/en/staff/partners/1/checks"
    director = client_of(app, cast.staff[Role.DIRECTOR])
    page = director.get(path)
    assert page.status_code == 200
    assert 'name="outcome"' not in page.text
    assert "sanctions lists" not in page.text
    form = {"csrf_token": token_in(page.text)}
    assert director.post(path, data=form).status_code == 403
    assert client_of(app, cast.staff[Role.EDITOR]).get(path).status_code == 403
    assert client_of(app, cast.partner).get(path).status_code == 404
    assert client.get(path).status_code == 302
    assert director.get("/en/staff/partners/99/checks").status_code == 404
