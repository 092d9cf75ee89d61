"""Files that people asked for, which the worker makes; and reports that are sent regularly."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime
from registry.reports.orders.states import OrderState, Period


class ReportSchedule(Base):
    """A report that somebody gets every week or month, each in their own language."""

    __tablename__ = "report_schedules"
    __table_args__ = (CheckConstraint(f"period IN {tuple(one.value for one in Period)}", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report: Mapped[str] = mapped_column(String(40))
    #: criteria as pairs of parameter and value
    query: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    ending: Mapped[str] = mapped_column(String(4))
    period: Mapped[str] = mapped_column(String(10))
    #: the file comes with the message; otherwise only a link to it
    is_attached: Mapped[bool] = mapped_column(default=False)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime())
    #: the day for which it was last sent
    sent_on: Mapped[date | None] = mapped_column(Date)
    recipient: Mapped[User] = relationship(foreign_keys=[recipient_id], lazy="joined", innerjoin=True)
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id], lazy="joined", innerjoin=True)

    @property
    def rhythm(self) -> Period:
        return Period(self.period)


class FileOrder(Base):
    """A file that somebody asked for; it is kept for some days."""

    __tablename__ = "file_orders"
    __table_args__ = (CheckConstraint(f"state IN {tuple(one.value for one in OrderState)}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    #: a report of the shelf, the pack, or an export
    what: Mapped[str] = mapped_column(String(40))
    query: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    ending: Mapped[str] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(12), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    #: rows written so far
    rows: Mapped[int] = mapped_column(default=0)
    size: Mapped[int | None]
    #: name of the file in the data folder
    file_name: Mapped[str | None] = mapped_column(String(80))
    error: Mapped[str | None] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime())
    #: when the maker last said that it is still at it
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    #: the schedule it was made for: its recipient is told by mail
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedules.id", ondelete="SET NULL"))
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def standing(self) -> OrderState:
        return OrderState(self.state)
