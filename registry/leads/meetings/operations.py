"""Proposing times, agreeing on one, moving it, calling it off, keeping the minutes."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from registry.accounts.models import User
from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.leads.events import add_event
from registry.leads.meetings import messages
from registry.leads.meetings.models import Meeting
from registry.leads.meetings.states import MOST_SLOTS, MeetingState, Side
from registry.leads.models import Lead
from registry.leads.pipeline import ENDED, EventKind
from registry.notifications.operations import queue
from registry.refusals import Refusal


def propose(
    lead: Lead, *, title: str, place: str, zone: str, minutes_long: int, slots: Sequence[datetime], by: User
) -> Meeting:
    """Propose times to the partner, who is told. Raises Refusal."""
    if lead.state in ENDED:
        raise Refusal(_("This case is closed."), "title")
    meeting = Meeting(
        lead=lead,
        title=title,
        place=place,
        zone=zone,
        minutes_long=minutes_long,
        slots=_checked(slots),
        proposed_by=Side.STAFF.value,
        state=MeetingState.PROPOSED.value,
        uid=uuid.uuid4().hex,
        sequence=0,
        created_by_id=by.id,
        created_at=now(),
    )
    db.session.add(meeting)
    db.session.flush()
    add_event(lead, kind=EventKind.MEETING, by=by, note=_("Times proposed: %(title)s", title=title))
    record("meeting.proposed", subject=("meeting", meeting.id), by=by)
    _tell_partner(meeting, messages.proposed(meeting))
    return meeting


def _checked(slots: Sequence[datetime]) -> list[str]:
    if not slots:
        raise Refusal(_("Propose at least one time."), "slot_1")
    if len(slots) > MOST_SLOTS:
        raise Refusal(_("Propose at most %(most)s times.", most=MOST_SLOTS), "slot_1")
    if min(slots) <= now():
        raise Refusal(_("A proposed time is in the past."), "slot_1")
    return [slot.isoformat() for slot in sorted(set(slots))]


def propose_others(meeting: Meeting, *, slots: Sequence[datetime], by: User, side: Side) -> None:
    """Other times instead of those proposed; the other side is told. Raises Refusal."""
    if meeting.standing is not MeetingState.PROPOSED:
        raise Refusal(_("The time of this meeting is settled already."))
    meeting.slots, meeting.proposed_by = _checked(slots), side.value
    record("meeting.proposed", subject=("meeting", meeting.id), by=by)
    if side is Side.PARTNER:
        _tell_staff(meeting)
    else:
        _tell_partner(meeting, messages.proposed(meeting))


def agree(meeting: Meeting, *, slot: str, by: User, side: Side) -> None:
    """Accept one of the times that the other side proposed; both get a calendar entry. Raises Refusal."""
    if meeting.standing is not MeetingState.PROPOSED or meeting.proposer is side:
        raise Refusal(_("There is nothing to accept at present."))
    if slot not in meeting.slots:
        raise Refusal(_("Choose one of the proposed times."))
    meeting.starts_at, meeting.state = datetime.fromisoformat(slot), MeetingState.AGREED.value
    _send_calendar(meeting, by, "meeting.agreed")
    add_event(
        meeting.lead, kind=EventKind.MEETING, by=by, note=_("Meeting agreed: %(title)s", title=meeting.title)
    )


def move(meeting: Meeting, *, starts_at: datetime, place: str, by: User) -> None:
    """Move an agreed meeting; the same entry changes in both calendars. Raises Refusal."""
    if meeting.standing is not MeetingState.AGREED:
        raise Refusal(_("Only a meeting that is agreed can be moved."))
    if starts_at <= now():
        raise Refusal(_("This time is in the past."), "starts_at")
    meeting.starts_at, meeting.place = starts_at, place
    meeting.sequence += 1
    _send_calendar(meeting, by, "meeting.moved")
    _note(meeting, _("Meeting moved: %(title)s", title=meeting.title), by)


def cancel(meeting: Meeting, *, by: User) -> None:
    """Call a meeting off; it disappears from both calendars. Raises Refusal."""
    if meeting.standing in (MeetingState.HELD, MeetingState.CANCELLED):
        raise Refusal(_("This meeting is over already."))
    was_agreed = meeting.standing is MeetingState.AGREED
    meeting.state = MeetingState.CANCELLED.value
    if was_agreed:
        meeting.sequence += 1
        _send_calendar(meeting, by, "meeting.cancelled")
    else:
        record("meeting.cancelled", subject=("meeting", meeting.id), by=by)
    _note(meeting, _("Meeting called off: %(title)s", title=meeting.title), by)


def keep_minutes(meeting: Meeting, *, text: str, by: User) -> None:
    """The meeting was held; what was said goes into the history of the case. Raises Refusal."""
    if meeting.standing not in (MeetingState.AGREED, MeetingState.HELD):
        raise Refusal(_("Minutes are kept of meetings that were agreed."), "minutes")
    if not text.strip():
        raise Refusal(_("Write a few words about it."), "minutes")
    meeting.minutes, meeting.state = text, MeetingState.HELD.value
    add_event(meeting.lead, kind=EventKind.MEETING, by=by, note=f"{meeting.title}\n{text}")
    record("meeting.held", subject=("meeting", meeting.id), by=by)


def _note(meeting: Meeting, text: str, by: User) -> None:
    add_event(meeting.lead, kind=EventKind.MEETING, by=by, note=text)


def _send_calendar(meeting: Meeting, by: User, action: str) -> None:
    db.session.flush()
    record(action, subject=("meeting", meeting.id), by=by)
    lead = meeting.lead
    _tell_partner(meeting, messages.calendar_entry(meeting, lead.inquiry.language, lead.inquiry.email))
    for reader in _readers(lead):
        queue(
            to=reader.email,
            language=reader.language,
            message=messages.calendar_entry(meeting, reader.language, reader.email, is_staff=True),
        )


def _readers(lead: Lead) -> list[User]:
    return [lead.officer] if lead.officer else staff_who_may(Permission.LEADS_ASSIGN)


def _tell_partner(meeting: Meeting, message: messages.Message) -> None:
    inquiry = meeting.lead.inquiry
    queue(to=inquiry.email, language=inquiry.language, message=message)


def _tell_staff(meeting: Meeting) -> None:
    for reader in _readers(meeting.lead):
        queue(to=reader.email, language=reader.language, message=messages.counter_proposal(meeting, reader))
