"""What registering interest leaves behind: all of it, or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import func, select
from sqlalchemy.orm import scoped_session

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import now
from registry.leads import operations
from registry.leads.inquiring import confirm, express_interest
from registry.leads.models import Inquiry, Lead, LeadEvent
from registry.leads.pipeline import LeadStatus
from registry.notifications.models import OutboxMessage
from registry.projects.lifecycle import Publication
from registry.refusals import Refusal
from tests.makers import APPLICATION, make_inquiry, make_partner_user, make_project, make_staff

Db = scoped_session[Session]


def numbers(session: Db) -> list[int]:
    kinds = (Inquiry, Lead, LeadEvent, OutboxMessage)
    return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def test_it_works(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    first, second = make_project(), make_project()
    inquiry = express_interest(APPLICATION, projects=[first, second], form_token="a token", by=None)
    assert numbers(session) == [1, 2, 2, 1]
    assert {lead.state for lead in inquiry.leads} == {LeadStatus.DRAFT}
    (asked,) = session.scalars(select(OutboxMessage)).all()
    assert (asked.recipient, asked.language) == (APPLICATION.email, "zh")
    assert confirm(inquiry) == []
    assert {lead.state for lead in inquiry.leads} == {LeadStatus.SUBMITTED}
    assert len({lead.number for lead in inquiry.leads}) == 2
    told = session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.id != asked.id)).all()
    assert sorted(told) == sorted([APPLICATION.email, manager.email] * 2)
    actions = session.scalars(select(AuditEntry.action)).all()
    assert {"interest.expressed", "interest.confirmed", "lead.moved"} <= set(actions)


def test_somebody_signed_in_need_not_confirm(session: Db) -> None:
    user = make_partner_user()
    inquiry = make_inquiry(make_project(), by=user)
    assert inquiry.confirmed_at is not None
    assert inquiry.leads[0].state is LeadStatus.SUBMITTED
    assert inquiry.partner is not None
    assert inquiry.partner.name == "Illustrative Partner"


def test_a_double_press_makes_one_record(session: Db) -> None:
    project = make_project()
    once = express_interest(APPLICATION, projects=[project], form_token="the same", by=None)
    before = numbers(session)
    again = express_interest(APPLICATION, projects=[project], form_token="the same", by=None)
    assert again is once
    assert numbers(session) == before
    other = replace(APPLICATION, message="Another text.")
    with pytest.raises(Refusal):
        express_interest(other, projects=[project], form_token="the same", by=None)


def test_one_open_interest_per_organisation_and_project(session: Db) -> None:
    user, project = make_partner_user(), make_project()
    lead = make_inquiry(project, by=user).leads[0]
    with pytest.raises(Refusal) as refused:
        make_inquiry(project, by=user)
    assert project.reference in str(refused.value)
    make_inquiry(make_project(), by=user)
    operations.withdraw(lead, by=user)
    assert make_inquiry(project, by=user).leads[0].state is LeadStatus.SUBMITTED


def test_a_second_confirmation_of_the_same_organisation_is_closed(session: Db) -> None:
    project = make_project()
    first, second = make_inquiry(project, confirmed=False), make_inquiry(project, confirmed=False)
    assert confirm(first) == []
    (refused,) = confirm(second)
    assert (refused.state, refused.reason) == (LeadStatus.LAPSED, "duplicate")


@pytest.mark.parametrize(
    "publication", sorted(set(Publication) - {Publication.PUBLISHED}), ids=lambda state: state.value
)
def test_what_is_not_published_takes_no_interest(session: Db, publication: Publication) -> None:
    before = numbers(session)
    with pytest.raises(Refusal):
        make_inquiry(make_project(publication))
    assert numbers(session) == before


@pytest.mark.parametrize("funding_status", ["fully_funded", "on_hold", "withdrawn"])
def test_a_closed_project_takes_no_interest(session: Db, funding_status: str) -> None:
    with pytest.raises(Refusal):
        make_inquiry(make_project(funding_status=funding_status))


def test_after_its_closing_day_a_project_takes_no_interest(session: Db) -> None:
    today = now().date()
    make_inquiry(make_project(closes_on=today))
    with pytest.raises(Refusal):
        make_inquiry(make_project(closes_on=today - timedelta(days=1)))


def test_nothing_is_half_done_when_one_of_several_projects_is_closed(session: Db) -> None:
    user, open_one = make_partner_user(), make_project()
    before = numbers(session)
    with pytest.raises(Refusal):
        make_inquiry(open_one, make_project(Publication.SUSPENDED), by=user)
    assert numbers(session) == before
