"""Projects for an organisation: how well they fit, why, how sure that is, and what would make it surer."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.languages import gettext as _
from registry.matching import operations
from registry.matching.explaining import Told, told_projects
from registry.matching.fitting import best_projects, fits_with
from registry.matching.forms import StatusForm
from registry.matching.queries import present_weights, with_status
from registry.matching.statuses import Dismissal, MatchStatus
from registry.partners.queries import membership_of, one_partner, partner_of
from registry.projects.models import Project
from registry.projects.queries import one_public_project
from registry.refusals import NotFound, Refusal
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("partner_matches", __name__, Audience.PARTNER, "/matches")

MOST = 20
#: What a partner may do with a match; the rest is the staff's.
OWN = (MatchStatus.SEEN, MatchStatus.PINNED, MatchStatus.DISMISSED)
KEPT = (MatchStatus.PINNED, MatchStatus.DISMISSED)


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The projects that fit best; those put aside are left out, those pinned stand in a list of their own."""
    partner = partner_of(current_user.account)
    weights = present_weights()
    asked = request.args.get("show")
    kept = next((status for status in KEPT if status.value == asked), None)
    if kept is not None:
        ids = [match.project_id for match in with_status(partner.id, kept)]
        told = told_projects(fits_with(partner.id, ids), weights) if ids else []
    else:
        aside = {match.project_id for match in with_status(partner.id, MatchStatus.DISMISSED)}
        fits = best_projects(partner.id, most=MOST + len(aside))
        told = told_projects([fit for fit in fits if fit.project_id not in aside][:MOST], weights)
    return render_template("matching/partner/index.html", told=told, kept=kept, choices=KEPT)


def _told(reference: str) -> tuple[Told, Project]:
    """A published project compared with the person's organisation; raises NotFound."""
    project = one_public_project(reference)
    found = told_projects(fits_with(partner_of(current_user.account).id, [project.id]), present_weights())
    if not found:
        raise NotFound
    return found[0], project


@blueprint.get("/<reference:reference>")
def show(reference: str) -> ResponseReturnValue:
    """One project and every part of its score."""
    return _page(reference, StatusForm().offer())


def _page(reference: str, form: StatusForm, status: int = 200) -> ResponseReturnValue:
    told, project = _told(reference)
    return render_template("matching/partner/show.html", told=told, project=project, form=form), status


@blueprint.post("/<reference:reference>")
def set_status(reference: str) -> ResponseReturnValue:
    """Pin a match, put it aside with a reason, or take either back."""
    member, form = membership_of(current_user.account), StatusForm().offer()
    if not member.standing.may_edit:
        abort(403)
    if not form.validate_on_submit() or form.status.data not in OWN:
        return _page(reference, form, 422)
    _found, project = _told(reference)
    try:
        operations.set_status(
            one_partner(member.partner_id),
            project,
            MatchStatus(form.status.data),
            by=current_user.account,
            reason=Dismissal(form.reason.data) if form.reason.data else None,
            note=form.note.data or None,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(reference, form, 422)
    flash(_("Saved. It counts when projects are compared with what you did."))
    return redirect(url_for(".index"))
