"""Looking at a page changes nothing, whoever looks."""

import hashlib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.accounts.roles import Role
from registry.db import Base, db, reading
from tests.architecture.pages import addresses, ask, signed_in


def fingerprint(app: Flask) -> dict[str, str]:
    """A hash of every table's rows."""
    hashes = {}
    with app.app_context(), reading():
        for table in Base.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
            hashes[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        db.session.rollback()
    return hashes


def look_at_everything(app: Flask, client: FlaskClient) -> None:
    """Ask for every page; on SQLite an attempt to write fails at once and shows as a status above 499."""
    failed = {
        f"{address.path}: {answer.status_code}"
        for address in addresses(app, "GET")
        if (answer := ask(client, "GET", address.path)).status_code >= 500
    }
    assert not failed


def test_nobody_changes_anything_by_looking(app: Flask, client: FlaskClient) -> None:
    before = fingerprint(app)
    look_at_everything(app, client)
    assert fingerprint(app) == before


@pytest.mark.parametrize("role", [Role.PARTNER, Role.DIRECTOR, Role.ADMIN])
def test_people_change_nothing_by_looking(app: Flask, role: Role) -> None:
    client = signed_in(app, role)
    before = fingerprint(app)
    look_at_everything(app, client)
    assert fingerprint(app) == before
