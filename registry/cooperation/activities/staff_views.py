"""The staff record joint projects, proposals, internships, exchanges and training."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.cooperation.activities import operations
from registry.cooperation.activities.forms import ActivityForm, ApplicantForm
from registry.cooperation.activities.models import Activity
from registry.cooperation.activities.queries import one_activity, one_applicant, page_of_activities
from registry.cooperation.activities.states import APPLICANT_NEXT, NEXT, ActivityKind, ActivityState
from registry.languages import gettext as _
from registry.projects.queries import one_project
from registry.refusals import NotFound, Refusal
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_activities", __name__, Audience.STAFF, "/activities")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.COOPERATION_READ)
def index() -> ResponseReturnValue:
    """Everything that is done together, the newest first."""
    page = page_number(request.args.get("page"))
    kind, state = request.args.get("kind"), request.args.get("state")
    activities, total = page_of_activities(
        kind=kind if kind in set(ActivityKind) else None,
        state=state if state in set(ActivityState) else None,
        page=page,
        per_page=PER_PAGE,
    )
    return render_template(
        "cooperation/activities/staff/index.html",
        activities=activities,
        kinds=list(ActivityKind),
        paging=Paging(page, PER_PAGE, total),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_EDIT)
def add() -> ResponseReturnValue:
    """Record a further one."""
    form = ActivityForm().offer()
    if form.validate_on_submit():
        try:
            project = one_project(form.project.data) if form.project.data else None
            activity = operations.add_activity(form.plan(), project=project, by=current_user.account)
        except NotFound:
            form.refuse(Refusal(_("There is no project with this reference."), "project"))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", number=activity.number))
    page = render_template("cooperation/activities/staff/add.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/<record:number>")
@requires(Permission.COOPERATION_READ)
def show(number: str) -> ResponseReturnValue:
    """One activity with its applicants."""
    return _page(one_activity(number))


def _page(activity: Activity, *, applicant: ApplicantForm | None = None, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "cooperation/activities/staff/show.html",
        activity=activity,
        moves=NEXT[activity.standing],
        applicant_moves=APPLICANT_NEXT,
        applicant_form=applicant or ApplicantForm(formdata=None),
    )
    return page, status


@blueprint.post("/<record:number>/move")
@requires(Permission.COOPERATION_EDIT)
def move(number: str) -> ResponseReturnValue:
    """Approve, begin, complete or decline it."""
    operations.advance(one_activity(number), to=request.form.get("to", ""), by=current_user.account)
    return redirect(url_for(".show", number=number))


@blueprint.post("/<record:number>/<any(publish, withdraw):what>")
@requires(Permission.COOPERATION_PUBLISH)
def publish(number: str, what: str) -> ResponseReturnValue:
    """Show it on the page of its country, or no longer."""
    operations.publish(one_activity(number), is_public=what == "publish", by=current_user.account)
    return redirect(url_for(".show", number=number))


@blueprint.post("/<record:number>/applicants")
@requires(Permission.COOPERATION_EDIT)
def add_applicant(number: str) -> ResponseReturnValue:
    """Somebody wants to take part."""
    activity, form = one_activity(number), ApplicantForm()
    if form.validate():
        operations.add_applicant(
            activity,
            name=form.name.data or "",
            organisation=form.organisation.data or None,
            email=form.email.data or None,
            note=form.note.data or None,
            by=current_user.account,
        )
        return redirect(url_for(".show", number=number))
    return _page(activity, applicant=form, status=422)


@blueprint.post("/<record:number>/applicants/<id:applicant_id>/move")
@requires(Permission.COOPERATION_EDIT)
def move_applicant(number: str, applicant_id: int) -> ResponseReturnValue:
    """Select somebody, or not; note who took part."""
    activity = one_activity(number)
    to = request.form.get("to", "")
    operations.move_applicant(activity, one_applicant(activity, applicant_id), to=to, by=current_user.account)
    return redirect(url_for(".show", number=number))
