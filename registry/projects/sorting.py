"""Names of the orders a list of projects can have."""

from collections.abc import Iterable

from registry.languages import lazy_gettext as _l

LABELS: dict[str, str] = {
    "relevance": _l("Best match"),
    "newest": _l("Newest first"),
    "closing": _l("Closing soonest"),
    "amount": _l("Smallest amount first"),
    "-amount": _l("Largest amount first"),
}


def sort_labels(sorts: Iterable[str], *, with_relevance: bool) -> list[tuple[str, str]]:
    """Order and its name; the best match is offered only where words were searched for."""
    return [(sort, LABELS[sort]) for sort in sorts if sort != "relevance" or with_relevance]
