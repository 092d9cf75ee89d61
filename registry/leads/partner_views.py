"""A partner follows the own interests."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.languages import gettext as _
from registry.leads import operations
from registry.leads.forms import AnswerForm
from registry.leads.pipeline import WITHDRAWABLE
from registry.leads.queries import leads_of, one_lead_of, questions_and_answers
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("partner_leads", __name__, Audience.PARTNER)


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """A partner's first page."""
    return redirect(url_for(".index"))


@blueprint.get("/interests/")
def index() -> ResponseReturnValue:
    """All interests of the organisation."""
    return render_template("leads/partner/index.html", leads=leads_of(current_user.account))


@blueprint.route("/interests/<number:number>", methods=["GET", "POST"])
def show(number: str) -> ResponseReturnValue:
    """One interest: where it stands, what was asked and answered."""
    lead = one_lead_of(current_user.account, number)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            operations.answer(lead, text=form.text.data or "", by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your answer was sent to the Center's staff."))
            return redirect(url_for(".show", number=number))
    page = render_template(
        "leads/partner/show.html",
        lead=lead,
        form=form,
        talk=questions_and_answers(lead),
        is_withdrawable=lead.state in WITHDRAWABLE,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/interests/<number:number>/withdraw")
def withdraw(number: str) -> ResponseReturnValue:
    """Take an interest back."""
    operations.withdraw(one_lead_of(current_user.account, number), by=current_user.account)
    flash(_("Your interest is withdrawn."))
    return redirect(url_for(".show", number=number))
