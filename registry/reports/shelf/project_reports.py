"""Reports about projects, as the shelf offers them."""

from registry.accounts.roles import Permission
from registry.languages import lazy_gettext as _l
from registry.reports.shelf.project_frames import (
    each_once,
    gap_by_district,
    gap_by_sector,
    indicators,
    quality,
    register,
)
from registry.reports.shelf.reports import Field, Link, Report
from registry.reports.shelf.sources import PUBLISHED
from registry.spreadsheets.tables import Chart

MONEY = (
    Field("number", _l("Projects"), "integer", adds_up=True),
    Field("sought", _l("Sought, USD"), "money", adds_up=True, unit="USD"),
    Field("secured", _l("Secured, USD"), "money", adds_up=True, unit="USD"),
    Field("gap", _l("Gap, USD"), "money", adds_up=True, unit="USD"),
    Field("unpriced", _l("Projects without an amount or rate"), "integer", adds_up=True),
)

PUBLISHED_ONLY = {"publication": PUBLISHED}
_OF_PROJECTS = ("since", "until", "sector", "district")
TO_PROJECT = Link("staff_projects.show", {"reference": "reference"})

REPORTS = (
    Report(
        "register",
        _l("Register of projects"),
        _l("Which projects are open to investors, and on what terms?"),
        Permission.PROJECTS_EXPORT,
        _OF_PROJECTS,
        (
            Field("reference", _l("Reference")),
            Field("title", _l("Title")),
            Field("sector", _l("Sector")),
            Field("districts", _l("Districts")),
            Field("stage", _l("Stage")),
            Field("funding", _l("Funding")),
            Field("sought_usd", _l("Sought, USD"), "money", adds_up=True, unit="USD"),
            Field("rate_date", _l("Date of the exchange rate"), "date"),
            Field("published_at", _l("Published"), "datetime"),
            Field("expires_on", _l("Published until"), "date"),
        ),
        register,
        link=TO_PROJECT,
    ),
    Report(
        "funding-by-sector",
        _l("Funding gap by sector"),
        _l("Where is money sought, how much is secured, and how much is lacking?"),
        Permission.PROJECTS_EXPORT,
        _OF_PROJECTS,
        (Field("name", _l("Sector")), *MONEY),
        gap_by_sector,
        Chart("bar", "name", ("secured", "gap")),
        Link("staff_projects.index", {"sector": "sector"}, ("district",), PUBLISHED_ONLY),
    ),
    Report(
        "funding-by-district",
        _l("Funding gap by district"),
        _l("Which districts look for how much?"),
        Permission.PROJECTS_EXPORT,
        _OF_PROJECTS,
        (Field("name", _l("District")), *MONEY),
        gap_by_district,
        Chart("bar", "name", ("secured", "gap")),
        Link("staff_projects.index", {"district": "district"}, ("sector",), PUBLISHED_ONLY),
        each_once,
        (_l("A project in several districts counts in each of them, and once in the total."),),
    ),
    Report(
        "indicators",
        _l("Effects, planned and reached"),
        _l("What do the published projects promise, and what have they reached, each in its own unit?"),
        Permission.PROJECTS_EXPORT,
        _OF_PROJECTS,
        (
            Field("name", _l("Indicator")),
            Field("unit", _l("Unit")),
            Field("number", _l("Projects"), "integer"),
            Field("baseline", _l("Baseline"), "decimal"),
            Field("target", _l("Target"), "decimal"),
            Field("reached", _l("Reached"), "decimal"),
            Field("reporting", _l("Projects that report"), "integer"),
            Field("share", _l("Share of their targets"), "percent", unit="%"),
            Field("without_target", _l("Without a target"), "integer"),
            Field("without_source", _l("Without a source"), "integer"),
        ),
        indicators,
        Chart("bar", "name", ("share",)),
        notes=(
            _l("Unlike units are never added up. The share counts only projects that named a target and report."),
        ),
    ),
    Report(
        "data-quality",
        _l("What the register lacks"),
        _l("Which published projects are incomplete, unchecked or past their day?"),
        Permission.PROJECTS_READ,
        _OF_PROJECTS,
        (
            Field("reference", _l("Reference")),
            Field("title", _l("Title")),
            Field("lack", _l("What is wrong")),
        ),
        quality,
        link=TO_PROJECT,
    ),
)
