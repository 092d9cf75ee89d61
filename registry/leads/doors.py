"""Who gets how far with the documents of a project and of a case."""

from typing import Any

from sqlalchemy import select

from registry.accounts.models import User
from registry.db import db
from registry.documents.doors import DOORS, Door
from registry.documents.levels import Level
from registry.leads.models import Lead
from registry.leads.queries import one_lead_of
from registry.partners.checks.queries import standing_of
from registry.partners.checks.standing import Standing
from registry.partners.queries import partner_of
from registry.projects.models import Project
from registry.refusals import NotFound

VERIFIED = frozenset({Standing.CLEARED})


def watch() -> None:
    """Say what documents must know of projects and cases."""
    DOORS["project"] = Door(
        find=lambda number: _id(Project, Project.reference, number),
        number=lambda project_id: db.session.get_one(Project, project_id).reference,
        standing=_with_project,
        page=("staff_projects.show", "reference"),
    )
    DOORS["lead"] = Door(
        find=lambda number: _id(Lead, Lead.number, number),
        number=lambda lead_id: db.session.get_one(Lead, lead_id).number,
        standing=_with_lead,
        page=("staff_leads.show", "number"),
    )


def _id(model: type[Project] | type[Lead], column: Any, number: str) -> int:
    found = db.session.scalar(select(model.id).where(column == number))
    if found is None:
        raise NotFound
    return found


def _with_project(project_id: int, user: User | None) -> Level | None:
    if user is not None and user.is_staff:
        return Level.STAFF
    if not db.session.get_one(Project, project_id).is_published:
        return None
    return standing_of_reader(user)


def standing_of_reader(user: User | None) -> Level:
    """How far anybody gets with what is published."""
    if user is None:
        return Level.PUBLIC
    try:
        partner = partner_of(user)
    except NotFound:
        return Level.SIGNED_IN
    return Level.VERIFIED if standing_of(partner) in VERIFIED else Level.SIGNED_IN


def _with_lead(lead_id: int, user: User | None) -> Level | None:
    """Only the staff and the partner of a case know of it."""
    if user is None:
        return None
    if user.is_staff:
        return Level.STAFF
    try:
        one_lead_of(user, db.session.get_one(Lead, lead_id).number)
    except NotFound:
        return None
    return standing_of_reader(user)
