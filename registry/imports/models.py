"""Tables that were brought in: what was read, what it would change, what it changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime
from registry.imports.states import BatchState, Verdict


class ImportBatch(Base):
    """One table out of one file."""

    __tablename__ = "import_batches"
    __table_args__ = (CheckConstraint(f"state IN {tuple(one.value for one in BatchState)}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(3))
    sheet: Mapped[str] = mapped_column(String(200))
    #: names of the sheets that hold a table
    sheets: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: names of the columns, and the first rows as texts
    names: Mapped[list[str]] = mapped_column(JSON, default=list)
    sample: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    #: SHA-256 of the names: what was chosen for the same columns before is suggested again
    names_key: Mapped[str] = mapped_column(String(64), index=True)
    #: for each column the key of ours, or nothing
    mapping: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: key -> text for all rows whose own cell is empty
    defaults: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(12), index=True)
    #: true to apply nothing unless everything can be
    all_or_nothing: Mapped[bool] = mapped_column(default=True)
    done: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime())
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def standing(self) -> BatchState:
        return BatchState(self.state)


class ImportRow(Base):
    """One row of the table."""

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint(f"verdict IN {tuple(one.value for one in Verdict)}", name="verdict"),
        Index("ix_import_rows_batch_id_verdict", "batch_id", "verdict", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id", ondelete="CASCADE"))
    #: as the spreadsheet numbers it
    number: Mapped[int]
    #: key -> cell, as `cells.kept` writes it
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)
    verdict: Mapped[str] = mapped_column(String(10))
    #: the record it is about; for a new one once it is there
    reference: Mapped[str | None] = mapped_column(String(200))
    #: key -> [before, after], as people read them
    changes: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    #: [key, sentence]
    problems: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    is_applied: Mapped[bool] = mapped_column(default=False)
    #: what brings the record back; empty until the row is applied
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    @property
    def outcome(self) -> Verdict:
        return Verdict(self.verdict)
