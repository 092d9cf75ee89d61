"""The index of this process: read or made once, then kept up with the database change by change."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flask import Flask, current_app

from registry.catalogue.listing import Names
from registry.catalogue.search import meaning, snapshot
from registry.catalogue.search.index import Index
from registry.catalogue.search.reading import count_published, documents_of, published_documents
from registry.config import Settings
from registry.db import reading
from registry.projects.changes import SERIES, changed_after, count_after
from registry.reference.loading import SERIES as LISTS_SERIES
from registry.reference.queries import labels, last_numbers

#: So many changes are taken in by a reader's request; more are taken in beside readers, in steps of this size.
AT_ONCE = 200
#: From so many projects on an index is kept on disk, and made by a process of its own: that takes memory.
WORTH_KEEPING = 1000
#: An index is made anew when so many projects changed since, and this part of all.
MOST_CHANGED, PART_CHANGED = 2000, 0.05
_NAME = "registry.catalogue.search"


class Follower:
    """Keeps one index. Readers take what is there; one of them at a time brings it up to date."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.index: Index | None = None
        #: list -> code -> language -> name, and as of which change of the lists
        self.names: Names = {}
        self.names_number = -1
        self._turn = threading.Lock()
        self._is_busy = False

    def current(self) -> Index:
        """The index as of the last change, or close to it while very many changes are being taken in."""
        newest, names_number = last_numbers(SERIES, LISTS_SERIES)
        if self._is_unusable(newest, names_number):
            with self._turn:
                if self._is_unusable(newest, names_number):
                    self.names, self.names_number = labels(), names_number
                    self.index = self._first(newest)
        index = self.index
        assert index is not None
        if index.number >= newest:
            return index
        if count_after(index.number) > AT_ONCE:
            self._renew_beside_readers()
            return index
        with self._turn:
            return self._catch_up(newest)

    def prepare(self) -> None:
        """Make sure that an index lies ready on disk where that is worth while."""
        self.names = labels()
        newest = last_numbers(SERIES)[0]
        if count_published() >= WORTH_KEEPING and self._load(newest) is None:
            self._make_beside()

    def make(self) -> None:
        """Put an index of everything there is on disk; one process at a time makes one."""
        self.names = labels()
        with snapshot.turn(self.folder):
            newest = last_numbers(SERIES)[0]
            index = self._load(newest) or Index.of(published_documents(self.names), newest)
            while count_after(index.number):
                index = self._step(index, newest)
            snapshot.save(index.compacted() if index.changes else index, self.folder, self._mark())

    def _is_unusable(self, newest: int, names_number: int) -> bool:
        """True before the first, after a change of names, and if the database was put back to an earlier day."""
        return self.index is None or self.index.number > newest or self.names_number != names_number

    def _first(self, newest: int) -> Index:
        kept = self._load(newest)
        if kept is None and count_published() >= WORTH_KEEPING:
            self._make_beside()
            kept = self._load(last_numbers(SERIES)[0])
        return kept or Index.of(published_documents(self.names), newest)

    def _mark(self) -> str:
        return snapshot.fingerprint(self.names)

    def _load(self, newest: int) -> Index | None:
        return snapshot.load(self.folder, self._mark(), newest=newest)

    def _make_beside(self) -> None:
        command = [sys.executable, "-m", "registry.upkeep.index_beside"]
        subprocess.run(command, env=os.environ | self.environment, check=True)  # noqa: S603 — our own module

    def _catch_up(self, newest: int) -> Index:
        """Take in what changed up to `newest`, step by step."""
        index = self.index
        assert index is not None
        while index.number < newest:
            index = self.index = self._step(index, newest)
        if index.changes > MOST_CHANGED + PART_CHANGED * index.table.size:
            self._renew_beside_readers()
        return index

    def _step(self, index: Index, newest: int) -> Index:
        """The index with the next changes; with the number `newest` where there are no more."""
        changes = changed_after(index.number, most=AT_ONCE)
        if not changes:
            return replace(index, number=newest)
        # Read after the numbers: what is read may be newer than its number, never older.
        ids = [project_id for project_id, _number in changes]
        return index.with_changes(ids, documents_of(ids, self.names), changes[-1][1])

    def _renew_beside_readers(self) -> None:
        """Make and read a new index in a thread of its own; readers take what there is meanwhile."""
        if self._is_busy:
            return
        self._is_busy = True
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

        def run() -> None:
            try:
                with app.app_context(), reading():
                    self._renew()
            finally:
                self._is_busy = False

        threading.Thread(target=run, name="catalogue index", daemon=True).start()

    def _renew(self) -> None:
        if count_published() >= WORTH_KEEPING:
            self._make_beside()
            renewed = self._load(last_numbers(SERIES)[0])
        else:
            newest = last_numbers(SERIES)[0]
            renewed = Index.of(published_documents(self.names), newest)
        with self._turn:
            if renewed is not None and self.index is not None and renewed.number >= self.index.number:
                self.index = renewed


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application a follower; the index itself is read or made when first asked for."""
    meaning.configure(settings.semantic)
    environment = {
        "REGISTRY_DATA_DIR": str(settings.data_dir),
        "REGISTRY_DATABASE_URL": settings.database_url,
        "REGISTRY_SEMANTIC": "on" if settings.semantic else "off",
    }
    app.extensions[_NAME] = Follower(settings.data_dir / "search", environment)


def follower() -> Follower:
    """The follower of this application."""
    found: Follower = current_app.extensions[_NAME]
    return found


def current_index() -> Index:
    """The index as of now."""
    return follower().current()


def current_state() -> tuple[int, int]:
    """Changes with everything that lists show: the numbers of the last change of projects and of names."""
    index = current_index()
    return index.number, follower().names_number


def current_names() -> Names:
    """Names of all lists: list -> code -> language -> name."""
    kept = follower()
    if not kept.names:
        kept.current()
    return kept.names
