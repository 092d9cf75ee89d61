"""Agreements: between whom, about what, until when, and what each side owes."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.cooperation.agreements.states import AgreementKind, AgreementState
from registry.cooperation.visits.models import Visit
from registry.db import Base, Scaled, UtcDateTime, Versioned
from registry.leads.models import Lead
from registry.partners.models import Partner
from registry.projects.models import Project


class Agreement(Versioned, Base):
    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint(f"kind IN {tuple(kind.value for kind in AgreementKind)}", name="kind"),
        CheckConstraint(f"state IN {tuple(state.value for state in AgreementState)}", name="state"),
        CheckConstraint("value > 0", name="value_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    country: Mapped[str] = mapped_column(String(2), index=True)
    state: Mapped[str] = mapped_column(String(12))
    signed_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    value: Mapped[Decimal | None] = mapped_column(Scaled(2))
    currency: Mapped[str | None] = mapped_column(String(3))
    note: Mapped[str | None] = mapped_column(Text)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"), index=True)
    #: shown on the page of the country
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    project: Mapped[Project | None] = relationship(lazy="joined")
    lead: Mapped[Lead | None] = relationship()
    visit: Mapped[Visit | None] = relationship()
    parties: Mapped[list["AgreementParty"]] = relationship(
        order_by="AgreementParty.id", cascade="all, delete-orphan"
    )
    obligations: Mapped[list["Obligation"]] = relationship(
        order_by="(Obligation.due_on, Obligation.id)", cascade="all, delete-orphan"
    )

    @property
    def sort(self) -> AgreementKind:
        return AgreementKind(self.kind)

    @property
    def standing(self) -> AgreementState:
        return AgreementState(self.state)


class AgreementParty(Base):
    """One side of an agreement."""

    __tablename__ = "agreement_parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    partner: Mapped[Partner | None] = relationship()


class Obligation(Base):
    """What one side owes until when."""

    __tablename__ = "agreement_obligations"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    owed_by: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column(Date, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    agreement: Mapped[Agreement] = relationship(back_populates="obligations")
