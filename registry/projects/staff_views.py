"""Staff keep the registry true."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.queries import one_staff_member, staff_members
from registry.accounts.roles import Permission
from registry.languages import LANGUAGES, current_language
from registry.languages import gettext as _
from registry.projects import operations, revising
from registry.projects.contents import content_of
from registry.projects.fields import FIELDS, FUNDING_LABELS, INDICATOR_LABELS, SECTIONS, TEXT_LABELS
from registry.projects.filtering import read_staff_criteria
from registry.projects.forms import MoveForm, OfficerForm, ProjectForm, StageForm, project_form
from registry.projects.lifecycle import EDITABLE, MOVES, REVIEWED, REVISION_MOVES, DocumentKind, Move, Publication
from registry.projects.models import Project
from registry.projects.parts import TEXT_FIELDS
from registry.projects.queries import (
    count_revisions,
    find_revision,
    history,
    one_project,
    page_of_projects,
    publication_counts,
    waiting_revisions,
)
from registry.projects.readiness import missing_for_next, missing_now
from registry.projects.records import ProjectRecord, changes_between
from registry.projects.revising import latest_content
from registry.reference.models import Indicator, Instrument, Stage
from registry.reference.queries import entries
from registry.refusals import Refusal, Stale
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.forms import SelectChoice, choices_of
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_projects", __name__, Audience.STAFF, "/projects")

PER_PAGE = 50
#: What a project's page calls its fields.
LABELS = {"fields": FIELDS, "sections": SECTIONS, "text_labels": TEXT_LABELS, "reviewed": REVIEWED}


@blueprint.get("/")
@requires(Permission.PROJECTS_READ)
def index() -> ResponseReturnValue:
    """All projects in any state."""
    criteria, unknown = read_staff_criteria(request.args.items(multi=True))
    page = page_number(request.args.get("page"))
    found = page_of_projects(criteria, page=page, per_page=PER_PAGE)
    return render_template(
        "projects/staff/index.html",
        criteria=criteria,
        unknown=unknown,
        found=found,
        publications=list(Publication),
        publication_counts=publication_counts(),
        asked=request.args.getlist("publication"),
        revision_count=count_revisions(),
        paging=Paging(page, PER_PAGE, found.total),
    )


@blueprint.get("/revisions")
@requires(Permission.PROJECTS_READ)
def revisions() -> ResponseReturnValue:
    """The changes that wait beside approved versions."""
    return render_template("projects/staff/revisions.html", waiting=waiting_revisions())


@blueprint.get("/<reference:reference>")
@requires(Permission.PROJECTS_READ)
def show(reference: str) -> ResponseReturnValue:
    """One project: its content, state, steps, what is missing, history."""
    return _page(one_project(reference))


def _page(
    project: Project,
    *,
    move: MoveForm | None = None,
    change: MoveForm | None = None,
    stage: StageForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "projects/staff/show.html",
        project=project,
        moves=_steps(MOVES[project.publication]),
        move_form=move or MoveForm(formdata=None, version=project.version),
        officer_form=_officer_form(project),
        history=history(project),
        is_editable=project.publication in EDITABLE and current_user.may(Permission.PROJECTS_EDIT),
        is_own=current_user.user_id in (project.author_id, project.submitted_by_id),
        **_waiting(project, change),
        **_preparation(latest_content(project), stage),
        **LABELS,
    )
    return page, status


def _preparation(content: ProjectRecord, form: StageForm | None) -> dict[str, object]:
    """What the page shows of the stage: what is missing for this one and for the next."""
    following, lacking = missing_for_next(content)
    return {
        "stages": entries(Stage),
        "following": following,
        "lacking": lacking,
        "lacking_now": missing_now(content),
        "stage_form": form or _stage_form(StageForm(formdata=None, stage=following or content.stage_code)),
    }


def _waiting(project: Project, form: MoveForm | None) -> dict[str, object]:
    """What the page shows of the change that waits beside the approved version."""
    revision = find_revision(project)
    return {
        "revision": revision,
        "revision_moves": _steps(REVISION_MOVES[revision.state]) if revision else [],
        "revision_form": form or MoveForm(formdata=None, version=project.version),
        "revised": changes_between(content_of(project), latest_content(project)),
    }


def _steps(moves: Iterable[Move]) -> list[Move]:
    """Those that whoever is signed in may take."""
    return [step for step in moves if current_user.may(step.permission)]


def _stage_form(form: StageForm) -> StageForm:
    form.stage.choices = choices_of(entries(Stage))
    return form


def _officer_form(project: Project) -> OfficerForm:
    form = OfficerForm(formdata=None, officer=str(project.contact_officer_id or ""))
    form.officer.choices = _officers()
    return form


def _officers() -> list[SelectChoice]:
    people = staff_members(active_only=True)
    return [SelectChoice("", _("Nobody")), *(SelectChoice(str(user.id), user.name) for user in people)]


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PROJECTS_EDIT)
def add() -> ResponseReturnValue:
    """A new draft."""
    form = project_form(source_language=current_language(), stage_code="idea", funding_status="seeking")
    if form.validate_on_submit():
        try:
            project = operations.add_project(form.content(None), by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The draft is saved as %(reference)s.", reference=project.reference))
            return redirect(url_for(".show", reference=project.reference))
    return _edit_page(form, None)


@blueprint.route("/<reference:reference>/edit", methods=["GET", "POST"])
@requires(Permission.PROJECTS_EDIT)
def edit(reference: str) -> ResponseReturnValue:
    """Edit everything a project says."""
    project = one_project(reference)
    before = latest_content(project)
    form = project_form(before, version=project.version)
    if form.validate_on_submit():
        try:
            changes = operations.edit_project(
                project, form.content(before), by=current_user.account, seen=form.seen_version()
            )
        except Stale:
            conflict = changes_between(before, form.content(before))
            return _edit_page(form.lost_race(project.version), project, conflict)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_saved(project) if changes else _("Nothing was changed."))
            return redirect(url_for(".show", reference=reference))
    return _edit_page(form, project)


def _saved(project: Project) -> str:
    if find_revision(project):
        return _("The change is saved and waits for a review. The approved version stays as it is.")
    return _("The changes are saved.")


def _edit_page(
    form: ProjectForm, project: Project | None, conflict: dict[str, list[object]] | None = None
) -> ResponseReturnValue:
    """The form; `conflict` is what differs between the present state and what was typed on an older one."""
    page = render_template(
        "projects/staff/edit.html",
        form=form,
        project=project,
        revision=find_revision(project) if project else None,
        text_fields=TEXT_FIELDS,
        text_languages=LANGUAGES,
        documents=list(DocumentKind),
        instruments=entries(Instrument),
        indicators=entries(Indicator),
        funding_labels=FUNDING_LABELS,
        indicator_labels=INDICATOR_LABELS,
        conflict=conflict,
        **LABELS,
    )
    return page, 409 if conflict is not None else 422 if form.errors else 200


@blueprint.post("/<reference:reference>/move")
@requires(Permission.PROJECTS_READ)
def move(reference: str) -> ResponseReturnValue:
    """Take a step of the publication table; the table says who may."""
    project = one_project(reference)
    form = MoveForm()
    if form.validate():
        try:
            project.check_version(form.seen_version())
            operations.move_project(project, **form.step(), by=current_user.account)
        except Stale:
            return _page(project, move=form.lost_race(project.version), status=409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The project now stands at: %(state)s.", state=str(project.publication.label)))
            return redirect(url_for(".show", reference=reference))
    return _page(project, move=form, status=422)


@blueprint.post("/<reference:reference>/revision")
@requires(Permission.PROJECTS_READ)
def move_change(reference: str) -> ResponseReturnValue:
    """Take a step with the change that waits beside the approved version."""
    project = one_project(reference)
    form = MoveForm()
    if form.validate():
        try:
            project.check_version(form.seen_version())
            reached = revising.move_change(project, **form.step(), by=current_user.account)
        except Stale:
            return _page(project, change=form.lost_race(project.version), status=409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(str(reached.label))
            return redirect(url_for(".show", reference=reference))
    return _page(project, change=form, status=422)


@blueprint.post("/<reference:reference>/stage")
@requires(Permission.PROJECTS_EDIT)
def change_stage(reference: str) -> ResponseReturnValue:
    """Move along the preparation stages, through the gate."""
    project = one_project(reference)
    form = _stage_form(StageForm())
    if form.validate():
        try:
            operations.change_stage(
                project,
                to=form.stage.data,
                by=current_user.account,
                bypass_reason=form.bypass_reason.data or None,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_saved(project))
            return redirect(url_for(".show", reference=reference))
    return _page(project, stage=form, status=422)


@blueprint.post("/<reference:reference>/officer")
@requires(Permission.PROJECTS_EDIT)
def name_officer(reference: str) -> ResponseReturnValue:
    """Name the member of staff whom partners ask about this project."""
    project = one_project(reference)
    form = OfficerForm()
    form.officer.choices = _officers()
    if not form.validate():
        return _page(project, status=422)
    officer = one_staff_member(int(form.officer.data)) if form.officer.data else None
    operations.name_officer(project, officer=officer, by=current_user.account)
    return redirect(url_for(".show", reference=reference))


@blueprint.post("/<reference:reference>/verify")
@requires(Permission.PROJECTS_REVIEW)
def verify(reference: str) -> ResponseReturnValue:
    """Write down that the project's facts were checked today."""
    operations.verify_project(one_project(reference), by=current_user.account)
    flash(_("Verified today."))
    return redirect(url_for(".show", reference=reference))
