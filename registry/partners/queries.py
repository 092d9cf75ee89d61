"""Finding organisations."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from registry.accounts.models import User
from registry.db import db
from registry.languages import fold
from registry.partners.models import Invitation, Member, Partner
from registry.partners.profile import About
from registry.partners.standing import RIGHT_FOR
from registry.refusals import NotFound


def partner_of(user: User) -> Partner:
    """The organisation a person acts for; raises NotFound."""
    partner = db.session.scalar(select(Partner).join(Member).where(Member.user_id == user.id))
    if partner is None:
        raise NotFound
    return partner


def membership_of(user: User) -> Member:
    """How a person stands in the organisation; raises NotFound."""
    member = db.session.scalar(select(Member).where(Member.user_id == user.id))
    if member is None:
        raise NotFound
    return member


def one_member(partner: Partner, member_id: int) -> Member:
    """A person of this organisation; raises NotFound."""
    for member in partner.members:
        if member.id == member_id:
            return member
    raise NotFound


def open_invitations(partner: Partner) -> list[Invitation]:
    """Invitations that may still be accepted, newest first."""
    query = select(Invitation).where(Invitation.partner_id == partner.id, Invitation.nonce.is_not(None))
    return list(db.session.scalars(query.order_by(Invitation.id.desc())))


def one_open_invitation(invitation_id: int, nonce: str | None = None) -> Invitation:
    """An invitation that may still be accepted, with its nonce if given; raises NotFound."""
    invited = db.session.get(Invitation, invitation_id)
    if invited is None or invited.nonce is None or (nonce is not None and invited.nonce != nonce):
        raise NotFound
    return invited


def stale_partners(today: date) -> list[Partner]:
    """Organisations with an account whose profile nobody touched for a year and that were not asked since."""
    long_ago = today - RIGHT_FOR
    moment = datetime.combine(long_ago, time(), UTC)
    query = (
        select(Partner)
        .where(
            Partner.members.any(),
            (Partner.confirmed_on <= long_ago) | (Partner.confirmed_on.is_(None) & (Partner.created_at <= moment)),
            (Partner.nudged_on <= long_ago) | Partner.nudged_on.is_(None),
        )
        .order_by(Partner.id)
    )
    return list(db.session.scalars(query.options(selectinload(Partner.members))))


def ids_among(partner_ids: Sequence[int]) -> list[int]:
    """Those of these ids that are organisations."""
    return list(db.session.scalars(select(Partner.id).where(Partner.id.in_(partner_ids)).order_by(Partner.id)))


def about(partner: Partner) -> About:
    """What counts of an organisation for the completeness of its profile."""
    has_about, members = bool(partner.abouts), len(partner.members)
    return About(partner.type_code, partner.website, partner.languages, has_about, members)


def all_ids() -> list[int]:
    """The ids of all organisations."""
    return list(db.session.scalars(select(Partner.id).order_by(Partner.id)))


def one_partner(partner_id: int) -> Partner:
    """The organisation with this id; raises NotFound."""
    partner = db.session.get(Partner, partner_id)
    if partner is None:
        raise NotFound
    return partner


#: Names that contain what is looked for, among which the very name is.
MOST_ALIKE = 500


def _matching(words: str) -> Select[Partner]:
    query = select(Partner)
    for word in fold(words).split():
        query = query.where(Partner.name_key.contains(word, autoescape=True))
    return query


def named(name: str) -> Partner | None:
    """The one organisation that is called so, in capitals or not; None where there is none, or two."""
    key = fold(name)
    found = [one for one in db.session.scalars(_matching(name).limit(MOST_ALIKE)) if key in map(fold, one.names)]
    return found[0] if len(found) == 1 else None


def belonging_to(partner: Partner) -> list[Partner]:
    """The organisations that belong to this one, by name."""
    query = select(Partner).where(Partner.parent_id == partner.id).order_by(Partner.name_key, Partner.id)
    return list(db.session.scalars(query))


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
