"""Finding visits."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from registry.cooperation.visits.models import Visit, VisitMember, VisitStop
from registry.db import db
from registry.leads.models import Lead
from registry.projects.models import Project
from registry.refusals import NotFound


def one_visit(number: str) -> Visit:
    """The visit with this number; raises NotFound."""
    visit = db.session.scalar(
        select(Visit)
        .where(Visit.number == number)
        .options(
            selectinload(Visit.members).joinedload(VisitMember.partner),
            selectinload(Visit.stops).joinedload(VisitStop.project).selectinload(Project.texts),
            selectinload(Visit.leads).joinedload(Lead.project),
        )
    )
    if visit is None:
        raise NotFound
    return visit


def page_of_visits(
    *, country: str | None, state: str | None, page: int, per_page: int
) -> tuple[Sequence[Visit], int]:
    """One page of visits, the latest first, and how many there are."""
    clauses: list[ColumnElement[bool]] = []
    if country:
        clauses.append(Visit.country == country)
    if state:
        clauses.append(Visit.state == state)
    total = db.session.scalar(select(func.count(Visit.id)).where(*clauses)) or 0
    query = select(Visit).where(*clauses).order_by(Visit.first_day.desc(), Visit.id.desc())
    rows = db.session.scalars(
        query.options(selectinload(Visit.members)).limit(per_page).offset((page - 1) * per_page)
    )
    return rows.all(), total


def next_visits(day: date, *, most: int) -> Sequence[Visit]:
    """Visits that are not over on a day and not cancelled, the next first."""
    query = select(Visit).where(Visit.last_day >= day, Visit.state.in_(["planned", "confirmed"]))
    return db.session.scalars(query.order_by(Visit.first_day, Visit.id).limit(most)).all()


def visits_of(country: str, *, public_only: bool) -> Sequence[Visit]:
    """Visits from a country, the latest first; only those made public, or all."""
    query = select(Visit).where(Visit.country == country)
    if public_only:
        query = query.where(Visit.published_at.is_not(None))
    return db.session.scalars(query.order_by(Visit.first_day.desc(), Visit.id.desc()).limit(50)).all()


def one_member(visit: Visit, member_id: int) -> VisitMember:
    """Somebody of the delegation; raises NotFound."""
    found = next((member for member in visit.members if member.id == member_id), None)
    if found is None:
        raise NotFound
    return found


def one_stop(visit: Visit, stop_id: int) -> VisitStop:
    """A point of the agenda; raises NotFound."""
    found = next((stop for stop in visit.stops if stop.id == stop_id), None)
    if found is None:
        raise NotFound
    return found


def countries_of_visits() -> list[str]:
    """Countries that visits come from."""
    return list(db.session.scalars(select(Visit.country).distinct().order_by(Visit.country)))
