"""What machines ask: is the process alive, is it ready to serve."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from registry.db import db
from registry.migrations import is_current

blueprint = Blueprint("probes", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The database answers and has the newest schema."""
    try:
        current = is_current(db.session.connection())
    except DBAPIError:
        return jsonify(status="no database"), 503
    return (jsonify(status="ok"), 200) if current else (jsonify(status="old schema"), 503)
