"""Where an organisation stands after all its checks. Pure rules."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol, TypeVar

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l
from registry.partners.checks.outcomes import CheckKind, HitState, Outcome

#: Without these nobody is cleared.
NEEDED = (CheckKind.REGISTRATION, CheckKind.SANCTIONS, CheckKind.REPUTATION)


class Standing(Labelled):
    NOT_CHECKED = "not_checked", _l("Not checked yet"), "neutral"
    IN_PROGRESS = "in_progress", _l("Checks in progress"), "progress"
    CLEARED = "cleared", _l("Cleared"), "success"
    ISSUES = "issues", _l("Issues identified"), "danger"
    STALE = "stale", _l("Cleared, but to be checked again"), "attention"


class Checked(Protocol):
    """What counts of a check; the newest of a kind is the one made last, of two on one day the later note."""

    @property
    def id(self) -> int: ...
    @property
    def check_kind(self) -> CheckKind: ...
    @property
    def result(self) -> Outcome: ...
    @property
    def checked_on(self) -> date: ...
    def is_stale(self, today: date) -> bool: ...


C = TypeVar("C", bound=Checked)


def newest(checks: Iterable[C]) -> dict[CheckKind, C]:
    """The check of each kind that counts."""
    return {check.check_kind: check for check in sorted(checks, key=lambda check: (check.checked_on, check.id))}


def standing(checks: Iterable[Checked], hits: Collection[HitState], today: date) -> Standing:
    """The standing of an organisation out of all its checks and the states of its hits on sanctions lists."""
    counting = newest(checks)
    if HitState.CONFIRMED in hits or any(check.result is Outcome.ISSUES for check in counting.values()):
        return Standing.ISSUES
    if not counting:
        return Standing.NOT_CHECKED
    if not counting.keys() >= set(NEEDED):
        return Standing.IN_PROGRESS
    is_due = any(check.is_stale(today) for check in counting.values())
    return Standing.STALE if is_due else Standing.CLEARED
