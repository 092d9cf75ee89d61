"""Who signs in, and which sign-ins are alive."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.roles import GRANTS, Permission, Role
from registry.db import Base, UtcDateTime, Versioned
from registry.languages import LANGUAGES


class User(Versioned, Base):
    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(f"role IN {tuple(role.value for role in Role)}", name="role"),
        CheckConstraint(f"language IN {LANGUAGES}", name="language"),
        CheckConstraint("length(email) <= 254", name="email_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    #: the address as it is compared: folded and in its ASCII form
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(3), default="en")
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    #: part of the newest link sent for choosing a password; empty once it is used
    link_nonce: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def is_staff(self) -> bool:
        return Role(self.role).is_staff

    def may(self, permission: Permission) -> bool:
        """True if the person's role grants the permission."""
        return permission in GRANTS[Role(self.role)]


class SignIn(Base):
    """One sign-in on one device; it dies at sign-out, and with all others when the password or role changes."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of what the session cookie carries
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Attempt(Base):
    """A try that is counted against a limit, such as signing in."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of what is limited and whom
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
