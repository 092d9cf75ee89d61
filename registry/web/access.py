"""Who may open a page: closed by default, by audience for a blueprint and by permission for a view."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.languages import LANGUAGES

View = TypeVar("View", bound=Callable[..., Any])


class Audience(Enum):
    PUBLIC = "public"
    PARTNER = "partner"
    STAFF = "staff"


#: `/<language>` in front of every page for people
LANGUAGE_PREFIX = f"/<any({', '.join(LANGUAGES)}):language>"


def audience_blueprint(name: str, import_name: str, audience: Audience, path: str = "") -> Blueprint:
    """A blueprint under `/<language>/…` that only its audience can enter."""
    place = "" if audience is Audience.PUBLIC else f"/{audience.value}"
    blueprint = Blueprint(name, import_name, url_prefix=f"{LANGUAGE_PREFIX}{place}{path}")
    blueprint.before_request(_GUARDS[audience])
    return blueprint


def _let_in() -> ResponseReturnValue | None:
    return None


def _let_staff_in() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return _to_sign_in()
    if not current_user.is_staff:
        abort(404)
    return None


def _let_partners_in() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return _to_sign_in()
    if current_user.is_staff:
        abort(404)
    return None


_GUARDS = {
    Audience.PUBLIC: _let_in,
    Audience.PARTNER: _let_partners_in,
    Audience.STAFF: _let_staff_in,
}


def _to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))


def requires(permission: str) -> Callable[[View], View]:
    """Narrow a view to people whose role grants a permission; others get 403 before anything is loaded."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated or not current_user.may(permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def signed_in_only(view: View) -> View:
    """Narrow a view of a public blueprint to people who are signed in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if current_user.is_authenticated else _to_sign_in()

    guarded.permission = "signed in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]
