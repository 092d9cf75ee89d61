"""Databases of the tests: migrated and filled with the reference lists once, then copied for every test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from psycopg import connect, sql

from tools import postgres

#: Migrates and fills the database at an address.
Prepare = Callable[[str], None]


class Databases(Protocol):
    """Where fresh databases come from."""

    #: `sqlite` or `postgresql`
    kind: str

    def copy(self, folder: Path, of: str | None = None) -> str:
        """Address of a fresh copy of the prepared database, or `of` one that nobody uses, in the test's folder."""

    def empty(self, folder: Path) -> str:
        """Address of a database without any table."""

    def drop(self, address: str) -> None:
        """Take a database away that is no longer used."""


class SqliteDatabases:
    """Copies of one file."""

    kind = "sqlite"

    def __init__(self, template: Path) -> None:
        self.template = template

    def copy(self, folder: Path, of: str | None = None) -> str:
        source = self.template if of is None else Path(of.removeprefix("sqlite:///"))
        check_closed(source)
        shutil.copyfile(source, folder / "registry.sqlite3")
        return f"sqlite:///{folder / 'registry.sqlite3'}"

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'empty.sqlite3'}"

    def drop(self, address: str) -> None:
        """Nothing: the file goes with the test's folder."""


class PostgresDatabases:
    """Copies of a template database on one server."""

    kind = "postgresql"

    def __init__(self, server: str) -> None:
        #: address of the maintenance database
        self.server = server
        #: several runs may share one server
        self.prefix = f"registry_test_{os.getpid()}"
        self.count = 0

    def copy(self, folder: Path, of: str | None = None) -> str:
        return self.create(template=f"{self.prefix}_template" if of is None else of.rpartition("/")[2])

    def empty(self, folder: Path) -> str:
        return self.create(template="template0")

    def create(self, template: str, name: str | None = None) -> str:
        self.count += 1
        name = name or f"{self.prefix}_{self.count}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        self._execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return self.server.rpartition("/")[0] + "/" + name

    def drop(self, address: str) -> None:
        name = address.rpartition("/")[2]
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, command: sql.Composed) -> None:
        with connect(self.server, autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def open_databases(kind: str, folder: Path, prepare: Prepare) -> Iterator[Databases]:
    """The databases of a whole run; TEST_POSTGRES_URL names a server to use instead of one of our own."""
    if kind == "sqlite":
        yield _sqlite(folder, prepare)
        return
    with ExitStack() as stack:
        server = os.environ.get("TEST_POSTGRES_URL")
        if not server:
            binaries = postgres.find_binaries()
            if binaries is None:
                raise RuntimeError("There is no PostgreSQL server here; `make test` brings one.")
            server = stack.enter_context(postgres.serve(binaries))
        databases = PostgresDatabases(server)
        template = databases.create(template="template0", name=f"{databases.prefix}_template")
        stack.callback(databases.drop, template)
        prepare(template)
        yield databases


def _sqlite(folder: Path, prepare: Prepare) -> SqliteDatabases:
    template = folder / "template.sqlite3"
    prepare(f"sqlite:///{template}")
    return SqliteDatabases(template)


def check_closed(file: Path) -> None:
    """Raise RuntimeError if somebody holds a database open: a copy of its file would lack rows."""
    leftover = file.with_name(file.name + "-wal")
    if leftover.exists() and leftover.stat().st_size:
        raise RuntimeError(f"Somebody still holds {file.name} open; a copy of it would lack rows.")
