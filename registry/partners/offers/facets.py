"""The filters over the staff's list of offers, with counts."""

from collections.abc import Iterable, Mapping

from registry.languages import gettext as _
from registry.partners.offers.criteria import STATES, OfferCriteria, UnknownValue, read_criteria
from registry.partners.offers.lifecycle import OfferKind
from registry.reference.models import Sector
from registry.reference.queries import entries
from registry.web.choosing import Facet, facet


def facet_names() -> dict[str, tuple[str, dict[str, str]]]:
    """Parameter -> heading, and code -> name in the reader's language."""
    return {
        "status": (_("State"), {state.value: str(state.label) for state in STATES}),
        "kind": (_("Kind of offer"), {kind.value: str(kind.label) for kind in OfferKind}),
        "sector": (_("Sector"), {entry.code: entry.name for entry in entries(Sector, retired=True)}),
    }


def read(parameters: Iterable[tuple[str, str]]) -> tuple[OfferCriteria, list[UnknownValue]]:
    """Criteria out of query parameters, and every value that had to be ignored."""
    return read_criteria(parameters, {name: options for name, (_label, options) in facet_names().items()})


def facets(criteria: OfferCriteria, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """All groups; values nobody has are left out unless chosen."""
    return [
        facet(name, label, options, counts[name], criteria.chosen(name))
        for name, (label, options) in facet_names().items()
    ]
