"""Error pages in the reader's language, with a way on."""

import logging

from flask import Flask, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from registry.languages import gettext as _
from registry.refusals import NotFound, Refusal, Stale, TooMany

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Turn refusals and failures into pages."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(Stale, lambda error: page(409))
    app.register_error_handler(StaleDataError, lambda error: page(409))
    app.register_error_handler(Refusal, lambda error: page(409, str(error)))
    app.register_error_handler(TooMany, show_too_many)
    app.register_error_handler(CSRFError, show_expired_form)
    app.register_error_handler(OperationalError, show_unavailable)
    app.register_error_handler(Exception, show_failure)


def titles() -> dict[int, tuple[str, str]]:
    """Status -> heading and what to do."""
    return {
        400: (_("This request could not be understood"), _("Please go back and try once more.")),
        403: (_("Your role does not allow this"), _("Ask an administrator of the registry if you need it.")),
        404: (_("There is no such page"), _("It may have been moved, closed, or never have existed.")),
        405: (_("This page cannot be used in that way"), _("Please go back and try once more.")),
        409: (
            _("Somebody else changed this meanwhile"),
            _("Nothing of yours was saved over it. Go back, look at the present state and decide anew."),
        ),
        413: (_("This is too large"), _("Please send less text or a smaller file.")),
        415: (
            _("This kind of file cannot be used"),
            _("Please send one of the kinds named beside the field."),
        ),
        422: (_("This request could not be understood"), _("Please go back and try once more.")),
        429: (_("Too many tries"), _("Please wait a few minutes and try again.")),
        500: (_("Something went wrong on our side"), _("Nothing was saved. Please try again in a moment.")),
        503: (_("The registry is not available for a moment"), _("Please try again in a minute.")),
    }


def page(status: int, text: str | None = None) -> Response:
    """The error page of a status."""
    g.is_bare = status >= 500  # such a page must not ask the database who is reading
    known = titles()
    title, advice = known.get(status, known[400 if status < 500 else 500])
    return make_response(
        render_template("errors/error.html", code=status, title=title, text=text or advice), status
    )


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, OperationalError):  # it came with the commit, after the view
        return show_unavailable(cause)
    if isinstance(cause, StaleDataError):
        return page(409)
    response = page(error.code)
    if error.code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def show_too_many(error: TooMany) -> Response:
    response = page(429)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def show_expired_form(error: CSRFError) -> Response:
    """A form whose token is gone: its text comes back, one press sends it again — but only to our own pages."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin" and request.endpoint is not None:
        fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
        return make_response(render_template("errors/expired_form.html", fields=fields, action=request.path), 400)
    return page(400, _("This form has expired. Please go back, load the page anew and send it once more."))


def show_unavailable(error: OperationalError) -> Response:
    log.exception("the database is not available")
    response = page(503)
    response.headers["Retry-After"] = "10"
    return response


def show_failure(error: Exception) -> Response:
    log.exception("unexpected failure at %s", request.path)
    return page(500)
