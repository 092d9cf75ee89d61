"""Preparing a visit, receiving it, following it up."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.accounts.models import User
from registry.audit.operations import record
from registry.cooperation.visits.models import Visit, VisitMember, VisitStop
from registry.cooperation.visits.states import MOST_MEMBERS, MOST_STOPS, NEXT, StopKind, VisitState
from registry.db import db, now
from registry.languages import gettext as _
from registry.leads import operations as lead_operations
from registry.leads.inquiring import Application, register_on_behalf
from registry.leads.models import Lead
from registry.partners.models import Partner
from registry.projects.models import Project
from registry.reference.operations import next_number
from registry.refusals import Refusal


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """What is known of a visit beforehand."""

    purpose: str
    country: str
    first_day: date
    last_day: date
    is_official: bool = False
    head: str | None = None
    languages: tuple[str, ...] = ()
    interpreter: str | None = None
    hosts: str | None = None


def add_visit(plan: VisitPlan, *, by: User | None) -> Visit:
    """A new visit with a number. Raises Refusal."""
    _check(plan)
    year = plan.first_day.year
    visit = Visit(
        number=f"V-{year}-{next_number(f'visit-{year}'):04}",
        state=VisitState.PLANNED.value,
        news={},
        created_by_id=by.id if by else None,
        created_at=now(),
        **_values(plan),
    )
    db.session.add(visit)
    db.session.flush()
    record("visit.added", subject=("visit", visit.number), by=by or "system")
    return visit


def _values(plan: VisitPlan) -> dict[str, object]:
    return {
        "purpose": plan.purpose,
        "country": plan.country,
        "first_day": plan.first_day,
        "last_day": plan.last_day,
        "is_official": plan.is_official,
        "head": plan.head,
        "languages": list(plan.languages),
        "interpreter": plan.interpreter,
        "hosts": plan.hosts,
    }


def _check(plan: VisitPlan) -> None:
    if plan.last_day < plan.first_day:
        raise Refusal(_("The last day is before the first."), "last_day")


def change_visit(visit: Visit, plan: VisitPlan, *, by: User) -> None:
    """Change what is known of a visit. Raises Refusal."""
    _check(plan)
    changes = {}
    for name, value in _values(plan).items():
        before = getattr(visit, name)
        if before != value:
            changes[name] = [str(before), str(value)]
            setattr(visit, name, value)
    if changes:
        record("visit.changed", subject=("visit", visit.number), by=by, changes=changes)


def advance(visit: Visit, *, to: str, outcome: str | None, by: User) -> None:
    """Confirm, hold or cancel a visit; what was held needs its outcome. Raises Refusal."""
    if to not in NEXT[visit.standing]:
        raise Refusal(_("This step is not possible from the present state."), "to")
    if to == VisitState.HELD and not (outcome or "").strip():
        raise Refusal(_("Write what came of the visit."), "outcome")
    record("visit.moved", subject=("visit", visit.number), by=by, changes={"state": [visit.state, to]})
    visit.state = to
    if outcome:
        visit.outcome = outcome


def add_member(
    visit: Visit,
    *,
    name: str,
    organisation: str,
    language: str,
    by: User | None,
    position: str | None = None,
    email: str | None = None,
    partner: Partner | None = None,
) -> VisitMember:
    """Somebody comes along. Raises Refusal."""
    if len(visit.members) >= MOST_MEMBERS:
        raise Refusal(_("A delegation has at most %(most)s people.", most=MOST_MEMBERS), "name")
    member = VisitMember(
        name=name, organisation=organisation, language=language, position=position, email=email, partner=partner
    )
    visit.members.append(member)
    db.session.flush()
    record("visit.member_added", subject=("visit", visit.number), by=by or "system")
    return member


def remove_member(visit: Visit, member: VisitMember, *, by: User) -> None:
    """Somebody does not come."""
    visit.members.remove(member)
    record("visit.member_removed", subject=("visit", visit.number), by=by)


def note_presence(visit: Visit, member: VisitMember, *, is_present: bool, by: User) -> None:
    """Somebody has arrived, or has not after all."""
    member.is_present = is_present
    record("visit.checked_in", subject=("visit", visit.number), by=by)


def add_stop(
    visit: Visit,
    *,
    starts_at: datetime,
    kind: StopKind,
    place: str,
    by: User | None,
    project: Project | None = None,
    note: str | None = None,
) -> VisitStop:
    """A further point of the agenda, on a day of the visit. Raises Refusal."""
    if len(visit.stops) >= MOST_STOPS:
        raise Refusal(_("An agenda has at most %(most)s points.", most=MOST_STOPS), "place")
    if kind is StopKind.PROJECT and project is None:
        raise Refusal(_("Choose the project."), "project")
    stop = VisitStop(starts_at=starts_at, kind=kind.value, place=place, note=note, project=project)
    visit.stops.append(stop)
    db.session.flush()
    record("visit.stop_added", subject=("visit", visit.number), by=by or "system")
    return stop


def remove_stop(visit: Visit, stop: VisitStop, *, by: User) -> None:
    """Take a point off the agenda."""
    visit.stops.remove(stop)
    record("visit.stop_removed", subject=("visit", visit.number), by=by)


def register_interest(
    visit: Visit, application: Application, *, project: Project, partner: Partner | None, by: User
) -> Lead:
    """Somebody of the delegation is interested in a project: a case of whoever registers it. Raises Refusal."""
    lead = register_on_behalf(application, project=project, partner=partner, by=by)
    if lead.officer_id is None:
        lead_operations.assign(lead, officer=by, by=by)
    visit.leads.append(lead)
    db.session.flush()
    record("visit.interest", subject=("visit", visit.number), by=by)
    return lead


def publish_news(visit: Visit, news: dict[str, dict[str, str]], *, by: User) -> None:
    """Show a short item about a held visit on the page of the country. Raises Refusal."""
    if visit.standing is not VisitState.HELD:
        raise Refusal(_("Only a visit that was held can be published."))
    if not news:
        raise Refusal(_("Write title and text in at least one language."))
    visit.news, visit.published_at = news, now()
    record("visit.published", subject=("visit", visit.number), by=by)


def withdraw_news(visit: Visit, *, by: User) -> None:
    """Take the item off the page again."""
    visit.published_at = None
    record("visit.unpublished", subject=("visit", visit.number), by=by)
