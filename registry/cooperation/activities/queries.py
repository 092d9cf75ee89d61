"""Finding what is done together."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from registry.cooperation.activities.models import Activity, Applicant
from registry.db import db
from registry.refusals import NotFound


def one_activity(number: str) -> Activity:
    """The activity with this number; raises NotFound."""
    activity = db.session.scalar(
        select(Activity)
        .where(Activity.number == number)
        .options(selectinload(Activity.applicants), joinedload(Activity.partner), joinedload(Activity.agreement))
    )
    if activity is None:
        raise NotFound
    return activity


def page_of_activities(
    *, kind: str | None, state: str | None, page: int, per_page: int
) -> tuple[Sequence[Activity], int]:
    """One page of activities, the newest first, and how many there are."""
    clauses: list[ColumnElement[bool]] = []
    if kind:
        clauses.append(Activity.kind == kind)
    if state:
        clauses.append(Activity.state == state)
    total = db.session.scalar(select(func.count(Activity.id)).where(*clauses)) or 0
    query = select(Activity).where(*clauses).order_by(Activity.id.desc())
    return db.session.scalars(query.limit(per_page).offset((page - 1) * per_page)).all(), total


def activities_of(country: str, *, public_only: bool) -> Sequence[Activity]:
    """What is done with a country, the newest first; only what was made public, or all."""
    query = select(Activity).where(Activity.country == country)
    if public_only:
        query = query.where(Activity.published_at.is_not(None))
    return db.session.scalars(query.order_by(Activity.id.desc()).limit(100)).all()


def one_applicant(activity: Activity, applicant_id: int) -> Applicant:
    """Somebody who applied; raises NotFound."""
    found = next((one for one in activity.applicants if one.id == applicant_id), None)
    if found is None:
        raise NotFound
    return found
