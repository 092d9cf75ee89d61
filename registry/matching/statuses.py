"""What people did with a match. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class MatchStatus(Labelled):
    """Survives every new scoring."""

    NEW = "new", _l("New"), "info"
    SEEN = "seen", _l("Seen"), "neutral"
    PINNED = "pinned", _l("Pinned"), "progress"
    DISMISSED = "dismissed", _l("Dismissed"), "neutral"
    INTRODUCED = "introduced", _l("Introduced"), "success"


class Dismissal(Labelled):
    """Why somebody put a match aside."""

    SECTOR = "sector", _l("Not our field")
    PLACE = "place", _l("Not our region")
    AMOUNT = "amount", _l("Too large or too small")
    TERMS = "terms", _l("The terms do not suit us")
    TOO_EARLY = "too_early", _l("Too early")
    KNOWN = "known", _l("We know it already")
    OTHER = "other", _l("Another reason")


class EvidenceKind(Labelled):
    """What an organisation did with a project."""

    INTEREST = "interest", _l("registered interest in it")
    AGREEMENT = "agreement", _l("signed an agreement about it")
    DISMISSED = "dismissed", _l("put it aside")


#: Kinds that speak for projects that are like it; the others speak against them.
SPEAKS_FOR = frozenset({EvidenceKind.INTEREST, EvidenceKind.AGREEMENT})
