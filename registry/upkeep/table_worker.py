"""Tables brought in: rows are checked, applied and undone, some at a time, so that nobody waits for long."""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

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

#: Rows compared at once, rows applied one by one in one transaction, and new ones that are added together.
COMPARED, APPLIED, TOGETHER = 1000, 25, 2000
#: Seconds between two transactions; SQLite looks whether a lock is free every tenth of a second at most.
BREATH = 0.12
#: A worker that said nothing for so long is gone; the next one goes on where it stopped.
SILENCE = timedelta(minutes=2)
#: Reasons that a batch shows for what could not be undone.
MOST_REASONS = 5
#: number, and cells or None where the row is no record
Rows = Sequence[tuple[int, dict[str, Any] | None]]


def work_on_next() -> bool:
    """Do what the oldest table waits for; false where none does."""
    batch_id = _claim()
    if batch_id is None:
        return False
    batch = db.session.get_one(ImportBatch, batch_id)
    state, language = batch.standing, batch.language
    try:
        with use_language(language):
            _check_right(batch)
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


def _check_right(batch: ImportBatch) -> None:
    """Whoever asked may have lost the right since."""
    if not (batch.user.is_active and batch.user.may(one_kind(batch.kind).permission)):
        raise Refusal(_("Whoever asked for this may not do it any more."))


def _end(batch_id: int, state: BatchState, error: str | None = None) -> None:
    release()
    batch = db.session.get_one(ImportBatch, batch_id)
    batch.state, batch.error, batch.seen_at = state.value, error, None
    commit()


def _progress(batch_id: int, done: int) -> None:
    execute_beside(update(ImportBatch).where(ImportBatch.id == batch_id).values(done=done, seen_at=now()))


def _check(batch_id: int) -> None:
    """Compare every row with the registry; only the results are written."""
    batch = db.session.get_one(ImportBatch, batch_id)
    kind, sheet, mapping, defaults = one_kind(batch.kind), batch.sheet, batch.mapping, batch.defaults
    content, name = content_of(batch.sha256), batch.file_name
    query = select(ImportRow.number, ImportRow.reference).where(ImportRow.batch_id == batch_id)
    earlier = db.session.execute(query.order_by(ImportRow.id)).all()
    release()
    seen = {reference: number for number, reference in reversed(earlier) if reference}
    tables = read_tables(content, name, kind.known(), whole=True)
    table = next(one for one in tables if one.sheet.name == sheet)
    rows = list(table.rows(mapping, defaults, kind.amounts()))
    release()
    # Rates need the whole list: the dollar's row may stand anywhere.
    at_once = COMPARED if kind.name == "projects" else max(len(rows), 1)
    for start in range(len(earlier), len(rows), at_once):
        with reading():
            found = _compared(kind, rows[start : start + at_once])
        release()
        _find_repeated(found, seen)
        for part in range(0, len(found), COMPARED):
            values = [columns_of(batch_id, one) for one in found[part : part + COMPARED]]
            db.session.execute(insert(ImportRow), values)
            commit()
            _progress(batch_id, start + part + len(values))
    _end(batch_id, BatchState.READY)


def _compared(kind: Kind, rows: Rows) -> list[Compared]:
    """Rows beside the registry, in their order; what is no record is said to be left out."""
    left_out = [Compared(number, {}, Verdict.SKIPPED) for number, cells in rows if cells is None]
    records = kind.compare([(number, cells) for number, cells in rows if cells is not None])
    return sorted([*left_out, *records], key=lambda one: one.number)


def _find_repeated(found: Sequence[Compared], seen: dict[str, int]) -> None:
    """Rows about the same record: the later ones are problems."""
    for one in found:
        if one.reference and one.reference in seen:
            sentence = _("This record stands in row %(row)s already.", row=seen[one.reference])
            one.verdict, one.problems = Verdict.PROBLEM, [("reference", sentence)]
        elif one.reference:
            seen[one.reference] = one.number


def _apply(batch_id: int) -> None:
    """Apply the good rows, some in each transaction; if all were wanted and one fails, all are brought back."""
    batch = db.session.get_one(ImportBatch, batch_id)
    kind, whole = one_kind(batch.kind), batch.all_or_nothing
    # A worker that ended while it brought rows back leaves the one that failed.
    failed = whole and bool(verdict_counts(batch)[Verdict.PROBLEM])
    while not failed and (rows := _waiting(batch_id)):
        failed = not (_add_together(batch_id, kind, rows) or _one_by_one(batch_id, kind, rows, whole=whole))
    if failed:
        _bring_back(batch_id)
        _end(batch_id, BatchState.READY, _("A row could not be applied, so none was. It is marked below."))
        return
    release()
    batch = db.session.get_one(ImportBatch, batch_id)
    batch.applied_at = now()
    counts = {verdict.value: [None, number] for verdict, number in verdict_counts(batch).items() if number}
    record("import.applied", subject=("import", batch_id), by=batch.user, changes=counts)
    batch.state, batch.error, batch.seen_at = BatchState.APPLIED.value, None, None
    commit()


def _add_together(batch_id: int, kind: Kind, rows: Sequence[ImportRow]) -> bool:
    """Add new records in one go where the kind can; false where rows must be looked at one by one."""
    if len(rows) == 1 or any(row.outcome is not Verdict.NEW for row in rows):
        return False
    by = db.session.get_one(ImportBatch, batch_id).user
    cells = [{key: cell_of(value) for key, value in row.cells.items()} for row in rows]
    try:
        with db.session.begin_nested():
            references = kind.add_many(cells, by=by)
    except (Refusal, SQLAlchemyError):
        return False
    if references is None:
        return False
    table: Any = ImportRow.__table__
    done = update(table).where(table.c.id == bindparam("row")).values(reference=bindparam("name"), is_applied=True)
    named = zip(rows, references, strict=True)
    db.session.connection().execute(done, [{"row": row.id, "name": name} for row, name in named])
    db.session.expire_all()
    _end_turn()
    _progress(batch_id, _applied(batch_id))
    return True


def _one_by_one(batch_id: int, kind: Kind, rows: Sequence[ImportRow], *, whole: bool) -> bool:
    """Apply rows, some in each transaction; false as soon as one fails and all are wanted."""
    for start in range(0, len(rows), APPLIED):
        good = _apply_some(batch_id, kind, rows[start : start + APPLIED], whole=whole)
        _progress(batch_id, _applied(batch_id))
        if not good:
            return False
    return True


def _apply_some(batch_id: int, kind: Kind, rows: Sequence[ImportRow], *, whole: bool) -> bool:
    """Apply some rows in one transaction; false if one fails and all are wanted."""
    by = db.session.get_one(ImportBatch, batch_id).user
    good = True
    for row in rows:
        good = _apply_one(kind, row, by) or not whole
        if not good:
            break
    _end_turn()
    return good


def _end_turn() -> None:
    """Store what was done, and leave the lock to others for longer than they wait between two looks at it."""
    commit()
    time.sleep(BREATH)


def _waiting(batch_id: int) -> list[ImportRow]:
    release()
    query = select(ImportRow).where(
        ImportRow.batch_id == batch_id,
        ImportRow.verdict.in_([verdict.value for verdict in APPLICABLE]),
        ImportRow.is_applied.is_(False),
    )
    return list(db.session.scalars(query.order_by(ImportRow.id).limit(TOGETHER)))


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
            if row.outcome is Verdict.NEW:
                reference, earlier = kind.add(cells, by=by), None
            else:
                reference = str(row.reference)
                earlier = kind.change(reference, cells, row.changes, by=by)
    except (Refusal, Stale, NotFound, SQLAlchemyError) as error:
        sentence = str(error) if isinstance(error, Refusal) else ""
        column = getattr(error, "field", None) or "reference"
        sentence = sentence or _("The record was changed or removed meanwhile.")
        row.verdict, row.problems = Verdict.PROBLEM.value, [[column, sentence]]
        return False
    row.reference, row.undo, row.is_applied = reference, earlier, True
    return True


def _undo(batch_id: int) -> None:
    kept = _bring_back(batch_id)
    batch = db.session.get_one(ImportBatch, batch_id)
    record("import.undone", subject=("import", batch_id), by=batch.user, changes={"kept": [None, len(kept)]})
    reasons = list(dict.fromkeys(kept))[:MOST_REASONS]
    batch.state, batch.error, batch.seen_at = BatchState.UNDONE.value, " ".join(reasons) or None, None
    commit()


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
            try:
                with db.session.begin_nested():
                    _undo_one(kind, row, by)
            except (Refusal, NotFound, Stale) as refusal:
                kept.append(f"{row.reference}: {refusal}")
        _end_turn()
        _progress(batch_id, done)


def _undo_one(kind: Kind, row: ImportRow, by: User) -> None:
    """A new record goes, a changed one becomes what it was."""
    reference = str(row.reference)
    if row.outcome is Verdict.NEW:
        kind.remove(reference, by=by)
        row.reference = None
    else:
        kind.restore(reference, row.undo or {}, row.changes, by=by)
    row.is_applied, row.undo = False, None
