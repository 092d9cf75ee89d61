"""The shelf of reports: each with its question, table, picture and files, which leave a trace."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.refusals import Refusal
from registry.reports.charts import drawing, picture_of
from registry.reports.shelf.catalogue import SHELF, one_report
from registry.reports.shelf.files import ENDINGS, Made, report_bytes, shown, totals_row
from registry.reports.shelf.filtering import names, read
from registry.reports.shelf.reports import Report
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.downloads import attachment

blueprint = audience_blueprint("staff_shelf", __name__, Audience.STAFF, "/reports")

#: Rows that a page shows; files have all.
MOST_SHOWN = 200


@blueprint.get("/")
@requires(Permission.REPORTS_READ)
def index() -> ResponseReturnValue:
    """Every report that one may read."""
    reports = [report for report in SHELF.values() if current_user.may(report.permission)]
    return render_template("reports/shelf/index.html", reports=reports, names=names())


@blueprint.get("/<name>")
@requires(Permission.REPORTS_READ)
def show(name: str) -> ResponseReturnValue:
    """One report for the criteria of the address."""
    report = _allowed(name)
    criteria, unknown = read(request.args.items(multi=True))
    made = Made.of(report, criteria)
    return _page(made, unknown=unknown)


def _page(made: Made, *, unknown: object = (), refusal: str = "", status: int = 200) -> ResponseReturnValue:
    report = made.report
    picture = picture_of(made) if report.chart is not None and len(made.rows) else None
    page = render_template(
        "reports/shelf/report.html",
        report=report,
        criteria=made.criteria,
        names=names(),
        unknown=unknown,
        refusal=refusal,
        number=len(made.rows),
        rows=_rows(made),
        totals=totals_row(made),
        picture=drawing(picture) if picture else None,
        left_out=picture.left_out if picture else 0,
        endings=ENDINGS,
    )
    return page, status


def _rows(made: Made) -> list[tuple[str, list[str]]]:
    """The address behind each row, or nothing, and its cells as people read them."""
    kinds = [one.kind for one in made.report.fields]
    records = made.rows.head(MOST_SHOWN).to_dict("records")
    return [
        (_address(made, record), [shown(value, kind) for value, kind in zip(cells, kinds, strict=True)])
        for record, cells in zip(records, made.cells(MOST_SHOWN), strict=True)
    ]


def _address(made: Made, record: Mapping[str, object]) -> str:
    link = made.report.link
    if link is None:
        return ""
    behind = {parameter: record[key] for parameter, key in link.parameters.items()}
    narrowed = [pair for pair in made.criteria.parameters() if pair[0] not in behind]
    # A list of records that cannot be narrowed likewise would hold others, too; a record is itself.
    is_list = link.endpoint.endswith(".index")
    if is_list and any(name not in link.passes for name, _value in narrowed):
        return ""
    address = url_for(link.endpoint, **behind, **link.always)  # type: ignore[arg-type]
    if not (is_list and narrowed):
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(narrowed)}"


@blueprint.post("/<name>.<any(xlsx, csv, json, pdf):ending>")
@requires(Permission.REPORTS_READ)
def download(name: str, ending: str) -> ResponseReturnValue:
    """One report as a file."""
    report = _allowed(name)
    criteria, _unknown = read(request.args.items(multi=True))
    try:
        return attachment(report_bytes(report, criteria, ending, by=current_user.account), name, ending)
    except Refusal as refusal:
        return _page(Made.of(report, criteria), refusal=str(refusal), status=422)


def _allowed(name: str) -> Report:
    report = one_report(name)
    if not current_user.may(report.permission):
        abort(403)
    return report
