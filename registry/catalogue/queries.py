"""The search behind the catalogue: one function answers page, total and counts, whoever asks."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from registry.catalogue.facets import narrowed_by
from registry.catalogue.search.following import current_index
from registry.catalogue.search.index import Index, Selection
from registry.catalogue.search.query import Unit, understand
from registry.catalogue.search.suggesting import corrected
from registry.db import db
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.models import Project
from registry.projects.queries import for_rows


@dataclass(frozen=True, slots=True)
class Found:
    """One page of projects, their total, and facet -> code -> count; a facet's counts leave out its own choice.

    `corrected` is the query that was answered in place of one with words that stand nowhere. `is_partial` says
    that no project has everything that was asked for: these have as much of it as any.
    """

    projects: list[Project]
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
        projects=_in_order(selection.ids),
        total=selection.total,
        counts=selection.counts,
        query=query,
        corrected=better,
        is_partial=_is_partial(selection),
    )


def found_ids(criteria: ProjectCriteria) -> list[int]:
    """The ids of all published projects that meet the criteria, in their order: what the catalogue shows page by page."""
    index = current_index()
    return index.search(criteria, _understood(criteria, index)[0]).ids


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


def _in_order(ids: list[int]) -> list[Project]:
    found = db.session.scalars(select(Project).where(Project.id.in_(ids)).options(*for_rows()))
    by_id = {project.id: project for project in found}
    return [by_id[wanted] for wanted in ids if wanted in by_id]
