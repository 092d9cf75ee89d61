"""Staff look organisations up."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.db import now
from registry.languages import gettext as _
from registry.partners import operations
from registry.partners.checks.queries import standing_of
from registry.partners.forms import ParentForm, profile_form
from registry.partners.mandates.forms import mandate_form
from registry.partners.mandates.operations import save_mandate
from registry.partners.mandates.queries import find_mandate, record_of
from registry.partners.merging.queries import similar_to
from registry.partners.models import Partner
from registry.partners.profile import percent, sections
from registry.partners.queries import about, belonging_to, one_partner, page_of_partners
from registry.partners.standing import is_stale
from registry.refusals import Refusal, Stale
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_partners", __name__, Audience.STAFF, "/partners")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.PARTNERS_READ)
def index() -> ResponseReturnValue:
    """Organisations by name."""
    page = page_number(request.args.get("page"))
    words = (request.args.get("q") or "")[:200].replace("\x00", "")
    partners, total = page_of_partners(words=words, page=page, per_page=PER_PAGE)
    paging = Paging(page, PER_PAGE, total)
    return render_template("partners/staff/index.html", partners=partners, words=words, paging=paging)


@blueprint.route("/<id:partner_id>/edit", methods=["GET", "POST"])
@requires(Permission.PARTNERS_EDIT)
def edit(partner_id: int) -> ResponseReturnValue:
    """Change what is known of an organisation."""
    partner = one_partner(partner_id)
    form = profile_form(operations.organisation_of(partner), partner.version)
    if form.validate_on_submit():
        try:
            operations.edit_partner(
                partner, form.as_organisation(), by=current_user.account, seen=form.seen_version()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        except Stale:
            form.lost_race(partner.version)
            return render_template("partners/staff/edit.html", partner=partner, form=form), 409
        else:
            flash(_("The profile is saved."))
            return redirect(url_for(".show", partner_id=partner_id))
    return render_template("partners/staff/edit.html", partner=partner, form=form), 422 if form.errors else 200


@blueprint.route("/<id:partner_id>/mandate", methods=["GET", "POST"])
@requires(Permission.PARTNERS_EDIT)
def mandate(partner_id: int) -> ResponseReturnValue:
    """Say for an organisation what it seeks, as it told the staff."""
    partner = one_partner(partner_id)
    kept = find_mandate(partner)
    form = mandate_form(record_of(kept), kept.version if kept else None)
    if form.validate_on_submit():
        try:
            save_mandate(partner, form.content(), by=current_user.account, seen=form.seen_version())
        except Refusal as refusal:
            form.refuse(refusal)
        except Stale:
            form.lost_race(kept.version if kept else 0)
            return render_template("partners/staff/mandate.html", partner=partner, form=form), 409
        else:
            flash(_("What the organisation seeks is saved. Matches follow it at once."))
            return redirect(url_for(".show", partner_id=partner_id))
    return render_template("partners/staff/mandate.html", partner=partner, form=form), 422 if form.errors else 200


@blueprint.get("/<id:partner_id>")
@requires(Permission.PARTNERS_READ)
def show(partner_id: int) -> ResponseReturnValue:
    """One organisation with its people."""
    partner = one_partner(partner_id)
    return _page(partner, ParentForm(data={"parent": partner.parent.name if partner.parent else ""}))


@blueprint.post("/<id:partner_id>/parent")
@requires(Permission.PARTNERS_EDIT)
def parent(partner_id: int) -> ResponseReturnValue:
    """Name the organisation that this one belongs to."""
    partner, form = one_partner(partner_id), ParentForm()
    if form.validate_on_submit():
        try:
            operations.set_parent(partner, form.organisation(), by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The profile is saved."))
            return redirect(url_for(".show", partner_id=partner_id))
    return _page(partner, form), 422


def _page(partner: Partner, form: ParentForm) -> str:
    found = sections(about(partner), record_of(find_mandate(partner)))
    return render_template(
        "partners/staff/show.html",
        partner=partner,
        parent_form=form,
        children=belonging_to(partner),
        standing=standing_of(partner),
        sections=found,
        percent=percent(found),
        similar=similar_to(partner),
        is_stale=is_stale(partner.confirmed_on, partner.created_at.date(), now().date()),
    )
