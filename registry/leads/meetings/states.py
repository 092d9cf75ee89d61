"""How a meeting comes about. Pure rules."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l

#: Times that are proposed at once, at most.
MOST_SLOTS = 4
HOME = ZoneInfo("Asia/Samarkand")
#: Time zones that are offered by country; others choose from the whole list.
ZONES = {
    "CN": "Asia/Shanghai",
    "UZ": "Asia/Samarkand",
    "RU": "Europe/Moscow",
    "KZ": "Asia/Almaty",
    "TR": "Europe/Istanbul",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "BE": "Europe/Brussels",
    "NL": "Europe/Amsterdam",
    "GB": "Europe/London",
    "KR": "Asia/Seoul",
    "JP": "Asia/Tokyo",
    "IN": "Asia/Kolkata",
    "AE": "Asia/Dubai",
    "IL": "Asia/Jerusalem",
    "US": "America/New_York",
}


class MeetingState(Labelled):
    PROPOSED = "proposed", _l("Times proposed"), "attention"
    AGREED = "agreed", _l("Agreed"), "success"
    HELD = "held", _l("Held"), "info"
    CANCELLED = "cancelled", _l("Cancelled"), "neutral"


class Side(Labelled):
    STAFF = "staff", _l("The Center")
    PARTNER = "partner", _l("The partner")


@dataclass(frozen=True, slots=True)
class Times:
    """One moment as both sides read it."""

    home: datetime
    away: datetime


def in_both(moment: datetime, zone: str) -> Times:
    """A moment in Nukus and in the partner's time zone."""
    return Times(moment.astimezone(HOME), moment.astimezone(ZoneInfo(zone)))
