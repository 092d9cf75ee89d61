"""The staff's first page, and their exports. An export is asked for by POST, because it leaves a trace."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.leads.filtering import read as read_lead_criteria
from registry.leads.pipeline import LeadStatus
from registry.leads.queries import open_counts
from registry.leads.worklist.engine import count_leads
from registry.projects.filtering import read_staff_criteria
from registry.projects.lifecycle import Publication
from registry.projects.queries import count_projects, publication_counts
from registry.refusals import Refusal
from registry.reports.boards.boards import boards_for
from registry.reports.days import day_of
from registry.reports.exports import export_leads, export_projects
from registry.reports.orders.operations import Pairs, order_file
from registry.reports.orders.states import LEADS, PROJECTS
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.downloads import attachment

#: Rows of a file that is made while one waits; longer ones are made by the worker.
MOST_AT_ONCE = 5_000
blueprint = audience_blueprint("staff_reports", __name__, Audience.STAFF)


@blueprint.get("/")
def dashboard() -> ResponseReturnValue:
    """What waits: new cases, one's own, and where projects stand."""
    reads_leads = current_user.may(Permission.LEADS_READ)
    return render_template(
        "reports/staff/dashboard.html",
        reads_leads=reads_leads,
        day=day_of(current_user.account),
        boards=boards_for(current_user.account),
        lead_states=list(LeadStatus),
        lead_counts=open_counts() if reads_leads else {},
        publications=list(Publication),
        project_counts=publication_counts(),
    )


@blueprint.post("/projects/export.<any(xlsx, csv):ending>")
@requires(Permission.PROJECTS_EXPORT)
def projects(ending: str) -> ResponseReturnValue:
    """Projects, filtered as on the screen."""
    criteria, _unknown = read_staff_criteria(request.args.items(multi=True))
    if count_projects(criteria) > MOST_AT_ONCE:
        states = [("publication", state) for state in criteria.publication]
        return _ordered(PROJECTS, [*criteria.parameters(), *states], ending)
    return attachment(export_projects(criteria, ending, by=current_user.account), "projects", ending)


@blueprint.post("/leads/export.<any(xlsx, csv):ending>")
@requires(Permission.LEADS_EXPORT)
def leads(ending: str) -> ResponseReturnValue:
    """Cases, filtered as on the screen."""
    criteria, _unknown = read_lead_criteria(request.args.items(multi=True))
    if count_leads(criteria) > MOST_AT_ONCE:
        return _ordered(LEADS, criteria.parameters(), ending)
    return attachment(export_leads(criteria, ending, by=current_user.account), "interests", ending)


def _ordered(what: str, query: Pairs, ending: str) -> ResponseReturnValue:
    """Ask the worker for a long file, and lead to where it will stand."""
    try:
        order_file(current_user.account, what, query, ending)
    except Refusal as refusal:
        flash(str(refusal), "danger")
    else:
        flash(_("The file is being made. It will stand here."))
    return redirect(url_for("staff_orders.index"))
