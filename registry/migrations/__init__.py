"""Migrations: one set of Alembic scripts for SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

#: Any number, the same in every process: whoever holds this advisory lock migrates.
LOCK = 1_735_401


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up; processes that start at once wait for the one that migrates."""
    with _locked(engine) as connection:
        command.upgrade(configuration(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to an earlier revision, `base` for none at all."""
    with _locked(engine) as connection:
        command.downgrade(configuration(connection), revision)


def is_current(connection: Connection) -> bool:
    """True if the database has the newest schema."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    """One transaction that nobody else migrates beside: BEGIN IMMEDIATE, or an advisory lock."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Rebuilding a parent table with foreign keys on would empty its children.
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("PRAGMA busy_timeout=120000")
        try:
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SET LOCAL lock_timeout = 0"))
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection
                if engine.dialect.name == "sqlite":
                    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                    if broken:
                        raise RuntimeError(f"the migration would leave broken references: {broken[:5]}")
        finally:
            connection.invalidate()  # a fresh connection gets its pragmas anew
