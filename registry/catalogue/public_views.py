"""The public window: home, the catalogue, one project, the Center."""

from decimal import Decimal
from functools import partial
from typing import Any

from flask import Response, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.catalogue import comparing, passport, places, queries
from registry.catalogue.comparing import MOST_COMPARED
from registry.catalogue.facets import chosen, facets, known_values, loosening
from registry.catalogue.history import public_history
from registry.catalogue.items import item_of, linked_data
from registry.catalogue.keeping import kept_document, kept_for_strangers
from registry.catalogue.printing import print_document, turn_to_print
from registry.catalogue.search.marking import marked
from registry.db import now
from registry.projects.criteria import SORTS, ProjectCriteria, read_criteria
from registry.projects.lifecycle import FORMER
from registry.projects.models import Project
from registry.projects.queries import (
    closing_soonest,
    one_public_project,
    published_projects,
)
from registry.projects.sorting import sort_labels
from registry.reference.models import District, Sector, Stage
from registry.reference.queries import entries
from registry.refusals import NotFound
from registry.web.access import Audience, audience_blueprint
from registry.web.downloads import attachment
from registry.web.identity import current_identity
from registry.web.links import absolute
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("catalogue", __name__, Audience.PUBLIC)

PER_PAGE = 20
MOST_PER_PAGE = 100


@blueprint.get("/")
@kept_for_strangers
def home() -> str:
    """What this is, where to begin, what is new."""
    newest = queries.search(ProjectCriteria(), per_page=4)
    today = now().date()
    return render_template(
        "catalogue/home.html",
        sectors=entries(Sector),
        counts=newest.counts,
        total=newest.total,
        newest=newest.projects,
        closing=queries.rows(closing_soonest(today)),
        today=today,
    )


@blueprint.get("/map")
@kept_for_strangers
def by_place() -> str:
    """The catalogue by place."""
    return _map()


@blueprint.get("/projects/")
@kept_for_strangers
def projects() -> str:
    """The catalogue, as a list or as a map."""
    return _map() if request.args.get("view") == "map" else _list()


def _map() -> str:
    criteria, unknown = read_criteria(request.args.items(multi=True), known_values())
    found = queries.search(criteria, per_page=1)
    by_amount = request.args.get("by") == "amount"
    counts = {code: Decimal(number) for code, number in found.counts["district"].items()}
    values = queries.sought_by("district", criteria) if by_amount else counts
    groups = facets(criteria, found.counts)
    return render_template(
        "catalogue/map.html",
        criteria=criteria,
        unknown=unknown,
        found=found,
        facets=groups,
        chosen=chosen(criteria, groups),
        by_amount=by_amount,
        areas=places.areas(entries(District), values),
        counts=counts,
        shapes=places.shapes(),
        sources=places.sources(),
        most_points=places.MOST_POINTS,
        size=(places.WIDTH, places.HEIGHT),
    )


def _list() -> str:
    criteria, unknown = read_criteria(request.args.items(multi=True), known_values())
    paging_page = page_number(request.args.get("page"))
    found = queries.search(criteria, page=paging_page, per_page=PER_PAGE)
    paging = Paging(paging_page, PER_PAGE, found.total)
    if paging_page > paging.pages:  # an old or invented page number: show the last one there is
        paging = Paging(paging.pages, PER_PAGE, found.total)
        found = queries.search(criteria, page=paging.page, per_page=PER_PAGE)
    groups = facets(criteria, found.counts)
    return render_template(
        "catalogue/projects.html",
        criteria=criteria,
        unknown=unknown,
        found=found,
        mark=partial(marked, query=found.query) if found.query else None,
        facets=groups,
        chosen=chosen(criteria, groups),
        loosening=[] if found.total else loosening(criteria, queries.totals_without(criteria)),
        paging=paging,
        sorts=sort_labels(SORTS, with_relevance=bool(criteria.q)),
        today=now().date(),
    )


@blueprint.get("/projects/<reference:reference>")
def project(reference: str) -> ResponseReturnValue:
    """One project in six blocks; a former one only says that it is no longer open."""
    shown = one_public_project(reference)
    if shown.publication in FORMER:
        return _gone(render_template("catalogue/former_project.html", project=shown))
    today = now().date()
    return render_template(
        "catalogue/project.html",
        project=shown,
        linked_data=linked_data(shown, absolute(url_for(".project", reference=reference))),
        stages=entries(Stage),
        history=public_history(shown),
        related=queries.related(shown),
        takes_interest=shown.takes_interest(today),
        today=today,
    )


@blueprint.get("/projects/<reference:reference>/passport.pdf")
def passport_pdf(reference: str) -> ResponseReturnValue:
    """What the project's page says, to print and to take along."""
    return attachment(kept_document(partial(_passport, reference)), reference, "pdf")


def _passport(reference: str) -> bytes:
    with turn_to_print():
        shown = one_public_project(reference)
        if shown.publication in FORMER:
            raise NotFound
        return print_document("passport", _passport_contents(shown))


def _passport_contents(shown: Project) -> dict[str, Any]:
    center = current_identity()
    return passport.contents(
        shown,
        entries(Stage),
        address=absolute(url_for(".project", reference=shown.reference)),
        center={name: getattr(center, name) for name in ("name", "address", "phone", "email")},
        today=now().date(),
    )


def _written(reference: str) -> str:
    """What somebody gave for a reference, short and without what cannot be seen."""
    return "".join(character for character in reference[:20] if character.isprintable())


def _gone(page: str) -> Response:
    return make_response(page, 410)


@blueprint.get("/compare")
def compare() -> ResponseReturnValue:
    """Up to four projects side by side; what cannot be shown is named."""
    asked = [_written(reference) for reference in dict.fromkeys(request.args.getlist("ref"))][:MOST_PER_PAGE]
    found = published_projects(asked)
    known = {project.reference for project in found}
    shown = found[:MOST_COMPARED]
    only_differences = request.args.get("differences") == "1" and len(shown) > 1
    return render_template(
        "catalogue/compare.html",
        projects=shown,
        groups=comparing.compare(shown, only_differences=only_differences),
        missing=[reference for reference in asked if reference not in known],
        left_out=[project.reference for project in found[MOST_COMPARED:]],
        only_differences=only_differences,
    )


@blueprint.get("/contact")
def contact() -> ResponseReturnValue:
    """The Center."""
    return render_template("catalogue/contact.html")


@blueprint.get("/projects.json")
def projects_json() -> ResponseReturnValue:
    """The catalogue for programs: total, facet counts and one page of projects."""
    criteria, _unknown = read_criteria(request.args.items(multi=True), known_values())
    per_page = min(max(page_number(request.args.get("per_page") or str(PER_PAGE)), 1), MOST_PER_PAGE)
    found = queries.search(criteria, page=page_number(request.args.get("page")), per_page=per_page)
    items = [item_of(project) for project in found.projects]
    return jsonify(total=found.total, facets=found.counts, items=items)
