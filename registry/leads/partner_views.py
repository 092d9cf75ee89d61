"""A partner follows the own interests."""

from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.documents.queries import documents_of, may_open
from registry.languages import gettext as _
from registry.leads import operations, talking
from registry.leads.forms import AnswerForm, TalkForm
from registry.leads.meetings import operations as meeting_operations
from registry.leads.meetings.forms import SlotsForm
from registry.leads.meetings.queries import meetings_of, one_meeting
from registry.leads.meetings.states import Side
from registry.leads.models import Lead
from registry.leads.pipeline import RELEASED, WITHDRAWABLE
from registry.leads.queries import leads_of, one_lead_of, shared_events
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint
from registry.web.limits import takes_files

blueprint = audience_blueprint("partner_leads", __name__, Audience.PARTNER)


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """A partner's first page."""
    return redirect(url_for(".index"))


@blueprint.get("/interests/")
def index() -> ResponseReturnValue:
    """All interests of the organisation."""
    return render_template("leads/partner/index.html", leads=leads_of(current_user.account))


def _lead(number: str) -> Lead:
    return one_lead_of(current_user.account, number)


@blueprint.route("/interests/<number:number>", methods=["GET", "POST"])
def show(number: str) -> ResponseReturnValue:
    """One interest: where it stands, what was asked and answered."""
    lead = _lead(number)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            operations.answer(lead, text=form.text.data or "", by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your answer was sent to the Center's staff."))
            return redirect(url_for(".show", number=number))
    return _page(lead, answer=form)


def _page(
    lead: Lead,
    *,
    answer: AnswerForm | None = None,
    talk: TalkForm | None = None,
    slots: SlotsForm | None = None,
) -> ResponseReturnValue:
    reader = current_user.account
    page = render_template(
        "leads/partner/show.html",
        lead=lead,
        form=answer or AnswerForm(formdata=None),
        talk_form=talk or TalkForm(formdata=None),
        slots_form=slots or SlotsForm(formdata=None),
        talk=shared_events(lead),
        meetings=meetings_of(lead.id),
        documents=[one for one in documents_of("lead", lead.id) if may_open(one, reader)],
        is_released=lead.state in RELEASED and lead.released_at is not None,
        is_withdrawable=lead.state in WITHDRAWABLE,
    )
    has_errors = any(form is not None and form.errors for form in (answer, talk, slots))
    return page, 422 if has_errors else 200


@blueprint.post("/interests/<number:number>/message")
@takes_files
def write(number: str) -> ResponseReturnValue:
    """Write to the Center's staff about an interest."""
    lead, form = _lead(number), TalkForm()
    if form.validate():
        try:
            talking.write_to_staff(lead, text=form.text.data or "", by=current_user.account, upload=form.upload())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your message was sent to the Center's staff."))
            return redirect(url_for(".show", number=number))
    return _page(lead, talk=form)


@blueprint.post("/interests/<number:number>/meetings/<id:meeting_id>/agree")
def agree(number: str, meeting_id: int) -> ResponseReturnValue:
    """Accept a time for a meeting."""
    meeting = one_meeting(_lead(number), meeting_id)
    slot = request.form.get("slot", "")
    meeting_operations.agree(meeting, slot=slot, by=current_user.account, side=Side.PARTNER)
    flash(_("The time is agreed. Both sides get an entry for their calendars."))
    return redirect(url_for(".show", number=number))


@blueprint.post("/interests/<number:number>/meetings/<id:meeting_id>/other-times")
def propose_others(number: str, meeting_id: int) -> ResponseReturnValue:
    """Propose other times, in one's own time zone."""
    lead, form = _lead(number), SlotsForm()
    meeting = one_meeting(lead, meeting_id)
    if form.validate():
        slots = form.slots(ZoneInfo(meeting.zone))
        try:
            meeting_operations.propose_others(meeting, slots=slots, by=current_user.account, side=Side.PARTNER)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The Center is told of the times that suit you."))
            return redirect(url_for(".show", number=number))
    return _page(lead, slots=form)


@blueprint.post("/interests/<number:number>/withdraw")
def withdraw(number: str) -> ResponseReturnValue:
    """Take an interest back."""
    operations.withdraw(_lead(number), by=current_user.account)
    flash(_("Your interest is withdrawn."))
    return redirect(url_for(".show", number=number))
