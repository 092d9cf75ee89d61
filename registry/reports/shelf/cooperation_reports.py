"""Reports about partners and cooperation, as the shelf offers them."""

from registry.accounts.roles import Permission
from registry.languages import lazy_gettext as _l
from registry.partners.checks.standing import Standing
from registry.reports.shelf.cooperation_frames import access_log, agreements, bilateral, matches, partners, visits
from registry.reports.shelf.reports import Field, Link, Report
from registry.spreadsheets.tables import Chart

_PERIOD = ("since", "until")
_ABROAD = (*_PERIOD, "country")
REPORTS = (
    Report(
        "partners",
        _l("Partners and their checks"),
        _l("Who are our partners, and whom did we check?"),
        Permission.PARTNERS_READ,
        _ABROAD,
        (
            Field("name", _l("Country")),
            Field("number", _l("Organisations"), "integer", adds_up=True),
            Field("with_mandate", _l("That say what they seek"), "integer", adds_up=True),
            Field("cleared", Standing.CLEARED.label, "integer", adds_up=True),
            Field("stale", Standing.STALE.label, "integer", adds_up=True),
            Field("issues", Standing.ISSUES.label, "integer", adds_up=True),
            Field("progress", Standing.IN_PROGRESS.label, "integer", adds_up=True),
            Field("unchecked", Standing.NOT_CHECKED.label, "integer", adds_up=True),
        ),
        partners,
        Chart("bar", "name", ("number",)),
    ),
    Report(
        "matches",
        _l("Matches and what became of them"),
        _l("Do our proposals lead to interest?"),
        Permission.MATCHES_READ,
        _PERIOD,
        (
            Field("name", _l("State")),
            Field("number", _l("Matches"), "integer", adds_up=True),
            Field("score", _l("Score, median"), "decimal"),
            Field("interest", _l("With a registered interest"), "integer", adds_up=True),
        ),
        matches,
        Chart("bar", "name", ("number", "interest")),
    ),
    Report(
        "visits",
        _l("Visits and outcomes"),
        _l("Who came, and what came of it?"),
        Permission.COOPERATION_READ,
        _ABROAD,
        (
            Field("number", _l("Number")),
            Field("first_day", _l("First day"), "date"),
            Field("last_day", _l("Last day"), "date"),
            Field("name", _l("Country")),
            Field("purpose", _l("Purpose")),
            Field("people", _l("People"), "integer", adds_up=True),
            Field("cases", _l("Cases"), "integer", adds_up=True),
            Field("agreements", _l("Agreements"), "integer", adds_up=True),
            Field("outcome", _l("Outcome")),
        ),
        visits,
        link=Link("staff_visits.show", {"number": "number"}),
    ),
    Report(
        "obligations",
        _l("Agreements and what is owed"),
        _l("What was promised, by whom, until when?"),
        Permission.COOPERATION_READ,
        _ABROAD,
        (
            Field("number", _l("Agreement")),
            Field("title", _l("Title")),
            Field("name", _l("Country")),
            Field("text", _l("What is owed")),
            Field("owed_by", _l("Owed by")),
            Field("due_on", _l("Due on"), "date"),
            Field("standing", _l("Standing")),
        ),
        agreements,
        link=Link("staff_agreements.show", {"number": "number"}),
    ),
    Report(
        "countries",
        _l("Cooperation by country"),
        _l("How does the cooperation with each country stand?"),
        Permission.COOPERATION_READ,
        ("since", "until", "country", "sector", "district"),
        (
            Field("name", _l("Country")),
            Field("partners", _l("Organisations"), "integer", adds_up=True),
            Field("cases", _l("Cases"), "integer", adds_up=True),
            Field("open", _l("Open cases"), "integer", adds_up=True),
            Field("agreed", _l("With an agreement"), "integer", adds_up=True),
            Field("usd", _l("Indicative amounts, USD"), "money", adds_up=True, unit="USD"),
            Field("visits", _l("Visits"), "integer", adds_up=True),
            Field("agreements", _l("Agreements"), "integer", adds_up=True),
            Field("activities", _l("Done together"), "integer", adds_up=True),
        ),
        bilateral,
        Chart("bar", "name", ("cases", "agreed")),
        Link("staff_countries.show", {"code": "country"}),
    ),
    Report(
        "access-log",
        _l("Files made and documents opened"),
        _l("Who took data out of the registry?"),
        Permission.AUDIT_READ,
        _PERIOD,
        (
            Field("at", _l("Time"), "datetime"),
            Field("by", _l("By")),
            Field("action", _l("Action")),
            Field("subject", _l("Subject")),
            Field("rows", _l("Rows"), "integer"),
            Field("filter", _l("Filter")),
        ),
        access_log,
    ),
)
