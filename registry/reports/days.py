"""What waits for a member of the staff today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.cooperation.agreements.models import Obligation
from registry.cooperation.agreements.queries import obligations_due
from registry.cooperation.visits.models import Visit
from registry.cooperation.visits.queries import next_visits
from registry.db import now
from registry.documents.queries import requests_waiting
from registry.leads.criteria import LeadCriteria
from registry.leads.meetings.models import Meeting
from registry.leads.meetings.queries import next_meetings
from registry.leads.models import Lead
from registry.leads.pipeline import LeadStatus
from registry.leads.worklist.engine import LeadPage, count_leads, first_leads
from registry.tasks.models import Task
from registry.tasks.queries import open_tasks_of

#: What is owed is shown so many days ahead.
AHEAD = timedelta(days=30)
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Day:
    """A day at the desk; what the role does not see is empty."""

    today: date
    tasks: Sequence[Task] = ()
    overdue: int = 0
    soon: int = 0
    #: the cases that are due first: one's own for whoever works on cases, else all
    due: Sequence[Lead] = ()
    mine: LeadPage | None = None
    new: LeadPage | None = None
    meetings: Sequence[Meeting] = ()
    visits: Sequence[Visit] = ()
    obligations: Sequence[Obligation] = ()
    requests: int = field(default=0)


def day_of(user: User) -> Day:
    """What waits for this person."""
    moment = now()
    today = moment.date()
    reads, works = user.may(Permission.LEADS_READ), user.may(Permission.LEADS_REVIEW)
    cooperates = user.may(Permission.COOPERATION_READ)
    me = (str(user.id),)
    lists = (
        LeadCriteria(clock=("overdue", "soon"), officer=me if works else (), sort="due"),
        LeadCriteria(officer=me, sort="waiting"),
        LeadCriteria(status=(LeadStatus.SUBMITTED.value,), sort="oldest"),
    )
    due, mine, new = first_leads(*lists, most=MOST_SHOWN) if reads else (None, None, None)
    return Day(
        today=today,
        tasks=open_tasks_of(user.id, most=MOST_SHOWN) if user.may(Permission.TASKS_DO) else (),
        overdue=count_leads(LeadCriteria(clock=("overdue",))) if reads else 0,
        soon=count_leads(LeadCriteria(clock=("soon",))) if reads else 0,
        due=due.leads if due else (),
        mine=mine,
        new=new,
        meetings=next_meetings(moment, most=MOST_SHOWN) if reads else (),
        visits=next_visits(today, most=MOST_SHOWN) if cooperates else (),
        obligations=obligations_due(today + AHEAD, most=MOST_SHOWN) if cooperates else (),
        requests=len(requests_waiting()) if user.may(Permission.DOCUMENTS_GRANT) else 0,
    )
