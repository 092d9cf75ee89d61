"""A partner keeps the own profile: the organisation, what it seeks, its people."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.db import now
from registry.languages import current_language
from registry.languages import gettext as _
from registry.partners import operations, people
from registry.partners.forms import InviteForm, RoleForm, profile_form
from registry.partners.mandates.forms import mandate_form
from registry.partners.mandates.operations import save_mandate
from registry.partners.mandates.queries import find_mandate, record_of
from registry.partners.models import Member, Partner
from registry.partners.profile import percent, sections
from registry.partners.queries import (
    about,
    membership_of,
    one_member,
    one_open_invitation,
    one_partner,
    open_invitations,
)
from registry.partners.standing import MemberRole, is_stale
from registry.refusals import NotFound, Refusal, Stale
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("partner_profile", __name__, Audience.PARTNER, "/profile")


def _own(*, editing: bool = False, managing: bool = False) -> tuple[Partner, Member]:
    """The person's organisation and standing there; who may not do this gets 403."""
    member = membership_of(current_user.account)
    if (editing and not member.standing.may_edit) or (managing and not member.standing.may_manage_people):
        abort(403)
    return one_partner(member.partner_id), member


def _frame(partner: Partner, member: Member) -> dict[str, Any]:
    """What every page of the profile shows beside its own form."""
    found = sections(about(partner), record_of(find_mandate(partner)))
    stale = is_stale(partner.confirmed_on, partner.created_at.date(), now().date())
    return {
        "partner": partner,
        "member": member,
        "sections": found,
        "percent": percent(found),
        "is_stale": stale,
    }


@blueprint.route("", methods=["GET", "POST"])
def organisation() -> ResponseReturnValue:
    """What the organisation says of itself."""
    partner, member = _own()
    form = profile_form(operations.organisation_of(partner), partner.version)
    if form.validate_on_submit():
        _own(editing=True)
        try:
            operations.edit_partner(
                partner, form.as_organisation(), by=current_user.account, seen=form.seen_version()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        except Stale:
            form.lost_race(partner.version)
            return _profile("organisation", form, partner, member), 409
        else:
            flash(_("The profile is saved."))
            return redirect(url_for(".organisation"))
    return _profile("organisation", form, partner, member), 422 if form.errors else 200


@blueprint.route("/mandate", methods=["GET", "POST"])
def mandate() -> ResponseReturnValue:
    """What the organisation seeks and offers."""
    partner, member = _own()
    kept = find_mandate(partner)
    form = mandate_form(record_of(kept), kept.version if kept else None)
    if form.validate_on_submit():
        _own(editing=True)
        try:
            save_mandate(partner, form.content(), by=current_user.account, seen=form.seen_version())
        except Refusal as refusal:
            form.refuse(refusal)
        except Stale:
            form.lost_race(kept.version if kept else 0)
            return _profile("mandate", form, partner, member), 409
        else:
            flash(_("What you seek is saved. Matches follow it at once."))
            return redirect(url_for(".mandate"))
    return _profile("mandate", form, partner, member), 422 if form.errors else 200


def _profile(name: str, form: Any, partner: Partner, member: Member) -> str:
    template = {"organisation": "partners/partner/organisation.html", "mandate": "partners/partner/mandate.html"}
    return render_template(template[name], form=form, **_frame(partner, member))


@blueprint.post("/confirm")
def confirm() -> ResponseReturnValue:
    """Everything is still right."""
    partner, _member = _own(editing=True)
    operations.confirm_profile(partner, by=current_user.account)
    flash(_("Thank you: the profile counts as right for another year."))
    return redirect(url_for(".organisation"))


@blueprint.get("/people")
def members() -> ResponseReturnValue:
    """Who acts for the organisation."""
    partner, member = _own()
    return _people(partner, member, InviteForm(role=MemberRole.EDITOR.value, language=current_language()).offer())


def _people(partner: Partner, member: Member, form: InviteForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "partners/partner/people.html",
        form=form,
        roles=RoleForm().offer(),
        invitations=open_invitations(partner),
        **_frame(partner, member),
    )
    return page, status


@blueprint.post("/people/invite")
def invite() -> ResponseReturnValue:
    """Ask somebody to act for the organisation, too."""
    partner, member = _own(managing=True)
    form = InviteForm().offer()
    if form.validate_on_submit():
        try:
            people.invite(
                partner,
                email=form.email.data or "",
                name=form.name.data or "",
                role=MemberRole(form.role.data),
                language=form.language.data,
                by=current_user.account,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The invitation is on its way."))
            return redirect(url_for(".members"))
    return _people(partner, member, form, 422)


@blueprint.post("/people/<id:member_id>")
def change_member(member_id: int) -> ResponseReturnValue:
    """Give a person another standing."""
    partner, _member = _own(managing=True)
    form = RoleForm().offer()
    if not form.validate_on_submit():
        raise NotFound
    return _refusable(
        lambda: people.change_member(
            one_member(partner, member_id), role=MemberRole(form.role.data), by=current_user.account
        )
    )


@blueprint.post("/people/<id:member_id>/remove")
def remove_member(member_id: int) -> ResponseReturnValue:
    """A person no longer acts for the organisation."""
    partner, _member = _own(managing=True)
    return _refusable(
        lambda: people.remove_member(partner, one_member(partner, member_id), by=current_user.account)
    )


@blueprint.post("/people/invitations/<id:invitation_id>/take-back")
def take_back(invitation_id: int) -> ResponseReturnValue:
    """An invitation is no longer good."""
    partner, _member = _own(managing=True)
    invited = one_open_invitation(invitation_id)
    if invited.partner_id != partner.id:
        raise NotFound
    return _refusable(lambda: people.take_back(invited, by=current_user.account))


def _refusable(change: Any) -> ResponseReturnValue:
    """Back to the people, with the sentence of a refusal if there is one."""
    try:
        change()
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Saved."))
    return redirect(url_for(".members"))
