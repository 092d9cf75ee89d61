"""A partner offers what others need: technology, training, finance, equipment, research."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.db import now
from registry.languages import gettext as _
from registry.languages import pick
from registry.partners.models import Member
from registry.partners.offers import operations
from registry.partners.offers.criteria import state_on
from registry.partners.offers.forms import StepForm, offer_form
from registry.partners.offers.lifecycle import BY_PARTNER, EDITABLE, OfferStatus
from registry.partners.offers.models import Offer
from registry.partners.offers.queries import offers_of, one_offer_of
from registry.partners.queries import membership_of, one_partner
from registry.reference.models import Sector
from registry.reference.queries import by_code
from registry.refusals import Refusal, Stale
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("partner_offers", __name__, Audience.PARTNER, "/offers")


def _own(*, editing: bool = False) -> Member:
    """The person's standing in the organisation; who only reads gets 403 for writing."""
    member = membership_of(current_user.account)
    if editing and not member.standing.may_edit:
        abort(403)
    return member


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """All offers of the organisation, with their states."""
    member, today = _own(), now().date()
    offers = offers_of(member.partner_id)
    states = {offer.id: state_on(offer.state, offer.valid_until, today) for offer in offers}
    return render_template(
        "partners/offers/partner/index.html", offers=offers, states=states, member=member, pick=pick
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A new draft."""
    member = _own(editing=True)
    form = offer_form()
    if form.validate_on_submit():
        try:
            offer = operations.add_offer(one_partner(member.partner_id), form.content(), by=current_user.account)
            return _saved(offer)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("partners/offers/partner/edit.html", offer=None, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/<id:offer_id>", methods=["GET", "POST"])
def show(offer_id: int) -> ResponseReturnValue:
    """One offer; a draft, or what was sent back, is changed here."""
    member = _own(editing=request.method == "POST")
    offer = one_offer_of(member.partner_id, offer_id)
    form = offer_form(operations.content_of(offer), offer.version)
    if form.validate_on_submit():
        try:
            operations.edit_offer(offer, form.content(), by=current_user.account, seen=form.seen_version())
            return _saved(offer)
        except Refusal as refusal:
            form.refuse(refusal)
        except Stale:
            return _page(offer, member, form.lost_race(offer.version)), 409
    return _page(offer, member, form), 422 if form.errors else 200


def _page(offer: Offer, member: Member, form: Any) -> str:
    """What was typed is always shown again, even where the offer can no longer be changed."""
    is_open = offer.state in EDITABLE and member.standing.may_edit
    template = (
        "partners/offers/partner/edit.html" if is_open or form.errors else "partners/offers/partner/show.html"
    )
    return render_template(
        template,
        offer=offer,
        form=form,
        member=member,
        state_now=state_on(offer.state, offer.valid_until, now().date()),
        is_withdrawable=OfferStatus.WITHDRAWN in BY_PARTNER[offer.state],
        sectors=by_code(Sector),
        pick=pick,
    )


def _saved(offer: Offer) -> ResponseReturnValue:
    """Send the offer to the Center, if that was the button, and show it; may raise Refusal."""
    if request.form.get("then") == "submit":
        operations.submit(offer, by=current_user.account)
        flash(_("The offer was sent to the Center."), "success")
    else:
        flash(_("The draft is saved."), "success")
    return redirect(url_for(".show", offer_id=offer.id))


@blueprint.post("/<id:offer_id>/withdraw")
def withdraw(offer_id: int) -> ResponseReturnValue:
    """Take an offer back."""
    member = _own(editing=True)
    offer = one_offer_of(member.partner_id, offer_id)
    operations.withdraw(offer, by=current_user.account, seen=StepForm().seen_version())
    flash(_("The offer is withdrawn."), "success")
    return redirect(url_for(".show", offer_id=offer.id))


@blueprint.post("/<id:offer_id>/copy")
def copy(offer_id: int) -> ResponseReturnValue:
    """Begin a new draft with what an offer says."""
    member = _own(editing=True)
    copied = operations.copy_offer(one_offer_of(member.partner_id, offer_id), by=current_user.account)
    flash(_("This is a new draft with the same content."), "success")
    return redirect(url_for(".show", offer_id=copied.id))
