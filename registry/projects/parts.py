"""What a project has several of: texts, funding lines, indicators, documents, parties, history."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, Scaled, UtcDateTime
from registry.languages import LANGUAGES
from registry.projects.lifecycle import DocumentKind, DocumentState, Publication, Reason, Revision
from registry.reference.models import Indicator, Instrument

#: The texts of a project, in the order of its page.
TEXT_FIELDS = (
    "title",
    "summary",
    "need",
    "solution",
    "impact",
    "risks",
    "partner_sought",
    "anonymous_summary",
)
TITLE_LENGTH, SUMMARY_LENGTH, TEXT_LENGTH = 200, 1000, 10_000


class OfProject:
    """A row that lives and dies with its project."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)


class ProjectText(OfProject, Base):
    """All texts of a project in one language."""

    __tablename__ = "project_texts"
    __table_args__ = (
        UniqueConstraint("project_id", "language"),
        CheckConstraint(f"language IN {LANGUAGES}", name="language"),
    )

    language: Mapped[str] = mapped_column(String(3))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    need: Mapped[str] = mapped_column(Text, default="")
    solution: Mapped[str] = mapped_column(Text, default="")
    impact: Mapped[str] = mapped_column(Text, default="")
    risks: Mapped[str] = mapped_column(Text, default="")
    partner_sought: Mapped[str] = mapped_column(Text, default="")
    anonymous_summary: Mapped[str] = mapped_column(Text, default="")


class FundingLine(OfProject, Base):
    """Money by instrument, in the project's currency."""

    __tablename__ = "project_funding"
    __table_args__ = (
        UniqueConstraint("project_id", "instrument_code"),
        CheckConstraint("sought > 0", name="sought_positive"),
        CheckConstraint("pledged > 0", name="pledged_positive"),
        CheckConstraint("secured > 0", name="secured_positive"),
    )

    instrument_code: Mapped[str] = mapped_column(ForeignKey("instruments.code"), index=True)
    sought: Mapped[Decimal | None] = mapped_column(Scaled(2))
    pledged: Mapped[Decimal | None] = mapped_column(Scaled(2))
    secured: Mapped[Decimal | None] = mapped_column(Scaled(2))
    instrument: Mapped[Instrument] = relationship(lazy="joined", innerjoin=True)


class IndicatorLine(OfProject, Base):
    """One promised effect: from a baseline to a target in a year, with method and source."""

    __tablename__ = "project_indicators"
    __table_args__ = (UniqueConstraint("project_id", "indicator_code"),)

    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicators.code"), index=True)
    baseline: Mapped[Decimal | None] = mapped_column(Scaled(4))
    target: Mapped[Decimal | None] = mapped_column(Scaled(4))
    year: Mapped[int | None]
    method: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    indicator: Mapped[Indicator] = relationship(lazy="joined", innerjoin=True)


class Achievement(OfProject, Base):
    """What was reached of a promised effect up to a day, in all."""

    __tablename__ = "project_achievements"
    __table_args__ = (UniqueConstraint("project_id", "indicator_code", "as_of"),)

    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicators.code"), index=True)
    as_of: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Scaled(4))
    source: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime())
    indicator: Mapped[Indicator] = relationship(lazy="joined", innerjoin=True)


class DocumentLine(OfProject, Base):
    """One line of the checklist of documents."""

    __tablename__ = "project_documents"
    __table_args__ = (
        UniqueConstraint("project_id", "kind"),
        CheckConstraint(f"kind IN {tuple(kind.value for kind in DocumentKind)}", name="kind"),
        CheckConstraint(f"state IN {tuple(state.value for state in DocumentState)}", name="state"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))

    @property
    def document(self) -> DocumentKind:
        return DocumentKind(self.kind)

    @property
    def availability(self) -> DocumentState:
        return DocumentState(self.state)


class PartyLine(OfProject, Base):
    """Somebody with a part in the project, such as a land owner or a designer."""

    __tablename__ = "project_parties"

    role: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))


class ProjectEvent(OfProject, Base):
    """One step in the life of a project."""

    __tablename__ = "project_events"

    at: Mapped[datetime] = mapped_column(UtcDateTime())
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: "publication", "stage" or "revision"
    axis: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def reason_label(self) -> object:
        return Reason(self.reason).label if self.reason else ""

    @property
    def state(self) -> Publication | Revision | None:
        """The state reached by a publication or a revision, None for a move along the stages."""
        kinds: dict[str, type[Publication | Revision]] = {"publication": Publication, "revision": Revision}
        return kinds[self.axis](self.to_state) if self.axis in kinds else None


class ProjectRevision(Base):
    """A material change to a reviewed project: it waits here while the approved version stays as it is."""

    __tablename__ = "project_revisions"
    __table_args__ = (CheckConstraint("status IN ('submitted', 'returned')", name="status"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    #: field of the record -> its new value, as plain values
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20))
    #: ids of everybody who wrote on it: none of them may approve it
    author_ids: Mapped[list[int]] = mapped_column(JSON)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime())
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def state(self) -> Revision:
        return Revision(self.status)
