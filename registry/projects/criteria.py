"""What a list of projects is narrowed to: one frozen object for page, export, feed and report. Pure rules."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation

#: Parameters that may be given several times, each with codes of a list.
FACETS = ("type", "sector", "district", "stage", "instrument", "sdg", "funding")
SORTS = ("relevance", "newest", "closing", "amount", "-amount")
LONGEST_QUERY = 200
GREATEST_AMOUNT = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class ProjectCriteria:
    """Values of one facet are joined by OR, facets by AND. Amounts are US dollars sought."""

    q: str = ""
    type: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    min: Decimal | None = None
    max: Decimal | None = None
    sort: str = "newest"
    #: publication states; only staff lists ask for other than published ones
    publication: tuple[str, ...] = ("published",)

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen for a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def without(self, facet: str) -> "ProjectCriteria":
        """The same with one facet left open, as its counts are made."""
        return replace(self, **{facet: ()})  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        """True if nothing is narrowed."""
        return not self.q and self.min is None and self.max is None and not any(map(self.chosen, FACETS))

    def parameters(self) -> list[tuple[str, str]]:
        """The criteria as query parameters; reading them again gives an equal object."""
        pairs = [(facet, value) for facet in FACETS for value in self.chosen(facet)]
        if self.q:
            pairs.insert(0, ("q", self.q))
        pairs += [(name, f"{value:f}") for name in ("min", "max") if (value := getattr(self, name)) is not None]
        if self.sort != _usual_sort(self.q):
            pairs.append(("sort", self.sort))
        return pairs


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A parameter's value that was ignored because no list has it."""

    parameter: str
    value: str


def read_criteria(
    parameters: Iterable[tuple[str, str]],
    known: Mapping[str, Collection[str]],
    *,
    publication: tuple[str, ...] = ("published",),
) -> tuple[ProjectCriteria, list[UnknownValue]]:
    """Criteria out of query parameters, and every value that had to be ignored.

    `known` maps each facet to the codes that exist. Parameters that are not ours are left alone.
    """
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    unknown: list[UnknownValue] = []
    values: dict[str, object] = {"publication": publication}
    for facet in FACETS:
        chosen = dict.fromkeys(value.strip() for value in given.get(facet, ()) if value.strip())
        values[facet] = tuple(value for value in chosen if value in known[facet])
        unknown += [UnknownValue(facet, shown(value)) for value in chosen if value not in known[facet]]
    query = " ".join("".join(c if c.isprintable() else " " for c in given.get("q", [""])[0]).split())
    if len(query) > LONGEST_QUERY:
        unknown.append(UnknownValue("q", shown(query)))
        query = query[:LONGEST_QUERY]
    values["q"] = query
    for bound in ("min", "max"):
        text = given.get(bound, [""])[0].strip()
        values[bound] = amount = _amount(text)
        if text and amount is None:
            unknown.append(UnknownValue(bound, shown(text)))
    sort = given.get("sort", [""])[0]
    if sort and sort not in SORTS:
        unknown.append(UnknownValue("sort", shown(sort)))
    values["sort"] = sort if sort in SORTS else _usual_sort(query)
    names = {field.name for field in fields(ProjectCriteria)}
    return ProjectCriteria(**{name: value for name, value in values.items() if name in names}), unknown  # type: ignore[arg-type]


def _usual_sort(query: str) -> str:
    """The order of a list that nobody chose one for."""
    return "relevance" if query else "newest"


def shown(value: str) -> str:
    """An odd value as it can be shown: printable and short."""
    printable = "".join(character if character.isprintable() else "�" for character in value)
    return printable if len(printable) <= 40 else printable[:40] + "…"


def _amount(text: str) -> Decimal | None:
    if not text or len(text) > 20:
        return None
    try:
        amount = Decimal(text.replace(" ", "").replace("\u00a0", ""))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount <= GREATEST_AMOUNT:
        return None
    return amount.quantize(Decimal("0.01"))
