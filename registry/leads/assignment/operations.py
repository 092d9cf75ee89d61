"""Choosing who gets a case; keeping the rules and absences."""

from datetime import date

from registry.accounts.models import User
from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.leads.assignment.models import Absence, AssignmentRule
from registry.leads.assignment.queries import absence_on, open_cases_by_officer, rules
from registry.leads.clock import ZONE
from registry.refusals import Refusal


def choose_officer(*, sector: str, country: str, language: str) -> User | None:
    """Who gets a new case by the first rule that fits; None where there is none or nobody is there."""
    today = now().astimezone(ZONE).date()
    for rule in rules():
        if rule.fits(sector, country, language):
            officer = present(rule.officer, today) if rule.officer else least_busy(today)
            if officer is not None:
                return officer
    return None


def present(officer: User, day: date) -> User | None:
    """The person, or whoever stands in on a day; None if nobody who works on cases does."""
    seen: set[int] = set()
    found: User | None = officer
    while found is not None and found.id not in seen:
        absence = absence_on(found.id, day)
        if absence is None:
            return found if found.is_active and found.may(Permission.LEADS_REVIEW) else None
        seen.add(found.id)
        found = absence.cover
    return None


def least_busy(day: date) -> User | None:
    """Of the reviewers who are there, the one with the fewest open cases; of equals the first by name."""
    numbers = open_cases_by_officer()
    there = [user for user in staff_who_may(Permission.LEADS_REVIEW) if absence_on(user.id, day) is None]
    reviewers = [user for user in there if user.role == "reviewer"] or there
    return min(reviewers, key=lambda user: numbers.get(user.id, 0), default=None)


def add_rule(
    *, sector: str | None, country: str | None, language: str | None, officer: User | None, by: User
) -> AssignmentRule:
    """A further rule after the others."""
    last = max((rule.position for rule in rules()), default=0)
    rule = AssignmentRule(
        position=last + 1, sector_code=sector, country=country, language=language, officer=officer
    )
    db.session.add(rule)
    db.session.flush()
    record("assignment.rule_added", subject=("assignment_rule", rule.id), by=by)
    return rule


def remove_rule(rule: AssignmentRule, *, by: User) -> None:
    """Take a rule away."""
    record("assignment.rule_removed", subject=("assignment_rule", rule.id), by=by)
    db.session.delete(rule)


def add_absence(user: User, *, first_day: date, last_day: date, cover: User | None, by: User) -> Absence:
    """Somebody is away. Raises Refusal if the days are in the wrong order or the person stands in for itself."""
    if last_day < first_day:
        raise Refusal(_("The last day is before the first."), "last_day")
    if cover is not None and cover.id == user.id:
        raise Refusal(_("Choose somebody else to stand in."), "cover")
    absence = Absence(user=user, first_day=first_day, last_day=last_day, cover=cover)
    db.session.add(absence)
    db.session.flush()
    record("assignment.absence_added", subject=("user", user.id), by=by)
    return absence


def remove_absence(absence: Absence, *, by: User) -> None:
    """The person is there after all."""
    record("assignment.absence_removed", subject=("user", absence.user_id), by=by)
    db.session.delete(absence)
