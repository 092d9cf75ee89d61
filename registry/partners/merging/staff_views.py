"""Staff find organisations that were registered twice, and make one of them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.partners.checks.queries import standings_of
from registry.partners.forms import language_choices
from registry.partners.mandates.queries import find_mandate
from registry.partners.merging import operations
from registry.partners.merging.forms import LABELS, fields_that_differ, merge_form
from registry.partners.merging.policies import Side
from registry.partners.merging.queries import (
    are_different,
    names_of_kept,
    one_merge,
    page_of_merges,
    page_of_pairs,
    parents,
    parts_of,
    two_partners,
)
from registry.partners.models import Partner
from registry.reference.models import Sector
from registry.reference.queries import by_code
from registry.refusals import Refusal, Stale
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import Paging, page_number, safe_path

blueprint = audience_blueprint("staff_merging", __name__, Audience.STAFF, "/partners")

PAIRS_PER_PAGE = 25
MERGES_PER_PAGE = 50


@blueprint.get("/duplicates")
@requires(Permission.PARTNERS_MERGE)
def duplicates() -> ResponseReturnValue:
    """Pairs of organisations that may be one, likeliest first."""
    page = page_number(request.args.get("page"))
    pairs, total = page_of_pairs(page=page, per_page=PAIRS_PER_PAGE)
    paging = Paging(page, PAIRS_PER_PAGE, total)
    return render_template("partners/merging/staff/duplicates.html", pairs=pairs, paging=paging)


@blueprint.post("/<id:partner_id>/different/<id:other_id>")
@requires(Permission.PARTNERS_MERGE)
def mark_different(partner_id: int, other_id: int) -> ResponseReturnValue:
    """The two are not the same."""
    one, other = two_partners(partner_id, other_id)
    operations.mark_different(one, other, by=current_user.account)
    flash(_("“%(one)s” and “%(other)s” count as different from now on.", one=one.name, other=other.name))
    return redirect(safe_path(request.form.get("next"), url_for(".duplicates")))


@blueprint.route("/<id:partner_id>/merge/<id:other_id>", methods=["GET", "POST"])
@requires(Permission.PARTNERS_MERGE)
def merge(partner_id: int, other_id: int) -> ResponseReturnValue:
    """The two side by side: whose values stay, and what moves."""
    kept, gone = two_partners(partner_id, other_id)
    form, name = merge_form(kept, gone, parents(kept, gone)), gone.name
    if not form.validate_on_submit():
        return _page(kept, gone, form), 422 if form.errors else 200
    try:
        operations.merge(kept, gone, choices=form.choices_made(), by=current_user.account, seen=form.seen())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(kept, gone, form), 422
    except Stale:
        form.show_anew(kept, gone)
        return _page(kept, gone, form), 409
    flash(_("“%(gone)s” is part of “%(kept)s” now.", gone=name, kept=kept.name))
    return redirect(url_for("staff_partners.show", partner_id=partner_id))


def _page(kept: Partner, gone: Partner, form: Any) -> str:
    above = parents(kept, gone)
    mandates = {Side.KEPT: find_mandate(kept), Side.GONE: find_mandate(gone)}
    return render_template(
        "partners/merging/staff/merge.html",
        kept=kept,
        gone=gone,
        form=form,
        labels=LABELS,
        differing=fields_that_differ(kept, gone, above) | ({"mandate"} if all(mandates.values()) else set()),
        parents=above,
        mandates=mandates,
        sectors=by_code(Sector),
        language_names={choice.value: choice.label for choice in language_choices()},
        standings=standings_of([kept.id, gone.id]),
        parts=parts_of(kept, gone),
        is_different=are_different(kept.id, gone.id),
    )


@blueprint.get("/merges")
@requires(Permission.PARTNERS_MERGE)
def merges() -> ResponseReturnValue:
    """What was merged, newest first."""
    return _merges()


def _merges(refused: str | None = None, status: int = 200) -> ResponseReturnValue:
    page = page_number(request.args.get("page"))
    found, total = page_of_merges(page=page, per_page=MERGES_PER_PAGE)
    shown = render_template(
        "partners/merging/staff/merges.html",
        merges=found,
        names=names_of_kept(found),
        paging=Paging(page, MERGES_PER_PAGE, total),
        refused=refused,
    )
    return shown, status


@blueprint.post("/merges/<id:merge_id>/undo")
@requires(Permission.PARTNERS_MERGE)
def undo(merge_id: int) -> ResponseReturnValue:
    """Make two of the one again."""
    merged = one_merge(merge_id)
    try:
        operations.undo(merged, by=current_user.account)
    except Refusal as refusal:
        return _merges(str(refusal), 409)
    flash(_("The merge is undone: “%(gone)s” is an organisation of its own again.", gone=merged.gone_name))
    return redirect(url_for(".merges"))
