"""Finding tasks."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from registry.db import db
from registry.refusals import NotFound
from registry.tasks.models import Task
from registry.tasks.subjects import Subject


def one_task(task_id: int) -> Task:
    """The task with this id; raises NotFound."""
    task = db.session.get(Task, task_id)
    if task is None:
        raise NotFound
    return task


def tasks_about(kind: Subject, number: str) -> list[Task]:
    """All tasks about a record, open ones first, then by day."""
    query = select(Task).where(Task.subject_kind == kind.value, Task.subject_number == number)
    return list(db.session.scalars(query.order_by(Task.done_at.is_not(None), Task.due_on, Task.id)))


def open_tasks_of(user_id: int, *, most: int = 100) -> list[Task]:
    """What a person still has to do, by day."""
    query = select(Task).where(Task.assignee_id == user_id, Task.done_at.is_(None))
    return list(db.session.scalars(query.order_by(Task.due_on, Task.id).limit(most)))


def count_due(user_id: int, day: date) -> int:
    """How many open tasks of a person are due on a day or were due before it."""
    query = select(func.count(Task.id)).where(
        Task.assignee_id == user_id, Task.done_at.is_(None), Task.due_on <= day
    )
    return db.session.scalar(query) or 0


def tasks_to_remind_of(until: date, today: date) -> Sequence[Task]:
    """Open tasks due until a day of which nobody was reminded today, by person and day."""
    not_today = Task.reminded_on.is_(None) | (Task.reminded_on < today)
    query = select(Task).where(Task.done_at.is_(None), Task.due_on <= until, not_today)
    return db.session.scalars(query.order_by(Task.assignee_id, Task.due_on, Task.id)).all()
