"""Which cases changed, and in what order: what the lists of the staff follow."""

from sqlalchemy import delete, insert, select

from registry.db import db
from registry.leads.models import LeadChange
from registry.reference.operations import next_number

SERIES = "lead-changes"


def note_change(lead_id: int) -> None:
    """Note, in the present transaction, that a case has changed."""
    number = next_number(SERIES)
    db.session.execute(delete(LeadChange).where(LeadChange.lead_id == lead_id))
    db.session.execute(insert(LeadChange).values(lead_id=lead_id, number=number))


def changed_after(number: int, *, most: int) -> list[tuple[int, int]]:
    """(lead id, number) of the first cases that changed after this number, in the order of changes."""
    query = select(LeadChange.lead_id, LeadChange.number).where(LeadChange.number > number)
    rows = db.session.execute(query.order_by(LeadChange.number).limit(most))
    return [(lead_id, changed) for lead_id, changed in rows]
