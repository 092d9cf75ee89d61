"""Finding offers, each within what the reader may see."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, false, func, not_, or_, select
from sqlalchemy.orm import joinedload

from registry.accounts.models import User
from registry.db import db, now
from registry.partners.models import Member
from registry.partners.offers.criteria import FACETS, Lapse, OfferCriteria
from registry.partners.offers.lifecycle import OfferStatus
from registry.partners.offers.models import Offer
from registry.reference.models import Sector
from registry.reference.queries import codes
from registry.refusals import NotFound


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One page of a list, its total, and for each facet how many there are of each value."""

    offers: list[Offer]
    total: int
    counts: dict[str, dict[str, int]]


def offers_of(partner_id: int) -> list[Offer]:
    """All offers of an organisation, newest first."""
    return list(db.session.scalars(select(Offer).where(Offer.partner_id == partner_id).order_by(Offer.id.desc())))


def one_offer_of(partner_id: int, offer_id: int) -> Offer:
    """The offer with this id if it is this organisation's; raises NotFound."""
    offer = db.session.scalar(select(Offer).where(Offer.id == offer_id, Offer.partner_id == partner_id))
    if offer is None:
        raise NotFound
    return offer


def one_offer(offer_id: int) -> Offer:
    """The offer with this id, for staff; raises NotFound, also where the partner has never sent it."""
    query = select(Offer).where(Offer.id == offer_id, _was_sent())
    offer = db.session.scalar(query.options(joinedload(Offer.partner), joinedload(Offer.reviewed_by)))
    if offer is None:
        raise NotFound
    return offer


def count_open(partner_id: int) -> int:
    """How many offers of an organisation are not withdrawn."""
    query = select(func.count(Offer.id)).where(Offer.partner_id == partner_id)
    return db.session.scalar(query.where(Offer.status != OfferStatus.WITHDRAWN.value)) or 0


def people_of(partner_id: int) -> list[User]:
    """Everybody who acts for an organisation and can sign in."""
    query = select(User).join(Member, Member.user_id == User.id)
    return list(db.session.scalars(query.where(Member.partner_id == partner_id, User.is_active).order_by(User.id)))


def published_offers(sectors: Collection[str] | None = None) -> list[Offer]:
    """Published offers that are valid today, in any of these sectors or in all, newest first."""
    clauses = [_is_valid(now().date())]
    if sectors is not None:
        clauses.append(_in_sectors(sectors))
    return _newest(*clauses)


def offers_for_sector(code: str, today: date) -> list[Offer]:
    """Published offers with this sector that are valid on the day, newest first, each with its partner."""
    return _newest(_is_valid(today), _in_sectors([code]))


def _newest(*clauses: ColumnElement[bool]) -> list[Offer]:
    query = select(Offer).where(*clauses).options(joinedload(Offer.partner))
    return list(db.session.scalars(query.order_by(Offer.reviewed_at.desc(), Offer.id.desc())))


def page_of_offers(criteria: OfferCriteria, *, today: date, page: int = 1, per_page: int = 50) -> OfferPage:
    """One page of what partners have sent, newest first; a facet's counts leave out its own choice."""
    clauses = _conditions(criteria, today)
    total = db.session.scalar(select(func.count(Offer.id)).where(*clauses)) or 0
    rows = db.session.scalars(
        select(Offer)
        .where(*clauses)
        .options(joinedload(Offer.partner))
        .order_by(Offer.submitted_at.desc(), Offer.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return OfferPage(list(rows), total, {facet: _counts(criteria, facet, today) for facet in FACETS})


def _conditions(criteria: OfferCriteria, today: date) -> list[ColumnElement[bool]]:
    clauses = [_was_sent()]
    if criteria.status:
        clauses.append(_state(today).in_(criteria.status))
    if criteria.kind:
        clauses.append(Offer.kind.in_(criteria.kind))
    if criteria.sector:
        clauses.append(_in_sectors(criteria.sector))
    return clauses


def _counts(criteria: OfferCriteria, facet: str, today: date) -> dict[str, int]:
    clauses = _conditions(replace(criteria, **{facet: ()}), today)
    if facet == "sector":
        return _counts_by_sector(clauses)
    column: Any = _state(today) if facet == "status" else Offer.kind
    found = select(column.label("value")).where(*clauses).subquery()
    return dict(db.session.execute(select(found.c.value, func.count()).group_by(found.c.value)).all())


def _counts_by_sector(clauses: list[ColumnElement[bool]]) -> dict[str, int]:
    """An offer counts in each of its sectors, so this is one sum a sector and no grouping."""
    known = sorted(codes(Sector))
    if not known:
        return {}
    sums = [func.count(case((_in_sectors([code]), 1))) for code in known]
    return dict(zip(known, db.session.execute(select(*sums).where(*clauses)).one(), strict=True))


def _was_sent() -> ColumnElement[bool]:
    return and_(Offer.submitted_at.is_not(None), Offer.status != OfferStatus.DRAFT.value)


def _is_over(today: date) -> ColumnElement[bool]:
    return and_(Offer.valid_until.is_not(None), Offer.valid_until < today)


def _is_valid(today: date) -> ColumnElement[bool]:
    return and_(Offer.status == OfferStatus.PUBLISHED.value, not_(_is_over(today)))


def _state(today: date) -> ColumnElement[str]:
    """The same as `criteria.state_on`, asked of the database."""
    is_expired = and_(Offer.status == OfferStatus.PUBLISHED.value, _is_over(today))
    return case((is_expired, Lapse.EXPIRED.value), else_=Offer.status)


def _in_sectors(wanted: Collection[str]) -> ColumnElement[bool]:
    """The list is kept as JSON; with its quotation marks around it a code is never found inside another."""
    listed = cast(Offer.sectors, Text)
    return or_(false(), *(listed.contains(f'"{code}"', autoescape=True) for code in wanted))
