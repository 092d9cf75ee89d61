"""The way of an expression of interest: states, moves, reasons, and what the partner is shown. Pure rules."""

from dataclasses import dataclass
from enum import StrEnum

from registry.accounts.roles import Permission
from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class PartnerLabel(Labelled):
    """What the partner reads: fewer words than the staff's states."""

    DRAFT = "draft", _l("Waiting for your confirmation"), "attention"
    RECEIVED = "received", _l("Received"), "info"
    UNDER_REVIEW = "under_review", _l("Under review"), "progress"
    INFORMATION_NEEDED = "information_needed", _l("Information needed"), "attention"
    NOT_TAKEN_FURTHER = "not_taken_further", _l("Not taken further"), "neutral"
    WITH_OWNER = "with_owner", _l("With the project owner"), "progress"
    ACCEPTED = "accepted", _l("Accepted"), "success"
    INTRODUCED = "introduced", _l("Introduced"), "success"
    MEETING = "meeting", _l("Meeting"), "success"
    IN_NEGOTIATION = "in_negotiation", _l("In negotiation"), "progress"
    AGREEMENT = "agreement", _l("Agreement"), "success"
    RUNNING = "running", _l("Running"), "success"
    COMPLETED = "completed", _l("Completed"), "success"
    WITHDRAWN = "withdrawn", _l("Withdrawn"), "neutral"
    CLOSED = "closed", _l("Closed"), "neutral"


class LeadStatus(Labelled):
    """The states as the staff see them."""

    DRAFT = "draft", _l("Not confirmed yet"), "neutral"
    SUBMITTED = "submitted", _l("New"), "attention"
    SCREENING = "screening", _l("Screening"), "progress"
    INFO_REQUESTED = "info_requested", _l("Information requested"), "attention"
    ELIGIBLE = "eligible", _l("Eligible"), "info"
    DECLINED = "declined", _l("Declined"), "danger"
    FORWARDED = "forwarded", _l("Forwarded to the owner"), "progress"
    OWNER_ACCEPTED = "owner_accepted", _l("Accepted by the owner"), "success"
    OWNER_DECLINED = "owner_declined", _l("Declined by the owner"), "danger"
    INTRODUCED = "introduced", _l("Contacts exchanged"), "success"
    MEETING_PLANNED = "meeting_planned", _l("Meeting planned"), "info"
    MET = "met", _l("Meeting held"), "info"
    NEGOTIATION = "negotiation", _l("Negotiation"), "progress"
    AGREEMENT_SIGNED = "agreement_signed", _l("Agreement signed"), "success"
    IN_IMPLEMENTATION = "in_implementation", _l("In implementation"), "success"
    COMPLETED = "completed", _l("Carried out"), "success"
    WITHDRAWN = "withdrawn", _l("Withdrawn by the partner"), "neutral"
    LAPSED = "lapsed", _l("Lapsed"), "neutral"
    LOST = "lost", _l("Lost"), "danger"


S = LeadStatus

PARTNER_LABELS: dict[LeadStatus, PartnerLabel] = {
    S.DRAFT: PartnerLabel.DRAFT,
    S.SUBMITTED: PartnerLabel.RECEIVED,
    S.SCREENING: PartnerLabel.UNDER_REVIEW,
    S.INFO_REQUESTED: PartnerLabel.INFORMATION_NEEDED,
    S.ELIGIBLE: PartnerLabel.UNDER_REVIEW,
    S.DECLINED: PartnerLabel.NOT_TAKEN_FURTHER,
    S.FORWARDED: PartnerLabel.WITH_OWNER,
    S.OWNER_ACCEPTED: PartnerLabel.ACCEPTED,
    S.OWNER_DECLINED: PartnerLabel.NOT_TAKEN_FURTHER,
    S.INTRODUCED: PartnerLabel.INTRODUCED,
    S.MEETING_PLANNED: PartnerLabel.MEETING,
    S.MET: PartnerLabel.MEETING,
    S.NEGOTIATION: PartnerLabel.IN_NEGOTIATION,
    S.AGREEMENT_SIGNED: PartnerLabel.AGREEMENT,
    S.IN_IMPLEMENTATION: PartnerLabel.RUNNING,
    S.COMPLETED: PartnerLabel.COMPLETED,
    S.WITHDRAWN: PartnerLabel.WITHDRAWN,
    S.LAPSED: PartnerLabel.CLOSED,
    S.LOST: PartnerLabel.CLOSED,
}

#: Ended: only a reopening leads out. An organisation may register new interest in the same project.
ENDED = frozenset({S.DECLINED, S.OWNER_DECLINED, S.COMPLETED, S.WITHDRAWN, S.LAPSED, S.LOST})

#: Open: counted against "one open interest per organisation and project".
OPEN = frozenset(LeadStatus) - ENDED - {S.DRAFT}

#: The partner may withdraw until an agreement is signed.
WITHDRAWABLE = OPEN - {S.AGREEMENT_SIGNED, S.IN_IMPLEMENTATION} | {S.DRAFT}


class LeadReason(Labelled):
    OUT_OF_SCOPE = "out_of_scope", _l("Outside the project's scope")
    INCOMPLETE = "incomplete", _l("Too little was said")
    NOT_CREDIBLE = "not_credible", _l("Checks raised questions")
    DUPLICATE = "duplicate", _l("Registered twice")
    OWNER_NOT_INTERESTED = "owner_not_interested", _l("The owner is not interested")
    OWNER_HAS_PARTNER = "owner_has_partner", _l("The owner has a partner already")
    PRICE = "price", _l("Price or terms")
    LAND = "land", _l("Land")
    LAW = "law", _l("Law or permits")
    OTHER_COUNTRY = "other_country", _l("Went to another country")
    NO_ANSWER = "no_answer", _l("No answer")
    PLANS_CHANGED = "plans_changed", _l("Plans changed")


class EventKind(Labelled):
    """What the history of a case is made of."""

    MOVE = "move", _l("Step")
    ASSIGNMENT = "assignment", _l("Assignment")
    NOTE = "note", _l("Note")
    CHANGE = "change", _l("Change"), "info"
    RISK = "risk", _l("Risk"), "attention"
    ISSUE = "issue", _l("Issue"), "danger"
    CALL = "call", _l("Call")
    MEETING = "meeting", _l("Meeting")
    EMAIL = "email", _l("E-mail")
    QUESTION = "question", _l("Question to the partner")
    ANSWER = "answer", _l("Answer of the partner")
    TO_PARTNER = "to_partner", _l("Message to the partner")
    FROM_PARTNER = "from_partner", _l("Message of the partner")
    FEEDBACK = "feedback", _l("Told to the partner")
    NEXT_STEP = "next_step", _l("Next step")
    SUMMARY = "summary", _l("Summary for the owner")
    RELEASE = "release", _l("Contacts released to both sides")


#: What staff write down themselves.
WRITTEN = (
    EventKind.NOTE,
    EventKind.CHANGE,
    EventKind.RISK,
    EventKind.ISSUE,
    EventKind.CALL,
    EventKind.MEETING,
    EventKind.EMAIL,
)
#: What both sides of the conversation may read.
SHARED = frozenset(
    {EventKind.QUESTION, EventKind.ANSWER, EventKind.TO_PARTNER, EventKind.FROM_PARTNER, EventKind.FEEDBACK}
)
#: From here on either side has the other's contacts.
RELEASED = frozenset(
    {
        S.INTRODUCED,
        S.MEETING_PLANNED,
        S.MET,
        S.NEGOTIATION,
        S.AGREEMENT_SIGNED,
        S.IN_IMPLEMENTATION,
        S.COMPLETED,
    }
)


class Actor(StrEnum):
    """Who takes a step: staff with a permission, the partner, or the system by time or confirmation."""

    STAFF = "staff"
    PARTNER = "partner"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Move:
    """A step along the pipeline, and what it asks for."""

    to: LeadStatus
    label: str
    actor: Actor = Actor.STAFF
    permission: Permission = Permission.LEADS_REVIEW
    reasons: tuple[LeadReason, ...] = ()
    needs_note: bool = False
    needs_officer: bool = False
    needs_next_step: bool = False
    #: what the project's owner is to read of the partner, without a name
    needs_summary: bool = False
    #: a signed agreement must be among the documents of the case
    needs_evidence: bool = False
    #: the partner may be told something about it
    has_feedback: bool = False
    tone: str = "neutral"


R = LeadReason
_DECLINE = Move(
    S.DECLINED,
    _l("Decline"),
    reasons=(R.OUT_OF_SCOPE, R.INCOMPLETE, R.NOT_CREDIBLE, R.DUPLICATE),
    has_feedback=True,
    tone="danger",
)
_LOSE = Move(
    S.LOST,
    _l("Close as lost"),
    reasons=(R.PRICE, R.LAND, R.LAW, R.OTHER_COUNTRY, R.NO_ANSWER, R.DUPLICATE),
    has_feedback=True,
    tone="danger",
)
_LAPSE = Move(S.LAPSED, _l("Close for lack of an answer"), reasons=(R.NO_ANSWER,))
_ASK = Move(S.INFO_REQUESTED, _l("Ask the partner for information"), needs_note=True)
_PLAN_MEETING = Move(S.MEETING_PLANNED, _l("Plan a meeting"), needs_next_step=True)
_NEGOTIATE = Move(S.NEGOTIATION, _l("Begin negotiation"), needs_next_step=True, tone="primary")
_WITHDRAW = Move(S.WITHDRAWN, _l("Withdraw"), actor=Actor.PARTNER)


def _reopen(to: LeadStatus) -> Move:
    return Move(to, _l("Reopen"), permission=Permission.LEADS_REOPEN, needs_note=True)


_STAFF_MOVES: dict[LeadStatus, tuple[Move, ...]] = {
    S.DRAFT: (
        Move(S.SUBMITTED, _l("Confirm"), actor=Actor.SYSTEM),
        Move(S.LAPSED, _l("Close"), actor=Actor.SYSTEM, reasons=(R.NO_ANSWER, R.DUPLICATE)),
    ),
    S.SUBMITTED: (Move(S.SCREENING, _l("Begin screening"), tone="primary"),),
    S.SCREENING: (
        Move(S.ELIGIBLE, _l("Mark as eligible"), needs_officer=True, tone="primary"),
        _ASK,
        _DECLINE,
    ),
    S.INFO_REQUESTED: (Move(S.SCREENING, _l("Resume screening"), tone="primary"), _LAPSE, _DECLINE),
    S.ELIGIBLE: (
        Move(S.FORWARDED, _l("Forward to the project owner"), needs_summary=True, tone="primary"),
        _DECLINE,
    ),
    S.FORWARDED: (
        Move(S.OWNER_ACCEPTED, _l("The owner accepts"), tone="primary"),
        Move(
            S.OWNER_DECLINED,
            _l("The owner declines"),
            reasons=(R.OWNER_NOT_INTERESTED, R.OWNER_HAS_PARTNER),
            has_feedback=True,
            tone="danger",
        ),
        _LAPSE,
    ),
    S.OWNER_ACCEPTED: (Move(S.INTRODUCED, _l("Exchange contacts"), tone="primary"), _LOSE),
    S.INTRODUCED: (_PLAN_MEETING, _NEGOTIATE, _LOSE),
    S.MEETING_PLANNED: (Move(S.MET, _l("Meeting was held"), needs_note=True, tone="primary"), _LOSE),
    S.MET: (_NEGOTIATE, _PLAN_MEETING, _LOSE),
    S.NEGOTIATION: (
        Move(S.AGREEMENT_SIGNED, _l("Agreement signed"), needs_note=True, needs_evidence=True, tone="primary"),
        _LOSE,
    ),
    S.AGREEMENT_SIGNED: (Move(S.IN_IMPLEMENTATION, _l("Implementation began"), tone="primary"),),
    S.IN_IMPLEMENTATION: (Move(S.COMPLETED, _l("Carried out"), needs_note=True, tone="primary"), _LOSE),
    S.DECLINED: (_reopen(S.SCREENING),),
    S.OWNER_DECLINED: (_reopen(S.ELIGIBLE),),
    S.WITHDRAWN: (_reopen(S.SCREENING),),
    S.LAPSED: (_reopen(S.SCREENING),),
    S.LOST: (_reopen(S.NEGOTIATION),),
    S.COMPLETED: (_reopen(S.IN_IMPLEMENTATION),),
}

#: state -> every step out of it, whoever takes it
MOVES: dict[LeadStatus, tuple[Move, ...]] = {
    status: moves + ((_WITHDRAW,) if status in WITHDRAWABLE else ()) for status, moves in _STAFF_MOVES.items()
}


def find_move(status: str, to: str) -> Move | None:
    """The step from one state to another, if the table has it."""
    return next((move for move in MOVES[LeadStatus(status)] if move.to == to), None)
