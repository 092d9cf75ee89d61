"""Reports about cases, as the shelf offers them."""

from collections.abc import Callable
from typing import Any

from registry.accounts.roles import Permission
from registry.languages import lazy_gettext as _l
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.lead_frames import (
    all_once,
    by_country,
    by_kind,
    by_month,
    by_sector,
    funnel,
    pipeline,
    response_times,
    workload,
)
from registry.reports.shelf.reports import Field, Link, Report
from registry.reports.shelf.sources import Frame
from registry.spreadsheets.tables import Chart

_CASES = (
    Field("number", _l("Cases"), "integer", adds_up=True),
    Field("usd", _l("Indicative amounts, USD"), "money", adds_up=True, unit="USD"),
    Field("unnamed", _l("Without an amount"), "integer", adds_up=True),
    Field("unpriced", _l("Without a rate"), "integer", adds_up=True),
)
RATES_OF_TODAY = _l(
    "Amounts are converted at the rates of the day of the report; what has no rate is counted apart."
)

_ALL = ("since", "until", "country", "sector", "district", "officer")


def _list(parameter: str, key: str) -> Link:
    return Link("staff_worklist.index", {parameter: key}, ("since", "until", "country", "sector", "officer"))


def _counted(
    name: str, title: object, question: object, label: object, made: Callable[[ReportCriteria], Frame], **more: Any
) -> Report:
    fields = (Field("name", label), *_CASES)
    return Report(
        name, title, question, Permission.LEADS_EXPORT, _ALL, fields, made, notes=(RATES_OF_TODAY,), **more
    )


REPORTS = (
    _counted(
        "pipeline",
        _l("Pipeline"),
        _l("How many cases stand where, and how much money is in them?"),
        _l("State"),
        pipeline,
        chart=Chart("bar", "name", ("number",)),
        link=_list("status", "status"),
    ),
    Report(
        "funnel",
        _l("Funnel"),
        _l("How many expressions of interest come how far?"),
        Permission.LEADS_EXPORT,
        _ALL,
        (
            Field("name", _l("Station")),
            Field("number", _l("Cases that came so far"), "integer"),
            Field("share", _l("Share of those received"), "percent", unit="%"),
        ),
        funnel,
        Chart("bar", "name", ("number",)),
        notes=(_l("A case that skipped a station counts as having passed it."),),
    ),
    _counted(
        "interests-by-country",
        _l("Interests by country"),
        _l("Where does interest come from?"),
        _l("Country"),
        by_country,
        chart=Chart("bar", "name", ("number",)),
        link=_list("country", "country"),
    ),
    _counted(
        "interests-by-sector",
        _l("Interests by sector"),
        _l("What is interest about?"),
        _l("Sector"),
        by_sector,
        chart=Chart("bar", "name", ("number",)),
        link=_list("sector", "sector"),
    ),
    _counted(
        "interests-by-kind",
        _l("Interests by kind of cooperation"),
        _l("What do partners offer: money, technology, training, research?"),
        _l("Kind of cooperation"),
        by_kind,
        chart=Chart("bar", "name", ("number",)),
        link=_list("kind", "kind"),
        totals=all_once,
    ),
    _counted(
        "interests-by-month",
        _l("Interests by month"),
        _l("Is interest growing?"),
        _l("Month"),
        by_month,
        chart=Chart("line", "name", ("number",)),
    ),
    Report(
        "response-times",
        _l("Response times"),
        _l("How soon do partners get an answer, an introduction, an agreement?"),
        Permission.LEADS_EXPORT,
        _ALL,
        (
            Field("month", _l("Month of receipt")),
            Field("number", _l("Received"), "integer", adds_up=True),
            Field("answered", _l("Answered"), "integer", adds_up=True),
            Field("in_time", _l("Answered in time"), "integer", adds_up=True),
            Field("share", _l("Of these in time"), "percent", unit="%"),
            Field("hours", _l("Hours to the first answer, median"), "decimal"),
            Field("to_introduction", _l("Days to the introduction, median"), "decimal"),
            Field("to_agreement", _l("Days to the agreement, median"), "decimal"),
        ),
        response_times,
        Chart("column", "month", ("answered", "in_time")),
        notes=(_l("Hours and days are those of the calendar; in time is what the response clock says."),),
    ),
    Report(
        "workload",
        _l("Staff workload"),
        _l("Who has how many cases, and where is one late?"),
        Permission.LEADS_EXPORT,
        _ALL,
        (
            Field("name", _l("Officer")),
            Field("number", _l("Cases"), "integer", adds_up=True),
            Field("open", _l("Open"), "integer", adds_up=True),
            Field("overdue", _l("Answer overdue"), "integer", adds_up=True),
            Field("agreed", _l("With an agreement"), "integer", adds_up=True),
            Field("ended", _l("Ended"), "integer", adds_up=True),
            Field("hours", _l("Hours to the first answer, median"), "decimal"),
        ),
        workload,
        Chart("bar", "name", ("open", "overdue")),
        _list("officer", "officer"),
    ),
)
