"""Reports as files: one as a workbook, CSV, JSON or printed pages, or all of a person's in one workbook."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from flask import get_template_attribute

from registry.accounts.models import User
from registry.audit.operations import record
from registry.catalogue.printing import print_document
from registry.db import now, reading, release
from registry.languages import current_language, pick
from registry.languages import gettext as _
from registry.reference.queries import labels, rates_on
from registry.refusals import Refusal
from registry.reports.charts import drawing, picture_of
from registry.reports.exports import cover_of, write
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.filtering import describe
from registry.reports.shelf.reports import Report, totals_of
from registry.reports.shelf.sources import Frame, library
from registry.spreadsheets.cells import columns_of
from registry.spreadsheets.tables import Column, Sheet
from registry.spreadsheets.write import Told, quiet
from registry.web.formatting import format_date, format_datetime, format_money, format_number, format_percent

ENDINGS = ("xlsx", "csv", "json", "pdf")
#: A printed table has at most so many rows; more belong into a workbook.
MOST_PRINTED = 500


@dataclass(frozen=True)
class Made:
    """A report with its rows and totals."""

    report: Report
    criteria: ReportCriteria
    rows: Frame
    totals: dict[str, Any]

    @classmethod
    def of(cls, report: Report, criteria: ReportCriteria) -> "Made":
        """The report for these criteria, narrowed only by what it can be."""
        narrowed = criteria.only(report.filters)
        rows = report.frame(narrowed)
        return cls(report, narrowed, rows, totals_of(report, narrowed, rows))

    @property
    def sheet(self) -> Sheet:
        """The rows as a sheet, with their totals and their picture."""
        columns = [Column(one.key, str(one.label), one.kind) for one in self.report.fields]
        frame = self.rows[[one.key for one in self.report.fields]]
        totals = {self.report.fields[0].key: _("Total"), **self.totals} if self.totals else {}
        chart = self.report.chart if len(self.rows) else None
        return Sheet(str(self.report.title), columns, frame, chart, totals)

    def cells(self, most: int | None = None) -> list[list[Any]]:
        """The values of the rows, in the order of the fields."""
        keys = [one.key for one in self.report.fields]
        rows = self.rows if most is None else self.rows.head(most)
        return [list(row) for part in columns_of(rows, keys, len(rows) or 1) for row in zip(*part, strict=True)]


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds, for the audit trail."""

    name: str
    ending: str
    filters: Sequence[tuple[str, str]]
    rows: int


def write_report(output: BinaryIO, made: Made, ending: str, *, by: User | str, told: Told = quiet) -> Written:
    """One report into a file; only reads. Raises Refusal where it cannot be printed."""
    filters = describe(made.criteria, made.report)
    if ending == "json":
        output.write(_json(made, filters))
    elif ending == "pdf":
        output.write(_pdf(made, filters))
    else:
        cover = cover_of(str(made.report.title), [*filters, *_rates()], by)
        write(output, ending, [made.sheet], cover, told=told)
    return Written(made.report.name, ending, filters, len(made.rows))


def write_pack(output: BinaryIO, criteria: ReportCriteria, *, by: User, told: Told = quiet) -> Written:
    """One workbook with every report this person may read, and the lists of codes; only reads."""
    reports = [report for report in SHELF.values() if by.may(report.permission)]
    sheets = [*(Made.of(report, criteria).sheet for report in reports), _codes()]
    filters = describe(criteria, *reports)
    rows = write(output, "xlsx", sheets, cover_of(_("Pack of reports"), [*filters, *_rates()], by), told=told)
    return Written("pack", "xlsx", filters, rows)


def report_bytes(report: Report, criteria: ReportCriteria, ending: str, *, by: User | str) -> bytes:
    """One report as a file in memory; leaves a trace. Nobody waits for a lock while it is made."""
    output = BytesIO()
    release()
    with reading():
        written = write_report(output, Made.of(report, criteria), ending, by=by)
    release()
    leave_trace(written, by=by)
    return output.getvalue()


def leave_trace(written: Written, *, by: User | str) -> None:
    """Note in the audit trail who took what out."""
    details = {
        "filter": [None, [list(pair) for pair in written.filters]],
        "rows": [None, written.rows],
        "format": [None, written.ending],
    }
    record("reports.exported", subject=("report", written.name), by=by, changes=details)


def _rates() -> list[tuple[str, str]]:
    """The exchange rates that a file rests on."""
    rates = rates_on(now().date())
    known = "; ".join(
        f"1 USD = {format_number(rate)} {code}" for code, rate in sorted(rates.items()) if code != "USD"
    )
    return [(_("Exchange rates"), known)] if known else []


def _codes() -> Sheet:
    """Every code of the lists with its name."""
    from_lists = _listed()
    columns = [
        Column("list", _("List"), "text"),
        Column("code", _("Code"), "text"),
        Column("name", _("Name"), "text"),
    ]
    return Sheet(_("Lists of codes"), columns, library().DataFrame(from_lists, columns=["list", "code", "name"]))


def _listed() -> list[tuple[str, str, str]]:
    return [
        (listing, code, pick(names)[0])
        for listing, codes in labels().items()
        for code, names in codes.items()
        if names
    ]


def _json(made: Made, filters: Sequence[tuple[str, str]]) -> bytes:
    keys = [one.key for one in made.report.fields]
    document = {
        "report": made.report.name,
        "title": str(made.report.title),
        "language": current_language(),
        "made_at": now().isoformat(),
        "filter": dict(filters),
        "columns": [
            {"key": f.key, "label": str(f.label), "kind": f.kind, "unit": f.unit} for f in made.report.fields
        ],
        "rows": [dict(zip(keys, map(_plain, row), strict=True)) for row in made.cells()],
        "totals": {key: _plain(value) for key, value in made.totals.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _pdf(made: Made, filters: Sequence[tuple[str, str]]) -> bytes:
    """Printed pages; raises Refusal where there are too many rows to read."""
    if len(made.rows) > MOST_PRINTED:
        raise Refusal(
            _(
                "These are %(number)s rows; at most %(most)s are printed. Take the workbook, or narrow it.",
                number=len(made.rows),
                most=MOST_PRINTED,
            )
        )
    fields = made.report.fields
    data = {
        "lang": current_language(),
        "title": str(made.report.title),
        "question": str(made.report.question),
        "facts": [list(pair) for pair in filters],
        "made": _("Made on %(time)s", time=format_datetime(now())),
        "registry": _("Investment project registry of the Aral Sea region"),
        "picture": _svg(made) if made.report.chart and len(made.rows) else "",
        "headings": [str(one.label) for one in fields],
        "numbers": [one.is_number for one in fields],
        "rows": [[shown(value, f.kind) for value, f in zip(row, fields, strict=True)] for row in made.cells()],
        "totals": totals_row(made),
        "notes": [str(note) for note in made.report.notes],
        "nothing": _("Nothing meets these criteria."),
    }
    return print_document("report", data)


def _svg(made: Made) -> str:
    return str(get_template_attribute("macros/charts.html", "chart")(drawing(picture_of(made))))


def totals_row(made: Made) -> list[str]:
    """The row below the table as people read it; empty where nothing adds up."""
    if not made.totals:
        return []
    shown_totals = [shown(made.totals.get(one.key), one.kind) for one in made.report.fields]
    return [_("Total"), *shown_totals[1:]]


def shown(value: Any, kind: str) -> str:
    """A value as people read it in the present language."""
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return format_datetime(value, "medium")
    if isinstance(value, date):
        return format_date(value, "medium")
    if kind == "money":
        return format_money(value, "USD")
    if kind == "percent":
        return format_percent(value)
    if kind in ("integer", "decimal") and not isinstance(value, str):
        return format_number(value)
    return str(value)
