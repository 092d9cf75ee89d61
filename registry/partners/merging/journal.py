"""Changing rows of any table and writing down how they were, so that every one can be put back."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Table, delete, insert, update
from sqlalchemy.exc import IntegrityError

from registry.db import Base, db
from registry.languages import gettext as _
from registry.partners.merging.encoding import decode, encode
from registry.partners.merging.policies import label_of
from registry.partners.merging.queries import find_row, is_at
from registry.refusals import Refusal

#: Counts the changes of a record; anybody may raise it meanwhile.
VERSION = "version"

Row = Mapping[str, Any]
Step = dict[str, Any]


class Journal:
    """Changes rows; `steps` tells what was done, in order."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def change(self, table: Table, row: Row, values: Row, *, loose: Collection[str] = ()) -> None:
        """Give some columns of a row other values.

        `loose` columns follow from others: where one has another value when the merge is undone, it is left.
        """
        after = {name: value for name, value in values.items() if row[name] != value}
        if not after:
            return
        if VERSION in table.c:
            after[VERSION] = row[VERSION] + 1
        db.session.execute(update(table).where(is_at(table, _key(table, row))).values(after))
        self._note(
            "change",
            table,
            key=encode(_key(table, row)),
            before=encode({name: row[name] for name in after}),
            after=encode(after),
            loose=sorted(loose),
        )

    def delete(self, table: Table, row: Row, *, is_remade: bool = False) -> None:
        """Take a row away; one that is worked out anew may have a successor when it comes back."""
        db.session.execute(delete(table).where(is_at(table, _key(table, row))))
        self._note("delete", table, row=encode(row), is_remade=is_remade)

    def insert(self, table: Table, values: Row) -> None:
        """Add a row."""
        added = insert(table).values(values).returning(*table.primary_key.columns)
        self._note("insert", table, key=encode(dict(db.session.execute(added).mappings().one())))

    def _note(self, kind: str, table: Table, **what: Any) -> None:
        self.steps.append({"do": kind, "table": table.name, **what})


def _key(table: Table, row: Row) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key.columns}


# --- and back


def put_back(steps: list[Step]) -> set[tuple[str, str]]:
    """Undo all steps, the last one first.

    Returns (table, column) of loose columns that have another value by now and were left. Raises Refusal where a
    row can no longer be as it was; the caller must then give up the whole transaction.
    """
    left: set[tuple[str, str]] = set()
    for step in reversed(steps):
        table = Base.metadata.tables[step["table"]]
        if step["do"] == "change":
            left |= _change_back(table, step)
        elif step["do"] == "delete":
            _bring_back(table, step)
        else:
            db.session.execute(delete(table).where(is_at(table, decode(table, step["key"]))))
    return left


def _change_back(table: Table, step: Step) -> set[tuple[str, str]]:
    moved = {name: step["after"].get(name, value) for name, value in step["key"].items()}
    key = decode(table, moved)
    row = find_row(table, key)
    if row is None:
        raise _refusal(table, moved)
    now, values, left = encode(row), {}, set()
    for name, value in step["after"].items():
        if now[name] == value:
            values[name] = step["before"][name]
        elif name == VERSION:
            values[name] = now[name] + 1
        elif name in step["loose"]:
            left.add((table.name, name))
        else:
            raise _refusal(table, moved)
    db.session.execute(update(table).where(is_at(table, key)).values(decode(table, values)))
    return left


def _bring_back(table: Table, step: Step) -> None:
    row = decode(table, step["row"])
    key = _key(table, row)
    if step["is_remade"]:
        db.session.execute(delete(table).where(is_at(table, key)))
    try:
        with db.session.begin_nested():
            db.session.execute(insert(table).values(row))
    except IntegrityError:
        # What is worked out anew may be about something that is gone.
        if not step["is_remade"]:
            raise _refusal(table, encode(key)) from None


def _refusal(table: Table, key: Mapping[str, Any]) -> Refusal:
    return Refusal(
        _(
            "The merge can no longer be undone: something that it moved was changed, moved on or removed "
            "since (%(what)s, %(key)s).",
            what=label_of(table.name),
            key=", ".join(f"{value}" for value in key.values()),
        )
    )
