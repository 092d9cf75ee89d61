"""How often somebody is told. Pure rules."""

from datetime import timedelta
from enum import StrEnum

from registry.languages import lazy_gettext as _l


class Pace(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"

    @property
    def label(self) -> object:
        return LABELS[self]


LABELS = {
    Pace.DAILY: _l("every day"),
    Pace.WEEKLY: _l("every week"),
    Pace.NEVER: _l("never: only keep the search"),
}
#: Time between two messages, a little less than the pace, so that a worker that wakes earlier is not a day late.
BETWEEN = {Pace.DAILY: timedelta(hours=20), Pace.WEEKLY: timedelta(days=6, hours=20)}
