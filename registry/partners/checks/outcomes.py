"""What is checked of an organisation, how it may come out, and for how long that counts. Pure rules."""

from datetime import date, timedelta

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l

#: A check is due again after so long.
COUNTS_FOR = timedelta(days=365)


class CheckKind(Labelled):
    REGISTRATION = "registration", _l("Registered where it says it is")
    OWNERS = "owners", _l("Owners and management are known")
    SANCTIONS = "sanctions", _l("Sanctions lists")
    REPUTATION = "reputation", _l("Reputation and integrity")
    CAPACITY = "capacity", _l("Able to do what it offers")


class Outcome(Labelled):
    CLEARED = "cleared", _l("Cleared"), "success"
    ISSUES = "issues", _l("Issues identified"), "danger"
    NOT_REQUIRED = "not_required", _l("Check not required"), "neutral"


class HitState(Labelled):
    """A name that stands on a sanctions list, and what was found out about it."""

    OPEN = "open", _l("To be looked at"), "attention"
    ESCALATED = "escalated", _l("Waits for a manager"), "progress"
    CONFIRMED = "confirmed", _l("The same organisation"), "danger"
    DISMISSED = "dismissed", _l("Another one of a similar name"), "neutral"


class HitWay(Labelled):
    EXACT = "exact", _l("the same name")
    TRANSLITERATED = "transliterated", _l("the same name in another script")
    SIMILAR = "similar", _l("a similar name")


def due_on(checked_on: date, outcome: Outcome) -> date | None:
    """When a check must be made again; a check that is not required never is."""
    return None if outcome is Outcome.NOT_REQUIRED else checked_on + COUNTS_FOR
