"""Recording what is done together, and who takes part."""

from dataclasses import dataclass
from datetime import date

from registry.accounts.models import User
from registry.audit.operations import record
from registry.cooperation.activities.models import Activity, Applicant
from registry.cooperation.activities.states import (
    APPLICANT_NEXT,
    NEXT,
    TAKES_PLACE,
    WITH_PLACES,
    ActivityState,
    ApplicantState,
)
from registry.db import db, now
from registry.languages import gettext as _
from registry.partners.models import Partner
from registry.projects.models import Project
from registry.reference.operations import next_number
from registry.refusals import Refusal

MOST_APPLICANTS = 500


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """What is known of an activity."""

    kind: str
    title: str
    country: str
    description: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    places: int | None = None


def add_activity(
    plan: ActivityPlan, *, by: User | None, partner: Partner | None = None, project: Project | None = None
) -> Activity:
    """A proposed activity with a number. Raises Refusal."""
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise Refusal(_("The last day is before the first."), "ends_on")
    if plan.places is None and plan.kind in WITH_PLACES:
        raise Refusal(_("Say for how many people there is room."), "places")
    year = now().year
    activity = Activity(
        number=f"J-{year}-{next_number(f'activity-{year}'):04}",
        state=ActivityState.PROPOSED.value,
        kind=plan.kind,
        title=plan.title,
        country=plan.country,
        description=plan.description,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        places=plan.places,
        partner=partner,
        project=project,
        created_by_id=by.id if by else None,
        created_at=now(),
    )
    db.session.add(activity)
    db.session.flush()
    record("activity.added", subject=("activity", activity.number), by=by or "system")
    return activity


def advance(activity: Activity, *, to: str, by: User) -> None:
    """Approve, begin, complete or decline it. Raises Refusal."""
    if to not in NEXT[activity.standing]:
        raise Refusal(_("This step is not possible from the present state."))
    record("activity.moved", subject=("activity", activity.number), by=by, changes={"state": [activity.state, to]})
    activity.state = to


def publish(activity: Activity, *, is_public: bool, by: User) -> None:
    """Show it on the page of its country, or no longer. Raises Refusal."""
    if is_public and activity.standing in (ActivityState.PROPOSED, ActivityState.DECLINED):
        raise Refusal(_("Only what is approved can be made public."))
    activity.published_at = now() if is_public else None
    action = "activity.published" if is_public else "activity.unpublished"
    record(action, subject=("activity", activity.number), by=by)


def add_applicant(
    activity: Activity,
    *,
    name: str,
    organisation: str | None,
    email: str | None,
    note: str | None,
    by: User,
) -> Applicant:
    """Somebody wants to take part. Raises Refusal."""
    if len(activity.applicants) >= MOST_APPLICANTS:
        raise Refusal(_("There are too many applicants already."), "name")
    applicant = Applicant(
        name=name,
        organisation=organisation,
        email=email,
        note=note,
        state=ApplicantState.APPLIED.value,
        created_at=now(),
    )
    activity.applicants.append(applicant)
    db.session.flush()
    record("activity.applicant_added", subject=("activity", activity.number), by=by)
    return applicant


def move_applicant(activity: Activity, applicant: Applicant, *, to: str, by: User) -> None:
    """Select somebody, or not; note who took part. Raises Refusal where no place is left."""
    if to not in APPLICANT_NEXT[applicant.standing]:
        raise Refusal(_("This step is not possible from the present state."))
    taken = sum(1 for one in activity.applicants if one.standing in TAKES_PLACE and one is not applicant)
    if activity.places is not None and ApplicantState(to) in TAKES_PLACE and taken >= activity.places:
        raise Refusal(_("All places are taken."))
    applicant.state = to
    record("activity.applicant_moved", subject=("activity", activity.number), by=by)
