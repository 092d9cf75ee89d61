"""Staff review interests."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.queries import one_staff_member, staff_who_may
from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.leads import operations
from registry.leads.facets import facets
from registry.leads.filtering import read
from registry.leads.forms import AssignForm, MoveForm, NoteForm
from registry.leads.models import Lead
from registry.leads.pipeline import MOVES, Actor
from registry.leads.queries import one_lead, page_of_leads
from registry.refusals import Refusal, Stale
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.forms import SelectChoice
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_leads", __name__, Audience.STAFF, "/leads")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.LEADS_READ)
def index() -> ResponseReturnValue:
    """The list with filters and counts."""
    criteria, unknown = read(request.args.items(multi=True))
    page = page_number(request.args.get("page"))
    found = page_of_leads(criteria, page=page, per_page=PER_PAGE)
    return render_template(
        "leads/staff/index.html",
        criteria=criteria,
        unknown=unknown,
        found=found,
        facets=facets(criteria, found.counts),
        paging=Paging(page, PER_PAGE, found.total),
    )


@blueprint.get("/<number:number>")
@requires(Permission.LEADS_READ)
def show(number: str) -> ResponseReturnValue:
    """One case with everything on it."""
    return _page(one_lead(number))


def _page(
    lead: Lead, *, move: MoveForm | None = None, note: NoteForm | None = None, status: int = 200
) -> ResponseReturnValue:
    moves = [step for step in MOVES[lead.state] if step.actor is Actor.STAFF and current_user.may(step.permission)]
    assign = AssignForm(formdata=None, officer=str(lead.officer_id or ""))
    assign.officer.choices = _officers()
    page = render_template(
        "leads/staff/show.html",
        lead=lead,
        moves=moves,
        move_form=move or MoveForm(formdata=None, version=lead.version).offer(),
        note_form=note or NoteForm(formdata=None),
        assign_form=assign,
    )
    return page, status


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
        day = form.next_step_on.data
        try:
            lead.check_version(form.seen_version())
            operations.advance(
                lead,
                to=form.to.data or "",
                by=current_user.account,
                reason=form.reason.data,
                note=form.note.data or None,
                next_step=(form.next_step.data, day) if form.next_step.data and day else None,
            )
        except Stale:
            return _page(lead, move=form.lost_race(lead.version), status=409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The case now stands at: %(state)s.", state=str(lead.state.label)))
            return redirect(url_for(".show", number=number))
    return _page(lead, move=form, status=422)


@blueprint.post("/<number:number>/note")
@requires(Permission.LEADS_REVIEW)
def add_note(number: str) -> ResponseReturnValue:
    """Keep a note."""
    lead = one_lead(number)
    form = NoteForm()
    if form.validate():
        operations.add_note(lead, text=form.note.data or "", by=current_user.account)
        return redirect(url_for(".show", number=number))
    return _page(lead, note=form, status=422)


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
