"""Cooperation with a country as the staff see it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.roles import Permission
from registry.cooperation.countries.queries import staff_country
from registry.db import now
from registry.refusals import NotFound
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.formatting import countries

blueprint = audience_blueprint("staff_countries", __name__, Audience.STAFF, "/countries")


@blueprint.get("/<code>")
@requires(Permission.COOPERATION_READ)
def show(code: str) -> ResponseReturnValue:
    """Partners, cases, money by state, history, next dates."""
    if code not in dict(countries()):
        raise NotFound
    today = now().date()
    return render_template("cooperation/countries/staff/show.html", code=code, found=staff_country(code, today))
