"""Checks of organisations, and names found on sanctions lists."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime
from registry.partners.checks.outcomes import CheckKind, HitState, HitWay, Outcome
from registry.partners.models import Partner


class Check(Base):
    """One check with its outcome; the newest of a kind counts, older ones are history."""

    __tablename__ = "partner_checks"
    __table_args__ = (
        CheckConstraint(f"kind IN {tuple(kind.value for kind in CheckKind)}", name="kind"),
        CheckConstraint(f"outcome IN {tuple(outcome.value for outcome in Outcome)}", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    checked_on: Mapped[date] = mapped_column(Date)
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    checked_by: Mapped[User] = relationship()
    partner: Mapped[Partner] = relationship()

    @property
    def check_kind(self) -> CheckKind:
        return CheckKind(self.kind)

    @property
    def result(self) -> Outcome:
        return Outcome(self.outcome)

    def is_stale(self, today: date) -> bool:
        """True once the check is due again."""
        return self.due_on is not None and self.due_on <= today


class SanctionEntry(Base):
    """One listed organisation or person out of the file that was loaded last."""

    __tablename__ = "sanction_entries"

    #: the list's own identifier
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    names: Mapped[list[str]] = mapped_column(JSON)
    countries: Mapped[list[str]] = mapped_column(JSON)
    dataset: Mapped[str] = mapped_column(Text)


class SanctionHit(Base):
    """A partner's name that is like one on the list; kept when the entry leaves the list."""

    __tablename__ = "sanction_hits"
    __table_args__ = (
        UniqueConstraint("partner_id", "entry_id"),
        CheckConstraint(f"state IN {tuple(state.value for state in HitState)}", name="state"),
        Index("ix_sanction_hits_state_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[str] = mapped_column(String(100))
    entry_name: Mapped[str] = mapped_column(Text)
    dataset: Mapped[str] = mapped_column(Text)
    partner_name: Mapped[str] = mapped_column(String(200))
    way: Mapped[str] = mapped_column(String(20))
    #: percent
    likeness: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    note: Mapped[str | None] = mapped_column(Text)
    partner: Mapped[Partner] = relationship()
    decided_by: Mapped[User | None] = relationship()

    @property
    def hit_state(self) -> HitState:
        return HitState(self.state)

    @property
    def hit_way(self) -> HitWay:
        return HitWay(self.way)
