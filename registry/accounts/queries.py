"""Finding accounts and living sign-ins."""

import hashlib
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from registry.accounts.models import SignIn, User
from registry.accounts.roles import GRANTS, Permission, Role
from registry.db import db, now
from registry.refusals import NotFound

#: A sign-in ends after this time, however busy: staff a working day, partners a day.
LONGEST_STAFF = timedelta(hours=12)
LONGEST_PARTNER = timedelta(hours=24)


def email_key(address: str) -> str:
    """The address as it is compared; an unusable one is only folded, and so matches nobody."""
    try:
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return address.strip().casefold()
    return (checked.ascii_email or checked.normalized).casefold()


def find_user(email: str) -> User | None:
    """The account with this address, active or not."""
    return db.session.scalar(select(User).where(User.email_key == email_key(email)))


def one_user(user_id: int) -> User:
    """The account with this id; raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def one_staff_member(user_id: int) -> User:
    """The staff account with this id; raises NotFound."""
    user = one_user(user_id)
    if not user.is_staff:
        raise NotFound
    return user


def staff_members(*, active_only: bool = False) -> list[User]:
    """All staff by name."""
    query = select(User).where(User.role != Role.PARTNER.value)
    if active_only:
        query = query.where(User.is_active)
    return list(db.session.scalars(query.order_by(User.name, User.id)))


def staff_who_may(permission: Permission) -> list[User]:
    """Active staff whose role grants a permission, by name."""
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    return list(
        db.session.scalars(select(User).where(User.is_active, User.role.in_(roles)).order_by(User.name, User.id))
    )


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_living_sign_in(token: str) -> SignIn | None:
    """The sign-in behind a session cookie, unless it has ended, grown too old or its person is switched off."""
    sign_in = db.session.scalar(
        select(SignIn).where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
    )
    if sign_in is None or not sign_in.user.is_active:
        return None
    longest = LONGEST_STAFF if sign_in.user.is_staff else LONGEST_PARTNER
    return sign_in if sign_in.started_at > now() - longest else None
