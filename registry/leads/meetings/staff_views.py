"""The staff propose times, agree, move, call off, and keep the minutes."""

from datetime import UTC

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.leads.meetings import operations
from registry.leads.meetings.forms import MeetingForm, MinutesForm, MoveMeetingForm, SlotsForm
from registry.leads.meetings.models import Meeting
from registry.leads.meetings.queries import one_meeting
from registry.leads.meetings.states import HOME, Side
from registry.leads.models import Lead
from registry.leads.queries import one_lead
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint, requires

blueprint = audience_blueprint("staff_meetings", __name__, Audience.STAFF, "/leads/<number:number>/meetings")


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.LEADS_REVIEW)
def propose(number: str) -> ResponseReturnValue:
    """Propose times for a meeting."""
    lead = one_lead(number)
    form = MeetingForm().offer(lead.inquiry.country)
    if form.validate_on_submit():
        try:
            meeting = operations.propose(
                lead,
                title=form.title.data or "",
                place=form.place.data or "",
                zone=form.zone.data,
                minutes_long=form.minutes_long.data or 60,
                slots=form.slots(),
                by=current_user.account,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The partner is asked to choose a time."))
            return redirect(url_for(".show", number=number, meeting_id=meeting.id))
    page = render_template("leads/meetings/staff/propose.html", lead=lead, form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/<id:meeting_id>")
@requires(Permission.LEADS_READ)
def show(number: str, meeting_id: int) -> ResponseReturnValue:
    """One meeting: its time in both zones, and what can be done."""
    lead = one_lead(number)
    return _page(lead, one_meeting(lead, meeting_id))


def _page(
    lead: Lead,
    meeting: Meeting,
    *,
    slots: SlotsForm | None = None,
    moving: MoveMeetingForm | None = None,
    minutes: MinutesForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "leads/meetings/staff/show.html",
        lead=lead,
        meeting=meeting,
        slots_form=slots or SlotsForm(formdata=None),
        move_form=moving or MoveMeetingForm(formdata=None, place=meeting.place),
        minutes_form=minutes or MinutesForm(formdata=None, minutes=meeting.minutes),
    )
    return page, status


@blueprint.post("/<id:meeting_id>/agree")
@requires(Permission.LEADS_REVIEW)
def agree(number: str, meeting_id: int) -> ResponseReturnValue:
    """Accept a time that the partner proposed."""
    meeting = one_meeting(one_lead(number), meeting_id)
    operations.agree(meeting, slot=request.form.get("slot", ""), by=current_user.account, side=Side.STAFF)
    flash(_("The time is agreed. Both sides get an entry for their calendars."))
    return redirect(url_for(".show", number=number, meeting_id=meeting_id))


@blueprint.post("/<id:meeting_id>/other-times")
@requires(Permission.LEADS_REVIEW)
def propose_others(number: str, meeting_id: int) -> ResponseReturnValue:
    """Propose other times."""
    lead = one_lead(number)
    meeting, form = one_meeting(lead, meeting_id), SlotsForm()
    if form.validate():
        try:
            operations.propose_others(meeting, slots=form.slots(), by=current_user.account, side=Side.STAFF)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", number=number, meeting_id=meeting_id))
    return _page(lead, meeting, slots=form, status=422)


@blueprint.post("/<id:meeting_id>/move")
@requires(Permission.LEADS_REVIEW)
def move(number: str, meeting_id: int) -> ResponseReturnValue:
    """Move an agreed meeting."""
    lead = one_lead(number)
    meeting, form = one_meeting(lead, meeting_id), MoveMeetingForm()
    if form.validate():
        assert form.starts_at.data is not None
        starts_at = form.starts_at.data.replace(tzinfo=HOME).astimezone(UTC)
        try:
            operations.move(meeting, starts_at=starts_at, place=form.place.data or "", by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The meeting is moved. Both sides get the change for their calendars."))
            return redirect(url_for(".show", number=number, meeting_id=meeting_id))
    return _page(lead, meeting, moving=form, status=422)


@blueprint.post("/<id:meeting_id>/cancel")
@requires(Permission.LEADS_REVIEW)
def cancel(number: str, meeting_id: int) -> ResponseReturnValue:
    """Call a meeting off."""
    operations.cancel(one_meeting(one_lead(number), meeting_id), by=current_user.account)
    flash(_("The meeting is called off."))
    return redirect(url_for("staff_leads.show", number=number))


@blueprint.post("/<id:meeting_id>/minutes")
@requires(Permission.LEADS_REVIEW)
def keep_minutes(number: str, meeting_id: int) -> ResponseReturnValue:
    """Keep the minutes."""
    lead = one_lead(number)
    meeting, form = one_meeting(lead, meeting_id), MinutesForm()
    if form.validate():
        try:
            operations.keep_minutes(meeting, text=form.minutes.data or "", by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("staff_leads.show", number=number))
    return _page(lead, meeting, minutes=form, status=422)
