"""What people may do for their organisation, and how long a profile counts as right. Pure rules."""

from datetime import date, timedelta

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l

#: After so long without a word a profile is stale, and its owners are asked once a year.
RIGHT_FOR = timedelta(days=365)


class MemberRole(Labelled):
    OWNER = "owner", _l("Owner: manages people and everything else")
    EDITOR = "editor", _l("Editor: changes the profile, registers interest")
    READER = "reader", _l("Reader: sees everything, changes nothing")

    @property
    def may_edit(self) -> bool:
        return self is not MemberRole.READER

    @property
    def may_manage_people(self) -> bool:
        return self is MemberRole.OWNER


def is_stale(confirmed_on: date | None, created_on: date, today: date) -> bool:
    """True if nobody of the organisation has touched the profile for a year."""
    return (confirmed_on or created_on) + RIGHT_FOR <= today
