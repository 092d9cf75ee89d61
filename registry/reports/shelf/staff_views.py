"""The shelf of reports: each with its question, table, picture and files, which leave a trace."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.refusals import Refusal
from registry.reports.shelf.catalogue import SHELF, one_report
from registry.reports.shelf.files import ENDINGS, Made, report_bytes
from registry.reports.shelf.filtering import names, read
from registry.reports.shelf.reports import Report
from registry.reports.shelf.showing import Shown
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.downloads import attachment

blueprint = audience_blueprint("staff_shelf", __name__, Audience.STAFF, "/reports")


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
    page = render_template(
        "reports/shelf/report.html",
        shown=Shown.of(made),
        names=names(),
        unknown=unknown,
        refusal=refusal,
        endings=ENDINGS,
    )
    return page, status


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
