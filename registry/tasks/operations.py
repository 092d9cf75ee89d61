"""Setting tasks, doing them, and reminding of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.notifications.operations import queue
from registry.refusals import Refusal
from registry.tasks import messages
from registry.tasks.models import Task
from registry.tasks.queries import tasks_to_remind_of
from registry.tasks.subjects import Subject


def set_task(
    title: str,
    *,
    due_on: date,
    assignee: User,
    by: User | None,
    about: tuple[Subject, str] | None = None,
    details: str | None = None,
) -> Task:
    """Give somebody of the staff something to do; the person is told. Raises Refusal."""
    if not title.strip():
        raise Refusal(_("Say what is to be done."), "title")
    if not (assignee.is_active and assignee.is_staff):
        raise Refusal(_("This person cannot take tasks."), "assignee")
    kind, number = about or (None, None)
    task = Task(
        title=title,
        details=details,
        due_on=due_on,
        assignee=assignee,
        subject_kind=kind.value if kind else None,
        subject_number=number,
        created_by_id=by.id if by else None,
        created_at=now(),
    )
    db.session.add(task)
    db.session.flush()
    record("task.set", subject=("task", task.id), by=by or "system")
    if by is None or assignee.id != by.id:
        queue(to=assignee.email, language=assignee.language, message=messages.given(task))
    return task


def finish(task: Task, *, by: User) -> None:
    """The task is done; a second press changes nothing."""
    if task.done_at is None:
        task.done_at, task.done_by_id = now(), by.id
        record("task.done", subject=("task", task.id), by=by)


def reopen(task: Task, *, by: User) -> None:
    """It is not done after all."""
    if task.done_at is not None:
        task.done_at = task.done_by_id = None
        record("task.reopened", subject=("task", task.id), by=by)


def remind(today: date) -> int:
    """One message a person about everything that is due by tomorrow; returns how many messages."""
    told = 0
    due: Iterable[Task] = tasks_to_remind_of(today + timedelta(days=1), today)
    for assignee, tasks in groupby(due, key=lambda task: task.assignee):
        waiting = list(tasks)
        for task in waiting:
            task.reminded_on = today
        if assignee.is_active:
            queue(to=assignee.email, language=assignee.language, message=messages.reminder(waiting, assignee))
            told += 1
    return told
