"""Searches that people keep, and what they were last told of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.alerts.pace import Pace
from registry.db import Base, UtcDateTime


class SavedSearch(Base):
    __tablename__ = "saved_searches"
    __table_args__ = (CheckConstraint(f"pace IN {tuple(pace.value for pace in Pace)}", name="pace"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    #: the catalogue's parameters as in its address
    parameters: Mapped[str] = mapped_column(Text)
    pace: Mapped[str] = mapped_column(String(10))
    #: proves the link that stops the messages
    nonce: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    #: when it was last compared
    told_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    #: reference -> the facts that the reader knows of
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    user: Mapped[User] = relationship()


class MatchDigest(Base):
    """Whether and how often a person is told which projects newly fit the organisation."""

    __tablename__ = "match_digests"
    __table_args__ = (CheckConstraint(f"pace IN {tuple(pace.value for pace in Pace)}", name="pace"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    pace: Mapped[str] = mapped_column(String(10))
    #: proves the link that stops the messages
    nonce: Mapped[str] = mapped_column(String(64))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    user: Mapped[User] = relationship()
