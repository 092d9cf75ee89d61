"""Merged organisations: what moved, so that it can be moved back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime


class Merge(Base):
    """One merge: the organisation that was kept, and every row of the other as it was."""

    __tablename__ = "partner_merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: no foreign keys: either organisation may be merged on, or erased
    kept_id: Mapped[int] = mapped_column(index=True)
    gone_id: Mapped[int] = mapped_column(index=True)
    gone_name: Mapped[str] = mapped_column(String(200))
    #: what was changed, in order: table, key, columns before and after
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    by: Mapped[User] = relationship()


class DifferentPair(Base):
    """Two organisations that look alike and were found to be different."""

    __tablename__ = "partner_different_pairs"

    first_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
