"""What a visit goes through, and what its agenda is made of. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class VisitState(Labelled):
    PLANNED = "planned", _l("Being prepared"), "attention"
    CONFIRMED = "confirmed", _l("Confirmed"), "info"
    HELD = "held", _l("Held"), "success"
    CANCELLED = "cancelled", _l("Cancelled"), "neutral"


class StopKind(Labelled):
    SITE = "site", _l("Site")
    PROJECT = "project", _l("Project")
    MEETING = "meeting", _l("Meeting")
    OTHER = "other", _l("Other")


#: From a state to those that follow it.
NEXT: dict[VisitState, tuple[VisitState, ...]] = {
    VisitState.PLANNED: (VisitState.CONFIRMED, VisitState.CANCELLED),
    VisitState.CONFIRMED: (VisitState.HELD, VisitState.PLANNED, VisitState.CANCELLED),
    VisitState.HELD: (),
    VisitState.CANCELLED: (VisitState.PLANNED,),
}
#: Points of an agenda and people of a delegation, at most.
MOST_STOPS, MOST_MEMBERS = 60, 80
