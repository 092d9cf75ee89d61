"""What a dashboard is: numbers and pictures out of the reports of the shelf, all for one filter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.languages import lazy_gettext as _l
from registry.refusals import NotFound
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.criteria import BOUNDS, FACETS, ReportCriteria
from registry.reports.shelf.files import Made
from registry.reports.shelf.reports import Report


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: the total of a column of a report, or how many rows it has where no column is named."""

    report: str
    label: object
    key: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One report of a board: its picture, or a map of districts shaded by a column where one is named."""

    report: str
    shaded_by: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard. On one's own board only the reader's cases count."""

    name: str
    title: object
    question: object
    permission: Permission
    figures: Sequence[Figure]
    panels: Sequence[Panel]
    is_own: bool = False

    @property
    def reports(self) -> list[Report]:
        """Every report that it shows a number or a picture of."""
        named = [*(figure.report for figure in self.figures), *(panel.report for panel in self.panels)]
        return [SHELF[name] for name in dict.fromkeys(named)]

    @property
    def filters(self) -> list[str]:
        """What it is narrowed by: everything that narrows one of its reports."""
        used = {name for report in self.reports for name in report.filters}
        fixed = {"officer"} if self.is_own else set[str]()
        return [name for name in (*BOUNDS, *FACETS) if name in used - fixed]

    def criteria(self, criteria: ReportCriteria, reader: User) -> ReportCriteria:
        """The criteria that count on this board."""
        narrowed = criteria.only(self.filters)
        return replace(narrowed, officer=(str(reader.id),)) if self.is_own else narrowed

    def made(self, criteria: ReportCriteria) -> dict[str, Made]:
        """Name -> each of its reports for these criteria."""
        return {report.name: Made.of(report, criteria) for report in self.reports}


def number_of(figure: Figure, made: Made) -> Any:
    """The number of a figure: whole, or Decimal dollars."""
    return made.totals[figure.key] if figure.key else len(made.rows)


BOARDS = {
    board.name: board
    for board in (
        Board(
            "direction",
            _l("Direction"),
            _l("Where do we stand: what is sought, who is interested, what was signed?"),
            Permission.LEADS_EXPORT,
            (
                Figure("funding-by-sector", _l("Published projects"), "number"),
                Figure("funding-by-sector", _l("Amount sought"), "sought"),
                Figure("funding-by-sector", _l("Still lacking"), "gap"),
                Figure("interests-by-month", _l("Cases received"), "number"),
                Figure("countries", _l("Organisations"), "partners"),
                Figure("countries", _l("Visits"), "visits"),
                Figure("countries", _l("Agreements"), "agreements"),
            ),
            (
                Panel("interests-by-month"),
                Panel("funnel"),
                Panel("funding-by-sector"),
                Panel("funding-by-district", shaded_by="gap"),
                Panel("countries"),
                Panel("indicators"),
            ),
        ),
        Board(
            "management",
            _l("Management"),
            _l("What lies where, how soon do we answer, and who has how much to do?"),
            Permission.LEADS_EXPORT,
            (
                Figure("pipeline", _l("Cases received"), "number"),
                Figure("workload", _l("Open cases"), "open"),
                Figure("workload", _l("Answers overdue"), "overdue"),
                Figure("response-times", _l("Answered in time"), "in_time"),
                Figure("workload", _l("With an agreement"), "agreed"),
                Figure("matches", _l("Matches"), "number"),
                Figure("data-quality", _l("Gaps in the register")),
            ),
            (
                Panel("pipeline"),
                Panel("workload"),
                Panel("response-times"),
                Panel("interests-by-sector"),
                Panel("matches"),
                Panel("partners"),
            ),
        ),
        Board(
            "mine",
            _l("My cases"),
            _l("How do my cases stand?"),
            Permission.LEADS_REVIEW,
            (
                Figure("pipeline", _l("Cases of mine"), "number"),
                Figure("workload", _l("Open cases"), "open"),
                Figure("workload", _l("Answers overdue"), "overdue"),
                Figure("response-times", _l("Answered in time"), "in_time"),
            ),
            (
                Panel("pipeline"),
                Panel("response-times"),
                Panel("interests-by-country"),
                Panel("interests-by-kind"),
            ),
            is_own=True,
        ),
        Board(
            "register",
            _l("The register"),
            _l("What does the register hold, and what does it lack?"),
            Permission.PROJECTS_EXPORT,
            (
                Figure("funding-by-sector", _l("Published projects"), "number"),
                Figure("funding-by-sector", _l("Without an amount or rate"), "unpriced"),
                Figure("data-quality", _l("Gaps in the register")),
            ),
            (
                Panel("funding-by-sector"),
                Panel("funding-by-district", shaded_by="number"),
                Panel("indicators"),
                Panel("data-quality"),
            ),
        ),
    )
}


def one_board(name: str) -> Board:
    """The board of this name; raises NotFound."""
    if name not in BOARDS:
        raise NotFound
    return BOARDS[name]


def boards_for(user: User) -> Iterable[Board]:
    """The boards that this person may open."""
    return [board for board in BOARDS.values() if user.may(board.permission)]
