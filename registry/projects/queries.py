"""Finding projects."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from registry.db import db
from registry.languages import fold
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.lifecycle import FORMER, Funding, Publication
from registry.projects.models import (
    Project,
    project_districts,
    project_sdgs,
)
from registry.projects.parts import FundingLine, ProjectEvent, ProjectRevision
from registry.reference.models import District, Instrument, ProjectType, Sdg, Sector, Stage
from registry.reference.queries import codes
from registry.refusals import NotFound


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One page of a list, its total, and facet -> code -> count; a facet's counts leave out its own choice."""

    projects: list[Project]
    total: int
    counts: dict[str, dict[str, int]]


def known_values() -> dict[str, set[str]]:
    """The codes that each facet of the criteria may hold."""
    return {
        "type": codes(ProjectType),
        "sector": codes(Sector),
        "district": codes(District),
        "stage": codes(Stage),
        "instrument": codes(Instrument),
        "sdg": codes(Sdg),
        "funding": {state.value for state in Funding},
    }


def one_project(reference: str) -> Project:
    """The project with this reference in any state, for staff; raises NotFound."""
    return _one(select(Project).where(Project.reference == reference))


def one_public_project(reference: str) -> Project:
    """The project with this reference if it is, or was, open to the public; raises NotFound."""
    visible = [Publication.PUBLISHED.value, *(state.value for state in FORMER)]
    return _one(
        select(Project).where(
            Project.reference == reference,
            Project.publication_status.in_(visible),
            Project.published_at.is_not(None),
        )
    )


def _one(query: Select[Project]) -> Project:
    project = db.session.scalar(query.options(*everything()))
    if project is None:
        raise NotFound
    return project


def everything() -> tuple[Any, ...]:
    """Loads all parts of projects in one query a part."""
    parts = (
        Project.texts,
        Project.districts,
        Project.sdgs,
        Project.partner_types,
        Project.incentives,
        Project.funding,
        Project.indicators,
        Project.documents,
        Project.parties,
    )
    return (
        *map(selectinload, parts),
        joinedload(Project.contact_officer),
        joinedload(Project.initiator_type),
    )


def for_rows() -> tuple[Any, ...]:
    """Loads what a row of a list shows."""
    return selectinload(Project.texts), selectinload(Project.districts), selectinload(Project.funding)


def published_projects(references: list[str]) -> list[Project]:
    """The published ones among these references, in the order asked."""
    found = db.session.scalars(
        select(Project)
        .where(Project.reference.in_(references), Project.publication_status == Publication.PUBLISHED.value)
        .options(selectinload(Project.texts))
    )
    by_reference = {project.reference: project for project in found}
    return [by_reference[reference] for reference in dict.fromkeys(references) if reference in by_reference]


def whole_projects(references: list[str]) -> list[Project]:
    """The published ones among these references with all their parts, in the order asked."""
    published = Project.publication_status == Publication.PUBLISHED.value
    query = select(Project).where(Project.reference.in_(references), published).options(*everything())
    by_reference = {project.reference: project for project in db.session.scalars(query)}
    return [by_reference[reference] for reference in dict.fromkeys(references) if reference in by_reference]


def related_projects(project: Project, *, most: int = 4) -> list[Project]:
    """Other published projects of the same sector, newest first."""
    return list(
        db.session.scalars(
            select(Project)
            .where(
                Project.sector_code == project.sector_code,
                Project.id != project.id,
                Project.publication_status == Publication.PUBLISHED.value,
            )
            .options(*for_rows())
            .order_by(Project.published_at.desc(), Project.id.desc())
            .limit(most)
        )
    )


def conditions(criteria: ProjectCriteria) -> list[ColumnElement[bool]]:
    """The criteria as clauses over projects."""
    clauses: list[ColumnElement[bool]] = [Project.publication_status.in_(criteria.publication)]
    for word in fold(criteria.q).split():
        clauses.append(Project.search_text.contains(word, autoescape=True))
    columns: dict[str, Any] = {
        "type": Project.type_code,
        "sector": Project.sector_code,
        "stage": Project.stage_code,
        "funding": Project.funding_status,
    }
    clauses += [column.in_(criteria.chosen(facet)) for facet, column in columns.items() if criteria.chosen(facet)]
    for facet, (owner, code, _with) in _links().items():
        if criteria.chosen(facet):
            clauses.append(Project.id.in_(select(owner).where(code.in_(criteria.chosen(facet)))))
    if criteria.min is not None:
        clauses.append(Project.sought_usd >= criteria.min)
    if criteria.max is not None:
        clauses.append(Project.sought_usd <= criteria.max)
    return clauses


def _links() -> dict[str, tuple[Any, Any, Any]]:
    """Facets kept in tables of their own: the project's id, the code, what to join."""
    return {
        "district": (project_districts.c.project_id, project_districts.c.district_code, project_districts),
        "sdg": (project_sdgs.c.project_id, project_sdgs.c.sdg_code, project_sdgs),
        "instrument": (FundingLine.project_id, FundingLine.instrument_code, FundingLine),
    }


def matching(criteria: ProjectCriteria) -> Select[Project]:
    """Every project that meets the criteria, in their order."""
    orders: dict[str, tuple[Any, ...]] = {
        "relevance": (Project.published_at.desc().nulls_last(),),
        "newest": (Project.published_at.desc().nulls_last(),),
        "closing": (Project.closes_on.asc().nulls_last(),),
        "amount": (Project.sought_usd.asc().nulls_last(),),
        "-amount": (Project.sought_usd.desc().nulls_last(),),
    }
    return select(Project).where(*conditions(criteria)).order_by(*orders[criteria.sort], Project.id.desc())


def count_projects(criteria: ProjectCriteria) -> int:
    """How many projects, in any state that the criteria name, meet them."""
    return db.session.scalar(select(func.count(Project.id)).where(*conditions(criteria))) or 0


def page_of_projects(criteria: ProjectCriteria, *, page: int = 1, per_page: int = 20) -> ProjectPage:
    """One page of projects with the counts of every facet."""
    total = count_projects(criteria)
    rows = db.session.scalars(
        matching(criteria).options(*for_rows()).limit(per_page).offset((page - 1) * per_page)
    )
    counts = {facet: _counts(criteria, facet) for facet in FACETS}
    return ProjectPage(list(rows), total, counts)


def _counts(criteria: ProjectCriteria, facet: str) -> dict[str, int]:
    columns: dict[str, Any] = {
        "type": Project.type_code,
        "sector": Project.sector_code,
        "stage": Project.stage_code,
        "funding": Project.funding_status,
    }
    clauses = conditions(criteria.without(facet))
    if facet in columns:
        column = columns[facet]
        query = select(column, func.count(Project.id)).where(*clauses).group_by(column)
    else:
        owner, code, link = _links()[facet]
        query = (
            select(code, func.count(func.distinct(Project.id)))
            .select_from(Project)
            .join(link, owner == Project.id)
            .where(*clauses)
            .group_by(code)
        )
    return dict(db.session.execute(query).all())


def publication_counts() -> Counter[str]:
    """How many projects stand in each publication state."""
    rows = db.session.execute(
        select(Project.publication_status, func.count()).group_by(Project.publication_status)
    )
    return Counter(dict(rows.all()))


def history(project: Project) -> list[ProjectEvent]:
    """The steps in a project's life, newest first."""
    return list(
        db.session.scalars(
            select(ProjectEvent).where(ProjectEvent.project_id == project.id).order_by(ProjectEvent.id.desc())
        )
    )


def find_revision(project: Project) -> ProjectRevision | None:
    """The change that waits beside the approved version, if there is one."""
    return db.session.get(ProjectRevision, project.id)


def waiting_revisions() -> list[tuple[ProjectRevision, Project]]:
    """Every change that waits for somebody, the longest waiting first."""
    query = (
        select(ProjectRevision, Project)
        .join(Project, Project.id == ProjectRevision.project_id)
        .options(selectinload(Project.texts))
        .order_by(ProjectRevision.submitted_at, ProjectRevision.project_id)
    )
    return [(revision, project) for revision, project in db.session.execute(query)]


def count_revisions() -> int:
    """How many changes wait beside approved versions."""
    return db.session.scalar(select(func.count()).select_from(ProjectRevision)) or 0


def expired_by(today: date) -> list[Project]:
    """Published projects whose term is over."""
    return list(
        db.session.scalars(
            select(Project)
            .where(Project.publication_status == Publication.PUBLISHED.value, Project.expires_on < today)
            .order_by(Project.id)
        )
    )


def closing_soonest(today: date, *, most: int = 4) -> list[int]:
    """Ids of the published projects whose call closes next."""
    query = (
        select(Project.id)
        .where(Project.publication_status == Publication.PUBLISHED.value, Project.closes_on >= today)
        .order_by(Project.closes_on, Project.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def find_similar(project: Project) -> list[Project]:
    """Other living projects with the same title in some language: perhaps the same project again."""
    titles = {fold(text.title) for text in project.texts.values() if text.title}
    candidates = db.session.scalars(
        select(Project)
        .where(
            Project.id != project.id,
            Project.sector_code == project.sector_code,
            Project.publication_status.not_in([Publication.ARCHIVED.value, Publication.REJECTED.value]),
        )
        .options(selectinload(Project.texts))
        .order_by(Project.id)
    )
    return [other for other in candidates if titles & {fold(text.title) for text in other.texts.values()}]


def references_of(ids: Iterable[int]) -> dict[int, str]:
    """id -> reference, of any projects."""
    return dict(db.session.execute(select(Project.id, Project.reference).where(Project.id.in_(list(ids)))).all())
