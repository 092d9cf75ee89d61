"""Staff note what a project has reached of what it promised."""

from datetime import date
from decimal import Decimal
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.projects.achieving import Reached, note_achievement, remove_achievement
from registry.projects.models import Project
from registry.projects.queries import one_project
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.forms import Choice, Day, Form, Number, SelectChoice, Text, required

blueprint = audience_blueprint("staff_effects", __name__, Audience.STAFF, "/projects")


class AchievementForm(Form):
    indicator = Choice(_l("Indicator"), validators=[required()])
    value = Number(_l("Reached in all"), places=4, validators=[required()])
    as_of = Day(_l("By this day"), validators=[required()])
    source = Text(_l("Source"), most=500, validators=[required()])

    def offer(self, project: Project) -> "AchievementForm":
        """Fill the list with what the project promised. Returns itself."""
        lines = ((line.indicator_code, line.indicator) for line in project.indicators)
        self.indicator.choices = [SelectChoice(code, f"{entry.name}, {entry.unit}") for code, entry in lines]
        return self

    def reached(self) -> Reached:
        """What was written, once it is valid."""
        value, as_of = cast(Decimal, self.value.data), cast(date, self.as_of.data)
        return Reached(self.indicator.data, as_of, value, self.source.data or "")


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
