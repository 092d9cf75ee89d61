"""What accounts do: sign in and out, choose passwords, get and lose roles."""

import secrets

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from registry.accounts import messages, passwords, throttle
from registry.accounts.models import SignIn, User
from registry.accounts.queries import email_key, find_user, one_user, token_hash
from registry.accounts.roles import Role
from registry.audit.operations import record
from registry.db import db, now, release
from registry.languages import gettext as _
from registry.notifications.operations import queue
from registry.refusals import Refusal


def sign_in(*, email: str, password: str, address: str) -> str:
    """Check the password and begin a sign-in; returns the token for the session cookie.

    Counts the try before any hashing. Raises TooMany, or Refusal with the same sentence whether the
    account is unknown, switched off or the password wrong.
    """
    key = email_key(email)
    throttle.count((throttle.SIGN_IN_ADDRESS, address), (throttle.SIGN_IN_ACCOUNT, key))
    user = find_user(email)
    user_id, kept = (user.id, user.password_hash) if user and user.is_active else (None, None)
    release()  # hashing is slow: nobody waits for it
    is_right = passwords.is_right(password, kept)
    if user_id is None or not is_right:
        record("sign_in.refused", subject=("account", user_id or "unknown"), by="public")
        raise Refusal(_("The e-mail address or the password is not right."))
    user = one_user(user_id)
    throttle.forgive(throttle.SIGN_IN_ACCOUNT, key)
    record("sign_in", subject=("account", user.id), by=user)
    return begin_sign_in(user)


def begin_sign_in(user: User) -> str:
    """A new sign-in of a person; returns its token."""
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(token_hash=token_hash(token), user_id=user.id, started_at=now()))
    db.session.flush()
    return token


def sign_out(token: str, *, by: User) -> None:
    """End one sign-in."""
    db.session.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(ended_at=now()))
    record("sign_out", subject=("account", by.id), by=by)


def end_sign_ins(user: User) -> None:
    """End every sign-in of a person, on all devices."""
    db.session.execute(
        update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None)).values(ended_at=now())
    )


def add_account(
    *, email: str, name: str, role: Role, language: str, by: User | str, password: str | None = None
) -> User:
    """A new account; without a password its owner gets a link for choosing one.

    Raises Refusal if the address is taken or the password is not good enough.
    """
    if password is not None:
        passwords.check_strength(password)
    user = User(
        email=email.strip(),
        email_key=email_key(email),
        name=name.strip(),
        role=role.value,
        language=language,
        password_hash=passwords.hashed(password) if password is not None else None,
        created_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise Refusal(_("There is an account with this e-mail address already."), "email") from None
    record("account.added", subject=("account", user.id), by=by, changes={"role": [None, role.value]})
    if password is None:
        _send_link(user, messages.invitation)
    return user


def ask_for_new_password(*, email: str, address: str) -> None:
    """Send a link for choosing a new password, if there is such an account; nobody learns whether."""
    key = email_key(email)
    throttle.count((throttle.PASSWORD_LINK_ADDRESS, address), (throttle.PASSWORD_LINK_ACCOUNT, key))
    user = find_user(email)
    if user is not None and user.is_active:
        record("password.link_asked", subject=("account", user.id), by="public")
        _send_link(user, messages.password_link)


def _send_link(user: User, message: messages.AccountMessage) -> None:
    user.link_nonce = secrets.token_urlsafe(24)
    db.session.flush()
    queue(to=user.email, language=user.language, message=message(user))


def choose_password(user: User, *, nonce: str, password: str) -> None:
    """Set the password through a mailed link, once; every sign-in ends. Raises Refusal."""
    passwords.check_strength(password)
    release()
    hashed = passwords.hashed(password)
    used = db.session.scalar(
        update(User)
        .where(User.id == user.id, User.link_nonce == nonce, User.is_active)
        .values(link_nonce=None)
        .returning(User.id)
    )
    if used is None:
        raise Refusal(_("This link has been used or replaced by a newer one. Ask for a new one."))
    db.session.refresh(user)
    user.password_hash = hashed
    _after_new_password(user)


def change_password(user: User, *, present: str, password: str) -> None:
    """Set a new password, proving the present one; every sign-in ends. Raises Refusal."""
    passwords.check_strength(password)
    kept = user.password_hash
    release()
    if not passwords.is_right(present, kept):
        raise Refusal(_("This is not your present password."), "present")
    user.password_hash = passwords.hashed(password)
    _after_new_password(user)


def _after_new_password(user: User) -> None:
    end_sign_ins(user)
    record("password.changed", subject=("account", user.id), by=user)
    queue(to=user.email, language=user.language, message=messages.password_changed(user))


def change_role(user: User, *, role: Role, by: User) -> None:
    """Give a member of staff another role; all sign-ins of that person end. Raises Refusal."""
    if user.id == by.id:
        raise Refusal(_("You cannot change your own role."))
    if user.role != role.value:
        record(
            "account.role_changed",
            subject=("account", user.id),
            by=by,
            changes={"role": [user.role, role.value]},
        )
        user.role = role.value
        end_sign_ins(user)


def switch_account(user: User, *, active: bool, by: User) -> None:
    """Switch an account off or on again; switched off, all its sign-ins end. Raises Refusal."""
    if user.id == by.id:
        raise Refusal(_("You cannot switch off your own account."))
    if user.is_active != active:
        record(
            "account.switched",
            subject=("account", user.id),
            by=by,
            changes={"active": [user.is_active, active]},
        )
        user.is_active = active
        end_sign_ins(user)


def demo_accounts() -> list[User]:
    """The demonstration sign-ins."""
    return list(db.session.scalars(select(User).where(User.is_demo).order_by(User.id)))
