"""The scripts build what the models say, go both ways, and may be started by several processes at once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, inspect, text

from registry import create_app
from registry.db import db
from registry.migrations import configuration, downgrade, is_current, upgrade
from tests.conftest import settings_for
from tests.databases import Databases

SCRIPTS = list(ScriptDirectory.from_config(configuration()).walk_revisions())


@pytest.fixture
def empty_app(empty_database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without any table."""
    app = create_app(settings_for(tmp_path, empty_database_url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def modelled(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database whose tables were made from the models, without any script."""
    folder = tmp_path / "modelled"
    folder.mkdir()
    address = databases.empty(folder)
    app = create_app(settings_for(folder, address))
    with app.app_context():
        with db.engine.begin() as connection:
            db.metadata.create_all(connection)
        db.session.remove()
        db.engine.dispose()
    yield app
    databases.drop(address)


def rules(engine: Engine) -> dict[str, dict[str, str]]:
    """Table -> name of a CHECK -> its condition as the database tells it."""
    looked_at = inspect(engine)
    tables = sorted(set(looked_at.get_table_names()) - {"alembic_version"})
    return {
        table: {
            str(rule["name"]): " ".join(str(rule["sqltext"]).split())
            for rule in looked_at.get_check_constraints(table)
        }
        for table in tables
    }


def test_models_and_scripts_agree(empty_app: Flask) -> None:
    upgrade(db.engine)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_conditions_of_models_and_scripts_agree(modelled: Flask, empty_app: Flask) -> None:
    upgrade(db.engine)
    migrated = rules(db.engine)
    with modelled.app_context():
        wanted = rules(db.engine)
        db.engine.dispose()
    assert sum(len(found) for found in wanted.values()) > 30
    assert migrated == wanted


def test_up_down_and_up_again(empty_app: Flask) -> None:
    upgrade(db.engine)
    whole = rules(db.engine)
    for script in SCRIPTS:
        downgrade(db.engine, str(script.down_revision or "base"))
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    for script in reversed(SCRIPTS):
        upgrade(db.engine, script.revision)
    assert rules(db.engine) == whole
    with db.engine.connect() as connection:
        assert is_current(connection)


def test_rows_survive_the_way_down_and_up_of_the_newest_script(app: Flask) -> None:
    with app.app_context():
        before = _count("sectors"), _count("districts")
        assert all(before)
        downgrade(db.engine, str(SCRIPTS[0].down_revision))
        upgrade(db.engine)
        assert (_count("sectors"), _count("districts")) == before


def _count(table: str) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_four_cold_starts_at_once_make_one_schema(empty_database_url: str, tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "REGISTRY_DATA_DIR": str(tmp_path),
        "REGISTRY_DATABASE_URL": empty_database_url,
        "REGISTRY_SECRET_KEY": "only for tests, but as long as it must be",
    }
    command = [str(Path(sys.executable).with_name("registry")), "init"]
    started = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _number in range(4)
    ]
    for process in started:
        _out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    app = create_app(settings_for(tmp_path, empty_database_url))
    with app.app_context():
        with db.engine.connect() as connection:
            assert is_current(connection)
        assert _count("sectors") == 11
        assert _count("stages") == 7
        db.engine.dispose()
