"""The page of cooperation with a country."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.cooperation.countries.queries import countries_with_cooperation, public_country
from registry.reference.models import Sector
from registry.reference.queries import by_code
from registry.refusals import NotFound
from registry.web.access import Audience, audience_blueprint
from registry.web.formatting import countries

blueprint = audience_blueprint("countries", __name__, Audience.PUBLIC, "/countries")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Countries with which something public is done."""
    return render_template("cooperation/countries/index.html", codes=countries_with_cooperation())


@blueprint.get("/<code>")
def show(code: str) -> ResponseReturnValue:
    """What is done with a country, as far as it is public."""
    if code not in dict(countries()):
        raise NotFound
    return render_template(
        "cooperation/countries/show.html", code=code, found=public_country(code), sectors=by_code(Sector)
    )
