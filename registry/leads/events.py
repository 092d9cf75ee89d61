"""Writing the history of a case."""

from registry.accounts.models import User
from registry.db import db, now
from registry.leads.changes import note_change
from registry.leads.models import Lead, LeadEvent
from registry.leads.pipeline import EventKind, LeadStatus


def add_event(
    lead: Lead,
    *,
    kind: EventKind,
    by: User | None,
    to: LeadStatus | None = None,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """One more entry; the lists of the staff follow."""
    event = LeadEvent(
        lead_id=lead.id,
        at=now(),
        by_id=by.id if by else None,
        kind=kind.value,
        from_status=lead.status if to and to.value != lead.status else None,
        to_status=to.value if to else None,
        reason=reason or None,
        note=note or None,
    )
    db.session.add(event)
    db.session.flush()
    note_change(lead.id)
