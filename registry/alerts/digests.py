"""Telling people which projects newly fit their organisation."""

import secrets
from datetime import datetime

from registry.accounts.models import User
from registry.alerts.messages import digest_message
from registry.alerts.models import MatchDigest
from registry.alerts.pace import Pace
from registry.alerts.queries import digest_of, due_digests
from registry.db import db, now
from registry.languages import use_language
from registry.matching.explaining import told_projects
from registry.matching.fitting import fits_with
from registry.matching.queries import new_matches, present_weights
from registry.notifications.operations import queue
from registry.partners.queries import membership_of
from registry.refusals import NotFound

#: Matches of one message; the page has more.
MOST = 5


def choose_digest(pace: Pace, *, by: User) -> MatchDigest:
    """Tell a person of new matches at this pace from now on."""
    digest = digest_of(by)
    if digest is None:
        digest = MatchDigest(user_id=by.id, nonce=secrets.token_urlsafe(24), told_at=now())
        db.session.add(digest)
    digest.pace = pace.value
    db.session.flush()
    return digest


def stop_digest(digest: MatchDigest) -> None:
    """No more messages about matches."""
    digest.pace = Pace.NEVER.value
    db.session.flush()


def tell_matches(moment: datetime) -> int:
    """One message to each person who asked for them and whose organisation has new matches; returns how many."""
    written = 0
    for digest in due_digests(moment):
        since, digest.told_at = digest.told_at, moment
        user = digest.user
        try:
            partner_id = membership_of(user).partner_id
        except NotFound:
            continue
        found = new_matches(partner_id, since, MOST)
        if not found or not user.is_active:
            continue
        with use_language(user.language):
            fits = fits_with(partner_id, [match.project_id for match in found])
            told = told_projects(sorted(fits, key=lambda fit: -fit.tenths), present_weights())
            if told:
                message = digest_message(told, digest_id=digest.id, nonce=digest.nonce, language=user.language)
                queue(to=user.email, language=user.language, message=message)
                written += 1
    db.session.flush()
    return written
