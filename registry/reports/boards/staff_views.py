"""Dashboards of the staff."""

from decimal import Decimal
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.catalogue import places
from registry.reference.models import District
from registry.reference.queries import entries
from registry.reports.boards.boards import Board, Panel, boards_for, number_of, one_board
from registry.reports.charts import NARROW
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.files import Made, shown
from registry.reports.shelf.filtering import names, read
from registry.reports.shelf.reports import Report
from registry.reports.shelf.showing import Shown, address_behind
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.formatting import compact_money

blueprint = audience_blueprint("staff_boards", __name__, Audience.STAFF, "/reports/boards")

#: Rows below a picture; the report has more.
MOST_SHOWN = 25


@blueprint.get("/<name>")
@requires(Permission.REPORTS_READ)
def show(name: str) -> ResponseReturnValue:
    """One dashboard for the criteria of the address."""
    board = one_board(name)
    if not current_user.may(board.permission):
        abort(403)
    asked, unknown = read(request.args.items(multi=True))
    criteria = board.criteria(asked, current_user.account)
    made = board.made(criteria)
    return render_template(
        "reports/boards/board.html",
        board=board,
        boards=boards_for(current_user.account),
        criteria=criteria,
        names=names(),
        unknown=unknown,
        figures=_figures(board, made),
        panels=[_panel(panel, made[panel.report]) for panel in board.panels],
        shapes=places.shapes(),
        size=(places.WIDTH, places.HEIGHT),
    )


def _figures(board: Board, made: dict[str, Made]) -> list[dict[str, Any]]:
    found = []
    for figure in board.figures:
        report = made[figure.report]
        kinds = {one.key: one.kind for one in report.report.fields}
        number, kind = number_of(figure, report), kinds.get(figure.key, "integer")
        said = compact_money(number, "USD") if kind == "money" else shown(number, kind)
        address = _address(report.report, report.criteria)
        found.append({"label": figure.label, "number": said, "address": address})
    return found


def _address(report: Report, criteria: ReportCriteria) -> str:
    """The report for these criteria."""
    chosen: dict[str, Any] = {}
    for name, value in criteria.only(report.filters).parameters():
        chosen.setdefault(name, []).append(value)
    return url_for("staff_shelf.show", name=report.name, **chosen)


def _panel(panel: Panel, made: Made) -> dict[str, Any]:
    return {
        "shown": Shown.of(made, most=MOST_SHOWN, width=NARROW),
        "address": _address(made.report, made.criteria),
        "map": _map(panel, made) if panel.shaded_by else None,
    }


def _map(panel: Panel, made: Made) -> dict[str, Any]:
    """The districts with their shades, and code -> where each leads and what it says."""
    rows = {row["district"]: row for row in made.rows.to_dict("records")}
    kind = next(one.kind for one in made.report.fields if one.key == panel.shaded_by)
    values = {code: Decimal(row[panel.shaded_by]) for code, row in rows.items()}
    areas = places.areas(entries(District), values)
    return {
        "areas": areas,
        "addresses": {code: address_behind(made, row) for code, row in rows.items()},
        "told": {area.code: f"{area.name}: {shown(area.value, kind)}" for area in areas},
    }
