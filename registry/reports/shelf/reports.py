"""What a report is: one definition feeds the page, the picture, the workbook, CSV, JSON and the printed pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from registry.accounts.roles import Permission
from registry.reports.shelf.criteria import ReportCriteria
from registry.spreadsheets.cells import NUMBER_KINDS, Kind
from registry.spreadsheets.tables import Chart

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its key in the frame, its label, what its cells are, and whether they add up to something."""

    key: str
    label: object
    kind: Kind = "text"
    adds_up: bool = False
    #: what the numbers are, where it is not said by the label: "USD", "%", "days"
    unit: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBER_KINDS


@dataclass(frozen=True, slots=True)
class Link:
    """Where a row leads: an endpoint, and parameter -> key of the frame, which may be one that is not shown."""

    endpoint: str
    parameters: Mapping[str, str]
    #: parameters of the report that narrow the page behind it, too; narrowed by another, rows lead nowhere
    passes: Sequence[str] = ()
    #: parameters that every row has
    always: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One report of the shelf.

    `frame` criteria -> rows with the keys of `fields`, in the order they are shown; `totals` criteria, frame ->
    what stands below, where that is not the sum of what is shown.
    """

    name: str
    title: object
    question: object
    permission: Permission
    filters: Sequence[str]
    fields: Sequence[Field]
    frame: Callable[[ReportCriteria], "pandas.DataFrame"]
    chart: Chart | None = None
    link: Link | None = None
    totals: Callable[[ReportCriteria, "pandas.DataFrame"], Mapping[str, Any]] | None = None
    #: said below the table
    notes: Sequence[object] = field(default=())


def totals_of(report: Report, criteria: ReportCriteria, rows: "pandas.DataFrame") -> dict[str, Any]:
    """key -> total of each column that adds up; empty where none does."""
    if report.totals is not None:
        return dict(report.totals(criteria, rows))
    sums: dict[str, Any] = {}
    for one in report.fields:
        if one.adds_up:
            known = [value for value in rows[one.key] if value is not None and value == value]
            sums[one.key] = sum(known, Decimal(0) if one.kind == "money" else 0)
    return sums
