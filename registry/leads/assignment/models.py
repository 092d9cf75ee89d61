"""Who gets new cases, and who stands in for whom."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base


class AssignmentRule(Base):
    """New cases of a sector, country and language go to somebody; what is empty fits everything."""

    __tablename__ = "assignment_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    sector_code: Mapped[str | None] = mapped_column(ForeignKey("sectors.code"))
    country: Mapped[str | None] = mapped_column(String(2))
    language: Mapped[str | None] = mapped_column(String(3))
    #: empty: whoever has the fewest open cases
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    officer: Mapped[User | None] = relationship(lazy="joined")

    def fits(self, sector: str, country: str, language: str) -> bool:
        """True if the rule is meant for such a case."""
        return (
            self.sector_code in (None, sector)
            and self.country in (None, country)
            and self.language in (None, language)
        )


class Absence(Base):
    """Days on which somebody is away, and who stands in."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    cover: Mapped[User | None] = relationship(foreign_keys=[cover_id], lazy="joined")
