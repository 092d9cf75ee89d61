"""Rules and absences, and how busy people are."""

from datetime import date

from sqlalchemy import func, select

from registry.db import db
from registry.leads.assignment.models import Absence, AssignmentRule
from registry.leads.models import Lead
from registry.refusals import NotFound


def rules() -> list[AssignmentRule]:
    """All rules in their order."""
    return list(db.session.scalars(select(AssignmentRule).order_by(AssignmentRule.position, AssignmentRule.id)))


def one_rule(rule_id: int) -> AssignmentRule:
    """The rule with this id; raises NotFound."""
    rule = db.session.get(AssignmentRule, rule_id)
    if rule is None:
        raise NotFound
    return rule


def absences_from(day: date) -> list[Absence]:
    """Absences that are not over on a day."""
    query = select(Absence).where(Absence.last_day >= day).order_by(Absence.first_day, Absence.id)
    return list(db.session.scalars(query))


def absence_on(user_id: int, day: date) -> Absence | None:
    """Somebody's absence on a day."""
    query = select(Absence).where(Absence.user_id == user_id, Absence.first_day <= day, Absence.last_day >= day)
    return db.session.scalar(query.order_by(Absence.id).limit(1))


def one_absence(absence_id: int) -> Absence:
    """The absence with this id; raises NotFound."""
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    return absence


def open_cases_by_officer() -> dict[int, int]:
    """user id -> how many open cases the person has; nobody without any."""
    query = select(Lead.officer_id, func.count(Lead.id)).where(
        Lead.open_key.is_not(None), Lead.officer_id.is_not(None)
    )
    return {officer: number for officer, number in db.session.execute(query.group_by(Lead.officer_id)) if officer}
