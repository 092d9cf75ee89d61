"""Staff look organisations up."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.accounts.roles import Permission
from registry.partners.queries import one_partner, page_of_partners
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_partners", __name__, Audience.STAFF, "/partners")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.PARTNERS_READ)
def index() -> ResponseReturnValue:
    """Organisations by name."""
    page = page_number(request.args.get("page"))
    words = (request.args.get("q") or "")[:200].replace("\x00", "")
    partners, total = page_of_partners(words=words, page=page, per_page=PER_PAGE)
    paging = Paging(page, PER_PAGE, total)
    return render_template("partners/staff/index.html", partners=partners, words=words, paging=paging)


@blueprint.get("/<id:partner_id>")
@requires(Permission.PARTNERS_READ)
def show(partner_id: int) -> ResponseReturnValue:
    """One organisation with its people."""
    return render_template("partners/staff/show.html", partner=one_partner(partner_id))
