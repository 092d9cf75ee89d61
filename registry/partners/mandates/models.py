"""What an organisation seeks and offers."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base, Scaled, UtcDateTime, Versioned


class Mandate(Versioned, Base):
    """One an organisation; the columns are those of MandateRecord."""

    __tablename__ = "mandates"
    __table_args__ = (
        CheckConstraint("ticket_min > 0", name="ticket_min_positive"),
        CheckConstraint("ticket_max >= ticket_min", name="ticket_order"),
        CheckConstraint("return_below > return_from", name="return_order"),
        CheckConstraint("horizon_below > horizon_from", name="horizon_order"),
        CheckConstraint("exchange_places >= 0", name="exchange_places"),
    )

    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id", ondelete="CASCADE"), primary_key=True)
    sectors: Mapped[list[str]] = mapped_column(JSON, default=list)
    districts: Mapped[list[str]] = mapped_column(JSON, default=list)
    stages: Mapped[list[str]] = mapped_column(JSON, default=list)
    instruments: Mapped[list[str]] = mapped_column(JSON, default=list)
    sdgs: Mapped[list[str]] = mapped_column(JSON, default=list)
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    restrictions: Mapped[list[str]] = mapped_column(JSON, default=list)
    open_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    conditions: Mapped[list[str]] = mapped_column(JSON, default=list)

    currency: Mapped[str | None] = mapped_column(String(3))
    ticket_min: Mapped[Decimal | None] = mapped_column(Scaled(2))
    ticket_max: Mapped[Decimal | None] = mapped_column(Scaled(2))
    return_from: Mapped[Decimal | None] = mapped_column(Scaled(4))
    return_below: Mapped[Decimal | None] = mapped_column(Scaled(4))
    horizon_from: Mapped[Decimal | None] = mapped_column(Scaled(4))
    horizon_below: Mapped[Decimal | None] = mapped_column(Scaled(4))

    needs: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    offers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    topics: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    equipment: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    exchange_places: Mapped[int | None]
    co_funding_percent: Mapped[Decimal | None] = mapped_column(Scaled(4))

    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
