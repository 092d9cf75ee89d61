"""How much a request may carry, which hosts are ours, and how cookies behave."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, abort, current_app, request
from flask_wtf import CSRFProtect

from registry.config import Settings

MOST_BYTES = 1_000_000
#: A page that takes files may be sent so much.
MOST_BYTES_OF_FILES = 21_000_000
MOST_FIELDS = 1_000

csrf = CSRFProtect()

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Let a page be sent files."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class BoundedRequest(Request):
    """A request whose forms have a bounded number of fields, however they are encoded."""

    max_form_parts = MOST_FIELDS


def init_app(app: Flask, settings: Settings) -> None:
    """Set the limits and the cookies."""
    app.request_class = BoundedRequest
    own_host = urlsplit(settings.base_url).hostname or "localhost"
    values: dict[str, Any] = {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MOST_BYTES,
        "MAX_FORM_PARTS": MOST_FIELDS,
        "TRUSTED_HOSTS": sorted({own_host, "localhost", "127.0.0.1", "[::1]"}),
        "SESSION_COOKIE_NAME": "__Host-registry" if settings.is_secure else "registry",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a long form never expires by itself
    }
    app.config.update(values)
    app.before_request(_allow_files)
    app.before_request(_refuse_too_many_fields)
    csrf.init_app(app)


def _allow_files() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        request.max_content_length = MOST_BYTES_OF_FILES


def _refuse_too_many_fields() -> None:
    """Parts are bounded for multipart only; a body of a million `a&a&a` would cost seconds."""
    if request.method == "POST" and request.mimetype == "application/x-www-form-urlencoded":
        body = request.get_data(cache=True, parse_form_data=False)
        if body.count(b"&") >= MOST_FIELDS:
            abort(413)
