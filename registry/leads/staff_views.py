"""Staff review interests: one case with everything on it, and what is done there."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.queries import one_staff_member, staff_who_may
from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.leads import operations, talking
from registry.leads.casepage import case_page
from registry.leads.forms import AssignForm, MoveForm, NextStepForm, NoteForm, TalkForm
from registry.leads.models import Lead
from registry.leads.pipeline import EventKind
from registry.leads.presence import others_here
from registry.leads.queries import one_lead
from registry.refusals import Refusal, Stale
from registry.tasks.forms import TaskForm
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.forms import Form, SelectChoice
from registry.web.limits import takes_files
from registry.web.navigation import safe_path

blueprint = audience_blueprint("staff_leads", __name__, Audience.STAFF, "/leads")


@blueprint.get("/<number:number>")
@requires(Permission.LEADS_READ)
def show(number: str) -> ResponseReturnValue:
    """One case with everything on it."""
    return _page(one_lead(number))


def _page(lead: Lead, *, status: int = 200, **sent: Form) -> ResponseReturnValue:
    """The page; `sent` are the forms as they came, by the names that the template has for them."""
    page = render_template(
        "leads/staff/show.html",
        case=case_page(lead, current_user.account, is_whole=request.args.get("history") == "all"),
        lead=lead,
        **_forms(lead) | sent,
    )
    return page, status


def _forms(lead: Lead) -> dict[str, Form]:
    """All forms of the page as they are at first."""
    assign = AssignForm(formdata=None, officer=str(lead.officer_id or ""))
    assign.officer.choices = _officers()
    step = {"next_step": lead.next_step, "next_step_on": lead.next_step_on}
    return {
        "assign_form": assign,
        "move_form": MoveForm(formdata=None, version=lead.version).offer(),
        "next_form": NextStepForm(formdata=None, version=lead.version, **step),
        "note_form": NoteForm(formdata=None).offer(),
        "talk_form": TalkForm(formdata=None),
        "task_form": TaskForm(formdata=None).offer(current_user.user_id),
    }


def _officers() -> list[SelectChoice]:
    people = staff_who_may(Permission.LEADS_REVIEW)
    return [SelectChoice("", _("Nobody")), *(SelectChoice(str(user.id), user.name) for user in people)]


@blueprint.post("/<number:number>/move")
@requires(Permission.LEADS_REVIEW)
def move(number: str) -> ResponseReturnValue:
    """Take a step along the pipeline."""
    lead = one_lead(number)
    form = MoveForm().offer()
    if form.validate():
        try:
            lead.check_version(form.seen_version())
            operations.take(lead, to=form.to.data or "", by=current_user.account, step=form.step())
        except Stale:
            return _page(lead, move_form=form.lost_race(lead.version), status=409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The case now stands at: %(state)s.", state=str(lead.state.label)))
            return redirect(safe_path(request.form.get("back"), url_for(".show", number=number)))
    return _page(lead, move_form=form, status=422)


@blueprint.post("/<number:number>/next-step")
@requires(Permission.LEADS_REVIEW)
def set_next_step(number: str) -> ResponseReturnValue:
    """Name what happens next and until when."""
    lead = one_lead(number)
    form = NextStepForm()
    if form.validate():
        try:
            lead.check_version(form.seen_version())
        except Stale:
            return _page(lead, next_form=form.lost_race(lead.version), status=409)
        assert form.next_step_on.data is not None
        operations.set_next_step(
            lead, text=form.next_step.data or "", day=form.next_step_on.data, by=current_user.account
        )
        return redirect(url_for(".show", number=number))
    return _page(lead, next_form=form, status=422)


@blueprint.post("/<number:number>/note")
@requires(Permission.LEADS_REVIEW)
def add_note(number: str) -> ResponseReturnValue:
    """Keep a note, a call, a risk …"""
    lead = one_lead(number)
    form = NoteForm().offer()
    if form.validate():
        kind = EventKind(form.kind.data or EventKind.NOTE.value)
        talking.add_note(lead, text=form.note.data or "", by=current_user.account, kind=kind)
        return redirect(url_for(".show", number=number))
    return _page(lead, note_form=form, status=422)


@blueprint.post("/<number:number>/message")
@requires(Permission.LEADS_REVIEW)
@takes_files
def write(number: str) -> ResponseReturnValue:
    """Write to the partner."""
    lead = one_lead(number)
    form = TalkForm()
    if form.validate():
        try:
            talking.write_to_partner(
                lead, text=form.text.data or "", by=current_user.account, upload=form.upload()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The partner is told by e-mail that there is a message."))
            return redirect(url_for(".show", number=number))
    return _page(lead, talk_form=form, status=422)


@blueprint.post("/<number:number>/assign")
@requires(Permission.LEADS_REVIEW)
def assign(number: str) -> ResponseReturnValue:
    """Give the case to a member of staff; reviewers may only take it themselves."""
    lead = one_lead(number)
    form = AssignForm()
    form.officer.choices = _officers()
    if not form.validate():
        return _page(lead, status=422)
    officer = one_staff_member(int(form.officer.data)) if form.officer.data else None
    is_own = officer is not None and officer.id == current_user.user_id
    if not is_own and not current_user.may(Permission.LEADS_ASSIGN):
        raise Refusal(_("Only a manager gives cases to others."))
    operations.assign(lead, officer=officer, by=current_user.account)
    flash(_("The case is assigned."))
    return redirect(url_for(".show", number=number))


@blueprint.post("/<number:number>/presence")
@requires(Permission.LEADS_READ)
def presence(number: str) -> ResponseReturnValue:
    """Say that one has the case open; answers who else has."""
    return {"others": others_here(one_lead(number), by=current_user.account)}
