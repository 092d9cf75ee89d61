"""A person's saved searches."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.alerts import digests, operations
from registry.alerts.messages import describe
from registry.alerts.pace import Pace
from registry.alerts.queries import digest_of, one_search_of, searches_of
from registry.catalogue.facets import known_values
from registry.languages import gettext as _
from registry.projects.criteria import read_criteria
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("partner_searches", __name__, Audience.PARTNER)


def _pace() -> Pace:
    asked = request.form.get("pace")
    return Pace(asked) if asked in set(Pace) else Pace.WEEKLY


@blueprint.get("/searches")
def index() -> ResponseReturnValue:
    """All of them; with the catalogue's parameters in the address, these are offered to be kept."""
    criteria = read_criteria(request.args.items(multi=True), known_values())[0]
    kept = [
        (saved, describe(operations.criteria_of(saved.parameters))) for saved in searches_of(current_user.account)
    ]
    offered = None if criteria.is_open else describe(criteria)
    return render_template(
        "alerts/partner/searches.html",
        kept=kept,
        offered=offered,
        criteria=criteria,
        paces=list(Pace),
        digest=digest_of(current_user.account),
    )


@blueprint.post("/searches/matches")
def choose_digest() -> ResponseReturnValue:
    """How often to be told of new matches."""
    digests.choose_digest(_pace(), by=current_user.account)
    flash(_("Saved."), "success")
    return redirect(url_for(".index"))


@blueprint.post("/searches")
def save() -> ResponseReturnValue:
    """Keep the search in the form."""
    criteria = read_criteria(request.form.items(multi=True), known_values())[0]
    try:
        operations.save_search(criteria, pace=_pace(), by=current_user.account)
    except Refusal as refusal:
        flash(str(refusal), "attention")
    else:
        flash(_("The search is kept."), "success")
    return redirect(url_for(".index"))


@blueprint.post("/searches/<id:search_id>")
def change(search_id: int) -> ResponseReturnValue:
    """Another pace, or away with it."""
    saved = one_search_of(current_user.account, search_id)
    if request.form.get("do") == "remove":
        operations.remove_search(saved)
    else:
        operations.set_pace(saved, _pace())
    return redirect(url_for(".index"))
