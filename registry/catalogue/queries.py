"""The search behind the catalogue. One function answers page, total and counts, whoever asks."""

from dataclasses import replace

from sqlalchemy import func, select

from registry.catalogue.facets import narrowed_by
from registry.db import db
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.models import Project
from registry.projects.queries import ProjectPage, conditions, page_of_projects


def search(criteria: ProjectCriteria, *, page: int = 1, per_page: int = 20) -> ProjectPage:
    """Published projects that meet the criteria: one page of them, their number, and the counts of all facets."""
    return page_of_projects(replace(criteria, publication=("published",)), page=page, per_page=per_page)


def totals_without(criteria: ProjectCriteria) -> dict[str, int]:
    """For each parameter that narrows the list: how many projects there would be without it."""
    empty = {"q": "", "min": None, "max": None}
    totals = {}
    for name in narrowed_by(criteria):
        looser = replace(criteria, **{name: () if name in FACETS else empty[name]})  # type: ignore[arg-type]
        totals[name] = db.session.scalar(select(func.count(Project.id)).where(*conditions(looser))) or 0
    return totals
