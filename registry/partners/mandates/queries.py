"""Finding mandates."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from registry.db import db
from registry.partners.mandates.models import Mandate
from registry.partners.mandates.records import LISTS, TEXTS, VALUES, MandateRecord
from registry.partners.models import Partner


def find_mandate(partner: Partner) -> Mandate | None:
    """What an organisation said it seeks; None if it said nothing yet."""
    return db.session.get(Mandate, partner.id)


def mandates_of(partner_ids: Iterable[int] | None = None) -> list[Mandate]:
    """The mandates of these organisations, or all, by organisation."""
    query = select(Mandate).order_by(Mandate.partner_id)
    if partner_ids is not None:
        query = query.where(Mandate.partner_id.in_(list(partner_ids)))
    return list(db.session.scalars(query))


def record_of(mandate: Mandate | None) -> MandateRecord:
    """A mandate as plain values; an empty one where there is none."""
    if mandate is None:
        return MandateRecord()
    values: dict[str, Any] = {name: tuple(getattr(mandate, name)) for name in LISTS}
    values |= {name: dict(getattr(mandate, name)) for name in TEXTS}
    values |= {name: getattr(mandate, name) for name in VALUES}
    return MandateRecord(**values)


def newest_mandates(most: int) -> list[int]:
    """The organisations that last said what they seek."""
    query = select(Mandate.partner_id).order_by(Mandate.updated_at.desc(), Mandate.partner_id).limit(most)
    return list(db.session.scalars(query))
