"""The clock of a case: wound at every step, and looked at by the worker."""

from datetime import datetime, timedelta

from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.leads import messages
from registry.leads.clock import PAUSED, SINCE_RECEIPT, WARNING, WORKING_DAY, Clock, due
from registry.leads.models import Lead
from registry.leads.pipeline import ENDED, LeadStatus
from registry.leads.queries import due_before
from registry.notifications.operations import queue


def wind(lead: Lead, to: LeadStatus, moment: datetime) -> None:
    """Set what is due after a step to another state; called while the case still stands in the former one."""
    country = lead.inquiry.country
    if lead.state in PAUSED:
        lead.paused_minutes += int(Clock(country).between(lead.status_since, moment) / timedelta(minutes=1))
    if to is LeadStatus.SUBMITTED or lead.state in ENDED or lead.clock_from is None:
        lead.clock_from, lead.paused_minutes = moment, 0
    if to is LeadStatus.SUBMITTED:
        first = SINCE_RECEIPT[LeadStatus.SUBMITTED] * WORKING_DAY
        lead.first_due_at = Clock(country).after(moment, first)
    lead.due_at = due(
        to,
        country=country,
        received=lead.clock_from,
        since=moment,
        paused=timedelta(minutes=lead.paused_minutes),
    )
    lead.warned_at = lead.escalated_at = None


def note_answer(lead: Lead, moment: datetime) -> None:
    """The staff answered the partner for the first time."""
    if lead.answered_at is None:
        lead.answered_at = moment


def warn_and_escalate(moment: datetime) -> int:
    """Tell officers what is due within a working day and managers what is overdue; returns how many cases."""
    managers = staff_who_may(Permission.LEADS_ASSIGN)
    told = 0
    for lead in due_before(Clock().after(moment, WARNING)):
        assert lead.due_at is not None
        if lead.due_at <= moment and lead.escalated_at is None:
            lead.escalated_at = lead.warned_at = moment
            readers = {user.id: user for user in [*managers, *([lead.officer] if lead.officer else [])]}
            kind = "overdue"
        elif lead.due_at > moment and lead.warned_at is None:
            lead.warned_at = moment
            readers = {user.id: user for user in ([lead.officer] if lead.officer else managers)}
            kind = "due"
        else:
            continue
        for reader in readers.values():
            queue(to=reader.email, language=reader.language, message=messages.for_staff(lead, reader, kind))
        told += 1
    return told
