"""Visits and delegations: who comes, what they see, what came of it."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.cooperation.visits.states import StopKind, VisitState
from registry.db import Base, UtcDateTime, Versioned
from registry.languages import pick
from registry.leads.models import Lead
from registry.partners.models import Partner
from registry.projects.models import Project

#: Cases that came out of a visit.
visit_leads = Table(
    "visit_leads",
    Base.metadata,
    Column("visit_id", ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True),
    Column("lead_id", ForeignKey("leads.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Visit(Versioned, Base):
    __tablename__ = "visits"
    __table_args__ = (
        CheckConstraint(f"state IN {tuple(state.value for state in VisitState)}", name="state"),
        CheckConstraint("last_day >= first_day", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    purpose: Mapped[str] = mapped_column(String(300))
    country: Mapped[str] = mapped_column(String(2), index=True)
    is_official: Mapped[bool] = mapped_column(default=False)
    first_day: Mapped[date] = mapped_column(Date, index=True)
    last_day: Mapped[date] = mapped_column(Date)
    head: Mapped[str | None] = mapped_column(String(200))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    interpreter: Mapped[str | None] = mapped_column(String(200))
    hosts: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str | None] = mapped_column(Text)
    #: language -> {"title": …, "text": …}, once published on the page of the country
    news: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    members: Mapped[list["VisitMember"]] = relationship(order_by="VisitMember.id", cascade="all, delete-orphan")
    stops: Mapped[list["VisitStop"]] = relationship(
        order_by="(VisitStop.starts_at, VisitStop.id)", cascade="all, delete-orphan"
    )
    leads: Mapped[list[Lead]] = relationship(secondary=visit_leads, order_by=Lead.id)

    @property
    def standing(self) -> VisitState:
        return VisitState(self.state)

    @property
    def news_title(self) -> str:
        return pick({code: texts["title"] for code, texts in self.news.items()})[0] if self.news else ""

    @property
    def news_text(self) -> str:
        return pick({code: texts["text"] for code, texts in self.news.items()})[0] if self.news else ""

    @property
    def projects(self) -> list[Project]:
        """The projects on the agenda, each once, in the order of the agenda."""
        return list({stop.project_id: stop.project for stop in self.stops if stop.project is not None}.values())


class VisitMember(Base):
    """Somebody of a delegation."""

    __tablename__ = "visit_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str | None] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(3))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    #: noted at the reception
    is_present: Mapped[bool] = mapped_column(default=False)
    partner: Mapped[Partner | None] = relationship()


class VisitStop(Base):
    """A point of the agenda."""

    __tablename__ = "visit_stops"
    __table_args__ = (CheckConstraint(f"kind IN {tuple(kind.value for kind in StopKind)}", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime())
    kind: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(300))
    note: Mapped[str | None] = mapped_column(Text)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    project: Mapped[Project | None] = relationship(lazy="joined")

    @property
    def sort(self) -> StopKind:
        return StopKind(self.kind)
