"""Reading and checking the audit trail."""

from contextlib import closing
from datetime import datetime

from sqlalchemy import Select, func, select

from registry.audit.models import AuditEntry
from registry.audit.sealing import FIRST, content_of, seal_of
from registry.db import db


def _matching(action: str | None, subject_id: str | None) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if action:
        query = query.where(AuditEntry.action == action)
    if subject_id:
        query = query.where(AuditEntry.subject_id == subject_id)
    return query


def page_of_entries(
    *, action: str | None = None, subject_id: str | None = None, page: int = 1, per_page: int = 50
) -> tuple[list[AuditEntry], int]:
    """One page of the trail, newest first, and the number of entries in all."""
    query = _matching(action, subject_id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    entries = db.session.scalars(
        query.order_by(AuditEntry.id.desc()).limit(per_page).offset((page - 1) * per_page)
    )
    return list(entries), total


def entries_of(subject_type: str, subject_id: str, *, since: datetime, most: int = 100) -> list[AuditEntry]:
    """The trail of one record from a moment on, newest first."""
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id, AuditEntry.at >= since
        )
        .order_by(AuditEntry.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def actions() -> list[str]:
    """Every kind of action in the trail."""
    return list(db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def first_broken_entry() -> AuditEntry | None:
    """The first entry whose seal does not fit: edited, removed before, or out of order; None if all fit."""
    previous = FIRST
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    with closing(db.session.scalars(query)) as entries:
        for entry in entries:
            if entry.previous_seal != previous or entry.seal != seal_of(previous, entry.at, content_of(entry)):
                return entry
            previous = entry.seal
    return None
