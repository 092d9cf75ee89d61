"""The database: engine tuning, column types, and the one place where a request commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Dialect, Engine, MetaData, Update, event, text
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from registry.config import Settings
from registry.refusals import Stale

try:
    import pysqlite3 as sqlite_driver
except ImportError:  # no wheel for this platform: the standard library's SQLite, with one process
    import sqlite3 as sqlite_driver

#: From this version on SQLite's write-ahead log is safe with more than one process.
SAFE_SQLITE = (3, 51, 3)

READING_METHODS = ("GET", "HEAD", "OPTIONS")

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """All tables; constraints are named so that migrations can find them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always timezone-aware UTC in Python."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal with a fixed number of places, kept as an integer on both databases."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Versioned:
    """A record that two people may edit at once: the later one is told, nothing is lost."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def check_version(self, seen: int | None) -> None:
        """Refuse an edit made on an older version than the present one; raises Stale."""
        if seen is not None and seen != self.version:
            raise Stale


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the database to the application and make requests commit or roll back as a whole."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        tune(db.engine)
    app.before_request(_note_kind_of_request)
    app.after_request(_finish_transaction)


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of create_engine for a database address."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"module": sqlite_driver, "connect_args": {"timeout": 10, "check_same_thread": False}}
    limits = {
        "statement_timeout": "10s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
    }
    return {
        "pool_pre_ping": True,
        "connect_args": {
            "connect_timeout": 4,
            "tcp_user_timeout": 5000,
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        },
    }


def tune(engine: Engine) -> None:
    """SQLite: write-ahead log, full sync, foreign keys; writers queue up instead of losing updates."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions begin below, not inside the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = is_reading()
        connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def is_reading() -> bool:
    """True while a page is only looked at, or inside `reading()`."""
    return _reading.get() or (has_request_context() and request.method in READING_METHODS)


@contextmanager
def reading() -> Iterator[None]:
    """Everything inside only reads, so it never waits for a writer, and none waits for it."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def execute_beside(statement: Update) -> int:
    """Execute and commit a change on a connection of its own, whatever the session is at; returns rows changed."""
    token = _reading.set(False)
    try:
        with db.engine.begin() as connection:
            return int(connection.execute(statement).rowcount)
    finally:
        _reading.reset(token)


def release() -> None:
    """End the transaction so far without writing, so that slow work does not hold the write lock."""
    db.session.rollback()


def keep_changes() -> None:
    """Commit this request although its status says that the person was refused (failed sign-ins)."""
    g.keep_changes = True


def commit() -> None:
    """Commit; for the command line, the worker and loading only."""
    db.session.commit()


def queue_up(lock: int) -> None:
    """Let one process at a time go on in this transaction; `lock` says for what.

    SQLite has one writer anyway; on PostgreSQL this is an advisory lock, given back when the transaction ends.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _note_kind_of_request() -> None:
    g.keep_changes = False


def _finish_transaction(response: Response) -> Response:
    writes = request.method not in READING_METHODS
    if writes and (response.status_code < 400 or g.get("keep_changes")):
        db.session.commit()
    else:
        db.session.rollback()
    return response


def sqlite_version() -> tuple[int, ...]:
    """Version of the SQLite library in use."""
    return tuple(sqlite_driver.sqlite_version_info)
