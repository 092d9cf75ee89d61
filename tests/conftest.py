"""What every test may ask for: a database of its own, the application on it, a client.

Nothing of ours is replaced by a stand-in: tests run on a real SQLite file or a real PostgreSQL server
(`pytest --database=postgresql`), each test on its own copy of a migrated database with the reference lists.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import scoped_session

from registry import create_app
from registry.config import RESOURCES, Settings
from registry.db import commit, db
from registry.matching.loading import load_first_weights
from registry.migrations import upgrade
from registry.reference.loading import load_lists
from registry.upkeep.demonstration import load_demonstration
from tests.databases import Databases, open_databases

#: Makes an application on the test's database; settings can be added or replaced by name.
MakeApp = Callable[..., Flask]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the tests run on",
    )


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--database')}"


def settings_for(folder: Path, database_url: str, **more: str) -> Settings:
    """Settings of an application under test: everything in one folder, cheap password hashing."""
    environment = {
        "REGISTRY_DATA_DIR": str(folder),
        "REGISTRY_DATABASE_URL": database_url,
        "REGISTRY_SECRET_KEY": "only for tests, but as long as it must be",
        "REGISTRY_BASE_URL": "http://localhost",
        "REGISTRY_PASSWORD_HASHING": "cheapest",
    }
    return Settings.from_environment(environment | more)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The source of databases for the whole run."""
    folder = tmp_path_factory.mktemp("databases")

    def prepare(address: str) -> None:
        app = create_app(settings_for(folder, address))
        with app.app_context():
            upgrade(db.engine)
            load_lists(RESOURCES / "seed_data" / "reference")
            load_first_weights(RESOURCES / "seed_data" / "matching")
            commit()
            db.session.remove()
            db.engine.dispose()

    with open_databases(request.config.getoption("--database"), folder, prepare) as opened:
        yield opened


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """Address of this test's own database, with the reference lists and nothing else."""
    address = databases.copy(tmp_path)
    yield address
    databases.drop(address)


@pytest.fixture
def empty_database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """Address of a database without any table, for tests of migrations."""
    address = databases.empty(tmp_path)
    yield address
    databases.drop(address)


@pytest.fixture(scope="session")
def template_cache(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for the whole run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@contextmanager
def applications(folder: Path, address: str, cache: FileSystemBytecodeCache) -> Iterator[MakeApp]:
    """Makes applications on one database, and closes what they open."""
    made = []

    def make(**more: str) -> Flask:
        app = create_app(settings_for(folder, address, **more))
        app.testing = True
        app.jinja_env.bytecode_cache = cache
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def make_app(database_url: str, tmp_path: Path, template_cache: FileSystemBytecodeCache) -> Iterator[MakeApp]:
    """Makes applications on this test's database: `make_app(REGISTRY_BASE_URL="https://…")`."""
    with applications(tmp_path, database_url, template_cache) as make:
        yield make


@pytest.fixture(scope="session")
def demonstration(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, template_cache: FileSystemBytecodeCache
) -> Iterator[str]:
    """Address of a database with the demonstration in it, to be copied."""
    folder = tmp_path_factory.mktemp("demonstration")
    address = databases.copy(folder)
    with applications(folder, address, template_cache) as make, make().app_context():
        load_demonstration(RESOURCES / "seed_data", "a password for the demonstration")
        commit()
    yield address
    databases.drop(address)


@pytest.fixture
def loaded(
    databases: Databases, demonstration: str, tmp_path: Path, template_cache: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """The application with the demonstration in its database; the files of the demonstration are left out."""
    address = databases.copy(tmp_path, demonstration)
    with applications(tmp_path, address, template_cache) as make:
        yield make()
    databases.drop(address)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The application on this test's database; nothing is pushed, so requests stay apart from each other."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session[Session]]:
    """The database session for tests of queries and operations; not together with a client's writes."""
    with app.app_context():
        yield db.session
        db.session.rollback()
