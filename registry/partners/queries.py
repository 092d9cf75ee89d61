"""Finding organisations."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from registry.accounts.models import User
from registry.db import db
from registry.languages import fold
from registry.partners.models import Member, Partner
from registry.refusals import NotFound


def partner_of(user: User) -> Partner:
    """The organisation a person acts for; raises NotFound."""
    partner = db.session.scalar(select(Partner).join(Member).where(Member.user_id == user.id))
    if partner is None:
        raise NotFound
    return partner


def one_partner(partner_id: int) -> Partner:
    """The organisation with this id; raises NotFound."""
    partner = db.session.get(Partner, partner_id)
    if partner is None:
        raise NotFound
    return partner


def _matching(words: str) -> Select[Partner]:
    query = select(Partner)
    for word in fold(words).split():
        query = query.where(Partner.name_key.contains(word, autoescape=True))
    return query


def page_of_partners(*, words: str = "", page: int = 1, per_page: int = 50) -> tuple[list[Partner], int]:
    """One page of organisations by name, and how many there are."""
    query = _matching(words)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(
        query.options(selectinload(Partner.members))
        .order_by(Partner.name_key, Partner.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return list(rows), total
