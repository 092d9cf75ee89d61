"""What projects have reached of what they promised: one number for an indicator and a day, with its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.projects.changes import note_all
from registry.projects.models import Project
from registry.projects.parts import Achievement
from registry.refusals import NotFound, Refusal

#: What the database holds: four places of an integer of 64 bits.
GREATEST = Decimal(10) ** 14
LONGEST_SOURCE = 500


@dataclass(frozen=True, slots=True)
class Reached:
    """A number that was reached by a day, in all, and where it is from."""

    indicator_code: str
    as_of: date
    value: Decimal
    source: str


def note_achievement(project: Project, reached: Reached, *, by: User) -> Achievement:
    """Keep what was reached; a number for the same day takes the place of the one before. Raises Refusal."""
    check_achievement(project, reached)
    kept = find_achievement(project, reached.indicator_code, reached.as_of)
    before = None if kept is None else str(kept.value)
    if kept is None:
        kept = Achievement(indicator_code=reached.indicator_code, as_of=reached.as_of)
        project.achievements.append(kept)
    kept.value, kept.source, kept.noted_at = reached.value, reached.source[:LONGEST_SOURCE], now()
    _note(project, "project.achieved", kept, [before, str(reached.value)], by)
    return kept


def find_achievement(project: Project, code: str, as_of: date) -> Achievement | None:
    """What was noted for this indicator and day."""
    return next((one for one in project.achievements if (one.indicator_code, one.as_of) == (code, as_of)), None)


def check_achievement(project: Project, reached: Reached) -> None:
    """Refuse what cannot be kept; raises Refusal beside `indicator`, `as_of`, `value` or `source`."""
    if reached.indicator_code not in {line.indicator_code for line in project.indicators}:
        raise Refusal(_("The project does not promise this effect."), "indicator")
    if reached.as_of > now().date():
        raise Refusal(_("This day is still to come."), "as_of")
    if not 0 <= reached.value < GREATEST:
        raise Refusal(_("Write a number of 0 or more."), "value")
    if not reached.source.strip():
        raise Refusal(_("Say where the number comes from."), "source")


def remove_achievement(project: Project, achievement_id: int, *, by: User) -> None:
    """Take back what was noted; raises NotFound."""
    kept = next((one for one in project.achievements if one.id == achievement_id), None)
    if kept is None:
        raise NotFound
    project.achievements.remove(kept)
    _note(project, "project.achievement_removed", kept, [str(kept.value), None], by)


def _note(project: Project, action: str, kept: Achievement, change: list[str | None], by: User) -> None:
    note_all([project.id])
    db.session.flush()
    changes = {f"{kept.indicator_code} {kept.as_of.isoformat()}": change}
    record(action, subject=("project", project.reference), by=by, changes=changes)
