"""What a report is narrowed to. Pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from registry.projects.criteria import UnknownValue, shown

#: Parameters with codes of a list, each at most once or several times.
FACETS = ("country", "sector", "district", "officer")
BOUNDS = ("since", "until")


@dataclass(frozen=True, slots=True)
class ReportCriteria:
    """A period of days, both included, and codes; values of one facet are joined by OR, facets by AND."""

    since: date | None = None
    until: date | None = None
    country: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    officer: tuple[str, ...] = ()

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen for a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def only(self, filters: Iterable[str]) -> "ReportCriteria":
        """Without what a report is not narrowed by."""
        kept = set(filters)
        return ReportCriteria(
            **{part.name: getattr(self, part.name) for part in fields(self) if part.name in kept}
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The criteria as query parameters; reading them again gives an equal object."""
        pairs = [(name, day.isoformat()) for name in BOUNDS if (day := getattr(self, name))]
        return [*pairs, *((facet, value) for facet in FACETS for value in self.chosen(facet))]


def read_criteria(
    parameters: Iterable[tuple[str, str]], known: Mapping[str, Iterable[str]]
) -> tuple[ReportCriteria, list[UnknownValue]]:
    """Criteria out of query parameters, and every value that had to be ignored; `known` facet -> codes."""
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value.strip())
    unknown: list[UnknownValue] = []
    values: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        chosen = dict.fromkeys(value for value in given.get(facet, ()) if value)
        values[facet] = tuple(value for value in chosen if value in known[facet])
        unknown += [UnknownValue(facet, shown(value)) for value in chosen if value not in known[facet]]
    days: dict[str, date | None] = {}
    for bound in BOUNDS:
        text = given.get(bound, [""])[0]
        days[bound] = _day(text)
        if text and days[bound] is None:
            unknown.append(UnknownValue(bound, shown(text)))
    return ReportCriteria(**days, **values), unknown  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
