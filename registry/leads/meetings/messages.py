"""What is written about meetings; calendar entries name nobody but the one who gets them and the Center."""

from registry.accounts.models import User
from registry.languages import gettext as _
from registry.languages import use_language
from registry.leads import messages as lead_messages
from registry.leads.meetings.models import Meeting
from registry.leads.meetings.states import MeetingState
from registry.notifications.calendars import CalendarEntry
from registry.notifications.operations import Message


def proposed(meeting: Meeting) -> Message:
    """To the partner: choose a time."""
    lead = meeting.lead
    language = lead.inquiry.language
    with use_language(language):
        return Message(
            kind="meeting.proposed",
            subject=_("Please choose a time for a meeting: %(number)s", number=lead.number),
            paragraphs=(_("The Center proposes times. Choose one on the page below, or propose others."),),
            link_label=_("Choose a time"),
            path=f"/{language}/partner/interests/{lead.number}",
        )


def counter_proposal(meeting: Meeting, reader: User) -> Message:
    """To the staff: the partner proposes other times."""
    return lead_messages.for_staff(meeting.lead, reader, "meeting")


def calendar_entry(meeting: Meeting, language: str, email: str, *, is_staff: bool = False) -> Message:
    """To either side: the entry for the calendar, its change, or its end."""
    lead = meeting.lead
    assert meeting.starts_at is not None
    assert meeting.ends_at is not None
    is_cancelled = meeting.standing is MeetingState.CANCELLED
    path = f"/{language}/staff/leads/{lead.number}" if is_staff else f"/{language}/partner/interests/{lead.number}"
    with use_language(language):
        subject = (
            _("The meeting is called off: %(number)s", number=lead.number)
            if is_cancelled
            else _("Meeting: %(number)s", number=lead.number)
        )
        return Message(
            kind="meeting.calendar",
            subject=subject,
            paragraphs=(
                _("Open the attached entry with your calendar program."),
                _("Please answer on the page. An answer to this e-mail reaches nobody."),
            ),
            link_label=_("Open the page"),
            path=path,
            calendar=CalendarEntry(
                uid=meeting.uid,
                sequence=meeting.sequence,
                starts_at=meeting.starts_at,
                ends_at=meeting.ends_at,
                title=meeting.title,
                place=meeting.place,
                guest=email,
                is_cancelled=is_cancelled,
            ),
        )
