"""How far a file that was asked for is, and how often a report is sent. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class OrderState(Labelled):
    """On the way to a file."""

    WAITING = "waiting", _l("Waiting"), "neutral"
    RUNNING = "running", _l("Being made"), "progress"
    DONE = "done", _l("Ready"), "success"
    FAILED = "failed", _l("Failed"), "danger"
    CANCELLED = "cancelled", _l("Cancelled"), "neutral"


class Period(Labelled):
    """How often a report is sent."""

    WEEKLY = "weekly", _l("Every Monday")
    MONTHLY = "monthly", _l("On the first of the month")


#: What is made besides the reports of the shelf.
PACK, LEADS, PROJECTS = "pack", "leads", "projects"
