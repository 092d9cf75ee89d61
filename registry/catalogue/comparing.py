"""Projects side by side: the same facts of each, in the same units, differences marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from registry.languages import gettext as _
from registry.projects.models import Project
from registry.reference.models import Indicator
from registry.web.formatting import (
    format_date,
    format_list,
    format_money,
    format_percent,
    format_quantity,
    format_years,
)

#: More columns than this nobody can read beside each other.
MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """What one project says of a fact; None is not known. The note stands below it, smaller."""

    value: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all projects, in their order."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """True unless every project says the same."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    label: str
    rows: tuple[Row, ...]


def compare(projects: Sequence[Project], *, only_differences: bool = False) -> list[Group]:
    """The facts of projects by groups; facts that no project states are left out."""
    groups: tuple[Group, ...] = (
        Group(_("Preparation"), tuple(_rows(projects, _preparation()))),
        Group(_("Money"), tuple(_rows(projects, _money()))),
        Group(_("Place"), tuple(_rows(projects, _place()))),
        Group(_("Impact"), (*_rows(projects, _impact()), *_indicators(projects))),
        Group(_("People"), tuple(_rows(projects, _people()))),
    )
    if only_differences:
        groups = tuple(Group(group.label, tuple(row for row in group.rows if row.differs)) for group in groups)
    return [group for group in groups if group.rows]


Value = TypeVar("Value")
#: A fact: its label and how a project tells it.
Fact = tuple[str, Callable[[Project], Cell]]


def _rows(projects: Sequence[Project], facts: Iterable[Fact]) -> Iterable[Row]:
    for label, tell in facts:
        row = Row(label, tuple(tell(project) for project in projects))
        if any(cell.value is not None for cell in row.cells):
            yield row


def _preparation() -> Iterable[Fact]:
    yield _("Kind of opportunity"), lambda project: Cell(project.type.name)
    yield _("Sector"), lambda project: Cell(project.sector.name)
    yield _("Stage"), lambda project: Cell(project.stage.name)
    yield _("Funding status"), lambda project: Cell(str(project.funding_state.label))
    yield _("Call closes on"), lambda project: _told(project.closes_on, format_date)
    yield _("Last checked on"), lambda project: _told(project.verified_on, format_date)


def _money() -> Iterable[Fact]:
    yield _("Amount sought"), _sought
    yield _("Secured"), lambda project: _amount(project, project.total("secured"))
    yield _("Form of funding"), lambda project: _names(line.instrument.name for line in project.funding)
    yield _("Total cost"), _cost
    yield _("Smallest participation"), lambda project: _amount(project, project.ticket_min)
    yield _("Largest participation"), lambda project: _amount(project, project.ticket_max)
    yield _("Internal rate of return"), lambda project: _told(project.irr_percent, format_percent)
    yield _("Net present value"), lambda project: _amount(project, project.npv)
    yield _("Payback"), lambda project: _told(project.payback_years, format_years)
    yield _("Share in foreign currency"), lambda project: _told(project.foreign_currency_percent, format_percent)


def _place() -> Iterable[Fact]:
    yield _("Districts"), lambda project: _names(district.name for district in project.districts)
    yield _("Land area"), lambda project: _measured(project.land_area_ha, _("ha"))
    yield _("On the dried seabed"), lambda project: _yes_or_no(project.on_seabed)
    yield _("Power needed"), lambda project: _measured(project.power_kw, _("kW"))
    yield _("Water needed in a year"), lambda project: _measured(project.water_m3_year, _("m³"))
    yield _("Distance to the railway"), lambda project: _measured(project.railway_km, _("km"))


def _impact() -> Iterable[Fact]:
    yield _("Sustainable Development Goals"), lambda project: _names(goal.code for goal in project.sdgs)


def _people() -> Iterable[Fact]:
    yield _("Kinds of partners"), lambda project: _names(kind.name for kind in project.partner_types)
    yield _("Incentives"), lambda project: _names(incentive.name for incentive in project.incentives)


def _indicators(projects: Sequence[Project]) -> Iterable[Row]:
    """A row for each indicator that any of the projects promises; its unit is the same for all."""
    promised: dict[str, Indicator] = {
        line.indicator_code: line.indicator for project in projects for line in project.indicators
    }
    for code, indicator in sorted(promised.items(), key=lambda item: item[1].position):
        yield Row(indicator.name, tuple(_target(project, code) for project in projects))


def _target(project: Project, code: str) -> Cell:
    for line in project.indicators:
        if line.indicator_code == code and line.target is not None:
            year = _("by %(year)s", year=line.year) if line.year else None
            return Cell(format_quantity(line.target, line.indicator.unit), year)
    return Cell(None)


def _sought(project: Project) -> Cell:
    cell = _amount(project, project.total("sought"))
    if cell.value is None or project.currency == "USD" or project.sought_usd is None:
        return cell
    return Cell(cell.value, _("about %(amount)s", amount=format_money(round(project.sought_usd), "USD")))


def _cost(project: Project) -> Cell:
    cell = _amount(project, project.total_cost)
    if cell.value is None or not project.price_year:
        return cell
    return Cell(cell.value, _("prices of %(year)s", year=project.price_year))


def _amount(project: Project, amount: Decimal | None) -> Cell:
    return Cell(format_money(amount, project.currency) if amount is not None and project.currency else None)


def _measured(value: Decimal | None, unit: str) -> Cell:
    return Cell(None if value is None else format_quantity(value, unit))


def _told(value: Value | None, how: Callable[[Value], str]) -> Cell:
    return Cell(None if value is None else how(value))


def _yes_or_no(value: bool | None) -> Cell:
    return Cell(None if value is None else _("yes") if value else _("no"))


def _names(names: Iterable[str]) -> Cell:
    return Cell(format_list(names) or None)
