"""The shortlist: look at it, keep it, share it, print it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.catalogue import passport, queries, shortlist
from registry.catalogue.printing import print_document, turn_to_print
from registry.catalogue.shortlist import MOST_LISTED
from registry.db import now
from registry.languages import gettext as _
from registry.projects.models import Project
from registry.projects.queries import published_projects, whole_projects
from registry.reference.models import Stage
from registry.reference.queries import entries
from registry.refusals import NotFound
from registry.web.access import Audience, audience_blueprint
from registry.web.downloads import attachment
from registry.web.identity import current_identity
from registry.web.links import absolute

blueprint = audience_blueprint("shortlist", __name__, Audience.PUBLIC)
#: A printed document is read on paper.
MOST_PRINTED = 20


def _asked() -> list[str]:
    """References in the address, short and printable."""
    given = (reference.strip()[:20] for reference in request.values.getlist("ref"))
    return [reference for reference in dict.fromkeys(given) if reference.isprintable()][:MOST_LISTED]


@blueprint.get("/shortlist")
def show() -> ResponseReturnValue:
    """The list in the address, else the reader's own."""
    asked = _asked()
    mine = shortlist.kept()
    projects: list[Project] = published_projects(asked or mine)
    shown = [project.reference for project in projects]
    today = now().date()
    return render_template(
        "catalogue/shortlist.html",
        projects=queries.rows([project.id for project in projects]),
        references=shown,
        missing=[reference for reference in (asked or mine) if reference not in shown],
        is_mine=not asked or set(shown) <= set(mine),
        mine=mine,
        open_to_interest=[project.reference for project in projects if project.takes_interest(today)],
        today=today,
    )


@blueprint.post("/shortlist")
def keep() -> ResponseReturnValue:
    """Put projects on the reader's own list, or take them off it."""
    references = [project.reference for project in published_projects(_asked())]
    if request.form.get("do") == "drop":
        shortlist.drop(_asked())
    elif shortlist.keep(references):
        flash(_("The list is full: it holds %(number)s projects.", number=MOST_LISTED), "attention")
    return redirect(url_for(".show"))


@blueprint.get("/dossier.pdf")
def dossier() -> ResponseReturnValue:
    """Cover, contents and the passports of the projects in the address, else of the reader's own list."""
    with turn_to_print():
        found = whole_projects((_asked() or shortlist.kept())[:MOST_PRINTED])
        if not found:
            raise NotFound
        return attachment(print_document("dossier", _dossier_contents(found)), "dossier", "pdf")


def _dossier_contents(found: list[Project]) -> dict[str, Any]:
    identity = current_identity()
    center = {name: getattr(identity, name) for name in ("name", "address", "phone", "email")}
    today, stages = now().date(), entries(Stage)
    passports = [
        passport.contents(
            project,
            stages,
            address=absolute(url_for("catalogue.project", reference=project.reference)),
            center=center,
            today=today,
        )
        for project in found
    ]
    return shortlist.dossier(passports, center=center, today=today)
