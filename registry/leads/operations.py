"""What happens to an expression of interest."""

from datetime import date, datetime, timedelta

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.leads import messages
from registry.leads.models import Lead, LeadEvent
from registry.leads.pipeline import (
    ENDED,
    OPEN,
    WITHDRAWABLE,
    Actor,
    LeadReason,
    LeadStatus,
    Move,
    find_move,
)
from registry.leads.queries import open_key, open_lead, unanswered_since
from registry.matching.operations import note_evidence, set_status
from registry.matching.statuses import EvidenceKind, MatchStatus
from registry.notifications.operations import queue
from registry.refusals import Refusal

#: States that say something of what fits an organisation.
EVIDENCE = {
    LeadStatus.SUBMITTED: EvidenceKind.INTEREST,
    LeadStatus.AGREEMENT_SIGNED: EvidenceKind.AGREEMENT,
}
#: How long the Center waits for a partner's answer or confirmation.
PATIENCE = timedelta(days=14)


def advance(
    lead: Lead,
    *,
    to: str,
    by: User,
    reason: str | None = None,
    note: str | None = None,
    next_step: tuple[str, date] | None = None,
) -> None:
    """Move a case along the table; writes its event, audit entry and, where the partner is told, a message.

    Raises Refusal naming the field that is missing, or that the table has no such move for this person.
    """
    move = find_move(lead.status, to)
    if move is None or move.actor is not Actor.STAFF or not by.may(move.permission):
        raise Refusal(_("This step is not possible from the present state."), "to")
    _check(lead, move, reason, note, next_step)
    _check_still_free(lead, move)
    before = lead.partner_label
    if next_step is not None:
        lead.next_step, lead.next_step_on = next_step
    _move(lead, move.to, by=by, reason=reason, note=note)
    if move.to is LeadStatus.INFO_REQUESTED:
        _add_event(lead, kind="question", by=by, note=note)
    if lead.partner_label is not before:
        _tell_partner(lead)


def _check(
    lead: Lead, move: Move, reason: str | None, note: str | None, next_step: tuple[str, date] | None
) -> None:
    if move.reasons and reason not in move.reasons:
        raise Refusal(_("Choose a reason."), "reason")
    if move.needs_note and not (note or "").strip():
        raise Refusal(_("Write a few words about it."), "note")
    if move.needs_officer and lead.officer_id is None:
        raise Refusal(_("Assign the case to somebody first."), "to")
    if move.needs_next_step and next_step is None:
        raise Refusal(_("Name the next step and its date."), "next_step")


def _check_still_free(lead: Lead, move: Move) -> None:
    """A reopened case must not stand beside a newer open one of the same organisation."""
    if lead.state in ENDED and move.to in OPEN and open_lead(lead.project_id, lead.organisation_key):
        raise Refusal(_("This organisation has another open case about the same project."), "to")


def _move(
    lead: Lead, to: LeadStatus, *, by: User | None, reason: str | None = None, note: str | None = None
) -> None:
    changes = {"status": [lead.status, to.value]}
    _add_event(lead, kind="move", by=by, to=to, reason=reason, note=note)
    lead.status = to.value
    lead.status_since = now()
    lead.reason = reason or None
    lead.open_key = open_key(lead.project_id, lead.organisation_key) if to in OPEN else None
    db.session.flush()
    record("lead.moved", subject=("lead", lead.number), by=by or "system", changes=changes, reason=reason)
    _tell_matching(lead, to, by)


def _tell_matching(lead: Lead, to: LeadStatus, by: User | None) -> None:
    """What an organisation with an account does is evidence of what fits it; introductions show at the match."""
    partner = lead.inquiry.partner
    if partner is None:
        return
    if to in EVIDENCE:
        note_evidence(partner.id, lead.project_id, EVIDENCE[to])
    if to is LeadStatus.INTRODUCED and by is not None and lead.project.is_published:
        set_status(partner, lead.project, MatchStatus.INTRODUCED, by=by)


def _add_event(
    lead: Lead,
    *,
    kind: str,
    by: User | None,
    to: LeadStatus | None = None,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    event = LeadEvent(
        lead_id=lead.id,
        at=now(),
        by_id=by.id if by else None,
        kind=kind,
        from_status=lead.status if to and to.value != lead.status else None,
        to_status=to.value if to else None,
        reason=reason or None,
        note=note or None,
    )
    db.session.add(event)
    db.session.flush()


def _tell_partner(lead: Lead) -> None:
    queue(to=lead.inquiry.email, language=lead.inquiry.language, message=messages.state_changed(lead))


def _tell_staff(lead: Lead, readers: list[User], kind: str) -> None:
    for reader in readers:
        queue(to=reader.email, language=reader.language, message=messages.for_staff(lead, reader, kind))


def note_arrival(lead: Lead) -> None:
    """The first entry of every case's history."""
    _add_event(lead, kind="move", by=None, to=LeadStatus.DRAFT)


def submit(lead: Lead, *, by: User | None, readers: list[User]) -> None:
    """A confirmed interest becomes a new case: the partner and the staff are told."""
    _move(lead, LeadStatus.SUBMITTED, by=by)
    queue(to=lead.inquiry.email, language=lead.inquiry.language, message=messages.received(lead))
    _tell_staff(lead, readers, "new")


def close_unsubmitted(lead: Lead, *, reason: str) -> None:
    """A draft that will never become a case: its project closed meanwhile, or it is there already."""
    _move(lead, LeadStatus.LAPSED, by=None, reason=reason)


def lapse_unanswered(moment: datetime) -> int:
    """Close cases for lack of an answer after PATIENCE; returns how many."""
    waiting = unanswered_since(moment - PATIENCE)
    for lead in waiting:
        was_asked = lead.state is LeadStatus.INFO_REQUESTED
        _move(lead, LeadStatus.LAPSED, by=None, reason=LeadReason.NO_ANSWER.value)
        if was_asked:
            _tell_partner(lead)
    return len(waiting)


def assign(lead: Lead, *, officer: User | None, by: User) -> None:
    """Give the case to a member of staff, or to nobody."""
    if officer is not None and not (officer.is_active and officer.may(Permission.LEADS_REVIEW)):
        raise Refusal(_("This person cannot work on cases."), "officer")
    if lead.officer_id == (officer.id if officer else None):
        return
    changes = {"officer": [lead.officer_id, officer.id if officer else None]}
    lead.officer = officer
    _add_event(lead, kind="assignment", by=by, note=officer.name if officer else None)
    record("lead.assigned", subject=("lead", lead.number), by=by, changes=changes)
    if officer is not None and officer.id != by.id:
        _tell_staff(lead, [officer], "assigned")


def add_note(lead: Lead, *, text: str, by: User) -> None:
    """Keep a note that only staff read."""
    if not text.strip():
        raise Refusal(_("Write a few words about it."), "note")
    _add_event(lead, kind="note", by=by, note=text)
    record("lead.noted", subject=("lead", lead.number), by=by)


def answer(lead: Lead, *, text: str, by: User) -> None:
    """The partner answers what the staff asked; screening goes on. Raises Refusal."""
    if lead.state is not LeadStatus.INFO_REQUESTED:
        raise Refusal(_("No information is asked for at present."))
    if not text.strip():
        raise Refusal(_("Write your answer."), "text")
    _add_event(lead, kind="answer", by=by, note=text)
    _move(lead, LeadStatus.SCREENING, by=by)
    _tell_staff(lead, [lead.officer] if lead.officer else [], "answered")


def withdraw(lead: Lead, *, by: User) -> None:
    """The partner takes the interest back, any time before an agreement is signed. Raises Refusal."""
    if lead.state not in WITHDRAWABLE:
        raise Refusal(_("This interest cannot be withdrawn any more. Please write to the Center."))
    _move(lead, LeadStatus.WITHDRAWN, by=by)
    _tell_staff(lead, [lead.officer] if lead.officer else [], "withdrawn")
