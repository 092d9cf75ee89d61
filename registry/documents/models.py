"""Attachments of records: who put them there, who may open them, who did."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime
from registry.documents.levels import AccessState, Level, Tag


class Document(Base):
    """A file about one record; its content lies in the data folder under its digest."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint(f"level IN {tuple(level.value for level in Level)}", name="level"),
        Index("ix_documents_subject_kind_subject_id", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: lead, project, agreement or visit, and the record's id
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    tag: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(20))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    uploaded_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def openness(self) -> Level:
        return Level(self.level)

    @property
    def kind(self) -> Tag:
        return Tag(self.tag)


class DocumentAccess(Base):
    """Somebody asked to open a document, and what was decided."""

    __tablename__ = "document_accesses"
    __table_args__ = (UniqueConstraint("document_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    expires_on: Mapped[date | None] = mapped_column(Date)
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    document: Mapped[Document] = relationship(lazy="joined", innerjoin=True)

    @property
    def standing(self) -> AccessState:
        return AccessState(self.state)

    def is_open(self, today: date) -> bool:
        """True while the access holds."""
        holds = self.expires_on is None or self.expires_on >= today
        return self.standing is AccessState.GRANTED and holds


class DocumentOpening(Base):
    """Somebody opened a document."""

    __tablename__ = "document_openings"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    user: Mapped[User | None] = relationship(lazy="joined")


class Undertaking(Base):
    """Somebody accepted the text on confidentiality."""

    __tablename__ = "undertakings"
    __table_args__ = (UniqueConstraint("user_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[str] = mapped_column(String(20))
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime())
