"""Registering interest, and confirming it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts import throttle
from registry.accounts.models import User
from registry.accounts.queries import email_key
from registry.accounts.sessions import client_address
from registry.db import now
from registry.leads import inquiring, operations
from registry.leads.forms import InterestForm, OwnerForm
from registry.leads.messages import CONFIRM_PURPOSE, OWNER_PURPOSE
from registry.leads.models import Inquiry, Lead
from registry.leads.pipeline import RELEASED
from registry.leads.queries import find_owner_question, find_unconfirmed
from registry.partners.queries import partner_of
from registry.projects.models import Project
from registry.projects.queries import one_public_project, published_projects, related_projects
from registry.refusals import Refusal
from registry.web import links
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("leads", __name__, Audience.PUBLIC)

#: Further projects named in one form, at most.
MOST_PROJECTS = 20


@blueprint.route("/projects/<reference:reference>/interest", methods=["GET", "POST"])
def express_interest(reference: str) -> ResponseReturnValue:
    """The form; what it says is stored before the answer is sent."""
    _count_try()
    project = one_public_project(reference)
    if not project.takes_interest(now().date()):
        return _closed(project)
    further = _further_projects(project)
    form = InterestForm().offer([(other.reference, other.title) for other in further])
    if not form.is_submitted():
        _prefill(form)
    elif form.validate():
        try:
            inquiry = _store(form, [project, *further])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("partner_leads.index" if inquiry.confirmed_at else ".check_mail"))
    return render_template("leads/express_interest.html", form=form, project=project), 422 if form.errors else 200


def _store(form: InterestForm, offered: list[Project]) -> Inquiry:
    """The first of the offered projects and those chosen beside it."""
    chosen = [offered[0], *(other for other in offered[1:] if other.reference in (form.also.data or ()))]
    return inquiring.express_interest(
        form.application(), projects=chosen, form_token=form.form_token.data or "", by=_account()
    )


def _closed(project: Project) -> ResponseReturnValue:
    """Why nothing was sent, and where else to look."""
    return render_template("leads/closed.html", project=project, related=related_projects(project)), 409


def _count_try() -> None:
    """Forms sent from one place, or for one address, are limited; before anything is loaded."""
    if request.method == "POST":
        address = email_key(request.form.get("email", "")[:254])
        throttle.count((throttle.INTEREST_ADDRESS, client_address()), (throttle.INTEREST_EMAIL, address))


def _further_projects(project: Project) -> list[Project]:
    """Projects offered beside this one: those asked for in the address or the form, and a few of the sector."""
    asked = [*request.args.getlist("also"), *request.form.getlist("also")][:MOST_PROJECTS]
    today = now().date()
    offered = [*published_projects(asked), *related_projects(project)]
    unique = {other.reference: other for other in offered if other.takes_interest(today)}
    unique.pop(project.reference, None)
    return list(unique.values())


def _account() -> User | None:
    is_partner = current_user.is_authenticated and not current_user.is_staff
    return current_user.account if is_partner else None


def _prefill(form: InterestForm) -> None:
    """A signed-in partner need not type what is known."""
    account = _account()
    form.also.data = request.args.getlist("also")
    if account is not None:
        partner = partner_of(account)
        form.organisation.data = partner.name
        form.country.data = partner.country
        form.partner_type.data = partner.type_code
        form.website.data = partner.website or ""
        form.contact_name.data = account.name
        form.email.data = account.email


@blueprint.get("/interests/check-mail")
def check_mail() -> ResponseReturnValue:
    """Stored; a message with a link for confirming is on its way."""
    return render_template("leads/check_mail.html")


@blueprint.route("/interests/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Confirm by pressing a button; looking at the page does not use the link up."""
    proof = links.read(CONFIRM_PURPOSE, token)
    inquiry = find_unconfirmed(*proof) if proof is not None else None
    if inquiry is None:
        return render_template("leads/link_expired.html"), 404
    if request.method == "GET":
        return render_template("leads/confirm.html", inquiry=inquiry, token=token)
    refused = inquiring.confirm(inquiry)
    return render_template("leads/confirmed.html", inquiry=inquiry, refused=refused)


@blueprint.route("/owner/<token>", methods=["GET", "POST"])
def owner(token: str) -> ResponseReturnValue:
    """The owner of a project reads what a partner wishes and answers; has the contacts once they are released."""
    lead = _owner_question(token)
    if lead is None:
        return render_template("leads/link_expired.html"), 404
    form = OwnerForm().offer()
    if form.validate_on_submit():
        accepts = request.form.get("answer") == "accept"
        try:
            operations.answer_of_owner(lead, is_accepted=accepts, reason=form.reason.data, note=form.note.data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".owner", token=token))
    page = render_template(
        "leads/owner.html", lead=lead, form=form, is_released=lead.state in RELEASED, token=token
    )
    return page, 422 if form.errors else 200


def _owner_question(token: str) -> Lead | None:
    known = links.read(OWNER_PURPOSE, token)
    return find_owner_question(*known) if known else None
