"""The staff's first page, and their exports. An export is asked for by POST, because it leaves a trace."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.leads.filtering import read as read_lead_criteria
from registry.leads.pipeline import LeadStatus
from registry.leads.queries import open_counts
from registry.projects.filtering import read_staff_criteria
from registry.projects.lifecycle import Publication
from registry.projects.queries import publication_counts
from registry.reports.days import day_of
from registry.reports.exports import export_leads, export_projects
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.downloads import attachment

blueprint = audience_blueprint("staff_reports", __name__, Audience.STAFF)


@blueprint.get("/")
def dashboard() -> ResponseReturnValue:
    """What waits: new cases, one's own, and where projects stand."""
    reads_leads = current_user.may(Permission.LEADS_READ)
    return render_template(
        "reports/staff/dashboard.html",
        reads_leads=reads_leads,
        day=day_of(current_user.account),
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
    return attachment(export_projects(criteria, ending, by=current_user.account), "projects", ending)


@blueprint.post("/leads/export.<any(xlsx, csv):ending>")
@requires(Permission.LEADS_EXPORT)
def leads(ending: str) -> ResponseReturnValue:
    """Cases, filtered as on the screen."""
    criteria, _unknown = read_lead_criteria(request.args.items(multi=True))
    return attachment(export_leads(criteria, ending, by=current_user.account), "interests", ending)
