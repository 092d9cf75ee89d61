"""The staff record agreements."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.cooperation.agreements import operations
from registry.cooperation.agreements.forms import AgreementForm, ObligationForm, SignForm
from registry.cooperation.agreements.models import Agreement
from registry.cooperation.agreements.queries import (
    countries_of_agreements,
    one_agreement,
    one_obligation,
    page_of_agreements,
)
from registry.cooperation.agreements.states import NEXT, AgreementState
from registry.cooperation.visits.queries import one_visit
from registry.db import now
from registry.documents.queries import documents_of
from registry.languages import gettext as _
from registry.leads.models import Lead
from registry.leads.queries import one_lead
from registry.refusals import Refusal
from registry.tasks.forms import TaskForm
from registry.tasks.queries import tasks_about
from registry.tasks.subjects import Subject
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.identity import current_identity
from registry.web.limits import takes_files
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_agreements", __name__, Audience.STAFF, "/agreements")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.COOPERATION_READ)
def index() -> ResponseReturnValue:
    """All agreements, the newest first."""
    page = page_number(request.args.get("page"))
    country, state = request.args.get("country"), request.args.get("state")
    known = countries_of_agreements()
    agreements, total = page_of_agreements(
        country=country if country in known else None,
        state=state if state in set(AgreementState) else None,
        page=page,
        per_page=PER_PAGE,
    )
    return render_template(
        "cooperation/agreements/staff/index.html",
        agreements=agreements,
        countries=known,
        states=list(AgreementState),
        paging=Paging(page, PER_PAGE, total),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_EDIT)
def add() -> ResponseReturnValue:
    """Record an agreement; out of a case its parties, country and project are known."""
    lead = one_lead(request.args["lead"]) if request.args.get("lead") else None
    visit = one_visit(request.args["visit"]) if request.args.get("visit") else None
    form = AgreementForm().offer()
    if form.validate_on_submit():
        known = {lead.inquiry.organisation: lead.inquiry.partner} if lead else {}
        parties = [(name, known.get(name)) for name in form.names()]
        try:
            agreement = operations.add_agreement(
                form.terms(), parties=parties, lead=lead, visit=visit, by=current_user.account
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", number=agreement.number))
    elif lead is not None and not form.is_submitted():
        _prefill(form, lead)
    page = render_template("cooperation/agreements/staff/add.html", form=form, lead=lead)
    return page, 422 if form.errors else 200


def _prefill(form: AgreementForm, lead: Lead) -> None:
    form.country.data = lead.inquiry.country
    form.title.data = lead.project.title[:300]
    form.parties.data = f"{current_identity().name}\n{lead.inquiry.organisation}"
    form.value.data, form.currency.data = lead.inquiry.amount, lead.inquiry.currency  # type: ignore[assignment]


@blueprint.get("/<record:number>")
@requires(Permission.COOPERATION_READ)
def show(number: str) -> ResponseReturnValue:
    """One agreement: what it says, its evidence, what is owed."""
    return _page(one_agreement(number))


def _page(
    agreement: Agreement,
    *,
    sign: SignForm | None = None,
    obligation: ObligationForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "cooperation/agreements/staff/show.html",
        agreement=agreement,
        moves=NEXT[agreement.standing],
        sign_form=sign or SignForm(formdata=None, signed_on=now().date()),
        obligation_form=obligation or ObligationForm(formdata=None),
        documents=documents_of("agreement", agreement.id),
        tasks=tasks_about(Subject.AGREEMENT, agreement.number),
        task_form=TaskForm(formdata=None).offer(current_user.user_id),
        today=now().date(),
    )
    return page, status


@blueprint.post("/<record:number>/sign")
@requires(Permission.COOPERATION_EDIT)
@takes_files
def sign(number: str) -> ResponseReturnValue:
    """It is signed; the evidence comes along."""
    agreement, form = one_agreement(number), SignForm()
    if form.validate():
        assert form.signed_on.data is not None
        try:
            operations.sign(agreement, form.upload(), signed_on=form.signed_on.data, by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The agreement is signed, and its evidence is kept."))
            return redirect(url_for(".show", number=number))
    return _page(agreement, sign=form, status=422)


@blueprint.post("/<record:number>/move")
@requires(Permission.COOPERATION_EDIT)
def move(number: str) -> ResponseReturnValue:
    """End or cancel it."""
    operations.advance(one_agreement(number), to=request.form.get("to", ""), by=current_user.account)
    return redirect(url_for(".show", number=number))


@blueprint.post("/<record:number>/<any(publish, withdraw):what>")
@requires(Permission.COOPERATION_PUBLISH)
def publish(number: str, what: str) -> ResponseReturnValue:
    """Show it on the page of its country, or no longer."""
    operations.publish(one_agreement(number), is_public=what == "publish", by=current_user.account)
    return redirect(url_for(".show", number=number))


@blueprint.post("/<record:number>/obligations")
@requires(Permission.COOPERATION_EDIT)
def add_obligation(number: str) -> ResponseReturnValue:
    """What one side owes until when."""
    agreement, form = one_agreement(number), ObligationForm()
    if form.validate():
        assert form.due_on.data is not None
        operations.add_obligation(
            agreement,
            text=form.text.data or "",
            due_on=form.due_on.data,
            owed_by=form.owed_by.data or None,
            by=current_user.account,
        )
        return redirect(url_for(".show", number=number))
    return _page(agreement, obligation=form, status=422)


@blueprint.post("/<record:number>/obligations/<id:obligation_id>/<any(done, open):state>")
@requires(Permission.COOPERATION_EDIT)
def mark_obligation(number: str, obligation_id: int, state: str) -> ResponseReturnValue:
    """It is done, or not after all."""
    agreement = one_agreement(number)
    obligation = one_obligation(agreement, obligation_id)
    operations.mark_obligation(agreement, obligation, is_done=state == "done", by=current_user.account)
    return redirect(url_for(".show", number=number))
