"""Criteria of reports out of query parameters, and in words."""

from collections.abc import Iterable

from registry.accounts.queries import staff_members
from registry.languages import gettext as _
from registry.projects.criteria import UnknownValue
from registry.reference.models import District, Sector
from registry.reference.queries import entries
from registry.reports.shelf.criteria import BOUNDS, FACETS, ReportCriteria, read_criteria
from registry.reports.shelf.reports import Report
from registry.web.formatting import countries, format_date


def names() -> dict[str, tuple[str, dict[str, str]]]:
    """Parameter -> heading, and code -> name in the reader's language."""
    return {
        "country": (_("Country"), dict(countries())),
        "sector": (_("Sector"), {entry.code: entry.name for entry in entries(Sector)}),
        "district": (_("District"), {entry.code: entry.name for entry in entries(District)}),
        "officer": (_("Officer"), {str(user.id): user.name for user in staff_members()}),
    }


def read(parameters: Iterable[tuple[str, str]]) -> tuple[ReportCriteria, list[UnknownValue]]:
    """Criteria, and every value that had to be ignored."""
    return read_criteria(parameters, {facet: listed for facet, (_heading, listed) in names().items()})


def describe(criteria: ReportCriteria, *reports: Report) -> list[tuple[str, str]]:
    """Heading and chosen values of everything that narrows these reports."""
    known = names()
    used = {name for report in reports for name in report.filters}
    headings = {"since": _("From"), "until": _("Until")}
    described = [
        (headings[bound], format_date(day))
        for bound in BOUNDS
        if bound in used and (day := getattr(criteria, bound))
    ]
    for facet in FACETS:
        if facet in used and criteria.chosen(facet):
            heading, listed = known[facet]
            described.append((heading, "; ".join(listed[code] for code in criteria.chosen(facet))))
    return described
