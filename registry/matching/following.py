"""The worker's part: stored matches follow the changes of either side.

Comparing only reads, and happens before anything is written, so that nobody waits for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select, update

from registry.db import db, now
from registry.matching.fitting import (
    Fit,
    best_partners,
    best_projects,
    everybody_with_everything,
    fits_of,
    fits_with,
)
from registry.matching.models import Match, PartnerWords
from registry.matching.operations import MOST, columns_of, store_for_partner, store_for_project
from registry.matching.queries import present_weights, stored_for_partner
from registry.matching.reading import analysis_mark, words_of_mandate
from registry.matching.statuses import MatchStatus
from registry.partners import changes as partner_changes
from registry.partners.mandates.models import Mandate
from registry.partners.queries import ids_among
from registry.projects import changes as project_changes
from registry.reference.operations import raise_counter
from registry.reference.queries import last_numbers

#: Numbers of the last changes that the stored matches know of.
PARTNERS_DONE, PROJECTS_DONE, WEIGHTS_DONE = "matched-partners", "matched-projects", "matched-weights"
#: More changes than these at once are cheaper as a scoring of everybody.
FEW = 100
#: Organisations whose matches are written at once when all are scored.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed on either side, compared anew; `done` series -> number."""

    done: dict[str, int]
    everybody: bool = False
    partners: dict[int, tuple[list[Fit], list[Fit]]] = field(default_factory=dict)
    projects: dict[int, list[Fit]] = field(default_factory=dict)


def compare_changed() -> Changed | None:
    """Compare what changed since the stored matches were made; None where nothing did. Only reads."""
    done = last_numbers(PARTNERS_DONE, PROJECTS_DONE, WEIGHTS_DONE)
    present = [*last_numbers(partner_changes.SERIES, project_changes.SERIES), present_weights().version]
    if done == present:
        return None
    numbers = dict(zip((PARTNERS_DONE, PROJECTS_DONE, WEIGHTS_DONE), present, strict=True))
    number = partner_changes.count_after(done[0]) + project_changes.count_after(done[1])
    if done[2] != present[2] or number > FEW:
        return Changed(numbers, everybody=True)
    changed = [partner_id for partner_id, _number in partner_changes.changed_after(done[0])]
    projects = [project_id for project_id, _number in project_changes.changed_after(done[1], most=FEW)]
    return Changed(
        numbers,
        partners={partner_id: _of_partner(partner_id) for partner_id in ids_among(changed)},
        projects={project_id: best_partners(project_id, most=MOST) for project_id in projects},
    )


def _of_partner(partner_id: int) -> tuple[list[Fit], list[Fit]]:
    found = best_projects(partner_id, most=MOST)
    fresh = {one.project_id for one in found}
    touched = [
        project_id
        for project_id, match in stored_for_partner(partner_id).items()
        if project_id not in fresh and match.state is not MatchStatus.NEW
    ]
    return found, fits_with(partner_id, touched) if touched else []


def keep_changed(changed: Changed) -> None:
    """Store what was compared, but for who is gone since."""
    there = set(
        ids_among([*changed.partners, *(fit.partner_id for fits in changed.projects.values() for fit in fits)])
    )
    for partner_id in sorted(there & changed.partners.keys()):
        store_for_partner(partner_id, *changed.partners[partner_id])
    for project_id, fits in changed.projects.items():
        store_for_project(project_id, [fit for fit in fits if fit.partner_id in there])
    keep_done(changed)


def keep_done(changed: Changed) -> None:
    """Note up to where the stored matches follow."""
    for series, number in changed.done.items():
        if number:
            raise_counter(series, number)


def compare_everybody() -> Iterator[Sequence[tuple[int, list[Fit]]]]:
    """All organisations with their best projects, some at a time. Only reads."""
    everybody, ranked = everybody_with_everything(MOST)
    for start in range(0, len(ranked), AT_ONCE):
        yield fits_of(everybody, ranked[start : start + AT_ONCE])


def keep_some(part: Sequence[tuple[int, list[Fit]]]) -> None:
    """Store the best projects of some organisations; what people did with a match stays."""
    ids = [partner_id for partner_id, _found in part]
    fresh = {(one.partner_id, one.project_id): one for _partner_id, found in part for one in found}
    keys = select(Match.partner_id, Match.project_id, Match.status).where(Match.partner_id.in_(ids))
    kept = {(partner_id, project_id): status for partner_id, project_id, status in db.session.execute(keys)}
    moment = now()
    rows = {
        key: {"partner_id": key[0], "project_id": key[1], **columns_of(one, moment)} for key, one in fresh.items()
    }
    new = [row | {"found_at": moment} for key, row in rows.items() if key not in kept]
    if new:
        db.session.execute(insert(Match), [row | {"status": MatchStatus.NEW.value} for row in new])
    if old := [row for key, row in rows.items() if key in kept]:
        db.session.execute(update(Match), old)
    gone = [key for key, status in kept.items() if status == MatchStatus.NEW.value and key not in fresh]
    for partner_id, project_id in gone:
        db.session.execute(delete(Match).where(Match.partner_id == partner_id, Match.project_id == project_id))


def keep_words() -> int:
    """Analyse what organisations wrote since, so that nobody who compares has to; returns how many."""
    query = (
        select(Mandate, PartnerWords)
        .outerjoin(PartnerWords, PartnerWords.partner_id == Mandate.partner_id)
        .where(
            PartnerWords.partner_id.is_(None)
            | (PartnerWords.written_at != Mandate.updated_at)
            | (PartnerWords.mark != analysis_mark())
        )
        .limit(AT_ONCE)
    )
    found = db.session.execute(query).all()
    for mandate, kept in found:
        words = kept or PartnerWords(partner_id=mandate.partner_id)
        words.terms = words_of_mandate(mandate, None)
        words.written_at, words.mark = mandate.updated_at, analysis_mark()
        db.session.add(words)
    db.session.flush()
    return len(found)
