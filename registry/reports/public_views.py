"""The catalogue as a file for everybody: what the same parameters show, in public columns."""

from flask import request
from flask.typing import ResponseReturnValue

from registry.catalogue.facets import known_values
from registry.catalogue.shortlist import MOST_LISTED
from registry.projects.criteria import read_criteria
from registry.reports.exports import export_projects, export_shortlist
from registry.web.access import Audience, audience_blueprint
from registry.web.downloads import attachment

blueprint = audience_blueprint("reports", __name__, Audience.PUBLIC)


@blueprint.get("/projects.<any(xlsx, csv):ending>")
def projects(ending: str) -> ResponseReturnValue:
    """Published projects."""
    criteria, _unknown = read_criteria(request.args.items(multi=True), known_values())
    return attachment(export_projects(criteria, ending, by=None), "projects", ending)


@blueprint.get("/shortlist.<any(xlsx, csv):ending>")
def shortlist(ending: str) -> ResponseReturnValue:
    """The published ones among the projects in the address."""
    references = [reference[:20] for reference in request.args.getlist("ref") if reference.isprintable()]
    return attachment(export_shortlist(references[:MOST_LISTED], ending), "shortlist", ending)
