"""Asking for files and for regular reports."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import current_language
from registry.languages import gettext as _
from registry.refusals import Refusal
from registry.reports.exports import FORMATS
from registry.reports.orders.models import FileOrder, ReportSchedule
from registry.reports.orders.queries import open_orders_of
from registry.reports.orders.states import LEADS, PACK, PROJECTS, OrderState, Period
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.files import ENDINGS

#: Files of one person that wait at the same time.
MOST_WAITING = 5
Pairs = Sequence[tuple[str, str]]


def may_order(user: User, what: str) -> bool:
    """Whether a person may have such a file."""
    needed = {PACK: Permission.REPORTS_READ, LEADS: Permission.LEADS_EXPORT, PROJECTS: Permission.PROJECTS_EXPORT}
    permission = needed.get(what) or (SHELF[what].permission if what in SHELF else None)
    return permission is not None and user.may(permission)


def may_be_mailed(what: str) -> bool:
    """Whether a file may leave by mail: any report but the trail and the pack, which holds it."""
    return what in SHELF and SHELF[what].permission is not Permission.AUDIT_READ


def endings_of(what: str) -> tuple[str, ...]:
    """The formats in which a file can be had."""
    return {PACK: ("xlsx",), LEADS: FORMATS, PROJECTS: FORMATS}.get(what, ENDINGS)


def check_order(user: User, what: str, ending: str) -> None:
    """Refuse a file that this person may not have, or that is not made in this format."""
    if not may_order(user, what):
        raise Refusal(_("Your role may not have this file."))
    if ending not in endings_of(what):
        raise Refusal(_("This file is not made in this format."), "ending")


def order_file(
    user: User, what: str, query: Pairs, ending: str, *, language: str | None = None, schedule: int | None = None
) -> FileOrder:
    """Ask the worker for a file; raises Refusal."""
    check_order(user, what, ending)
    if schedule is None and open_orders_of(user.id) >= MOST_WAITING:
        raise Refusal(_("Files that you asked for are still being made. Please wait for them."))
    order = FileOrder(
        user_id=user.id,
        what=what,
        query=[list(pair) for pair in query],
        ending=ending,
        language=language or current_language(),
        state=OrderState.WAITING.value,
        requested_at=now(),
        schedule_id=schedule,
    )
    db.session.add(order)
    db.session.flush()
    return order


def cancel_order(order: FileOrder) -> None:
    """Take back what was asked for; whoever makes the file finds out and stops."""
    if order.standing in (OrderState.WAITING, OrderState.RUNNING):
        order.state, order.finished_at = OrderState.CANCELLED.value, now()
        db.session.flush()


def add_schedule(
    report: str,
    query: Pairs,
    ending: str,
    period: Period,
    *,
    recipient: User,
    by: User,
    is_attached: bool = False,
) -> ReportSchedule:
    """Send a report regularly; the first one comes on the next such day. Raises Refusal."""
    check_order(by, report, ending)
    if not may_order(recipient, report):
        raise Refusal(_("This person's role may not have this report."), "recipient")
    if is_attached and not may_be_mailed(report):
        raise Refusal(_("This file is not sent by mail; its recipient signs in to fetch it."), "is_attached")
    schedule = ReportSchedule(
        report=report,
        query=[list(pair) for pair in query],
        ending=ending,
        period=period.value,
        recipient_id=recipient.id,
        made_by_id=by.id,
        made_at=now(),
        sent_on=now().date(),
        is_attached=is_attached,
    )
    db.session.add(schedule)
    db.session.flush()
    details = {"report": [None, report], "period": [None, period.value], "recipient": [None, recipient.id]}
    record("schedule.added", subject=("schedule", schedule.id), by=by, changes=details)
    return schedule


def end_schedule(schedule: ReportSchedule, *, by: User) -> None:
    """Send no more."""
    record("schedule.ended", subject=("schedule", schedule.id), by=by, changes={"report": [schedule.report, None]})
    db.session.delete(schedule)
    db.session.flush()


def order_scheduled(today: date) -> int:
    """Order what is to be sent since it was last sent; returns how many. People without the right get nothing."""
    number = 0
    for schedule in db.session.scalars(select(ReportSchedule).order_by(ReportSchedule.id)):
        due = last_day(schedule.rhythm, today)
        if schedule.sent_on is not None and schedule.sent_on >= due:
            continue
        schedule.sent_on = due
        reader = schedule.recipient
        if reader.is_active and may_order(reader, schedule.report):
            pairs = [(name, value) for name, value in schedule.query]
            order_file(
                reader, schedule.report, pairs, schedule.ending, language=reader.language, schedule=schedule.id
            )
            number += 1
    db.session.flush()
    return number


def last_day(period: Period, today: date) -> date:
    """The last day on which reports of this rhythm were to be sent, today included."""
    if period is Period.MONTHLY:
        return today.replace(day=1)
    return date.fromordinal(today.toordinal() - today.weekday())
