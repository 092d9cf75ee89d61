"""The filter column: what can be chosen, how many there would be, and what is chosen."""

from collections.abc import Collection, Iterable, Mapping

from registry.catalogue.search.following import current_names
from registry.languages import gettext as _
from registry.languages import pick
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.lifecycle import Funding
from registry.web.choosing import Chip, Facet, chips, facet
from registry.web.formatting import format_money
from registry.web.navigation import here_with

#: Parameter -> the list its codes are of.
LISTS = {
    "sector": "sectors",
    "type": "project_types",
    "district": "districts",
    "stage": "stages",
    "instrument": "instruments",
    "sdg": "sdgs",
}


def facet_labels() -> dict[str, str]:
    """Parameter -> heading."""
    return {
        "sector": _("Sector"),
        "type": _("Kind of opportunity"),
        "district": _("District"),
        "stage": _("Stage"),
        "instrument": _("Form of funding"),
        "sdg": _("Sustainable Development Goal"),
        "funding": _("Funding status"),
    }


def known_values() -> dict[str, Collection[str]]:
    """The codes that each facet of the criteria may hold."""
    lists = current_names()
    return {facet: lists[kept].keys() for facet, kept in LISTS.items()} | {"funding": {*Funding}}


def facet_names() -> dict[str, dict[str, str]]:
    """Parameter -> code -> name in the reader's language, in the order of the lists."""
    lists = current_names()
    names = {facet: {code: pick(entry)[0] for code, entry in lists[kept].items()} for facet, kept in LISTS.items()}
    names["sdg"] = {code: f"{code}. {name}" for code, name in names["sdg"].items()}
    names["funding"] = {state.value: str(state.label) for state in Funding}
    return names


def facets(criteria: ProjectCriteria, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """All groups; values nobody has are left out unless chosen."""
    names = facet_names()
    return [
        facet(name, label, names[name], counts[name], criteria.chosen(name))
        for name, label in facet_labels().items()
    ]


def chosen(criteria: ProjectCriteria, groups: Iterable[Facet]) -> list[Chip]:
    """What narrows the list at present, each with the address of the list without it."""
    words = {}
    if criteria.q:
        words["q"] = _("“%(words)s”", words=criteria.q)
    if criteria.min is not None:
        words["min"] = _("at least %(amount)s", amount=format_money(criteria.min, "USD"))
    if criteria.max is not None:
        words["max"] = _("at most %(amount)s", amount=format_money(criteria.max, "USD"))
    own = [Chip(text, here_with(page=None, **{name: None})) for name, text in words.items()]
    return own + chips(groups)


def loosening(criteria: ProjectCriteria, totals: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """For an empty result: parameter, heading and how many there would be without it, most first."""
    labels = {**facet_labels(), "q": _("Search words"), "min": _("Least amount"), "max": _("Greatest amount")}
    return sorted(
        ((name, labels[name], total) for name, total in totals.items() if total), key=lambda row: -row[2]
    )


def narrowed_by(criteria: ProjectCriteria) -> list[str]:
    """The parameters that narrow the list at present."""
    names = [facet for facet in FACETS if criteria.chosen(facet)]
    return names + [name for name in ("q", "min", "max") if getattr(criteria, name) not in ("", None)]
