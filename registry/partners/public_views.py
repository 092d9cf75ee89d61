"""An organisation registers."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registry.accounts.forms import ChoosePasswordForm
from registry.accounts.sessions import client_address
from registry.languages import current_language
from registry.languages import gettext as _
from registry.partners import operations, people
from registry.partners.forms import RegisterForm
from registry.partners.messages import INVITATION_PURPOSE
from registry.partners.queries import one_open_invitation, one_partner
from registry.refusals import NotFound, Refusal
from registry.web import links
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("partners", __name__, Audience.PUBLIC)


@blueprint.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Register an organisation with its first person; a link for choosing the password is mailed."""
    form = RegisterForm().offer()
    if form.validate_on_submit():
        operations.register(
            form.as_organisation(),
            name=form.name.data or "",
            email=form.email.data or "",
            language=current_language(),
            address=client_address(),
        )
        return redirect(url_for("accounts.password_link_sent"))
    return render_template("partners/register.html", form=form), 422 if form.errors else 200


@blueprint.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> ResponseReturnValue:
    """Accept an invitation to act for an organisation; looking at the page does not use it up."""
    proof = links.read(INVITATION_PURPOSE, token)
    try:
        invited = one_open_invitation(*proof) if proof else None
    except NotFound:
        invited = None
    if proof is None or invited is None:
        return render_template("partners/invitation_expired.html"), 404
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        try:
            people.join(invited, nonce=proof[1], password=form.password.data or "")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your account is made. Please sign in with it."))
            return redirect(url_for("accounts.sign_in"))
    partner = one_partner(invited.partner_id)
    return render_template("partners/join.html", form=form, invited=invited, partner=partner), (
        422 if form.errors else 200
    )
