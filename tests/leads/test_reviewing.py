"""The staff take cases along the table; the partner is told, and history and audit trail keep each step."""

from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from registry.accounts.roles import Role
from registry.audit.queries import first_broken_entry
from registry.db import now
from registry.documents.levels import Level, Tag
from registry.documents.operations import Upload, attach
from registry.leads import operations
from registry.leads.models import Lead
from registry.leads.operations import PATIENCE
from registry.leads.pipeline import LeadStatus
from registry.leads.queries import open_key
from registry.notifications.models import OutboxMessage
from registry.refusals import Refusal
from tests.makers import make_inquiry, make_partner_user, make_project, make_staff

Db = scoped_session[Session]
S = LeadStatus
SUMMARY = "A supplier of drip lines from abroad would like to equip 500 hectares."
PAPER = Upload("signed.pdf", b"%PDF-1.7 illustrative")
STEP = ("A visit to the plot", date(2026, 12, 1))


@pytest.fixture
def lead(session: Db) -> Lead:
    return make_inquiry(make_project(), by=make_partner_user()).leads[0]


def told(session: Db, lead: Lead) -> int:
    """How many messages went to the partner."""
    return len(session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == lead.inquiry.email)).all())


def test_it_works(session: Db, lead: Lead) -> None:
    reviewer = make_staff(Role.REVIEWER)
    operations.advance(lead, to=S.SCREENING, by=reviewer)
    operations.assign(lead, officer=reviewer, by=reviewer)
    for to in (S.ELIGIBLE, S.FORWARDED, S.OWNER_ACCEPTED, S.INTRODUCED):
        operations.advance(lead, to=to, by=reviewer, summary=SUMMARY)
    operations.advance(lead, to=S.MEETING_PLANNED, by=reviewer, next_step=STEP)
    assert (lead.next_step, lead.next_step_on) == STEP
    operations.advance(lead, to=S.MET, by=reviewer, note="They met.")
    operations.advance(lead, to=S.NEGOTIATION, by=reviewer, next_step=STEP)
    with pytest.raises(Refusal):
        operations.advance(lead, to=S.AGREEMENT_SIGNED, by=reviewer, note="Signed in Nukus.")
    attach(PAPER, to=("lead", lead.id), tag=Tag.AGREEMENT, level=Level.STAFF, by=reviewer)
    operations.advance(lead, to=S.AGREEMENT_SIGNED, by=reviewer, note="Signed in Nukus.")
    session.refresh(lead, ["events"])
    moves = [event.to_status for event in lead.events if event.kind == "move"]
    assert moves[-3:] == ["met", "negotiation", "agreement_signed"]
    assert len(moves) == 11
    assert first_broken_entry() is None


def test_the_partner_is_told_when_the_label_changes(session: Db, lead: Lead) -> None:
    reviewer = make_staff(Role.REVIEWER)
    operations.advance(lead, to=S.SCREENING, by=reviewer)
    before = told(session, lead)
    operations.assign(lead, officer=reviewer, by=reviewer)
    operations.advance(lead, to=S.ELIGIBLE, by=reviewer)  # still "under review"
    assert told(session, lead) == before
    operations.advance(lead, to=S.FORWARDED, by=reviewer, summary=SUMMARY)
    assert told(session, lead) == before + 1


def test_what_a_step_asks_for_is_asked_for(lead: Lead) -> None:
    reviewer = make_staff(Role.REVIEWER)
    with pytest.raises(Refusal):
        operations.advance(lead, to=S.NEGOTIATION, by=reviewer)
    operations.advance(lead, to=S.SCREENING, by=reviewer)
    for to, field in ((S.ELIGIBLE, "to"), (S.DECLINED, "reason"), (S.INFO_REQUESTED, "note")):
        with pytest.raises(Refusal) as refused:
            operations.advance(lead, to=to, by=reviewer, reason="price", note="  ")
        assert refused.value.field == field
    assert lead.state is S.SCREENING


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.EDITOR, Role.PARTNER])
def test_who_may_not_review_takes_no_step(lead: Lead, role: Role) -> None:
    by = make_staff(role, email="somebody@example.org")
    with pytest.raises(Refusal):
        operations.advance(lead, to=S.SCREENING, by=by)
    assert lead.state is S.SUBMITTED


def test_a_question_is_answered_and_screening_goes_on(session: Db, lead: Lead) -> None:
    reviewer, partner = make_staff(Role.REVIEWER), lead.inquiry.partner
    assert partner is not None
    operations.advance(lead, to=S.SCREENING, by=reviewer)
    operations.assign(lead, officer=reviewer, by=reviewer)
    operations.advance(lead, to=S.INFO_REQUESTED, by=reviewer, note="Which crop?")
    user = make_partner_user("Illustrative Colleague", "colleague@example.org")
    operations.answer(lead, text="Cotton.", by=user)
    session.refresh(lead, ["events"])
    assert lead.state is S.SCREENING
    assert [event.note for event in lead.events if event.kind == "answer"] == ["Cotton."]
    with pytest.raises(Refusal):
        operations.answer(lead, text="Once more.", by=user)


def test_unanswered_questions_lapse(session: Db, lead: Lead) -> None:
    reviewer = make_staff(Role.REVIEWER)
    operations.advance(lead, to=S.SCREENING, by=reviewer)
    operations.advance(lead, to=S.INFO_REQUESTED, by=reviewer, note="Which crop?")
    session.flush()
    assert operations.lapse_unanswered(now() + PATIENCE - timedelta(hours=1)) == 0
    assert operations.lapse_unanswered(now() + PATIENCE + timedelta(hours=1)) == 1
    assert (lead.state, lead.reason) == (S.LAPSED, "no_answer")


def test_only_a_manager_reopens_and_not_beside_a_newer_case(lead: Lead) -> None:
    reviewer, manager = make_staff(Role.REVIEWER), make_staff(Role.MANAGER)
    operations.advance(lead, to=S.SCREENING, by=reviewer)
    operations.advance(lead, to=S.DECLINED, by=reviewer, reason="incomplete")
    with pytest.raises(Refusal):
        operations.advance(lead, to=S.SCREENING, by=reviewer, note="Again.")
    newer = make_inquiry(lead.project, by=make_partner_user("Illustrative Newer", "newer@example.org")).leads[0]
    newer.organisation_key, newer.open_key = (
        lead.organisation_key,
        open_key(lead.project_id, lead.organisation_key),
    )
    with pytest.raises(Refusal):
        operations.advance(lead, to=S.SCREENING, by=manager, note="Again.")
    operations.withdraw(newer, by=manager)
    operations.advance(lead, to=S.SCREENING, by=manager, note="Again.")
    assert lead.state is S.SCREENING
