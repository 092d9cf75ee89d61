"""Staff review what partners offer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.db import now
from registry.languages import gettext as _
from registry.languages import pick
from registry.partners.offers import operations
from registry.partners.offers.criteria import state_on
from registry.partners.offers.facets import facets, read
from registry.partners.offers.forms import ReviewForm
from registry.partners.offers.lifecycle import BY_STAFF
from registry.partners.offers.models import Offer
from registry.partners.offers.queries import one_offer, page_of_offers
from registry.reference.models import Sector
from registry.reference.queries import by_code
from registry.refusals import Refusal, Stale
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.choosing import chips
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_offers", __name__, Audience.STAFF, "/offers")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.PARTNERS_READ)
def index() -> ResponseReturnValue:
    """What partners have sent, with filters and counts."""
    criteria, unknown = read(request.args.items(multi=True))
    page, today = page_number(request.args.get("page")), now().date()
    found = page_of_offers(criteria, today=today, page=page, per_page=PER_PAGE)
    groups = facets(criteria, found.counts)
    return render_template(
        "partners/offers/staff/index.html",
        offers=found.offers,
        states={offer.id: state_on(offer.state, offer.valid_until, today) for offer in found.offers},
        unknown=unknown,
        facets=groups,
        chosen=chips(groups),
        sectors=by_code(Sector),
        paging=Paging(page, PER_PAGE, found.total),
        pick=pick,
    )


@blueprint.get("/<id:offer_id>")
@requires(Permission.PARTNERS_READ)
def show(offer_id: int) -> ResponseReturnValue:
    """One offer with everything on it."""
    return _page(one_offer(offer_id))


def _page(offer: Offer, *, form: ReviewForm | None = None, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "partners/offers/staff/show.html",
        offer=offer,
        state_now=state_on(offer.state, offer.valid_until, now().date()),
        form=form or ReviewForm(formdata=None, version=offer.version),
        moves=BY_STAFF.get(offer.state, ()) if current_user.may(Permission.OFFERS_REVIEW) else (),
        sectors=by_code(Sector),
        pick=pick,
    )
    return page, status


@blueprint.post("/<id:offer_id>/review")
@requires(Permission.OFFERS_REVIEW)
def review(offer_id: int) -> ResponseReturnValue:
    """Publish the offer or send it back."""
    offer = one_offer(offer_id)
    form = ReviewForm()
    if form.validate():
        try:
            operations.review(
                offer,
                to=form.to.data or "",
                by=current_user.account,
                note=form.note.data,
                seen=form.seen_version(),
            )
        except Stale:
            return _page(offer, form=form.lost_race(offer.version), status=409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The offer now stands at: %(state)s.", state=str(offer.state.label)), "success")
            return redirect(url_for(".show", offer_id=offer.id))
    return _page(offer, form=form, status=422)
