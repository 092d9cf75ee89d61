"""How far an imported table is, and what its rows turned out to be. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class BatchState(Labelled):
    """On the way from a file to records, and back."""

    MAPPING = "mapping", _l("Columns to be named"), "attention"
    CHECKING = "checking", _l("Being checked"), "progress"
    READY = "ready", _l("Ready to be applied"), "info"
    APPLYING = "applying", _l("Being applied"), "progress"
    APPLIED = "applied", _l("Applied"), "success"
    UNDOING = "undoing", _l("Being undone"), "progress"
    UNDONE = "undone", _l("Undone"), "neutral"
    FAILED = "failed", _l("Not applied"), "danger"


#: States in which the worker has something to do.
BUSY = (BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING)


class Verdict(Labelled):
    """What a row is beside the registry."""

    NEW = "new", _l("New"), "info"
    CHANGED = "changed", _l("Changed"), "progress"
    UNCHANGED = "unchanged", _l("Unchanged"), "neutral"
    DUPLICATE = "duplicate", _l("Possible duplicate"), "attention"
    PROBLEM = "problem", _l("Problem"), "danger"
    SKIPPED = "skipped", _l("Left out: a heading or a sum"), "neutral"


#: What is applied: the rest is left as it is.
APPLICABLE = (Verdict.NEW, Verdict.CHANGED)
