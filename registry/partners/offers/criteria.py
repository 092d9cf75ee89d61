"""What the staff's list of offers is narrowed to, and what time makes of an offer. Pure rules."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l
from registry.partners.offers.lifecycle import OfferStatus

#: Parameters that may be given several times, each with codes of a list.
FACETS = ("status", "kind", "sector")
LONGEST_SHOWN = 40


class Lapse(Labelled):
    """A published offer whose day has passed; nothing is stored for it."""

    EXPIRED = "expired", _l("Expired"), "neutral"


#: What the staff sees, in this order: a draft is the partner's own.
STATES: tuple[OfferStatus | Lapse, ...] = (
    OfferStatus.SUBMITTED,
    OfferStatus.PUBLISHED,
    Lapse.EXPIRED,
    OfferStatus.RETURNED,
    OfferStatus.WITHDRAWN,
)


def state_on(status: OfferStatus, valid_until: date | None, today: date) -> OfferStatus | Lapse:
    """How an offer stands on a day; the last day still counts."""
    is_over = valid_until is not None and valid_until < today
    return Lapse.EXPIRED if is_over and status is OfferStatus.PUBLISHED else status


@dataclass(frozen=True, slots=True)
class OfferCriteria:
    """Values of one facet are joined by OR, facets by AND."""

    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen for a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A parameter's value that was ignored because no list has it."""

    parameter: str
    value: str


def read_criteria(
    parameters: Iterable[tuple[str, str]], known: Mapping[str, Collection[str]]
) -> tuple[OfferCriteria, list[UnknownValue]]:
    """Criteria out of query parameters, and every value that had to be ignored."""
    given: dict[str, dict[str, None]] = {facet: {} for facet in FACETS}
    for name, value in parameters:
        if name in given and value.strip():
            given[name][value.strip()] = None
    values = {facet: tuple(code for code in codes if code in known[facet]) for facet, codes in given.items()}
    unknown = [
        UnknownValue(facet, _shown(code))
        for facet, codes in given.items()
        for code in codes
        if code not in known[facet]
    ]
    return OfferCriteria(**values), unknown


def _shown(value: str) -> str:
    printable = "".join(character if character.isprintable() else "�" for character in value)
    return printable if len(printable) <= LONGEST_SHOWN else printable[:LONGEST_SHOWN] + "…"
