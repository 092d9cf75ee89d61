"""Tables that are brought in by tests."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.queries import find_user
from registry.db import commit, db
from registry.imports import operations
from registry.imports.models import ImportBatch, ImportRow
from registry.imports.states import BatchState
from registry.upkeep import table_worker as working


def staff(name: str = "manager") -> User:
    """Somebody of the demonstration's staff."""
    user = find_user(f"{name}@example.org")
    assert user is not None
    return user


def book_of(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def brought_in(kind: str, content: bytes, name: str = "table.xlsx") -> ImportBatch:
    """A table with its rows checked."""
    batch = operations.begin(kind, content, name, by=staff())
    operations.name_columns(batch, batch.mapping)
    number = batch.id
    commit()
    assert working.work_on_next()
    found = db.session.get(ImportBatch, number)
    assert found is not None
    assert found.standing is BatchState.READY, found.error
    return found


def rows_of(batch: ImportBatch) -> list[ImportRow]:
    query = select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.id)
    return list(db.session.scalars(query))


def worked_on(batch: ImportBatch, act: Callable[[], None]) -> ImportBatch:
    number = batch.id
    act()
    commit()
    assert working.work_on_next()
    db.session.expire_all()
    return db.session.get_one(ImportBatch, number)
