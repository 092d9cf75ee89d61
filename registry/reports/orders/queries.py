"""Reading files that were asked for, and schedules."""

from sqlalchemy import func, select

from registry.accounts.models import User
from registry.db import db
from registry.refusals import NotFound
from registry.reports.orders.models import FileOrder, ReportSchedule
from registry.reports.orders.states import OrderState


def orders_of(user_id: int, *, most: int = 50) -> list[FileOrder]:
    """What a person asked for, newest first."""
    query = select(FileOrder).where(FileOrder.user_id == user_id).order_by(FileOrder.id.desc()).limit(most)
    return list(db.session.scalars(query))


def one_order(order_id: int, user_id: int) -> FileOrder:
    """A file that this person asked for; raises NotFound."""
    order = db.session.get(FileOrder, order_id)
    if order is None or order.user_id != user_id:
        raise NotFound
    return order


def open_orders_of(user_id: int) -> int:
    """How many files of a person wait or are being made."""
    waiting = (OrderState.WAITING.value, OrderState.RUNNING.value)
    query = select(func.count()).where(FileOrder.user_id == user_id, FileOrder.state.in_(waiting))
    return db.session.scalar(query) or 0


def schedules_seen_by(user: User) -> list[ReportSchedule]:
    """Schedules that a person made or gets something from."""
    query = select(ReportSchedule).where(
        (ReportSchedule.made_by_id == user.id) | (ReportSchedule.recipient_id == user.id)
    )
    return list(db.session.scalars(query.order_by(ReportSchedule.id)))


def one_schedule(schedule_id: int, user: User) -> ReportSchedule:
    """A schedule that a person may end; raises NotFound."""
    schedule = db.session.get(ReportSchedule, schedule_id)
    if schedule is None or user.id not in (schedule.made_by_id, schedule.recipient_id):
        raise NotFound
    return schedule
