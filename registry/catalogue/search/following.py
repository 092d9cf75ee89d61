"""The index of this process: made once, then kept up with the database change by change."""

import threading
from dataclasses import replace
from pathlib import Path

from flask import Flask, current_app

from registry.catalogue.listing import Names
from registry.catalogue.search import snapshot
from registry.catalogue.search.index import Index
from registry.catalogue.search.reading import documents_of, published_documents
from registry.config import Settings
from registry.db import reading
from registry.projects.changes import SERIES, changed_after, count_after
from registry.reference.loading import SERIES as LISTS_SERIES
from registry.reference.queries import labels, last_numbers

#: So many changes are taken in by a reader's request; more are taken in beside it, in steps of this size.
AT_ONCE = 200
#: From so many projects on an index is kept on disk.
WORTH_KEEPING = 1000
#: The index is put into arrays again when so many projects changed since, or this part of all.
MOST_CHANGED, PART_CHANGED = 2000, 0.05
_NAME = "registry.catalogue.search"


class Follower:
    """Keeps one index. Readers take what is there; one of them at a time brings it up to date."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Index | None = None
        #: list -> code -> language -> name, and as of which change of the lists
        self.names: Names = {}
        self.names_number = -1
        self.mark = ""
        self._turn = threading.Lock()
        self._busy = False

    def current(self) -> Index:
        """The index as of the last change, or close to it while many changes are being taken in."""
        newest, names_number = last_numbers(SERIES, LISTS_SERIES)
        index = self.index
        # Newer than the database: that was put back to an earlier day.
        if index is None or index.number > newest or self.names_number != names_number:
            with self._turn:
                if self.index is None or self.index.number > newest or self.names_number != names_number:
                    self.names, self.names_number = labels(), names_number
                    self.index = self._first(newest)
                index = self.index
        if index.number == newest:
            return index
        if count_after(index.number) > AT_ONCE:
            self._beside_readers()
            return index
        with self._turn:
            return self._catch_up(newest)

    def catch_up(self) -> Index:
        """Take in everything there is, put it into arrays, and keep it for processes that start later."""
        index = self.current()
        while count_after(index.number) > AT_ONCE:
            index = self.index = self._step(index)
        if index.added:
            index = index.compacted()
        self._keep(index)
        with self._turn:
            self.index = index
            return self._catch_up(last_numbers(SERIES)[0])

    def _first(self, newest: int) -> Index:
        self.mark = snapshot.fingerprint(self.names)
        kept = snapshot.load(self.folder, self.mark, newest=newest)
        if kept is not None:
            return kept
        index = Index.of(published_documents(self.names), newest)
        self._keep(index)
        return index

    def _keep(self, index: Index) -> None:
        if index.table.size >= WORTH_KEEPING:
            snapshot.save(index, self.folder, self.mark)

    def _catch_up(self, newest: int) -> Index:
        """Take in what changed up to `newest`, step by step."""
        index = self.index
        assert index is not None
        while index.number < newest:
            index = self.index = self._step(index, newest)
        if index.added > MOST_CHANGED + PART_CHANGED * index.table.size:
            self._beside_readers()
        return index

    def _step(self, index: Index, newest: int | None = None) -> Index:
        """The index with the next changes; `newest` is its number when there are no more."""
        changes = changed_after(index.number, most=AT_ONCE)
        if not changes:
            return replace(index, number=newest or index.number)
        # Read after the numbers: what is read may be newer than its number, never older.
        ids = [project_id for project_id, _number in changes]
        return index.with_changes(ids, documents_of(ids, self.names), changes[-1][1])

    def _beside_readers(self) -> None:
        """Catch up in a thread of its own; readers take what there is meanwhile."""
        if self._busy:
            return
        self._busy = True
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

        def run() -> None:
            try:
                with app.app_context(), reading():
                    self.catch_up()
            finally:
                self._busy = False

        threading.Thread(target=run, name="catalogue index", daemon=True).start()


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application a follower; the index itself is made when first asked for."""
    app.extensions[_NAME] = Follower(settings.data_dir / "search")


def follower() -> Follower:
    """The follower of this application."""
    found: Follower = current_app.extensions[_NAME]
    return found


def current_index() -> Index:
    """The index as of now."""
    return follower().current()


def current_names() -> Names:
    """Names of all lists: list -> code -> language -> name."""
    kept = follower()
    if not kept.names:
        kept.current()
    return kept.names
