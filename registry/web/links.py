"""Addresses for the world outside. Signed ones prove a purpose, a record and its nonce, for a limited time."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from registry.config import Settings

#: Seconds for which a link works, by purpose; an hour unless named here.
LIFETIMES = {
    "confirm-interest": 72 * 3600,
    "invitation": 72 * 3600,
    "join-organisation": 72 * 3600,
    "owner-answer": 90 * 24 * 3600,
    "stop-alerts": 366 * 24 * 3600,
    "stop-matches": 366 * 24 * 3600,
}
HOUR = 3600


def absolute(path: str) -> str:
    """The full address of a path on this site."""
    settings: Settings = current_app.extensions["registry"]
    return settings.base_url + path


def signed(purpose: str, subject: int, nonce: str) -> str:
    """The token for a link."""
    return _serializer(purpose).dumps([subject, nonce])


def read(purpose: str, token: str) -> tuple[int, str] | None:
    """The record's id and nonce behind a token; None if it is not ours or too old."""
    try:
        subject, nonce = _serializer(purpose).loads(token, max_age=LIFETIMES.get(purpose, HOUR))
    except (BadData, ValueError, TypeError):
        return None
    return (subject, nonce) if isinstance(subject, int) and isinstance(nonce, str) else None


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"registry:{purpose}")
