"""The staff matches partners with projects, invites, and sets the weights."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.db import now
from registry.languages import gettext as _
from registry.matching import operations
from registry.matching.explaining import explained, told_projects
from registry.matching.fitting import best_partners, best_projects, fits_with
from registry.matching.forms import StatusForm, weights_form
from registry.matching.previewing import preview
from registry.matching.queries import (
    invitations_to,
    newest_weights,
    partners_by_id,
    present_weights,
    stored_for_project,
    weight_versions,
)
from registry.matching.reasons import best_of
from registry.matching.scoring import Criterion, Weights, check_weights
from registry.matching.statuses import Dismissal, MatchStatus
from registry.partners.checks.queries import standings_of
from registry.partners.offers.queries import offers_for_sector
from registry.partners.queries import one_partner
from registry.projects.queries import one_project
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint, requires

blueprint = audience_blueprint("staff_matches", __name__, Audience.STAFF)

MOST = 20


@blueprint.get("/projects/<reference:reference>/partners")
@requires(Permission.MATCHES_READ)
def partners(reference: str) -> ResponseReturnValue:
    """The partners that fit a project, and the offers that meet its need."""
    return _partners(reference)


def _partners(reference: str, status: int = 200) -> ResponseReturnValue:
    project, weights = one_project(reference), present_weights()
    fits = best_partners(project.id, most=MOST)
    ids = [fit.partner_id for fit in fits]
    page = render_template(
        "matching/staff/partners.html",
        project=project,
        fits=[(fit, why, best_of(why)) for fit in fits if (why := explained(fit, weights))],
        partners=partners_by_id(ids),
        standings=standings_of(ids),
        kept=stored_for_project(project.id, ids),
        invited=invitations_to(project.id),
        offers=offers_for_sector(project.sector_code, now().date()),
        form=StatusForm().offer(),
    )
    return page, status


@blueprint.post("/projects/<reference:reference>/partners/<id:partner_id>/invite")
@requires(Permission.MATCHES_INVITE)
def invite(reference: str, partner_id: int) -> ResponseReturnValue:
    """Ask a partner to look at a project."""
    try:
        operations.invite(one_partner(partner_id), one_project(reference), by=current_user.account)
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("The invitation is on its way, in the language of each reader."))
    return redirect(url_for(".partners", reference=reference))


@blueprint.post("/projects/<reference:reference>/partners/<id:partner_id>/status")
@requires(Permission.MATCHES_INVITE)
def set_status(reference: str, partner_id: int) -> ResponseReturnValue:
    """Pin a match, put it aside, or say that the two were introduced."""
    form = StatusForm().offer()
    try:
        if not form.validate_on_submit():
            raise Refusal(_("Choose what to do with the match."))
        operations.set_status(
            one_partner(partner_id),
            one_project(reference),
            MatchStatus(form.status.data),
            by=current_user.account,
            reason=Dismissal(form.reason.data) if form.reason.data else None,
            note=form.note.data or None,
        )
    except Refusal as refusal:
        flash(str(refusal), "error")
        return _partners(reference, 422)
    flash(_("Saved."))
    return redirect(url_for(".partners", reference=reference))


@blueprint.get("/partners/<id:partner_id>/matches")
@requires(Permission.MATCHES_READ)
def projects(partner_id: int) -> ResponseReturnValue:
    """The projects that fit a partner."""
    partner, weights = one_partner(partner_id), present_weights()
    told = told_projects(best_projects(partner.id, most=MOST), weights)
    return render_template("matching/staff/projects.html", partner=partner, told=told)


@blueprint.get("/partners/<id:partner_id>/matches/<reference:reference>")
@requires(Permission.MATCHES_READ)
def pair(partner_id: int, reference: str) -> ResponseReturnValue:
    """One pair, whatever comes out: every part, and what rules it out."""
    partner, project = one_partner(partner_id), one_project(reference)
    told = told_projects(fits_with(partner.id, [project.id]), present_weights())
    return render_template(
        "matching/staff/pair.html", partner=partner, project=project, told=told[0] if told else None
    )


@blueprint.route("/matching/weights", methods=["GET", "POST"])
@requires(Permission.MATCHES_READ)
def weights() -> ResponseReturnValue:
    """The weights of the criteria; a manager sees what a change would do, then makes it."""
    present = present_weights()
    form = weights_form(present.tenths)
    if request.method != "POST" or not current_user.may(Permission.MATCHES_WEIGH):
        return _weights(form, present)
    if form.validate_on_submit():
        try:
            check_weights(form.tenths())
            if request.form.get("do") == "preview":
                return _weights(form, present, preview(Weights(present.version, form.tenths())))
            operations.save_weights(form.tenths(), note=form.note.data or "", by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The weights are saved; everything is being scored anew."))
            return redirect(url_for(".weights"))
    return _weights(form, present, status=422)


def _weights(form: Any, present: Weights, shown: Any = None, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "matching/staff/weights.html",
        form=form,
        present=present,
        criteria=list(Criterion),
        newest=newest_weights(),
        versions=weight_versions(),
        preview=shown,
    )
    return page, status
