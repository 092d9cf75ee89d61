"""The search behind the catalogue: one function answers page, total and counts, whoever asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from registry.catalogue.facets import narrowed_by
from registry.catalogue.listing import Listed, in_order, listed
from registry.catalogue.search.following import current_index, current_names
from registry.catalogue.search.index import Index, Selection
from registry.catalogue.search.query import Unit, understand
from registry.catalogue.search.suggesting import corrected
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.models import Project

#: Rows of lists kept in memory; a few kB each.
MOST_KEPT = 4000
#: Rows read at once where all are asked for.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One page of projects, their total, and facet -> code -> count; a facet's counts leave out its own choice.

    `corrected` is the query that was answered in place of one with words that stand nowhere. `is_partial` says
    that no project has everything that was asked for: these have as much of it as any.
    """

    projects: list[Listed]
    total: int
    counts: dict[str, dict[str, int]]
    query: tuple[Unit, ...] = ()
    corrected: str | None = None
    is_partial: bool = False


def search(criteria: ProjectCriteria, *, page: int = 1, per_page: int = 20) -> Found:
    """Published projects that meet the criteria: one page of them, their number, and the counts of all facets."""
    index = current_index()
    query, better = _understood(criteria, index)
    selection = index.search(criteria, query, first=(page - 1) * per_page, most=per_page)
    return Found(
        projects=_rows(selection.ids, index),
        total=selection.total,
        counts=selection.counts,
        query=query,
        corrected=better,
        is_partial=_is_partial(selection),
    )


def found_ids(criteria: ProjectCriteria) -> list[int]:
    """The ids of all that the catalogue shows for these criteria, in its order."""
    index = current_index()
    return index.search(criteria, _understood(criteria, index)[0]).ids


def every_row(criteria: ProjectCriteria) -> Iterator[Listed]:
    """All that meets the criteria, in their order; read in parts, because it may be the whole registry."""
    ids, names = found_ids(criteria), current_names()
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        yield from in_order(part, listed(part, names))


def sought_by(facet: str, criteria: ProjectCriteria) -> dict[str, Decimal]:
    """Code -> US dollars sought by projects with it that meet the criteria, whatever these choose of the facet.

    A project with several codes, as in several districts, counts with its whole amount in each.
    """
    index = current_index()
    cents = index.sums(criteria, _understood(criteria, index)[0], facet)
    return {code: Decimal(amount) / 100 for code, amount in cents.items()}


def sought(criteria: ProjectCriteria) -> tuple[Decimal, int]:
    """US dollars sought by all projects that meet the criteria, and how many of these have a price."""
    index = current_index()
    cents, priced = index.sought(criteria, _understood(criteria, index)[0])
    return Decimal(cents) / 100, priced


def related(project: Project, *, most: int = 4) -> list[Listed]:
    """Other published projects of the same sector, newest first."""
    found = search(ProjectCriteria(sector=(project.sector_code,)), per_page=most + 1).projects
    return [other for other in found if other.id != project.id][:most]


def totals_without(criteria: ProjectCriteria) -> dict[str, int]:
    """For each parameter that narrows the list: how many projects there would be without it."""
    index = current_index()
    empty = {"q": "", "min": None, "max": None}
    totals = {}
    for name in narrowed_by(criteria):
        looser = replace(criteria, **{name: () if name in FACETS else empty[name]})  # type: ignore[arg-type]
        totals[name] = index.total(looser, _understood(looser, index)[0])
    return totals


def _understood(criteria: ProjectCriteria, index: Index) -> tuple[tuple[Unit, ...], str | None]:
    """The parts of the query, and its correction if it had to be corrected."""
    better = corrected(criteria.q, index) if criteria.q else None
    return understand(better or criteria.q), better


def _is_partial(selection: Selection) -> bool:
    return selection.parts < selection.asked


def rows(ids: Sequence[int]) -> list[Listed]:
    """These projects as lists show them, in this order; those that are not published are left out."""
    return _rows(ids, current_index())


def _rows(ids: Sequence[int], index: Index) -> list[Listed]:
    found: dict[int, Listed] = {wanted: row for wanted in ids if (row := index.shown.get(wanted)) is not None}
    unread = [wanted for wanted in ids if wanted not in found]
    if unread:
        found |= listed(unread, current_names())
        if len(index.shown) > MOST_KEPT:
            index.shown.clear()
        index.shown.update(found)
    return in_order(ids, found)
