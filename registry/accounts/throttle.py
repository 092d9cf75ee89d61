"""Limits on trying: counted in the database, so that all workers share them and a restart forgets nothing."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from registry.accounts.models import Attempt
from registry.db import db, now, release
from registry.refusals import TooMany


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries within `seconds`."""

    name: str
    most: int
    seconds: int


SIGN_IN_ACCOUNT = Limit("sign-in-account", 10, 300)
SIGN_IN_ADDRESS = Limit("sign-in-address", 30, 300)
PASSWORD_LINK_ACCOUNT = Limit("password-link-account", 5, 86_400)
PASSWORD_LINK_ADDRESS = Limit("password-link-address", 30, 3_600)
INTEREST_ADDRESS = Limit("interest-address", 60, 600)
INTEREST_EMAIL = Limit("interest-email", 20, 3_600)

#: False switches all limits off, for load tests outside production; set at start from the settings.
enabled = True


def count(*tries: tuple[Limit, str]) -> None:
    """Count one try against each limit, at once and whatever becomes of the request; raises TooMany.

    Runs in a short transaction of its own, and ends the present one first: a refused request is rolled
    back, yet its try must stay counted.
    """
    if not enabled:
        return
    release()
    moment = now()
    with db.engine.begin() as connection:
        for limit, who in tries:
            key = _key(limit, who)
            recent = connection.scalar(
                select(func.count())
                .select_from(Attempt)
                .where(Attempt.key == key, Attempt.at > moment - timedelta(seconds=limit.seconds))
            )
            if (recent or 0) >= limit.most:
                raise TooMany(limit.seconds)
            connection.execute(insert(Attempt).values(key=key, at=moment))


def forgive(limit: Limit, who: str) -> None:
    """Forget the tries counted against somebody who then succeeded."""
    db.session.execute(delete(Attempt).where(Attempt.key == _key(limit, who)))


def forget_old() -> None:
    """Drop tries that no limit looks at any more."""
    db.session.execute(delete(Attempt).where(Attempt.at < now() - timedelta(days=1)))


def _key(limit: Limit, who: str) -> str:
    return hashlib.sha256(f"{limit.name}\n{who.casefold()}".encode()).hexdigest()
