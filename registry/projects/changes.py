"""Which projects changed, and in what order: what every copy of the catalogue follows.

The number of the last change is raised, and the projects are named, in the same transaction as the change itself.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, event, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from registry.db import Base, db
from registry.projects.models import Project
from registry.projects.parts import OfProject
from registry.reference.models import Counter

SERIES = "project-changes"
_CHANGED = "changed projects"
#: Databases take only so many values in one statement.
_AT_ONCE = 500


class ProjectChange(Base):
    """The last change of a project; kept when the project is gone, so that its going is seen."""

    __tablename__ = "project_changes"

    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(index=True)


def count_after(number: int) -> int:
    """How many projects changed after this number."""
    return db.session.scalar(select(func.count()).where(ProjectChange.number > number)) or 0


def changed_after(number: int, *, most: int) -> list[tuple[int, int]]:
    """(project id, number) of the first projects that changed after this number, in the order of changes.

    At most so many, but never only a part of those that changed under one number.
    """
    query = (
        select(ProjectChange.project_id, ProjectChange.number)
        .where(ProjectChange.number > number)
        .order_by(ProjectChange.number, ProjectChange.project_id)
    )
    last = db.session.scalar(query.with_only_columns(ProjectChange.number).offset(most - 1).limit(1))
    if last is not None:
        query = query.where(ProjectChange.number <= last)
    return [(project_id, changed) for project_id, changed in db.session.execute(query)]


def change_numbers(ids: Iterable[int]) -> dict[int, int]:
    """id -> number of the last change of these projects; those that never changed since are left out."""
    query = select(ProjectChange.project_id, ProjectChange.number).where(ProjectChange.project_id.in_(list(ids)))
    return dict(db.session.execute(query).all())


def watch() -> None:
    """Note every change of a project that goes through a session of ours; safe to repeat."""
    if not event.contains(db.session, "after_flush", _note):
        event.listen(db.session, "after_flush", _note)
        event.listen(db.session, "before_commit", _number)
        event.listen(db.session, "after_soft_rollback", _forget)


def _note(session: Session, _context: Any) -> None:
    changed = session.info.setdefault(_CHANGED, set())
    for record in (*session.new, *session.dirty, *session.deleted):
        if isinstance(record, Project):
            changed.add(record.id)
        elif isinstance(record, OfProject):
            changed.add(record.project_id)


def _number(session: Session) -> None:
    session.flush()
    changed: set[int | None] = session.info.pop(_CHANGED, set())
    ids = sorted(project_id for project_id in changed if project_id is not None)
    if not ids:
        return
    number = _next_number(session)
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        session.execute(delete(ProjectChange).where(ProjectChange.project_id.in_(part)))
        session.execute(insert(ProjectChange), [{"project_id": changed, "number": number} for changed in part])


def _next_number(session: Session) -> int:
    """Raise the number; who raises it next waits until this transaction ends, so numbers come in order."""
    raised = update(Counter).where(Counter.name == SERIES).values(value=Counter.value + 1)
    number = session.scalar(raised.returning(Counter.value))
    if number is None:
        session.execute(insert(Counter).values(name=SERIES, value=1))
    return number or 1


def _forget(session: Session, _previous: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_CHANGED, None)


def note_all(ids: Iterable[int]) -> None:
    """Note changes that went past the session, such as those written in bulk."""
    db.session.info.setdefault(_CHANGED, set()).update(ids)
