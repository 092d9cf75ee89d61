"""Meetings about a case: times proposed by either side, one agreed, minutes."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base, UtcDateTime
from registry.leads.meetings.states import MeetingState, Side, Times, in_both
from registry.leads.models import Lead


class Meeting(Base):
    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint(f"state IN {tuple(state.value for state in MeetingState)}", name="state"),
        CheckConstraint(f"proposed_by IN {tuple(side.value for side in Side)}", name="proposed_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300))
    #: the partner's time zone by its IANA name
    zone: Mapped[str] = mapped_column(String(60))
    minutes_long: Mapped[int]
    #: proposed beginnings, in ISO form with UTC
    slots: Mapped[list[str]] = mapped_column(JSON)
    proposed_by: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    #: of the calendar entry: the same for all its versions, and which version it is
    uid: Mapped[str] = mapped_column(String(64), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[str | None] = mapped_column(Text)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    lead: Mapped[Lead] = relationship(lazy="joined", innerjoin=True)

    @property
    def standing(self) -> MeetingState:
        return MeetingState(self.state)

    @property
    def proposer(self) -> Side:
        return Side(self.proposed_by)

    @property
    def choices(self) -> list[tuple[str, Times]]:
        """Each proposed time: its text, and how both sides read it."""
        return [(slot, in_both(datetime.fromisoformat(slot), self.zone)) for slot in self.slots]

    @property
    def times(self) -> Times | None:
        """The agreed beginning as both sides read it."""
        return in_both(self.starts_at, self.zone) if self.starts_at else None

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes_long) if self.starts_at else None
