"""The catalogue for other programs: Atom, GeoJSON, sitemap, robots."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from registry.catalogue import feeds
from registry.catalogue.facets import known_values
from registry.db import now
from registry.projects.criteria import ProjectCriteria, read_criteria
from registry.refusals import NotFound
from registry.web.access import Audience, audience_blueprint
from registry.web.navigation import page_number

blueprint = audience_blueprint("catalogue_feeds", __name__, Audience.PUBLIC)
#: What search engines ask for, outside the languages.
for_robots = Blueprint("robots", __name__)


def _criteria() -> ProjectCriteria:
    return read_criteria(request.args.items(multi=True), known_values())[0]


@blueprint.get("/projects.atom")
def atom() -> ResponseReturnValue:
    """What changed last among the projects that the same parameters show."""
    criteria = _criteria()
    values = {"criteria": criteria, "projects": feeds.latest(criteria), "now": now()}
    page = render_template("catalogue/feed.xml", **values)
    return Response(page, mimetype="application/atom+xml")


@blueprint.get("/projects.geojson")
def geojson() -> ResponseReturnValue:
    """Every project that the same parameters show, with its point."""
    content = "".join(feeds.feature_collection(_criteria()))
    return Response(content, mimetype="application/geo+json")


@for_robots.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """All public pages in all languages; where there are too many for one file, the list of its parts."""
    parts = feeds.sitemap_parts()
    if "part" not in request.args and parts > 1:
        return Response(render_template("catalogue/sitemap_index.xml", parts=parts), mimetype="application/xml")
    part = page_number(request.args.get("part"))
    if part > parts:
        raise NotFound
    page = render_template("catalogue/sitemap.xml", places=feeds.places(part), is_first=part == 1)
    return Response(page, mimetype="application/xml")


@for_robots.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """The catalogue may be read by machines; forms and workplaces are for people."""
    return Response(render_template("catalogue/robots.txt"), mimetype="text/plain")
