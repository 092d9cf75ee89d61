"""Offers of partners: technology, training, finance, equipment, research."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, UtcDateTime, Versioned
from registry.languages import pick
from registry.partners.models import Partner
from registry.partners.offers.lifecycle import OfferKind, OfferStatus


class Offer(Versioned, Base):
    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint(f"kind IN {tuple(kind.value for kind in OfferKind)}", name="kind"),
        CheckConstraint(f"status IN {tuple(status.value for status in OfferStatus)}", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    #: language -> text
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    sectors: Mapped[list[str]] = mapped_column(JSON, default=list)
    valid_until: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: what the staff wrote when it sent the offer back
    remark: Mapped[str | None] = mapped_column(Text)
    partner: Mapped[Partner] = relationship()
    reviewed_by: Mapped[User | None] = relationship()

    @property
    def offer_kind(self) -> OfferKind:
        return OfferKind(self.kind)

    @property
    def state(self) -> OfferStatus:
        return OfferStatus(self.status)

    @property
    def title(self) -> str:
        return pick(self.titles)[0]

    @property
    def text(self) -> str:
        return pick(self.texts)[0]
