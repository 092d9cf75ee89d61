"""Finding meetings."""

from datetime import datetime

from sqlalchemy import select

from registry.db import db
from registry.leads.meetings.models import Meeting
from registry.leads.meetings.states import MeetingState
from registry.leads.models import Lead
from registry.refusals import NotFound


def meetings_of(lead_id: int) -> list[Meeting]:
    """All meetings about a case, in the order in which they were proposed."""
    query = select(Meeting).where(Meeting.lead_id == lead_id).order_by(Meeting.id)
    return list(db.session.scalars(query))


def one_meeting(lead: Lead, meeting_id: int) -> Meeting:
    """A meeting about this case; raises NotFound."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.lead_id != lead.id:
        raise NotFound
    return meeting


def next_meetings(since: datetime, *, most: int) -> list[Meeting]:
    """Agreed meetings from a moment on."""
    query = select(Meeting).where(Meeting.state == MeetingState.AGREED.value, Meeting.starts_at >= since)
    return list(db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(most)))
