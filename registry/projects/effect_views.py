"""Staff note what a project has reached of what it promised."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.projects.achieving import note_achievement, remove_achievement
from registry.projects.forms import AchievementForm
from registry.projects.models import Project
from registry.projects.queries import one_project
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint, requires

blueprint = audience_blueprint("staff_effects", __name__, Audience.STAFF, "/projects")


@blueprint.get("/<reference:reference>/effects")
@requires(Permission.PROJECTS_READ)
def show(reference: str) -> ResponseReturnValue:
    """Everything that was reached, and the form for more."""
    project = one_project(reference)
    return _page(project, AchievementForm(formdata=None).offer(project))


def _page(project: Project, form: AchievementForm, status: int = 200) -> ResponseReturnValue:
    return render_template("projects/staff/effects.html", project=project, form=form), status


@blueprint.post("/<reference:reference>/effects")
@requires(Permission.PROJECTS_EDIT)
def note(reference: str) -> ResponseReturnValue:
    """Note what was reached by a day."""
    project = one_project(reference)
    form = AchievementForm().offer(project)
    if form.validate_on_submit():
        try:
            note_achievement(project, form.reached(), by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("What was reached is noted."))
            return redirect(url_for(".show", reference=reference))
    return _page(project, form, 422)


@blueprint.post("/<reference:reference>/effects/<int:achievement_id>/remove")
@requires(Permission.PROJECTS_EDIT)
def remove(reference: str, achievement_id: int) -> ResponseReturnValue:
    """Take back what was noted by mistake."""
    remove_achievement(one_project(reference), achievement_id, by=current_user.account)
    flash(_("What was noted is taken back."))
    return redirect(url_for(".show", reference=reference))
