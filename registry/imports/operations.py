"""Bringing a table in, step by step."""

from collections.abc import Mapping

from sqlalchemy import delete

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import db, now, release
from registry.documents.storage import content_of, keep
from registry.imports.catalogue import one_kind
from registry.imports.cells import cell_of, kept
from registry.imports.kinds import Compared
from registry.imports.models import ImportBatch, ImportRow
from registry.imports.queries import mapping_before, verdict_counts
from registry.imports.states import BUSY, BatchState, Verdict
from registry.imports.tables import FoundTable, read_tables, suggested
from registry.languages import current_language, use_language
from registry.languages import gettext as _
from registry.refusals import Refusal


def begin(kind_name: str, content: bytes, file_name: str, *, by: User) -> ImportBatch:
    """Keep a file and find its table; raises Refusal beside the field `file`."""
    kind = one_kind(kind_name)
    known = kind.known()
    tables = _read(content, file_name, known)
    batch = ImportBatch(
        kind=kind_name,
        file_name=file_name[-200:],
        sha256=keep(content),
        language=current_language(),
        sheets=[table.sheet.name for table in tables],
        state=BatchState.MAPPING.value,
        user_id=by.id,
        made_at=now(),
    )
    _take(batch, tables[0])
    db.session.add(batch)
    db.session.flush()
    record("import.begun", subject=("import", batch.id), by=by, changes={"file": [None, file_name]})
    return batch


def take_sheet(batch: ImportBatch, name: str) -> None:
    """Read another sheet of the same file; raises Refusal."""
    if batch.standing is not BatchState.MAPPING:
        raise Refusal(_("This table is further already."))
    known = one_kind(batch.kind).known()
    tables = _read(content_of(batch.sha256), batch.file_name, known)
    table = next((one for one in tables if one.sheet.name == name), None)
    if table is None:
        raise Refusal(_("There is no such sheet in the file."))
    _take(batch, table)
    db.session.flush()


def _read(content: bytes, name: str, known: Mapping[str, str]) -> list[FoundTable]:
    """The beginnings of the tables; nobody waits for a lock while a file is read."""
    release()
    return read_tables(content, name, known)


def _take(batch: ImportBatch, table: FoundTable) -> None:
    batch.sheet, batch.names, batch.sample = table.sheet.name, table.names, table.sample()
    batch.names_key = table.names_key
    before = mapping_before(batch.kind, batch.names_key)
    batch.mapping = suggested(table, one_kind(batch.kind).known(), before)


def name_columns(batch: ImportBatch, mapping: list[str], defaults: Mapping[str, str] | None = None) -> None:
    """Say which column is what, and have the rows checked; raises Refusal.

    `defaults` key -> text are for new records whose own cell is empty.
    """
    if batch.standing not in (BatchState.MAPPING, BatchState.READY):
        raise Refusal(_("This table is further already."))
    used = [key for key in mapping if key]
    if len(used) != len(set(used)):
        raise Refusal(_("Two columns are named the same."))
    if not used:
        raise Refusal(_("Name at least one column."))
    batch.mapping, batch.state, batch.done = mapping, BatchState.CHECKING.value, 0
    batch.defaults = {key: text for key, text in (defaults or {}).items() if text}
    db.session.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))
    db.session.flush()


def fix_row(batch: ImportBatch, row: ImportRow, typed: dict[str, str]) -> None:
    """Put other texts into some cells of a row and check it again; raises Refusal."""
    if batch.standing is not BatchState.READY:
        raise Refusal(_("This table is further already."))
    cells = {key: cell_of(value) for key, value in row.cells.items()}
    kind = one_kind(batch.kind)
    known = kind.headings()
    cells |= {key: text or None for key, text in typed.items() if key in known}
    with use_language(batch.language):
        (found,) = kind.compare([(row.number, cells)])
    for name, value in columns_of(batch.id, found).items():
        setattr(row, name, value)
    db.session.flush()


def columns_of(batch_id: int, found: Compared) -> dict[str, object]:
    """A compared row as it is kept."""
    return {
        "batch_id": batch_id,
        "number": found.number,
        "cells": {key: kept(value) for key, value in found.cells.items()},
        "verdict": found.verdict.value,
        "reference": found.reference,
        "changes": {key: list(pair) for key, pair in found.changes.items()},
        "problems": [list(pair) for pair in found.problems],
    }


def accept_duplicate(batch: ImportBatch, row: ImportRow) -> None:
    """It is another record although it looks like one: add it; raises Refusal."""
    if batch.standing is not BatchState.READY or row.outcome is not Verdict.DUPLICATE:
        raise Refusal(_("This table is further already."))
    row.verdict, row.problems = Verdict.NEW.value, []
    db.session.flush()


def apply(batch: ImportBatch, *, all_or_nothing: bool, by: User) -> None:
    """Have the rows applied; raises Refusal where some cannot be and all are wanted."""
    if batch.standing is not BatchState.READY:
        raise Refusal(_("This table is further already."))
    counts = verdict_counts(batch)
    if all_or_nothing and (counts[Verdict.PROBLEM] or counts[Verdict.DUPLICATE]):
        raise Refusal(_("Some rows have problems. Put them right, or apply only the good ones."))
    if not counts[Verdict.NEW] + counts[Verdict.CHANGED]:
        raise Refusal(_("There is nothing to apply."))
    batch.state, batch.all_or_nothing, batch.done = BatchState.APPLYING.value, all_or_nothing, 0
    batch.user_id = by.id
    db.session.flush()


def undo(batch: ImportBatch, *, by: User) -> None:
    """Have everything brought back that the table changed; raises Refusal."""
    if batch.standing not in (BatchState.APPLIED, BatchState.FAILED):
        raise Refusal(_("Only an applied table can be undone."))
    batch.state, batch.done, batch.user_id = BatchState.UNDOING.value, 0, by.id
    db.session.flush()


def is_busy(batch: ImportBatch) -> bool:
    """Whether the worker has something to do with it."""
    return batch.standing in BUSY
