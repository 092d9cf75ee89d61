"""Joint projects, proposals, internships, exchanges, training: what is done with a country."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.cooperation.activities.states import ActivityKind, ActivityState, ApplicantState
from registry.cooperation.agreements.models import Agreement
from registry.db import Base, UtcDateTime, Versioned
from registry.partners.models import Partner
from registry.projects.models import Project


class Activity(Versioned, Base):
    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint(f"kind IN {tuple(kind.value for kind in ActivityKind)}", name="kind"),
        CheckConstraint(f"state IN {tuple(state.value for state in ActivityState)}", name="state"),
        CheckConstraint("places > 0", name="places_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    country: Mapped[str] = mapped_column(String(2), index=True)
    state: Mapped[str] = mapped_column(String(12))
    description: Mapped[str | None] = mapped_column(Text)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    #: for how many people; empty where nobody applies
    places: Mapped[int | None]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    partner: Mapped[Partner | None] = relationship()
    project: Mapped[Project | None] = relationship(lazy="joined")
    agreement: Mapped[Agreement | None] = relationship()
    applicants: Mapped[list["Applicant"]] = relationship(order_by="Applicant.id", cascade="all, delete-orphan")

    @property
    def sort(self) -> ActivityKind:
        return ActivityKind(self.kind)

    @property
    def standing(self) -> ActivityState:
        return ActivityState(self.state)


class Applicant(Base):
    """Somebody who wants to take part."""

    __tablename__ = "activity_applicants"
    __table_args__ = (CheckConstraint(f"state IN {tuple(state.value for state in ApplicantState)}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def standing(self) -> ApplicantState:
        return ApplicantState(self.state)
