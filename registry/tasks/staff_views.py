"""The staff's tasks: one's own list, and marking them as done wherever they stand."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.queries import one_staff_member
from registry.accounts.roles import Permission
from registry.db import now
from registry.languages import gettext as _
from registry.refusals import Refusal
from registry.tasks import operations
from registry.tasks.forms import TaskForm
from registry.tasks.queries import one_task, open_tasks_of
from registry.tasks.subjects import Subject
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import safe_path

blueprint = audience_blueprint("staff_tasks", __name__, Audience.STAFF, "/tasks")

#: Where a task's record is shown: endpoint, and the name of its number in the address.
PLACES = {
    Subject.LEAD: ("staff_leads.show", "number"),
    Subject.VISIT: ("staff_visits.show", "number"),
    Subject.AGREEMENT: ("staff_agreements.show", "number"),
    Subject.PROJECT: ("staff_projects.show", "reference"),
}


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.TASKS_DO)
def index() -> ResponseReturnValue:
    """What one has to do; a new task is set here or on the page of what it is about."""
    form = TaskForm().offer(current_user.user_id)
    if form.validate_on_submit():
        try:
            operations.set_task(
                form.title.data or "",
                due_on=form.due_on.data,  # type: ignore[arg-type]
                assignee=one_staff_member(int(form.assignee.data)),
                by=current_user.account,
                about=_subject(request.form.get("subject_kind"), request.form.get("subject_number")),
                details=form.details.data or None,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The task is set."))
            return redirect(safe_path(request.form.get("back"), url_for(".index")))
    tasks = open_tasks_of(current_user.user_id)
    page = render_template("tasks/staff/index.html", tasks=tasks, form=form, today=now().date(), places=PLACES)
    return page, 422 if form.errors else 200


def _subject(kind: str | None, number: str | None) -> tuple[Subject, str] | None:
    return (Subject(kind), number[:20]) if kind in set(Subject) and number else None


@blueprint.post("/<id:task_id>/<any(done, open):state>")
@requires(Permission.TASKS_DO)
def mark(task_id: int, state: str) -> ResponseReturnValue:
    """It is done, or not after all."""
    task = one_task(task_id)
    (operations.finish if state == "done" else operations.reopen)(task, by=current_user.account)
    return redirect(safe_path(request.form.get("back"), url_for(".index")))
