"""Matches with their reasons, what people did with them, the weights, and what organisations did before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime
from registry.matching.statuses import Dismissal, EvidenceKind, MatchStatus
from registry.partners.models import Partner
from registry.projects.models import Project


class WeightSet(Base):
    """A version of the weights; the newest counts."""

    __tablename__ = "match_weights"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: criterion -> tenths of points, 1000 together
    tenths: Mapped[dict[str, int]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime())
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by: Mapped[User | None] = relationship()


class Match(Base):
    """A partner and a project as they were last scored, and what people made of it."""

    __tablename__ = "matches"
    __table_args__ = (
        CheckConstraint(f"status IN {tuple(status.value for status in MatchStatus)}", name="status"),
        Index("ix_matches_project_id_tenths", "project_id", "tenths"),
    )

    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    tenths: Mapped[int]
    #: percent
    confidence: Mapped[int]
    #: what rules the pair out; empty if nothing does
    ruled_out: Mapped[list[str]] = mapped_column(JSON)
    #: criterion -> [verdict, tenths]
    parts: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    weights_version: Mapped[int]
    scored_at: Mapped[datetime] = mapped_column(UtcDateTime())
    status: Mapped[str] = mapped_column(String(12), default=MatchStatus.NEW.value)
    reason: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    status_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    #: when the two were first found to fit
    found_at: Mapped[datetime] = mapped_column(UtcDateTime())
    partner: Mapped[Partner] = relationship()
    project: Mapped[Project] = relationship()

    @property
    def state(self) -> MatchStatus:
        return MatchStatus(self.status)

    @property
    def dismissal(self) -> Dismissal | None:
        return Dismissal(self.reason) if self.reason else None


class Evidence(Base):
    """What an organisation did with a project of the registry."""

    __tablename__ = "match_evidence"
    __table_args__ = (
        UniqueConstraint("partner_id", "project_id", "kind"),
        CheckConstraint(f"kind IN {tuple(kind.value for kind in EvidenceKind)}", name="kind"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def evidence_kind(self) -> EvidenceKind:
        return EvidenceKind(self.kind)


class Invited(Base):
    """The staff asked a partner to look at a project."""

    __tablename__ = "match_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    recipients: Mapped[list[Any]] = mapped_column(JSON)
    by: Mapped[User] = relationship()


class PartnerWords(Base):
    """The terms of what an organisation wrote, worked out once: analysing takes longer than comparing."""

    __tablename__ = "match_words"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), primary_key=True)
    #: term -> weight
    terms: Mapped[dict[str, float]] = mapped_column(JSON)
    #: the mandate's updated_at and how texts were read
    written_at: Mapped[datetime] = mapped_column(UtcDateTime())
    mark: Mapped[str] = mapped_column(String(40))
