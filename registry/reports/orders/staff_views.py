"""One's own files, and regular reports."""

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.queries import one_staff_member
from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.refusals import NotFound, Refusal
from registry.reports.orders.forms import ScheduleForm
from registry.reports.orders.operations import (
    add_schedule,
    cancel_order,
    end_schedule,
    may_order,
    order_file,
)
from registry.reports.orders.queries import one_order, one_schedule, orders_of, schedules_seen_by
from registry.reports.orders.states import PACK, OrderState, Period
from registry.reports.orders.storage import folder_of
from registry.reports.orders.wording import title_of
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.filtering import names, read
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.downloads import TYPES

blueprint = audience_blueprint("staff_orders", __name__, Audience.STAFF, "/reports")


@blueprint.get("/files/")
@requires(Permission.REPORTS_READ)
def index() -> ResponseReturnValue:
    """What one asked for, how far it is, and what one gets regularly."""
    orders = orders_of(current_user.user_id)
    busy = (OrderState.WAITING, OrderState.RUNNING)
    return render_template(
        "reports/orders/index.html",
        orders=orders,
        is_busy=any(order.standing in busy for order in orders),
        schedules=schedules_seen_by(current_user.account),
        names=names(),
        title_of=title_of,
    )


@blueprint.post("/files/<what>")
@requires(Permission.REPORTS_READ)
def order(what: str) -> ResponseReturnValue:
    """Ask for a file."""
    ending = request.form.get("ending", "xlsx")
    criteria, _unknown = read(request.form.items(multi=True))
    if what not in (PACK, *SHELF):
        raise NotFound
    try:
        order_file(current_user.account, what, criteria.parameters(), ending)
    except Refusal as refusal:
        flash(str(refusal), "danger")
    else:
        flash(_("The file is being made. It will stand here."))
    return redirect(url_for(".index"))


@blueprint.get("/files/<int:order_id>")
@requires(Permission.REPORTS_READ)
def download(order_id: int) -> ResponseReturnValue:
    """A file of one's own."""
    order = one_order(order_id, current_user.user_id)
    if order.file_name is None or not may_order(current_user.account, order.what):
        raise NotFound
    place = folder_of(current_app.extensions["registry"]) / order.file_name
    if not place.is_file():
        raise NotFound
    name = f"{order.what}-{order.requested_at:%Y-%m-%d}.{order.ending}"
    answer = send_file(place, mimetype=TYPES[order.ending], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/files/<int:order_id>/cancel")
@requires(Permission.REPORTS_READ)
def cancel(order_id: int) -> ResponseReturnValue:
    """Take back what was asked for."""
    cancel_order(one_order(order_id, current_user.user_id))
    return redirect(url_for(".index"))


@blueprint.route("/<what>/schedule", methods=["GET", "POST"])
@requires(Permission.REPORTS_READ)
def schedule(what: str) -> ResponseReturnValue:
    """Have a report sent regularly, with the criteria of the address."""
    if not may_order(current_user.account, what):
        raise NotFound
    criteria, unknown = read(request.args.items(multi=True))
    form = ScheduleForm().offer(current_user.user_id)
    if form.is_submitted() and form.validate():
        try:
            add_schedule(
                what,
                criteria.parameters(),
                form.ending.data,
                Period(form.period.data),
                recipient=one_staff_member(int(form.recipient.data)),
                by=current_user.account,
                is_attached=form.is_attached.data,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The report will be sent."))
            return redirect(url_for(".index"))
    names = {"title": title_of(what), "criteria": criteria, "unknown": unknown}
    return render_template("reports/orders/schedule.html", form=form, **names), 422 if form.errors else 200


@blueprint.post("/schedules/<int:schedule_id>/end")
@requires(Permission.REPORTS_READ)
def end(schedule_id: int) -> ResponseReturnValue:
    """Send a report no more."""
    end_schedule(one_schedule(schedule_id, current_user.account), by=current_user.account)
    flash(_("The report is sent no more."))
    return redirect(url_for(".index"))
