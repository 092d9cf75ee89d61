"""Entries for calendar programs by RFC 5545 (iCalendar) and RFC 5546 (iTIP): one guest; the Center organises."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress, vText


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry; the same `uid` with a higher `sequence` replaces the one sent before."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    guest: str
    is_cancelled: bool = False

    def as_values(self) -> dict[str, object]:
        """The entry as it is kept with a message."""
        return {
            "uid": self.uid,
            "sequence": self.sequence,
            "starts_at": self.starts_at.astimezone(UTC).isoformat(),
            "ends_at": self.ends_at.astimezone(UTC).isoformat(),
            "title": self.title,
            "place": self.place,
            "guest": self.guest,
            "is_cancelled": self.is_cancelled,
        }


def method_of(values: dict[str, object]) -> str:
    """What the guest's program is to do: take the entry in, or out."""
    return "CANCEL" if values["is_cancelled"] else "REQUEST"


def calendar_text(values: dict[str, object], *, organiser: str, base_url: str, stamp: datetime) -> bytes:
    """The .ics file of an entry as it was kept; times are in UTC, so that every program shows its own."""
    calendar = Calendar()
    calendar.add("prodid", "-//Aral Sea investment registry//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(values))
    event = Event()
    event.add("uid", f"{values['uid']}@{urlsplit(base_url).hostname or 'localhost'}")
    event.add("sequence", values["sequence"])
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", datetime.fromisoformat(str(values["starts_at"])).astimezone(UTC))
    event.add("dtend", datetime.fromisoformat(str(values["ends_at"])).astimezone(UTC))
    event.add("summary", values["title"])
    event.add("location", values["place"])
    event.add("status", "CANCELLED" if values["is_cancelled"] else "CONFIRMED")
    event["organizer"] = vCalAddress(f"mailto:{organiser}")
    guest = vCalAddress(f"mailto:{values['guest']}")
    guest.params["partstat"] = vText("NEEDS-ACTION")
    guest.params["rsvp"] = vText("FALSE")
    event.add("attendee", guest, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
