"""Expressions of interest: one inquiry is one form sent, and becomes one lead for each project named in it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, Scaled, UtcDateTime, Versioned
from registry.languages import LANGUAGES
from registry.leads.pipeline import PARTNER_LABELS, SHARED, EventKind, LeadReason, LeadStatus, PartnerLabel
from registry.partners.models import Partner
from registry.projects.models import Project
from registry.reference.models import InterestKind, InterestRole, PartnerType, Timeframe

inquiry_kinds = Table(
    "inquiry_kinds",
    Base.metadata,
    Column("inquiry_id", ForeignKey("inquiries.id", ondelete="CASCADE"), primary_key=True),
    Column("kind_code", ForeignKey("interest_kinds.code"), primary_key=True, index=True),
)


class Inquiry(Base):
    """What a partner wrote, once, whatever number of projects it is about."""

    __tablename__ = "inquiries"
    __table_args__ = (CheckConstraint(f"language IN {LANGUAGES}", name="language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: drawn when the form was shown: pressing twice makes one record
    form_token: Mapped[str] = mapped_column(String(64), unique=True)
    #: SHA-256 of what was sent, to tell a repetition from another text under the same token
    body_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    confirm_nonce: Mapped[str | None] = mapped_column(String(64))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    organisation: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2), index=True)
    partner_type_code: Mapped[str] = mapped_column(ForeignKey("partner_types.code"))
    website: Mapped[str | None] = mapped_column(String(300))
    contact_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    role_code: Mapped[str | None] = mapped_column(ForeignKey("interest_roles.code"))
    amount: Mapped[Decimal | None] = mapped_column(Scaled(2))
    currency: Mapped[str | None] = mapped_column(String(3))
    timeframe_code: Mapped[str | None] = mapped_column(ForeignKey("timeframes.code"))
    message: Mapped[str] = mapped_column(Text)
    missing_information: Mapped[str | None] = mapped_column(Text)
    about_organisation: Mapped[str | None] = mapped_column(Text)
    meeting_wish: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(3))
    consent_version: Mapped[str] = mapped_column(String(20))
    consent_at: Mapped[datetime] = mapped_column(UtcDateTime())
    #: folded names, for searching
    search_text: Mapped[str] = mapped_column(Text)

    kinds: Mapped[list[InterestKind]] = relationship(secondary=inquiry_kinds, order_by=InterestKind.position)
    partner: Mapped[Partner | None] = relationship()
    partner_type: Mapped[PartnerType] = relationship()
    role: Mapped[InterestRole | None] = relationship()
    timeframe: Mapped[Timeframe | None] = relationship()
    leads: Mapped[list["Lead"]] = relationship(back_populates="inquiry", order_by="Lead.id")


class Lead(Versioned, Base):
    """The case of one inquiry about one project."""

    __tablename__ = "leads"
    __table_args__ = (
        CheckConstraint(f"status IN {tuple(status.value for status in LeadStatus)}", name="status"),
        Index("ix_leads_status_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    #: who asks, for telling that the same organisation asks twice
    organisation_key: Mapped[str] = mapped_column(String(600), index=True)
    #: project and organisation while the case is open, else empty: one open case for the two
    open_key: Mapped[str | None] = mapped_column(String(620), unique=True)
    status: Mapped[str] = mapped_column(String(20))
    status_since: Mapped[datetime] = mapped_column(UtcDateTime())
    reason: Mapped[str | None] = mapped_column(String(40))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: when the clock began: at the receipt, or when the case was opened again
    clock_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    #: minutes of working time for which the clock stood since then
    paused_minutes: Mapped[int] = mapped_column(default=0)
    #: when the first answer was due, and when it was given
    first_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    #: when the next answer or step is due; empty while the clock stands
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    #: what the project's owner reads of the partner before both are introduced
    owner_summary: Mapped[str | None] = mapped_column(Text)
    #: part of the link with which the owner answers
    owner_nonce: Mapped[str | None] = mapped_column(String(64))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    next_step: Mapped[str | None] = mapped_column(String(300))
    next_step_on: Mapped[date | None] = mapped_column(Date)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    inquiry: Mapped[Inquiry] = relationship(lazy="joined", innerjoin=True, back_populates="leads")
    project: Mapped[Project] = relationship()
    officer: Mapped[User | None] = relationship()
    events: Mapped[list["LeadEvent"]] = relationship(order_by="LeadEvent.id")

    @property
    def state(self) -> LeadStatus:
        return LeadStatus(self.status)

    @property
    def partner_label(self) -> PartnerLabel:
        """What the partner is shown."""
        return PARTNER_LABELS[self.state]

    @property
    def reason_label(self) -> object:
        return LeadReason(self.reason).label if self.reason else ""


class LeadEvent(Base):
    """One entry in the history of a case: a move, a note, an assignment. Never changed."""

    __tablename__ = "lead_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: one of EventKind
    kind: Mapped[str] = mapped_column(String(20))
    from_status: Mapped[str | None] = mapped_column(String(20))
    to_status: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def state(self) -> LeadStatus | None:
        """The state reached, if this is a move."""
        return LeadStatus(self.to_status) if self.to_status else None

    @property
    def reason_label(self) -> object:
        return LeadReason(self.reason).label if self.reason else ""

    @property
    def sort(self) -> EventKind:
        return EventKind(self.kind)

    @property
    def is_shared(self) -> bool:
        """True if the partner may read the text."""
        return self.sort in SHARED


class LeadChange(Base):
    """The last change of a case: what the lists of the staff follow."""

    __tablename__ = "lead_changes"

    lead_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(index=True)


class LeadPresence(Base):
    """Who has a case open at present."""

    __tablename__ = "lead_presences"

    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime())
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
