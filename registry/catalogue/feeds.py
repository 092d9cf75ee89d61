"""The catalogue for other programs: what changed, where projects lie, which pages there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from registry.catalogue.items import item_of, seen_point
from registry.db import db
from registry.projects.criteria import ProjectCriteria
from registry.projects.models import Project
from registry.projects.queries import conditions, for_rows, matching

#: Entries of a feed: readers come back more often than so much changes.
MOST_ENTRIES = 100
#: Projects in one file of the sitemap; with five languages far below the 50,000 addresses that are allowed.
SITEMAP_PART = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a project, for the sitemap."""

    reference: str
    changed: datetime


def latest(criteria: ProjectCriteria) -> list[Project]:
    """The published projects that meet the criteria and changed last, at most MOST_ENTRIES."""
    query = (
        select(Project)
        .where(*conditions(criteria))
        .order_by(Project.updated_at.desc(), Project.id.desc())
        .limit(MOST_ENTRIES)
    )
    return list(db.session.scalars(query.options(*for_rows())))


def feature_collection(criteria: ProjectCriteria) -> dict[str, Any]:
    """GeoJSON (RFC 7946) of all that meets the criteria; where no point is known, the geometry is null."""
    found = db.session.scalars(matching(criteria).options(*for_rows()))
    return {"type": "FeatureCollection", "features": [_feature(project) for project in found]}


def _feature(project: Project) -> dict[str, Any]:
    point = seen_point(project)
    geometry = {"type": "Point", "coordinates": [float(point[1]), float(point[0])]} if point else None
    properties = {**item_of(project), "exactness": project.exactness}
    return {"type": "Feature", "id": project.reference, "geometry": geometry, "properties": properties}


def sitemap_parts() -> int:
    """How many files the sitemap has; at least one."""
    total = db.session.scalar(select(func.count(Project.id)).where(*conditions(ProjectCriteria()))) or 0
    return max(1, -(-total // SITEMAP_PART))


def places(part: int) -> list[Place]:
    """The projects of one part of the sitemap, counted from 1."""
    query = (
        select(Project.reference, Project.updated_at)
        .where(*conditions(ProjectCriteria()))
        .order_by(Project.id)
        .limit(SITEMAP_PART)
        .offset((part - 1) * SITEMAP_PART)
    )
    return [Place(reference, changed) for reference, changed in db.session.execute(query)]
