"""The audit trail: what was changed in it afterwards is found."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import scoped_session

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.audit.operations import record
from registry.audit.queries import first_broken_entry, page_of_entries
from tests.makers import make_staff

Db = scoped_session[Session]


@pytest.fixture
def trail(session: Db) -> list[int]:
    """Ids of four entries."""
    by = make_staff(Role.ADMIN)
    for number in range(3):
        record("test.done", subject=("thing", number), by=by, changes={"title": ["old", "new"]}, reason="because")
    session.flush()
    return list(session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def test_it_works(trail: list[int]) -> None:
    assert first_broken_entry() is None
    entries, total = page_of_entries(action="test.done", per_page=2)
    assert total == 3
    assert [entry.subject_id for entry in entries] == ["2", "1"]
    assert page_of_entries(subject_id="1")[0][0].changes == {"title": ["old", "new"]}


def forge(session: Db, entry: int) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.id == entry).values(actor_label="somebody else"))


def forge_changes(session: Db, entry: int) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.id == entry).values(changes={"title": ["old", "other"]}))


def remove(session: Db, entry: int) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.id == entry))


def insert_after(session: Db, entry: int) -> None:
    copied = session.get_one(AuditEntry, entry)
    values = {column.name: getattr(copied, column.name) for column in AuditEntry.__table__.columns}
    session.execute(
        insert(AuditEntry).values(
            values | {"id": 10_000, "subject_id": "invented", "seal": "f" * 64, "previous_seal": "e" * 64}
        )
    )


@pytest.mark.parametrize("how", [forge, forge_changes, remove, insert_after])
def test_tampering_is_found(session: Db, trail: list[int], how: Callable[[Db, int], None]) -> None:
    how(session, trail[1])
    session.expire_all()
    assert first_broken_entry() is not None
