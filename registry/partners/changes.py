"""Which organisations changed in what they want, and in what order: what matching follows."""

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base, db
from registry.reference.operations import next_number

SERIES = "partner-changes"


class PartnerChange(Base):
    """The last change of an organisation; kept when it is gone, so that its going is seen."""

    __tablename__ = "partner_changes"

    partner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(index=True)


def note_change(partner_id: int) -> None:
    """Note, in the present transaction, that what an organisation wants, or may get, has changed."""
    number = next_number(SERIES)
    db.session.execute(delete(PartnerChange).where(PartnerChange.partner_id == partner_id))
    db.session.execute(insert(PartnerChange).values(partner_id=partner_id, number=number))


def changed_after(number: int) -> list[tuple[int, int]]:
    """(partner id, number) of the organisations that changed after this number, in the order of changes."""
    query = select(PartnerChange.partner_id, PartnerChange.number).where(PartnerChange.number > number)
    ordered = query.order_by(PartnerChange.number, PartnerChange.partner_id)
    return [(partner_id, changed) for partner_id, changed in db.session.execute(ordered)]


def count_after(number: int) -> int:
    """How many organisations changed after this number."""
    return db.session.scalar(select(func.count()).where(PartnerChange.number > number)) or 0
