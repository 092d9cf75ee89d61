"""Every state, every step, every role, by HTTP: what the table allows succeeds and leaves its traces, the rest is
refused with a sentence."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import commit, db
from registry.documents.levels import Level, Tag
from registry.documents.operations import Upload, attach
from registry.leads.models import Lead, LeadEvent
from registry.leads.pipeline import PARTNER_LABELS, LeadStatus
from registry.leads.queries import one_lead
from registry.notifications.models import OutboxMessage
from tests.makers import Cast, client_of, make_cast, make_inquiry, make_project

#: state: steps of reviewers and managers, then those of managers alone; written down a second time on purpose
TABLE = """
submitted: screening
screening: eligible info_requested declined
info_requested: screening lapsed declined
eligible: forwarded declined
forwarded: owner_accepted owner_declined lapsed
owner_accepted: introduced lost
introduced: meeting_planned negotiation lost
meeting_planned: met lost
met: negotiation meeting_planned lost
negotiation: agreement_signed lost
agreement_signed: in_implementation
in_implementation: completed lost
declined: | screening
owner_declined: | eligible
withdrawn: | screening
lapsed: | screening
lost: | negotiation
completed: | in_implementation
draft:
"""
ALLOWED: dict[str, tuple[set[str], set[str]]] = {}
for line in TABLE.split("\n"):
    if line:
        state, _colon, steps = line.partition(":")
        reviewers, _bar, managers = steps.partition("|")
        ALLOWED[state] = set(reviewers.split()), set(managers.split())

REASONS = {
    "declined": "out_of_scope",
    "owner_declined": "owner_not_interested",
    "lapsed": "no_answer",
    "lost": "price",
}
STEP = {
    "note": "It was talked over.",
    "next_step": "A call",
    "next_step_on": "2026-12-10",
    "summary": "A supplier from abroad would like to equip 500 hectares.",
}


def allowed(role: Role | None, status: str, to: str) -> bool:
    reviewers, managers = ALLOWED[status]
    if role in (Role.MANAGER, Role.ADMIN):
        return to in reviewers | managers
    return role is Role.REVIEWER and to in reviewers


@pytest.fixture
def cast(app: Flask) -> Cast:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


@pytest.fixture
def number(app: Flask, cast: Cast) -> str:
    with app.app_context():
        reviewer = db.session.get_one(User, cast.staff[Role.REVIEWER])
        lead = make_inquiry(make_project(), by=db.session.get_one(User, cast.partner)).leads[0]
        lead.officer = reviewer
        paper = Upload("signed.pdf", b"%PDF-1.7 illustrative")
        attach(paper, to=("lead", lead.id), tag=Tag.AGREEMENT, level=Level.STAFF, by=reviewer)
        commit()
        return lead.number


def put(app: Flask, number: str, status: str) -> tuple[int, int, int]:
    """Set a case into a state; how many events, audit entries and messages there are."""
    with app.app_context():
        db.session.execute(update(Lead).where(Lead.number == number).values(status=status, open_key=None))
        commit()
        return traces()


def traces() -> tuple[int, int, int]:
    counts = [
        db.session.scalar(select(func.count()).select_from(m)) for m in (LeadEvent, AuditEntry, OutboxMessage)
    ]
    return counts[0] or 0, counts[1] or 0, counts[2] or 0


def client_for(app: Flask, cast: Cast, role: Role | None) -> FlaskClient:
    if role is None:
        return app.test_client()
    return client_of(app, cast.partner if role is Role.PARTNER else cast.staff[role])


@pytest.mark.parametrize("role", [*Role, None])
def test_exactly_the_allowed_steps_succeed(app: Flask, cast: Cast, number: str, role: Role | None) -> None:
    client = client_for(app, cast, role)
    wrong = []
    for status in LeadStatus:
        for to in LeadStatus:
            before = put(app, number, status.value)
            form = STEP | {"to": to.value, "reason": REASONS.get(to.value, "")}
            answer = client.post(f"/en/staff/leads/{number}/move", data=form)
            with app.app_context():
                after, state = traces(), one_lead(number).status
            if allowed(role, status.value, to.value):
                told = PARTNER_LABELS[status] is not PARTNER_LABELS[to]
                good = answer.status_code == 302 and state == to.value
                good = (
                    good and after[0] > before[0] and after[1] > before[1] and (after[2] > before[2] or not told)
                )
            else:
                says = role not in (Role.REVIEWER, Role.MANAGER, Role.ADMIN) or "not possible" in answer.text
                refused = answer.status_code in (302, 403, 404, 422) and state == status.value
                good = refused and after == before and says
            if not good:
                wrong.append((status.value, to.value, answer.status_code, state, before, after))
    assert not wrong


def test_partners_withdraw_exactly_while_they_may(app: Flask, cast: Cast, number: str) -> None:
    client = client_of(app, cast.partner)
    withdrawable = set(ALLOWED) - {"declined", "owner_declined", "withdrawn", "lapsed", "lost", "completed"}
    withdrawable -= {"agreement_signed", "in_implementation"}
    for status in LeadStatus:
        put(app, number, status.value)
        client.post(f"/en/partner/interests/{number}/withdraw")
        with app.app_context():
            assert (one_lead(number).status == "withdrawn") == (status in withdrawable or status == "withdrawn")
