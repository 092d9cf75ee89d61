"""The worker's part: rows are checked, applied and undone, some at a time, so that nobody waits for long."""

import logging
from datetime import timedelta

from sqlalchemy import func, insert, select, update

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import commit, db, execute_beside, now, reading, release
from registry.documents.storage import content_of
from registry.imports.catalogue import one_kind
from registry.imports.cells import cell_of
from registry.imports.kinds import Compared, Kind
from registry.imports.models import ImportBatch, ImportRow
from registry.imports.operations import columns_of
from registry.imports.queries import verdict_counts
from registry.imports.states import APPLICABLE, BUSY, BatchState, Verdict
from registry.imports.tables import read_tables
from registry.languages import gettext as _
from registry.languages import use_language
from registry.refusals import NotFound, Refusal, Stale

log = logging.getLogger(__name__)

#: Rows compared at once, and rows applied in one transaction.
COMPARED, APPLIED = 1000, 50
#: A worker that said nothing for so long is gone; the next one goes on where it stopped.
SILENCE = timedelta(minutes=2)


def work_on_next() -> bool:
    """Do what the oldest table waits for; false where none does."""
    batch_id = _claim()
    if batch_id is None:
        return False
    batch = db.session.get_one(ImportBatch, batch_id)
    state, language = batch.standing, batch.language
    try:
        with use_language(language):
            {BatchState.CHECKING: _check, BatchState.APPLYING: _apply, BatchState.UNDOING: _undo}[state](batch_id)
    except Refusal as refusal:
        _end(batch_id, BatchState.FAILED, str(refusal))
    except Exception:
        log.exception("table %s could not be worked on", batch_id)
        _end(batch_id, BatchState.FAILED, "")
    return True


def _claim() -> int | None:
    release()
    is_free = (ImportBatch.seen_at.is_(None)) | (ImportBatch.seen_at < now() - SILENCE)
    waits = ImportBatch.state.in_([state.value for state in BUSY]) & is_free
    with reading():
        oldest = db.session.scalar(select(ImportBatch.id).where(waits).order_by(ImportBatch.id).limit(1))
    release()
    if oldest is None:
        return None
    mine = update(ImportBatch).where(ImportBatch.id == oldest, waits).values(seen_at=now())
    return oldest if execute_beside(mine) else None


def _end(batch_id: int, state: BatchState, error: str | None = None) -> None:
    release()
    batch = db.session.get_one(ImportBatch, batch_id)
    batch.state, batch.error, batch.seen_at = state.value, error, None
    commit()


def _progress(batch_id: int, done: int) -> None:
    execute_beside(update(ImportBatch).where(ImportBatch.id == batch_id).values(done=done, seen_at=now()))


def _check(batch_id: int) -> None:
    """Compare every row with the registry; only the results are written."""
    done = db.session.scalar(select(func.count()).where(ImportRow.batch_id == batch_id)) or 0
    batch = db.session.get_one(ImportBatch, batch_id)
    kind, sheet, mapping, defaults = one_kind(batch.kind), batch.sheet, batch.mapping, batch.defaults
    content, name = content_of(batch.sha256), batch.file_name
    release()
    tables = read_tables(content, name, kind.known())
    table = next(one for one in tables if one.sheet.name == sheet)
    rows = list(table.rows(mapping, defaults))[done:]
    at_once = len(rows) if kind.name != "projects" else COMPARED
    for start in range(0, len(rows), at_once or 1):
        with reading():
            found = list(kind.compare(rows[start : start + at_once]))
        release()
        _repeated(found)
        for part in range(0, len(found), COMPARED):
            values = [columns_of(batch_id, one) for one in found[part : part + COMPARED]]
            db.session.execute(insert(ImportRow), values)
            commit()
            _progress(batch_id, done + start + part + len(values))
    _end(batch_id, BatchState.READY)


def _repeated(found: list[Compared]) -> None:
    """Rows about the same record: the later ones are problems."""
    seen: dict[str, int] = {}
    for one in found:
        reference = one.reference
        if reference and reference in seen:
            sentence = _("This record stands in row %(row)s already.", row=seen[reference])
            one.verdict, one.problems = Verdict.PROBLEM, [("reference", sentence)]
        elif reference:
            seen[reference] = one.number


def _apply(batch_id: int) -> None:
    """Apply the good rows, some in each transaction; if all were wanted and one fails, all are brought back."""
    batch = db.session.get_one(ImportBatch, batch_id)
    kind, whole = one_kind(batch.kind), batch.all_or_nothing
    failed = False
    while not failed:
        rows = _waiting(batch_id)
        if not rows:
            break
        by = db.session.get_one(ImportBatch, batch_id).user
        for row in rows:
            failed = not _apply_one(kind, row, by) or failed
            if failed and whole:
                break
            failed = failed and whole
        commit()
        _progress(batch_id, _applied(batch_id))
    if failed:
        _bring_back(batch_id)
        _end(batch_id, BatchState.READY, _("A row could not be applied, so none was. It is marked below."))
        return
    batch = db.session.get_one(ImportBatch, batch_id)
    batch.applied_at = now()
    counts = {verdict.value: [None, number] for verdict, number in verdict_counts(batch).items() if number}
    record("import.applied", subject=("import", batch_id), by=batch.user, changes=counts)
    commit()
    _end(batch_id, BatchState.APPLIED)


def _waiting(batch_id: int) -> list[ImportRow]:
    release()
    query = select(ImportRow).where(
        ImportRow.batch_id == batch_id,
        ImportRow.verdict.in_([verdict.value for verdict in APPLICABLE]),
        ImportRow.is_applied.is_(False),
    )
    return list(db.session.scalars(query.order_by(ImportRow.id).limit(APPLIED)))


def _applied(batch_id: int) -> int:
    with reading():
        query = select(func.count()).where(ImportRow.batch_id == batch_id, ImportRow.is_applied)
        number = db.session.scalar(query) or 0
    release()
    return number


def _apply_one(kind: Kind, row: ImportRow, by: User) -> bool:
    """Apply a row; where it cannot be, it says why and becomes a problem."""
    cells = {key: cell_of(value) for key, value in row.cells.items()}
    try:
        with db.session.begin_nested():
            reference, undo = kind.apply(cells, row.reference, by=by)
    except (Refusal, Stale, NotFound) as refusal:
        sentence = str(refusal) or _("The record was changed or removed meanwhile.")
        column = getattr(refusal, "field", None) or "reference"
        row.verdict, row.problems = Verdict.PROBLEM.value, [[column, sentence]]
        return False
    if row.reference is None:
        undo["new"] = True
    row.reference, row.undo, row.is_applied = reference, undo, True
    return True


def _undo(batch_id: int) -> None:
    kept = _bring_back(batch_id)
    batch = db.session.get_one(ImportBatch, batch_id)
    record("import.undone", subject=("import", batch_id), by=batch.user, changes={"kept": [None, len(kept)]})
    commit()
    _end(batch_id, BatchState.UNDONE, " ".join(kept) or None)


def _bring_back(batch_id: int) -> list[str]:
    """Undo the applied rows, last first; returns why some could not be."""
    kept: list[str] = []
    last, done = 2**31 - 1, 0
    while True:
        release()
        query = select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.is_applied)
        unseen = query.where(ImportRow.id < last).order_by(ImportRow.id.desc()).limit(APPLIED)
        rows = list(db.session.scalars(unseen))
        if not rows:
            return kept
        batch = db.session.get_one(ImportBatch, batch_id)
        kind, by = one_kind(batch.kind), batch.user
        for row in rows:
            last, done = row.id, done + 1
            undo = dict(row.undo or {})
            is_new = undo.pop("new", False)
            try:
                with db.session.begin_nested():
                    kind.undo(str(row.reference), undo, by=by)
            except (Refusal, NotFound) as refusal:
                kept.append(str(refusal) or str(row.reference))
                continue
            row.is_applied, row.undo = False, None
            row.reference = None if is_new else row.reference
        commit()
        _progress(batch_id, done)
