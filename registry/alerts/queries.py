"""Finding saved searches."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from registry.accounts.models import User
from registry.alerts.models import MatchDigest, SavedSearch
from registry.alerts.pace import BETWEEN
from registry.db import db
from registry.refusals import NotFound


def searches_of(user: User) -> list[SavedSearch]:
    """A person's saved searches, newest first."""
    query = select(SavedSearch).where(SavedSearch.user_id == user.id).order_by(SavedSearch.id.desc())
    return list(db.session.scalars(query))


def one_search_of(user: User, search_id: int) -> SavedSearch:
    """A person's own search; raises NotFound for everybody else's."""
    search = db.session.get(SavedSearch, search_id)
    if search is None or search.user_id != user.id:
        raise NotFound
    return search


def find_search(search_id: int, nonce: str) -> SavedSearch | None:
    """The search behind a link that stops messages."""
    search = db.session.get(SavedSearch, search_id)
    return search if search is not None and search.nonce == nonce else None


def due_searches(moment: datetime) -> list[SavedSearch]:
    """Searches whose people are to be told again, by person."""
    waits = [
        and_(SavedSearch.pace == pace.value, SavedSearch.told_at <= moment - time)
        for pace, time in BETWEEN.items()
    ]
    query = select(SavedSearch).where(or_(*waits)).options(joinedload(SavedSearch.user))
    return list(db.session.scalars(query.order_by(SavedSearch.user_id, SavedSearch.id)))


def digest_of(user: User) -> MatchDigest | None:
    """How often a person is told of new matches; None where nothing was chosen."""
    return db.session.scalar(select(MatchDigest).where(MatchDigest.user_id == user.id))


def find_digest(digest_id: int, nonce: str) -> MatchDigest | None:
    """The choice behind a link that stops messages about matches."""
    digest = db.session.get(MatchDigest, digest_id)
    return digest if digest is not None and digest.nonce == nonce else None


def due_digests(moment: datetime) -> list[MatchDigest]:
    """Choices of people who are to be told again."""
    waits = [
        and_(MatchDigest.pace == pace.value, MatchDigest.told_at <= moment - time)
        for pace, time in BETWEEN.items()
    ]
    query = select(MatchDigest).where(or_(*waits)).options(joinedload(MatchDigest.user))
    return list(db.session.scalars(query.order_by(MatchDigest.id)))
