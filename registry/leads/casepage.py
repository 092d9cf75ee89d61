"""What the page of a case shows, gathered in a few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.accounts.models import User
from registry.db import now
from registry.documents.models import Document
from registry.documents.queries import documents_of
from registry.languages import gettext as _
from registry.leads.meetings.models import Meeting
from registry.leads.meetings.queries import meetings_of
from registry.leads.models import Lead, LeadEvent
from registry.leads.operations import has_evidence_in
from registry.leads.pipeline import MOVES, Actor, Move
from registry.leads.queries import count_events, last_events, other_cases
from registry.matching.models import Match
from registry.matching.queries import find_match
from registry.partners.checks.queries import standings_of
from registry.partners.checks.standing import Standing
from registry.tasks.models import Task
from registry.tasks.queries import tasks_about
from registry.tasks.subjects import Subject

#: Entries of the history that are shown at first.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a step asks for, and whether it is there."""

    text: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything about a case beside the case itself."""

    moves: Sequence[Move]
    events: Sequence[LeadEvent]
    hidden: int
    today: date
    tasks: Sequence[Task]
    documents: Sequence[Document]
    meetings: Sequence[Meeting]
    others: Sequence[Lead]
    checklist: Sequence[Condition]
    standing: Standing | None
    match: Match | None


def case_page(lead: Lead, reader: User, *, is_whole: bool) -> CasePage:
    """The page of a case for a member of the staff."""
    events = last_events(lead, most=None if is_whole else SHOWN)
    documents = documents_of("lead", lead.id)
    partner_id = lead.inquiry.partner_id
    return CasePage(
        moves=[move for move in MOVES[lead.state] if move.actor is Actor.STAFF and reader.may(move.permission)],
        events=events,
        hidden=max(0, count_events(lead) - len(events)) if len(events) == SHOWN else 0,
        today=now().date(),
        tasks=tasks_about(Subject.LEAD, lead.number),
        documents=documents,
        meetings=meetings_of(lead.id),
        others=other_cases(lead),
        checklist=checklist(lead, documents),
        standing=standings_of([partner_id]).get(partner_id) if partner_id else None,
        match=find_match(partner_id, lead.project_id) if partner_id else None,
    )


def checklist(lead: Lead, documents: Sequence[Document]) -> list[Condition]:
    """What the usual next step asks for."""
    onward = next((move for move in MOVES[lead.state] if move.tone == "primary"), None)
    if onward is None:
        return []
    found = []
    if onward.needs_officer:
        found.append(Condition(_("Somebody works on the case"), lead.officer_id is not None))
    if onward.needs_summary:
        found.append(Condition(_("A summary for the owner, without names"), lead.owner_summary is not None))
    if onward.needs_next_step:
        found.append(Condition(_("A next step with its date"), lead.next_step_on is not None))
    if onward.needs_evidence:
        found.append(Condition(_("The signed agreement is among the documents"), has_evidence_in(documents)))
    return found
