"""Who has a case open at the same time."""

from datetime import timedelta

from registry.accounts.models import User
from registry.db import db, now
from registry.leads.models import Lead, LeadPresence
from registry.leads.queries import presences

#: Somebody who was not heard of for so long has left.
HERE = timedelta(seconds=60)


def others_here(lead: Lead, *, by: User) -> list[str]:
    """Note that somebody has the case open; names of the others who have."""
    moment = now()
    db.session.merge(LeadPresence(lead_id=lead.id, user_id=by.id, seen_at=moment))
    return [user.name for user in presences(lead, moment - HERE, but=by.id)]
