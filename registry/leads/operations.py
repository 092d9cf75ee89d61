"""What happens to an expression of interest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.documents.levels import Tag
from registry.documents.models import Document
from registry.documents.queries import documents_of
from registry.languages import gettext as _
from registry.leads import messages, owners
from registry.leads.assignment.operations import choose_officer
from registry.leads.events import add_event
from registry.leads.models import Lead
from registry.leads.pipeline import (
    ENDED,
    OPEN,
    WITHDRAWABLE,
    Actor,
    EventKind,
    LeadReason,
    LeadStatus,
    Move,
    find_move,
)
from registry.leads.queries import open_key, open_lead, unanswered_since
from registry.leads.timing import note_answer, wind
from registry.matching.operations import note_evidence, set_status
from registry.matching.statuses import EvidenceKind, MatchStatus
from registry.notifications.operations import queue
from registry.refusals import Refusal

#: States that say something of what fits an organisation.
EVIDENCE = {
    LeadStatus.SUBMITTED: EvidenceKind.INTEREST,
    LeadStatus.AGREEMENT_SIGNED: EvidenceKind.AGREEMENT,
}
#: Steps of the staff that answer the partner.
ANSWERS = frozenset({LeadStatus.INFO_REQUESTED, LeadStatus.ELIGIBLE, LeadStatus.DECLINED})
#: How long the Center waits for a partner's answer or confirmation.
PATIENCE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody says when taking a step."""

    reason: str | None = None
    note: str | None = None
    next_step: tuple[str, date] | None = None
    #: what the project's owner is to read of the partner
    summary: str | None = None
    #: what the partner is told of a refusal
    feedback: str | None = None


def advance(
    lead: Lead,
    *,
    to: str,
    by: User,
    reason: str | None = None,
    note: str | None = None,
    next_step: tuple[str, date] | None = None,
    summary: str | None = None,
    feedback: str | None = None,
) -> None:
    """Move a case along the table; writes its event, audit entry and, where the partner is told, a message.

    Raises Refusal naming the field that is missing, or that the table has no such move for this person.
    """
    take(lead, to=to, by=by, step=Step(reason, note, next_step, summary, feedback))


def take(lead: Lead, *, to: str, by: User, step: Step) -> None:
    """Like `advance`, with what is said as one value."""
    move = check(lead, to=to, by=by, step=step)
    before = lead.partner_label
    if step.next_step is not None:
        lead.next_step, lead.next_step_on = step.next_step
    if move.needs_summary:
        owners.forward(lead, summary=step.summary or "", by=by)
    _move(lead, move.to, by=by, reason=step.reason, note=step.note)
    if move.to is LeadStatus.INFO_REQUESTED:
        add_event(lead, kind=EventKind.QUESTION, by=by, note=step.note)
    if move.has_feedback and (step.feedback or "").strip():
        add_event(lead, kind=EventKind.FEEDBACK, by=by, note=step.feedback)
    if move.to is LeadStatus.INTRODUCED:
        owners.release(lead, by=by)
    if lead.partner_label is not before:
        _tell_partner(lead)


def check(lead: Lead, *, to: str, by: User, step: Step) -> Move:
    """The move that somebody may take now, changing nothing; raises Refusal naming the field that is missing."""
    move = find_move(lead.status, to)
    if move is None or move.actor is not Actor.STAFF or not by.may(move.permission):
        raise Refusal(_("This step is not possible from the present state."), "to")
    if move.reasons and step.reason not in move.reasons:
        raise Refusal(_("Choose a reason."), "reason")
    if move.needs_note and not (step.note or "").strip():
        raise Refusal(_("Write a few words about it."), "note")
    if move.needs_officer and lead.officer_id is None:
        raise Refusal(_("Assign the case to somebody first."), "to")
    if move.needs_next_step and step.next_step is None:
        raise Refusal(_("Name the next step and its date."), "next_step")
    if move.needs_summary:
        if not (step.summary or "").strip():
            raise Refusal(_("Write what the owner is to read of the partner, without a name."), "summary")
        owners.check_anonymous(lead, step.summary or "")
    if move.needs_evidence and not has_evidence(lead):
        raise Refusal(_("Add the signed agreement to the documents of the case first."), "to")
    _check_still_free(lead, move)
    return move


def has_evidence(lead: Lead) -> bool:
    """True if a signed agreement is among the documents of the case."""
    return has_evidence_in(documents_of("lead", lead.id))


def has_evidence_in(documents: Sequence[Document]) -> bool:
    """True if a signed agreement is among these documents."""
    return any(document.kind is Tag.AGREEMENT for document in documents)


def _check_still_free(lead: Lead, move: Move) -> None:
    """A reopened case must not stand beside a newer open one of the same organisation."""
    if lead.state in ENDED and move.to in OPEN and open_lead(lead.project_id, lead.organisation_key):
        raise Refusal(_("This organisation has another open case about the same project."), "to")


def _move(
    lead: Lead, to: LeadStatus, *, by: User | None, reason: str | None = None, note: str | None = None
) -> None:
    moment = now()
    changes = {"status": [lead.status, to.value]}
    add_event(lead, kind=EventKind.MOVE, by=by, to=to, reason=reason, note=note)
    wind(lead, to, moment)
    if by is not None and by.is_staff and to in ANSWERS:
        note_answer(lead, moment)
    lead.status = to.value
    lead.status_since = moment
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


def _tell_partner(lead: Lead) -> None:
    queue(to=lead.inquiry.email, language=lead.inquiry.language, message=messages.state_changed(lead))


def _tell_staff(lead: Lead, readers: list[User], kind: str) -> None:
    for reader in readers:
        queue(to=reader.email, language=reader.language, message=messages.for_staff(lead, reader, kind))


def note_arrival(lead: Lead) -> None:
    """The first entry of every case's history."""
    add_event(lead, kind=EventKind.MOVE, by=None, to=LeadStatus.DRAFT)


def submit(lead: Lead, *, by: User | None, readers: list[User]) -> None:
    """A confirmed interest becomes a new case: the partner and the staff are told."""
    _move(lead, LeadStatus.SUBMITTED, by=by)
    queue(to=lead.inquiry.email, language=lead.inquiry.language, message=messages.received(lead))
    officer = choose_officer(
        sector=lead.project.sector_code, country=lead.inquiry.country, language=lead.inquiry.language
    )
    if officer is not None:
        assign(lead, officer=officer, by=None)
    else:
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


def assign(lead: Lead, *, officer: User | None, by: User | None) -> None:
    """Give the case to a member of staff, or to nobody."""
    if officer is not None and not (officer.is_active and officer.may(Permission.LEADS_REVIEW)):
        raise Refusal(_("This person cannot work on cases."), "officer")
    if lead.officer_id == (officer.id if officer else None):
        return
    changes = {"officer": [lead.officer_id, officer.id if officer else None]}
    lead.officer = officer
    add_event(lead, kind=EventKind.ASSIGNMENT, by=by, note=officer.name if officer else None)
    record("lead.assigned", subject=("lead", lead.number), by=by or "system", changes=changes)
    if officer is not None and (by is None or officer.id != by.id):
        _tell_staff(lead, [officer], "assigned")


def set_next_step(lead: Lead, *, text: str, day: date, by: User) -> None:
    """Name what happens next and until when."""
    if not text.strip():
        raise Refusal(_("Name the next step and its date."), "next_step")
    before = [lead.next_step, lead.next_step_on.isoformat() if lead.next_step_on else None]
    lead.next_step, lead.next_step_on = text, day
    add_event(lead, kind=EventKind.NEXT_STEP, by=by, note=f"{day.isoformat()} · {text}")
    changes = {"next_step": [before, [text, day.isoformat()]]}
    record("lead.next_step", subject=("lead", lead.number), by=by, changes=changes)


def answer_of_owner(lead: Lead, *, is_accepted: bool, reason: str | None, note: str | None) -> None:
    """The owner accepts or declines by the link that was sent. Raises Refusal."""
    if lead.state is not LeadStatus.FORWARDED:
        raise Refusal(_("This question was answered already."))
    to = LeadStatus.OWNER_ACCEPTED if is_accepted else LeadStatus.OWNER_DECLINED
    move = find_move(lead.status, to.value)
    assert move is not None
    if move.reasons and reason not in move.reasons:
        raise Refusal(_("Choose a reason."), "reason")
    _move(lead, to, by=None, reason=reason, note=note)
    _tell_partner(lead)
    owners.tell_of_answer(lead)


def answer(lead: Lead, *, text: str, by: User) -> None:
    """The partner answers what the staff asked; screening goes on. Raises Refusal."""
    if lead.state is not LeadStatus.INFO_REQUESTED:
        raise Refusal(_("No information is asked for at present."))
    if not text.strip():
        raise Refusal(_("Write your answer."), "text")
    add_event(lead, kind=EventKind.ANSWER, by=by, note=text)
    _move(lead, LeadStatus.SCREENING, by=by)
    _tell_staff(lead, [lead.officer] if lead.officer else [], "answered")


def withdraw(lead: Lead, *, by: User) -> None:
    """The partner takes the interest back, any time before an agreement is signed. Raises Refusal."""
    if lead.state not in WITHDRAWABLE:
        raise Refusal(_("This interest cannot be withdrawn any more. Please write to the Center."))
    _move(lead, LeadStatus.WITHDRAWN, by=by)
    _tell_staff(lead, [lead.officer] if lead.officer else [], "withdrawn")
