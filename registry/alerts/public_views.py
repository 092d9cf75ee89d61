"""Stopping the messages from a link in one of them, without signing in."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.alerts.digests import stop_digest
from registry.alerts.messages import STOP_MATCHES_PURPOSE, STOP_PURPOSE
from registry.alerts.operations import stop_all
from registry.alerts.queries import find_digest, find_search
from registry.refusals import NotFound
from registry.web.access import Audience, audience_blueprint
from registry.web.limits import csrf
from registry.web.links import read

blueprint = audience_blueprint("alerts", __name__, Audience.PUBLIC)
#: The signed link is the proof; mail programs press the button by themselves (RFC 8058) and have no session.
csrf.exempt(blueprint)


@blueprint.route("/alerts/stop/<token>", methods=["GET", "POST"])
def stop(token: str) -> ResponseReturnValue:
    """A button, and what it does."""
    proof = read(STOP_PURPOSE, token)
    search = find_search(*proof) if proof else None
    if search is None:
        raise NotFound
    if request.method == "POST":
        stop_all(search)
    return render_template("alerts/stop.html", is_done=request.method == "POST")


@blueprint.route("/alerts/stop-matches/<token>", methods=["GET", "POST"])
def stop_matches(token: str) -> ResponseReturnValue:
    """A button, and what it does."""
    proof = read(STOP_MATCHES_PURPOSE, token)
    digest = find_digest(*proof) if proof else None
    if digest is None:
        raise NotFound
    if request.method == "POST":
        stop_digest(digest)
    return render_template("alerts/stop_matches.html", is_done=request.method == "POST")
