"""Keeping searches, and telling people what is new in them."""

import secrets
from datetime import datetime
from itertools import groupby
from urllib.parse import parse_qsl, urlencode

from registry.accounts.models import User
from registry.alerts.messages import News, news_message
from registry.alerts.models import SavedSearch
from registry.alerts.pace import Pace
from registry.alerts.queries import due_searches, searches_of
from registry.catalogue.facets import known_values
from registry.catalogue.listing import Listed
from registry.catalogue.queries import search
from registry.db import db, now
from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import queue
from registry.projects.criteria import ProjectCriteria, read_criteria
from registry.refusals import Refusal

MOST_SEARCHES = 20
#: Projects of a search that are watched: the first in its order.
MOST_WATCHED = 300


def criteria_of(parameters: str) -> ProjectCriteria:
    """The criteria behind an address; what the lists no longer have is left out."""
    return read_criteria(parse_qsl(parameters), known_values())[0]


def save_search(criteria: ProjectCriteria, *, pace: Pace, by: User) -> SavedSearch:
    """Keep a search; the same one again only changes its pace. Raises Refusal when there are too many."""
    parameters = urlencode(criteria.parameters())
    kept = searches_of(by)
    for found in kept:
        if found.parameters == parameters:
            set_pace(found, pace)
            return found
    if len(kept) >= MOST_SEARCHES:
        raise Refusal(_("You keep %(number)s searches already. Remove one first.", number=MOST_SEARCHES), "pace")
    moment = now()
    saved = SavedSearch(
        user_id=by.id,
        parameters=parameters,
        pace=pace.value,
        nonce=secrets.token_urlsafe(24),
        created_at=moment,
        told_at=moment,
        seen=_facts(criteria),
    )
    db.session.add(saved)
    db.session.flush()
    return saved


def set_pace(search: SavedSearch, pace: Pace) -> None:
    """Tell more or less often, or no more."""
    search.pace = pace.value
    db.session.flush()


def stop_all(search: SavedSearch) -> None:
    """No more messages to this person about any search."""
    for other in searches_of(search.user):
        other.pace = Pace.NEVER.value
    db.session.flush()


def remove_search(search: SavedSearch) -> None:
    """Forget a search."""
    db.session.delete(search)
    db.session.flush()


def tell_news(moment: datetime) -> int:
    """One message to each person whose searches have something new; returns how many were written."""
    written = 0
    for _user_id, searches in groupby(due_searches(moment), key=lambda search: search.user_id):
        mine = list(searches)
        user = mine[0].user
        with use_language(user.language):
            news = [found for saved in mine if (found := _news(saved, moment)) is not None]
            if news and user.is_active:
                message = news_message(news, search_id=mine[0].id, nonce=mine[0].nonce, language=user.language)
                queue(to=user.email, language=user.language, message=message)
                written += 1
    db.session.flush()
    return written


def _news(saved: SavedSearch, moment: datetime) -> News | None:
    """What changed since the person was last told; from now on they know."""
    criteria = criteria_of(saved.parameters)
    rows = search(criteria, per_page=MOST_WATCHED).projects
    before, after = saved.seen, {row.reference: _facts_of(row) for row in rows}
    saved.seen, saved.told_at = after, moment
    new = [row for row in rows if row.reference not in before]
    known = [row for row in rows if row.reference in before]
    changed = [(row, before[row.reference]) for row in known if before[row.reference] != after[row.reference]]
    return News(criteria, new, changed) if new or changed else None


def _facts(criteria: ProjectCriteria) -> dict[str, dict[str, str | None]]:
    return {row.reference: _facts_of(row) for row in search(criteria, per_page=MOST_WATCHED).projects}


def _facts_of(row: Listed) -> dict[str, str | None]:
    """What a change of is told: stage, funding status, amount sought, closing day; plain values."""
    sought = row.total("sought")
    return {
        "stage": row.stage_code,
        "funding": row.funding_status,
        "sought": None if sought is None else f"{sought:f} {row.currency}",
        "closes": None if row.closes_on is None else row.closes_on.isoformat(),
    }
