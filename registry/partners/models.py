"""Organisations that look for projects, and the people who speak for them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime, Versioned
from registry.languages import pick
from registry.reference.models import PartnerType


class Partner(Versioned, Base):
    __tablename__ = "partners"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: the name in its own script, where that is not Latin
    name_original: Mapped[str | None] = mapped_column(String(200))
    #: the name as it is compared
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("partner_types.code"))
    website: Mapped[str | None] = mapped_column(String(300))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    abouts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    note: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    type: Mapped[PartnerType] = relationship(lazy="joined", innerjoin=True)
    members: Mapped[list["Member"]] = relationship(cascade="all, delete-orphan", order_by="Member.id")

    @property
    def about(self) -> str:
        return pick(self.abouts)[0] if self.abouts else ""


class Member(Base):
    """A person who acts for an organisation; one organisation a person."""

    __tablename__ = "partner_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
