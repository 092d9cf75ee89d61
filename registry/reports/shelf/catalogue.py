"""All reports by name."""

from registry.refusals import NotFound
from registry.reports.shelf import cooperation_reports, lead_reports, project_reports
from registry.reports.shelf.reports import Report

SHELF: dict[str, Report] = {
    report.name: report
    for report in (*project_reports.REPORTS, *lead_reports.REPORTS, *cooperation_reports.REPORTS)
}


def one_report(name: str) -> Report:
    """The report of this name; raises NotFound."""
    if name not in SHELF:
        raise NotFound
    return SHELF[name]
