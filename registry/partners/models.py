"""Organisations that look for projects, and the people who speak for them."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime, Versioned
from registry.languages import pick
from registry.partners.standing import MemberRole
from registry.reference.models import PartnerType


class Partner(Versioned, Base):
    __tablename__ = "partners"
    #: an id is never given out again, so that a merge can be undone
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: the name in its own script, where that is not Latin
    name_original: Mapped[str | None] = mapped_column(String(200))
    #: all names as they are compared and searched
    name_key: Mapped[str] = mapped_column(String(400), index=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("partner_types.code"))
    website: Mapped[str | None] = mapped_column(String(300))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    abouts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    note: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    #: when somebody of the organisation last changed the profile or said that it is still right
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    #: when the organisation was last asked whether it is
    nudged_on: Mapped[date | None] = mapped_column(Date)

    type: Mapped[PartnerType] = relationship(lazy="joined", innerjoin=True)
    parent: Mapped["Partner | None"] = relationship(remote_side=[id])
    members: Mapped[list["Member"]] = relationship(cascade="all, delete-orphan", order_by="Member.id")
    other_names: Mapped[list["OtherName"]] = relationship(cascade="all, delete-orphan", order_by="OtherName.id")

    @property
    def about(self) -> str:
        return pick(self.abouts)[0] if self.abouts else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the usual one first."""
        others = (other.name for other in self.other_names)
        return tuple(dict.fromkeys(name for name in (self.name, self.name_original, *others) if name))


class OtherName(Base):
    """An alias: an acronym, a former name, a translation."""

    __tablename__ = "partner_names"
    __table_args__ = (UniqueConstraint("partner_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))


class Member(Base):
    """A person who acts for an organisation; one organisation a person."""

    __tablename__ = "partner_members"
    __table_args__ = (CheckConstraint(f"role IN {tuple(role.value for role in MemberRole)}", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    role: Mapped[str] = mapped_column(String(10), default=MemberRole.OWNER.value)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def standing(self) -> MemberRole:
        return MemberRole(self.role)


class Invitation(Base):
    """Somebody is asked to act for an organisation, too."""

    __tablename__ = "partner_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(3))
    #: part of the link; empty once it is used or taken back
    nonce: Mapped[str | None] = mapped_column(String(64))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    @property
    def standing(self) -> MemberRole:
        return MemberRole(self.role)
