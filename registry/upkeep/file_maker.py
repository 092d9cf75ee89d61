"""Files that were asked for are made, one after the other, and thrown away after some days."""

import logging
import os
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select, update

from registry.config import Settings
from registry.db import commit, db, execute_beside, now, reading, release
from registry.languages import use_language
from registry.leads.filtering import read as read_lead_criteria
from registry.notifications.operations import Attachment, queue
from registry.projects.filtering import read_staff_criteria
from registry.refusals import Refusal
from registry.reports.exports import cover_of, write
from registry.reports.filters import describe_leads, describe_projects
from registry.reports.frames import lead_sheet, project_sheet
from registry.reports.orders.messages import report_failed, report_ready
from registry.reports.orders.models import FileOrder, ReportSchedule
from registry.reports.orders.operations import check_order, may_be_mailed
from registry.reports.orders.states import LEADS, PACK, OrderState
from registry.reports.orders.storage import folder_of
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.files import Made, Written, leave_trace, write_pack, write_report
from registry.reports.shelf.filtering import read

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
#: A maker that said nothing for so long is gone; another one begins again, this often.
SILENCE, MOST_ATTEMPTS = timedelta(minutes=2), 3
#: Files lie so much longer than their days before they count as forgotten.
ORPHANED = timedelta(days=1)
#: Bytes that are sent by mail at most; longer files are fetched.
MOST_MAILED = 5_000_000
#: Seconds between two looks whether somebody cancelled.
LOOK = 1.0


class Cancelled(Exception):
    """Nobody wants the file any more."""


def make_next(settings: Settings) -> bool:
    """Make one file that waits; false where none does."""
    order_id = _claim()
    if order_id is None:
        return False
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{order_id}-{secrets.token_hex(8)}.part"
    try:
        written = _written(order_id, draft)
    except Cancelled:
        release()
    except Refusal as refusal:
        _ended(order_id, OrderState.FAILED, error=str(refusal))
    except Exception:
        log.exception("file %s could not be made", order_id)
        _ended(order_id, OrderState.FAILED, error="")
    else:
        _keep(order_id, draft, written)
    finally:
        draft.unlink(missing_ok=True)
    return True


def _claim() -> int | None:
    """Take the oldest order that waits, or whose maker is gone."""
    release()
    is_free = (FileOrder.state == OrderState.WAITING.value) | (
        (FileOrder.state == OrderState.RUNNING.value) & (FileOrder.seen_at < now() - SILENCE)
    )
    oldest = select(FileOrder.id).where(is_free).order_by(FileOrder.id).limit(1).scalar_subquery()
    with reading():
        waits = db.session.scalar(select(oldest))
    release()
    if waits is None:
        return None
    taken = update(FileOrder).where(FileOrder.id == waits, is_free)
    row = db.session.execute(
        taken.values(
            state=OrderState.RUNNING.value, seen_at=now(), rows=0, attempts=FileOrder.attempts + 1
        ).returning(FileOrder.id, FileOrder.attempts)
    ).first()
    commit()
    if row is not None and row.attempts > MOST_ATTEMPTS:
        _ended(row.id, OrderState.FAILED, error="")
        return None
    return None if row is None else row.id


def _written(order_id: int, draft: Path) -> Written:
    """Write the file, only reading meanwhile."""
    with reading():
        order = db.session.get_one(FileOrder, order_id)
        with use_language(order.language), draft.open("wb") as file:
            draft.chmod(0o600)
            written = _write(order, file, _progress(order_id))
            file.flush()
            os.fsync(file.fileno())
    release()
    return written


def _write(order: FileOrder, file: BinaryIO, told: Callable[[int], None]) -> Written:
    user, pairs = order.user, [(name, value) for name, value in order.query]
    check_order(user, order.what, order.ending)
    if order.what == PACK:
        return write_pack(file, read(pairs)[0], by=user, told=told)
    if order.what in SHELF:
        made = Made.of(SHELF[order.what], read(pairs)[0])
        return write_report(file, made, order.ending, by=user, told=told)
    if order.what == LEADS:
        lead_criteria, _unknown = read_lead_criteria(pairs)
        sheet, filters = lead_sheet(lead_criteria), describe_leads(lead_criteria)
    else:
        criteria, _unknown = read_staff_criteria(pairs)
        sheet, filters = project_sheet(criteria, for_staff=True), describe_projects(criteria)
    rows = write(file, order.ending, [sheet], cover_of(sheet.title, filters, user), told=told)
    return Written(order.what, order.ending, filters, rows)


def _progress(order_id: int) -> Callable[[int], None]:
    """Tells how far the file is, on a connection of its own; raises Cancelled where nobody wants it any more."""
    last = time.monotonic()

    def told(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last < LOOK:
            return
        last = time.monotonic()
        mine = update(FileOrder).where(FileOrder.id == order_id, FileOrder.state == OrderState.RUNNING.value)
        if not execute_beside(mine.values(rows=rows, seen_at=now())):
            raise Cancelled

    return told


def _keep(order_id: int, draft: Path, written: Written) -> None:
    """Put the file in its place, then say that it is there; whoever ordered it by schedule is told."""
    order = db.session.get_one(FileOrder, order_id)
    if order.standing is not OrderState.RUNNING:
        release()
        return
    place = draft.with_suffix(f".{order.ending}")
    draft.replace(place)
    order.state, order.rows, order.finished_at = OrderState.DONE.value, written.rows, now()
    order.file_name, order.size, order.expires_at = place.name, place.stat().st_size, now() + KEPT
    leave_trace(written, by=order.user)
    if order.schedule_id is not None:
        message = report_ready(order, _attachment(order, place))
        queue(to=order.user.email, language=order.language, message=message)
    commit()


def _attachment(order: FileOrder, place: Path) -> Attachment | None:
    """The file for the message, where the schedule wants it, it may leave, and mail carries it."""
    schedule = db.session.get(ReportSchedule, order.schedule_id)
    wanted = schedule is not None and schedule.is_attached and may_be_mailed(order.what)
    if not wanted or place.stat().st_size > MOST_MAILED:
        return None
    return Attachment(f"{place.parent.name}/{place.name}", f"{order.what}.{order.ending}")


def _ended(order_id: int, state: OrderState, *, error: str) -> None:
    release()
    values = {"state": state.value, "error": error, "finished_at": now()}
    mine = update(FileOrder).where(FileOrder.id == order_id, FileOrder.state == OrderState.RUNNING.value)
    is_ended = db.session.scalar(mine.values(**values).returning(FileOrder.id)) is not None
    order = db.session.get_one(FileOrder, order_id)
    if is_ended and order.schedule_id is not None and state is OrderState.FAILED:
        message = report_failed(order, error)
        queue(to=order.user.email, language=order.language, message=message)
    commit()


def throw_away(settings: Settings) -> None:
    """Delete files whose days are over, and those that no order knows of."""
    moment = now()
    old = select(FileOrder).where(FileOrder.expires_at <= moment, FileOrder.file_name.is_not(None))
    for order in db.session.scalars(old):
        (folder_of(settings) / str(order.file_name)).unlink(missing_ok=True)
        order.file_name = None
    db.session.flush()
    # What nobody knows of, because its maker ended before it could say so.
    for place in folder_of(settings).glob("*"):
        if time.time() - place.stat().st_mtime > (KEPT + ORPHANED).total_seconds():
            place.unlink(missing_ok=True)
