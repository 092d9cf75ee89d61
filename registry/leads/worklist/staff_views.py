"""The staff's list of cases, their board, kept views, and changes of many at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.queries import one_staff_member
from registry.accounts.roles import Permission
from registry.db import now
from registry.languages import gettext as _
from registry.languages import ngettext
from registry.leads.facets import facets
from registry.leads.filtering import read
from registry.leads.models import Lead
from registry.leads.pipeline import MOVES, Actor
from registry.leads.queries import leads_numbered
from registry.leads.worklist import operations
from registry.leads.worklist.engine import board as board_columns
from registry.leads.worklist.engine import page_of_leads
from registry.leads.worklist.forms import BulkForm, ViewForm
from registry.leads.worklist.operations import Bulk
from registry.leads.worklist.queries import one_view_of, views_for
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_worklist", __name__, Audience.STAFF, "/leads")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.LEADS_READ)
def index() -> ResponseReturnValue:
    """The list with filters and counts."""
    return _index(ViewForm(formdata=None))


def _index(view_form: ViewForm) -> ResponseReturnValue:
    criteria, unknown = read(request.args.items(multi=True))
    page = page_number(request.args.get("page"))
    found = page_of_leads(criteria, page=page, per_page=PER_PAGE)
    answer = render_template(
        "leads/worklist/staff/index.html",
        criteria=criteria,
        unknown=unknown,
        found=found,
        facets=facets(criteria, found.counts),
        paging=Paging(page, PER_PAGE, found.total),
        views=views_for(current_user.user_id),
        view_form=view_form,
        bulk_form=BulkForm(formdata=None).offer(),
        moment=now(),
    )
    return answer, 422 if view_form.errors else 200


@blueprint.get("/board")
@requires(Permission.LEADS_READ)
def board() -> ResponseReturnValue:
    """Open cases in columns, with their number and money."""
    criteria, unknown = read(request.args.items(multi=True))
    return render_template(
        "leads/worklist/staff/board.html",
        criteria=criteria,
        unknown=unknown,
        columns=board_columns(criteria),
        moves={state: [move for move in moves if move.actor is Actor.STAFF] for state, moves in MOVES.items()},
        moment=now(),
    )


@blueprint.post("/views")
@requires(Permission.LEADS_READ)
def keep_view() -> ResponseReturnValue:
    """Keep the present filters under a name."""
    form = ViewForm()
    if form.validate():
        try:
            operations.keep_view(
                name=form.name.data or "",
                query=request.query_string.decode(errors="replace"),
                is_shared=bool(form.is_shared.data),
                by=current_user.account,
                present=views_for(current_user.user_id),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The view is kept."))
            return redirect(f"{url_for('.index')}?{request.query_string.decode(errors='replace')}")
    return _index(form)


@blueprint.post("/views/<id:view_id>/remove")
@requires(Permission.LEADS_READ)
def remove_view(view_id: int) -> ResponseReturnValue:
    """Take one's own view away."""
    operations.remove_view(one_view_of(current_user.user_id, view_id), by=current_user.account)
    return redirect(url_for(".index"))


def _chosen() -> list[Lead]:
    return leads_numbered(request.form.getlist("number")[:200])


def _bulk(form: BulkForm) -> Bulk:
    if form.officer.data and not current_user.may(Permission.LEADS_ASSIGN):
        raise Refusal(_("Only a manager gives cases to others."), "officer")
    officer = one_staff_member(int(form.officer.data)) if form.officer.data else None
    return Bulk(officer=officer, to=form.to.data, step=form.step())


@blueprint.post("/bulk")
@requires(Permission.LEADS_REVIEW)
def bulk() -> ResponseReturnValue:
    """See what one change would do to many cases; sent again with `sure`, do it."""
    form, leads = BulkForm().offer(), _chosen()
    if not form.validate() or not leads or not (form.officer.data or form.to.data):
        flash(_("Choose cases, and somebody to give them to or a step to take."), "attention")
        return redirect(url_for(".index"))
    change = _bulk(form)
    if request.form.get("sure"):
        number = operations.change_all(leads, change, by=current_user.account)
        flash(ngettext("%(num)s case was changed.", "%(num)s cases were changed.", number))
        return redirect(url_for(".index"))
    outlooks = operations.look_ahead(leads, change, by=current_user.account)
    return render_template("leads/worklist/staff/bulk.html", form=form, outlooks=outlooks)
