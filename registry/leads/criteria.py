"""What the list of leads is narrowed to. Pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.projects.criteria import LONGEST_QUERY, UnknownValue, shown

#: Parameters that may be given several times, each with codes of a list.
FACETS = ("status", "clock", "sector", "country", "kind", "officer")
SORTS = ("newest", "oldest", "waiting", "due")
#: How a case stands to the response clock: overdue, due within two days, due later.
CLOCKS = ("overdue", "soon", "later")


@dataclass(frozen=True, slots=True)
class LeadCriteria:
    """Values of one facet are joined by OR, facets by AND. `officer` holds ids, or "none"."""

    q: str = ""
    status: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    officer: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    sort: str = "newest"

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen for a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def parameters(self) -> list[tuple[str, str]]:
        """The criteria as query parameters; reading them again gives an equal object."""
        pairs = [(facet, value) for facet in FACETS for value in self.chosen(facet)]
        pairs += [("q", self.q)] if self.q else []
        pairs += [(name, day.isoformat()) for name in ("since", "until") if (day := getattr(self, name))]
        pairs += [("sort", self.sort)] if self.sort != "newest" else []
        return pairs


def read_criteria(
    parameters: Iterable[tuple[str, str]], known: Mapping[str, set[str]]
) -> tuple[LeadCriteria, list[UnknownValue]]:
    """Criteria out of query parameters, and every value that had to be ignored."""
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    unknown: list[UnknownValue] = []
    values: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        chosen = dict.fromkeys(value.strip() for value in given.get(facet, ()) if value.strip())
        values[facet] = tuple(value for value in chosen if value in known[facet])
        unknown += [UnknownValue(facet, shown(value)) for value in chosen if value not in known[facet]]
    days: dict[str, date | None] = {}
    for bound in ("since", "until"):
        text = given.get(bound, [""])[0].strip()
        days[bound] = day = _day(text)
        if text and day is None:
            unknown.append(UnknownValue(bound, shown(text)))
    sort = given.get("sort", [""])[0] or "newest"
    if sort not in SORTS:
        unknown.append(UnknownValue("sort", shown(sort)))
        sort = "newest"
    query = " ".join("".join(c if c.isprintable() else " " for c in given.get("q", [""])[0]).split())
    return LeadCriteria(q=query[:LONGEST_QUERY], sort=sort, **values, **days), unknown  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
