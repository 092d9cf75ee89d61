"""Reading what was brought in."""

from sqlalchemy import func, select

from registry.accounts.models import User
from registry.db import db
from registry.imports.catalogue import KINDS
from registry.imports.models import ImportBatch, ImportRow
from registry.imports.states import BatchState, Verdict
from registry.refusals import NotFound


def batches_seen_by(user: User, *, most: int = 50) -> list[ImportBatch]:
    """Tables of the kinds that a person may bring in, newest first."""
    kinds = [name for name, kind in KINDS.items() if user.may(kind.permission)]
    query = select(ImportBatch).where(ImportBatch.kind.in_(kinds)).order_by(ImportBatch.id.desc())
    return list(db.session.scalars(query.limit(most)))


def one_batch(batch_id: int, user: User) -> ImportBatch:
    """One of them; raises NotFound."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or not user.may(KINDS[batch.kind].permission):
        raise NotFound
    return batch


def one_row(batch: ImportBatch, row_id: int) -> ImportRow:
    """A row of a table; raises NotFound."""
    row = db.session.get(ImportRow, row_id)
    if row is None or row.batch_id != batch.id:
        raise NotFound
    return row


def verdict_counts(batch: ImportBatch) -> dict[Verdict, int]:
    """How many rows are what."""
    query = (
        select(ImportRow.verdict, func.count()).where(ImportRow.batch_id == batch.id).group_by(ImportRow.verdict)
    )
    found = dict(db.session.execute(query).all())
    return {verdict: found.get(verdict.value, 0) for verdict in Verdict}


def rows_of(batch: ImportBatch, verdict: Verdict | None, *, page: int, per_page: int) -> list[ImportRow]:
    """A page of rows in the order of the table."""
    query = select(ImportRow).where(ImportRow.batch_id == batch.id)
    if verdict is not None:
        query = query.where(ImportRow.verdict == verdict.value)
    return list(db.session.scalars(query.order_by(ImportRow.number).limit(per_page).offset((page - 1) * per_page)))


def mapping_before(kind: str, names_key: str) -> list[str] | None:
    """How the same columns were named last."""
    query = select(ImportBatch.mapping).where(
        ImportBatch.kind == kind,
        ImportBatch.names_key == names_key,
        ImportBatch.state.in_((BatchState.APPLIED.value, BatchState.UNDONE.value)),
    )
    return db.session.scalar(query.order_by(ImportBatch.id.desc()).limit(1))
