"""What somebody of the staff has to do until when; about a case, a visit, an agreement or nothing."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime
from registry.tasks.subjects import Subject


class Task(Base):
    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint(f"subject_kind IN {tuple(kind.value for kind in Subject)}", name="subject_kind"),
        Index("ix_tasks_subject_kind_subject_number", "subject_kind", "subject_number"),
        Index("ix_tasks_assignee_id_done_at_due_on", "assignee_id", "done_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    details: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    assignee_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: what it is about, and the number that people know it by
    subject_kind: Mapped[str | None] = mapped_column(String(20))
    subject_number: Mapped[str | None] = mapped_column(String(20))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: when its person was last reminded of it
    reminded_on: Mapped[date | None] = mapped_column(Date)

    assignee: Mapped[User] = relationship(foreign_keys=[assignee_id], lazy="joined", innerjoin=True)

    @property
    def subject(self) -> Subject | None:
        return Subject(self.subject_kind) if self.subject_kind else None
