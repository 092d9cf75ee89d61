"""Writing the audit trail."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from registry.audit.models import AuditEntry
from registry.audit.sealing import FIRST, content_of, seal_of
from registry.db import db, now, queue_up

#: Entries are appended one after the other.
LOCK = 1_735_402


def record(
    action: str,
    *,
    subject: tuple[str, object],
    by: Any,
    changes: dict[str, Any] | None = None,
    reason: str | None = None,
) -> AuditEntry:
    """Append an entry in the present transaction.

    `by` is an account, or "public" or "system"; `changes` maps a field to [before, after].
    """
    entry = _chain(action, [subject], by, changes, reason)[0]
    db.session.add(entry)
    db.session.flush()
    return entry


def record_many(action: str, *, subjects: Sequence[tuple[str, object]], by: Any) -> None:
    """Append an entry for each of several subjects to which the same happened."""
    table: Any = AuditEntry.__table__
    names = table.columns.keys()
    entries = _chain(action, subjects, by, None, None)
    rows = [{name: getattr(entry, name) for name in names if name != "id"} for entry in entries]
    db.session.execute(insert(table), rows)


def _chain(
    action: str,
    subjects: Sequence[tuple[str, object]],
    by: Any,
    changes: dict[str, Any] | None,
    reason: str | None,
) -> list[AuditEntry]:
    """Entries that are each sealed to the one before, the first to the last that is there."""
    queue_up(LOCK)
    db.session.flush()
    previous = db.session.scalar(select(AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1)) or FIRST
    entries = []
    for kind, name in subjects:
        entry = AuditEntry(
            at=now(),
            actor_id=None if isinstance(by, str) else by.id,
            actor_label=by if isinstance(by, str) else f"{by.role}:{by.id}",
            action=action,
            subject_type=kind,
            subject_id=str(name),
            changes={field: _plain(values) for field, values in (changes or {}).items()},
            reason=reason,
            previous_seal=previous,
        )
        previous = entry.seal = seal_of(previous, entry.at, content_of(entry))
        entries.append(entry)
    return entries


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    return value
