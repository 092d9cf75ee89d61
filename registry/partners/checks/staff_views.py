"""Staff check organisations, and look at names that stand on sanctions lists."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.partners.checks import operations
from registry.partners.checks.forms import CheckForm, HitForm
from registry.partners.checks.models import SanctionHit
from registry.partners.checks.outcomes import CheckKind, HitState, Outcome
from registry.partners.checks.pipeline import MOVES, WAITING
from registry.partners.checks.queries import (
    checks_of,
    entries_of,
    hit_counts,
    hits_of,
    one_hit,
    page_of_hits,
    standing_of,
    today,
)
from registry.partners.checks.standing import newest
from registry.partners.models import Partner
from registry.partners.queries import one_partner
from registry.refusals import Refusal, Stale
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_checks", __name__, Audience.STAFF, "/partners")

PER_PAGE = 50


@blueprint.get("/<id:partner_id>/checks")
@requires(Permission.PARTNERS_READ)
def show(partner_id: int) -> ResponseReturnValue:
    """What was checked of an organisation, and its hits."""
    return _page(one_partner(partner_id))


def _page(
    partner: Partner, *, form: CheckForm | None = None, sent: tuple[int, HitForm] | None = None, status: int = 200
) -> ResponseReturnValue:
    checks = checks_of(partner)
    hits = hits_of(partner) if current_user.may(Permission.PARTNERS_CHECK) else []
    page = render_template(
        "partners/checks/staff/show.html",
        partner=partner,
        standing=standing_of(partner),
        kinds=CheckKind,
        newest=newest(checks),
        checks=checks,
        today=today(),
        form=form or CheckForm(formdata=None).offer(today()),
        hits=hits,
        **_steps(hits, sent),
    )
    return page, status


def _steps(hits: list[SanctionHit], sent: tuple[int, HitForm] | None = None) -> dict[str, object]:
    """For each hit what the list says, the steps this person may take, and their form, as sent or empty."""
    forms = {hit.id: HitForm(formdata=None, prefix=f"hit-{hit.id}-", version=hit.state) for hit in hits}
    return {
        "entries": entries_of(hits),
        "moves": {
            hit.id: [move for move in MOVES[hit.hit_state] if current_user.may(move.permission)] for hit in hits
        },
        "forms": forms if sent is None else forms | {sent[0]: sent[1]},
    }


@blueprint.post("/<id:partner_id>/checks")
@requires(Permission.PARTNERS_CHECK)
def note_check(partner_id: int) -> ResponseReturnValue:
    """Write down how a check came out."""
    partner = one_partner(partner_id)
    form = CheckForm().offer(today())
    if form.validate():
        try:
            operations.note_check(
                partner,
                kind=CheckKind(form.kind.data),
                outcome=Outcome(form.outcome.data),
                checked_on=form.checked_on.data,
                note=form.note.data,
                by=current_user.account,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The check is noted."))
            return redirect(url_for(".show", partner_id=partner_id))
    return _page(partner, form=form, status=422)


@blueprint.get("/hits")
@requires(Permission.PARTNERS_CHECK)
def index() -> ResponseReturnValue:
    """Names that stand on sanctions lists and wait for somebody."""
    asked = request.args.get("state", "")
    state = HitState(asked) if asked in set(HitState) else None
    page = page_number(request.args.get("page"))
    hits, total = page_of_hits([state] if state else WAITING, page=page, per_page=PER_PAGE)
    return render_template(
        "partners/checks/staff/index.html",
        state=state,
        states=HitState,
        counts=hit_counts(),
        waiting=WAITING,
        hits=hits,
        paging=Paging(page, PER_PAGE, total),
        **_steps(hits),
    )


@blueprint.post("/<id:partner_id>/hits/<id:hit_id>")
@requires(Permission.PARTNERS_CHECK)
def move(partner_id: int, hit_id: int) -> ResponseReturnValue:
    """Dismiss a hit, escalate or confirm it; what is wrong is shown on the page of the organisation."""
    partner = one_partner(partner_id)
    hit = one_hit(partner, hit_id)
    form, status = HitForm(), 422
    if form.validate():
        try:
            note, seen = form.note.data, form.version.data or None
            operations.decide(hit, to=form.to.data or "", by=current_user.account, note=note, seen=seen)
        except Stale:
            form, status = form.lost_race(hit.state), 409  # type: ignore[arg-type]
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(
                _("The name “%(name)s” now stands at: %(state)s.", name=hit.entry_name, state=hit.hit_state.label)
            )
            return redirect(_back(hit))
    return _page(partner, sent=(hit.id, form), status=status)


def _back(hit: SanctionHit) -> str:
    if request.args.get("to") == "list":
        return url_for(".index", state=request.args.get("state") or None)
    return url_for(".show", partner_id=hit.partner_id)
