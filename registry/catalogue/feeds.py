"""The catalogue for other programs: what changed, where projects lie, which pages there are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from registry.catalogue.items import item_of, seen_point
from registry.catalogue.listing import Listed
from registry.catalogue.queries import every_row, search
from registry.db import db
from registry.projects.criteria import ProjectCriteria
from registry.projects.models import Project
from registry.projects.queries import conditions

#: Entries of a feed: readers come back more often than so much changes.
MOST_ENTRIES = 100
#: Projects in one file of the sitemap; with five languages far below the 50,000 addresses that are allowed.
SITEMAP_PART = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a project, for the sitemap."""

    reference: str
    changed: datetime


def latest(criteria: ProjectCriteria) -> list[Listed]:
    """The published projects that meet the criteria and changed last, at most MOST_ENTRIES."""
    return search(replace(criteria, sort="changed"), per_page=MOST_ENTRIES).projects


def feature_collection(criteria: ProjectCriteria) -> Iterator[str]:
    """GeoJSON (RFC 7946) of all that meets the criteria, piece by piece; an unknown point has no geometry."""
    yield '{"type": "FeatureCollection", "features": ['
    between = ""
    for project in every_row(criteria):
        yield between + json.dumps(_feature(project), ensure_ascii=False)
        between = ",\n"
    yield "]}"


def _feature(project: Listed) -> dict[str, Any]:
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
