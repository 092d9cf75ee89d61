"""What happens to organisations."""

from dataclasses import dataclass

from registry.accounts import throttle
from registry.accounts.models import User
from registry.accounts.operations import add_account, ask_for_new_password
from registry.accounts.queries import find_user
from registry.accounts.roles import Role
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import fold
from registry.partners.models import Member, Partner


@dataclass(frozen=True, slots=True)
class Organisation:
    """What an organisation says of itself when it registers."""

    name: str
    country: str
    type_code: str
    website: str | None = None
    name_original: str | None = None


def add_partner(organisation: Organisation, *, by: User | str, is_demo: bool = False) -> Partner:
    """A new organisation."""
    partner = Partner(
        name=organisation.name,
        name_original=organisation.name_original,
        name_key=fold(f"{organisation.name} {organisation.name_original or ''}").strip()[:200],
        country=organisation.country,
        type_code=organisation.type_code,
        website=organisation.website,
        is_demo=is_demo,
        created_at=now(),
    )
    db.session.add(partner)
    db.session.flush()
    record("partner.added", subject=("partner", partner.id), by=by, changes={"name": [None, partner.name]})
    return partner


def add_member(partner: Partner, user: User) -> Member:
    """Let a person act for an organisation."""
    member = Member(partner_id=partner.id, user_id=user.id)
    db.session.add(member)
    db.session.flush()
    return member


def register(organisation: Organisation, *, name: str, email: str, language: str, address: str) -> None:
    """Make an account for a new organisation and send the link for choosing its password.

    An address that is known already gets a link for a new password instead, so that the answer on the
    page is the same and nobody learns who has an account.
    """
    throttle.count((throttle.PASSWORD_LINK_ADDRESS, address))
    if find_user(email) is not None:
        ask_for_new_password(email=email, address=address)
        return
    partner = add_partner(organisation, by="public")
    user = add_account(email=email, name=name, role=Role.PARTNER, language=language, by="public")
    add_member(partner, user)
