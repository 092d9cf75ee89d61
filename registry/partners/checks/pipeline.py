"""What may be decided about a name that stands on a sanctions list, and by whom. Pure rules."""

from dataclasses import dataclass

from registry.accounts.roles import Permission
from registry.languages import lazy_gettext as _l
from registry.partners.checks.outcomes import HitState

#: States that wait for somebody.
WAITING = (HitState.OPEN, HitState.ESCALATED)


@dataclass(frozen=True, slots=True)
class HitMove:
    """One step; `label` is what the button says."""

    to: HitState
    label: str
    permission: Permission
    tone: str = "neutral"
    needs_note: bool = False


_DISMISS = _l("Dismiss: it is another one")
_ESCALATE = HitMove(HitState.ESCALATED, _l("Escalate to a manager"), Permission.PARTNERS_CHECK)
_CONFIRM = HitMove(HitState.CONFIRMED, _l("Confirm: it is the same"), Permission.PARTNERS_DECIDE, "danger")

MOVES: dict[HitState, tuple[HitMove, ...]] = {
    HitState.OPEN: (
        HitMove(HitState.DISMISSED, _DISMISS, Permission.PARTNERS_CHECK, needs_note=True),
        _ESCALATE,
        _CONFIRM,
    ),
    HitState.ESCALATED: (
        HitMove(HitState.DISMISSED, _DISMISS, Permission.PARTNERS_DECIDE, needs_note=True),
        _CONFIRM,
    ),
    # Mistakes can be put right, with a word about why.
    HitState.CONFIRMED: (HitMove(HitState.DISMISSED, _DISMISS, Permission.PARTNERS_DECIDE, needs_note=True),),
    HitState.DISMISSED: (
        HitMove(HitState.ESCALATED, _ESCALATE.label, Permission.PARTNERS_CHECK, needs_note=True),
    ),
}


def find_move(present: str, to: str) -> HitMove | None:
    """The step from a state to another, if there is one."""
    return next((move for move in MOVES[HitState(present)] if move.to == to), None)
