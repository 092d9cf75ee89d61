"""Taking the demonstration records out again."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from registry.accounts.models import SignIn, User
from registry.audit.operations import record
from registry.cooperation.activities.models import Activity
from registry.cooperation.agreements.models import Agreement
from registry.cooperation.visits.models import Visit
from registry.db import db
from registry.documents.models import Document
from registry.leads.changes import note_change as note_lead_change
from registry.leads.meetings.models import Meeting
from registry.leads.models import Lead, LeadEvent, LeadPresence
from registry.notifications.models import OutboxMessage
from registry.partners.changes import note_change
from registry.partners.models import Member, Partner
from registry.projects.lifecycle import Publication
from registry.projects.models import Project
from registry.projects.operations import place
from registry.projects.parts import ProjectEvent


def remove_demonstration() -> dict[str, int]:
    """Take out exactly the demonstration records; returns what was kept because real interest hangs on it.

    A demonstration project in which somebody registered real interest is archived, and a demonstration
    account that acted on it is switched off.
    """
    addresses = select(User.email).where(User.is_demo)
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.recipient.in_(addresses)))
    _remove_cooperation()
    for lead in list(db.session.scalars(select(Lead).where(Lead.is_demo).order_by(Lead.id))):
        _remove_lead(lead)
    kept = {"projects": 0, "partners": 0, "accounts": 0}
    removals: tuple[tuple[str, Any, Any], ...] = (
        ("projects", Project, _switch_off_project),
        ("partners", Partner, None),
        ("accounts", User, _switch_off_account),
    )
    for name, kind, fallback in removals:
        for item in list(db.session.scalars(select(kind).where(kind.is_demo).order_by(kind.id))):
            if not _try_to_remove(item):
                kept[name] += 1
                if fallback is not None:
                    fallback(item)
    record("demonstration.removed", subject=("demonstration", "all"), by="system")
    return kept


def _remove_cooperation() -> None:
    """Visits, agreements and activities, with their documents."""
    models: tuple[tuple[str, Any], ...] = (("activity", Activity), ("agreement", Agreement), ("visit", Visit))
    for kind, model in models:
        found = list(db.session.scalars(select(model).where(model.is_demo)))
        _remove_documents(kind, [item.id for item in found])
        for item in found:
            db.session.delete(item)
        db.session.flush()


def _remove_documents(kind: str, ids: list[int]) -> None:
    condition = (Document.subject_kind == kind, Document.subject_id.in_(ids))
    db.session.execute(delete(Document).where(*condition))


def _remove_lead(lead: Lead) -> None:
    inquiry = lead.inquiry
    for kind in (LeadEvent, Meeting, LeadPresence):
        db.session.execute(delete(kind).where(kind.lead_id == lead.id))
    db.session.execute(update(Agreement).where(Agreement.lead_id == lead.id).values(lead_id=None))
    _remove_documents("lead", [lead.id])
    note_lead_change(lead.id)
    db.session.expire(lead, ["events"])
    db.session.delete(lead)
    db.session.flush()
    db.session.refresh(inquiry, ["leads"])
    if not inquiry.leads:
        db.session.delete(inquiry)
        db.session.flush()


def _try_to_remove(item: Any) -> bool:
    """Delete a record with what hangs on it alone; False if real records point to it."""
    try:
        with db.session.begin_nested():
            if isinstance(item, Project):
                db.session.execute(delete(ProjectEvent).where(ProjectEvent.project_id == item.id))
            if isinstance(item, User):
                db.session.execute(delete(SignIn).where(SignIn.user_id == item.id))
                db.session.execute(delete(Member).where(Member.user_id == item.id))
            if isinstance(item, Partner):
                note_change(item.id)
            db.session.delete(item)
            db.session.flush()
    except IntegrityError:
        return False
    return True


def _switch_off_project(project: Project) -> None:
    place(project, Publication.ARCHIVED, by="system")


def _switch_off_account(user: User) -> None:
    user.is_active = False
